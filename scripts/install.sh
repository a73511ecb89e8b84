#!/usr/bin/env bash
# Installs what is missing into .venv, on Python 3.11. Says in one sentence what is wrong if it cannot.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '%s\n' "$*"; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() {
  "$@" >"$log" 2>&1 && return
  if grep -qiE 'resolve|connect|network|name or service|timed out|unreachable|dns' "$log"; then
    say "The packages cannot be fetched: there seems to be no network. Connect, then run this again."
  else
    say "This failed: $*"; tail -5 "$log"
  fi
  exit 1
}
python=""
for candidate in python3.11 python3; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    python=$(command -v "$candidate"); break
  fi
done
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
  rm -rf .venv
  if [ -n "$python" ]; then
    say "Making .venv with Python 3.11 ..."
    quietly "$python" -m venv .venv
    quietly .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
  elif command -v uv >/dev/null; then
    say "Bringing Python 3.11 into .venv ..."
    quietly uv venv --quiet --python 3.11 --seed .venv
    quietly .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
  elif command -v python3 >/dev/null; then
    say "Bringing Python 3.11 into .venv ..."
    quietly python3 -m venv .venv/bring
    quietly .venv/bring/bin/python -m pip install --quiet --disable-pip-version-check uv
    quietly .venv/bring/bin/uv venv --quiet --python 3.11 --seed --allow-existing .venv
    quietly .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
  else
    say "My Say needs Python 3.11, and there is no python3 here. Install it, then run this again."; exit 1
  fi
fi
[ -x .venv/bin/uv ] || quietly .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
say "Installing what is missing (about a minute the first time) ..."
# compiled bytecode halves every start (docs/performance.md)
quietly .venv/bin/uv pip install --python .venv/bin/python --require-hashes --compile-bytecode -r requirements.txt
touch .venv/installed
