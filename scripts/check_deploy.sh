#!/usr/bin/env bash
# The files of deploy/ against the published schemas of Compose and Kubernetes, and the container file against hadolint's
# rules. Without a network once its tools are there; they have an environment of their own (tools/deploy/requirements.in).
set -euo pipefail
cd "$(dirname "$0")/.."
tools=.check
if [ ! "$tools/installed" -nt tools/deploy/requirements.txt ]; then
  .venv/bin/uv venv --quiet --allow-existing --python .venv/bin/python "$tools"
  .venv/bin/uv pip install --quiet --python "$tools/bin/python" --require-hashes -r tools/deploy/requirements.txt
  touch "$tools/installed"
fi
"$tools/bin/hadolint" deploy/Containerfile
"$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.compose-spec deploy/compose.yml
for version in 1.30 1.37; do # the oldest with what we use, and the newest that is known
  "$tools/bin/kubernetes-validate" --strict --quiet --kubernetes-version "$version" $(ls deploy/kubernetes/*.yaml | grep -v kustomization)
done
