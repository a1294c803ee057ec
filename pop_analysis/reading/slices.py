"""Slices: what the page of one municipality is made of, so that it is made again only when that has changed."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from pop_analysis.reading.dataset import Dataset

MUNICIPALITY = "municipality"
LENGTH = 12


class Slice(NamedTuple):
    """The version of a slice, and the day it was first written to ``data/processed``."""

    version: str
    processed_on: date | None = None


def slice_of(data: Dataset, municipality: str) -> Dataset:
    """Give what the page of a municipality is made of, and nothing else.

    Its own rows; of the other municipalities the tables it is compared in (``compared`` in ``tables.yml``); and what
    was found in its own workbooks. The index of the frames stays that of the whole tables.
    """
    tables = {
        name: frame if table.compared else frame[frame[MUNICIPALITY] == municipality]
        for name, table in data.model.tables.items()
        if MUNICIPALITY in (frame := data[name])
    }
    own = data.with_tables(tables)
    files = files_of(data).get(municipality, [])
    own.findings = data.findings[data.findings["file"].isin(files)]
    own.balance = data.balance[data.balance["file"].isin(files)]
    return own


def files_of(data: Dataset) -> dict[str, list[str]]:
    """Give the workbooks of each municipality, by what they say of themselves."""
    stands = data.places("workbook").drop_duplicates("row").set_index("row")["file"]
    owners = data["workbook"][MUNICIPALITY].dropna()
    files: dict[str, list[str]] = defaultdict(list)
    for municipality, file in zip(owners, stands.reindex(owners.index), strict=True):
        if isinstance(file, str):
            files[municipality].append(file)
    return files


def versions_of_slices(data: Dataset) -> dict[str, str]:
    """Give the hash of everything in :func:`slice_of`, for every municipality: also where its rows stand.

    >>> from pop_analysis.model import load_model
    >>> from pop_analysis.reading import Dataset
    >>> versions_of_slices(Dataset({}, load_model()))
    {}
    """
    shared = hashlib.sha256(data.model.to_json().encode())
    parts: dict[str, Any] = defaultdict(hashlib.sha256)
    for name, table in data.model.tables.items():
        frame = data[name]
        if MUNICIPALITY not in frame:
            continue
        if table.compared:
            shared.update(frame.to_csv(index=False, lineterminator="\n").encode())
        else:
            _add(parts, name, frame, frame[MUNICIPALITY])
        stands = data.places(name).set_index("row")[["file", "sheet", "sheet_row"]]
        _add(parts, name, stands, frame[MUNICIPALITY].set_axis(range(len(frame))).reindex(stands.index))
    of_file = {file: municipality for municipality, files in files_of(data).items() for file in files}
    for name, found in (("findings", data.findings), ("balance", data.balance)):
        _add(parts, name, found, found["file"].map(of_file))
    known = dict.fromkeys([*data["municipalities"][MUNICIPALITY].dropna(), *sorted(parts)])
    return {code: _both(shared, parts[code]) for code in known}


def _add(parts: dict[str, Any], name: str, frame: pd.DataFrame, owners: pd.Series) -> None:
    """Add the rows of a frame to the hashes of those who own them."""
    for owner, row in zip(owners, _rows(frame), strict=True):
        if isinstance(owner, str):
            parts[owner].update(repr((name, row)).encode())


def _rows(frame: pd.DataFrame) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(frame.to_csv(index=False, header=False, quoting=csv.QUOTE_ALL)))


def _both(shared: Any, own: Any) -> str:
    return hashlib.sha256(shared.digest() + own.digest()).hexdigest()[:LENGTH]
