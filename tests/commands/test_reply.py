"""The right of reply, from the workbook that goes out to the one that lies beside the verdicts."""

import os
import shutil
import subprocess
import zipfile
from contextlib import chdir
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import pop_analysis as pop
from pop_analysis.commands import WrongUse, reply_export, reply_import
from pop_analysis.reading.shown import FILE as SENT
from pop_analysis.synthetic import make_example

PLACE, SHEET = "lumebardhe", {"sq": "Përgjigjet", "en": "Replies"}
NAME = "reply-lumebardhe-2019-2023-year-2.xlsx"
ANSWER = "Puna vazhdon: edhe dy rrugë u ndriçuan."
CODE = "TX-04"  # a text that looks like code is said to be read as text
HOSTILE = '=HYPERLINK("http://x","<script>alert(1)</script>")'


@pytest.fixture(scope="session")
def workbooks(made_once):
    return made_once("example-of-1", lambda folder: make_example(folder, municipalities=1, years=2))


@pytest.fixture
def data_folder(project):
    return project / "data" / "raw"


@pytest.fixture(scope="module")
def as_sent(workbooks, made_once):
    """The data once a workbook for replies went out, with the note of it, and that workbook."""

    def make(place):
        shutil.copytree(workbooks, place / "data" / "raw")
        with chdir(place):
            reply_export(PLACE, "out.xlsx")

    return made_once("reply-sent", make)


@pytest.fixture
def sent(as_sent, project):
    """A workbook for replies of the project, as it went out."""
    shutil.copytree(as_sent, project, dirs_exist_ok=True)
    return project / "out.xlsx"


def fill(path, answers, sheet="Përgjigjet", edit=None):
    """Answer the first verdicts as somebody at a keyboard does, and save."""
    book = openpyxl.load_workbook(path)
    at = {cell.value: cell.column for cell in book[sheet][1]}
    for row, text in enumerate(answers, start=2):
        if text is not None:
            cell = book[sheet].cell(row, at.get("Përgjigjja e bashkisë") or at["The municipality's reply"], text)
            cell.data_type = "s"
            book[sheet].cell(row, cell.column + 1, datetime(2024, 4, 17))
            book[sheet].cell(row, cell.column + 2, "Drejtoria e Shërbimeve")
    if edit:
        edit(book)
    book.save(path)
    return path


