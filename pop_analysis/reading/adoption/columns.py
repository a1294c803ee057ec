"""Which column of a foreign sheet is what: guessed by its heading and by what stands below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from pop_analysis.model import fold
from pop_analysis.model.marked import parse
from pop_analysis.model.text import tidy
from pop_analysis.reading.conversion.convert import read_label
from pop_analysis.reading.conversion.dates import Ambiguous, read_span
from pop_analysis.reading.conversion.years import Said, read_cycle, read_year
from pop_analysis.reading.layout.as_meant import share_of
from pop_analysis.reading.layout.mapping import headings_of
from pop_analysis.reading.layout.unread import HEADER_WITHIN
from pop_analysis.reading.parsing.cells import Cell, Sheet, shown

# What a column says of one year: where each year has a column of verdicts, one without a year is of nobody knows which.
OF_ONE_YEAR = ("status", "monitoring_year", "period", "reason", "source")
BESIDE_A_VERDICT = ("reason", "period", "source")
MOST = 0.9  # of the cells of a column are what it is taken for
MOST_LEVELS = 12  # different verdicts of a scale
LONGEST_VERDICT = 60  # letters
NAMED = 0.3  # a heading that says it is surer than this
PERCENT = 100
AS_DATES = ("sq", "en", "fr", "nl", "de", "es", "it", "pt")  # whose months are known before a language is declared
THEMES = 40
HYPHENS = re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{4})\b")


@dataclass(frozen=True)
class Column:
    """A column as it stands: its heading and what its rows hold, the empty ones too."""

    heading: str
    cells: tuple[Cell | None, ...]

    @cached_property
    def filled(self) -> list[Cell]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell is not None and shown(cell).strip()]

    @cached_property
    def texts(self) -> Counter[str]:
        """What its cells show → how many show it, in the order in which they appear."""
        return Counter(tidy(shown(cell)) for cell in self.filled)

    def are(self, what: Callable[[Cell], bool]) -> bool:
        """Whether nearly all cells that hold something are ``what``."""
        return bool(self.filled) and sum(map(what, self.filled)) >= MOST * len(self.filled)


@dataclass(frozen=True)
class ForeignSheet:
    """A sheet with what its columns are taken for.

    ``columns`` are those that fill a field; ``years`` those that say of which year they are, a verdict and what stands
    beside it; ``unused`` nobody knows a field for. ``sheets`` have the same columns, each with what its name says
    of all its rows; ``others`` are sheets that are not used.
    """

    columns: Mapping[str, Column]
    sheets: Mapping[str, Mapping[str, Any]]
    years: Mapping[int, Mapping[str, Column]] = field(default_factory=dict)
    unused: tuple[Column, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def verdicts(self) -> list[Column]:
        """All columns of verdicts."""
        return [each["status"] for each in self.years.values()] or [
            self.columns[each] for each in ("status",) if each in self.columns
        ]


@cache
def cues() -> Any:
    """The words of ``cues.yml``."""
    return parse(files(__package__).joinpath("cues.yml").read_text(encoding="utf-8"))


def read_foreign(sheets: Iterable[Sheet]) -> ForeignSheet | None:
    """Guess what the columns of the fullest sheet are; None where there is no table, or no column of promises.

    Sheets with the same headings belong together, a year or a unit each.
    """
    filled = [sheet for sheet in sheets if not sheet.hidden and len(sheet.rows) > 1]
    if not filled:
        return None
    fullest = max(filled, key=lambda each: sum(map(len, each.rows.values())))
    parts = {each.name: _columns(each) for each in filled}
    alike = [name for name, own in parts.items() if _headings(own) == _headings(parts[fullest.name])]
    columns = [_together(each) for each in zip(*(parts[name] for name in alike), strict=True)]
    found: dict[str, Column] = {}
    years = _years(columns)
    of_years = [each for own in years.values() for each in own.values()]
    left = [each for each in columns if each not in of_years]
    for name in cues()["columns"]:
        if years and name in OF_ONE_YEAR:
            continue
        best = max(left, key=lambda each, name=name: _likeness(each, name), default=None)  # type: ignore[misc]
        if best is not None and _likeness(best, name) > 0:
            found[name] = best
            left.remove(best)
    if not found.keys() & {"title_sq"} or not (years or "status" in found):
        return None
    others = tuple(each.name for each in filled if each.name not in alike)
    return ForeignSheet(found, _said_by_names(alike, found), years, tuple(left), others)


def _headings(columns: Iterable[Column]) -> list[str]:
    return [fold(each.heading) for each in columns]


def _together(columns: Iterable[Column]) -> Column:
    """A column that goes on from sheet to sheet."""
    parts = list(columns)
    return Column(parts[0].heading, tuple(cell for each in parts for cell in each.cells))


def _said_by_names(names: Sequence[str], found: Mapping[str, Column]) -> dict[str, dict[str, Any]]:
    """What the name of each sheet says of its rows, where there are several: their year, or else whose they are."""
    years = {name: read_year(name) for name in names}
    if len(names) == 1:
        return {names[0]: {}}
    if all(years.values()):
        return {name: {"monitoring_year": _number(said)} for name, said in years.items() if said}
    return {name: {} if "municipality" in found else {"municipality": name} for name in names}


def _number(said: Said) -> int:
    return said.year.number or said.year.first


def _columns(sheet: Sheet) -> list[Column]:
    """The columns below the first row that heads nearly every column."""
    first = list(sheet.rows)[:HEADER_WITHIN]
    headings = {row: len(headings_of(sheet, row)) for row in first}
    heading = next(row for row in first if headings[row] >= MOST * max(headings.values()))
    below = [row for row in sheet.rows if row > heading]
    headed = {column: text for text, column in headings_of(sheet, heading).items()}
    return [
        Column(text, tuple(sheet.rows[row].get(column) for row in below))
        for column, text in headed.items()
        if text and column not in sheet.hidden_columns
    ]


def _years(columns: Iterable[Column]) -> dict[int, dict[str, Column]]:
    """Columns of verdicts with a year each, two at least that share their words, and what stands beside each."""
    said = [(found, each) for each in columns if (found := read_year(each.heading))]
    years: dict[int, dict[str, Column]] = {}
    for found, each in said:
        is_share = each.are(is_percent) and (not found.rest or _likeness(each, "status", found.rest) >= NAMED)
        if _is_scale(each, fewest=1) or not each.filled or is_share:
            years.setdefault(_number(found), {}).setdefault("status", each)
    verdicts = [each["status"] for each in years.values() if each["status"].filled]
    words = [{*each.texts} for each in verdicts]
    shared = any(words[0] & other for other in words[1:]) or all(each.are(is_percent) for each in verdicts)
    if len(words) < 2 or not shared:
        return {}
    for found, each in said:
        own = years.get(_number(found), {})
        beside = [name for name in BESIDE_A_VERDICT if name not in own and _likeness(each, name, found.rest) >= NAMED]
        if own and each not in own.values() and beside:
            own[beside[0]] = each
    return years


def _likeness(column: Column, field_name: str, heading: str = "") -> float:
    """How sure it is that a column fills a field: by its heading, if what stands below may be that at all."""
    if field_name in MAY_BE and not MAY_BE[field_name](column):
        return 0
    words = [fold(word) for word in cues()["columns"][field_name]]
    heading = fold(heading or column.heading)
    exact = max((2 - place / len(words) for place, word in enumerate(words) if heading == word), default=0)
    within = max(
        (1 - place / len(words) for place, word in enumerate(words) if f" {word} " in f" {heading} "), default=0
    )
    looks = LOOKS_LIKE.get(field_name, lambda _: 0.0)(column)
    sure = (
        len(column.texts) / len(column.filled) if field_name == "title_sq" and column.filled else 1
    )  # told apart by it
    return (exact or within) * sure or looks


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.value, int | float) or shown(cell).strip().replace(".", "", 1).isdigit()


def is_percent(cell: Cell) -> bool:
    """Whether it is a share of a hundred: 45, 45%, or so many of so many."""
    share = share_of(shown(cell))
    return share is not None and 0 <= share <= PERCENT


def _is_part(cell: Cell) -> bool:
    """Whether it is so many of so many: 3/5."""
    return is_percent(cell) and not _is_number(cell) and "%" not in shown(cell)


def _is_link(cell: Cell) -> bool:
    return shown(cell).strip().lower().startswith(("http://", "https://", "www."))


def as_a_day(value: Any) -> Any:
    """A day of numbers with hyphens as one with slashes, whose order is declared: 3-4-2024; all else as it is.

    >>> as_a_day("12-10-2024"), as_a_day("2024-10-12")
    ('12/10/2024', '2024-10-12')
    """
    return HYPHENS.sub(r"\1/\2/\3", value.strip()) if isinstance(value, str) else value


def _is_date(cell: Cell) -> bool:
    try:
        return read_span(as_a_day(cell.value), AS_DATES).precision != "year"
    except Ambiguous:
        return True
    except ValueError:
        return False


def _is_year(cell: Cell) -> bool:
    return read_year(cell.value if isinstance(cell.value, str) else shown(cell)) is not None


def _repeats(column: Column) -> bool:
    return len(column.texts) < len(column.filled)


def _is_scale(column: Column, fewest: int = 2) -> bool:
    """Whether a few short texts stand in it again and again."""
    return (
        fewest <= len(column.texts) <= MOST_LEVELS
        and len(column.filled) >= 2 * len(column.texts)
        and all(len(text) <= LONGEST_VERDICT for text in column.texts)
        and not column.are(_is_number)
        and not column.are(_is_date)
    )


def _is_text(column: Column) -> bool:
    return not column.are(_is_number) and not column.are(_is_link) and not column.are(_is_date)


def _length(column: Column) -> float:
    return sum(len(text) * n for text, n in column.texts.items()) / max(1, len(column.filled))


MAY_BE: Mapping[str, Callable[[Column], bool]] = {
    "municipality": lambda each: _is_text(each) and _repeats(each),
    "cycle": lambda each: each.are(lambda cell: read_cycle(shown(cell)) is not None),
    "monitoring_year": lambda each: each.are(_is_year) and _repeats(each),
    "status": lambda each: (len(each.texts) <= MOST_LEVELS and not each.are(_is_date)) or each.are(is_percent),
    "label": lambda each: each.are(lambda cell: read_label(cell) is not None),
    "theme": lambda each: _is_text(each) and len(each.texts) <= THEMES and _repeats(each),
    "title_sq": _is_text,
    "period": lambda each: each.are(_is_date),
    "reason": _is_text,
    "source": lambda each: not each.are(_is_number),
}
# Where no heading says it. Whether it is so is for a person to say.
LOOKS_LIKE: Mapping[str, Callable[[Column], float]] = {
    "status": lambda each: (
        0.3
        if (_is_scale(each) and _said_levels(each)) or len(each.texts) < 2 * _said_levels(each) or each.are(_is_part)
        else 0
    ),
    "title_sq": lambda each: min(0.3, _length(each) / 1000) if len(each.texts) > len(each.filled) / 2 else 0,
    "period": lambda _: 0.1,
    "source": lambda each: 0.2 if each.are(_is_link) else 0,
}


def _said_levels(column: Column) -> int:
    return sum(level_of(text) is not None for text in column.texts)


def level_of(text: str) -> str | None:
    """What a verdict says by its words: a key of ``levels``, or None where nobody can know.

    >>> level_of("Completed"), level_of("Not started"), level_of("Mostly complete"), level_of("Amber")
    ('best', 'nothing', 'partly', None)
    """
    said = f" {fold(text)} "
    found: list[tuple[int, str]] = [
        (len(word), level) for level, words in cues()["levels"].items() for word in words if f" {fold(word)} " in said
    ]
    levels = {level for _, level in found}
    if not found:
        return None
    if levels & DENYING_WORDS:
        return max(each for each in found if each[1] in DENYING_WORDS)[1]
    if any(f" {word} " in said for word in DENIED):
        return None
    return "partly" if "partly" in levels else max(found)[1]


DENYING_WORDS = frozenset({"nothing", "negative", "superseded", "missing"})
DENIED = ("not", "no", "never", "nuk", "jo", "pa", "without", "non", "pas", "niet", "nicht")
