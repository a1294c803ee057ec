"""Exhibit 5: the path of every priority through the monitoring years, a tile a year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.absences import why_no_verdict
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import INK, OUTLINE, bare_axis, figure, marks, row_axis, safe
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.wording import (
    cycles_phrase,
    doubt_note,
    in_chart,
    in_language,
    is_doubtful,
    place_name,
    priority_label,
    verdict_entry,
)
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import panel
from pop_analysis.model import Status
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row, first_of_each

ROW_PX, TILE_PX = 44, 30
Rows = list[dict[str, Any]]


def status_strip_chart(data: Dataset, municipality: str, cycle: str, *, language: str | None = None) -> Drawn:
    """Show each priority of a contract as a row of tiles, one a monitoring year, with the letter of its verdict.

    A verdict worse than the one before is marked ▼ and outlined. Gives a notice when no priority is on file.

    Examples
    --------
    >>> pop.exhibits.status_strip_chart(data, "fier", "2019-2023", language="en")
    Fier: the verdicts of a single year (year 1) are on file, so no change can be seen yet.
    5 priorities on file · contract 2019–2023 · monitoring years: 2
    """
    words = Words(data.model, language)
    assessments = each_row(panel(data.where(municipality=municipality, cycle=cycle)))
    assessments = [
        row | {"year": int(row["monitoring_year"])} for row in assessments if not pd.isna(row["monitoring_year"])
    ]
    place = place_name(data, words, municipality)
    if not assessments:
        none = words("strip.none", place=place, cycle=cycles_phrase(words, [cycle]))
        return notice(none if cycle else words("unknowns.contract", place=place))
    scale = data.model.levels
    _mark_what_went_back(assessments, scale)
    years = sorted({row["year"] for row in assessments})
    priorities = list(first_of_each("priority", assessments).values())
    worse = sum(row["worse"] for row in assessments)
    judged_years = sorted({row["year"] for row in assessments if row["status"] in scale})
    scope = Scope(municipality=municipality, cycle=cycle)
    key = (
        ("strip.headline_none", "strip.headline_one")[len(judged_years)] if len(judged_years) < 2 else "strip.headline"
    )
    shown = {"years": words.listed(map(str, judged_years))} if judged_years else {}
    shown |= {} if judged_years else {"why": why_no_verdict(data, words, municipality, cycle)}
    headline = words(key, n=scope("went_back", worse), place=place, **shown)
    letters = ", ".join(f"{s.letter(words.language)} = {s.label[words.language]}" for s in data.model.statuses.values())
    return exhibit(
        data,
        words,
        "strip",
        _figure(assessments, priorities, years, words),
        _table(assessments, priorities, years, words),
        name="status-strip",
        headline=headline,
        subtitle={
            "n": scope("priorities_on_file", len(data.where(municipality=municipality, cycle=cycle)["priorities"])),
            "cycle": cycles_phrase(words, [cycle]),
            "years": scope("years_monitored", len(years)),
        },
        note=joined(" ", [words("strip.note", letters=letters), doubt_note(words, scope, assessments)]),
        sources=[row["source"] for row in assessments],
    )


def _mark_what_went_back(assessments: Rows, scale: list[str]) -> None:
    """Mark of each verdict whether it is ``worse`` than the last one before it. They stand in the order of years."""
    last: dict[str, int] = {}
    for row in assessments:
        rank = scale.index(row["status"]) if row["status"] in scale else None
        row["worse"] = rank is not None and rank > last.get(row["priority"], rank)
        if rank is not None:
            last[row["priority"]] = rank


def _figure(assessments: Rows, priorities: Rows, years: list[int], words: Words) -> dict[str, Any]:
    place = {row["priority"]: i for i, row in enumerate(priorities)}
    traces = []
    for status in words.model.statuses.values():
        rows = [row for row in assessments if row["status"] == status.id]
        if not rows:
            continue
        traces.append(
            marks(
                safe(status.label[words.language]),
                [(row["year"], place[row["priority"]]) for row in rows],
                {
                    "symbol": "square" if status.judged else "square-dot",
                    "size": TILE_PX,
                    "color": status.colour,
                    "line": {
                        "color": [INK if row["worse"] else OUTLINE for row in rows],
                        "width": [3 if row["worse"] else 1 for row in rows],
                    },
                },
                f"%{{customdata[0]}}<br>{safe(status.label[words.language])}",
                text=[safe(_sign(status, row, words)) for row in rows],
                textfont={"color": status.ink, "size": 12},
                customdata=[[safe(in_chart(words, row, "title"), 40)] for row in rows],
            )
        )
    labels = [safe(f"{priority_label(row)} {in_chart(words, row, 'title', 56)}".strip(), 32) for row in priorities]
    return figure(
        traces,
        words,
        ROW_PX * len(priorities) + 44,
        margin={"t": 34, "b": 4},
        meta={"min_width": 200 + 1.6 * TILE_PX * max(4, len(years))},
        xaxis=bare_axis(
            side="top",
            range=[years[0] - 0.6, years[0] + max(3, years[-1] - years[0]) + 0.6],
            tickvals=years,
            ticktext=[safe(words("strip.year", year=year)) for year in years],
        ),
        yaxis=row_axis(labels, 0.5, 0.5),
    )


def _sign(status: Status, row: dict[str, Any], words: Words) -> str:
    return "".join([status.letter(words.language), "*" if is_doubtful(row) else "", " ▼" if row["worse"] else ""])


def _table(assessments: Rows, priorities: Rows, years: list[int], words: Words) -> Table:
    found = {(row["priority"], row["year"]): row for row in assessments}
    rows: list[list[Entry | str]] = []
    for priority in priorities:
        row: list[Entry | str] = [priority_label(priority), in_language(words, priority, "title")]
        for year in years:
            if (priority["priority"], year) not in found:
                row.append("")  # it came into the contract later
                continue
            judged = found[priority["priority"], year]
            row.append(verdict_entry(words, judged, " ▼" if judged["worse"] else ""))
        rows.append(row)
    columns = [("number", words("column.number")), ("priority", words("column.priority"))]
    columns += [(f"year_{year}", words("strip.year", year=year)) for year in years]
    return Table.of(columns, rows)
