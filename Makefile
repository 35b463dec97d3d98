# Everything builds what it needs in .venv: a fresh machine wants Python 3.11 and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-live live-server check format bench bench-quick agreement routing-agreement kills probe build clean

.venv/package: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

# Older versions of pip know no dependency groups.
.venv/ready: .venv/package
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

.venv/bench: .venv/ready
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

demo: .venv/package
	@$(BIN)/traefiklint lint examples --fail-on never

test: .venv/ready
	$(BIN)/python -m pytest -n auto

live-server:
	@test -n "$$DOKPLOY_URL" && test -n "$$DOKPLOY_API_KEY" || \
		{ echo "The live tests need a Dokploy server: set DOKPLOY_URL and DOKPLOY_API_KEY." >&2; exit 2; }

test-live: live-server .venv/ready
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

probe: .venv/ready
	@test -n "$(VERSION)" || { echo "Say which Traefik to ask: make probe VERSION=3.7.15" >&2; exit 2; }
	$(BIN)/python -m tests.probe $(VERSION)

kills: .venv/ready
	TRAEFIKLINT_KILLS=$(or $(COUNT),500) $(BIN)/python -m pytest tests/verify/test_nothing_left.py --timeout=3000

build: .venv/ready
	rm -rf dist
	$(BIN)/python -m build --outdir dist

clean:
	rm -rf .venv dist build
