"""What of a figure of plotly a page draws: nothing in it is fetched, and its links lead where they read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import escape

from pop_analysis.pages.plotly_bundle import TILES
from pop_analysis.pages.sanitise import PICTURE, safe_link

# What plotly.js fetches where it is a text: pictures, styles of maps and their parts, borders.
FETCHED = frozenset({"source", "style", "url", "geojson", "sprite", "glyphs", "tiles", "src", "plotlyserverurl"})
LAST = re.compile(r"\w+(?=\W*$)")  # of a path, as buttons and sliders name it: layout.images[0].source
STYLES = frozenset({"normal", "italic", "oblique"})  # of letters; a style of a map is an address, or stands for one
MAP = re.compile(r"(?:map|mapbox)\d*")
NO_GROUND = {"style": "white-bg"}  # the one style of plotly.js that asks no host
LINK = re.compile(r"<\s*a\b[^>]*>?", re.IGNORECASE)
HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


def carried(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``data``, ``layout`` and ``frames`` of a figure with nothing in them that has to be fetched.

    A picture that travels inside stays, any other goes, and so do a map's style and its parts; what is drawn on the map
    stays. A link in a text stays where a page may have it.

    >>> figure = {"layout": {"images": [{"source": "https://a.al/p.png"}], "title": {"text": "<a href='//a.al'>x</a>"}}}
    >>> carried(figure)["layout"]
    {'images': [], 'title': {'text': '<a>x</a>'}}
    """
    kept: dict[str, Any] = {
        "data": [_carried(trace) for trace in _records(figure.get("data")) if not _is_fetched(trace)],
        "layout": _layout(figure.get("layout")),
    }
    if isinstance(figure.get("frames"), list):
        kept["frames"] = [_carried(frame) for frame in _records(figure["frames"])]
    for trace in kept["data"]:
        if trace.get("type") in TILES:
            named = str(trace.get("subplot") or ("mapbox" if str(trace["type"]).endswith("mapbox") else "map"))
            kept["layout"][named] = {**_mapping(kept["layout"].get(named)), **NO_GROUND}
    return kept


def _layout(layout: Any) -> dict[str, Any]:
    kept: dict[str, Any] = _carried(_mapping(layout))
    return kept


def _carried(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        return LINK.sub(_link, value) if "<" in value else value
    if isinstance(value, Mapping):
        kept = {name: _carried(each, str(name)) for name, each in value.items() if not _leads_out(str(name), each)}
        return {**kept, **NO_GROUND} if MAP.fullmatch(key) else kept
    if isinstance(value, list | tuple):
        if key == "images":
            return [_carried(each) for each in _records(value) if not _is_fetched(each)]
        if key == "args" and len(value) > 1 and isinstance(value[0], str) and _leads_out(value[0], value[1]):
            return []
        return [_carried(each, key) if isinstance(each, str | Mapping | list | tuple) else each for each in value]
    return value


def _leads_out(name: str, value: Any) -> bool:
    """Whether something under this name would be fetched: an address, or the name of a style that stands for some."""
    last = LAST.search(name)
    if last is None or last[0].lower() not in FETCHED:
        return False
    if isinstance(value, str):
        return not (PICTURE.fullmatch(value) or value in STYLES)
    return isinstance(value, list | tuple) and any(isinstance(each, str) for each in value)


def _is_fetched(part: Mapping[str, Any]) -> bool:
    """Whether a picture in a figure would have to be asked for from somewhere; the page may not ask."""
    return isinstance(source := part.get("source"), str) and not PICTURE.fullmatch(source)


def _link(tag: re.Match[str]) -> str:
    found = HREF.search(tag[0])
    address = safe_link(next(filter(None, found.groups()), "")) if found else None
    return f'<a href="{escape(address)}">' if address else "<a>"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _records(value: Any) -> list[Mapping[str, Any]]:
    """The mappings of a list; anything else is no list of them."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []
