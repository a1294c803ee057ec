"""Reads a sentence as an editor would: what is wrong with its numbers, its signs and its words, whatever it says."""

import re
from collections.abc import Iterator, Mapping

from pop_analysis.locale.said import parts_of

PLURALS = {"zero", "one", "other", "two", "few", "many"}
BETWEEN = r"(?:që |u |nuk |iu |të |e |i |more |other |of the |contract's )*"
# Beside those that the sentences themselves tell.
MANY = frozenset(
    ["priorities", "verdicts", "municipalities", "contracts", "statements", "squares", "questions", "people", "months",
     "years", "pieces", "figures", "others", "prioritete", "prioritetet", "vlerësime", "kontrata", "pohime", "katrorë",
     "njerëz", "muajt", "vitet", "prova", "shifra", "fushata", "çifte", "kanë", "janë", "shkuan", "adresuan"]
)  # fmt: skip
FAULTS = {
    "two spaces": r"(?<=\S)  +(?=\S)",
    "a space before a sign": r"\S [,.;:!](?:\s|$)",
    "an open bracket": r"[{}]|\(\s|(?<!\w)\(\)|<[a-z_]+>",
    "an empty place": r"“\s*”|(?:[,;:]|(?<!\w)\()\s*[.;:)](?:\s|$)",
    "a word twice": r"(?i)\b(?!të të )([^\W\d_]{2,}) \1\b(?!-)",
    "none of the 1": r"(?:none of(?: the)?|asnjë nga) 1 [^\W\d_]|\bthe 1 [^\W\d_]|\bof the \w+'s 1\b",
    "of 1 of them": r"(?i)\b(?:of|nga) 1 [^\W\d_]+(?:ies|ns|ts|et|at|ët|ve|shme|itë)\b",
    "0 did": r"\b0 (?:stayed|went|mbet|shk|u [a-zë]|nuk |iu )",
}


def leaves(texts, path="") -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """Dotted key → its text, or its plural forms."""
    for key, value in texts.items():
        here = f"{path}.{key}" if path else str(key)
        if isinstance(value, Mapping) and not set(value) <= PLURALS:
            yield from leaves(value, here)
        else:
            yield here, value


def plural_words(texts) -> set[str]:
    """The words that only stand beside several of a thing, learnt from the sentences that have a form for one."""
    alone, several = set(), set()
    for _, value in leaves(texts):
        if isinstance(value, Mapping) and {"one", "other"} <= set(value):
            one, other = (re.findall(r"[^\W\d_{}]+", value[form]) for form in ("one", "other"))
            alone |= set(one)
            several |= set(other) - set(one)
    return MANY | {word for word in several - alone if len(word) > 2}


def faults(text: str, plurals: set[str]) -> list[str]:
    """What an editor would mark in ``text``."""
    found = [name for name, pattern in FAULTS.items() if re.search(pattern, text)]
    beside = (said[1] for said in re.finditer(r"(?<![\d.,/–-])[+−]?1 " + BETWEEN + r"(\w+)", text))
    return found + [f"1 {word}" for word in beside if word in plurals]


def unaccounted(text: str) -> list[str]:
    """Return the numbers in a text that stand in no part of it: nobody says what they count.

    >>> unaccounted("5 priorities")
    ['5']
    """
    parts = parts_of(text)
    return [
        found[0]
        for found in re.finditer(r"\d+", text)
        if not any(start <= found.start() and found.end() <= stop for start, stop, _ in parts)
    ]
