"""How sentences speak of the verdicts, whatever scale a network has: ``<best>`` in a text becomes "fully addressed".

The declared texts hold no verdict of any network, only marks between angle brackets. What stands for them in a
language is written in ``speech.yml``; for a network that has verdicts of its own and no such file it is made from the
labels of its verdicts, after the patterns under ``speech:`` in ``locale/<language>.yml``. In the same way ``<unit>`` is
what the network calls a municipality, and ``<contract>`` what was promised there (``nouns:`` in ``network.yml``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pop_analysis.model.own import own_declaration
from pop_analysis.model.text import slug

Labels = Mapping[str, str]
# What a pattern under ``speech:`` may fill in.
FILLED_IN = ("best", "worst", "second", "least", "between", "between_quoted", "network")
MARK = re.compile(r"<([A-Za-z_]+)>")
# What is said instead where no verdict but the best counts as addressed.
AS_BEST = {
    "counting": "best", "counting_long": "best", "counting_short": "best_short", "counting_name": "best_name",
    "counting_title": "best_title", "counting_listed": "best_name", "counting_means": "best_means",
    "counting_at_least": "best_short", "were_counting": "were_best", "were_counting_long": "were_best",
    "counts_as": "best_name", "newly_counting": "newly_best", "newly_counting_one": "newly_best_one",
}  # fmt: skip
REPLACED = "_or_replaced"  # of a phrase, where promises may have been replaced
CURRENCY = ("currency", "currency_sign", "currency_in_brackets", "currency_after", "sign_after")  # marks
IN_ADDRESS = "_address"
SHORTER = re.compile("full_|_cited")


def phrases(declared: Mapping[str, Any], patterns: Mapping[str, Any], language: str) -> dict[str, str]:
    """What stands for each mark in ``language``: the network's own phrases before those made from its labels.

    ``patterns`` are texts with ``{best}``, ``{worst}``, ``{second}`` (labels), ``{least}`` (the lowest verdict that
    counts), ``{between}`` (those worth what the reader says, or all but the ends) and ``{network}``; ``quote`` and
    ``or`` say how a label is quoted and how several are joined.
    """
    judged = [each for each in declared["statuses"].values() if each["judged"]]
    counting = [each for each in judged if each["addressed"]] or judged[:1]
    moving = [each for each in judged if each["worth"] == "w"] or judged[1:-1] or judged[:1]
    labels = {
        "best": judged[0]["label"][language],
        "worst": judged[-1]["label"][language],
        "second": judged[min(1, len(judged) - 1)]["label"][language],
        "least": counting[-1]["label"][language],
        "between": _joined([each["label"][language] for each in moving], patterns["or"]),
        "between_quoted": _joined(
            [patterns["quote"].format(each["label"][language]) for each in moving], patterns["or"]
        ),
        "network": declared["network"]["short_name"],
    }
    own = (declared.get("speech") or {}).get(language, {})
    made = {name: text.format(**labels) for name, text in patterns.items() if name not in ("quote", "or", "counted")}
    if len(counting) == 1:  # nothing lies between "at least" it and it
        made |= {name: made[instead] for name, instead in AS_BEST.items()}
    if any(each.get("superseded") for each in declared["statuses"].values()):
        made |= {name: made[f"{name}{REPLACED}"] for name in made if f"{name}{REPLACED}" in made}
    return {**made, **own}


def nouns_of(network: Mapping[str, Any], general: Mapping[str, str], language: str) -> dict[str, str]:
    """What stands for each mark of a noun in ``language``; ``general`` are the nouns of a network that names none.

    A mark with ``full_``, or ``_cited``, that nobody says is the one without.

    >>> nouns_of({"nouns": {"en": {"contract": "pact"}}}, {"contract": "plan", "unit": "place"}, "en")["full_contract"]
    'pact'
    """
    said = {**general, **(network.get("nouns") or {}).get(language, {})}
    return {mark: said.get(mark) or said.get(SHORTER.sub("", mark), "") for mark in noun_marks()}


def currency_marks(network: Mapping[str, Any], patterns: Mapping[str, str], language: str) -> dict[str, str]:
    """What stands for each mark of the currency in ``language``; ``patterns`` are the words for money there.

    >>> currency_marks({"currency": {"code": "EUR", "sign": {"en": "€"}}}, {"after": " {name}"}, "en")["currency_after"]
    ' €'
    """
    said = network.get("currency") or {}
    if not said:
        none = patterns.get("none", "")
        return {**dict.fromkeys(CURRENCY, ""), "currency": none, "currency_sign": none}
    sign = in_language(said.get("sign"), language) or said["code"]
    named = {"code": said["code"], "sign": sign, "name": in_language(said.get("name"), language) or sign}
    named["heading"] = in_language(said.get("heading"), language) or said["code"]
    beside = {mark: patterns.get(mark.removeprefix("currency_"), "").format(**named) for mark in CURRENCY}
    return {**beside, "currency": named["name"], "currency_sign": sign}


def in_language(text: str | Mapping[str, str] | None, language: str) -> str:
    """A text that may be one for all languages; "" where there is none.

    >>> in_language("€", "en"), in_language({"en": "lek"}, "en"), in_language(None, "en")
    ('€', 'lek', '')
    """
    return text.get(language, "") if isinstance(text, Mapping) else text or ""


def with_capitals(nouns: Mapping[str, str]) -> dict[str, str]:
    """Nouns, each also as it begins a sentence, for texts that name them in braces.

    >>> with_capitals({"unit": "party"})
    {'unit': 'party', 'Unit': 'Party'}
    """
    return {name: _said(name, nouns) for mark in nouns for name in (mark, mark[0].upper() + mark[1:])}


def noun_marks() -> list[str]:
    """Every mark of a noun: those POP says, in any language."""
    return list(dict.fromkeys(mark for said in own_declaration()["network"]["nouns"].values() for mark in said))


def with_counts(
    statuses: Mapping[str, Mapping[str, Any]], patterns: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Statuses that all say how a number of them is spoken of; ``patterns`` are those of each language."""
    made = {}
    for key, each in statuses.items():
        counted = {
            language: {form: text.replace("{verdict}", _plain(each["short"][language])) for form, text in forms.items()}
            for language, forms in ((language, pattern["counted"]) for language, pattern in patterns.items())
        }
        made[key] = {**each, "counted": counted | each.get("counted", {})} if each["judged"] else dict(each)
    return made


