"""Exhibit 18: what was published, beside what the tables give."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Entry, Exhibit, Listing, Passage, Table, link_of
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    IN_LEGEND,
    INK,
    OUTLINE,
    PAPER,
    RULE,
    bare_axis,
    figure,
    legend,
    marks,
    rounded,
    safe,
    share_axis,
)
from pop_analysis.exhibits.wording import exhibit_words, place_name, source_spans, synthetic_mark
from pop_analysis.locale import Words
from pop_analysis.measures import audit
from pop_analysis.reading import Dataset
from pop_analysis.reading.frames import each_row

ROW = 72


def published_audit_chart(
    data: Dataset, municipality: str | None = None, calendar_year: int | None = None, language: str = "sq"
) -> Block:
    """Set published figures beside the computed ones; shares in the chart, every figure in the table.

    Of one municipality, of one calendar year's publications, or all. A share no whole count can give is marked
    impossible; one the tables cannot check is marked so, not passed as right.

    Examples
    --------
    >>> pop.exhibits.published_audit_chart(data, language="en")
    Of 45 published figures, 6 agree with the file, 1 differs, 13 count more than the file holds, 1 counts
    less than the file holds, and 24 cannot be checked.
    In the chart: 10 percentages; figures in the table: 45
    """
    words = Words(data.model, language)
    audited = audit(data, municipality, calendar_year)
    if audited.empty:
        return Passage([words("audit.none", place=place_name(data, words, municipality))], "notice")
    counts = audited["result"].value_counts()
    order = ("agrees", "differs", "impossible", "partly_on_file", "more_on_file", "possible", "not_computable")
    parts = [words(f"audit.counted.{result}", n=int(counts[result])) for result in order if result in counts]
    headline = words("audit.headline", n=len(audited), parts=words.listed(parts))
    table = _table(audited, data, words)
    shares = audited[audited["unit"] == "percent"].drop_duplicates(
        ["municipality", "figure_period", "metric", "published"]
    )
    if shares.empty:
        return Listing("published-audit", headline, table, words("audit.note"))
    return Exhibit(
        id="published-audit",
        headline=headline,
        subtitle=synthetic_mark(data, words, words("audit.subtitle", n=len(shares), total=len(audited))),
        figure=_figure(shares, data, words),
        table=table,
        alt=words("audit.alt", headline=headline),
        note=words("audit.note"),
        sources=source_spans(words, audited["source"]),
        words=exhibit_words(words),
    )


def _label(row: dict[str, Any], data: Dataset, words: Words) -> str:
    return f"{place_name(data, words, row['municipality'])} · {words.label('metrics', row['metric'])}"


def _period(row: dict[str, Any], words: Words) -> str:
    english = row.get("figure_period_en")
    return (
        str(english)
        if words.language != words.model.languages[0] and isinstance(english, str)
        else str(row["figure_period"])
    )


def _figure(shares: pd.DataFrame, data: Dataset, words: Words) -> dict[str, Any]:
    rows = each_row(shares)
    published: list[float | None] = [rounded(row["published"] / 100) for row in rows]
    computed = [None if pd.isna(row["computed"]) else rounded(row["computed"] / 100) for row in rows]
    # A share of some of the priorities is no check of a share of all: it is drawn, and drawn otherwise.
    partial = [row["result"] == "partly_on_file" for row in rows]
    looks: list[tuple[str, str, str, list[float | None]]] = [
        ("published", "diamond-open", INK, published),
        ("computed", "circle", BLUE, [None if part else x for x, part in zip(computed, partial, strict=True)]),
        (
            "computed_part",
            "circle-open",
            BLUE,
            [x if part else None for x, part in zip(computed, partial, strict=True)],
        ),
    ]
    looks = [look for look in looks if any(x is not None for x in look[3])]
    traces = []
    for key, symbol, colour, x in looks:
        traces.append(
            marks(
                safe(words(f"audit.{key}"), IN_LEGEND),
                zip(x, range(len(rows)), strict=True),
                {
                    "symbol": symbol,
                    "size": 13,
                    "color": colour,
                    "line": {"color": OUTLINE, "width": 2 if "open" in symbol else 1},
                },
                f"{safe(words(f'audit.{key}'))}: %{{x:.1%}}<br>%{{customdata[0]}}",
                cliponaxis=False,
                customdata=[[safe(words(f"audit.result.{row['result']}"))] for row in rows],
            )
        )
    labels = [f"{safe(_label(row, data, words), 34)}<br><i>{safe(_period(row, words), 38)}</i>" for row in rows]
    return figure(
        traces,
        words,
        ROW * len(rows) + 80,
        showlegend=True,
        legend=legend(),
        margin={"t": 36, "b": 30, "r": 20},
        xaxis=share_axis(),
        yaxis=bare_axis(
            range=[len(rows) - 0.5, -0.5],
            tickvals=list(range(len(rows))),
            ticktext=labels,
            showgrid=True,
            gridcolor=RULE,
        ),
        plot_bgcolor=PAPER,
    )


def _table(audit: pd.DataFrame, data: Dataset, words: Words) -> Table:
    columns = [("scope", words("column.scope")), ("period", words("column.period")), ("metric", words("column.metric"))]
    columns += [
        ("published", words("audit.published")),
        ("computed", words("audit.computed")),
        ("difference", words("column.difference")),
    ]
    columns += [
        ("possible", words("column.possible")),
        ("result", words("column.result")),
        ("source", words("column.source")),
    ]
    rows: list[list[Entry | str]] = []
    for row in each_row(audit):
        sign = "%" if row["unit"] == "percent" else ""
        computed = f"{words.number(row['computed'], 1 if sign else 0)}{sign}" if not pd.isna(row["computed"]) else "–"
        of = f" (n={row['computed_n']})" if not pd.isna(row["computed_n"]) else ""
        possible = words("audit.of", counts=row["possible"], n=row["published_n"]) if row["possible"] else ""
        rows.append(
            [
                place_name(data, words, row["municipality"]),
                _period(row, words),
                words.label("metrics", row["metric"]),
                Entry(_qualified(row, words, sign), row["published"]),
                Entry(computed + of, row["computed"]),
                Entry(words.number(row["difference"], 1 if sign else 0), row["difference"]),
                possible,
                Entry(words(f"audit.result.{row['result']}"), row["result"]),
                Entry(row["source"], None, link_of(row["source"])),
            ]
        )
    return Table(columns, rows, frozenset({"published", "computed", "difference"}))


def _qualified(row: dict[str, Any], words: Words, sign: str) -> str:
    text = f"{words.number(row['published'])}{sign}"
    qualifier = row["qualifier"]
    return text if pd.isna(qualifier) or qualifier == "exact" else f"{words.label('qualifiers', qualifier)} {text}"
