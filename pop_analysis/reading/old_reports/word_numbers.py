"""The numbers Word puts before paragraphs by itself: they stand in no text, and a priority would lose its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

PLACE = re.compile(r"%(\d)")  # of the number of a level, in what stands before a paragraph: "%1.%2"
MOST_IN_LETTERS = 1000
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class _Level(NamedTuple):
    start: int = 1
    written: str = "none"
    text: str = ""


class WordNumbers:
    """Counts the numbered paragraphs of a Word file as Word does; they are asked about in their order.

    ``numbering`` and ``styles`` are those parts of the file, without which nothing is numbered.

    >>> from xml.etree.ElementTree import fromstring
    >>> levels = '<lvl ilvl="0"><start val="3"/><numFmt val="decimal"/><lvlText val="Prioriteti %1:"/></lvl>'
    >>> lists = '<num numId="1"><abstractNumId val="7"/></num>'
    >>> numbering = f'<numbering><abstractNum abstractNumId="7">{levels}</abstractNum>{lists}</numbering>'
    >>> numbers = WordNumbers(fromstring(numbering), ())
    >>> paragraph = fromstring('<p><pPr><numPr><ilvl val="0"/><numId val="1"/></numPr></pPr></p>')
    >>> numbers.before(paragraph), numbers.before(paragraph), numbers.before(fromstring("<p/>"))
    ('Prioriteti 3: ', 'Prioriteti 4: ', '')
    """

    def __init__(self, numbering: Iterable[Any], styles: Iterable[Any]) -> None:
        parts = list(numbering)
        levels = {_get(each, "abstractNumId"): _levels(each) for each in parts if local_name(each) == "abstractNum"}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._begins: dict[str, dict[int, int]] = {}  # where a list counts anew, though another has its form
        for each in parts:
            if local_name(each) == "num":
                form = next((_get(part, "val") for part in each if local_name(part) == "abstractNumId"), "")
                self._lists[_get(each, "numId")] = form, levels.get(form, {})
                self._begins[_get(each, "numId")] = dict(_anew(each))
        self._of_style = {
            _get(each, "styleId"): found
            for each in styles
            if local_name(each) == "style" and (found := _numbered(each))
        }
        self._counts: dict[str, dict[int, int]] = {}

    def before(self, paragraph: Any) -> str:
        """Return what Word shows before a paragraph, and a space; "" where it is not numbered, or only has a sign."""
        style = next((_get(each, "val") for each in _inside(paragraph, "pStyle")), "")
        number, level = _numbered(paragraph) or self._of_style.get(style, ("0", 0))
        if number not in self._lists:
            return ""
        form, levels = self._lists[number]
        counts = self._counts.setdefault(form, {})
        if level in (begins := self._begins[number]):
            counts[level] = begins.pop(level) - 1
        counts[level] = counts.get(level, levels.get(level, _Level()).start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        shown = levels.get(level, _Level())
        if shown.written in ("none", "bullet") or not shown.text:
            return ""

        def number_of(place: re.Match[str]) -> str:
            above = int(place[1]) - 1
            own = levels.get(above, _Level())
            return _written(counts.get(above, own.start), own.written)

        return f"{PLACE.sub(number_of, shown.text)} "


def _levels(form: Any) -> dict[int, _Level]:
    found = {}
    for each in form:
        if local_name(each) == "lvl":
            said = {local_name(part): _get(part, "val") for part in each}
            start = said.get("start", "1")
            found[int(_get(each, "ilvl") or 0)] = _Level(
                int(start) if start.isdecimal() else 1, said.get("numFmt", "decimal"), said.get("lvlText", "")
            )
    return found


def _anew(number: Any) -> Iterator[tuple[int, int]]:
    for each in number:
        start = next((_get(part, "val") for part in each if local_name(part) == "startOverride"), "")
        if local_name(each) == "lvlOverride" and start.isdecimal():
            yield int(_get(each, "ilvl") or 0), int(start)


def _numbered(holder: Any) -> tuple[str, int] | None:
    """The list and level a paragraph, or a style, says it is of; list 0 takes it out of all."""
    for each in _inside(holder, "numPr"):
        said = {local_name(part): _get(part, "val") for part in each}
        level = said.get("ilvl", "0")
        return said.get("numId", "0"), int(level) if level.isdecimal() else 0
    return None


def _inside(holder: Any, name: str) -> Iterator[Any]:
    """What a paragraph, or a style, says of its own form."""
    return (part for each in holder if local_name(each) == "pPr" for part in each if local_name(part) == name)


def _written(number: int, form: str) -> str:
    if number > MOST_IN_LETTERS:  # no list is as long, and a letter repeated a million times would be
        return str(number)
    letters = "".join(chr(ord("a") + (number - 1) % 26) for _ in range((number - 1) // 26 + 1))
    if form in ("lowerLetter", "upperLetter"):
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        left, roman = number, ""
        for value, sign in ROMAN:
            while left >= value:
                left, roman = left - value, roman + sign
        return roman.upper() if form == "upperRoman" else roman
    return str(number)


def _get(element: Any, key: str) -> str:
    """An attribute by its local name."""
    return next((str(value) for name, value in element.items() if str(name).rpartition("}")[2] == key), "")


def local_name(element: Any) -> str:
    """The name of a tag without its space: the two forms of Word files differ in that."""
    return str(element.tag).rpartition("}")[2]
