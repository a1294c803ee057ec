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
from pop_analysis.exhibits.quantities import LAST, Scope, scope_of
from pop_analysis.exhibits.tables.codebook import codebook
from pop_analysis.exhibits.terms import chosen_cycle, term
from pop_analysis.exhibits.wording import counts_sentence, cycles_phrase, notice, period_phrase, place_name, verdicts
from pop_analysis.locale import Words
from pop_analysis.locale.said import Counted, joined
from pop_analysis.measures import coverage, fulfilment, last_assessed, latest, panel
from pop_analysis.measures.coverage import municipalities_of
from pop_analysis.reading import Dataset
from pop_analysis.reading.dataset import VersionStamp
from pop_analysis.storage.version_stamps import stamp_of

FACT_SHEET = ("unit-chart", "status-strip", "priorities", "campaign-ladder")
SOFTWARE = ("pop-analysis", "pandas", "plotly", "nbconvert", "papermill")
Facts = list[Fact]


def municipality_head(data: Dataset, municipality: str, cycle: str = "", language: str = "sq") -> PageHead:
    """Head of the page of one municipality and one of its contracts.

    Examples
    --------
    >>> pop.exhibits.municipality_head(data, "fier", language="en").title
    'Municipality of Fier'
    """
    words = Words(data.model, language)
    cycle = chosen_cycle(data, municipality, cycle)
    place = place_name(data, words, municipality)
    own = data.where(municipality=municipality, cycle=cycle)
    latest_counts = latest(own)
    signed = own["contracts"].iloc[0] if len(own["contracts"]) else None
    facts = _signed_fact(signed, words)
    if len(latest_counts):
        counts = latest_counts.iloc[0]
        period = period_phrase(words, counts["monitoring_year"], counts["period_start"], counts["period_end"])
        lead = words(
            "head.municipality",
            cycle=cycles_phrase(words, [cycle]),
            sentence=counts_sentence(words, counts),
            period=period,
        )
        facts = _verdict_facts(counts, words, scope_of(counts)) + facts
    else:
        lead = _nothing_judged(own, words, place, cycle)
        facts = _on_file_facts(own, words, Scope(municipality=municipality, cycle=cycle)) + facts
    parameters = {"municipality": municipality, "cycle": cycle, "language": language}
    head = _head(
        data,
        words,
        f"municipality-{municipality}",
        words("head.kicker_municipality"),
        words("municipality", place=place),
        lead,
        facts,
        parameters,
        stamp_of(data, municipality),
    )
    return replace(head, sheet=FACT_SHEET)


def network_head(data: Dataset, cycle: str = "", language: str = "sq") -> PageHead:
    """Head of the page of the whole network, for one term of contracts.

    Examples
    --------
    >>> pop.exhibits.network_head(data, language="en").to_json()["kind"]
    'page'
    """
    words = Words(data.model, language)
    cycles = term(data, cycle)
    own = data.where(cycle=cycles)
    assessments = last_assessed(data, panel(own))
    entered = coverage(own)["state"].isin(["verdicts", "some_verdicts"])
    of_term = Scope(cycle=cycles)
    scope = of_term.of(monitoring_year=LAST)
    of = Scope()("municipalities", len(municipalities_of(data)))
    if len(assessments):
        counts = fulfilment(data, by=["_all"], assessments=assessments.assign(_all=1)).iloc[0]
        places = assessments.loc[assessments["status"] != data.model.missing, "municipality"].nunique()
        sentence = counts_sentence(words, counts, scope)
        n = scope("municipalities_judged", int(places))
        lead = words("head.network", n=n, of=of, cycle=cycles_phrase(words, cycles), sentence=sentence)
        facts = _verdict_facts(counts, words, scope)
    else:
        lead, facts = words("head.network_none", cycle=cycles_phrase(words, cycles)), []
    lead = joined(" ", [lead, _published_shares(own, words, of_term)])
    contracts = of_term("contracts", own["contracts"]["contract"].nunique())
    reports, with_verdicts = of_term("reports", len(own["reports"])), of_term("years_judged", int(entered.sum()))
    facts += [
        Fact(words("fact.contracts"), words.number(contracts), cycles_phrase(words, cycles)),
        Fact(words("fact.reports"), words.number(reports), words("fact.reports_note", n=with_verdicts)),
    ]
    parameters = {"cycle": ", ".join(cycles), "language": language}
    # A word joiner on either side keeps the years of a contract on one line.
    title = words("head.title_network", cycle=cycles_phrase(words, cycles, "\u2060–\u2060"))
    return _head(data, words, "network", words("head.kicker_network"), title, lead, facts, parameters)


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


