"""Numbers and amounts as people type them; what can be read in two ways is never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from babel.numbers import list_currencies

from pop_analysis.model import Currency, fold, tidy

GROUPED = re.compile(r"^-?[1-9]\d{0,2}([ .,'’])\d{3}(\1\d{3})*$")
PLAIN = re.compile(r"^-?\d+$")
COUNTED = re.compile(r"^(\d{1,6})\s+(\D+)$")
BETWEEN = re.compile(r"\s*(?:[,;+]|\b(?:dhe|e|and)\b(?=\s*\d))\s*", re.IGNORECASE)
BARE = re.compile(r"^-?\d+(\.\d+)?$", re.ASCII)
# More than this is a slip of the hand, or no number at all.
LARGEST, LONGEST = 1e15, 40
DECIMAL = re.compile(r"^-?\d+[.,]\d+$")
GROUPED_DECIMAL = re.compile(r"^-?\d{1,3}([ .,'’])\d{3}(\1\d{3})*([.,])\d{1,2}$")
SCALED = re.compile(
    r"^(.*\d)\s*(mij[eë]|thousand|milion(?:[eë]|[eë]sh)?|million|mln|miliard(?:[eë]|[eë]sh)?|billion|mld)\.?$",
    re.IGNORECASE,
)
SCALES = {"mij": 1e3, "thou": 1e3, "milia": 1e9, "mil": 1e6, "mln": 1e6, "bil": 1e9, "mld": 1e9}  # the first that fits
OLD_LEK = re.compile(r"\s*(lekë(sh)?|leke(sh)?|lek)\s+t[eë]\s+vjet[eë]?ra$|\s*old\s+lek$", re.IGNORECASE)
NEW_LEK = re.compile(r"\s+t[eë]\s+reja$|^new\s+", re.IGNORECASE)
FORMAT_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
CURRENCIES = re.compile(
    r"[$£¥\u20a0-\u20cf]|\b(?:euro?\b|lek[eë]?(?:sh)?\b|dollar|frang|franc|paund|pound|d[ei]nar)", re.IGNORECASE
)
CODE = re.compile(r"\b[A-Z]{3}\b")
NO_CURRENCY = re.compile(r"(?!)")


class TwoReadings(ValueError):
    """A number that can be read in two ways: the readings."""

    def __init__(self, *choices: float) -> None:
        super().__init__(*choices)
        self.choices = choices


def read_number(value: Any) -> float:
    """Read a number from a cell's value.

    Raises ``ValueError`` when it is not a number and :class:`TwoReadings` when ``1.500`` may be 1500 or 1.5.

    >>> read_number("74,5%"), read_number("3 000 000"), read_number("3.000.000,00")
    (74.5, 3000000.0, 3000000.0)
    """
    if isinstance(value, bool):
        raise ValueError(value)  # noqa: TRY004 — it is not a number, as any other text is not
    if isinstance(value, int | float):
        if not -LARGEST < value < LARGEST:  # also what is no number (NaN)
            raise ValueError(value)
        return float(value)
    text = tidy(str(value)).removesuffix("%").rstrip()
    if len(text) > LONGEST:
        raise ValueError(value)
    if PLAIN.match(text):
        return float(text)
    if match := GROUPED.match(text):
        if match[1] in ".," and text.count(match[1]) == 1:
            raise TwoReadings(float(text.replace(match[1], "")), float(text.replace(",", ".")))
        return float(text.replace(match[1], ""))
    if match := GROUPED_DECIMAL.match(text):
        if match[1] == match[3]:
            raise ValueError(value)
        return float(text.replace(match[1], "").replace(",", "."))
    if DECIMAL.match(text):
        return float(text.replace(",", "."))
    raise ValueError(value)


def read_amount(value: Any, currency: Currency | None) -> float:
    """Read an amount in the ``currency`` of a network; one that says it is in old lek is a tenth of its number.

    >>> from pop_analysis.model import load_model
    >>> lek = load_model().currency
    >>> read_amount("3 000 000 lekësh", lek), read_amount("1,2 milion lekë", lek)
    (3000000.0, 1200000.0)
    >>> read_amount("3 000 000 lekë të vjetra", lek)
    300000.0
    """
    if isinstance(value, str):
        if is_old_lek(value, currency):
            return read_amount(OLD_LEK.sub("", tidy(value)), currency) / 10
        text = tidy(_beside(_spellings(currency)).sub("", NEW_LEK.sub("", tidy(value)), count=1))
        if text.endswith("%"):
            raise ValueError(value)
        if currency and (amount := _as_declared(text, currency.numbers)) is not None:
            return amount
        if match := SCALED.match(text):
            return _scaled(match[1], _scale(match[2]))
        if DECIMAL.match(text) and not GROUPED.match(text):
            raise TwoReadings(float(text.replace(",", ".")), float(re.sub(r"[.,]", "", text)))
        return read_number(text)
    return read_number(value)


def _as_declared(text: str, style: str) -> float | None:
    """A number written in the ``style`` a network declares (``1.234,5``); None for any other."""
    if not style:
        return None
    group, decimal = (re.escape(sign) for sign in (style[1], style[5]))
    if not re.fullmatch(rf"(?:[1-9]\d{{0,2}}(?:{group}\d{{3}})+|\d+)(?:{decimal}\d+)?", text.replace("’", "'")):
        return None
    return float(re.sub(rf"{group}|’", "", text).replace(style[5], "."))


def _scale(word: str) -> float:
    return next(scale for begins, scale in SCALES.items() if fold(word).startswith(begins))


def _scaled(text: str, scale: float) -> float:
    """An amount in thousands or millions: “1,2 milion”. Behind the sign of “1.250” may be three places, or a group."""
    try:
        return round(read_number(text) * scale, 2)
    except TwoReadings as error:
        raise TwoReadings(*(round(each * scale, 2) for each in error.choices)) from error


def read_parts(value: Any, parts: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Read the parts a text counts: field → number; nothing when it says anything else.

    >>> read_parts("14 vajza dhe 15 djem", {"women": ["vajza"], "men": ["djem"]})
    {'women': 14, 'men': 15}
    """
    words = {fold(word): part for part, named in parts.items() for word in named}
    found = [match for piece in BETWEEN.split(tidy(str(value))) if (match := COUNTED.match(piece))]
    named = {words.get(fold(match[2])): int(match[1]) for match in found}
    whole = len(found) == len(BETWEEN.split(tidy(str(value)))) == len(named) == len(parts)
    return {part: named[part] for part in parts} if whole and None not in named else {}


