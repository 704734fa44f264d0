#!/bin/sh
# Bring the whole environment into .venv, in this folder and nowhere else.
# uv does it where it can be had; venv and pip do the same from the same lock file where it cannot.
#   PYTHON=python3.12   choose the interpreter
#   GAOXIN_NO_UV=1      go straight to venv and pip
set -eu
cd "$(dirname "$0")/.."

root=$PWD
tools=$root/.tools
lock=requirements.lock
if [ -z "${HOME:-}" ]; then
    HOME=$tools/home
    export HOME
fi
mkdir -p "$tools"
export UV_CACHE_DIR="${UV_CACHE_DIR:-$tools/uv-cache}" UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0
unset VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE 2>/dev/null || true

say() { printf 'setup: %s\n' "$*"; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

# A .venv that runs, with an interpreter new enough, is brought up to date and not made anew.
usable() { .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

works() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }

# Prints the path of a uv that runs; fetches one into .tools where there is none.
find_uv() {
    [ -z "${GAOXIN_NO_UV:-}" ] || return 1
    own=$tools/uv/bin/uv
    if ! works "$own"; then
        "$python" -m pip install --quiet --upgrade --target "$tools/uv" uv >"$tools/uv.log" 2>&1 || true
    fi
    if works "$own"; then
        printf '%s\n' "$own"
    elif works uv; then
        printf 'uv\n'
    else
        return 1
    fi
}

# A machine that is told of a mirror through pip's own settings uses the same mirror with uv.
follow_pip_index() {
    if [ -z "${UV_DEFAULT_INDEX:-}" ]; then
        index=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
        if [ -n "$index" ]; then
            export UV_DEFAULT_INDEX="$index"
        fi
    fi
}

with_uv() {
    uv=$(find_uv) || return 1
    follow_pip_index
    say "using $("$uv" --version)"
    fill_with_uv 2>"$tools/uv.log" && return 0
    # Where a company's own certificate stands between, uv must be told to trust what the system trusts.
    export UV_SYSTEM_CERTS=1
    fill_with_uv 2>>"$tools/uv.log"
}

fill_with_uv() {
    usable || "$uv" venv --quiet --clear --python "$python" .venv || return 1
    "$uv" pip sync --quiet --compile-bytecode --python .venv --require-hashes "$lock" &&
        "$uv" pip install --quiet --python .venv --no-deps --no-build-isolation -e src/gaoxin_packs -e .
}

with_pip() {
    say "using venv and pip"
    usable || "$python" -m venv --clear .venv || return 1
    .venv/bin/python -m ensurepip --default-pip >/dev/null 2>&1 || true
    .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv .venv || return 1
    .venv/bin/python -m pip install --quiet --require-hashes -r "$lock" &&
        .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e src/gaoxin_packs -e .
}

python=$(find_python) || {
    echo "setup: Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3" >&2
    exit 1
}
say "$("$python" --version) -> .venv"
if ! with_uv; then
    [ -n "${GAOXIN_NO_UV:-}" ] || say "uv could not be used here (see .tools/uv.log), falling back"
    with_pip || {
        echo "setup: neither uv nor venv and pip could build .venv; on Debian: apt-get install python3-venv" >&2
        exit 1
    }
fi
touch .venv/.ready
say "done"
