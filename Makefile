# Everything builds what it needs in .venv: a fresh machine wants Python 3.11 and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-live check format bench agreement build clean

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

demo: .venv/ready
	@$(BIN)/traefiklint lint examples --fail-on never || test $$? -eq 1

test: .venv/ready
	$(BIN)/python -m pytest -n auto

test-live: .venv/ready
	$(BIN)/python -m pytest -m live

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

build: .venv/ready
	$(BIN)/python -m build --outdir dist

clean:
	rm -rf .venv dist build
