"""Our notebooks in other hands: papermill says their parameters, jupytext gives them back as they were."""

import shutil

import nbformat
import pytest
from papermill.inspection import inspect_notebook

NOTEBOOKS = ["annual_review", "evidence", "explore", "municipality", "network"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_papermill_says_of_every_parameter_what_it_is(root, name):
    parameters = inspect_notebook(str(root / "notebooks" / f"{name}.ipynb"))
    assert "language" in parameters
    for about in parameters.values():
        assert about["inferred_type_name"] in ("str", "int")
        assert len(about["help"]) > 10


def test_there_are_no_other_notebooks(root):
    assert sorted(path.stem for path in (root / "notebooks").glob("*.ipynb")) == NOTEBOOKS


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_through_a_text_and_back_a_notebook_is_what_it_was(root, tmp_path, monkeypatch, name):
    jupytext = pytest.importorskip("jupytext.cli").jupytext  # the command: docs/where-notebooks-run.md runs it as one
    place = shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    text, back = place / f"{name}.py", place / f"{name}.ipynb"
    monkeypatch.chdir(place)
    for given, made, *how in ((back, text, "py:percent"), (text, back, "ipynb", "--update")):
        jupytext(["--quiet", "--to", *how, "--output", str(made), str(given)])
    before, after = (nbformat.read(path, as_version=4) for path in (root / "notebooks" / f"{name}.ipynb", back))
    assert after.cells == before.cells
    after.metadata.pop("jupytext", None)  # what jupytext notes of the text
    assert after.metadata == before.metadata
