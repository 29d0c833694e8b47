#!/usr/bin/env bash
# Checks entries with many mistakes, and prints how the time grows if there are twice as many:
# about 2 if the check is linear, about 4 if it is quadratic.
#
#     cargo build --release -p errbook-cli && bash benches/linear.sh target/release/errbook
set -euo pipefail
shopt -s inherit_errexit
program=$(realpath "${1:-target/release/errbook}")
[ -x "$program" ] || { echo "linear.sh: cannot run $program; build it first" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# repeat COUNT FORMAT: FORMAT with each number below COUNT.
repeat() { seq 0 $(($1 - 1)) | awk -v format="$2" '{ text = format; gsub(/@/, $1, text); printf "%s", text }'; }

entry() {
    case $1 in
        headings) printf 'message: x\nwhat_happened:\n  text: |\n'; repeat "$2" '    ### Same\n\n    text\n\n' ;;
        undeclared) printf 'message: "'; repeat "$2" '{a}'; printf '"\n' ;;
        distinct) printf 'message: "'; repeat "$2" '{a@}'; printf '"\n' ;;
        braces) printf 'message: "'; repeat "$2" '{ '; printf '"\n' ;;
        keys) printf 'message: x\n'; repeat "$2" 'zzzkey@: 1\n' ;;
        params) printf 'message: x\nparams:\n'; repeat "$2" '  p@: {type: integer, example: 1}\n' ;;
        aliases) printf 'message: x\naliases:\n'; repeat "$2" '  - err:data:old@\n' ;;
        redirects) printf 'message: x\nredirects:\n'; repeat "$2" '  - /old@\n' ;;
        links) printf 'message: x\nwhat_happened: {text: "'; repeat "$2" '[a](javascript:b) '; printf '"}\n' ;;
        related) printf 'message: x\nrelated:\n'; repeat "$2" '  - {code: "err:data:x@"}\n' ;;
    esac
}

# Findings end the check with 1. Anything else would make the times meaningless.
check() { "$program" --catalog "$folder/catalog" check --format short > /dev/null 2>&1 || [ $? -eq 1 ]; }

seconds() {
    mkdir -p "$folder/catalog/data"
    cat > "$folder/catalog/catalog.yaml" <<'YAML'
name: demo
codes: {prefix: err, levels: [{name: area}, {name: specific}]}
groups: {data: {title: Data, status: 404}}
profiles: {api: {envelope: {code: $code}}}
site: {root: "https://example.com"}
YAML
    entry "$1" "$2" > "$folder/catalog/data/thing.yaml"
    local best=
    for _ in 1 2 3 4 5 6 7; do
        TIMEFORMAT=%U
        local time
        time=$({ time check; } 2>&1)
        if [[ -z $best ]] || awk "BEGIN { exit !($time < $best) }"; then best=$time; fi
    done
    echo "$best"
}

for kind in headings undeclared distinct braces keys params aliases redirects related links; do
    once=$(seconds "$kind" 10000)
    twice=$(seconds "$kind" 20000)
    awk -v kind="$kind" -v once="$once" -v twice="$twice" \
        'BEGIN { printf "%-10s %6.3f s -> %6.3f s  %.1f\n", kind, once, twice, (once > 0 ? twice / once : 0) }'
done
