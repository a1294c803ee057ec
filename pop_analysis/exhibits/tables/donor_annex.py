"""The donor annex: outputs and outcomes of a period, disaggregated, from the same tables as every other page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, notice
from pop_analysis.blocks.parts import Entry
from pop_analysis.choices import among
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import (
    Columns,
    by_place_name,
    copies_of,
    linked_source,
    listing,
    number_in,
    place_column,
    when,
)
from pop_analysis.exhibits.wording import cycles_phrase, in_language, place_name, share_phrase, typed
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import decisions as decided
from pop_analysis.measures import outcomes as resulted
from pop_analysis.measures import outputs as done
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

# What an annex may be broken down by: the column of the activities, and how its heading is called.
BY = ("type", "municipality", "calendar_year", "month")
CHANGED = ("improved", "same", "regressed", "new", "withdrawn")


def outputs_table(
    data: Dataset, start: str, end: str, *, by: Sequence[str] = ("type",), language: str | None = None
) -> Block:
    """List what was done in a period, ``by`` type, municipality, year or month, with the people at it by sex.

    ``start`` and ``end`` are ISO days, both counted.

    Examples
    --------
    >>> pop.exhibits.outputs_table(data, "2021-01-01", "2021-12-31", language="en").caption
    'Outputs by type, 1 January 2021 – 31 December 2021: 20 activities on file'
    """
    words = Words(data.model, language)
    return _outputs(data, start, end, by, words, joined(" – ", _period(start, end, words).values()))


def _outputs(data: Dataset, start: str, end: str, by: Sequence[str], words: Words, period: str) -> Block:
    """The table of :func:`outputs_table`, for a ``period`` named so."""
    by = among("breakdown", by, BY)
    rows, scope = done(data, start, end, by=by), Scope(start=start, end=end)
    if rows.empty:
        return notice(words("annex.no_outputs", period=period))
    columns: Columns = [(name, partial(_group, name, data, words)) for name in by]
    numbers = ("activities", "participants", "with_participants", "women", "men", "with_sex")
    columns += [(name, partial(_count, name, by, words, scope)) for name in numbers]
    records = each_row(rows)
    if by[0] == "municipality":  # in the order of the alphabet, the network's own last
        records.sort(key=lambda row: (pd.isna(row[by[0]]), words.sort_key(place_name(data, words, row[by[0]]))))
    broken_down = words.listed(words(f"annex.by.{name}") for name in by)
    n = scope("activities", int(rows["activities"].sum()))
    caption = words("annex.outputs", n=n, by=broken_down, period=period)
    headings = {"calendar_year": words("annex.calendar_year")}
    note, name = words("annex.outputs_note"), f"outputs-by-{'-'.join(by)}"
    return listing(name, caption, records, columns, words, note, numbers, headings=headings)


def participation_table(data: Dataset, *, language: str | None = None) -> Block:
    """List by calendar year, from the first dated activity to the last, what was done and who was there by sex.

    Examples
    --------
    >>> pop.exhibits.participation_table(data, language="en").caption
    'Outputs by year, February 2015 – March 2024: 72 activities on file'
    """
    words, days = Words(data.model, language), data["activities"][["date", "date_end"]].dropna()
    if days.empty:
        return notice(words("listing.no_activities"))
    start, end = days["date"].min(), days["date_end"].max()
    period = words.covered(days.itertuples(index=False, name=None))
    return _outputs(data, f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}", ("calendar_year",), words, period)


def _group(name: str, data: Dataset, words: Words, row: dict[str, Any]) -> str:
    value = row[name]
    if name == "municipality":
        return place_name(data, words, value)
    if pd.isna(value):
        return words("annex.month_unknown" if name == "month" else "undated")
    if name == "month":
        return words.date(pd.Period(value, "M").start_time, precision="month")
    return words.label("activity_types", value) if name == "type" else str(value)


def _count(name: str, by: Sequence[str], words: Words, scope: Scope, row: dict[str, Any]) -> Entry:
    """A count; a sum that rests on nothing is –, and how many activities state something says of how many."""
    if pd.isna(row[name]):
        return Entry("–")
    value, of = int(row[name]), int(row["activities"])
    if not name.startswith("with_"):
        return Entry(words.number(value), value)
    scope = scope.of(by=list(by), **{each: row[each] for each in by})
    return Entry(share_phrase(words, scope(name, value), scope("activities", of)), value)


def outcomes_table(data: Dataset, start: str, end: str, *, language: str | None = None) -> Block:
    """List by municipality the verdicts of the monitoring years that end in a period, and what changed.

    Examples
    --------
    >>> pop.exhibits.outcomes_table(invented, "2021-01-01", "2022-12-31", language="en").caption
    'Outcomes, 1 January 2021 – 31 December 2022: verdicts of 9 monitoring years of contracts'
    """
    words = Words(data.model, language)
    rows = resulted(data, start, end)
    about = _period(start, end, words)
    if rows.empty:
        return notice(words("annex.no_outcomes", **about))
    records = by_place_name(rows, data, words, "contract")
    columns: Columns = [
        place_column(data, words),
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("year", lambda row: str(row["monitoring_year"])),
        ("period", lambda row: words.period(row["period_start"], row["period_end"])),
    ]
    numbers = [*data.model.levels, "assessed", "total", *CHANGED]
    columns += [(name, number_in(name, words)) for name in numbers]
    labels = {status.id: status.label[words.language] for status in data.model.scale}
    labels |= {change: words(f"change.{change}") for change in CHANGED}
    caption, note = (
        words("annex.outcomes", n=Scope(start=start, end=end)("years_ended", len(records)), **about),
        words("annex.outcomes_note"),
    )
    return listing("outcomes", caption, records, columns, words, note, numbers, headings=labels)


def decisions_table(data: Dataset, start: str, end: str, *, language: str | None = None) -> Block:
    """List the stages campaigns reached in a period, each with the amount its own source states.

    Examples
    --------
    >>> pop.exhibits.decisions_table(data, "2021-01-01", "2021-12-31", language="en").caption
    'Reached by campaigns, 1 January 2021 – 31 December 2021: 6 stages'
    """
    words = Words(data.model, language)
    rows = decided(data, start, end)
    about = _period(start, end, words)
    if rows.empty:
        return notice(words("annex.no_decisions", **about))
    columns: Columns = [
        place_column(data, words),
        ("campaign", lambda row: in_language(words, row, "title")),
        ("stage", lambda row: Entry(words.label("campaign_stages", row["stage"]), row["stage"])),
        ("date", lambda row: when(row, words)),
        ("amount", lambda row: Entry(words.amount(row["amount_all"]), row["amount_all"])),
        ("note", lambda row: typed(words, row["note"])),
        ("source", lambda row: linked_source(row, words, "source")),
    ]
    caption, note = (
        words("annex.decisions", n=Scope(start=start, end=end)("stages_reached", len(rows)), **about),
        words("annex.decisions_note"),
    )
    records = by_place_name(rows, data, words)
    return listing("decisions", caption, records, columns, words, note, ("amount",), copies=copies_of(data))


def _period(start: str, end: str, words: Words) -> dict[str, Any]:
    return {"start": words.date(pd.Timestamp(start)), "end": words.date(pd.Timestamp(end))}
