"""Exhibit 5: the path of every priority through the monitoring years, a tile a year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.exhibits.blocks import Entry, Exhibit, Passage, Table
from pop_analysis.exhibits.theme import INK, OUTLINE, bare_axis, figure, marks, safe
from pop_analysis.exhibits.wording import (
    cycles_phrase,
    exhibit_words,
    place_name,
    priority_label,
    source_spans,
    synthetic_mark,
    verdict,
)
from pop_analysis.locale import Words
from pop_analysis.measures import judgements
from pop_analysis.model import Model
from pop_analysis.reading import Dataset

ROW, TILE = 44, 30


def status_strip(data: Dataset, municipality: str, cycle: str, language: str = "sq") -> Exhibit | Passage:
    """Show each priority of a contract as a row of tiles, one a monitoring year, with the letter of its verdict.

    A verdict worse than the one before is marked ▼ and outlined. Gives a notice when no priority is on file.
    """
    words = Words(data.model, language)
    verdicts = judgements(data.where(municipality=municipality, cycle=cycle))
    verdicts = verdicts[verdicts["monitoring_year"].notna()]
    place = place_name(data, words, municipality)
    if verdicts.empty:
        return Passage([words("strip.none", place=place, cycle=cycles_phrase(words, [cycle]))], "notice")
    verdicts = verdicts.assign(worse=_regressed(verdicts, data.model))
    years = sorted(int(year) for year in verdicts["monitoring_year"].unique())
    priorities = verdicts.drop_duplicates("priority")
    worse = int(verdicts["worse"].sum())
    judged_years = [year for year in years if _judged(verdicts, data.model, year)]
    key = ("strip.finding_none", "strip.finding_one")[len(judged_years)] if len(judged_years) < 2 else "strip.finding"
    finding = words(key, n=worse, place=place, years=words.listed(map(str, judged_years or years)), total=len(years))
    return Exhibit(
        id="status-strip",
        finding=finding,
        subtitle=synthetic_mark(
            data,
            words,
            words("strip.subtitle", n=len(priorities), cycle=cycles_phrase(words, [cycle]), years=len(years)),
        ),
        figure=_figure(verdicts, priorities, years, words),
        table=_table(verdicts, priorities, years, words),
        alt=words("strip.alt", finding=finding),
        note=words(
            "strip.note",
            letters=", ".join(f"{s.letter(language)} = {s.label[language]}" for s in data.model.statuses.values()),
        ),
        sources=source_spans(words, verdicts["source"]),
        words=exhibit_words(words),
    )


def _judged(verdicts: pd.DataFrame, model: Model, year: int) -> bool:
    here = verdicts[verdicts["monitoring_year"] == year]
    return bool(here["status"].isin([status.id for status in model.scale]).any())


def _regressed(verdicts: pd.DataFrame, model: Model) -> pd.Series:
    """Whether a verdict is worse than the last one before it."""
    rank = verdicts["status"].map({status.id: place for place, status in enumerate(model.scale)})
    before = rank.groupby(verdicts["priority"]).transform(lambda ranks: ranks.ffill().shift())
    return (rank > before).fillna(False)


def _figure(verdicts: pd.DataFrame, priorities: pd.DataFrame, years: list[int], words: Words) -> dict[str, Any]:
    place = {key: i for i, key in enumerate(priorities["priority"])}
    traces = []
    for status in words.model.statuses.values():
        rows = verdicts[verdicts["status"] == status.id]
        if rows.empty:
            continue
        traces.append(
            marks(
                status.label[words.language],
                [(int(row.monitoring_year), place[row.priority]) for row in rows.itertuples()],
                {
                    "symbol": "square" if status.judged else "square-dot",
                    "size": TILE,
                    "color": status.colour,
                    "line": {
                        "color": [INK if w else OUTLINE for w in rows["worse"]],
                        "width": [3 if w else 1 for w in rows["worse"]],
                    },
                },
                f"%{{customdata[0]}}<br>{safe(status.label[words.language])}",
                text=[status.letter(words.language) + (" ▼" if worse else "") for worse in rows["worse"]],
                textfont={"color": status.ink, "size": 12},
                customdata=[[safe(words.of(row, "title"), 40)] for row in rows.to_dict("records")],
            )
        )
    labels = [
        safe(f"{priority_label(row)} {_cut(words.of(row, 'title'))}".strip(), 32)
        for row in priorities.to_dict("records")
    ]
    return figure(
        traces,
        words,
        ROW * len(priorities) + 44,
        margin={"t": 34, "b": 4},
        meta={"min_width": 200 + 1.6 * TILE * max(4, len(years))},
        xaxis=bare_axis(
            side="top",
            range=[years[0] - 0.6, years[0] + max(3, years[-1] - years[0]) + 0.6],
            tickvals=years,
            ticktext=[safe(words("strip.year", year=year)) for year in years],
        ),
        yaxis=bare_axis(range=[len(priorities) - 0.5, -0.5], tickvals=list(place.values()), ticktext=labels),
    )


def _cut(title: str, length: int = 56) -> str:
    return title if len(title) <= length else title[: length - 1].rstrip() + "…"


def _table(verdicts: pd.DataFrame, priorities: pd.DataFrame, years: list[int], words: Words) -> Table:
    found = {(row.priority, int(row.monitoring_year)): (row.status, row.worse) for row in verdicts.itertuples()}
    rows: list[list[Entry | str]] = []
    for priority in priorities.to_dict("records"):
        row: list[Entry | str] = [priority_label(priority), words.of(priority, "title")]
        for year in years:
            if (priority["priority"], year) not in found:
                row.append("")  # it came into the contract later
                continue
            status, worse = found[priority["priority"], year]
            row.append(verdict(words, status, " ▼" if worse else ""))
        rows.append(row)
    columns = [("number", words("column.number")), ("priority", words("column.priority"))]
    columns += [(f"year_{year}", words("strip.year", year=year)) for year in years]
    return Table(columns, rows)
