"""The names of a workbook's sheets, looked up without opening it: to know which of many files is worth a look."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path

BOOK, LONGEST = "xl/workbook.xml", 1_000_000
NAME = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\bname=(?:\"([^\"]*)\"|'([^']*)')")


def sheet_names(path: Path) -> list[str] | None:
    """Give the names of the sheets of an Excel workbook; None for any other file, and for what cannot be looked up."""
    try:
        with zipfile.ZipFile(path) as book:
            if book.getinfo(BOOK).file_size > LONGEST:
                return None
            found = NAME.findall(book.read(BOOK))
    except Exception:  # noqa: BLE001 — the gate says what is wrong with it
        return None
    return [unescape((one or other).decode("utf-8", "replace")) for one, other in found] or None