def everything_in(folder):
    """All but the note of what was sent."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != SENT}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_it_shows_every_verdict_of_the_year_with_reason_and_evidence(project, language):
    data = pop.load("data/raw")
    path = reply_export(PLACE, f"out-{language}.xlsx", language=language)
    sheet = openpyxl.load_workbook(path)[SHEET[language]]
    verdicts = pop.panel(data.where(municipality=PLACE, cycle="2019-2023")).query(
        "monitoring_year == 2 and monitors > 0"
    )
    shown = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[4] for row in shown] == [data.model.statuses[key].label[language] for key in verdicts["status"]]
    assert [row[2] for row in shown] == verdicts[f"title_{language}"].tolist()
    assert [row[5] or "" for row in shown] == verdicts["reason"].fillna("").tolist()
    behind = data.evidence[data.evidence["priority"].isin(verdicts["priority"])]
    text = "\n".join(str(row[6]) for row in shown)
    assert len(behind)
    assert all(url in text for url in behind["url"].dropna())
    listed = openpyxl.load_workbook(path)[data.model.tables["shown_evidence"].sheet[language]]
    assert listed.max_row == 1 + len(behind)


def test_only_the_columns_of_the_answer_are_open(project):
    book = openpyxl.load_workbook(reply_export(PLACE, "out.xlsx"))
    fields = pop.load("data/raw").model.tables["replies"].fields.values()
    sheet = book["Përgjigjet"]
    assert [not cell.protection.locked for cell in sheet[2]] == [not field.shown for field in fields]
    assert [field.id for field in fields if not field.shown] == ["reply", "replied_on", "replied_by", "source"]
    assert all(each.protection.sheet for each in book.worksheets if each.sheet_state == "visible")
    assert [sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation] == ["D2", "$1:$1", "landscape"]
    assert all(cell.comment.text for cell in sheet[1])


@pytest.mark.parametrize(("language", "first"), [("sq", "Udhëzime"), ("en", "Read me")])
def test_it_opens_on_instructions_in_its_language(project, language, first):
    book = openpyxl.load_workbook(reply_export(PLACE, "out.xlsx", language=language))
    assert book.active.title == first
    assert any(len(str(row[1].value)) > 60 for row in book.active.iter_rows())


def test_contract_and_year_may_be_chosen_and_the_municipality_named(project):
    for asked in ({"monitoring_year": 1}, {"monitoring_year": 1, "cycle": "2019–2023"}):
        path = reply_export("Lumëbardhë", f"{len(asked)}.xlsx", **asked)
        assert {row[3].value for row in openpyxl.load_workbook(path)["Përgjigjet"].iter_rows(min_row=2)} == {1}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"municipality": "lumebardh"}, "Did you mean “lumebardhe”"),
        ({"cycle": "1999-2003"}, "unknown contract"),
        ({"monitoring_year": 9}, "unknown monitoring year “9”. Known: 1, 2"),
        ({"language": "de"}, "unknown language"),
        ({"path": "out.ods"}, ".xlsx"),
        ({"path": "there.xlsx"}, "there already"),
    ],
)
def test_what_cannot_be_exported_is_refused_with_what_can(project, asked, message):
    (project / "there.xlsx").write_text("mine")
    with pytest.raises(WrongUse, match=message):
        reply_export(**{"municipality": PLACE, "path": "out.xlsx"} | asked)
    assert not (project / "out.xlsx").exists()
    assert (project / "there.xlsx").read_text() == "mine"


def test_where_no_verdict_is_on_file_there_is_nothing_to_reply_to(workbook, contract, tmp_path):
    folder = workbook(contract())
    with pytest.raises(WrongUse, match="no verdict"):
        reply_export("lumas", tmp_path / "out.xlsx", data=folder)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_reply_comes_back_without_a_finding_and_changes_no_verdict(data_folder, language):
    before = pop.load(data_folder)
    path = fill(reply_export(PLACE, "out.xlsx", language=language), [ANSWER, HOSTILE], SHEET[language])
    done = reply_import(path)
    assert set(done.findings["code"]) <= {CODE}
    assert (done.replies, done.path, done.before) == (2, data_folder / NAME, 0)
    after = pop.load(data_folder)
    assert set(after.findings["code"]) <= {CODE}
    assert after.replies["reply"].dropna().tolist() == [ANSWER, HOSTILE]
    for name in before.tables.keys() - {"workbook", "replies", "shown_evidence"}:
        assert_frame_equal(after[name], before[name])
    assert_frame_equal(pop.panel(after), pop.panel(before))
    assert_frame_equal(pop.fulfilment(after), pop.fulfilment(before))


def test_every_municipality_can_answer_every_verdict_without_a_finding(data_folder):
    make_example(data_folder, municipalities=3, years=2)
    places = dict.fromkeys(pop.load(data_folder).assessments["municipality"])
    assert len(places) > 1
    for place in places:
        path = reply_export(place, f"{place}-out.xlsx")
        rows = openpyxl.load_workbook(path)["Përgjigjet"].max_row - 1
        done = reply_import(fill(path, [ANSWER] * rows))
        assert set(done.findings["code"]) <= {CODE}
        assert done.replies == rows > 0
    assert pop.load(data_folder).findings.empty


def test_what_reading_could_trip_over_comes_back_as_it_went_out(workbook, contract, tmp_path):
    cycle = {"cycle": "2019-2023"}
    titles = ["1-Transparenca", "=1+1", "Rruga e Vjetër, faza 2"]
    links = ["https://example.org/док?a=1&b=é%20", "javascript:alert(1)", None]
    rows = contract() | {
        "priorities": [cycle | {"title_sq": title} for title in titles]
        + [cycle | {"label": "4.10", "title_sq": "Dhjetë"}],
        "assessments": [
            cycle
            | {"label": title, "monitoring_year": 1, "status": "nuk është adresuar", "reason": '=cmd|" /C calc"!A0'}
            for title in [*titles, "4.10"]
        ],
        "evidence": [
            cycle | {"label": title, "kind": "fotografi", "url": link, "note": "x\ny", "date": "korrik 2021"}
            for title, link in zip(titles, links, strict=True)
        ],
    }
    folder = workbook(rows)
    before = pop.load(folder)
    path = fill(reply_export("lumas", tmp_path / "out.xlsx", data=folder), [ANSWER] * 4)
    for row in openpyxl.load_workbook(path)["Përgjigjet"].iter_rows(min_row=2):
        assert not [cell.coordinate for cell in row if cell.data_type == "f"]
    done = reply_import(path, data=folder)
    assert set(done.findings["code"]) == {
        "UR-01",
        CODE,
    }  # the address that is none, as in the municipality's own workbook
    assert done.replies == 4
    assert_frame_equal(pop.load(folder).assessments, before.assessments)


def test_what_must_be_mended_is_told_at_its_cell_and_nothing_is_put_in_place(data_folder, sent):
    there = everything_in(data_folder)
    path = fill(sent, [ANSWER], edit=lambda book: book["Përgjigjet"].cell(2, 4, "dje"))
    done = reply_import(path)
    assert done.path is None
    assert done.findings[["severity", "cell"]].values.tolist() == [["rejected", "D2"]]
    assert everything_in(data_folder) == there


def test_what_costs_only_its_cell_is_told_and_the_reply_is_put_in_place(data_folder, sent):
    path = fill(sent, [ANSWER], edit=lambda book: book["Përgjigjet"].cell(2, 9, "dje"))
    done = reply_import(path)
    assert (done.path, done.replies) == (data_folder / NAME, 1)
    assert done.findings[["code", "severity", "cell"]].values.tolist() == [["DT-01", "blanked", "I2"]]
    (reply,) = pop.load(data_folder)["replies"].query("reply == @ANSWER").to_dict("records")
    assert pd.isna(reply["replied_on"])


def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_put_in_place(data_folder):
    there = everything_in(data_folder)
    Path("letter.xlsx").write_bytes(b"%PDF-1.7")
    done = reply_import("letter.xlsx")
    assert (done.path, done.findings["code"].tolist()) == (None, ["FI-01"])
    assert everything_in(data_folder) == there


def test_another_version_is_put_in_place_only_when_asked_for(data_folder, sent):
    path = fill(sent, [ANSWER, ANSWER])
    reply_import(path)
    first = everything_in(data_folder)
    assert reply_import(path).path == data_folder / NAME  # the same once more does no harm
    fill(path, ["Tjetër."])
    with pytest.raises(WrongUse, match="--replace"):
        reply_import(path)
    assert everything_in(data_folder) == first
    done = reply_import(path, replace=True)
    assert (done.replies, done.before) == (2, 2)
    assert pop.load(data_folder).replies["reply"].dropna().tolist() == ["Tjetër.", ANSWER]
    assert set(everything_in(data_folder)) == set(first)


def test_a_workbook_made_again_holds_the_replies_already_given(data_folder, sent):
    reply_import(fill(sent, [None, HOSTILE]))
    again = reply_export(PLACE, "again.xlsx")
    row = [cell.value for cell in openpyxl.load_workbook(again)["Përgjigjet"][3]]
    assert row[7:10] == [HOSTILE, datetime(2024, 4, 17), "Drejtoria e Shërbimeve"]
    done = reply_import(fill(again, [ANSWER]), replace=True)
    assert set(done.findings["code"]) <= {CODE}
    assert done.replies == 2


def test_a_second_workbook_may_not_answer_the_same_verdict(data_folder, sent):
    reply_import(fill(sent, [ANSWER]))
    both = fill(reply_export(PLACE, "both.xlsx", monitoring_year=1), [ANSWER])
    of_year_2 = [cell.value for cell in openpyxl.load_workbook("out.xlsx")["Përgjigjet"][2]]

    def add_a_row_of_year_2(book):
        sheet = book["Përgjigjet"]
        sheet.append(of_year_2)
        sheet.cell(sheet.max_row, 8, "Tjetër.")

    done = reply_import(fill(both, [], edit=add_a_row_of_year_2))
    assert done.path is None
    assert "FI-19" in set(done.findings["code"])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda book: None, "holds no reply yet"),
        (lambda book: set_about(book, "A2", "bashki"), "no workbook of replies"),
        (lambda book: set_about(book, "D2", "jo"), "Invented|invented"),
    ],
)
def test_what_is_no_reply_is_refused_in_words(data_folder, sent, spoil, message):
    there = everything_in(data_folder)
    answers = [] if "no reply yet" in message else [ANSWER]
    path = fill(sent, answers, edit=spoil)
    with pytest.raises(WrongUse, match=message):
        reply_import(path)
    assert everything_in(data_folder) == there


def set_about(book, cell, value):
    book["Rreth skedarit"][cell] = value


def test_a_reply_named_like_another_workbook_of_the_folder_is_not_mixed_up_with_it(data_folder):
    for name in ("lumebardhe.xlsx", "network.xlsx"):
        with pytest.raises(WrongUse, match="Choose another name"):
            reply_import(fill(reply_export(PLACE, name), [ANSWER]))


def test_what_lies_in_the_folder_already_is_not_imported(data_folder, sent):
    shutil.copy(fill(sent, [ANSWER]), data_folder / "mine.xlsx")
    with pytest.raises(WrongUse, match="already"):
        reply_import(data_folder / "mine.xlsx")


def test_a_network_declared_without_replies_is_told_so(workbook, contract, tmp_path, model):
    import yaml

    folder = workbook(contract())
    (folder / "model").mkdir()
    kinds = {key: term for key, term in model.declared["vocabularies"]["workbook_kinds"].items() if key != "reply"}
    lists = model.declared["vocabularies"] | {"workbook_kinds": kinds}
    (folder / "model" / "vocabularies.yml").write_text(yaml.safe_dump(lists, allow_unicode=True), encoding="utf-8")
    with pytest.raises(WrongUse, match="no table of replies"):
        reply_export("lumas", tmp_path / "out.xlsx", data=folder)


def set_cell(sheet, at, value):
    return lambda book: book[sheet].__setitem__(at, value)


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("Përgjigjet", "C2", "Tjetër titull"),
        ("Përgjigjet", "E2", None),
        ("Përgjigjet", "F2", "U bë gjithçka."),
        ("Përgjigjet", "G2", "Vendimi 1"),
        ("Përgjigjet", "E3", "i paverifikueshëm"),
        ("Provat e treguara", "E2", "Tjetër provë"),
    ],
)
def test_a_grey_cell_that_was_changed_is_refused_at_its_cell(data_folder, sent, model, sheet, cell, value):
    sheet = model.tables["shown_evidence"].sheet["sq"] if sheet.startswith("Provat") else sheet
    path = fill(sent, [ANSWER, ANSWER], edit=set_cell(sheet, cell, value))
    there = everything_in(data_folder)
    for sent in (True, False):  # also where the folder does not know of the export: then with what is on file
        if not sent:
            (data_folder / SENT).unlink()
        done = reply_import(path)
        assert done.path is None
        code = "RF-09" if sent else "RF-12"
        assert done.findings[["code", "sheet", "cell"]].values.tolist() == [[code, sheet, cell]]
    assert everything_in(data_folder) == there


def other_status(path, row):
    """A verdict that is not the one in that row."""
    shown = openpyxl.load_workbook(path)["Përgjigjet"].cell(row, 5).value
    return "adresuar plotësisht" if shown != "adresuar plotësisht" else "nuk është adresuar"


def test_a_verdict_that_never_was_is_on_no_page_also_when_the_file_was_laid_there_by_hand(data_folder, sent):
    path = sent
    forged = other_status(path, 2)
    fill(path, [ANSWER, ANSWER], edit=set_cell("Përgjigjet", "E2", forged))
    shutil.copy(path, data_folder / NAME)
    data = pop.load(data_folder)
    assert data.findings[["code", "cell"]].values.tolist() == [["RF-09", "E2"]]
    assert data.replies["reply"].notna().sum() == 1
    shown = pop.exhibits.replies_table(data, PLACE, "2019-2023", language="sq").to_json()["table"]["rows"]
    judged = pop.panel(data.where(municipality=PLACE)).query("monitoring_year == 2")["status"]
    labels = {data.model.statuses[key].label["sq"] for key in judged}
    assert len(shown) == 1
    assert shown[0][2]["text"] in labels


def test_a_verdict_the_network_changed_after_it_was_sent_is_told_and_the_reply_shown_with_that_of_then(
    data_folder, sent
):
    path = fill(sent, [ANSWER])
    then = openpyxl.load_workbook(path)["Përgjigjet"]["E2"].value
    own = data_folder / f"{PLACE}.xlsx"
    book = openpyxl.load_workbook(own)
    headings = [cell.value for cell in book["Vlerësimet"][1]]
    label, year = (openpyxl.load_workbook(path)["Përgjigjet"].cell(2, column).value for column in (2, 4))
    for row in book["Vlerësimet"].iter_rows(min_row=2):
        if (str(row[1].value), str(row[2].value)) == (str(label), str(year)):
            row[headings.index("Statusi")].value = other_status(path, 2)
    book.save(own)
    done = reply_import(path)
    assert done.findings["code"].tolist() == ["RF-06"]
    assert done.path is not None
    rows = pop.exhibits.replies_table(pop.load(data_folder), PLACE, "2019-2023", language="sq").to_json()["table"][
        "rows"
    ]
    assert rows[0][2]["text"] == then


def test_a_reply_that_was_taken_in_stays_when_the_verdict_changes_though_nobody_noted_the_export(data_folder, sent):
    path = fill(sent, [ANSWER])
    (data_folder / SENT).unlink()
    assert reply_import(path).path is not None
    assert "partially" in (data_folder / SENT).read_text(encoding="utf-8")


def test_rows_that_were_sorted_deleted_or_written_otherwise_are_no_alarm(data_folder, sent):
    path = sent

    def another_order(book):
        sheet = book["Përgjigjet"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        sheet.delete_rows(2, len(rows))
        for row in reversed(rows[:-1]):
            number, text = str(row[1]), row[2]
            sheet.append([row[0], number, f" {text}  ", float(row[3]), *row[4:7], ANSWER, *row[8:]])

    done = reply_import(fill(path, [], edit=another_order))
    assert set(done.findings["severity"]) <= {"note"}
    assert done.path is not None


def test_what_cannot_be_read_of_what_was_sent_is_refused_in_words(data_folder):
    (data_folder / SENT).write_text("{", encoding="utf-8")
    with pytest.raises(WrongUse, match=SENT):
        reply_export(PLACE, "out.xlsx")
    assert not Path("out.xlsx").exists()


@pytest.fixture(scope="session")
def soffice():
    path = shutil.which("soffice")
    if path is None:
        message = "NO LIBREOFFICE: no reply was saved by it. Install it (Debian: apt-get install libreoffice-calc)."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_reply_saved_by_libreoffice_comes_back_without_a_finding(data_folder, soffice, tmp_path, language):
    path = fill(reply_export(PLACE, "out.xlsx", language=language), [ANSWER, HOSTILE], SHEET[language])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "saved", path]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    saved = tmp_path / "saved" / "out.xlsx"
    with zipfile.ZipFile(saved) as archive:
        assert b"LibreOffice" in archive.read("docProps/app.xml")
    done = reply_import(saved)
    assert set(done.findings["code"]) <= {CODE}
    assert pop.load(data_folder).replies["reply"].dropna().tolist() == [ANSWER, HOSTILE]
    sheet = openpyxl.load_workbook(saved)[SHEET[language]]
    assert sheet.protection.sheet
    assert [not cell.protection.locked for cell in sheet[2]] == [False] * 7 + [True] * 4


FLAT = """
- file: pledges.csv
  table: contracts
  columns: {municipality: Kush}
  constants: {cycle: 2019-2023}
