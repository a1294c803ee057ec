"""How far each campaign got: the stages its sources state, never added up across stages."""

from __future__ import annotations

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.reading import Dataset


@cached(partition_by=("municipality", "cycle"))
def campaign_ladder(data: Dataset) -> pd.DataFrame:
    """Set every campaign beside every stage of the ladder.

    ``state`` is ``reached`` (a source states it), ``expected`` (a source says it is still to come) or ``not_stated``
    (no source on file speaks of it, which is not the same as "did not happen"). An amount stands at the stage its
    source states, and only there; one decision for two purposes is one amount.

    Returns
    -------
    DataFrame
        ``municipality``, ``campaign``, ``title_sq``, ``title_en``, ``contract``, ``cycle``, ``priority``, ``stage``,
        ``rung`` (int64, from 0), ``state``, ``date``, ``date_end``, ``date_precision``, ``amount_all`` (float64, in the
        network's currency), ``source``, ``note``.

    Examples
    --------
    >>> pop.campaign_ladder(data)["state"].value_counts().index.tolist()
    ['not_stated', 'reached', 'expected']
    """
    ladder = pd.DataFrame({"stage": list(data.model.lists["campaign_stages"])})
    ladder["rung"] = range(len(ladder))
    about = ["municipality", "campaign", "title_sq", "title_en", "contract", "cycle", "priority"]
    every = data["campaigns"][about].merge(ladder, how="cross")
    stages = data["campaign_stages"].drop(columns="municipality")
    every = every.merge(stages, on=["campaign", "stage"], how="left", indicator=True)
    every["state"] = "not_stated"
    stated = every["_merge"] == "both"
    every.loc[stated, "state"] = "reached"
    every.loc[stated & (every["expected"] == "yes"), "state"] = "expected"
    columns = [*about, "stage", "rung", "state", "date", "date_end", "date_precision", "amount_all", "source", "note"]
    every = every.astype({"stage": "str"})  # where there is no campaign, pandas makes it object
    return every.sort_values(["municipality", "campaign", "rung"])[columns].reset_index(drop=True)


def furthest_stage(ladder: pd.DataFrame) -> pd.DataFrame:
    """Return the furthest stage each campaign has reached, from :func:`campaign_ladder`.

    Returns ``campaign``, ``municipality``, ``stage`` and ``rung`` of the furthest stage reached; campaigns with none
    are left out.
    """
    reached = ladder[ladder["state"] == "reached"].sort_values("rung")
    return reached.drop_duplicates("campaign", keep="last")[["campaign", "municipality", "stage", "rung"]]
