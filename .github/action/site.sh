#!/usr/bin/env bash
# Builds the site that GitHub Pages shows under `site.root`.
set -euo pipefail

folder=$RUNNER_TEMP/errbook-site
rm -rf "$folder"
errbook build --base root --out "$folder" ${INPUT_CATALOG:+"--catalog=$INPUT_CATALOG"}
echo "folder=$folder" >>"$GITHUB_OUTPUT"
