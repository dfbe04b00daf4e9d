# The work bench. `make` alone lists what there is.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: help demo up test check bench faults schema words pictures new-channel clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: .venv/.run ## build a small province and tell the whole story, checked, in a minute or two
	$(BIN)/thuphi demo --check $(STORY)

up: .venv/.run ## start everything on this machine and stay up: pages, worker, bank, wallets, operator, terminal
	$(BIN)/thuphi up

test: .venv/.test check ## all tests on a real PostgreSQL and in a real browser
	$(BIN)/python -m pytest -n 2 tests --ignore tests/stories
	$(BIN)/python -m pytest tests/stories

check: .venv/.test ## style, types and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: .venv/.test ## our speed beside the rivals', in one run; writes build/bench.json
	$(BIN)/python -W ignore -m benchmarks.run $(BENCH)

faults: .venv/.test ## the fault tests at full size: killed gates, workers and servers, 100,000 spoilt statements
	THUPHI_FAULTS=large $(BIN)/python -m pytest tests/faults tests/money/payments/test_workers.py --timeout 3600
	$(BIN)/python -W ignore -m tests.ground.statements.fuzz 100000

schema: .venv/.test ## write docs/schema.sql, docs/states.md, docs/indicators.md and the table of abilities anew
	$(BIN)/python -W ignore -m tools.with_django tools.write_docs
	$(BIN)/python -W ignore -m tools.write_coverage
	$(BIN)/python -W ignore -m tools.write_indicators

words: .venv/.test ## gather the sentences of all pages; then fill in their English
	$(BIN)/python -W ignore -m tools.messages

pictures: .venv/.test ## take the screenshots in docs/pictures/ anew
	THUPHI_PICTURES=1 $(BIN)/python -m pytest tests/stories

new-channel: .venv/.test ## begin a new way of paying: make new-channel NAME=x
	$(BIN)/python -m tools.new_channel "$(NAME)"

clean: ## remove what the build made (not your data)
	rm -rf .venv build .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv || $(PYTHON) -m virtualenv .venv

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: requirements/test.txt .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	tools/install_for_tests
	@touch $@
