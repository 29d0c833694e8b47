#!/usr/bin/env bash
# Writes an archive for each target: a folder with the binary, the licenses, the documents, shell
# completions, and manual pages.
#
# Usage: archives.sh VERSION OUT TARGET=BINARY...
# The first binary has to run on this computer. It prints the completions and the manual pages.
set -euo pipefail

version=$1
out=$2
shift 2
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$out"
out=$(cd "$out" && pwd)

parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
cp "$root"/{LICENSE-APACHE,LICENSE-MIT,README.md,CHANGELOG.md} "$parts"
mkdir "$parts/completions" "$parts/man"

errbook=${1#*=}
"$errbook" completions bash >"$parts/completions/errbook.bash"
"$errbook" completions elvish >"$parts/completions/errbook.elv"
"$errbook" completions fish >"$parts/completions/errbook.fish"
"$errbook" completions powershell >"$parts/completions/_errbook.ps1"
"$errbook" completions zsh >"$parts/completions/_errbook"
"$errbook" man >"$parts/man/errbook.1"
commands=$("$errbook" --help | awk '/^Commands:/ { found = 1; next } /^[^ ]/ { found = 0 } found && /^  [a-z]/ && $1 != "help" { print $1 }')
for command in $commands; do
    "$errbook" man "$command" >"$parts/man/errbook-$command.1"
done
[ -f "$parts/man/errbook-check.1" ] || { echo "error: no commands in \`errbook --help\`" >&2; exit 1; }

# The same files make the same bytes.
time=$(git -C "$root" log -1 --format=%ct)
for pair in "$@"; do
    target=${pair%%=*}
    binary=${pair#*=}
    name=errbook-v$version-$target
    folder=$parts/archives/$name
    mkdir -p "$folder"
    cp -R "$parts"/{LICENSE-APACHE,LICENSE-MIT,README.md,CHANGELOG.md,completions,man} "$folder"
    find "$folder" -type d -exec chmod 755 {} +
    find "$folder" -type f -exec chmod 644 {} +
    case $target in
        *-windows-*)
            install -m 755 "$binary" "$folder/errbook.exe"
            find "$folder" -exec touch --date="@$time" {} +
            rm -f "$out/$name.zip"
            (cd "$parts/archives" && find "$name" | LC_ALL=C sort | TZ=UTC zip --quiet -X -@ "$out/$name.zip")
            ;;
        *)
            install -m 755 "$binary" "$folder/errbook"
            tar --create --sort=name --mtime="@$time" --owner=0 --group=0 --numeric-owner --directory="$parts/archives" "$name" |
                gzip --no-name --best >"$out/$name.tar.gz"
            ;;
    esac
    echo "wrote $name"
done
