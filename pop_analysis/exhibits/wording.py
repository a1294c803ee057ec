"""Phrases several exhibits share: counts of verdicts, n and period, sources. Built from data, never from taste."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from pop_analysis.blocks.parts import Entry
from pop_analysis.exhibits.quantities import Scope, limit, scope_of, share_of
from pop_analysis.locale import Words
from pop_analysis.locale.said import Counted, joined, marked_as, named
from pop_analysis.locale.words import whole_years
from pop_analysis.measures.cache import cached
from pop_analysis.measures.fulfilment import MIN_COVERAGE_FOR_HEADLINE, MIN_N_FOR_PERCENT
from pop_analysis.model.cycles import UNDATED
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row


def counts_sentence(words: Words, counts: Any, scope: Scope | None = None) -> str:
    """Write what became of the judged priorities: "of 5 priorities judged, none was fully addressed, 3 …".

    Where there are more than were judged, it says of how many, and where that is not known, so. Of one alone its
    verdict is said; that none of one got another verdict says nothing. ``scope`` is what ``counts`` are of, by default
    the contract and year they name.
    """
    of = "contract" if scope is None else "network"
    scope = scope or scope_of(counts)
    assessed, known = scope("assessed", int(counts["assessed"])), scope("known", int(counts["known"]))
    part = int(assessed) < int(known)
    if counts["total_known"]:
        key, total = (f"headline.counts_of.{of}", {"of": known}) if part else ("headline.counts", {})
    else:
        key, total = f"headline.counts_{'at_least' if part else 'unknown'}.{of}", {"of": known} if part else {}
    if int(assessed) == 1:
        verdict = next(status for status in words.model.scale if int(counts[status.id]))
        return words(key, n=assessed, parts=verdict.label[words.language], **total)
    parts = [
        words.form(status.extra["counted"][words.language], int(counts[status.id])) for status in words.model.scale
    ]
    filled = [
        words.filled(part, n=verdicts(scope, status.id, counts))
        for part, status in zip(parts, words.model.scale, strict=True)
    ]
    return words(key, n=assessed, parts=words.listed(filled), **total)


def judged_of(words: Words, scope: Scope, counts: Any) -> str:
    """How many priorities were judged, of how many: 1 of 5; of ? where that is not known."""
    assessed = scope("assessed", int(counts["assessed"]))
    if not counts["total_known"]:
        return words("count_of_unknown", count=assessed)
    return words("count_of", count=assessed, n=scope("known", int(counts["known"])))


def without_shares(data: Dataset, words: Words, counts: pd.DataFrame, key: str) -> str:
    """Name those rows of :func:`~pop_analysis.certainty` of which no share may stand, each with how many were judged.

    In the sentence ``key``; "" where every one may.
    """
    few = each_row(counts[~counts["headline"]])
    few = sorted(few, key=lambda row: words.sort_key(place_name(data, words, row["municipality"])))
    names = [
        words(
            "stacked.left_out_of",
            place=place_name(data, words, row["municipality"]),
            judged=judged_of(words, scope_of(row), row),
        )
        for row in few
    ]
    enough = words.percent(limit("coverage", MIN_COVERAGE_FOR_HEADLINE))
    return words(key, enough=enough, names=words.listed(names)) if few else ""


def verdicts(scope: Scope, status: str, counts: Any) -> Counted:
    """How many priorities of ``scope`` have a verdict, or with ``addressed`` one that counts as such."""
    return scope.of(status=status)("verdicts", int(counts[status]))


def share_phrase(words: Words, count: Counted, n: Counted, allowed: bool = True) -> str:
    """A count out of ``n``, with its percentage where ``n`` is large enough and the coverage has ``allowed`` one.

    Under n = 10 a percentage never stands without its count, so the count leads.
    """
    if int(n) < MIN_N_FOR_PERCENT or not allowed:
        return words("count_of", count=count, n=n)
    return words("count_of_percent", count=count, n=n, share=words.percent(share_of(count, n)))


def status_entry(words: Words, status: Any, mark: str = "") -> Entry:
    """A status in a table: its label and its colour; a dash for none. ``mark`` is added to the label."""
    if pd.isna(status):
        return Entry("–")
    return Entry(words.label("statuses", status) + mark, status, colour=words.model.statuses[status].colour)


def verdict_entry(words: Words, row: Any, mark: str = "") -> Entry:
    """The status of a row of the panel, with the words that say that it has yet to be confirmed, where it has."""
    return status_entry(words, row["status"], joined("", [words("doubt.mark") if is_doubtful(row) else "", mark]))


def is_doubtful(row: Any) -> bool:
    """Whether the verdict of a row of the panel has yet to be confirmed, and the page says so beside it."""
    return text(row["to_confirm"]) == "yes"


def doubt_note(words: Words, scope: Scope, rows: Iterable[Any]) -> str:
    """How many of these verdicts have yet to be confirmed, and how they are marked; "" where none has."""
    n = sum(map(is_doubtful, rows))
    return words("doubt.note", n=scope("to_confirm", n)) if n else ""


def taken_out_note(words: Words, scope: Scope, counts: Any) -> str:
    """How many priorities had been taken out of the contract in the year counted; "" for none."""
    n = int(counts["withdrawn"])
    return words("headline.taken_out", n=scope.of(why="withdrawn")("without_verdict", n)) if n else ""


def place_name(data: Dataset, words: Words, municipality: Any) -> str:
    """The name of a municipality in the page's language; the network's for a missing one."""
    if pd.isna(municipality):
        return words("network")
    return _names(data, words.language).get(municipality, str(municipality))


def shared_with(data: Dataset, words: Words, promises: Iterable[Any], municipality: str) -> str:
    """The names of the other municipalities that share one of these promises (``shared``), listed; "" for none."""
    priorities = data["priorities"]
    others = priorities.loc[priorities["shared"].isin(list(promises)), "municipality"].unique()
    return words.listed([place_name(data, words, each) for each in others if each != municipality])


@cached
def _names(data: Dataset, language: str) -> Mapping[str, str]:
    words, places = Words(data.model, language), data["municipalities"].drop_duplicates("municipality")
    return MappingProxyType({row["municipality"]: words.of(row, "name") for row in each_row(places)})


def cycles_phrase(words: Words, cycles: Iterable[str], dash: str = "–") -> str:
    """Contracts by their years: 2019–2023 and 2021–2023; "" for one that has none."""
    return words.listed(marked_as("date", cycle.replace("-", dash)) for cycle in cycles if cycle != UNDATED)


def period_phrase(data: Dataset, words: Words, row: Any) -> str:
    """The monitoring year of a row, with its months, or that the months are not on file."""
    if pd.isna(row["monitoring_year"]):
        return words("period.none")
    months, signed = words.period(row["period_start"], row["period_end"]), signed_later(data, words, row)
    if row["cycle"] == UNDATED:
        return months
    key = "period.signed_later" if signed else "period.year_months" if months else "period.year"
    return words(key, year=int(row["monitoring_year"]), months=months, signed=signed)


def signed_later(data: Dataset, words: Words, row: Any) -> str:
    """When the contract of a row was signed, where its period began before that; "" elsewhere and where not known."""
    contracts = data["contracts"]
    contract = contracts[contracts["contract"] == row["contract"]].iloc[:1]
    if pd.isna(row["period_start"]) or contract["signed_on"].isna().all():
        return ""
    began, signed = row["period_start"], contract["signed_on"].iloc[0]
    by_years = contract["signed_on_precision"].iloc[0] == "year" or whole_years(began, row["period_end"])
    if (began.year, began.month) < (signed.year, signed.month) and not (by_years and began.year == signed.year):
        return words.date(signed, contract["signed_on_end"].iloc[0], contract["signed_on_precision"].iloc[0])
    return ""


def as_published(words: Words, value: Any, figure: Any) -> str:
    """A published value with its unit, and with the word its source qualifies it by: more than 2,000."""
    told = joined("", [words.number(value), "%" if figure["unit"] == "percent" else ""])
    qualifier = text(figure["qualifier"])
    return told if qualifier in ("", "exact") else joined(" ", [words.label("qualifiers", qualifier), told])


def published_shares(data: Dataset, words: Words, municipality: str, cycle: str) -> str:
    """What was published of a municipality's shares in the years of a contract, named as published; "" for nothing."""
    figures = data.where(municipality=municipality, cycle=cycle)["published_figures"]
    shares = each_row(figures[(figures["unit"] == "percent") & figures["metric"].str.startswith("share_")])
    said: dict[str, list[str]] = {}
    for row in sorted(shares, key=lambda row: (pd.isna(row["monitoring_year"]), row["monitoring_year"])):
        share = scope_of(row).of(metric=row["metric"])("published", row["value"] / 100)
        period = words.of({"p_sq": row["figure_period"], "p_en": row["figure_period_en"]}, "p")
        told = joined(" ", [words.percent(share, _decimals(row["value"])), words.label("metrics", row["metric"])])
        said.setdefault(period, []).append(told)
    named_so = {period: words.listed(dict.fromkeys(told)) for period, told in said.items()}
    return joined(
        " ", [words("head.published_share", period=period, parts=parts) for period, parts in named_so.items()]
    )


