"""Markdown cells: which of them a page keeps, and what they become."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import mistune
from markupsafe import Markup
from mistune.core import BlockState
from mistune.plugins import Plugin

from pop_analysis.locale.sentences import INSTEAD, SPOKEN
from pop_analysis.pages.formulas import formula
from pop_analysis.pages.pictures import NONE, Pictures
from pop_analysis.pages.sanitise import clean_html, taken_out, text_within

# A heading inside a quotation, a list or raw HTML is no heading of the page.
INNER_HEADING = re.compile(r"<(/?)h[1-6]\b[^<>]*>", re.IGNORECASE)
# Above this many signs that may begin or end something a text is shown as it stands: nobody has written it.
MARK, MOST_MARKS = re.compile(r"[*_\[]"), 100_000
OF_A_NETWORK = re.compile(r"<(\w+)>([^<]*)</\1>")
PLUGINS = ("table", "strikethrough", "url", "task_lists", "footnotes")
# A formula: between dollars, or as environments of LaTeX. A dollar before a space or after one is money, and so is one
# before a number.
BLOCK_MATH = (
    r"^ {0,3}(?:\$\$(?P<dollars>(?:[^$\\]|\\[\s\S])++)\$\$"
    r"|(?P<environment>\\begin\{(?P<of>(?:align|alignat|eqnarray|equation|gather|multline)\*?)\}"
    r"(?:(?!\\begin\{(?P=of)\})[\s\S])*?\\end\{(?P=of)\}))[ \t]*(?:\n|$)"
)
INLINE_MATH = (
    r"\$\$(?P<display_math>(?:[^$\\]|\\[\s\S])++)\$\$"
    r"|\$(?=[^\s$])(?P<in_line>(?:[^$\\\n]|\\[^\n]|\n(?!\n))++)(?<!\s)\$(?!\d)"
    r"|\\\\\((?P<round_math>(?:[^\\]|\\(?!\\))++)\\\\\)"
    r"|\\\\\[(?P<square_math>(?:[^\\]|\\(?!\\))++)\\\\\]"
)
# What the cleaner knows nothing of goes past it as one word: a formula in a line or on its own, a mark of a footnote.
PAST_THE_CLEANER = re.compile(r"\ue000([bifn])([0-9a-f]+)\ue001")


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


def languages_of(cell: Mapping[str, Any], languages: Collection[str] = SPOKEN) -> set[str]:
    """Return those of ``languages`` a cell is tagged with; none means that it belongs to every page.

    A tag of two letters may mean something else to its author: one that is no language of the page is no language.

    >>> languages_of({"metadata": {"tags": ["sq", "qa", "intro"]}})
    {'sq'}
    """
    return {tag for tag in tags_of(cell) if tag in languages}


def tags_of(cell: Mapping[str, Any]) -> list[str]:
    """Return the tags of a cell."""
    return [tag for tag in cell.get("metadata", {}).get("tags", []) if isinstance(tag, str)]


def with_nouns(text: str, nouns: Mapping[str, str]) -> str:
    """Put the network's own nouns where a text marks those of any network; other elements stay.

    >>> with_nouns("<Unit>Place</Unit> by <unit>place</unit>, <i>n</i>", {"unit": "party", "Unit": "Party"})
    'Party by party, <i>n</i>'
    """
    return OF_A_NETWORK.sub(lambda found: nouns.get(found[1], found[0]), text) if nouns else text


def language_of_prose(cells: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return the language whose markdown cells a page in ``language`` shows: its own, or English when it has none.

    >>> language_of_prose([{"cell_type": "markdown", "metadata": {"tags": ["en"]}}], "mk")
    'en'
    """
    prose = (cell for cell in cells if cell["cell_type"] == "markdown")
    return language if any(languages_of(cell, (language,)) for cell in prose) else INSTEAD


def read_markdown(source: str, pictures: Pictures = NONE, place: str = "") -> Iterator[Heading | Markup | Missing]:
    r"""Return the pieces of a markdown text in order: headings, clean HTML between them, and what is missing.

    Parameters
    ----------
    pictures
        Those the text may name.
    place
        Of the text on its page: two texts may both have a first footnote.

    >>> [type(piece).__name__ for piece in read_markdown("## Two\n\nText, <b>bold</b>.")]
    ['Heading', 'Markup']
    """
    if len(source) > MOST_MARKS and sum(1 for _ in MARK.finditer(source)) > MOST_MARKS:
        yield Markup("<pre>{}</pre>").format(source)
        return
    parse, renderer = _markdown()
    tokens = parse(source.replace("\ue000", ""))
    run: list[dict[str, Any]] = []
    for token in tokens:
        if token["type"] != "heading":
            run.append(token)
            continue
        yield from _html(renderer, run, pictures, place)
        run = []
        html = clean_html(pictures.carried(renderer.render_tokens(token["children"], BlockState())))
        yield Heading(token["attrs"]["level"], _drawn(html, place), text_within(_as_typed(html)))
    yield from _html(renderer, run, pictures, place)


