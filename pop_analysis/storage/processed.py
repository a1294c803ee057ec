"""``data/processed``: a data set as files, each table as Parquet and as CSV, with everything that belongs to it.

The same data give the same bytes, and the folder changes as a whole: a reader sees the old one or the new one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pop_analysis import atomic
from pop_analysis.choices import WrongUse
from pop_analysis.locale import in_every_language
from pop_analysis.model import Model, Table, kept_model
from pop_analysis.reading.approval import Approval
from pop_analysis.reading.dataset import BALANCE, PROVENANCE, PUT_ASIDE, SHEET_COLUMNS, Dataset, VersionStamp
from pop_analysis.reading.tables.frames import TEXT, frame_of, series
from pop_analysis.storage.checksums import not_as_sealed, sealed
from pop_analysis.storage.descriptor import NAMED, PROFILE, describe

ABOUT_READING = {
    "balance": BALANCE,
    "provenance": PROVENANCE,
    "put_aside": PUT_ASIDE,
    "sheet_columns": SHEET_COLUMNS,
}
LAYOUT = "layout"
MODEL_FILE = "model.json"
DESCRIPTOR_FILE = "datapackage.json"
# What systems and programs leave in a folder, and nobody misses.
OF_NO_WORTH = {".DS_Store", "Thumbs.db", "desktop.ini"}
COMES_AND_GOES = (atomic.PREFIX, ".~lock.")
MUNICIPALITY = "municipality"
# A spreadsheet takes a cell that begins so for a formula, and begins one behind what it expects to separate cells.
FORMULA = re.compile(r"^(?=[\t\r])|(?:^|(?<=[;\t\r\n])) *(?=[=+\-@])")
ARROW = {
    "str": pa.string(),
    "Int64": pa.int64(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "datetime64[s]": pa.date32(),
}
SHOWN = pd.StringDtype(na_value=float("nan"))  # of tables nothing is computed from
READABLE_BY_ALL = {"encoding": "utf-8-sig", "newline": ""}  # Excel takes a CSV without the mark for Latin-1


def write_processed(data: Dataset, folder: Path | str) -> None:
    """Write ``data`` to ``folder``, in place of what stood there.

    Parameters
    ----------
    data
        What :func:`~pop_analysis.reading.read_folder` gave.
    folder
        Made when it is not there. Holds afterwards ``<table>.parquet`` and ``<table>.csv`` for every table,
        ``findings``, ``balance``, ``provenance``, ``put_aside`` and ``sheet_columns`` in the same two forms,
        ``findings.json``, ``model.json`` and ``datapackage.json``.

    Raises
    ------
    FileExistsError
        When the folder holds anything that is not ours: it would be lost; or is an edition, which never changes.

    Examples
    --------
    >>> import tempfile
    >>> from pop_analysis.model import load_model
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_processed(Dataset({}, load_model()), Path(place) / "processed")
    ...     read_processed(Path(place) / "processed")
    Dataset(empty; findings: 0 refused, 0 rejected, 0 blanked, 0 note)
    """
    folder = Path(folder).absolute()
    check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with atomic.new_folder(folder) as made:
        _write_all(data, made)
        check_replaceable(folder)  # that took its time


def check_replaceable(folder: Path) -> None:
    """Raise ``FileExistsError`` when ``folder`` holds anything that :func:`write_processed` has not put there."""
    if not folder.exists():
        return
    if sealed(folder):
        raise FileExistsError(in_every_language("wrong_use.edition.stays", folder=folder))
    known = OF_NO_WORTH.union(atomic.STAYS)
    if is_processed(folder):
        known |= {DESCRIPTOR_FILE, MODEL_FILE, "findings.json", *_tables_stated(folder)}
    of_others = (each for each in folder.iterdir() if each.name not in known or not each.is_file())
    others = sorted(each.name for each in of_others if not each.name.startswith(COMES_AND_GOES))
    if others:
        named = ", ".join(others[:3]) + (" …" if len(others) > 3 else "")
        raise FileExistsError(in_every_language("wrong_use.file.others", folder=folder, files=named))


def read_processed(folder: Path | str, municipality: str | None = None) -> Dataset:
    """Read what :func:`write_processed` wrote, with the model it was written with.

    Parameters
    ----------
    folder
        The folder of processed data.
    municipality
        Keep only the rows of this municipality and those of the network itself, in tables that have the column.
        The index of the frames stays that of the whole tables.

    Raises
    ------
    FileNotFoundError
        When there is no processed data in ``folder``.
    WrongUse
        When the folder is an edition, and not as it was published: its files are named.
    """
    folder = Path(folder)
    if not is_processed(folder):
        raise FileNotFoundError(in_every_language("wrong_use.tables.missing", folder=folder))
    _check_seal(folder)
    model = kept_model((folder / MODEL_FILE).read_text(encoding="utf-8"))
    stamp, stamps = stamps_in(folder) or (None, {})
    tables = {name: _read_table(folder, table, model, municipality) for name, table in model.tables.items()}
    findings = _read(folder, "findings", dict.fromkeys(_finding_columns(model), "str"))
    # Editions written before there was such a file have none: what was put aside then is not known by its row.
    known = [name for name in ABOUT_READING if name != "put_aside" or (folder / f"{name}.parquet").is_file()]
    beside = {name: _read(folder, name, ABOUT_READING[name]) for name in known}
    return Dataset(tables, model, findings, **beside, stamp=stamp, stamps=stamps, approvals=_approvals(folder))


def stamps_in(folder: Path) -> tuple[VersionStamp, dict[str, VersionStamp]] | None:
    """Return the stamps of the whole and of each municipality's page, as ``folder`` states them; None without data."""
    if not is_processed(folder):
        return None
    descriptor = _descriptor(folder)
    return _stated(descriptor), {name: _stated(each) for name, each in descriptor.get("stamps", {}).items()}


