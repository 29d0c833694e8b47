#!/usr/bin/env bash
# Writes the bill of materials of the CLI, as CycloneDX.
#
# Usage: sbom.sh FILE
set -euo pipefail

file=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
# cargo-cyclonedx writes a file next to the manifest of each package.
name=errbook-sbom-$$
trap 'find "$root" -name "$name.json" -not -path "$root/target/*" -delete' EXIT
cargo cyclonedx --manifest-path "$root/crates/errbook-cli/Cargo.toml" \
    --format json --spec-version 1.5 --target all --override-filename "$name"
cp "$root/crates/errbook-cli/$name.json" "$file"
