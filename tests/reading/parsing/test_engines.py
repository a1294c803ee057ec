"""A workbook that is called plain gives the same sheets by the fast parser as by the thorough one."""

# ruff: noqa: E501 — tables are read best with a fault a line

import io
import random
import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pop_analysis.reading.inspection.gate import inspect_file
from pop_analysis.reading.parsing.excel import read_plain, read_workbook

TEXTS = (
    " para", "pas ", "  ", "\n", "a\nb", "a\tb", "ë", "e\u0308", "\u00a0", "x\u00a0", "<b>&amp;</b>", "01", "1", "1.0",
    "TRUE", "#REF!", "_x0041_", "=1+1", "'", "\u202eabc", "x" * 5000, "2021-04-17", "ζ", "😀", "]]>", "a  b",
)  # fmt: skip
NUMBERS = (
    0, -0.0, 1, -1, 1.5, 0.1, 1e-9, 1e15, 2**53, 2**60, 123456789012345678, 1e300, 44303, 44303.5, 0.25, 60, 59, 61,
    True, False, 2958465, 99999, -5, 1 / 3,
)  # fmt: skip
MOMENTS = (
    datetime(2021, 4, 17), datetime(2021, 4, 17, 13, 45, 30), date(1900, 1, 1), date(1900, 3, 1), datetime(1899, 12, 31),
    date(9999, 12, 31), time(10, 30), time(0, 0), timedelta(hours=30), timedelta(days=2, minutes=1),
    datetime(2021, 4, 17, 23, 59, 59, 999_000),
)  # fmt: skip
FORMATS = (
    "General", "0", "0.00", "#,##0", "@", "dd.mm.yyyy", "mm/dd/yy", "yyyy-mm-dd", "d mmm yyyy", "h:mm", "[h]:mm", "mm:ss",
    "mmmm yyyy", "hh:mm:ss", "0%", "#,##0 [$€-2]", "#,##0 \"lekë\"", "[$-41C]d mmmm yyyy", "0.0E+00", "# ?/?", "yyyy",
    "dd/mm/yyyy hh:mm", "[mm]:ss", "m/d/yy h:mm", ";;;", "[Red]0", "d", "0;-0;;@", "yyyy\"-\"mm",
)  # fmt: skip
BOLD = InlineFont(b=True)


def cell_value(chance: random.Random, texts: list[str], calm: bool) -> object:
    """What a cell may hold: a text, a number, a moment, nothing."""
    kind = chance.random()
    if kind < 0.45:
        return chance.choice(texts)
    if kind < 0.75:
        return chance.choice((*(NUMBERS[:6] if calm else NUMBERS), chance.uniform(0, 1e5), chance.randrange(10**6)))
    if kind < 0.9:
        return chance.choice(MOMENTS)
    if kind < 0.95 and not calm:
        return CellRichText(chance.choice(texts), TextBlock(BOLD, " trashë "), " fund")
    return None


def random_book(chance: random.Random, plain_formats: bool) -> Workbook:
    """A workbook with values of every kind, sparse, and formats that do not fit them."""
    book = Workbook()
    book.remove(book.active)
    if chance.random() < 0.05:
        book.epoch = CALENDAR_MAC_1904
    formats = chance.sample(FORMATS[:14] if plain_formats else FORMATS, 4)
    texts = chance.sample(TEXTS, 6)
    calm = chance.random() < 0.7
    for number in range(chance.randint(1, 3)):
        sheet = book.create_sheet(chance.choice(("Fleta", "Vlerësimet ", "a&b", "Ё")) + str(number))
        for _ in range(chance.randint(0, 25)):
            place = chance.choice((chance.randint(1, 12), chance.randint(1, 400))), chance.randint(1, 12)
            cell = sheet.cell(*place)
            cell.value = cell_value(chance, texts, calm)
            if chance.random() < 0.6:
                cell.number_format = chance.choice(formats)
        if chance.random() < 0.1:
            sheet.merge_cells("B2:C3")
        if chance.random() < 0.1:
            sheet.row_dimensions[2].hidden = True
        if chance.random() < 0.1:
            sheet.column_dimensions["B"].hidden = True
        if chance.random() < 0.2:
            sheet.sheet_state = chance.choice(("hidden", "veryHidden"))
    if all(sheet.sheet_state != "visible" for sheet in book.worksheets):
        book.worksheets[0].sheet_state = "visible"
    return book


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def with_shared_texts(path: Path) -> None:
    """The same workbook with its texts in a part of their own, as Excel writes them; openpyxl puts them into cells."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts: list[bytes] = []

    def share(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return match[1] + b't="s"><v>%d</v></c>' % (len(texts) - 1)

    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(rb'(<c [^>]*?)t="inlineStr"><is>(.*?)</is></c>', share, parts[name], flags=re.DOTALL)
    main = b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = (
        b"<sst xmlns=" + main + b">" + b"".join(b"<si>%b</si>" % t for t in texts) + b"</sst>"
    )
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = b'<Relationship Type="' + kind + b'" Target="/xl/sharedStrings.xml" Id="rIdTexts"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", link)
    type_ = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    known = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + type_ + b'"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", known)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())


def as_read(sheets) -> list[tuple]:
    """Sheets as they can be compared: every cell with value and type, every thing that is hidden or merged."""
    return [
        (
            sheet.name,
            sheet.hidden,
            {(row, column): (type(cell.value).__name__, repr(cell.value), cell.formula, cell.is_error)
             for row, cells in sheet.rows.items() for column, cell in cells.items()},
            sheet.hidden_rows,
            sheet.hidden_columns,
            sheet.merged,
        )
        for sheet in sheets
    ]  # fmt: skip


def compare(seeds, tmp_path) -> int:
    """How many of the workbooks were plain; each of those must be the same by both parsers."""
    plain = 0
    for seed in seeds:
        chance = random.Random(seed)
        path = saved(random_book(chance, chance.random() < 0.7), tmp_path / "random.xlsx")
        if chance.random() < 0.5:
            with_shared_texts(path)
        report = inspect_file(path)
        if report.is_plain:
            plain += 1
            assert as_read(read_plain(path, report)) == as_read(read_workbook(path, report)), f"seed {seed}"
    return plain


def test_both_parsers_agree_on_every_plain_workbook(tmp_path):
    assert compare(range(240), tmp_path) > 10


@pytest.mark.slow
def test_both_parsers_agree_on_two_thousand_more(tmp_path):
    assert compare(range(1000, 3000), tmp_path) > 100
