"""Changes that may be said in percentage points, and those that may not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pop_analysis.measures.fulfilment import fulfilment
from pop_analysis.measures.judgements import judgements
from pop_analysis.measures.refusals import Refusal
from pop_analysis.reading import Dataset

# A line through fewer points than this is no trend.
ENOUGH_POINTS = 3


def change(data: Dataset, before: tuple[str, int], after: tuple[str, int]) -> pd.DataFrame:
    """Give the change of a contract's shares between two monitoring years, in percentage points.

    ``before`` and ``after`` are (contract, monitoring year), for instance ``("fier/2019-2023", 1)``. Returns one row:
    ``contract``, ``before``, ``after`` (Int64), ``assessed`` (Int64, the same in both), ``top_points``,
    ``addressed_points`` (Float64).

    Raises :class:`~pop_analysis.Refusal` across two contracts (other promises), and where not the same priorities
    were judged in both years (the change would be one of the set).
    """
    if before[0] != after[0]:
        raise Refusal(data.model, "change_across_contracts", before=before[0], after=after[0])
    verdicts = judgements(data)
    verdicts = verdicts[(verdicts["contract"] == before[0]) & verdicts["status"].isin(_scale(data))]
    first, second = (verdicts[verdicts["monitoring_year"] == year] for year in (before[1], after[1]))
    changed = set(first["priority"]) ^ set(second["priority"])
    if changed or first.empty:
        raise Refusal(data.model, "change_of_set", n=len(changed), before=before[1], after=after[1])
    shares = fulfilment(data, verdicts=pd.concat([first, second])).set_index("monitoring_year")
    points = {
        name: 100 * (shares.loc[after[1], column] - shares.loc[before[1], column])
        for name, column in (("top_points", "share_top"), ("addressed_points", "share_addressed"))
    }
    row = {"contract": before[0], "before": before[1], "after": after[1], "assessed": len(first)} | points
    dtypes = {"before": "Int64", "after": "Int64", "assessed": "Int64"} | dict.fromkeys(points, "Float64")
    return pd.DataFrame([row]).astype(dtypes)


def trend(data: Dataset, contract: str) -> pd.DataFrame:
    """Give the straight line nearest to a contract's yearly shares of the same priorities.

    Returns one row: ``contract``, ``years`` (how many), ``assessed``, ``points_a_year`` (percentage points addressed,
    least squares) and ``farthest`` (how far the farthest year lies from the line, in points).

    Raises :class:`~pop_analysis.Refusal` for fewer than three years (any two points make a line), and where not the
    same priorities were judged in every year.
    """
    verdicts = judgements(data)
    verdicts = verdicts[(verdicts["contract"] == contract) & verdicts["status"].isin(_scale(data))]
    years = sorted(int(year) for year in verdicts["monitoring_year"].unique())
    if len(years) < ENOUGH_POINTS:
        raise Refusal(data.model, "trend", years=len(years))
    times = verdicts["priority"].value_counts()
    if (changed := int((times != len(years)).sum())) > 0:
        raise Refusal(data.model, "change_of_set", n=changed, before=years[0], after=years[-1])
    shares = 100 * fulfilment(data, verdicts=verdicts)["share_addressed"].to_numpy(dtype="float64")
    slope, start = np.polyfit(years, shares, 1)
    farthest = float(np.abs(shares - (start + slope * np.array(years))).max())
    row = {"contract": contract, "years": len(years), "assessed": len(times), "points_a_year": float(slope)}
    return pd.DataFrame([row | {"farthest": farthest}])


def effect_of_activities(data: Dataset) -> pd.DataFrame:
    """Refuse: raise :class:`~pop_analysis.Refusal`.

    Whether meetings and campaigns bring priorities about cannot be computed from these tables: they were not held
    by chance, and more is recorded where more happens.
    """
    raise Refusal(data.model, "effect_of_activities")


def _scale(data: Dataset) -> list[str]:
    return [status.id for status in data.model.scale]
