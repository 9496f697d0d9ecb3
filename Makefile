# Two commands are the promise: `make run` and `make test`. Everything else is for developers.
PYTHON ?= python3
WP = .venv/bin/wholepicture
RUN_DEPS = .venv/.run
DEV_DEPS = .venv/.dev

.PHONY: run reset stop test check fix docs css crash bench debian
.DEFAULT_GOAL := run

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Whole Picture needs Python 3.11 or later: name it with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv .venv

$(RUN_DEPS): .venv/bin/python requirements.txt pyproject.toml
	@echo "Installing what Whole Picture needs (about a minute the first time) ..."
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_DEPS): $(RUN_DEPS) requirements-dev.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: $(RUN_DEPS)
	@exec $(WP) run

reset: $(RUN_DEPS)
	@$(WP) reset

stop: $(RUN_DEPS)
	@$(WP) stop

debian:
	@sh scripts/debian_packages.sh

test: $(DEV_DEPS) debian check
	.venv/bin/python -m pytest -n 2 --dist loadfile

check: $(DEV_DEPS)
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	$(WP) docs --check

fix: $(DEV_DEPS)
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	$(WP) docs

docs: $(DEV_DEPS)
	$(WP) docs

css:
	sh scripts/build_css.sh

crash: $(DEV_DEPS)
	.venv/bin/python -m tests.crash.run --seconds 600

bench: $(DEV_DEPS)
	.venv/bin/python -m bench.inbox
	.venv/bin/python -m bench.findings
	.venv/bin/python -m bench.feed
