"""A copy of a workbook with nothing in it but what cells say: what a parser would make of the rest takes minutes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

from pop_analysis.reading.inspection.empty_rows import EMPTY_CELL, without_empty_rows

SHEET_BEGINS = re.compile(rb"^[^<]*(?:<\?[^>]*\?>\s*)?<worksheet\b")
WORKBOOK = "xl/workbook.xml"
# What cells look like, and the comments on them and addresses behind them, the gate has seen already.
BESIDE_SHEETS = re.compile(
    r"customXml/|xl/(worksheets/_rels/|comments|threadedComments/|persons/|drawings/|charts|media/|embeddings/|"
    r"printerSettings/|externalLinks/|pivot|tables/|queryTables/|vbaProject)"
)
BESIDE_NAMES = re.compile(rb"<(definedNames|pivotCaches|externalReferences|extLst)(?:\s[^<>]*)?>.*?</\1>", re.DOTALL)
CELLS_END, MERGED_BEGIN, MERGED_END = b"</sheetData>", b"<mergeCells", b"</mergeCells>"
HIDING = (b"<!--", b"<![CDATA[")  # what looks like an element in there is none


def lean_copy(path: Path) -> BytesIO:
    """Give a workbook without empty cells, and without what stands beside the cells of its sheets."""
    lean = BytesIO()
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(lean, "w", zipfile.ZIP_STORED) as copy:
        for member in book.infolist():
            with book.open(member) as stream:
                filled = (piece for piece, _ in without_empty_rows(stream))
                first = next(filled, b"")
                pieces: Iterator[bytes] = chain([first], filled)
                if SHEET_BEGINS.match(first):
                    pieces = _cells(pieces)
                elif BESIDE_SHEETS.match(member.filename):
                    continue
                elif member.filename == WORKBOOK:
                    pieces = iter([BESIDE_NAMES.sub(b"", b"".join(pieces))])
                with copy.open(member.filename, "w") as into:
                    for piece in pieces:
                        into.write(piece)
    lean.seek(0)
    return lean


def _cells(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The part of a sheet with its cells, and the areas over which they are merged."""
    pieces = iter(pieces)
    for piece in pieces:
        if any(sign in piece for sign in HIDING):
            yield from chain([piece], pieces)
            return
        before, ends, after = piece.partition(CELLS_END)
        yield EMPTY_CELL.sub(b"", before) + ends
        if ends:
            yield from _merged(chain([after], pieces))
            yield b"</worksheet>"


def _merged(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held, wanted = b"", MERGED_BEGIN
    for piece in pieces:
        held += piece
        if wanted == MERGED_BEGIN:
            at = held.find(MERGED_BEGIN)
            held = held[at:] if at >= 0 else held[-len(MERGED_BEGIN) :]
            wanted = MERGED_END if at >= 0 else MERGED_BEGIN
        if wanted == MERGED_END and (at := held.find(MERGED_END)) >= 0:
            yield held[: at + len(MERGED_END)]
            wanted = b""
        if not wanted:
            held = b""
