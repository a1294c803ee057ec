"""Exhibit 10: by how many months after the signing priorities were seen addressed, and how many were still watched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Exhibit, Passage, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    INK,
    LINE,
    RULE,
    bare_axis,
    figure,
    legend,
    marks,
    rounded,
    share_axis,
)
from pop_analysis.exhibits.quantities import Scope, limit
from pop_analysis.exhibits.wording import cycles_phrase
from pop_analysis.locale import Words
from pop_analysis.measures import steps_of, timeliness
from pop_analysis.measures.fulfilment import MIN_N_FOR_PERCENT
from pop_analysis.reading import Dataset
from pop_analysis.reading.frames import each_row

MONTHS_IN_A_YEAR = 12
# The headline speaks of the last month, from two years on the last full year, up to which this many were watched.
MIN_N_WATCHED = 10
LOOKS = {"addressed": (LINE, 4), "top": (BLUE, 2.5)}


def cumulative_steps_chart(data: Dataset, cycles: Sequence[str], language: str = "sq") -> Exhibit | Passage:
    """Show by months since signing what share of priorities had been seen addressed, with those unfinished kept in.

    Of all contracts of ``cycles`` with verdicts and known months; from 10 priorities up. Below the axis stands how
    many had been watched that long.

    Examples
    --------
    >>> pop.exhibits.cumulative_steps_chart(invented, ["2019-2023"], language="en")
    By month 48 after signing, an estimated 95% of the priorities had been seen addressed at least
    partially, and 54% fully.
    47 priorities of contracts 2019–2023 · under the axis: how many had been watched that long ·
    invented data
    """
    words = Words(data.model, language)
    times = timeliness(data.where(cycle=list(cycles)))
    if len(times) < MIN_N_FOR_PERCENT:
        return notice(
            words("steps.none", cycle=cycles_phrase(words, cycles), enough=limit("percent", MIN_N_FOR_PERCENT))
        )
    lines = {what: steps_of(times, what) for what in LOOKS}
    month = int(times["months_watched"].nlargest(MIN_N_WATCHED).min())
    month -= month % MONTHS_IN_A_YEAR if month >= 2 * MONTHS_IN_A_YEAR else 0
    scope = Scope(cycle=list(cycles))
    shares: dict[str, Any] = {
        what: words.percent(scope.of(part=what)("got_there", _by(steps, month))) for what, steps in lines.items()
    }
    return exhibit(
        data,
        words,
        "steps",
        _figure(times, lines, words),
        _table(times, lines, words),
        name="cumulative-steps",
        headline={"months": scope("month_of_ten", month), **shares},
        subtitle={"n": scope("watched", len(times)), "cycle": cycles_phrase(words, cycles)},
    )


def _watched(times: pd.DataFrame, month: int) -> int:
    return int((times["months_watched"] >= month).sum())


def _by(steps: pd.DataFrame, month: int) -> float:
    reached = steps.loc[steps["months"] <= month, "share"]
    return float(reached.iloc[-1]) if len(reached) else 0.0


def _figure(times: pd.DataFrame, lines: dict[str, pd.DataFrame], words: Words) -> dict[str, Any]:
    last = int(times["months_watched"].max())
    traces = []
    for what, steps in lines.items():
        colour, width = LOOKS[what]
        months = [0, *(int(month) for month in steps["months"])]
        shares = [0.0, *(rounded(share) for share in steps["share"])]
        traces.append(
            marks(
                words(f"steps.{what}"),
                zip([*months, last], [*shares, shares[-1]], strict=True),
                {
                    "size": [0, *[7] * len(steps), 0],
                    "color": colour,
                    "symbol": "circle" if what == "top" else "square",
                    "line": {"color": INK, "width": 1},
                },
                f"{words(f'steps.{what}')}<br>%{{x}} {words('steps.axis')}: %{{y:.0%}}",
                mode="lines+markers",
                line={"shape": "hv", "color": colour, "width": width},
            )
        )
    ticks = list(range(0, last + 1, MONTHS_IN_A_YEAR if last <= 60 else 2 * MONTHS_IN_A_YEAR))
    return figure(
        traces,
        words,
        400,
        showlegend=True,
        legend=legend(),
        margin={"t": 34, "b": 74, "r": 14, "l": 8},
        xaxis=bare_axis(
            range=[0, last + 1],
            tickvals=ticks,
            ticktext=[f"{tick}<br>n={_watched(times, tick)}" for tick in ticks],
            showgrid=True,
            gridcolor=RULE,
            title={"text": words("steps.axis"), "font": {"size": 13}},
        ),
        yaxis=share_axis(),
    )


def _table(times: pd.DataFrame, lines: dict[str, pd.DataFrame], words: Words) -> Table:
    names = ("line", "months", "reached", "at_risk", "share_by_then", "watched")
    columns = [(name, words("steps.axis") if name == "months" else words(f"column.{name}")) for name in names]
    rows: list[list[Entry | str]] = []
    for what, steps in lines.items():
        for row in each_row(steps):
            numbers = [int(row["months"]), int(row["reached"]), int(row["at_risk"])]
            cells: list[Entry | str] = [Entry(words(f"steps.{what}"), what)]
            cells += [Entry(words.number(each), each) for each in numbers]
            cells.append(Entry(words.percent(row["share"], 1), float(row["share"])))
            watched = _watched(times, numbers[0])
            rows.append([*cells, Entry(words.number(watched), watched)])
    return Table.of(columns, rows, frozenset(names[1:]))
