"""What the program says where there is no network to ask: the command line, errors. Imports nothing until it speaks."""

from __future__ import annotations

from typing import Any

SPOKEN = ("en", "sq")  # in this order where both are said, because the language is not known
INSTEAD = SPOKEN[0]


def sentence(key: str, language: str, /, **values: Any) -> str:
    """Give the sentence ``key`` (dotted) in ``language``, in English where the program does not speak it.

    >>> sentence("commandline.note", "sq", n=3)
    'Shënime: 3'
    >>> sentence("commandline.note", "it", n=3)
    'Notes: 3'
    """
    text = _part(key, language)
    if isinstance(text, dict):  # both languages have one form for one, and another for all else
        text = text["one" if values["n"] == 1 else "other"]
    return str(text).format(**values)


def sentences(key: str, language: str) -> dict[str, Any]:
    """Give all that stands under ``key`` in ``language``, as it is written, with places to fill in.

    >>> sentences("machine", "en")["system"]
    'The system says: {why}. {do}'
    """
    return dict(_part(key, language))


def in_every_language(key: str, /, **values: Any) -> str:
    """Give the sentence ``key`` in all languages of the program, one below the other.

    >>> print(in_every_language("commandline.note", n=3))
    Notes: 3
    Shënime: 3
    """
    return "\n".join(sentence(key, language, **values) for language in SPOKEN)


def _part(key: str, language: str) -> Any:
    from pop_analysis.model.own import own_words

    part: Any = own_words(language if language in SPOKEN else INSTEAD)
    for name in key.split("."):
        part = part[name]
    return part
