"""From a folder of workbooks to a data set. What a person typed never raises: it becomes a finding."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pandas as pd
import pyarrow as pa

from pop_analysis.locale import in_every_language
from pop_analysis.model import MODEL_FOLDER, Faults, Model, load_model, read_model
from pop_analysis.model.faults import Aside
from pop_analysis.model.text import tidy
from pop_analysis.reading.approval import FILE as APPROVALS
from pop_analysis.reading.approval import Approval, read_approvals
from pop_analysis.reading.conversion.convert import Context
from pop_analysis.reading.conversion.register import Register
from pop_analysis.reading.corrections import Correction, of_missing_files, read_corrections
from pop_analysis.reading.dataset import BALANCE, PROVENANCE, PUT_ASIDE, SHEET_COLUMNS, Dataset
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.inspection.file_report import FileRefused, FileReport
from pop_analysis.reading.inspection.gate import MAX_FILE_BYTES, inspect_file
from pop_analysis.reading.inspection.our_outputs import what_we_wrote
from pop_analysis.reading.layout.mapping import Mapped, leave_out, read_mapping, records_mapped, say_unmatched
from pop_analysis.reading.linking.amounts import check_amounts
from pop_analysis.reading.linking.link import Tables, hangs_on, link
from pop_analysis.reading.linking.priorities import check_priorities
from pop_analysis.reading.parsing.cells import letter_of
from pop_analysis.reading.parsing.processes import Died, read_side_by_side, without_looking_for_garbage
from pop_analysis.reading.rows import Balance, Row
from pop_analysis.reading.shown import Shown, read_shown
from pop_analysis.reading.tables.frames import empty_frame, frame_of
from pop_analysis.reading.tables.row_keys import row_keys
from pop_analysis.reading.unread_files import is_litter, say_what_is_beside
from pop_analysis.reading.workbook import Reader, Workbook, lists_municipalities, refuse
from pop_analysis.reading.workbook_path import WorkbookPath
from pop_analysis.reading.workbook_versions import put_versions_aside

R = TypeVar("R")
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})
FIRST = ("municipality", "contract", "number", "sub_number")  # what rows are sorted by before their key


def read_folder(folder: Path | str, model: Model | None = None, today: date | None = None) -> Dataset:
    """Read every workbook of a folder into one data set.

    Parameters
    ----------
    folder
        Holds the workbooks; those in folders below are told, not read. ``model/`` in it may hold the declaration of
        another network, ``corrections.yml`` corrections of cells, ``mapping.yml`` how flat sheets are read,
        ``approval.yml`` who approved which version of the data.
    model
        The declaration to read with; by default that of ``folder/model``, or POP's own.
    today
        The day after which a date lies in the future.

    Raises
    ------
    FileNotFoundError
        When there is no such folder. Nothing that stands inside a workbook raises.
    WrongDeclaration
        With every fault of ``model/``, or where ``mapping.yml``, ``corrections.yml`` or ``approval.yml`` cannot be
        read: nothing else is, until they are mended. A single wrong entry of those three is a finding, and is not
        used.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(in_every_language("wrong_use.no_file_or_folder", path=folder))
    beside = read_beside(folder, model or folder / MODEL_FOLDER, today)
    return _read(workbooks_in(folder), beside, today, folder, whole=True)


class Beside(NamedTuple):
    """What says how workbooks are read, and stands beside them."""

    model: Model
    mapped: tuple[Mapped, ...] = ()
    corrections: tuple[Correction, ...] = ()
    aside: tuple[Aside, ...] = ()
    approvals: tuple[Approval, ...] | None = None


def read_beside(folder: Path | None, model: Model | Path | None = None, today: date | None = None) -> Beside:
    """Read the declaration, ``mapping.yml``, ``corrections.yml`` and ``approval.yml`` of a folder.

    ``model`` is a declaration that has been read, or the folder it stands in; POP's own where there is none. A wrong
    entry of the three files is put aside. Raises :class:`~pop_analysis.model.WrongDeclaration` where more is wrong,
    with every fault of all of them.
    """
    faults = Faults()
    if isinstance(model, Path):
        model = read_model(model, faults) if model.is_dir() else None
    model = model or load_model()
    faults.languages = faults.languages or model.languages
    if folder is None:
        return Beside(model)
    mapped = read_mapping(folder, model if faults.is_readable else None, faults)
    corrections = read_corrections(folder, faults)
    approvals = read_approvals(folder, faults, today or date.today())
    faults.raise_any(model)
    return Beside(model, tuple(mapped), tuple(corrections), tuple(faults.aside), approvals)


