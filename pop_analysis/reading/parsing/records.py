"""Records (.json, .yml) that an entry of ``mapping.yml`` is for: each list of them as a sheet, a record in each row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pop_analysis.model.marked import Unreadable, marked
from pop_analysis.reading.inspection.file_report import FileRefused
from pop_analysis.reading.inspection.letters import decoded
from pop_analysis.reading.inspection.scan import MAX_CELLS, MAX_COLUMN, MAX_ROW
from pop_analysis.reading.parsing.cells import Cell, Sheet, plain

BETWEEN = " | "  # the values of a list, in one cell
DEEPEST = 20


def read_records(path: Path) -> list[Sheet]:
    """Read a file of records: a list of them is a sheet with the name of the file, lists under keys one each.

    The first row of a sheet has the keys, in the order in which they first stand; a key within another one is
    ``outer.inner``, and several plain values are one cell, ``a | b``.

    Raises :class:`~pop_analysis.reading.inspection.file_report.FileRefused` when there is no list of records.
    """
    readings, _ = decoded(path.read_bytes())
    if not readings:
        raise FileRefused("FI-26")
    try:
        held = json.loads(readings[0]) if path.suffix.lower() == ".json" else marked(readings[0]).value
        lists = {path.stem: held} if isinstance(held, list) else held if isinstance(held, dict) else {}
        sheets = [_sheet(str(name), each) for name, each in lists.items() if _is_records(each)]
    except (ValueError, RecursionError) as error:  # Unreadable and JSONDecodeError are both the first
        place = f": {error}" if isinstance(error, Unreadable | json.JSONDecodeError) else ""
        raise FileRefused("FI-34", found=f"{type(error).__name__}{place}") from error
    if not sheets:
        raise FileRefused("FI-34", found="no_records")
    return sheets


def _is_records(held: Any) -> bool:
    return isinstance(held, list) and bool(held) and all(isinstance(each, dict) for each in held)


def _sheet(name: str, records: list[dict[Any, Any]]) -> Sheet:
    flat = [dict(_flat(each)) for each in records]
    keys = list(dict.fromkeys(key for each in flat for key in each))
    cells = sum(map(len, flat))
    if len(flat) >= MAX_ROW or len(keys) > MAX_COLUMN or cells > MAX_CELLS:
        found, limit = f"{len(flat)} × {len(keys)}", f"{MAX_COLUMN} × {MAX_ROW}"
        raise FileRefused("FI-07", sheet_name=name, found=found, limit=limit)
    columns = {key: column for column, key in enumerate(keys, start=1)}
    rows = {1: {column: Cell(key) for key, column in columns.items()}}
    for number, each in enumerate(flat, start=2):
        values = ((columns[key], plain(value)) for key, value in each.items())
        filled = {column: Cell(value) for column, value in values if value is not None}
        rows |= {number: filled} if filled else {}
    return Sheet(name, rows=rows)


def _flat(record: Mapping[Any, Any], above: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every value of a record, by its key and those above it."""
    if depth > DEEPEST:
        raise RecursionError
    for key, value in record.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.", depth + 1)
        elif isinstance(value, list):
            yield name, BETWEEN.join(map(_written, value))
        else:
            yield name, value


def _written(value: Any) -> str:
    """A value of a list; what is no plain one as it stands in the file, so that nothing is lost."""
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)
