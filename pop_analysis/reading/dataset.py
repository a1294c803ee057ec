"""The data set: tidy frames by table name, what was found, and where every row came from. A value: it never changes."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pandas as pd

from pop_analysis.choices import WrongUse, among, not_known
from pop_analysis.model import Model
from pop_analysis.reading.approval import Approval
from pop_analysis.reading.dtypes import given_out
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.known import as_held, day_of, known_values
from pop_analysis.reading.tables.frames import empty_frame, frame_of
from pop_analysis.reading.tables.given_tables import checked_masks, checked_tables
from pop_analysis.reading.tables.row_keys import row_keys
from pop_analysis.reading.tables.source import Source

BALANCE = {
    "file": "str",
    "sheet": "str",
    "table": "str",
    "read": "int64",
    "counted": "int64",
    "rejected": "int64",
    "blank": "int64",
}
PROVENANCE = {"table": "str", "key": "str", "file": "str", "sheet": "str", "sheet_row": "int64", "layout": "int64"}
PUT_ASIDE = {"municipality": "str", "contract": "str", "priority": "str", "monitoring_year": "Int64"}
PUT_ASIDE |= {"table": "str", "file": "str", "sheet": "str", "sheet_row": "Int64"}
SHEET_COLUMNS = {"file": "str", "sheet": "str", "table": "str", "layout": "int64", "field": "str", "column": "str"}
# How many signs of a hash name a version.
VERSION_LENGTH = 12


class VersionStamp(NamedTuple):
    """A version of data, and the day it was first written to ``data/processed``; of an edition, its name and time."""

    version: str
    processed_on: date | None = None
    edition: str = ""
    published: datetime | None = None


class Tables(Mapping[str, pd.DataFrame]):
    """The frames of a data set by name, each time as a copy: what is written into one is the writer's own."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __getitem__(self, name: str) -> pd.DataFrame:
        return _table_of(self._source, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._source.names)

    def __len__(self) -> int:
        return len(self._source.names)

    def __setitem__(self, name: str, frame: Any) -> NoReturn:
        raise _not_written_into(name)


class _UnknownAttribute:
    """What ``__getattr__`` is for: to say which tables there are. Only looked for on a data set, never on its class.

    On the class, completion would take it for a sign that attributes are computed, and offer no columns of any.
    """

    def __get__(self, data: Dataset | None, kind: type[Dataset]) -> Callable[[str], pd.DataFrame]:
        if data is None:
            raise AttributeError
        return partial(_no_such_table, data)


def _no_such_table(data: Dataset, name: str) -> NoReturn:
    raise AttributeError(not_known("table", name, data.source.names if "source" in data.__dict__ else ()))


def _table_of(source: Source, name: str) -> pd.DataFrame:
    if name not in source.names:
        raise UnknownTable(not_known("table", str(name), source.names))
    return source[name].copy(deep=False)


class UnknownTable(WrongUse, KeyError):
    """There is no such table; the message says which there are."""

    __str__ = ValueError.__str__


CYCLE = "cycle"


