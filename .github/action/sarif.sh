#!/usr/bin/env bash
# Uploads the findings to code scanning.
set -euo pipefail
# shellcheck source=.github/action/options.sh
. "$(dirname "$0")/options.sh"

log=$RUNNER_TEMP/errbook.sarif
# It exits with 1 if there are findings.
errbook check --quiet --format sarif ${options[@]+"${options[@]}"} >"$log" || [ $? = 1 ]

gzip -c "$log" | base64 | tr -d '\r\n' >"$log.gz.base64"
jq --null-input --arg commit "$GITHUB_SHA" --arg ref "$GITHUB_REF" --rawfile sarif "$log.gz.base64" \
    '{commit_sha: $commit, ref: $ref, sarif: $sarif, tool_name: "errbook"}' >"$log.body.json"
if ! gh api --method POST "repos/$GITHUB_REPOSITORY/code-scanning/sarifs" --silent --input "$log.body.json"; then
    help="the job needs \`security-events: write\`, and the repository needs code scanning"
    # Pull requests from forks have no token that can write.
    if [ "$GITHUB_EVENT_NAME" = pull_request ]; then
        echo "::notice title=errbook::can't upload to code scanning: $help"
        exit
    fi
    echo "::error title=errbook::can't upload to code scanning: $help"
    exit 2
fi
