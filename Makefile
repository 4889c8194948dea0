# The two commands of the README are `make serve` and `make test`; CI and pre-commit call `make check`.
VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= python3

.DEFAULT_GOAL := all
.PHONY: all serve test check audit bench load fuzz golden lock format clean
all: check test

# What the service itself needs.
$(VENV)/.serve: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q api
	touch $@

# What tests and checks need besides.
$(VENV)/.test: $(VENV)/.serve requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

serve: $(VENV)/.serve
	$(BIN)/ilms serve

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: $(VENV)/.test
	$(BIN)/ruff format --check api tests
	$(BIN)/ruff check api tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ilms check --quiet
	$(BIN)/hadolint Dockerfile
	$(BIN)/python -m tests.audit

# Known holes in locked packages; says so where the service that knows them cannot be asked.
audit: $(VENV)/.test
	$(BIN)/python -m tests.audit

# Ratios of speed against other tools, in one run; QUICK=1 for a short one.
bench: $(VENV)/.test
	$(BIN)/python -m tests.bench $(ARGS)

# A mix of clients on loopback: DURATION=60 seconds (a soak: 600), CLIENTS=24.
load: $(VENV)/.test
	$(BIN)/python -m tests.load

# Random texts and bytes at every entrance for SECONDS=60.
fuzz: $(VENV)/.test
	$(BIN)/python -m tests.fuzz

# Files that are written from the code and the tests, and compared by them.
golden: $(VENV)/.test
	$(BIN)/python -m tests.formats.make_golden
	$(BIN)/python -m tests.conformance.document

format: $(VENV)/.test
	$(BIN)/ruff format api tests
	$(BIN)/ruff check --fix api tests

# Resolve the locks anew (needs uv; the locks name no index host).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade --extra build -o requirements.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
