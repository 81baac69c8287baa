# Everything runs in .venv, made from the locked requirements on first use. Needs Python 3.11, 3.12 or 3.13, make and a package index.
VENV := .venv
STAMP := $(VENV)/.installed
BIN := $(VENV)/bin
PORT ?= 3000
HOST ?= 127.0.0.1
DAGSTER_HOME_DIR := $(CURDIR)/warehouse/.dagster
# The first Python that fits; PYTHON=/path/to/python takes another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)

.PHONY: help run test check ui bench audit
.DEFAULT_GOAL := help

help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16
	@echo 'More: $(BIN)/rashomon --help (once something was made)'

run: $(STAMP) ## read seeds/articles and print what the sources disagree on; ARGS="--articles FOLDER" for others
	@$(BIN)/rashomon run $(ARGS)

test: check ## the checks, then all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(STAMP) ## style of Python and SQL, types, and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models dbt_project/tests

ui: $(STAMP) ## Dagster on http://127.0.0.1:3000, or PORT=… and HOST=…; Ctrl-C ends it
	@case '$(HOST)' in 127.*|localhost|::1) ;; *) \
		echo 'rashomon: Dagster listens on $(HOST) and asks for no password: whoever reaches it can start runs over any file (SECURITY.md)' >&2;; esac
	@mkdir -p $(DAGSTER_HOME_DIR) && cp orchestration/dagster.yaml $(DAGSTER_HOME_DIR)/dagster.yaml
	@export DAGSTER_HOME=$(DAGSTER_HOME_DIR); \
	trap 'kill $$daemon $$web 2>/dev/null; wait; exit 0' INT TERM; \
	$(BIN)/dagster-daemon run -m orchestration.definitions & daemon=$$!; \
	$(BIN)/dagster-webserver -h $(HOST) -p $(PORT) -m orchestration.definitions & web=$$!; \
	wait $$web; kill $$daemon 2>/dev/null; wait

bench: $(STAMP) ## the scorers over the dev sets of ../shared/bench, or of $RASHOMON_SHARED
	@$(BIN)/python -m tests.benchmarks $(ARGS)

audit: ## known holes in the locked packages; asks a service on the internet, so it is no part of `make test`
	@command -v pip-audit >/dev/null 2>&1 || \
		{ echo 'rashomon: needs pip-audit, in an environment of its own: pipx install pip-audit' >&2; exit 1; }
	@pip-audit --strict --require-hashes --disable-pip -r requirements.lock

# uv where it is there: it takes seconds where pip takes a minute. Both hold every package to its hash in the lock.
$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo 'rashomon: needs Python 3.11, 3.12 or 3.13; install one, or name it: make run PYTHON=/path/to/python3' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo 'rashomon: $(PYTHON) cannot make an environment; install its venv package (Debian: python3-venv)' >&2; rm -rf $(VENV); exit 1; }
	@echo 'Installing the locked requirements into $(VENV) …'
	@if command -v uv >/dev/null 2>&1; then \
		uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@
