#!/usr/bin/env bash
# Compares catalogs/http-problem-types with IANA's registry of problem types. Fails if one has a type that the
# other lacks.
#
# Usage: compare.sh FILE
# FILE is https://www.iana.org/assignments/http-problem-types/http-problem-types.xml
set -euo pipefail

file=$1
types() {
    grep --no-filename --only-matching --extended-regexp 'https://iana\.org/assignments/http-problem-types#[[:alnum:]_-]+' "$@" | sort -u
}
catalog=$(dirname "$0")/../../catalogs/http-problem-types
if ! registered=$(types "$file"); then
    echo "error: $file has no problem type of IANA" >&2
    exit 1
fi
known=$(types "$catalog"/*.yaml)
failed=0
while read -r type; do
    echo "error: the catalog has no entry with \`type: $type\`, which IANA registered" >&2
    failed=1
done < <(comm -23 <(echo "$registered") <(echo "$known") | sed '/^$/d')
while read -r type; do
    echo "error: the catalog has \`type: $type\`, which IANA did not register" >&2
    failed=1
done < <(comm -13 <(echo "$registered") <(echo "$known") | sed '/^$/d')
exit "$failed"
