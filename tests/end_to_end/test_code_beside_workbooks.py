"""A file beside the workbooks that is called like a library is never run, whatever is asked for and however."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from pop_analysis.runner.import_path import GIVEN_PATH, PROGRAM, SAFE_PATH, import_path, nobody_elses_code
from pop_analysis.runner.limits import NO_FORK_VARIABLE
from pop_analysis.synthetic import make_example

NAMES = [
    *("struct", "json", "typing", "random", "datetime", "signal", "threading", "tempfile", "logging", "sitecustomize"),
    *(
        "numpy",
        "pandas",
        "papermill",
        "plotly",
        "pyarrow",
        "nbconvert",
        "nbclient",
        "ipykernel",
        "IPython",
        "traitlets",
    ),
    *("jupyter_client", "yaml", "openpyxl", "click", "usercustomize"),
]
SCRIPT = Path(sys.executable).with_name("pop-analysis")
HOW = {
    "program": [str(SCRIPT)],
    "module": [sys.executable, "-m", "pop_analysis.cli"],
}
FORKS, POOL = {}, {NO_FORK_VARIABLE: "1"}
ENGINES = [pytest.param(FORKS, id="forks"), pytest.param(POOL, id="pool", marks=pytest.mark.slow)]


@pytest.fixture(scope="module")
def example(made_once):
    return made_once("example-of-2", lambda folder: make_example(folder, municipalities=2, years=1))


@pytest.fixture
def trapped(tmp_path):
    """Fill a folder with files that are called like libraries and leave a mark when they are run."""
    marks = tmp_path / "marks"
    marks.mkdir()

    def fill(folder, names=NAMES):
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            mark = marks / f"{folder.name}-{name}"
            (folder / f"{name}.py").write_text(
                f"open({str(mark)!r}, 'w').close()\nraise SystemExit('{name} was run')\n"
            )
        return folder

    yield fill
    assert [mark.name for mark in marks.iterdir()] == []


def run(command, cwd, **environment):
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("how", "engine", "where"),
    [
        pytest.param("program", FORKS, "here", id="program-forks"),
        pytest.param("module", POOL, "data", id="module-pool"),
        pytest.param("program", POOL, "here", id="program-pool", marks=pytest.mark.slow),
        pytest.param("module", FORKS, "data", id="module-forks", marks=pytest.mark.slow),
    ],
)
def test_pages_are_made_and_nothing_that_lies_in_the_folder_or_beside_the_workbooks_is_run(
    example, trapped, tmp_path, how, engine, where
):
    folders = {"here": trapped(tmp_path / "here"), "data": trapped(tmp_path / "data")}
    shutil.copytree(example, folders["data"], dirs_exist_ok=True)
    asked = ["report", "--data", folders["data"], "--processed", tmp_path / "tables", "--out", tmp_path / "pages"]
    run([*HOW[how], *asked, "--municipality", "lumebardhe", "--language", "en"], folders[where], **engine)
    assert (tmp_path / "pages" / "municipality-lumebardhe-en.html").is_file()


@pytest.mark.parametrize("how", ["program", pytest.param("module", marks=pytest.mark.slow)])
def test_no_other_command_runs_them(example, trapped, tmp_path, how):
    here = trapped(tmp_path / "here")
    run([*HOW[how], "validate", example], here)
    run([*HOW[how], "process", "--data", example, "--processed", tmp_path / "tables"], here)
    run([*HOW[how], "example", tmp_path / "invented", "--municipalities", 1, "--years", 1], here)
    run([*HOW[how], "template", tmp_path / "empty.xlsx"], here)
    run([*HOW[how], "doctor"], here)


def test_an_import_path_that_names_the_folder_does_not_run_them_either(example, trapped, tmp_path):
    here = trapped(tmp_path / "here", ["papermill", "numpy", "pandas", "ipykernel"])
    asked = ["report", "--data", example, "--processed", tmp_path / "tables", "--out", tmp_path / "pages"]
    run([SCRIPT, *asked, "--notebook", "network", "--language", "en"], here, PYTHONPATH=f"{os.pathsep}{PROGRAM}")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_script_of_somebodys_keeps_its_modules_and_the_processes_it_starts_do_not_run_them(
    example, trapped, tmp_path, engine
):
    here = trapped(tmp_path / "here", ["papermill", "nbclient", "nbconvert", "ipykernel"])
    (here / "own.py").write_text("LANGUAGE = 'en'\n")
    (here / "script.py").write_text(
        "import pop_analysis as pop\n"
        f"pop.report({str(example)!r}, 'tables', 'pages', notebooks=['network'], languages=['en'], progress=False)\n"
        "import own\nprint(own.LANGUAGE)\n"
    )
    assert run([sys.executable, "script.py"], here, **engine).strip() == "en"
    assert (here / "pages" / "network-en.html").is_file()


STRANGER = """
import os, subprocess, sys
from pathlib import Path
import babel, beside, colorsys, numpy
print(beside.SAID, "numpy" in numpy.__file__, Path.cwd().name, "PYTHONSAFEPATH" in os.environ)
print(subprocess.check_output([sys.executable, str(Path(beside.__file__).with_name("main.py"))], text=True))
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_notebook_of_anybodys_finds_the_modules_beside_it_and_none_of_the_current_folder(trapped, tmp_path, engine):
    here, theirs = (
        trapped(tmp_path / "here"),
        trapped(tmp_path / "theirs", ["papermill", "nbconvert", "numpy", "babel", "colorsys", "struct", "json"]),
    )
    (here / "beside.py").write_text("SAID = 'the wrong one'\n")
    (theirs / "beside.py").write_text("SAID = 'found'\n")
    (theirs / "main.py").write_text("import sibling\nprint(sibling.SAID)\n")
    (theirs / "sibling.py").write_text("SAID = 'a sibling too'\n")
    (theirs / "struct.py").unlink()  # a script beside it looks there first, as anywhere
    (theirs / "json.py").unlink()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(STRANGER)])
    nbformat.write(notebook, theirs / "own.ipynb")
    run([SCRIPT, "report", "--notebook", theirs / "own.ipynb", "--out", tmp_path / "pages"], here, **engine)
    page = (tmp_path / "pages" / "own.html").read_text(encoding="utf-8")
    assert "found True theirs False" in page
    assert "a sibling too" in page


