"""What a person sees in a cell beside its value is told: its colour, a comment, a line through it, an address."""

import zipfile

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from pop_analysis.reading.inspection.file_report import Looks
from pop_analysis.reading.inspection.gate import inspect_file

VERDICT = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht"}
EMPTY = VERDICT | {"status": None}


@pytest.fixture
def looked_at(workbook, contract, read):
    """Read a workbook of one verdict after somebody did something to its cells."""

    def look(edit, *verdicts, **tables):
        def edited(book):
            edit(book["Vlerësimet"])

        return read(workbook(contract(assessments=list(verdicts or [VERDICT]), **tables), edit=edited))

    return look


def filled(colour):
    return PatternFill("solid", fgColor=colour)


@pytest.mark.parametrize(
    ("colour", "sq", "en"),
    [
        ("FF00B050", "e gjelbër", "green"), ("92D050", "e gjelbër", "green"), ("FFFF00", "e verdhë", "yellow"),
        ("FF0000", "e kuqe", "red"), ("FFC000", "portokalli", "orange"), (Color(theme=9), "me ngjyrë", "coloured"),
        (Color(indexed=17), "e gjelbër", "green"),
    ],
)  # fmt: skip
def test_an_empty_verdict_with_a_colour_is_told_that_colours_are_not_read(looked_at, colour, sq, en):
    data = looked_at(lambda sheet: setattr(sheet["F2"], "fill", filled(colour)), EMPTY)
    assert data.assessments.empty
    assert data.findings[["code", "cell"]].values.tolist() == [["CE-05", "F2"]]
    assert f"është bosh dhe {sq}:" in data.findings["message_sq"].iloc[0]
    assert f"is empty and {en}:" in data.findings["message_en"].iloc[0]


@pytest.mark.parametrize("colour", ["FFFFFF", "F2F2F2", "E7E5E4", None])
def test_white_and_grey_are_no_colours(looked_at, colour):
    def edit(sheet):
        sheet["F2"].fill = filled(colour) if colour else PatternFill()

    assert looked_at(edit, EMPTY).findings["code"].tolist() == ["CE-03"]


def test_a_colour_beside_a_word_is_decoration(looked_at):
    data = looked_at(lambda sheet: setattr(sheet["F2"], "fill", filled("FF0000")))
    assert data.findings.empty
    assert len(data.assessments) == 1


@pytest.mark.parametrize(
    "hide",
    [
        lambda cell: setattr(cell, "font", Font(color="FFFFFF")),
        lambda cell: setattr(cell, "font", Font(color=Color(theme=0))),
        lambda cell: setattr(cell, "number_format", ";;;"),
        lambda cell: setattr(cell, "number_format", '"";"";"";""'),
    ],
)
def test_a_verdict_nobody_sees_is_told_and_counts(looked_at, hide):
    data = looked_at(lambda sheet: hide(sheet["F2"]))
    assert data.findings[["code", "severity", "cell"]].values.tolist() == [["HI-04", "note", "F2"]]
    assert len(data.assessments) == 1


def test_white_letters_on_a_colour_are_seen(looked_at):
    def edit(sheet):
        sheet["F2"].font, sheet["F2"].fill = Font(color="FFFFFF"), filled("0B3C5D")
        sheet["F1"].font = Font(color="FFFFFF")  # a heading is of no row

    assert looked_at(edit).findings.empty


def test_a_hidden_sheet_of_a_year_is_read_and_told(workbook, contract, read):
    def edit(book):
        sheet = book.create_sheet("Viti 2")
        sheet.append(["Kontrata", "Prioriteti", "Statusi"])
        sheet.append(["2019-2023", 1, "adresuar pjesërisht"])
        sheet.sheet_state = "hidden"

    data = read(workbook(contract(assessments=[VERDICT]), edit=edit))
    assert len(data.assessments) == 2
    assert "SH-02" in set(data.findings["code"])


def test_a_comment_is_told_and_neither_its_text_nor_who_wrote_it(looked_at):
    def edit(sheet):
        sheet["F2"].comment = Comment("Besa thotë ndryshe", "Agimi")
        sheet["F1"].comment = Comment("of a heading", "the template")

    data = looked_at(edit)
    assert data.findings[["code", "severity", "cell"]].values.tolist() == [["CM-01", "note", "F2"]]
    assert len(data.assessments) == 1
    said = data.findings.to_csv() + data.provenance.to_csv() + data.assessments.to_csv()
    assert "Besa" not in said
    assert "Agimi" not in said


@pytest.mark.parametrize(("cell", "severity", "counted"), [("F2", "rejected", 0), ("G2", "blanked", 1)])
def test_what_is_struck_through_is_told_and_not_counted_as_sure(looked_at, cell, severity, counted):
    data = looked_at(lambda sheet: setattr(sheet[cell], "font", Font(strike=True)), VERDICT | {"reason": "U bë gjysma"})
    assert data.findings[["code", "severity", "cell"]].values.tolist() == [["CE-06", severity, cell]]
    assert len(data.assessments) == counted
    assert data.assessments["reason"].isna().all()


def test_a_part_that_is_struck_through_is_told_too(looked_at):
    old = TextBlock(InlineFont(strike=True), "adresuar plotësisht")

    def edit(sheet):
        sheet["F2"] = CellRichText(old, " adresuar pjesërisht")

    data = looked_at(edit)
    assert data.findings[["code", "cell"]].values.tolist() == [["CE-06", "F2"]]


def test_the_address_behind_a_cell_is_read_as_the_link(looked_at, model):
    place = list(model.tables["assessments"].fields).index("source")

    def edit(sheet):
        cell = sheet.cell(2, place + 1, "Linku")
        cell.hyperlink = "https://example.org/raporti.pdf"

    data = looked_at(edit)
    assert data.assessments["source"].tolist() == ["https://example.org/raporti.pdf"]
    assert data.findings["code"].tolist() == ["UR-02"]
    assert "Linku" in data.findings["message_sq"].iloc[0]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "mailto:besa@example.org", "file:///C:/raporti.pdf", "#Fleta!A1"]
)
def test_an_address_that_is_none_of_the_web_is_not_taken(looked_at, model, target):
    place = list(model.tables["assessments"].fields).index("source")

    def edit(sheet):
        cell = sheet.cell(2, place + 1, "Raporti vjetor")
        cell.hyperlink = target

    assert looked_at(edit).assessments["source"].tolist() == ["Raporti vjetor"]


OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>
<style:style style:name="c1" style:family="table-cell">
<style:table-cell-properties fo:background-color="#00b050"/></style:style>
<style:style style:name="c2" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid" fo:color="#FFFFFF"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Fleta"><table:table-row>
<table:table-cell table:style-name="c1"/>
<table:table-cell table:style-name="c2" office:value-type="string"><text:p>plotësisht</text:p></table:table-cell>
<table:table-cell office:value-type="string"><office:annotation><text:p>x</text:p></office:annotation>
<text:p><text:a xlink:href="https://example.org/r">Linku</text:a></text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def test_a_file_of_libreoffice_is_looked_at_in_the_same_way(tmp_path):
    path = tmp_path / "fier.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", OPEN_DOCUMENT)
    looks = inspect_file(path).looks["Fleta"]
    assert looks == Looks(
        colours={(1, 1): "00B050"},
        unseen={(1, 2)},
        struck={(1, 2)},
        comments={(1, 3)},
        links={(1, 3): "https://example.org/r"},
    )
