.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
Q ?= 70B at 16 bits?
# One process more than cores: browsers, servers and programs that the tests start are waited for.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
# Neighbours stay together: one process starts the browser, and a database is started once or twice.
PARALLEL := -n $(WORKERS) --dist worksteal

.PHONY: help run ask test check format accuracy catalog-check bench fuzz laws soak mutants lock sbom audit clean

help:            ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## ?/  make \1\t/'

run: $(READY)    ## start the bot: in Slack with tokens in .env, otherwise in a local workspace
	@$(BIN)/python -m bot

ask: $(READY)    ## one question in the terminal: make ask Q="70B at 16 bits?"
	@$(BIN)/python -m core "$(Q)"

test: $(READY_DEV) ## the whole suite
	$(BIN)/python -m pytest $(PARALLEL) -q

check: $(READY_DEV) ## format, lint, layers, types, tests: what has to pass before a push
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/basedpyright
	$(BIN)/python -m pytest $(PARALLEL) -q

format: $(READY_DEV) ## rewrite the files the way `make check` wants them
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

accuracy: $(READY_DEV) ## compare with measured figures; writes docs/accuracy.md
	$(BIN)/python -m tests.accuracy

catalog-check: $(READY) ## rows that differ from the hub today; ONLY=qwen3 for some of them; needs the network
	@$(BIN)/python -m bot.hub.catalog_check $(ONLY)

bench: $(READY)  ## how long things take on this machine
	@$(BIN)/python -m tests.bench

oracle: $(READY_DEV) ## training's formulas against PyTorch's own count; needs torch, which is not in the lock
	$(BIN)/python -m pip install --quiet ".[oracle]"
	$(BIN)/python -m pytest -q -n 0 tests/oracle tests/accuracy/test_measure_gpu.py

fuzz: $(READY_DEV) ## ten minutes of coverage-guided questions; needs atheris, which is not in the lock
	$(BIN)/python -m pip install --quiet atheris
	$(BIN)/python tests/fuzz/parse.py -max_total_time=600

laws: $(READY_DEV) ## every law with fifty times the examples (an hour)
	GPUMEM_EXAMPLES=50 $(BIN)/python -m pytest $(PARALLEL) -q -m "not browser" tests

soak: $(READY_DEV) ## 2,000 events, each delivered three times to replicas that are stopped and killed (minutes)
	GPUMEM_TEST_EVENTS=2000 $(BIN)/python -m pytest -n 0 -q -o faulthandler_timeout=1800 \
		tests/bot/replicas/test_processes.py

mutants: $(READY_DEV) ## changes of core/memory, planning and question that no test notices (hours); needs mutmut, not in the lock
	$(BIN)/python -m pip install --quiet "mutmut>=3.8,<4"
	$(BIN)/mutmut run $(MUTANTS)
	$(BIN)/mutmut results

lock: $(READY_DEV) ## resolve pyproject.toml anew into the two lock files
	$(LOCK) --extra hub --extra mcp --output-file requirements.lock pyproject.toml
	$(LOCK) --extra hub --extra mcp --extra otel --extra peers --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

sbom: $(READY)   ## what the bot is made of, as CycloneDX: gpumem.cdx.json; needs cyclonedx-bom, not in the lock
	$(BIN)/python -m pip install --quiet "cyclonedx-bom>=5"
	$(BIN)/cyclonedx-py requirements --output-reproducible --output-file gpumem.cdx.json requirements.lock

audit: $(READY)  ## known weaknesses of what the bot is made of; needs the network and pip-audit, not in the lock
	$(BIN)/python -m pip install --quiet "pip-audit>=2.7"
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

clean:           ## remove what make made
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# What the bot needs to run, and no more.
$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "gpumem needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (once, some seconds) ..."
	@$(PYTHON) -m venv .venv
	@$(INSTALL) requirements.lock
	@touch $@

# The same and the tools: tests, types, format.
$(READY_DEV): $(READY) requirements-dev.lock
	@echo "Adding the tools to .venv (once, about half a minute) ..."
	@$(INSTALL) requirements-dev.lock
	@touch $@
