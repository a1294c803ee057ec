"""Words and signs that change what a verdict says: they deny it, doubt it, name another, or say that it is not known.

The words stand in the closed list ``meanings``. Where one of them stands no verdict is suggested: the nearest letters
may be the opposite.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from pop_analysis.model import Model, fold
from pop_analysis.model.text import spelling

SHORTEST = 4  # what is shorter may be an abbreviation of anything
ALIKE = 85
PREFIXES = ("un", "non", "pa", "jo", "mos")  # unaddressed, i paadresuar
ARTICLE = re.compile(r"[ie]\s+(?=\S+\s)", re.IGNORECASE)  # “e adresuar” alone says less than its verdict
# A verdict, and behind a dash, a colon, a bracket or “because” what explains it.
EXPLAINED = re.compile(
    r"^(?P<verdict>[^–—:;(\[]{3,60}?)(?:\s+-+\s+|\s*[–—:;(\[]\s*|,?\s+(?=(?:sepse|because)\s))(?P<reason>.+?)[)\]]?$",
    re.DOTALL | re.IGNORECASE,
)
# All or nothing is believed with a reason only where the reason says that it is one: “– mungon ndriçimi” takes it back.
CAUSE = re.compile(r"(?:sepse|ngaqë|ngase|pasi|meqë|meqenëse|because|since)\s", re.IGNORECASE)
A_PART = re.compile(r"(\d+)\s*(?:/|\b(?:nga|prej|of|out of)\b)\s*(?:the\s+)?(\d+)", re.IGNORECASE)  # 2 nga 5
OF_REASONS = frozenset({"excepted", "repeated"})  # a reason may say “but” and “also”
FOOTNOTE = re.compile(r"\S\s*[*†‡]+\)?$")  # what it says stands elsewhere
# What stands beside words and means nothing there; any other sign may: plotësisht? · 50 % · pjesërisht → plotësisht
HARMLESS = re.compile(r"[\w\s.,;:!()\[\]{}\"'“”„«»‘’‚`´*_/&|•·✓✔☑‐-―−-]")


@lru_cache(maxsize=4096)
def signs_beside(text: str) -> str:
    """The signs beside the words of a text that may change what it says.

    >>> signs_beside("adresuar plotësisht (?)"), signs_beside("(Adresuar Pjesërisht)")
    ('?', '')
    """
    if not fold(text):
        return ""  # nothing but signs: it says nothing that could be doubted
    footnote = "*" if FOOTNOTE.search(text) else ""
    return " ".join(dict.fromkeys(HARMLESS.sub("", text) + footnote))


def verdict_and_reason(text: str, model: Model) -> tuple[str, str] | None:
    """The status a text begins with and the reason that follows it; None where the reason may say something else.

    >>> verdict_and_reason("Adresuar pjesërisht – sepse mungon buxheti", data.model)
    ('partially', 'sepse mungon buxheti')
    >>> verdict_and_reason("Adresuar pjesërisht – nuk u adresua uji", data.model)
    """
    spellings = model.spellings["statuses"]
    if spelling(text) in spellings or (match := EXPLAINED.match(text)) is None:
        return None
    written, reason = match["verdict"], match["reason"]
    found = spellings.get(spelling(written)) or spellings.get(spelling(ARTICLE.sub("", written, count=1)))
    if found is None or signs_beside(text):
        return None
    meant = _meant(reason, model)
    whole = found in (model.levels[0], model.levels[-1])
    if whole and (says_a_part(reason) or "excepted" in meant or not CAUSE.match(reason)):
        return None
    return (
        None if meant - OF_REASONS or may_reverse(reason, model) or named_verdicts(reason, model) else (found, reason)
    )


def says_a_part(reason: str) -> bool:
    """Whether a reason counts some and not all, or some and not none: “2 nga 5 rrugë”."""
    return any(0 < int(some) < int(of) for some, of in A_PART.findall(reason))


def says_unknown(text: str, model: Model) -> bool:
    """Whether a text says that the verdict is not known: nuk dihet, n/a."""
    return _meaning(model).get(fold(text)) == "unknown"


def says_otherwise(text: str, model: Model) -> bool:
    """Whether a text says more than a verdict: with an exception, as before, according to somebody.

    >>> says_otherwise("adresuar plotësisht, përveç lagjes 3", data.model), says_otherwise("e njëjtë", data.model)
    (True, True)
    """
    return bool(_meant(text, model))


def denies(text: str, model: Model) -> bool:
    """Whether a text denies something: by a word of its own, or by how a word begins."""
    known = _meaning(model)
    addressed = _words(model, tuple(model.addressed))
    return any(known.get(word) == "denied" or _is_denied(word, addressed) for word in fold(text).split())


def named_verdicts(text: str, model: Model) -> list[str]:
    """The verdicts a text names by words no other verdict has; none where it denies something.

    >>> named_verdicts("pjesërisht → plotësisht", data.model)
    ['fully', 'partially']
    """
    if denies(text, model):
        return []
    every = {key: _words(model, (key,)) for key in model.statuses}
    named: set[str] = set()
    for word in fold(text).split():
        near = {key: max((fuzz.ratio(word, each) for each in words), default=0) for key, words in every.items()}
        best = [key for key, ratio in near.items() if ratio == max(near.values()) >= ALIKE]
        named.update(best if len(best) == 1 else ())
    return [status.id for status in model.scale if status.id in named]


def may_reverse(text: str, model: Model) -> bool:
    """Whether the verdict with the nearest letters may say the opposite of a text, or what nobody said."""
    folded, known = fold(text), _meaning(model)
    unknown = any(f" {words} " in f" {folded} " for words, meaning in known.items() if meaning == "unknown")
    doubted = any(known.get(word) == "doubted" for word in folded.split())
    short = len(folded.replace(" ", "")) < SHORTEST
    return unknown or doubted or short or denies(text, model) or len(named_verdicts(text, model)) > 1


def _is_denied(word: str, addressed: frozenset[str]) -> bool:
    """Whether a word is the denial of another one: paadresuar. “Partially” only begins like one."""
    rests = [word.removeprefix(prefix) for prefix in PREFIXES if word.startswith(prefix)]
    best = max((fuzz.ratio(rest, each) for rest in rests for each in addressed), default=0)
    return best >= ALIKE and all(best > fuzz.ratio(word, each) for each in addressed)


def _meant(text: str, model: Model) -> set[str]:
    folded = f" {fold(text)} "
    return {meaning for words, meaning in _meaning(model).items() if f" {words} " in folded}


def _meaning(model: Model) -> dict[str, str]:
    return model.spellings.get("meanings", {})


@lru_cache(maxsize=64)
def _words(model: Model, statuses: tuple[str, ...]) -> frozenset[str]:
    """Every word of the spellings of these verdicts, but the shortest, which tell nothing."""
    found = (word for key in statuses for each in model.statuses[key].spellings() for word in fold(each).split())
    return frozenset(word for word in found if len(word) >= SHORTEST)