def _spellings(currency: Currency | None) -> frozenset[str]:
    return frozenset(currency.spellings()) if currency else frozenset()


@cache
def _beside(spellings: frozenset[str]) -> re.Pattern[str]:
    """What stands before or behind an amount for its currency."""
    if not spellings:
        return NO_CURRENCY
    own = "|".join(re.escape(each) for each in sorted(spellings, key=len, reverse=True))
    return re.compile(rf"^(?:{own})(?=[\s\d])|(?<=[\s\d.])(?:{own})$", re.IGNORECASE)


def is_old_lek(text: str, currency: Currency | None) -> bool:
    """Whether an amount says that it is in old lek, of which ten are one new.

    >>> from pop_analysis.model import load_model
    >>> lek = load_model().currency
    >>> is_old_lek("3 000 000 lekë të vjetra", lek), is_old_lek("3 000 000 lekë", lek)
    (True, False)
    """
    return currency is not None and currency.old and OLD_LEK.search(tidy(text)) is not None


def is_bare(text: str) -> bool:
    """Whether a text is nothing but a number, as a file without types writes one.

    >>> is_bare("74.5"), is_bare("74.5 %")
    (True, False)
    """
    return BARE.match(text.strip()) is not None


def names_other_currency(text: str, currency: Currency | None) -> bool:
    """Whether a text or a number format names a currency that is not the network's.

    A format has its currency in brackets: ``[$€-2]``, ``[$Lekë-41C]``; or as a text: ``0 "CHF"``.

    >>> from pop_analysis.model import load_model
    >>> lek = load_model().currency
    >>> names_other_currency("#,##0 [$Lekë-41C]", lek), names_other_currency("#,##0 [$€-2]", lek)
    (False, True)
    """
    named = [sign.strip() for sign in FORMAT_CURRENCY.findall(text)]
    spellings = _spellings(currency)
    own = {fold(each) or each for each in spellings}
    foreign = any(sign and (fold(sign) or sign) not in own for sign in named)
    rest = FORMAT_CURRENCY.sub("", text).replace("\\", "")  # before a sign that is shown as it is
    for each in sorted(spellings, key=len, reverse=True):
        rest = re.sub(re.escape(each), "", rest, flags=re.IGNORECASE)
    return foreign or bool(CURRENCIES.search(rest)) or not _codes().isdisjoint(CODE.findall(rest))


@cache
def _codes() -> frozenset[str]:
    return frozenset(list_currencies())
