"""Dates and periods as people type them, day first, with the precision they were typed in."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from babel import Locale

from pop_analysis.model import fold, tidy
from pop_analysis.model.text import DASHES
from pop_analysis.reading.parsing.cells import EPOCH

SERIALS = range(30_000, 60_000)
YEARS = range(1900, 2300)
PREFIX = re.compile(r"^(dt\.?|datë|date|më|on)\s+", re.IGNORECASE)
# Words before a year, and before the first of two ends: "viti 2020", "nga gusht deri në dhjetor 2021".
OF_YEAR = re.compile(
    r"(?:(?:gjatë|during)\s+)?\b(?:vit(?:i|in|it|et|eve)?|(?:the\s+)?years?)\s+(?=\d{4}\b)", re.IGNORECASE
)
FROM = re.compile(r"^(?:nga|prej|from)\s+", re.IGNORECASE)
RANGE = re.compile(r"\s+(?:deri(?:\s+(?:në|më))?|to|until|through)\s+|\s*-\s*")
POINTS = re.compile(r"^(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})$")
SLASHES = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
ISO_DAY = re.compile(r"^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ](?!.*\d{4}[-/])\d.*)?$")  # and no other day
# The hour behind a day: it says nothing of the day. "17.4.2021 10:30", "4/17/2021, 10:30:00 AM", "17.4.2021 ora 10:30"
HOUR = re.compile(
    r"(?<=\d),?\s+(?:ora\s+|at\s+)?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?"
    r"(?:\s*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$",
    re.IGNORECASE,
)
ISO_MONTH = re.compile(r"^(\d{4})-(\d{1,2})$")
MONTH_YEAR = re.compile(r"^(\d{1,2})[./](\d{4})$")
NO_YEAR = re.compile(r"^(?:\d{1,2}\.?\s+)?[^\W\d]+$")
COMMA = re.compile(r",\s*(?=\d{4}\b)")
NAMED = re.compile(r"^(?:(\d{1,2})\.?\s+)?([^\W\d]+)\s+(\d{4})$")
UNSHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # of a number format: texts, colours and languages, single signs
# How Albanian bends the name of a month: dhjetorit, korrikun.
ENDING = re.compile(r"(i|it|in|u|ut|un)$")
TWO_DAYS = re.compile(r"^(\d{1,2})(?:\s+dhe\s+|\s+and\s+|\s*-\s*)(\d{1,2})\s+([^\W\d]+\s+\d{4})$")


@dataclass(frozen=True)
class Span:
    """A date or period: first day, last day, and how exactly it is known."""

    start: date
    end: date
    precision: str  # day, month, year, range


class Ambiguous(ValueError):
    """A date that can be read in two ways: the readings."""

    def __init__(self, *choices: str) -> None:
        super().__init__(*choices)
        self.choices = choices


def read_span(value: Any, languages: Iterable[str] = ("sq", "en"), epoch: date = EPOCH) -> Span:
    """Read a date or a period.

    ``value`` is what the cell holds: a date, a number or a text; ``epoch`` the day from which the file counts days.
    Raises ``ValueError`` when it is neither a date
    nor a period, and :class:`Ambiguous` when slashes fit both ways.

    >>> read_span("17.4.2021")
    Span(start=datetime.date(2021, 4, 17), end=datetime.date(2021, 4, 17), precision='day')
    >>> read_span("shtator 2020 – shtator 2021").end
    datetime.date(2021, 9, 30)
    >>> read_span("gusht – dhjetor 2021").start, read_span("viti 2020").precision
    (datetime.date(2021, 8, 1), 'year')
    """
    if isinstance(value, datetime):
        return _day(value.date())
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, epoch)
    text = PREFIX.sub("", DASHES.sub("-", tidy(str(value))))
    text = HOUR.sub("", text)
    text = OF_YEAR.sub("", COMMA.sub(" ", text)).removesuffix(".")
    single = _single(text, tuple(languages))
    return single or _range(text, tuple(languages))


def as_shown(span: Span, number_format: str) -> Span:
    """The day of a cell as exactly as its format shows it: "prill 2021" is kept as 1 April, shown without the day.

    >>> as_shown(read_span("1.4.2021"), "mmm-yy").precision
    'month'
    """
    signs = UNSHOWN.sub("", number_format).lower()
    if span.precision != "day" or "d" in signs or "y" not in signs:
        return span
    return _month(span.start.year, span.start.month) if "m" in signs else _year(span.start.year)


def is_serial(value: Any) -> bool:
    """Whether ``value`` is a day counted the way Excel does, in a cell that is not formatted as a date."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and SERIALS.start <= value < SERIALS.stop


