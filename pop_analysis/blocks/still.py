"""A chart as a drawing without a script (SVG), for where nobody runs one: drawn here from the plotly figure itself.

It draws what our exhibits are made of: marks, texts, lines, lying bars and plain shapes on axes of numbers or days that
say their range and where their ticks stand. A figure with anything else gets no drawing: a wrong picture is worse than
none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from html import escape, unescape
from itertools import pairwise
from typing import Any

WIDTH_PX, LETTER_PX, LINE_PX, LEGEND_PX, SWATCH_PX = 760, 7, 15, 20, 12
INK, GREY = "#10202E", "#E7E5E4"
TAG = re.compile(r"<(?!br)[^<>]*>")
SYMBOLS = {  # around 0, 0; of size 1
    "circle": None,
    "square": "-.5,-.5 .5,-.5 .5,.5 -.5,.5",
    "diamond": "0,-.65 .65,0 0,.65 -.65,0",
    "triangle-up": "0,-.65 .6,.4 -.6,.4",
    "triangle-down": "0,.65 .6,-.4 -.6,-.4",
}
UPRIGHT = "line-ns-open"
PATH = re.compile(r"M-?[\d.]+,-?[\d.]+(?:[ LC]-?[\d.]+,-?[\d.]+)*Z?")
PAIR = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
DAY_MS = 24 * 60 * 60 * 1000  # plotly counts the length of a bar on an axis of days in thousandths of a second
ANCHORS = {"left": "end", "center": "middle", "right": "start"}
SHARE = ".0%"
Scale = Callable[[Any], float]


class NotDrawn(ValueError):
    """A figure that holds what is not drawn here."""


def still(figure: Mapping[str, Any]) -> str:
    """Return a figure of plotly as SVG; of one that holds anything not known here, nothing.

    >>> axes = {name: {"range": [0, 1], "visible": False} for name in ("xaxis", "yaxis")}
    >>> still({"data": [{"x": [0.5], "y": [0.5], "mode": "markers"}], "layout": {"height": 100, **axes}})[:28]
    '<svg xmlns="http://www.w3.or'
    >>> still({"data": [{"type": "pie", "values": [1]}], "layout": {}})
    ''
    """
    try:
        return _drawn(figure["data"], figure["layout"])
    except (ValueError, KeyError, TypeError, IndexError, ZeroDivisionError):
        return ""


def _drawn(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> str:
    across, upward, margin = layout["xaxis"], layout["yaxis"], layout.get("margin", {})
    named = _ticks(upward)
    left = max([margin.get("l", 8), *(_width(text) + 16 for _, text in named)])
    legend = [trace for trace in traces if trace.get("name") and trace.get("showlegend", layout.get("showlegend"))]
    beside = (note for note in layout.get("annotations") or () if (note.get("xref"), note.get("x")) == ("paper", 1))
    room = [_width(note["text"]) + note.get("xshift", 0) + 4 for note in beside if note.get("xanchor") == "left"]
    right = WIDTH_PX - max([margin.get("r", 8), *room])
    top, bottom = margin.get("t", 8), layout["height"] - margin.get("b", 8)
    if "scaleanchor" in upward:
        across, upward = _in_proportion(across, upward, (right - left) / (bottom - top))
    x, y = _scale(across, left, right), _scale(upward, bottom, top)
    parts = [
        *_axis(across, lambda at: (x(at), top), lambda at: (x(at), bottom), top, bottom),
        *(_line((left, y(at)), (right, y(at)), GREY) for at, _ in named if upward.get("showgrid", True)),
        *(_text(text, left - 9, y(at), "end") for at, text in named),
        *(part for shape in layout.get("shapes") or () for part in _shape(shape, x, y)),
        *(part for trace in _stacked(traces, layout) for part in _trace(trace, x, y)),
        *(_note(note, x, y, (left, right), (top, bottom)) for note in layout.get("annotations") or ()),
    ]
    rows = list(_legend(legend, left, layout["height"] + LEGEND_PX / 2))
    height = layout["height"] + (LEGEND_PX * (1 + rows[-1][0]) if rows else 0)
    inner = "".join([*parts, *(part for _, part in rows)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {height:.0f}" width="{WIDTH_PX}" '
        f'height="{height:.0f}" role="img" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" '
        f'fill="#FFFFFF"/>{inner}</svg>'
    )


def _scale(axis: Mapping[str, Any], first: float, last: float) -> Scale:
    kind = axis.get("type", "linear")
    if kind not in ("linear", "date"):
        raise NotDrawn("axis")
    read = _moment if kind == "date" else _number
    begin, end = map(read, axis["range"])
    return lambda at: first + (read(at) - begin) / (end - begin) * (last - first)


def _in_proportion(
    across: Mapping[str, Any], upward: Mapping[str, Any], shape: float
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Both axes, the shorter one made longer, so that a unit upward is as long as said beside one across."""
    wide, high = (axis["range"][1] - axis["range"][0] for axis in (across, upward))
    wanted = high * upward.get("scaleratio", 1) * shape  # as wide as it is high
    return _longer(across, max(wide, wanted) / wide), _longer(upward, max(wide, wanted) / wanted)


