"""The scan of an Excel workbook (.xlsx, .xlsm)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import range_boundaries

from pop_analysis.reading.inspection.file_report import FileRefused, FileReport
from pop_analysis.reading.inspection.scan import (
    BEFORE_XML,
    LAST_COLUMN,
    MAX_CELLS,
    MAX_COLUMN,
    MAX_LAID_OUT,
    MAX_ROW,
    watching,
)

# calamine lays a sheet out as a whole, with a place for every cell there is not: up to so many for one that is.
SPARSE, ALWAYS_DENSE = 20, 200_000
SHEET_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"
# Formats every program knows by number: these change what a number means (per cent, currencies, months without day).
TELLING_FORMATS = frozenset({"5", "6", "7", "8", "9", "10", "17", "37", "38", "39", "40", "41", "42", "43", "44"})
# Of the others, those that are made of nothing but digits, whole dates and signs between them change nothing.
MEANINGLESS = re.compile(
    r"^(?![^d]*y[^d]*$)(General|[0#?,.\-/\\: ;@ymdhs]|\"[-/.: ]\"|\[\$-[0-9A-Fa-f]+\])*$", re.IGNORECASE
)
DRAWING = ".vml"
# A day as a workbook counts it, well within what every parser knows, or the number of a text.
DAYS = re.compile(r"^\d{1,6}(\.\d*)?$", re.ASCII)
# What calamine reads by these names in any namespace, and openpyxl only in the right one.
READ_BY_NAME = frozenset({"c", "v", "is", "row", "si", "sheetData", "mergeCell", "cellXfs"})
OTHER_CODE = re.compile(rb"""^.{0,99}encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE | re.DOTALL)
ESCAPE = re.compile(rb"_x[0-9A-Fa-f]{4}_")


