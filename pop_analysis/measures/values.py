"""Rows of two data sets as texts that are equal when their values are, and which row is which."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

BETWEEN, AGAIN = "\x1f", "\x1e"  # signs no cell can hold: between the parts of a key, before its repetition
WHOLE = {"day": 10, "month": 7, "year": 4}  # precision → how much of an ISO date says it


def texts(frame: pd.DataFrame | None, columns: Sequence[str]) -> pa.Table:
    """Give ``columns`` of a frame as texts; "" for what is missing, also for a column it has not.

    Letters are composed (NFC), dates ISO days, numbers in their shortest form.
    """
    if frame is None:
        frame = pd.DataFrame()
    missing = pa.array([""] * len(frame), pa.large_string())
    return pa.table({name: _text(frame[name]) if name in frame else missing for name in columns})


def _text(values: pd.Series) -> pa.Array:
    if pd.api.types.is_datetime64_any_dtype(values):
        said = pa.array(values).cast(pa.date32(), safe=False)
    elif pd.api.types.is_numeric_dtype(values):
        said = pa.array(values.astype("str").str.removesuffix(".0").where(values.notna()))
    else:
        said = pc.utf8_normalize(pa.array(values.astype("str")), form="NFC")
    return said.cast(pa.large_string()).fill_null("")


def span(start: str, end: str, precision: str) -> str:
    """Give a date or period, known by its three columns, as short as it can be without losing anything of them.

    >>> span("2021-04-01", "2021-04-30", "month"), span("2020-09-01", "2021-09-30", "range")
    ('2021-04', '2020-09-01/2021-09-30')
    """
    if not (start or end or precision):
        return ""
    if start and end and precision in WHOLE:
        first = pd.Timestamp(start)
        begins = {"day": first, "month": first.replace(day=1), "year": first.replace(month=1, day=1)}[precision]
        ends = {"day": first, "month": begins + pd.offsets.MonthEnd(), "year": begins + pd.offsets.YearEnd()}[precision]
        if first == begins and ends == pd.Timestamp(end):
            return start[: WHOLE[precision]]
    return f"{start}/{end}" if precision == "range" else f"{start}/{end} {precision or '?'}"


def met(before: pa.Table, after: pa.Table, key: Sequence[str]) -> pd.Index:
    """Give for each row of ``after`` the position of the same row in ``before``, -1 where there is none.

    Reading lets no key stand twice; should one all the same, its rows meet one by one in the order of their values.
    """
    joined = [_joined(side, key) for side in (before, after)]
    if any(len(pc.unique(each)) < len(each) for each in joined):
        joined = [_told_apart(each, side) for each, side in zip(joined, (before, after), strict=True)]
    return pd.Index(pc.index_in(joined[1], value_set=joined[0]).fill_null(-1).to_numpy(zero_copy_only=False))


def _joined(side: pa.Table, columns: Sequence[str]) -> pa.Array:
    parts = [side[column].combine_chunks() for column in columns]
    return pc.binary_join_element_wise(*parts, pa.scalar(BETWEEN, pa.large_string()))


def _told_apart(joined: pa.Array, side: pa.Table) -> pa.Array:
    """Keys with their repetition: the first of its kind, the second …, in the order of the rows' values."""
    own = joined.to_pandas()
    order = _joined(side, side.column_names).to_pandas().sort_values(kind="stable").index
    place = own[order].groupby(own[order], sort=False).cumcount().sort_index()
    return pa.array(own + AGAIN + place.astype("str"), pa.large_string())
