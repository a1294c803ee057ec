"""Rows with nothing in them: somebody who gave whole columns a border has a million of them in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

CHUNK = 1 << 16
SHEET_BEGINS = re.compile(rb"^[^<]*(?:<\?[^>]*\?>\s*)?<worksheet\b")
HIDING = (b"<!--", b"<![CDATA[")  # what looks like an element in there is none
LONGEST_ROW = 1 << 22  # bytes that are held back until a row ends
ATTRIBUTES = rb'(?:\s++[\w:.-]++="[^"<>]*+")*+\s*+'
CELL = rb'<c(?=\s[^<>]*?\br="[A-Za-z])' + ATTRIBUTES + rb"(?:/>|>\s*+</c>)"
EMPTY_CELL = re.compile(CELL)
# Only rows that say their number: those below keep theirs.
EMPTY_ROW = re.compile(
    rb'<row(?=\s[^<>]*?\br="[0-9]{1,7}")' + ATTRIBUTES + rb"(?:/>|>\s*+(?:" + CELL + rb"\s*+)*+</row>)"
)


def without_empty_rows(stream: IO[bytes], begun: bytes = b"") -> Iterator[tuple[bytes, int]]:
    """Give a member of a workbook piece by piece, without its empty rows, and how many these were.

    ``begun`` is what was read of it already.

    Which rows are empty is seen in the bytes, in a hundredth of the time in which any parser would make cells of them.

    >>> from io import BytesIO
    >>> list(without_empty_rows(BytesIO(b'<row r="1"><c r="A1"><v>2</v></c></row><row r="2"><c r="A2" s="1"/></row>')))
    [(b'<row r="1"><c r="A1"><v>2</v></c></row>', 0), (b'', 1)]
    """
    held = b""
    while chunk := begun or stream.read(CHUNK):
        begun = b""
        whole, held = _up_to_a_row(held + chunk)
        yield EMPTY_ROW.subn(b"", whole)
    if held:
        yield EMPTY_ROW.subn(b"", held)


def _up_to_a_row(content: bytes) -> tuple[bytes, bytes]:
    """Cut before the last row, which may go on, or may only have begun to be one."""
    at = content.rfind(b"<row")
    if at < 0:
        at = content.rfind(b"<", -4)
    if at < 0 or len(content) - at > LONGEST_ROW:
        at = len(content)
    return content[:at], content[at:]
