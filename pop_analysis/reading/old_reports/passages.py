"""A report as passages in the order they are read in, each with its place; rows of tables keep their cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import fromstring

from pop_analysis.model import tidy
from pop_analysis.reading.inspection.letters import decoded
from pop_analysis.reading.old_reports.word_numbers import WordNumbers, local_name

LINK = re.compile(r"https?://[^\s<>\"“”]+")
DECLARED_WITHIN = 2048  # bytes of a web page in which it says its letters
LARGEST, LARGEST_UNPACKED = 50_000_000, 200_000_000  # bytes
BLOCKS = (
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "blockquote",
    "dt",
    "dd",
    "figcaption",
    "td",
    "th",
    "div",
)
CELLS = ("td", "th")
UNREAD = ("script", "style", "noscript", "template", "title")
# Of a page of PDF, in points and as parts: what is a gutter between columns, and what is one line or one paragraph.
GUTTER, WITHIN, BESIDE, SAME_LINE, NEXT_LINE = 10, (0.3, 0.7), 0.6, 3, 1.7
# What begins a paragraph though no blank line stands above it; a sentence may go on with “prioritetet 2 dhe 3 …”.
BEGINS = re.compile(
    r"^\s*((Prioriteti|PRIORITETI|Priority|PRIORITY)\s+([Nn]r\.?\s*)?\d[\d.]*\s*([:)–—(-]|[A-ZËÇЁ“])"
    r"|\d{1,3}(\.\d{1,2})?[.)]\s+[A-ZËÇЁ“]|[-•–]\s)"
)


class NotRead(ValueError):
    """A report that cannot be read: a key under ``draft`` of the sentences of the command line."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, or a row of a table with its ``cells``: where it stands (``unit`` and ``number``), and its links.

    ``lines`` are the lines it was written in, where the file has lines.
    """

    file: str
    unit: str  # line, paragraph, page, row
    number: int
    lines: tuple[str, ...]
    cells: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    table: int = 0  # rows of one table have one number

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def read_passages(path: Path) -> list[Passage]:
    """Read the passages of a report. Raises :class:`NotRead`, and ``ImportError`` where a library is not installed.

    The letters are as they stand; only spaces are made single. A text that ends within a word ends there.
    """
    read: dict[str, Callable[[Path], Iterable[Passage]]] = {
        ".txt": _text, ".html": _html, ".htm": _html, ".docx": _word, ".pdf": _pdf
    }  # fmt: skip
    if path.suffix.lower() not in read:
        raise NotRead("other_kind")
    if path.stat().st_size > LARGEST:
        raise NotRead("too_large")
    try:
        return [each for each in read[path.suffix.lower()](path) if each.text]
    except (NotRead, ImportError, MemoryError):
        raise
    except Exception as error:
        raise NotRead("broken") from error


def _passage(path: Path, unit: str, number: int, lines: Iterable[str], **more: Any) -> Passage:
    kept = tuple(filter(None, map(tidy, lines)))
    found = tuple(dict.fromkeys([*more.pop("links", ()), *LINK.findall(" ".join(kept))]))
    return Passage(path.name, unit, number, kept, links=tuple(each.rstrip(".,;:)") for each in found), **more)


def _letters(path: Path) -> str:
    readings, _ = decoded(path.read_bytes())
    if len(readings) != 1:
        raise NotRead("letters")
    return readings[0]


def _text(path: Path) -> Iterator[Passage]:
    first, lines = 1, list[str]()
    for number, line in enumerate([*_letters(path).splitlines(), ""], start=1):
        if lines and (not line.strip() or BEGINS.match(line)):
            yield _passage(path, "line", first, lines)
            lines = []
        if line.strip():
            first = first if lines else number
            lines.append(line)


def _html(path: Path) -> Iterator[Passage]:
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, Tag

    def _own_text(part: Any) -> str:
        """The text of a block that is in no other block; a break within it begins a line."""
        if isinstance(part, NavigableString):
            return str(part).replace("\n", " ")
        if not isinstance(part, Tag) or part.name in BLOCKS or part.find(BLOCKS):
            return ""
        return "\n" if part.name == "br" else "".join(map(_own_text, part.children))

    def _cell_text(part: Any) -> str:
        if isinstance(part, NavigableString):
            return str(part)
        return " ".join(_cell_text(each) for each in part.children if getattr(each, "name", None) not in (*CELLS, "tr"))

    content = path.read_bytes()
    page = BeautifulSoup(content if b"charset" in content[:DECLARED_WITHIN] else _letters(path), "html.parser")
    for each in page.find_all(UNREAD):
        each.decompose()
    number, tables = 0, {id(table): n for n, table in enumerate(page.find_all("table"), start=1)}
    for block in page.find_all(BLOCKS):
        if block.name in CELLS and block.find_parent("tr"):
            continue
        links = [str(each["href"]) for each in block.find_all("a", href=LINK)]
        if block.name == "tr":
            inside = (cell for cell in block.find_all(CELLS) if cell.find_parent("tr") is block)
            cells = tuple(tidy(_cell_text(cell)) for cell in inside)  # a tag that is not closed holds the next ones
            number += 1
            table = tables.get(id(block.find_parent("table")), 0)
            yield _passage(path, "paragraph", number, cells, cells=cells, links=links, table=table)
        elif not block.find_parent("tr"):
            own = "".join(_own_text(part) for part in block.children)
            if own.strip():
                number += 1
                yield _passage(path, "paragraph", number, own.split("\n"), links=links)


def _word(path: Path) -> Iterator[Passage]:
    """The paragraphs and rows of a Word file, by the local names of its tags: its two forms differ in the rest."""
    with zipfile.ZipFile(path) as packed:
        if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
            raise NotRead("too_large")
        body = next(each for each in fromstring(packed.read("word/document.xml")) if local_name(each) == "body")
        named = "word/_rels/document.xml.rels"
        rels = fromstring(packed.read(named)) if named in packed.namelist() else ()
        numbers = WordNumbers(*(_part(packed, f"word/{name}.xml") for name in ("numbering", "styles")))
    links = {str(each.get("Id")): str(each.get("Target")) for each in rels}
    number = rows = tables = 0
    for block in _blocks(body):
        if local_name(block) == "p":
            text = _said(block, numbers)
            if text.strip():
                number += 1
                yield _passage(path, "paragraph", number, text.split("\n"), links=_links(block, links))
            continue
        tables += 1
        for row in (each for each in block if local_name(each) == "tr"):
            rows += 1
            cells = tuple(text for each in row if local_name(each) == "tc" for text in _spanning(each, numbers))
            yield _passage(path, "row", rows, cells, cells=cells, links=_links(row, links), table=tables)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order, also those within a frame of content."""
    for each in parent:
        if local_name(each) in ("p", "tbl"):
            yield each
        elif local_name(each) in ("sdt", "sdtContent", "ins"):
            yield from _blocks(each)


