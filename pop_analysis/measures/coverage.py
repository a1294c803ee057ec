"""What is on file, and what is not: missing is shown as missing."""

from __future__ import annotations

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.fulfilment import fulfilment
from pop_analysis.measures.panel import monitoring_years
from pop_analysis.reading import Dataset

STATES = ("verdicts", "some_verdicts", "report", "figure", "contract")


@cached(partition_by=("municipality", "cycle"))
def coverage(data: Dataset) -> pd.DataFrame:
    """Say for each contract and monitoring year what is on file.

    ``state`` is the first of these that holds:

    - ``verdicts``: a verdict for every priority the contract is known to have;
    - ``some_verdicts``: verdicts for some, or for all on file of a contract whose length is not on file;
    - ``report``: a monitoring report is public, its verdicts are not on file;
    - ``figure``: only a published share is on file;
    - ``contract``: the contract, and nothing on its monitoring (``monitoring_year`` missing).

    Returns ``municipality``, ``contract``, ``cycle``, ``monitoring_year`` (Int64), ``state``, ``assessed``,
    ``on_file`` (priorities on file), ``declared`` (priorities the contract is known to have, Int64, may be missing).

    Examples
    --------
    >>> pop.coverage(data)[["municipality", "monitoring_year", "state", "assessed"]].head(2)
      municipality  monitoring_year          state  assessed
    0       durres                1  some_verdicts         7
    1       durres                2         report         0
    """
    keys = ["municipality", "contract", "cycle", "monitoring_year"]
    published = data["published_figures"]
    shares = published[published["metric"].str.startswith("share_", na=False) & published["contract"].notna()]
    years = pd.concat([monitoring_years(data)[keys], shares.loc[shares["monitoring_year"].notna(), keys]])
    years = years.drop_duplicates(["contract", "monitoring_year"])
    contracts = data["contracts"][["municipality", "contract", "cycle", "priorities_total"]]
    every = contracts.merge(years[["contract", "monitoring_year"]], on="contract", how="left")
    counts = fulfilment(data)[["contract", "monitoring_year", "assessed"]]
    every = every.merge(counts, on=["contract", "monitoring_year"], how="left")
    every["assessed"] = every["assessed"].fillna(0).astype("Int64")
    on_file = data["priorities"].groupby("contract").size()
    every["on_file"] = every["contract"].map(on_file).fillna(0).astype("Int64")
    every = every.rename(columns={"priorities_total": "declared"})
    reports = set(data["reports"][["contract", "monitoring_year"]].itertuples(index=False, name=None))
    every["state"] = [_state(row, reports) for row in every.itertuples()]
    order = every.sort_values(["municipality", "contract", "monitoring_year"])
    return order[[*keys, "state", "assessed", "on_file", "declared"]].reset_index(drop=True)


def _state(row: object, reports: set[tuple[str, int]]) -> str:
    if pd.isna(row.monitoring_year):  # type: ignore[attr-defined]
        return "contract"
    if row.assessed > 0:  # type: ignore[attr-defined]
        known = not pd.isna(row.declared)  # type: ignore[attr-defined]
        return "verdicts" if known and row.assessed >= row.declared else "some_verdicts"  # type: ignore[attr-defined]
    return "report" if (row.contract, row.monitoring_year) in reports else "figure"  # type: ignore[attr-defined]


def municipalities_of(data: Dataset) -> list[str]:
    """Return the codes of the municipalities: those of the register, then any other that has a contract."""
    codes = [*data["municipalities"]["municipality"], *data["contracts"]["municipality"].dropna()]
    return list(dict.fromkeys(codes))
