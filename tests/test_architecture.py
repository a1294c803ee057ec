"""House rules that a reader of one file cannot see: how things are named, and no machine in them.

Who may import whom stands in pyproject.toml (import-linter), and is looked at by `make check`.
"""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pop_analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "tools"}
TEXTS = {
    ".py",
    ".md",
    ".yml",
    ".yaml",
    ".toml",
    ".cff",
    ".ipynb",
    ".html",
    ".css",
    ".js",
    ".j2",
    ".txt",
    ".csv",
    ".json",
}


def name_of(path: Path) -> str:
    return ".".join(("pop_analysis", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def tracked() -> list[Path]:
    """Files that are in the repository, or will be."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(
        [git, "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.decode().splitlines()]
    return [path for path in paths if path.is_file() and path.suffix in {"", *TEXTS}]


def test_no_module_is_named_after_nothing():
    named = {name_of(path) for path in MODULES if EMPTY_NAMES & set(path.stem.split("_"))}
    assert named == set()


def test_every_module_says_what_it_is_for():
    silent = [
        name_of(path)
        for path in MODULES
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_place_of_the_machine_it_was_written_on_is_in_the_project():
    # Invented homes in tests (/home/someone) are meant; whoever works here is not.
    places = [ROOT, Path.home(), *([ROOT.parent] if len(ROOT.parts) > 2 else [])]
    homes = r"(?<![\w.:])/(?:home|Users)/(?!someone\b)\w+"
    pattern = re.compile("|".join([*(rf"(?<![\w.:/]){re.escape(str(place))}/" for place in places), homes]))
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_real_municipalities_are_data_and_not_code():
    names = re.compile(r"\b(Tiranë|Durrës|Shkodër|Korçë|Elbasan|Kukës|Pogradec|Kamëz|Vlorë)\b")
    named = {}
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node)
        }
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documented]
        if found := [node.value for node in texts if isinstance(node.value, str) and names.search(node.value)]:
            named[name_of(path)] = found
    assert named == {}
