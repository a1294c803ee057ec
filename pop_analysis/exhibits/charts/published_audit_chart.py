"""Exhibit 18: what was published, beside what the tables give."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Listing, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    INK,
    LEGEND_LETTERS,
    OUTLINE,
    PAPER,
    RULE,
    figure,
    legend,
    marks,
    rounded,
    row_axis,
    safe,
    share_axis,
)
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, copies_of, linked_source, place_column, table_of
from pop_analysis.exhibits.wording import as_published, period_entry, place_name, typed
from pop_analysis.locale import Words
from pop_analysis.measures import audit
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

ROW_PX = 72
# In the order they are told in.
RESULTS = ["agrees", "explained", "differs", "impossible", "partly_on_file", "more_on_file", "possible"]
RESULTS += ["not_computable"]


def published_audit_chart(
    data: Dataset, municipality: str | None = None, calendar_year: int | None = None, *, language: str | None = None
) -> Block:
    """Set published figures beside the computed ones; shares in the chart, every figure in the table.

    Of one municipality, of one calendar year's publications, or all. A share no whole count can give is marked
    impossible; one the tables cannot check is marked so, not passed as right.

    Examples
    --------
    >>> pop.exhibits.published_audit_chart(data, language="en")
    Published figures: 45 (7 agree with the file, 1 is not the file's and its note says why, 13 count more
    than the file holds, and 24 cannot be checked).
    In the chart: 10 percentages; figures in the table: 45
    """
    words = Words(data.model, language)
    audited = audit(data, municipality, calendar_year)
    if audited.empty:
        return notice(words("audit.none", place=place_name(data, words, municipality)))
    counts = audited["result"].value_counts()
    scope = Scope(municipality=municipality, calendar_year=calendar_year)
    total = scope("audited", len(audited))
    parts = [
        words(f"audit.counted.{result}", n=scope.of(result=result)("audited", int(counts[result])))
        for result in RESULTS
        if result in counts
    ]
    headline = words("audit.headline", n=total, parts=words.listed(parts))
    table = _table(audited, data, words)
    shares = audited[audited["unit"] == "percent"].drop_duplicates(
        ["municipality", "figure_period", "metric", "published"]
    )
    if shares.empty:
        return Listing(id="published-audit", caption=headline, table=table, note=words("audit.note"))
    return exhibit(
        data,
        words,
        "audit",
        _figure(shares, data, words),
        table,
        name="published-audit",
        headline=headline,
        subtitle={"n": scope("audited_percentages", len(shares)), "total": total},
        sources=audited["source"],
    )


def _label(row: dict[str, Any], data: Dataset, words: Words) -> str:
    return f"{place_name(data, words, row['municipality'])} · {words.label('metrics', row['metric'])}"


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
                safe(words(f"audit.{key}"), LEGEND_LETTERS),
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
    labels = [
        f"{safe(_label(row, data, words), 34)}<br><i>{safe(period_entry(row, words).text, 38)}</i>" for row in rows
    ]
    return figure(
        traces,
        words,
        ROW_PX * len(rows) + 80,
        showlegend=True,
        legend=legend(),
        margin={"t": 36, "b": 30, "r": 20},
        xaxis=share_axis(),
        yaxis=row_axis(labels, 0.5, 0.5, showgrid=True, gridcolor=RULE),
        plot_bgcolor=PAPER,
    )


def _table(audit: pd.DataFrame, data: Dataset, words: Words) -> Table:
    columns: Columns = [
        ("scope", place_column(data, words)[1]),
        ("period", lambda row: period_entry(row, words)),
        ("metric", lambda row: words.label("metrics", row["metric"])),
        ("published", lambda row: Entry(as_published(words, row["published"], row), row["published"])),
        ("computed", lambda row: Entry(_computed(row, words), row["computed"])),
        ("difference", lambda row: Entry(_difference(row, words), row["difference"])),
        ("possible", lambda row: _possible(row, words)),
        ("result", lambda row: Entry(words(f"audit.result.{row['result']}"), row["result"])),
        ("note", lambda row: typed(words, row["note"])),
        ("source", lambda row: linked_source(row, words, "source")),
    ]
    headings = {name: words(f"audit.{name}") for name in ("published", "computed")} | {
        "verdict": words("column.result")
    }
    numeric = {"published", "computed", "difference"}
    return table_of(each_row(audit), columns, words, numeric, headings=headings, copies=copies_of(data))


def _sign(row: dict[str, Any]) -> str:
    return "%" if row["unit"] == "percent" else ""


def _difference(row: dict[str, Any], words: Words) -> str:
    """A number less a number is one; a percentage less a percentage is percentage points."""
    number = words.number(row["difference"], int(bool(_sign(row))))
    return words("audit.points", value=number) if number and _sign(row) else number


def _computed(row: dict[str, Any], words: Words) -> str:
    sign = _sign(row)
    number = "–" if pd.isna(row["computed"]) else f"{words.number(row['computed'], int(bool(sign)))}{sign}"
    return number if pd.isna(row["computed_n"]) else f"{number} (n={row['computed_n']})"


def _possible(row: dict[str, Any], words: Words) -> str:
    return words("audit.of", counts=row["possible"], n=row["published_n"]) if row["possible"] else ""
