"""The scan of an Excel workbook (.xlsx, .xlsm)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any, ClassVar, TypeVar

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter, range_boundaries

from pop_analysis.reading.inspection.empty_rows import HIDING, SHEET_BEGINS
from pop_analysis.reading.inspection.file_report import FileRefused, FileReport, Looks
from pop_analysis.reading.inspection.scan import (
    BEFORE_XML,
    LAST_COLUMN,
    MAX_BEYOND,
    MAX_CELLS,
    MAX_COLUMN,
    MAX_LAID_OUT,
    MAX_ROW,
    MOST_LOOKS,
    WIDE,
    refuse_idle,
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
# Of the others, those that are made of nothing but digits, whole dates and signs between them change nothing; but not
# those that leave out a part (0;0;), or show thousands (0,).
MEANINGLESS = re.compile(
    r"^(?![^d]*y[^d]*$)(?!.*;\s*(;|$))(?!.*[0#?],(?![0#?,]))"
    r"(General|[0#?,.\-/\\: ;@ymdhs]|\"[-/.: ]\"|\[\$-[0-9A-Fa-f]+\])*$",
    re.IGNORECASE,
)
DRAWING = ".vml"
SHEET_RELATIONS = re.compile(r"xl/worksheets/_rels/([^/]+)\.rels")
T = TypeVar("T")
# A day as a workbook counts it, well within what every parser knows, or the number of a text.
DAYS = re.compile(r"^\d{1,6}(\.\d*)?$", re.ASCII)
# What calamine reads by these names in any namespace, and openpyxl only in the right one.
READ_BY_NAME = frozenset({"c", "v", "is", "row", "si", "sheetData", "mergeCell", "cellXfs"})
OTHER_CODE = re.compile(rb"""^.{0,99}encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE | re.DOTALL)
ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
WHITE = frozenset({"FFFFFF", "000000"})
WHITE_OF_THEME = "0"  # its first colour, that of the paper
SHOWS_NOTHING = re.compile(r'(\s|"\s*"|;)*;(\s|"\s*"|;)*')  # a format that leaves out every part: ;;;
ESCAPE = re.compile(rb"_x[0-9A-Fa-f]{4}_")


