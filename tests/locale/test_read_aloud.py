"""Every sentence is read with none, one, two and eleven of everything, as an editor would read it."""

import string
from collections.abc import Mapping

import pytest
from read_aloud import faults, leaves, plural_words

from pop_analysis.exhibits.wording import counts_sentence
from pop_analysis.locale import Words

NUMBERS = (0, 1, 2, 11)
# What is filled in that is no number: names, dates, phrases. Whatever is not here is a number.
TEXTS = {
    "place": "Lumas", "other": "Bregas", "name": "Lumas", "names": "Lumas, Bregas", "places": "Lumas, Bregas",
    "cycle": "2019–2023", "earlier": "2015–2019", "later": "2019–2023", "period": "2021", "first": "1", "second": "2",
    "year": "3", "years": "1, 2", "start": "2021", "end": "2022", "months": "2021", "theme": "Ujë", "themes": "“Ujë”",
    "title": "Ujë", "status": "“x”", "verdict": "x", "item": "x", "kind": "pie", "types": "x", "headline": "X.",
    "letters": "x", "reason": "x", "reasons": "x", "message": "x", "number": "4", "file": "a.xlsx", "sheet": "X",
    "side": "X", "row": "4", "cell": "4", "command": "x", "folder": "x", "notebook": "x", "version": "x", "by": "x",
    "share": "5%", "enough": "80%", "level": "95%", "alpha": "0.5", "p": "0.5", "score": "3", "median": "50%",
    "ahead": "X", "behind": "Y", "addressed": "4", "top": "3", "counts": "3", "value": "0.5", "label": "x",
    "date": "2021", "source": "x", "others": "3", "order": "10", "each": "10", "few": "10", "limit": "5", "jobs": "1",
    "address": "x", "error": "x", "why": "x", "do": "x", "example": "x", "files": "9",
}  # fmt: skip
OWN = {
    "comparison.subtitle": {"months": " (2021)"},
    "apart.subtitle": {"months": " (2021)"},
    "monitors.caption": {"places": "3"},
    "refused.trend": {"years": "{n}"},
    "panel.months": {"months": "{n}"},
    # What is drawn, shown by one example: no number of the data.
    "slope.note": {"before": "3", "after": "4", "of": "7"},
    **{key: {"part": "2", "whole": "6"} for key in ("heat.note", "heat.note_groups", "grid.note")},
}
WHOLES = {"of", "whole", "total", "declared", "pairs", "settings", "all"}
# The phrases a sentence is put together from: each with the number it is about. Those with none are not said.
NESTED = {
    "audit.headline": "audit.counted", "change.caption": "change.counted", "change.caption_last": "change.counted",
    "cycles.caption": "cycles.counted", "cycles.caption_place": "cycles.counted",
    "cycles.caption_network": "cycles.counted", "flow.headline": "change.counted", "flow.few": "change.counted",
    "flow.apart": "change.counted", "bridge.headline": "bridge.part", "bridge.headline_level": "bridge.part",
    "compare.total": "compare.counted",
}  # fmt: skip
SAID_OF_VERDICTS = {"speech", "labels"}


def filled(words, key, value, n, of):
    """A sentence with every place filled in."""
    forms = value.values() if isinstance(value, Mapping) else [value]
    places = {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}
    values = {name: TEXTS.get(name, words.number(of if name in WHOLES else n)) for name in places - {"n"}}
    values |= {name: each.format(n=words.number(n)) for name, each in OWN.get(key, {}).items()}
    if "parts" in places:
        values["parts"] = words.listed(parts_of(words, key, n))
    if "kinds" in places:
        values["kinds"] = words("heat.kinds.theme", n=n)
    if "pieces" in places:
        values["pieces"] = words("evidence.pieces", n=n)
    if "sentence" in places:
        values["sentence"] = words("headline.counts", n=11, parts="x")
    return words(key, n=n, **values)


def parts_of(words, key, n):
    if key not in NESTED:
        return ["x"]
    kinds = words.part(NESTED[key].split(".")[0])[NESTED[key].split(".")[1]]
    return [words(f"{NESTED[key]}.{kind}", n=max(n, 1), count=f"+{max(n, 1)}") for kind in kinds]


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("n", NUMBERS)
def test_every_sentence_reads_well_with_any_number(model, language, n):
    words = Words(model, language)
    plurals = plural_words(model.words[language])
    assert len(plurals) > 30
    wrong = {}
    for key, value in leaves(model.words[language]):
        is_part = key.startswith(tuple(f"{part}." for part in (*NESTED.values(), "absence.counted")))
        if key.split(".")[0] in (*SAID_OF_VERDICTS, "wrong_use") or (n == 0 and is_part and "zero" not in value):
            continue
        for of in {n, 11}:
            # Said only where some were judged, and fewer than there are.
            said = filled(words, key, value, n, of + 2 if key.startswith("headline.counts_of") else of)
            if found := faults(said, plurals):
                wrong[key] = found, said
    assert wrong == {}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_what_became_of_the_priorities_reads_well_with_any_numbers(model, language):
    words = Words(model, language)
    plurals = plural_words(model.words[language])
    for fully in NUMBERS:
        for partially in NUMBERS:
            for not_addressed in NUMBERS:
                counts = {"fully": fully, "partially": partially, "not_addressed": not_addressed}
                assessed = sum(counts.values())
                if not assessed:
                    continue
                about = {"municipality": "lumas", "cycle": "2019-2023", "contract": "x", "monitoring_year": 1}
                for known, total_known in ((assessed, True), (assessed, False), (assessed + 1, False)):
                    of = {"assessed": assessed, "known": known, "total_known": total_known}
                    said = str(counts_sentence(words, counts | about | of))
                    assert faults(said, plurals) == [], said
                    if assessed == 1:
                        assert not {"none", "asnjë"} & set(said.replace(",", "").split()), said


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("none of the 1 priorities", "none of the 1"),
        ("për asnjë nga 1 prioritetet", "none of the 1"),
        ("Of 1 statements, 1 holds", "1 statements"),
        ("Nga 1 bashkitë e rrjetit", "of 1 of them"),
        ("of 1 municipalities", "of 1 of them"),
        ("−1 që shkuan prapa", "1 shkuan"),
        ("0 stayed as they were", "0 did"),
        ("0 mbetën siç ishin", "0 did"),
        ("Zero, contract : no verdict", "a space before a sign"),
        ("(contract ) ( is", "an open bracket"),
        ("says “” here", "an empty place"),
        ("the the page", "a word twice"),
        ("two  spaces", "two spaces"),
        ("{n} of them", "an open bracket"),
    ],
)
def test_the_reader_sees_what_is_wrong(model, text, fault):
    plurals = plural_words(model.words["sq"]) | plural_words(model.words["en"])
    assert fault in faults(text, plurals), text
