"""Rows of two data sets as texts that are equal when their values are, and which row is which."""

from __future__ import annotations

import numpy as np
import pandas as pd

BETWEEN, AGAIN = "\x1f", "\x1e"  # signs no cell can hold: between the parts of a key, before its repetition
WHOLE = {"day": 10, "month": 7, "year": 4}  # precision → how much of an ISO date says it


def texts(frame: pd.DataFrame | None, columns: list[str]) -> pd.DataFrame:
    """Give ``columns`` of a frame as texts; "" for what is missing, also for a column it has not. The index stays.

    Letters are composed (NFC), dates ISO days, numbers in their shortest form.
    """
    if frame is None:
        frame = pd.DataFrame()
    missing = pd.Series("", index=frame.index, dtype="object")
    said = {name: _text(frame[name]) if name in frame else missing for name in columns}
    return pd.DataFrame(said, index=frame.index, dtype="object")


def _text(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        days = np.datetime_as_string(values.to_numpy().astype("datetime64[D]")).astype("object")
        said = pd.Series(days, index=values.index)
    elif pd.api.types.is_numeric_dtype(values):
        said = values.astype("str").str.removesuffix(".0")
    else:
        said = values.astype("str").str.normalize("NFC")
    return said.astype("object").where(values.notna(), "")


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


def keys(before: pd.DataFrame, after: pd.DataFrame, key: list[str], columns: list[str]) -> tuple[pd.Index, pd.Index]:
    """Give one text a row on both sides, the same for the same row.

    Reading lets no key stand twice; should one all the same, its rows meet one by one in the order of their values.
    """
    joined = [_joined(side, key) for side in (before, after)]
    if any(each.duplicated().any() for each in joined):
        joined = [
            each + AGAIN + _place(each, side, columns) for each, side in zip(joined, (before, after), strict=True)
        ]
    return pd.Index(joined[0]), pd.Index(joined[1])


def _joined(side: pd.DataFrame, columns: list[str]) -> pd.Series:
    whole = side[columns[0]].astype("object").reset_index(drop=True)
    for column in columns[1:]:
        whole = whole + BETWEEN + side[column].to_numpy()
    return whole


def _place(joined: pd.Series, side: pd.DataFrame, columns: list[str]) -> pd.Series:
    order = _joined(side, columns).sort_values(kind="stable").index
    return joined[order].groupby(joined[order], sort=False).cumcount().sort_index().astype("str")
