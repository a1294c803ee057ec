"""What comes out of the gate: a file that passed, or one that was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class FileRefused(Exception):
    """A file the gate does not let through: a finding's code and the words of its message.

    ``found`` is a key of the declared phrases where it is one, otherwise a plain text.
    """

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code, words)
        self.code, self.words = code, words

    def __reduce__(self) -> tuple[Any, ...]:  # a worker process hands it to its parent
        return _refused, (self.code, self.words)


def _refused(code: str, words: Mapping[str, Any]) -> FileRefused:
    return FileRefused(code, **words)


@dataclass(frozen=True)
class Mark:
    """What a file of LibreOffice says of one cell besides its value."""

    formula: str | None = None
    number_format: str = "General"
    is_error: bool = False
    text: str = ""


@dataclass(frozen=True)
class Marks:
    """What a file of LibreOffice says of one sheet besides its values."""

    cells: dict[tuple[int, int], Mark] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class Looks:
    """What a person sees on a sheet beside the values, by row and column.

    ``colours`` are those of cells with nothing in them, as RRGGBB, "" where only the program that shows it knows which;
    ``unseen`` those with white letters on white or a format that shows nothing, ``struck`` those with a line through
    what they say, ``comments`` those with a comment (never what it says), ``links`` the addresses behind cells.
    """

    colours: dict[tuple[int, int], str] = field(default_factory=dict)
    unseen: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    comments: set[tuple[int, int]] = field(default_factory=set)
    links: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileReport:
    """What the gate learnt of a file it lets through.

    Attributes
    ----------
    kind
        ``workbook`` (.xlsx, .xlsm), ``open_document`` (.ods), ``text`` (.csv) or ``records`` (.json, .yml).
    sheets
        The names of its sheets, in order.
    cells
        How many cells it has.
    has_macros, has_formulas
        Whether there are any.
    has_empty_rows
        Whether there are rows that are described and hold nothing.
    is_plain
        Whether there is nothing in a workbook that only openpyxl sees: formulas, errors, formats that change what
        a number means, merged cells, hidden rows and columns. A plain one is read by calamine, ten times faster.
    last_rows
        Sheet → the last row with a value, be it only a space.
    marks
        Sheet → what its cells are besides their values (.ods only).
    looks
        Sheet → colours, lines through, comments and addresses of its cells.
    merged
        Sheet → the areas over which its cells are merged: first row, first column, last row, last column (Excel only).
    has_struck_runs
        Whether a part of some text has a line through it.
    """

    kind: str
    sheets: tuple[str, ...] = ()
    cells: int = 0
    has_macros: bool = False
    has_formulas: bool = False
    has_empty_rows: bool = False
    is_plain: bool = False
    last_rows: Mapping[str, int] = field(default_factory=dict)
    marks: Mapping[str, Marks] = field(default_factory=dict)
    looks: Mapping[str, Looks] = field(default_factory=dict)
    merged: Mapping[str, Sequence[tuple[int, int, int, int]]] = field(default_factory=dict)
    has_struck_runs: bool = False