def _longer(axis: Mapping[str, Any], times: float) -> Mapping[str, Any]:
    begin, end = axis["range"]
    more = (end - begin) * (times - 1) / 2
    return {**axis, "range": [begin - more, end + more]}


def _moment(value: Any) -> float:
    """A day, written or counted in thousandths of a second."""
    return date.fromisoformat(value).toordinal() * DAY_MS if isinstance(value, str) else _number(value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotDrawn("value")
    return value


def _ticks(axis: Mapping[str, Any]) -> list[tuple[float, str]]:
    """Where the ticks of an axis stand, and what they say."""
    if not axis.get("visible", True) or not axis.get("showticklabels", True):
        return []
    values = axis["tickvals"]
    if "ticktext" not in axis and axis.get("tickformat") != SHARE and any(type(value) is not int for value in values):
        raise NotDrawn("ticks")
    form = axis.get("tickformat", "")
    return list(zip(values, axis.get("ticktext") or [f"{value:{form}}" for value in values], strict=True))


def _axis(axis: Mapping[str, Any], high: Any, low: Any, top: float, bottom: float) -> Iterator[str]:
    above = axis.get("side") == "top"
    for at, text in _ticks(axis):
        if axis.get("showgrid", True):
            yield _line(high(at), low(at), GREY)
        lines = text.count("<br>") * LINE_PX / 2
        yield _text(text, high(at)[0], top - 14 - lines if above else bottom + 14 + lines)
    if title := (axis.get("title") or {}).get("text"):
        yield _text(
            title, (high(axis["range"][0])[0] + high(axis["range"][1])[0]) / 2, top - 50 if above else bottom + 32
        )


def _stacked(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The traces, each bar with where it begins."""
    ends: dict[Any, float] = {}
    bars = sum(trace.get("type") == "bar" for trace in traces)
    if bars > 1 and layout.get("barmode") not in ("stack", "overlay"):
        raise NotDrawn("bars side by side")
    for trace in traces:
        if trace.get("type", "scatter") == "bar" and "base" not in trace:
            stacked = layout.get("barmode") == "stack"
            base = [ends.get(at, 0.0) if stacked else 0.0 for at in trace["y"]]
            ends.update({at: begin + (long or 0) for at, begin, long in zip(trace["y"], base, trace["x"], strict=True)})
            yield {**trace, "base": base}
        else:
            yield trace


def _trace(trace: Mapping[str, Any], x: Scale, y: Scale) -> Iterator[str]:
    kind, points = trace.get("type", "scatter"), list(enumerate(zip(trace["x"], trace["y"], strict=True)))
    shown = [(n, a, b) for n, (a, b) in points if a is not None and b is not None]
    if kind == "bar" and trace.get("orientation") == "h":
        yield from (part for n, a, b in shown for part in _bar(trace, n, a, b, x, y))
        return
    modes = str(trace.get("mode", "")).split("+")
    if kind != "scatter" or not modes or set(modes) - {"lines", "markers", "text"}:
        raise NotDrawn("trace")
    if "lines" in modes:
        line = trace.get("line", {})
        yield from (
            _line((x(a), y(b)), (x(c), y(d)), line.get("color", INK), line.get("width", 2), line.get("dash", ""))
            for (_, (a, b)), (_, (c, d)) in pairwise(points)
            if None not in (a, b, c, d)  # a line is broken where there is nothing, as plotly's is
        )
    for n, a, b in shown:
        if "error_x" in trace:
            error = trace["error_x"]
            more = _number(error["array"][n])
            less = more if error.get("symmetric", True) else _number(error["arrayminus"][n])
            yield _line((x(a - less), y(b)), (x(a + more), y(b)), error.get("color", INK), 1.5)
        if "markers" in modes:
            yield _mark(trace.get("marker", {}), n, x(a), y(b))
        if "text" in modes:
            yield _label(trace, n, x(a), y(b))


def _bar(trace: Mapping[str, Any], n: int, long: float, at: float, x: Scale, y: Scale) -> Iterator[str]:
    begin, half = _at(trace["base"], n), _at(trace.get("width", 0.8), n) / 2
    first, last = sorted((x(begin), x((_moment(begin) if isinstance(begin, str) else begin) + long)))
    above, below = sorted((y(at - half), y(at + half)))
    yield _box(first, above, last, below, trace.get("marker", {}), n)
    text, ink = str(_at(trace.get("text", ""), n) or ""), _at((trace.get("textfont") or {}).get("color", INK), n)
    if text and trace.get("textposition") == "outside":
        yield _text(text, last + 4, (above + below) / 2, "start", ink)
    elif text and _width(text) < last - first:
        yield _text(text, (first + last) / 2, (above + below) / 2, colour=ink)


def _label(trace: Mapping[str, Any], n: int, at: float, level: float) -> str:
    font = trace.get("textfont") or {}
    up, _, side = _at(trace.get("textposition", "middle center"), n).partition(" ")
    size = _at(font.get("size", 12), n)
    mark = _at((trace.get("marker") or {}).get("size", 0), n) / 2 if "markers" in trace["mode"] else 0
    text = _at(trace["text"], n)
    level += {"top": -1, "middle": 0, "bottom": 1}[up] * (mark + size * 0.8 + text.count("<br>") * LINE_PX / 2)
    at += {"left": -1, "center": 0, "right": 1}[side] * (mark + 3)
    return _text(text, at, level, ANCHORS[side], _at(font.get("color", INK), n), size)


def _mark(marker: Mapping[str, Any], n: int, at: float, level: float) -> str:
    named = str(_at(marker.get("symbol", "circle"), n))
    symbol, kind = (named, "") if named in SYMBOLS else named.rsplit("-", 1)
    size, colour = _at(marker.get("size", 6), n), _at(marker.get("color", INK), n)
    hollow, line = kind == "open", marker.get("line") or {}
    if named == UPRIGHT:
        return _line((at, level - size / 2), (at, level + size / 2), colour, line.get("width", 1))
    if symbol not in SYMBOLS or kind not in ("", "open", "dot"):
        raise NotDrawn("symbol")
    style = _style("#FFFFFF" if hollow else colour, {"color": colour} if hollow else line, n)
    ink = escape(str(_at(line.get("color", INK), n)))
    dot = f'<circle cx="{at:.1f}" cy="{level:.1f}" r="{size / 12:.1f}" fill="{ink}"/>' if kind == "dot" else ""
    points = SYMBOLS[symbol]
    if points is None:
        return f'<circle cx="{at:.1f}" cy="{level:.1f}" r="{size / 2:.1f}"{style}/>{dot}'
    corners = (map(float, corner.split(",")) for corner in points.split())
    placed = " ".join(f"{at + a * size:.1f},{level + b * size:.1f}" for a, b in corners)
    return f'<polygon points="{placed}"{style}/>{dot}'


def _shape(shape: Mapping[str, Any], x: Scale, y: Scale) -> Iterator[str]:
    kind, line = shape.get("type"), shape.get("line") or {}
    look = {"color": shape.get("fillcolor", "none"), "line": line, "opacity": shape.get("opacity", 1)}
    if kind == "path":
        yield _path(shape, look, x, y)
        return
    across = [_placed(shape, "x", end, x, 1) for end in "01"]
    upward = [_placed(shape, "y", end, y, -1) for end in "01"]
    if kind == "line":
        begin, end = zip(across, upward, strict=True)
        yield _line(begin, end, line.get("color", INK), line.get("width", 2), line.get("dash", ""))
        return
    first, last = sorted(across)
    above, below = sorted(upward)
    if kind == "circle":
        middle = f'cx="{(first + last) / 2:.1f}" cy="{(above + below) / 2:.1f}"'
        yield f'<ellipse {middle} rx="{(last - first) / 2:.1f}" ry="{(below - above) / 2:.1f}"{_look(look, 0)}/>'
        return
    if kind != "rect":
        raise NotDrawn("shape")
    yield _box(first, above, last, below, look, 0)
    if label := shape.get("label"):
        font = label.get("font", {})
        ink, size = font.get("color", INK), font.get("size", 12)
        yield _text(label.get("text", ""), (first + last) / 2, (above + below) / 2, colour=ink, size=size)


def _path(shape: Mapping[str, Any], look: Mapping[str, Any], x: Scale, y: Scale) -> str:
    """Straight lines and curves, in pixels from an anchor, or on the axes."""
    if not PATH.fullmatch(shape["path"]):
        raise NotDrawn("path")
    if shape.get("xsizemode") == shape.get("ysizemode") == "pixel":
        at, level = x(shape["xanchor"]), y(shape["yanchor"])
        placed = PAIR.sub(lambda pair: f"{at + float(pair[1]):.1f},{level - float(pair[2]):.1f}", shape["path"])
    else:
        placed = PAIR.sub(lambda pair: f"{x(float(pair[1])):.1f},{y(float(pair[2])):.1f}", shape["path"])
    return f'<path d="{placed}"{_look(look, 0)}/>'


def _placed(shape: Mapping[str, Any], axis: str, end: str, scale: Scale, sign: int) -> float:
    if shape.get(f"{axis}sizemode") == "pixel":
        return scale(shape[f"{axis}anchor"]) + sign * _number(shape[axis + end])
    if shape.get(f"{axis}ref", axis) != axis:
        raise NotDrawn("place")
    return scale(shape[axis + end])


def _note(note: Mapping[str, Any], x: Scale, y: Scale, across: tuple[float, float], upward: tuple[float, float]) -> str:
    if note.get("showarrow", True):
        raise NotDrawn("arrow")
    (left, right), (top, bottom) = across, upward
    at = left + note["x"] * (right - left) if note.get("xref") == "paper" else x(note["x"])
    level = bottom - note["y"] * (bottom - top) if note.get("yref") == "paper" else y(note["y"])
    anchor = {"left": "start", "right": "end"}.get(str(note.get("xanchor")), "middle")
    font = note.get("font") or {}
    at, level = at + note.get("xshift", 0), level - note.get("yshift", 0)
    return _text(note["text"], at, level, anchor, font.get("color", INK), font.get("size", 12))


def _legend(traces: Sequence[Mapping[str, Any]], left: float, level: float) -> Iterator[tuple[int, str]]:
    """What each colour means, below the chart; with the row each stands in."""
    at, row = 8.0, 0
    for trace in traces:
        name = " ".join(_lines(trace["name"]))
        wide = SWATCH_PX + 6 + len(name) * LETTER_PX + 18
        if at > 8 and at + wide > WIDTH_PX:
            at, row = 8.0, row + 1
        middle = level + row * LEGEND_PX
        marker = {**(trace.get("marker") or {"color": (trace.get("line") or {}).get("color", INK)}), "size": SWATCH_PX}
        yield row, _mark({"symbol": "square", **marker}, 0, at + SWATCH_PX / 2, middle)
        yield row, _text(escape(name), at + SWATCH_PX + 6, middle, "start")
        at += wide


# --- the pieces of a drawing ----------------------------------------------------------------------------------------


def _at(value: Any, n: int) -> Any:
    return value[n] if isinstance(value, list | tuple) else value


def _width(text: str) -> float:
    return max(len(line) for line in _lines(text)) * LETTER_PX


def _lines(text: str) -> list[str]:
    return [unescape(line) for line in TAG.sub("", str(text)).split("<br>")]


def _style(fill: str, line: Mapping[str, Any], n: int) -> str:
    dash = ' stroke-dasharray="2 2"' if line.get("dash", "solid") != "solid" else ""
    width = _at(line.get("width", 1 if line else 0), n)
    return (
        f' fill="{escape(fill)}" stroke="{escape(str(_at(line.get("color", "none"), n)))}" stroke-width="{width}"{dash}'
    )


def _look(marker: Mapping[str, Any], n: int) -> str:
    seen = _at(marker.get("opacity", 1), n)
    return _style(_at(marker.get("color", "none"), n), marker.get("line") or {}, n) + (
        f' opacity="{float(seen)}"' if seen != 1 else ""
    )


def _box(left: float, top: float, right: float, bottom: float, marker: Mapping[str, Any], n: int) -> str:
    size = f'width="{right - left:.1f}" height="{bottom - top:.1f}"'
    return f'<rect x="{left:.1f}" y="{top:.1f}" {size}{_look(marker, n)}/>'


def _line(begin: Sequence[float], end: Sequence[float], colour: str, width: float = 1, dash: str = "solid") -> str:
    (a, b), (c, d) = begin, end
    dashed = ' stroke-dasharray="3 3"' if dash not in ("", "solid") else ""
    look = f'stroke="{escape(colour)}" stroke-width="{width}"{dashed}'
    return f'<line x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}" {look}/>'


def _text(text: str, at: float, level: float, anchor: str = "middle", colour: str = INK, size: float = 12) -> str:
    lines = _lines(text)
    first = level - (len(lines) - 1) * LINE_PX / 2
    spans = "".join(
        f'<tspan x="{at:.1f}" y="{first + n * LINE_PX:.1f}">{escape(line)}</tspan>' for n, line in enumerate(lines)
    )
    look = f'text-anchor="{anchor}" dominant-baseline="central" fill="{escape(colour)}" font-size="{size}"'
    return f"<text {look}>{spans}</text>"
