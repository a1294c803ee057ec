"""Exhibit 12: what was done and when, in a lane a type, each mark as wide as its date is uncertain."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    EDGE,
    LIGHT,
    LINE,
    RULE,
    bare_axis,
    bars,
    figure,
    legend,
    marks,
    row_axis,
    safe,
)
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, copies_of, linked_source, of_place, place_column, table_of, when
from pop_analysis.exhibits.wording import in_chart, in_language, place_name, text
from pop_analysis.locale import Words
from pop_analysis.locale.said import Counted, joined
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row, in_order

LANE_PX = 40
MONTH_LETTERS = 3
MOST_MARKS = 150  # of more activities their months are drawn, not each
ONE_DAY = pd.Timedelta(days=1)
Row = dict[str, Any]


def timeline_chart(
    data: Dataset, municipality: str | None = None, calendar_year: int | None = None, *, language: str | None = None
) -> Drawn:
    """Show activities in lanes by type: a dot for a known day, a bar as long as the month or year it lies in.

    Of one municipality, or of all with the network's own; of one calendar year, or of all. Undated activities are
    counted in the subtitle and stand in the table. Of very many, their months are drawn instead of each; those of which
    no month is known are then counted in the note.

    Examples
    --------
    >>> pop.exhibits.timeline_chart(data, "fier", language="en")
    Fier: 6 activities on file (1 public forum, 1 signing of a contract, 2 focus groups, 1 meeting with the
    municipality, and 1 video).
    6 dated · October 2019 – 2023
    """
    words = Words(data.model, language)
    activities = of_place(data, municipality)["activities"]
    if calendar_year is not None:
        activities = activities[activities["date"].dt.year == calendar_year]
    place = place_name(data, words, municipality)
    if activities.empty:
        return notice(words("timeline.none", place=place))
    rows = in_order(each_row(activities), ["date", "type", "title_sq"])
    dated = [row for row in rows if not pd.isna(row["date"])]
    undated = len(rows) - len(dated)
    counts = Counter(row["type"] for row in rows)
    scope = Scope(municipality=municipality, calendar_year=calendar_year)
    named = [
        _counted(words, name, scope.of(type=name)("activities", counts[name]))
        for name in data.model.lists["activity_types"]
        if name in counts
    ]
    without = [row for row in dated if not _within_a_month(row)]
    by = ["month"] if calendar_year is None else ["calendar_year", "month"]
    undrawn = scope.of(dated="yes", by=by)("activities", len(without))
    return exhibit(
        data,
        words,
        "timeline",
        _figure(dated, data, words),
        _table(rows, data, words, municipality is None),
        name="timeline",
        headline={"n": scope("activities", len(rows)), "place": place, "parts": words.listed(named)},
        subtitle={
            "n": scope.of(dated="no")("activities", undated),
            "dated": scope.of(dated="yes")("activities", len(dated)),
            "period": words.covered((row["date"], row["date_end"]) for row in dated),
        },
        note=_note(dated, undrawn, words),
    )


def _by_months(dated: list[Row]) -> bool:
    """Whether months are drawn and not each: of very many, unless no month is known, which would be an empty chart."""
    return len(dated) > MOST_MARKS and any(map(_within_a_month, dated))


def _note(dated: list[Row], without: Counted, words: Words) -> str:
    if not _by_months(dated):
        return words("timeline.note")
    said = words("timeline.without_month", n=without) if int(without) else ""
    return words("timeline.note_months", without=said)


def _within_a_month(row: Row) -> bool:
    return bool((row["date"].year, row["date"].month) == (row["date_end"].year, row["date_end"].month))


def _counted(words: Words, activity_type: str, n: Counted) -> str:
    term = words.model.lists["activity_types"][activity_type]
    name = term.label if int(n) == 1 else term.extra["plural"]
    return joined(" ", [words.number(n), name[words.language]])


def _figure(dated: list[Row], data: Dataset, words: Words) -> dict[str, Any]:
    if _by_months(dated):
        return _by_month(dated, words)
    done = {row["type"] for row in dated}
    lanes = [name for name in data.model.lists["activity_types"] if name in done]
    exact = [row for row in dated if row["date_precision"] == "day"]
    vague = [row for row in dated if row["date_precision"] != "day"]
    places = {text(code): place_name(data, words, code) for code in {row["municipality"] for row in dated}}
    traces: list[dict[str, Any]] = []
    if vague:
        traces.append(
            bars(
                safe(words("timeline.vague")),
                [int((row["date_end"] - row["date"] + ONE_DAY).total_seconds() * 1000) for row in vague],
                [lanes.index(row["type"]) for row in vague],
                {"color": LIGHT, "opacity": 0.6, "line": EDGE},
                "%{customdata[0]}<br>%{customdata[1]}",
                base=[f"{row['date']:%Y-%m-%d}" for row in vague],
                width=0.3,
                customdata=[_hover(row, places, words) for row in vague],
            )
        )
    if exact:
        traces.append(
            marks(
                safe(words("timeline.exact")),
                [(f"{row['date']:%Y-%m-%d}", lanes.index(row["type"])) for row in exact],
                {"size": 13, "color": BLUE, "line": {"color": "#FFFFFF", "width": 1}},
                "%{customdata[0]}<br>%{customdata[1]}",
                customdata=[_hover(row, places, words) for row in exact],
            )
        )
    names = [safe(words.model.lists["activity_types"][lane].extra["plural"][words.language], 18) for lane in lanes]
    return figure(
        traces,
        words,
        LANE_PX * max(1, len(lanes)) + 76,
        barmode="overlay",
        showlegend=bool(vague),
        legend=legend(),
        margin={"t": 34, "b": 30, "r": 16},
        xaxis=bare_axis(type="date", showgrid=True, gridcolor=RULE, **_date_ticks(dated, words)),
        yaxis=row_axis(names, showgrid=True, gridcolor=RULE),
    )


def _by_month(dated: list[Row], words: Words) -> dict[str, Any]:
    """Where there are too many to be told apart: how many of a type lie in a month, as a square as dark as many."""
    months = [row for row in dated if _within_a_month(row)]
    done = {row["type"] for row in months}
    lanes = [name for name in words.model.lists["activity_types"] if name in done]
    counts = Counter((row["type"], f"{row['date']:%Y-%m-15}") for row in months)
    most = max(counts.values())
    names = [safe(words.model.lists["activity_types"][lane].extra["plural"][words.language], 18) for lane in lanes]
    trace = marks(
        "",
        [(month, lanes.index(lane)) for lane, month in counts],
        {
            "symbol": "square",
            "size": 12,
            "color": [BLUE if n > most / 2 else LINE if n > most / 6 else LIGHT for n in counts.values()],
            "line": {"color": "#FFFFFF", "width": 1},
        },
        "%{customdata}",
        customdata=[
            f"{safe(words.date(pd.Timestamp(month), precision='month'))} · {names[lanes.index(lane)]}: {n}"
            for (lane, month), n in counts.items()
        ],
    )
    return figure(
        [trace],
        words,
        LANE_PX * len(lanes) + 76,
        margin={"t": 34, "b": 30, "r": 16},
        xaxis=bare_axis(type="date", showgrid=True, gridcolor=RULE, **_date_ticks(dated, words)),
        yaxis=row_axis(names, showgrid=True, gridcolor=RULE),
    )


def _date_ticks(dated: list[Row], words: Words) -> dict[str, Any]:
    """Ticks at years, or at months within one year, written in the page's language."""
    if not dated:
        return {}
    first, last = dated[0]["date"], max(row["date_end"] for row in dated)
    if first.year == last.year:
        ticks = [pd.Timestamp(first.year, month, 1) for month in range(1, 13, 2)]
        labels = _short([words.date(tick, precision="month").split()[0] for tick in ticks])
        span = [f"{first.year}-01-01", f"{first.year}-12-31"]
    else:
        step = max(1, (last.year - first.year) // 5)
        ticks = [pd.Timestamp(year, 1, 1) for year in range(first.year, last.year + 2, step)]
        labels = [str(tick.year) for tick in ticks]
        room = max(40 * ONE_DAY, 0.05 * (last - first))
        span = [f"{first - room:%Y-%m-%d}", f"{last + room:%Y-%m-%d}"]
    return {"tickvals": [f"{tick:%Y-%m-%d}" for tick in ticks], "ticktext": labels, "range": span}


def _short(months: list[str]) -> list[str]:
    """The names of months as they are shortened, so that they stand upright on a phone; whole where that is unclear."""
    short = [month[:MONTH_LETTERS] for month in months]
    return short if len(set(short)) == len(set(months)) else months


def _hover(row: Row, places: dict[str, str], words: Words) -> list[str]:
    return [
        f"{safe(when(row, words))} · {safe(places[text(row['municipality'])])}",
        safe(in_chart(words, row, "title"), 50),
    ]


def _table(activities: list[Row], data: Dataset, words: Words, with_place: bool) -> Table:
    columns: Columns = [
        ("date", lambda row: when(row, words) or words("undated")),
        ("type", lambda row: words.label("activity_types", row["type"])),
        *([place_column(data, words)] if with_place else []),
        ("title", lambda row: in_language(words, row, "title")),
        ("participants", lambda row: Entry(words.number(row["participants"]), row["participants"])),
        ("source", lambda row: linked_source(row, words, "url", "source")),
    ]
    headings = {"title": words("column.what")}
    return table_of(activities, columns, words, {"participants"}, headings=headings, copies=copies_of(data))
