#!/usr/bin/env bash
# Measures the CPU seconds of `errbook check` at 10,000 codes, compared with only reading the
# catalog. Also measures `--against` the previous commit, and `--scan` over 1,000,000 lines of Rust
# where 1, 10, or 100 percent of the files raise codes. Prints the best of five runs each.
set -euo pipefail
cd "$(dirname "$0")/.."
. benches/measure.sh
cargo build --quiet --release --package errbook-cli --bin errbook
cargo build --quiet --release --package errbook-benches --example write_catalog --example load
errbook="$PWD/target/release/errbook"
write="$PWD/target/release/examples/write_catalog"
load="$PWD/target/release/examples/load"
folder=target/check-bench
rm -rf "$folder"
for percent in 1 10 100; do "$write" "$folder/$percent" 10000 1000000 "$percent"; done
cd "$folder/1"
git init --quiet . && git add catalog && git -c user.name=bench -c user.email=bench@example.com commit --quiet --message bench
measure "texts alone, in memory" 5 "$load" nothing 10000
measure "the parser's events" 5 "$load" events 10000
measure "reading" 5 "$load" catalog 10000
measure "reading and all rules" 5 "$load" check 10000
measure "errbook check" 5 "$errbook" check
measure "errbook check --against HEAD" 5 "$errbook" check --against HEAD
for percent in 1 10 100; do
    cd "../$percent"
    measure "errbook check --scan, codes in $percent of 100 files" 5 "$errbook" check --scan src
done
