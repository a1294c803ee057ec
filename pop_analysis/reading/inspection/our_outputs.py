"""Workbooks that this program wrote for people to read, and that hold no data: known by what stands inside them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

FINDINGS_MARK = "pop-analysis validate --xlsx"  # a copy in which findings are marked
CHANGES_MARK = "pop-analysis compare --xlsx"  # a list of changes
ABOUT, LONGEST_ABOUT = "docProps/core.xml", 10_000
IDENTIFIER = re.compile(rb"<dc:identifier[^>]*>\s*([^<]*?)\s*<")
SAVED = re.compile(rb"<dcterms:modified[^>]*>([^<]*)<")
FIXED_TIME = "2000-01-01T00:00:00Z"  # no other program says that it saved a workbook then


def what_we_wrote(path: Path, marks: tuple[str, ...] = (FINDINGS_MARK, CHANGES_MARK)) -> str | None:
    """The code of the finding for one of our outputs: as we wrote it, or changed by somebody since; else None."""
    try:
        with zipfile.ZipFile(path) as book:
            about = book.read(ABOUT) if book.getinfo(ABOUT).file_size < LONGEST_ABOUT else b""
    except Exception:  # noqa: BLE001 — whatever cannot be read is not ours
        return None
    mark, saved = IDENTIFIER.search(about), SAVED.search(about)
    if mark is None or mark[1].decode("utf-8", "replace") not in marks:
        return None
    return "FI-31" if saved and saved[1] == FIXED_TIME.encode() else "FI-32"
