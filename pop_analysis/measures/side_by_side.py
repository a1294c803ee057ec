"""Municipalities beside each other, without weights: who is ahead on every count, and who cannot be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pop_analysis.locale import Words
from pop_analysis.measures.exposure import comparable, exposure
from pop_analysis.measures.fulfilment import ENOUGH_COVERAGE, FEW, certainty
from pop_analysis.measures.intervals import newcombe
from pop_analysis.measures.judgements import judgements, last_judged
from pop_analysis.measures.refusals import Refusal
from pop_analysis.reading import Dataset

Levels = npt.NDArray[np.int64]
AHEAD, EQUAL, NOT_TOLD_APART = "ahead", "equal", "not_told_apart"
DIFFERENT_EXPOSURE, LITTLE_COVERAGE = "different_exposure", "little_coverage"


def verdicts_compared(data: Dataset, cycles: Sequence[str] | None = None, year: int | None = None) -> pd.DataFrame:
    """Keep of each municipality the verdicts a comparison takes: one contract, one monitoring year.

    Of the contracts of ``cycles`` (of all, when None) each municipality's last with a verdict (in ``year``, when
    given), and of that contract ``year``, or the last year with a verdict. Rows as
    :func:`~pop_analysis.judgements` gives them.
    """
    own = data if cycles is None else data.where(cycle=list(cycles))
    verdicts = last_judged(data, judgements(own), year)
    last = verdicts.groupby("municipality")["cycle"].transform("max")
    return verdicts[verdicts["cycle"] == last].reset_index(drop=True)


def side_by_side(data: Dataset, cycles: Sequence[str] | None = None, year: int | None = None) -> pd.DataFrame:
    """Give the verdicts of each municipality in one year, in panels of those that may stand on one axis.

    ``cycles`` and ``year`` as in :func:`verdicts_compared`. Returns the columns of
    :func:`~pop_analysis.certainty` for contracts with a verdict, with ``months_observed`` and ``panel``
    (Int64, see :func:`~pop_analysis.measures.comparable`); ordered by panel, then by the share of the best verdict,
    then by the share addressed.
    """
    counts = certainty(data, verdicts=verdicts_compared(data, cycles, year))
    counts = counts[counts["assessed"] > 0].reset_index(drop=True)
    months = exposure(data)[["contract", "monitoring_year", "months_observed"]]
    counts = counts.merge(months, on=["contract", "monitoring_year"], how="left")
    counts["panel"] = comparable(counts) if len(counts) else pd.Series(dtype="Int64")
    order = ["panel", "share_top", "share_addressed", "municipality"]
    return counts.sort_values(order, ascending=[True, False, False, True]).reset_index(drop=True)


def told_apart(data: Dataset, cycles: Sequence[str] | None = None, year: int | None = None) -> pd.DataFrame:
    """Compare every two municipalities without weights.

    One is *ahead* of another only if its share is at least as large at every level of the scale (fully; fully or
    partially), and larger at one: then it is not behind whatever "partially" is worth. ``cycles`` and ``year`` as in
    :func:`side_by_side`.

    Returns
    -------
    DataFrame
        One row a pair: ``municipality``, ``other``, ``panel`` (Int64, missing for a pair of two panels),
        ``relation``:

        - ``ahead``: ``municipality`` is ahead of ``other``;
        - ``equal``: the same shares;
        - ``not_told_apart``: ahead at one level, behind at another;
        - ``different_exposure``: not observed equally long, or not known to be, so not compared;
        - ``little_coverage``: under 80 % of the priorities of one of the two have a verdict, so not compared;

        ``withstands_one`` (boolean): still ahead if any one verdict of either had been the next one on the scale;
        ``difference``, ``difference_low``, ``difference_high`` (Float64): of the shares addressed, with Newcombe's
        95 % interval, for the question of a tendency.
    """
    rows = side_by_side(data, cycles, year)
    levels = _levels(data, rows)
    addressed = rows[[status.id for status in data.model.scale if status.addressed]].sum(axis=1)
    found = [_pair(rows, levels, one, other) for one, other in combinations(range(len(rows)), 2)]
    dtypes = {"municipality": "str", "other": "str", "panel": "Int64", "relation": "str", "withstands_one": "boolean"}
    result = pd.DataFrame(found, columns=[*dtypes, "_one", "_other"])
    one, other = result["_one"].astype("int64"), result["_other"].astype("int64")
    count, n = addressed.to_numpy(dtype="float64"), rows["assessed"].to_numpy(dtype="float64")
    low, high = newcombe(count[one], n[one], count[other], n[other])
    result["difference"] = pd.Series(count[one] / n[one] - count[other] / n[other]).astype("Float64")
    result["difference_low"], result["difference_high"] = (
        pd.Series(low, dtype="Float64"),
        pd.Series(high, dtype="Float64"),
    )
    return result.drop(columns=["_one", "_other"]).astype(dtypes)


def tiers(data: Dataset, cycles: Sequence[str] | None = None, year: int | None = None) -> pd.DataFrame:
    """Put municipalities into tiers: each of one tier is ahead of each of the next, within a tier that is not so.

    Whoever cannot be told apart from another, even through a third, shares its tier. A tier is a group, not a rank:
    within it there is no order. Returns the rows of :func:`side_by_side` with ``tier`` (Int64, from 1 in each panel;
    missing where the months observed are not on file or under 80 % have a verdict) and ``in_tier`` (Int64, how many
    share it).
    """
    rows = side_by_side(data, cycles, year)
    levels = _levels(data, rows)
    rows["tier"] = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    for _, panel in rows[may_be_compared(rows)].groupby("panel"):
        # Ordered by their shares, whoever is ahead stands before: a tier ends where all before are ahead of all after.
        places = list(panel.index)
        tier = 1
        for at, place in enumerate(places):
            rows.loc[place, "tier"] = tier
            before, after = places[: at + 1], places[at + 1 :]
            tier += all(_ahead(levels[a], levels[b]) for a in before for b in after)
    sizes = rows.groupby(["panel", "tier"])["contract"].transform("size")
    return rows.assign(in_tier=sizes.astype("Int64"))


def rank(data: Dataset, cycles: Sequence[str] | None = None, year: int | None = None) -> pd.DataFrame:
    """Rank municipalities, where that can be said at all; otherwise explain why not.

    Raises :class:`~pop_analysis.Refusal` when a municipality has fewer than 10 priorities judged, when under 80 % of
    them were, when it is not known how long it was observed, or when two share a tier: then
    :func:`tiers` says what can be said. Returns ``panel``, ``rank`` (Int64, from 1 in each panel), ``municipality``,
    ``assessed``, ``share_top``, ``share_addressed``.
    """
    rows = tiers(data, cycles, year)
    reasons = (
        ("rank_few", rows["assessed"] < FEW),
        ("rank_coverage", ~rows["headline"]),
        ("rank_exposure", rows["months_observed"].isna()),
        ("rank_tied", rows["in_tier"] > 1),
    )
    for reason, those in reasons:
        if those.any():
            places = _names(data, rows.loc[those.astype(bool), "municipality"])
            raise Refusal(
                data.model, reason, n=int(those.sum()), places=places, few=FEW, enough=f"{ENOUGH_COVERAGE:.0%}"
            )
    columns = ["panel", "rank", "municipality", "assessed", "share_top", "share_addressed"]
    return rows.rename(columns={"tier": "rank"})[columns]


def may_be_compared(rows: pd.DataFrame) -> pd.Series:
    """Whether enough of its priorities have a verdict and it is known how long it was observed."""
    return rows["headline"] & rows["months_observed"].notna()


def _levels(data: Dataset, rows: pd.DataFrame) -> Levels:
    """The counts of each row at each level of the scale, best first."""
    counts: Levels = rows[[status.id for status in data.model.scale]].to_numpy(dtype="int64")
    return counts


def _ahead(one: Levels, other: Levels) -> bool:
    """Whether ``one`` has at least the share of ``other`` down to every level of the scale, and more at one."""
    # Whole numbers: 1/3 and 2/6 are equal.
    differences = np.cumsum(one)[:-1] * other.sum() - np.cumsum(other)[:-1] * one.sum()
    return bool((differences >= 0).all() and (differences > 0).any())


def _pair(rows: pd.DataFrame, levels: Levels, one: int, other: int) -> tuple[Any, ...]:
    first, second = rows.iloc[one], rows.iloc[other]
    names, panel = (first["municipality"], second["municipality"]), first["panel"]
    if panel != second["panel"] or pd.isna(first["months_observed"]):
        return *names, pd.NA, DIFFERENT_EXPOSURE, pd.NA, one, other
    if not (first["headline"] and second["headline"]):
        return *names, panel, LITTLE_COVERAGE, pd.NA, one, other
    if _ahead(levels[one], levels[other]):
        return *names, panel, AHEAD, _withstands_one(levels[one], levels[other]), one, other
    same = np.array_equal(levels[one] * levels[other].sum(), levels[other] * levels[one].sum())
    return *names, panel, EQUAL if same else NOT_TOLD_APART, pd.NA, one, other


def _withstands_one(one: Levels, other: Levels) -> bool:
    """Whether ``one`` stays ahead when a single verdict of either moves one level against it."""
    worse = [_moved(one, level, level + 1) for level in range(len(one) - 1) if one[level]]
    better = [_moved(other, level + 1, level) for level in range(len(other) - 1) if other[level + 1]]
    return all(_ahead(each, other) for each in worse) and all(_ahead(one, each) for each in better)


def _moved(levels: Levels, origin: int, target: int) -> Levels:
    moved = levels.copy()
    moved[origin] -= 1
    moved[target] += 1
    return moved


def _names(data: Dataset, municipalities: pd.Series) -> dict[str, str]:
    """The names of municipalities in each language, as one text."""
    register = data["municipalities"].set_index("municipality")
    rows = [register.loc[place] if place in register.index else {"name_sq": place} for place in municipalities]
    return {
        language: ", ".join(Words(data.model, language).of(row, "name") for row in rows)
        for language in data.model.languages
    }
