"""A notebook is never run with parameters it does not take: it would go on with its own, under another's name."""

import json

import nbformat
import pytest

from pop_analysis.runner.parameters import ParameterError, check_parameters, wanted_parameters

CELL = """
# whose page it is
municipality: str = "fier"
contract: "str | None" = None
year: int = 2021
share: float = 0.5
chosen: list[str] = []
force: bool = False
language = "sq"
limit = None
"""


@pytest.fixture
def notebook(tmp_path):
    def write(source=CELL, tags=("parameters",)):
        cell = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
        nbformat.write(
            nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# T"), cell]), tmp_path / "a.ipynb"
        )
        return tmp_path / "a.ipynb"

    return write


def test_the_parameters_of_a_notebook_are_those_of_its_tagged_cell(notebook):
    assert list(wanted_parameters(notebook())) == [
        "municipality", "contract", "year", "share", "chosen", "force", "language", "limit",
    ]  # fmt: skip


def test_an_unknown_name_is_refused_with_the_nearest_and_all_that_are_known(notebook):
    with pytest.raises(
        ParameterError, match=r"“municipalty”.*Did you mean “municipality”.*municipality, contract, year"
    ):
        check_parameters(notebook(), {"municipalty": "vlore"})


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("municipality", 7, "str"),
        ("year", "2021", "int"),
        ("year", True, "int"),
        ("year", 2021.0, "int"),
        ("share", "0.5", "float"),
        ("chosen", "fier", "list"),
        ("force", 1, "bool"),
        ("language", None, "str"),
        ("contract", 1, r"str \| None"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_and_the_wanted_kind_named(notebook, name, value, wanted):
    with pytest.raises(ParameterError, match=f"“{name}” is to be {wanted}"):
        check_parameters(notebook(), {name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("municipality", "vlore"),
        ("contract", None),
        ("contract", "2019-2023"),
        ("share", 1),
        ("chosen", ["a"]),
        ("limit", 7),
    ],
)
def test_a_value_of_the_right_kind_passes(notebook, name, value):
    check_parameters(notebook(), {name: value})


def test_a_notebook_without_the_cell_takes_no_parameters(notebook):
    path = notebook(tags=())
    check_parameters(path, {})
    with pytest.raises(ParameterError, match="“year”"):
        check_parameters(path, {"year": 1})


def test_a_cell_that_is_more_than_assignments_says_so(notebook):
    with pytest.raises(ParameterError, match="plain assignments"):
        check_parameters(notebook("%load_ext x"), {"year": 1})


def test_what_is_no_notebook_is_named(tmp_path):
    (tmp_path / "b.ipynb").write_text("not json")
    with pytest.raises(ParameterError, match=r"b\.ipynb is no notebook"):
        check_parameters(tmp_path / "b.ipynb", {})
    with pytest.raises(ParameterError, match=r"no notebook c\.ipynb"):
        check_parameters(tmp_path / "c.ipynb", {})


@pytest.mark.parametrize(
    "about",
    [{"kernelspec": {"name": "ir", "language": "R"}}, {"language_info": {"name": "julia"}}],
)
def test_a_notebook_in_another_language_is_refused_and_never_run_as_python(tmp_path, about):
    path = tmp_path / "other.ipynb"
    path.write_text(json.dumps({"cells": [], "metadata": about, "nbformat": 4, "nbformat_minor": 5}))
    with pytest.raises(ParameterError, match=r"in (R|julia): only notebooks in Python"):
        check_parameters(path, {})