@pytest.mark.parametrize("engine", ENGINES)
def test_a_library_beside_our_own_notebooks_is_not_run(example, trapped, tmp_path, engine):
    project = tmp_path / "project"
    notebooks = trapped(project / "notebooks", ["babel", "pandas", "numpy", "plotly", "yaml", "markupsafe", "colorsys"])
    shutil.copytree(example, project / "data" / "raw")
    shutil.copy(Path(PROGRAM) / "notebooks" / "network.ipynb", notebooks)
    run([SCRIPT, "report", "--language", "en", "--notebook", "network"], notebooks, **engine)
    assert (project / "reports" / "network-en.html").is_file()


def test_both_engines_look_for_modules_in_the_same_places(tmp_path):
    cells = [nbformat.v4.new_code_cell("import sys\nprint(sys.path)\nprint(sorted(n for n in dir() if n[0] != '_'))")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "own.ipynb")
    shown = []
    for engine in ({}, {NO_FORK_VARIABLE: "1"}):
        run([SCRIPT, "report", "--notebook", tmp_path / "own.ipynb", "--out", tmp_path / "out"], tmp_path, **engine)
        notebook = nbformat.read(tmp_path / "out" / "notebooks" / "own.ipynb", as_version=4)
        shown.append("".join(output.text for output in notebook.cells[-1].outputs))
    assert shown[0] == shown[1]
    assert "'notebooks'" in shown[0]  # that is what the notebook's folder is called in what is published


def test_processes_are_started_without_the_current_folder_and_all_is_as_before_afterwards(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), "", *sys.path, ""])
    monkeypatch.setenv(GIVEN_PATH, os.pathsep.join(["", str(tmp_path), PROGRAM]))
    monkeypatch.delenv(SAFE_PATH, raising=False)
    before = list(sys.path)
    with nobody_elses_code():
        assert str(tmp_path) not in sys.path
        assert "" not in sys.path
        assert os.environ[GIVEN_PATH] == PROGRAM
        assert os.environ[SAFE_PATH]
    assert sys.path == before
    assert SAFE_PATH not in os.environ
    monkeypatch.chdir(PROGRAM)
    assert PROGRAM in import_path()
