"""What is not read on a sheet, and whether verdicts may stand in it: then it is told as something to be mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process

from pop_analysis.model import Model, fold
from pop_analysis.model.text import spelling
from pop_analysis.reading.parsing.cells import Cell, Sheet, address

HEADER_WITHIN = 15
LIKE = 85  # how much the name of a sheet is like one that is known
# What counts sheets: years, numbers, ordinals; also several of them (“2022–2023”, “Viti i dytë”).
NUMBER = re.compile(
    r"\b(\d+|[ivx]+|vit|viti|vitit|vitet|year|years|bis|kopje|copy|e|te|"
    r"pare|dyte|trete|katert|peste|first|second|third|fourth|fifth|one|two|three|four|five)\b"
)
OF_A_MUNICIPALITY = "municipality"
# A verdict may stand in one cell with what it is about: “1. Rruga – adresuar plotësisht”.
BETWEEN = re.compile(r"\s+[-–—]+\s*|[–—:;=→|/()\[\]\t\r\n]")
NEAR, SHORT = 88, 7  # how much a text is like a verdict; a short word is one only as it is
LEGEND = frozenset({"legjende", "legjenda", "legend", "key", "shpjegim", "shpjegime", "shpjegimi"})
LONGEST_WORD = 60
LONGEST_CODE = 3


def verdict_words(model: Model) -> frozenset[str]:
    """Every way a status is written, also those outside the scale: they too are said of a priority."""
    return frozenset(word for word in model.spellings["statuses"] if fold(word))


@lru_cache(maxsize=20_000)
def says_verdict(text: str, words: frozenset[str]) -> bool:
    """Whether a text, or a part of it, is a verdict."""
    return any(is_verdict(part, words) for part in (text, *BETWEEN.split(text)))


def is_verdict(text: str, words: frozenset[str]) -> bool:
    """Whether a text is nothing but a verdict, or nearly: “e adresuar plotsisht”."""
    bare = spelling(text)
    if bare in words or not SHORT <= len(bare) <= LONGEST_WORD:
        return bare in words
    best = process.extractOne(bare, words, scorer=fuzz.ratio, score_cutoff=NEAR)
    return best is not None and len(best[0]) >= SHORT


def with_verdict(sheet: Sheet, model: Model, rows: Iterable[int], columns: Iterable[int] = ()) -> str:
    """The address of the first cell that says a verdict, in these rows (and columns, if any); "" for none."""
    words, only = verdict_words(model), set(columns)
    for row in rows:
        for column, cell in sheet.rows.get(row, {}).items():
            if (not only or column in only) and isinstance(cell.value, str) and says_verdict(cell.value, words):
                return address(row, column)
    return ""


def count_verdicts(sheet: Sheet, model: Model, rows: Iterable[int], only: int = 0) -> int:
    """How many cells say a verdict, in these rows (and one column, if any)."""
    words = verdict_words(model)
    cells = (cell.value for row in rows for column, cell in sheet.rows[row].items() if column == only or not only)
    return sum(isinstance(value, str) and says_verdict(value, words) for value in cells)


def with_codes(sheet: Sheet, model: Model, rows: Iterable[int], columns: Iterable[int] = ()) -> str:
    """The address of the first of several letters of verdicts (P, PJ, N) one below the other; "" for none."""
    only, rows = set(columns), list(rows)
    filled: dict[int, list[tuple[int, Cell]]] = {}
    for row in rows:
        for column, cell in sheet.rows.get(row, {}).items():
            if not only or column in only:
                filled.setdefault(column, []).append((row, cell))
    for column, cells in sorted(filled.items()):
        short = {row: fold(cell.value) for row, cell in cells if isinstance(cell.value, str) and _is_short(cell.value)}
        codes = [row for row, text in short.items() if _is_code(text, model)]
        telling = len({short[row] for row in codes}) > 1 or len(codes) == len(short)  # F and M are something else
        if len(codes) > 1 and 2 * len(codes) >= len(cells) and telling:
            return address(codes[0], column)
    return ""


def _is_short(text: str) -> bool:
    return fold(text).isalpha() and len(fold(text)) <= LONGEST_CODE


def _is_code(code: str, model: Model) -> bool:
    """Whether a short text is made of nothing but the letters of verdicts in one language, as P, PJ, JP and PP are.

    Those the pages show, and those a monitor would think of: the first, or the first two where two begin alike.
    """
    return any(set(code) <= _letters_of_verdicts(model, language) for language in model.languages)


def _letters_of_verdicts(model: Model, language: str) -> set[str]:
    names = [fold(each.short(language)) for each in model.scale]
    begun = Counter(name[:1] for name in names)
    shown = "".join(fold(each.letter(language)) for each in model.scale)
    return {sign for name in names for sign in name[: min(begun[name[:1]], 2)]} | set(shown)


def in_column(sheet: Sheet, model: Model, heading: str, rows: Iterable[int], column: int) -> str:
    """The address of what may be a verdict in a column that is not read; "" for none.

    A column that is headed by nothing but a year (“Viti 2”) holds that year, whatever the words in it.
    """
    rows = list(rows)
    if heads_legend(heading):
        return ""
    if found := with_verdict(sheet, model, rows, [column]) or with_codes(sheet, model, rows, [column]):
        return found
    first = next((row for row in rows if column in sheet.rows.get(row, {})), None)
    return address(first, column) if first is not None and _is_a_year(heading) else ""


def heads_legend(text: str) -> bool:
    """Whether a text heads a legend: what stands beside or below it explains words, and judges nothing."""
    return bool(LEGEND & set(fold(text).split()[:1]))


def seems_to_hold_data(sheet: Sheet, model: Model, is_missed: bool = False) -> str | None:
    """The address of what makes an unknown sheet look like data of a municipality; None for notes and the like.

    ``is_missed`` says that the workbook has no verdict elsewhere: then every table may be that of its verdicts.
    """
    if found := with_verdict(sheet, model, sheet.rows) or with_codes(sheet, model, sheet.rows):
        return found
    filled = [row for row, cells in sheet.rows.items() if len(cells) > 1]
    if len(filled) < 2:
        return None
    if (
        is_missed
        or _is_named_like_one(sheet.name, model)
        or any(_has_headings(sheet.rows[row], model) for row in filled[:-1])
    ):
        return address(filled[0], min(sheet.rows[filled[0]]))
    return None


def _is_a_year(name: str) -> bool:
    """Whether a name is nothing but a year or a number: “2021”, “Viti i dytë”."""
    return fold(name) != "" and not NUMBER.sub("", fold(name)).strip()


def _is_named_like_one(name: str, model: Model) -> bool:
    """Whether a sheet is named like a table, but for a number or a slip (“Vleresimi viti 2021”), or by a year alone."""
    bare = NUMBER.sub("", fold(name)).strip()
    return _is_a_year(name) or any(fuzz.ratio(bare, known) >= LIKE for known in model.sheets)


def _has_headings(cells: dict[int, Cell], model: Model) -> bool:
    """Whether a row has headings of a table, half of the required ones among them."""
    names = {fold(cell.value) for cell in cells.values() if isinstance(cell.value, str)}
    for table in model.tables.values():
        if OF_A_MUNICIPALITY not in table.workbooks or table.id == "workbook":
            continue
        found = {table.headings[name].id for name in names & table.headings.keys()}
        required = {each.id for each in table.fields.values() if each.required}
        if len(found) > 1 and 2 * len(found & required) >= len(required):
            return True
    return False


def lines_with_verdicts(text: str, words: frozenset[str]) -> Iterator[str]:
    """The lines of a text in which a verdict stands by itself, between signs, tabs or quotation marks."""
    for line in text.splitlines():
        if any(says_verdict(part, words) for part in re.split(r"[\t,\"“”{}<>]|\s{2,}", line) if part.strip()):
            yield line