def _number(value: float, epoch: date) -> Span:
    if not 0 < value < SERIALS.stop:  # also what is no number (NaN)
        raise ValueError(value)
    if float(value).is_integer() and int(value) in YEARS:
        return _year(int(value))
    if is_serial(value):
        return _day(epoch + timedelta(days=int(value)))
    raise ValueError(value)


def _range(text: str, languages: tuple[str, ...]) -> Span:
    if match := TWO_DAYS.match(text):
        parts = [f"{match[1]} {match[3]}", f"{match[2]} {match[3]}"]
    elif "/" in text and (halves := text.split("/")) and len(halves) == 2:
        parts = halves
    else:
        parts = [part for part in RANGE.split(FROM.sub("", text)) if part]
    # A first end without its year is of the year of the second: never of one before, which nobody wrote.
    if len(parts) == 2 and NO_YEAR.match(tidy(parts[0])) and (year := re.search(r"\D(\d{4})$", tidy(parts[1]))):
        parts[0] = f"{tidy(parts[0])} {year[1]}"
    spans = [_single(tidy(part), languages) for part in parts]
    if len(spans) != 2 or spans[0] is None or spans[1] is None:
        raise ValueError(text)
    return Span(spans[0].start, spans[1].end, "range")


def _single(text: str, languages: tuple[str, ...]) -> Span | None:
    if match := POINTS.match(text):
        return _day(date(int(match[3]), int(match[2]), int(match[1])))
    if match := SLASHES.match(text):
        return _slashes(int(match[1]), int(match[2]), int(match[3]))
    if match := ISO_DAY.match(text):
        return _day(date(int(match[1]), int(match[3]), int(match[4])))
    if match := ISO_MONTH.match(text):
        return _month(int(match[1]), int(match[2]))
    if match := MONTH_YEAR.match(text):
        return _month(int(match[2]), int(match[1]))
    if match := NAMED.match(text):
        month = _month_named(match[2], languages)
        if month is None:
            return None
        year = int(match[3])
        return _day(date(year, month, int(match[1]))) if match[1] else _month(year, month)
    return _year(int(text)) if re.fullmatch(r"\d{4}", text) and int(text) in YEARS else None


def _slashes(first: int, second: int, year: int) -> Span:
    if first <= 12 and second <= 12 and first != second:
        raise Ambiguous(f"{first}.{second}.{year}", f"{second}.{first}.{year}")
    day, month = (first, second) if second <= 12 else (second, first)
    return _day(date(year, month, day))


@cache
def _months(language: str) -> dict[str, int]:
    names = Locale.parse(language).months
    return {
        fold(name).removesuffix("."): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in names[context][width].items()
    }


def _month_named(word: str, languages: tuple[str, ...]) -> int | None:
    """The month ``word`` names, also in an inflected form: dhjetor, dhjetorit, Dec."""
    folded = fold(word)
    for language in languages:
        months = _months(language)
        if folded in months:
            return months[folded]
        stem = ENDING.sub("", folded)
        if len(stem) > 2 and stem in months:
            return months[stem]
    return None


def _day(day: date) -> Span:
    return Span(day, day, "day")


def _month(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31), "year")
