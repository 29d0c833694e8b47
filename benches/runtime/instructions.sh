#!/usr/bin/env bash
# Counts instructions (callgrind) and allocations of errors and lookups: those of 2,000 rounds minus
# those of 1,000, so startup and exit don't count. Needs valgrind.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v valgrind >/dev/null || { echo "skipped: there is no valgrind"; exit 0; }

# instructions PROGRAM ARGUMENTS...: instructions of the program. The last argument is the number of
# rounds.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 | sed -n 's/.*Collected : //p'
}
# per_round PROGRAM ARGUMENTS...: instructions of one round.
per_round() {
    local one two
    one=$(instructions "$@" 1000)
    two=$(instructions "$@" 2000)
    echo $(((two - one) / 1000))
}

cargo build --quiet --release --package errbook-runtime-benches --example respond
respond=target/release/examples/respond
printf '%-60s %12s %12s %8s\n' case instructions allocations bytes
"$respond" | while IFS=$'\t' read -r index name allocations bytes; do
    printf '%-60s %12d %12d %8d\n' "$name" "$(per_round "$respond" "$index")" "$allocations" "$bytes"
done

# The generated code itself, at three sizes, minus the cost of the loop.
for codes in 100 1000 10000; do
    folder=target/lookup-bench/$codes
    cargo run --quiet --package errbook-benches --example write_codes -- "$folder" "$codes"
    cp Cargo.lock "$folder/Cargo.lock"
    cp benches/runtime/lookup.rs "$folder/src/main.rs"
    CARGO_TARGET_DIR=target/lookup-bench/target cargo build --quiet --release --offline --manifest-path "$folder/Cargo.toml"
    program=target/lookup-bench/target/release/codes
    loop=$(per_round "$program" nothing)
    for kind in hit miss search; do
        printf '%-60s %12d\n' "lookup: $codes codes, $kind" $(($(per_round "$program" "$kind") - loop))
    done
done
