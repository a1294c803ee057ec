"""Exhibit 9: one municipality against the comparable others, theme by theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    EDGE,
    INK,
    LIGHT,
    PAPER,
    bars,
    figure,
    legend,
    marks,
    rounded,
    row_axis,
    safe,
    share_axis,
    written,
)
from pop_analysis.exhibits.order import said_of_one
from pop_analysis.exhibits.quantities import Scope, limit, scope_of, share_of
from pop_analysis.exhibits.wording import cycles_phrase, period_phrase, place_name, verdicts
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import benchmark, side_by_side
from pop_analysis.measures.comparison.benchmark import MIN_N_OF_OTHERS, MIN_OTHERS_FOR_RANGE
from pop_analysis.measures.fulfilment import MIN_COVERAGE_FOR_HEADLINE
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

ROW_PX = 46
# A dot is filled from this many judged priorities on: under it a single verdict carries it far.
MIN_N_FOR_FILLED_DOT = 3
Row = dict[str, Any]


def benchmark_chart(
    data: Dataset,
    municipality: str,
    cycles: Sequence[str],
    monitoring_year: int | None = None,
    *,
    language: str | None = None,
) -> Drawn:
    """Show the municipality's share addressed beside median and range of those it may be compared with.

    ``cycles`` are the contracts that run together (:func:`~pop_analysis.exhibits.term`), the municipality's own among
    them. The others are not named. A notice where fewer than three others may be compared.

    Examples
    --------
    >>> pop.exhibits.benchmark_chart(invented, "lumebardhe", ["2019-2023"], language="en")
    Lumëbardha: there is nothing to compare with yet. It takes at least 3 other municipalities in the same
    year of the contract, observed for as long; and of each, this one too, 80% or more of its priorities judged,
    of a number that is known.
    """
    words = Words(data.model, language)
    rows = benchmark(data, municipality, cycles, monitoring_year)
    place = place_name(data, words, municipality)
    if rows.empty or rows["others"].iloc[0] < MIN_OTHERS_FOR_RANGE:
        share = words.percent(limit("coverage", MIN_COVERAGE_FOR_HEADLINE))
        return notice(words("benchmark.none", place=place, enough=limit("others", MIN_OTHERS_FOR_RANGE), share=share))
    compared = side_by_side(data, cycles, monitoring_year)
    own = compared.iloc[compared["municipality"].eq(municipality).argmax()]
    lines = each_row(rows)
    whole = lines[0]
    period = period_phrase(data, words, own)
    scope = scope_of(own)
    addressed, n = verdicts(scope, "addressed", whole), scope("assessed", int(whole["assessed"]))
    cycle = cycles_phrase(words, [str(own["cycle"])])
    sources = data.where(municipality=municipality)["assessments"]
    of_these = sources["contract"].eq(own["contract"]) & sources["monitoring_year"].eq(own["monitoring_year"])
    note = words(
        "benchmark.note",
        others=limit("others", MIN_OTHERS_FOR_RANGE),
        each=limit("each_of_others", MIN_N_OF_OTHERS),
        enough=limit("filled_dot", MIN_N_FOR_FILLED_DOT),
    )
    return exhibit(
        data,
        words,
        "benchmark",
        _figure(lines, data, words),
        _table(lines, data, words, scope),
        name="benchmark-strip",
        headline={
            "place": place,
            "addressed": words("count_of_percent", count=addressed, n=n, share=words.percent(share_of(addressed, n))),
            "top": words("count_of", count=verdicts(scope, data.model.best.id, whole), n=n),
            "n": scope("comparable_others", int(whole["others"])),
            "each": limit("each_of_others", MIN_N_OF_OTHERS),
            "median": words.percent(scope("others_median", whole["others_median"])),
            "counts": _middle(words, whole, scope),
        },
        subtitle={"n": n, "cycle": cycle, "period": period},
        note=joined(" ", [said_of_one(data, municipality, cycles, monitoring_year, words), note]),
        sources=sources.loc[of_these, "source"].dropna().unique(),
    )


def _middle(words: Words, row: Row, scope: Scope) -> str:
    """The counts behind a median: one municipality's, or those of the two in the middle."""
    pairs = {end: (row[f"middle_{end}_addressed"], row[f"middle_{end}_assessed"]) for end in ("low", "high")}
    said = []
    for end, (count, n) in pairs.items() if len(set(pairs.values())) > 1 else [("low", pairs["low"])]:
        one = scope.of(theme=row["theme"], which=end)
        said.append(words("count_of", count=one("middle_addressed", count), n=one("middle_assessed", n)))
    return words.listed(said)


