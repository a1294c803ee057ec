# make reports · make test: the two commands of the README. `make help` lists the others.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
BASIC := plotly.js-basic-dist-min
# A peer in the benchmarks, in a folder of its own: papermill loads every engine that is installed beside it.
PLOOMBER := ploomber-engine==0.0.33 ploomber-core==0.2.27 ploomber-extension==0.1.1 debuglater==1.4.4 posthog==7.91.1 backoff==2.2.1 distro==1.9.0

.DEFAULT_GOAL := help
# Compiled once, and not again by each of the hundreds of processes that tests start.
unexport PYTHONDONTWRITEBYTECODE
TESTS ?=
.PRECIOUS: build/%/.installed
.PHONY: help reports test test-pages test-strangers test-lowest test-latest coverage test-all check bench example lab docs site wheel sbom audit accessibility plotly clean

help:  ## say what can be made
	@grep -hE '^[a-z -]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z -]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is: $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing everything into $(VENV), this once: it takes a minute or two and says nothing meanwhile."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs,draft,lab,scale,test]'
	@touch $@

reports: $(INSTALLED)  ## make every page from the workbooks in data/raw, into reports/
	$(BIN)/pop-analysis report

test: $(INSTALLED)  ## run the tests that need no browser: eight minutes on two processors
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and not browser"

test-pages: $(INSTALLED)  ## run the tests that look at the pages (in Chromium): three minutes more
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and browser"

test-strangers: $(INSTALLED)  ## run notebooks of the kinds people run through report and through papermill (ten minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[strangers]'
	$(BIN)/python -m pytest tests/strangers

coverage: $(INSTALLED)  ## run the tests of `make test`, and see which lines they reach; fails under the floor
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and not browser" --cov --cov-report=term:skip-covered

# What pyproject.toml allows, and not constraints.txt: the oldest of what it names itself, or the newest of everything.
build/%/.installed: pyproject.toml
	@test -x build/uv/bin/uv || { $(PYTHON) -m venv build/uv && build/uv/bin/pip install --quiet --disable-pip-version-check uv; }
	build/uv/bin/uv venv --quiet --clear --python $(PYTHON) build/$*
	build/uv/bin/uv pip install --quiet --python build/$* --resolution $(if $(filter lowest,$*),lowest-direct,highest) --editable '.[draft,scale,test]'
	@touch $@

test-lowest test-latest: test-%: build/%/.installed  ## run the tests of `make test` with the oldest, or the newest, allowed versions
	build/$*/bin/python -m pytest $(TESTS) -n auto --dist worksteal -m "not slow and not browser"

test-all: $(INSTALLED)  ## run all tests, the slow ones too
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(INSTALLED)  ## lint, format, types, docstrings, who imports whom, and which undocumented names are used
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python tests/private_names.py
	$(BIN)/python tests/docstrings.py

bench: $(INSTALLED)  ## measure everything anew and write docs/benchmarks.md (an hour or so)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target build/ploomber $(PLOOMBER)
	$(BIN)/python -m benchmarks

example: $(INSTALLED)  ## make an invented network and its pages, into reports/example/
	$(BIN)/pop-analysis example reports/example/data/raw
	$(BIN)/pop-analysis report --data reports/example/data/raw --processed reports/example/data/processed --out reports/example

lab: $(INSTALLED)  ## open JupyterLab on the notebooks, with what pop.explore() takes
	$(BIN)/jupyter lab notebooks

docs: $(INSTALLED)  ## write the documents that are made: data dictionary, findings, command line
	$(BIN)/python -m pop_analysis.model.documentation docs
	$(BIN)/python -m pop_analysis.cli.documentation docs

site: $(INSTALLED)  ## build the documentation site into build/site; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going --quiet -b html -d build/doctrees docs build/site

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

plotly: $(INSTALLED)  ## fetch the small build of plotly.js anew, in the version of the installed plotly (needs npm)
	cd pop_analysis/pages/plotly_basic && \
	version=$$(../../../$(BIN)/python -c 'from pop_analysis.pages.plotly_bundle import version_of; print(version_of("whole"))') && \
	npm pack --silent $(BASIC)@$$version && \
	tar -xzf $(BASIC)-$$version.tgz --strip-components=1 package/LICENSE package/plotly-basic.min.js && \
	rm $(BASIC)-$$version.tgz && \
	printf 'package: %s\nversion: %s\nlicence: MIT\nsha256: %s\n' \
		$(BASIC) $$version $$(sha256sum plotly-basic.min.js | cut -d' ' -f1) > source.yml

clean:  ## remove what was made (not the workbooks)
	rm -rf build dist .coverage .pytest_cache .mypy_cache .ruff_cache
	find reports data/processed -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
