"""Exhibits 2 and 3: municipalities side by side, in panels of those that may be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, Exhibit, Listing, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    EDGE,
    INK,
    INSIDE,
    LIGHT,
    PHONE_PX,
    TICK_PX,
    Figure,
    Trace,
    bare_axis,
    bars,
    figure,
    legend,
    mark,
    marks,
    room,
    rounded,
    safe,
    share_axis,
    written,
)
from pop_analysis.exhibits.order import said_of_all
from pop_analysis.exhibits.quantities import Scope, of_term
from pop_analysis.exhibits.wording import cycles_phrase, place_name, share_phrase, verdicts, without_shares
from pop_analysis.locale import Words
from pop_analysis.locale.said import Counted, assembled, joined
from pop_analysis.measures import side_by_side, together
from pop_analysis.measures.fulfilment import share_allowed
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

ROW_PX, HEADING_PX, LINE_PX = 34, 28, 16
LEGEND_PX, AXIS_PX = 68, 28  # a legend of three lines above the rows, as on a narrow screen; the axis below them
HEADING_LETTERS = 42  # in a line of a heading, on a narrow screen
TOTAL_PX, TOTAL_LETTERS_PX = 8, 12  # how far a total stands from its line; its letters


@dataclass(frozen=True)
class Line:
    """One municipality's place in the chart."""

    y: float
    name: str
    counts: dict[str, Any]


@dataclass(frozen=True)
class Compared:
    """What both exhibits draw: lines in panels, with the heading of each panel."""

    lines: list[Line]
    headings: list[tuple[float, str]]
    """Where each stands, in rows, and what it says."""
    height: int
    period: str
    sources: list[str]
    scope: Scope
    whole: pd.Series
    """The counts of all lines together (:func:`~pop_analysis.measures.together`)."""

    @property
    def left(self) -> int:
        """Pixels for the names of the lines, in the letters of a narrow screen."""
        return room(safe(line.name) for line in self.lines) + TICK_PX

    @property
    def right(self) -> int:
        """Pixels for their totals."""
        return room((_total(line) for line in self.lines), TOTAL_LETTERS_PX) + TOTAL_PX

    def fits(self, text: str, share: float) -> bool:
        """Whether a bar of ``share`` has room for ``text`` on the narrowest screen."""
        return room([text]) <= share * (PHONE_PX - self.left - self.right)

    @property
    def judged(self) -> Counted:
        """How many priorities were judged in all of them."""
        return self.scope("assessed", int(self.whole["assessed"]))

    def about(self, cycles: Sequence[str], words: Words) -> dict[str, Any]:
        """What a subtitle says of them: how many priorities, of which contracts, judged when."""
        months = assembled([" (", self.period, ")"]) if self.period else ""
        known = self.scope("known", int(self.whole["known"]))
        of = words("comparison.of", of=known) if int(self.judged) < int(known) else ""
        if not self.whole["total_known"]:
            of = words("comparison.of_unknown")
        return {"n": self.judged, "of": of, "cycle": cycles_phrase(words, cycles), "months": months}


