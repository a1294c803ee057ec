"""The scan of a file's XML as it streams by: how far sheets reach, and what their cells are besides values.

Nothing is kept but counts and, where a cell is more than its value, what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol
from xml.parsers import expat

from pop_analysis.reading.inspection.file_report import FileRefused, FileReport

BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
MAX_ROW = 1_048_576
MAX_COLUMN = 200
MAX_CELLS = 5_000_000
# Cells openpyxl makes for merged areas and areas that are one link, and marks of cells repeated in an .ods file.
MAX_LAID_OUT = 100_000
MAX_SHEETS = 1_000
# No table has hundreds of columns and thousands of rows: cells there may be beyond a column.
WIDE, MAX_BEYOND = 60, 200_000
# Elements of a file that say nothing a cell says (formats of areas, comments, names), and those a value may have.
MAX_IDLE, OF_A_VALUE = 700_000, 10
LAST_COLUMN = 16_384
MOST_LOOKS = 10_000  # colours, comments and the like of a sheet: nobody makes more by hand


class Scan(Protocol):
    """What the gate streams the members of a file through."""

    first: str  # the member by which others are understood

    @property
    def cells(self) -> int:
        """How many cells there were so far."""

    def begin(self, member: str, chunk: bytes) -> None:
        """Look at how a member that is XML begins."""

    def parser(self, member: str) -> Any:
        """A parser for one member."""

    def see(self, member: str, piece: bytes, empty: int) -> None:
        """Look at the bytes of a member as they come, of which so many empty rows were left out."""

    def report(self, members: Iterable[str]) -> FileReport:
        """What was learnt, when all members have been streamed."""


def refuse_idle(elements: int, values: int) -> None:
    """Refuse a file that holds many more elements than what stands in its cells needs: each costs time."""
    if (idle := elements - OF_A_VALUE * values) > MAX_IDLE:
        raise FileRefused("FI-05", found=f"{idle:,}".replace(",", " "), limit=f"{MAX_IDLE:,}".replace(",", " "))


def watching(start: Callable[[str, dict[str, str]], None], **handlers: Any) -> Any:
    """Make a parser that tells ``start`` of every element, and refuses a document type."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _document_type
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    return parser


def _document_type(*_: object) -> None:
    raise FileRefused("FI-06", found="document_type")
