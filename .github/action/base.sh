#!/usr/bin/env bash
# Finds the revision to compare with, and fetches it if the checkout doesn't contain it.
#
# INPUT_AGAINST: the revision, or `none` [default: the base of the pull request].
# PULL_BASE, PULL_HEAD: commits of the pull request, if there is one.
set -euo pipefail

revision=$INPUT_AGAINST
if [ "$revision" = none ]; then
    revision=""
elif [ -z "$revision" ] && [ -n "$PULL_BASE" ]; then
    revision=$PULL_BASE
    # GitHub tests a merge of the pull request into its base. The first parent is the base of this
    # merge, which may be newer than that of the event. A shallow clone still names its parents.
    parents=$(git cat-file commit HEAD | awk '/^$/ { exit } $1 == "parent" { print $2 }')
    if [ "$(sed -n 2p <<<"$parents")" = "$PULL_HEAD" ]; then
        revision=$(sed -n 1p <<<"$parents")
    fi
    if ! git cat-file -e "$revision^{commit}" 2>/dev/null &&
        ! git fetch --quiet --no-tags --depth=1 origin "$revision"; then
        echo "::error title=errbook::can't fetch the base of the pull request: check out with \`fetch-depth: 0\`"
        exit 2
    fi
fi
echo "revision=$revision" >>"$GITHUB_OUTPUT"
