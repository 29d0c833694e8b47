#!/usr/bin/env bash
# Writes the result of the check as Markdown, to a file and to the summary of the job.
set -euo pipefail
# shellcheck source=.github/action/options.sh
. "$(dirname "$0")/options.sh"

json=$RUNNER_TEMP/errbook-report.json
file=$RUNNER_TEMP/errbook-report.md
# It exits with 1 if there are findings.
errbook check --quiet --format json ${options[@]+"${options[@]}"} >"$json" || [ $? = 1 ]

# In a comment, a catalog must not mention people or contain HTML. A zero-width space prevents both,
# also in code, where entities aren't resolved.
jq --raw-output '
    def safe: gsub("[\r\n]+"; " ") | gsub("(?<sign>[@<])"; "\(.sign)\u200b");
    def count($noun): "\(.) \($noun)" + if . == 1 then "" else "s" end;
    (.against.changes // []) as $changes
    | "### errbook check",
      "",
      "\(.errors | count("error")) and \(.warnings | count("warning")) in \(.entries) "
        + (if .entries == 1 then "entry" else "entries" end) + ".",
      if .against == null then empty
      elif $changes == [] then "", "Nothing changed since `\(.against.past | safe)`."
      else
        "",
        "\($changes | length | count("change")) since `\(.against.past | safe)`."
          + if .against.bump then " Together, they need a **\(.against.bump)** version." else "" end,
        "",
        ($changes[:50][] | "- **\(.bump)**: \(.message | safe) (\(.audience))"),
        if $changes[50:] == [] then empty else "- and \($changes[50:] | length) more" end
      end
' "$json" | tr -d '\r' >"$file"

cat "$file" >>"$GITHUB_STEP_SUMMARY"
jq --raw-output '
    "worth_a_comment=\(.errors + .warnings + (.against.changes // [] | length) > 0)"
' "$json" | tr -d '\r' >>"$GITHUB_OUTPUT"
echo "file=$file" >>"$GITHUB_OUTPUT"
