"""The network docs/another-network.md declares goes from a public sheet of pledges to pages that speak its words."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from documents import Reader
from openpyxl import load_workbook

from pop_analysis.cli import main
from pop_analysis.measures import fulfilment, transitions
from pop_analysis.reading import read_folder

# What only POP says, and the colours of its verdicts.
POPS = re.compile(r"addressed|partially|\bfully\b|(?-i:\bPOP\b)|Përballja|popnetwork|#9A3412", re.IGNORECASE)
# What POP calls its units and what they promise; a notebook's parameters have the names of columns.
NOUNS = re.compile(r"municipal(?!ity = )|mayor|\bcontracts?\b|bashki|kontrat|kryetar|\{\w+\}", re.IGNORECASE)
# The program and the look of every page, its code, and the codes of columns: nobody reads them as words.
NOT_SAID = r"""<script id="plotly".*?</script>|<style>.*?</style>|<details class="code.*|\s(data-[\w-]+|id)="[^"]*\""""


@pytest.fixture(scope="module")
def followed(root, tmp_path_factory):
    """The folder in which somebody did all the document says."""
    place = tmp_path_factory.mktemp("network")
    Reader(place).follow(root / "docs" / "another-network.md")
    return place


@pytest.fixture(scope="module")
def beacon(followed):
    return followed / "beacon"


@pytest.fixture(scope="module")
def pages(followed):
    return followed / "beacon-pages"


def test_a_public_sheet_of_pledges_is_read_with_four_levels(beacon):
    data = read_folder(beacon)
    assert data.findings.empty
    counts = fulfilment(data).set_index(["municipality", "monitoring_year"])
    levels = ["complete", "substantial", "limited", "not_started"]
    assert counts[levels].astype(int).apply(list, axis=1).to_dict() == {
        ("harrowmere", 1): [0, 1, 0, 1],
        ("harrowmere", 2): [1, 0, 1, 0],
        ("tarnwick", 1): [1, 0, 1, 0],
        ("tarnwick", 2): [1, 1, 0, 0],
    }
    moved = transitions(data).set_index("priority")["change"].to_dict()
    assert moved == {
        "harrowmere/2021-2025/1": "improved",
        "harrowmere/2021-2025/2": "improved",
        "tarnwick/2021-2025/1": "improved",
        "tarnwick/2021-2025/2": "regressed",
    }


def test_its_pages_speak_its_words_and_show_its_colours(pages):
    names = {path.name for path in pages.glob("*.html")}
    assert names == {
        "index.html",
        "network-en.html",
        "evidence-en.html",
        "municipality-harrowmere-en.html",
        "municipality-tarnwick-en.html",
    }
    for name in sorted(names):
        page = (pages / name).read_text(encoding="utf-8")
        page = re.sub(NOT_SAID, "", page, flags=re.DOTALL)
        said = [page[max(0, hit.start() - 40) : hit.end() + 40] for hit in POPS.finditer(page)]
        assert said == [], name
        assert [text for text in BeautifulSoup(page, "html.parser").stripped_strings if NOUNS.search(text)] == [], name
        assert "Harrowmere" in page or "Tarnwick" in page, name
        assert "[sq]" not in page, name
    tarnwick = (pages / "municipality-tarnwick-en.html").read_text(encoding="utf-8")
    for shown in ("<h1>Tarnwick</h1>", "substantial", "#8CC9A1", "Free bus to the school", "Stopped in winter"):
        assert shown in tarnwick, shown


def test_its_tables_are_described_in_its_words(pages):
    described = json.loads((pages.parent / "beacon-tables" / "datapackage.json").read_text(encoding="utf-8"))
    (assessments,) = (each for each in described["resources"] if each["name"] == "assessments")
    (status,) = (field for field in assessments["schema"]["fields"] if field["name"] == "status")
    said = json.dumps(status)
    assert ("complete" in said, "partially" in said) == (True, False)


def test_its_workbooks_speak_its_words(beacon, tmp_path, monkeypatch):
    monkeypatch.chdir(beacon.parent)
    commands = (
        ["reply", "export", "tarnwick", str(tmp_path / "reply.xlsx")],
        [
            "coding",
            str(tmp_path),
            "--municipality",
            "tarnwick",
            "--monitoring-year",
            "2",
            "--monitor",
            "A",
            "--monitor",
            "B",
        ],
    )
    for command in commands:
        done = CliRunner().invoke(main, [*command, "--data", str(beacon)])
        assert done.exit_code == 0, done.output
    written = [*sorted(tmp_path.glob("*.xlsx")), beacon.parent / "harrowmere.xlsx"]
    assert len(written) == 4
    for path in written:
        said = " ".join(texts_of(path))
        assert POPS.findall(said) == [], path.name
        assert "substantial" in said, path.name


def texts_of(path):
    """Everything a workbook says: cells, comments, prompts and lists."""
    for sheet in load_workbook(path):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            yield from (str(cell.value or ""), cell.comment.text if cell.comment else "")
        for rule in sheet.data_validations.dataValidation:
            yield from (rule.prompt or "", rule.error or "", rule.formula1 or "")
