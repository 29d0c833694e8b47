#!/usr/bin/env bash
# Publishes the packages whose version isn't on crates.io yet, in the order of their dependencies.
# So a release that stopped halfway can be continued.
#
# Usage: crates.sh [OPTION...]
# The options, such as `--dry-run`, are those of `cargo publish`.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=$(cargo metadata --no-deps --format-version 1 |
    jq -r '.packages[] | select(.publish != []) | "\(.name) \(.version)"')
options=()
while read -r name version; do
    # In a workspace, the name alone means the package of the workspace.
    if cargo info --quiet --registry crates-io "$name@$version" >/dev/null 2>&1; then
        echo "$name $version is on crates.io"
    else
        options+=(--package "$name")
    fi
done <<<"$packages"
if [ "${#options[@]}" = 0 ]; then
    exit
fi
echo "+ cargo publish --locked ${options[*]} $*"
cargo publish --locked "${options[@]}" "$@"
