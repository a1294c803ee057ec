"""Exhibit 10: by how many months priorities were addressed, as bands between looks, and how many were watched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    LINE,
    RULE,
    bare_axis,
    figure,
    legend,
    marks,
    rounded,
    safe,
    share_axis,
)
from pop_analysis.exhibits.quantities import Scope, limit
from pop_analysis.exhibits.wording import cycles_phrase, without_shares
from pop_analysis.locale import Words
from pop_analysis.locale.said import assembled, joined
from pop_analysis.measures import latest, looks, once, panel, steps_of, timeliness
from pop_analysis.measures.change.timeliness import ORIGINS
from pop_analysis.measures.fulfilment import MIN_N_FOR_PERCENT
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

MONTHS_IN_A_YEAR = 12
# The headline speaks of the last month, from two years on the last full year, up to which this many were watched.
MIN_N_WATCHED = 10
# Aim → line, width, and the shade of the band between where it may and where it must have been reached.
LOOKS = {"addressed": (LINE, 2.5, "rgba(74,147,208,0.28)"), "top": (BLUE, 2, "rgba(11,60,93,0.28)")}


def cumulative_steps_chart(data: Dataset, cycles: Sequence[str], *, language: str | None = None) -> Drawn:
    """Show by months since one origin what share of priorities had been addressed, with those unfinished kept in.

    Of all contracts of ``cycles`` with verdicts and known months, from 10 priorities up; those of which no share may
    stand (under 80 % judged, or of a number that is not on file) are left out and named. A step lies between two looks:
    the band is as wide as that leaves open. The origin is the signing, or the start of monitoring where that is on
    file for more priorities; the others are not on this axis, and are counted in the note. Below the axis stands how
    many had been watched that long. Of a promise several share the band is as wide as all of them leave open.

    Examples
    --------
    >>> pop.exhibits.cumulative_steps_chart(invented, ["2019-2023"], language="en")
    36 months after the signing, an estimated 86%–95% of the priorities had been addressed at least
    partially, and 47%–56% fully.
    29 priorities of contracts 2019–2023 · under the axis: how many had been watched that long · invented
    data
    """
    words, own = Words(data.model, language), data.where(cycle=list(cycles))
    sure = latest(own)
    shared = set(sure.loc[sure["headline"], "contract"])
    of_each = {origin: timeliness(own, origin=origin) for origin in ORIGINS}
    of_each = {origin: _widest(times[times["contract"].isin(shared)]) for origin, times in of_each.items()}
    origin = max(ORIGINS, key=lambda each: len(of_each[each]))
    times = of_each[origin]
    if len(times) < MIN_N_FOR_PERCENT:
        enough = limit("percent", MIN_N_FOR_PERCENT)
        return notice(words("steps.none", cycle=cycles_phrase(words, cycles), enough=enough))
    lines = {aim: steps_of(times, aim) for aim in LOOKS}
    month = int(times["months_watched"].nlargest(MIN_N_WATCHED).min())
    month -= month % MONTHS_IN_A_YEAR if month >= 2 * MONTHS_IN_A_YEAR else 0
    scope = Scope(cycle=list(cycles), origin=origin)
    shares: dict[str, Any] = {aim: _between(steps, month, aim, scope, words) for aim, steps in lines.items()}
    named: dict[str, Any] = {"origin": words(f"steps.origin.{origin}")}
    return exhibit(
        data,
        words,
        "steps",
        _figure(times, lines, named, words),
        _table(times, lines, named, words),
        name="cumulative-steps",
        headline={"months": scope("month_spoken_of", month), **named, **shares},
        subtitle={"n": scope("priorities_timed", len(times)), "cycle": cycles_phrase(words, cycles)},
        note=joined(
            " ", [_note(own, times, shared, origin, scope, words), without_shares(data, words, sure, "steps.without")]
        ),
    )


def _widest(times: pd.DataFrame) -> pd.DataFrame:
    """Times with a promise of several municipalities once: between the first and the last look any of them leaves open.

    It is taken to have been watched as long as by the one that was watched for the shortest time.
    """
    whole = once(times)
    if len(whole) == len(times):
        return times
    ends = dict.fromkeys(("months_watched", "addressed_after", "top_after"), "min")
    ends |= dict.fromkeys(("addressed_by", "top_by", "withdrawn_by"), "max")
    of_all = times.groupby("shared")[list(ends)].agg(ends)
    several = whole["shared"].isin(of_all.index)
    found = of_all.reindex(whole.loc[several, "shared"]).set_axis(whole.index[several])
    return whole.assign(**{name: whole[name].mask(several, found[name].reindex(whole.index)) for name in ends})


def _watched(times: pd.DataFrame, month: int) -> int:
    return int((times["months_watched"] >= month).sum())


def _between(steps: pd.DataFrame, month: int, aim: str, scope: Scope, words: Words) -> str:
    """The share by a month: one percentage, or the least and the most that the looks leave open."""
    at = scope.of(aim=aim, months=month)
    least, most = steps["by"] <= month, steps["after"] < month
    low, high = (
        words.percent(
            at.of(which=which)("share_reached", float(steps.loc[reached, "share"].max()) if any(reached) else 0.0)
        )
        for which, reached in (("least", least), ("most", most))
    )
    return low if low == high else assembled([low, "–", high])


def _note(own: Dataset, times: pd.DataFrame, shared: set[str], origin: str, scope: Scope, words: Words) -> str:
    """How far apart the looks were, who ended otherwise, and who is not on this axis."""
    gaps = looks(own, origin=origin)
    gaps = gaps.loc[gaps["contract"].isin(times["contract"]), "gap"].dropna()
    apart = {
        which: scope.of(which=which)("gap_between_looks", float(value))
        for which, value in (("least", gaps.min()), ("middle", gaps.median()), ("most", gaps.max()))
        if len(gaps)
    }
    said = [words("steps.note"), *([words("steps.gaps", **apart)] if apart else [])]
    if withdrawn := int(times["withdrawn_by"].notna().sum()):
        said.append(words("steps.withdrawn", n=scope("priorities_timed_withdrawn", withdrawn)))
    every = panel(own)
    known = every[every["status"].isin(own.model.levels)].drop_duplicates("priority")
    timed = known["priority"].isin(times["priority"]) | known["shared"].isin(times["shared"].dropna())
    left_out = once(known[known["contract"].isin(shared) & ~timed])
    later = int((left_out["since_year"].fillna(1) > 1).sum())
    counts = {"later": later, "unknown": len(left_out) - later}
    said += [
        words(f"steps.left_out.{why}", n=scope.of(because=why)("priorities_not_timed", n))
        for why, n in counts.items()
        if n
    ]
    return joined(" ", said)


def _figure(times: pd.DataFrame, lines: dict[str, pd.DataFrame], named: dict[str, Any], words: Words) -> dict[str, Any]:
    last = int(times["months_watched"].max())
    axis = safe(words("steps.axis", **named))
    traces = []
    for aim, steps in lines.items():
        colour, width, shade = LOOKS[aim]
        shares = [rounded(share) for share in steps["share"]]
        label = safe(words(f"steps.{aim}"))
        for end, hover in (("after", "steps.most"), ("by", "steps.least")):
            months = [int(month) for month in steps[end]]
            trace = marks(
                label,
                zip([0, *months, last], [0.0, *shares, (shares or [0.0])[-1]], strict=True),
                {"size": 0},
                f"{label}<br>%{{x}} {axis}: {safe(words(hover))} %{{y:.0%}}",
                mode="lines",
                line={
                    "shape": "hv",
                    "color": colour,
                    "width": width if end == "by" else 1,
                    "dash": "solid" if end == "by" else "dot",
                },
            )
            traces.append(trace | ({"fill": "tonexty", "fillcolor": shade} if end == "by" else {"showlegend": False}))
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
            title={"text": axis, "font": {"size": 13}},
        ),
        yaxis=share_axis(),
    )


def _table(times: pd.DataFrame, lines: dict[str, pd.DataFrame], named: dict[str, Any], words: Words) -> Table:
    axis = safe(words("steps.axis", **named))
    columns = [("line", words("column.line"))]
    for end, heading in (("after", "later_than"), ("by", "no_later_than")):
        columns.append((end, assembled([words(f"column.{heading}"), " (", axis, ")"])))
    columns += [(name, words(f"column.{name}")) for name in ("share_before", "share_by_then", "watched")]
    rows: list[list[Entry | str]] = []
    for aim, steps in lines.items():
        for row in each_row(steps):
            cells: list[Entry | str] = [Entry(words(f"steps.{aim}"), aim)]
            cells += [Entry(words.number(int(row[end])), int(row[end])) for end in ("after", "by")]
            cells += [Entry(words.percent(row[name], 1), float(row[name])) for name in ("share_before", "share")]
            watched = _watched(times, int(row["by"]))
            rows.append([*cells, Entry(words.number(watched), watched)])
    return Table.of(columns, rows, frozenset(name for name, _ in columns[1:]))
