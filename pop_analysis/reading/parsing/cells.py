"""Cells and sheets as a file has them, with their places: nothing converted, nothing dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from openpyxl.utils import get_column_letter

from pop_analysis.model import tidy

EPOCH = date(1899, 12, 30)
LARGEST = 1e15
DIGITS = 11  # as many a spreadsheet program shows of a number in a cell without a format
PLACES = re.compile(r"(#,##)?0(?:\.(0+))?\s*(%?)")  # of a number format: 0 · 0.00 · 0.0%
Range = tuple[int, int, int, int]  # first row, first column, last row, last column
letter_of = lru_cache(maxsize=1024)(get_column_letter)


@dataclass(slots=True)
class Cell:
    """One cell as the file has it.

    ``epoch`` is the day from which the file counts days; ``untyped`` says that the file knows nothing but text;
    ``decided`` that somebody put the value there by a correction, with name and reason; ``struck`` that there is a line
    through it, or through a part; ``link`` is the address behind it.
    """

    value: Any
    formula: str | None = None
    number_format: str = "General"
    is_error: bool = False
    epoch: date = EPOCH
    untyped: bool = False
    decided: bool = False
    struck: bool = False
    link: str = ""

    @property
    def is_blank(self) -> bool:
        return self.formula is None and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


class Contested(str):
    """What a cell says, where a copy of its sheet says ``other``, at ``place``."""

    other: str = ""
    place: str = ""


@dataclass(slots=True)
class Sheet:
    """One sheet: rows that hold something, by row number, each a mapping from column number to cell.

    ``colours`` are those of cells with nothing in them, ``comments`` the places of cells that have one, ``unseen``
    those of cells that show nothing of what they hold.
    """

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    colours: Mapping[tuple[int, int], str] = field(default_factory=dict)
    comments: Set[tuple[int, int]] = frozenset()
    unseen: Set[tuple[int, int]] = frozenset()
    emptied: Set[tuple[int, int]] = frozenset()  # cells whose correction could not be used
    code: str = ""  # of the letters of a text file, where it had to be found out

    def last_row(self) -> int:
        return max(self.rows, default=0)

    def merged_over(self, first: int, last: int) -> set[int]:
        """The columns over which cells are merged in any of the rows from ``first`` to ``last``."""
        ranges = ((left, right) for top, left, bottom, right in self.merged if top <= last and bottom >= first)
        return {column for left, right in ranges for column in range(left, right + 1)}


def address(row: int, column: int) -> str:
    """The cell's address as Excel shows it.

    >>> address(14, 4)
    'D14'
    """
    return f"{letter_of(column)}{row}"


def written(value: Any) -> str:
    """A value as a person writes it, for messages and comparisons.

    >>> written(12.0), written("  a  b "), written(datetime(2021, 5, 1)), written(None)
    ('12', 'a b', '1.5.2021', '')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    if isinstance(value, date):
        day = f"{value.day}.{value.month}.{value.year}"
        return day if not isinstance(value, datetime) or value.time() == time() else f"{day} {value:%H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return "" if value is None else tidy(str(value))


def shown(cell: Cell) -> str:
    """What a person sees in a cell: a number with the places and the per cent of its format.

    >>> shown(Cell(1.1, number_format="0.00")), shown(Cell(0.8, number_format="0%")), shown(Cell(1.1))
    ('1.10', '80%', '1.1')
    """
    if isinstance(cell.value, str):
        return tidy(cell.value)
    number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    places = PLACES.fullmatch(cell.number_format) if number else None
    if not places or not abs(cell.value) < LARGEST:  # also what is no number (NaN)
        return written(cell.value)
    percent = places[3] or ""
    exact = Decimal(written(float(cell.value))) * (100 if percent else 1)
    return f"{exact.quantize(Decimal(1).scaleb(-len(places[2] or '')), ROUND_HALF_UP)}{percent}"


def plain(value: Any) -> Any:
    """A value as every parser gives it: whole numbers as integers, days as moments, nothing as None.

    >>> plain(12.0), plain(""), plain(date(2021, 4, 17))
    (12, None, datetime.datetime(2021, 4, 17, 0, 0))
    """
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return None if value == "" else value
