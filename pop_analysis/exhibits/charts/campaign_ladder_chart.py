"""Exhibit 13: how far each campaign got, from petition to delivery."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    EDGE,
    FAINT,
    LEGEND_LETTERS,
    column_axis,
    figure,
    legend,
    lines_in,
    marks,
    row_axis,
    safe,
)
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, copies_of, linked_source, of_place, place_column, table_of, when
from pop_analysis.exhibits.wording import in_chart, in_language, place_name, typed
from pop_analysis.locale import Words
from pop_analysis.measures import campaign_ladder, furthest_stage
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row, first_of_each, in_order

LINE_PX, GAP_PX, LEAST_LINES = 15, 24, 3  # of a row: a line of its title, what parts it from the next
AROUND_PX = 180  # stages above the rows and the legend below them
TITLE_LETTERS, AMOUNT_LETTERS = 24, 26  # in a line
LONGEST_TITLE = 140  # letters; the table has longer ones whole
FURTHEST = ["campaign", "municipality", "stage", "rung", "state"]


def campaign_ladder_chart(
    data: Dataset, municipality: str | None = None, calendar_year: int | None = None, *, language: str | None = None
) -> Drawn:
    """Show every campaign against the stages of the ladder: filled where a source says the stage was reached.

    Of one municipality, or of all; with ``calendar_year``, only campaigns with a stage dated in that calendar year. An
    amount stands under the title, with the stage its source states; amounts are never added up.

    Examples
    --------
    >>> pop.exhibits.campaign_ladder_chart(data, language="en")
    The network: by the figures published for 2021, advocacy campaigns: 12 and issues in the 2022 budget: 4; 6
    campaigns on file; stages reached, by the sources: “Petition” 2, “Approval” 3, and “In budget” 2.
    6 advocacy campaigns · The network
    """
    words = Words(data.model, language)
    steps = campaign_ladder(of_place(data, municipality))
    if calendar_year is not None:
        in_year = steps[(steps["date"].dt.year == calendar_year) & (steps["state"] == "reached")]
        steps = steps[steps["campaign"].isin(in_year["campaign"])]
    place = place_name(data, words, municipality)
    if steps.empty:
        return notice(words("ladder.none", place=place))
    rows = each_row(steps)
    scope = Scope(municipality=municipality, calendar_year=calendar_year)
    campaigns = scope("campaigns", steps["campaign"].nunique())
    furthest = furthest_stage(steps[FURTHEST])
    published = _published(data, calendar_year, words) if municipality is None else ""
    return exhibit(
        data,
        words,
        "ladder",
        _figure(rows, furthest, data, words, municipality is None),
        _table(rows, data, words),
        name="campaign-ladder",
        headline={
            "n": campaigns,
            "place": place,
            "published": published,
            "parts": _stages_reached(steps, scope, words),
        },
        subtitle={"n": campaigns, "place": place},
        sources=steps["source"],
    )


def _published(data: Dataset, calendar_year: int | None, words: Words) -> str:
    """What the network published of its campaigns, of ``calendar_year`` or the last it did so for, or ""."""
    metrics = words.model.lists["metrics"]
    figures = data["published_figures"].dropna(subset="calendar_year")
    counting = [name for name, metric in metrics.items() if metric.extra.get("campaigns")]
    figures = figures[figures["metric"].isin(counting) & figures["municipality"].isna()]
    year = figures["calendar_year"].max() if calendar_year is None else calendar_year
    rows = in_order(each_row(figures[figures["calendar_year"] == year].drop_duplicates("metric")), ["metric"])
    scope = Scope(calendar_year=year)
    named = [
        words(
            "ladder.figure",
            value=scope.of(metric=row["metric"])("published", row["value"]),
            what=words.label("metrics", row["metric"]),
        )
        for row in rows
    ]
    return words("ladder.published", year=int(year), parts=words.listed(named)) if rows else ""


def _stages_reached(steps: pd.DataFrame, scope: Scope, words: Words) -> str:
    """How many campaigns are said to have reached which stage; of a stage no source speaks of nothing is said."""
    reached = steps.loc[steps["state"] == "reached", "stage"].value_counts()
    named = [
        (words.label("campaign_stages", stage), scope.of(stage=stage)("campaigns_at_stage", int(reached[stage])))
        for stage in words.model.lists["campaign_stages"]
        if stage in reached
    ]
    return words.listed(words("ladder.stage", stage=stage, n=n) for stage, n in named) or words("ladder.no_stage")


def _figure(
    rows: list[dict[str, Any]], furthest: pd.DataFrame, data: Dataset, words: Words, with_place: bool
) -> dict[str, Any]:
    campaigns = first_of_each("campaign", rows)
    amounts = [row for row in rows if not pd.isna(row["amount_all"])]
    titles = [
        _title(row, data, words, with_place, [each for each in amounts if each["campaign"] == key])
        for key, row in campaigns.items()
    ]
    ends = list(accumulate(LINE_PX * max(LEAST_LINES, lines_in(title)) + GAP_PX for title in titles))
    middles = [(start + end) / 2 for start, end in zip([0, *ends], ends, strict=False)]
    row_of = dict(zip(campaigns, middles, strict=True))
    looks = {
        "not_stated": {"symbol": "circle", "size": 6, "color": FAINT},
        "expected": {"symbol": "circle-open", "size": 16, "color": BLUE, "line": {"width": 2}},
        "reached": {"symbol": "circle", "size": 18, "color": BLUE, "line": EDGE},
    }
    path = {"line": {"color": FAINT, "width": 3}, "hoverinfo": "skip", "showlegend": False}
    traces: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", "x": [0, int(line.rung)], "y": [row_of[line.campaign]] * 2, **path}
        for line in furthest.itertuples()
    ]
    for state, look in looks.items():
        shown = [row for row in rows if row["state"] == state]
        traces.append(
            marks(
                safe(words(f"ladder.{state}"), LEGEND_LETTERS),
                [(int(row["rung"]), row_of[row["campaign"]]) for row in shown],
                look,
                "%{customdata[1]}<br>%{customdata[0]}",
                cliponaxis=False,
                customdata=[
                    [safe(_when(row, words)), safe(words.label("campaign_stages", row["stage"]))] for row in shown
                ],
            )
        )
    stages = data.model.lists["campaign_stages"]
    return figure(
        traces,
        words,
        ends[-1] + AROUND_PX,
        showlegend=True,
        legend=legend(above=False),
        margin={"t": 60, "b": 40, "r": 24},
        xaxis=column_axis([safe(stage.label[words.language], 12) for stage in stages.values()], 0.5),
        yaxis=row_axis(titles, range=[ends[-1], 0], tickvals=middles),
    )


def _title(row: dict[str, Any], data: Dataset, words: Words, with_place: bool, amounts: list[dict[str, Any]]) -> str:
    """The name of a campaign; with the ``amounts`` of its stages, for which there is no room beside them."""
    place = f"<b>{safe(place_name(data, words, row['municipality']))}</b><br>" if with_place else ""
    said = [f"{words.label('campaign_stages', each['stage'])}: {words.amount(each['amount_all'])}" for each in amounts]
    title = safe(in_chart(words, row, "title", LONGEST_TITLE), TITLE_LETTERS)
    return place + "<br>".join([title, *(safe(each, AMOUNT_LETTERS) for each in said)])


def _when(row: dict[str, Any], words: Words) -> str:
    parts = [words(f"ladder.{row['state']}"), when(row, words), words.amount(row["amount_all"])]
    return " · ".join(filter(None, parts))


def _table(steps: list[dict[str, Any]], data: Dataset, words: Words) -> Table:
    columns: Columns = [
        place_column(data, words),
        ("campaign", lambda row: in_language(words, row, "title")),
        ("stage", lambda row: Entry(words.label("campaign_stages", row["stage"]), row["stage"])),
        ("state", lambda row: Entry(words(f"ladder.{row['state']}"), row["state"])),
        ("date", lambda row: when(row, words)),
        ("amount", lambda row: Entry(words.amount(row["amount_all"]), row["amount_all"])),
        ("note", lambda row: typed(words, row["note"])),
        ("source", lambda row: linked_source(row, words, "source")),
    ]
    return table_of(steps, columns, words, {"amount"}, copies=copies_of(data))
