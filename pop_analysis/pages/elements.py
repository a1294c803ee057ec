"""Outputs of code cells, and what they become on a page.

An *element* is a plain dict with a ``kind`` that names the template macro which draws it. Texts in it are plain
strings, escaped when they enter the template; only what :mod:`~pop_analysis.pages.sanitise` made is markup.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from pop_analysis.model.text import encodable, slug
from pop_analysis.pages.dark_theme import COLOUR, in_dark_theme
from pop_analysis.pages.plotly_bundle import kinds_of_traces
from pop_analysis.pages.prose import Heading, Missing, read_markdown
from pop_analysis.pages.sanitise import (
    LANGUAGE,
    PICTURE,
    clean_html,
    inert_json,
    picture,
    safe_link,
    taken_out,
    text_within,
)

BLOCK = "application/vnd.pop-analysis.block+json"
FIGURE = "application/vnd.plotly.v1+json"
BANNER_TAG = "papermill-error-cell-tag"

Element = dict[str, Any]

SHORTEST, TALLEST, USUAL = 80, 2400, 450  # heights of a figure, in pixels
MOST_COLUMNS, MOST_LETTERS = 3, 80
SHORT = 12  # letters of a date or a term: in a table it stands in one line
WIDEST = 960  # a figure never asks for more room than this, in pixels
NOT_TEXT = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


class BlockError(ValueError):
    """A block that does not hold what its kind promises."""


def block_of(output: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the block in an output of a cell, if that is what it holds."""
    block = output.get("data", {}).get(BLOCK)
    return block if isinstance(block, Mapping) else None


def elements_of(output: Mapping[str, Any]) -> Iterator[Element]:
    """Give what a page shows for one output of a code cell.

    >>> list(elements_of({"output_type": "stream", "name": "stdout", "text": "7 nga 9"}))
    [{'kind': 'text', 'text': '7 nga 9'}]
    """
    kind = output.get("output_type")
    if kind == "stream":
        # Warnings of programs are no text for readers, and they name folders of the machine.
        yield text_element(output.get("text")) if output.get("name") == "stdout" else left_out("stderr")
    elif kind == "error":
        # The traceback stays in the notebook: it too names folders of the machine.
        yield failure(f"{output.get('ename', '')}: {output.get('evalue', '')}")
    elif (block := block_of(output)) is not None:
        try:
            yield from _elements_of_block(block, output["data"])
        except BlockError as problem:
            yield failure(str(problem))
    else:
        yield from _elements_of_bundle(output.get("data", {}), output.get("metadata", {}))


def left_out(name: str) -> Element:
    """Name something that a page does not show."""
    return {"kind": "left_out", "names": [plain(name)[:120]]}


def failure(text: str) -> Element:
    """Say visibly that something went wrong."""
    return {"kind": "failure", "text": plain(text)}


def text_element(value: Any) -> Element:
    """Give text that was printed, as it was printed."""
    return {"kind": "text", "text": plain(value)}


def banner(cell: Mapping[str, Any]) -> Element | None:
    """Give papermill's message that a notebook broke off, when ``cell`` is one."""
    if BANNER_TAG not in cell.get("metadata", {}).get("tags", []):
        return None
    return failure(text_within(clean_html(joined(cell["source"]))))


def joined(value: Any) -> str:
    """Give text that a notebook may keep as a list of lines."""
    text = "".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return encodable(text)


def plain(value: Any) -> str:
    """Give text without the colours of a terminal and without signs nobody can see, those that turn a line too."""
    return NOT_TEXT.sub("", joined(value))


# --- blocks ---------------------------------------------------------------------------------------------------------


def _elements_of_block(block: Mapping[str, Any], bundle: Mapping[str, Any]) -> Iterator[Element]:
    match block.get("kind"):
        case "exhibit":
            yield _exhibit(block, bundle.get(FIGURE))
        case "table":
            yield _table_block(block)
        case "passage":
            yield _passage(block)
        case "laboratory":
            yield _laboratory(block)
        case "page" | "echo":
            return
        case other:
            yield left_out(f"block {other!r}")


def _exhibit(block: Mapping[str, Any], figure: Any) -> Element:
    return {
        "kind": "exhibit",
        "id": text_of(block, "id"),
        "headline": needed(block, "headline"),
        "subtitle": text_of(block, "subtitle"),
        "note": text_of(block, "note"),
        "sources": _sources(block),
        "alt": needed(block, "alt"),
        "table": _table(block),
        **(
            _figure(figure, block.get("height")) if isinstance(figure, Mapping) else {"figure": None, "min_width": None}
        ),
    }