def stacked_bar_chart(
    data: Dataset, cycles: Sequence[str], monitoring_year: int | None = None, *, language: str | None = None
) -> Drawn:
    """Show how the verdicts split in each municipality, as shares with their counts.

    Of the contracts of ``cycles``, in one monitoring year or, by default, each contract's last with a verdict.

    Municipalities are ordered by fully addressed, then by addressed; those observed for a different time stand
    in panels of their own, with the months printed.

    Examples
    --------
    >>> pop.exhibits.stacked_bar_chart(invented, ["2019-2023"], language="en")
    Priorities fully addressed in 4 municipalities with verdicts on file: 18 of 38 (47%); fully or
    partially: 34 of 38 (89%).
    38 priorities judged of 42 · contracts 2019–2023 · last year with verdicts (September 2022 – September
    2023) · invented data
    """
    words = Words(data.model, language)
    compared = _compare(data, cycles, monitoring_year, words)
    if compared is None:
        return notice(words("comparison.none", cycle=cycles_phrase(words, cycles)))
    traces = []
    shared = [bool(line.counts["headline"]) for line in compared.lines]
    for status in data.model.scale:
        counts = [int(line.counts[status.id]) for line in compared.lines]
        n = [int(line.counts["assessed"]) for line in compared.lines]
        labels = [
            _in_bar(compared, words, c, m) if c and may else "" for c, m, may in zip(counts, n, shared, strict=True)
        ]
        traces.append(
            bars(
                safe(status.label[words.language]),
                [rounded(c / m) if may else None for c, m, may in zip(counts, n, shared, strict=True)],
                [line.y for line in compared.lines],
                mark(status),
                _hover(status.label[words.language]),
                width=0.72,
                text=labels,
                textfont={"color": status.ink},
                customdata=[[safe(line.name), c, m] for line, c, m in zip(compared.lines, counts, n, strict=True)],
                **INSIDE,
            )
        )
    views = {"views": _views(compared, traces, words)}
    chart = side_by_side_figure(
        compared, traces, words, barmode="stack", legend=legend(traceorder="normal"), meta=views
    )
    few = without_shares(data, words, side_by_side(data, cycles, monitoring_year), "stacked.left_out")
    note = joined(" ", [said_of_all(data, cycles, monitoring_year, words), few, words("stacked.note")])
    return _exhibit(data, words, "stacked", chart, compared, cycles, "stacked-bars", note)


def _in_bar(compared: Compared, words: Words, count: int, n: int) -> str:
    """What stands in a bar: "3 of 8", or the count alone, or nothing, as there is room."""
    return next(
        (text for text in (safe(words("count_of", count=count, n=n)), str(count)) if compared.fits(text, count / n)), ""
    )


def range_bar_chart(
    data: Dataset, cycles: Sequence[str], monitoring_year: int | None = None, *, language: str | None = None
) -> Drawn:
    """Show for each municipality the range from fully addressed to addressed at all: how much hangs on "partially".

    ``cycles`` and ``monitoring_year`` as in :func:`stacked_bar_chart`.

    Examples
    --------
    >>> pop.exhibits.range_bar_chart(invented, ["2019-2023"], language="en")
    How much hangs on “partially”: in 4 municipalities, 18 of 38 (47%) fully, 34 of 38 (89%) fully or
    partially.
    38 priorities judged of 42 · contracts 2019–2023 · last year with verdicts (September 2022 – September 2023) ·
    invented data
    """
    words = Words(data.model, language)
    compared = _compare(data, cycles, monitoring_year, words)
    if compared is None:
        return notice(words("comparison.none", cycle=cycles_phrase(words, cycles)))
    lines = [line for line in compared.lines if line.counts["headline"]]
    top = [rounded(line.counts["share_top"]) for line in lines]
    addressed = [rounded(line.counts["share_addressed"]) for line in lines]
    y = [line.y for line in lines]
    lengths = [rounded(b - a) for a, b in zip(top, addressed, strict=True)]
    ends = (
        ("top", "circle", top, data.model.best.colour, data.model.best.id),
        ("addressed", "diamond", addressed, INK, "addressed"),
    )
    traces = [bars(safe(words("range.between")), lengths, y, {"color": LIGHT, "line": EDGE}, "", base=top, width=0.34)]
    for end, symbol, x, colour, counted in ends:
        traces.append(
            marks(
                safe(words(f"range.{end}")),
                zip(x, y, strict=True),
                {"symbol": symbol, "size": 13, "color": colour, "line": EDGE},
                _hover(words(f"range.{end}")),
                cliponaxis=False,
                customdata=[
                    [safe(line.name), int(line.counts[counted]), int(line.counts["assessed"])] for line in lines
                ],
            )
        )
    chart = side_by_side_figure(compared, traces, words)
    few = without_shares(data, words, side_by_side(data, cycles, monitoring_year), "stacked.left_out")
    note = joined(" ", [few, words("range.note")])
    return _exhibit(data, words, "range", chart, compared, cycles, "range-bars", note)