class WorkbookScan:
    """The scan of an Excel workbook."""

    first = "xl/styles.xml"

    def __init__(self) -> None:
        self.formulas = False
        self.empty_rows = 0
        self.plain = True
        self._names: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}
        self._begun = self._tail = b""
        self._streamed: set[str] = set()
        self._reaches: list[_SheetReach] = []
        self.formats: dict[str, str] = {}
        self.styles: list[str] = []
        self.fonts_struck: list[bool] = []
        self.fills: list[str | None] = []
        self.fonts_white: set[str] = set()
        self.struck: set[str] = set()
        self.unseen: set[str] = set()
        self.coloured: dict[str, str] = {}
        self.telling: set[str] = set()  # the styles that are looked at, for any of these
        self.struck_runs = False
        self._beside: dict[str, dict[str, tuple[str, str]]] = {}

    @property
    def cells(self) -> int:
        """How many there are."""
        return sum(reach.cells for reach in self._reaches)

    def begin(self, member: str, chunk: bytes) -> None:
        self._streamed.add(member)
        self._begun, self._tail = chunk, b""
        if not chunk.lstrip(BEFORE_XML).startswith(b"<") or OTHER_CODE.match(chunk):
            self.plain = False  # calamine knows no letters but UTF-8

    def parser(self, member: str) -> Any:
        if member == "xl/workbook.xml":
            return watching(self._workbook)
        if member == "xl/_rels/workbook.xml.rels":
            return watching(self._relations)
        if match := SHEET_RELATIONS.fullmatch(member):
            return watching(partial(self._relation_of_sheet, f"xl/worksheets/{match[1]}"))
        self._reaches.append(_SheetReach(member, self))
        self._reaches[-1].is_copied_whole = not SHEET_BEGINS.match(self._begun)
        return self._reaches[-1].parser

    def see(self, member: str, piece: bytes, empty: int) -> None:
        if self._reaches and any(sign in piece for sign in HIDING):
            self._reaches[-1].is_copied_whole = True
        if not member.endswith(DRAWING) and ESCAPE.search(
            self._tail + piece
        ):  # a sign written by its number: each parser does as it likes with it
            self.plain = False
        self._tail = (self._tail + piece)[-8:]
        self.empty_rows += empty
        refuse_idle(sum(reach.elements for reach in self._reaches), sum(reach.values for reach in self._reaches))

    def report(self, members: Iterable[str]) -> FileReport:
        used = set(self.styles)
        telling = used & TELLING_FORMATS or not all(MEANINGLESS.match(self.formats.get(number, "")) for number in used)
        sheets = [name for name, _ in self._names]
        alike = len({name.casefold() for name in sheets}) < len(sheets)
        unseen = any(self._targets.get(link, "") not in self._streamed for _, link in self._names)
        reached = {reach.member: reach for reach in self._reaches}
        sheets_reached = {name: reached[to] for name, link in self._names if (to := self._targets.get(link)) in reached}
        areas = {reach.member: reach.areas() for reach in self._reaches}
        return FileReport(
            kind="workbook",
            sheets=tuple(sheets),
            cells=self.cells,
            has_macros=any(name.endswith("vbaProject.bin") for name in members),
            has_formulas=self.formulas,
            has_empty_rows=self.empty_rows > 0,
            is_plain=self.plain
            and not (telling or alike or unseen)
            and not any(reach.is_sparse for reach in self._reaches),
            last_rows={name: reach.last for name, reach in sheets_reached.items()},
            merged={name: own for name, reach in sheets_reached.items() if (own := areas[reach.member])},
            looks=self._looks(),
            has_struck_runs=self.struck_runs,
        )

    def _looks(self) -> dict[str, Looks]:
        """Sheet → what its cells look like, with the comments and addresses other members hold."""
        by_member = {reach.member: reach for reach in self._reaches}
        looks = {}
        for name, link in self._names:
            member = self._targets.get(link, "")
            if (reach := by_member.get(member)) is None:
                continue
            beside = self._beside.get(member, {})
            found = reach.looks
            found.links |= {at: beside[key][1] for at, key in reach.linked.items() if key in beside}
            for kind, target in beside.values():
                where = posixpath.normpath(posixpath.join("xl/worksheets", target)).lstrip("/")
                if kind.endswith("/comments") and where in by_member:
                    found.comments |= by_member[where].looks.comments
            if found != Looks():
                looks[name] = found
        return looks

    def is_date(self, style: str) -> bool:
        """Whether cells of a style show a number as a day or a time."""
        try:
            number = self.styles[int(style)]
        except (IndexError, ValueError):
            self.plain = False  # nobody knows what it means
            return False
        return bool(is_date_format(self.formats.get(number) or BUILTIN_FORMATS.get(int(number))))

    def places_of(self, style: str) -> int | None:
        """How many places of a number a style shows, where it says so."""
        number = self.styles[int(style)] if style.isdecimal() and int(style) < len(self.styles) else "0"
        shown = self.formats.get(number) or BUILTIN_FORMATS.get(int(number), "")
        return len(re.match("0*", shown.partition(".")[2])[0]) if "0" in shown else None  # type: ignore[index]

    def _workbook(self, name: str, attributes: dict[str, str]) -> None:
        _, _, tag = name.rpartition(" ")
        if tag == "sheet":
            link = attributes.get(f"{RELATION} id") or attributes.get(f"{STRICT_RELATION} id", "")
            self._names.append((attributes.get("name", ""), link))
        elif tag == "workbookPr" and attributes.get("date1904", "0") not in ("0", "false"):
            self.plain = False

    def _relation_of_sheet(self, member: str, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            known = attributes.get("Type", ""), attributes.get("Target", "")
            self._beside.setdefault(member, {})[attributes.get("Id", "")] = known

    def _relations(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            target = attributes.get("Target", "")
            self._targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


class _SheetReach:
    """What one member of a workbook adds to the scan: a sheet, the styles, or something nobody reads."""

    def __init__(self, member: str, scan: WorkbookScan) -> None:
        self.member, self.scan = member, scan
        self.parser = watching(self.start)
        self.checks: dict[str, Callable[[str], None] | None] = {}  # by style
        self.cells = self.last = self.beyond = 0
        self.elements = self.values = 0
        self.place = (0, 0)
        self.furthest = 0
        self.in_styles = False
        self.check: Callable[[str], None] | None = None  # of the number in the cell
        self.part = ""  # of the styles
        self.colour: str | None = None
        self.looks = Looks()
        self.linked: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.links: list[tuple[int, int, int, int]] = []  # over more than a cell
        self.is_copied_whole = False  # the copy for openpyxl is not freed of what stands beside its cells

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        handler = _handler(name)
        if handler is not None:
            handler(self, attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        address = attributes.get("r", "")
        place = row, column = _row_and_column(address)
        if column > MAX_COLUMN or row > MAX_ROW or self.cells > MAX_CELLS:
            raise self._too_far(address or str(self.cells))
        if column > self.furthest:
            self.furthest = column
        if column > WIDE:
            self.beyond += 1
            if self.beyond > MAX_BEYOND:
                raise self._too_far(f"{address}, {self.cells}")
        kind = attributes.get("t", "n")
        if not address or place <= self.place or kind == "e" or kind == "d":
            self.scan.plain = False
        self.place = place
        if self.check:
            self.parser.CharacterDataHandler = self.check = None
        if style := attributes.get("s"):
            if style in self.scan.telling:
                self._look(place, style)
            if style not in self.checks:
                if len(self.checks) > MOST_LOOKS:
                    self.checks.clear()
                self.checks[style] = self._check_of(style)
            self.check = self.checks[style] if kind == "n" else None

    def _look(self, place: tuple[int, int], style: str) -> None:
        if style in self.scan.coloured and len(self.looks.colours) < MOST_LOOKS:
            self.looks.colours[place] = self.scan.coloured[style]
        for styles, places in ((self.scan.struck, self.looks.struck), (self.scan.unseen, self.looks.unseen)):
            if style in styles and len(places) < MOST_LOOKS:
                places.add(place)

    def _value(self, _: dict[str, str]) -> None:
        if self.check:
            self.parser.CharacterDataHandler = self.check
        self.last = self.place[0]
        self.values += 1
        if self.looks.colours:
            self.looks.colours.pop(self.place, None)  # a colour beside a word is decoration

    def _text(self, _: dict[str, str]) -> None:
        """One of the texts that cells point to."""
        self.values += 1

    def _day(self, text: str) -> None:
        """A number no calendar has: each parser does as it likes with it."""
        if text.strip() and not DAYS.match(text):
            self.scan.plain = False

    def _number(self, places: int, text: str) -> None:
        """A number the cell may not show as it is: 1.10, or 2 for 1.6."""
        if not text.strip().lstrip("-").isdecimal() and len(text.strip().partition(".")[2]) != places:
            self.scan.plain = False

    def _check_of(self, style: str) -> Callable[[str], None] | None:
        """How a number of this style is looked at."""
        if self.scan.is_date(style):
            return self._day
        places = self.scan.places_of(style)
        return None if places is None else partial(self._number, places)

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
        if area := self._area(attributes.get("ref", "")):
            self.merged.append(area)

    def _area(self, place: str) -> tuple[int, int, int, int] | None:
        """First row, first column, last row and last column of what is more than a cell; refuses too many of them."""
        if ":" not in place:
            return None
        left, first, right, last = range_boundaries(place)
        if len(self.merged) + len(self.links) > MAX_LAID_OUT:
            raise self._too_far(place)
        return first or 1, left or 1, last or MAX_ROW, right or LAST_COLUMN

    def areas(self) -> list[tuple[int, int, int, int]]:
        """The merged areas, as far as there may be cells to the right.

        Refuses a sheet of which more is merged than anybody merges: as far as it has rows with a value, or as a whole
        where openpyxl would make a cell each.
        """
        covered = 0
        for first, left, last, right in [*self.merged, *(self.links if self.is_copied_whole else ())]:
            end, edge = (last, right) if self.is_copied_whole else (min(last, self.last), min(right, MAX_COLUMN))
            covered += max(1, (end - first + 1) * (edge - left + 1))
            if covered > MAX_LAID_OUT:
                raise self._too_far(f"{get_column_letter(left)}{first}:{get_column_letter(right)}{last}")
        return [(first, left, last, min(right, MAX_COLUMN)) for first, left, last, right in self.merged]

    def _hyperlink(self, attributes: dict[str, str]) -> None:
        if area := self._area(attributes.get("ref", "")):
            self.links.append(area)
        key = attributes.get(f"{RELATION} id") or attributes.get(f"{STRICT_RELATION} id")
        place = _place_of(attributes.get("ref", ""))
        if key and place and len(self.linked) < MOST_LOOKS:
            self.linked[place] = key

    def _comment(self, attributes: dict[str, str]) -> None:
        place = _place_of(attributes.get("ref", ""))
        if place and len(self.looks.comments) < MOST_LOOKS:
            self.looks.comments.add(place)

    def _fonts(self, _: dict[str, str]) -> None:
        self.part = "fonts"

    def _fills(self, _: dict[str, str]) -> None:
        self.part = "fills"

    def _borders(self, _: dict[str, str]) -> None:
        self.part = "borders"

    def _strike(self, attributes: dict[str, str]) -> None:
        if attributes.get("val", "1") in ("0", "false"):
            return
        if self.member != WorkbookScan.first:
            self.scan.struck_runs, self.scan.plain = True, False
        elif self.part == "fonts" and self.scan.fonts_struck:
            self.scan.fonts_struck[-1] = True

    def _font(self, _: dict[str, str]) -> None:
        if self.part == "fonts":
            self.scan.fonts_struck.append(False)

    def _font_colour(self, attributes: dict[str, str]) -> None:
        is_white = attributes.get("rgb", "")[-6:].upper() == "FFFFFF" or (
            attributes.get("theme") == WHITE_OF_THEME and not attributes.get("tint")
        )
        if self.part == "fonts" and is_white:
            self.scan.fonts_white.add(str(len(self.scan.fonts_struck) - 1))

    def _fill(self, _: dict[str, str]) -> None:
        if self.part == "fills":
            self.scan.fills.append(None)

    def _pattern(self, attributes: dict[str, str]) -> None:
        self.colour = "" if attributes.get("patternType") == "solid" else None

    def _fill_colour(self, attributes: dict[str, str]) -> None:
        if self.part == "fills" and self.colour is not None and self.scan.fills:
            colour = _colour_of(attributes)
            self.scan.fills[-1] = None if colour in WHITE else colour

    def _not_plain(self, _: dict[str, str]) -> None:
        self.scan.plain = False

    def _format(self, attributes: dict[str, str]) -> None:
        self.scan.formats.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))

    def _styles_begin(self, _: dict[str, str]) -> None:
        self.in_styles = True

    def _styles_end(self, _: dict[str, str]) -> None:
        self.in_styles = False

    def _style(self, attributes: dict[str, str]) -> None:
        if not self.in_styles:
            return
        scan, style = self.scan, str(len(self.scan.styles))
        scan.styles.append(attributes.get("numFmtId", "0"))
        if _nth(scan.fonts_struck, attributes.get("fontId")):
            scan.struck.add(style)
        if (colour := _nth(scan.fills, attributes.get("fillId"))) is not None:
            scan.coloured[style] = colour
        is_white = colour is None and attributes.get("fontId", "") in scan.fonts_white
        if is_white or SHOWS_NOTHING.fullmatch(scan.formats.get(scan.styles[-1], "")):
            scan.unseen.add(style)
        if style in scan.struck | scan.unseen | scan.coloured.keys():
            scan.telling.add(style)

    of_tag: ClassVar[dict[str, Callable[[_SheetReach, dict[str, str]], None]]] = {
        "c": _cell,
        "v": _value,
        "is": _value,
        "si": _text,
        "row": _row,
        "f": _formula,
        "mergeCell": _merged,
        "hyperlink": _hyperlink,
        "comment": _comment,
        "strike": _strike,
        "font": _font,
        "color": _font_colour,
        "fill": _fill,
        "patternFill": _pattern,
        "fgColor": _fill_colour,
        "r": _not_plain,
        "rPh": _not_plain,
        "col": _column,
        "numFmt": _format,
        "cellXfs": _styles_begin,
        "cellStyles": _styles_end,
        "xf": _style,
        "fonts": _fonts,
        "fills": _fills,
        "borders": _borders,
    }

    @property
    def is_sparse(self) -> bool:
        """Whether the cells stand so far from one another that laying out the whole sheet would be a waste."""
        return self.place[0] * self.furthest > max(SPARSE * self.cells, ALWAYS_DENSE)

    def strict(self, _: dict[str, str]) -> None:
        """Excel also writes a stricter kind of workbook, which no parser here reads."""
        raise FileRefused("FI-01", found="strict")

    def _too_far(self, found: str) -> FileRefused:
        sheet = self.member.rsplit("/", 1)[-1].removesuffix(".xml")
        return FileRefused("FI-07", sheet_name=sheet, found=found, limit=f"{MAX_COLUMN} × {MAX_ROW}")


@lru_cache(maxsize=1024)
def _handler(name: str) -> Callable[[_SheetReach, dict[str, str]], None] | None:
    """What is done at an element."""
    namespace, _, tag = name.rpartition(" ")
    if name in HANDLERS:
        return HANDLERS[name]
    return HANDLERS[NOT_PLAIN] if tag in READ_BY_NAME and namespace not in SHEET_NAMESPACES else None


# What is done at each element, for every member of every workbook.
NOT_PLAIN = f"{SHEET_NAMESPACES[0]} rPh"
HANDLERS = {
    f"{namespace} {tag}": handler for namespace in SHEET_NAMESPACES for tag, handler in _SheetReach.of_tag.items()
} | {f"{SHEET_NAMESPACES[1]} worksheet": _SheetReach.strict}


@lru_cache(maxsize=20_000)
def _row_and_column(address: str) -> tuple[int, int]:
    """The numbers of a cell's row and column; 0 for what is not said."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :] or 0), _column_of(letters)


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    """The number of a column by its letters; 0 for none."""
    column = 0
    for sign in letters:
        column = column * 26 + ord(sign.upper()) - 64
    return column


def _place_of(address: str) -> tuple[int, int] | None:
    """Row and column of the first cell of an area; None for what is none."""
    match = ADDRESS.match(address)
    return (int(match[2]), _column_of(match[1])) if match else None


def _colour_of(attributes: dict[str, str]) -> str:
    """A colour as RRGGBB; "" for one that only the theme of the workbook names."""
    if rgb := attributes.get("rgb"):
        return rgb[-6:].upper()
    indexed = attributes.get("indexed", "")
    return COLOR_INDEX[int(indexed)][-6:] if indexed.isdecimal() and int(indexed) < len(COLOR_INDEX) - 2 else ""


def _nth(found: Sequence[T], number: str | None) -> T | None:
    return found[int(number)] if number and number.isdecimal() and int(number) < len(found) else None


def _yes(attribute: str | None) -> bool:
    return attribute in ("1", "true")
