.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.ready
BENCH_STAMP := $(VENV)/.ready-bench

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(STAMP) ## make the virtual environment from the lock file, once

$(STAMP): requirements.lock $(wildcard locale/*/*/*.po)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Mediareja needs Python 3.11 or newer")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what requirements.lock names…"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m config.catalogues
	@touch $@

run: setup ## run everything in one process, with a sample to look at (PORT=8000, MEDIAREJA_HOME=var)
	@MALLOC_ARENA_MAX=2 $(PY) manage.py run $(ARGS)

test: setup ## run all tests
	@$(PY) -m pytest $(ARGS)

check: setup ## style, types, import directions, migrations, lock file
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) -m tests.house.lock_file

fire: setup ## real processes, servers, disk and clocks that fail under 2,000 deliveries (MINUTES=10, SEED=)
	@$(PY) -m tests.fire --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED)) $(ARGS)

bench: setup $(BENCH_STAMP) ## run the benchmarks, each against its baseline (SMALL=1: a short form)
	@$(PY) -m benchmarks $(if $(SMALL),--small) $(ARGS)

$(BENCH_STAMP): requirements-bench.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

messages: setup ## collect new texts into locale/ for translating (needs GNU gettext)
	@$(PY) manage.py makemessages -l uz -l ru --no-location --no-wrap --no-obsolete \
		--ignore .venv --ignore var --ignore tests --ignore sandbox --ignore benchmarks
	@$(PY) -m config.catalogues

lock: setup ## make the lock files anew from pyproject.toml
	@$(VENV)/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock
	@$(VENV)/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--constraint requirements.lock --no-emit-index-url --no-header --no-annotate --quiet \
		--output-file requirements-production.lock
	@$(VENV)/bin/uv pip compile pyproject.toml --extra dev --extra bench --universal --python-version 3.11 \
		--generate-hashes --constraint requirements.lock --no-emit-index-url --no-header --no-annotate --quiet \
		--output-file requirements-bench.lock

.PHONY: help setup run test fire check bench lock messages
