# Everything builds what it needs in .venv: a fresh machine wants Python 3.11 and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-live check format bench bench-quick agreement routing-agreement kills build clean

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

.venv/bench: .venv/ready
	$(BIN)/python -m pip install --quiet --group bench
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

bench: .venv/bench
	$(BIN)/python -m benchmarks.bench

bench-quick: .venv/bench
	$(BIN)/python -m benchmarks.bench --quick

agreement: .venv/ready
	$(BIN)/python -m benchmarks.agreement --seed $(or $(SEED),1) --count $(or $(COUNT),2000)

routing-agreement: .venv/ready
	$(BIN)/python -m benchmarks.routing_agreement --seed $(or $(SEED),1) --count $(or $(COUNT),400)

kills: .venv/ready
	TRAEFIKLINT_KILLS=$(or $(COUNT),500) $(BIN)/python -m pytest tests/traefik/test_nothing_left.py --timeout=3000

build: .venv/ready
	$(BIN)/python -m build --outdir dist

clean:
	rm -rf .venv dist build
