# Mộtcửa. `make run` and `make test` are all a newcomer needs; each sets up whatever is missing.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Compiled modules are kept whatever the surroundings say: each of the many processes of a run of tests reads a thousand.
unexport PYTHONDONTWRITEBYTECODE
PURE := decisions workdays workflows/model.py workflows/state.py workflows/explain.py workflows/core workflows/parser workflows/checks \
  forms/definition.py forms/engine.py forms/loader.py forms/fields dossiers/ledger.py \
  inspections/days.py inspections/canonical.py inspections/checklists inspections/xlsforms inspections/folding.py inspections/protocol \
  inspections/risk.py inspections/risk_rules.py inspections/indicators.py

.DEFAULT_GOAL := run

.PHONY: run test test-services nightly check format screenshots bench setup setup-dev front messages clean

run: setup front ## start the product with demo data on http://localhost:8000
	@exec $(BIN)/python -m config.supervisor

# A file stays in one of the two processes, so that what its tests share is made once; tests/conftest.py begins the longest first.
BY_FILE := -n 2 --dist loadfile --no-loadscope-reorder
test: setup-dev front ## everything, on SQLite, browser journeys included
	npm run --silent test:tablet
	$(BIN)/python -m pytest -q $(BY_FILE) tests/unit tests/integration $(ARGS)
	$(BIN)/python -m pytest -q $(BY_FILE) tests/journeys $(ARGS)

test-services: setup-dev front ## database, concurrency and socket tests and journeys on PostgreSQL and Redis
	$(BIN)/python -m tests.services -q $(ARGS)

NIGHTLY := ORACLE_EXAMPLES=5000 ORACLE_RUNTIME_EXAMPLES=500 ORACLE_PAIRS_EXAMPLES=100 RACES=1000 LIFE_EXAMPLES=300 LIFE_STEPS=60 SYNC_EXAMPLES=5000
nightly: setup-dev front ## the flow's oracle, its races, dossiers' lives and tablets' days at length, on SQLite and on PostgreSQL
	$(NIGHTLY) $(BIN)/python -m pytest -q tests/unit/workflows/test_oracle.py tests/integration/workflows/test_oracle.py \
	  tests/integration/workflows/test_two_branches.py tests/integration/lives/test_life.py \
	  tests/integration/inspections/test_schedules.py $(ARGS)
	LONG_DAYS=1 $(BIN)/python -m pytest -q tests/journeys/test_tablet_long_day.py $(ARGS)
	$(NIGHTLY) $(BIN)/python -m tests.services -q -k "TestRuntimeCoreAndOracle or TestTwoWorkers or TestALife or TestADayOfThreeTablets" $(ARGS)

check: setup-dev node_modules/.installed ## format, lint, types, import contracts, migrations, packages, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j 2 --output-sync=target check-code check-data

# Side by side after ruff and apart from one another: to collect texts puts files beside templates for a while.
.PHONY: check-code check-data
check-code:
	$(BIN)/mypy $(PURE)
	$(BIN)/lint-imports
	npm run --silent check:tablet

check-data:
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py procedure check
	$(BIN)/python manage.py checklist check
	$(BIN)/python -m tests.translations

format: setup-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: setup-dev front ## pictures of the README, taken from the running product
	$(BIN)/python -m tests.screenshots

bench: setup-dev front ## table and JSON of every measure
	$(BIN)/python -m benchmarks $(ARGS)

messages: setup-dev ## collect the texts to translate
	$(BIN)/python -m tests.translations --collect

setup: system $(VENV)/.runtime

setup-dev: system system-dev $(VENV)/.dev

.PHONY: system system-dev
system:
	@deploy/install_system_packages.sh runtime

system-dev:
	@deploy/install_system_packages.sh development

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt requirements-xlsform.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

front: static/dist/.built locale/.compiled

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

static/dist/.built: node_modules/.installed $(shell find static/scss static/js static/build.mjs tablet/app -type f 2>/dev/null)
	npm run --silent build
	@touch $@

locale/.compiled: $(VENV)/.runtime $(wildcard locale/*/LC_MESSAGES/django.po)
	$(BIN)/python manage.py compilemessages --ignore .venv --ignore node_modules -v 0
	@touch $@

clean: ## forget the demo: data, keys, files
	rm -rf var
