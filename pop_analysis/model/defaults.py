"""What another network leaves unsaid in its declaration, taken from the POP network's own or made from what it says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

# What a network may leave to the program; its website and its addresses it may not: they would be POP's.
OF_EVERY_NETWORK = ("languages", "method_version", "first_year", "last_year")
NAMES = ("short_name", "name")
DARK, WHITE = "#10202E", "#FFFFFF"
INSTEAD = "en"


def complete(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Join a network's declaration with POP's.

    ``theirs`` holds the parts the network wrote, which :mod:`~pop_analysis.model.checks` has looked through. Of
    ``network``, ``vocabularies`` and ``findings`` what is not said is taken over key by key; ``statuses`` are theirs
    alone, but for "no verdict on file", and the other reasons why there is none when they declare no reason of their
    own; the words of a language are joined text by text, those of a new language with the English ones. The
    rest is taken whole.
    """
    declared = {**own, **{part: each for part, each in theirs.items() if each is not None}}
    declared["network"] = _network(own["network"], theirs)
    languages = tuple(declared["network"]["languages"])
    for part in ("vocabularies", "findings"):
        declared[part] = own[part] | declared[part]
    said = declared["findings"].get("phrases", {})
    declared["findings"] = declared["findings"] | {"phrases": own["findings"]["phrases"] | said}
    declared = _in_words(declared, languages)
    given = {language: (theirs.get("words") or {}).get(language) or {} for language in languages}
    declared |= _translated(declared, {code: each.get("labels") or {} for code, each in given.items()})
    if theirs.get("statuses"):
        declared["statuses"] = _statuses(own["statuses"], declared["statuses"], languages)
        declared["speech"] = theirs.get("speech") or {}
    elif not set(languages) <= set(own["words"]):
        letters: dict[str, Mapping[str, str]] = {}
        declared["statuses"] = {key: _look(each, languages, letters) for key, each in declared["statuses"].items()}
    codes = {*own["words"], *languages}
    for part in ("network", "vocabularies", "tables", "findings", "template"):
        declared[part] = in_every_language(declared[part], languages, codes)
    words = {code: joined_words(own["words"].get(code, own["words"][INSTEAD]), each) for code, each in given.items()}
    declared["words"] = own["words"] | words
    return declared


