"""What stands behind a verdict: how many pieces of evidence, of which kinds; and what citizens say beside it."""

from __future__ import annotations

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.panel import ABOUT_PRIORITY, panel
from pop_analysis.reading import Dataset

ABOUT = ["municipality", "contract", "cycle", "priority", "number", "sub_number", "title_sq", "title_en"]


@cached(partition_by=("municipality", "cycle"))
def evidence_counts(data: Dataset) -> pd.DataFrame:
    """Count the pieces of evidence of every priority by kind; a priority without any stays, with zero.

    Returns
    -------
    DataFrame
        One row per priority and kind: ``municipality``, ``contract``, ``cycle``, ``priority``, ``number``,
        ``sub_number``, ``title_sq``, ``title_en``, ``kind`` (missing for a priority without evidence), ``pieces``
        (int64), ``linked`` (int64, those with an address that can be opened). In the order of the contract, then of the
        kinds.

    Examples
    --------
    >>> pop.evidence_counts(data).groupby("municipality")["pieces"].sum().to_dict()
    {'durres': 0, 'elbasan': 0, 'fier': 1, 'kamez': 1, 'korce': 1, 'puke': 0, 'vau-i-dejes': 2, 'vlore': 2}
    """
    evidence = data["evidence"].assign(_linked=data["evidence"][["url", "archived_url"]].notna().any(axis=1))
    groups = evidence.groupby(["priority", "kind"], sort=True)
    counts = groups.agg(pieces=("kind", "size"), linked=("_linked", "sum")).reset_index()
    every = data["priorities"][ABOUT].merge(counts, on="priority", how="left")
    every[["pieces", "linked"]] = every[["pieces", "linked"]].fillna(0).astype("Int64")
    order = {kind: place for place, kind in enumerate(data.model.lists["evidence_kinds"])}
    every["_kind"] = every["kind"].map(order)
    keys = ["contract", "number", "sub_number", "title_sq", "_kind"]
    return every.sort_values(keys, na_position="last").drop(columns="_kind").reset_index(drop=True)


@cached(partition_by=("municipality", "cycle"))
def citizens_beside_assessments(data: Dataset) -> pd.DataFrame:
    """Set the citizens' mean score of a priority beside the monitor's verdict of the same year.

    The two answer different questions and neither replaces the other; they are not added, averaged or correlated.

    Returns
    -------
    DataFrame
        One row per score: the columns of a priority (see :func:`~pop_analysis.panel`), ``monitoring_year``, ``status``
        (the verdict, or the model's "missing" status), ``score``, ``score_top`` (float64; the end of its scale),
        ``respondents`` (int64), ``source``, ``note`` of the score.

    Examples
    --------
    >>> pop.citizens_beside_assessments(invented)[["priority", "status", "score", "respondents"]].head(2)
                     priority         status  score  respondents
    0  henelivadh/2021-2023/2      partially    2.2            6
    1  henelivadh/2021-2023/2  not_addressed    2.9           19
    """
    keys = ["priority", "monitoring_year"]
    assessments = panel(data)[[*keys, "status"]]
    scores = data["citizens_scores"][[*keys, "score", "score_top", "respondents", "source", "note"]]
    rows = scores.merge(data["priorities"][ABOUT_PRIORITY], on="priority").merge(assessments, on=keys, how="left")
    rows["status"] = rows["status"].fillna(data.model.missing)
    order = ["contract", "number", "sub_number", "title_sq", "monitoring_year", "source"]
    columns = [*ABOUT_PRIORITY, "monitoring_year", "status", "score", "score_top", "respondents", "source", "note"]
    return rows.sort_values(order, na_position="last")[columns].reset_index(drop=True)
