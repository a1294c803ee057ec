"""From a folder of workbooks to a data set. What a person typed never raises: it becomes a finding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from pop_analysis.model import Model, load_model
from pop_analysis.reading.cells import read_cells
from pop_analysis.reading.convert import Context
from pop_analysis.reading.corrections import Correction, correct, of_missing_files, read_corrections
from pop_analysis.reading.dataset import BALANCE, PROVENANCE, Dataset, empty_frame, frame_of
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.gate import Refused, pass_gate
from pop_analysis.reading.keys import tie
from pop_analysis.reading.layout import Layout, lay_out, recognise_sheets
from pop_analysis.reading.register import Register
from pop_analysis.reading.rows import Balance, Row, read_rows

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
LOCK_FILE = "~$"
MODEL_FOLDER = "model"


@dataclass
class _Workbook:
    """A file that passed the gate, with its sheets by table name and where on them the tables stand."""

    file: str
    layouts: dict[str, Layout]
    kind: str = ""
    municipality: str | None = None


@dataclass
class _Read:
    """What is gathered while reading."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    balances: list[Balance] = field(default_factory=list)


def read_folder(folder: Path | str, model: Model | None = None, today: date | None = None) -> Dataset:
    """Read every workbook of a folder into one data set.

    Parameters
    ----------
    folder
        Holds the workbooks; what is in folders below is not read. ``model/`` in it may hold the declaration of
        another network, ``corrections.yml`` corrections of cells.
    model
        The declaration to read with; by default that of ``folder/model``, or POP's own.
    today
        The day after which a date lies in the future.

    Raises
    ------
    FileNotFoundError
        When there is no such folder. Nothing that stands inside a workbook raises.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    own = folder / MODEL_FOLDER
    return read_files(workbooks_in(folder), model or load_model(own if own.is_dir() else None), today, folder)


def workbooks_in(folder: Path) -> list[Path]:
    """The workbooks of a folder by name, without the lock files Excel leaves beside an open one."""
    paths = (path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(path for path in paths if not path.name.startswith(LOCK_FILE))


def read_files(
    paths: Iterable[Path],
    model: Model | None = None,
    today: date | None = None,
    corrected_in: Path | None = None,
) -> Dataset:
    """Read these workbooks into one data set; see :func:`read_folder`.

    ``corrected_in`` is the folder whose ``corrections.yml`` is applied to them, if any.
    """
    model = model or load_model()
    findings = Findings(model)
    paths = list(paths)
    corrections = read_corrections(corrected_in, findings) if corrected_in else []
    of_missing_files(corrections, (path.name for path in paths), findings)
    books = [book for path in _once(paths, findings) if (book := _open(path, model, corrections, findings))]
    context = Context(model, Register(), today or date.today(), findings.phrase)
    context.register = _register(books, context)
    read = _Read({name: [] for name in model.tables})
    for book in books:
        if _identify(book, context, findings, read):
            _read_tables(book, context, findings, read)
    tie(read.tables, model, findings)
    return _dataset(read, model, findings)


def _once(paths: Iterable[Path], findings: Findings) -> list[Path]:
    """Leave out files whose bytes another one already has."""
    seen: dict[str, Path] = {}
    for path in sorted(paths, key=lambda each: each.name):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in seen and path.stat().st_size:
            findings.add("FI-08", path.name, other=seen[digest].name)
        else:
            seen[digest if path.stat().st_size else path.name] = path
    return list(seen.values())


def _open(path: Path, model: Model, corrections: list[Correction], findings: Findings) -> _Workbook | None:
    try:
        passed = pass_gate(path)
        sheets = read_cells(path, passed)
    except Refused as refused:
        words = dict(refused.words)
        if words.get("found") in model.phrases:
            words["found"] = findings.phrase(words["found"])
        findings.add(refused.code, path.name, **words)
        return None
    except Exception as error:  # noqa: BLE001 — a file nobody foresaw costs that file, not the run
        findings.add("FI-11", path.name, found=type(error).__name__)
        return None
    if passed.has_macros:
        findings.add("FI-13", path.name)
    correct(sheets, path.name, corrections, findings)
    found = recognise_sheets(sheets, model, path.name, findings)
    if found is None:
        return None
    tables = {name: sheet for name, sheet in found.items() if sheet.rows}
    layouts = {name: lay_out(sheet, model.tables[name], path.name, findings) for name, sheet in tables.items()}
    clear = {name: layout for name, layout in layouts.items() if layout is not None}
    return _Workbook(path.name, clear) if len(clear) == len(layouts) else None


def _register(books: Iterable[_Workbook], context: Context) -> Register:
    """The municipalities of every workbook that lists them. Findings wait until the sheet is read in its turn."""
    rows: list[dict[str, Any]] = []
    quiet = Findings(context.model)
    for book in books:
        if layout := book.layouts.get("municipalities"):
            found, _ = read_rows(layout, book.file, context, quiet)
            rows += [row.values for row in found if not row.rejected]
    return Register(rows)


def _identify(book: _Workbook, context: Context, findings: Findings, read: _Read) -> bool:
    """Find out from its own sheet what a workbook holds; refuse it when it does not say."""
    table = context.model.tables["workbook"]
    rows = _read_sheet(book, "workbook", context, findings, read)
    if not rows:
        findings.add("FI-09", book.file, sheet_name=table.sheet)
        return False
    about = rows[0]
    read.tables["workbook"].extend(rows)
    book.kind = about.values.get("kind", "")
    book.municipality = about.values.get("municipality")
    if book.kind == "municipality" and book.municipality is None and not about.rejected:
        about.reject(findings, "CE-03", "municipality", field=table.fields["municipality"].header)
    if about.rejected:
        findings.add("FI-12", book.file, about.sheet, sheet_name=table.sheet)
        return False
    if book.municipality and not context.register.known:
        findings.add("FI-10", book.file, about.sheet, about.places["municipality"], about.typed["municipality"])
    return True


def _read_tables(book: _Workbook, context: Context, findings: Findings, read: _Read) -> None:
    for name, table in context.model.tables.items():
        layout = book.layouts.get(name)
        if name == "workbook" or layout is None:
            continue
        if book.kind not in table.workbooks:
            _count_as_lost(layout, book.file, read)
            kind = context.model.lists["workbook_kinds"][book.kind].label
            findings.add("SH-05", book.file, layout.sheet.name, value=layout.sheet.name, kind=kind)
            continue
        rows = _read_sheet(book, name, context, findings, read)
        if "municipality" in table.columns and name != "municipalities":
            for row in rows:
                _place_in_municipality(row, book, context, findings)
        read.tables[name].extend(rows)


def _read_sheet(book: _Workbook, name: str, context: Context, findings: Findings, read: _Read) -> list[Row]:
    layout = book.layouts.get(name)
    if layout is None:
        return []
    if not layout.columns:
        _count_as_lost(layout, book.file, read)
        return []
    rows, balance = read_rows(layout, book.file, context, findings)
    read.balances.append(balance)
    return rows


def _count_as_lost(layout: Layout, file: str, read: _Read) -> None:
    """Put every row of a sheet that cannot be counted into the balance, as rejected."""
    sheet = layout.sheet
    below = sum(1 for row in sheet.rows if row > layout.header_row)
    lost = sheet.last_row() - layout.header_row
    read.balances.append(Balance(file, sheet.name, layout.table.id, lost, lost - below))


def _place_in_municipality(row: Row, book: _Workbook, context: Context, findings: Findings) -> None:
    """A row of a municipality's workbook belongs to it, and may not say otherwise."""
    if book.municipality is None:
        return
    said = row.values.setdefault("municipality", book.municipality)
    if said != book.municipality:
        names = context.register.names
        row.reject(findings, "MU-03", "municipality", expected=names.get(book.municipality, book.municipality))


