"""What the project says of itself is true: its lists agree, its documents are those of the code, its commands run."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import tomllib
from itertools import chain

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

import pop_analysis as pop
from pop_analysis.cli.documentation import command_line
from pop_analysis.exhibits.quantities import documented
from pop_analysis.model.documentation import write

# Only where conda-forge spells a name otherwise than PyPI does.
CONDA_NAMES = {"jupyter-client": "jupyter_client", "lazy-loader": "lazy_loader"}
REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+)(.*)$")


def _split(requirement: str) -> tuple[str, str]:
    name, bounds = REQUIREMENT.match(requirement).groups()
    return name, bounds.replace(" ", "")


def test_the_conda_environment_asks_for_the_same_packages_as_the_package_itself(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {CONDA_NAMES.get(name, name): bounds for name, bounds in map(_split, project["dependencies"])}
    wanted["python"] = project["requires-python"]
    listed = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    given = dict(_split(each) for each in listed["dependencies"] if isinstance(each, str) and each != "pip")
    assert given == wanted
    assert listed["dependencies"][-1] == {"pip": ["-e ."]}
    assert listed["channels"] == ["conda-forge"]


def test_the_constraints_hold_exact_versions_of_everything_needed_and_no_address(root):
    lines = (root / "constraints.txt").read_text(encoding="utf-8").split()
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9.+!]+", line) for line in lines)
    held = {line.split("==")[0].lower().replace("_", "-") for line in lines}
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    assert {_split(each)[0].lower() for each in needed} <= held


def test_every_package_that_is_imported_is_declared(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = [*project["dependencies"], *project["optional-dependencies"]["scale"]]
    known += project["optional-dependencies"]["draft"] + project["optional-dependencies"]["lab"]
    named_otherwise = {"pyyaml": "yaml", "beautifulsoup4": "bs4"}
    names = (_split(each)[0].lower().replace("-", "_") for each in known)
    declared = {named_otherwise.get(name, name) for name in names} | {"pop_analysis"}
    imported = set()
    for path in (root / "pop_analysis").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {each.name.split(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.split(".")[0])
    imported = {name.lower() for name in imported - sys.stdlib_module_names}
    assert imported <= declared


def test_the_documents_made_from_the_declaration_are_up_to_date(root, tmp_path):
    for made in write(tmp_path):
        assert made.read_text(encoding="utf-8") == (root / "docs" / made.name).read_text(encoding="utf-8"), (
            "run: make docs"
        )


@pytest.mark.parametrize(("name", "made"), [("cli.md", command_line), ("claims.md", documented)])
def test_the_documents_of_the_command_line_and_of_the_claims_are_up_to_date(root, name, made):
    assert (root / "docs" / name).read_text(encoding="utf-8") == made(), "run: make docs"


@pytest.mark.parametrize(
    ("schema", "path"),
    [("citation-file-format", "CITATION.cff"), ("github-workflows", ".github/workflows/tests.yml")],
)
def test_what_others_programs_read_is_as_their_schema_wants_it(root, schema, path):
    if not (root / path).exists():
        pytest.skip("the source distribution has no workflows")
    ended = CliRunner().invoke(check_jsonschema, ["--builtin-schema", f"vendor.{schema}", str(root / path)])
    assert ended.exit_code == 0, ended.output


def test_the_version_is_the_same_everywhere(root):
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == pop.__version__
    assert f"## {pop.__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_make_target_the_readme_names_is_there(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z-]+)\b", (root / "README.md").read_text(encoding="utf-8")))
    assert {"reports", "test", "example", "lab", "help"} <= named
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in named)


def test_the_example_of_the_readme_runs_in_python(root, monkeypatch):
    monkeypatch.chdir(root)
    code = re.search(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    exec(compile(code, "README.md", "exec"), {})


def test_the_package_shows_a_short_explicit_list_of_names():
    assert sorted(name for name in dir(pop) if not name.startswith("_")) == sorted(pop.__all__)
    for name in pop.__all__:
        assert getattr(pop, name) is not None
    with pytest.raises(AttributeError, match="fulfilment"):
        pop.fullfilment  # noqa: B018


def test_every_public_name_has_an_example_that_runs():
    exhibits = {name: getattr(pop.exhibits, name) for name in dir(pop.exhibits) if not name.startswith("_")}
    named = {name: getattr(pop, name) for name in pop.__all__} | exhibits
    silent = [
        name
        for name, each in named.items()
        if not inspect.ismodule(each) and (">>> " not in (each.__doc__ or "") or "+SKIP" in each.__doc__)
    ]
    assert silent == []