def _views(compared: Compared, traces: Sequence[dict[str, Any]], words: Words) -> list[dict[str, Any]]:
    """The same bars as shares and as counts; the page offers the choice."""
    scale = words.model.scale
    counts = [[int(line.counts[status.id]) for line in compared.lines] for status in scale]
    most = max(int(line.counts["assessed"]) for line in compared.lines)
    shares = {"x": [trace["x"] for trace in traces], "text": [trace["text"] for trace in traces]}
    numbers = {"x": counts, "text": [[str(c) if c else "" for c in own] for own in counts]}
    axis = share_axis()
    return [
        {
            "label": words("stacked.shares"),
            "traces": shares,
            "layout": {f"xaxis.{key}": axis[key] for key in ("range", "tickvals", "tickformat")},
        },
        {
            "label": words("stacked.counts"),
            "traces": numbers,
            "layout": {"xaxis.range": [0, most], "xaxis.tickvals": None, "xaxis.tickformat": "d"},
        },
    ]


def _hover(what: str) -> str:
    return f"%{{customdata[0]}}<br>{safe(what)}: %{{customdata[1]}} / %{{customdata[2]}}"


def _compare(data: Dataset, cycles: Sequence[str], monitoring_year: int | None, words: Words) -> Compared | None:
    counts = side_by_side(data, cycles, monitoring_year)
    return arranged(counts, data, words, of_term(cycles, monitoring_year)) if len(counts) else None


def arranged(counts: pd.DataFrame, data: Dataset, words: Words, scope: Scope) -> Compared:
    """Place each row of :func:`~pop_analysis.side_by_side` under the heading of its panel."""
    lines, headings, y = [], [], 0.0
    for _, rows in counts.groupby("panel", sort=True):
        heading = safe(_panel_heading(rows, words), HEADING_LETTERS)
        tall = (HEADING_PX + LINE_PX * (1 + heading.count("<br>"))) / ROW_PX
        headings.append((y + tall / 2, heading))
        y += tall
        for row in each_row(rows):
            lines.append(Line(rounded(y), place_name(data, words, row["municipality"]), row))
            y += 1
    periods = counts[["period_start", "period_end"]]
    # A period is of all of them: where that of one is not known, none is said.
    period = "" if periods.isna().any(axis=None) else words.covered(periods.itertuples(index=False, name=None))
    sources = data["assessments"].merge(counts[["contract", "monitoring_year"]], on=["contract", "monitoring_year"])
    said = list(sources["source"].dropna().unique())
    return Compared(lines, headings, round(y * ROW_PX), period, said, scope, together(data, counts))


def _panel_heading(rows: pd.DataFrame, words: Words) -> str:
    months = rows["months_observed"].dropna()
    year, origin = int(rows["monitoring_year"].iloc[0]), rows["origin"].iloc[0]
    if months.empty:
        return words("panel.unknown", year=year)
    low, high = int(months.min()), int(months.max())
    shown, since = f"{low}" if low == high else f"{low}–{high}", words(f"panel.origin.{origin}")
    return words("panel.months", n=high, year=year, months=shown, origin=since)


