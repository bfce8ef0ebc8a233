# Everything happens in .venv and in VAR_DIR (default ./var). `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help run test check bench guide look audit deps messages installed installed-dev installed-npm
PYTHON ?= python3
WORKERS ?= 2
ARGS ?=
PY := .venv/bin/python
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: installed ## the site with demo content and sample register on http://127.0.0.1:$PORT (8000), until Ctrl-C
	@exec $(PY) manage.py serve --prepare

test: installed-dev ## all tests, on SQLite or on DATABASE_URL; SLOW=1: the long ones too; WITHOUT=browser; ARGS="-k name"
	@$(if $(SLOW),$(if $(filter load,$(WITHOUT)),,$(PY) -m pytest -n 0 -rs -m load $(ARGS) || [ $$? = 5 ]))
	@$(PY) -m pytest -n $(WORKERS) -rs -m "not audit and not load$(if $(SLOW),, and not slow)$(foreach mark,$(WITHOUT), and not $(mark))" $(ARGS)

check: installed-dev ## style, templates, system checks, missing migrations and translations, then all tests
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@find cityofdesign centres events policies -path '*/templates/*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	@$(PY) manage.py check --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py messages --check
	@$(MAKE) --no-print-directory test

bench: installed-dev ## ours beside what else there is; the ratios go into docs/benchmarks.md (ARGS=--full: 50 000 rows too)
	@$(PY) tests/benchmarks/pages.py
	@$(PY) tests/benchmarks/rounds.py $(ARGS)
	@$(PY) tests/benchmarks/review.py
	@$(PY) tests/benchmarks/exports.py
	@$(PY) tests/benchmarks/register.py
	@$(PY) tests/benchmarks/site.py

look: installed-dev ## stored pictures of the style page and the main screens anew, and those in the README
	@BROWSER=chromium UPDATE_PICTURES=1 $(PY) -m pytest -q -n 0 -m audit tests/browser/test_pictures.py

guide: installed-dev ## screenshots of the guides in docs/ anew
	@BROWSER=chromium UPDATE_GUIDE=1 $(PY) -m pytest -q -n 0 tests/browser/test_whole_way.py tests/browser/test_guide.py \
	  tests/browser/test_editors_guide.py

audit: installed-dev installed-npm ## packages without known faults, deployment checks, Lighthouse and weight of the main pages
	@BROWSER=chromium $(PY) -m pytest -q -n $(WORKERS) -m audit tests/browser
	@$(PY) -m pip check
	@$(PY) tests/known_faults.py
	@DJANGO_SETTINGS_MODULE=cityofdesign.settings.production DEMO_CONTENT=0 SAMPLE_REGISTER=0 \
	  SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=audit.invalid \
	  BASE_URL=https://audit.invalid PROXY_SSL_HEADER=X-Forwarded-Proto \
	  $(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) tests/audit/lighthouse.py

deps: installed-dev ## pin requirements*.in into requirements*.txt; ARGS=--upgrade takes the newest
	@$(PY) -m uv pip compile -q --universal --python-version 3.11 --no-header $(ARGS) -o requirements.txt requirements.in
	@$(PY) -m uv pip compile -q --universal --python-version 3.11 --no-header $(ARGS) -o requirements-optional.txt requirements-optional.in
	@$(PY) -m uv pip compile -q --universal --python-version 3.11 --no-header $(ARGS) -o requirements-dev.txt requirements-dev.in

messages: installed-dev ## collect the interface's strings into locale/ and compile the translations
	@$(PY) manage.py messages

# $(call install,NAME,FILES): the pinned packages of FILES, installed once. What .venv/NAME records is the Python
# and the pins they were installed for.
define install
	@if [ "$$($(PY) -V 2>&1; cat $(2))" != "$$(cat .venv/$(1) 2>/dev/null)" ]; then \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try PYTHON=python3.12 make ..." >&2; exit 1; }; \
	  echo "Installing packages into .venv; this takes a minute or two, once."; \
	  $(PYTHON) -m venv .venv && \
	  $(PY) -m pip install --quiet --disable-pip-version-check $(foreach file,$(2),-r $(file)) && \
	  { $(PY) -V; cat $(2); } > .venv/$(1); \
	fi
endef

installed:
	$(call install,packages,requirements.txt)

installed-dev:
	$(call install,packages-dev,requirements.txt requirements-dev.txt)

# What the audit takes from npm: Lighthouse.
installed-npm:
	@if ! cmp -s package-lock.json node_modules/installed-lock.json; then \
	  echo "Installing Lighthouse into node_modules; once."; \
	  PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --silent && \
	  cp package-lock.json node_modules/installed-lock.json; \
	fi
