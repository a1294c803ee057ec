"""Tables somebody gives in the place of those that were read, and which rows are to be kept: held to what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from pop_analysis.choices import WrongUse, in_one_line, in_short, not_known
from pop_analysis.model import Field, Model, Table
from pop_analysis.reading.tables.frames import TEXT, series

# What the values of a column may be (in pandas' words) to become the declared dtype without losing anything.
CONVERTIBLE = {
    "str": {"string"},
    "Int64": {"integer", "floating", "mixed-integer-float"},
    "float64": {"integer", "floating", "mixed-integer-float"},
    "datetime64[s]": {"datetime64", "datetime", "date"},
}


def checked_tables(tables: Mapping[str, pd.DataFrame], model: Model) -> dict[str, pd.DataFrame]:
    """Return ``tables`` with the declared columns in their order and dtypes.

    Raises
    ------
    WrongUse
        For what is not as declared: which table, column and value, and the nearest that is known.

    Examples
    --------
    >>> from pop_analysis.model import load_model
    >>> checked_tables({"asessments": pd.DataFrame()}, load_model())
    Traceback (most recent call last):
    pop_analysis.choices.WrongUse: unknown table “asessments”. Did you mean “assessments”? Known: ...
    """
    if not isinstance(tables, Mapping):
        raise WrongUse(f"tables are given as name → frame, not as {in_one_line(tables)}")
    for name in tables:
        if name not in model.tables:
            raise WrongUse(not_known("table", name, model.tables))
    return {name: _checked(frame, model.tables[name], model) for name, frame in tables.items()}


def checked_masks(masks: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """Return for each table named which of its rows are to be kept, along its index.

    Raises
    ------
    WrongUse
        For a table that is not known, and for what does not say True or False of each row: what is wanted, and what
        was given.

    Examples
    --------
    >>> checked_masks({"notes": [True, False]}, {"notes": pd.DataFrame({"said": ["a", "b", "c"]})})
    Traceback (most recent call last):
    pop_analysis.choices.WrongUse: rows of “notes” are chosen by True or False for each of its 3, not by 2: ...
    """
    if not isinstance(masks, Mapping):
        raise WrongUse(f"rows are chosen as table → True or False for each of its rows, not by {in_short(masks)}.")
    for name in masks:
        if name not in tables:
            raise WrongUse(not_known("table", name, tables))
    return {name: _mask(mask, name, tables[name].index) for name, mask in masks.items()}


def _mask(mask: Any, name: str, index: pd.Index) -> pd.Series:
    """What was made of a part of the rows, or of other rows, has another index: it says nothing of the others."""
    one_dimension = pd.api.types.is_list_like(mask) and not isinstance(mask, pd.DataFrame | Mapping)
    made = pd.Series(mask if isinstance(mask, pd.Series) else list(mask)) if one_dimension else None
    wanted = f"rows of “{name}” are chosen by True or False for each of its {len(index)}, not by"
    if made is None or (len(made) and not pd.api.types.is_bool_dtype(made.dtype)):
        raise WrongUse(f"{wanted} {in_short(mask)}.")
    if len(made) != len(index):
        raise WrongUse(f"{wanted} {len(made)}: {in_short(mask)}.")
    if not isinstance(mask, pd.Series):
        return made.set_axis(index).astype("bool")
    if not made.index.is_unique or not index.isin(made.index).all():
        raise WrongUse(f"{wanted} those of rows with another index: {in_short(mask)}.")
    return made.reindex(index).fillna(False).astype("bool")


def _checked(frame: pd.DataFrame, table: Table, model: Model) -> pd.DataFrame:
    if not isinstance(frame, pd.DataFrame):
        raise WrongUse(f"“{table.id}” is given as a frame, not as {in_one_line(frame)}")
    if twice := list(map(str, frame.columns[frame.columns.duplicated()])):
        raise WrongUse(f"“{table.id}” is given with a column twice: {', '.join(twice)}")
    for column in frame.columns:
        if column not in table.columns:
            raise WrongUse(not_known(f"column of “{table.id}”", str(column), table.columns))
    if missing := [column for column in table.columns if column not in frame]:
        raise WrongUse(f"“{table.id}” is given without its columns {', '.join(missing)}")
    made = pd.DataFrame({name: _converted(frame[name], dtype, table) for name, dtype in table.columns.items()})
    for field in table.fields.values():
        if (known := _closed_list(field, model)) is not None:
            _check_terms(made, table, field, known)
    return made


def _converted(values: pd.Series, dtype: str, table: Table) -> pd.Series:
    """Return a column in its declared dtype, where nothing is lost by it."""
    wanted = TEXT if dtype == "str" else dtype
    if values.dtype == wanted:
        return values
    found = pd.api.types.infer_dtype(values.astype("object"), skipna=True)
    wrong = WrongUse(f"“{table.id}.{values.name}” must be {dtype}, not {found} ({values.dtype})")
    if found != "empty" and found not in CONVERTIBLE[dtype]:
        raise wrong
    try:
        made = series(values.astype("object").where(values.notna(), None).tolist(), dtype).set_axis(values.index)
    except (TypeError, ValueError):
        raise wrong from None
    if dtype.startswith("datetime") and not (made.dropna() == pd.to_datetime(values).dropna()).all():
        raise wrong
    return made


def _closed_list(field: Field, model: Model) -> Iterable[str] | None:
    if field.kind == "status":
        return model.statuses
    return model.lists[field.list] if field.kind == "choice" and field.list else None


def _check_terms(frame: pd.DataFrame, table: Table, field: Field, known: Iterable[str]) -> None:
    column = field.columns[-1][0]
    for value in frame[column].dropna().unique():
        if value not in known:
            raise WrongUse(not_known(f"value of “{table.id}.{column}”", str(value), known))
