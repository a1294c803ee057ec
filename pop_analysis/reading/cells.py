"""Cells and sheets as a file has them, with their places: nothing converted, nothing dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from openpyxl.utils import get_column_letter

from pop_analysis.model import tidy

EPOCH = date(1899, 12, 30)
Range = tuple[int, int, int, int]  # first row, first column, last row, last column
letter_of = lru_cache(maxsize=1024)(get_column_letter)


@dataclass(slots=True)
class Cell:
    """One cell as the file has it.

    ``epoch`` is the day from which the file counts days; ``untyped`` says that the file knows nothing but text;
    ``decided`` that somebody put the value there by a correction, with name and reason.
    """

    value: Any
    formula: str | None = None
    number_format: str = "General"
    is_error: bool = False
    epoch: date = EPOCH
    untyped: bool = False
    decided: bool = False

    @property
    def is_blank(self) -> bool:
        return self.formula is None and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


@dataclass(slots=True)
class Sheet:
    """One sheet: rows that hold something, by row number, each a mapping from column number to cell."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()

    def last_row(self) -> int:
        return max(self.rows, default=0)


def address(row: int, column: int) -> str:
    """The cell's address as Excel shows it.

    >>> address(14, 4)
    'D14'
    """
    return f"{letter_of(column)}{row}"


def written(value: Any) -> str:
    """A cell's value as a person sees it, for messages and comparisons.

    >>> written(12.0), written("  a  b ")
    ('12', 'a b')
    """
    return tidy(f"{value:.12g}" if isinstance(value, float) else str(value))


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
