# make reports · make test: the two commands of the README. `make help` lists the others.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help reports test test-all check bench example lab docs wheel sbom audit accessibility clean

help:  ## say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is: $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[scale,test]'
	@touch $@

reports: $(INSTALLED)  ## make every page from the workbooks in data/raw, into reports/
	$(BIN)/pop-analysis report

test: $(INSTALLED)  ## run the tests (browser tests need Chromium)
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and not browser" --cov --cov-report=term:skip-covered
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and browser"

test-all: $(INSTALLED)  ## run all tests, the slow ones too
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(INSTALLED)  ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(INSTALLED)  ## measure everything anew and write docs/benchmarks.md (an hour or so)
	$(BIN)/python -m benchmarks

example: $(INSTALLED)  ## make an invented network and its pages, into reports/example/
	$(BIN)/pop-analysis example reports/example/data/raw
	$(BIN)/pop-analysis report --data reports/example/data/raw --processed reports/example/data/processed --out reports/example

lab: $(INSTALLED)  ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

docs: $(INSTALLED)  ## make the data dictionary and the list of findings from the declaration
	$(BIN)/python -m pop_analysis.model.documentation docs

wheel: $(INSTALLED)  ## build the wheel and the source distribution into dist/
	$(BIN)/python -m pip install --quiet --disable-pip-version-check build
	$(BIN)/python -m build --outdir dist

sbom: $(INSTALLED)  ## write what everything is made of, from constraints.txt, into dist/sbom.json (CycloneDX)
	@mkdir -p dist
	$(PYTHON) -m venv build/sbom
	build/sbom/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom
	build/sbom/bin/cyclonedx-py requirements constraints.txt --pyproject pyproject.toml --output-reproducible --no-validate -o dist/sbom.json

audit: $(INSTALLED)  ## ask the database of known vulnerabilities about constraints.txt (needs a connection)
	$(PYTHON) -m venv build/audit
	build/audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	build/audit/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip

accessibility: $(INSTALLED)  ## check the pages against WCAG in Chromium and write docs/accessibility.md from what was found
	ACCESSIBILITY_STATEMENT=docs/accessibility.md $(BIN)/python -m pytest tests/browser/test_accessibility.py

clean:  ## remove what was made (not the workbooks)
	rm -rf reports data/processed build dist .coverage .pytest_cache .mypy_cache .ruff_cache
