"""The head of each kind of page: its title, the answer in one sentence, and the few numbers that carry it."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

import pandas as pd
from msgspec.structs import replace

from pop_analysis.blocks.blocks import Fact, Line, Link, PageHead
from pop_analysis.blocks.parts import Span
from pop_analysis.choices import WrongUse
from pop_analysis.exhibits.absences import later_without_verdicts, put_aside_of, why_no_verdict
from pop_analysis.exhibits.citing import cite
from pop_analysis.exhibits.hero import answers_of, byline_of, documents_of, strip_of
from pop_analysis.exhibits.quantities import LAST, Scope, scope_of
from pop_analysis.exhibits.rows import by_place_name
from pop_analysis.exhibits.tables.codebook import codebook
from pop_analysis.exhibits.terms import chosen_cycle, term
from pop_analysis.exhibits.wording import (
    approved_phrase,
    counts_sentence,
    cycles_phrase,
    doubt_note,
    notice,
    period_phrase,
    place_name,
    published_shares,
    shared_with,
    taken_out_note,
    verdicts,
)
from pop_analysis.locale import Words
from pop_analysis.locale.said import Counted, joined
from pop_analysis.measures import coverage, in_contract, latest, once, panel, side_by_side, together
from pop_analysis.measures.coverage import WITH_VERDICTS, municipalities_of
from pop_analysis.reading import Dataset
from pop_analysis.reading.dataset import VersionStamp
from pop_analysis.reading.tables.frames import each_row
from pop_analysis.storage.version_stamps import stamp_of

SOFTWARE = ("pop-analysis", "pandas", "plotly", "nbconvert", "papermill")
Facts = list[Fact]
FEW_PLACES = 3  # so many municipalities are named in a sentence on the network


def municipality_head(data: Dataset, municipality: str, cycle: str = "", *, language: str | None = None) -> PageHead:
    """Head of the page of one municipality and one of its contracts.

    Examples
    --------
    >>> pop.exhibits.municipality_head(data, "fier", language="en").title
    'Municipality of Fier'
    """
    words = Words(data.model, language)
    cycle = chosen_cycle(data, municipality, cycle)
    place = place_name(data, words, municipality)
    counts = latest(data.where(municipality=municipality))
    shown = counts[counts["cycle"] == cycle]
    lines = []
    if len(shown):
        lead = _judged(data, words, shown.iloc[0])
        lines.append(later_without_verdicts(data, words, shown.iloc[0]["contract"], shown.iloc[0]["monitoring_year"]))
    else:
        lead = _nothing_judged(data, words, municipality, cycle)
    lines.append(published_shares(data, words, municipality, cycle) if cycle else "")
    lines.append(_shared(data, words, municipality, cycle))
    # Another contract's verdicts stay on the page, by its years, whatever came after it.
    for each in each_row(counts[counts["cycle"] != cycle].sort_values("cycle", ascending=False)):
        later = later_without_verdicts(data, words, each["contract"], each["monitoring_year"])
        lines.append(joined(" ", [_judged(data, words, each), later]))
    parameters = {"municipality": municipality, "cycle": cycle, "language": words.language}
    head = _head(
        data,
        words,
        f"municipality-{municipality}",
        words("head.kicker_municipality"),
        words("municipality", place=place),
        lead,
        [],
        parameters,
        stamp_of(data, municipality),
    )
    return replace(
        head,
        sheet=[f"priorities-{cycle}"],
        byline=byline_of(data, words, municipality, cycle),
        strip=strip_of(data, words, municipality, cycle),
        answers=answers_of(data, words, municipality, cycle),
        lines=[Span(line) for line in lines if line],
        documents=documents_of(data, words, municipality, cycle),
    )


def network_head(data: Dataset, cycle: str = "", *, language: str | None = None) -> PageHead:
    """Head of the page of the whole network, for one term of contracts.

    Examples
    --------
    >>> pop.exhibits.network_head(data, language="en").to_json()["kind"]
    'page'
    """
    words = Words(data.model, language)
    cycles = term(data, cycle)
    own = data.where(cycle=cycles)
    compared = side_by_side(data, cycles)
    entered = coverage(own)["state"].isin(WITH_VERDICTS)
    of_term = Scope(cycle=cycles)
    scope = of_term.of(monitoring_year=LAST)
    of = Scope()("municipalities", len(municipalities_of(data)))
    if len(compared):
        counts = together(data, compared)
        sentence = counts_sentence(words, counts, scope)
        n = scope("municipalities_judged", len(compared))
        places = _few_names(data, words, compared)
        names = words("head.named", names=places) if places else ""
        lead = words("head.network", n=n, of=of, names=names, cycle=cycles_phrase(words, cycles), sentence=sentence)
        facts = _verdict_facts(counts, words, scope, places)
    else:
        lead, facts = words("head.network_none", cycle=cycles_phrase(words, cycles)), []
    said = (
        _overlapping(own, compared, words),
        _shared_by_several(own, words, of_term),
        _published_shares(own, words, of_term),
    )
    contracts = of_term("contracts", own["contracts"]["contract"].nunique())
    reports, with_verdicts = of_term("reports", len(own["reports"])), of_term("years_judged", int(entered.sum()))
    facts += [
        Fact(words("fact.contracts"), words.number(contracts), cycles_phrase(words, cycles)),
        Fact(words("fact.reports"), words.number(reports), words("fact.reports_note", n=with_verdicts)),
    ]
    parameters = {"cycle": ", ".join(cycles), "language": words.language}
    # A word joiner on either side keeps the years of a contract on one line.
    title = words("head.title_network", cycle=cycles_phrase(words, cycles, "\u2060–\u2060"))
    head = _head(data, words, "network", words("head.kicker_network"), title, lead, facts, parameters)
    lines = [Span(line) for line in said if line]
    return replace(head, lines=[*lines, Span(words("head.to_evidence"), f"evidence-{words.language}.html")])


def evidence_head(data: Dataset, cycle: str = "", *, language: str | None = None) -> PageHead:
    """Head of the page that says how sure the network's figures are, for those who check them.

    Examples
    --------
    >>> pop.exhibits.evidence_head(data, language="en").title
    'How sure are we?'
    """
    words, head = Words(data.model, language), network_head(data, cycle, language=language)
    return replace(
        head,
        kicker=words("head.kicker_evidence"),
        title=words("head.title_evidence"),
        facts=[],
        lines=[Span(words("head.to_network"), f"network-{words.language}.html")],
        alternates=_alternates(data, words, "evidence"),
        address=_address(words, "evidence"),
    )


def _overlapping(own: Dataset, compared: pd.DataFrame, words: Words) -> str:
    """Which contract is counted of those municipalities of which several were judged; "" where there are none."""
    judged = latest(own)
    several = judged[judged["municipality"].duplicated(keep=False)]["municipality"].unique()
    rows = by_place_name(compared[compared["municipality"].isin(several)], own, words)
    named = [
        joined(" ", [place_name(own, words, row["municipality"]), cycles_phrase(words, [row["cycle"]])]) for row in rows
    ]
    return words("head.overlapping", names=words.listed(named)) if named else ""


def _shared(data: Dataset, words: Words, municipality: str, cycle: str) -> str:
    """How many priorities of a contract are promises of other municipalities too, and of which; "" for none."""
    priorities = data["priorities"]
    own = priorities[(priorities["municipality"] == municipality) & (priorities["cycle"] == cycle)]
    n = Scope(municipality=municipality, cycle=cycle)("priorities_shared", int(own["shared"].notna().sum()))
    names = shared_with(data, words, own["shared"].dropna(), municipality)
    return words("head.shared", n=n, names=names) if names else ""


def _shared_by_several(own: Dataset, words: Words, of_term: Scope) -> str:
    shared = own["priorities"].dropna(subset="shared")
    n = of_term("priorities_shared", len(once(shared)))
    return words("head.shared_network", n=n) if shared["shared"].duplicated().any() else ""


def _published_shares(own: Dataset, words: Words, of_term: Scope) -> str:
    """What the network itself published of its shares, with the number of priorities: said apart from the computed."""
    figures = own["published_figures"]
    figures = figures[figures["municipality"].isna() & figures["monitoring_year"].notna()]
    totals = figures[figures["metric"] == "priorities_total"]
    if totals.empty:
        return ""
    total = totals.sort_values("monitoring_year").iloc[-1]
    same = figures[figures["monitoring_year"] == total["monitoring_year"]].drop_duplicates("metric").set_index("metric")
    shares = [metric for metric in ("share_fully", "share_partially", "share_not") if metric in same.index]
    scope = of_term.of(monitoring_year=total["monitoring_year"])
    parts = [
        joined(" ", [words.percent(_as_published(scope, metric, same.loc[metric, "value"] / 100)), label])
        for metric in shares
        for label in [words.label("metrics", metric)]
    ]
    if not parts:
        return ""
    year = int(total["monitoring_year"])
    n = _as_published(scope, "priorities_total", int(total["value"]))
    return words("head.published", n=n, year=year, parts=words.listed(parts))


def _as_published(scope: Scope, metric: str, value: float) -> Counted:
    return scope.of(metric=metric)("published", value)


def review_head(data: Dataset, calendar_year: int, *, language: str | None = None) -> PageHead:
    """Head of the annual review of one calendar year.

    Raises ``WrongUse`` for a year that nothing on file is about, naming those there are.

    Examples
    --------
    >>> pop.exhibits.review_head(data, 2021, language="en").title
    'The network in 2021'
    """
    words = Words(data.model, language)
    published = data["published_figures"]
    known = sorted({*published["calendar_year"].dropna(), *data["activities"]["date"].dropna().dt.year})
    if calendar_year not in known:
        years = ", ".join(map(str, known)) or "none"
        raise WrongUse(f"nothing is on file for the year {calendar_year}; there are: {years}")
    own = published[
        (published["calendar_year"] == calendar_year)
        & published["municipality"].isna()
        & (published["unit"] == "count")
    ]
    values = own.drop_duplicates("metric").set_index("metric")["value"]
    shown = [metric for metric in REVIEW_FACTS if metric in values]
    scope = Scope(calendar_year=calendar_year)
    facts = [
        Fact(words.label("metrics", m), words.number(_as_published(scope, m, values[m])), words("fact.published"))
        for m in shown
    ]
    activities = data["activities"]
    n = int((activities["date"].dt.year == calendar_year).sum())
    lead = words("head.review", n=scope("activities", n), year=calendar_year)
    title = words("head.title_review", year=calendar_year)
    return _head(
        data,
        words,
        f"annual-review-{calendar_year}",
        words("head.kicker_review"),
        title,
        lead,
        facts,
        {"calendar_year": str(calendar_year), "language": words.language},
    )


REVIEW_FACTS = (
    "social_contracts",
    "focus_groups",
    "municipality_meetings",
    "council_sessions_monitored",
    "advocacy_campaigns",
)


def provenance_head(data: Dataset, *, language: str | None = None) -> PageHead:
    """Return what the page of anybody's notebook says of its data: version, day, method, program, how they are cited.

    It has no title: that is the notebook's. :func:`~pop_analysis.load` leaves it with the cell that calls it.

    Examples
    --------
    >>> [line.label for line in pop.exhibits.provenance_head(data, language="en").about][-1]
    'How to cite the data'
    """
    words = Words(data.model, language)
    cited = Line(words("cite.label"), cite(data, language=language))
    return PageHead(
        language=words.language,
        name=data.model.short_name,
        synthetic=notice(data, words),
        about=[*_about(data, data.stamp, words, {}), cited],
        words=words.part("page"),
    )


def _head(
    data: Dataset,
    words: Words,
    stem: str,
    kicker: str,
    title: str,
    lead: str,
    facts: Facts,
    parameters: Mapping[str, str],
    stamp: VersionStamp | None = None,
) -> PageHead:
    return PageHead(
        language=words.language,
        name=data.model.short_name,
        kicker=kicker,
        title=title,
        lead=lead,
        facts=facts,
        synthetic=notice(data, words),
        alternates=_alternates(data, words, stem),
        home=Link(data.model.name[words.language], index_of(words)),
        address=_address(words, stem),
        about=_about(data, stamp or data.stamp, words, parameters),
        words=words.part("page"),
        nouns=words.part("nouns"),
        without=tuple(sorted(data.model.without)),
        codebook=codebook(words),
    )


def index_of(words: Words) -> str:
    """The index in the language of a page: that of the first language has the plain name."""
    return "index.html" if words.language == words.model.languages[0] else f"index-{words.language}.html"


def _address(words: Words, stem: str) -> str:
    """Where a page stands in the web; "" where nobody has said."""
    return f"{words.model.pages}{stem}-{words.language}.html" if words.model.pages else ""


def _alternates(data: Dataset, words: Words, stem: str) -> list[Link]:
    """The same page in the other languages."""
    others = [language for language in data.model.languages if language != words.language]
    return [Link(Words(data.model, other)("language"), f"{stem}-{other}.html", other) for other in others]


def _about(data: Dataset, stamp: VersionStamp, words: Words, parameters: Mapping[str, str]) -> list[Line]:
    made = [f"{name} {_version(name)}" for name in SOFTWARE] + [f"Python {platform.python_version()}"]
    values = {
        "method": words("about.method_text"),
        "method_version": words.model.method_version,
        "data_version": stamp.version or words("unknown"),
        "run": words.date(stamp.processed_on) if stamp.processed_on else "",
        "approved": approved_phrase(data, words),
        "parameters": ", ".join(f"{key} = {value or '–'}" for key, value in parameters.items()),
        "software": ", ".join(made),
        "typed": "" if words.language == words.model.languages[0] else words("about.typed_text"),
    }
    return [Line(words(f"about.{key}"), value) for key, value in values.items() if value]


@cache
def _version(package: str) -> str:
    return version(package)


def _few_names(data: Dataset, words: Words, compared: pd.DataFrame) -> str:
    """The names of the municipalities the network's counts are of, where they are few."""
    names = [place_name(data, words, row["municipality"]) for row in by_place_name(compared, data, words)]
    return words.listed(names) if len(names) <= FEW_PLACES else ""