def workbooks_in(folder: Path) -> list[Path]:
    """The files of a folder that may hold tables, by name, without what systems and programs lay beside them.

    Records (.json, .yml) are among them where an entry of ``mapping.yml`` is for them.
    """
    is_mapped = records_mapped(folder)
    there = [path for path in WorkbookPath(folder).iterdir() if path.is_file()]
    paths = (path for path in there if path.suffix.lower() in SUFFIXES or is_mapped(path))
    return sorted(path for path in paths if not is_litter(path))


def has_something_unread(folder: Path) -> bool:
    """Whether a folder is told to hold documents, or workbooks in folders below: then it is not simply empty."""
    findings = Findings(load_model())
    say_what_is_beside(folder, SUFFIXES, MODEL_FOLDER, findings)
    return len(findings) > findings.count("note")


def read_files(
    paths: Iterable[Path],
    model: Model | None = None,
    today: date | None = None,
    folder: Path | None = None,
    whole: bool = False,
    shown: Shown | None = None,
    register: Iterable[Path] = (),
    neighbours: Iterable[Path] = (),
) -> Dataset:
    """Read these workbooks into one data set; see :func:`read_folder`.

    ``folder`` is the one whose ``corrections.yml`` and ``mapping.yml`` are applied to them, if any; with ``whole``,
    what else lies in it is told. ``shown`` is what replies are compared with, by default what the folder remembers.
    ``register`` are workbooks that are read for the names of municipalities; of ``neighbours`` only those are read that
    hold what ``paths`` hang on and do not have themselves.
    """
    return _read(paths, read_beside(folder, model, today), today, folder, whole, shown, register, neighbours)


def _read(
    paths: Iterable[Path],
    beside: Beside,
    today: date | None = None,
    folder: Path | None = None,
    whole: bool = False,
    shown: Shown | None = None,
    register: Iterable[Path] = (),
    neighbours: Iterable[Path] = (),
) -> Dataset:
    model, mapped, corrections, aside, approvals = beside
    findings = Findings(model)
    for each in aside:
        of_rows = each.faults[0].file != APPROVALS  # an approval that is written wrongly costs no row
        findings.add_faults(each.faults, "rejected" if of_rows else "note")
    paths = [WorkbookPath(path) for path in paths]
    asked = {path.name for path in paths}
    paths += [each for each in map(WorkbookPath, register) if each not in paths]
    there = {path.name for path in paths} | ({path.name for path in workbooks_in(folder)} if folder else set())
    of_missing_files(corrections, there, findings)
    say_unmatched(mapped, there, findings)
    _say_what_is_open(paths, findings)
    if folder and whole:
        say_what_is_beside(folder, SUFFIXES, MODEL_FOLDER, findings)
    paths = _without_ours(leave_out(paths, aside, findings), findings)
    reports = _through_the_gate(_once(paths, findings), findings)
    context = Context(model, Register(), today or date.today(), findings.phrase)
    reader = Reader(context, corrections, mapped, aside)
    context = replace(context, register=_register(reports, reader))
    reader = replace(reader, context=context)
    books = [book for _, book in _each(reports, reader.read, findings)]
    if beside_them := [WorkbookPath(path) for path in neighbours if path not in paths]:
        known = set(map(_content, paths))
        books += _hung_on(books, asked, [each for each in beside_them if _content(each) not in known], reader)
    with without_looking_for_garbage():
        return _together(books, context, findings, folder, shown).approved_by(approvals)


def _together(
    books: Sequence[Workbook], context: Context, findings: Findings, folder: Path | None, shown: Shown | None
) -> Dataset:
    """The data set of what stands in all files, with what is found where they speak of each other."""
    model = context.model
    for book in books:
        findings.extend(book.findings)
    put_versions_aside(books, findings)
    tables = {name: [row for book in books for row in book.tables.pop(name, ())] for name in model.tables}
    check_amounts(tables, model, findings)
    link(tables, model, findings, shown or (read_shown(folder, findings) if folder else None))
    check_priorities(tables, model, findings)
    balances = [balance for book in books for balance in book.balances]
    if not context.register.known:
        called = _as_they_are_called(tables)
        tables["municipalities"] += called
        balances += [Balance(row.file, row.sheet, row.table, 1, 0) for row in called]
    return _dataset(tables, balances, model, findings)


