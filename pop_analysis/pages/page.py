"""A page from a notebook: one self-contained HTML file that asks nothing of any host.

>>> render_page({"cells": [{"cell_type": "markdown", "metadata": {}, "source": "# Hello"}]}).count("<h1")
1
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup
from msgspec.structs import asdict, replace

from pop_analysis.blocks.blocks import BlockError, Line, PageHead
from pop_analysis.locale.sentences import SPOKEN
from pop_analysis.model.text import slug
from pop_analysis.pages.cells import Wish, was_run, wishes_for
from pop_analysis.pages.elements import (
    Element,
    banner,
    block_in,
    content_in,
    html_element,
    joined,
    left_out,
    mark_element,
    missing_tag,
    plain,
    span_elements,
    table_element,
)
from pop_analysis.pages.outputs import Surroundings, elements_of, from_markdown
from pop_analysis.pages.page_workbook import page_workbook
from pop_analysis.pages.pictures import Pictures
from pop_analysis.pages.plotly_bundle import build_for, plotly_bundle, script_hash
from pop_analysis.pages.prose import (
    Heading,
    Missing,
    language_of_prose,
    languages_of,
    read_markdown,
    tags_of,
    with_nouns,
)
from pop_analysis.pages.sanitise import LANGUAGE, inert_json, safe_link, safe_page, safe_place
from pop_analysis.pages.templates import template
from pop_analysis.pages.widgets import models_in

PAGE_ASSETS = Path(__file__).parent / "assets"

SCRIPT_WORDS = (
    "download",
    "download_csv",
    "download_xlsx",
    "download_json",
    "download_picture",
    "download_png",
    "all_tables",
    "copy_link",
    "link_copied",
    "search",
    "all",
    "rows_shown",
    "view",
    "fact_sheet",
    "chart_failed",
    "figure_failed",
    "print",
    "all_verdicts",
    "themes",
    "search_stories",
)
SCRIPT = ("begin", "tables", "stories", "colours", "charts", "files", "reading")
# What the tags of a heading's cell may say of its part: that it is there only if something is shown in it, that it is
# a fold, that it belongs to what the page says of itself; and, as id=NAME, under which name it can always be found.
NO_CSS_TEXT = re.compile(r"[^\w .,:;()–-]")  # what ends a text in CSS, or could
IF_SHOWN, FOLD, ABOUT, NAMED = "if-shown", "fold", "about", "id="
MARKS = frozenset({IF_SHOWN, FOLD, ABOUT})
OWN_IDS = (
    "main",
    "contents",
    "about",
    "about-title",
    "who",
    "documents",
    "code",
    "page-words",
    "plotly",
    "codebook",
    "workbook",
)


@dataclass
class Section:
    """A part of a page, under its heading (the first part has none)."""

    heading: Element | None = None
    elements: list[Element] = field(default_factory=list)
    marks: frozenset[str] = frozenset()
    left_out: bool = False

    @property
    def shows_nothing(self) -> bool:
        """Whether the network does without it, or it is there only if anything is shown in it, and nothing is."""
        is_bare = all(each["kind"] in ("heading", "prose") for each in self.elements)
        return self.left_out or (IF_SHOWN in self.marks and is_bare)


class Outline:
    """The parts of a page in the order of the notebook, with headings that never skip a level and ids of their own."""

    def __init__(self, without: Iterable[str] = ()) -> None:
        self.without = {f"{NAMED}{name}" for name in without}
        self.sections = [Section()]
        self.only_in_workbook: list[Element] = []
        self.level = 1
        self.ids = set(OWN_IDS)

    def add_heading(
        self, level: int, heading: Heading, language: str | None, marks: frozenset[str] = frozenset()
    ) -> None:
        """Begin a part, or a part of a part; ``level`` is moved so that the order is right.

        ``marks`` are the tags of its cell: they may give it a lasting name, and say how it is shown (:data:`MARKS`).
        """
        self.level = min(max(level, 2), self.level + 1)
        name = next((mark.removeprefix(NAMED) for mark in sorted(marks) if mark.startswith(NAMED)), heading.text)
        element = {
            "kind": "heading",
            "level": self.level,
            "id": self._id(name, "section"),
            "html": heading.html,
            "text": heading.text,
            "language": language,
        }
        if self.level == 2:
            self.sections.append(Section(element, marks=marks & MARKS, left_out=bool(marks & self.without)))
        else:
            self.add(element)

    def add(self, element: Element) -> None:
        """Put ``element`` at the end of the part that is open."""
        if element.get("place") == "workbook":
            self.only_in_workbook.append(element)
            return
        if element["kind"] in ("exhibit", "table", "figure", "laboratory", "stories"):
            element["id"] = self._id(element.get("id") or element.get("label") or "", element["kind"])
            element["level"] = min(self.level + 1, 6)
            for story in element.get("stories", ()):
                story["id"] = self._id(story["id"], "story")
        here = self.sections[-1].elements
        if element["kind"] == "left_out" and here and here[-1]["kind"] == "left_out":
            named = dict.fromkeys([*here[-1]["names"], *element["names"]])
            closer = {word for word, detail in named if detail}
            here[-1]["names"] = [(word, detail) for word, detail in named if detail or word not in closer]
        else:
            here.append(element)

    def _id(self, text: str, instead: str) -> str:
        stem = slug(text)[:60].strip("-") or instead
        number, name = 1, stem
        while name in self.ids:
            number += 1
            name = f"{stem}-{number}"
        self.ids.add(name)
        return name


def render_page(notebook: Mapping[str, Any], resources: Mapping[str, Any] | None = None) -> str:
    """Render the page of an executed notebook as one HTML text.

    ``notebook`` is a notebook of format 4, as ``nbformat.read`` gives it. Its first block of the kind ``page`` says
    language, title and the words of the page; without one the page is in English, and its title is the first
    heading or the name of the notebook in ``resources["metadata"]["name"]``; ``resources["metadata"]["path"]`` is the
    folder the notebook's pictures are looked for in, and ``resources["global_content_filter"]`` what nbconvert was told
    to leave out. The same notebook gives the same text.
    """
    cells = list(notebook["cells"])
    about = (resources or {}).get("metadata", {})
    filters = (resources or {}).get("global_content_filter", {})
    head = _head(cells)
    page = _page(head)
    outline = Outline(head.without)
    reading = Reading(cells, page, Path(about["path"]) if about.get("path") is not None else None, filters)
    title = _fill(outline, reading, models_in(notebook), has_title=bool(page["title"]))
    page["title"] = page["title"] or title or plain(about.get("name")) or "Notebook"

    sections = [each for each in outline.sections if (each.heading or each.elements) and not each.shows_nothing]
    elements = [element for section in sections for element in section.elements]
    for element in elements:
        element["sheet"] = element.get("id") in head.sheet
    charts = [element for element in elements if element.get("figure")]
    build = build_for(kind for chart in charts for kind in chart["kinds"])
    codebook = table_element(head.codebook) if head.codebook else None
    has_laboratory = any(element["kind"] == "laboratory" for element in elements)
    workbook, lost = _workbook(page, [*elements, *outline.only_in_workbook], codebook)
    code = [source for cell in reading.code() if (source := joined(cell["source"])).strip()]
    html: str = template(PAGE_ASSETS, "page.html.j2").render(
        page=page,
        words=page["words"],
        has_sheet=bool(head.sheet),
        sections=[section for section in sections if ABOUT not in section.marks],
        about_sections=[section for section in sections if ABOUT in section.marks],
        headings=[section.heading for section in sections if section.heading and ABOUT not in section.marks],
        places=_places(outline, sections, page),
        code=code,
        bundle=plotly_bundle(build) if charts else None,
        starter=_starter(),
        starter_hash=script_hash(_starter().encode()),
        laboratory=_laboratory() if has_laboratory else None,
        laboratory_hash=script_hash(_laboratory().encode()),
        stylesheet=_stylesheet(),
        page_words=inert_json({key: page["words"][key] for key in SCRIPT_WORDS}),
        codebook=_codebook_lines(page, codebook),
        workbook=workbook,
        workbook_lost=lost,
        was_run=was_run(cells),
    )
    return html


def _places(outline: Outline, sections: Iterable[Section], page: Mapping[str, Any]) -> set[str]:
    """The places of the page an answer may lead to."""
    left_out = {each.heading["id"] for each in outline.sections if each.heading and each.shows_nothing}
    not_there = {name for name, part in (("who", "byline"), ("documents", "documents")) if not page[part]}
    return outline.ids - left_out - not_there


def _codebook_lines(page: Mapping[str, Any], codebook: Element | None) -> Markup | None:
    """Write the code book as the page's script makes a file of it."""
    if codebook is None:
        return None
    lines = [[column["label"] for column in codebook["columns"]]]
    lines += [[cell["text"] for cell in row] for row in codebook["rows"]]
    return inert_json({"name": page["words"]["codebook"], "lines": lines})