def _name(words: Words, row: Row) -> str:
    return words("benchmark.whole") if pd.isna(row["theme"]) else words.label("themes", row["theme"])


def _split(data: Dataset, words: Words, row: Row) -> str:
    """The verdicts by their letters, never only their sum: "P 1 · Pj 2 · N 0"."""
    return " · ".join(f"{status.letter(words.language)} {int(row[status.id])}" for status in data.model.scale)


def _figure(lines: list[Row], data: Dataset, words: Words) -> dict[str, Any]:
    known = [at for at, row in enumerate(lines) if not pd.isna(row["others_median"])]
    low = [rounded(lines[at]["others_low"]) for at in known]
    high = [rounded(lines[at]["others_high"]) for at in known]
    lengths = [rounded(b - a) for a, b in zip(low, high, strict=True)]
    median = words("benchmark.median")
    traces = [
        bars(safe(words("benchmark.range")), lengths, known, {"color": LIGHT, "line": EDGE}, "", base=low, width=0.3),
        marks(
            median,
            [(rounded(lines[at]["others_median"]), at) for at in known],
            {"symbol": "line-ns-open", "size": 22, "color": INK, "line": {"color": INK, "width": 3}},
            f"{safe(median)}: %{{x:.0%}}",
            cliponaxis=False,
        ),
    ]
    places = range(len(lines))
    several, few = (
        [at for at in places if (lines[at]["assessed"] >= MIN_N_FOR_FILLED_DOT) is enough] for enough in (True, False)
    )
    for name, fill, own in (
        (words("benchmark.own"), data.model.best.colour, several),
        (words("benchmark.own_few", enough=MIN_N_FOR_FILLED_DOT), PAPER, few),
    ):
        if own:
            traces.append(
                marks(
                    name,
                    [(rounded(lines[at]["share_addressed"]), at) for at in own],
                    {"symbol": "circle", "size": 13, "color": fill, "line": {"color": INK, "width": 2}},
                    f"{safe(name)}: %{{customdata[0]}} / %{{customdata[1]}}",
                    cliponaxis=False,
                    customdata=[[int(lines[at]["addressed"]), int(lines[at]["assessed"])] for at in own],
                )
            )
    ticks = [f"{safe(_name(words, row), 24)}<br><i>{safe(_split(data, words, row))}</i>" for row in lines]
    return figure(
        traces,
        words,
        ROW_PX * len(lines) + 110,
        showlegend=True,
        legend=legend(traceorder="reversed"),
        margin={"t": 70, "r": 46, "b": 28},
        meta={"min_width": 320},
        xaxis=share_axis(),
        yaxis=row_axis(ticks, 0.5, 0.5, tickfont={"size": 12}),
        annotations=[
            written(1, at, f"n={int(row['assessed'])}", xref="paper", xanchor="left", xshift=8)
            for at, row in enumerate(lines)
        ],
    )


def _table(lines: list[Row], data: Dataset, words: Words, scope: Scope) -> Table:
    scale = data.model.scale
    columns = [("theme", words("column.theme")), *((status.id, status.label[words.language]) for status in scale)]
    columns += [("assessed", words("column.assessed")), ("share_addressed", words("range.addressed"))]
    columns += [(name, words(f"column.{name}")) for name in ("others", "others_low", "others_median", "others_high")]
    rows = []
    for row in lines:
        cells: list[Entry | str] = [_name(words, row)]
        cells += [Entry(str(row[name]), int(row[name])) for name in [*(status.id for status in scale), "assessed"]]
        cells.append(Entry(words.percent(row["share_addressed"], 1), row["share_addressed"]))
        cells.append(Entry(str(row["others"]), int(row["others"])))
        for name in ("others_low", "others_median", "others_high"):
            shown = words.percent(scope.of(theme=row["theme"])(name, row[name]), 1) or "–"
            known = name == "others_median" and not pd.isna(row[name])
            counts = joined("", [" (", _middle(words, row, scope), ")"]) if known else ""
            cells.append(Entry(joined("", [shown, counts]), row[name]))
        rows.append(cells)
    return Table.of(columns, rows, frozenset(name for name, _ in columns[1:]))
