"""Exhibit 16: the municipalities on their coordinates, each with a ring split by its verdicts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    EDGE,
    OUTLINE,
    PAPER,
    PHONE_PX,
    figure,
    marks,
    room,
    rounded,
    safe,
    written,
)
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, by_place_name, place_column, table_of
from pop_analysis.exhibits.wording import cycles_phrase, place_name, text
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import side_by_side
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

HEIGHT_PX, MARGIN_PX, LETTERS_PX, LINE_PX, GAP_PX, STEP_RADIANS = 560, 8, 13, 18, 3, math.radians(6)
# How large a ring is where there are at most so many: outer radius, inner one, and that of a place without verdicts.
RINGS_PX = {24: (14, 6, 8), 80: (9, 4, 5), math.inf: (6, 2.5, 4)}
LAND, COAST = "#F5F5F4", "#D6D3D1"
SEEN_THROUGH = "rgba(0,0,0,0)"  # only for the pointer
ROOM_WEST, ROOM_EAST = 0.2, 0.25  # of the width of the country, for names
Box = tuple[float, float, float, float]
Radii = tuple[float, float, float]


def map_chart(data: Dataset, *, language: str | None = None) -> Drawn:
    """Show where the municipalities lie; the ring is split by the verdicts of the last year that has any.

    Nothing is fetched: the outline is that of ``network.yml``, drawn where all lie within it. North is up, and one
    kilometre is the same everywhere.

    Examples
    --------
    >>> pop.exhibits.map_chart(data, language="en")
    Municipalities of the network with verdicts on priorities on file: 2 of 12.
    12 municipalities · latest verdicts on file
    """
    words = Words(data.model, language)
    places = data["municipalities"].dropna(subset=["latitude", "longitude"])
    if places.empty:
        return notice(words("map.none"))
    latest = _latest(data)
    scope = Scope()
    on_map = scope("municipalities_on_map", len(places))
    judged = places["municipality"].isin(latest.index)
    chart = _figure(places, latest, data, words)
    unnamed = words("map.unnamed") if len(chart["layout"]["annotations"]) < len(places) else ""
    return exhibit(
        data,
        words,
        "map",
        chart,
        _table(places, latest, data, words),
        name="dot-map",
        headline={"n": scope("municipalities_on_map_judged", int(judged.sum())), "of": on_map},
        subtitle={"n": on_map},
        note=joined(" ", [words("map.note"), unnamed]),
    )


def _latest(data: Dataset) -> pd.DataFrame:
    """Each municipality's counts in the last monitoring year of its last contract that has a verdict."""
    return side_by_side(data).set_index("municipality")


def _figure(places: pd.DataFrame, latest: pd.DataFrame, data: Dataset, words: Words) -> dict[str, Any]:
    rows = each_row(places)
    radii = next(radii for most, radii in RINGS_PX.items() if len(rows) <= most)
    labels = [safe(place_name(data, words, row["municipality"])) for row in rows]
    middle = math.cos(math.radians(sum(row["latitude"] for row in rows) / len(rows)))
    dots = marks(
        "",
        [(rounded(row["longitude"]), rounded(row["latitude"])) for row in rows],
        {"size": 2 * radii[0], "color": SEEN_THROUGH},
        "%{customdata[1]}<br>%{customdata[0]}",
        customdata=[
            [safe(_split(row["municipality"], latest, words)), label] for row, label in zip(rows, labels, strict=True)
        ],
    )
    points = [[row["latitude"], row["longitude"]] for row in rows]
    outline = data.model.outline_around(points)
    points = outline or points
    span = [min(each[1] for each in points), max(each[1] for each in points)]
    hidden = {"visible": False, "fixedrange": True}
    width = span[1] - span[0]
    west, east = span[0] - ROOM_WEST * width, span[1] + ROOM_EAST * width
    rings = [radii[0 if row["municipality"] in latest.index else 2] for row in rows]
    north = _north([each[0] for each in points])
    return figure(
        [dots],
        words,
        HEIGHT_PX,
        shapes=[*_outline(outline), *(shape for row in rows for shape in _ring(row, latest, data, radii))],
        annotations=list(_names(rows, labels, rings, (west, east), north["range"], middle)),
        xaxis={**hidden, "range": [rounded(west), rounded(east)]},
        yaxis={**hidden, **north, "scaleanchor": "x", "scaleratio": rounded(1 / middle)},
    )


def _outline(outline: list[list[float]]) -> Iterator[dict[str, Any]]:
    """The country, below the rings."""
    if outline:
        corners = "L".join(f"{longitude},{latitude}" for latitude, longitude in outline)
        look = {"fillcolor": LAND, "line": {"color": COAST, "width": 1}}
        yield {"type": "path", "path": f"M{corners}Z", "layer": "below", "name": "outline"} | look


def _north(latitudes: list[float]) -> dict[str, Any]:
    low, high = min(latitudes), max(latitudes)
    margin = max(0.05, 0.06 * (high - low))
    return {"range": [rounded(low - margin), rounded(high + margin)]}


