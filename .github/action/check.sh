#!/usr/bin/env bash
# Checks the catalog. Findings are annotations of the lines.
set -euo pipefail
# shellcheck source=.github/action/options.sh
. "$(dirname "$0")/options.sh"

errbook check --format github ${options[@]+"${options[@]}"}
