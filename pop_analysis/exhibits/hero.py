"""The first screen of a municipality's page: priorities as squares, the readers' questions answered, documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import unquote, urlsplit

from pop_analysis.blocks.blocks import Answer, Square, Squares
from pop_analysis.blocks.parts import Span
from pop_analysis.exhibits.quantities import Scope, scope_of
from pop_analysis.exhibits.rows import copies_of, led_to, when, with_copies
from pop_analysis.exhibits.stories import mark_of, shown_verdicts, story_id
from pop_analysis.exhibits.tables.contract_notice import judges
from pop_analysis.exhibits.terms import changed_cycle, comparable_others, term
from pop_analysis.exhibits.wording import cycles_phrase, is_doubtful, judged_of, priority_label, typed_within, verdicts
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined, marked_as
from pop_analysis.measures import latest, side_by_side, transitions
from pop_analysis.measures.states import ASSESSED_TWICE
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

# Where on the page the rest of an answer stands: ids of the notebook's parts, the same in every language.
PRIORITIES, CHANGED, BESIDE, DONE, NOT_KNOWN = "#priorities", "#changed", "#beside", "#done", "#not-known"
WHO, DOCUMENTS = "#who", "#documents"


def strip_of(data: Dataset, words: Words, municipality: str, cycle: str) -> list[Squares]:
    """The priorities of a contract by verdict, in its last year with one; each square leads to its story."""
    own = data.where(municipality=municipality, cycle=cycle)
    rows = shown_verdicts(data, own)
    if not rows:
        return []
    scope = Scope(municipality=municipality, cycle=cycle, monitoring_year=rows[0]["monitoring_year"])
    made = []
    for status in words.model.statuses.values():
        of_it = [row for row in rows if row["status"] == status.id]
        if of_it or status.judged:
            count = words.number(scope.of(status=status.id)("verdicts", len(of_it))) if status.judged else ""
            squares = [_square(row, words) for row in of_it]
            label = status.label[words.language]
            made.append(Squares(label, mark_of(words, status.id), count, squares))
    return made


def _square(row: dict[str, Any], words: Words) -> Square:
    """The square of a priority; a verdict that has yet to be confirmed has the star the lead speaks of."""
    number, title = priority_label(row) or "·", words.of(row, "title")
    if is_doubtful(row):
        number, title = f"{number}*", joined("", [title, words("doubt.mark")])
    return Square(number, title, f"#{story_id(row['priority'])}")


def byline_of(data: Dataset, words: Words, municipality: str, cycle: str) -> list[Span]:
    """Who judged, or who monitors where nothing was judged."""
    own = data.where(municipality=municipality, cycle=cycle)
    names = judges(own, words)
    judged = own["assessments"]["status"].isin(data.model.levels).any()
    if not names:
        return [Span(words("contract.nobody"))] if judged else []
    key = "judged" if judged else "monitors" if len(own["assessments"]) or len(own["reports"]) else "members"
    return [Span(words(f"contract.{key}", names=words.listed(names)))]


def documents_of(data: Dataset, words: Words, municipality: str, cycle: str) -> list[list[Span]]:
    """The contract and the reports on it, each with its link where it is public, and where to reply or correct."""
    own = data.where(municipality=municipality, cycle=cycle)
    lists: list[list[Span]] = []
    for row in each_row(own["contracts"]):
        signed = when(row, words, "signed_on")
        about = words("hero.signed", when=signed) if signed else ""
        who = typed_within(words, row["signatories"])
        by = words("hero.signatories", who=who) if who else ""
        name = cycles_phrase(words, [row["cycle"]]) or words.part("nouns")["full_contract"]
        contract = with_copies(led_to(Span(name), row, words, "url", "source"), words, copies_of(data))
        lists.append([Span(words("hero.contract")), *contract, Span(joined("; ", [about, by]))])
    reports = each_row(own["reports"].sort_values("monitoring_year"))
    if reports:
        links = (
            with_copies(led_to(Span(_report(row, words)), row, words, "url", "source"), words, copies_of(data))
            for row in reports
        )
        lists.append([Span(words("hero.reports")), *chain.from_iterable(links)])
    until = data.model.reply_until
    if until and own["assessments"]["status"].isin(data.model.levels).any():
        lists.append([Span(words("hero.reply_until")), Span(words.date(until))])
    lists += [[Span(words("hero.reply")), Span(address, url)] for address, url in _written_to(data)]
    return [[span for span in each if span.text] for each in lists]


def _written_to(data: Dataset) -> list[tuple[str, str]]:
    """Where the network may be written to: the first of its channels that is an address of e-mail."""
    written = [each["url"] for each in data.model.channels if each["url"].casefold().startswith("mailto:")]
    return [(unquote(urlsplit(url).path), url) for url in written[:1]]


def _report(row: dict[str, Any], words: Words) -> str:
    months = words.period(row["period_start"], row["period_end"], row["period_precision"])
    year = marked_as("date", words("strip.year", year=int(row["monitoring_year"])).lower())
    return joined(", ", [year, months])


def answers_of(data: Dataset, words: Words, municipality: str, cycle: str) -> list[Answer]:
    """The eight questions readers come with, each answered in a few words; none on what the network does without."""
    own = data.where(municipality=municipality, cycle=cycle)
    scope = Scope(municipality=municipality, cycle=cycle)
    told = {
        "promised": (_promised(own, words, scope), PRIORITIES),
        "became": (_became(own, words), PRIORITIES),
        "who": (words.listed(judges(own, words)) or words("unknown"), WHO),
        "documents": (_documents(own, words, scope), DOCUMENTS),
        "changed": _changed(data, words, municipality, cycle),
        "beside": _beside(data, words, municipality, cycle),
        "done": _done(data, words, municipality),
        "unknown": (words("told.unknown"), NOT_KNOWN),
    }
    if not len(own["priorities"]):
        told["promised"] = (words("told.no_priorities"), NOT_KNOWN)
        told["became"] = (words("told.not_judged"), NOT_KNOWN)
    asked = {name: each for name, each in told.items() if name not in data.model.without}
    return [Answer(words(f"asked.{name}"), answer, href) for name, (answer, href) in asked.items()]


def _promised(own: Dataset, words: Words, scope: Scope) -> str:
    """How many priorities the contract says it has, and how many are on file where that is another number."""
    on_file = scope("priorities_on_file", len(own["priorities"]))
    total = own["contracts"]["priorities_total"]
    if total.isna().any():
        return words("told.promised_unknown", n=on_file)
    declared = scope("priorities_declared", int(total.sum()))
    key = "priorities" if int(declared) <= int(on_file) else "told.promised_of"
    return words(key, n=declared, on_file=on_file)


def _became(own: Dataset, words: Words) -> str:
    counts = latest(own)
    if counts.empty:
        return words("told.not_judged")
    row = counts.iloc[0]
    scope = scope_of(row)
    whole = row["total_known"] and int(row["assessed"]) == int(row["known"])
    judged = words.number(scope("assessed", int(row["assessed"]))) if whole else judged_of(words, scope, row)
    return words("told.became", count=verdicts(scope, "addressed", row), judged=judged)


def _documents(own: Dataset, words: Words, scope: Scope) -> str:
    contract = words("told.contract") if len(own["contracts"]) else ""
    n = len(own["reports"])
    reports = words("told.reports", n=scope("reports", n)) if n else ""
    return joined(", ", [contract, reports]) or words("told.nothing")


def _changed(data: Dataset, words: Words, municipality: str, shown: str) -> tuple[str, str]:
    cycle = changed_cycle(data, municipality, shown)
    found = transitions(data.where(municipality=municipality, cycle=cycle))
    if found.empty:
        return words("told.no_two_years"), NOT_KNOWN
    if not found["change"].isin(ASSESSED_TWICE).any():
        return words("told.none_twice"), CHANGED
    years = [int(found[name].iloc[0]) for name in ("year_from", "year_to")]
    scope, counts = Scope(municipality=municipality, cycle=cycle, monitoring_year=years), found["change"].value_counts()
    parts = [
        words(f"told.{change}", n=scope.of(change=change)("changed", int(counts.get(change, 0))))
        for change in ("improved", "regressed")
    ]
    first, second = years
    of = words("told.of_contract", cycle=cycles_phrase(words, [cycle])) if cycle != shown else ""
    return words("told.between", parts=joined(", ", parts), first=first, second=second, of=of), CHANGED


def _beside(data: Dataset, words: Words, municipality: str, cycle: str) -> tuple[str, str]:
    others = comparable_others(data, municipality, cycle)
    if others is None:
        return words("told.not_beside"), NOT_KNOWN
    compared = side_by_side(data, term(data, cycle))
    own = compared.iloc[compared["municipality"].eq(municipality).argmax()]
    return words("told.beside", n=scope_of(own)("comparable_others", others)), BESIDE


def _done(data: Dataset, words: Words, municipality: str) -> tuple[str, str]:
    own, scope = data.where(municipality=municipality), Scope(municipality=municipality)
    parts = list(_counted(own, words, scope))
    return (joined(", ", parts), DONE) if parts else (words("told.nothing"), NOT_KNOWN)


def _counted(own: Dataset, words: Words, scope: Scope) -> Iterator[str]:
    for table in ("activities", "campaigns"):
        if n := len(own[table]):
            yield words(f"told.{table}", n=scope(table, n))
