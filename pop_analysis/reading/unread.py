"""What is not read, and whether verdicts may stand in it: then it is told as something to be mended."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz import fuzz

from pop_analysis.model import Model, fold
from pop_analysis.model.text import as_text, spelling
from pop_analysis.reading.cells import Cell, Sheet, address
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.inspection.file_report import FileRefused
from pop_analysis.reading.inspection.gate import inspect_file
from pop_analysis.reading.workbook_path import WorkbookPath

HEADER_WITHIN = 15
LIKE = 85  # how much the name of a sheet is like one that is known
# What counts sheets: years, numbers, ordinals; also several of them (“2022–2023”, “Viti i dytë”).
NUMBER = re.compile(
    r"\b(\d+|[ivx]+|vit|viti|vitit|vitet|year|years|bis|kopje|copy|e|te|"
    r"pare|dyte|trete|katert|peste|first|second|third|fourth|fifth|one|two|three|four|five)\b"
)
OF_A_MUNICIPALITY = "municipality"
# What people send instead of a workbook. Notes and settings (.md, .txt, .yml) may lie beside the workbooks.
DOCUMENTS = {
    ".pdf", ".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".odp", ".pages", ".numbers", ".tsv", ".fods", ".htm",
    ".html", ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".heic", ".webp", ".zip", ".rar", ".7z",
}  # fmt: skip
BINARY_OFFICE = {".doc": "word", ".ppt": "slides"}  # they begin as an old workbook does
OUR_TABLES = "datapackage.json"
LEFT_ALONE = (".", "~$")  # hidden, or of a workbook somebody has open
NAMED = 5  # how many workbooks of a folder are named


def with_verdict(sheet: Sheet, model: Model, rows: Iterable[int], columns: Iterable[int] = ()) -> str:
    """The address of the first cell that is nothing but a verdict, in these rows (and columns, if any); "" for none."""
    verdicts, only = {status.id for status in model.scale}, set(columns)
    known = {word for word, status in model.spellings["statuses"].items() if status in verdicts}
    for row in rows:
        for column, cell in sheet.rows.get(row, {}).items():
            if (not only or column in only) and isinstance(cell.value, str) and spelling(cell.value) in known:
                return address(row, column)
    return ""


def seems_to_hold_data(sheet: Sheet, model: Model) -> str | None:
    """The address of what makes an unknown sheet look like data of a municipality; None for notes and the like."""
    if verdict := with_verdict(sheet, model, sheet.rows):
        return verdict
    filled = [row for row, cells in sheet.rows.items() if len(cells) > 1]
    if len(filled) < 2:
        return None
    if _is_named_like_one(sheet.name, model) or any(_has_headings(sheet.rows[row], model) for row in filled[:-1]):
        return address(filled[0], min(sheet.rows[filled[0]]))
    return None


def _is_named_like_one(name: str, model: Model) -> bool:
    """Whether a sheet is named like a table, but for a number or a slip (“Vleresimi viti 2021”), or by a year alone."""
    bare = NUMBER.sub("", fold(name)).strip()
    if not bare:
        return fold(name) != ""
    return any(fuzz.ratio(bare, known) >= LIKE for known in model.sheets)


def _has_headings(cells: dict[int, Cell], model: Model) -> bool:
    """Whether a row has headings of a table, half of the required ones among them."""
    names = {fold(cell.value) for cell in cells.values() if isinstance(cell.value, str)}
    for table in model.tables.values():
        if OF_A_MUNICIPALITY not in table.workbooks or table.id == "workbook":
            continue
        found = {table.headings[name].id for name in names & table.headings.keys()}
        required = {each.id for each in table.fields.values() if each.required}
        if len(found) > 1 and 2 * len(found & required) >= len(required):
            return True
    return False


def say_what_is_beside(folder: Path, suffixes: Iterable[str], leave: str, findings: Findings) -> None:
    """Tell of what lies in a folder and is not read.

    ``suffixes`` are those of the files that are read, ``leave`` is the folder below that is none of workbooks.
    """
    for below, inside in workbooks_below(folder, suffixes, leave).items():
        more = ", …" if len(inside) > NAMED else ""
        findings.add("FI-20", f"{below}/", found=", ".join(inside[:NAMED]) + more)
    for path in sorted(WorkbookPath(folder).iterdir()):
        if path.is_file() and path.suffix.lower() not in suffixes and not path.name.startswith(LEFT_ALONE):
            _say_what_a_file_is(path, findings)


def workbooks_below(folder: Path, suffixes: Iterable[str], leave: str) -> dict[str, list[str]]:
    """The workbooks in folders below one of workbooks: folder → what is in it. Tables we wrote are none."""
    found = {}
    for path in sorted(WorkbookPath(folder).iterdir()):
        own = path.name == leave or path.name.startswith(LEFT_ALONE) or (path / OUR_TABLES).exists()
        if not own and path.is_dir() and (inside := list(_workbooks_in(path, suffixes))):
            found[path.name] = [as_text(str(each.relative_to(path))) for each in inside]
    return found


def _workbooks_in(folder: Path, suffixes: Iterable[str]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in suffixes and not name.startswith(LEFT_ALONE):
                yield Path(place) / name


def _say_what_a_file_is(path: Path, findings: Findings) -> None:
    suffix = path.suffix.lower()
    try:
        inspect_file(path)
    except FileRefused as refused:
        found = refused.words.get("found")
        if refused.code == "FI-03" and not suffix.startswith(".xl"):
            found = BINARY_OFFICE.get(suffix, "unknown")
        if suffix in DOCUMENTS or found not in ("text", "unknown", None):
            known = found if found in findings.model.phrases else "unknown"
            findings.add("FI-01", path.name, found=findings.phrase(known))
    else:
        findings.add("FI-21", path.name, value=path.suffix)
