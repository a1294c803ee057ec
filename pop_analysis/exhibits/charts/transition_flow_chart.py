"""Exhibit 7: how verdicts flow from one year to the next, over the network, with the table of every pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import EDGE, INK, OUTLINE, PAPER, figure, rounded, safe, written
from pop_analysis.exhibits.quantities import Scope, limit
from pop_analysis.exhibits.wording import change_parts, cycles_phrase, months_phrase
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import (
    Refusal,
    busiest_years,
    once,
    same_exposure,
    sign_test,
    transition_counts,
    transitions,
)
from pop_analysis.measures.change.transitions import MIN_PLACES_FOR_DIRECTION, Years
from pop_analysis.measures.states import ASSESSED_TWICE, OF_THE_CONTRACT
from pop_analysis.reading import Dataset

# Fewer priorities than this are named in a sentence, not drawn as a flow.
MIN_N_FOR_FLOW = 30
HEIGHT_PX, GAP = 340, 0.05
LEFT, RIGHT, NODE = 0.0, 1.0, 0.045


def transition_flow_chart(
    data: Dataset, cycles: Sequence[str], years: Years | None = None, *, language: str | None = None
) -> Drawn:
    """Show how the priorities of the network moved between verdicts, in bands as thick as their number.

    Of the contracts of one cycle (the one with most priorities judged twice), in two monitoring years, by default
    the two with most priorities judged in both. From 30 priorities in two municipalities up; below that a sentence.

    Examples
    --------
    >>> pop.exhibits.transition_flow_chart(invented, ["2019-2023"], language="en")
    Of 37 priorities judged in year 3 and in year 4, 7 priorities improved, 28 stayed as they were, and
    2 went back.
    Contract 2019–2023 · 4 municipalities · months observed in year 4: 46–50 · invented data
    """
    words = Words(data.model, language)
    own = data.where(cycle=list(cycles))
    busiest = busiest_years(own)
    if busiest is None:
        return notice(words("flow.none", cycle=cycles_phrase(words, cycles)))
    cycle, years = busiest[0], years or busiest[1]
    changes = transitions(own.where(cycle=cycle), years)
    twice = changes[changes["change"].isin(ASSESSED_TWICE)]
    counts, n = once(changes)["change"].value_counts(), len(once(twice))
    scope = Scope(cycle=cycle, monitoring_year=list(years))
    parts = words.listed(change_parts(words, counts, scope, ASSESSED_TWICE, always=ASSESSED_TWICE))
    about: dict[str, Any] = {"first": years[0], "second": years[1], "parts": parts}
    places, judged = twice["municipality"].nunique(), scope("judged_in_both", n)
    if n < MIN_N_FOR_FLOW or places < 2:
        enough = limit("flow", MIN_N_FOR_FLOW)
        few = words("flow.few", n=judged, cycle=cycles_phrase(words, [cycle]), enough=enough, **about)
        return notice(few)
    months = same_exposure(own, years).set_index("contract")["months_to"]
    flows = transition_counts(data, changes)
    return exhibit(
        data,
        words,
        "flow",
        _figure(flows, n, years, words),
        _table(flows, years, words),
        name="transition-flow",
        headline={"n": judged, **about},
        subtitle={
            "n": scope("municipalities_judged_in_both", places),
            "cycle": cycles_phrase(words, [cycle]),
            "months": months_phrase(words, months.reindex(twice["contract"].unique()), scope),
            "second": years[1],
        },
        note=_note(data, changes, words, scope),
        sources=[*twice["source_from"], *twice["source"]],
    )


def _note(data: Dataset, changes: pd.DataFrame, words: Words, scope: Scope) -> str:
    parts = [_direction(data, changes, words, scope)]
    apart = change_parts(words, once(changes)["change"].value_counts(), scope, (*OF_THE_CONTRACT, "not_judged"))
    return joined(" ", [*parts, *([words("flow.apart", parts=words.listed(apart))] if apart else [])])


def _direction(data: Dataset, changes: pd.DataFrame, words: Words, scope: Scope) -> str:
    try:
        test = sign_test(data, changes)
    except Refusal as refused:
        places = scope("municipalities_judged_in_both", refused.values["n"])
        return words("flow.test_few", n=places, enough=limit("direction", MIN_PLACES_FOR_DIRECTION))
    if test["p"] is None:
        return words("flow.no_test")
    shown = {kind: scope.of(change=kind)("changed", test[kind]) for kind in ("improved", "regressed")}
    p, places = scope("sign_test", test["p"]), scope("municipalities_judged_in_both", test["municipalities"])
    return words("flow.test", p=words.number(p, 2), share=words.percent(p), places=places, **shown)


def _figure(flows: pd.DataFrame, n: int, years: Years, words: Words) -> dict[str, Any]:
    """Bands and bars as shapes, in the order of the scale on both sides, with their numbers as text."""
    counts = {(row.status_from, row.status_to): int(row.priorities) for row in flows.itertuples()}
    scale = words.model.scale
    tops = [_tops([sum(counts[_key(s.id, t.id, side)] for t in scale) for s in scale], n) for side in (0, 1)]
    shapes = [*_bands(counts, tops, n, words), *_bars(counts, tops, n, words)]
    annotations = [*_side_labels(counts, tops, n, words), *_headings(years, words)]
    hidden = {"visible": False, "fixedrange": True}
    return figure(
        [_numbers(counts, tops, n, words)],
        words,
        HEIGHT_PX + 40,
        shapes=shapes,
        annotations=annotations,
        xaxis={**hidden, "range": [-0.42, 1.42]},
        yaxis={**hidden, "range": [1 + GAP * (len(scale) - 1) + 0.01, -0.09]},
        margin={"l": 2, "r": 2, "t": 4, "b": 4},
    )


def _key(own: str, other: str, side: int) -> tuple[str, str]:
    return (own, other) if side == 0 else (other, own)


def _tops(sizes: list[int], n: int) -> list[float]:
    """Where the bar of each verdict begins, from above, in shares of all with gaps between."""
    tops, at = [], 0.0
    for size in sizes:
        tops.append(at)
        at += size / n + GAP
    return tops


def _spans(
    counts: dict[tuple[str, str], int], tops: list[list[float]], n: int, words: Words
) -> Iterator[tuple[Any, Any, float, float, float]]:
    """Each band that is not empty: its two verdicts, where it begins on either side, and how thick it is."""
    scale = words.model.scale
    left = list(tops[0])
    right = {(i, j): 0.0 for i in range(len(scale)) for j in range(len(scale))}
    for j in range(len(scale)):
        at = tops[1][j]
        for i in range(len(scale)):
            right[i, j] = at
            at += counts[scale[i].id, scale[j].id] / n
    for i, before in enumerate(scale):
        for j, after in enumerate(scale):
            thick = counts[before.id, after.id] / n
            if thick:
                yield before, after, left[i], right[i, j], thick
            left[i] += thick


def _bands(
    counts: dict[tuple[str, str], int], tops: list[list[float]], n: int, words: Words
) -> Iterator[dict[str, Any]]:
    x0, x1 = LEFT + NODE, RIGHT - NODE
    middle = rounded((x0 + x1) / 2)
    for before, after, left, right, thick in _spans(counts, tops, n, words):
        a, b, c, d = (rounded(each) for each in (left, right, right + thick, left + thick))
        path = f"M{x0},{a}C{middle},{a} {middle},{b} {x1},{b}L{x1},{c}C{middle},{c} {middle},{d} {x0},{d}Z"
        yield {
            "type": "path",
            "path": path,
            "name": f"{before.id}>{after.id}",
            "fillcolor": before.colour,
            "opacity": 0.45,
            "line": {"color": OUTLINE, "width": 0.7},
            "layer": "below",
        }


def _bars(
    counts: dict[tuple[str, str], int], tops: list[list[float]], n: int, words: Words
) -> Iterator[dict[str, Any]]:
    for side, x in ((0, LEFT), (1, RIGHT - NODE)):
        for status, top in zip(words.model.scale, tops[side], strict=True):
            size = sum(counts[_key(status.id, other.id, side)] for other in words.model.scale)
            if size:
                yield {
                    "type": "rect",
                    "name": f"{'from' if side == 0 else 'to'}:{status.id}",
                    "x0": x,
                    "x1": x + NODE,
                    "y0": rounded(top),
                    "y1": rounded(top + size / n),
                    "fillcolor": status.colour,
                    "line": EDGE,
                }


def _numbers(counts: dict[tuple[str, str], int], tops: list[list[float]], n: int, words: Words) -> dict[str, Any]:
    """The number of each band, near the end where it is least hidden by others: on the left, but for falls."""
    spans = list(_spans(counts, tops, n, words))
    scale = list(words.model.scale)
    order = {status.id: place for place, status in enumerate(scale)}
    return {
        "type": "scatter",
        "mode": "text",
        "x": [0.13 if order[a.id] <= order[b.id] else 0.87 for a, b, *_ in spans],
        "y": [
            rounded((left if order[a.id] <= order[b.id] else right) + thick / 2) for a, b, left, right, thick in spans
        ],
        "text": [
            f"<b>{'▼ ' if order[b.id] > order[a.id] else '▲ ' if order[b.id] < order[a.id] else ''}"
            f"{counts[a.id, b.id]}</b>"
            for a, b, *_ in spans
        ],
        "textfont": {"size": 12, "color": INK},
        "customdata": [[safe(f"{a.label[words.language]} → {b.label[words.language]}")] for a, b, *_ in spans],
        "hovertemplate": "%{customdata[0]}: %{text}<extra></extra>",
        "hoverlabel": {"bgcolor": PAPER},
    }


def _side_labels(
    counts: dict[tuple[str, str], int], tops: list[list[float]], n: int, words: Words
) -> Iterator[dict[str, Any]]:
    for side, x, anchor in ((0, LEFT - 0.02, "right"), (1, RIGHT + 0.02, "left")):
        for status, top in zip(words.model.scale, tops[side], strict=True):
            size = sum(counts[_key(status.id, other.id, side)] for other in words.model.scale)
            text = f"{safe(status.label[words.language], 11)}<br><b>{size}</b>"
            yield written(x, rounded(top + size / n / 2), text, xanchor=anchor, align=anchor)


def _headings(years: Years, words: Words) -> Iterator[dict[str, Any]]:
    for x, anchor, year in ((LEFT, "left", years[0]), (RIGHT, "right", years[1])):
        text = f"<b>{safe(words('flow.from', year=year))}</b>"
        yield written(x, -0.05, text, 13, xanchor=anchor)


def _table(flows: pd.DataFrame, years: Years, words: Words) -> Table:
    scale = words.model.scale
    counts = {(row.status_from, row.status_to): int(row.priorities) for row in flows.itertuples()}
    columns = [("from", f"{words('flow.from', year=years[0])} ↓ · {words('flow.from', year=years[1])} →")]
    columns += [(status.id, status.label[words.language]) for status in scale] + [("total", words("flow.total"))]
    rows: list[list[Entry | str]] = []
    for before in scale:
        numbers = [counts[before.id, after.id] for after in scale]
        cells = [Entry(words.number(each), each) for each in [*numbers, sum(numbers)]]
        rows.append([Entry(before.label[words.language], before.id), *cells])
    sums = [sum(counts[before.id, after.id] for before in scale) for after in scale]
    rows.append([words("flow.total"), *(Entry(words.number(each), each) for each in [*sums, sum(sums)])])
    return Table.of(columns, rows, frozenset(name for name, _ in columns[1:]))