def _part(packed: zipfile.ZipFile, name: str) -> Iterable[Any]:
    return fromstring(packed.read(name)) if name in packed.namelist() else ()


def _said(element: Any, numbers: WordNumbers) -> str:
    """The text of a part: what was deleted is not in it, and what is there twice for older programs only once."""
    signs = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    parts = [numbers.before(element)] if local_name(element) == "p" else []
    for each in element:
        name = local_name(each)
        if name == "t":
            parts.append(each.text or "")
        elif name not in ("Fallback", "del", "pPr", "rPr"):
            parts.append(signs.get(name, "") + _said(each, numbers) + ("\n" if name == "p" else ""))
    return "".join(parts)


def _spanning(cell: Any, numbers: WordNumbers) -> list[str]:
    """The text of a cell, for each of the columns it runs over."""
    spans = (each for part in cell if local_name(part) == "tcPr" for each in part if local_name(each) == "gridSpan")
    wide = next((value for each in spans for key, value in each.items() if key.endswith("val")), "1")
    return [tidy(_said(cell, numbers))] * (int(wide) if wide.isdigit() else 1)


def _links(element: Any, links: Mapping[str, str]) -> list[str]:
    named = (value for each in element.iter() if local_name(each) == "hyperlink" for key, value in each.items())
    return [links[each] for each in named if LINK.match(links.get(each, ""))]


