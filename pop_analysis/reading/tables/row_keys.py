"""Rows of a frame as texts that are equal when their values are, and the key that names a row wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

BETWEEN = " · "


def texts(frame: pd.DataFrame | None, columns: Sequence[str]) -> pa.Table:
    """Return ``columns`` of a frame as texts; "" for what is missing, also for a column it has not.

    Letters are composed (NFC), dates ISO days, numbers in their shortest form.
    """
    if frame is None:
        frame = pd.DataFrame()
    missing = pa.array([""] * len(frame), pa.large_string())
    return pa.table({name: _text(frame[name]) if name in frame else missing for name in columns})


def _text(values: pd.Series) -> pa.Array:
    if pd.api.types.is_datetime64_any_dtype(values):
        said = pa.array(values).cast(pa.date32(), safe=False)
    elif pd.api.types.is_integer_dtype(values):
        said = pa.array(values)
    elif pd.api.types.is_numeric_dtype(values):
        said = pa.array(values.astype("str").str.removesuffix(".0").where(values.notna()))
    else:
        said = pa.array(values.astype("str"), from_pandas=True)
        if pc.any(pc.invert(pc.string_is_ascii(said))).as_py():
            # not by Arrow: its older versions take letters apart where they are to be composed
            said = pa.array([each and normalize("NFC", each) for each in said.to_pylist()])
    return said.cast(pa.large_string()).fill_null("")


def joined(side: pa.Table, columns: Sequence[str]) -> pa.Array:
    """Return one text a row: those of ``columns`` with a sign between them."""
    parts = [side[column].combine_chunks() for column in columns]
    return pc.binary_join_element_wise(*parts, pa.scalar(BETWEEN, pa.large_string()))


def row_keys(frame: pd.DataFrame, unique: Sequence[str]) -> list[str]:
    """Return the key of each row: the values of the columns that tell the rows of its table apart.

    A row keeps its key when its frame is sorted, filtered, numbered anew or joined with others.

    >>> row_keys(pd.DataFrame({"priority": ["fier/2019-2023/4"], "monitoring_year": [1]}),
    ...     ["priority", "monitoring_year", "monitor"])
    ['fier/2019-2023/4 · 1 · ']
    """
    keys: list[str] = joined(texts(frame, unique), unique).to_pylist() if len(frame) else []
    return keys
