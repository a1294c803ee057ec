"""At a terminal, in workbooks and in files, another network is spoken to of its ministries and their agreements."""

import json
import re
import shutil

import click
import openpyxl
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.commands import report, template
from pop_analysis.model import load_model
from pop_analysis.reading import read_folder
from pop_analysis.site.social_cards import CARDS
from pop_analysis.synthetic import make_example
from pop_analysis.synthetic.names import place

FILES = {
    "network": """
short_name: Beacon
name: {en: Beacon network of pledges, sq: Rrjeti i premtimeve “Feneri”}
languages: [en, sq]
nouns:
  en: {unit: ministry, units: ministries, a_unit: a ministry, contract: pact, contracts: pacts, a_contract: a pact}
""",
    "statuses": """
complete: {label: {en: complete, sq: i përfunduar}, colour: "#1B7F5C", addressed: true}
limited: {label: {en: limited, sq: i kufizuar}, colour: "#F2C14E", addressed: true}
none_yet: {label: {en: none yet, sq: ende jo}, colour: "#9C9C9C", addressed: false}
not_started: {label: {en: not started, sq: i pafilluar}, colour: "#5B2A86", addressed: false}
""",
    "vocabularies": "themes:\n  schools: {label: {en: Schools, sq: Shkollat}}\n",
}
POPS = re.compile(r"bashki(?!m)|kryetar|kontrat|municipal|mayor|\bcontracts?\b|<\w+>|(?-i:\bPOP\b)", re.IGNORECASE)
# Options, kinds, files and columns have the same names in every network, and addresses are nobody's prose.
NAMES = re.compile(
    r"--\w+|MUNICIPALITY|municipality = \w+|municipality\|network|default: municipality|annual_review, municipality"
    r"|[\w.-]+\.(?:html|csv|parquet|xlsx)|https?://\S+|[\w.-]*\w/[\w./-]*"
)

CODES = re.compile(
    r"municipality|contracts?|[a-z0-9]+([_-][a-z0-9]+)+"
)  # of columns, tables and exhibits, alone in a cell


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project whose data are Beacon's: invented, so that every table has rows."""
    project = tmp_path_factory.mktemp("project")
    (project / "notebooks").mkdir()
    raw = project / "data" / "raw"
    (raw / "model").mkdir(parents=True)
    for name, text in FILES.items():
        (raw / "model" / f"{name}.yml").write_text(text, encoding="utf-8")
    make_example(raw, municipalities=3, years=2, model=load_model(raw / "model"))
    return project


@pytest.fixture
def here(project, monkeypatch):
    monkeypatch.chdir(project)
    return project


@pytest.fixture(scope="module")
def typed(project):
    """What somebody typed into a cell, longest first, is not the program's word."""
    tables = read_folder(project / "data" / "raw").tables.values()
    values = {str(value) for table in tables for column in table for value in table[column].dropna().unique()}
    return sorted((value for value in values if POPS.search(value) and len(value) > 15), key=len, reverse=True)


def pops(texts, typed=()):
    """The texts that speak in POP's words, without names of the program and what was typed."""
    found = []
    for text in texts:
        said = "" if CODES.fullmatch(str(text)) else NAMES.sub("", str(text))
        for each in typed:
            said = said.replace(each, "")
        found += [str(text)] * bool(POPS.search(said))
    return found


def said(*command):
    done = CliRunner().invoke(main, list(command))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def commands(command=main, *path):
    yield path
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, *path, name)


@pytest.mark.parametrize("path", list(commands()), ids="-".join)
def test_help_speaks_of_its_units(here, path):
    told = said(*path, "--help")
    assert "Usage:" in told
    assert pops(told.splitlines()) == []


def test_help_speaks_of_the_units_of_the_folder_that_is_named_and_of_pops_where_none_is(project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "Only this municipality," in said("report", "--help")
    assert "Only this ministry," in said("report", "--data", str(project / "data" / "raw"), "--help")


def test_help_is_given_where_the_declaration_cannot_be_read(tmp_path, monkeypatch):
    (tmp_path / "data" / "raw" / "model").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "model" / "network.yml").write_bytes(b"\xff\xfe: [")
    monkeypatch.chdir(tmp_path)
    assert "Only this place," in said("report", "--help")


DRAFT = ("draft", "old.txt", "-o", "draft.xlsx", "--monitoring-year", "1")
CODING = ("coding", "sheets", "--monitor", "A", "--monitor", "B", "--municipality")
WRONG = [
    ("report", "--municipality", "lumebardh"),
    ("compare", "data/raw", "data/raw", "--municipality", "nowhere"),
    ("template", "new.xlsx", "--municipality", "Nowhere"),
    ("template", "new.xlsx", "--kind", "network", "--short"),
    ("template", "new.xlsx", "--kind", "network", "--from", "data/raw/lumebardhe.xlsx"),
    ("template", "new.xlsx", "--municipality", "Nowhere", "--from", "data/raw/lumebardhe.xlsx"),
    ("template", "new.xlsx", "--from", "data/raw/network.xlsx"),
    (*DRAFT, "--municipality", "Nowhere", "--cycle", "2019-2023"),
    (*DRAFT, "--municipality", "Lumëbardhë", "--cycle", "x"),
    (*DRAFT, "--municipality", "Lumëbardhë", "--cycle", "2019-2023"),
    (*CODING, "nowhere", "--monitoring-year", "1"),
    (*CODING, "lumebardhe", "--monitoring-year", "1", "--cycle", "1999-2003"),
    ("reply", "export", "nowhere", "reply.xlsx"),
    ("reply", "export", "lumebardhe", "reply.xlsx", "--cycle", "1999-2003"),
    ("reply", "export", "lumebardhe", "reply.xlsx", "--monitoring-year", "9"),
]


