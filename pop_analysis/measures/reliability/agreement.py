"""How far two monitors agree who judged the same priorities without seeing each other's verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.change.transitions import place_on_scale
from pop_analysis.measures.panel import monitor_of_record_first, once
from pop_analysis.measures.refusals import Refusal
from pop_analysis.reading import Dataset

# No coefficient of agreement below this number of priorities judged by both monitors (docs/method.md).
MIN_PRIORITIES_FOR_ALPHA = 30
KEYS = ["municipality", "contract", "cycle", "priority", "monitoring_year"]


@cached(partition_by=("municipality", "cycle"))
def double_assessments(data: Dataset) -> pd.DataFrame:
    """Set the verdicts of two monitors on the same priority and year side by side.

    The first is the one that stands: the member organisation's. Of several others, the first by name. Only verdicts
    of the scale are paired.

    Returns
    -------
    DataFrame
        ``municipality``, ``contract``, ``cycle``, ``priority``, ``monitoring_year``; ``monitor``, ``status``,
        ``reason`` of the first; ``other_monitor``, ``other_status``, ``other_reason`` of the second; ``number``,
        ``sub_number``, ``title_sq``, ``title_en``, ``shared``; ``steps_apart`` (int64). Sorted by
        contract, number and year.

    Examples
    --------
    >>> pop.double_assessments(invented)[["status", "other_status", "steps_apart"]].head(3)
          status   other_status  steps_apart
    0      fully          fully            0
    1  partially      partially            0
    2  partially  not_addressed            1
    """
    rows = monitor_of_record_first(data)
    rows = rows[rows["status"].isin(data.model.levels)]
    place = rows.groupby(KEYS[3:]).cumcount()
    said = ["monitor", "status", "reason"]
    first = rows[place == 0][[*KEYS, *said]]
    # The organisation's verdict typed twice, once with its name and once without, is not that of two monitors.
    others = rows[(place > 0) & (rows["_rank"] > 0)].drop_duplicates(KEYS[3:])
    second = others[[*KEYS, *said]].rename(columns={name: f"other_{name}" for name in said}).drop(columns=KEYS[:3])
    pairs = first.merge(second, on=KEYS[3:])
    about = data["priorities"][["priority", "number", "sub_number", "title_sq", "title_en", "shared"]]
    pairs = pairs.merge(about, on="priority")
    apart = place_on_scale(data, pairs["status"]) - place_on_scale(data, pairs["other_status"])
    pairs["steps_apart"] = apart.abs().astype("Int64")
    order = ["contract", "number", "sub_number", "title_sq", "monitoring_year"]
    return pairs.sort_values(order, na_position="last").reset_index(drop=True)


@cached(partition_by=("municipality", "cycle"))
def to_adjudicate(data: Dataset) -> pd.DataFrame:
    """List the pairs of :func:`double_assessments` that differ, the widest apart first: what the two must talk about.

    Returns
    -------
    DataFrame
        Columns as in :func:`double_assessments`.

    Examples
    --------
    >>> pop.to_adjudicate(invented)[["priority", "status", "other_status"]].head(2)
                      priority         status   other_status
    0  gurevjollce/2019-2023/2      partially  not_addressed
    1  gurevjollce/2019-2023/6  not_addressed      partially
    """
    pairs = double_assessments(data)
    apart = pairs[pairs["steps_apart"] > 0]
    return apart.sort_values("steps_apart", ascending=False, kind="stable").reset_index(drop=True)


def agreement(data: Dataset) -> dict[str, Any]:
    """Measure the agreement of two monitors over the network.

    Returns
    -------
    dict
        ``priorities`` (how many both judged), ``n`` (pairs of verdicts: a priority judged by both in two years has
        two), ``municipalities``, ``same`` (int), ``raw`` (share of the pairs alike, None for no pairs), ``counts``
        (frame: ``status``, ``other_status``, ``pairs``; every pair of the scale), ``alpha`` (Krippendorff's, ordinal;
        None when there is none) and ``no_alpha``: why there is none: ``few_priorities`` (under 30 priorities),
        ``one_category`` (all in one category: not computable, which is not 1), or None.

    Raises
    ------
    Refusal
        When all pairs are of one municipality: the figure is the network's, and of one place it would be about two
        people.

    References
    ----------
    Hayes and Krippendorff 2007, *Communication Methods and Measures* 1.

    Examples
    --------
    >>> found = pop.agreement(invented)
    >>> found["priorities"], found["n"], found["raw"], found["no_alpha"]
    (25, 50, 0.86, 'few_priorities')
    """
    pairs = double_assessments(data)
    places = pairs["municipality"].nunique()
    if places == 1:
        raise Refusal(data.model, "network_only", n=places)
    pairs = once(pairs)
    scale = data.model.levels
    counts = Counter(zip(pairs["status"], pairs["other_status"], strict=True))
    table = pd.DataFrame(
        [(first, second, counts[first, second]) for first in scale for second in scale],
        columns=["status", "other_status", "pairs"],
    ).astype({"pairs": "Int64"})
    same, n, priorities = int((pairs["steps_apart"] == 0).sum()), len(pairs), int(pairs["priority"].nunique())
    result = {"priorities": priorities, "n": n, "municipalities": places, "same": same, "counts": table}
    result["raw"] = same / n if n else None
    if priorities < MIN_PRIORITIES_FOR_ALPHA:
        return result | {"alpha": None, "no_alpha": "few_priorities"}
    alpha = ordinal_alpha(list(zip(pairs["status"], pairs["other_status"], strict=True)), scale)
    return result | {"alpha": alpha, "no_alpha": "one_category" if alpha is None else None}


def ordinal_alpha(pairs: Sequence[tuple[str, str]], scale: Sequence[str]) -> float | None:
    """Compute Krippendorff's alpha for two coders and an ordered scale; None when only one category was used.

    1 − observed / expected disagreement, the distance of two categories being the squared number of verdicts that
    lie between them, the two themselves counted half (Hayes and Krippendorff 2007).

    Examples
    --------
    >>> ordinal_alpha([("F", "F"), ("P", "P"), ("N", "N"), ("F", "P")], "FPN")
    0.79
    """
    used = Counter(each for pair in pairs for each in pair)
    total = sum(used.values())
    if len(used) < 2:
        return None

    def distance(a: str, b: str) -> float:
        low, high = sorted((scale.index(a), scale.index(b)))
        between = sum(used[each] for each in scale[low : high + 1])
        return float((between - (used[a] + used[b]) / 2) ** 2) if a != b else 0.0

    observed = sum(2 * distance(a, b) for a, b in pairs) / total
    expected = sum(used[a] * used[b] * distance(a, b) for a in used for b in used) / (total * (total - 1))
    return 1 - observed / expected
