"""What was done: activities counted, and people only where they were counted."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pop_analysis.choices import among
from pop_analysis.reading import Dataset


def activity_counts(data: Dataset, *, by: Sequence[str] = ("type",)) -> pd.DataFrame:
    """Count activities and the people at them.

    ``by`` are columns of ``activities``, or ``calendar_year`` and ``month`` of the date (missing where the date is not
    known, or for ``month`` not known to the month).

    Returns
    -------
    DataFrame
        The columns of ``by``, ``activities``, ``with_participants`` (how many state a number), ``participants`` (sum
        over those), ``with_sex`` (how many state both women and men), ``women``, ``men`` (sums over those, so that the
        two may stand side by side), int64; and ``share_with_participants``, ``share_with_sex`` (of the activities,
        fractions of 1): how much the sums rest on. A sum over no activity is missing, not 0.

    Examples
    --------
    >>> pop.activity_counts(data)[["type", "activities", "with_participants", "participants"]].head(2)
                        type  activities  with_participants  participants
    0             conference           4                  1         140.0
    1  contract_presentation           1                  0           NaN
    """
    return count_activities(data["activities"], by)


def count_activities(activities: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Count these rows of ``activities``; columns as in :func:`activity_counts`."""
    year = activities["date"].dt.year.astype("Int64")
    first, last = (activities[name].dt.to_period("M") for name in ("date", "date_end"))
    month = first.astype("str").where(activities["date_precision"].isin(["day", "month"]) | (first == last))
    frame = activities.assign(calendar_year=year, month=month)
    by = among("column", by, frame.columns)
    both = frame["women"].notna() & frame["men"].notna()
    frame[["women", "men"]] = frame[["women", "men"]].where(both)
    groups = frame.groupby(by, dropna=False, sort=True)
    result = groups.agg(activities=("title_sq", "size"), with_participants=("participants", "count"))
    result["participants"] = groups["participants"].sum(min_count=1)
    result["with_sex"] = groups["women"].count()
    result[["women", "men"]] = groups[["women", "men"]].sum(min_count=1)
    result = result.astype("Int64")
    for name in ("participants", "sex"):
        result[f"share_with_{name}"] = result[f"with_{name}"] / result["activities"].astype("Float64")
    return result.reset_index()
