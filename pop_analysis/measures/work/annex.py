"""Outputs and outcomes of a period, as donors ask for them: from the same tables as every page, never other figures."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pop_analysis.measures.change.transitions import CHANGES, transitions
from pop_analysis.measures.fulfilment import fulfilment
from pop_analysis.measures.panel import panel
from pop_analysis.measures.work.activities import count_activities
from pop_analysis.measures.work.campaigns import campaign_ladder
from pop_analysis.reading import Dataset


def outputs(data: Dataset, start: str, end: str, *, by: Sequence[str] = ("type",)) -> pd.DataFrame:
    """Count what was done from ``start`` to ``end`` (ISO days, both counted), and the people at it by sex.

    An activity belongs to the period when all the days it may lie on do; one known only by its year, when the whole
    year does. Undated ones belong to none.

    Returns
    -------
    DataFrame
        Columns as in :func:`~pop_analysis.activity_counts`.

    Examples
    --------
    >>> pop.outputs(data, "2021-01-01", "2021-12-31")[["type", "activities"]].head(2)
                        type  activities
    0             conference           1
    1  contract_presentation           1
    """
    activities = data["activities"]
    inside = (activities["date"] >= pd.Timestamp(start)) & (activities["date_end"] <= pd.Timestamp(end))
    return count_activities(activities[inside], by)


def outcomes(data: Dataset, start: str, end: str) -> pd.DataFrame:
    """Say what the verdicts of the period say of priorities, by municipality and contract.

    Counted are the monitoring years whose period *ends* from ``start`` to ``end`` (ISO days, both counted).

    Returns
    -------
    DataFrame
        ``municipality``, ``contract``, ``cycle``, ``monitoring_year``, ``period_start``, ``period_end``; the counts of
        :func:`~pop_analysis.fulfilment` (one of each verdict, ``assessed``, ``total``); and against the year before
        ``improved``, ``same``, ``regressed``, ``new``, ``split``, ``merged``, ``replaced``, ``withdrawn``,
        ``not_judged`` (int64; missing where the year before has no verdicts).

    Examples
    --------
    >>> pop.outcomes(invented, "2021-01-01", "2022-12-31")[["municipality", "fully", "assessed",
    ...     "improved"]].head(2)
      municipality  fully  assessed  improved
    0   dritekoder      6         9       NaN
    1  gurevjollce      4        12       1.0
    """
    assessments = panel(data)
    inside = assessments["period_end"].between(pd.Timestamp(start), pd.Timestamp(end))
    counts = fulfilment(data, assessments=assessments[inside])
    keys = ["contract", "monitoring_year"]
    kept = ["municipality", *keys[:1], "cycle", keys[1], "period_start", "period_end"]
    kept += [*data.model.levels, "assessed", "total"]
    counts = counts.loc[counts["assessed"] > 0, kept]
    years = sorted(int(year) for year in counts["monitoring_year"].unique())
    pairs = [transitions(data, (year - 1, year)) for year in years]
    changes = pd.concat(pairs, ignore_index=True) if pairs else transitions(data)[:0]
    table = pd.crosstab([changes["contract"], changes["year_to"]], changes["change"]) if len(changes) else None
    for change in CHANGES:
        found = table[change] if table is not None and change in table else None
        known = set(table.index) if table is not None else set()
        counts[change] = [
            (int(found.get(key, 0)) if found is not None else 0) if key in known else pd.NA
            for key in counts[keys].itertuples(index=False, name=None)
        ]
        counts[change] = counts[change].astype("Int64")
    return counts.reset_index(drop=True)


def decisions(data: Dataset, start: str, end: str) -> pd.DataFrame:
    """List the campaign stages reached in the period, each with the amount its source states: never added up.

    What stands here came *after* the campaign; that it came because of it, only a decision that says so can tell.

    Returns
    -------
    DataFrame
        Columns of :func:`~pop_analysis.campaign_ladder`.

    Examples
    --------
    >>> pop.decisions(data, "2021-01-01", "2021-12-31")[["municipality", "stage", "state"]].head(2)
      municipality      stage    state
    0         fier    council  reached
    1        korce  in_budget  reached
    """
    ladder = campaign_ladder(data)
    inside = (ladder["date"] >= pd.Timestamp(start)) & (ladder["date_end"] <= pd.Timestamp(end))
    return ladder[inside & (ladder["state"] == "reached")].reset_index(drop=True)
