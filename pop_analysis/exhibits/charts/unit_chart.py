"""Exhibit 1: one square for every priority, grouped by what became of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Table
from pop_analysis.exhibits.absences import why_no_verdict
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import OUTLINE, figure, rounded, safe
from pop_analysis.exhibits.quantities import scope_of
from pop_analysis.exhibits.rows import Columns, table_of
from pop_analysis.exhibits.wording import (
    counts_sentence,
    cycles_phrase,
    doubt_note,
    in_language,
    is_doubtful,
    period_phrase,
    place_name,
    priority_label,
    text,
    typed,
    verdict_entry,
)
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined, marked_as
from pop_analysis.measures import in_contract, latest, panel
from pop_analysis.model import Status
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

SIDE_PX, PITCH_PX, IN_A_ROW, HEADING_PX = 26, 30, 10, 26
ABOVE_PX = 6  # a heading stands a little higher than its place
Groups = list[tuple[Status, list[dict[str, Any]]]]


def unit_chart(
    data: Dataset, municipality: str, cycle: str, monitoring_year: int | None = None, *, language: str | None = None
) -> Drawn:
    """Show the priorities of one contract in one monitoring year as squares of the same size everywhere.

    ``monitoring_year`` is by default the last one with a verdict on file. Gives a notice where there is no verdict to
    show.

    Examples
    --------
    >>> pop.exhibits.unit_chart(data, "fier", "2019-2023", language="en")
    Fier: of 5 priorities judged, none was fully addressed, 3 partially, and 2 were not addressed.
    5 priorities on file · contract 2019–2023 · monitoring year 1, months not stated
    """
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    assessments = panel(own)
    judged = assessments[assessments["status"].isin(data.model.levels)]
    if judged.empty:
        place, why = place_name(data, words, municipality), why_no_verdict(data, words, municipality, cycle)
        if not cycle:
            return notice(words("unknowns.contract", place=place))
        return notice(words("unit.none", place=place, cycle=cycles_phrase(words, [cycle]), why=why))
    monitoring_year = int(judged["monitoring_year"].max()) if monitoring_year is None else monitoring_year
    if not (judged["monitoring_year"] == monitoring_year).any():
        place, years = place_name(data, words, municipality), cycles_phrase(words, [cycle])
        absent = words("unit.none_in_year", place=place, cycle=years, year=marked_as("date", str(monitoring_year)))
        return notice(joined(" ", filter(None, [absent, why_no_verdict(data, words, municipality, cycle)])))
    shown = in_contract(data, assessments[assessments["monitoring_year"] == monitoring_year])
    counts = latest(own, monitoring_year).iloc[0]
    scope, rows = scope_of(counts), each_row(shown)
    groups = [(status, [row for row in rows if row["status"] == status.id]) for status in data.model.statuses.values()]
    groups = [(status, own_rows) for status, own_rows in groups if status.judged or own_rows]
    one = words.points(scope("one_verdict", counts["one_assessment"]))
    moves = words("unit.moves", one=one) if counts["headline"] else ""
    period = period_phrase(data, words, counts)
    return exhibit(
        data,
        words,
        "unit",
        _figure(groups, words),
        _table(groups, words),
        name="unit-chart",
        headline={"place": place_name(data, words, municipality), "sentence": counts_sentence(words, counts)},
        subtitle={
            "n": scope("priorities", int(counts["total"])),
            "cycle": cycles_phrase(words, [cycle]),
            "period": period,
        },
        note=joined(" ", [words("unit.note"), moves, doubt_note(words, scope, rows)]),
        sources=shown["source"],
    )


def _figure(groups: Groups, words: Words) -> dict[str, Any]:
    shapes, labels, top = [], [], ABOVE_PX
    for status, rows in groups:
        labels.append((top, f"<b>{safe(status.label[words.language])}</b>: {len(rows)}"))
        for place, row in enumerate(rows):
            shapes.append(_square(status, place, top + HEADING_PX, row, words))
        top += HEADING_PX + PITCH_PX * -(-len(rows) // IN_A_ROW) + 8
    height = top + 8
    trace = {
        "type": "scatter",
        "mode": "text",
        "x": [0 for _ in labels],
        "y": [rounded(1 - at / height) for at, _ in labels],
        "text": [label for _, label in labels],
        "textposition": "bottom right",
        "textfont": {"size": 15},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    hidden = {"visible": False, "fixedrange": True}
    return figure(
        [trace],
        words,
        height,
        shapes=shapes,
        xaxis={"range": [0, 1], **hidden},
        yaxis={"range": [0, 1], **hidden},
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )


def _square(status: Status, place: int, top: int, row: dict[str, Any], words: Words) -> dict[str, Any]:
    label, doubtful = priority_label(row) or status.letter(words.language), is_doubtful(row)
    column, line = place % IN_A_ROW, place // IN_A_ROW
    left, upper = 4 + column * PITCH_PX, top + line * PITCH_PX
    return {
        "type": "rect",
        "name": status.id,
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
        "x0": left,
        "x1": left + SIDE_PX,
        "y0": -upper,
        "y1": -upper - SIDE_PX,
        "fillcolor": status.colour,
        "line": {"color": OUTLINE, "width": 1, "dash": "dash" if doubtful else "solid" if status.judged else "dot"},
        "label": {"text": safe(f"{label}*" if doubtful else label), "font": {"size": 12, "color": status.ink}},
    }


def _table(groups: Groups, words: Words) -> Table:
    columns: Columns = [
        ("number", priority_label),
        ("priority", lambda row: in_language(words, row, "title")),
        ("status", lambda row: verdict_entry(words, row)),
        ("reason", lambda row: typed(words, text(row["reason"]) or (row["note"] if is_doubtful(row) else ""))),
    ]
    return table_of(sorted((row for _, rows in groups for row in rows), key=_place), columns, words)


def _place(row: dict[str, Any]) -> tuple[float, float, str]:
    """Where a priority stands in its contract: 1.5 before 1.10, those without a number last."""
    number, sub = (float("inf") if pd.isna(row[name]) else float(row[name]) for name in ("number", "sub_number"))
    return number, 0.0 if pd.isna(row["sub_number"]) else sub, str(row["title_sq"])