def _table_block(block: Mapping[str, Any]) -> Element:
    table = _table(block)
    if table is None:
        raise BlockError("block 'table' without 'table'")
    return {
        "kind": "table",
        "id": text_of(block, "id"),
        "caption": needed(block, "caption"),
        "note": text_of(block, "note"),
        "sources": _sources(block),
        "table": table,
    }


def _passage(block: Mapping[str, Any]) -> Element:
    style = block.get("style", "paragraph")
    if style not in ("paragraph", "list", "notice"):
        raise BlockError(f"block 'passage' in a style unknown here: {style!r}")
    items = [[_span(span) for span in records(item)] for item in block.get("items", [])]
    return {"kind": "passage", "style": style, "items": items}


def _laboratory(block: Mapping[str, Any]) -> Element:
    """Give a control whose positions make statements hold or break; what the script needs is plain JSON."""
    table, words = _table(block), block.get("words")
    values = [{"value": each.get("value"), "text": text_of(each, "text")} for each in records(block.get("values"))]
    choices = [
        {"label": text_of(each, "label"), "options": [plain(option) for option in each.get("options", [])]}
        for each in records(block.get("choices"))
    ]
    options = [len(choice["options"]) for choice in choices]
    signs = ("closed", "turned")
    statements = [
        {"text": needed(each, "text"), "cases": each.get("cases", [])} | {sign: bool(each.get(sign)) for sign in signs}
        for each in records(block.get("statements"))
    ]
    cases = [case for each in statements for case in each["cases"]]
    whole = all(len(each["cases"]) == math.prod(options) for each in statements)
    numbers = all(isinstance(case, list) and len(case) == 4 and all(map(_is_number, case)) for case in cases)
    placed = len(values) > 1 and all(_is_number(each["value"]) for each in values)
    if table is None or not (statements and whole and numbers and placed and isinstance(words, Mapping)):
        raise BlockError("block 'laboratory' without a table, or with values, choices and cases that do not fit")
    ends = [plain(end) for end in block.get("ends", [])]
    content = {
        "values": values,
        "options": options,
        "statements": [{key: each[key] for key in ("cases", *signs)} for each in statements],
        "words": {key: text_of(words, key) for key in ("holds", "breaks", "tally", "decimal")},
    }
    return {
        "kind": "laboratory",
        "id": text_of(block, "id"),
        "headline": needed(block, "headline"),
        "subtitle": text_of(block, "subtitle"),
        "label": needed(block, "label"),
        "values": values,
        "ends": [*ends, "", ""][:2],
        "choices": choices,
        "statements": [each["text"] for each in statements],
        "note": text_of(block, "note"),
        "sources": _sources(block),
        "table": table,
        "content": inert_json(content),
    }


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _span(span: Mapping[str, Any]) -> Element:
    # Spaces at the ends count: spans follow each other in a line.
    return {"text": plain(span.get("text")), "href": safe_link(span.get("url")), "strong": bool(span.get("strong"))}


def _sources(block: Mapping[str, Any]) -> list[Element]:
    return [_span(source) for source in records(block.get("sources"))]


def _table(block: Mapping[str, Any]) -> Element | None:
    return table_of(block, "table")


def table_of(block: Mapping[str, Any], key: str) -> Element | None:
    """Give the table under ``key``, if there is one; one that does not hold together is an error."""
    table = block.get(key)
    if not isinstance(table, Mapping):
        return None
    columns = [
        {
            "id": slug(text_of(column, "id")) or f"column-{number}",
            "label": text_of(column, "label"),
            "right": column.get("align") == "right",
            "filter": column.get("filter") is True,
        }
        for number, column in enumerate(records(table.get("columns")), start=1)
    ]
    rows = [[_cell(cell) for cell in records(row)] for row in table.get("rows", [])]
    if any(len(row) != len(columns) for row in rows):
        raise BlockError(f"block {block.get('kind')!r} has a table whose rows are not as long as its heading")
    # On a phone a table that would not fit becomes a list: one of many columns, or of whole sentences.
    wide = len(columns) > MOST_COLUMNS or any(sum(len(cell["text"]) for cell in row) > MOST_LETTERS for row in rows)
    return {"columns": columns, "rows": rows, "wide": wide}


