"""The index's map: what it lists, on its coordinates, each with its squares in small and a link."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

TALL, EDGE, LABEL = 640, 40, 105  # pixels: height, room above and below, room for names at the sides
SIDE, PITCH, IN_A_ROW = 8, 9, 5
SPOT, LETTER, LINE = 8, 9.6, 19  # pixels: from a place to its name, a letter on a phone, a line
FEW = 20  # so many places and more have no squares
DEGREE = 111.2  # kilometres of a degree of latitude
LENGTHS = (5, 10, 20, 50, 100, 200, 500)  # kilometres a scale may show
Point = tuple[float, float]
Box = tuple[float, float, float, float]


def site_map(entries: Sequence[Mapping[str, Any]], outline: Sequence[Sequence[float]] = ()) -> dict[str, Any] | None:
    """Return the drawing of ``entries`` that have a ``point`` (latitude, longitude); with fewer than two, nothing.

    North is up, and a kilometre is as long everywhere. Around the places stands the ``outline`` of their country, from
    point to point. Each place has ``x``, ``y``, its name, a link, and squares as the cards have them; twenty places and
    more have no squares. A place whose name would lie on another has no ``anchor`` for it.
    """
    placed = [entry for entry in entries if entry["point"]]
    if len(placed) < 2:
        return None
    frame = [*outline, *(entry["point"] for entry in placed)]
    latitudes, longitudes = zip(*frame, strict=True)
    scale = (TALL - 2 * EDGE) / max(max(latitudes) - min(latitudes), 0.01)
    across = scale * math.cos(math.radians(sum(latitudes) / len(latitudes)))
    width = round(2 * LABEL + (max(longitudes) - min(longitudes)) * across)

    def at(point: Sequence[float]) -> Point:
        return LABEL + (point[1] - min(longitudes)) * across, EDGE + (max(latitudes) - point[0]) * scale

    points = [at(entry["point"]) for entry in placed]
    return {
        "width": width,
        "height": TALL,
        "scale": _scale(scale / DEGREE),
        "outline": "L".join(f"{x:.1f} {y:.1f}" for x, y in map(at, outline)),
        "places": list(_drawn(placed, points, width)),
    }


def _scale(pixels: float) -> dict[str, float]:
    """The scale in the lower left corner, of the longest round length that is shorter than the room for a name."""
    kilometres = max((each for each in LENGTHS if each * pixels < LABEL), default=LENGTHS[0])
    return {"x": 12, "y": TALL - 24, "length": round(kilometres * pixels, 1), "kilometres": kilometres}


def _drawn(placed: Sequence[Mapping[str, Any]], points: Sequence[Point], width: float) -> Iterator[dict[str, Any]]:
    """Each place, with its name and squares where they lie on nothing else: right or left of it, there or a bit off."""
    taken: list[Box] = [(x - SPOT / 2, y - SPOT / 2, x + SPOT / 2, y + SPOT / 2) for x, y in points]
    for entry, (x, y) in zip(placed, points, strict=True):
        squares = (entry["squares"] or {"drawn": []})["drawn"] if len(placed) < FEW else []
        name = entry["title"][0]["text"]
        rows = -(-len(squares) // IN_A_ROW)
        across = min(len(squares), IN_A_ROW) * PITCH
        wide, tall = max(LETTER * len(name), across), LINE + rows * PITCH
        place = {
            "x": round(x, 1),
            "y": round(y, 1),
            "name": name,
            "href": entry["links"][0]["href"] if entry["links"] else "",
            "side": SIDE,
            "anchor": "",
            "squares": [],
        }
        for off, anchor in product((-LINE / 2, -tall + LINE / 2, -tall, 0), ("start", "end")):
            left = x + SPOT if anchor == "start" else x - SPOT - wide
            box = (left, y + off, left + wide, y + off + tall)
            if box[0] < 0 or box[2] > width or any(_meet(box, other) for other in taken):
                continue
            taken.append(box)
            edge = left if anchor == "start" else left + wide
            start = left if anchor == "start" else edge - across
            place |= {"anchor": anchor, "label_x": round(edge, 1), "label_y": round(y + off + LINE * 0.75, 1)}
            place["squares"] = [
                {
                    "x": round(start + number % IN_A_ROW * PITCH, 1),
                    "y": round(y + off + LINE + number // IN_A_ROW * PITCH, 1),
                    "colour": square["colour"],
                    "empty": square["empty"],
                }
                for number, square in enumerate(squares)
            ]
            break
        yield place


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
