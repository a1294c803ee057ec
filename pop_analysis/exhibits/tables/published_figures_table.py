"""Tables of figures of the whole network: those it published, and averages each with its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pop_analysis.blocks.blocks import Block, notice
from pop_analysis.blocks.parts import Entry
from pop_analysis.exhibits.quantities import Scope, limit, scope_of
from pop_analysis.exhibits.rows import Columns, copies_of, linked_source, listing
from pop_analysis.exhibits.wording import (
    as_published,
    cycles_phrase,
    judged_of,
    period_entry,
    place_name,
    share_phrase,
)
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import certainty, pooled_and_mean
from pop_analysis.measures.fulfilment import MIN_COVERAGE_FOR_HEADLINE
from pop_analysis.model.cycles import UNDATED
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row


def published_figures_table(data: Dataset, calendar_year: int, *, language: str | None = None) -> Block:
    """List the network's published counts of one calendar year, as they were published.

    Examples
    --------
    >>> pop.exhibits.published_figures_table(data, 2021, language="en").caption
    '11 figures published for 2021'
    """
    words = Words(data.model, language)
    rows = data["published_figures"]
    rows = rows[(rows["calendar_year"] == calendar_year) & rows["municipality"].isna()]
    if rows.empty:
        return notice(words("audit.none", place=words("network")))
    order = list(data.model.lists["metrics"])
    records = sorted(each_row(rows), key=lambda row: order.index(row["metric"]))
    columns: Columns = [
        ("metric", lambda row: words.label("metrics", row["metric"])),
        ("value", lambda row: Entry(as_published(words, row["value"], row), row["value"])),
        ("period", lambda row: period_entry(row, words)),
        ("source", lambda row: linked_source(row, words, "source")),
    ]
    n = Scope(calendar_year=calendar_year)("network_figures", len(records))
    caption = words("listing.figures", n=n, year=calendar_year)
    return listing("published-figures", caption, records, columns, words, copies=copies_of(data))


def averages_table(data: Dataset, cycles: Iterable[str], *, language: str | None = None) -> Block:
    """Set the pooled share beside the mean of the municipalities' shares, each named, by contract and year.

    Examples
    --------
    >>> pop.exhibits.averages_table(invented, ["2019-2023"], language="en").caption
    'Two averages that are not the same: all priorities together, and the mean of the municipalities'
    """
    words = Words(data.model, language)
    rows = pooled_and_mean(data.where(cycle=list(cycles)))
    if rows.empty:
        return notice(words("comparison.none", cycle=cycles_phrase(words, cycles)))
    columns: Columns = [
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("year", lambda row: str(row["monitoring_year"])),
        ("municipalities", lambda row: str(row["municipalities"])),
        ("assessed", lambda row: str(row["assessed"])),
        ("pooled_top", lambda row: _share(row, "pooled_top", words)),
        ("mean_top", lambda row: _share(row, "mean_top", words)),
        ("pooled_addressed", lambda row: _share(row, "pooled_addressed", words)),
        ("mean_addressed", lambda row: _share(row, "mean_addressed", words)),
    ]
    note = words("listing.averages_note", enough=words.percent(limit("coverage", MIN_COVERAGE_FOR_HEADLINE)))
    return listing(
        "averages",
        words("listing.averages"),
        each_row(rows),
        columns,
        words,
        joined(" ", [note, _left_out(data, each_row(rows), words)]),
    )


def _left_out(data: Dataset, rows: Iterable[dict[str, Any]], words: Words) -> str:
    """Which municipalities are in no mean, because too little was judged, with how much was; "" for none."""
    counts = certainty(data).set_index(["municipality", "cycle", "monitoring_year"], drop=False)
    few = [
        counts.loc[(code, row["cycle"], row["monitoring_year"])]
        for row in rows
        for code in row["left_out"].split("; ")
        if code
    ]
    names = words.listed(
        words(
            "listing.averages_left_out_undated" if each["cycle"] == UNDATED else "listing.averages_left_out_of",
            place=place_name(data, words, each["municipality"]),
            judged=judged_of(words, scope_of(each), each),
            cycle=cycles_phrase(words, [each["cycle"]]),
            year=int(each["monitoring_year"]),
        )
        for each in few
    )
    return words("listing.averages_left_out", names=names) if few else ""


def _share(row: dict[str, Any], name: str, words: Words) -> Entry:
    if name.startswith("pooled"):
        count = round(row[name] * row["assessed"])
        scope = Scope(cycle=row["cycle"], monitoring_year=row["monitoring_year"])
        best = scope.of(status="addressed" if name == "pooled_addressed" else words.model.best.id)
        assessed = scope("assessed", row["assessed"])
        return Entry(share_phrase(words, best("verdicts", count), assessed, row["headline"]), row[name])
    shown = words.percent(row[name])
    return Entry(shown or "–", row[name] if shown else None)
