"""Exhibit 11: from the number addressed in one year to that in the next, change and corrections apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    EDGE,
    INK,
    LIGHT,
    OUTLINE,
    PAPER,
    RULE,
    RUST,
    bare_axis,
    bars,
    figure,
    row_axis,
    safe,
)
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, number_in, table_of
from pop_analysis.exhibits.terms import changed_cycle
from pop_analysis.exhibits.wording import cycles_phrase, subject_of
from pop_analysis.locale import Words
from pop_analysis.locale.said import Counted, marked_as
from pop_analysis.measures import bridge, busiest_years, once, transitions
from pop_analysis.measures.change.transitions import Years
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

ROW_PX, LINE_PX = 38, 16
ENDS = ("from", "to")
# What always stands in the chart, also with zero: what rose and what fell.
ALWAYS = (*ENDS, "rose", "fell")


def bridge_chart(
    data: Dataset,
    cycles: Sequence[str],
    municipality: str | None = None,
    years: Years | None = None,
    *,
    language: str | None = None,
) -> Drawn:
    """Show what lies between the number of addressed priorities in one year and in the next.

    Of one municipality the contract that :func:`~pop_analysis.exhibits.changed_cycle` names; of the network the
    contracts of one cycle, in the two following years with most priorities judged in both, or in ``years``.
    Corrections of what was on file stand apart from change.

    Examples
    --------
    >>> pop.exhibits.bridge_chart(invented, ["2019-2023"], language="en")
    The network: the number of priorities addressed went from 32 in year 3 to 34 in year 4 (+5 newly
    addressed, −1 no longer so, +1 without a verdict before, and −3 without a verdict now).
    Contract 2019–2023 · 43 priorities · “addressed” means fully or partially · invented data
    """
    words = Words(data.model, language)
    if municipality is not None:
        cycles = [changed_cycle(data, municipality, max(cycles, default=""))]
    own = data.where(cycle=list(cycles))
    own = own if municipality is None else own.where(municipality=municipality)
    subject = subject_of(data, words, municipality)
    cycle, years, changes = _chosen(own, municipality, years)
    if cycle is None:
        return notice(words("bridge.none", place=subject))
    own = own.where(cycle=cycle)
    changes = changes if changes is not None else transitions(own, years)
    steps = bridge(own, changes=changes)
    if steps.empty:
        return notice(words("bridge.none", place=subject))
    steps = steps[(steps["priorities"] != 0) | steps["step"].isin(ALWAYS)]
    pair = int(changes["year_from"].iloc[0]), int(changes["year_to"].iloc[0])
    scope = Scope(municipality=municipality, cycle=cycle, monitoring_year=list(pair))
    headline = _headline(steps, pair, subject, words, scope)
    return exhibit(
        data,
        words,
        "bridge",
        _figure(steps, pair, words),
        _table(steps, pair, words),
        name="bridge",
        headline=headline,
        subtitle={"n": scope("bridged", once(changes)["priority"].nunique()), "cycle": cycles_phrase(words, [cycle])},
        sources=[*changes["source_from"], *changes["source"]],
    )


def _chosen(
    own: Dataset, municipality: str | None, years: Years | None
) -> tuple[str | None, Years | None, pd.DataFrame | None]:
    """The cycle and the years to bridge: a municipality's own last two, with what changed, or the network's."""
    if municipality is None:
        busiest = busiest_years(own)
        return (busiest[0], years or busiest[1], None) if busiest else (None, years, None)
    judged = transitions(own, years)
    if judged.empty:
        return None, years, None
    cycle = str(judged["cycle"].max())
    return cycle, years, judged[judged["cycle"] == cycle]


def _headline(steps: pd.DataFrame, pair: Years, subject: str, words: Words, scope: Scope) -> str:
    rows = steps.set_index("step")["priorities"]
    parts = [
        words(f"bridge.part.{step}", n=abs(int(count)), count=_signed(scope.of(step=step)("bridge", int(count)), words))
        for step, count in rows.items()
        if step not in ENDS and count
    ]
    about: dict[str, Any] = {"place": subject, "first": pair[0], "second": pair[1]}
    ends = {"before": "from", "after": "to"}
    about |= {name: scope.of(step=step)("bridge", int(rows[step])) for name, step in ends.items()}
    if not parts:
        return words("bridge.headline_same", **about)
    key = "bridge.headline_level" if rows["from"] == rows["to"] else "bridge.headline"
    return words(key, parts=words.listed(parts), **about)


def _signed(count: int | Counted, words: Words) -> str:
    """+3 or −3, with the true sign for minus."""
    if isinstance(count, Counted):
        return marked_as(count.claim, _signed(int(count), words))
    return f"{'+' if count > 0 else '−' if count < 0 else ''}{words.number(abs(count))}"


def _name(step: str, pair: Years, words: Words) -> str:
    if step in ENDS:
        return words("bridge.start", year=pair[ENDS.index(step)])
    return words(f"bridge.step.{step}")


def _figure(steps: pd.DataFrame, pair: Years, words: Words) -> dict[str, Any]:
    rows = each_row(steps)
    ends = [row["step"] in ENDS for row in rows]
    bases = [
        0 if end else min(int(row["after"]), int(row["after"]) - int(row["priorities"]))
        for row, end in zip(rows, ends, strict=True)
    ]
    lengths = [abs(int(row["priorities"])) for row in rows]
    colours = [
        BLUE if end else PAPER if row["step"] == "corrections" else LIGHT if row["priorities"] >= 0 else RUST
        for row, end in zip(rows, ends, strict=True)
    ]
    pattern = {"shape": ["/" if row["step"] == "corrections" else "" for row in rows], "fgcolor": "#8A8580"}
    names = [_name(row["step"], pair, words) for row in rows]
    trace = bars(
        "",
        lengths,
        list(range(len(rows))),
        {"color": colours, "line": EDGE, "pattern": pattern},
        "%{customdata[0]}: %{text}",
        base=bases,
        width=0.62,
        text=[f"<b>{_number(row, words)}</b>" for row in rows],
        textposition="outside",
        textfont={"color": INK},
        constraintext="none",
        cliponaxis=False,
        customdata=[[safe(name)] for name in names],
    )
    # A thin line from each bar to the next carries the running count across.
    levels = [int(row["after"]) for row in rows]
    links = [
        {
            "type": "line",
            "x0": level,
            "x1": level,
            "y0": at + 0.31,
            "y1": at + 0.69,
            "line": {"color": OUTLINE, "width": 1, "dash": "dot"},
        }
        for at, level in enumerate(levels[:-1])
    ]
    labels = [safe(name, 22) for name in names]
    row_px = max(ROW_PX, LINE_PX * (1 + max(label.count("<br>") for label in labels)))
    highest = max(base + length for base, length in zip(bases, lengths, strict=True))
    return figure(
        [trace],
        words,
        row_px * len(rows) + 40,
        shapes=links,
        margin={"t": 6, "b": 26, "r": 40},
        xaxis=bare_axis(range=[0, max(1, highest) * 1.06], showgrid=True, gridcolor=RULE, **_whole(highest)),
        yaxis=row_axis(labels, 0.55, 0.45),
    )


def _whole(highest: int) -> dict[str, Any]:
    """Ticks at whole numbers."""
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**6) if highest <= 6 * each)
    return {"tickvals": list(range(0, highest + 1, step))}


def _table(steps: pd.DataFrame, pair: Years, words: Words) -> Table:
    columns: Columns = [
        ("step", lambda row: Entry(_name(row["step"], pair, words), row["step"])),
        ("count", lambda row: Entry(_number(row, words), int(row["priorities"]))),
        ("running", number_in("after", words)),
    ]
    return table_of(each_row(steps), columns, words, {"count", "running"})


def _number(row: dict[str, Any], words: Words) -> str:
    number = int(row["priorities"])
    return words.number(number) if row["step"] in ENDS else _signed(number, words)
