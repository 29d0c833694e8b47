#!/usr/bin/env bash
# Publishes the packages in a folder that aren't on npm yet: first those of the platforms, then
# `errbook`, which depends on them.
#
# Usage: npm.sh VERSION FOLDER [OPTION...]
# The options, such as `--provenance`, are those of `npm publish`.
set -euo pipefail

version=$1
folder=$2
shift 2
tag=latest
if [[ $version = *-* ]]; then tag=next; fi

for file in "$folder"/errbook-cli-*-"$version".tgz "$folder/errbook-$version.tgz"; do
    package=$(tar -xzOf "$file" package/package.json | jq -r '"\(.name)@\(.version)"')
    if [ -n "$(npm view "$package" version 2>/dev/null)" ]; then
        echo "$package is on npm"
    else
        npm publish "$(cd "$folder" && pwd)/${file##*/}" --access public --tag "$tag" "$@"
    fi
done
