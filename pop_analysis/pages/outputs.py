"""Outputs of code cells that are no blocks of ours: the richest form a page can hold, and a word on what it cannot.

docs/other-notebooks.md says the same to readers, one row a kind; a test holds the two together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from pop_analysis.blocks.blocks import PLOTLY, BlockError
from pop_analysis.pages.elements import (
    Element,
    content_in,
    elements_of_block,
    failure,
    figure_element,
    figure_title,
    html_element,
    joined,
    left_out,
    missing_tag,
    plain,
    text_element,
    without_addresses,
)
from pop_analysis.pages.formulas import formula
from pop_analysis.pages.pictures import NONE, PASTED, Pictures, picture
from pop_analysis.pages.plotly_bundle import drawn_without_a_host, grounds_fetched
from pop_analysis.pages.prose import Heading, Missing, read_markdown
from pop_analysis.pages.sanitise import clean_html, taken_out, text_within
from pop_analysis.pages.widgets import VIEW, Models, last_state, outputs_of

# What Python writes of an object that has no form for readers: <a.b object at 0x7f…>, [<…>], alt.Chart(...), HBox().
NAMELESS = re.compile(r"\[?<([A-Za-z_][\w.]*)[^<>\n]*>(?:, <[^<>\n]*>)*\]?")
CALL = re.compile(r"[A-Za-z_][\w.]*\([^\n]*\)")
# What only says that a script is coming: alone, and within what a script would fill.
PROMISE = re.compile(r"\W*(?:Loading\b.{0,80}?(?:\.\.\.|…)|This is the .?init_notebook_mode.{0,200})\W*", re.IGNORECASE)
TABLE = re.compile(r'<div class="scroll" tabindex="0"><table\b[^<>]*>(?:(?!<table\b)[\s\S])*?</table></div>')
LOADING = re.compile(r"loading\b|init_notebook_mode", re.IGNORECASE)
LONGEST_JSON = 20_000
JSON_KINDS = ("application/json", "application/geo+json")
PROGRAMS = {"bokeh": "Bokeh", "vega": "Vega", "itables": "itables", "plotly": "Plotly"}
OVERWRITTEN = re.compile(r"(?m)^[^\n]*\r(?=[^\r\n])")  # a line of progress that was written over itself
MATHS = re.compile(r"\$|\\begin\{")
KINDS_LEFT_OUT = {
    "application/javascript": "script",
    "application/pdf": "file",
    VIEW: "widget",
}


@dataclass(frozen=True)
class Surroundings:
    """What an output may speak of: the pictures beside its notebook, and the state of the notebook's widgets."""

    pictures: Pictures = NONE
    models: Models = field(default_factory=dict)
    place: str = ""


def elements_of(output: Mapping[str, Any], around: Surroundings | None = None) -> Iterator[Element]:
    """Draw up what a page shows for one output of a code cell.

    >>> list(elements_of({"output_type": "stream", "name": "stdout", "text": "7 nga 9"}))
    [{'kind': 'text', 'text': '7 nga 9'}]
    """
    kind = output.get("output_type")
    if kind == "stream":
        # Warnings of programs are no text for readers, and they name folders of the machine.
        text = OVERWRITTEN.sub("", joined(output.get("text")))
        yield text_element(text) if output.get("name") == "stdout" else left_out("messages")
    elif kind == "error":
        # The traceback stays in the notebook: it too names folders of the machine.
        yield failure(f"{output.get('ename', '')}: {output.get('evalue', '')}")
    elif content_in(output) is not None:
        try:
            yield from elements_of_block(output)
        except BlockError as problem:
            yield failure(str(problem))
    else:
        yield from _elements_of_bundle(output.get("data", {}), output.get("metadata", {}), around or Surroundings())


def _elements_of_bundle(
    data: Mapping[str, Any], metadata: Mapping[str, Any], around: Surroundings
) -> Iterator[Element]:
    """Take the richest form of an output that a page can hold, and name what it cannot."""
    if isinstance(figure := data.get(PLOTLY), Mapping) and not drawn_without_a_host(figure):
        yield left_out("map", figure_title(figure))
    elif isinstance(figure, Mapping):
        yield {"kind": "figure", "label": figure_title(figure), **figure_element(figure)}
        if grounds_fetched(figure):
            yield left_out("ground")
    elif VIEW in data and (shown := list(_widget(data[VIEW], around))):
        yield from shown
    elif image := next(filter(None, (_image(kind, data, metadata) for kind in PASTED if kind in data)), None):
        yield image
    else:
        html = list(_html(data, around))
        yield from html
        if all(each["kind"] == "left_out" for each in html):
            yield from _elements_of_text(data, around, said=bool(html))