def _html(
    renderer: mistune.HTMLRenderer, tokens: list[dict[str, Any]], pictures: Pictures, place: str
) -> Iterator[Markup | Missing]:
    html = pictures.carried(renderer.render_tokens(tokens, BlockState()))
    cleaned = clean_html(INNER_HEADING.sub(lambda tag: "</strong></p>" if tag[1] else "<p><strong>", html))
    if cleaned.strip():
        yield _drawn(cleaned, place)
    yield from map(Missing, taken_out(html))


# --- formulas, footnotes, tasks -------------------------------------------------------------------------------------


def _past(kind: str, text: str) -> str:
    return f"\ue000{kind}{text.encode().hex()}\ue001"


def _drawn(html: Markup, place: str) -> Markup:
    """Put in what went past the cleaner."""
    marked = set[str]()

    def put(found: re.Match[str]) -> str:
        kind, text = found[1], _said(found)
        if kind in "bi":
            return formula(text, display=kind == "b")
        here, there = ("note", "mark") if kind == "n" else ("mark", "note")
        sign = Markup("↩") if kind == "n" else Markup("<sup>{}</sup>").format(text)
        name = f"{place or '0'}-{text}"
        own = Markup(' id="{}-{}"').format(here, name) if here + text not in marked else ""  # a note may be named twice
        marked.add(here + text)
        return Markup('<a{} href="#{}-{}">{}</a>').format(own, there, name, sign)

    return Markup(PAST_THE_CLEANER.sub(put, html))  # noqa: S704 — cleaned, and what is put in is written here


def _as_typed(html: Markup) -> Markup:
    """Put in what went past the cleaner as plain text."""
    return Markup(PAST_THE_CLEANER.sub(lambda found: Markup("{}").format(_said(found)), html))  # noqa: S704 — as above


def _said(found: re.Match[str]) -> str:
    try:
        return bytes.fromhex(found[2]).decode()
    except ValueError:
        return ""


def _with_math(markdown: Any) -> None:
    """Teach a reader of markdown the formulas people type in notebooks."""

    def block(_parser: Any, found: re.Match[str], state: Any) -> int:
        state.append_token({"type": "block_math", "raw": found["dollars"] or found["environment"]})
        return found.end()

    def inline(_parser: Any, found: re.Match[str], state: Any) -> int:
        display = found["display_math"] or found["square_math"]
        kind = "block_math" if display else "inline_math"
        state.append_token({"type": kind, "raw": display or found["in_line"] or found["round_math"]})
        return found.end()

    markdown.block.register("block_math", BLOCK_MATH, block, before="list")
    markdown.inline.register("inline_math", INLINE_MATH, inline, before="escape")


def _task(_renderer: Any, text: str, checked: bool = False) -> str:
    box = "☑ " if checked else "☐ "
    return f"<li>{text.replace('<p>', '<p>' + box, 1) if text.startswith('<p>') else box + text}</li>\n"


def _mark(_renderer: Any, key: str, index: int) -> str:
    return _past("f", str(index))


def _note(_renderer: Any, text: str, key: str, index: int) -> str:
    return f"<li>{text.strip()} {_past('n', str(index))}</li>"


RENDERED: Mapping[str, Callable[..., str]] = {
    "block_math": lambda _renderer, text: f"{_past('b', text)}\n",
    "inline_math": lambda _renderer, text: _past("i", text),
    "task_list_item": _task,
    "footnote_ref": _mark,
    "footnotes": lambda _renderer, text: f"<hr><ol>{text}</ol>",
    "footnote_item": _note,
}


@cache
def _markdown() -> tuple[Any, mistune.HTMLRenderer]:
    # Raw HTML and all addresses go on to clean_html, which knows better what may stand on a page.
    renderer = mistune.HTMLRenderer(escape=False, allow_harmful_protocols=True)
    mistune.create_markdown(renderer=renderer, plugins=PLUGINS)
    for name, render in RENDERED.items():
        renderer.register(name, render)
    return mistune.create_markdown(renderer=None, plugins=[*PLUGINS, cast(Plugin, _with_math)]), renderer