def _names(
    rows: list[dict[str, Any]],
    labels: list[str],
    rings: list[float],
    across: tuple[float, float],
    upward: list[float],
    middle: float,
) -> Iterator[dict[str, Any]]:
    """Names where they have room: beside, above or below their ring, on no other ring and no other name.

    Room is counted in pixels of the narrowest page: a wider one has only more. A name without room is left out.
    """
    per_degree = min(
        (PHONE_PX - 2 * MARGIN_PX) / ((across[1] - across[0]) or 1),
        (HEIGHT_PX - 2 * MARGIN_PX) / (upward[1] - upward[0]) * middle,
    )
    at = [(row["longitude"] * per_degree, -row["latitude"] * per_degree / middle) for row in rows]
    edges = (across[0] * per_degree, across[1] * per_degree)
    clear = [ring + GAP_PX for ring in rings]
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(at, clear, strict=True)]
    for (x, y), ring, row, label in zip(at, clear, rows, labels, strict=True):
        wide, half = room([label], LETTERS_PX), LINE_PX / 2
        beside: dict[tuple[float, float, str], Box] = {
            (ring, 0, "left"): (x + ring, y - half, x + ring + wide, y + half),
            (-ring, 0, "right"): (x - ring - wide, y - half, x - ring, y + half),
        }
        beside |= {
            (0, up * (ring + half), anchor): (x - part * wide, middle_y - half, x + (1 - part) * wide, middle_y + half)
            for up in (1, -1)
            for middle_y in [y - up * (ring + half)]
            for anchor, part in (("center", 0.5), ("left", 0), ("right", 1))
        }
        free = (
            (place, box)
            for place, box in beside.items()
            if not _is_cut(box, edges) and not any(_covers(box, other) for other in taken)
        )
        if (found := next(free, None)) is not None:
            (right, up, anchor), box = found
            taken.append(box)
            shift = {"xshift": right, "yshift": up, "xanchor": anchor}
            yield written(rounded(row["longitude"]), rounded(row["latitude"]), label, LETTERS_PX) | shift


def _is_cut(box: Box, edges: tuple[float, float]) -> bool:
    return box[0] < edges[0] or box[2] > edges[1]


def _covers(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _ring(row: dict[str, Any], latest: pd.DataFrame, data: Dataset, radii: Radii) -> Iterator[dict[str, Any]]:
    base = {
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": rounded(row["longitude"]),
        "yanchor": rounded(row["latitude"]),
    }
    outer, inner, small = radii
    if row["municipality"] not in latest.index:
        line = {"color": OUTLINE, "width": 1, "dash": "dot"}
        yield base | {
            "type": "circle",
            "x0": -small,
            "x1": small,
            "y0": -small,
            "y1": small,
            "fillcolor": PAPER,
            "line": line,
            "name": "none",
        }
        return
    counts, start = latest.loc[row["municipality"]], 0.0
    if not counts["headline"]:
        yield base | {
            "type": "path",
            "path": _sector(0, 1, outer, inner),
            "fillcolor": PAPER,
            "line": EDGE,
            "name": "counts",
        }
        return
    for status in data.model.scale:
        share = int(counts[status.id]) / int(counts["assessed"])
        if share:
            path = _sector(start, start + share, outer, inner)
            yield base | {
                "type": "path",
                "path": path,
                "fillcolor": status.colour,
                "line": EDGE,
                "name": status.id,
            }
        start += share


def _sector(start: float, end: float, outer: float, inner: float) -> str:
    """A piece of a ring as a path in pixels, from ``start`` to ``end`` of a turn, clockwise from the top."""
    first, last = 2 * math.pi * start, 2 * math.pi * end
    steps = max(1, round((last - first) / STEP_RADIANS))
    angles = [first + (last - first) * i / steps for i in range(steps + 1)]
    points = [(outer, angle) for angle in angles] + [(inner, angle) for angle in reversed(angles)]
    pixels = [f"{radius * math.sin(angle):.1f},{radius * math.cos(angle):.1f}" for radius, angle in points]
    return "M" + "L".join(pixels) + "Z"


def _split(municipality: str, latest: pd.DataFrame, words: Words) -> str:
    if municipality not in latest.index:
        return words("map.no_verdict")
    counts = latest.loc[municipality]
    parts = [f"{status.label[words.language]}: {int(counts[status.id])}" for status in words.model.scale]
    return words(
        "map.split",
        parts=", ".join(parts),
        cycle=cycles_phrase(words, [counts["cycle"]]),
        year=int(counts["monitoring_year"]),
    )


def _table(places: pd.DataFrame, latest: pd.DataFrame, data: Dataset, words: Words) -> Table:
    columns: Columns = [
        place_column(data, words),
        ("county", lambda row: text(row["county"])),
        ("latitude", lambda row: Entry(words.number(row["latitude"], 4), row["latitude"])),
        ("longitude", lambda row: Entry(words.number(row["longitude"], 4), row["longitude"])),
        ("verdicts", lambda row: _split(row["municipality"], latest, words)),
    ]
    return table_of(by_place_name(places, data, words), columns, words, {"latitude", "longitude"})
