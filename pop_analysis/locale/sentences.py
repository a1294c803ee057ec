"""What the program says where there is no network to ask: the command line, errors. Imports nothing until it speaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Nouns = Mapping[str, Mapping[str, str]]  # language → what a network calls its units and their promises (Model.nouns)
SPOKEN = ("en", "sq")  # in this order where both are said, because the language is not known
INSTEAD = SPOKEN[0]
# The languages of the network somebody is spoken to about; the command line says which, as nobody else knows.
MEANT: ContextVar[Callable[[], tuple[str, ...]]] = ContextVar("MEANT", default=lambda: SPOKEN)
UNSAID = re.compile(r"(?:,| ·)? \{(contract|cycle|period)\}")


def sentence(key: str, language: str, nouns: Nouns | None = None, /, **values: Any) -> str:
    """Give the sentence ``key`` (dotted) in ``language``, in English where the program does not speak it.

    ``nouns`` are those of the network it is said to; by default POP's.

    >>> sentence("commandline.note", "sq", n=3)
    'Shënime: 3'
    >>> sentence("commandline.note", "it", n=3)
    'Notes: 3'
    >>> sentence("wrong_use.only_short", "en", {"en": {"a_unit": "a ministry"}})
    'only the workbook of a ministry has a short form: leave out --kind, or --short.'
    """
    text = _part(key, language)
    if isinstance(text, dict):  # both languages have one form for one, and another for all else
        text = text["one" if values["n"] == 1 else "other"]
    return in_nouns(without_unsaid(str(text), values), language, nouns).format(**values)


def without_unsaid(template: str, values: Mapping[str, Any]) -> str:
    """A template without the places of years that there are none of (""), and what stands before them.

    >>> without_unsaid("Contract {cycle}, year {year}", {"cycle": "", "year": 1})
    'Contract, year {year}'
    """
    return UNSAID.sub(lambda found: found[0] if values.get(found[1]) != "" else "", template)


def in_nouns(text: str, language: str, nouns: Nouns | None = None) -> str:
    """Put what a network calls its units and their promises in the place of the marks; by default POP's words.

    A network that has no words in ``language`` gets those of a network that names none.

    >>> in_nouns("<Units> and a <contract>", "en"), in_nouns("<Units> and a <contract>", "en", {})
    ('Municipalities and a contract', 'Places and a plan')
    """
    if "<" not in text:
        return text
    from pop_analysis.model.own import own_declaration, own_words
    from pop_analysis.model.phrases import nouns_of, spoken

    said = language if language in SPOKEN else INSTEAD
    own = {"nouns": nouns if nouns is not None else own_declaration()["network"]["nouns"]}
    return str(spoken(text, {said: nouns_of(own, own_words(said)["nouns"], said)}, said))


def sentences(key: str, language: str) -> dict[str, Any]:
    """Give all that stands under ``key`` in ``language``, as it is written, with places to fill in.

    >>> sentences("machine", "en")["system"]
    'The system says: {why}. {do}'
    """
    return dict(_part(key, language))


def in_every_language(key: str, nouns: Nouns | None = None, /, **values: Any) -> str:
    """Give the sentence ``key`` in each of :func:`languages_meant`, one below the other, with the network's ``nouns``.

    >>> print(in_every_language("commandline.note", n=3))
    Notes: 3
    Shënime: 3
    """
    return "\n".join(sentence(key, language, nouns, **values) for language in languages_meant())


@contextmanager
def speaking(languages: Callable[[], tuple[str, ...]]) -> Iterator[None]:
    """Say what is said in every language in ``languages`` only, while this lasts.

    >>> with speaking(lambda: ("sq", "en")):
    ...     languages_meant()
    ('en', 'sq')
    """
    before = MEANT.set(languages)
    try:
        yield
    finally:
        MEANT.reset(before)


def languages_meant() -> tuple[str, ...]:
    """Give the languages of the program a network has too; English where it has none of them.

    >>> languages_meant()
    ('en', 'sq')
    """
    meant = MEANT.get()()
    return tuple(each for each in SPOKEN if each in meant) or (INSTEAD,)


def _part(key: str, language: str) -> Any:
    from pop_analysis.model.own import own_words

    part: Any = own_words(language if language in SPOKEN else INSTEAD)
    for name in key.split("."):
        part = part[name]
    return part
