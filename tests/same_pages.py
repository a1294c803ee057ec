"""What a reader gets from a folder of pages, set beside another folder's: text, figures, and cells of workbooks.

For a change that must change no page: keep the pages of before, make them anew, and

    python tests/same_pages.py BEFORE AFTER

Bytes may differ. Names that were changed on purpose stand in ``renamed.txt``, one a line: the old, a tab,
the new; each a whole value, or the name of a parameter with its value.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
from bs4 import BeautifulSoup

RENAMED = Path(__file__).with_name("renamed.txt")
# What says when and by what a page was made: no part of what it says.
VERSIONS = re.compile(r"\b[0-9a-f]{12}\b")


def page_content(page: Path) -> dict[str, list[str]]:
    """Give what a page says: its lines of text, its links, its figures with decoded values, its workbook's cells."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    scripts = {tag.get("id") or f"figure {n}": tag for n, tag in enumerate(soup.find_all("script")) if tag.get("type")}
    content: dict[str, list[str]] = {}
    for name, tag in scripts.items():
        text = tag.string or ""
        if tag["type"] == "application/json":
            content[name] = list(_lines(_decoded(json.loads(text))))
        elif "xlsx" in tag["type"]:
            content[name] = list(_cells(base64.b64decode(text)))
    for tag in soup.find_all(["script", "style", "pre"]):  # code may be written otherwise and give the same
        tag.extract()
    content["text"] = [line for text in soup.stripped_strings if (line := " ".join(text.split()))]
    content["links"] = [str(tag["href"]) for tag in soup.find_all("a", href=True)]
    return {name: [VERSIONS.sub("VERSION", line) for line in lines] for name, lines in content.items()}


def _decoded(value: Any) -> Any:
    """A figure with its numbers as numbers: plotly packs columns as base64."""
    if isinstance(value, Mapping):
        if {"dtype", "bdata"} <= set(value):
            return np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).tolist()
        return {key: _decoded(each) for key, each in value.items()}
    return [_decoded(each) for each in value] if isinstance(value, list) else value


def _lines(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in sorted(value.items()):
            yield from _lines(each, f"{place}.{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _lines(each, f"{place}[{number}]")
    else:
        yield f"{place} = {value!r}"


def _cells(workbook: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)):
        for row in sheet.iter_rows():
            yield from (f"{sheet.title}!{cell.coordinate} = {cell.value!r}" for cell in row if cell.value is not None)


def differences(before: Path, after: Path, renamed: Mapping[str, str] | None = None) -> list[str]:
    """List where the pages of two folders say something else; a name of before may be its new one after."""
    pages = sorted({page.name for folder in (before, after) for page in folder.glob("*.html")})
    found = []
    for name in pages:
        if not all((folder / name).is_file() for folder in (before, after)):
            found.append(f"{name}: only in one of the folders")
            continue
        old, new = page_content(before / name), page_content(after / name)
        for part in sorted({*old, *new}):
            lines = [_with_new_names(line, renamed or {}) for line in old.get(part, [])]
            if lines != new.get(part, []):
                found.append(f"{name}, {part}: {_first(lines, new.get(part, []))}")
    return found


def _with_new_names(line: str, renamed: Mapping[str, str]) -> str:
    for old, new in renamed.items():
        line = re.sub(
            rf"(^|'|, ){re.escape(old)}(?= = |'?$)", rf"\1{new}", line
        )  # a whole value, or a parameter's name
    return line


def _first(old: list[str], new: list[str]) -> str:
    """Where two lists of lines part."""
    for one, other in zip(old, new, strict=False):
        if one != other:
            return f"{one!r} is now {other!r}"
    return f"{len(old)} lines are now {len(new)}"


def names_changed() -> dict[str, str]:
    """The names that were changed on purpose."""
    if not RENAMED.is_file():
        return {}
    lines = RENAMED.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


if __name__ == "__main__":
    told = differences(Path(sys.argv[1]), Path(sys.argv[2]), names_changed())
    print("\n".join(told) or "The pages say the same.")
    sys.exit(bool(told))
