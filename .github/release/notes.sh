#!/usr/bin/env bash
# Prints the section of a version in CHANGELOG.md, without its heading.
#
# Usage: notes.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/../.."

version=$1
notes=$(awk -v version="$version" '
    /^## / { found = $2 == version || $2 == "[" version "]"; next }
    found
' CHANGELOG.md)
if [ -z "${notes//[[:space:]]/}" ]; then
    echo "error: CHANGELOG.md has no text under \`## $version\`" >&2
    exit 1
fi
# Command substitution removes blank lines at the end. This removes those at the start.
sed '/./,$!d' <<<"$notes"
