"""The words of one language: sentences from ``<language>.yml``, numbers and dates through Babel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from pop_analysis.locale.options import options
from pop_analysis.locale.said import Counted, assembled, filled, marked_as, named
from pop_analysis.locale.sentences import without_unsaid
from pop_analysis.model import Model

NO_BREAK = "\u00a0"
# What stands in these places of a sentence says when, not how many.
DATED = ("year", "years", "first", "second")
# The languages names and titles are typed in, whatever languages a network speaks: an English one may fill only the
# first column.
IN_TABLES = ("sq", "en")

SIGNS = "$€£¥₡₦₱₲₹₺₽₿"  # stand at an amount without a space where they stand before it
DAY = "d MMMM y"  # as Babel writes patterns


class Words:
    """What is said in ``language``; in none given, in that of :data:`~pop_analysis.locale.options.options`.

    Examples
    --------
    >>> from pop_analysis.model import load_model
    >>> words = Words(load_model(), "sq")
    >>> words("priorities", n=1), words("priorities", n=5)
    ('1 prioritet', '5 prioritete')
    >>> words.percent(0.745, 1)
    '74,5%'
    """

    def __init__(self, model: Model, language: str | None = None) -> None:
        language = language or options.spoken(model.languages)
        if language not in model.words:
            raise ValueError(f"no words for the language “{language}”; there are: {', '.join(model.words)}")
        self.model, self.language = model, language
        self._locale = Locale.parse(language)
        self._texts = model.words[language]

    def __call__(self, key: str, n: int | Counted | None = None, **values: Any) -> str:
        """The text ``key`` (dotted), with ``values`` filled in; ``n`` chooses its plural form."""
        text: Any = self._texts
        for part in key.split("."):
            text = text[part]
        if isinstance(text, Mapping):
            text = self.form(text, 0 if n is None else int(n))
        shown = values if n is None else {"n": n, **values}
        return self.filled(str(text), **shown) if shown else str(text)

    def filled(self, template: str, /, **values: Any) -> str:
        """A template with ``values`` filled in: figures as numbers, years as years, texts as they are.

        Years that there are none of ("") go with what stands before them.
        """
        return filled(
            without_unsaid(template, values), {name: self._said(name, value) for name, value in values.items()}
        )

    def _said(self, name: str, value: Any) -> str:
        if isinstance(value, Counted) or name == "n":
            return value if isinstance(value, str) else self.number(value)
        return marked_as("date", str(value)) if name in DATED else value

    def part(self, key: str) -> dict[str, Any]:
        """All texts under ``key``, as they are declared."""
        texts: dict[str, Any] = self._texts[key]
        return texts

    def form(self, forms: Mapping[str, str], n: int) -> str:
        """Choose among ``zero``, ``one``, ``other`` the form for ``n``."""
        if n == 0 and "zero" in forms:
            return forms["zero"]
        return forms.get(str(self._locale.plural_form(n)), forms["other"])

    def label(self, list_name: str, term: Any) -> str:
        """The label of a term of a closed list; "" for nothing."""
        return named(self.model.label(list_name, None if pd.isna(term) else str(term), self.language))

    def of(self, row: Any, name: str) -> str:
        """The text of ``name`` in this language from a row with ``name_sq``, ``name_en`` …, else the first there is."""
        return self.found(row, name)[0]

    def found(self, row: Any, name: str) -> tuple[str, str | None]:
        """The text of :meth:`of`, and the language it is in where that is another one.

        The columns are called after Albanian and English: of a network without Albanian the first holds its first
        language, without English the second holds the next.
        """
        get = row.get if hasattr(row, "get") else lambda key: getattr(row, key, None)
        columns = self._languages_of_columns
        for language in (self.language, *self.model.languages):
            for column in (language, *(each for each in columns if columns[each] == language)):
                text = get(f"{name}_{column}")
                if isinstance(text, str) and text:
                    return named(text), None if language == self.language else language
        return "", None

    @cached_property
    def _languages_of_columns(self) -> dict[str, str]:
        """Column of texts → the language that stands in it."""
        first, second = IN_TABLES
        languages = self.model.languages
        own = {first: first if first in languages else languages[0]}
        others = [each for each in languages if each not in own.values()]
        return own | {second: second if second in languages else (others or languages)[0]}

    def number(self, value: Any, decimals: int | None = None) -> str:
        """A number, with the true sign for minus; "" for a missing one. One that counts something keeps its claim."""
        if isinstance(value, Counted):
            return marked_as(value.claim, self.number(value.value, decimals))
        if pd.isna(value):
            return ""
        pattern = "#,##0.###" if decimals is None else _pattern(decimals)
        return _counted(value, pattern, self.language)

    def percent(self, share: Any, decimals: int = 0) -> str:
        """A share (fraction of 1) as a percentage; "" for a missing one."""
        if isinstance(share, Counted):
            return marked_as(share.claim, self.percent(share.value, decimals))
        if pd.isna(share):
            return ""
        # Halves go up, as people round and as the audit of published figures does; Babel would take the even one.
        exact = _rounded(share, 2 + decimals)
        pattern = _pattern(decimals) + "%"
        return str(format_percent(exact, pattern, locale=self._locale))

    def points(self, share: Any) -> str:
        """What ``share`` (fraction of 1) moves a percentage by: whole percentage points; "" for a missing one."""
        if isinstance(share, Counted):
            return marked_as(share.claim, self.points(share.value))
        return "" if pd.isna(share) else self.number(100 * _rounded(share, 2), 0)

    def amount(self, value: Any) -> str:
        """An amount with the sign of the network's currency, as it writes amounts; "" for a missing one."""
        currency = self.model.currency
        shown = self.number(value, currency.decimals if currency else 0)
        if not (shown and currency):
            return shown
        if currency.numbers:
            thousands, decimal = currency.numbers[1], currency.numbers[5]
            styled = _counted(value, _pattern(currency.decimals), "en")
            shown = styled.translate({ord(","): NO_BREAK if thousands == " " else thousands, ord("."): decimal})
        sign = currency.sign[self.language]
        if not currency.before:
            return assembled([shown, f"{NO_BREAK}{sign}"])
        return assembled([sign if sign[-1] in SIGNS else f"{sign}{NO_BREAK}", shown])

    def date(self, start: Any, end: Any = None, precision: str | None = "day") -> str:
        """A date as exactly as it is known; "" for a missing one."""
        if pd.isna(start):
            return ""
        if precision == "range" and not pd.isna(end):
            return self.period(start, end)
        return marked_as("date", self._day(start, precision))

    def _day(self, day: Any, precision: str | None = "day") -> str:
        pattern = {"day": DAY, "month": "MMMM y"}.get(str(precision), "y")
        return _written(_as_date(day), pattern, self.language)

    def period(self, start: Any, end: Any, precision: str | None = "range") -> str:
        """A period by its months, by its days where it lies within one month; "" when not known."""
        if pd.isna(start) or pd.isna(end):
            return ""
        if precision in ("day", "month", "year"):
            return self.date(start, end, precision)
        return marked_as("date", self._range(start, end))

    def covered(self, dates: Iterable[tuple[Any, Any]]) -> str:
        """The time that dates cover, each from its first day to its last; an end known only by its year is a year.

        >>> from pop_analysis.model import load_model
        >>> year, day = ("2021-01-01", "2021-12-31"), ("2024-02-15", "2024-02-15")
        >>> Words(load_model(), "en").covered([year, day])
        '2021 – February 2024'
        """
        known = [(_as_date(start), _as_date(end)) for start, end in dates if not (pd.isna(start) or pd.isna(end))]
        if not known:
            return ""
        first, last = min(start for start, _ in known), max(end for _, end in known)
        years = [whole_years(*each) for each in known]
        opens = all(of for each, of in zip(known, years, strict=True) if each[0] == first)
        closes = all(of for each, of in zip(known, years, strict=True) if each[1] == last)
        if opens == closes:
            return self.period(first, last)
        if first.year == last.year:
            return self.date(first, precision="year")
        begin, end = (self._day(day, "year" if of else "month") for day, of in ((first, opens), (last, closes)))
        return marked_as("date", f"{begin} – {end}")

    def _range(self, start: Any, end: Any) -> str:
        first, last = _as_date(start), _as_date(end)
        if first == last:
            return self._day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self._day(last)}"
        if whole_years(first, last):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        same_year = first.year == last.year
        begin = _written(first, "MMMM" if same_year else "MMMM y", self.language)
        return f"{begin} – {self._day(last, 'month')}"

    def listed(self, items: Iterable[str]) -> str:
        """Items as one phrase: a, b and c."""
        texts = list(items)
        between = _joints(len(texts), self.language)
        return assembled(piece for pair in zip(between, [*texts, ""], strict=True) for piece in pair)

    @cached_property
    def _alphabet(self) -> dict[str, int]:
        letters = self._texts.get("alphabet", "").split()
        return {letter: place for place, letter in enumerate(letters, start=1)}

    def sort_key(self, text: str) -> tuple[int, ...]:
        """The place of ``text`` in the language's own order: in Albanian ç after c, dh after d.

        >>> from pop_analysis.model import load_model
        >>> sorted(["Durrës", "Dhërmi", "Çorovodë", "Cërrik"], key=Words(load_model(), "sq").sort_key)
        ['Cërrik', 'Çorovodë', 'Durrës', 'Dhërmi']
        """
        key, rest = [], text.casefold()
        while rest:
            letter = rest[:2] if rest[:2] in self._alphabet else rest[0]
            key.append(self._alphabet.get(letter, ord(letter[0]) + 1000 if letter.isalpha() else 0))
            rest = rest[len(letter) :]
        return tuple(key)


@lru_cache
def _joints(n: int, language: str) -> list[str]:
    """What stands before, between and after the items of a list."""
    return str(format_list(["\0"] * n, locale=language)).split("\0")


def day_in_words(day: date, language: str) -> str:
    """Give a day as it is written out in a language.

    >>> day_in_words(date(2026, 11, 30), "sq")
    '30 nëntor 2026'
    """
    return _written(day, DAY, language)


@lru_cache(maxsize=4096)  # a page writes the same days and numbers again and again
def _written(day: date, pattern: str, language: str) -> str:
    return str(format_date(day, pattern, locale=language))


@lru_cache(maxsize=4096)
def _counted(value: Any, pattern: str, language: str) -> str:
    return str(format_decimal(value, pattern, locale=language)).replace("-", "−")


def _rounded(share: Any, decimals: int) -> Decimal:
    return Decimal(str(round(float(share), 10))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def whole_years(first: date, last: date) -> bool:
    """Whether two days are the first and the last of one year or of several."""
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _as_date(value: Any) -> date:
    day: date = pd.Timestamp(value).date()
    return day