def _verdict_facts(counts: Any, words: Words, scope: Scope, about: str) -> Facts:
    """The counts of the judged priorities of the network; ``about`` stands with each count."""
    best, assessed = words.model.best, scope("assessed", int(counts["assessed"]))
    values = [(best.label[words.language], best.id)]
    if len(words.model.addressed) > 1:
        values.append((words("range.addressed"), "addressed"))
    note = words("fact.of_assessed" if counts["total_known"] else "fact.of_unknown")
    if counts["total_known"] and counts["assessed"] < counts["known"]:
        note = words("fact.of_known", n=assessed, of=scope("known", int(counts["known"])))
    note = joined(" · ", [note, about])
    return [
        Fact(label, words("count_of", count=verdicts(scope, status, counts), n=assessed), note)
        for label, status in values
    ]


def _judged(data: Dataset, words: Words, counts: Any) -> str:
    """What was judged of a contract, and when; what was taken out of it, and what has yet to be confirmed."""
    period, scope = period_phrase(data, words, counts), scope_of(counts)
    cycle, sentence = cycles_phrase(words, [counts["cycle"]]), counts_sentence(words, counts)
    judged = words("head.municipality", cycle=cycle, sentence=sentence, period=period)
    rows = panel(data.where(contract=counts["contract"]))
    rows = in_contract(data, rows[rows["monitoring_year"] == counts["monitoring_year"]])
    return joined(" ", [judged, taken_out_note(words, scope, counts), doubt_note(words, scope, each_row(rows))])


def _nothing_judged(data: Dataset, words: Words, municipality: str, cycle: str) -> str:
    if cycle:
        why = why_no_verdict(data, words, municipality, cycle)
        return words("head.no_verdict", cycle=cycles_phrase(words, [cycle]), why=why)
    nothing = words("head.nothing", place=place_name(data, words, municipality))
    return joined(" ", [nothing, *put_aside_of(data, words, municipality)])
