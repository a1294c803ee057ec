"""What is said of a reply workbook that came back otherwise than it went out is safe to follow."""

from datetime import datetime

import openpyxl
import pytest

import pop_analysis as pop
from pop_analysis.commands import reply_export, reply_import
from pop_analysis.reading.shown import FILE as SENT
from pop_analysis.synthetic import make_example

PLACE = "lumebardhe"
ANSWER = "Puna vazhdon."
EVIDENCE = "Provat e shfaqura"


@pytest.fixture(scope="session")
def workbooks(made_once):
    return made_once("example-of-1", lambda folder: make_example(folder, municipalities=1, years=2))


@pytest.fixture
def raw(project):
    return project / "data" / "raw"


@pytest.fixture
def sent(raw):
    """The workbook that went out, answered and edited by ``edit``."""

    def make(edit=lambda book: None):
        path = reply_export(PLACE, "out.xlsx")
        book = openpyxl.load_workbook(path)
        book["Përgjigjet"]["H2"], book["Përgjigjet"]["I2"] = ANSWER, datetime(2024, 4, 17)
        edit(book)
        book.save(path)
        return path

    return make


@pytest.mark.parametrize("same", [0, 1, 2, 3])
@pytest.mark.parametrize("noted", [True, False])
def test_a_row_the_municipality_added_is_told_once_and_with_the_column_for_what_it_says(raw, sent, same, noted):
    """However much of a row that was sent it repeats: contract, priority, date."""

    def add(book):
        sheet = book[EVIDENCE]
        row = [cell.value for cell in sheet[2]]
        sheet.append([*row[:same], *["2019–2023", "Tjetër", "2021", "foto", "E re", "https://mine.example"][same:]])

    path = sent(add)
    if not noted:
        (raw / SENT).unlink()
    done = reply_import(path)
    [told] = done.findings.to_dict("records")
    last = openpyxl.load_workbook(path)[EVIDENCE].max_row
    assert (told["code"], told["sheet"], told["cell"]) == ("RF-11", EVIDENCE, f"A{last}")
    assert "“Dokumenti” e fletës “Përgjigjet”" in told["message_sq"]
    assert done.path is None


def test_a_cell_of_evidence_that_was_changed_is_compared_with_what_stood_there(raw, sent):
    def change(book):
        book[EVIDENCE]["E2"] = "Tjetër shënim"

    stood = openpyxl.load_workbook(sent())[EVIDENCE]["E2"].value
    (raw.parent.parent / "out.xlsx").unlink()
    done = reply_import(sent(change))
    [told] = done.findings.to_dict("records")
    assert (told["code"], told["cell"]) == ("RF-09", "E2")
    assert f"“{stood}”" in told["message_en"]


def mend_the_verdict(raw):
    """The network changes every verdict of the contract after the workbook went out."""
    path = raw / f"{PLACE}.xlsx"
    book = openpyxl.load_workbook(path)
    column = [cell.value for cell in book["Vlerësimet"][1]].index("Statusi") + 1
    for row in range(2, book["Vlerësimet"].max_row + 1):
        cell = book["Vlerësimet"].cell(row, column)
        cell.value = "nuk është adresuar" if cell.value != "nuk është adresuar" else "adresuar plotësisht"
    book.save(path)


def test_nobody_is_told_to_write_the_new_verdict_into_a_reply_of_which_nothing_is_on_record(raw, sent):
    path = sent()
    (raw / SENT).unlink()
    mend_the_verdict(raw)
    told = reply_import(path).findings
    assert set(told["code"]) == {"RF-12"}
    assert not told["message_en"].str.contains("Write back").any()
    assert told["message_en"].str.contains("there is no record").all()


def test_a_reply_an_older_version_took_in_is_put_aside_without_that_advice(raw, sent):
    assert reply_import(sent()).path is not None
    (raw / SENT).unlink()
    mend_the_verdict(raw)
    data = pop.load(raw)
    assert data.findings["code"].tolist() == ["RF-12"]
    assert "Mos e ndryshoni qelizën" in data.findings["message_sq"].item()
    assert data.replies["reply"].notna().sum() == 0


def test_what_is_noted_as_shown_is_the_evidence_of_that_municipality_alone(raw):
    import json

    reply_export(PLACE, "out.xlsx")
    noted = json.loads((raw / SENT).read_text(encoding="utf-8"))
    assert [place for place, _ in noted["evidence"]] == [PLACE]
