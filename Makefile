# The commands. Pre-commit and CI call the same ones.
# Everything is set up on first use; all it takes is make and Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
# Tests start the bot as a process of its own, too: each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test coverage test-browser screens check bench bench-browser attack chaos lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/ready ## make the virtual environment with the pinned packages

.venv/ready: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	touch $@

demo: setup ## watch the bot in a Slack workspace on this machine
	$(BIN)/python -m bot sandbox

test: setup ## run every test, on SQLite and PostgreSQL
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

coverage: setup ## say which lines no test reaches; it takes half as long again
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered

test-browser: setup ## run the tests in a real browser and with Slack's own JavaScript clients
	$(BIN)/python -m tests.browser.ready
	$(BIN)/python -m pytest tests/browser

screens: test-browser ## take the pictures of the README anew
	cp tests/browser/screens/nurse-question-light.png docs/screens/nurse-question.png
	cp tests/browser/screens/trainer-digest-dark.png docs/screens/trainer-digest.png
	cp tests/browser/screens/coordinator-participation-light.png docs/screens/coordinator-participation.png

check: setup ## lint, types, the import contracts, the content
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m content

bench: setup ## measure against the baselines, one JSON line each
	$(BIN)/python -m tests.bench

bench-browser: setup ## measure the page in a real browser, one JSON line each
	$(BIN)/python -m tests.browser.ready
	@$(BIN)/python -m tests.browser.measure

attack: setup ## attack the releases for some minutes; SEED=7, or WITHOUT=rule, or TABLE=1
	@$(BIN)/python -m tests.attack --seed $(or $(SEED),1) $(if $(WITHOUT),--without $(WITHOUT)) $(if $(TABLE),--table)

chaos: setup ## break the bot in every way for twenty minutes; SEED=7 MESSAGES=1500 FAULT=…
	@$(BIN)/python -m tests.chaos --seed $(or $(SEED),1) --messages $(or $(MESSAGES),1500) \
		$(if $(FAULT),--fault $(FAULT)) $(if $(DATABASE),--database $(DATABASE)) \
		$(if $(REPLICAS),--replicas $(REPLICAS)) $(if $(AT_ONCE),--at-once $(AT_ONCE)) $(if $(PACED),--paced) $(if $(SHORT),--short)

lock: ## pin what pyproject.toml asks for, anew
	rm -rf .venv && $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python -m pip freeze --exclude-editable > requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[browser]'
	$(BIN)/python -m pip freeze --exclude-editable | grep -vxFf requirements.lock > requirements-browser.lock
	touch .venv/ready

clean: ## remove what the commands above have made
	rm -rf .venv .coverage .coverage.* .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	rm -rf tests/browser/node_modules tests/browser/screens tests/browser/transcript.txt
