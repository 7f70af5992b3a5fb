# The one place of commands. A bare `make` lists them.
# PYTHON is any Python from 3.11 on; everything else is installed into .venv and .tools by the commands themselves.

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(if $(shell $(name) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo yes),$(name))) python3)
HOST ?= 127.0.0.1
PORT ?= 8000

BIN := .venv/bin
# No plain "." for the site itself: manage.py, gunicorn and pytest find the sources by their own settings.
SOURCES := PYTHONPATH=site:.
TEMPLATES = $$(find templates -name '*.html')

.DEFAULT_GOAL := help
.PHONY: help run lan setup test test-quick test-browser coverage lint types format check bench services messages secrets clean installed installed-dev

help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: installed ## set everything up and serve the demo on port 8000 (PORT=8001, HOST=address of this machine)
	@exec $(PYTHON) scripts/serve.py --host $(HOST) --port $(PORT)

lan: installed ## the same, open to the local network, so that a telephone can read the QR codes
	@exec $(PYTHON) scripts/serve.py --lan --port $(PORT)

setup: installed-dev ## install everything, make the database and load the sample data, without serving
	@$(PYTHON) scripts/serve.py --prepare-only --port $(PORT)

test: installed-dev ## all tests: on SQLite, on a PostgreSQL of its own, in a browser, on Elasticsearch (ARGS= for pytest)
	@$(PYTHON) scripts/run_tests.py -- $(ARGS)

test-quick: installed-dev ## unit tests on SQLite only (ARGS= for pytest)
	@$(PYTHON) scripts/run_tests.py --parts sqlite -- $(ARGS)

test-browser: installed-dev ## browser tests only (ARGS= for pytest)
	@$(PYTHON) scripts/run_tests.py --parts browser -- $(ARGS)

coverage: installed-dev ## unit tests on SQLite with the lines and branches that they reach
	@$(PYTHON) scripts/run_tests.py --parts sqlite -- --cov --cov-report=term-missing:skip-covered $(ARGS)

lint: installed-dev ## style, layout of templates, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --check $(TEMPLATES)
	$(SOURCES) $(BIN)/lint-imports --no-logo

types: installed-dev ## check the types
	$(SOURCES) $(BIN)/mypy

format: installed-dev ## put sources and templates into shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/djhtml $(TEMPLATES)

check: lint types ## what CI runs: lint, types, migrations, production settings, all tests
	DJANGO_SETTINGS_MODULE=ocop.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	$(PYTHON) scripts/production.py check
	$(MAKE) --no-print-directory test

bench: installed-dev ## measure, on a PostgreSQL and an Elasticsearch of its own (ARGS= for the benchmark)
	@$(SOURCES) $(PYTHON) scripts/services.py --temporary -- $(BIN)/python -m bench $(ARGS)

services: ## PostgreSQL and Elasticsearch for development under var/, until Ctrl-C
	@exec $(PYTHON) scripts/services.py

messages: installed-dev ## collect and compile the Vietnamese texts (needs gettext)
	DJANGO_SETTINGS_MODULE=ocop.settings.test $(BIN)/python manage.py makemessages -l vi --no-wrap --no-location \
		--ignore '.venv/*' --ignore '.tools/*' --ignore 'var/*' --ignore 'tests/*' --ignore 'bench/*' --ignore 'scripts/*'
	cd locale && DJANGO_SETTINGS_MODULE=ocop.settings.test ../$(BIN)/python ../manage.py compilemessages

secrets: ## write a new .env for production, if there is none
	@test ! -e .env || { echo '.env exists; not touched'; exit 1; }
	@umask 077 && $(PYTHON) scripts/production.py secrets > .env && echo 'Written: .env. Fill in its first lines.'

clean: ## remove what the commands made: installation, demo data, caches
	rm -rf .venv .tools var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

installed:
	@$(PYTHON) scripts/sync.py

installed-dev:
	@$(PYTHON) scripts/sync.py --dev
