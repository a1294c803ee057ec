"""The head of each kind of page: its title, the answer in one sentence, and the few numbers that carry it."""

from __future__ import annotations

import html
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Table
from pop_analysis.exhibits.tables.codebook import codebook
from pop_analysis.exhibits.terms import chosen_cycle, term
from pop_analysis.exhibits.wording import counts_sentence, cycles_phrase, notice, period_phrase, place_name
from pop_analysis.locale import Words
from pop_analysis.measures import coverage, fulfilment, last_assessed, latest, panel
from pop_analysis.measures.coverage import municipalities_of
from pop_analysis.reading import Dataset
from pop_analysis.reading.dataset import VersionStamp
from pop_analysis.storage.version_stamps import stamp_of

PAGE_WORDS = (
    "contents",
    "chart",
    "table",
    "download",
    "download_csv",
    "download_xlsx",
    "download_json",
    "download_picture",
    "download_png",
    "all_tables",
    "codebook",
    "copy_link",
    "link_copied",
    "search",
    "all",
    "rows_shown",
    "view",
    "fact_sheet",
    "note",
    "source",
    "text_alternative",
    "about",
    "code",
    "skip",
    "language",
    "home",
    "chart_failed",
    "no_script",
    "print",
    "error",
    "left_out",
)
FACT_SHEET = ("unit-chart", "status-strip", "priorities", "campaign-ladder")
SOFTWARE = ("pop-analysis", "pandas", "plotly", "nbconvert", "papermill")
Facts = list[dict[str, str]]


@dataclass(frozen=True, repr=False)
class PageHead(Block):
    """What stands at the top of a page and, as ``about``, at its end."""

    language: str
    name: str
    kicker: str
    title: str
    lead: str
    facts: Facts
    synthetic: str | None
    alternates: Sequence[Mapping[str, str]]
    home: Mapping[str, str]
    about: Sequence[Mapping[str, str]]
    words: Mapping[str, str]
    codebook: Table
    sheet: Sequence[str] = ()
    """The exhibits that belong to the fact sheet of two pages."""

    def to_json(self) -> dict[str, Any]:
        names = ("language", "name", "kicker", "title", "lead", "synthetic", "facts", "home", "words")
        lists = {"alternates": list(self.alternates), "about": list(self.about), "codebook": self.codebook.to_json()}
        lists["sheet"] = list(self.sheet)
        return {"kind": "page"} | {name: getattr(self, name) for name in names} | lists

    def to_html(self) -> str:
        facts = "".join(
            f"<li>{html.escape(f['label'])}: <strong>{html.escape(f['value'])}</strong></li>" for f in self.facts
        )
        warning = f"<p><strong>{html.escape(self.synthetic)}</strong></p>" if self.synthetic else ""
        return f"{warning}<h1>{html.escape(self.title)}</h1><p>{html.escape(self.lead)}</p><ul>{facts}</ul>"

    def __repr__(self) -> str:
        return f"{self.title}\n{self.lead}"


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
        facts = _verdict_facts(counts, words) + facts
    else:
        lead = _nothing_judged(own, words, place, cycle)
        facts = _on_file_facts(own, words) + facts
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
    states = coverage(own)
    of = len(municipalities_of(data))
    if len(assessments):
        counts = fulfilment(data, by=["_all"], assessments=assessments.assign(_all=1)).iloc[0]
        places = assessments.loc[assessments["status"] != data.model.missing, "municipality"].nunique()
        sentence = counts_sentence(words, counts)
        lead = words("head.network", n=int(places), of=of, cycle=cycles_phrase(words, cycles), sentence=sentence)
        facts = _verdict_facts(counts, words)
    else:
        lead, facts = words("head.network_none", of=of, cycle=cycles_phrase(words, cycles)), []
    lead = " ".join(filter(None, [lead, _published_shares(own, words)]))
    facts += [
        {
            "label": words("fact.contracts"),
            "value": str(own["contracts"]["contract"].nunique()),
            "note": cycles_phrase(words, cycles),
        },
        {
            "label": words("fact.reports"),
            "value": str(len(own["reports"])),
            "note": words("fact.reports_note", n=int(states["state"].isin(["verdicts", "some_verdicts"]).sum())),
        },
    ]
    parameters = {"cycle": ", ".join(cycles), "language": language}
    # A word joiner on either side keeps the years of a contract on one line.
    title = words("head.title_network", cycle=cycles_phrase(words, cycles).replace("–", "\u2060–\u2060"))
    return _head(data, words, "network", words("head.kicker_network"), title, lead, facts, parameters)


