"""The marked copy is looked at in LibreOffice: what is marked is seen there, and the list leads to it."""

import openpyxl
import pytest

from pop_analysis.commands import template, validate
from pop_analysis.commands.validate import write_marked_copy
from pop_analysis.workbooks.marked_copy import FILLS


@pytest.fixture
def faulty(project):
    path = template(project / "data" / "raw" / "new.xlsx", municipality="Lumëbardhë", language="en")
    book = openpyxl.load_workbook(path)
    book["Contracts"]["A3"], book["Contracts"]["B3"] = "2019–2023", "3/4/2021"
    book["Contracts"]["H3"] = "fёmijë, a long note " * 20
    book["Statements"].column_dimensions["D"].hidden = True
    book.save(path)
    return path


def test_every_mark_is_there_when_libreoffice_has_saved_the_copy(faulty, libreoffice, tmp_path):
    findings = validate(faulty)
    write_marked_copy(findings, [faulty], tmp_path / "marked.xlsx", "en")
    (again,) = libreoffice.save_again([tmp_path / "marked.xlsx"], tmp_path / "again")
    book = openpyxl.load_workbook(again)
    listed = book["Findings"]
    at_cells = findings[findings["cell"] != ""]
    assert set(at_cells["severity"]) == {"note", "blanked", "rejected"}
    assert listed.max_row == len(findings) + 1
    for row in at_cells.to_dict("records"):
        cell = book[row["sheet"]][row["cell"]]
        assert row["message_en"] in cell.comment.text
        assert cell.fill.fgColor.rgb[-6:] == FILLS[row["severity"]].fgColor.rgb[-6:]
    worst_first = [
        row for severity in reversed(FILLS) for row in findings[findings["severity"] == severity].to_dict("records")
    ]
    for number, row in enumerate(worst_first, start=2):
        for column, place in ((2, row["cell"] or "A1"), (3, row["cell"])):
            link = listed.cell(number, column).hyperlink
            assert (link.location.replace("'", "") if link else "") == (
                f"{row['sheet']}!{place}" if place and row["sheet"] else ""
            )


def test_a_person_sees_the_whole_of_what_was_found(faulty, tmp_path):
    write_marked_copy(validate(faulty), [faulty], tmp_path / "marked.xlsx", "sq")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.oddFooter.right.text == "Faqja &P nga &N"
    contracts = book["Contracts"]
    needed = len(contracts["H3"].value) / contracts.column_dimensions["H"].width
    assert contracts.row_dimensions[3].height >= 15 * needed
    assert all(cell.font.name == "Calibri" for line in contracts for cell in line)
