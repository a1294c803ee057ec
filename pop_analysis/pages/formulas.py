"""Formulas in LaTeX as MathML, which browsers draw without a script; what cannot be made of one keeps its source."""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element

from markupsafe import Markup

from pop_analysis.pages.checked_xml import NotToBeWritten, written

LONGEST = 5_000  # letters of one formula
TAGS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
        "mphantom",
        "menclose",
        "ms",
    ]
)
PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "mroot": 2}
ATTRIBUTES = frozenset(
    [
        "display",
        "displaystyle",
        "scriptlevel",
        "mathvariant",
        "mathcolor",
        "mathbackground",
        "stretchy",
        "fence",
        "separator",
        "accent",
        "accentunder",
        "lspace",
        "rspace",
        "linethickness",
        "columnalign",
        "rowspacing",
        "columnspacing",
        "columnlines",
        "rowlines",
        "minsize",
        "maxsize",
        "width",
        "height",
        "depth",
        "largeop",
        "movablelimits",
        "symmetric",
        "form",
        "notation",
    ]
)
VALUE = re.compile(r"[\w#.%+ -]{1,80}")
# Numbers of equations are given over a whole paper; one that begins anew in each formula would be wrong.
NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|eqnarray|equation|gather|multline)\}")
LABEL = re.compile(r"\\(?:label\{[^{}]*\}|nonumber\b|notag\b)")


def formula(source: str, *, display: bool = False) -> Markup:
    r"""Return a formula as MathML, with its LaTeX as its text for who cannot see it; else its source, as it is typed.

    Parameters
    ----------
    source
        LaTeX without the signs around it.
    display
        Whether it stands in a line of its own.

    >>> formula(r"x^2\,dx")[:39]
    Markup('<math display="inline" alttext="x^2\\,dx')
    >>> formula(r"\unheard{x}")
    Markup('<code>$\\unheard{x}$</code>')
    """
    signs = "$$" if display else "$"
    try:
        return _math(source, "block" if display else "inline")
    except Exception:  # noqa: BLE001 — the library raises what it likes at what is no LaTeX, also IndexError
        return Markup("<code>{0}{1}{0}</code>").format(signs, source)


def _math(source: str, display: str) -> Markup:
    from latex2mathml.converter import convert_to_element  # where there is a formula only: it reads long lists

    if len(source) > LONGEST:
        raise NotToBeWritten(source[:80])
    plain = LABEL.sub("", NUMBERED.sub(r"\\\1{\2*}", source))
    element = convert_to_element(plain.strip(), xmlns="", display=display)
    for each in element.iter():
        _check(each)
    element.set("alttext", " ".join(source.split()))
    return written(element, TAGS, _kept)


def _check(element: Element) -> None:
    """Raise for what would be drawn as something else than was meant."""
    unknown = (element.text or "").startswith("\\") or element.tag not in TAGS
    if unknown or element.get("linebreak") or len(element) != PARTS.get(element.tag, len(element)):
        raise NotToBeWritten(element.tag)


def _kept(_tag: str, name: str, value: str) -> str | None:
    if not name:
        return unescape(value)  # the library writes signs as &#x…;
    return value if name == "alttext" or (name in ATTRIBUTES and VALUE.fullmatch(value)) else None
