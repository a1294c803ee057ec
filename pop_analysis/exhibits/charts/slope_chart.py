"""Exhibit 6: how each municipality's counts moved between two years, over the same priorities and equal exposure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    INK,
    RULE,
    RUST,
    SOFT,
    bare_axis,
    figure,
    legend,
    marks,
    room,
    rounded,
    safe,
    written,
)
from pop_analysis.exhibits.quantities import Scope, example
from pop_analysis.exhibits.wording import cycles_phrase, months_phrase, place_name
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import following_years, municipal_changes, panel
from pop_analysis.measures.change.transitions import Years
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

# Two panels one under the other, each 0–100 %, in pixels: the least height of one, how far a label must be from the
# next, the room for the title above each, and its letters.
PANEL_PX, APART_PX, TITLE_PX, LABEL_PX = 250, 17, 70, 12
LINE_AT, LABEL_AT = 1.03, 1.16  # beside the second year: where the thin line to a label begins and ends
GAP = (None, None)  # where a line ends and the next begins
TITLE_LETTERS = 30  # in a line, on a narrow screen
LOOKS = {"up": (BLUE, "solid", "circle"), "level": (SOFT, "dot", "square"), "down": (RUST, "dash", "triangle-down")}
PARTS = ("top", "addressed")


def slope_chart(
    data: Dataset, cycles: Sequence[str], years: Years | None = None, *, language: str | None = None
) -> Drawn:
    """Show how the share of addressed priorities moved in each municipality between two monitoring years.

    Only over priorities judged in both years, only where none came or went, and only municipalities that had been
    watched for about as long: of several such groups the largest. The others are named with the reason. ``years``
    are by default the two following ones that allow most municipalities.

    Examples
    --------
    >>> pop.exhibits.slope_chart(invented, ["2019-2023"], language="en")
    Municipalities with the same priorities, watched for about as long: 2. From year 3 to year 4 the
    number of priorities fully addressed rose in 1 municipality and stayed the same in 1 municipality;
    the number of priorities fully or partially addressed stayed the same in 2 municipalities.
    16 priorities judged in both years · months observed in year 4: 46–48 · invented data
    """
    words = Words(data.model, language)
    own = data.where(cycle=list(cycles))
    found = _largest_group(own, [years] if years else following_years(own))
    if found is None:
        return notice(words("slope.none", cycle=cycles_phrase(words, cycles)))
    years, moves, chosen = found
    shown = moves[moves["refused"].isna() & (moves["group"] == chosen)]
    shown = shown.assign(name=[place_name(data, words, each) for each in shown["municipality"]])
    moves["refused"] = moves["refused"].mask(moves["refused"].isna() & (moves["group"] != chosen), "other_months")
    rows = sorted(each_row(shown), key=lambda row: words.sort_key(row["name"]))
    scope = Scope(cycle=list(cycles), monitoring_year=list(years))
    parts: dict[str, Any] = {part: _counted(rows, part, words, scope.of(part=part)) for part in PARTS}
    n = sum(int(row["n"]) for row in rows)
    months = months_phrase(words, shown["months_to"], scope, "slope_months")
    one = words.points(scope("slope_points", 1 / min(int(row["n"]) for row in rows)))
    shown_so = words("slope.note", one=one, before=example(3), after=example(4), of=example(7))
    note = [shown_so, _left_out(moves, data, words)]
    return exhibit(
        data,
        words,
        "slope",
        _figure(rows, years, words),
        _table(rows, years, words),
        name="slope-chart",
        headline={"n": scope("slope_municipalities", len(rows)), "first": years[0], "second": years[1], **parts},
        subtitle={"n": scope("slope_priorities", n), "months": months, "second": years[1]},
        note=joined(" ", note),
    )


def _largest_group(own: Dataset, pairs: list[Years]) -> tuple[Years, pd.DataFrame, int] | None:
    """The two years in which most municipalities may stand on one axis, of equals the later; None below two."""
    best: tuple[Years, pd.DataFrame, int] | None = None
    most = 2
    assessments = panel(own)
    for years in pairs:
        moves = municipal_changes(own, years, assessments)
        groups = moves.loc[moves["refused"].isna(), "group"].value_counts().sort_index()
        if len(groups) and groups.max() >= most:
            best, most = (years, moves, int(groups.idxmax())), int(groups.max())
    return best


def _way(row: dict[str, Any], part: str) -> str:
    before, after = int(row[f"{part}_from"]), int(row[f"{part}_to"])
    return "up" if after > before else "down" if after < before else "level"


def _counted(rows: list[dict[str, Any]], part: str, words: Words, scope: Scope) -> str:
    """In how many municipalities a count rose, stayed and fell: "rose in 2 municipalities and …"."""
    ways = [_way(row, part) for row in rows]
    moved = {way: scope.of(way=way)("slope_moved", ways.count(way)) for way in LOOKS if way in ways}
    return words.listed(words(f"slope.counted.{way}", n=n) for way, n in moved.items())


def _left_out(moves: pd.DataFrame, data: Dataset, words: Words) -> str:
    refused = each_row(moves[moves["refused"].notna()])
    if not refused:
        return ""
    refused.sort(key=lambda row: words.sort_key(place_name(data, words, row["municipality"])))
    named = [
        words(
            "slope.because",
            name=place_name(data, words, row["municipality"]),
            reason=words(f"slope.reason.{row['refused']}"),
        )
        for row in refused
    ]
    return words("slope.left_out", names=words.listed(named))


def _figure(rows: list[dict[str, Any]], years: Years, words: Words) -> dict[str, Any]:
    panel_px = max(PANEL_PX, APART_PX * len(rows))
    apart, title = APART_PX / panel_px, TITLE_PX / panel_px  # as parts of a panel
    bases = {part: -place * (1 + title) for place, part in enumerate(PARTS)}
    ticks = [base + share for base in bases.values() for share in (0, 0.5, 1)]
    span = [rounded(-(1 + title) - apart), rounded(1 + title * 0.7)]
    labels = [_label(row, part, words) for row in rows for part in PARTS]
    return figure(
        [*_lines(rows, bases, words), *_labels(rows, bases, apart, words)],
        words,
        round(panel_px * (span[1] - span[0])) + 60,
        showlegend=True,
        legend=legend(above=False),
        margin={"t": 28, "b": 40, "r": room(labels, LABEL_PX)},
        xaxis=bare_axis(
            side="top",
            range=[-0.06, LABEL_AT],
            tickvals=[0, 1],
            ticktext=[safe(words("strip.year", year=year)) for year in years],
        ),
        yaxis=bare_axis(
            range=span,
            tickvals=[rounded(tick) for tick in ticks],
            ticktext=[words.percent(share) for _ in PARTS for share in (0, 0.5, 1)],
            showgrid=True,
            gridcolor=RULE,
        ),
        annotations=[
            written(0, rounded(base + 1 + title * 0.45), _bold(words, part), 13, xanchor="left", align="left")
            for part, base in bases.items()
        ],
    )


def _bold(words: Words, part: str) -> str:
    return f"<b>{safe(words(f'slope.{part}'), TITLE_LETTERS)}</b>"


def _lines(rows: list[dict[str, Any]], bases: dict[str, float], words: Words) -> Iterator[dict[str, Any]]:
    """All lines of a way as one trace, with a gap after each: a browser draws a hundred traces in a second or two."""
    for way, (colour, dash, symbol) in LOOKS.items():
        own = [(row, part) for part in PARTS for row in rows if _way(row, part) == way]
        points = [point for row, part in own for point in (*_ends(row, part, bases[part]), GAP)]
        said = [
            each
            for row, part in own
            for each in (*([[safe(_label(row, part, words)), row["municipality"], part]] * 2), [])
        ]
        if own:
            yield marks(
                safe(words(f"slope.{way}")),
                points,
                {"symbol": symbol, "size": 9, "color": colour, "line": {"color": INK, "width": 1}},
                "%{customdata[0]}",
                mode="lines+markers",
                line={"color": colour, "dash": dash, "width": 2},
                cliponaxis=False,
                customdata=said,
            )


def _ends(row: dict[str, Any], part: str, base: float) -> list[tuple[float, float]]:
    return [(at, rounded(int(row[f"{part}_{side}"]) / int(row["n"]) + base)) for at, side in enumerate(("from", "to"))]


def _label(row: dict[str, Any], part: str, words: Words) -> str:
    before, after = int(row[f"{part}_from"]), int(row[f"{part}_to"])
    return words("slope.label", name=row["name"], before=before, after=after, n=int(row["n"]))


def _labels(
    rows: list[dict[str, Any]], bases: dict[str, float], apart: float, words: Words
) -> Iterator[dict[str, Any]]:
    """A label for each line at its right end, moved apart where ends lie close, with a thin line to its end."""
    texts: list[tuple[float, str]] = []
    thin: list[Any] = []
    for part, base in bases.items():
        ends = sorted((-_ends(row, part, base)[1][1], place) for place, row in enumerate(rows))
        places = _spread([-end - base for end, _ in ends], apart)
        texts += [
            (rounded(at + base), safe(_label(rows[i], part, words))) for at, (_, i) in zip(places, ends, strict=True)
        ]
        for at, (end, _) in zip(places, ends, strict=True):
            thin += [(LINE_AT, rounded(-end)), (LABEL_AT, rounded(at + base)), GAP]
    beside = {"hoverinfo": "skip", "showlegend": False, "cliponaxis": False}
    yield marks("", thin, {}, "", mode="lines", line={"color": SOFT, "width": 0.8}, **beside)
    yield marks(
        "",
        [(LABEL_AT, at) for at, _ in texts],
        {},
        "",
        mode="text",
        text=[text for _, text in texts],
        textposition="middle right",
        textfont={"size": LABEL_PX},
        **beside,
    )


def _spread(ends: list[float], apart: float) -> list[float]:
    """Places for labels, from top to bottom, at least ``apart`` from each other and as near their ends as may be."""
    places: list[float] = []
    for end in ends:
        places.append(min(end, places[-1] - apart) if places else min(end, 1 + apart / 3))
    below = -apart / 2 - places[-1]
    if below > 0:  # the last ones would lie under the panel: push the whole column up from below
        places[-1] += below
        for i in range(len(places) - 2, -1, -1):
            places[i] = max(places[i], places[i + 1] + apart)
    return places


def _table(rows: list[dict[str, Any]], years: Years, words: Words) -> Table:
    columns = [("municipality", words("column.municipality")), ("assessed", words("column.assessed"))]
    columns += [
        (f"{part}_{side}", f"{words(f'slope.{part}')}, {words('strip.year', year=year).lower()}")
        for part in PARTS
        for side, year in zip(("from", "to"), years, strict=True)
    ]
    columns += [("months", words("column.months"))]
    cells = []
    for row in rows:
        line: list[Entry | str] = [row["name"], Entry(words.number(row["n"]), int(row["n"]))]
        line += [
            Entry(words.number(row[f"{part}_{side}"]), int(row[f"{part}_{side}"]))
            for part in PARTS
            for side in ("from", "to")
        ]
        line.append(f"{row['months_from']} → {row['months_to']}")
        cells.append(line)
    return Table.of(columns, cells, frozenset(name for name, _ in columns[1:-1]))