def _network(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Who the network is. POP's nouns and currency go with its verdicts; whoever has others has not its donors."""
    left = OF_EVERY_NETWORK if theirs.get("statuses") else (*OF_EVERY_NETWORK, "nouns", "currency")
    said = theirs.get("network") or {key: own[key] for key in (NAMES if theirs.get("statuses") else own)}
    return {"currency": {}} | {key: own[key] for key in left} | said


def _in_words(declared: Mapping[str, Any], languages: tuple[str, ...]) -> dict[str, Any]:
    """A declaration whose names and terms have one text a language, where one text stands for all of them."""

    def named(entry: Mapping[str, Any], key: str = "label") -> Mapping[str, Any]:
        return {**entry, key: _labels(entry[key], languages)} if isinstance(entry[key], str) else entry

    network = dict(named(declared["network"], "name"))
    network = dict(named(network, "judge")) if "judge" in network else network
    network |= {part: [named(each) for each in network[part]] for part in ("channels", "donors") if part in network}
    lists = declared["vocabularies"].items()
    terms = {name: {key: named(term) for key, term in each.items()} for name, each in lists}
    return {**declared, "network": network, "vocabularies": terms}


def _translated(declared: Mapping[str, Any], labels: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Statuses and closed lists with the labels a language's own file gives: ``labels: {themes: {water: Acqua}}``."""
    lists: dict[str, Any] = {"statuses": declared["statuses"], **declared["vocabularies"]}
    for language, named in labels.items():
        for name, terms in named.items():
            for term, label in terms.items():
                entry = lists[name][term]
                others = entry["label"] if isinstance(entry["label"], Mapping) else {INSTEAD: entry["label"]}
                lists[name] = lists[name] | {term: {**entry, "label": {**others, language: label}}}
    return {"statuses": lists.pop("statuses"), "vocabularies": lists}


def _statuses(own: Mapping[str, Any], theirs: Mapping[str, Any], languages: tuple[str, ...]) -> dict[str, Any]:
    verdicts = {key: each for key, each in theirs.items() if each.get("judged", True)}
    apart = {key: each for key, each in theirs.items() if key not in verdicts}
    above = [key for key, each in verdicts.items() if not each.get("negative")]
    nothing_done = {*list(verdicts)[-1:], *above[-1:], *(verdicts.keys() - set(above))}
    made: dict[str, Any] = {}
    for key, each in verdicts.items():
        worth = 1 if key == above[0] else 0 if key in nothing_done else "w"
        made[key] = {"judged": True, "addressed": key not in nothing_done, "worth": worth} | each
    made |= apart or {key: each for key, each in own.items() if not each["judged"]}
    if not any(each.get("missing") for each in made.values()):  # reading and counting need one
        made |= {key: each | made.get(key, {}) for key, each in own.items() if each.get("missing")}
    letters: dict[str, Mapping[str, str]] = {}
    return {key: _look(each, languages, letters) for key, each in made.items()}


def _look(
    status: Mapping[str, Any], languages: tuple[str, ...], letters: dict[str, Mapping[str, str]]
) -> dict[str, Any]:
    """A status with the label, the short label and the letter of every language, and a colour for its letters."""
    own_label = status["label"] if isinstance(status["label"], Mapping) else {}
    label = _labels(status["label"], languages)
    short = label | _labels(status.get("short", {}), languages, but=own_label)
    letter = _labels(status.get("letter", {}), languages, but=own_label)
    for language in languages:
        own = label[language].title().replace(" ", "")
        # One letter is one verdict, in whichever language: pictures go from hand to hand.
        free = (own[:n] for n in range(1, len(own) + 1) if letters.get(own[:n], label) == label)
        letter[language] = letter.get(language) or next(free, own)
        letters[letter[language]] = label
    look: dict[str, Any] = {"label": label, "short": short, "letter": letter, "addressed": False, "colour": WHITE}
    looks = look | {key: each for key, each in status.items() if key not in ("label", "short", "letter")}
    return {"ink": ink_on(looks["colour"])} | looks


def _labels(
    label: str | Mapping[str, str], languages: tuple[str, ...], but: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """A label in every language: where one is missing, that of the first language there is, ``but`` for some."""
    if isinstance(label, str):
        return dict.fromkeys(languages, label)
    if not label:
        return {}
    instead = label.get(INSTEAD) or next(iter(label.values()))
    wanted = [language for language in languages if language in label or language not in but]
    return {**label, **{language: label.get(language, instead) for language in wanted}}


def ink_on(colour: str) -> str:
    """Dark or white letters, whichever stand out more on ``colour`` (relative luminance after WCAG 2).

    >>> ink_on("#0B3C5D"), ink_on("#F2C14E")
    ('#FFFFFF', '#10202E')
    """
    return max((DARK, WHITE), key=lambda ink: _contrast(ink, colour))


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def in_every_language(texts: Any, languages: tuple[str, ...], codes: set[str]) -> Any:
    """Add to every text that has English the languages it lacks, in English."""
    if isinstance(texts, list):
        return [in_every_language(each, languages, codes) for each in texts]
    if not isinstance(texts, Mapping):
        return texts
    inside = {key: in_every_language(each, languages, codes) for key, each in texts.items()}
    if INSTEAD in inside and set(inside) <= codes | {"severity"}:
        return dict.fromkeys(languages, inside[INSTEAD]) | inside
    return inside


def only_theirs(declared: Mapping[str, Any], languages: Collection[str], own: Mapping[str, Any]) -> dict[str, Any]:
    """A declaration without what is POP's alone: texts in languages the network has not, and POP's ways to write.

    ``own`` is POP's declaration. Whoever has Albanian writes as POP does, so that these stay.
    """
    codes = {*declared["words"], *own["network"]["languages"]}
    if codes <= set(languages):
        return dict(declared)
    pops = set() if "sq" in languages else _written(own)
    theirs: dict[str, Any] = _only(declared, set(languages), codes, pops)
    return theirs


def _written(texts: Any) -> set[str]:
    """Every way something is written by POP: headings, names of sheets, labels and what else stands in cells."""
    if isinstance(texts, list):
        return set().union(*map(_written, texts))
    if not isinstance(texts, Mapping):
        return set()
    own = {each for each in texts.get("written", ()) if isinstance(each, str)}
    named = [each for key in ("header", "sheet", "label") if isinstance(each := texts.get(key), Mapping)]
    own.update(each for texts_of in named for each in texts_of.values() if isinstance(each, str))
    return own.union(*map(_written, texts.values()))


def _only(texts: Any, languages: set[str], codes: set[str], pops: set[str]) -> Any:
    if isinstance(texts, list):
        return [_only(each, languages, codes, pops) for each in texts]
    if not isinstance(texts, Mapping):
        return texts
    alone = texts.get("alone", {})
    if alone and (len(languages) == 1 or ("sq" not in languages and "header" in alone)):
        texts = {key: each for key, each in {**texts, **alone}.items() if key != "alone"}
    if codes & texts.keys() and texts.keys() <= codes | {"severity"}:
        own = texts.keys() & languages or {INSTEAD} & texts.keys() or texts.keys()  # shown for want of another
        texts = {key: each for key, each in texts.items() if key in own or key not in codes}
    return {
        key: [way for way in each if way not in pops] if key == "written" else _only(each, languages, codes, pops)
        for key, each in texts.items()
    }


def joined_words(own: Any, theirs: Any) -> Any:
    """Texts of ``own`` with those of ``theirs`` in their places; forms of one number are replaced together."""
    if not (isinstance(own, Mapping) and isinstance(theirs, Mapping)) or "other" in theirs:
        return theirs
    return {**own, **{key: joined_words(own.get(key), each) for key, each in theirs.items()}}
