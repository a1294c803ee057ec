"""How long a contract had been observed when it was judged: what makes two municipalities comparable."""

from __future__ import annotations

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.panel import monitoring_years
from pop_analysis.reading import Dataset

MAX_MONTHS_APART = 3


@cached(partition_by=("municipality", "cycle"))
def exposure(data: Dataset) -> pd.DataFrame:
    """Compute the months each contract had been observed at the end of each monitoring year.

    Counted from ``observed_from``, or from the signing when monitoring's start is not on file, to the end of the
    period, whole months, the last one included. Missing where neither start nor end is on file: months are never
    guessed.

    Returns ``municipality``, ``contract``, ``cycle``, ``monitoring_year``, ``since`` (datetime64), ``period_start``,
    ``period_end``, ``period_months`` and ``months_observed`` (Int64).

    Examples
    --------
    >>> pop.exposure(invented)[["municipality", "monitoring_year", "months_observed"]].head(2)
      municipality  monitoring_year  months_observed
    0   dritekoder                1               11
    1   dritekoder                2               24
    """
    contracts = data["contracts"][["contract", "observed_from", "signed_on"]]
    years = monitoring_years(data).merge(contracts, on="contract", how="left")
    years["since"] = years["observed_from"].fillna(years["signed_on"])
    years["period_months"] = whole_months(years["period_start"], years["period_end"])
    years["months_observed"] = whole_months(years["since"], years["period_end"])
    columns = ["municipality", "contract", "cycle", "monitoring_year", "since", "period_start", "period_end"]
    return years[[*columns, "period_months", "months_observed"]]


def whole_months(start: pd.Series, end: pd.Series) -> pd.Series:
    """Count the months from ``start`` to ``end``, both counted; Int64, missing where either date is missing."""
    months = (end.dt.year - start.dt.year) * 12 + (end.dt.month - start.dt.month) + 1
    return months.astype("Int64")


def comparable(exposures: pd.DataFrame, within: int = MAX_MONTHS_APART) -> pd.Series:
    """Number the groups that may stand on one axis: the same year of contract, months within ``within``.

    Rows whose months are not on file make a group of their own for each year. Returns an Int64 series along
    ``exposures``, numbered from 0 in order of year and months.

    Examples
    --------
    >>> import pandas as pd
    >>> comparable(pd.DataFrame({"monitoring_year": [1, 1, 1], "months_observed": [12, 14, 5]})).tolist()
    [1, 1, 0]
    """
    order = exposures.sort_values(["monitoring_year", "months_observed"], na_position="last")
    groups, group, first = {}, -1, None
    for row in order[["monitoring_year", "months_observed"]].itertuples():
        months = None if pd.isna(row.months_observed) else int(row.months_observed)
        start = (row.monitoring_year, months)
        same_year = first is not None and first[0] == row.monitoring_year
        near = months is not None and first is not None and first[1] is not None and months - first[1] <= within
        if not (same_year and (near or (months is None and first is not None and first[1] is None))):
            group, first = group + 1, start
        groups[row.Index] = group
    return pd.Series(groups, dtype="Int64").reindex(exposures.index)
