"""Which year a heading, a line above a table or the name of a sheet says: “Viti II”, “Year 1”, “2020–2021”."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from pop_analysis.model import fold
from pop_analysis.reading.conversion.dates import YEARS, read_span

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "pare pari para first one", "dyte dyti dyta second two", "trete treti treta third three",
            "katert katerti katerta fourth four", "peste pesti pesta fifth five", "gjashte gjashti gjashta sixth",
            "shtate shtati shtata seventh", "tete teti teta eighth", "nente nenti nenta ninth",
            "dhjete dhjeti dhjeta tenth",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
MOST = 10  # a contract has no more monitoring years
YEAR_WORDS = {"vit", "viti", "vitit", "vitin", "vitet", "year", "yr"}
SHORT_YEAR_WORDS = {"v", "y"}  # only before a number: “V1”, “Y2”
FILLING = {
    "i", "e", "te", "se", "re", "st", "nd", "rd", "th", "per", "ne", "nga", "the", "of", "for", "in",
    "monitorimit", "monitorim", "monitorues", "monitoring", "kontrates", "kontrate", "contract", "sociale", "social",
}  # fmt: skip
OF_A_REPORT = {"muaj", "muajt", "months", "month", "raport", "raporti", "raportit", "report"}
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
ROMAN_ONE = re.compile(r"\bI\b")
# An article has no sign between itself and its number: “I-II” and “I e II” are two years, “viti i II-të” is one.
SIGN = r"\s*(?:[-‐-―−/&+,;]|\b(?:e|dhe|edhe|and|to|deri)\b)\s*"
OTHER = rf"\b(?:{'|'.join(ROMAN)}|[1-9])\b"
WITH_ONE = re.compile(rf"\bi{SIGN}{OTHER}(?![.,]?\d)|{OTHER}{SIGN}i\b(?!\s+\w)", re.IGNORECASE)
A_DAY = re.compile(r"(?<!\d)\d{1,2}\s*([./-])\s*\d{1,2}\s*\1\s*\d{4}(?!\d)")
A_MONTH = re.compile(r"\s*\d{1,2}\s*[./]\s*\d{4}\s*")
LONGEST = 12  # words; a sentence is no heading
TWO_YEARS = re.compile(r"(?<!\d)(\d{4})\D{1,12}(\d{4})(?!\d)")


@dataclass(frozen=True)
class Year:
    """A monitoring year (``number``), or calendar years where that is all that is said."""

    number: int = 0
    first: int = 0
    last: int = 0


class Said(NamedTuple):
    """A year, what else the text says, and whether it says at all that the number is a year."""

    year: Year
    rest: str
    sure: bool


def read_year(value: Any) -> Said | None:
    """Read the year a text says, or None where it says none, or several.

    >>> read_year("Viti II-të")
    Said(year=Year(number=2, first=0, last=0), rest='', sure=True)
    >>> read_year("Statusi 2020–2021").year
    Year(number=0, first=2020, last=2021)
    >>> read_year("Viti II (gusht 2020 – gusht 2021)").rest, read_year("Viti II (parashikim)").rest
    ('', 'parashikim')
    >>> read_year("1/1/2020"), read_year("2/2021")  # a day, a month
    (None, None)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:g}"
    if not isinstance(value, str):
        return None
    outside = _read_year(IN_BRACKETS.sub(" ", value))
    if not outside or not outside.year.number:
        return _read_year(value)
    brackets = IN_BRACKETS.findall(value)
    others = [said for each in brackets if (said := _read_year(each)) and said.sure and said.year.number]
    if any(said.year.number != outside.year.number for said in others):  # “Viti II (viti 3)”
        return None
    meant = " ".join(filter(_means_more, brackets))  # a forecast, a draft, somebody else's view
    rest = " ".join(filter(None, [outside.rest, *re.findall(r"[a-z]+", fold(meant))]))
    return Said(outside.year, rest, outside.sure)


def _means_more(bracket: str) -> bool:
    """Whether what stands in brackets says more than when the year was, how long, or that there is a report of it."""
    inside = bracket[1:-1]
    try:
        read_span(inside)
    except ValueError:
        words = re.findall(r"[a-z]+", fold(inside))
        return any(word not in FILLING | YEAR_WORDS | ROMAN.keys() | ORDINALS.keys() | OF_A_REPORT for word in words)
    return False


