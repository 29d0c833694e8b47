#!/usr/bin/env bash
# Measures the CPU seconds of `cargo check` of the generated crate at 100, 1,000, and 10,000 codes,
# over those of an empty crate. Dependencies are built in advance, and nothing is reused from an
# earlier run. Prints the best of seven runs. `benches/compile.sh REV` measures the Git revision too,
# in turn, and prints the ratio.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD folder=$PWD/target/compile-bench
export CARGO_INCREMENTAL=0
TIMEFORMAT='%U %S'
sides=(now)
roots=("$root")
if [ $# -gt 0 ]; then
    git worktree remove --force "$folder/rev" 2>/dev/null || true
    git worktree add --quiet --detach "$folder/rev" "$1"
    trap 'git worktree remove --force "$folder/rev"' EXIT
    sides+=(was)
    roots+=("$folder/rev")
fi

check() {
    CARGO_TARGET_DIR="$folder/$1-target" cargo check --quiet --offline --manifest-path "$folder/$1/$2/Cargo.toml"
}

for at in "${!sides[@]}"; do
    for codes in 0 100 1000 10000; do
        CARGO_TARGET_DIR="$folder/$at" cargo run --quiet --manifest-path "${roots[at]}/Cargo.toml" \
            --package errbook-benches --example write_codes -- "$folder/${sides[at]}/$codes" "$codes"
        cp "${roots[at]}/Cargo.lock" "$folder/${sides[at]}/$codes/Cargo.lock"
        check "${sides[at]}" "$codes"
    done
done

declare -A best
for codes in 0 100 1000 10000; do
    for _ in 1 2 3 4 5 6 7; do
        for side in "${sides[@]}"; do
            touch "$folder/$side/$codes/src/lib.rs"
            seconds=$({ time check "$side" "$codes"; } 2>&1 | awk '{ printf "%.2f", $1 + $2 }')
            least=${best[$side-$codes]:-$seconds}
            best[$side-$codes]=$(awk "BEGIN { print $seconds < $least ? $seconds : $least }")
        done
    done
    [ "$codes" = 0 ] && continue
    over() { awk "BEGIN { printf \"%.2f\", ${best[$1-$codes]} - ${best[$1-0]} }"; }
    printf '%6d codes: %5s s over an empty crate' "$codes" "$(over now)"
    if [ "${#sides[@]}" = 2 ]; then
        printf ', was %5s s, ratio %s' "$(over was)" "$(awk "BEGIN { printf \"%.2f\", $(over now) / $(over was) }")"
    fi
    echo
done