class Dataset:
    """Frames by table name, with what belongs to them.

    ``data.priorities`` is a table as other libraries take it: whole numbers ``int64`` (``float64`` with NaN where one
    is missing), verdicts ordered categories, the worst below the best, as measures give them. ``data["priorities"]``
    is the same table as it is declared and stored: a blank number is a blank (``Int64``), a verdict its text.
    :meth:`with_tables` takes either.

    A data set is a value: a frame it gives out is a copy (made when somebody writes into it), and another data set
    comes from :meth:`where`, :meth:`select` or :meth:`with_tables` only. It equals nothing but itself.

    Attributes
    ----------
    tables : Mapping[str, DataFrame]
        Columns and dtypes as declared (``data.model.tables[name].columns``), sorted by the table's key.
    findings : DataFrame
        code, severity, file, sheet, cell, value, message_sq, message_en (all text).
    balance : DataFrame
        One row per sheet: file, sheet, table, read, counted, rejected, blank; read = counted + rejected + blank.
    provenance : DataFrame
        One row per row: table, key (:func:`~pop_analysis.reading.tables.row_keys.row_keys`), file, sheet, sheet_row,
        layout (1, or 2, 3 … where a sheet fills the table several times: years in columns).
    put_aside : DataFrame
        One row per row that was read and not counted: municipality, contract, priority, monitoring_year, as far as
        the row says them and they could be read, table, file, sheet, sheet_row (whole numbers as in other tables:
        ``int64``, ``float64`` with NaN where one is missing). Rows of the template's example are not among them:
        nobody entered anything there.
    sheet_columns : DataFrame
        In which column of a sheet each field stands: file, sheet, table, layout, field, column (a letter).
    model : Model
        The declaration the tables were read with.
    version : str
        Hash of the tables' content. A selection of rows keeps the version of the whole.
    processed_on : date or None
        The day this version of the data was first written to ``data/processed``.
    stamp : VersionStamp
        These two; of an edition (:func:`~pop_analysis.publish`) also its name and when it was published.
    stamps : Mapping[str, VersionStamp]
        The same two for what the page of each municipality is made of, as far as they have been worked out
        (:mod:`pop_analysis.storage.version_stamps`).
    approvals : tuple of Approval or None
        Who approved which version of the data, and when; None where nobody asks for that.
    draft : bool
        Whether nobody has approved this version, where somebody has to. Every exhibit says so.
    altered : bool
        Whether somebody put other tables in the place of those that were read. Every exhibit says so.
    synthetic : bool
        Whether any workbook says that its data are invented.

    Examples
    --------
    >>> data
    Dataset(13 workbook, 12 municipalities, 12 members, 18 contracts, 22 priorities, 12 assessments, 17
    reports, 7 evidence, 80 activities, 6 campaigns, 8 campaign_stages, 55 statements, 45
    published_figures, 32 accounts, 11 contradictions; findings: 0 refused, 0 rejected, 0 blanked, 2 note)
    >>> data.priorities["title_en"].iloc[0]
    'Two-way information mechanisms and transparency of municipal decisions'
    """

    model: Model
    source: Source
    stamps: Mapping[str, VersionStamp]
    approvals: tuple[Approval, ...] | None
    altered: bool
    _beside: Source
    _stamp: VersionStamp | None

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> pd.DataFrame: ...
    else:
        __getattr__ = _UnknownAttribute()

    def __new__(cls, tables: Any, model: Model, *about: Any, **more: Any) -> Dataset:  # noqa: ARG004 — as __init__
        return object.__new__(_with_attributes(tuple(model.tables)))

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        model: Model,
        findings: pd.DataFrame | None = None,
        balance: pd.DataFrame | None = None,
        provenance: pd.DataFrame | None = None,
        sheet_columns: pd.DataFrame | None = None,
        stamp: VersionStamp | None = None,
        stamps: Mapping[str, VersionStamp] | None = None,
        altered: bool = False,
        put_aside: pd.DataFrame | None = None,
        approvals: tuple[Approval, ...] | None = None,
    ) -> None:
        """Put together what was read: tables that are not there are empty. Nothing is checked here."""
        beside = {
            "findings": Findings(model).to_frame() if findings is None else findings,
            "balance": empty_frame(BALANCE) if balance is None else balance,
            "provenance": empty_frame(PROVENANCE) if provenance is None else provenance,
            "sheet_columns": empty_frame(SHEET_COLUMNS) if sheet_columns is None else sheet_columns,
            "put_aside": empty_frame(PUT_ASIDE) if put_aside is None else put_aside,
        }
        self.__dict__.update(
            model=model,
            source=Source(
                {name: tables[name] if name in tables else frame_of(each, ()) for name, each in model.tables.items()}
            ),
            stamps=stamps or {},
            altered=altered,
            approvals=approvals,
            _beside=Source(beside),
            _stamp=stamp,
        )

    def _but(self, **other: Any) -> Dataset:
        """Return the same data set with something else in it."""
        made: Dataset = object.__new__(type(self))
        made.__dict__.update(self.__dict__, **other)
        return made

    def __reduce__(self) -> tuple[Callable[..., Dataset], tuple[tuple[str, ...], dict[str, Any]]]:
        return _restored, (tuple(self.model.tables), self.__dict__ | {"_stamp": self.stamp})

    # --- what it holds ---------------------------------------------------------------------------------------------

    @property
    def tables(self) -> Tables:
        return Tables(self.source)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return _table_of(self.source, table)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.source.names)

    @property
    def findings(self) -> pd.DataFrame:
        return self._beside["findings"].copy(deep=False)

    @property
    def balance(self) -> pd.DataFrame:
        return self._beside["balance"].copy(deep=False)

    @property
    def provenance(self) -> pd.DataFrame:
        return self._beside["provenance"].copy(deep=False)

    @property
    def put_aside(self) -> pd.DataFrame:
        rows: pd.DataFrame = given_out(self._beside["put_aside"], None)
        return rows.copy(deep=False)

    @property
    def sheet_columns(self) -> pd.DataFrame:
        return self._beside["sheet_columns"].copy(deep=False)

    @property
    def version(self) -> str:
        if self._stamp is not None:
            return str(self._stamp.version)
        root = self.source.root
        if "version" not in root.cache:
            digest = hashlib.sha256()
            for name in sorted(root.names):
                said = root[name].dropna(axis="columns", how="all")  # a column nobody fills is no other version
                if len(said.columns):
                    digest.update(f"{name}\n{said[sorted(said)].to_csv(index=False, lineterminator=chr(10))}".encode())
            root.cache["version"] = digest.hexdigest()[:VERSION_LENGTH]
        return str(root.cache["version"])

    @property
    def processed_on(self) -> date | None:
        return self._stamp.processed_on if self._stamp is not None else None

    @property
    def stamp(self) -> VersionStamp:
        return self._stamp or VersionStamp(self.version)

    @property
    def synthetic(self) -> bool:
        known = self.source.cache
        if "synthetic" not in known:
            known["synthetic"] = bool((self.source["workbook"]["synthetic"] == "yes").any())
        return bool(known["synthetic"])

    @property
    def approved(self) -> list[Approval]:
        """The approvals of this version; none of data that were altered by hand."""
        return [each for each in self.approvals or () if each.version == self.version and not self.altered]

    @property
    def draft(self) -> bool:
        return self.approvals is not None and not self.approved

    def approved_by(self, approvals: tuple[Approval, ...] | None) -> Dataset:
        """The same data set with these approvals; with None, one nobody has to approve."""
        return self._but(approvals=approvals)

    # --- other data sets -------------------------------------------------------------------------------------------

    @property
    def whole(self) -> Dataset:
        """The data set this one was asked of by :meth:`where`; this one itself when there is none."""
        return self._but(source=getattr(self.source, "whole", self.source))

    def where(self, **keys: Any) -> Dataset:
        """Keep the rows with these values, in every table that has the columns.

        Rows of the network itself (no municipality) stay out when a municipality is asked for; tables without
        the column stay whole. Findings, balance, provenance and version stay those of the whole data set.

        Parameters
        ----------
        **keys
            Column = value, or several values: in any form a workbook may use (``municipality="Bashkia Fier"``,
            ``cycle="2019–2023"``), a term of a list also by its label.

        Raises
        ------
        WrongUse
            For a column no table has, and for a value that stands in none of its cells and in no closed list of it.

        Examples
        --------
        >>> len(data.where(municipality="fier", cycle="2019-2023").priorities)
        5
        >>> data.where(munisipality="fier")
        Traceback (most recent call last):
        pop_analysis.choices.WrongUse: unknown column “munisipality”. Did you mean “municipality”? Known: ...
        """
        tables = self.model.tables.values()
        for column in keys:
            if not any(column in table.columns for table in tables):
                known = dict.fromkeys(name for table in tables for name in table.columns)
                raise WrongUse(not_known("column", column, known))
        several = {name: tuple(value) if _several(value) else (value,) for name, value in keys.items()}
        asked = tuple((name, self.whole.held(name, values)) for name, values in several.items())
        return self._but(source=self.source.where(asked)) if asked else self

    def held(self, column: str, values: Iterable[Any]) -> tuple[Any, ...]:
        """Return values as a column holds them: 1 for "1" and 1.0; nothing stays as it is.

        Raises ``WrongUse`` for one that stands in no table with this column and is no term of its list; of the years
        of contracts, which run together, only when none of them does; and for what is no day in a column of days.
        """
        if any(table.columns.get(column, "").startswith("datetime") for table in self.model.tables.values()):
            return tuple(each if pd.isna(each) or each == "" else pd.Timestamp(day_of(each)) for each in values)
        if not (known := known_values(self.source, self.model, column)):
            return tuple(values)
        found, named, unknown = [], 0, []
        for each in values:
            blank = pd.api.types.is_scalar(each) and (pd.isna(each) or each == "")
            held = None if blank else as_held(self.source, self.model, column, each)
            found.append(each if held is None else held)
            named += not blank
            unknown += [each] if held is None and not blank else []
        if unknown and (column != CYCLE or len(unknown) == named):
            raise WrongUse(not_known(column, unknown[0], sorted(known)))
        return tuple(found)

    def select(self, rows: Mapping[str, Any], files: Iterable[str] | None = None) -> Dataset:
        """Keep in these tables the rows that are marked ``True``; other tables stay whole.

        A selection, as :meth:`where` is: it keeps the version.

        Parameters
        ----------
        rows
            Table name → one True or False for each of its rows: a column along the table's index, or a list.
        files
            Of which workbooks findings and balance are to be kept; by default of all.

        Raises
        ------
        WrongUse
            For a table that is not known, and for what does not say True or False of each of its rows.

        Examples
        --------
        >>> late = data.select({"activities": data.activities["date"] >= "2022-01-01"})
        >>> len(late.activities), late.version == data.version
        (29, True)
        """
        frames = {name: self.source[name] for name in self.source.names}
        frames |= {name: frames[name][mask] for name, mask in checked_masks(rows, self.tables).items()}
        beside = {name: self._beside[name] for name in self._beside.names}
        if files is not None:
            known = (beside[name]["file"] for name in ("balance", "findings", "provenance"))
            own = set(among("workbook", files, sorted(set(pd.concat(known).dropna())), some=False))
            for name in ("findings", "balance"):
                beside[name] = beside[name][beside[name]["file"].isin(own)]
        return self._but(source=Source(frames), _beside=Source(beside), _stamp=self.stamp)

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Dataset:
        """Put other frames in the place of these tables; the others stay.

        The result has a version of its own content and is ``altered``, which every exhibit made of it says; with
        frames that hold the same as before it is this data set.

        Parameters
        ----------
        tables
            Table name → frame with the declared columns, in any order. What can be converted to the declared dtype
            without losing anything is converted.

        Raises
        ------
        WrongUse
            For a table or column that is not known, a column that is missing or holds something else, and a value
            outside a closed list; with the nearest that is known.

        Examples
        --------
        >>> other = data.with_tables({"assessments": data.assessments.assign(status="fully")})
        >>> other.altered, other.version == data.version
        (True, False)
        """
        given = checked_tables(tables, self.model)
        if all(frame.equals(self.source[name]) for name, frame in given.items()):
            return self
        beside = {name: self._beside[name] for name in self._beside.names}
        return Dataset({**self.tables, **given}, self.model, **beside, altered=True)

    def stamped(self, stamp: VersionStamp, stamps: Mapping[str, VersionStamp]) -> Dataset:
        """Return the same data set with its versions and the days they were first written."""
        return self._but(_stamp=stamp, stamps=stamps)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise _not_written_into(name)

    def __setitem__(self, name: str, frame: Any) -> NoReturn:
        raise _not_written_into(name)

    # --- where it comes from ---------------------------------------------------------------------------------------

    def places(self, table: str, rows: pd.DataFrame | None = None) -> pd.DataFrame:
        """Say where rows of ``table`` stand: ``file``, ``sheet``, ``sheet_row`` (int64), along their index.

        Parameters
        ----------
        table
            The name of the table.
        rows
            Rows of its frame, sorted, filtered, numbered anew or joined with others: they are known by the columns
            of their key (``data.model.tables[table].unique``). By default all of this data set.

        Raises
        ------
        WrongUse
            For a table that is not known, and rows without a column of the key.

        Examples
        --------
        >>> last = data.contracts.sort_values("contract", ascending=False).reset_index(drop=True).head(1)
        >>> data.places("contracts", last).to_dict("records")
        [{'file': 'vlore.xlsx', 'sheet': 'Kontratat', 'sheet_row': 3}]
        """
        places: pd.DataFrame = given_out(self._placed(table, rows).drop(columns="layout"), None)
        return places

    def _placed(self, table: str, rows: pd.DataFrame | None) -> pd.DataFrame:
        unique, known = self._table(table).unique, self.source.cache
        if rows is None:
            if ("places", table) not in known:
                known["places", table] = self._places(table, self.source[table])
            return known["places", table]
        if not isinstance(rows, pd.DataFrame):
            raise WrongUse(f"rows of “{table}” are a frame, not {type(rows).__name__}")
        for column in unique:
            if column not in rows:
                raise WrongUse(
                    f"the rows have no column “{column}”; rows of “{table}” are known by {', '.join(unique)}"
                )
        return self._places(table, rows)

    def _places(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        stands, seen, found = self._stands(), Counter[str](), []
        for key in row_keys(frame, self.model.tables[table].unique):
            places = stands.get((table, key), [(None, None, None, None)])
            found.append(places[seen[key] % len(places)])  # where several workbooks say the same, in their order
            seen[key] += 1
        columns = {"file": "str", "sheet": "str", "sheet_row": "Int64", "layout": "Int64"}
        return pd.DataFrame(found, columns=list(columns), index=frame.index).astype(columns)

    def _stands(self) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
        """Table and key of a row → where it stands."""
        known = self._beside.cache
        if "stands" not in known:
            known["stands"] = defaultdict(list)
            for table, key, *place in zip(
                *(self._beside["provenance"][name].tolist() for name in PROVENANCE), strict=True
            ):
                known["stands"][table, key].append(tuple(place))
        stands: dict[tuple[str, str], list[tuple[Any, ...]]] = known["stands"]
        return stands

    def cells(self, table: str, column: str, rows: pd.DataFrame | None = None) -> pd.Series:
        """Say in which cell the value in ``column`` of rows of ``table`` stands, along their index; ``D14`` (str).

        Missing for what nobody typed into the row: the municipality of its workbook, a value ``mapping.yml`` gives.
        ``rows`` and errors as for :meth:`places`; ``column`` is one of the table.

        Examples
        --------
        >>> data.cells("contracts", "cycle", data.contracts.tail(1)).tolist()
        ['A3']
        """
        declared = self._table(table)
        if column not in declared.columns:
            raise WrongUse(not_known(f"column of “{table}”", column, declared.columns))
        field, letters = declared.field_of(column), self._beside["sheet_columns"]
        own = letters[(letters["table"] == table) & (letters["field"] == (field.id if field else ""))]
        place = ["file", "sheet", "layout"]
        places = self._placed(table, rows)
        found = places.merge(own[[*place, "column"]], on=place, how="left")
        return (found["column"] + found["sheet_row"].astype("str")).astype("str").set_axis(places.index)

    @property
    def files(self) -> dict[str, list[str]]:
        """The workbooks of each municipality, by what they say of themselves."""
        known = self.source.cache
        if "files" not in known:
            own = self.places("workbook").groupby(self.source["workbook"]["municipality"])["file"]
            known["files"] = {str(municipality): files.dropna().tolist() for municipality, files in own}
        return dict(known["files"])

    def _table(self, name: str) -> Any:
        if name not in self.model.tables:
            raise WrongUse(not_known("table", name, self.model.tables))
        return self.model.tables[name]

    # --- what it says of itself ------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        held = ", ".join(f"{len(frame)} {name}" for name, frame in self.tables.items() if len(frame))
        return f"Dataset({'altered; ' if self.altered else ''}{held or 'empty'}; findings: {self._found()})"

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
        name, version = escape(_label(self.model.name)), escape(self.version)
        altered = " Tables were changed by hand since they were read." if self.altered else ""
        found = f"Reading found: {self._found()} (<code>data.findings</code>). Version of the data: {version}.{altered}"
        return f"<p><strong>{name}</strong></p>{shown}<p>{found}</p>"

    def _found(self) -> str:
        severe = self._beside["findings"]["severity"].value_counts()
        return ", ".join(f"{severe.get(kind, 0)} {kind}" for kind in ("refused", "rejected", "blanked", "note"))


class _TableAttribute:
    """A table as an attribute of its data set, in dtypes other libraries take.

    No property, of which completion would not look at the value.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, data: Dataset | None, kind: type[Dataset]) -> Any:
        if data is None:
            return self
        known, key = data.source.cache, ("given out", self.name)
        if key not in known:
            known[key] = given_out(data.source[self.name], data.model)
        return known[key].copy(deep=False)


@cache
def _with_attributes(tables: tuple[str, ...]) -> type[Dataset]:
    """Make the class of data sets with these tables: attributes that are there, for completion to find."""
    own = {name: _TableAttribute(name) for name in tables if not hasattr(Dataset, name)}
    return type("Dataset", (Dataset,), {"__doc__": Dataset.__doc__, "__module__": Dataset.__module__, **own})


def _restored(tables: tuple[str, ...], state: Mapping[str, Any]) -> Dataset:
    """Make a data set of what was pickled."""
    data: Dataset = object.__new__(_with_attributes(tables))
    data.__dict__.update(state)
    return data


def _not_written_into(name: str) -> WrongUse:
    return WrongUse(f"a data set does not change: make another, data = data.with_tables({{“{name}”: frame}})")


def _several(value: Any) -> bool:
    return bool(pd.api.types.is_list_like(value))


def _label(labels: Mapping[str, str]) -> str:
    return labels.get("en") or next(iter(labels.values()))
