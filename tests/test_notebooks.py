"""Notebooks are templates: parameters with types, prose in both languages, and nothing left from a run."""

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from IPython.utils.capture import capture_output

import pop_analysis
from pop_analysis import exhibits
from pop_analysis.model.keys import SECTIONS
from pop_analysis.model.own import own_words
from pop_analysis.model.phrases import nouns_of, with_capitals

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LANGUAGES = ("sq", "en")
PARAMETERS = {
    "annual_review": {"calendar_year": "int", "language": "str"},
    "evidence": {"cycle": "str", "language": "str"},
    "explore": {"language": "str"},
    "municipality": {"municipality": "str", "cycle": "str", "language": "str"},
    "network": {"cycle": "str", "language": "str"},
}


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param.stem, json.loads(request.param.read_text(encoding="utf-8"))


def tags_of(cell):
    return cell["metadata"].get("tags", [])


def source_of(cell):
    return "".join(cell["source"])


def test_the_notebooks_are_there():
    assert [path.stem for path in NOTEBOOKS] == sorted(PARAMETERS)


def test_nothing_is_left_from_a_run(notebook):
    _, content = notebook
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
        assert set(cell["metadata"]) <= {"tags"}
    assert set(content["metadata"]) <= {"kernelspec", "language_info", "pop_analysis"}
    assert content["metadata"]["language_info"] == {"name": "python"}


def test_it_runs_in_any_jupyter(notebook):
    _, content = notebook
    assert content["metadata"]["kernelspec"]["name"] == "python3"
    assert content["nbformat"] == 4


def test_parameters_are_typed_and_explained(notebook):
    name, content = notebook
    cells = [cell for cell in content["cells"] if "parameters" in tags_of(cell)]
    assert len(cells) == 1
    lines = source_of(cells[0]).splitlines()
    found = {}
    for line in lines:
        (statement,) = ast.parse(line).body
        assert isinstance(statement, ast.AnnAssign), line
        ast.literal_eval(statement.value)
        assert len(line.split("#", 1)[1].strip()) > 10, line
        found[statement.target.id] = statement.annotation.id
    assert found == PARAMETERS[name]


def test_prose_comes_in_pairs(notebook):
    _, content = notebook
    cells = content["cells"]
    prose = [(place, cell) for place, cell in enumerate(cells) if cell["cell_type"] == "markdown"]
    languages = [[tag for tag in tags_of(cell) if tag in LANGUAGES] for _, cell in prose]
    assert languages == [["sq"], ["en"]] * (len(prose) // 2)
    for (at, first), (next_at, second) in list(pairwise(prose))[::2]:
        assert next_at == at + 1
        levels = [
            [line.split(" ")[0] for line in source_of(cell).splitlines() if line.startswith("#")]
            for cell in (first, second)
        ]
        assert levels[0] == levels[1]
        paragraphs = [source_of(cell).strip().count("\n\n") for cell in (first, second)]
        assert paragraphs[0] == paragraphs[1], source_of(first)


def test_the_language_that_is_first_stands_first(notebook):
    _, content = notebook
    parameters = next(source_of(cell) for cell in content["cells"] if "parameters" in tags_of(cell))
    assert 'language: str = "sq"' in parameters


def test_every_name_it_calls_is_in_the_library(notebook):
    _, content = notebook
    homes = {"pop": pop_analysis, "exhibits": exhibits}
    called = 0
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.walk(ast.parse(source_of(cell))):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in homes:
                    assert hasattr(homes[node.value.id], node.attr), node.attr
                    called += 1
    assert called > 0


def test_the_language_is_set_once_for_everything_that_is_shown(notebook):
    _, content = notebook
    _, first, *others = (source_of(cell) for cell in content["cells"] if cell["cell_type"] == "code")
    assert "data = pop.load()\npop.options.language = language\n" in first
    assert not any("language" in source for source in others)


def test_cells_have_names_of_their_own(notebook):
    _, content = notebook
    names = [cell["id"] for cell in content["cells"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_walk_through_the_data_runs_to_its_end_on_the_real_data(language, monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    cells = json.loads((ROOT / "notebooks" / "explore.ipynb").read_text(encoding="utf-8"))["cells"]
    first, *others = (source_of(cell) for cell in cells if cell["cell_type"] == "code")
    monkeypatch.setattr(pop_analysis.options, "language", None)  # and back, whatever the notebook sets
    names = {}
    exec(first, names)
    with capture_output():
        names["language"] = language
        for source in others:
            exec(source, names)


def prose_of(path):
    """The tags and the text of every markdown cell."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [(c["metadata"].get("tags", []), "".join(c["source"])) for c in cells if c["cell_type"] == "markdown"]


def test_what_a_network_may_do_without_are_parts_of_the_notebooks():
    named = {tag.removeprefix("id=") for path in NOTEBOOKS for tags, _ in prose_of(path) for tag in tags}
    assert set(SECTIONS) <= named


def test_prose_reads_in_whole_sentences_in_jupyterlab_and_in_no_networks_own_nouns():
    """There, what is no element of HTML is left out, and the words within it stand."""
    own = re.compile(r"bashki(?!m)|kontrat|kryetar|municipal|mayor|\bcontracts?\b", re.IGNORECASE)
    marked = 0
    for path in NOTEBOOKS:
        for tags, text in prose_of(path):
            language = next((each for each in tags if each in LANGUAGES), "en")
            general = with_capitals(nouns_of({}, own_words(language)["nouns"], language))
            found = re.findall(r"<(\w+)>([^<]*)</\1>", text)
            assert [noun for mark, noun in found] == [general[mark] for mark, _ in found]
            shown = re.sub(r"</?\w+>", "", text)
            assert not own.search(shown), text
            assert not re.search(r"[{}<>]|  ", shown), text
            marked += len(found)
    assert marked > 30
