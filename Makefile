# Said & Done. `make demo` runs it, `make test` tests it, `make help` lists the rest.
# Each step leaves a file newer than what it was made from, so that a second run starts at once.

PORT ?= 8000
FRESH ?= 0
WORKERS ?= auto
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

BIN := .venv/bin
RUNTIME := .venv/.runtime
DEV := .venv/.dev
VENDOR := static/vendor/htmx.min.js
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
EDITABLE := $(PIP) --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test test-sqlite test-browser check lint types format smoke wheel lock assets clean bench bench-short pictures journeys siege hostile

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: $(RUNTIME) $(VENDOR) ## Serve Said & Done with its demo data (PORT=8000; FRESH=1 starts anew)
	@$(BIN)/saidanddone demo --port $(PORT) $(if $(filter 1 yes true,$(FRESH)),--fresh)

test: $(DEV) $(VENDOR) ## Run all tests: SQLite, PostgreSQL and Chromium (WORKERS=auto)
	@$(BIN)/python -m tools.chromium --get >/dev/null
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

test-sqlite: $(DEV) $(VENDOR) ## Run the quick tests only: SQLite, no browser
	$(BIN)/python -m pytest --engine sqlite -m "not browser" -n $(WORKERS) --dist loadgroup

test-browser: $(DEV) $(VENDOR) ## Walk the journeys in Chromium
	@$(BIN)/python -m tools.chromium --get >/dev/null
	$(BIN)/python -m pytest tests/browser

check: lint types smoke test ## All that CI runs

lint: $(DEV) ## Check style, templates, and that no file names a registry
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python -m tools.check_addresses

types: $(DEV) ## Check types
	$(BIN)/mypy

format: $(DEV) ## Put Python files into shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

smoke: $(DEV) $(VENDOR) ## Build the wheel and run it from an empty folder
	$(BIN)/python -m tools.smoke_wheel

bench: $(RUNTIME) $(VENDOR) ## Measure what requests cost in a small and a large council; writes docs/speed.md
	$(BIN)/python -m bench --write

bench-short: $(RUNTIME) $(VENDOR) ## The same in two minutes, printed only
	$(BIN)/python -m bench --short

pictures: $(DEV) $(VENDOR) ## Take the pictures of docs/pictures again, from the demo
	@$(BIN)/python -m tools.chromium --get >/dev/null
	$(BIN)/python -m tools.pictures

journeys: $(DEV) $(VENDOR) ## Walk what people come to do; writes docs/journeys.md, fails when a bar is broken
	@$(BIN)/python -m tools.chromium --get >/dev/null
	$(BIN)/python -m tools.journeys --write

siege: $(DEV) $(VENDOR) ## Lay siege to a server: half-open lines, huge bodies; fails when others must wait
	$(BIN)/python -m tools.siege

hostile: $(DEV) $(VENDOR) ## Send twenty thousand strange requests and every payload in every field; none may break
	HOSTILE_CASES=20000 HOSTILE_SHARE=1 $(BIN)/python -m pytest tests/guards/test_hostile.py tests/guards/test_every_page.py

wheel: $(DEV) $(VENDOR) ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock: $(DEV) ## Pin and hash the requirements and npm packages again
	$(BIN)/python -m tools.lock

assets: $(RUNTIME) ## Build static/vendor again
	$(BIN)/python -m tools.assets

clean: ## Take away all that make made
	rm -rf .venv .node node_modules static/vendor dist demo-data .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Said & Done needs Python 3.11 or newer. Install it, or name it: make demo PYTHON=/path/to/python3"; exit 2; }
	@$(PYTHON) -m venv .venv || { echo "Python could not make .venv. On Debian and Ubuntu: apt-get install python3-venv"; rm -rf .venv; exit 2; }

$(RUNTIME): requirements/runtime.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Said & Done needs (half a minute, the first time)"
	@$(PIP) --require-hashes -r requirements/runtime.txt
	@$(EDITABLE)
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing what its tests need (a minute, the first time)"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(EDITABLE)
	@touch $@ $(RUNTIME)

$(VENDOR): package-lock.json .npmrc tools/assets.py tools/node.py requirements/node.txt | $(RUNTIME)
	@$(BIN)/python -m tools.assets
