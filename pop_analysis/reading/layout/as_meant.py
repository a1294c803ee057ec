"""What a flat sheet means by its cells, where its entry of ``mapping.yml`` says so: words, dates, numbers, bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from pop_analysis.model import Field, fold, slug, tidy
from pop_analysis.reading.conversion.dates import HOUR
from pop_analysis.reading.conversion.formats import shown_instead
from pop_analysis.reading.conversion.numbers import TwoReadings, read_number
from pop_analysis.reading.parsing.cells import Cell, shown, written

THREE = re.compile(r"^(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})$")
NUMBER = re.compile(r"\d(?:[\d.,\s]*\d)?")
NUMBERS = ("integer", "ordinal", "decimal", "amount")
DATES = ("date", "period")
PART = re.compile(r"^(\d+(?:\.\d+)?)\s*(?:/|of|nga)\s*(\d+)$")
PERCENT = 100
POINTS = 10  # a scale with a bound above is one of a hundred
WORD = re.compile(r"\w+")
AT_ITS_END = re.compile(r"(?<=\w)[\s.,;:!]+$")


@lru_cache(maxsize=4096)
def said_as(text: str) -> str:
    """The form in which words of a file are compared: small letters without accents, and every sign that may mean more.

    >>> said_as("Yes_Fully."), said_as("A+"), said_as("A-"), said_as("<50"), said_as("–"), said_as("Po?")
    ('yes fully', 'a+', 'a-', '<50', '–', 'po?')
    """
    return AT_ITS_END.sub("", WORD.sub(lambda word: fold(word[0]), tidy(text)))


def share_of(text: str) -> float | None:
    """The number a text is, or of a part the percentage; None where it is neither.

    >>> share_of("45 %"), share_of("3/5"), share_of("7 of 10"), share_of("some"), share_of("5/3")
    (45.0, 60.0, 70.0, None, None)
    """
    if part := PART.match(text.strip()):
        some, whole = float(part[1]), float(part[2])
        return PERCENT * some / whole if whole and some <= whole else None
    try:
        return float(read_number(text))
    except (ValueError, TwoReadings):
        return None


def parts_of(cell: Cell, between: str) -> list[str]:
    r"""The values of a cell that holds several, by what stands between them; it may be the end of a line.

    >>> parts_of(Cell("Roads | Homes"), "|"), parts_of(Cell("a.pdf\nb.pdf"), "\n")
    (['Roads', 'Homes'], ['a.pdf', 'b.pdf'])
    """
    if "\n" in between and isinstance(cell.value, str):
        return [tidy(part) for part in cell.value.replace("\r\n", "\n").split(between)]
    return [tidy(part) for part in shown(cell).split(between)]


def _is_in_doubt(cell: Cell) -> bool:
    """Whether a cell is told for what it is: struck through, without its value, contested, half, or shown otherwise."""
    if cell.decided:
        return False
    is_text = isinstance(cell.value, str)
    unread = (cell.value is None and cell.formula is not None) or (is_text and type(cell.value) is not str)
    return cell.struck or unread or (cell.number_format != "General" and bool(shown_instead(cell)))


@dataclass(frozen=True)
class AsMeant:
    """What an entry says of the cells of its file.

    ``terms`` are its words, as :func:`said_as` has them, by field, "" for a blank cell; ``bounds`` the lowest number of
    each word of the network, by field; ``dates`` and ``numbers`` how they are written there
    (:class:`~pop_analysis.model.keys.Mapped`); ``listed`` what stands between several values that stay together in
    their cell; where ``names_code``, a code is made of the name that stands in its place.
    """

    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    bounds: Mapping[str, Mapping[float, str]] = field(default_factory=dict)
    dates: str = ""
    numbers: str = ""
    listed: Mapping[str, str] = field(default_factory=dict)
    names_code: bool = False

    @cached_property
    def says_nothing(self) -> bool:
        """Whether the entry leaves every cell as it stands."""
        return not (self.terms or self.bounds or self.dates or self.numbers or self.listed or self.names_code)

    def cell(self, each: Field, cell: Cell) -> Cell | None:
        """The cell as it is meant; None where the entry says nothing of it.

        >>> from pop_analysis.model import load_model
        >>> period = load_model().tables["assessments"].fields["period"]
        >>> AsMeant(dates="m/d/y").cell(period, Cell("3/4/2024")).value
        '4.3.2024'
        """
        if self.says_nothing or _is_in_doubt(cell):
            return None
        text, terms = shown(cell), self.terms.get(each.id, {})
        for said in (text, written(cell.value)) if terms else ():
            if (word := terms.get(said_as(said))) is not None:
                return Cell(word)
        if text and self.names_code and each.kind == "slug":
            return Cell(slug(text))
        if text and each.id in self.listed:
            return Cell("; ".join(filter(None, parts_of(cell, self.listed[each.id]))))
        if text and each.id in self.bounds and not self.may_be(each, cell):
            return self._within(text, self.bounds[each.id])
        if (
            self.dates
            and each.kind in DATES
            and (parts := THREE.match(HOUR.sub("", text)))
            and isinstance(cell.value, str)
        ):
            day = dict(zip(self.dates.split("/"), parts.groups(), strict=True))
            return Cell(f"{day['d']}.{day['m']}.{day['y']}")
        if self.numbers and each.kind in NUMBERS and isinstance(cell.value, str):
            return Cell(self._plain(text))
        return None

    def may_be(self, each: Field, cell: Cell) -> str:
        """Both percentages that a bare number may say where bounds are of a hundred; "" where it says one.

        >>> from pop_analysis.model import load_model
        >>> status = load_model().tables["assessments"].fields["status"]
        >>> meant = AsMeant(bounds={"status": {0: "none", 80: "all"}})
        >>> meant.may_be(status, Cell(0.8)), meant.may_be(status, Cell(0.8, number_format="0%"))
        ('0.8%, 80%', '')
        """
        plain = self._plain(shown(cell))
        number = share_of(plain)
        if number is None or plain.endswith("%") or PART.match(plain) or max(self.bounds.get(each.id, [0])) <= POINTS:
            return ""
        return f"{number:g}%, {PERCENT * number:g}%" if 0 < number <= 1 else ""

    def _within(self, text: str, bounds: Mapping[float, str]) -> Cell | None:
        """The word of the highest bound that a number reaches; a text that is no number is read as it stands."""
        if (number := share_of(self._plain(text))) is None:
            return None
        reached = [bound for bound in bounds if bound <= number]
        return Cell(bounds[max(reached)]) if reached else None

    def _plain(self, text: str) -> str:
        """A number without the signs between its thousands, and with a point before its decimals.

        One that is not written so is made no number: in the other style 12.5 would be 125.

        >>> [AsMeant(numbers="1.234,5")._plain(text) for text in ("1.234,5", "12,5", "12.5")]
        ['1234.5', '12.5', '12.5 ≠ 1.234,5']
        """
        if not self.numbers or not (number := NUMBER.search(text)):
            return text
        between, point = map(re.escape, (self.numbers[1], self.numbers[-2]))
        if not re.fullmatch(rf"(\d+|\d{{1,3}}({between}\d{{3}})+)({point}\d+)?", tidy(number[0])):
            return f"{text} ≠ {self.numbers}"
        return re.sub(point, ".", re.sub(between, "", tidy(text)))
