"""Drawings in SVG, sanitised, as pictures that travel inside the page: a browser runs and fetches nothing in those."""

from __future__ import annotations

import base64
import re
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pop_analysis.pages.checked_xml import written

SVG = "http://www.w3.org/2000/svg"
KIND = "image/svg+xml"
LARGEST = 10_000_000  # letters
TAGS = frozenset(
    [
        "svg",
        "a",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "image",
        "marker",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "filter",
        "style",
        "switch",
        "feBlend",
        "feColorMatrix",
        "feComponentTransfer",
        "feComposite",
        "feConvolveMatrix",
        "feDisplacementMap",
        "feDropShadow",
        "feFlood",
        "feFuncA",
        "feFuncB",
        "feFuncG",
        "feFuncR",
        "feGaussianBlur",
        "feMerge",
        "feMergeNode",
        "feMorphology",
        "feOffset",
        "feTile",
        "feTurbulence",
    ]
)
# What asks for something: only a part of the same drawing, or a picture inside it, may be asked for.
ASKS = re.compile(r"url\s*\(\s*[\"']?(?!#)|@import|expression\s*\(|javascript:|\\", re.IGNORECASE)
INSIDE = re.compile(r"#[^\s\"'()<>]+|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
INLINE = re.compile(r"<svg\b[^<>]*>(?:(?!<svg\b)[\s\S])*?</svg\s*>", re.IGNORECASE)


def drawing(source: str) -> str | None:
    """Return the address of a drawing inside the page; of what is no SVG, or cannot be made safe, nothing.

    >>> drawing("<svg xmlns='http://www.w3.org/2000/svg'><rect onclick='x()' width='9' height='9'/></svg>")[:26]
    'data:image/svg+xml;base64,'
    >>> drawing("<svg><p>") is None
    True
    """
    if len(source) > LARGEST:
        return None
    if f'"{SVG}"' not in source and f"'{SVG}'" not in source:  # inside HTML its name is enough
        source = re.sub(r"<svg\b", f'<svg xmlns="{SVG}"', source, count=1, flags=re.IGNORECASE)
    try:
        root = fromstring(source.strip().encode(errors="replace"))
        if root.tag != f"{{{SVG}}}svg":
            return None
        text = str(written(root, TAGS, _kept, SVG))
    except (ParseError, DefusedXmlException, RecursionError, ValueError, LookupError):
        return None
    text = text.replace("<svg", f'<svg xmlns="{SVG}"', 1)
    return f"data:{KIND};base64,{base64.b64encode(text.encode()).decode('ascii')}"


def _kept(tag: str, name: str, value: str) -> str | None:
    if not name:
        return value if tag != "style" or not ASKS.search(value) else None
    if name.lower().startswith("on") or not re.fullmatch(r"[\w-]+", name):
        return None
    if name == "href":
        return value if INSIDE.fullmatch(value.strip()) else None
    return None if ASKS.search(value) else value
