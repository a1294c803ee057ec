"""One look for every chart: figures as plain dicts, colours from the declaration, text escaped."""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from pop_analysis.locale import Words
from pop_analysis.measures import Refusal
from pop_analysis.model import Status

INK = "#10202E"
SOFT = "#57534E"
OUTLINE = "#333333"
RULE = "#E7E5E4"
BLUE = "#0B3C5D"
LIGHT = "#74B3E8"
LINE = "#4A93D0"  # LIGHT where no outline helps: a line of three to one on paper
FAINT = "#8F8A84"  # what is known to be missing, still seen
RUST = "#9A3412"
PAPER = "#FFFFFF"
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'
# Charts whose parts cannot be compared by eye: pies and what is like them, gauges, radars.
REFUSED = {"pie", "sunburst", "funnelarea", "indicator", "barpolar", "scatterpolar", "scatter3d", "surface", "mesh3d"}
# A chart on a page of 360 pixels: its width, the size of its letters, and how wide one is at most, in its size.
PHONE_PX, SMALL_PX, LETTER_WIDTH = 328, 11, 0.64
# Letters in a line of a legend that stands right of long labels: it fits on a phone.
LEGEND_LETTERS = 22
TICK_PX = 9  # between the names of an axis and what is drawn
EDGE = {"color": OUTLINE, "width": 1}
INSIDE = {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "constraintext": "none"}
Figure = dict[str, Any]
Trace = dict[str, Any]


def figure(traces: Sequence[Trace], words: Words, height: int, **layout: Any) -> Figure:
    """Put traces into the house layout. ``layout`` adds to it; ``margin`` and axes are merged key by key.

    Raises :class:`~pop_analysis.Refusal` for a kind of chart that misleads.
    """
    for trace in traces:
        if trace.get("type") in REFUSED:
            raise Refusal(words.model, "pie", kind=trace["type"])
    base: dict[str, Any] = {
        "height": height,
        "autosize": True,
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "font": {"family": FONT, "size": 13, "color": INK},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "separators": words("unit.separators"),
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": OUTLINE,
            "font": {"family": FONT, "size": 13, "color": INK},
            "align": "left",
        },
        "dragmode": False,
    }
    for key, value in layout.items():
        base[key] = base[key] | value if isinstance(value, dict) and key in base else value
    return {"data": list(traces), "layout": base}


def bare_axis(**more: Any) -> dict[str, Any]:
    """An axis without line, grid and ticks."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "outside",  # without a visible tick: only to keep labels clear of marks at the edge
        "ticklen": TICK_PX,
        "tickcolor": "rgba(0,0,0,0)",
        "fixedrange": True,
        "automargin": True,
    } | more


def row_axis(labels: Iterable[str], above: float = 0.6, below: float = 0.4, **more: Any) -> dict[str, Any]:
    """An axis of rows, the first on top, with so much room ``above`` the first and ``below`` the last."""
    names = list(labels)
    return bare_axis(range=[len(names) - below, -above], tickvals=list(range(len(names))), ticktext=names) | more


def column_axis(labels: Iterable[str], apart: float = 0.4, **more: Any) -> dict[str, Any]:
    """An axis of columns with their names above them."""
    names = list(labels)
    span = [apart - 1, len(names) - apart]
    return bare_axis(side="top", range=span, tickvals=list(range(len(names))), ticktext=names) | more


def share_axis(**more: Any) -> dict[str, Any]:
    """An axis of shares: always 0–100 %."""
    ticks = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"}
    line = {"gridcolor": RULE, "zeroline": False, "fixedrange": True, "automargin": True}
    return {"range": [0, 1]} | ticks | line | more


def legend(above: bool = True, **more: Any) -> dict[str, Any]:
    """A legend in one line above or below the chart; a click on it hides nothing."""
    place = {"y": 1, "yanchor": "bottom"} if above else {"y": 0, "yanchor": "top"}
    return {"orientation": "h", "x": 0, "itemclick": False, "itemdoubleclick": False} | place | more


def mark(status: Status, **more: Any) -> dict[str, Any]:
    """How a bar of ``status`` is filled: colour, outline, and hatching where there is no verdict."""
    marker: dict[str, Any] = {"color": status.colour, "line": EDGE}
    if not status.judged:
        marker["pattern"] = {"shape": "/", "fgcolor": "#8A8580", "bgcolor": status.colour, "size": 6, "solidity": 0.25}
    return marker | more


def bars(name: str, x: Sequence[Any], y: Sequence[Any], marker: dict[str, Any], hover: str, **more: Any) -> Trace:
    """Lying bars of one kind, as long as ``x``, on the rows ``y``. ``hover`` is what one says of itself, if anything.

    ``more`` adds to the trace; :data:`INSIDE` sets their ``text`` into them.

    Examples
    --------
    >>> bars("judged", [2, 3], [0, 1], {}, "%{x}")["hovertemplate"]
    '%{x}<extra></extra>'
    """
    label = {"hovertemplate": f"{hover}<extra></extra>"} if hover else {"hoverinfo": "skip"}
    return {"type": "bar", "orientation": "h", "x": x, "y": y, "marker": marker} | label | _named(name) | more


def written(x: Any, y: Any, text: str, size: int = 12, **more: Any) -> dict[str, Any]:
    """A text within the chart."""
    return {"x": x, "y": y, "showarrow": False, "text": text, "font": {"size": size}} | more


def marks(name: str, points: Iterable[tuple[Any, Any]], marker: dict[str, Any], hover: str, **more: Any) -> Trace:
    """Marks of one kind, one at each of ``points``: dots, tiles, diamonds. ``hover`` is what one says of itself.

    ``more`` adds to the trace; with ``text`` each mark carries its letter or number.

    Examples
    --------
    >>> marks("judged", [(1, 0), (2, 0)], {"size": 13}, "%{x}", text=["F", "P"])["mode"]
    'markers+text'
    """
    places = list(points)
    return {
        "type": "scatter",
        "mode": "markers+text" if "text" in more else "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": marker,
        "hovertemplate": f"{hover}<extra></extra>",
        **_named(name),
    } | more


def _named(name: str) -> dict[str, Any]:
    return {"name": name} if name else {}


def safe(text: str, width: int = 0) -> str:
    """Text of a spreadsheet for a chart: escaped, and broken into lines of ``width`` letters."""
    short = len(text) <= width and text.isprintable() and text == text.strip() != ""
    lines = [text] if short or not width else textwrap.wrap(text, width)
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def lines_in(text: str) -> int:
    """How many lines :func:`safe` has made of a text.

    >>> lines_in(safe("a street of names", 9))
    2
    """
    return text.count("<br>") + 1


def room(texts: Iterable[str], size: float = SMALL_PX) -> int:
    """Pixels the longest line of ``texts`` takes in letters of ``size`` pixels, in the widest of the usual fonts.

    Examples
    --------
    >>> room(["n=9", "n=10/14"], 12), room(["Ujë<br>i pijshëm"], 10)
    (54, 58)
    """
    lines = (html.unescape(line) for text in texts for line in text.split("<br>"))
    return math.ceil(max(map(len, lines), default=0) * size * LETTER_WIDTH)


def rounded(number: float) -> float:
    """A coordinate without noise beyond what is drawn: figures stay small and the same everywhere."""
    return round(float(number), 4)
