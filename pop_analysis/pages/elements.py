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
from msgspec import to_builtins
from msgspec.structs import asdict

from pop_analysis.blocks.blocks import (
    BLOCK,
    PLOTLY,
    Block,
    BlockError,
    Exhibit,
    Laboratory,
    Listing,
    Passage,
    Stories,
    Story,
    Tabled,
    Told,
    read_block,
)
from pop_analysis.blocks.parts import Entry, Mark, Span, Table
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
    safe_place,
    taken_out,
    text_within,
)

BANNER_TAG = "papermill-error-cell-tag"

Element = dict[str, Any]

MIN_HEIGHT_PX, MAX_HEIGHT_PX, USUAL_HEIGHT_PX = 80, 2400, 450
MAX_COLUMNS, MAX_LETTERS_IN_A_ROW = 3, 80
SHORT_LETTERS = 12  # of a date or a term: in a table it stands in one line
MAX_WIDTH_PX = 960  # a figure never asks for more room than this
NOT_TEXT = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def content_in(output: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Find the JSON of the block in an output of a cell, if that is what it holds."""
    content = output.get("data", {}).get(BLOCK)
    return content if isinstance(content, Mapping) else None


def elements_of(output: Mapping[str, Any]) -> Iterator[Element]:
    """Draw up what a page shows for one output of a code cell.

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
    elif content_in(output) is not None:
        try:
            yield from _elements_of_block(output)
        except BlockError as problem:
            yield failure(str(problem))
    else:
        yield from _elements_of_bundle(output.get("data", {}), output.get("metadata", {}))


def left_out(name: str) -> Element:
    """Name something that a page does not show."""
    return {"kind": "left_out", "names": [plain(name)[:120]]}


def failure(text: str) -> Element:
    """Show that something went wrong."""
    return {"kind": "failure", "text": plain(text)}


def text_element(value: Any) -> Element:
    """Show text that was printed, as it was printed."""
    return {"kind": "text", "text": plain(value)}


def banner(cell: Mapping[str, Any]) -> Element | None:
    """Find papermill's message that a notebook broke off, when ``cell`` is one."""
    if BANNER_TAG not in cell.get("metadata", {}).get("tags", []):
        return None
    return failure(text_within(clean_html(joined(cell["source"]))))


def joined(value: Any) -> str:
    """Join text that a notebook may keep as a list of lines."""
    text = "".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return encodable(text)


def plain(value: Any) -> str:
    """Clear text of the colours of a terminal and of signs nobody can see, those that turn a line too."""
    return NOT_TEXT.sub("", joined(value))


# --- blocks ---------------------------------------------------------------------------------------------------------


def block_in(output: Mapping[str, Any]) -> Block | None:
    """Read the block in an output, its texts without signs nobody can see. Raises ``BlockError`` for a wrong one."""
    content = content_in(output)
    return None if content is None else read_block(_plain_texts(content))


def _plain_texts(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isprintable() else plain(value)
    if isinstance(value, dict):
        return {key: _plain_texts(each) for key, each in value.items()}
    return [_plain_texts(each) for each in value] if isinstance(value, list | tuple) else value


def _elements_of_block(output: Mapping[str, Any]) -> Iterator[Element]:
    match block := block_in(output):
        case Exhibit():
            figure = output["data"].get(PLOTLY)
            drawn = (
                _figure(figure, block.height) if isinstance(figure, Mapping) else {"figure": None, "min_width": None}
            )
            yield _tabled(block) | {"kind": "exhibit", **drawn}
        case Listing():
            yield _tabled(block) | {"kind": "table"}
        case Passage():
            yield asdict(block) | {"kind": "passage", "items": [list(map(_span, line)) for line in block.lines]}
        case Stories():
            yield asdict(block) | {"kind": "stories", "stories": list(map(_story, block.stories))}
        case Laboratory():
            yield _tabled(block) | {"kind": "laboratory", "content": _for_the_script(block)}
        case None:
            yield left_out(f"block {output['data'][BLOCK].get('kind')!r}")


def _tabled(block: Tabled) -> Element:
    return asdict(block) | {"sources": list(map(_span, block.sources)), "table": table_element(block.table)}


def _story(story: Story) -> Element:
    return asdict(story) | {
        "id": slug(story.id),
        "title": _cell(story.title),
        "path": [asdict(step) | {"mark": mark_element(step.mark)} for step in story.path],
        "chapters": [{"label": each.label, "lines": list(map(_told, each.lines))} for each in story.chapters],
        "about": list(map(_span, story.about)),
    }


def _told(line: Told) -> Element:
    return {"when": line.when, "mark": line.mark and mark_element(line.mark), "spans": list(map(_span, line.spans))}


def mark_element(mark: Mark) -> Element:
    """Draw up the sign of a verdict: colours that may stand there, and how full its disc is."""
    colour, ink = (
        each if isinstance(each, str) and COLOUR.fullmatch(each) else None for each in (mark.colour, mark.ink)
    )
    fill = None if mark.fill is None or colour is None else round(100 * min(max(mark.fill, 0), 1))
    return {
        "label": mark.label,
        "fill": fill,
        "colour": colour,
        "dark_colour": colour and in_dark_theme(colour),
        "ink": ink or "#10202E",
    }


def span_elements(spans: Sequence[Span]) -> list[Element]:
    """Draw up pieces of a text: links that may stand there, and their languages."""
    return list(map(_span, spans))


def _for_the_script(block: Laboratory) -> Markup:
    """What makes the statements hold or break, as plain JSON."""
    values = {name: to_builtins(getattr(block, name)) for name in ("values", "words")}
    options = [len(choice.options) for choice in block.choices]
    statements = [{"cases": each.cases, "closed": each.closed, "turned": each.turned} for each in block.statements]
    return inert_json(values | {"options": options, "statements": statements})


def _span(span: Span) -> Element:
    return {
        "text": span.text,
        "href": safe_place(span.url),
        "strong": span.strong,
        "language": _other_language(span.language),
    }


def table_element(table: Table) -> Element:
    """Draw up a table for a page: ids and links that may stand there, and whether it is a list on a phone."""
    columns = [
        {
            "id": slug(column.id) or f"column-{number}",
            "label": column.label,
            "right": column.align == "right",
            "filter": column.filter,
        }
        for number, column in enumerate(table.columns, start=1)
    ]
    # On a phone a table that would not fit becomes a list: one of many columns, or of whole sentences.
    wide = len(columns) > MAX_COLUMNS or any(
        sum(len(cell.text) for cell in row) > MAX_LETTERS_IN_A_ROW for row in table.rows
    )
    return {"columns": columns, "rows": [list(map(_cell, row)) for row in table.rows], "wide": wide}


def _cell(cell: Entry) -> Element:
    language, colour, text = cell.language, cell.colour, cell.text
    colour = colour if isinstance(colour, str) and COLOUR.fullmatch(colour) else None
    return {
        "text": text,
        "short": len(text) <= SHORT_LETTERS and any(map(str.isdigit, text)) and " " in text.replace("–", " "),
        "colour": colour,
        "dark_colour": colour and in_dark_theme(colour),
        "href": safe_link(cell.url),
        "value": _number(cell.value),
        "language": _other_language(language),
    }


def _other_language(language: Any) -> str | None:
    return language if isinstance(language, str) and LANGUAGE.fullmatch(language) else None


def _number(value: Any) -> float | None:
    """A number, a whole one written as such: a notebook saved by JupyterLab has 1 where 1.0 was."""
    if isinstance(value, bool | str) or value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value


def _records(value: Any) -> Sequence[Mapping[str, Any]]:
    """The mappings of a list; anything else is no list of them."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


# --- figures, and outputs that are no blocks ------------------------------------------------------------------------


def _figure(figure: Mapping[str, Any], height: Any = None) -> Element:
    layout = figure.get("layout")
    layout = layout if isinstance(layout, Mapping) else {}
    tall = next((each for each in (height, layout.get("height")) if isinstance(each, int | float)), USUAL_HEIGHT_PX)
    # The notebook's own config is left behind: it may name a server. The page's stands in starter.js.
    kept = {
        "data": [trace for trace in _records(figure.get("data")) if not _is_fetched(trace)],
        "layout": dict(layout, images=[image for image in _records(layout.get("images")) if not _is_fetched(image)]),
    }
    if isinstance(figure.get("frames"), list):
        kept["frames"] = figure["frames"]
    meta = layout.get("meta")
    wide = meta.get("min_width") if isinstance(meta, Mapping) else None
    return {
        "figure": inert_json(kept),
        "kinds": kinds_of_traces(kept),
        "height": round(min(max(tall, MIN_HEIGHT_PX), MAX_HEIGHT_PX)),
        # A chart that needs room scrolls in its own frame on a narrow screen.
        "min_width": round(min(wide, MAX_WIDTH_PX)) if isinstance(wide, int | float) else None,
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
    if isinstance(data.get(PLOTLY), Mapping):
        yield {"kind": "figure", "label": _figure_title(data[PLOTLY]), **_figure(data[PLOTLY])}
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
    """Show a piece of markdown that a cell printed; its headings are no headings of the page."""
    if isinstance(piece, Missing):
        return left_out(f"<{piece.name}>")
    bold = Markup("<p><strong>{}</strong></p>")
    return {"kind": "html", "html": bold.format(piece.html) if isinstance(piece, Heading) else piece}
