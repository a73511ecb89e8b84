#!/usr/bin/env bash
# Lint, types, and every test, with real parts. A browser is needed: Debian's chromium is installed where it is missing
# and we may.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the browser tests ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
  else
    echo "The browser tests need Chromium: sudo apt-get install chromium"; exit 1
  fi
fi
bin=.venv/bin
echo "Lint ..."; $bin/ruff check . && $bin/ruff format --check .
echo "Types ..."; $bin/mypy
echo "Model ..."; $bin/python -W ignore -m bot.model
echo "Rasa's own check of the data ..."; scripts/validate.sh
echo "Tests ..."
exec $bin/python -W ignore -m pytest "$@"
