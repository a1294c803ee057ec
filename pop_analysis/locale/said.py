"""Sentences that know which numbers stand in them, and what each of those counts.

A number enters a sentence as a :class:`Counted`: its value with its :class:`Claim`. A finished sentence is a
:class:`Sentence`, a text that remembers where its claims, dates and names stand; one filled into another, listed or
joined stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple

from msgspec import Struct

DIGIT = re.compile(r"\d")


class Claim(Struct, frozen=True, omit_defaults=True):
    """A number in a text, for others to count again: what was ``counted`` of the ``rows`` with these values.

    >>> Claim.of("assessed", {"municipality": "fier", "monitoring_year": 1}, 5).id
    'assessed(municipality=fier, monitoring_year=1)'
    """

    id: str
    counted: str
    rows: Mapping[str, Any] = {}
    value: Any = None

    @classmethod
    def of(cls, counted: str, rows: Mapping[str, Any], value: Any) -> Claim:
        """Make the claim, named by what it counts and of which rows."""
        about = ", ".join(f"{name}={each}" for name, each in rows.items())
        return cls(f"{counted}({about})", counted, rows, value)


Claims = tuple[Claim, ...]


class Counted(NamedTuple):
    """A number before it is written, with what it counts; a missing one has the value None."""

    value: Any
    claim: Claim

    def __int__(self) -> int:
        return int(self.value)


class Part(NamedTuple):
    """What stands between two places of a sentence: a claim, or the name of something that is none."""

    start: int
    stop: int
    what: Claim | str


class Sentence(str):
    """A text that knows its ``parts``.

    >>> years = Sentence("2019–2023", [Part(0, 9, "date")])
    >>> assembled(["contract ", years]).parts
    (Part(start=9, stop=18, what='date'),)
    """

    __slots__ = ("parts",)
    parts: tuple[Part, ...]

    def __new__(cls, text: str, parts: Iterable[Part] = ()) -> Sentence:
        made = super().__new__(cls, text)
        made.parts = tuple(parts)
        return made

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, tuple[Part, ...]]]:
        return Sentence, (str(self), self.parts)


def marked_as(what: Claim | str, text: str) -> str:
    """Return ``text``, all of it one part: a claim, a date, a name. An empty text stays one."""
    return Sentence(text, [Part(0, len(text), what)]) if text else text


def named(text: str) -> str:
    """Return a name or a typed text, whose digits are nobody's count."""
    return marked_as("name", text) if DIGIT.search(text) else text


def parts_of(text: Any) -> tuple[Part, ...]:
    """Return the parts of a text; a plain one has none."""
    return text.parts if isinstance(text, Sentence) else ()


def claims_of(*texts: Any) -> Claims:
    """Return the claims of texts, each once."""
    claims = (part.what for text in texts for part in parts_of(text))
    return tuple({each.id: each for each in claims if isinstance(each, Claim)}.values())


def assembled(pieces: Iterable[str]) -> str:
    """Put pieces of text one after the other; what stands in them stays what it is."""
    pieces, parts, at = list(pieces), [], 0
    for piece in pieces:
        parts += [Part(start + at, stop + at, what) for start, stop, what in parts_of(piece)]
        at += len(piece)
    text = "".join(pieces)
    return Sentence(text, parts) if parts else text


def joined(separator: str, texts: Iterable[str]) -> str:
    """Join the texts that are not empty, as ``separator.join`` does.

    >>> joined(" · ", ["5 priorities", "", "invented data"])
    '5 priorities · invented data'
    """
    said = [piece for text in texts if text for piece in (separator, text)]
    return assembled(said[1:])


def filled(template: str, values: Mapping[str, Any]) -> str:
    """Fill ``values`` into a template with {names}; claims of values that the template leaves unsaid stay too.

    "None was judged" says as much as "0 were judged".

    >>> filled("{n} priorities", {"n": 5})
    '5 priorities'
    """
    pieces, used = [], set()
    for literal, name in _pieces(template):
        pieces.append(literal)
        if name:
            used.add(name)
            value = values[name]
            pieces.append(value if isinstance(value, str) else str(value))
    text = assembled(pieces)
    unsaid = claims_of(*(value for name, value in values.items() if name not in used))
    return Sentence(text, (*parts_of(text), *(Part(0, 0, each) for each in unsaid))) if unsaid else text


@lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, *_ in Formatter().parse(template))
