#!/usr/bin/env bash
# Measures the CPU seconds of `cargo check` of the generated crate at 0, 100, 1,000, and 10,000
# codes, with dependencies built in advance and nothing reused from an earlier run. Prints the best
# of five runs.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=target/compile-bench
export CARGO_TARGET_DIR="$PWD/$folder/target" CARGO_INCREMENTAL=0
TIMEFORMAT='%U %S'
for codes in 0 100 1000 10000; do
    CARGO_TARGET_DIR=target cargo run --quiet --package errbook-benches --example write_codes -- "$folder/$codes" "$codes"
    cp Cargo.lock "$folder/$codes/Cargo.lock"
    check=(cargo check --quiet --offline --manifest-path "$folder/$codes/Cargo.toml")
    "${check[@]}"
    best=
    for _ in 1 2 3 4 5; do
        touch "$folder/$codes/src/lib.rs"
        seconds=$({ time "${check[@]}"; } 2>&1 | awk '{ printf "%.2f", $1 + $2 }')
        if [ -z "$best" ] || awk "BEGIN { exit !($seconds < $best) }"; then best=$seconds; fi
    done
    if [ "$codes" = 0 ]; then empty=$best; fi
    awk "BEGIN { printf \"%6d codes: %5.2f s, over an empty crate %5.2f s\n\", $codes, $best, $best - $empty }"
done