@pytest.mark.parametrize("command", WRONG, ids=" ".join)
def test_what_was_asked_for_wrongly_is_told_in_its_words(here, command):
    (here / "old.txt").write_text("Nothing of any promise.", encoding="utf-8")
    told = said(*command)
    assert re.search("Error|error", told), told
    assert pops(told.splitlines()) == []


def test_what_went_well_is_told_in_its_words(here, tmp_path):
    for command in (
        ("validate", "data/raw"),
        ("validate", "data/raw/lumebardhe.xlsx", "--language", "sq"),
        ("template", str(tmp_path / "next.xlsx"), "--from", "data/raw/lumebardhe.xlsx"),
        ("template", str(tmp_path / "new.xlsx"), "--municipality", "Lumëbardhë"),
        ("coding", str(tmp_path), "--municipality", "lumebardhe", "--monitoring-year", "2", "--monitor", "A B"),
        ("reply", "export", "lumebardhe", str(tmp_path / "reply.xlsx")),
        ("convert", "data/raw/lumebardhe.xlsx", "--out", str(tmp_path / "converted")),
        ("doctor",),
    ):
        told = said(*command)
        assert told
        assert pops(told.splitlines()) == [], command


def test_a_folder_with_nothing_in_it_is_told_in_its_words(project, tmp_path):
    shutil.copytree(project / "data" / "raw" / "model", tmp_path / "bare" / "model")
    template(tmp_path / "bare" / "new.xlsx", data=tmp_path / "bare", language="en", kind="network")
    told = said("report", "--data", str(tmp_path / "bare"), "--out", str(tmp_path / "pages"))
    assert "no ministry and no pact is on file" in told
    assert pops(told.splitlines()) == []


def texts_of(path):
    """Everything a person reads in a workbook: names, cells, comments, prompts, what stands on paper."""
    book = openpyxl.load_workbook(path)
    yield from filter(None, (book.properties.title, book.properties.subject, book.properties.description))
    for sheet in book:
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                yield from (each for each in (cell.value, cell.comment and cell.comment.text) if isinstance(each, str))
        for each in sheet.data_validations.dataValidation:
            yield from filter(None, (each.promptTitle, each.prompt, each.errorTitle, each.error))
        for paper in (sheet.oddHeader, sheet.oddFooter):
            yield from filter(None, (paper.left.text, paper.center.text, paper.right.text))


@pytest.mark.parametrize("language", ["en", "sq"])
@pytest.mark.parametrize("form", [{}, {"short": True}, {"kind": "network"}], ids=["whole", "short", "network"])
def test_an_empty_workbook_is_in_its_words(here, tmp_path, language, form):
    texts = list(texts_of(template(tmp_path / "new.xlsx", data="data/raw", language=language, **form)))
    assert len(texts) > 15
    assert pops(texts) == []


SEEN = ("title", "alt", "aria-label", "content", "placeholder")


def read_by_people(path):
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for each in page(["script", "style", "code", "pre"]):
        each.extract()
    yield from page.stripped_strings
    for each in page.find_all(True):
        yield from (
            each[name] for name in ("title", "alt", "aria-label", "content", "placeholder") if name in each.attrs
        )


@pytest.mark.slow
def test_pages_their_workbooks_cards_stubs_and_data_are_in_its_words(project, typed, tmp_path):
    raw = shutil.copytree(project / "data" / "raw", tmp_path / "raw")
    asked = {"processed": tmp_path / "tables", "out": tmp_path / "pages", "progress": False}
    report(raw, **asked, municipalities=[last := place(2).municipality])
    for each in raw.glob("*.xlsx"):
        each.unlink()
    make_example(raw, municipalities=2, years=2, model=load_model(raw / "model"))
    with (raw / "model" / "network.yml").open("a", encoding="utf-8") as file:
        file.write("moved: {old: lumebardhe}\n")
    report(raw, **asked, shared_assets=True, cards=True)
    pages = tmp_path / "pages"
    kinds = {"html": read_by_people, "svg": read_by_people, "xlsx": texts_of}
    files = [each for each in sorted(pages.rglob("*.*")) if each.suffix[1:] in kinds]
    assert {"html", "svg", "xlsx"} == {each.suffix[1:] for each in files}
    assert (pages / "withdrawn" / f"municipality-{last}-en.html").exists()
    assert (pages / "municipality-old-en.html").exists()
    assert any(each.parent.name == CARDS for each in files)
    assert [(each.name, text) for each in files for text in pops(kinds[each.suffix[1:]](each), typed)] == []


def test_what_goes_with_the_data_describes_them_in_its_words(here, tmp_path):
    from pop_analysis.commands import process

    process("data/raw", processed=tmp_path / "tables")
    described = json.loads((tmp_path / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    texts = [described["title"], described["description"], *described["keywords"]]
    for resource in described["resources"]:
        texts += [resource["title"], resource["description"]]
        texts += [text for field in resource["schema"]["fields"] for text in (field["title"], field["description"])]
    columns = {field["name"] for resource in described["resources"] for field in resource["schema"]["fields"]}
    assert len(texts) > 300
    assert [text for text in pops(texts) if text not in columns] == []
