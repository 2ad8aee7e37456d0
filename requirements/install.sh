#!/bin/sh
# Install hash-locked requirements into a virtual environment: requirements/install.sh VENV FILE...
#
# uv downloads in parallel and takes a fifth of pip's time. It does not read pip's configuration, so what a person told
# pip about mirrors and certificates is passed on; where uv fails, plain pip does the same work slowly.
set -eu

venv=$1
shift
pip="$venv/bin/python -m pip --disable-pip-version-check --quiet"

# One setting of pip, from the environment or its configuration files.
setting() {
    $pip config get "$1" 2>/dev/null || true
}

from_pip() {
    index=${PIP_INDEX_URL:-$(setting global.index-url)}
    extra=${PIP_EXTRA_INDEX_URL:-$(setting global.extra-index-url)}
    links=${PIP_FIND_LINKS:-$(setting global.find-links)}
    certificate=${PIP_CERT:-$(setting global.cert)}
    if [ -n "$index" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"; fi
    if [ -n "$extra" ]; then export UV_INDEX="${UV_INDEX:-$extra}"; fi
    if [ -n "$links" ]; then export UV_FIND_LINKS="${UV_FIND_LINKS:-$links}"; fi
    if [ -n "$certificate" ]; then export SSL_CERT_FILE="${SSL_CERT_FILE:-$certificate}"; fi
}

with_uv() {
    "$venv/bin/uv" --version >/dev/null 2>&1 || $pip install --no-deps --require-hashes -r requirements/uv.txt || return 1
    from_pip
    for file in "$@"; do
        "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --require-hashes \
            --index-strategy unsafe-best-match -r "$file" || return 1
    done
}

if ! with_uv "$@"; then
    echo "uv could not install the requirements; trying pip, which takes longer." >&2
    for file in "$@"; do
        $pip install --no-deps --require-hashes -r "$file"
    done
fi