class WorkbookScan:
    """The scan of an Excel workbook."""

    first = "xl/styles.xml"

    def __init__(self) -> None:
        self.cells = 0
        self.formulas = False
        self.plain = True
        self._names: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}
        self.last: dict[str, int] = {}
        self._tail = b""
        self._streamed: set[str] = set()
        self._reaches: list[_SheetReach] = []
        self.formats: dict[str, str] = {}
        self.styles: list[str] = []

    def begin(self, member: str, chunk: bytes) -> None:
        self._streamed.add(member)
        self._tail = b""
        if not chunk.lstrip(BEFORE_XML).startswith(b"<") or OTHER_CODE.match(chunk):
            self.plain = False  # calamine knows no letters but UTF-8

    def parser(self, member: str) -> Any:
        if member == "xl/workbook.xml":
            return watching(self._workbook)
        if member == "xl/_rels/workbook.xml.rels":
            return watching(self._relations)
        self._reaches.append(_SheetReach(member, self))
        return self._reaches[-1].parser

    def see(self, member: str, chunk: bytes) -> None:
        if not member.endswith(DRAWING) and ESCAPE.search(
            self._tail + chunk
        ):  # a sign written by its number: each parser does as it likes with it
            self.plain = False
        self._tail = chunk[-8:]

    def report(self, members: Iterable[str]) -> FileReport:
        used = set(self.styles)
        telling = used & TELLING_FORMATS or not all(MEANINGLESS.match(self.formats.get(number, "")) for number in used)
        sheets = [name for name, _ in self._names]
        alike = len({name.casefold() for name in sheets}) < len(sheets)
        unseen = any(self._targets.get(link, "") not in self._streamed for _, link in self._names)
        last = {name: self.last.get(self._targets.get(link, ""), 0) for name, link in self._names}
        return FileReport(
            kind="workbook",
            sheets=tuple(sheets),
            cells=self.cells,
            has_macros=any(name.endswith("vbaProject.bin") for name in members),
            has_formulas=self.formulas,
            is_plain=self.plain
            and not (telling or alike or unseen)
            and not any(reach.is_sparse for reach in self._reaches),
            last_rows=last,
        )

    def is_date(self, style: str) -> bool:
        """Whether cells of a style show a number as a day or a time."""
        try:
            number = self.styles[int(style)]
        except (IndexError, ValueError):
            self.plain = False  # nobody knows what it means
            return False
        return bool(is_date_format(self.formats.get(number) or BUILTIN_FORMATS.get(int(number))))

    def _workbook(self, name: str, attributes: dict[str, str]) -> None:
        _, _, tag = name.rpartition(" ")
        if tag == "sheet":
            link = attributes.get(f"{RELATION} id") or attributes.get(f"{STRICT_RELATION} id", "")
            self._names.append((attributes.get("name", ""), link))
        elif tag == "workbookPr" and attributes.get("date1904", "0") not in ("0", "false"):
            self.plain = False

    def _relations(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            target = attributes.get("Target", "")
            self._targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


class _SheetReach:
    """What one member of a workbook adds to the scan: a sheet, the styles, or something nobody reads."""

    def __init__(self, member: str, scan: WorkbookScan) -> None:
        self.member, self.scan = member, scan
        self.parser = watching(self.start)
        self.is_date = lru_cache(maxsize=1024)(scan.is_date)
        self.cells = self.laid_out = 0
        self.place = (0, 0)
        self.furthest = 0
        self.in_styles = self.dated = False
        self.handlers: dict[str, Callable[[dict[str, str]], None]] = {
            f"{namespace} {tag}": handler
            for namespace in SHEET_NAMESPACES
            for tag, handler in {
                "c": self._cell,
                "v": self._value,
                "is": self._value,
                "row": self._row,
                "f": self._formula,
                "mergeCell": self._merged,
                "hyperlink": self._laid_out,
                "r": self._not_plain,
                "rPh": self._not_plain,
                "col": self._column,
                "numFmt": self._format,
                "cellXfs": self._styles_begin,
                "cellStyles": self._styles_end,
                "xf": self._style,
            }.items()
        }
        self.handlers[f"{SHEET_NAMESPACES[1]} worksheet"] = self._not_plain

    def start(self, name: str, attributes: dict[str, str]) -> None:
        handler = self.handlers.get(name)
        if handler is not None:
            handler(attributes)
        else:
            namespace, _, tag = name.rpartition(" ")
            if tag in READ_BY_NAME and namespace not in SHEET_NAMESPACES:
                self.scan.plain = False

    def _cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        self.scan.cells += 1
        address = attributes.get("r", "")
        letters = address.rstrip("0123456789")
        place = int(address[len(letters) :] or 0), _column_of(letters)
        if place[1] > MAX_COLUMN or place[0] > MAX_ROW or self.cells > MAX_CELLS:
            raise self._too_far(address or str(self.cells))
        self.furthest = max(self.furthest, place[1])
        if not address or place <= self.place or attributes.get("t") in ("e", "d"):
            self.scan.plain = False
        self.place = place
        self.parser.CharacterDataHandler = None
        self.dated = "s" in attributes and self.is_date(attributes["s"]) and attributes.get("t", "n") == "n"

    def _value(self, _: dict[str, str]) -> None:
        if self.dated:
            self.parser.CharacterDataHandler = self._day
        self.scan.last[self.member] = self.place[0]

    def _day(self, text: str) -> None:
        """A number no calendar has: each parser does as it likes with it."""
        if text.strip() and not DAYS.match(text):
            self.scan.plain = False

    def _row(self, attributes: dict[str, str]) -> None:
        if int(attributes.get("r", 0)) > MAX_ROW:
            raise self._too_far(attributes["r"])
        if _yes(attributes.get("hidden")):
            self.scan.plain = False

    def _column(self, attributes: dict[str, str]) -> None:
        if int(attributes.get("max", 0)) > LAST_COLUMN:
            raise self._too_far(attributes["max"])
        if _yes(attributes.get("hidden")):
            self.scan.plain = False

    def _formula(self, _: dict[str, str]) -> None:
        self.scan.formulas, self.scan.plain = True, False

    def _merged(self, attributes: dict[str, str]) -> None:
        self.scan.plain = False
        self._laid_out(attributes)

    def _laid_out(self, attributes: dict[str, str]) -> None:
        """An area for which openpyxl makes a cell each."""
        place = attributes.get("ref", "")
        if ":" not in place:
            return
        first_column, first_row, last_column, last_row = range_boundaries(place)
        across = (last_column or LAST_COLUMN) - (first_column or 1) + 1
        self.laid_out += across * ((last_row or MAX_ROW) - (first_row or 1) + 1)
        if self.laid_out > MAX_LAID_OUT:
            raise self._too_far(place)

    def _not_plain(self, _: dict[str, str]) -> None:
        self.scan.plain = False

    def _format(self, attributes: dict[str, str]) -> None:
        self.scan.formats.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))

    def _styles_begin(self, _: dict[str, str]) -> None:
        self.in_styles = True

    def _styles_end(self, _: dict[str, str]) -> None:
        self.in_styles = False

    def _style(self, attributes: dict[str, str]) -> None:
        if self.in_styles:
            self.scan.styles.append(attributes.get("numFmtId", "0"))

    @property
    def is_sparse(self) -> bool:
        """Whether the cells stand so far from one another that laying out the whole sheet would be a waste."""
        return self.place[0] * self.furthest > max(SPARSE * self.cells, ALWAYS_DENSE)

    def _too_far(self, found: str) -> FileRefused:
        sheet = self.member.rsplit("/", 1)[-1].removesuffix(".xml")
        return FileRefused("FI-07", sheet_name=sheet, found=found, limit=f"{MAX_COLUMN} × {MAX_ROW}")


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    """The number of a column by its letters; 0 for none."""
    column = 0
    for sign in letters:
        column = column * 26 + ord(sign.upper()) - 64
    return column


def _yes(attribute: str | None) -> bool:
    return attribute in ("1", "true")
