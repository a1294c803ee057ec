"""Colours of verdicts in the dark theme, for what is drawn without a script: the index's squares, the marks in tables.

Charts change by ``pages/assets/script/colours.js``, which has the same rule; a browser test holds the two together.
"""

from __future__ import annotations

import re

COLOUR = re.compile("#[0-9A-Fa-f]{6}")
DEEP = 0.1
"""Luminance below which a colour is raised, so that it is seen on the dark card; white letters on it stay legible."""
RAISED, MORE, MOST = 1.35, 0.05, 3.0
SEEN = 0.15
"""Luminance a raised colour has at least: three to one on the dark card, and white letters on it stay legible."""


def in_dark_theme(colour: str) -> str:
    """Return a verdict's colour, ``#RRGGBB``, as it is in the dark theme: a deep one is raised, others stay.

    >>> in_dark_theme("#0B3C5D"), in_dark_theme("#9A3412"), in_dark_theme("#74B3E8")
    ('#1572B1', '#D04618', '#74B3E8')
    """
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    if _luminance(channels) >= DEEP:
        return colour
    factor = RAISED
    while factor < MOST and _luminance(_raised(channels, factor)) < SEEN:
        factor += MORE
    return "#" + "".join(f"{channel:02X}" for channel in _raised(channels, factor))


def _raised(channels: list[int], factor: float) -> list[int]:
    return [min(255, round(channel * factor)) for channel in channels]


def _luminance(channels: list[int]) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in channels)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