def _workbook(
    page: Mapping[str, Any], elements: Iterable[Element], codebook: Element | None
) -> tuple[str | None, bool]:
    """Put together all tables of the page as one workbook, and whether it was lost; without tables there is none."""
    sheets = [
        {
            "name": element["id"],
            "title": element.get("headline") or element.get("caption"),
            "remarks": [
                *filter(None, [element.get("subtitle"), element["note"]]),
                *(source["text"] or source["href"] or "" for source in element["sources"]),
            ],
            "table": element["table"],
        }
        for element in elements
        if element.get("table")
    ]
    if not sheets:
        return None, False
    name = page["words"]["codebook"]
    books = [{"name": name, "title": name, "remarks": [], "table": codebook}] if codebook else []
    about = [Line("", page["synthetic"])] if page["synthetic"] else []
    try:
        return page_workbook(page["title"], [*about, *page["about"]], [*sheets, *books]), False
    except Exception:  # noqa: BLE001 — an extra that cannot be made costs the extra, never the page
        return None, True


def _head(cells: Iterable[Mapping[str, Any]]) -> PageHead:
    """Read the first page block with a title; without one, what all of them say of the data, those of two loads beside.

    A wrong one is said to be where it stands, and left.
    """
    heads = [head for cell in cells for output in cell.get("outputs", []) if (head := _head_in(output))]
    first = next((head for head in heads if head.title), None)
    if first or not heads:
        return first or PageHead()
    about = list(dict.fromkeys((line.label, line.value) for head in heads for line in head.about))
    synthetic = next((head.synthetic for head in heads if head.synthetic), None)
    return replace(heads[0], about=[Line(*each) for each in about], synthetic=synthetic)


