"""Markdown cells: which of them a page keeps, and what they become."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import mistune
from markupsafe import Markup
from mistune.core import BlockState

from pop_analysis.pages.sanitise import clean_html, picture, taken_out, text_within

LANGUAGE_TAG = re.compile(r"[a-z]{2}(-[A-Za-z]{2,4})?")
# A heading inside a quotation, a list or raw HTML is no heading of the page.
INNER_HEADING = re.compile(r"<(/?)h[1-6]\b[^<>]*>", re.IGNORECASE)
# Above this many signs that may begin or end something a text is shown as it stands: nobody has written it.
MARK, MOST_MARKS = re.compile(r"[*_\[]"), 100_000
PLUGINS = ("table", "strikethrough", "url")


@dataclass(frozen=True)
class Heading:
    """A heading of a markdown cell, at the level its author gave it."""

    level: int
    html: Markup
    text: str


@dataclass(frozen=True)
class Missing:
    """Something in a markdown cell that a page cannot hold, by its name in HTML."""

    name: str


def languages_of(cell: Mapping[str, Any]) -> set[str]:
    """Return the languages a markdown cell is tagged with; none means that it belongs to every page.

    >>> languages_of({"metadata": {"tags": ["sq", "intro"]}})
    {'sq'}
    """
    return {tag for tag in tags_of(cell) if LANGUAGE_TAG.fullmatch(tag)}


def tags_of(cell: Mapping[str, Any]) -> list[str]:
    """Return the tags of a cell."""
    return [tag for tag in cell.get("metadata", {}).get("tags", []) if isinstance(tag, str)]


def language_of_prose(cells: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return the language whose markdown cells a page in ``language`` shows: its own, or English when it has none.

    >>> language_of_prose([{"cell_type": "markdown", "metadata": {"tags": ["en"]}}], "mk")
    'en'
    """
    written = set[str]().union(*(languages_of(cell) for cell in cells if cell["cell_type"] == "markdown"))
    return language if language in written else "en"


def read_markdown(source: str, attachments: Mapping[str, Any] | None = None) -> Iterator[Heading | Markup | Missing]:
    r"""Return the pieces of a markdown text in order: headings, clean HTML between them, and what is missing.

    >>> [type(piece).__name__ for piece in read_markdown("## Two\n\nText, <b>bold</b>.")]
    ['Heading', 'Markup']
    """
    if len(source) > MOST_MARKS and sum(1 for _ in MARK.finditer(source)) > MOST_MARKS:
        yield Markup("<pre>{}</pre>").format(source)
        return
    parse, renderer = _markdown()
    tokens = parse(source)
    run: list[dict[str, Any]] = []
    for token in tokens:
        _attach(token, attachments or {})
        if token["type"] != "heading":
            run.append(token)
            continue
        yield from _html(renderer, run)
        run = []
        html = clean_html(renderer.render_tokens(token["children"], BlockState()))
        yield Heading(token["attrs"]["level"], html, text_within(html))
    yield from _html(renderer, run)


def _html(renderer: mistune.HTMLRenderer, tokens: list[dict[str, Any]]) -> Iterator[Markup | Missing]:
    html = renderer.render_tokens(tokens, BlockState())
    cleaned = clean_html(INNER_HEADING.sub(lambda tag: "</strong></p>" if tag[1] else "<p><strong>", html))
    if cleaned.strip():
        yield cleaned
    yield from map(Missing, taken_out(html))


def _attach(token: dict[str, Any], attachments: Mapping[str, Any]) -> None:
    """Put the pictures that were pasted into the cell where the text names them."""
    if token["type"] == "image":
        name = str(token["attrs"]["url"]).removeprefix("attachment:")
        for kind, content in attachments.get(name, {}).items():
            if kind in ("image/png", "image/jpeg"):
                token["attrs"]["url"] = picture(kind, str(content)) or ""
    for child in token.get("children", ()):
        _attach(child, attachments)


@cache
def _markdown() -> tuple[Any, mistune.HTMLRenderer]:
    # escape=False: raw HTML goes on to clean_html, which knows better than to show its tags to the reader.
    renderer = cast(mistune.HTMLRenderer, mistune.create_markdown(escape=False, plugins=PLUGINS).renderer)
    return mistune.create_markdown(renderer=None, plugins=PLUGINS), renderer
