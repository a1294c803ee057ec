"""Text with separators (.csv), as spreadsheet programs of the region write it: one sheet, nothing but text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path
from typing import Any

from pop_analysis.reading.cells import Cell, Sheet
from pop_analysis.reading.inspection.file_report import FileRefused
from pop_analysis.reading.inspection.scan import MAX_CELLS, MAX_COLUMN, MAX_ROW

BYTE_ORDER = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What Excel writes where Albanian is the language of the system, and elsewhere in Europe.
OLD_CODES = ("cp1250", "cp1252")
SEPARATORS = ";,\t|"
WHOLE = re.compile(r"^-?(0|[1-9]\d{0,14})$")
LONGEST_FIELD = 1_000_000
# More in one line than a row of texts that themselves hold some.
MANY_SEPARATORS = 100_000


class Undecided(str):
    """A text whose bytes are different letters in the two old codes: the other reading stands in ``other``."""

    other: str = ""


def read_text_file(path: Path) -> list[Sheet]:
    """Read a text file as one sheet with the name of the file.

    Raises :class:`~pop_analysis.reading.inspection.file_report.FileRefused` when it is not a table.
    """
    readings = _decoded(path.read_bytes())
    csv.field_size_limit(LONGEST_FIELD)
    separator = _separator(readings[0])
    widest = max((line.count(separator) for line in readings[0].splitlines()), default=0)
    if widest > MANY_SEPARATORS:
        raise FileRefused("FI-07", sheet_name=path.stem, found=widest, limit=f"{MAX_COLUMN} × {MAX_ROW}")
    tables = [list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)) for text in readings]
    rows: dict[int, dict[int, Cell]] = {}
    count = 0
    for number, line in enumerate(tables[0], start=1):
        others = tables[-1][number - 1]
        cells = {column: _cell(text, others[column - 1]) for column, text in enumerate(line, start=1) if text.strip()}
        count += len(cells)
        if number > MAX_ROW or len(line) > MAX_COLUMN or count > MAX_CELLS:
            raise FileRefused(
                "FI-07", sheet_name=path.stem, found=f"{number} × {len(line)}", limit=f"{MAX_COLUMN} × {MAX_ROW}"
            )
        if cells:
            rows[number] = cells
    return [Sheet(path.stem, rows=rows)]


def _decoded(content: bytes) -> list[str]:
    """The text; two readings where the bytes fit two codes and mean different letters in them."""
    for mark, code in BYTE_ORDER.items():
        if content.startswith(mark):
            return [content.decode(code, "replace")]
    try:
        return [content.decode("utf-8")]
    except UnicodeDecodeError:
        pass
    readings = []
    for code in OLD_CODES:
        try:
            readings.append(content.decode(code))
        except UnicodeDecodeError:
            continue
    if not readings:
        raise FileRefused("FI-04")
    return list(dict.fromkeys(readings))


def _separator(text: str) -> str:
    """The sign that stands most often in the first line that has any; text in quotation marks does not count."""
    for line in text.splitlines():
        bare = re.sub(r'"[^"]*"', "", line)
        counts = {sign: bare.count(sign) for sign in SEPARATORS}
        if any(counts.values()):
            return max(counts, key=lambda sign: counts[sign])
    return ";"


def _cell(text: str, other: str) -> Cell:
    value: Any = int(text) if WHOLE.match(text) else text
    if text != other:
        value = Undecided(text)
        value.other = other
    return Cell(value, untyped=True)
