"""plotly.js as it travels inside a page: the installed file, compressed, and the hash that allows it to run."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# The letters of base 85 without the two that mean something in HTML; the page's script knows them too.
LETTERS = str.maketrans("<&", ",.")


@dataclass(frozen=True)
class PlotlyBundle:
    """The library that draws the charts, ready to stand in a page."""

    packed: str
    """gzip of ``plotly.min.js`` in base 85, 6 % shorter than base 64; no letter of it means anything in HTML."""
    hash: str
    """The source expression of a content security policy, ``sha256-…``, for the unpacked text."""


def script_hash(source: bytes) -> str:
    """Give the expression by which a content security policy allows an inline script with exactly this text.

    >>> script_hash(b"")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(source).digest()).decode("ascii")


def plotly_source() -> bytes:
    """Give the installed ``plotly.min.js``, the whole of it: its package ships no smaller one.

    Without its byte order mark: the browser's decoder drops it, and the hash must be of what the browser then sees.
    """
    return files("plotly").joinpath("package_data", "plotly.min.js").read_bytes().removeprefix(BYTE_ORDER_MARK)


@cache
def plotly_bundle() -> PlotlyBundle:
    """Pack the installed ``plotly.min.js``, once a process; the same file gives the same text every time.

    >>> set(plotly_bundle().packed) & set("<&")
    set()
    """
    source = plotly_source()
    # No time stamp inside: two runs give the same bytes.
    packed = gzip.compress(source, compresslevel=9, mtime=0)
    return PlotlyBundle(base64.b85encode(packed).decode("ascii").translate(LETTERS), script_hash(source))
