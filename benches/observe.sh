#!/usr/bin/env bash
# Measures `errbook observe` on a file of SIZE MB (default: 1000) with a log line per request of the
# shipped catalog's API, of which 1 % are errors. `rg -c` reads the same file.
set -euo pipefail
cd "$(dirname "$0")/.."
file=$(mktemp)
trap 'rm -f "$file"' EXIT
awk -v bytes="$((${1:-1000} * 1000000))" 'BEGIN {
    while (size < bytes) {
        id = sprintf("req_%08x%08x", rand() * 2147483647, rand() * 2147483647)
        status = ++lines % 100 ? 200 : 404
        body = "\\\"data\\\":{\\\"valid\\\":true,\\\"note\\\":\\\"a \\u003cb\\u003e\\\",\\\"credits\\\":" lines "}"
        if (status == 404)
            body = "\\\"error\\\":{\\\"detail\\\":\\\"The specified key was not found.\\\",\\\"status\\\":404,\\\"title\\\":\\\"Not Found\\\",\\\"type\\\":\\\"https://unkey.com/docs/errors/unkey/data/key_not_found\\\"}"
        line = sprintf("{\"time\":\"2026-11-01T12:00:00Z\",\"level\":\"info\",\"host\":\"api.unkey.com\",\"method\":\"POST\",\"operation\":\"keys.getKey\",\"request_id\":\"%s\",\"duration_ms\":%d,\"user_agent\":\"unkey-go/2.1.0\",\"region\":\"eu-central-1\",\"status\":%d,\"response\":\"{\\\"meta\\\":{\\\"requestId\\\":\\\"%s\\\"},%s}\"}", id, rand() * 100, status, id, body)
        size += length(line) + 1
        print line
    }
}' >"$file"
cargo build --quiet --release --package errbook-cli --bin errbook
run() {
    for _ in 1 2 3 4 5 6 7; do
        command time --format '%U %S %e %M' "$@" 2>&1 >/dev/null | tail -1
    done | sort -n | awk -v what="$1" '{cpu = $1 + $2; if (!best || cpu < best) {best = cpu; line = $0}}
        END {split(line, of); printf "%s: %.2f s CPU, %.2f s elapsed, %d MB\n", what, best, of[3], of[4] / 1024}'
}
observe=(target/release/errbook --quiet observe)
run "${observe[@]}" "$file"
run "${observe[@]}" --body response --status status --operation operation "$file"
if command -v rg >/dev/null; then run rg -c 'docs/errors' "$file"; fi
