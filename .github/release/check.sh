#!/usr/bin/env bash
# Checks that a tag can be released: it is the version of the workspace, CHANGELOG.md describes it,
# and the shipped catalog changed no more since the last tag than the version says.
#
# Usage: check.sh TAG
# `ERRBOOK` is the command that checks the catalog [default: cargo errbook].
set -euo pipefail
cd "$(dirname "$0")/../.."

tag=$1
read -ra errbook <<<"${ERRBOOK:-cargo errbook}"

fail() {
    echo "error: $1" >&2
    exit 1
}

version=$(cargo pkgid --package errbook-cli)
version=${version##*[#@]}
[ "$tag" = "v$version" ] || fail "the tag is $tag, but the version in Cargo.toml is $version"
.github/release/notes.sh "$version" >/dev/null

# The tag itself doesn't exist yet if a maintainer runs this before they push it.
last=$(git -c versionsort.suffix=- tag --list 'v*' --merged HEAD --sort=-version:refname | grep -vFx "$tag" | head -n 1 || true)
if [ -z "$last" ]; then
    echo "$tag: this is the first version"
    exit
fi

# The largest change that the version permits. Before 1.0, Cargo counts the first number that isn't
# zero as the major one.
IFS=.- read -r major minor _ <<<"$version"
IFS=.- read -r last_major last_minor _ <<<"${last#v}"
if [ "$major" != "$last_major" ]; then
    allowed=3
elif [ "$minor" != "$last_minor" ]; then
    allowed=$((major == 0 ? 3 : 2))
else
    allowed=$((major == 0 ? 2 : 1))
fi

# It exits with 1 after a breaking change, which a major version permits.
report=$("${errbook[@]}" check --against "$last" --format json --quiet || [ $? = 1 ])
bump=$(jq -r '.against | if .bump == null then "none" else .bump end' <<<"$report")
case $bump in
    none | patch) needed=1 ;;
    minor) needed=2 ;;
    major) needed=3 ;;
    *) fail "unknown bump: $bump" ;;
esac
if [ "$needed" -gt "$allowed" ]; then
    jq -r '.against.changes[] | "\(.bump): \(.code // "catalog"): \(.message)"' <<<"$report" >&2
    fail "the catalog has $bump changes since $last, which $tag doesn't permit"
fi
echo "$tag: changes of the catalog since $last: $bump"
