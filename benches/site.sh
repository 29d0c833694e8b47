#!/usr/bin/env bash
# Measures the cost of a site at 1,000 and 10,000 codes: CPU seconds and peak memory of `errbook
# build` with everything on, and the size of the search index. Also measures `errbook serve` from
# saving an entry to its updated page. For comparison, measures two minimums. The first reads the
# files, renders them with one pulldown-cmark pass, wraps, and writes them. The second also parses
# the YAML, and writes pages and Markdown versions of the same size as errbook's.
set -euo pipefail
cd "$(dirname "$0")/.."
. benches/measure.sh
cargo build --quiet --release --package errbook-cli --bin errbook
cargo build --quiet --release --package errbook-benches --example write_catalog --example floor
errbook="$PWD/target/release/errbook"
write="$PWD/target/release/examples/write_catalog"
floor="$PWD/target/release/examples/floor"
folder=$(mktemp -d "$PWD/target/site-bench.XXXXXX")
cd "$folder"

for codes in 1000 10000; do
    "$write" "$codes" "$codes" 0 1
    measure "floor, $codes" 5 "$floor" "$codes/catalog" "$codes/floor-RUN"
    measure "reading alone (errbook list), $codes" 5 "$errbook" -C "$codes" --quiet list
    measure "errbook build, $codes" 5 "$errbook" -C "$codes" --quiet build --out site-RUN
    size() { find "$codes/site-1" -name "*.$1" -printf '%s\n' | awk -v codes="$codes" '{ all += $1 } END { printf "%d", all / codes }'; }
    measure "floor of the same files, $codes" 5 "$floor" "$codes/catalog" "$codes/same-RUN" "$(size html)" "$(size md)"
    echo "search index, compressed: $(cat "$codes"/site-1/search/*.js | gzip -9 | wc -c) bytes of $(cat "$codes"/site-1/search/*.js | wc -c)"
done

# CPU time of the server per edit of one of 1,000 entries: it reads the entry and renders its page.
"$errbook" -C 1000 --quiet serve --port 0 >address & server=$!
trap 'kill $server' EXIT
until [ -s address ]; do sleep 0.1; done
url=$(cat address)
entry=$(cd 1000/catalog && find system0/data -name '*.yaml' | sort | head -1)
page="$url${entry%.yaml}"
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
curl --silent "$page" >/dev/null
before=$(ticks)
for edit in $(seq 50); do
    sed -i "s/^name: .*/name: Edited $edit times/" "1000/catalog/$entry"
    until curl --silent "$page" | grep -q "Edited $edit times"; do :; done
done
after=$(ticks)
echo "errbook serve, edit to page, 1000: $(((after - before) * 1000 / $(getconf CLK_TCK) / 50)) ms of CPU, the questions on the way included"
