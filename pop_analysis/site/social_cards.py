"""Social cards: a picture of 1200 × 630 for every report that has a card on the index, with its words beside it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
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
LEFT, ROOM = 60, 1080  # where all begins, and how wide it may be
LETTER, LINE = 0.52, 1.35  # of a letter's size: how wide it is, and from line to line
TITLE, TOP, LOWEST = 178, 214, 606  # where the title stands, what follows begins, and the last line may stand
INK, SOFT = "#10202E", "#46535E"
SIZES, SMALL, NOTICE = (54, 44, 34), 22, 13  # of the sentence, largest first
BELOW = {True: ((28, 24), 2), False: ((38, 32, 28, 24), 4)}  # with squares and without: sizes of the detail, most lines
BOLD = 1.27  # how much wider a bold letter is
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
    text, detail = _said(shown.get("text"), report.language), _said(shown.get("detail"), report.language)
    notice = str(words.get("synthetic", ""))
    squares, side = _squares(shown.get("squares") or [], report.language)
    key = _key(shown.get("squares") or [], report.language, squares[-1]["y"] + side + 34) if squares else []
    top = max((each["y"] for each in [*squares, *key]), default=TOP) + (44 if squares else 0)
    pages = str(words.get("pages") or "")
    address = re.sub(r"^https?://", "", f"{pages}{report.file}") if pages else ""
    lowest = LOWEST - (SMALL * LINE + 8 if address else 0)
    sizes, most = BELOW[bool(squares)]
    size, below = _fitted(detail, sizes, most * sizes[0] * LINE, most)
    first_below = lowest - (len(below) - 1) * size * LINE
    larger, said = _fitted(text, SIZES, first_below - (size * LINE if below else 0) - top)
    lines = [_line(line, top + larger + number * larger * LINE, larger, INK) for number, line in enumerate(said)]
    lines += [_line(line, first_below + number * size * LINE, size, SOFT) for number, line in enumerate(below)]
    if address:
        lines.append(_line(textwrap.shorten(address, _letters(SMALL), placeholder="…"), LOWEST, SMALL, INK))
    notices = textwrap.wrap(notice, _letters(NOTICE * BOLD), max_lines=2, placeholder=" …")
    return {
        "language": report.language,
        "name": str(words.get("name", "")),
        "title": report.title,
        "title_size": 52 if len(report.title) > 24 else 62 if len(notices) > 1 else 76,
        "title_y": TITLE,
        "left": LEFT,
        "squares": squares,
        "side": side,
        "key": key,
        "lines": lines,
        "words": " ".join(filter(None, [text, detail, notice])),
        "notice": notices,
        "notice_size": NOTICE,
    }


def _letters(size: float) -> int:
    """How many letters of a size stand in a line."""
    return int(ROOM / (size * LETTER))


def _fitted(text: str, sizes: Sequence[int], room: float, most: int = 9) -> tuple[int, list[str]]:
    """The text in lines, as large as it has room; cut where it has not even room in the smallest size."""
    for size in sizes:
        lines = textwrap.wrap(text, _letters(size))
        if len(lines) <= min(most, room // (size * LINE)):
            return size, lines
    least = sizes[-1]
    return least, textwrap.wrap(
        text, _letters(least), max_lines=max(1, min(most, int(room // (least * LINE)))), placeholder=" …"
    )


def _line(text: str, y: float, size: int, colour: str) -> dict[str, Any]:
    return {"text": text, "y": round(y), "size": size, "colour": colour}


def _key(kinds: Sequence[Mapping[str, Any]], language: str, y: int) -> list[dict[str, Any]]:
    """What the squares mean, in one line; of more kinds than have room, the first."""
    x, key = LEFT, []
    for label, kind in {_said(kind.get("label"), language): kind for kind in kinds}.items():
        wide = 30 + len(label) * SMALL * LETTER + 28
        if x + wide <= LEFT + ROOM + 28:
            key.append({"x": x, "y": y, "label": label, **_drawn(kind, language)})
        x += round(wide)
    return key


def _squares(kinds: Sequence[Mapping[str, Any]], language: str) -> tuple[list[dict[str, Any]], int]:
    """The squares in at most two rows, as large as there is room for."""
    in_a_row = len(kinds) if len(kinds) <= 10 else max(10, -(-len(kinds) // 2))
    pitch = min(100 if len(kinds) <= 10 else 84, ROOM // max(in_a_row, 1))
    side = round(pitch * 0.86)
    return [
        {"x": LEFT + number % in_a_row * pitch, "y": TOP + number // in_a_row * pitch, **_drawn(kind, language)}
        for number, kind in enumerate(kinds)
    ], side


def _drawn(kind: Mapping[str, Any], language: str) -> dict[str, Any]:
    letter = _said(kind["letter"], language)
    return {"colour": kind["colour"], "ink": kind["ink"], "letter": letter, "empty": bool(kind.get("empty"))}


def _said(text: Any, language: str) -> str:
    if isinstance(text, Mapping):
        text = text.get(language) or next(iter(text.values()), "")
    return str(text or "")
