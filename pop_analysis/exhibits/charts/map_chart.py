"""Exhibit 16: the municipalities on their coordinates, each with a ring split by its verdicts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import EDGE, OUTLINE, PAPER, figure, rounded, safe
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, by_place_name, place_column, table_of
from pop_analysis.exhibits.wording import cycles_phrase, place_name, text
from pop_analysis.locale import Words
from pop_analysis.measures import side_by_side
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

OUTER_PX, INNER_PX, STEP_RADIANS = 14, 6, math.radians(6)
# Of the narrowest page, in pixels: its width, a letter, a line; names are placed for it.
PHONE_PX, LETTER_PX, LINE_PX = 290, 6.5, 16
ROOM_WEST, ROOM_EAST = 0.25, 0.35  # of the width of the country, for names
CUT = 1000  # so much worse than a covered one is a name that leaves the map
Box = tuple[float, float, float, float]


def map_chart(data: Dataset, language: str = "sq") -> Drawn:
    """Show where the municipalities lie; the ring is split by the verdicts of the last year that has any.

    No tiles and no outline are fetched: north is up, and one kilometre is the same everywhere.

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
    return exhibit(
        data,
        words,
        "map",
        _figure(places, latest, data, words),
        _table(places, latest, data, words),
        name="dot-map",
        headline={"n": scope("municipalities_on_map_judged", int(judged.sum())), "of": on_map},
        subtitle={"n": on_map},
    )


def _latest(data: Dataset) -> pd.DataFrame:
    """Each municipality's counts in the last monitoring year of its last contract that has a verdict."""
    return side_by_side(data).set_index("municipality")


def _figure(places: pd.DataFrame, latest: pd.DataFrame, data: Dataset, words: Words) -> dict[str, Any]:
    rows = each_row(places)
    shapes = [shape for row in rows for shape in _ring(row, latest, data)]
    middle = math.radians(sum(row["latitude"] for row in rows) / len(rows))
    labels = [safe(place_name(data, words, row["municipality"])) for row in rows]
    sides = _sides(rows, labels)
    names = {
        "type": "scatter",
        "mode": "text",
        "x": [rounded(row["longitude"]) for row in rows],
        "y": [rounded(row["latitude"]) for row in rows],
        "text": [_apart(label, side) for label, side in zip(labels, sides, strict=True)],
        "textposition": sides,
        "customdata": [
            [safe(_split(row["municipality"], latest, words)), label] for row, label in zip(rows, labels, strict=True)
        ],
        "hovertemplate": "%{customdata[1]}<br>%{customdata[0]}<extra></extra>",
    }
    span = [min(row["longitude"] for row in rows), max(row["longitude"] for row in rows)]
    hidden = {"visible": False, "fixedrange": True}
    width = span[1] - span[0]
    west, east = span[0] - ROOM_WEST * width, span[1] + ROOM_EAST * width
    return figure(
        [names],
        words,
        560,
        shapes=shapes,
        xaxis={**hidden, "range": [rounded(west), rounded(east)]},
        yaxis={**hidden, **_north(rows), "scaleanchor": "x", "scaleratio": rounded(1 / math.cos(middle))},
    )


def _north(rows: list[dict[str, Any]]) -> dict[str, Any]:
    low, high = min(row["latitude"] for row in rows), max(row["latitude"] for row in rows)
    margin = max(0.05, 0.06 * (high - low))
    return {"range": [rounded(low - margin), rounded(high + margin)]}


def _sides(rows: list[dict[str, Any]], labels: list[str]) -> list[str]:
    """Where each name stands: right, left, above or below; where on a phone it covers the fewest rings and names.

    Pixels are those of the narrowest page; a wider one has only more room.
    """
    east = [row["longitude"] for row in rows]
    width = max(east) - min(east)
    pixels = PHONE_PX / ((1 + ROOM_WEST + ROOM_EAST) * width or 1)
    edges = (min(east) - ROOM_WEST * width) * pixels, (max(east) + ROOM_EAST * width) * pixels
    north = pixels / math.cos(math.radians(sum(row["latitude"] for row in rows) / len(rows)))
    at = [(row["longitude"] * pixels, -row["latitude"] * north) for row in rows]
    rings: list[Box] = [(x - OUTER_PX, y - OUTER_PX, x + OUTER_PX, y + OUTER_PX) for x, y in at]
    names: list[Box] = []
    sides = []
    for (x, y), label in zip(at, labels, strict=True):
        wide = LETTER_PX * len(label)
        boxes: dict[str, Box] = {
            "middle right": (x + OUTER_PX, y - LINE_PX / 2, x + OUTER_PX + wide, y + LINE_PX / 2),
            "middle left": (x - OUTER_PX - wide, y - LINE_PX / 2, x - OUTER_PX, y + LINE_PX / 2),
            "top center": (x - wide / 2, y - OUTER_PX - LINE_PX, x + wide / 2, y - OUTER_PX),
            "bottom center": (x - wide / 2, y + OUTER_PX, x + wide / 2, y + OUTER_PX + LINE_PX),
        }
        covered = {side: sum(_covers(box, other) for other in rings + names) for side, box in boxes.items()}
        covered |= {side: n + CUT for side, n in covered.items() if _is_cut(boxes[side], edges)}
        sides.append(min(boxes, key=lambda side: covered[side]))
        names.append(boxes[sides[-1]])
    return sides


def _apart(label: str, side: str) -> str:
    """The name, kept clear of the ring it stands beside."""
    gap = "&nbsp;" * 5
    apart = {"middle right": gap + label, "middle left": label + gap, "top center": label + "<br>"}
    return apart.get(side, "<br>" + label)


def _is_cut(box: Box, edges: tuple[float, float]) -> bool:
    return box[0] < edges[0] or box[2] > edges[1]


def _covers(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _ring(row: dict[str, Any], latest: pd.DataFrame, data: Dataset) -> Iterator[dict[str, Any]]:
    base = {
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": rounded(row["longitude"]),
        "yanchor": rounded(row["latitude"]),
    }
    if row["municipality"] not in latest.index:
        line = {"color": OUTLINE, "width": 1, "dash": "dot"}
        yield base | {
            "type": "circle",
            "x0": -8,
            "x1": 8,
            "y0": -8,
            "y1": 8,
            "fillcolor": PAPER,
            "line": line,
            "name": "none",
        }
        return
    counts, start = latest.loc[row["municipality"]], 0.0
    if not counts["headline"]:
        yield base | {"type": "path", "path": _sector(0, 1), "fillcolor": PAPER, "line": EDGE, "name": "counts"}
        return
    for status in data.model.scale:
        share = int(counts[status.id]) / int(counts["assessed"])
        if share:
            path = _sector(start, start + share)
            yield base | {
                "type": "path",
                "path": path,
                "fillcolor": status.colour,
                "line": EDGE,
                "name": status.id,
            }
        start += share


def _sector(start: float, end: float) -> str:
    """A piece of a ring as a path in pixels, from ``start`` to ``end`` of a turn, clockwise from the top."""
    first, last = 2 * math.pi * start, 2 * math.pi * end
    steps = max(1, round((last - first) / STEP_RADIANS))
    angles = [first + (last - first) * i / steps for i in range(steps + 1)]
    points = [(OUTER_PX, angle) for angle in angles] + [(INNER_PX, angle) for angle in reversed(angles)]
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