def _decimals(value: float) -> int:
    """How many decimals a published percentage shows."""
    return len(f"{value:g}".partition(".")[2])


def text(value: Any) -> str:
    """A text of a frame; "" for a missing one."""
    return "" if pd.isna(value) else str(value)


def typed(words: Words, value: Any) -> Entry:
    """A text the member organisation typed once, in the network's first language; marked so on other pages."""
    return Entry(text(value), language=other_language(words) if text(value) else None)


def other_language(words: Words) -> str | None:
    """The language member organisations type in, where a page has another one."""
    first = words.model.languages[0]
    return None if words.language == first else first


def typed_within(words: Words, value: Any) -> str:
    """A typed text within a sentence, with the mark of its language where the page has another one."""
    other = other_language(words)
    return named(f"{text(value)} [{other}]" if other and text(value) else text(value))


def in_language(words: Words, row: Any, name: str, before: str = "", url: str | None = None) -> Entry:
    """The text of ``name`` in the page's language; marked where it is there in another one only."""
    found, other = words.found(row, name)
    return Entry(joined(" ", [before, found]) if before else found, None, url, language=other)


def in_chart(words: Words, row: Any, name: str, length: int | None = None) -> str:
    """The text of :func:`in_language` for a chart: shortened, and marked where it is in another language."""
    found, other = words.found(row, name)
    short = found if length is None or len(found) <= length else found[: length - 1].rstrip() + "…"
    return f"{short} [{other}]" if found and other else short


