"""Rows of two data sets: which row is which, and dates as short as they are known."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pop_analysis.reading.tables.row_keys import joined

AGAIN = "\x1e"  # a sign no cell can hold: between a key and its repetition
WHOLE = {"day": 10, "month": 7, "year": 4}  # precision → how much of an ISO date says it


def span(start: str, end: str, precision: str) -> str:
    """Write a date or period, known by its three columns, as short as it can be without losing anything of them.

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
    """Find for each row of ``after`` the position of the same row in ``before``, -1 where there is none.

    Reading lets no key stand twice; should one all the same, its rows meet one by one in the order of their values.
    """
    keys = [joined(side, key) for side in (before, after)]
    if any(len(pc.unique(each)) < len(each) for each in keys):
        keys = [_told_apart(each, side) for each, side in zip(keys, (before, after), strict=True)]
    return pd.Index(pc.index_in(keys[1], value_set=keys[0]).fill_null(-1).to_numpy(zero_copy_only=False))


def _told_apart(keys: pa.Array, side: pa.Table) -> pa.Array:
    """Keys with their repetition: the first of its kind, the second …, in the order of the rows' values."""
    own = keys.to_pandas()
    order = joined(side, side.column_names).to_pandas().sort_values(kind="stable").index
    place = own[order].groupby(own[order], sort=False).cumcount().sort_index()
    return pa.array(own + AGAIN + place.astype("str"), pa.large_string())
