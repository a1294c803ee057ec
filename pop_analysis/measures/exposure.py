"""How long a contract had been observed when it was judged: what makes two municipalities comparable."""

from __future__ import annotations

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.panel import monitoring_years
from pop_analysis.reading import Dataset

MAX_MONTHS_APART = 3
# What months observed are counted from, the first that is on file.
ORIGINS = ("observed_from", "signed_on")


@cached(partition_by=("municipality", "cycle"))
def exposure(data: Dataset) -> pd.DataFrame:
    """Compute the months each contract had been observed at the end of each monitoring year.

    Counted from one origin, ``observed_from``, or the signing when monitoring's start is not on file, to the end of
    the period, whole months, the last one included. Missing where one of the two is not on file or known only by its
    year, and where the period ends before the origin: months are never guessed, and never negative.

    Returns
    -------
    DataFrame
        ``municipality``, ``contract``, ``cycle``, ``monitoring_year``, ``origin`` (str: ``observed_from``,
        ``signed_on`` or missing), ``since`` (datetime64), ``period_start``, ``period_end``, ``period_months`` and
        ``months_observed`` (int64).

    Examples
    --------
    >>> pop.exposure(invented)[["municipality", "monitoring_year", "months_observed"]].head(2)
      municipality  monitoring_year  months_observed
    0   dritekoder                1               11
    1   dritekoder                2               24
    """
    contracts = data["contracts"]
    contracts = contracts[["contract", *(name + end for name in ORIGINS for end in ("", "_precision"))]]
    years = monitoring_years(data).merge(contracts, on="contract", how="left")
    started, signed = (known_to_the_month(years, name, name) for name in ORIGINS)
    years["since"] = started.fillna(signed)
    origin = pd.Series(ORIGINS[0], years.index, dtype="str").where(started.notna(), ORIGINS[1])
    years["origin"] = origin.where(years["since"].notna())
    ends = known_to_the_month(years, "period_end", "period")
    years["period_months"] = whole_months(years["period_start"], ends)
    years["months_observed"] = whole_months(years["since"], ends)
    columns = ["municipality", "contract", "cycle", "monitoring_year", "origin", "since", "period_start", "period_end"]
    return years[[*columns, "period_months", "months_observed"]]


def known_to_the_month(rows: pd.DataFrame, date: str, of: str) -> pd.Series:
    """Return the column ``date``, missing where it is known only by its year; ``of`` is whose precision it has.

    Examples
    --------
    >>> rows = pd.DataFrame({"since": pd.to_datetime(["2019-01-01"] * 2), "since_precision": ["month", "year"]})
    >>> known_to_the_month(rows, "since", "since").isna().tolist()
    [False, True]
    """
    return rows[date].where(rows[f"{of}_precision"] != "year")


def whole_months(start: pd.Series, end: pd.Series) -> pd.Series:
    """Count the months from ``start`` to ``end``, both counted; Int64.

    Missing where either date is missing, and where the end lies before the start.
    """
    months = ((end.dt.year - start.dt.year) * 12 + (end.dt.month - start.dt.month) + 1).astype("Int64")
    return months.where((months > 0).fillna(False))


def comparable(exposures: pd.DataFrame, within: int = MAX_MONTHS_APART) -> pd.Series:
    """Number the groups that may stand on one axis: the same year of contract, one origin, months within ``within``.

    ``exposures`` has ``monitoring_year``, ``months_observed`` and, unless it is the same for all, ``origin``. Rows
    whose months are not on file make a group of their own for each year. Returns an Int64 series along
    ``exposures``, numbered from 0 in order of year, origin and months.

    Examples
    --------
    >>> import pandas as pd
    >>> comparable(pd.DataFrame({"monitoring_year": [1, 1, 1], "months_observed": [12, 14, 5]})).tolist()
    [1, 1, 0]
    """
    columns = ["monitoring_year", "origin", "months_observed"]
    order = exposures.reindex(columns=columns)
    order["origin"] = order["origin"].where(order["months_observed"].notna()).astype("str")
    groups, group, first = {}, -1, None
    for row in order.sort_values(columns, na_position="last").fillna({"origin": ""}).itertuples():
        months = None if pd.isna(row.months_observed) else int(row.months_observed)
        start = ((row.monitoring_year, row.origin), months)
        same_year = first is not None and first[0] == start[0]
        near = months is not None and first is not None and first[1] is not None and months - first[1] <= within
        if not (same_year and (near or (months is None and first is not None and first[1] is None))):
            group, first = group + 1, start
        groups[row.Index] = group
    return pd.Series(groups, dtype="Int64").reindex(exposures.index)