def side_by_side_figure(
    compared: Compared, traces: Sequence[Trace], words: Words, annotations: Iterable[Trace] = (), **layout: Any
) -> Figure:
    """Draw municipalities on an axis of shares, in their panels, each with its n at the end of its line."""
    ticks = {"tickvals": [line.y for line in compared.lines], "ticktext": [safe(line.name) for line in compared.lines]}
    frame: dict[str, Any] = {
        "showlegend": True,
        "legend": legend(),
        "margin": {"t": LEGEND_PX, "l": compared.left, "r": compared.right, "b": AXIS_PX},
        "xaxis": share_axis(),
        "yaxis": bare_axis(range=[compared.height / ROW_PX - 0.5, -0.5], **ticks),
        "annotations": [*_panel_headings(compared), *_totals(compared), *annotations],
    }
    return figure(traces, words, LEGEND_PX + compared.height + AXIS_PX, **frame | layout)


def _panel_headings(compared: Compared) -> Iterator[dict[str, Any]]:
    """The heading of each panel, as annotations from the left edge of the chart."""
    for y, text in compared.headings:
        place = {"xref": "paper", "xanchor": "left", "xshift": -compared.left, "yref": "y", "align": "left"}
        yield written(0, rounded(y - 0.3), f"<i>{text}</i>") | place


def _totals(compared: Compared) -> Iterator[dict[str, Any]]:
    """How many priorities were judged, at the end of each line, as annotations."""
    for line in compared.lines:
        clear = {"xref": "paper", "xanchor": "left", "yref": "y", "xshift": TOTAL_PX}  # of a mark at 100 %
        yield written(1, line.y, _total(line), TOTAL_LETTERS_PX) | clear


def _total(line: Line) -> str:
    n, known = int(line.counts["assessed"]), int(line.counts["known"])
    return f"n={n}" + ("/?" if not line.counts["total_known"] else "" if n == known else f"/{known}")


def _headline(compared: Compared, words: Words) -> dict[str, Any]:
    """What can be said without weights: how many were fully addressed, and how many at all."""
    wanted, lines = (words.model.best.id, "addressed"), compared.lines
    allowed = share_allowed(compared.whole)
    judged, scope = compared.judged, compared.scope
    counts = (verdicts(scope, status, compared.whole) for status in wanted)
    top, addressed = (share_phrase(words, count, judged, allowed) for count in counts)
    return {"n": scope("municipalities_judged", len(lines)), "top": top, "addressed": addressed}


def _exhibit(
    data: Dataset,
    words: Words,
    key: str,
    chart: Figure,
    compared: Compared,
    cycles: Sequence[str],
    name: str,
    note: str = "",
) -> Exhibit | Listing:
    return exhibit(
        data,
        words,
        key,
        chart,
        _table(data, words, compared),
        name=name,
        headline=_headline(compared, words),
        subtitle=words("comparison.subtitle", **compared.about(cycles, words)),
        note=note,
        sources=compared.sources,
    )


def _table(data: Dataset, words: Words, compared: Compared) -> Table:
    scale = data.model.scale
    columns = [("municipality", words("column.municipality"))]
    columns += [(status.id, status.label[words.language]) for status in scale]
    columns += [("assessed", words("column.assessed")), ("known", words("column.total"))]
    columns += [
        ("share_top", words("range.top")),
        ("share_addressed", words("range.addressed")),
        ("months", words("column.months")),
    ]
    rows = []
    for line in compared.lines:
        counts = line.counts
        row: list[Entry | str] = [line.name]
        row += [Entry(str(counts[name]), int(counts[name])) for name in [*(s.id for s in scale), "assessed"]]
        known = counts["total_known"]
        row.append(Entry(str(counts["known"]), int(counts["known"])) if known else Entry(words("unknown")))
        row += [share_entry(counts, name, words) for name in ("share_top", "share_addressed")]
        row.append(Entry(words.number(counts["months_observed"]) or words("unknown"), counts["months_observed"]))
        rows.append(row)
    return Table.of(columns, rows, frozenset(name for name, _ in columns[1:]))


def share_entry(counts: dict[str, Any], name: str, words: Words) -> Entry:
    """A share of the priorities judged; a dash where too few of all were judged for one."""
    return Entry(words.percent(counts[name], 1), counts[name]) if counts["headline"] else Entry("–")
