# `make demo` and `make test` are all that is needed on a fresh machine.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: demo test check bench snapshots clean

demo: $(INSTALLED)
	$(BIN)/gradset demo --out output

test: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n auto

check: $(INSTALLED)
	$(BIN)/gradset check --variants 300

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks.stages
	$(BIN)/python -m benchmarks.memory

# After reading what has changed: git diff tests
snapshots: $(INSTALLED)
	$(BIN)/python -m tests.text.rewrite_snapshots
	$(BIN)/python -m tests.documents.variants
	$(BIN)/python -m tests.documents.misconceptions
	$(BIN)/python -m tests.documents.console

clean:
	rm -rf .venv output/*/ output/*.toml output/*.secret

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@