def period_entry(row: Any, words: Words) -> Entry:
    """The period of a published figure, as its source says it."""
    return in_language(words, {"p_sq": row["figure_period"], "p_en": row["figure_period_en"]}, "p")


def priority_label(row: Any) -> str:
    """The number of a priority as the contract gives it: 4, 1.5, or "" where it has none."""
    number, sub = row["number"], row["sub_number"]
    if pd.isna(number):
        return ""
    return f"{int(number)}" if pd.isna(sub) else f"{int(number)}.{int(sub)}"


def subject_of(data: Dataset, words: Words, municipality: Any) -> str:
    """The subject of a sentence: "Bashkia Fier" in Albanian, the bare name in English, the network for a missing one.

    The name stands in apposition and keeps its form; so no place name is ever in a wrong case.
    """
    name = place_name(data, words, municipality)
    return name if pd.isna(municipality) else words("subject", place=name)


def months_phrase(words: Words, months: Iterable[Any], scope: Scope, quantity: str = "months_observed") -> str:
    """Months observed as one number or from–to; ? where none is on file."""
    known = sorted({int(each) for each in months if not pd.isna(each)})
    if not known:
        return "?"
    ends = {"least": known[0], "most": known[-1]} if len(known) > 1 else {"most": known[0]}
    return joined("–", [words.number(scope.of(which=which)(quantity, n)) for which, n in ends.items()])


def change_parts(
    words: Words, counts: Any, scope: Scope, kinds: Iterable[str], always: Iterable[str] = ()
) -> list[str]:
    """How many priorities changed how: "14 priorities improved", "6 went back"; those with none only if ``always``."""
    shown = [(kind, int(counts.get(kind, 0))) for kind in kinds]
    return [
        words(f"change.counted.{kind}", n=scope.of(change=kind)("changed", n))
        for kind, n in shown
        if n or kind in always
    ]


def marked(data: Dataset, words: Words, subtitle: str) -> str:
    """Return the subtitle with the words that say that data are invented, altered by hand, or nobody approved them."""
    return joined(" · ", [subtitle, *marks_of(data, words)])


def marks_of(data: Dataset, words: Words) -> list[str]:
    """Return in a word or two each reason why data are not the network's published ones; none of those that are."""
    return [words(f"{kind}.mark") for kind in _not_as_published(data)]


def notice(data: Dataset, words: Words) -> str | None:
    """Return what a page says at its top of data that are drafts, invented or altered by hand; None of others."""
    said = {kind: words(f"{kind}.notice") for kind in _not_as_published(data)}
    if data.draft and data.approvals and not data.altered:
        last = data.approvals[-1]
        said["preview"] = words("preview.changed", who=named(last.who), when=words.date(last.date))
    return joined(" ", said.values()) or None


def approved_phrase(data: Dataset, words: Words) -> str:
    """Who approved these data and when; "" where nobody had to, or nobody did."""
    parts = [joined(", ", [named(each.who), words.date(each.date)]) for each in data.approved]
    return joined("; ", parts)


def _not_as_published(data: Dataset) -> list[str]:
    reasons = {"preview": data.draft and not data.altered, "synthetic": data.synthetic, "altered": data.altered}
    return [kind for kind, holds in reasons.items() if holds]