def _cell(cell: Mapping[str, Any]) -> Element:
    language, colour = cell.get("language"), cell.get("colour")
    colour = colour if isinstance(colour, str) and COLOUR.fullmatch(colour) else None
    text = text_of(cell, "text")
    return {
        "text": text,
        "short": len(text) <= SHORT and any(map(str.isdigit, text)) and " " in text.replace("–", " "),
        "colour": colour,
        "dark_colour": colour and in_dark_theme(colour),
        "href": safe_link(cell.get("url")),
        "value": _number(cell.get("value")),
        "language": language if isinstance(language, str) and LANGUAGE.fullmatch(language) else None,
    }


def _number(value: Any) -> float | None:
    """A number, a whole one written as such: a notebook saved by JupyterLab has 1 where 1.0 was."""
    if not _is_number(value) or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value


def text_of(block: Mapping[str, Any], key: str) -> str:
    """Give the text under ``key``; nothing there is an empty text."""
    return plain(block.get(key)).strip()


def needed(block: Mapping[str, Any], key: str) -> str:
    """Give the text under ``key``; nothing there is an error."""
    if not (text := text_of(block, key)):
        raise BlockError(f"block {block.get('kind')!r} without {key!r}")
    return text


def records(value: Any) -> Sequence[Mapping[str, Any]]:
    """Give the mappings of a list; anything else is no list of blocks."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


# --- figures, and outputs that are no blocks ------------------------------------------------------------------------


def _figure(figure: Mapping[str, Any], height: Any = None) -> Element:
    layout = figure.get("layout")
    layout = layout if isinstance(layout, Mapping) else {}
    tall = next((each for each in (height, layout.get("height")) if isinstance(each, int | float)), USUAL)
    # The notebook's own config is left behind: it may name a server. The page's stands in starter.js.
    kept = {
        "data": [trace for trace in records(figure.get("data")) if not _is_fetched(trace)],
        "layout": dict(layout, images=[image for image in records(layout.get("images")) if not _is_fetched(image)]),
    }
    if isinstance(figure.get("frames"), list):
        kept["frames"] = figure["frames"]
    meta = layout.get("meta")
    wide = meta.get("min_width") if isinstance(meta, Mapping) else None
    return {
        "figure": inert_json(kept),
        "kinds": kinds_of_traces(kept),
        "height": round(min(max(tall, SHORTEST), TALLEST)),
        # A chart that needs room scrolls in its own frame on a narrow screen.
        "min_width": round(min(wide, WIDEST)) if isinstance(wide, int | float) else None,
    }


def _is_fetched(part: Mapping[str, Any]) -> bool:
    """Whether a picture in a figure would have to be asked for from somewhere; the page may not ask."""
    return isinstance(source := part.get("source"), str) and not PICTURE.fullmatch(source)


def _figure_title(figure: Mapping[str, Any]) -> str:
    layout = figure.get("layout")
    title = layout.get("title") if isinstance(layout, Mapping) else None
    title = title.get("text") if isinstance(title, Mapping) else title
    return text_within(clean_html(title)) if isinstance(title, str) else ""


def _elements_of_bundle(data: Mapping[str, Any], metadata: Mapping[str, Any]) -> Iterator[Element]:
    """Take the richest form of an output that a page can hold, and name what it cannot."""
    if isinstance(data.get(FIGURE), Mapping):
        yield {"kind": "figure", "label": _figure_title(data[FIGURE]), **_figure(data[FIGURE])}
        return
    for kind in ("image/png", "image/jpeg"):
        if kind in data and (address := picture(kind, joined(data[kind]))):
            described = metadata.get("alt") or metadata.get(kind, {}).get("alt") or data.get("text/plain")
            yield {"kind": "image", "address": address, "alt": plain(described)}
            return
    html = joined(data["text/html"]) if "text/html" in data else ""
    for name in taken_out(html):
        yield left_out(f"text/html <{name}>")
    if text_within(cleaned := clean_html(html)) or "<img" in cleaned:
        yield {"kind": "html", "html": cleaned}
    elif "text/markdown" in data:
        yield from map(_from_markdown, read_markdown(joined(data["text/markdown"])))
    else:
        if "text/plain" in data:
            yield text_element(data["text/plain"])
        yield from (left_out(str(kind)) for kind in sorted(set(data) - {"text/plain", "text/html"}))


def _from_markdown(piece: Heading | Markup | Missing) -> Element:
    """Give a piece of markdown that a cell printed; its headings are no headings of the page."""
    if isinstance(piece, Missing):
        return left_out(f"<{piece.name}>")
    bold = Markup("<p><strong>{}</strong></p>")
    return {"kind": "html", "html": bold.format(piece.html) if isinstance(piece, Heading) else piece}
