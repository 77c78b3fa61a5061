#!/usr/bin/env bash
# Installs rdslint for the action: a released binary when a version is asked for, else this very commit.
# Writes the binary's path to the step output `binary`.
set -euo pipefail

root="${RUNNER_TEMP:?}/rdslint"
suffix=""
if [ "${RUNNER_OS:-}" = Windows ]; then suffix=.exe; fi

# The platform's name in the names of the release files.
target() {
    case "${RUNNER_OS:-} ${RUNNER_ARCH:-}" in
    "Linux X64") echo x86_64-unknown-linux-gnu ;;
    "Linux ARM64") echo aarch64-unknown-linux-gnu ;;
    "macOS X64") echo x86_64-apple-darwin ;;
    "macOS ARM64") echo aarch64-apple-darwin ;;
    "Windows X64") echo x86_64-pc-windows-msvc ;;
    *)
        echo "::error::rdslint has no binary for ${RUNNER_OS:-?} ${RUNNER_ARCH:-?}; leave \`version\` empty to build it" >&2
        return 1
        ;;
    esac
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d " " -f 1
}

# Downloads the release's archive and unpacks it if its digest is the published one.
download() {
    local version=${1#v} name url
    name="rdslint-$version-$(target).tar.gz"
    url="${GITHUB_SERVER_URL:-https://github.com}/${ACTION_REPOSITORY:?}/releases/download/v$version/$name"
    mkdir -p "$root/bin"
    curl --proto =https --tlsv1.2 --fail --silent --show-error --location --retry 3 --output "$root/$name" "$url"
    curl --proto =https --tlsv1.2 --fail --silent --show-error --location --retry 3 --output "$root/$name.sha256" "$url.sha256"
    if [ "$(sha256 "$root/$name")" != "$(cut -d " " -f 1 "$root/$name.sha256")" ]; then
        echo "::error::$name is not the file that was published: its SHA-256 differs" >&2
        return 1
    fi
    tar -xzf "$root/$name" -C "$root/bin"
}

if [ -n "${INPUT_VERSION:-}" ]; then
    download "$INPUT_VERSION"
else
    cargo install --quiet --locked --path "${GITHUB_ACTION_PATH:?}" --root "$root"
fi
"$root/bin/rdslint$suffix" --version
echo "binary=$root/bin/rdslint$suffix" >>"${GITHUB_OUTPUT:?}"
