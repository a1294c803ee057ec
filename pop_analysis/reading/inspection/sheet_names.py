"""The names of a workbook's sheets, looked up without opening it: to know which of many files is worth a look."""

from __future__ import annotations

import posixpath
import re
import zipfile
from html import unescape
from pathlib import Path

BOOK, LONGEST = "xl/workbook.xml", 1_000_000
RELATIONS = "xl/_rels/workbook.xml.rels"
TAG = re.compile(rb"<(?:\w+:)?(?:sheet|Relationship)\s[^>]*>")
ATTRIBUTE = re.compile(rb"(?:\w+:)?(\w+)\s*=\s*[\"']([^\"']*)[\"']")
NAME = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\bname=(?:\"([^\"]*)\"|'([^']*)')")


def name_of_sheet(path: Path, member: str) -> str:
    """Give the name under which a spreadsheet program shows a member; the member's own where that is not known."""
    try:
        with zipfile.ZipFile(path) as book:
            if max(book.getinfo(each).file_size for each in (BOOK, RELATIONS)) > LONGEST:
                return member
            sheets, relations = (map(_attributes, TAG.findall(book.read(each))) for each in (BOOK, RELATIONS))
            links = {each.get("Id"): posixpath.basename(each.get("Target", "")) for each in relations}
            names = {links.get(each.get("id")): each["name"] for each in sheets if "name" in each}
    except Exception:  # noqa: BLE001 — the gate says what is wrong with it
        return member
    return names.get(f"{member}.xml", member)


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): unescape(value.decode("utf-8", "replace")) for name, value in ATTRIBUTE.findall(tag)}


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