def _stated(about: Mapping[str, Any]) -> VersionStamp:
    created, published = (
        datetime.fromisoformat(about[key]) if key in about else None for key in ("created", "published")
    )
    return VersionStamp(about.get("version", ""), created and created.date(), about.get("edition", ""), published)


def _check_seal(folder: Path) -> None:
    if not sealed(folder) and "edition" not in _descriptor(folder):
        return
    if changed := not_as_sealed(folder):
        words = {"edition": folder.name, "files": ", ".join(changed), "folder": folder}
        raise WrongUse(in_every_language("wrong_use.edition.changed", **words))


def _approvals(folder: Path) -> tuple[Approval, ...] | None:
    """Who approved which version, as the descriptor states it; None where nobody has to."""
    stated = _descriptor(folder).get("approvals")
    if stated is None:
        return None
    return tuple(Approval(each["version"], each["who"], date.fromisoformat(each["date"])) for each in stated)


def is_processed(folder: Path) -> bool:
    """Whether ``folder`` holds processed data: files of these names are not enough."""
    return DESCRIPTOR_FILE in sealed(folder) or ((folder / MODEL_FILE).is_file() and bool(_tables_stated(folder)))


def _tables_stated(folder: Path) -> set[str]:
    """The files of the tables that the descriptor lists; none where it is not one of ours."""
    listed = _descriptor(folder).get("resources")
    paths = [Path(str(each.get("path"))) for each in listed if isinstance(each, dict)] if listed else []
    return {str(path.with_suffix(suffix)) for path in paths if path.name for suffix in (".csv", ".parquet")}


