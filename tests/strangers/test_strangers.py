"""Notebooks of the kinds people run show through `report` what they show through papermill alone.

Each runs three times: with papermill's own engine, with ours, and as `pop-analysis report --notebook`. What they need
beside what the tests need is the extra `strangers` (`make test-strangers`).
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from runpy import run_path

import nbformat
import pytest

from pop_analysis.runner.engine import ENGINE
from pop_analysis.runner.machine_paths import MachinePaths

HERE = Path(__file__).parent
SCRIPT = HERE.parent / "runner" / "run_with_papermill.py"
GIVEN = run_path(str(HERE / "notebooks.py"))
STOCK, REPORT, TIMED = "stock", "report", "# time"
MISSING = {
    name: absent
    for name, (modules, _) in GIVEN["LIBRARIES"].items()
    if (absent := [each for each in modules if importlib.util.find_spec(each) is None])
}
CELLS = GIVEN["PLAIN"] | {name: cells for name, (_, cells) in GIVEN["LIBRARIES"].items()}
VARIES = re.compile(r"ipykernel_\d+|0x[0-9a-f]{6,}|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="there is no fork: the stock engine itself runs"),
]


@pytest.fixture(scope="module")
def places(made_once):
    """The folder of each way to run them, with every notebook that can be run as it came out."""

    def make(place):
        with ThreadPoolExecutor(2) as pool:
            for _ in pool.map(lambda way: way(place), (run_stock, run_ours)):
                """Both are there."""
            list(pool.map(lambda name: run_report(place, name), [name for name in CELLS if name not in MISSING]))

    return made_once("strangers", make)


def written(folder):
    """The notebooks in a folder of their own, with what lies beside them."""
    folder.mkdir(parents=True)
    for name, text in GIVEN["BESIDE"].items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    for name, cells in CELLS.items():
        made = [nbformat.v4.new_code_cell(cell, id=f"cell-{n}") for n, cell in enumerate(cells)]
        nbformat.write(nbformat.v4.new_notebook(cells=made), folder / f"{name}.ipynb")
    return folder


def quiet():
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV_", "POP_"))}


def run_stock(place):
    run_papermill(STOCK, place)


def run_ours(place):
    run_papermill(ENGINE, place)


def run_papermill(engine, place):
    folder = written(place / engine / "notebooks")
    (out := place / engine / "out").mkdir()
    options = json.dumps({"cwd": str(folder)})
    left = [name for name in CELLS if name not in MISSING]
    for _ in range(2):  # a stock kernel sometimes never comes up: two may pick the same port
        command = [sys.executable, SCRIPT, engine, *(folder / f"{name}.ipynb" for name in left), out, options]
        done = subprocess.run(
            command, cwd=folder, env=quiet(), capture_output=True, text=True, timeout=900, stdin=subprocess.DEVNULL
        )
        assert not done.returncode, done.stderr
        left = [name for name, (why, _) in json.loads(done.stdout.splitlines()[-1]).items() if why == "RuntimeError"]
        if not left:
            break


def run_report(place, name):
    folder = written(place / REPORT / name)
    command = [sys.executable, "-P", "-m", "pop_analysis.cli", "report", "--notebook", folder / f"{name}.ipynb"]
    done = subprocess.run(
        [*command, "--out", folder / "pages"], cwd=folder, env=quiet(), capture_output=True, text=True, timeout=300
    )
    (folder / "said.txt").write_text(done.stdout + done.stderr)


def outputs_of(path):
    """What each cell shows: by kind, without what differs between any two runs."""
    hide = MachinePaths({path.parents[1]: ".", path.parents[1] / "notebooks": "notebooks"})
    cells = [
        cell
        for cell in hide.hidden(json.loads(path.read_text())["cells"])
        if cell["cell_type"] == "code" and "injected-parameters" not in cell["metadata"].get("tags", [])
    ]
    return [
        bool(cell["outputs"]) if "".join(cell["source"]).startswith(TIMED) else shown(cell["outputs"]) for cell in cells
    ]


def shown(outputs):
    streams, rest = {}, []
    for output in outputs:
        if output["output_type"] == "stream":
            streams[output["name"]] = streams.get(output["name"], "") + "".join(output["text"])
        else:
            rest.append({key: value for key, value in output.items() if key != "metadata"})
    return json.loads(VARIES.sub("N", json.dumps([streams, rest])))


def of_report(place, name):
    folder = place / REPORT / name / "pages" / "notebooks"
    called = name.replace("_", "-")
    return next(path for end in ("ipynb", "failed.ipynb") if (path := folder / f"{called}.{end}").is_file())


@pytest.mark.parametrize("name", CELLS)
def test_report_shows_what_papermill_shows(places, name):
    if name in MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING[name])}")
    stock = outputs_of(places / STOCK / "out" / f"{name}.ipynb")
    assert outputs_of(of_report(places, name)) == stock


@pytest.mark.parametrize("name", CELLS)
def test_the_engine_shows_what_papermill_shows(places, name):
    if name in MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING[name])}")
    stock = outputs_of(places / STOCK / "out" / f"{name}.ipynb")
    assert outputs_of(places / ENGINE / "out" / f"{name}.ipynb") == stock


def test_there_are_enough_of_them():
    assert len(CELLS) >= 40
