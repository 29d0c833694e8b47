#!/usr/bin/env bash
# Counts the lines of code of each crate, without comments, blank lines, and tests. Needs cloc
# (Debian: `apt-get install cloc`).
#
# usage: benches/lines.sh [CHECKOUT]
set -euo pipefail
checkout=$(realpath "${1:-"$(dirname "$0")/.."}")
cd "$(dirname "$0")/.."
copy=$(mktemp --directory)
trap 'rm -rf "$copy"' EXIT

cargo build --quiet --package errbook-test-support --example without_tests
total=0
for src in "$checkout"/crates/*/src; do
    name=$(basename "$(dirname "$src")")
    "${CARGO_TARGET_DIR:-target}/debug/examples/without_tests" "$src" "$copy/$name"
    lines=$(cloc --quiet --csv --skip-uniqueness "$copy/$name" | awk -F, '$2 == "Rust" { print $5 }')
    printf '%7d  %s\n' "$lines" "$name"
    total=$((total + lines))
done
printf '%7d  total\n' "$total"
