"""The data set: tidy frames by table name, what was found, and where every row came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from html import escape
from typing import Any

import pandas as pd

from pop_analysis.model import Model, Table
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.frames import Origin, Tables, holds_the_same
from pop_analysis.reading.slices import Slice, versions_of_slices

BALANCE = {
    "file": "str",
    "sheet": "str",
    "table": "str",
    "read": "int64",
    "counted": "int64",
    "rejected": "int64",
    "blank": "int64",
}
PROVENANCE = {"table": "str", "row": "int64", "file": "str", "sheet": "str", "sheet_row": "int64"}


# Texts as Python holds them: tables of some hundred rows are cut and joined in two thirds of the time Arrow takes.
TEXT = pd.StringDtype("python", na_value=float("nan"))


class Dataset:
    """Frames by table name (``data.priorities``, ``data["priorities"]``), with what belongs to them.

    Attributes
    ----------
    tables : dict[str, DataFrame]
        Columns and dtypes as declared (``data.model.tables[name].columns``), sorted by the table's key.
    findings : DataFrame
        code, severity, file, sheet, cell, value, message_sq, message_en.
    balance : DataFrame
        One row a sheet: file, sheet, table, read, counted, rejected, blank; read = counted + rejected + blank.
    provenance : DataFrame
        One row a row: table, row (position in its frame), file, sheet, sheet_row.
    model : Model
        The declaration the tables were read with.
    version : str
        Hash of the tables' content: the version printed on the pages of the network.
    processed_on : date or None
        The day this version of the data was first written to ``data/processed``.
    slices : dict[str, Slice]
        The same two for what the page of each municipality is made of (:mod:`pop_analysis.reading.slices`).

    Examples
    --------
    >>> data
    Dataset(13 workbook, 12 municipalities, 12 members, 18 contracts, 22 priorities, 12 assessments, 17
    reports, 7 evidence, 81 activities, 6 campaigns, 10 campaign_stages, 55 statements, 45
    published_figures, 10 contradictions; findings: 0 refused, 0 rejected, 0 note)
    >>> data.priorities["title_en"].iloc[0]
    'Two-way information mechanisms and transparency of municipal decisions'
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        model: Model,
        findings: pd.DataFrame | None = None,
        balance: pd.DataFrame | None = None,
        provenance: pd.DataFrame | None = None,
        version: str = "",
        processed_on: date | None = None,
        slices: Mapping[str, Slice] | Dataset | None = None,
    ) -> None:
        self.model = model
        self.tables = Tables.of(
            tables
            if isinstance(tables, Tables) and set(tables) == set(model.tables)
            else {name: tables[name] if name in tables else empty(table) for name, table in model.tables.items()}
        )
        self.findings = Findings(model).to_frame() if findings is None else findings
        self.balance = empty_frame(BALANCE) if balance is None else balance
        self.provenance = empty_frame(PROVENANCE) if provenance is None else provenance
        self.version = version
        self.processed_on = processed_on
        self._slices = slices

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    def __getattr__(self, name: str) -> pd.DataFrame:
        tables = self.__dict__.get("tables", {})
        if name in tables:
            frame: pd.DataFrame = tables[name]
            return frame
        raise AttributeError(f"no table “{name}”; there are: {', '.join(tables)}")

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *self.tables]

    @property
    def synthetic(self) -> bool:
        """Whether any workbook says that its data are invented."""
        origin = self.tables.origin
        if origin is None:
            return self._is_synthetic()
        if "synthetic" not in origin.remembered:
            origin.remembered["synthetic"] = self._is_synthetic()
        return bool(origin.remembered["synthetic"])

    def _is_synthetic(self) -> bool:
        return bool((self.tables["workbook"]["synthetic"] == "yes").any())

    @property
    def slices(self) -> Mapping[str, Slice]:
        if self._slices is None:
            self._slices = {code: Slice(version) for code, version in versions_of_slices(self).items()}
        return self._slices.slices if isinstance(self._slices, Dataset) else self._slices

    @slices.setter
    def slices(self, slices: Mapping[str, Slice]) -> None:
        self._slices = slices

    def where(self, **keys: Any) -> Dataset:
        """Keep the rows with these values, in every table that has the columns.

        Rows of the network itself (no municipality) stay out when a municipality is asked for; tables without
        the column stay whole. Findings, balance and provenance stay those of the whole data set.

        >>> len(data.where(municipality="fier", cycle="2019-2023").priorities)
        5
        """
        return self.with_tables(self.tables.where(keys))

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Dataset:
        """The same data set with other frames: for a question about some of the rows."""
        about = (self.findings, self.balance, self.provenance, self.version, self.processed_on)
        return Dataset(tables, self.model, *about, slices=self)

    def twin(self) -> Dataset:
        """The same data set for somebody else: what is written into one is not seen in the other."""
        findings, balance, provenance = (
            frame.copy(deep=False) for frame in (self.findings, self.balance, self.provenance)
        )
        return Dataset(self.tables, self.model, findings, balance, provenance, self.version, self.processed_on, self)

    def places(self, table: str) -> pd.DataFrame:
        """Where the rows of ``table`` stand: the rows of ``provenance`` about it.

        >>> data.places("contracts")[["row", "sheet_row"]].head(2).to_numpy().tolist()
        [[0, 2], [1, 3]]
        """
        kept = self.tables.root.remembered.get("provenance")
        if kept is None or not holds_the_same(self.provenance, kept[""]):
            kept = self.tables.root.remembered["provenance"] = Origin({"": self.provenance})
        return kept.cut("", (("table", (table,)),))

    def __repr__(self) -> str:
        held = ", ".join(f"{len(frame)} {name}" for name, frame in self.tables.items() if len(frame))
        return f"Dataset({held or 'empty'}; findings: {self._found()})"

    def _repr_html_(self) -> str:
        """What JupyterLab shows: the frames that hold something, how large they are, and what reading found."""
        held = [
            (f"data.{name}", len(frame), frame.shape[1], _label(self.model.tables[name].about))
            for name, frame in self.tables.items()
            if len(frame)
        ]
        frames = pd.DataFrame(held, columns=["frame", "rows", "columns", "what stands in it"])
        with pd.option_context("display.max_colwidth", None):
            shown = frames.to_html(index=False, border=0, justify="left")
        for cell in ("th", "td"):  # JupyterLab sets both to the right
            shown = shown.replace(f"<{cell}>", f'<{cell} style="text-align:left">')
        name, version = escape(_label(self.model.name)), escape(self.version or "–")
        found = f"Reading found: {self._found()} (<code>data.findings</code>). Version of the data: {version}."
        return f"<p><strong>{name}</strong></p>{shown}<p>{found}</p>"

    def _found(self) -> str:
        severe = self.findings["severity"].value_counts()
        return ", ".join(f"{severe.get(kind, 0)} {kind}" for kind in ("refused", "rejected", "note"))


def _label(labels: Mapping[str, str]) -> str:
    return labels.get("en") or next(iter(labels.values()))


def frame_of(table: Table, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Make the frame of ``table`` from ``rows``, with the declared columns and dtypes."""
    rows = list(rows)
    if not rows:
        return _without_rows(tuple(table.columns.items())).copy(deep=False)
    columns = {name: _series([row.get(name) for row in rows], dtype).array for name, dtype in table.columns.items()}
    return pd.DataFrame(columns)  # of arrays: series would be aligned first, each with all others


@cache
def _without_rows(columns: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Most tables of a workbook are empty, and making their frames took longer than reading it."""
    return pd.DataFrame({name: _series([], dtype).array for name, dtype in columns})


def _series(values: list[Any], dtype: str) -> pd.Series:
    if dtype.startswith("datetime"):
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype="datetime64[s]")
    return pd.Series(values, dtype="object").astype(dtype if dtype != "str" else TEXT)


def empty(table: Table) -> pd.DataFrame:
    """Make the frame of ``table`` without rows."""
    return frame_of(table, [])


def empty_frame(columns: Mapping[str, str]) -> pd.DataFrame:
    """Make a frame without rows from column → dtype."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
