"""plotly.js as it travels inside a page: the small build where it can draw all of the page, else the whole one.

The plotly package brings the whole of plotly.js alone. Beside this file lies ``plotly_basic/``: the build its makers
publish for scatter, bar and pie charts, a quarter of the size, unchanged. A page gets it when it has charts of no other
kind, and only as long as both are of one version.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# The letters of base 85 without the two that mean something in HTML; the page's script knows them too.
LETTERS = str.maketrans("<&", ",.")
BASIC = Path(__file__).parent / "plotly_basic" / "plotly-basic.min.js"
BASIC_TRACES = frozenset({"scatter", "bar", "pie"})
# Kinds of traces that stand on the outlines of countries, and on tiles: a page has neither and asks nobody for them.
OUTLINES = frozenset({"choropleth", "scattergeo"})
TILES = frozenset(f"{kind}{of}" for kind in ("scatter", "choropleth", "density") for of in ("map", "mapbox"))
HEAD = re.compile(rb"plotly\.js (?:\([^)]*\) )?v(\S+)")

Build = Literal["basic", "whole"]


@dataclass(frozen=True)
class PlotlyBundle:
    """The library that draws the charts, ready to stand in a page."""

    build: Build
    packed: str
    """gzip of plotly.js in base 85, 6 % shorter than base 64; no letter of it means anything in HTML."""
    hash: str
    """The source expression of a content security policy, ``sha256-…``, for the unpacked text."""


def script_hash(source: bytes) -> str:
    """Return the expression by which a content security policy allows an inline script with exactly this text.

    >>> script_hash(b"")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(source).digest()).decode("ascii")


def build_for(kinds: Iterable[str]) -> Build:
    """Return the smallest build of plotly.js that draws traces of all these ``kinds`` as the installed plotly would.

    >>> build_for(["bar", "heatmap"])
    'whole'
    """
    return "basic" if BASIC_TRACES.issuperset(kinds) and version_of("basic") == version_of("whole") else "whole"


def kinds_of_traces(figure: Mapping[str, Any]) -> set[str]:
    """Return the kinds of traces a figure has, those of its frames too; one that does not say is a scatter.

    >>> sorted(kinds_of_traces({"data": [{"type": "bar"}, {}], "frames": [{"data": [{"type": "sankey"}]}]}))
    ['bar', 'sankey', 'scatter']
    """
    parts = [figure, *(frame for frame in figure.get("frames") or () if isinstance(frame, Mapping))]
    traces = (trace for part in parts for trace in part.get("data") or () if isinstance(trace, Mapping))
    return {str(trace.get("type", "scatter")) for trace in traces}


def grounds_fetched(figure: Mapping[str, Any]) -> bool:
    """Whether plotly.js would ask a host for the ground of a map: the outlines of countries, or tiles.

    >>> grounds_fetched({"data": [{"type": "choropleth", "locations": ["ALB"]}]})
    True
    >>> grounds_fetched({"data": [{"type": "choropleth", "geojson": {"type": "FeatureCollection"}}]})
    False
    """
    traces = [trace for trace in figure.get("data") or () if isinstance(trace, Mapping)]
    kinds = {str(trace.get("type")) for trace in traces if not isinstance(trace.get("geojson"), Mapping)}
    return bool(kinds & OUTLINES) or bool(kinds_of_traces(figure) & TILES)


def drawn_without_a_host(figure: Mapping[str, Any]) -> bool:
    """Whether anything of a figure is drawn where no host is asked: not areas without borders, nor maps on tiles.

    >>> drawn_without_a_host({"data": [{"type": "choropleth", "locations": ["ALB"]}, {"type": "scattermap"}]})
    False
    >>> drawn_without_a_host({"data": [{"type": "scattergeo"}]}), drawn_without_a_host({"data": []})
    (True, True)
    """
    asking = [_asks_a_host(trace) for trace in figure.get("data") or () if isinstance(trace, Mapping)]
    return not asking or not all(asking)


@cache
def version_of(build: Build) -> str:
    """Return the version a build names in its first lines, e.g. ``4.1.1``."""
    with _place(build).open("rb") as source:
        found = HEAD.search(source.read(500))
    return found[1].decode("ascii") if found else f"{build} unknown"


def plotly_source(build: Build) -> bytes:
    """Return ``plotly.min.js``: the installed one, or the small build.

    Without its byte order mark: the browser's decoder drops it, and the hash must be of what the browser then sees.
    """
    source: bytes = _place(build).read_bytes()
    return source.removeprefix(BYTE_ORDER_MARK)


@cache
def plotly_bundle(build: Build) -> PlotlyBundle:
    """Pack plotly.js, once a process; the same file gives the same text every time.

    >>> set(plotly_bundle("basic").packed) & set("<&")
    set()
    """
    source = plotly_source(build)
    # No time stamp inside: two runs give the same bytes.
    packed = gzip.compress(source, compresslevel=9, mtime=0)
    return PlotlyBundle(build, base64.b85encode(packed).decode("ascii").translate(LETTERS), script_hash(source))


def _asks_a_host(trace: Mapping[str, Any]) -> bool:
    kind = trace.get("type")
    return kind in TILES or (kind == "choropleth" and not isinstance(trace.get("geojson"), Mapping))


def _place(build: Build) -> Any:
    return BASIC if build == "basic" else files("plotly").joinpath("package_data", "plotly.min.js")