def _head_in(output: Mapping[str, Any]) -> PageHead | None:
    try:
        head = block_in(output) if _is_head(output) else None
    except BlockError:
        return None
    return head if isinstance(head, PageHead) else None


def _is_head(output: Mapping[str, Any], *, titled: bool = False) -> bool:
    content = content_in(output) or {}
    return content.get("kind") == "page" and bool(content.get("title") or not titled)


def _page(head: PageHead) -> dict[str, Any]:
    """Draw up what a page block says, with nothing missing."""
    return {
        **{
            key: getattr(head, key)
            for key in ("name", "kicker", "title", "lead", "synthetic", "facts", "about", "nouns")
        },
        "answers": [{"question": a.question, "answer": a.answer, "href": safe_place(a.href)} for a in head.answers],
        "strip": [asdict(each) | {"mark": mark_element(each.mark)} for each in head.strip],
        "byline": span_elements(head.byline),
        "lines": [
            line | {"href": line["href"] or safe_page(span.url)}
            for line, span in zip(span_elements(head.lines), head.lines, strict=True)
        ],
        "documents": list(map(span_elements, head.documents)),
        "address": safe_link(head.address),
        "qr": qr_of(head.address) if safe_link(head.address) else None,
        "on_paper": NO_CSS_TEXT.sub(" ", head.synthetic or ""),
        "language": head.language if LANGUAGE.fullmatch(head.language) else "en",
        "alternates": [
            {"language": link.language, "label": link.label, "href": safe_page(link.href)}
            for link in head.alternates
            if LANGUAGE.fullmatch(link.language)
        ],
        "home": {"label": head.home.label, "href": safe_page(head.home.href)},
        "words": _PageWords({key: text for key, text in head.words.items() if text}),
    }


class _PageWords(dict[str, str]):
    """The texts of a page's own furniture; what its head does not say is said in English."""

    def __missing__(self, key: str) -> str:
        return english_words()[key]


