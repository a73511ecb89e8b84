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
echo "Files of deploy/ ..."; scripts/check_deploy.sh
echo "Model ..."; $bin/python -W ignore -m bot.model
echo "Rasa's own check of the data ..."; scripts/validate.sh
if [ $# -gt 0 ]; then exec $bin/python -W ignore -m pytest "$@"; fi
# each browser in a process of its own: Playwright's loop and the other tests' loops do not live in one
echo "Tests in a browser: the page ...";  $bin/python -W ignore -m pytest -q tests/browser
echo "Tests in a browser: the inbox ..."; $bin/python -W ignore -m pytest -q tests/inbox/test_browser.py
echo "All other tests ..."
exec $bin/python -W ignore -m pytest -q --ignore tests/browser --ignore tests/inbox/test_browser.py
