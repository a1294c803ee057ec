"""The page of a municipality says the same whether the rest of the country is there or not."""

import ast
import json
from pathlib import Path

import pytest
from page_parts import own_part

import pop_analysis as pop
from pop_analysis.blocks.blocks import Blocks
from pop_analysis.reading import read_folder
from pop_analysis.storage.version_stamps import stamps_of
from pop_analysis.synthetic import make_example

pytestmark = pytest.mark.no_cover  # every exhibit again and again: other tests cover them

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "municipality.ipynb"


def page_of(data, municipality, language, monkeypatch):
    """What each cell of the notebook shows, run here."""
    monkeypatch.setattr(pop, "load", lambda: data)
    cells = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    names, shown = {"municipality": municipality, "cycle": "", "language": language}, {}
    for cell in cells[1:]:
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop()
        exec(compile(tree, "cell", "exec"), names)
        block = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        shown[ast.unparse(last)] = [each.to_json() for each in (block if isinstance(block, Blocks) else [block])]
    return shown


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    """An invented network large enough that its municipalities are compared with one another."""
    folder = tmp_path_factory.mktemp("raw")
    make_example(folder, municipalities=12, years=2)
    return read_folder(folder)


@pytest.mark.parametrize("some", [slice(0, None, 4), pytest.param(slice(None), marks=pytest.mark.slow)])
@pytest.mark.parametrize(("network", "language"), [("data", "en"), ("invented", "sq")])
def test_the_page_is_made_of_its_part_and_of_nothing_else(network, language, some, request, monkeypatch):
    whole = request.getfixturevalue(network)
    assert len(stamps_of(whole)) >= 12
    for municipality in list(stamps_of(whole))[some]:
        expected = page_of(whole, municipality, language, monkeypatch)
        assert len(expected) >= 10
        found = page_of(own_part(whole, municipality), municipality, language, monkeypatch)
        assert found == expected, municipality


def test_without_those_it_is_compared_with_a_page_says_something_else(invented, monkeypatch):
    alone = own_part(invented, "lumebardhe")
    alone = alone.select({"assessments": alone.assessments["municipality"] == "lumebardhe"})
    whole, alone = (page_of(data, "lumebardhe", "sq", monkeypatch) for data in (invented, alone))
    differ = {cell for cell in whole if whole[cell] != alone[cell]}
    assert differ == {
        cell for cell in whole if any(name in cell for name in ("benchmark", "unknowns_list", "municipality_head"))
    }
