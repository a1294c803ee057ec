"""The gate between what a notebook holds and what a page may hold: HTML, links, pictures and JSON."""

from __future__ import annotations

import json
import math
import re
from base64 import b64decode
from functools import cache
from html import unescape
from itertools import islice, pairwise
from typing import Any
from urllib.parse import unquote

import nh3
from markupsafe import Markup, escape

from pop_analysis.model.addresses import opened_as
from pop_analysis.model.text import encodable, slug
from pop_analysis.pages.drawings import INLINE, KIND, drawing
from pop_analysis.pages.styles import checked_style, with_styles_in_place

TEXT_TAGS = (
    "a abbr b bdi bdo blockquote br cite code dd del details dfn div dl dt em hr i img ins kbd li mark ol p pre q s"
    " samp small span strong sub summary sup u ul var"
)
TABLE_TAGS = "caption col colgroup table tbody td tfoot th thead tr"
# Their content is no text for a reader, so it goes with the tag.
TAGS_TAKEN_OUT_WHOLE = (
    "applet audio canvas embed form frame frameset iframe math noembed noframes noscript object script select style"
    " svg template textarea title video xmp"
)
ATTRIBUTES = {
    "*": {"lang", "dir", "style"},
    "a": {"href"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# What a reader misses when it is taken out (a style is not missed).
ACTIVE = re.compile(r"<\s*(applet|audio|canvas|embed|form|iframe|math|object|script|svg|video)\b", re.IGNORECASE)
# A picture, with what its tag says: no part of the text is looked at for two of them, however many there are.
IMG = re.compile(r"<\s*img\b((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)", re.IGNORECASE)
# One that travels inside the text: any other would have to be fetched.
CARRIED = re.compile(r"\bsrc\s*=\s*[\"']?data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,", re.IGNORECASE)
# A picture that was taken out leaves its words.
WITHOUT_SOURCE = re.compile(r"<img(?![^<>]* src=)(?:[^<>]* alt=\"([^\"<>]*)\")?[^<>]*>")
OPENED_TABLE = re.compile(r"<table\b[^<>]*>")
TAG = re.compile(r"<[^<>]*>")
# A tag up to its end: what stands in quotes after a = belongs to it, be it a > or a <.
OPENED = re.compile(r"(<[a-z][a-z0-9]*+)((?:[^<>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?)*+)", re.IGNORECASE)
VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')?")
MOST_AT_ONCE = 500  # signs the cleaner copies a text at, attributes in one tag
# What the cleaner writes as &…; and what begins with the same byte as a space that does not break.
COPIED_AT = re.compile(r"[&\x80-\xbf]")
TAG_LIKE = re.compile(r"<[a-z/!?]|>", re.IGNORECASE)
NESTED = re.compile(r"<(/?)([a-z][a-z0-9]*+)", re.IGNORECASE)
# Tags that hold nothing, or end by themselves where the next of their kind begins.
NOT_NESTED = frozenset(("br", "col", "dd", "dt", "hr", "img", "li", "p", "wbr", *TABLE_TAGS.split())) - {"table"}
DEEPEST = 256  # browsers give up at 512

# The place of a heading as notebooks write it: with capitals, and the letters it has.
WRITTEN_PLACE = re.compile(r"#[^\s\"'<>`#%&\\]{1,120}")
PLACE = re.compile(r"#[a-z][a-z0-9-]*")
SIBLING_PAGE = re.compile(r"[a-z0-9][a-z0-9._-]*\.html")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # a language tag
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}")
DRAWING = f"data:{KIND};base64,"

# Inside <script> the HTML parser looks for these before any JSON reader does.
INERT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def safe_link(address: Any) -> str | None:
    """Return where ``address`` leads when it may become a link (http, https, mailto), otherwise nothing.

    >>> safe_link("https://popnetwork.al/")
    'https://popnetwork.al/'
    >>> safe_link("javascript:alert(1)") is None
    True

    Nor does an address become one that leads elsewhere than it reads (:func:`~pop_analysis.model.addresses.opened_as`).

    >>> safe_link("https://popnetwork.al@elsewhere.example/") is None
    True
    """
    return opened_as(address.strip()) if isinstance(address, str) else None


def safe_place(address: Any) -> str | None:
    """Return ``address`` when it is a link as above, or a place on the same page.

    >>> safe_place("#findings"), safe_place("#x onclick=")
    ('#findings', None)
    """
    return address if isinstance(address, str) and PLACE.fullmatch(address) else safe_link(address)


def safe_page(address: Any) -> str | None:
    """Return ``address`` when it is a link as above, or a page in the same folder.

    >>> safe_page("fier.en.html")
    'fier.en.html'
    >>> safe_page("../secret.html") is None
    True
    """
    text = address.strip() if isinstance(address, str) else ""
    return text if SIBLING_PAGE.fullmatch(text) else safe_link(text)


def clean_html(html: str) -> Markup:
    """Return ``html`` with nothing in it but text, its simple marks, tables, safe links and pictures from inside.

    Headings are no part of it: their levels belong to the page.

    >>> clean_html('<b onclick="x()">7</b><script>x()</script>')
    Markup('<b>7</b>')
    """
    html = encodable(html)
    if _is_too_deep(html):
        return escape(html)
    html = with_styles_in_place(with_drawings_as_pictures(html))
    cleaned = _cleaner().clean(OPENED.sub(_bare_if_crowded, _in_pieces(html)))
    cleaned = WITHOUT_SOURCE.sub(r"\1", cleaned)
    # No attribute holds a "<" (see below), so that these two are tags. A wide table scrolls in its own box.
    boxed = OPENED_TABLE.sub(r'<div class="scroll" tabindex="0">\g<0>', cleaned)
    return Markup(boxed.replace("</table>", "</table></div>"))  # noqa: S704 — it has just been cleaned


def with_drawings_as_pictures(html: str) -> str:
    """Return ``html`` with each ``<svg>`` in it as a picture; one that cannot be made one stays, and is taken out.

    >>> with_drawings_as_pictures("<p><svg><rect/></svg></p>")[:47]
    '<p><img alt="" src="data:image/svg+xml;base64,P'
    """

    def pictured(found: re.Match[str]) -> str:
        address = drawing(found[0])
        return f'<img alt="" src="{address}">' if address else found[0]

    return INLINE.sub(pictured, html) if "<svg" in html.lower() else html


def taken_out(html: str) -> list[str]:
    """List what :func:`clean_html` takes out that a reader would miss.

    >>> taken_out("<p>1</p><IFRAME srcdoc='x'></iframe>")
    ['iframe']
    """
    if _is_too_deep(html):  # then all of it is shown, as text
        return []
    html = with_drawings_as_pictures(html)
    fetched = any(not CARRIED.search(said) for said in IMG.findall(html))
    crowded = (tag[1][1:] for tag in OPENED.finditer(html) if _is_crowded(tag[2]))
    return sorted({*map(str.lower, (*ACTIVE.findall(html), *crowded)), *(["img"] if fetched else [])})


def text_within(html: Markup) -> str:
    """Return the text of what :func:`clean_html` gave; ``striptags`` copies the whole text once for every tag in it.

    >>> text_within(clean_html("<p>7 <b>of</b> 9 &lt; 10</p>"))
    '7 of 9 < 10'
    """
    return " ".join(unescape(TAG.sub("", html)).split())


def inert_json(value: Any) -> Markup:
    r"""Return ``value`` as JSON that may stand inside ``<script type="application/json">``.

    >>> inert_json({"a": "</script>", "b": float("nan")})
    Markup('{"a":"\\u003c/script\\u003e","b":null}')
    """
    try:
        text = _dumped(value)
    except ValueError:  # JSON of browsers knows neither NaN nor infinity
        text = _dumped(_finite(value))
    return Markup(encodable(text).translate(INERT))  # noqa: S704 — nothing in it can end a script


def _in_pieces(html: str) -> str:
    """Return ``html`` so that the cleaner, which copies a text at some signs in it, takes no longer than it is long.

    A comment, which it takes out, ends a text.
    """
    cuts = [0, *(sign.start() for sign in islice(COPIED_AT.finditer(html), MOST_AT_ONCE, None, MOST_AT_ONCE))]
    pieces = [html[start:end] for start, end in pairwise([*cuts, len(html)])]
    ends = ["" if TAG_LIKE.search(piece) else "<!---->" for piece in pieces[:-1]]
    return "".join(map("".join, zip(pieces, [*ends, ""], strict=True)))


def _bare_if_crowded(tag: re.Match[str]) -> str:
    """A tag, without its attributes where they are too many: the cleaner compares each with all others."""
    return tag[1] if _is_crowded(tag[2]) else tag[0]


def _is_crowded(attributes: str) -> bool:
    if len(attributes) <= MOST_AT_ONCE:
        return False
    names = VALUE.sub("= ", attributes)
    return names.count("=") > MOST_AT_ONCE or len(names.split(None, MOST_AT_ONCE)) > MOST_AT_ONCE


def _is_too_deep(html: str) -> bool:
    """Whether tags stand in each other deeper than anybody means: the cleaner looks through all of them at each."""
    depth = 0
    for tag in NESTED.finditer(html):
        if tag[2].lower() not in NOT_NESTED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > DEEPEST:
                return True
    return False


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _kept(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        place = unquote(value)
        return f"#{slug(place)[:60]}" if WRITTEN_PLACE.fullmatch(place) and slug(place) else safe_link(value)
    if attribute == "style":
        return checked_style(value)
    if attribute == "src":
        packed = "".join(value.split())  # base64 is often written in lines
        return _drawing_in(packed) if packed.startswith(DRAWING) else packed if PICTURE.fullmatch(packed) else None
    return value.translate({ord("<"): None, ord(">"): None})


def _drawing_in(address: str) -> str | None:
    """A drawing written as base64, made safe."""
    try:
        return drawing(b64decode(address.removeprefix(DRAWING), validate=True).decode())
    except ValueError:  # no base64, or no text
        return None


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(f"{TEXT_TAGS} {TABLE_TAGS}".split()),
        clean_content_tags=set(TAGS_TAKEN_OUT_WHOLE.split()),
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto", "data"},
    )
