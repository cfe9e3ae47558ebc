# One command each, on a machine with Python 3.11+ and the package index. Another Python: make demo PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Compiled once, whatever the shell prefers: the tests start many processes.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test bench pictures clean

help:
	@echo "make demo    a help desk and a Slack for it on this machine, in your browser"
	@echo "make test    everything that is checked: style, types, walls, tests"
	@echo "make bench   how long a year's numbers take with a million requests; some minutes"
	@echo "make pictures  the README's pictures, taken anew; wants Chromium and a font with emoji"
	@echo "make clean   take away what these commands made"

demo: $(READY)
	@$(BIN)/helpdesk demo

test: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist worksteal

bench: $(READY)
	$(BIN)/python -m tests.bench.numbers

pictures: $(READY)
	$(BIN)/python -m tests.browser.pictures

clean:
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp makes the second run instant; a changed lock makes it anew.
$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c '' 2>/dev/null || { \
		echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is $$($(PYTHON) -V 2>&1); 3.11 or newer is needed. Name another: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) can't make environments. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Preparing $(VENV), once; it takes a minute or two."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@