def review_head(data: Dataset, calendar_year: int, language: str = "sq") -> PageHead:
    """Head of the annual review of one calendar year.

    Raises ``ValueError`` for a year that nothing on file is about, naming those there are.

    Examples
    --------
    >>> pop.exhibits.review_head(data, 2021, language="en").title
    'The network in 2021'
    """
    words = Words(data.model, language)
    published = data["published_figures"]
    known = sorted({*published["calendar_year"].dropna(), *data["activities"]["date"].dropna().dt.year})
    if calendar_year not in known:
        raise ValueError(f"nothing is on file for the year {calendar_year}; there are: {', '.join(map(str, known))}")
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
        {"calendar_year": str(calendar_year), "language": language},
    )


REVIEW_FACTS = (
    "social_contracts",
    "focus_groups",
    "municipality_meetings",
    "council_sessions_monitored",
    "advocacy_campaigns",
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
    others = [language for language in data.model.languages if language != words.language]
    return PageHead(
        language=words.language,
        name=data.model.short_name,
        kicker=kicker,
        title=title,
        lead=lead,
        facts=facts,
        synthetic=notice(data, words),
        alternates=[Link(Words(data.model, other)("language"), f"{stem}-{other}.html", other) for other in others],
        home=Link(data.model.name[words.language], "index.html"),
        about=_about(stamp or VersionStamp(data.version, data.processed_on), words, parameters),
        words=words.part("page"),
        codebook=codebook(words),
    )


def _about(stamp: VersionStamp, words: Words, parameters: Mapping[str, str]) -> list[Line]:
    made = [f"{name} {_version(name)}" for name in SOFTWARE] + [f"Python {platform.python_version()}"]
    values = {
        "method": words("about.method_text"),
        "method_version": words.model.method_version,
        "data_version": stamp.version or words("unknown"),
        "run": words.date(stamp.processed_on) if stamp.processed_on else "",
        "parameters": ", ".join(f"{key} = {value or '–'}" for key, value in parameters.items()),
        "software": ", ".join(made),
    }
    return [Line(words(f"about.{key}"), value) for key, value in values.items() if value]


@cache
def _version(package: str) -> str:
    return version(package)


def _verdict_facts(counts: Any, words: Words, scope: Scope) -> Facts:
    best, assessed = words.model.best, scope("assessed", int(counts["assessed"]))
    values = [(best.label[words.language], best.id), (words("range.addressed"), "addressed")]
    note = words("fact.of_assessed")
    return [
        Fact(label, words("count_of", count=verdicts(scope, status, counts), n=assessed), note)
        for label, status in values
    ]


def _signed_fact(contract: Any, words: Words) -> Facts:
    if contract is None:
        return []
    when = words.date(contract["signed_on"], contract["signed_on_end"], contract["signed_on_precision"])
    cycle = words("fact.contract", cycle=cycles_phrase(words, [contract["cycle"]]))
    return [Fact(words("fact.signed"), when or words("unknown"), cycle)]


def _on_file_facts(own: Dataset, words: Words, scope: Scope) -> Facts:
    contracts = own["contracts"]
    declared = contracts["priorities_total"].iloc[0] if len(contracts) else pd.NA
    n, reports = scope("priorities_on_file", len(own["priorities"])), scope("reports", len(own["reports"]))
    known = not pd.isna(declared)
    value = words("count_of", count=n, n=scope("priorities_declared", declared)) if known else words.number(n)
    return [
        Fact(words("fact.priorities"), value, words("fact.texts")),
        Fact(words("fact.reports"), words.number(reports), words("fact.reports_own")),
    ]


def _nothing_judged(own: Dataset, words: Words, place: str, cycle: str) -> str:
    reports = own["reports"].sort_values("monitoring_year")
    if len(reports):
        last = reports.iloc[-1]
        months = words.period(last["period_start"], last["period_end"]) or words(
            "strip.year", year=int(last["monitoring_year"])
        )
        return words("head.report_only", place=place, cycle=cycles_phrase(words, [cycle]), months=months)
    if cycle:
        return words("head.contract_only", place=place, cycle=cycles_phrase(words, [cycle]))
    return words("head.nothing", place=place)