def _pdf(path: Path) -> Iterator[Passage]:
    import pdfplumber

    with pdfplumber.open(path) as book:
        for page in book.pages:
            links = [str(each["uri"]) for each in page.hyperlinks if LINK.match(str(each.get("uri")))]
            words = page.extract_words(keep_blank_chars=False, use_text_flow=False)
            found = list(_paragraphs(_in_order(words, float(page.width))))
            for number, lines in enumerate(found):
                last = number == len(found) - 1  # where on the page a link stands is not told by every file
                yield _passage(path, "page", page.page_number, lines, links=links if last else ())
            page.close()


Line = tuple[float, str]  # where it stands from above, and what it says


def _in_order(words: list[dict[str, Any]], width: float) -> Iterator[list[Line]]:
    """The lines of a page, block by block: of a page in two columns the left one first, then the right.

    A line that runs across the gutter ends the columns above it.
    """
    lines = _lines(words)
    gutter = _gutter(lines, width)
    if gutter is None:
        yield [_line(each) for each in lines]
        return
    columns: tuple[list[Line], list[Line]] = ([], [])
    for each in lines:
        if any(word["x0"] < gutter < word["x1"] for word in each) or not _parted(each, gutter):
            yield from filter(None, columns)
            columns = ([], [])
            yield [_line(each)]
            continue
        for column, own in zip(columns, _halves(each, gutter), strict=True):
            if own:
                column.append(_line(own))
    yield from filter(None, columns)


def _lines(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda each: (each["top"], each["x0"])):
        if lines and abs(word["top"] - lines[-1][0]["top"]) <= SAME_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(each, key=lambda word: word["x0"]) for each in lines]


def _line(words: list[dict[str, Any]]) -> Line:
    return float(words[0]["top"]), " ".join(str(word["text"]) for word in words)


def _gutter(lines: list[list[dict[str, Any]]], width: float) -> float | None:
    """The middle of the gap most lines with words on both sides of the page have in common."""
    low, high = (part * width for part in WITHIN)
    places = range(int(low), int(high), 2)
    both = {
        place: sum(
            bool(left and right) and _parted(each, place) for each in lines for left, right in [_halves(each, place)]
        )
        for place in places
    }
    best = max(both.values(), default=0)
    crossed = {place: sum(any(w["x0"] < place < w["x1"] for w in each) for each in lines) for place in places}
    fits = [place for place in places if both[place] == best and crossed[place] <= (1 - BESIDE) * len(lines)]
    if best < 2 or not fits:
        return None
    run = [fits[0]]
    for one, other in pairwise(fits):
        if other - one > 2:
            break
        run.append(other)
    return sum(run) / len(run)


def _halves(line: list[dict[str, Any]], place: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return [each for each in line if each["x1"] <= place], [each for each in line if each["x0"] >= place]


def _parted(line: list[dict[str, Any]], place: float) -> bool:
    """Whether nothing of a line stands at the place, nor near it on both sides."""
    left, right = _halves(line, place)
    if len(left) + len(right) < len(line):
        return False
    return not (left and right) or right[0]["x0"] - left[-1]["x1"] >= GUTTER


def _paragraphs(blocks: Iterable[list[Line]]) -> Iterator[list[str]]:
    """Lines that stand close below each other are one paragraph."""
    for lines in blocks:
        steps = sorted(other[0] - one[0] for one, other in pairwise(lines))
        usual = steps[len(steps) // 4] if steps else 0
        own = [lines[0][1]]
        for (above, _), (top, text) in pairwise(lines):
            if top - above > NEXT_LINE * usual or BEGINS.match(text):
                yield own
                own = []
            own.append(text)
        yield own
