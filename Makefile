# Everything a newcomer types. Set-up talks on standard error, so that what a command prints can be piped.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
DEMO_LIBRARY := .demo/library.diembao

.DEFAULT_GOAL := help
.PHONY: help read test check format bench catalog lock clean

help: ## Show these lines
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name text; do printf 'make %-10s %s\n' "$$name" "$$text"; done

read: $(VENV)/.ready ## Set up and open the reader on the bundled library
	@$(BIN)/diembao --library $(DEMO_LIBRARY) demo

test: $(VENV)/.ready-dev ## Set up and run every check: format, lint, types, imports, tests
	@$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/.ready-dev ## Format, lint, types and imports, without the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.ready-dev ## Let ruff format the code and mend what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.ready-dev ## Measure speed; prints ratios against a floor of the same run
	$(BIN)/python -m bench

catalog: $(VENV)/.ready-dev ## Extract the interface's strings and compile the catalogues
	$(BIN)/pybabel -q extract --no-location --sort-output --omit-header -k _ -k N_ -k _n:1,2 -o $(VENV)/diembao.pot tui
	$(BIN)/pybabel -q update --ignore-pot-creation-date --no-fuzzy-matching --ignore-obsolete -D diembao -d tui/locale -i $(VENV)/diembao.pot
	$(BIN)/pybabel -q compile -D diembao -d tui/locale

lock: ## Renew both lock files from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-header --extra dev --no-annotate -o requirements-dev.lock pyproject.toml
	uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-header -c requirements-dev.lock --no-annotate --extra build -o requirements.lock pyproject.toml

clean: ## Remove what was set up and built, the bundled library too
	rm -rf $(VENV) .demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/pip:
	@python='$(PYTHON)'; \
	test -n "$$python" || { echo "Điểm Báo needs Python 3.11 or newer and found none: install it (Debian, Ubuntu: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }; \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Điểm Báo needs Python 3.11 or newer, and $$python is older or does not run: name another, make PYTHON=/path/to/python3.12" >&2; exit 1; }; \
	$$python -c 'import ensurepip, venv' 2>/dev/null || { version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); echo "Python's venv module is incomplete here: install the package python$$version-venv (Debian, Ubuntu: apt install python$$version-venv) and run make again." >&2; exit 1; }; \
	echo "Setting up a Python environment in $(VENV) (once) ..." >&2; \
	$$python -m venv $(VENV) >&2

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what the reader needs (once; later starts need no network) ..." >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what the checks need (once) ..." >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.lock >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2
	@touch $(VENV)/.ready $@
