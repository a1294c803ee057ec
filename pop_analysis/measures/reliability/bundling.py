"""How far "partially" comes of bundling: verdicts on priorities of one promise beside those of several."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pop_analysis.measures.fulfilment import certainty
from pop_analysis.measures.panel import assessments_compared, in_contract, once
from pop_analysis.measures.refusals import Refusal
from pop_analysis.reading import Dataset

# A split says something of a kind of priority only from so many judged of it on.
MIN_N_OF_EACH = 10
ONE, SEVERAL, NOT_STATED = "one", "several", "not_stated"


def bundling(
    data: Dataset,
    cycles: Sequence[str] | None = None,
    monitoring_year: int | None = None,
    *,
    assessments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count the verdicts on priorities that hold one promise, and on those that hold several.

    A priority of several promises, of which one was kept, is "partially" by its making. How many promises a priority
    holds is typed in the workbook (``promises``) and never guessed. ``cycles`` and ``monitoring_year`` as in
    :func:`~pop_analysis.side_by_side`. Contracts of which no share may stand (under 80 % judged, or of a number that is
    not on file) are left out.

    Returns
    -------
    DataFrame
        Three rows: ``promises`` (``one``, ``several``, ``not_stated``), one int64 count for each verdict of the scale,
        ``assessed`` (int64).

    Raises
    ------
    Refusal
        Where of priorities with one promise, or of those with several, fewer than 10 were judged.

    Examples
    --------
    >>> pop.bundling(invented)
         promises  fully  partially  not_addressed  assessed
    0         one      5          9              2        16
    1     several      9          9              0        18
    2  not_stated      0          0              0         0
    """
    assessments = assessments_compared(data, cycles, monitoring_year, assessments=assessments)
    sure = certainty(data, assessments=assessments)
    scale = data.model.levels
    judged = in_contract(data, assessments[assessments["contract"].isin(sure.loc[sure["headline"], "contract"])])
    judged = once(judged[judged["status"].isin(scale)])
    promises = judged["promises"].fillna(0).astype("int64")
    kinds = promises.clip(upper=2).map({0: NOT_STATED, 1: ONE, 2: SEVERAL})
    counts = pd.crosstab(kinds, judged["status"]).reindex(index=[ONE, SEVERAL, NOT_STATED], columns=scale, fill_value=0)
    counts["assessed"] = counts.sum(axis=1)
    one, several = int(counts.at[ONE, "assessed"]), int(counts.at[SEVERAL, "assessed"])
    if min(one, several) < MIN_N_OF_EACH:
        raise Refusal(data.model, "bundling_few", one=one, several=several, enough=MIN_N_OF_EACH)
    result = counts.astype("Int64").rename_axis("promises").rename_axis(columns=None).reset_index()
    return result.astype({"promises": "str"})
