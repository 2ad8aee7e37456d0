# Commands of the project: `make help`. Each makes the virtual environment it needs first.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
lock_of = $(shell cat $(1) | sha256sum | cut -c1-16)
RUNTIME_LOCKS := requirements/uv.txt requirements/base.txt requirements/model.txt
RUNTIME := $(VENV)/.runtime-$(call lock_of,$(RUNTIME_LOCKS))
DEV := $(VENV)/.dev-$(call lock_of,$(RUNTIME_LOCKS) requirements/dev.txt)
CODE := config factcheck claims tests manage.py
TEMPLATES := $(shell find factcheck claims config -name '*.html' 2>/dev/null | head -1)

.PHONY: help demo up test test-long check bench lock fmt

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

demo: $(RUNTIME) ## one claim from article to published fact-check, on a sample archive
	@$(BIN)/python -m config.demo

up: $(RUNTIME) ## the whole service on http://127.0.0.1:8000 (PORT=); Ctrl-C stops it
	@exec $(BIN)/python -m config.supervisor --stop-with-parent

test: $(DEV) ## the test suite without the long tests
	$(BIN)/python -m pytest -m "not long and not bench" -n 2 --dist loadgroup $(ARGS)

test-long: $(DEV) ## schemathesis, chaos, state machines, races, replay
	$(BIN)/python -m pytest -m "long" --timeout 1800 $(ARGS)

check: $(DEV) ## format, lint, import rules, types, migrations, OpenAPI snapshot
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(if $(TEMPLATES),$(BIN)/djlint --check --lint --quiet factcheck claims config)
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(if $(wildcard docs/openapi.yaml),$(MAKE) check-openapi)

check-openapi: $(DEV)
	@$(BIN)/python manage.py spectacular --validate --fail-on-warn --file $(VENV)/openapi.yaml
	@diff -u docs/openapi.yaml $(VENV)/openapi.yaml || { echo "The API changed: run 'make openapi' and commit docs/openapi.yaml."; exit 1; }

openapi: $(DEV)
	$(BIN)/python manage.py spectacular --validate --file docs/openapi.yaml

bench: $(DEV) ## benchmarks beside their peers: NAMES="a b" SCALE=small|full
	$(BIN)/python -m tests.bench $(NAMES) $(if $(SCALE),--scale $(SCALE))

fmt: $(DEV) ## format and sort imports
	$(BIN)/ruff check --fix-only $(CODE)
	$(BIN)/ruff format $(CODE)
	$(if $(TEMPLATES),$(BIN)/djlint --reformat --quiet factcheck claims config)

lock: $(DEV) ## resolve requirements/*.in anew, with hashes
	cd requirements && for name in uv base dev; do \
		../$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header $$name.in -o $$name.txt; done
	cd requirements && ../$(BIN)/uv pip compile --quiet --upgrade --no-deps --generate-hashes --no-header model.in -o model.txt

$(BIN)/python:
	@python=$(PYTHON); \
	for name in python3.11 python3.12 python3; do \
		if [ -z "$$python" ] && "$$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null; then python=$$name; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or 3.12 with venv is needed (Debian: apt install python3.11-venv). Or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; \
	fi; \
	"$$python" -m venv $(VENV)

$(RUNTIME): | $(BIN)/python
	@echo "Installing what the service needs …"
	@requirements/install.sh $(VENV) requirements/base.txt requirements/model.txt
	@rm -f $(VENV)/.runtime-* && touch $@

$(DEV): $(RUNTIME) | $(BIN)/python
	@echo "Installing what the checks and tests need …"
	@requirements/install.sh $(VENV) requirements/dev.txt
	@rm -f $(VENV)/.dev-* && touch $@
