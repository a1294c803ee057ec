"""Exhibit 19: which statements survive when what nobody can settle is settled otherwise."""

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
    LEGEND_LETTERS,
    LIGHT,
    PAPER,
    RUST,
    SMALL_PX,
    column_axis,
    figure,
    legend,
    lines_in,
    marks,
    row_axis,
    safe,
)
from pop_analysis.exhibits.quantities import example, limit, of_term
from pop_analysis.exhibits.statements import KEYS, known_places, note_on_pairs, statement_text, statements_shown
from pop_analysis.exhibits.wording import cycles_phrase
from pop_analysis.locale import Words
from pop_analysis.measures import assessments_compared, holding, once, sensitivity
from pop_analysis.measures.comparison.sensitivity import MIN_N_FOR_THEME
from pop_analysis.measures.comparison.side_by_side import MIN_N_FOR_ORDER
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

LINE_PX, TILE_PX = 15, 30
# Letters in a line of a statement: so many leave room for five tiles on a phone.
STATEMENT_LETTERS, TITLE_LETTERS = 18, 20
# verdict → sign, fill, ink: a sign in each, for who does not see the colour
LOOKS = {"all": ("✓", BLUE, "#FFFFFF"), "some": ("", LIGHT, INK), "none": ("✗", PAPER, RUST)}
Row = dict[str, Any]


def sensitivity_chart(
    data: Dataset, cycles: Sequence[str], monitoring_year: int | None = None, *, language: str | None = None
) -> Drawn:
    """Show in which settings each statement holds: a row a statement, a column a worth of "partially".

    ``cycles`` and ``monitoring_year`` as in :func:`~pop_analysis.sensitivity`.

    Examples
    --------
    >>> pop.exhibits.sensitivity_chart(invented, ["2019-2023"], language="en")
    Statements: 2. Holding in every way of counting: 0; only in some: 2; in none: 0.
    38 priorities judged · municipalities with verdicts: 4 of 4 · contracts 2019–2023 · ways of
    counting: up to 60 · invented data
    """
    words = Words(data.model, language)
    grid, left_out = statements_shown(sensitivity(data, cycles, monitoring_year, only_neighbours=True))
    if grid.empty:
        return notice(words("lab.none", cycle=cycles_phrase(words, cycles)))
    whole, by_worth = holding(grid), holding(grid, by=["partial"])
    counts = {verdict: int((whole["result"] == verdict).sum()) for verdict in LOOKS}
    assessments = assessments_compared(data, cycles, monitoring_year)
    judged = assessments[assessments["status"].isin(data.model.levels)]
    scope = of_term(cycles, monitoring_year)
    statements = [statement_text(row, data, words, scope) for row in each_row(whole)]
    place = {tuple(map(str, key)): at for at, key in enumerate(whole[KEYS].itertuples(index=False, name=None))}
    cells = [row | {"y": place[tuple(str(row[key]) for key in KEYS)]} for row in each_row(by_worth)]
    return exhibit(
        data,
        words,
        "grid",
        _figure(cells, statements, words),
        _table(whole, cells, statements, words),
        name="sensitivity-grid",
        headline={
            "n": scope("statements_tried", len(whole)),
            **{result: scope.of(result=result)("statements_holding", n) for result, n in counts.items()},
        },
        subtitle={
            "n": scope("assessed", len(once(judged))),
            "cycle": cycles_phrase(words, cycles),
            **known_places(data, judged, cycles, scope),
            "settings": scope("ways_of_counting", int(whole["settings"].max())),
        },
        note=note_on_pairs(words, _note(words), left_out, scope),
        sources=judged["source"],
    )


def _note(words: Words) -> str:
    order, enough = limit("order", MIN_N_FOR_ORDER), limit("theme", MIN_N_FOR_THEME)
    return words("grid.note", part=example(2), whole=example(6), order=order, enough=enough)


def _sign(row: Row) -> str:
    return LOOKS[row["result"]][0] or f"{row['held']}/{row['settings']}"


def _worths(cells: list[Row]) -> list[float]:
    return sorted({float(row["partial"]) for row in cells})


def _figure(cells: list[Row], statements: list[str], words: Words) -> dict[str, Any]:
    worths = _worths(cells)
    rows = [safe(text, STATEMENT_LETTERS) for text in statements]
    title = safe(words("grid.axis"), TITLE_LETTERS)
    row_px = max(TILE_PX, LINE_PX * max(lines_in(each) for each in rows)) + 14
    above = 34 + LINE_PX * lines_in(title)
    traces = []
    for result, (_, fill, ink) in LOOKS.items():
        own = [row for row in cells if row["result"] == result]
        traces.append(
            marks(
                safe(words(f"grid.{result}"), LEGEND_LETTERS),
                [(worths.index(float(row["partial"])), row["y"]) for row in own],
                {"symbol": "square", "size": TILE_PX, "color": fill, "line": EDGE},
                "%{customdata[0]}",
                text=[_sign(row) for row in own],
                textfont={"color": ink, "size": 12},
                customdata=[[safe(words("grid.counted", held=row["held"], settings=row["settings"]))] for row in own],
            )
        )
    return figure(
        [trace for trace in traces if trace["x"]],
        words,
        row_px * len(rows) + above + 64,
        showlegend=True,
        legend=legend(above=False, itemsizing="constant", x=1, xanchor="right"),
        margin={"t": above, "b": 64},
        xaxis=column_axis(
            [safe(words.percent(worth)) for worth in worths],
            title={"text": title, "font": {"size": SMALL_PX}, "standoff": 6},
            tickfont={"size": SMALL_PX},
        ),
        yaxis=row_axis(rows, tickfont={"size": SMALL_PX}),
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
    return Table.of(columns, rows)