def _descriptor(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / DESCRIPTOR_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    own = isinstance(content, dict) and content.get("$schema") == PROFILE
    return content if own and str(content.get("name")).endswith(NAMED) else {}


def of_municipality(data: Dataset, municipality: str) -> Dataset:
    """Keep the rows that :func:`read_processed` reads for this municipality; the index stays as it was."""
    owners = {name: frame[MUNICIPALITY] for name, frame in data.tables.items() if MUNICIPALITY in frame}
    return data.select({name: (owner == municipality) | owner.isna() for name, owner in owners.items()})


def _finding_columns(model: Model) -> list[str]:
    own = ["code", "severity", "file", "sheet", "cell", "value"]
    return own + [f"message_{language}" for language in model.languages]


def _frames(data: Dataset) -> Iterator[tuple[str, pd.DataFrame, Mapping[str, str]]]:
    """Everything that is written as a table: name, frame, columns with their dtypes."""
    for name, table in data.model.tables.items():
        yield name, data[name], table.columns
    yield "findings", data.findings, dict.fromkeys(_finding_columns(data.model), "str")
    yield from ((name, getattr(data, name), columns) for name, columns in ABOUT_READING.items())


def _write_all(data: Dataset, folder: Path) -> None:
    for name, frame, columns in _frames(data):
        _write_parquet(frame, columns, folder / f"{name}.parquet")
        with (folder / f"{name}.csv").open("w", **READABLE_BY_ALL) as stream:  # type: ignore[call-overload]
            stream.write(_csv(frame, columns))
    _write_json(folder / "findings.json", data.findings.to_dict("records"))
    _write_json(folder / MODEL_FILE, data.model.kept)
    _write_json(folder / DESCRIPTOR_FILE, describe(data))


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_parquet(frame: pd.DataFrame, columns: Mapping[str, str], path: Path) -> None:
    schema = pa.schema([(name, ARROW[dtype]) for name, dtype in columns.items()])
    table = pa.Table.from_pandas(frame[list(columns)], schema=schema, preserve_index=False)
    # Without pandas' own note of itself: the model says what the columns are.
    with path.open("wb") as stream:  # Arrow itself opens no path that is not UTF-8
        pq.write_table(table.replace_schema_metadata(None), stream, compression="zstd")


def _csv(frame: pd.DataFrame, columns: Mapping[str, str]) -> str:
    shown = {
        name: frame[name].map(_harmless, na_action="ignore") if dtype == "str" else frame[name]
        for name, dtype in columns.items()
    }
    # Floats as Python writes them: 3000000.0 and 41.12, the shortest form that reads back the same.
    text: str = pd.DataFrame(shown).to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")
    return text


def _harmless(text: str) -> str:
    """Write ``text`` so that no spreadsheet takes it for a formula."""
    return FORMULA.sub(lambda before: f"{before[0]}'", text)


def _read_table(folder: Path, table: Table, model: Model, municipality: str | None) -> pd.DataFrame:
    """Read a table; what the program that wrote it did not know yet is empty."""
    later = model.later.get(table.id, ())
    new = {column: dtype for name in later for column, dtype in table.fields[name].columns}
    if len(later) == len(table.fields):
        return frame_of(table, ())
    frame = _read(
        folder,
        table.id,
        {column: dtype for column, dtype in table.columns.items() if column not in new},
        municipality,
        TEXT,
    )
    blank = {column: series([None] * len(frame), dtype).array for column, dtype in new.items()}
    return frame.assign(**blank)[list(table.columns)] if blank else frame


def _read(
    folder: Path, name: str, columns: Mapping[str, str], municipality: str | None = None, text: pd.StringDtype = SHOWN
) -> pd.DataFrame:
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise FileNotFoundError(in_every_language("wrong_use.tables.incomplete", file=path.name, folder=folder))
    texts = [name for name, dtype in columns.items() if dtype == "str"] if text == TEXT else []
    with path.open("rb") as stream:
        table = pq.ParquetFile(stream, read_dictionary=texts).read()
    if LAYOUT in columns and LAYOUT not in table.column_names:  # written when a sheet filled a table once
        table = table.append_column(LAYOUT, pa.array(np.ones(len(table), dtype="int64")))
    index = None
    if municipality is not None and MUNICIPALITY in columns:
        column = table[MUNICIPALITY].cast(pa.string())
        kept = pc.or_kleene(pc.equal(column, municipality), pc.is_null(column)).combine_chunks()
        table, index = table.filter(kept), pc.indices_nonzero(kept).to_numpy()
    types = {name: ARROW[dtype] for name, dtype in columns.items() if name not in texts}
    seconds = {name: pa.timestamp("s") if each == pa.date32() else each for name, each in types.items()}
    others = table.select(list(types)).cast(pa.schema(seconds)).to_pandas(types_mapper=_pandas_type(columns))
    arrays = {name: _texts(table[name]) if name in texts else others[name].array for name in columns}
    frame = pd.DataFrame(arrays) if texts else others
    return frame if index is None else frame.set_axis(index.astype("int64"))


def _texts(column: pa.ChunkedArray) -> pd.api.extensions.ExtensionArray:
    """The texts of a column as Python holds them: each once, however many cells it stands in, as keys do in most."""
    coded = column.combine_chunks()
    different = np.append(coded.dictionary.to_numpy(zero_copy_only=False), TEXT.na_value)
    return pd.array(different[coded.indices.fill_null(len(different) - 1).to_numpy()], dtype=TEXT)


def _pandas_type(columns: Mapping[str, str]) -> Any:
    """The pandas type of an Arrow type: tables know blanks, balance and provenance have none."""
    counts = pd.Int64Dtype() if "int64" not in columns.values() else None
    return {pa.string(): SHOWN, pa.int64(): counts}.get
