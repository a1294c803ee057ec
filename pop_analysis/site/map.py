"""The index's map: what it lists, on its coordinates, each with its squares in small and a link."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

TALL, EDGE, LABEL = 640, 40, 105  # pixels: height, room above and below, room for names at the sides
SIDE, PITCH, IN_A_ROW = 8, 9, 5
DEGREE = 111.2  # kilometres of a degree of latitude
LENGTHS = (5, 10, 20, 50, 100, 200, 500)  # kilometres a scale may show
CLOSE_X, CLOSE_Y = 110, 26  # nearer than this, two names would touch


def site_map(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the drawing of ``entries`` that have a ``point`` (latitude, longitude); with fewer than two, nothing.

    North is up, and a kilometre is as long everywhere. Each place has ``x``, ``y``, its name, a link, and squares as
    the cards have them. Of two places side by side the western one has its name on the left.
    """
    placed = [entry for entry in entries if entry["point"]]
    if len(placed) < 2:
        return None
    latitudes, longitudes = zip(*(entry["point"] for entry in placed), strict=True)
    scale = (TALL - 2 * EDGE) / max(max(latitudes) - min(latitudes), 0.01)
    across = scale * math.cos(math.radians(sum(latitudes) / len(latitudes)))
    points = [
        (LABEL + (longitude - min(longitudes)) * across, EDGE + (max(latitudes) - latitude) * scale)
        for latitude, longitude in zip(latitudes, longitudes, strict=True)
    ]
    return {
        "width": round(2 * LABEL + (max(longitudes) - min(longitudes)) * across),
        "height": TALL,
        "scale": _scale(scale / DEGREE),
        "places": [_place(entry, points[number], points) for number, entry in enumerate(placed)],
    }


def _scale(pixels: float) -> dict[str, float]:
    """The scale in the lower left corner, of the longest round length that is shorter than the room for a name."""
    kilometres = max((each for each in LENGTHS if each * pixels < LABEL), default=LENGTHS[0])
    return {"x": 12, "y": TALL - 24, "length": round(kilometres * pixels, 1), "kilometres": kilometres}


def _place(
    entry: Mapping[str, Any], point: tuple[float, float], points: Sequence[tuple[float, float]]
) -> dict[str, Any]:
    x, y = point
    left = any(0 < other[0] - x < CLOSE_X and abs(other[1] - y) < CLOSE_Y for other in points)
    squares = (entry["squares"] or {"drawn": []})["drawn"]
    rows = -(-len(squares) // IN_A_ROW)
    width = min(len(squares), IN_A_ROW) * PITCH
    start = x - 8 - width if left else x + 8
    return {
        "x": round(x, 1),
        "y": round(y, 1),
        "name": entry["title"][0]["text"],
        "href": entry["links"][0]["href"] if entry["links"] else "",
        "anchor": "end" if left else "start",
        "label_x": round(x - 8 if left else x + 8, 1),
        "label_y": round(y + (4 if not squares else -1), 1),
        "side": SIDE,
        "squares": [
            {
                "x": round(start + number % IN_A_ROW * PITCH, 1),
                "y": round(y + 4 + number // IN_A_ROW * PITCH, 1),
                "colour": square["colour"],
                "empty": square["empty"],
            }
            for number, square in enumerate(squares)
        ],
        "rows": rows,
    }