def _plain(text: str) -> str:
    """A label within a text that is still to be filled in."""
    return text.replace("{", "{{").replace("}", "}}")


def _joined(labels: Sequence[str], pattern: str) -> str:
    """Labels as a choice: a, b or c."""
    return pattern.format(", ".join(labels[:-1]), labels[-1]) if len(labels) > 1 else labels[0]


def spoken(texts: Any, said: Mapping[str, Mapping[str, str]], language: str) -> Any:
    """Replace the marks in every text of a declaration; what stands under a language's code is of that language.

    >>> spoken({"en": "<Best> first"}, {"en": {"best": "fully addressed"}}, "en")
    {'en': 'Fully addressed first'}
    """
    if isinstance(texts, str):
        return MARK.sub(lambda mark: _said(mark[1], said[language]), texts) if "<" in texts else texts
    if isinstance(texts, Mapping):
        return {key: spoken(each, said, key if key in said else language) for key, each in texts.items()}
    if isinstance(texts, list):
        return [spoken(each, said, language) for each in texts]
    return texts


def _said(name: str, phrases: Mapping[str, str]) -> str:
    """The phrase; one that begins a sentence is written with a capital mark, ``<Best>``, one in an address as there."""
    if name.endswith(IN_ADDRESS):
        return slug(phrases[name.removesuffix(IN_ADDRESS)])
    text = phrases[name.lower()]
    if name[0].islower():
        return text
    return re.sub(r"\w", lambda letter: letter[0].upper(), text, count=1)
