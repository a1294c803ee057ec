"""The scan of a file of LibreOffice (.ods)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pop_analysis.reading.inspection.file_report import FileRefused, FileReport, Looks, Mark, Marks
from pop_analysis.reading.inspection.scan import (
    MAX_CELLS,
    MAX_COLUMN,
    MAX_LAID_OUT,
    MAX_ROW,
    MAX_SHEETS,
    MOST_LOOKS,
    refuse_idle,
    watching,
)

LONGEST_ERROR = 100
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0 "
BACKGROUND, OF_LETTERS, WHITE = f"{FO}background-color", f"{FO}color", "#ffffff"
LINK = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 a"
TARGET = "http://www.w3.org/1999/xlink href"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
PREFIXES = {"table": TABLE.strip(), "office": OFFICE.strip()}
VALUE_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"


class OpenDocumentScan:
    """The scan of a LibreOffice sheet, with what its cells are besides values, which calamine does not tell."""

    first = "content.xml"

    def __init__(self) -> None:
        self.cells = 0
        self._marks: dict[str, Marks] = {}
        self._sheet = ""
        self._row = self._column = self._header_column = self._furthest = 0
        self._row_repeat = 1
        self._marked = 0
        self._inside = self._hidden_row = False
        self._error: tuple[int, int] | None = None
        self._looks: dict[str, Looks] = {}
        self._place = (0, 0)
        self._style = ""
        self._elements = 0
        self._coloured: dict[str, str] = {}
        self._struck: set[str] = set()
        self._white: set[str] = set()

    def parser(self, member: str) -> Any:  # noqa: ARG002 — only one member is counted
        handlers = {"EndElementHandler": self._end, "CharacterDataHandler": self._text}
        return watching(self._start, StartNamespaceDeclHandler=_same_prefix, **handlers)

    def begin(self, member: str, chunk: bytes) -> None:
        """Nothing: only one member is counted."""

    def see(self, member: str, piece: bytes, empty: int) -> None:  # noqa: ARG002 — it has rows of another kind
        """Refuse a file with many more elements than its cells need."""
        refuse_idle(self._elements, self.cells)

    def report(self, members: Iterable[str]) -> FileReport:
        return FileReport(
            kind="open_document",
            sheets=tuple(self._marks),
            cells=self.cells,
            has_macros=any(name.startswith("Basic/") for name in members),
            has_formulas=any(mark.formula for marks in self._marks.values() for mark in marks.cells.values()),
            marks=self._marks,
            looks={name: looks for name, looks in self._looks.items() if looks != Looks()},
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if not name.startswith(TABLE):
            self._beside(name, attributes)
            return
        tag = name[len(TABLE) :]
        if tag == "table":
            self._sheet = attributes.get(f"{TABLE}name", "")
            if self._inside or self._sheet in self._marks:  # calamine takes what is inside for rows of the outer one
                raise FileRefused("FI-04")
            self._inside = True
            self._marks[self._sheet] = Marks()
            if len(self._marks) > MAX_SHEETS:
                raise FileRefused("FI-05", found=f"{len(self._marks)}", limit=f"{MAX_SHEETS}")
            self._looks[self._sheet] = Looks()
            self._row = self._header_column = self._furthest = 0
        elif tag == "table-column":
            self._columns(attributes)
        elif tag == "table-row":
            self._row_repeat = _repeated(attributes, "rows")
            self._column = 0
            self._hidden_row = attributes.get(f"{TABLE}visibility", "visible") != "visible"
        elif tag in ("table-cell", "covered-table-cell") and self._marks:
            self._cell(attributes)

    def _beside(self, name: str, attributes: dict[str, str]) -> None:
        """What a cell looks like, has a comment on, or has behind it."""
        if name.startswith(STYLE):
            tag = name[len(STYLE) :]
            if tag == "style":
                self._style = attributes.get(f"{STYLE}name", "")
            elif tag == "table-cell-properties" and (colour := attributes.get(BACKGROUND, "")).startswith("#"):
                self._coloured[self._style] = colour[1:].upper()
            elif tag == "text-properties":
                if attributes.get(f"{STYLE}text-line-through-style", "none") != "none":
                    self._struck.add(self._style)
                if attributes.get(OF_LETTERS, "").lower() == WHITE:
                    self._white.add(self._style)
        elif self._inside and name == f"{OFFICE}annotation":
            if len(self._looks[self._sheet].comments) < MOST_LOOKS:
                self._looks[self._sheet].comments.add(self._place)
        elif self._inside and name == LINK and len(self._looks[self._sheet].links) < MOST_LOOKS:
            self._looks[self._sheet].links.setdefault(self._place, attributes.get(TARGET, ""))

    def _look(self, attributes: dict[str, str], is_empty: bool) -> None:
        style, looks = attributes.get(f"{TABLE}style-name", ""), self._looks[self._sheet]
        if is_empty and style in self._coloured and len(looks.colours) < MOST_LOOKS:
            looks.colours[self._place] = self._coloured[style]
        elif not is_empty and style in self._struck and len(looks.struck) < MOST_LOOKS:
            looks.struck.add(self._place)
        if not is_empty and style in self._white and style not in self._coloured and len(looks.unseen) < MOST_LOOKS:
            looks.unseen.add(self._place)

    def _end(self, name: str) -> None:
        if name == f"{TABLE}table":
            self._inside = False
        elif name == f"{TABLE}table-row":
            self._row += self._row_repeat
        elif name == f"{TABLE}table-cell":
            self._error = None

    def _text(self, text: str) -> None:
        if self._error is not None and len(self._marks[self._sheet].cells[self._error].text) < LONGEST_ERROR:
            cells = self._marks[self._sheet].cells
            cells[self._error] = replace(cells[self._error], text=cells[self._error].text + text)

    def _columns(self, attributes: dict[str, str]) -> None:
        repeat = _repeated(attributes, "columns")
        if attributes.get(f"{TABLE}visibility", "visible") != "visible":
            first = self._header_column + 1
            self._marks[self._sheet].hidden_columns.update(range(first, min(first + repeat, MAX_COLUMN + 1)))
        self._header_column += repeat

    def _cell(self, attributes: dict[str, str]) -> None:
        repeat = _repeated(attributes, "columns")
        kind = attributes.get(f"{OFFICE}value-type", "")
        formula = attributes.get(f"{TABLE}formula", "")
        first = self._column + 1
        self._column += repeat
        down, across = _spanned(attributes, "rows"), _spanned(attributes, "columns")
        marks = self._marks[self._sheet]
        if (down, across) != (1, 1):
            marks.merged.append((self._row + 1, first, self._row + down, first + across - 1))
            self._marked += 1
        is_empty = not formula and not any(name.startswith(OFFICE) for name in attributes)
        if self._marked > MAX_LAID_OUT:
            raise self._too_far(self._row + 1)
        self._place = self._row + 1, first
        self._look(attributes, is_empty)
        if is_empty:
            return
        self.cells += repeat * self._row_repeat
        last_row = self._row + self._row_repeat
        self._furthest = max(self._furthest, self._column)
        area = last_row * self._furthest  # calamine lays the whole of it out
        mark = _mark(kind, formula, attributes)
        if mark != Mark() or self._hidden_row or repeat * self._row_repeat > 1:
            self._marked += repeat * self._row_repeat
        too_many = max(self.cells, area) > MAX_CELLS or self._marked > MAX_LAID_OUT
        if self._column > MAX_COLUMN or last_row > MAX_ROW or too_many:
            raise self._too_far(last_row)
        rows = range(self._row + 1, last_row + 1)
        if self._hidden_row:
            marks.hidden_rows.update(rows)
        if mark != Mark():
            marks.cells.update({(row, column): mark for row in rows for column in range(first, self._column + 1)})
        if mark.is_error:
            self._error = self._row + 1, first

    def _too_far(self, last_row: int) -> FileRefused:
        limit = f"{MAX_COLUMN} × {MAX_ROW}"
        return FileRefused("FI-07", sheet_name=self._sheet, found=f"{self._column} × {last_row}", limit=limit)


def _same_prefix(prefix: str | None, namespace: str) -> None:
    """Calamine goes by the prefix, the scan by the namespace: they must mean the same."""
    wanted = PREFIXES.get(prefix or "")
    if wanted != namespace and (wanted or namespace in PREFIXES.values()):
        raise FileRefused("FI-04")


def _mark(kind: str, formula: str, attributes: dict[str, str]) -> Mark:
    number_format = "General"
    if kind == "percentage":
        number_format = "0%"
    elif kind == "currency":
        number_format = f"#,##0 [${attributes.get(f'{OFFICE}currency', '')}]"
    text = f"={formula.partition('=')[2]}" if "=" in formula else formula  # without the name of its language: of:=
    return Mark(text or None, number_format, is_error=attributes.get(VALUE_TYPE) == "error")


def _repeated(attributes: dict[str, str], what: str) -> int:
    return max(1, int(attributes.get(f"{TABLE}number-{what}-repeated", 1)))


def _spanned(attributes: dict[str, str], what: str) -> int:
    return max(1, int(attributes.get(f"{TABLE}number-{what}-spanned", 1)))
