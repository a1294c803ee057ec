"""Exhibit 19: which statements survive when what nobody can settle is settled otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Entry, Exhibit, Passage, Table
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    IN_LEGEND,
    INK,
    LIGHT,
    OUTLINE,
    PAPER,
    RUST,
    bare_axis,
    figure,
    legend,
    safe,
)
from pop_analysis.exhibits.statements import KEYS, known_places, note_on_pairs, spoken, statement_text
from pop_analysis.exhibits.wording import cycles_phrase, exhibit_words, source_spans, synthetic_mark
from pop_analysis.locale import Words
from pop_analysis.measures import assessments_compared, holding, sensitivity
from pop_analysis.reading import Dataset
from pop_analysis.reading.frames import each_row

ROW, TILE = 78, 30
# result → sign, fill, ink: a sign in each, for who does not see the colour
LOOKS = {"all": ("✓", BLUE, "#FFFFFF"), "some": ("", LIGHT, INK), "none": ("✗", PAPER, RUST)}
Row = dict[str, Any]


def sensitivity_chart(
    data: Dataset, cycles: Sequence[str], monitoring_year: int | None = None, language: str = "sq"
) -> Exhibit | Passage:
    """Show in which settings each statement holds: a row a statement, a column a worth of "partially".

    ``cycles`` and ``monitoring_year`` as in :func:`~pop_analysis.sensitivity`.

    Examples
    --------
    >>> pop.exhibits.sensitivity_chart(invented, ["2019-2023"], language="en")
    Of 10 statements, 1 hold in every way of counting, 9 only in some and 0 in none.
    38 priorities judged in 4 of 4 municipalities · contracts 2019–2023 · 60 ways of counting · invented
    data
    """
    words = Words(data.model, language)
    grid, left_out = spoken(sensitivity(data, cycles, monitoring_year, only_neighbours=True))
    if grid.empty:
        return Passage([words("lab.none", cycle=cycles_phrase(words, cycles))], "notice")
    whole, by_worth = holding(grid), holding(grid, ["partial"])
    counts = {result: int((whole["result"] == result).sum()) for result in LOOKS}
    headline = words("grid.headline", n=len(whole), **counts)
    assessments = assessments_compared(data, cycles, monitoring_year)
    judged = assessments[assessments["status"].isin([status.id for status in data.model.scale])]
    subtitle = words(
        "grid.subtitle",
        n=len(judged),
        cycle=cycles_phrase(words, cycles),
        **known_places(data, judged, cycles),
        settings=words.number(int(whole["settings"].max())),
    )
    statements = [statement_text(row, data, words) for row in each_row(whole)]
    place = {tuple(map(str, key)): at for at, key in enumerate(whole[KEYS].itertuples(index=False, name=None))}
    cells = [row | {"y": place[tuple(str(row[key]) for key in KEYS)]} for row in each_row(by_worth)]
    return Exhibit(
        id="sensitivity-grid",
        headline=headline,
        subtitle=synthetic_mark(data, words, subtitle),
        figure=_figure(cells, statements, words),
        table=_table(whole, cells, statements, words),
        alt=words("grid.alt", headline=headline),
        note=note_on_pairs(words, words("grid.note"), left_out),
        sources=source_spans(words, judged["source"]),
        words=exhibit_words(words),
    )


def _sign(row: Row) -> str:
    return LOOKS[row["result"]][0] or f"{row['held']}/{row['settings']}"


def _worths(cells: list[Row]) -> list[float]:
    return sorted({float(row["partial"]) for row in cells})


def _figure(cells: list[Row], statements: list[str], words: Words) -> dict[str, Any]:
    worths = _worths(cells)
    traces = []
    for result, (_, fill, ink) in LOOKS.items():
        own = [row for row in cells if row["result"] == result]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": safe(words(f"grid.{result}"), IN_LEGEND),
                "x": [worths.index(float(row["partial"])) for row in own],
                "y": [row["y"] for row in own],
                "text": [_sign(row) for row in own],
                "textfont": {"color": ink, "size": 12},
                "marker": {"symbol": "square", "size": TILE, "color": fill, "line": {"color": OUTLINE, "width": 1}},
                "customdata": [
                    [safe(words("grid.counted", held=row["held"], settings=row["settings"]))] for row in own
                ],
                "hovertemplate": "%{customdata[0]}<extra></extra>",
            }
        )
    return figure(
        [trace for trace in traces if trace["x"]],
        words,
        ROW * len(statements) + 136,
        showlegend=True,
        legend=legend(above=False, itemsizing="constant"),
        margin={"t": 76, "b": 44},
        meta={"min_width": 180 + 1.6 * TILE * len(worths)},
        xaxis=bare_axis(
            side="top",
            range=[-0.6, len(worths) - 0.4],
            tickvals=list(range(len(worths))),
            ticktext=[safe(words.percent(worth)) for worth in worths],
            title={"text": safe(words("grid.axis"), 26), "font": {"size": 12}, "standoff": 6},
        ),
        yaxis=bare_axis(
            range=[len(statements) - 0.4, -0.6],
            tickvals=list(range(len(statements))),
            ticktext=[safe(text, 27) for text in statements],
            tickfont={"size": 12},
        ),
    )


def _table(whole: pd.DataFrame, cells: list[Row], statements: list[str], words: Words) -> Table:
    worths = _worths(cells)
    found = {(row["y"], float(row["partial"])): row for row in cells}
    columns = [("statement", words("column.claim"))]
    columns += [(f"worth_{round(100 * worth)}", words.percent(worth)) for worth in worths]
    columns.append(("all", words("column.total")))
    rows = []
    for at, (text, total) in enumerate(zip(statements, each_row(whole), strict=True)):
        row: list[Entry | str] = [text]
        for cell in [*(found[at, worth] for worth in worths), total]:
            counted = words("grid.counted", held=cell["held"], settings=cell["settings"])
            sign = LOOKS[cell["result"]][0]
            row.append(Entry(f"{sign} {counted}".strip(), int(cell["held"])))
        rows.append(row)
    return Table(columns, rows)
