# Two commands are the promise: `make run` and `make test`. Everything else is for developers.
PYTHON ?= python3
WP = .venv/bin/wholepicture
RUN_DEPS = .venv/.run
DEV_DEPS = .venv/.dev

.PHONY: run reset stop test coverage check fix docs css screenshots spark crash bench debian
.DEFAULT_GOAL := run

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Whole Picture needs Python 3.11 or later: name it with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv .venv

$(RUN_DEPS): .venv/bin/python requirements.txt pyproject.toml
	@echo "Installing what Whole Picture needs (about a minute the first time) ..."
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_DEPS): $(RUN_DEPS) requirements-dev.txt requirements-bulk.txt requirements-spark.txt requirements-judge.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt -r requirements-bulk.txt -r requirements-judge.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-spark.txt
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
	.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Longer than `test` by half: counting every branch of the work and the registers is not for every commit.
coverage: $(DEV_DEPS) debian
	.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term-missing:skip-covered --cov-fail-under=100

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
	bash scripts/build_css.sh

screenshots: $(DEV_DEPS)
	.venv/bin/python scripts/screenshots.py

# Minutes of many small queries on two workers; what our own scorer does there is in `test`.
spark: $(DEV_DEPS) debian
	.venv/bin/python -m pytest -m spark tests/integration/pathway/linkage

crash: $(DEV_DEPS)
	.venv/bin/python -m tests.crash.run --seconds 600

bench: $(DEV_DEPS)
	.venv/bin/python -m bench.intake
	.venv/bin/python -m bench.inbox
	.venv/bin/python -m bench.growth
	.venv/bin/python -m bench.pages --idle
	.venv/bin/python -m bench.findings
	.venv/bin/python -m bench.feed
	.venv/bin/python -m bench.rederivation
	.venv/bin/python -m bench.triage_list
	.venv/bin/python -m bench.matching.accuracy
	.venv/bin/python -m bench.matching.febrl
	.venv/bin/python -m bench.matching.lookup
	.venv/bin/python -m bench.matching.intake
	.venv/bin/python -m bench.matching.loading
	.venv/bin/python -m bench.matching.speed