def _widget(view: Any, around: Surroundings) -> Iterator[Element]:
    lines = [text_within(clean_html(line)) for line in last_state(view, around.models)]
    if any(lines):
        yield {"kind": "widget", "lines": list(filter(None, map(plain, lines)))}
    for output in outputs_of(view, around.models):
        yield from elements_of(output, around)


def _image(kind: str, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> Element | None:
    address = picture(kind, joined(data[kind]))
    if address is None:
        return None
    own = metadata.get(kind)
    described = metadata.get("alt") or (own.get("alt") if isinstance(own, Mapping) else None)
    text = plain(described or data.get("text/plain"))
    return {"kind": "image", "address": address, "alt": "" if NAMELESS.fullmatch(text.strip()) else text}


def _html(data: Mapping[str, Any], around: Surroundings) -> Iterator[Element]:
    html = around.pictures.carried(without_addresses(joined(data.get("text/html"))))
    gone = [missing_tag(name) for name in taken_out(html)]
    cleaned = clean_html(html)
    if scripted := ("script", "") in gone:  # beside what it would fill there may be a table for who has no script
        cleaned = Markup(TABLE.sub(lambda table: "" if _only_promises(table[0], True) else table[0], cleaned))  # noqa: S704 — cleaned above
    if (text_within(cleaned) or "<img" in cleaned) and not _only_promises(cleaned, scripted):
        yield html_element(cleaned)
    yield from (left_out(word, _program(html) if word == "script" else detail) for word, detail in dict.fromkeys(gone))


def _only_promises(html: str, scripted: bool) -> bool:
    """Whether HTML says no more than that a script is coming; a table that one would fill has a cell at most."""
    text = text_within(Markup(html))  # noqa: S704 — it was cleaned
    return bool(PROMISE.fullmatch(text) or (scripted and LOADING.search(text) and html.count("<td") <= 1))


def _program(html: str) -> str:
    """Which of the programs people draw with wants to run here."""
    lower = html.lower()
    return next((name for sign, name in PROGRAMS.items() if sign in lower), "")


def _elements_of_text(data: Mapping[str, Any], around: Surroundings, *, said: bool) -> Iterator[Element]:
    """Markdown, a formula, data or plain text, whichever comes first; ``said``: that something is missing, is told."""
    text = joined(data.get("text/plain"))
    others = sorted(set(data) - {"text/plain", "text/html", "text/markdown", "text/latex", *JSON_KINDS})
    latex = joined(data.get("text/latex")).strip()
    structured = next((data[kind] for kind in JSON_KINDS if kind in data), None)
    if "text/markdown" in data:
        pieces = read_markdown(without_addresses(joined(data["text/markdown"])), around.pictures, around.place)
        yield from map(from_markdown, pieces)
        return
    if latex:
        pieces = read_markdown(latex) if MATHS.search(latex) else iter([formula(latex, display=True)])
        yield from map(from_markdown, pieces)
        return
    if structured is not None:
        yield _json(structured)
        return
    yield from (_kind_left_out(str(kind)) for kind in others)
    said = said or bool(others) or "text/html" in data
    if nameless := NAMELESS.fullmatch(text.strip()):
        yield from [] if said else [left_out("object", nameless[1])]
    elif text and not (said and (CALL.fullmatch(text.strip()) or VIEW in data)):
        yield text_element(text)


def _json(content: Any) -> Element:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return (
        text_element(text) if len(text) <= LONGEST_JSON else left_out("data", f"JSON, {len(text):_}".replace("_", " "))
    )


def _kind_left_out(kind: str) -> Element:
    if kind in KINDS_LEFT_OUT:
        return left_out(KINDS_LEFT_OUT[kind])
    family = kind.partition("/")[0]
    if family in ("audio", "video"):
        return left_out({"audio": "sound", "video": "video"}[family])
    if family == "image":
        return left_out("picture")
    program = _program(kind)
    return left_out("script", program) if program else left_out("other", kind)


def from_markdown(piece: Heading | Markup | Missing) -> Element:
    """Show a piece of markdown that is no part of the page's outline; its headings are no headings of the page."""
    if isinstance(piece, Missing):
        return left_out(*missing_tag(piece.name))
    bold = Markup("<p><strong>{}</strong></p>")
    return html_element(bold.format(piece.html) if isinstance(piece, Heading) else piece)
