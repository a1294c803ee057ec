"""A copy of a workbook with nothing in it but what cells say: what a parser would make of the rest takes minutes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

from pop_analysis.reading.inspection.empty_rows import EMPTY_CELL, HIDING, SHEET_BEGINS, without_empty_rows

WORKBOOK = "xl/workbook.xml"
# What cells look like, over which others they are merged, the comments on them and addresses behind them, the gate has
# seen already.
BESIDE_SHEETS = re.compile(
    r"customXml/|xl/(worksheets/_rels/|comments|threadedComments/|persons/|drawings/|charts|media/|embeddings/|"
    r"printerSettings/|externalLinks/|pivot|tables/|queryTables/|vbaProject)"
)
BESIDE_NAMES = re.compile(rb"<(definedNames|pivotCaches|externalReferences|extLst)(?:\s[^<>]*)?>.*?</\1>", re.DOTALL)
CELLS_END = b"</sheetData>"


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
    """The part of a sheet with its cells."""
    pieces = iter(pieces)
    for piece in pieces:
        if any(sign in piece for sign in HIDING):
            yield from chain([piece], pieces)
            return
        before, ends, _ = piece.partition(CELLS_END)
        yield EMPTY_CELL.sub(b"", before) + ends
        if ends:
            yield b"</worksheet>"
            return
