#!/usr/bin/env bash
# Posts the report on the pull request, or updates the comment with the earlier one.
#
# NUMBER: the pull request.
# REPORT: the file that report.sh wrote.
# WORTH_A_COMMENT: whether the report has findings or changes. If not, only an earlier comment is
# updated.
set -euo pipefail

# Each catalog of a repository has its own comment.
marker="<!-- errbook check ${INPUT_CATALOG//--/} -->"
body=$RUNNER_TEMP/errbook-comment.md
{
    echo "$marker"
    cat "$REPORT"
} >"$body"

# Pull requests from forks have no token that can write.
skip() {
    echo "::notice title=errbook::can't comment on the pull request: the job needs \`pull-requests: write\`"
    exit
}

# Anyone can write the marker, so only comments of bots count.
string=$(jq --null-input --arg marker "$marker" '$marker')
id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments?per_page=100" \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith($string))) | .id") || skip
id=$(sed -n 1p <<<"$id" | tr -d '\r')
if [ -n "$id" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --silent --field "body=@$body" || skip
    echo "updated the comment"
elif [ "$WORTH_A_COMMENT" = true ]; then
    gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments" --silent --field "body=@$body" || skip
    echo "added a comment"
else
    echo "nothing to comment on"
fi
