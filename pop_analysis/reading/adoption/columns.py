"""Which column of a foreign sheet is what: guessed by its heading and by what stands below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from pop_analysis.model import fold
from pop_analysis.model.marked import parse
from pop_analysis.model.text import tidy
from pop_analysis.reading.conversion.convert import read_label
from pop_analysis.reading.conversion.dates import Ambiguous, read_span
from pop_analysis.reading.conversion.years import read_cycle, read_year
from pop_analysis.reading.layout.unread import HEADER_WITHIN
from pop_analysis.reading.parsing.cells import Cell, Sheet, shown

# What a column says of one year: where each year has a column of verdicts, nobody knows of which.
OF_ONE_YEAR = ("status", "monitoring_year", "period", "reason", "source")
MOST = 0.9  # of the cells of a column are what it is taken for
MOST_LEVELS = 12  # different verdicts of a scale
LONGEST_VERDICT = 60  # letters
THEMES = 40


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

    ``columns`` are those that fill a field; ``years`` are columns of verdicts, by the year in their heading; ``unused``
    nobody knows a field for.
    """

    name: str
    rows: int
    columns: Mapping[str, Column]
    years: Mapping[int, Column] = field(default_factory=dict)
    unused: tuple[Column, ...] = ()

    @property
    def verdicts(self) -> list[Column]:
        """All columns of verdicts."""
        return list(self.years.values()) or [self.columns[each] for each in ("status",) if each in self.columns]


@cache
def cues() -> Any:
    """The words of ``cues.yml``."""
    return parse(files(__package__).joinpath("cues.yml").read_text(encoding="utf-8"))


def read_foreign(sheets: Iterable[Sheet]) -> ForeignSheet | None:
    """Guess what the columns of the fullest sheet are; None where there is no table, or no column of promises."""
    filled = [sheet for sheet in sheets if not sheet.hidden and len(sheet.rows) > 1]
    if not filled:
        return None
    sheet = max(filled, key=lambda each: sum(map(len, each.rows.values())))
    columns = _columns(sheet)
    found: dict[str, Column] = {}
    years = _years(columns)
    left = [each for each in columns if each not in years.values()]
    for name in cues()["columns"]:
        if years and name in OF_ONE_YEAR:
            continue
        best = max(left, key=lambda each, name=name: _likeness(each, name), default=None)  # type: ignore[misc]
        if best is not None and _likeness(best, name) > 0:
            found[name] = best
            left.remove(best)
    if not found.keys() & {"title_sq"} or not (years or "status" in found):
        return None
    rows = max(len(each.cells) for each in columns)
    return ForeignSheet(sheet.name, rows, found, years, tuple(left))


def _columns(sheet: Sheet) -> list[Column]:
    """The columns below the first row that has a text for nearly every column."""
    first = list(sheet.rows)[:HEADER_WITHIN]
    texts = {row: sum(isinstance(cell.value, str) for cell in sheet.rows[row].values()) for row in first}
    heading = next(row for row in first if texts[row] >= MOST * max(texts.values()))
    below = [row for row in sheet.rows if row > heading]
    headed = {column: tidy(shown(cell)) for column, cell in sheet.rows[heading].items()}
    return [
        Column(text, tuple(sheet.rows[row].get(column) for row in below))
        for column, text in headed.items()
        if text and column not in sheet.hidden_columns
    ]


def _years(columns: Iterable[Column]) -> dict[int, Column]:
    """Columns of verdicts with a year each: two at least, that share their words."""
    years: dict[int, Column] = {}
    for each in columns:
        said = read_year(each.heading)
        if said and (_is_scale(each, fewest=1) or not each.filled):
            years.setdefault(said.year.number or said.year.first, each)
    words = [{*each.texts} for each in years.values() if each.filled]
    return years if len(words) > 1 and any(words[0] & other for other in words[1:]) else {}


def _likeness(column: Column, field_name: str) -> float:
    """How sure it is that a column fills a field: by its heading, if what stands below may be that at all."""
    if field_name in MAY_BE and not MAY_BE[field_name](column):
        return 0
    words = [fold(word) for word in cues()["columns"][field_name]]
    heading = fold(column.heading)
    exact = max((2 - place / len(words) for place, word in enumerate(words) if heading == word), default=0)
    within = max(
        (1 - place / len(words) for place, word in enumerate(words) if f" {word} " in f" {heading} "), default=0
    )
    looks = LOOKS_LIKE.get(field_name, lambda _: 0.0)(column)
    return exact or within or looks


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.value, int | float) or shown(cell).strip().replace(".", "", 1).isdigit()


def _is_link(cell: Cell) -> bool:
    return shown(cell).strip().lower().startswith(("http://", "https://", "www."))


def _is_date(cell: Cell) -> bool:
    try:
        return read_span(cell.value).precision != "year"
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
    "status": lambda each: len(each.texts) <= MOST_LEVELS and _is_text(each),
    "label": lambda each: each.are(lambda cell: read_label(cell) is not None),
    "theme": lambda each: _is_text(each) and len(each.texts) <= THEMES and _repeats(each),
    "title_sq": _is_text,
    "period": lambda each: each.are(_is_date),
    "reason": _is_text,
    "source": lambda each: not each.are(_is_number),
}
# Where no heading says it. Whether it is so is for a person to say.
LOOKS_LIKE: Mapping[str, Callable[[Column], float]] = {
    "status": lambda each: 0.3 if _is_scale(each) and _said_levels(each) else 0,
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


DENYING_WORDS = frozenset({"nothing", "negative", "superseded"})
DENIED = ("not", "no", "never", "nuk", "jo", "pa", "without")
