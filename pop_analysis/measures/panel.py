"""One row per priority and monitoring year: the table every measure of fulfilment starts from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.reading import Dataset

ABOUT_PRIORITY = ["municipality", "contract", "cycle", "priority", "number", "sub_number", "title_sq", "title_en"]
ABOUT_PRIORITY += ["theme", "pillar", "beneficiaries", "competence", "promises", "since_year", "comes_from"]
ABOUT_ASSESSMENT = ["status", "monitor", "reason", "note", "source", "period_start", "period_end", "period_precision"]

# The kind of workbook in which one of two monitors judges; whoever keeps it is not thereby the member organisation.
CODING_SHEET = "coding_sheet"
# Whoever fills in one of these does not become the monitor of record by it.
NOT_OF_THE_MONITOR = (CODING_SHEET, "reply")


@cached(partition_by=("municipality", "cycle"))
def monitoring_years(data: Dataset) -> pd.DataFrame:
    """List the monitoring years each contract has on file, from verdicts and from published reports.

    Returns ``municipality``, ``contract``, ``cycle``, ``monitoring_year`` (Int64), ``period_start``, ``period_end``
    (datetime64, missing when no source states the months), ``period_precision``; one row per contract and year,
    sorted.
    """
    columns = ["municipality", "contract", "cycle", "monitoring_year", "period_start", "period_end", "period_precision"]
    both = pd.concat([data["assessments"][columns], data["reports"][columns]], ignore_index=True)
    both = both.sort_values(["contract", "monitoring_year", "period_start", "period_end"], na_position="last")
    return both.drop_duplicates(["contract", "monitoring_year"]).reset_index(drop=True)


@cached(partition_by=("municipality", "cycle"))
def panel(data: Dataset) -> pd.DataFrame:
    """Set every priority beside every monitoring year of its contract, with its verdict or the lack of one.

    Where two monitors judged the same priority, the verdict of the member organisation (no monitor named, or the
    organisation itself) is taken; ``monitors`` says how many there are. A priority of a contract without any
    monitoring year on file stands once, with ``monitoring_year`` missing; one that came into its contract later
    (``since_year``) has no row for the years before.

    Returns
    -------
    DataFrame
        The columns of a priority (municipality, contract, cycle, priority, number, sub_number, title_sq, title_en,
        theme, pillar, beneficiaries, competence, promises, since_year, comes_from), ``monitoring_year`` (Int64),
        ``status`` (the model's
        "missing" status where no verdict is on file: missing is never "not addressed"), monitor, reason, note,
        source, period_start, period_end, period_precision, ``monitors`` (Int64). Sorted by contract, number, year.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> data = pop.load("data/raw")
    >>> verdicts = pop.panel(data.where(municipality="fier"))
    >>> verdicts.query("monitoring_year == 1")["status"].value_counts()["partially"]
    np.int64(3)
    """
    priorities = data["priorities"][ABOUT_PRIORITY]
    years = monitoring_years(data)[["contract", "monitoring_year", "period_start", "period_end", "period_precision"]]
    every = priorities.merge(years, on="contract", how="left")
    # One that came into the contract later is not missing in the years before.
    every = every[~(every["monitoring_year"] < every["since_year"].fillna(1)).fillna(False)]
    if len(yet_to_come := priorities[~priorities["priority"].isin(every["priority"])]):
        every = pd.concat([every, yet_to_come.merge(years[:0], on="contract", how="left")], ignore_index=True)
    assessments = _leading(data)
    every = every.merge(assessments, on=["priority", "monitoring_year"], how="left", suffixes=("", "_own"))
    every = every.sort_values(["priority", "monitoring_year"])
    # What was taken out of the contract stays out, until a later verdict says otherwise.
    taken_out = every["status"].where(every["status"].isin(data.model.left_out))
    every["status"] = every["status"].fillna(taken_out.groupby(every["priority"]).ffill()).fillna(data.model.missing)
    every["monitors"] = every["monitors"].fillna(0).astype("Int64")
    order = ["contract", "number", "sub_number", "title_sq", "monitoring_year"]
    columns = [*ABOUT_PRIORITY, "monitoring_year", *ABOUT_ASSESSMENT, "monitors"]
    return every.sort_values(order, na_position="last")[columns].reset_index(drop=True)


@cached(partition_by=("municipality", "cycle"))
def monitor_of_record_first(data: Dataset) -> pd.DataFrame:
    """Sort the assessments: of each priority and year the member organisation's first, then others by name."""
    assessments, workbooks = data["assessments"], data["workbook"]
    workbooks = workbooks[~workbooks["kind"].isin(NOT_OF_THE_MONITOR)]
    own = {*_pairs(data["members"], "organisation"), *_pairs(workbooks, "kept_by")}
    other = [pair not in own for pair in _pairs(assessments, "monitor")]
    rank = (assessments["monitor"].notna() & np.array(other, bool)).astype("int8")
    ordered = assessments.assign(_rank=rank).sort_values(["priority", "monitoring_year", "_rank", "monitor"])
    return ordered.set_axis(pd.Index(ordered.index.to_numpy()))  # places in the table, never numbers of rows


def _pairs(frame: pd.DataFrame, column: str) -> Iterator[tuple[Any, Any]]:
    """Each row's municipality with its ``column``."""
    return zip(frame["municipality"], frame[column], strict=True)


def _leading(data: Dataset) -> pd.DataFrame:
    """One assessment per priority and year: the member organisation's before any second monitor's."""
    ordered = monitor_of_record_first(data)
    keys = ["priority", "monitoring_year"]
    ordered["monitors"] = ordered.groupby(keys)["status"].transform("size").astype("Int64")
    kept = [*keys, "status", "monitor", "reason", "note", "source", "monitors"]
    return ordered.drop_duplicates(keys)[kept]


def in_contract(data: Dataset, assessments: pd.DataFrame) -> pd.DataFrame:
    """Leave out the priorities that were withdrawn: they are counted in nothing, and listed apart."""
    return assessments[~assessments["status"].isin(data.model.left_out)]


def last_assessed(data: Dataset, assessments: pd.DataFrame, monitoring_year: int | None = None) -> pd.DataFrame:
    """Keep of each contract the rows of one monitoring year: ``monitoring_year``, or the last that has any verdict.

    Contracts without a verdict (in that year) are left out: they have nothing to compare.
    """
    of_scale = assessments["status"].isin([status.id for status in data.model.scale])
    judged = assessments.loc[of_scale, ["contract", "monitoring_year"]]
    if monitoring_year is not None:
        judged = judged[judged["monitoring_year"] == monitoring_year]
    last = judged.groupby("contract")["monitoring_year"].max()
    return assessments[assessments["monitoring_year"] == assessments["contract"].map(last)]