- file: pledges.csv
  table: priorities
  columns: {municipality: Kush, label: Nr, title_sq: Premtimi}
  constants: {cycle: 2019-2023}
- file: pledges.csv
  table: assessments
  columns: {municipality: Kush, label: Nr, status: Gjendja}
  constants: {cycle: 2019-2023, monitoring_year: 1}
"""


def test_a_reply_to_a_verdict_of_a_sheet_of_all_municipalities_is_put_beside_it(workbook, tmp_path):
    folder = workbook({}, kind="network")
    (folder / "pledges.csv").write_text("Kush;Nr;Premtimi;Gjendja\nLumas;1;Ujë;adresuar plotësisht\n", encoding="utf-8")
    (folder / "mapping.yml").write_text(FLAT, encoding="utf-8")
    path = fill(reply_export("lumas", tmp_path / "out.xlsx", data=folder), ["U krye."])
    assert reply_import(path, data=folder).path is not None
    assert pop.load(folder).replies["reply"].tolist() == ["U krye."]


def test_a_reply_to_a_verdict_that_stands_with_another_owner_of_a_shared_promise_is_put_beside_it(
    workbook, contract, tmp_path
):
    said = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "adresuar plotësisht"}
    for place, verdicts in (("Lumas", []), ("Gurrë", [said])):
        rows = contract("Ujë", assessments=verdicts)
        rows["priorities"][0]["shared"] = "A"
        folder = workbook(rows, name=f"{place}.xlsx", municipality=place)
    path = fill(reply_export("lumas", tmp_path / "out.xlsx", data=folder), ["U krye."])
    assert reply_import(path, data=folder).path is not None
    assert pop.load(folder).replies[["municipality", "reply"]].values.tolist() == [["lumas", "U krye."]]


def test_a_reply_below_a_heading_that_is_not_known_is_not_called_empty(sent):
    fill(sent, [ANSWER])
    book = openpyxl.load_workbook(sent)
    next(cell for cell in book["Përgjigjet"][1] if cell.value == "Përgjigjja e bashkisë").value = "Çfarë themi ne"
    book.save(sent)
    with pytest.raises(WrongUse, match=r"no reply could be read, but something stands at Përgjigjet!H1"):
        reply_import(sent)
