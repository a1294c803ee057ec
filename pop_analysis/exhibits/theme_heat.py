"""Exhibit 8: municipalities × themes, "2/3" in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.exhibits.blocks import Entry, Exhibit, Passage, Table
from pop_analysis.exhibits.theme import INK, OUTLINE, PAPER, bare_axis, figure, safe
from pop_analysis.exhibits.wording import cycles_phrase, exhibit_words, place_name, source_spans, synthetic_mark
from pop_analysis.locale import Words
from pop_analysis.measures import by_theme, judgements, last_judged
from pop_analysis.reading import Dataset

ROW, TILE = 40, 34
# Colour stands for a share only from this many judged priorities on (docs/method.md, 10).
ENOUGH = 3
# Light to dark with the share addressed: readable in grey and for colour-blind readers.
STEPS = ((0.34, "#EAF3FB", INK), (0.67, "#A9CFEE", INK), (1.01, "#2F6F9F", "#FFFFFF"))


def theme_heat(
    data: Dataset, cycles: Sequence[str], year: int | None = None, language: str = "sq"
) -> Exhibit | Passage:
    """Show by municipality and theme how many of the judged priorities were addressed.

    Of the contracts of ``cycles``, in one monitoring year or each contract's last with a verdict. An empty
    cell means that the contract has no priority in the theme, which is not zero.
    """
    words = Words(data.model, language)
    verdicts = last_judged(data, judgements(data.where(cycle=list(cycles))), year)
    cells = by_theme(data, verdicts)
    cells = cells[cells["assessed"] > 0]
    if cells.empty:
        return Passage([words("comparison.none", cycle=cycles_phrase(words, cycles))], "notice")
    scale = data.model.scale
    cells = cells.assign(addressed=cells[[status.id for status in scale if status.addressed]].sum(axis=1))
    places = sorted(cells["municipality"].unique(), key=lambda each: words.sort_key(place_name(data, words, each)))
    themes = [theme for theme in data.model.lists["themes"] if (cells["theme"] == theme).any()]
    judged, gaps = int(cells["assessed"].sum()), _gaps(cells, words)
    finding = words("heat.finding", n=len(gaps), themes=words.listed(gaps)) if gaps else words("heat.finding_none")
    return Exhibit(
        id="theme-heat",
        finding=finding,
        subtitle=synthetic_mark(data, words, words("heat.subtitle", n=judged, cycle=cycles_phrase(words, cycles))),
        figure=_figure(cells, places, themes, data, words),
        table=_table(cells, places, themes, data, words),
        alt=words("heat.alt", finding=finding),
        note=words("heat.note", enough=ENOUGH),
        sources=source_spans(words, []),
        words=exhibit_words(words),
    )


def _gaps(cells: pd.DataFrame, words: Words) -> list[str]:
    """Themes, judged often enough, in which fewer than half of the priorities were addressed."""
    sums = cells.groupby("theme")[["addressed", "assessed"]].sum()
    low = sums[(sums["assessed"] >= ENOUGH) & (sums["addressed"] * 2 < sums["assessed"])]
    return sorted((words.label("themes", theme).lower() for theme in low.index), key=words.sort_key)


def _colours(addressed: int, assessed: int) -> tuple[str, str]:
    if assessed < ENOUGH:
        return PAPER, INK
    return next((fill, ink) for limit, fill, ink in STEPS if addressed / assessed < limit)


def _figure(cells: pd.DataFrame, places: list[str], themes: list[str], data: Dataset, words: Words) -> dict[str, Any]:
    rows = cells.to_dict("records")
    colours = [_colours(int(row["addressed"]), int(row["assessed"])) for row in rows]
    names = [safe(place_name(data, words, place)) for place in places]
    trace = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [places.index(row["municipality"]) for row in rows],
        "y": [themes.index(row["theme"]) for row in rows],
        "text": [f"{row['addressed']}/{row['assessed']}" for row in rows],
        "textfont": {"color": [ink for _, ink in colours], "size": 12},
        "marker": {
            "symbol": "square",
            "size": TILE,
            "color": [fill for fill, _ in colours],
            "line": {"color": OUTLINE, "width": 1},
        },
        "customdata": [
            [safe(words.label("themes", row["theme"])), names[places.index(row["municipality"])]] for row in rows
        ],
        "hovertemplate": "%{customdata[1]} · %{customdata[0]}: %{text}<extra></extra>",
    }
    return figure(
        [trace],
        words,
        ROW * len(themes) + 100,
        margin={"t": 90, "b": 4},
        meta={"min_width": 190 + TILE * 1.15 * len(places)},
        xaxis=bare_axis(
            side="top",
            range=[-0.6, len(places) - 0.4],
            tickvals=list(range(len(places))),
            ticktext=names,
            tickangle=-55,
        ),
        yaxis=bare_axis(
            range=[len(themes) - 0.4, -0.6],
            tickvals=list(range(len(themes))),
            ticktext=[safe(words.label("themes", theme), 24) for theme in themes],
        ),
    )


def _table(cells: pd.DataFrame, places: list[str], themes: list[str], data: Dataset, words: Words) -> Table:
    found = {(row["theme"], row["municipality"]): row for row in cells.to_dict("records")}
    columns = [("theme", words("column.theme"))] + [(place, place_name(data, words, place)) for place in places]
    rows = []
    for theme in themes:
        row: list[Entry | str] = [words.label("themes", theme)]
        for place in places:
            cell = found.get((theme, place))
            row.append(words("count_of", count=int(cell["addressed"]), n=int(cell["assessed"])) if cell else "")
        rows.append(row)
    return Table(columns, rows)
