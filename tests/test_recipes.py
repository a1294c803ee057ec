"""A recipe gives what it says: each is followed as it stands, on the invented network its first page makes."""

import shutil
from pathlib import Path

import pytest
from documents import Reader

import pop_analysis as pop

RECIPES = Path(__file__).parents[1] / "docs" / "recipes"
NAMES = sorted(path.stem for path in RECIPES.glob("*.md"))
# What some take that the program itself does not.
TAKES = {"panel": "statsmodels", "paper-table": "great_tables"}


@pytest.fixture(scope="module")
def network(made_once):
    """What the first page makes: the workbooks, and the data read from them."""

    def follow(folder):
        Reader(folder).follow(RECIPES / "index.md")

    return made_once("recipes", follow)


@pytest.fixture(scope="module")
def data(network):
    return pop.load(network / "data" / "raw")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "index"])
def test_a_recipe_gives_what_it_says(network, data, tmp_path, monkeypatch, name):
    if name in TAKES:
        pytest.importorskip(TAKES[name])
    if name == "r" and not shutil.which("Rscript"):
        pytest.skip("R is not installed: apt-get install r-base-core")
    shutil.copytree(network / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POP_ANALYSIS_PROCESSED", raising=False)
    Reader(tmp_path, names={"pop": pop, "data": data}).follow(RECIPES / f"{name}.md")


def test_every_recipe_stands_in_the_list_of_them(root):
    listed = (RECIPES / "index.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if name != "index" and f"({name}.md)" not in listed] == []
