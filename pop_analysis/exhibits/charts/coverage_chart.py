"""Exhibit 15: municipalities × monitoring years: what is on file, and what is not."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    EDGE,
    INK,
    PAPER,
    bare_axis,
    figure,
    legend,
    marks,
    row_axis,
    safe,
)
from pop_analysis.exhibits.quantities import Scope, example
from pop_analysis.exhibits.rows import Columns, number_in, of_place, place_column, table_of
from pop_analysis.exhibits.wording import cycles_phrase, place_name
from pop_analysis.locale import Words
from pop_analysis.measures import coverage
from pop_analysis.measures.coverage import WITH_VERDICTS
from pop_analysis.measures.states import State
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row, first_of_each

Row = dict[str, Any]
ROW_PX, TILE_PX = 38, 32
SIGNS = {"report": "R", "figure": "%", "put_aside": "!", "not_verifiable": "?", "withdrawn": "×", "never_entered": "–"}
LOOKS = {
    "verdicts": (BLUE, "#FFFFFF"),
    "some_verdicts": ("#74B3E8", INK),
    "report": ("#F5E6C8", INK),
    "figure": ("#F0EFEA", INK),
    "put_aside": ("#F6D5D0", INK),
    "not_verifiable": ("#E4E2DA", INK),
    "withdrawn": ("#E4E2DA", INK),
    "never_entered": (PAPER, INK),
    "not_known": (PAPER, INK),
    "contract": (PAPER, INK),
}


def coverage_chart(data: Dataset, municipality: str | None = None, *, language: str | None = None) -> Drawn:
    """Show for every contract and monitoring year what is on file: verdicts, only a report, only a figure, nothing.

    Examples
    --------
    >>> pop.exhibits.coverage_chart(data, language="en")
    Monitoring years on file: 17; with verdicts entered: 2.
    18 contracts · what is on file, by monitoring year
    """
    words = Words(data.model, language)
    states = coverage(of_place(data, municipality))
    if states.empty:
        return notice(words("coverage.none", place=place_name(data, words, municipality)))
    years = states[states["monitoring_year"].notna()]
    judged = years["state"].isin(WITH_VERDICTS)
    scope = Scope(municipality=municipality)
    n, of = scope("years_judged", int(judged.sum())), scope("years_on_file", len(years))
    contracts = scope("contracts", states["contract"].nunique())
    headline = words("coverage.headline", n=n, of=of) if len(years) else words("coverage.nothing", n=contracts)
    if years.empty and (states["state"] == State.NOT_KNOWN).any():
        headline = words("coverage.nothing_known")
    rows = each_row(states)
    return exhibit(
        data,
        words,
        "coverage",
        _figure(rows, data, words),
        _table(rows, data, words),
        name="coverage-map",
        headline=headline,
        subtitle={"n": contracts},
        note={"all": example(5), "some": example(7)},
    )


def _contracts(states: list[Row], data: Dataset, words: Words) -> list[tuple[str, str]]:
    each = first_of_each("contract", states)
    named = [(key, place_name(data, words, row["municipality"]), row["cycle"]) for key, row in each.items()]
    ordered = sorted(named, key=lambda row: (row[2], words.sort_key(row[1])))
    return [(contract, f"{name} {cycles_phrase(words, [cycle])}") for contract, name, cycle in ordered]


def _text(row: Row) -> str:
    if row["state"] in WITH_VERDICTS:
        of = _of(row)
        return f"{row['assessed']}/{'?' if pd.isna(of) else of}"
    return SIGNS.get(row["state"], "")


def _of(row: Row) -> Any:
    """How many priorities the contract has, in a year with verdicts those of that year; missing if not known."""
    return row["known"] if row["state"] in WITH_VERDICTS and not pd.isna(row["declared"]) else row["declared"]


def _figure(states: list[Row], data: Dataset, words: Words) -> dict[str, Any]:
    contracts = _contracts(states, data, words)
    place = {contract: i for i, (contract, _) in enumerate(contracts)}
    of_a_year = [row for row in states if not pd.isna(row["monitoring_year"])]
    last = max((int(row["monitoring_year"]) for row in of_a_year), default=1)
    traces = []
    for state, (fill, ink) in LOOKS.items():
        rows = [row for row in of_a_year if row["state"] == state]
        if not rows:
            continue
        traces.append(
            marks(
                safe(words(f"coverage.{state}")),
                [(int(row["monitoring_year"]), place[row["contract"]]) for row in rows],
                {"symbol": "square", "size": TILE_PX, "color": fill, "line": EDGE},
                safe(words(f"coverage.{state}")),
                text=[_text(row) for row in rows],
                textfont={"color": ink, "size": 11},
            )
        )
    height = ROW_PX * len(contracts) + 90
    return figure(
        traces,
        words,
        height,
        showlegend=True,
        legend=legend(above=False, itemsizing="constant"),
        margin={"t": 34, "b": 50},
        xaxis=bare_axis(
            side="top",
            range=[0.4, max(4, last) + 0.6],
            tickvals=list(range(1, max(4, last) + 1)),
            ticktext=[safe(words("strip.year", year=year)) for year in range(1, max(4, last) + 1)],
        ),
        yaxis=row_axis(safe(name) for _, name in contracts),
    )


def _table(states: list[Row], data: Dataset, words: Words) -> Table:
    columns: Columns = [
        place_column(data, words),
        ("cycle", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("year", lambda row: Entry(words.number(row["monitoring_year"]) or "–", row["monitoring_year"])),
        ("state", lambda row: Entry(words(f"coverage.{row['state']}"), row["state"])),
        ("assessed", number_in("assessed", words)),
        ("on_file", number_in("on_file", words)),
        ("declared", lambda row: Entry(words.number(_of(row)) or words("unknown"), _of(row))),
    ]
    headings = {
        "cycle": "contract",
        "state": "on_file",
        "on_file": "priorities_on_file",
        "declared": "priorities_declared",
    }
    labels = {name: words(f"column.{key}") for name, key in headings.items()}
    return table_of(states, columns, words, {"assessed", "on_file", "declared"}, headings=labels)
