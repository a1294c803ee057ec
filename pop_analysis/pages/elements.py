"""What stands on a page: our own blocks drawn up, and the words for what is not there.

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
from pop_analysis.blocks.parts import MOST_ROWS, Entry, Mark, Span, Table
from pop_analysis.model.text import encodable, slug
from pop_analysis.pages.dark_theme import COLOUR, in_dark_theme
from pop_analysis.pages.figures import carried
from pop_analysis.pages.plotly_bundle import kinds_of_traces
from pop_analysis.pages.sanitise import (
    LANGUAGE,
    clean_html,
    inert_json,
    safe_link,
    safe_place,
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
# Where in memory something lay: <a.b.C object at 0x7f…>, in HTML too.
ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]{4,16}(?=>|&gt;|;|\))")
# A number and its unit, and nothing more: of “more than 70”, “9 of 12” or “–” a file holds the words, as the page does.
A_NUMBER = re.compile(r"[−+-]?\d[\d.,\s]*(%|[^\W\d_]+)?")
COLOURED = re.compile(r' style="[^"]*(?:color|background):')
MISSING_TAGS = {
    "audio": "sound",
    "video": "video",
    "script": "script",
    "canvas": "script",
    "svg": "drawing",
    "math": "formula",
    "img": "picture",
    **dict.fromkeys(("iframe", "frame", "embed", "object", "applet"), "frame"),
    **dict.fromkeys(("form", "input", "select", "textarea"), "form"),
}


def content_in(output: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Find the JSON of the block in an output of a cell, if that is what it holds."""
    content = output.get("data", {}).get(BLOCK)
    return content if isinstance(content, Mapping) else None


def left_out(word: str, detail: str = "") -> Element:
    """Name something that a page does not show: ``missing_<word>`` of the page's words, and what it is of."""
    return {"kind": "left_out", "names": [(word, plain(detail)[:120])]}


def missing_tag(name: str) -> tuple[str, str]:
    """Return the word for a tag of HTML that a page cannot hold, and what it is of.

    >>> missing_tag("iframe"), missing_tag("p")
    (('frame', ''), ('other', '<p>'))
    """
    return (MISSING_TAGS[name], "") if name in MISSING_TAGS else ("other", f"<{name}>")


def failure(text: str) -> Element:
    """Show that something went wrong."""
    return {"kind": "failure", "text": plain(text)}


def text_element(value: Any) -> Element:
    """Show text that was printed, as it was printed."""
    return {"kind": "text", "text": plain(value)}


def html_element(html: Markup, kind: str = "html", **more: Any) -> Element:
    """Show HTML that was cleaned; where it has colours of its own it stands on white, whatever the theme."""
    return {"kind": kind, "html": html, "coloured": bool(COLOURED.search(html)), **more}


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
    return without_addresses(NOT_TEXT.sub("", joined(value)))


def without_addresses(text: str) -> str:
    """Return ``text`` without the places in memory Python writes of objects: they are others at every run.

    >>> without_addresses("[<matplotlib.lines.Line2D at 0x7f64c0>]")
    '[<matplotlib.lines.Line2D>]'
    """
    return ADDRESS.sub("", text) if " at 0x" in text else text


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


def elements_of_block(output: Mapping[str, Any]) -> Iterator[Element]:
    """Draw up what a page shows for a block. Raises ``BlockError`` for one that is wrong."""
    match block := block_in(output):
        case Exhibit():
            figure = output["data"].get(PLOTLY)
            drawn = (
                figure_element(figure, block.height)
                if isinstance(figure, Mapping)
                else {"figure": None, "min_width": None}
            )
            # Who hears the page has heard the headline when the chart comes.
            said = block.alt.replace(block.headline, "").strip()
            yield _tabled(block) | {"kind": "exhibit", "said": said, **drawn}
        case Listing():
            yield _tabled(block) | {"kind": "table"}
        case Passage():
            yield asdict(block) | {"kind": "passage", "items": [list(map(_span, line)) for line in block.lines]}
        case Stories():
            yield asdict(block) | {"kind": "stories", "stories": list(map(_story, block.stories))}
        case Laboratory():
            yield _tabled(block) | {"kind": "laboratory", "content": _for_the_script(block)}
        case None:
            yield left_out("other", f"block {output['data'][BLOCK].get('kind')!r}")


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
    rows = [list(map(_cell, row)) for row in table.rows]
    return {"columns": columns, "rows": rows, "shown": rows[:MOST_ROWS], "wide": wide}


def _cell(cell: Entry) -> Element:
    language, colour, text = cell.language, cell.colour, cell.text
    colour = colour if isinstance(colour, str) and COLOUR.fullmatch(colour) else None
    return {
        "text": text,
        "short": len(text) <= SHORT_LETTERS and any(map(str.isdigit, text)) and " " in text.replace("–", " "),
        "colour": colour,
        "dark_colour": colour and in_dark_theme(colour),
        "href": safe_link(cell.url),
        "value": _number(cell.value) if A_NUMBER.fullmatch(text.strip()) else None,
        "language": _other_language(language),
    }


def _other_language(language: Any) -> str | None:
    return language if isinstance(language, str) and LANGUAGE.fullmatch(language) else None


def _number(value: Any) -> float | None:
    """A number, a whole one written as such: a notebook saved by JupyterLab has 1 where 1.0 was."""
    if isinstance(value, bool | str) or value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value


# --- figures --------------------------------------------------------------------------------------------------------


def figure_element(figure: Mapping[str, Any], height: Any = None) -> Element:
    """Draw up a figure of plotly: what its script draws, and how much room it takes."""
    layout = figure.get("layout")
    layout = layout if isinstance(layout, Mapping) else {}
    tall = next((each for each in (height, layout.get("height")) if isinstance(each, int | float)), USUAL_HEIGHT_PX)
    # The notebook's own config is left behind: it may name a server. The page's stands in starter.js.
    kept = carried(figure)
    meta = layout.get("meta")
    wide = meta.get("min_width") if isinstance(meta, Mapping) else None
    return {
        "figure": inert_json(kept),
        "kinds": kinds_of_traces(kept),
        "height": round(min(max(tall, MIN_HEIGHT_PX), MAX_HEIGHT_PX)),
        # A chart that needs room scrolls in its own frame on a narrow screen.
        "min_width": round(min(wide, MAX_WIDTH_PX)) if isinstance(wide, int | float) else None,
    }


def figure_title(figure: Mapping[str, Any]) -> str:
    """Return the title a figure of plotly has, as text."""
    layout = figure.get("layout")
    title = layout.get("title") if isinstance(layout, Mapping) else None
    title = title.get("text") if isinstance(title, Mapping) else title
    return text_within(clean_html(title)) if isinstance(title, str) else ""