@cache
def english_words() -> Mapping[str, str]:
    """Read the texts of the page's own furniture, of which the script needs ``SCRIPT_WORDS``."""
    declared = (files("pop_analysis") / "locale" / "en.yml").read_text(encoding="utf-8")
    words: Mapping[str, str] = yaml.load(declared, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["page"]  # noqa: S506
    return words


@dataclass(frozen=True)
class Reading:
    """The cells of a notebook as one page reads them: in its language, with what their author wants to be seen."""

    cells: list[Mapping[str, Any]]
    page: Mapping[str, Any]
    folder: Path | None = None
    filters: Mapping[str, bool] = field(default_factory=dict)

    @property
    def languages(self) -> set[str]:
        """Those the page can be read in, and those the program speaks: no other tag is a language."""
        return {self.page["language"], *(other["language"] for other in self.page["alternates"]), *SPOKEN}

    def kept(self) -> list[Mapping[str, Any]]:
        """The cells of the page's language, and those of no language."""
        prose = language_of_prose(self.cells, self.page["language"])
        tagged = ((cell, languages_of(cell, self.languages)) for cell in self.cells)
        return [cell for cell, languages in tagged if not languages or prose in languages]

    def code(self) -> list[Mapping[str, Any]]:
        """The cells whose code stands at the end of the page; of the parameters those it was made with."""
        code = [cell for cell in self.cells if cell["cell_type"] == "code"]
        if any("injected-parameters" in tags_of(cell) for cell in code):
            code = [cell for cell in code if "parameters" not in tags_of(cell)]
        return [cell for cell in code if wishes_for(cell, self.filters).source != "removed"]

    def prose(self, cell: Mapping[str, Any]) -> str:
        """The text of a markdown cell, with the nouns of the network it is about."""
        return with_nouns(joined(cell["source"]), self.page["nouns"])

    def borrowed(self, cell: Mapping[str, Any]) -> str | None:
        """The language of a cell that is in another one than its page."""
        prose = language_of_prose(self.cells, self.page["language"])
        return prose if languages_of(cell, self.languages) and prose != self.page["language"] else None

    def pictures(self, cell: Mapping[str, Any]) -> Pictures:
        """Those the cell may name."""
        pasted = cell.get("attachments")
        return Pictures(self.folder, pasted if isinstance(pasted, Mapping) else {})


def _fill(outline: Outline, reading: Reading, models: Mapping[str, Any], *, has_title: bool) -> str:
    """Put what the cells show into ``outline``; return the heading that became the title of the page, if one did."""
    kept = reading.kept()
    title, shift = ("", 0) if has_title else _first_title(kept)
    title_is_due = bool(title)
    pages = 0
    for number, cell in enumerate(kept, start=1):
        wishes, pictures = wishes_for(cell, reading.filters), reading.pictures(cell)
        if cell["cell_type"] == "code":
            pages += sum(_is_head(output, titled=True) for output in cell.get("outputs", []))
            around = Surroundings(pictures, models, f"{number}o")
            _add_outputs(outline, cell, wishes.outputs, around)
        elif wishes.source == "removed":
            continue
        elif cell["cell_type"] != "markdown":
            outline.add(left_out("raw"))
        elif broken := banner(cell):
            outline.add(broken)
        else:
            for piece in read_markdown(reading.prose(cell), pictures, str(number)):
                if title_is_due and isinstance(piece, Heading) and piece.level == 1:
                    title_is_due = False
                elif wishes.source == "folded":
                    outline.add(from_markdown(piece) | {"folded": True})
                else:
                    _add_prose(outline, piece, shift, reading.borrowed(cell), frozenset(tags_of(cell)))
    if pages > 1:
        outline.add(left_out("other", "a second block 'page'"))
    return title


def _first_title(cells: Iterable[Mapping[str, Any]]) -> tuple[str, int]:
    """Find the first # heading, and how far the others move down: a foreign notebook may use # for its sections too."""
    prose = (cell for cell in cells if cell["cell_type"] == "markdown" and wishes_for(cell).source == "shown")
    pieces = (piece for cell in prose for piece in read_markdown(joined(cell["source"])))
    tops = [piece.text for piece in pieces if isinstance(piece, Heading) and piece.level == 1]
    return (tops[0], int(len(tops) > 1)) if tops else ("", 0)


def _add_outputs(outline: Outline, cell: Mapping[str, Any], wish: Wish, around: Surroundings) -> None:
    """Add what a code cell shows. What failed in it is shown whatever its author hides."""
    for output in cell.get("outputs", []):
        if wish == "removed" and output.get("output_type") != "error":
            continue
        for element in elements_of(output, around):
            outline.add(element | {"folded": True} if wish == "folded" and element["kind"] != "failure" else element)


def _add_prose(
    outline: Outline, piece: Heading | Markup | Missing, shift: int, language: str | None, marks: frozenset[str]
) -> None:
    if isinstance(piece, Missing):
        outline.add(left_out(*missing_tag(piece.name)))
    elif isinstance(piece, Markup):
        outline.add(html_element(piece, "prose", language=language))
    else:
        outline.add_heading(piece.level + shift, piece, language, marks)


def qr_of(address: str) -> Markup:
    """Draw an address as a QR code, without a size of its own.

    >>> qr_of("https://example.org/")[:30]
    Markup('<svg viewBox="0 0 33 33"><path')
    """
    from segno import make_qr

    drawn = make_qr(address, error="m").svg_inline(omitsize=True, border=4, svgclass=None, lineclass=None)
    return Markup(drawn)  # noqa: S704 — drawn here, of squares alone


# --- what every page has, read once a process -----------------------------------------------------------------------


@cache
def _starter() -> Markup:
    parts = ((PAGE_ASSETS / "script" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPT)
    script = "\n".join(['"use strict";', "(() => {", *parts, "})();", ""])
    return Markup(script)  # noqa: S704 — our own files


@cache
def _laboratory() -> Markup:
    return Markup((PAGE_ASSETS / "laboratory.js").read_text(encoding="utf-8"))  # noqa: S704 — our own file


@cache
def _stylesheet() -> Markup:
    written = (PAGE_ASSETS / "page.css").read_text(encoding="utf-8")
    return Markup(re.sub(r"/\*.*?\*/\s*|^ +", "", written, flags=re.DOTALL | re.MULTILINE))  # noqa: S704 — our own file
