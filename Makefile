# My Say. `make` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python -W ignore

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/installed: requirements.txt scripts/install.sh
	@scripts/install.sh

install: .venv/installed ## installs what is missing into .venv

run: install ## starts everything and prints the addresses; Ctrl-C stops it
	@$(PY) -m bot.run

demo: install ## a whole conversation and its hand-over, in the terminal
	@$(PY) -m scripts.demo

train: install ## trains the model again (intents and whatever a service may change)
	@$(PY) -m bot.model --force

eval: install ## how well it understands, on the project's own test split
	@$(PY) -m bot.nlu.evaluate

test: install ## lint, types, and every test, with real parts
	@scripts/test.sh

bench: install ## measures My Say beside Rasa's default assistant, 12 minutes at most
	@$(PY) -m scripts.bench $(ARGS)

load: install ## many people at once, and whether anything was lost
	@$(PY) -m scripts.load $(ARGS)

faults: install ## whole conversations while everything around them breaks; ARGS="--help" says more
	@$(PY) -m scripts.faults $(ARGS)

screenshots: install ## makes the pictures of the README from the real thing
	@$(PY) -m scripts.screenshots

key: install ## a new key for MYSAY_SECRET_KEYS
	@$(PY) -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"

rotate: install ## encrypts everything anew with the newest key; then older ones can go
	@$(PY) -m bot.records.rotate

backup: install ## one encrypted file of everything, in var/backups (or FILE=...)
	@$(PY) -m bot.records.backup $(FILE)

restore: install ## brings a backup back into an empty database: FILE=...
	@$(PY) -m bot.records.restore $(FILE)

sbom: install ## what it is made of, and the licences: docs/sbom.json, docs/licences.md
	@$(PY) -m scripts.sbom

lock: install ## writes requirements.txt anew from pyproject.toml; then: make sbom
	@.venv/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header -q -o requirements.txt

.PHONY: help install run demo train eval bench load faults test screenshots key rotate backup restore sbom lock
