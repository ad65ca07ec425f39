.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
Q ?= 70B at 16 bits?

.PHONY: help run ask test check format catalog accuracy bench fuzz lock clean

help:            ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## ?/  make \1\t/'

run: $(READY)    ## start the bot: in Slack with tokens in .env, otherwise in a local workspace
	@$(BIN)/python -m bot

ask: $(READY)    ## one question in the terminal: make ask Q="70B at 16 bits?"
	@$(BIN)/python -m core "$(Q)"

test: $(READY)   ## the whole suite
	$(BIN)/python -m pytest -n auto -q

check: $(READY)  ## format, lint, layers, types, tests: what has to pass before a push
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/basedpyright
	$(BIN)/python -m pytest -n auto -q

format: $(READY) ## rewrite the files the way `make check` wants them
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalog: $(READY) ## compile core/data/*.toml into the copy that is read at start
	$(BIN)/python -m core.catalog.build

accuracy: $(READY) ## compare with measured figures; writes docs/accuracy.md
	$(BIN)/python -m tests.accuracy

bench: $(READY)  ## how long things take on this machine
	@$(BIN)/python -m tests.bench

fuzz: $(READY)   ## ten minutes of coverage-guided questions; needs atheris, which is not in the lock
	$(BIN)/python -m pip install --quiet atheris
	$(BIN)/python tests/fuzz/parse.py -max_total_time=600

lock: $(READY)   ## resolve pyproject.toml anew into requirements.lock
	$(BIN)/pip-compile --quiet --all-extras --generate-hashes --strip-extras --allow-unsafe \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header \
		--output-file requirements.lock pyproject.toml

clean:           ## remove what make made
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "gpumem needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