def _dataset(read: _Read, model: Model, findings: Findings) -> Dataset:
    tables, provenance, digest = {}, [], hashlib.sha256()
    for name, table in model.tables.items():
        counted = sorted(
            (row for row in read.tables[name] if not row.rejected), key=lambda row: _key(row, table.unique)
        )
        tables[name] = frame_of(table, (row.values for row in counted))
        provenance += [(name, i, row.file, row.sheet, row.number) for i, row in enumerate(counted)]
        digest.update(tables[name].to_csv(index=False).encode())
    return Dataset(
        tables,
        model,
        findings.to_frame(),
        _balance(read),
        pd.DataFrame(provenance, columns=list(PROVENANCE)).astype(PROVENANCE) if provenance else None,
        digest.hexdigest()[:12],
    )


def _key(row: Row, unique: tuple[str, ...]) -> tuple[Any, ...]:
    """Sort by key, numbers as numbers; then by place, so that the order of files never matters."""
    values = row.values
    order = [values.get(column) for column in ("municipality", "contract", "number", "sub_number")]
    order += [values.get(column) for column in unique]
    return tuple((part is None, part if isinstance(part, int) else 0, str(part)) for part in order)


def _balance(read: _Read) -> pd.DataFrame:
    counts: dict[tuple[str, str], int] = {}
    for rows in read.tables.values():
        for row in rows:
            counts[row.file, row.sheet] = counts.get((row.file, row.sheet), 0) + (not row.rejected)
    lines = []
    for each in sorted(read.balances, key=lambda balance: (balance.file, balance.sheet)):
        counted = counts.get((each.file, each.sheet), 0)
        rejected = each.read - each.blank - counted
        lines.append((each.file, each.sheet, each.table, each.read, counted, rejected, each.blank))
    return pd.DataFrame(lines, columns=list(BALANCE)).astype(BALANCE) if lines else empty_frame(BALANCE)
