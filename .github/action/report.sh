#!/usr/bin/env bash
# Writes the result of the check as Markdown, to a file and to the summary of the job.
set -euo pipefail
# shellcheck source=.github/action/options.sh
. "$(dirname "$0")/options.sh"

file=$RUNNER_TEMP/errbook-report.md
# It exits with 1 if there are findings.
errbook check --quiet --format markdown ${options[@]+"${options[@]}"} >"$file" || [ $? = 1 ]

cat "$file" >>"$GITHUB_STEP_SUMMARY"
# Changes are rows of a table, and findings are items of a list.
worth=false
if grep -q '^[|-] ' "$file"; then worth=true; fi
{
    echo "file=$file"
    echo "worth_a_comment=$worth"
} >>"$GITHUB_OUTPUT"
