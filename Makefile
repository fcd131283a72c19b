# make run    set up and verify the whole catalogue; says where the report lies
# make test   set up and run the tests
# make check  lint, types, and the files of the code host against their schemas
# make bench  speed as ratios: of verify check beside loops by hand (reports/benchmarks.md), and of its parts
# make dist   build the wheel and the sdist, check them, and try each in an environment of its own
# make docs   build the documents into site/
# make reports      verify and publish the pages in reports/
# make references   prove the certified reference values and write them anew

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Bytecode is kept in the environment: the tests start hundreds of processes, and none compiles what another has.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(abspath $(VENV))/bytecode

.PHONY: run test check bench dist docs references reports clean

run: $(VENV)/ready
	$(BIN)/verify run

# One more than there are processors, for some tests wait; each collects all of them, which takes seconds.
test: $(VENV)/ready
	$(BIN)/python -m pytest -q -n $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --dist worksteal

check: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy bench/*.py
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff

bench: $(VENV)/ready
	$(BIN)/python bench/check.py reports/benchmarks.md
	$(BIN)/python bench/exp_negative.py
	$(BIN)/python bench/inside.py
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/guard.py
	$(BIN)/python bench/screening.py
	OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/arrays.py

references: $(VENV)/ready
	$(BIN)/verify certify

$(VENV)/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "verify needs Python 3.11 or newer; make PYTHON=python3.12 names another than %s" % sys.executable)'
	@$(PYTHON) -c 'import ensurepip' || { echo "this Python cannot make virtual environments; on Debian: apt install python3-venv"; exit 1; }
	@echo "setting up $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --editable ".[test,lint]"
	@$(BIN)/python -m pytest -q --collect-only >/dev/null  # compiles it all once, not in each process
	@touch $@

# Each is installed into an empty environment, and used from a folder without the sources.
dist: $(VENV)/ready
	$(BIN)/pip install --quiet "build>=1.2" "twine>=6"
	rm -rf build dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*
	for file in dist/*; do \
	  rm -rf build/empty && $(PYTHON) -m venv build/empty && build/empty/bin/pip install --quiet "$$file" \
	  && (cd build && empty/bin/python -I ../.ci/smoke.py) || exit 1; \
	done

docs: $(VENV)/ready
	$(BIN)/pip install --quiet "mkdocs>=1.6,<2" "mkdocs-material>=9.6,<10"
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

reports: run
	rm -f reports/figures/*.svg
	$(BIN)/verify report verify-out/record.json --out reports
	$(BIN)/verify report verify-out/record.json --datasets docs/statistics.md

clean:
	rm -rf $(VENV) verify-out build dist site *.egg-info
