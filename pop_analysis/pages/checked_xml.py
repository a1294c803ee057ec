"""XML of others, written anew from a list of what may stand in it: drawings (SVG) and formulas (MathML)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

Keep = Callable[[str, str, str], str | None]


class NotToBeWritten(ValueError):
    """XML that cannot be written without losing what it means."""


def written(element: Element, tags: Collection[str], keep: Keep, space: str = "") -> Markup:
    """Write ``element`` with those of its tags and attributes that may stay; another tag goes with all in it.

    Parameters
    ----------
    tags
        Names without their namespace.
    keep
        Given tag, attribute (without namespaces; empty for the text in a tag) and value; returns what to write, or
        None for nothing.
    space
        The namespace that counts; elements of any other are left out. Empty for elements without one.

    >>> from xml.etree.ElementTree import fromstring
    >>> element = fromstring("<g><b onclick='1' x='2'>a</b><c/>d</g>")
    >>> written(element, {"g", "b"}, lambda tag, name, value: None if name == "onclick" else value)
    Markup('<g><b x="2">a</b>d</g>')
    """
    name = _local(element.tag, space)
    said = ((_local(key), str(value)) for key, value in element.items())
    kept = ((key, value) for key, text in said if (value := keep(name, key, text)) is not None)
    attributes = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in kept)
    parts = [escape(keep(name, "", element.text or "") or "")]
    for child in element:
        if isinstance(child.tag, str) and _local(child.tag, space) in tags:
            parts.append(written(child, tags, keep, space))
        parts.append(escape(child.tail or ""))
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), attributes, Markup("").join(parts))  # noqa: S704 — listed


def _local(name: str, space: str = "") -> str:
    """A name without its namespace; one of another namespace than asked for has none."""
    there, _, local = name.rpartition("}")
    return local if not space or there == f"{{{space}" else ""
