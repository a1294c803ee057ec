"""From a figure back to the cells it was counted from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from pop_analysis.choices import WrongUse, among
from pop_analysis.locale.said import Claim
from pop_analysis.measures.panel import last_assessed, panel
from pop_analysis.reading import Dataset

VERDICTS = "assessments"
# What rows may be about: those of a table that share these with them were counted.
SUBJECT = ("municipality", "contract", "cycle", "priority", "theme", "monitoring_year", "monitor", "status")
NAMED = ("municipality", "contract", "cycle", "priority", "theme")  # by what they are in the data, or by nothing
YEARS = ("year_from", "year_to")  # of what is set between two monitoring years
# Claims that count verdicts; any other is traced where it counts the rows of a table of its name.
OF_VERDICTS = frozenset({"assessed", "verdicts"})
LAST, ADDRESSED = "last", "addressed"
COLUMNS = {"row": "object", "table": "str", "file": "str", "sheet": "str", "cell": "str", "field": "str"}
COLUMNS |= {"value": "object", "source": "str"}


def cells(data: Dataset, rows: Any, *, table: str | None = None) -> pd.DataFrame:
    """Say in which cells of which workbooks rows stand, or what the figures in them were counted from.

    Parameters
    ----------
    data
        The data set.
    rows
        Rows of a table; rows of a measure; or an exhibit, whose sentences know what they count. Sorted, filtered and
        numbered anew as you like: rows are known by what stands in them, not by their place.
    table
        The table to look in, for a measure of something else than verdicts: counts of the evidence go back to
        ``evidence``.

    Returns
    -------
    DataFrame
        One row a cell: ``row`` (label in ``rows`` of what it stands behind; missing for an exhibit), ``table``,
        ``file``, ``sheet``, ``cell`` (such as ``D14``; missing where nobody typed it into the row), ``field``,
        ``value`` (object, as the data hold it), ``source`` (what its row gives as source or address). Of rows of a
        table every field that is filled. Of a measure the verdicts that stand for its municipality, contract,
        priority, theme and monitoring year, whichever of them it names (a row that names none has no cells); of
        another ``table`` all fields of such rows. Of an exhibit what it says was assessed, and rows of tables it
        counts; a median has no cells of its own.

    Raises
    ------
    WrongUse
        For a table that is not known; for rows that name no municipality, contract, priority, theme or year, or have
        two columns of one name; for an exhibit that counts nothing of a table.

    See Also
    --------
    Dataset.places, Dataset.cells : the same, along the rows of one table.

    Examples
    --------
    >>> behind = pop.cells(data, pop.fulfilment(data.where(municipality="fier")))
    >>> behind[["file", "sheet", "cell", "value"]].tail(2)
            file       sheet cell          value
    3  fier.xlsx  Vlerësimet   F5      partially
    4  fier.xlsx  Vlerësimet   F6  not_addressed
    """
    if table is not None:
        (table,) = among("table", table, data.model.tables)
    if not isinstance(rows, pd.DataFrame):
        return _of_claims(data, rows, table)
    columns_once(rows)
    if table is None and (own := _table_of(data, rows)):
        return _cells(data, own, rows, list(rows.index), list(data.model.tables[own].columns))
    for name in (each for each in NAMED if each in rows):
        given = rows[name].dropna().unique()
        forms = dict(zip(given, data.held(name, given), strict=True))
        rows = rows if forms.keys() == set(forms.values()) else rows.assign(**{name: rows[name].map(forms)})
    return _behind(data, table or VERDICTS, rows)


def columns_once(frame: pd.DataFrame) -> None:
    """Raise :class:`~pop_analysis.choices.WrongUse` where two columns of a frame have one name."""
    if twice := list(map(str, frame.columns[frame.columns.duplicated()].unique())):
        raise WrongUse(f"columns that stand twice in the frame: {', '.join(twice)}. Keep or rename one of each.")


def _table_of(data: Dataset, rows: pd.DataFrame) -> str | None:
    """The table whose rows these are: they have its columns, and no others, as a measure's have."""
    return next((name for name, table in data.model.tables.items() if set(table.columns) == set(rows)), None)


