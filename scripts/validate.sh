#!/usr/bin/env bash
# `rasa data validate`, as it runs here. What it says of wording that no story names is left out: the actions say it
# (tests/wording/test_wording.py checks that every wording is reachable and present).
set -euo pipefail
cd "$(dirname "$0")/.."
export MYSAY_ACTIONS_PORT=5055 MYSAY_INTERNAL_SECRET=unused
out=$(.venv/bin/python -W ignore -m bot.dialogue data validate --fail-on-warnings --quiet 2>&1) || {
  left=$(grep -iE "warning|error|exception" <<<"$out" | grep -vE "is not used in any story or rule" || true)
  if [ -n "$left" ]; then printf '%s\n' "$left"; exit 1; fi
}