def _say_what_is_open(paths: Iterable[Path], findings: Findings) -> None:
    """What somebody has open and has not saved is not in the file."""
    for path in paths:
        # os.path: with these signs the longest name a file may have is too long, and there is no such file
        if any(os.path.exists(path.parent / name) for name in (f"~${path.name}", f".~lock.{path.name}#")):  # noqa: PTH110
            findings.add("FI-14", path.name)


def _without_ours(paths: Iterable[Path], findings: Findings) -> list[Path]:
    """Leave out what this program wrote for people to read: a copy with findings is no second workbook."""
    read = []
    for path in paths:
        if code := what_we_wrote(path):
            findings.add(code, path.name)
        else:
            read.append(path)
    return read


def _once(paths: Iterable[Path], findings: Findings) -> list[Path]:
    """Leave out files whose bytes another one already has."""
    seen: dict[str, Path] = {}
    for path in sorted(paths, key=lambda each: each.name):
        key = _content(path)
        if key in seen:
            findings.add("FI-08", path.name, other=seen[key].name)
        else:
            seen[key] = path
    return list(seen.values())


def _content(path: Path) -> str:
    """What tells contents apart; a file that is empty, too large or cannot be read is like no other."""
    try:
        if 0 < path.stat().st_size <= MAX_FILE_BYTES:
            return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        pass
    return str(path)


def _through_the_gate(paths: Iterable[Path], findings: Findings) -> dict[Path, FileReport]:
    """The files the gate lets through, with what it learnt of them."""
    reports = {}
    for path, result in _each(dict.fromkeys(paths), lambda path, _: _asked(path), findings):
        if isinstance(result, FileReport):
            reports[path] = result
        else:
            refuse(result, path.name, findings)
    return reports


def _asked(path: Path) -> FileReport | FileRefused:
    try:
        return inspect_file(path, records=True)
    except FileRefused as refused:
        return refused


def _register(reports: Mapping[Path, FileReport], reader: Reader) -> Register:
    """The municipalities of every file that lists them."""
    model = reader.context.model
    listing = {path: each for path, each in reports.items() if lists_municipalities(each, path, model, reader.mapped)}
    found = _each(listing, reader.municipalities, Findings(model))
    return Register([row for _, rows in found for row in rows])


def _hung_on(
    books: Sequence[Workbook], asked: Collection[str], neighbours: list[Path], reader: Reader
) -> list[Workbook]:
    """What the ``asked`` ones of ``books`` hang on, from files beside them: first those that are named by its place."""
    found: list[Workbook] = []
    quiet, mentions = Findings(reader.context.model), reader.context.register.mentions
    for by_name in (True, False):
        places = _places_lacking([*books, *found], asked)
        fit = [each for each in neighbours if not by_name or any(mentions(each.stem, place) for place in places)]
        neighbours = [each for each in neighbours if each not in fit]
        reports = _through_the_gate(_without_ours(fit, quiet), quiet) if places else {}
        found += [book for _, book in _each(reports, replace(reader, places=frozenset(places)).read, quiet)]
    return found


def _places_lacking(books: Iterable[Workbook], asked: Collection[str]) -> set[str]:
    """The municipalities of ``asked`` rows that hang on a contract, priorities or verdicts of which there are none."""
    there: dict[str, set[tuple[Any, Any]]] = defaultdict(set)
    wanted: dict[str, set[tuple[Any, Any]]] = defaultdict(set)
    for row in (row for book in books for rows in book.tables.values() for row in rows):
        contract = row.values.get("municipality"), row.values.get("cycle")
        there[row.table].add(contract)
        if row.file in asked and not row.rejected and all(contract):
            for table in hangs_on(row):
                wanted[table].add(contract)
    return {place for table, contracts in wanted.items() for place, _ in contracts - there[table]}


def _as_they_are_called(tables: Tables) -> list[Row]:
    """A register of what is named in the rows themselves, where there is no other: each as it is first written."""
    rows: dict[str, Row] = {}
    for row in (row for own in tables.values() for row in own if not row.rejected):
        code, name = row.values.get("municipality"), row.typed("municipality")
        if code and name and code not in rows:
            place = {each: row.columns[each] for each in ("municipality",) if each in row.columns}
            values = {"municipality": code, "name_sq": tidy(name)}
            rows[code] = Row("municipalities", values, row.file, row.sheet, row.number, columns=place)
    return list(rows.values())


