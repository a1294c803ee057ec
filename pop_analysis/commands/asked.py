"""What was asked for: chosen among what there is, or told, in every language of the program, why it cannot be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pop_analysis.choices import WrongUse, in_one_line, in_short, language_in
from pop_analysis.locale import SPOKEN, Nouns, in_every_language, languages_meant, options, sentence

if TYPE_CHECKING:
    from pop_analysis.reading import Dataset


def wrong_use(key: str, nouns: Nouns | None = None, /, **values: Any) -> WrongUse:
    """Give the error that says ``wrong_use.<key>`` of the locale, with the ``nouns`` of the network it is about.

    >>> print(wrong_use("reply.no_replies", file="a.xlsx"))
    a.xlsx is no workbook of replies. Make one with: pop-analysis reply export.
    a.xlsx nuk është skedar përgjigjesh. Bëhet me: pop-analysis reply export.
    """
    return WrongUse(in_every_language(f"wrong_use.{key}", nouns, **values))


def not_there(key: str, /, **values: Any) -> FileNotFoundError:
    """Give the same for what is not where it was looked for.

    >>> print(not_there("no_file", file="a.xlsx"))
    there is no file a.xlsx
    skedari a.xlsx nuk ekziston
    """
    return FileNotFoundError(in_every_language(f"wrong_use.{key}", **values))


def asked_language(language: str | None, known: Iterable[str]) -> str:
    """Return the language that is asked for, else that of ``pop.options``, else the first of the network.

    >>> asked_language(None, ["sq", "en"])
    'sq'
    """
    asked = language or options.language
    return chosen("language", [asked] if asked else [], known)[0]


def chosen_municipalities(wanted: Iterable[str], *held: Dataset) -> list[str]:
    """Return the codes of municipalities given in any form a workbook may use; all there are when none is given.

    >>> chosen_municipalities(["Bashkia Fier"], data)
    ['fier']
    """
    from pop_analysis.measures.coverage import municipalities_of
    from pop_analysis.reading.known import register_of

    registers = [register_of(data.source) for data in held]
    names = [name if isinstance(name, str) else in_short(name) for name in wanted]
    codes = [next((code for one in registers if (code := one.find(name))), name) for name in names]
    known = dict.fromkeys(code for data in held for code in municipalities_of(data))
    return chosen("municipality", codes, known, held[0].model.nouns)


def chosen(kind: str, wanted: Iterable[str], known: Iterable[str], nouns: Nouns | None = None) -> list[str]:
    """Return what is wanted, each once; all that is known when nothing is.

    Raises :class:`WrongUse` for a name that is not known, with the nearest that is. ``kind`` is one of
    ``wrong_use.kinds``, called by the network's ``nouns``.

    >>> chosen("language", ["en"], ["sq", "en"])
    ['en']
    >>> chosen("municipality", ["fiero"], ["fier", "vlore"])
    Traceback (most recent call last):
    pop_analysis.choices.WrongUse: unknown municipality “fiero”. Did you mean “fier”? Known: fier, vlore.
    bashkia “fiero” nuk njihet. Mos është “fier”? Njihen: fier, vlore.
    """
    texts = (name if isinstance(name, str) else in_one_line(name) for name in wanted)
    known = list(known)
    wanted = list(dict.fromkeys((kind == "language" and language_in(each, known)) or each for each in texts))
    for name in wanted:
        if name not in known:
            # Any two codes of languages are half alike.
            near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6 if kind == "language" else 0.5)
            not_theirs = kind == "language" and name in SPOKEN
            key = f"wrong_use.{'not_theirs' if not_theirs else 'unknown_near' if near else 'unknown'}"
            raise WrongUse(
                "\n".join(
                    sentence(
                        key,
                        language,
                        kind=sentence(f"wrong_use.kinds.{kind}", language, nouns),
                        name=name,
                        near="".join(near),
                        known=", ".join(known) or sentence("wrong_use.nothing", language),
                    )
                    for language in languages_meant()
                )
            )
    return wanted or known
