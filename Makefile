# Two commands are enough: `make run` to try the chat, `make test` for every check.
PYTHON ?= python3
VENV := .venv/bin/python

.PHONY: run test chaos privacy bench install

run: install
	$(VENV) -m bot try

test: install
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy
	$(VENV) -c "from importlinter.cli import lint_imports_command as lint; lint()"
	$(VENV) -m pytest --numprocesses 2 --dist worksteal --cov --cov-report=term:skip-covered
	$(VENV) -m coverage report --include='handlers/*,bot/store/*' --fail-under=100 --skip-covered
	$(VENV) -m coverage report --fail-under=90 --format=total

# Kills, storms and broken input at full size, with controls that must fail; about a quarter of an hour.
chaos: install
	PYTHONPATH=tests $(VENV) -m chaos

# Canaries through every door, a search of every file for them, controls that must fail; two minutes.
privacy: install
	PYTHONPATH=tests $(VENV) -m privacy

# How fast and how frugal it is, beside controls in the same run; under eight minutes.
bench: install
	PYTHONPATH=tests $(VENV) -m benchmarks

install: .venv/installed

# Nothing is fetched again until a dependency changes.
.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or later is needed: make PYTHON=python3.11 …')"
	$(PYTHON) -m venv .venv
	$(VENV) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch .venv/installed
