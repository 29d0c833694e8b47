#!/usr/bin/env bash
# Downloads the binary of a release, compares it with the checksums of the release, and puts it on
# the PATH of the next steps. These scripts also run with the Bash 3.2 of macOS.
#
# INPUT_VERSION: the version, or `latest` [default: the version of the action].
# ACTION_REF: the tag, branch, or commit that the workflow uses the action by.
# ERRBOOK_RELEASES: where the releases are [default: GitHub].
set -euo pipefail

releases=${ERRBOOK_RELEASES:-https://github.com/errbook/errbook/releases}
root=$(cd "$(dirname "$0")/../.." && pwd)

fail() {
    echo "::error title=errbook::$1"
    exit 2
}

download() {
    curl --fail --silent --show-error --location --retry 3 --output "$2" "$1" || fail "can't download $1"
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -c 1-64
}

version=${INPUT_VERSION#v}
if [ -z "$version" ]; then
    if [[ $ACTION_REF =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]]; then
        version=${ACTION_REF#v}
    elif [[ $ACTION_REF =~ ^[0-9a-f]{40}$ ]]; then
        version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml")
    else
        version=latest
    fi
fi

case $RUNNER_OS-$RUNNER_ARCH in
    # The static binaries run in any container.
    Linux-X64) target=x86_64-unknown-linux-musl extension=tar.gz ;;
    Linux-ARM64) target=aarch64-unknown-linux-musl extension=tar.gz ;;
    macOS-X64) target=x86_64-apple-darwin extension=tar.gz ;;
    macOS-ARM64) target=aarch64-apple-darwin extension=tar.gz ;;
    # Windows on ARM emulates x86-64.
    Windows-*) target=x86_64-pc-windows-msvc extension=zip ;;
    *) fail "no release of errbook for $RUNNER_OS $RUNNER_ARCH: install it with \`cargo install errbook-cli\`" ;;
esac

temporary=$RUNNER_TEMP
if command -v cygpath >/dev/null; then temporary=$(cygpath "$temporary"); fi
folder=$temporary/errbook
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

if [ "$version" = latest ]; then
    download "$releases/latest/download/SHA256SUMS" SHA256SUMS
    version=$(sed -n "s/^[0-9a-f]* [ *]errbook-v\(.*\)-$target\.$extension\$/\1/p" SHA256SUMS)
    [ -n "$version" ] || fail "the latest release has no archive for $target"
fi
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+[-+.0-9A-Za-z]*$ ]] || fail "invalid version: $version"
if [ ! -f SHA256SUMS ]; then
    download "$releases/download/v$version/SHA256SUMS" SHA256SUMS
fi

name=errbook-v$version-$target
archive=$name.$extension
expected=$(awk -v archive="$archive" '$2 == archive || $2 == "*" archive { print $1 }' SHA256SUMS)
[[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "SHA256SUMS of v$version doesn't list $archive"
download "$releases/download/v$version/$archive" "$archive"
actual=$(sha256 "$archive")
if [ "$actual" != "$expected" ]; then
    rm -f "$archive"
    fail "wrong checksum of $archive: expected $expected, found $actual"
fi

if [ "$extension" = zip ]; then unzip -q "$archive"; else tar -xzf "$archive"; fi
rm -f "$archive"
"./$name/errbook" --version

path=$folder/$name
if command -v cygpath >/dev/null; then path=$(cygpath -w "$path"); fi
echo "$path" >>"$GITHUB_PATH"
echo "version=$version" >>"$GITHUB_OUTPUT"
