"""The dtypes of what measures give to others: those that statistics, charts and files of other libraries take.

Inside, whole numbers and shares may be missing (``Int64``, ``Float64``) and verdicts are plain text; both ways are
brought about where what is asked for comes in and what was found goes out.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.model import Model

YEARS = ("monitoring_year", "year_from", "year_to")
DAYS = ("period_start", "period_end")
VERDICTS = ("status", "status_from", "status_to", "other_status")


def given_out(found: Any, model: Model | None) -> Any:
    """Return a frame, a series, or what stands in a dict, in dtypes other libraries take.

    Shares and amounts are ``float64``; whole numbers ``int64``, or ``float64`` with NaN where one is missing; yes and
    no ``bool``, or ``float64`` (1, 0, NaN) where it is not known of each; verdicts ordered categories, the worst of the
    scale before the best, and before those the statuses that stand apart from it.

    >>> frame = pd.DataFrame({"share": pd.array([0.5, None], "Float64"), "n": pd.array([1, 2], "Int64")})
    >>> given_out(frame, None).dtypes.astype("str").tolist()
    ['float64', 'int64']
    """
    if isinstance(found, dict):
        return {name: given_out(each, model) for name, each in found.items()}
    if isinstance(found, pd.Series):
        return _plain(found)
    if not isinstance(found, pd.DataFrame):
        return found
    columns = {name: _plain(found[name]) for name in found if pd.api.types.is_extension_array_dtype(found[name].dtype)}
    if model is not None:
        columns |= {name: _verdicts(found[name], model) for name in VERDICTS if name in found}
    return found.assign(**columns)


def worst_first(model: Model) -> list[str]:
    """List the statuses that stand apart, then the scale from its worst to its best.

    >>> from pop_analysis.model import load_model
    >>> worst_first(load_model())[-3:]
    ['not_addressed', 'partially', 'fully']
    """
    return [*(status for status in model.statuses if status not in model.levels), *reversed(model.levels)]


def taken_in(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows that were given out as measures know them: categories as text, years whole, rows numbered anew.

    Days that went through a file of text are days again.

    >>> taken_in(pd.DataFrame({"status": pd.Categorical(["fully"])})).dtypes["status"]
    <StringDtype(na_value=nan)>
    """
    texts = [name for name, dtype in frame.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)]
    years = dict.fromkeys([name for name in YEARS if name in frame], "Int64")
    days = {
        name: pd.to_datetime(frame[name], format="ISO8601").astype("datetime64[s]") for name in DAYS if name in frame
    }
    return frame.astype(dict.fromkeys(texts, "str") | years).assign(**days).reset_index(drop=True)


def _plain(column: pd.Series) -> pd.Series:
    kind = column.dtype
    if isinstance(kind, pd.Float64Dtype):
        return column.astype("float64")
    if isinstance(kind, pd.Int64Dtype | pd.BooleanDtype):
        whole = "bool" if isinstance(kind, pd.BooleanDtype) else "int64"
        return column.astype("float64" if column.isna().any() else whole)
    return column


def _verdicts(column: pd.Series, model: Model) -> pd.Series:
    """What is no status of the network stays a text, and the column with it."""
    order = worst_first(model)
    known = column.dropna().isin(order).all()
    return column.astype(pd.CategoricalDtype(order, ordered=True)) if known else column