def _of_claims(data: Dataset, shown: Any, wanted: str | None) -> pd.DataFrame:
    """The cells behind the counts of an exhibit, each once; in the table that is wanted, or all."""
    found = []
    claims: Sequence[Claim] = getattr(shown, "claims", ())
    for claim in claims:
        table = VERDICTS if claim.counted in OF_VERDICTS else claim.counted
        if wanted not in (None, table):
            continue
        if table in data.model.tables and claim.rows and claim.rows.keys() <= set(SUBJECT):
            found.append(_behind(data, table, pd.DataFrame(_each_of(data, claim.rows))))
    if not found:
        raise WrongUse(
            f"{type(shown).__name__} counts nothing {f'of “{wanted}”' if wanted else 'that stands in cells'}; "
            "give rows of a table or a measure."
        )
    return (
        pd.concat(found)
        .assign(row=None)
        .drop_duplicates(["table", "file", "sheet", "cell", "field"])
        .reset_index(drop=True)
    )


def _each_of(data: Dataset, rows: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What a claim is about, one value each: of several contracts each, of the last year that of every contract."""
    about = {
        name: value if isinstance(value, list | tuple) else [value] for name, value in rows.items() if name in SUBJECT
    }
    if about.get("status") == [ADDRESSED]:
        about["status"] = data.model.addressed
    last = about.get("monitoring_year") == [LAST]
    if last:
        del about["monitoring_year"]
    for values in product(*about.values()):
        one = dict(zip(about, values, strict=True))
        if not last:
            yield one
            continue
        keys = {name: one[name] for name in ("municipality", "cycle") if name in one}
        years = last_assessed(data, panel(data.where(**keys))).drop_duplicates("contract")
        for contract, year in zip(years["contract"], years["monitoring_year"], strict=True):
            yield one | {"contract": contract, "monitoring_year": year}


def _behind(data: Dataset, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The cells of those rows of a table that share with ``rows`` whatever these name of :data:`SUBJECT`."""
    held, fields = data[table], list(data.model.tables[table].columns)
    if table == VERDICTS:  # those that stand: where two monitors judged, one is counted
        every = panel(data)
        held, fields = every[every["status"] != data.model.missing], ["status"]
    asked = rows.assign(_row=list(rows.index)).reset_index(drop=True)
    if set(YEARS) <= set(asked):
        asked = pd.concat([asked.assign(monitoring_year=asked[year]) for year in YEARS], ignore_index=True)
    shared = [
        name for name in dict.fromkeys((*SUBJECT, *data.model.tables[table].unique)) if name in asked and name in held
    ]
    named = asked[shared].notna()
    if not shared or (len(asked) and not named.to_numpy().any()):
        raise WrongUse(f"the rows name none of {', '.join(SUBJECT[:6])}: nobody can say what of “{table}” they count.")
    if asked.empty:  # a measure that found nothing
        return _cells(data, table, held.head(0), [], fields)
    numbered, found = held.assign(_at=range(len(held))), []
    for pattern, some in asked.groupby([named[name] for name in shared], sort=False):
        keys = [name for name, known in zip(shared, pattern, strict=True) if known]
        if keys:
            wanted = some[["_row"]].assign(**{name: _as_held(some[name], held[name]) for name in keys})
            found.append(wanted.merge(numbered[[*keys, "_at"]], on=keys)[["_row", "_at"]])
    places = pd.concat(found).drop_duplicates().sort_values(["_row", "_at"])
    return _cells(data, table, held.iloc[places["_at"]], places["_row"].tolist(), fields)


def _as_held(asked: pd.Series, held: pd.Series) -> pd.Series:
    """What rows say, as the data hold it."""
    try:
        return asked.astype(held.dtype)
    except (TypeError, ValueError) as error:
        raise WrongUse(f"“{asked.name}” of the rows is not as in the data ({held.dtype}): {error}.") from error


def _cells(
    data: Dataset, table: str, rows: pd.DataFrame, labels: Iterable[Any], columns: Sequence[str]
) -> pd.DataFrame:
    """The cells of these columns of rows of a table, row by row."""
    declared, places, found = data.model.tables[table], data.places(table, rows), []
    source = next((rows[name] for name in ("source", "url") if name in rows), None)
    about = {"row": list(labels), "table": table, "file": places["file"].array, "sheet": places["sheet"].array}
    about["source"] = None if source is None else source.array
    for column in columns:
        field = declared.field_of(column)
        if field is not None and column == _typed(field.id, dict(field.columns)):
            more = {"cell": data.cells(table, column, rows).array, "field": field.id, "value": rows[column].tolist()}
            found.append(pd.DataFrame(about | more, index=range(len(rows))))
    every = pd.concat(found).sort_index(kind="stable") if found else pd.DataFrame(columns=list(COLUMNS))
    filled = every[every["value"].notna() & every["file"].notna()]
    return filled[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)


def _typed(field: str, columns: Mapping[str, str]) -> str:
    """Of the columns one cell fills, the one that says what stands in it."""
    return field if field in columns else next(iter(columns))
