"""The house rules that a reader of one file cannot see: who imports whom, how long, how named, and no machine in it."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pop_analysis"
# Nothing imports against this order: a layer may import those before it.
LAYERS = ("model", "locale", "reading", "measures", "exhibits", "publishing", "verbs", "cli")
MODULES = sorted(PACKAGE.rglob("*.py"))
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "tools"}
LONGEST = 400
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


def imports_of(path: Path) -> set[str]:
    """Every module of the package that a file imports, at its top or within a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name and name.split(".")[0] == "pop_analysis"}


def layer_of(module: str) -> str:
    """The layer a module belongs to; "" for the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def layers_imported(path: Path) -> set[str]:
    known = {*LAYERS, "invented"}
    return {layer_of(name) for name in imports_of(path)} & known


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


def test_every_module_belongs_to_a_layer():
    folders = {layer_of(name_of(path)) for path in MODULES}
    assert folders - {""} == {*LAYERS, "invented"}


@pytest.mark.parametrize("layer", LAYERS)
def test_no_layer_imports_one_that_is_above_it(layer):
    allowed = set(LAYERS[: LAYERS.index(layer) + 1])
    if layer in ("verbs", "cli"):
        allowed.add("invented")
    own = [path for path in MODULES if layer_of(name_of(path)) == layer]
    assert own
    against = {name_of(path): layers_imported(path) - allowed for path in own}
    assert {name: layers for name, layers in against.items() if layers} == {}


def test_the_invented_network_knows_only_model_and_reading():
    own = [path for path in MODULES if layer_of(name_of(path)) == "invented"]
    against = {name_of(path): layers_imported(path) - {"invented", "model", "reading"} for path in own}
    assert {name: layers for name, layers in against.items() if layers} == {}


def test_publishing_knows_nothing_of_the_domain():
    # How two texts are compared, and the version, are no knowledge of social contracts.
    allowed = ("pop_analysis.publishing", "pop_analysis.model.text", "pop_analysis.__version__")
    own = [path for path in MODULES if layer_of(name_of(path)) == "publishing"]
    others = {name_of(path): {name for name in imports_of(path) if not name.startswith(allowed)} for path in own}
    assert {name: known - {"pop_analysis"} for name, known in others.items() if known - {"pop_analysis"}} == {}


@pytest.mark.parametrize(
    ("layer", "strangers"),
    [
        ("model", {"pandas", "plotly", "openpyxl"}),
        ("locale", {"plotly", "openpyxl"}),
        ("reading", {"plotly", "papermill", "nbconvert"}),
        ("measures", {"plotly", "openpyxl", "pathlib", "papermill"}),
        ("exhibits", {"openpyxl", "pathlib", "papermill"}),
        ("publishing", {"openpyxl"}),
    ],
)
def test_a_layer_does_not_know_what_is_not_its_own(layer, strangers):
    for path in MODULES:
        if layer_of(name_of(path)) != layer:
            continue
        if name_of(path) == "pop_analysis.publishing.page_workbook":
            continue  # gives the tables of a page as a workbook, and knows nothing else
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = {
            alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        known |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert known & strangers == set(), name_of(path)


def test_an_import_against_the_order_would_be_seen(tmp_path):
    stray = tmp_path / "stray.py"
    stray.write_text(
        "def f():\n    from pop_analysis.exhibits import theme\n    import pop_analysis.cli\n", encoding="utf-8"
    )
    assert {layer_of(name) for name in imports_of(stray)} == {"exhibits", "cli"}


def test_no_module_is_longer_than_one_can_keep_in_mind():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


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
