"""The version of what each municipality's page is made of, so that a page is made again only when that has changed.

A page is made of its municipality's own rows, of the tables municipalities are compared in (``compared`` in
``tables.yml``), of the archived copies of addresses its rows lead to, and of what was found in its own workbooks.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from pop_analysis.model.addresses import links_of
from pop_analysis.reading.archived import archived_copies
from pop_analysis.reading.dataset import PUT_ASIDE, VERSION_LENGTH, Dataset, VersionStamp

MUNICIPALITY = "municipality"


def stamp_of(data: Dataset, municipality: str) -> VersionStamp:
    """Return the version a municipality's page states: of altered data, and where nothing is known of it, the whole's.

    >>> stamp_of(data, "fier").version == data.version
    False
    """
    return data.stamp if data.altered else stamps_of(data).get(municipality, data.stamp)


def stamps_of(data: Dataset) -> Mapping[str, VersionStamp]:
    """Return the stamp of each municipality: as stated where the data were read, worked out otherwise."""
    if data.stamps:
        return data.stamps
    known = data.source.root.cache
    if stamps_of not in known:
        known[stamps_of] = {code: VersionStamp(version) for code, version in page_versions(data).items()}
    stamps: Mapping[str, VersionStamp] = known[stamps_of]
    return stamps


def dated(data: Dataset, before: tuple[VersionStamp, Mapping[str, VersionStamp]] | None, today: date) -> Dataset:
    """Return ``data`` with the day each of its versions was first written: ``today`` where it was not there ``before``.

    ``before`` are the stamps of the whole and of each municipality as they stood written.
    """
    whole, each = before or (VersionStamp(""), {})

    def stamp(version: str, known: VersionStamp) -> VersionStamp:
        return VersionStamp(version, (known.version == version and known.processed_on) or today)

    own = {code: stamp(now.version, each.get(code, VersionStamp(""))) for code, now in stamps_of(data).items()}
    return data.stamped(stamp(data.version, whole), own)


def page_versions(data: Dataset) -> dict[str, str]:
    """Compute for every municipality the hash of everything its page is made of: also where its rows stand.

    >>> from pop_analysis.model import load_model
    >>> page_versions(Dataset({}, load_model()))
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
        if len(frame):
            # a row somebody altered has no place, and leaves the numbers of the other rows as they are
            _add(parts, name, data.places(name).astype({"sheet_row": "Int64"}), frame[MUNICIPALITY])
    for name, frame in _copies(data):
        _add(parts, f"copies of {name}", frame, data[name].loc[frame.index, MUNICIPALITY])
    of_file = {file: municipality for municipality, files in data.files.items() for file in files}
    beside = {"findings": data.findings, "balance": data.balance}
    beside |= {"put_aside": data.put_aside.astype(PUT_ASIDE), "sheet_columns": data.sheet_columns}
    for name, found in beside.items():
        _add(parts, name, found, found["file"].map(of_file))
    known = dict.fromkeys([*data["municipalities"][MUNICIPALITY].dropna(), *sorted(parts)])
    return {code: _both(shared, parts[code]) for code in known}


def _copies(data: Dataset) -> Iterator[tuple[str, pd.DataFrame]]:
    """The archived copies of what rows lead to: they may stand in rows of another municipality."""
    copies = archived_copies(data)
    for name, table in data.model.tables.items() if copies else ():
        led = [each.id for each in table.fields.values() if each.kind in ("source", "url")]
        if led and MUNICIPALITY in table.columns:
            kept = data[name][led].map(lambda text: " ".join(copies.get(url, "") for url in links_of(text)).strip())
            yield name, kept[kept.ne("").any(axis=1)]


def _add(parts: dict[str, Any], name: str, frame: pd.DataFrame, owners: pd.Series) -> None:
    """Add the rows of a frame to the hashes of those who own them."""
    for owner, row in zip(owners, _rows(frame), strict=True):
        if isinstance(owner, str):
            parts[owner].update(repr((name, row)).encode())


def _rows(frame: pd.DataFrame) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(frame.to_csv(index=False, header=False, quoting=csv.QUOTE_ALL)))


def _both(shared: Any, own: Any) -> str:
    return hashlib.sha256(shared.digest() + own.digest()).hexdigest()[:VERSION_LENGTH]
