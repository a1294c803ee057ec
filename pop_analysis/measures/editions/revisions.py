"""What is otherwise in one data set than in another: rows that came and went, and values that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pop_analysis.measures.cache import cached
from pop_analysis.measures.editions.values import met, span
from pop_analysis.model import Field, Table
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.row_keys import texts

COLUMNS = {
    "table": "str", "municipality": "str", "contract": "str", "priority": "str", "monitoring_year": "Int64",
    "key": "str", "kind": "str", "change": "str", "column": "str", "old": "str", "new": "str", "corrected": "bool",
    "file": "str", "sheet": "str", "sheet_row": "Int64", "old_row": "Int64", "new_row": "Int64",
}  # fmt: skip
# What a change may be about, in the order they are counted.
ABOUT = ("verdict", "evidence", "text", "date", "figure", "link")
EVIDENCE, PRIORITIES = "evidence", "priorities"
CORRECTED = ("CO-01", "CO-04")


@cached
def revisions(old: Dataset, new: Dataset) -> pd.DataFrame:
    """Say what is otherwise in ``new`` than in ``old``.

    Rows are the same row when the columns that tell rows of their table apart (``Table.unique``) are the same; a row
    whose key changed is one gone and one appeared. Only a priority that stands under another number with the same
    title in the same contract is told as ``moved``, and its verdicts and evidence are compared as those of one
    priority. Values are compared as values: missing equals missing, composed letters equal decomposed ones, and the
    order of rows, files and columns says nothing.

    Returns
    -------
    DataFrame
        One row per change, by municipality (the network's own last), table, key and column. All text but where said:

        - ``table``; ``municipality``, ``contract``, ``priority``, ``monitoring_year`` (int64) of the row, where it
          has them; ``key``: the values of its key, with " · " between them;
        - ``change``: ``changed``, ``appeared``, ``gone``, ``moved``;
        - ``kind``: what it is about: ``verdict`` (also one that appeared or is gone), ``evidence``, ``text``,
          ``date``, ``figure``, ``link``, ``term`` (of a closed list, or another key), ``row`` (a whole one);
        - ``column``, ``old``, ``new``: what changed. A date or a period is one column by its field's name, as exactly
          as it is known: ``2021``, ``2021-04``, ``2021-04-17``, ``2020-09-01/2021-09-30``. Numbers stand in their
          shortest form. Of a row that appeared or is gone: its status, else the first text it must have, else none;
        - ``corrected`` (bool): whether ``corrections.yml`` put something into that row of the sheet that it had not
          put there in ``old``;
        - ``file``, ``sheet``, ``sheet_row`` (int64): where the new value stands, or, of what is gone, where it stood;
        - ``old_row``, ``new_row`` (int64): labels of the row in ``old[table]`` and ``new[table]``.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> data = pop.load("data/raw")
    >>> len(revisions(data, data))
    0
    """
    moved = _moved(old, new)
    names = list(dict.fromkeys([*new.model.tables, *old.model.tables]))
    parts = [part for name in names for part in _of_table(name, old, new, moved)]
    every = pd.concat([frame_of_changes([]), *parts], ignore_index=True) if parts else frame_of_changes([])
    every = _placed(every, old, new)
    padded = every["key"].str.replace(r"\d+", lambda number: number.group().zfill(12), regex=True)
    position = every["table"].map({name: place for place, name in enumerate(names)})
    return (
        every.assign(_table=position, _key=padded)
        .sort_values(["municipality", "_table", "_key"], kind="stable", na_position="last")[list(COLUMNS)]
        .reset_index(drop=True)
        .astype(COLUMNS)
    )


def frame_of_changes(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return ``rows`` as a frame with the columns and dtypes of :func:`revisions`."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(COLUMNS)


@cached
def new_corrections(old: Dataset, new: Dataset) -> pd.DataFrame:
    """Return the findings of ``new`` that tell of a correction which ``old`` did not have yet.

    Same columns as ``new.findings``.
    """
    place = ["file", "sheet", "cell", "value", f"message_{new.model.languages[0]}"]
    applied = new.findings[new.findings["code"].isin(CORRECTED)]
    before = old.findings[old.findings["code"].isin(CORRECTED)].reindex(columns=place)
    known = set(before.itertuples(index=False, name=None))
    fresh = [each not in known for each in applied[place].itertuples(index=False, name=None)]
    return applied[pd.Series(fresh, index=applied.index, dtype=bool)].reset_index(drop=True)


# --- one table -----------------------------------------------------------------------------------------------------


def _of_table(name: str, old: Dataset, new: Dataset, moved: Mapping[str, str]) -> Iterable[pd.DataFrame]:
    """The changes of one table, a frame a kind of change."""
    tables = [data.model.tables[name] for data in (new, old) if name in data.model.tables]
    fields = _fields(tables)
    columns = [column for each in fields for column in each[1]]
    frames = [_moved_rows(name, old, new, moved), new.tables.get(name)]
    if not any(frame is not None and len(frame) for frame in frames):
        return
    before, after = (texts(frame, columns) for frame in frames)
    labels = [pd.Index([]) if frame is None else frame.index for frame in frames]
    key = [column for column in tables[0].unique if all(column in table.columns for table in tables)] or columns
    place = met(before, after, key)
    here = place >= 0
    gone = ~pd.RangeIndex(len(before)).isin(place[here])
    yield from _whole_rows(tables[0], key, "gone", "old", before.filter(gone), labels[0][gone])
    yield from _whole_rows(tables[0], key, "appeared", "new", after.filter(~here), labels[1][~here])
    first, second = before.take(pa.array(place[here])), after.filter(here)
    first_labels, second_labels = labels[0][place[here]], labels[1][here]
    for field, own in fields:
        differs = reduce(pc.or_, (pc.not_equal(first[column], second[column]) for column in own)).to_numpy()
        if differs.any():
            sides = (side.filter(differs).to_pandas() for side in (first, second))
            rows = _of_field(name, key, field, own, *sides)
            yield rows.assign(old_row=first_labels[differs], new_row=second_labels[differs])
    if name == PRIORITIES and moved:
        under = pc.is_in(second["priority"], value_set=pa.array(list(moved.values()), pa.large_string())).to_numpy()
        was, rows = {now: then for then, now in moved.items()}, second.filter(under).to_pandas()
        said = {"column": "priority", "old": [was[now] for now in rows["priority"]], "new": rows["priority"]}
        lines = _rows(name, key, rows, change="moved", kind="row", **said)
        yield lines.assign(old_row=first_labels[under], new_row=second_labels[under])


def _whole_rows(
    table: Table, key: list[str], change: str, side: str, found: pa.Table, labels: pd.Index
) -> Iterable[pd.DataFrame]:
    """The rows of one table that appeared or are gone."""
    if not len(found):
        return
    rows, shown = found.to_pandas(), _naming(table)
    kind = "verdict" if _has_status(table) else EVIDENCE if table.id == EVIDENCE else "row"
    said = {"column": shown, side: rows[shown]} if shown else {}
    yield _rows(table.id, key, rows, change=change, kind=kind, **said).assign(**{f"{side}_row": labels})


def _of_field(
    name: str, key: list[str], field: Field | None, own: list[str], first: pd.DataFrame, second: pd.DataFrame
) -> pd.DataFrame:
    """The changes of one field, in rows where it did change."""
    kind = EVIDENCE if name == EVIDENCE else field.of_kind.change if field else "term"
    if field is not None and field.of_kind.said == "time":  # its three columns are one thing to a reader
        whole = [column for column, _ in field.columns]
        column, said = field.id, [[span(*row) for row in side[whole].to_numpy()] for side in (first, second)]
    else:
        column = next(each for each in own if (first[each] != second[each]).any())
        said = [list(side[column]) for side in (first, second)]
    return _rows(name, key, second, change="changed", kind=kind, column=column, old=said[0], new=said[1])


def _rows(name: str, key: list[str], rows: pd.DataFrame, **said: Any) -> pd.DataFrame:
    """Lines about ``rows``, with what names them."""
    about = {
        column: rows[column].replace("", None).to_numpy()
        for column in ("municipality", "contract", "priority", "monitoring_year")
        if column in rows
    }
    named = [" · ".join(part for part in parts if part) for parts in rows[key].to_numpy()]
    made = pd.DataFrame({"key": named}).assign(table=name, corrected=False, **about, **said)
    for column in ("old", "new", "column"):
        if column in made:
            made[column] = made[column].replace("", None)
    made = made.reindex(columns=list(COLUMNS))
    made["monitoring_year"] = pd.to_numeric(made["monitoring_year"]).astype("Int64")
    return made.astype(COLUMNS)


def _fields(tables: list[Table]) -> list[tuple[Field | None, list[str]]]:
    """Every field of a table in either declaration, with its columns; a column nobody typed has no field."""
    found: dict[str, tuple[Field | None, list[str]]] = {}
    seen: set[str] = set()
    for table in tables:
        for column in table.columns:
            if column not in seen:
                seen.add(column)
                field = table.field_of(column)
                found.setdefault(field.id if field else f"={column}", (field, []))[1].append(column)
    return list(found.values())


def _has_status(table: Table) -> bool:
    return any(field.kind == "status" for field in table.fields.values())


def _naming(table: Table) -> str:
    """The column that says what a row is about: its status, else the first text it must have."""
    fields = table.fields.values()
    named = [field for field in fields if field.kind == "status"]
    named += [field for field in fields if field.required and field.of_kind.change == "text"]
    return named[0].columns[-1][0] if named else ""


# --- priorities under another number -------------------------------------------------------------------------------


def _moved(old: Dataset, new: Dataset) -> dict[str, str]:
    """Old key → new key of priorities that stand under another one with the same title, in the same contract."""
    columns = ["contract", "priority", "title_sq"]
    if any(PRIORITIES not in data.tables or not set(columns) <= set(data[PRIORITIES]) for data in (old, new)):
        return {}
    before, after = (texts(data[PRIORITIES], columns).to_pandas() for data in (old, new))
    gone = before[~before["priority"].isin(after["priority"])]
    came = after[~after["priority"].isin(before["priority"])]
    once = [side.drop_duplicates(["contract", "title_sq"], keep=False) for side in (gone, came)]
    pairs = once[0].merge(once[1], on=["contract", "title_sq"])
    return dict(zip(pairs["priority_x"], pairs["priority_y"], strict=True))


def _moved_rows(name: str, old: Dataset, new: Dataset, moved: Mapping[str, str]) -> pd.DataFrame | None:
    """The old frame, with the new keys of priorities that moved."""
    frame = old.tables.get(name)
    if not moved or frame is None or "priority" not in frame:
        return frame
    frame = frame.assign(priority=frame["priority"].map(lambda key: moved.get(key, key), na_action="ignore"))
    if name == PRIORITIES:
        here = frame["priority"].isin(list(moved.values()))
        numbers = new[PRIORITIES].drop_duplicates("priority").set_index("priority")[["number", "sub_number"]]
        for column in numbers:
            frame[column] = frame[column].where(~here, frame["priority"].map(numbers[column]))
    return frame


# --- places --------------------------------------------------------------------------------------------------------


def _placed(every: pd.DataFrame, old: Dataset, new: Dataset) -> pd.DataFrame:
    """Say where each new value stands (of what is gone: where it stood), and whether a correction put it there."""
    every = every.drop(columns=["file", "sheet", "sheet_row"])
    gone = every["change"] == "gone"
    sides = [
        own.reset_index(drop=True).join(data.places(str(table)).reindex(own[side]).reset_index(drop=True))
        for mask, side, data in ((gone, "old_row", old), (~gone, "new_row", new))
        for table, own in every[mask].groupby("table", sort=False)
    ]
    placed = pd.concat(sides, ignore_index=True) if sides else every.assign(file="", sheet="", sheet_row=0)
    corrections = new_corrections(old, new)
    rows = corrections["cell"].str.extract(r"(\d+)$", expand=False)
    corrected = set(zip(corrections["file"], corrections["sheet"], rows, strict=True))
    places = zip(placed["file"], placed["sheet"], placed["sheet_row"].astype("Int64").astype("str"), strict=True)
    mended = pd.Series([place in corrected for place in places], index=placed.index, dtype="bool")
    placed["corrected"] = mended & (placed["change"] != "gone")
    return placed