@lru_cache(maxsize=4096)
def _read_year(text: str) -> Said | None:
    words = re.findall(r"\d+|[a-z]+", fold(text))
    if not 0 < len(words) <= LONGEST or A_DAY.search(text) or A_MONTH.fullmatch(text) or WITH_ONE.search(text):
        return None
    numbers, calendar, rest, ones, is_named = set(), list[int](), [], False, False
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word in YEAR_WORDS or (word in SHORT_YEAR_WORDS and after.isdigit() and len(after) < 3):
            is_named = True
        elif word.isdigit():
            number = int(word)
            if len(word) == 4 and number in YEARS:
                calendar.append(number)
            elif len(word) == 2 and calendar and number == (calendar[-1] + 1) % 100:
                calendar.append(calendar[-1] + 1)
            elif len(word) < 3 and 1 <= number <= MOST:
                numbers.add(number)
            else:
                return None
        elif word in ORDINALS or (word in ROMAN and word != "i"):
            numbers.add(ORDINALS.get(word) or ROMAN[word])
        elif word == "i":
            follows = before in YEAR_WORDS and after != "monitorimit" and not after.isdigit()
            ones = ones or len(words) == 1 or follows or (before in YEAR_WORDS and _is_roman_one(text))
            ones = ones or (is_named and after == "")
        elif word not in FILLING:
            rest.append(word)
    if not numbers and ones:
        numbers.add(1)
    years = sorted(set(calendar))
    if len(numbers) > 1 or len(years) > 2 or (len(years) == 2 and years[1] != years[0] + 1 and not numbers):
        return None
    if not numbers and not years:
        return None
    if numbers:
        return Said(Year(numbers.pop()), " ".join(rest), is_named)
    return Said(Year(0, years[0], years[-1]), " ".join(rest), True)


def _is_roman_one(text: str) -> bool:
    return bool(ROMAN_ONE.search(text)) and not text.isupper()


def read_cycle(value: Any) -> tuple[int, int] | None:
    """Read the first and the last year of a contract, as far as a text names one and no more.

    >>> read_cycle("Kontrata Sociale 2019–2023"), read_cycle(2022), read_cycle("2019")
    ((2019, 2023), (2022, 2022), (2019, 2019))
    """
    text = f"{value:g}" if isinstance(value, int | float) else str(value or "")
    found = {(int(first), int(last)) for first, last in TWO_YEARS.findall(text)}
    if not found and re.fullmatch(r"\s*\d{4}\s*", text):
        found = {(int(text), int(text))}
    found = {each for each in found if each[0] in YEARS and each[1] in YEARS and each[0] <= each[1]}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class ContractYears:
    """What a workbook says of the years of one contract: its own, periods by monitoring year, the first month."""

    first: int
    last: int
    periods: Mapping[int, tuple[date, date]] = field(default_factory=dict)
    observed_from: date | None = None
    says_since: bool = False  # whether the contract says from when on it was observed, also less exactly


def contract_years(contract: Mapping[str, Any], reports: Iterable[Mapping[str, Any]]) -> ContractYears | None:
    """What the values of a contract's row and of those of its reports say of its years; None where they say nothing."""
    if not (years := read_cycle(contract.get("cycle"))):
        return None
    periods = {
        each["monitoring_year"]: (each["period_start"], each["period_end"])
        for each in reports
        if each.get("cycle") == contract["cycle"] and each.get("period_start")
        and isinstance(each.get("monitoring_year"), int)
    }  # fmt: skip
    is_precise = contract.get("observed_from_precision") in ("day", "month")
    since = contract.get("observed_from")
    return ContractYears(*years, periods, since if is_precise else None, since is not None)


def monitoring_years(years: Collection[Year], contracts: Iterable[ContractYears]) -> dict[Year, int]:
    """Give the monitoring year of each of ``years`` for which it is certain, and the same in all ``contracts``.

    A calendar year is a certain monitoring year where a period on file lies in it, where monitoring began in a
    January, or where the years said follow one another from the one in which the contract, or its monitoring, began:
    no later year of monitoring can have begun by then. “2019–2020” is one where contracts run from one to the other.

    >>> contract = ContractYears(2021, 2023)
    >>> monitoring_years([Year(1), Year(0, 2021, 2021), Year(0, 2022, 2023)], [contract])
    {Year(number=1, first=0, last=0): 1, Year(number=0, first=2022, last=2023): 2}
    """
    contracts = list(contracts)
    certain = {}
    for year in years:
        found = {_monitoring_year(year, years, each) for each in contracts} if not year.number else {year.number}
        if len(found) == 1 and (number := found.pop()):
            certain[year] = number
    taken = list(certain.values())
    return {year: number for year, number in certain.items() if year.number or taken.count(number) == 1}


def _monitoring_year(year: Year, years: Collection[Year], contract: ContractYears) -> int | None:
    found = {n for n, (start, end) in contract.periods.items() if (start.year, end.year) == (year.first, year.last)}
    if not found and year.first == year.last:
        if contract.observed_from and contract.observed_from.month == 1:
            found.add(year.first - contract.observed_from.year + 1)
        began = contract.observed_from.year if contract.observed_from else contract.first
        every = {each.first for each in years if each.first and each.first == each.last}
        if year.first <= contract.last and every >= set(range(began, year.first + 1)) and min(every) == began:
            found.add(year.first - began + 1)
    elif not found and contract.first <= year.first < contract.last and year.last == year.first + 1:
        found.add(year.first - contract.first + 1)
    number = found.pop() if len(found) == 1 else 0
    start, end = contract.periods.get(number, (date(year.first, 1, 1), date(year.last, 12, 31)))
    fits = start.year <= year.last and end.year >= year.first
    return number if 1 <= number <= MOST and fits else None
