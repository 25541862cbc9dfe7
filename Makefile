# make run   set up, compute the base programme, open the app      make test   everything that must hold
# make setup the environment only     make bench  the figures of the README     make lock  new requirements.lock

VENV := .venv
BIN := $(VENV)/bin
PATHS ?= 200
WORKERS ?= 2
# The first Python of 3.11 or newer; a name that stands on the path may still not run, so each one is tried.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)

.PHONY: run setup test tools bench lock

run: setup
	@$(BIN)/fundmodel run --paths $(PATHS)
	@$(BIN)/fundmodel app

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@awk '/^[a-z]/ {wanted = /^uv==/} wanted' requirements.lock > $(VENV)/uv.lock
	@$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)/uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# Where compiled modules are not kept, each of the many processes of the tests would compile them all again.
test: setup tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/ty check
	$(BIN)/lint-imports
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Programs beside Python that tests drive; where they cannot be installed the tests that need them say so.
tools:
	@missing=""; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| missing="$$missing chromium"; \
	fc-list :lang=ko 2>/dev/null | grep -q . || missing="$$missing fonts-noto-cjk"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc libreoffice-impress"; \
	command -v pdftoppm >/dev/null || missing="$$missing poppler-utils"; \
	as_root=""; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
	if [ -n "$$missing" ] && command -v apt-get >/dev/null && $$as_root true 2>/dev/null; then \
		echo "installing$$missing"; \
		$$as_root apt-get update -qq && \
		$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing >/dev/null \
			|| echo "could not install$$missing"; \
	elif [ -n "$$missing" ]; then \
		echo "not installed here:$$missing"; \
	fi

bench: setup
	@$(BIN)/python -m tests.benchmarks

lock: setup
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-header --python-version 3.11 \
		--extra test --extra bench --output-file requirements.lock
	@! grep -nE 'https?:|file:' requirements.lock
