"""How long it took: months from the signing to the first verdict "partially" and to "fully", unfinished ones kept."""

from __future__ import annotations

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.exposure import whole_months
from pop_analysis.measures.panel import in_contract, panel
from pop_analysis.reading import Dataset

REACHED = ("addressed", "top")


@cached(partition_by=("municipality", "cycle"))
def timeliness(data: Dataset) -> pd.DataFrame:
    """Compute the months each priority was watched, and after how many it was first seen addressed, and fully so.

    Months run from the signing, or from the start of monitoring where the day of signing is not on file, or, for a
    priority that came later, from the start of the year it came in; to the end of the monitored period in which a
    verdict was given. So a step is when it was *seen*: it may have happened up to a year earlier.

    Returns one row per priority with at least one verdict and known months: ``municipality``, ``contract``, ``cycle``,
    ``priority``, ``since`` (datetime64), ``counted_from`` (``signed_on``, ``observed_from`` or ``since_year``),
    ``months_watched`` (Int64, to its last verdict), ``months_to_addressed``, ``months_to_top`` (Int64, missing while
    not reached), ``reached_addressed``, ``reached_top`` (bool). A priority taken out of its contract is watched
    until its last verdict before that. See :func:`~pop_analysis.steps_reached` for what to do with those unfinished.

    Examples
    --------
    >>> pop.timeliness(invented)[["priority", "months_to_addressed", "reached_addressed"]].head(2)
                      priority  months_to_addressed  reached_addressed
    0   dritekoder/2019-2023/1                   12               True
    1  dritekoder/2019-2023/10                   13               True
    """
    contracts = data["contracts"][["contract", "signed_on", "observed_from"]]
    assessments = in_contract(data, panel(data))
    assessments = assessments[assessments["status"].isin([status.id for status in data.model.scale])]
    assessments = assessments.merge(contracts, on="contract", how="left")
    later = assessments["since_year"].fillna(1) > 1
    first = assessments["period_start"].where(assessments["monitoring_year"] == assessments["since_year"])
    assessments["since_year_start"] = first.groupby(assessments["priority"]).transform("min")
    signed = assessments["signed_on"].notna()
    assessments["since"] = assessments["signed_on"].fillna(assessments["observed_from"])
    assessments["since"] = assessments["since"].where(~later, assessments["since_year_start"])
    assessments["counted_from"] = "observed_from"
    assessments.loc[signed, "counted_from"] = "signed_on"
    assessments.loc[later, "counted_from"] = "since_year"
    assessments["months"] = whole_months(assessments["since"], assessments["period_end"])
    assessments = assessments[assessments["months"].notna()]
    keys = ["municipality", "contract", "cycle", "priority"]
    groups = assessments.groupby(keys, sort=True)
    result = groups.agg(
        since=("since", "first"), counted_from=("counted_from", "first"), months_watched=("months", "max")
    )
    top, addressed = [data.model.best.id], data.model.addressed
    for name, wanted in zip(REACHED, (addressed, top), strict=True):
        when = assessments["months"].where(assessments["status"].isin(wanted))
        result[f"months_to_{name}"] = when.groupby([assessments[key] for key in keys]).min().astype("Int64")
        result[f"reached_{name}"] = result[f"months_to_{name}"].notna().astype(bool)
    return result.reset_index()


def steps_reached(months: pd.Series, reached: pd.Series) -> pd.DataFrame:
    """Estimate the share that has got there by month, with those still under way kept in (Kaplan and Meier 1958).

    Parameters
    ----------
    months
        Months until it was reached, or, where it was not, months watched without reaching it.
    reached
        Whether it was reached.

    Returns
    -------
    DataFrame
        One row per month at which something was reached: ``months`` (Int64), ``at_risk`` (Int64: watched that long
        and not there before), ``reached`` (Int64), ``share`` (reached by then, fraction of 1). The share never
        falls, and stands on fewer and fewer priorities: ``at_risk`` says on how many.

    Examples
    --------
    >>> import pandas as pd
    >>> steps_reached(pd.Series([12, 12, 24, 24]), pd.Series([True, False, True, False]))["share"].tolist()
    [0.25, 0.625]
    """
    frame = pd.DataFrame({"months": months.astype("Int64"), "reached": reached.astype(bool)}).dropna()
    rows, left = [], 1.0
    for month in sorted(frame.loc[frame["reached"], "months"].unique()):
        at_risk = int((frame["months"] >= month).sum())
        there = int((frame["reached"] & (frame["months"] == month)).sum())
        left *= 1 - there / at_risk
        rows.append((int(month), at_risk, there, 1 - left))
    columns = {"months": "Int64", "at_risk": "Int64", "reached": "Int64", "share": "Float64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def steps_of(times: pd.DataFrame, what: str) -> pd.DataFrame:
    """Compute :func:`steps_reached` of one of the two aims, ``addressed`` or ``top``, from :func:`timeliness`.

    Examples
    --------
    >>> pop.steps_of(pop.timeliness(invented), "addressed").round(2).head(2)
       months  at_risk  reached  share
    0       6       79        5   0.06
    1      10       73       15   0.26
    """
    until = times[f"months_to_{what}"].fillna(times["months_watched"])
    return steps_reached(until, times[f"reached_{what}"])
