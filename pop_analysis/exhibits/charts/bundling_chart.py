"""How far a verdict between the ends of the scale comes of priorities that hold several promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    INSIDE,
    bars,
    figure,
    legend,
    mark,
    rounded,
    row_axis,
    safe,
    share_axis,
)
from pop_analysis.exhibits.quantities import Scope, limit, of_term
from pop_analysis.exhibits.wording import cycles_phrase, share_phrase, without_shares
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import Refusal, assessments_compared, bundling, side_by_side
from pop_analysis.measures.reliability.bundling import MIN_N_OF_EACH, NOT_STATED
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

ROW_PX = 76
Row = dict[str, Any]


def bundling_chart(
    data: Dataset, cycles: Sequence[str], monitoring_year: int | None = None, *, language: str | None = None
) -> Drawn:
    """Show how verdicts split where a priority holds one promise, and where it holds several.

    ``cycles`` and ``monitoring_year`` as in :func:`~pop_analysis.exhibits.stacked_bar_chart`. A notice where fewer than
    10 of either kind were judged.

    Examples
    --------
    >>> pop.exhibits.bundling_chart(invented, ["2019-2023", "2021-2023"], language="en")
    The verdict “partially”, where a priority holds one promise: 6 of 19 (32%); where it holds several:
    8 of 17 (47%).
    36 priorities judged · contracts 2019–2023 and 2021–2023 · how many promises they hold is not stated
    for: 0 · invented data
    """
    words, scope = Words(data.model, language), of_term(cycles, monitoring_year)
    left_out = without_shares(data, words, side_by_side(data, cycles, monitoring_year), "bundling.without")
    try:
        rows = each_row(bundling(data, cycles, monitoring_year))
    except Refusal as few:
        counts = {kind: scope.of(promises=kind)("assessed", few.values[kind]) for kind in ("one", "several")}
        enough = limit("bundling", MIN_N_OF_EACH)
        told = words("bundling.few", cycle=cycles_phrase(words, cycles), enough=enough, **counts)
        return notice(joined(" ", [told, left_out]))
    shown = [row for row in rows if row["promises"] != NOT_STATED]
    unstated = next(int(row["assessed"]) for row in rows if row["promises"] == NOT_STATED)
    between = {row["promises"]: _between(row, scope, words) for row in shown}
    judged = sum(int(row["assessed"]) for row in shown)
    sources = assessments_compared(data, cycles, monitoring_year)["source"]
    return exhibit(
        data,
        words,
        "bundling",
        _figure(shown, words),
        _table(rows, words),
        name="bundling",
        headline=between,
        subtitle={
            "n": scope.of(promises="stated")("assessed", judged),
            "cycle": cycles_phrase(words, cycles),
            "unstated": scope.of(promises=NOT_STATED)("assessed", unstated),
        },
        note=joined(" ", [words("bundling.note"), left_out]),
        sources=sources.dropna().unique(),
    )


def _between(row: Row, scope: Scope, words: Words) -> str:
    """Of how many judged the verdict lies between the ends of the scale."""
    own = scope.of(promises=row["promises"])
    middle = [status.id for status in words.model.scale[1:-1]]
    count = own.of(status=middle if len(middle) != 1 else middle[0])("verdicts", sum(int(row[name]) for name in middle))
    judged = own("assessed", int(row["assessed"]))
    return share_phrase(words, count, judged)


def _figure(rows: list[Row], words: Words) -> dict[str, Any]:
    n = [int(row["assessed"]) for row in rows]
    traces = []
    for status in words.model.scale:
        label = status.label[words.language]
        counts = [int(row[status.id]) for row in rows]
        traces.append(
            bars(
                safe(label),
                [rounded(count / of) for count, of in zip(counts, n, strict=True)],
                list(range(len(rows))),
                mark(status),
                f"{safe(label)}: %{{customdata[0]}} / %{{customdata[1]}}",
                width=0.6,
                text=[str(count) if count else "" for count in counts],
                textfont={"color": status.ink},
                customdata=[list(pair) for pair in zip(counts, n, strict=True)],
                **INSIDE,
            )
        )
    labels = [f"{safe(words('bundling.' + row['promises']), 24)}<br>n={of}" for row, of in zip(rows, n, strict=True)]
    return figure(
        traces,
        words,
        ROW_PX * len(rows) + 90,
        barmode="stack",
        showlegend=True,
        legend=legend(traceorder="normal"),
        margin={"t": 50, "r": 14, "b": 28},
        xaxis=share_axis(),
        yaxis=row_axis(labels, 0.5, 0.5),
    )


def _table(rows: list[Row], words: Words) -> Table:
    scale = words.model.scale
    columns = [("promises", words("column.promises")), *((status.id, status.label[words.language]) for status in scale)]
    columns.append(("assessed", words("column.assessed")))
    names = [name for name, _ in columns[1:]]
    lines: list[list[Entry | str]] = [
        [
            Entry(words(f"bundling.{row['promises']}"), row["promises"]),
            *(Entry(words.number(int(row[name])), int(row[name])) for name in names),
        ]
        for row in rows
    ]
    return Table.of(columns, lines, frozenset(names))
