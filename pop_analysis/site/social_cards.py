"""Social cards: a picture of 1200 × 630 for every report that has a card on the index, with its words beside it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pop_analysis.atomic import put, unfinished
from pop_analysis.pages.templates import template
from pop_analysis.runner.job import Result
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.site.index import SITE_ASSETS
from pop_analysis.site.pdf import photograph

CARDS = "cards"
WIDE, TALL = 1200, 630
ROOM, LINE = 1080, 62  # pixels for squares, letters in a line
PITCH, LOWEST = 46, 560  # pixels from line to line of the text, and where its last may stand
SMALL_LINE, SMALL_LINES, SMALL_PITCH = 92, 2, 30  # the same of the line below: at most two
TEXTS = "cards.json"


def write_cards(plan: Plan, results: Iterable[Result], out: Path, browser: str | None) -> Path:
    """Write ``out/cards/<name>.svg`` for every report that is there and has squares or a text on the index.

    With ``browser`` (the path of Chromium) also ``<name>.png``, which social networks want. ``cards.json`` holds for
    each its title, the words that belong beside the picture, and the page it leads to.
    """
    good = {result.name for result in results if result.good}
    folder = out / CARDS
    folder.mkdir(exist_ok=True)
    texts = {}
    with unfinished(out) as work:

        def place(name: str, content: str) -> Path:
            put(work / name, content + "\n")
            return (work / name).replace(folder / name)

        for report in plan:
            if report.name not in good or not report.card:
                continue
            card = _card(report, plan.words.get(report.language, {}))
            drawing = place(f"{report.name}.svg", template(SITE_ASSETS, "card.svg.j2").render(card=card))
            if browser:
                photograph(browser, drawing, drawing.with_suffix(".png"), WIDE, TALL)
            texts[report.name] = {"title": card["title"], "text": card["words"], "page": report.file}
        place(TEXTS, json.dumps(texts, ensure_ascii=False, indent=1))
    return folder


def _card(report: Report, words: Mapping[str, Any]) -> dict[str, Any]:
    shown = report.card or {}
    text = _said(shown.get("text"), report.language)
    detail = _said(shown.get("detail"), report.language)
    squares, side = _squares(shown.get("squares") or [], report.language)
    first_line = max((square["y"] + side for square in squares), default=190) + 74
    below = textwrap.wrap(detail, SMALL_LINE, max_lines=SMALL_LINES, placeholder=" …")
    lowest = LOWEST - SMALL_PITCH * (len(below) - 1)
    return {
        "language": report.language,
        "name": str(words.get("name", "")),
        "title": report.title,
        "title_size": 76 if len(report.title) <= 24 else 52,
        "squares": squares,
        "side": side,
        "lines": textwrap.wrap(text, LINE, max_lines=1 + (lowest - first_line) // PITCH, placeholder=" …"),
        "first_line": first_line,
        "pitch": PITCH,
        "below": below,
        "small_pitch": SMALL_PITCH,
        "words": " ".join(filter(None, [text, detail, str(words.get("synthetic", ""))])),
        "synthetic": textwrap.shorten(str(words.get("synthetic", "")), 110, placeholder=" …"),
    }


def _squares(kinds: list[Mapping[str, Any]], language: str) -> tuple[list[dict[str, Any]], int]:
    """The squares in at most two rows, as large as there is room for."""
    in_a_row = max(10, -(-len(kinds) // 2))
    pitch = min(84, ROOM // in_a_row)
    side = round(pitch * 0.86)
    return [
        {
            "x": 60 + number % in_a_row * pitch,
            "y": 226 + number // in_a_row * pitch,
            "colour": kind["colour"],
            "ink": kind["ink"],
            "letter": _said(kind["letter"], language),
            "empty": bool(kind.get("empty")),
        }
        for number, kind in enumerate(kinds)
    ], side


def _said(text: Any, language: str) -> str:
    if isinstance(text, Mapping):
        text = text.get(language) or next(iter(text.values()), "")
    return str(text or "")