def _each(reports: Mapping[Path, Any], read: Callable[[Path, Any], R], findings: Findings) -> list[tuple[Path, R]]:
    """``read`` of every file, in order of names; one whose process died becomes a finding."""

    def size(item: tuple[Path, Any]) -> int:
        """How many cells it may have: a cell of a packed file takes some bytes."""
        return max(getattr(item[1], "cells", 0), (item[0].stat().st_size if item[0].exists() else 0) // 2)

    found = []
    for (path, _), result in read_side_by_side(list(reports.items()), lambda item: read(*item), size):
        if isinstance(result, Died):
            findings.add("FI-17", path.name)
        else:
            found.append((path, result))
    return sorted(found, key=lambda item: item[0].name)


def _dataset(tables: dict[str, list[Row]], balances: Iterable[Balance], model: Model, findings: Findings) -> Dataset:
    """The frames of rows. These are taken out of ``tables``: a row takes several times the room of its frame."""
    balance, put_aside = _balance(tables, balances), _put_aside(tables)
    frames, provenance = {}, []
    layouts: dict[tuple[str, str, str], dict[tuple[tuple[str, int], ...], int]] = defaultdict(dict)
    for name, table in model.tables.items():
        order = [each for each in dict.fromkeys((*FIRST, *table.unique)) if each == "contract" or each in table.columns]
        counted = sorted((row for row in tables.pop(name) if not row.rejected), key=lambda row: _order(row, order))
        frames[name] = frame_of(table, [row.values for row in counted])
        keys = row_keys(frames[name], table.unique)
        pa.default_memory_pool().release_unused()  # of the largest table it keeps as much as the rows take
        for key, row in zip(keys, counted, strict=True):
            same = layouts[row.file, row.sheet, name]
            number = same.setdefault(tuple(row.columns.items()), len(same) + 1)
            provenance.append((name, key, row.file, row.sheet, row.number, number))
    letters = [
        (*place, number, field, letter_of(at))
        for place, found in layouts.items()
        for columns, number in found.items()
        for field, at in columns
    ]
    return Dataset(
        frames,
        model,
        findings.to_frame(),
        balance,
        _frame(provenance, PROVENANCE),
        _frame(letters, SHEET_COLUMNS),
        put_aside=put_aside,
    )


def _put_aside(tables: Tables) -> pd.DataFrame:
    """The rows somebody entered that are not counted, with what they say they are about."""
    names = ("municipality", "contract", "priority", "monitoring_year")
    rows = [
        (*(row.values.get(name) for name in names), row.table, row.file, row.sheet, row.number)
        for own in tables.values()
        for row in own
        if row.rejected and not (row.is_repeat or row.unfilled)
    ]
    return _frame(sorted(rows, key=lambda row: row[4:]), PUT_ASIDE)


def _frame(rows: Sequence[tuple[Any, ...]], columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(dict(columns)) if rows else empty_frame(columns)


def _order(row: Row, columns: Iterable[str]) -> tuple[Any, ...]:
    """Sort by key, numbers as numbers; then by place, so that the order of files never matters."""
    key: list[Any] = []  # flat: a tuple for every part is as many more objects for Python to look through
    for part in map(row.values.get, columns):
        key += (False, 0, part) if isinstance(part, str) else _order_of_other(part)
    return tuple(key)


def _order_of_other(part: Any) -> tuple[bool, int, str]:
    return part is None, part if isinstance(part, int) else 0, str(part)


def _balance(tables: Tables, balances: Iterable[Balance]) -> pd.DataFrame:
    once = (row for rows in tables.values() for row in rows if not (row.rejected or row.is_carried))
    counted = Counter((row.file, row.sheet, row.table) for row in once)
    read, blank = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for each in balances:  # a sheet fills a table several times where its years stand in columns
        read[each.file, each.sheet, each.table] += each.read
        blank[each.file, each.sheet, each.table] += each.blank
    for row in (each for rows in tables.values() for each in rows if each.is_repeat):
        blank[row.file, row.sheet, row.table] += 1  # what a row that counts says already is not put aside
    lines = [
        (*place, count, counted[place], count - blank[place] - counted[place], blank[place])
        for place, count in sorted(read.items())
    ]
    return _frame(lines, BALANCE)
