"""What was done: activities counted, and people only where they were counted."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pop_analysis.reading import Dataset


def activity_counts(data: Dataset, by: Sequence[str] = ("type",)) -> pd.DataFrame:
    """Count activities and the people at them.

    ``by`` are columns of ``activities``, or ``year`` and ``month`` of the date (missing where the date is not known,
    or for ``month`` not known to the month).

    Returns the columns of ``by``, ``activities``, ``with_participants`` (how many state a number), ``participants``
    (sum over those), ``with_sex`` (how many state women or men), ``women``, ``men`` (sums over those), Int64; and
    ``share_with_participants``, ``share_with_sex`` (of the activities, fractions of 1): how much the sums rest on.

    Examples
    --------
    >>> pop.activity_counts(data)[["type", "activities", "with_participants", "participants"]].head(2)
                  type  activities  with_participants  participants
    0       conference           4                  1           140
    1  council_session           1                  0             0
    """
    activities = data["activities"]
    year = activities["date"].dt.year.astype("Int64")
    month = (
        activities["date"].dt.to_period("M").astype("str").where(activities["date_precision"].isin(["day", "month"]))
    )
    frame = activities.assign(year=year, month=month)
    frame["_sex"] = frame["women"].notna() | frame["men"].notna()
    result = frame.groupby(list(by), dropna=False, sort=True).agg(
        activities=("title_sq", "size"),
        with_participants=("participants", "count"),
        participants=("participants", "sum"),
        with_sex=("_sex", "sum"),
        women=("women", "sum"),
        men=("men", "sum"),
    )
    result = result.astype("Int64")
    for name in ("participants", "sex"):
        result[f"share_with_{name}"] = result[f"with_{name}"] / result["activities"].astype("Float64")
    return result.reset_index()
