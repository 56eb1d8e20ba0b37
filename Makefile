# Every target begins with `setup`, so each of them works from a fresh checkout.

# The first Python on the path that is new enough and can make an environment; PYTHON=… names another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		&& command -v "$$name" && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
STAMP := .venv/.installed

.PHONY: setup demo test serve work check nightly bench catalogues lock

setup: $(STAMP)
	@.ci/system-packages

# The lock is complete, so nothing is resolved: old versions of pip look past the pins for extras.
# Wheels only: building a source distribution would run build tools that no hash pins.
$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "survey_app needs Python 3.11 or later with its venv module; install it, or name one with PYTHON=…." >&2; exit 1; }
	"$(PYTHON)" -m venv .venv
	$(PIP) install --no-deps --require-hashes --only-binary :all: --requirement requirements.lock
	$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup
	$(BIN)/survey-app demo

serve: setup
	$(BIN)/survey-app serve

work: setup
	$(BIN)/survey-app work

# Two processes: tests that share something costly stay in one (tests/conftest.py), and the order is
# kept, so that the many short tests at the end even the two out.
test: setup
	$(BIN)/pytest --numprocesses 2 --no-loadscope-reorder

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

nightly: setup
	$(BIN)/pytest -m nightly

bench: setup
	$(BIN)/python -m tests.bench

# Brings the catalogues in line with what the pages say; what is new in them is left to translate.
catalogues: setup
	@template=$$(mktemp) && trap 'rm -f "$$template"' EXIT \
	&& $(BIN)/pybabel --quiet extract --mapping-file survey_app/translations/babel.cfg \
		--add-location file --sort-by-file --project survey-app --msgid-bugs-address '' --output-file "$$template" . \
	&& $(BIN)/pybabel --quiet update --input-file "$$template" --output-dir survey_app/translations \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

# Keeps the pins that still fit; delete requirements.lock first to move them all.
lock:
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT \
	&& "$(PYTHON)" -m venv "$$tools" && "$$tools/bin/pip" --quiet install uv==0.13.9 \
	&& "$$tools/bin/uv" pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --quiet \
		--output-file requirements.lock >/dev/null