def _published_shares(own: Dataset, words: Words) -> str:
    """What the network itself published of its shares, with the number of priorities: said apart from the computed."""
    figures = own["published_figures"]
    figures = figures[figures["municipality"].isna() & figures["monitoring_year"].notna()]
    totals = figures[figures["metric"] == "priorities_total"]
    if totals.empty:
        return ""
    total = totals.sort_values("monitoring_year").iloc[-1]
    same = figures[figures["monitoring_year"] == total["monitoring_year"]].drop_duplicates("metric").set_index("metric")
    shares = [metric for metric in ("share_fully", "share_partially", "share_not") if metric in same.index]
    parts = [f"{words.percent(same.loc[metric, 'value'] / 100)} {words.label('metrics', metric)}" for metric in shares]
    if not parts:
        return ""
    year = int(total["monitoring_year"])
    return words("head.published", n=int(total["value"]), year=year, parts=words.listed(parts))


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
    facts = [
        {"label": words.label("metrics", m), "value": words.number(values[m]), "note": words("fact.published")}
        for m in shown
    ]
    activities = data["activities"]
    n = int((activities["date"].dt.year == calendar_year).sum())
    lead = words("head.review", n=n, year=calendar_year)
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
        alternates=[
            {"language": other, "label": Words(data.model, other)("language"), "href": f"{stem}-{other}.html"}
            for other in others
        ],
        home={"label": data.model.name[words.language], "href": "index.html"},
        about=_about(stamp or VersionStamp(data.version, data.processed_on), words, parameters),
        words={key: words(f"page.{key}") for key in PAGE_WORDS},
        codebook=codebook(words),
    )


def _about(stamp: VersionStamp, words: Words, parameters: Mapping[str, str]) -> list[dict[str, str]]:
    made = [f"{name} {_version(name)}" for name in SOFTWARE] + [f"Python {platform.python_version()}"]
    return [
        {"label": words("about.method"), "value": words("about.method_text")},
        {"label": words("about.method_version"), "value": words.model.method_version},
        {"label": words("about.data_version"), "value": stamp.version or words("unknown")},
        *([{"label": words("about.run"), "value": words.date(stamp.processed_on)}] if stamp.processed_on else []),
        {
            "label": words("about.parameters"),
            "value": ", ".join(f"{key} = {value or '–'}" for key, value in parameters.items()),
        },
        {"label": words("about.software"), "value": ", ".join(made)},
    ]


@cache
def _version(package: str) -> str:
    return version(package)


def _verdict_facts(counts: Any, words: Words) -> Facts:
    best, assessed = words.model.best, int(counts["assessed"])
    values = [(best.label[words.language], int(counts[best.id])), (words("range.addressed"), int(counts["addressed"]))]
    note = words("fact.of_assessed")
    return [
        {"label": label, "value": words("count_of", count=count, n=assessed), "note": note} for label, count in values
    ]


def _signed_fact(contract: Any, words: Words) -> Facts:
    if contract is None:
        return []
    when = words.date(contract["signed_on"], contract["signed_on_end"], contract["signed_on_precision"])
    cycle = words("fact.contract", cycle=cycles_phrase(words, [contract["cycle"]]))
    return [{"label": words("fact.signed"), "value": when or words("unknown"), "note": cycle}]


def _on_file_facts(own: Dataset, words: Words) -> Facts:
    contracts = own["contracts"]
    declared = contracts["priorities_total"].iloc[0] if len(contracts) else pd.NA
    n = len(own["priorities"])
    value = words("count_of", count=n, n=int(declared)) if not pd.isna(declared) else str(n)
    return [
        {"label": words("fact.priorities"), "value": value, "note": words("fact.texts")},
        {"label": words("fact.reports"), "value": str(len(own["reports"])), "note": words("fact.reports_own")},
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
