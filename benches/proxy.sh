#!/usr/bin/env bash
# Measures the CPU time of `errbook observe --proxy` for a request whose response has 1 KiB of JSON,
# on 1 and on 16 connections that are kept alive. Prints the best of seven rounds each.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet --release --package errbook-cli --bin errbook
cargo build --quiet --release --package errbook-benches --example proxy
errbook=target/release/errbook
proxy=target/release/examples/proxy
for status in 200 404; do
    exec 3< <(exec "$proxy" service "$status")
    service=$!
    read -r url <&3
    for connections in 1 16; do
        echo -n "status $status, "
        "$errbook" --quiet observe --proxy "$url" -- "$proxy" load "$connections" 20000
    done
    kill "$service"
done
