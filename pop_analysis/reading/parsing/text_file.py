"""Text with separators (.csv), as spreadsheet programs of the region write it: one sheet, nothing but text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pop_analysis.reading.inspection.file_report import FileRefused
from pop_analysis.reading.inspection.letters import decoded
from pop_analysis.reading.inspection.scan import MAX_CELLS, MAX_COLUMN, MAX_ROW
from pop_analysis.reading.parsing.cells import Cell, Sheet

SEPARATORS = ";,\t|"
WHOLE = re.compile(r"^-?(0|[1-9]\d{0,14})$")
IN_QUOTES = re.compile(r'\s*"(?:[^"]|"")*"\s*')
LONGEST_FIELD = 1_000_000
# More in one line than a row of texts that themselves hold some.
MANY_SEPARATORS = 100_000
LONGEST_TEXT = 500  # lines one text may have


class Unclosed(str):
    """What stands in a line from a quotation mark on that is not closed."""


class Halved(str):
    """What stands before a separator with a space behind it, in a line that has more cells than the first one.

    It may be half a text: “adresuar plotësisht; përveç fshatrave”.
    """


class Undecided(str):
    """A text whose bytes are different letters in the two old codes: the other reading stands in ``other``."""

    other: str = ""


def read_text_file(path: Path) -> list[Sheet]:
    """Read a text file as one sheet with the name of the file.

    Raises :class:`~pop_analysis.reading.inspection.file_report.FileRefused` when it is not a table.
    """
    readings, code = decoded(path.read_bytes())
    if not readings:
        raise FileRefused("FI-26")
    csv.field_size_limit(LONGEST_FIELD)
    readings = [_unwrapped(text) for text in readings]
    separator = _separator(readings[0])
    widest = max((line.count(separator) for line in readings[0].splitlines()), default=0)
    if widest > MANY_SEPARATORS:
        raise FileRefused("FI-07", sheet_name=path.stem, found=widest, limit=f"{MAX_COLUMN} × {MAX_ROW}")
    tables = [_with_halves(list(_lines(text, separator))) for text in readings]
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
    return [Sheet(path.stem, rows=rows, code=code)]


def _with_halves(lines: list[list[str]]) -> list[list[str]]:
    """The lines, with what a separator may have parted marked as such where some have more cells than the first."""
    first = next((line for line in lines if len(line) > 1), [])
    if any(each.startswith(" ") for each in first):  # a space behind every separator says nothing
        return lines
    return [_halved(line) if len(line) > len(first) > 1 else line for line in lines]


def _halved(line: list[str]) -> list[str]:
    after = [*line[1:], ""]
    return [
        Halved(each) if each.strip() and not isinstance(each, Unclosed) and behind.startswith(" ") else each
        for each, behind in zip(line, after, strict=True)
    ]


def _unwrapped(text: str) -> str:
    """A text of which each whole line was put in quotation marks once more, as it was before."""
    lines = text.splitlines()
    filled = [line for line in lines if line.strip()]
    if not filled or not all(IN_QUOTES.fullmatch(line) for line in filled):
        return text
    inside = [line.strip()[1:-1].replace('""', '"') for line in lines]
    return "\n".join(inside) if any(sign in filled[0] for sign in SEPARATORS) else text


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    """The cells of each row. A quotation mark nobody closes takes its own line and no other."""
    lines = io.StringIO(text, newline="").readlines()
    across = next((count for line in lines if (count := line.count(separator))), 1)
    at = 0
    while at < len(lines):
        end = at + 1
        while _is_open("".join(lines[at:end]), separator):
            # A line with as many separators as the headings is a row of its own, and not part of a text,
            # unless the text ends in it and what comes of both is as wide as the headings.
            is_row = end < len(lines) and lines[end].count(separator) >= across
            if is_row and _is_wide("".join(lines[at : end + 1]), separator, across + 1):
                is_row = False
            if end == len(lines) or is_row or end - at > LONGEST_TEXT:
                yield _unclosed(lines[at], separator)
                end = at + 1
                break
            end += 1
        else:
            yield next(csv.reader(lines[at:end], delimiter=separator), [])
        at = end


def _is_open(text: str, separator: str) -> bool:
    """Whether a quotation mark of a row is still open at its end."""
    if '"' not in text:
        return False
    try:
        list(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _is_wide(text: str, separator: str, columns: int) -> bool:
    """Whether a text is one whole row of so many cells."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return False
    return len(rows) == 1 and len(rows[0]) == columns


def _unclosed(line: str, separator: str) -> list[str]:
    """The cells of a line, what stands from the open quotation mark on as one of them."""
    parts = line.rstrip("\r\n").split(separator)
    for count in range(len(parts)):
        before = separator.join(parts[:count])
        rest = separator.join(parts[count:])
        if rest.startswith('"') and _is_open(rest, separator) and not _is_open(before, separator):
            return [*(next(csv.reader([before], delimiter=separator)) if count else []), Unclosed(rest)]
    return parts


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
    if isinstance(text, Unclosed | Halved):
        return Cell(text, untyped=True)
    if text != other:
        value = Undecided(text)
        value.other = other
    return Cell(value, untyped=True)
