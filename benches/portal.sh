#!/usr/bin/env bash
# Compares the CPU time of building one site of CATALOGS catalogs (default: 50) with CODES codes each
# (default: 200), and of one catalog with as many codes. Both builds are measured in turn, seven times,
# each into a new folder. Nothing is deleted in between: ext4 is slow to reuse an inode deleted in the last
# seconds, and a build would pay for the one before.
set -euo pipefail
cd "$(dirname "$0")/.."
catalogs=${1:-50} codes=${2:-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
errbook=$PWD/target/release/errbook
[ -x "$errbook" ] || cargo build --quiet --release --package errbook-cli --bin errbook
write() { cargo run --quiet --release --package errbook-benches --example write_catalog -- "$1" "$2" 0 0; }
write "$work/one" "$((catalogs * codes))"
write "$work/part" "$codes"
mkdir "$work/portal"
printf 'name: portal\nsite: {root: https://example.com}\ndepends:\n' >"$work/portal/catalog.yaml"
name=$(sed -n 's/^name: *//p' "$work/part/catalog/catalog.yaml")
for at in $(seq "$catalogs"); do
    cp -R "$work/part" "$work/part$at"
    sed -i "s/^name: *$name\$/name: part$at/; s/prefix: *err/prefix: err$at/" "$work/part$at/catalog/catalog.yaml"
    grep -rl 'err:' "$work/part$at/catalog" | xargs sed -i "s/err:/err$at:/g"
    echo "  - {name: part$at, from: {path: ../part$at/catalog}}" >>"$work/portal/catalog.yaml"
done
"$errbook" --quiet update --catalog "$work/portal"
build() {
    { command time --format '%U %S' "$errbook" --quiet build --catalog "$1" --out "$2" >/dev/null; } 2>&1 |
        tail -1 | awk '{print $1 + $2}'
}
for run in 1 2 3 4 5 6 7; do
    build "$work/one/catalog" "$work/site-one$run" >>"$work/one.txt"
    build "$work/portal" "$work/site-portal$run" >>"$work/portal.txt"
done
best() { sort -n "$1" | head -1; }
awk -v one="$(best "$work/one.txt")" -v portal="$(best "$work/portal.txt")" -v what="$catalogs x $codes codes" \
    'BEGIN {printf "one catalog: %.2f s CPU, portal of %s: %.2f s CPU, ratio %.2f\n", one, what, portal, portal / one}'
