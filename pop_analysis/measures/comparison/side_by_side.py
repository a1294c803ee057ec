"""Municipalities beside each other, without weights: who is ahead on every count, and who cannot be told apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pop_analysis.locale import Words
from pop_analysis.measures.cache import cached
from pop_analysis.measures.exposure import comparable, exposure
from pop_analysis.measures.fulfilment import MIN_COVERAGE_FOR_HEADLINE, MIN_N_FOR_PERCENT, certainty
from pop_analysis.measures.intervals import newcombe
from pop_analysis.measures.panel import assessments_compared
from pop_analysis.measures.refusals import Refusal
from pop_analysis.reading import Dataset

Levels = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
AHEAD, EQUAL, NOT_TOLD_APART = "ahead", "equal", "not_told_apart"
DIFFERENT_EXPOSURE, LITTLE_COVERAGE = "different_exposure", "little_coverage"
# Why two cannot be told apart.
CROSSED, FEW, ONE_VERDICT = "crossed", "few", "one_verdict"
# An order is said only of municipalities with at least so many priorities judged, each.
MIN_N_FOR_ORDER = 10


@cached
def side_by_side(
    data: Dataset,
    cycles: Sequence[str] | None = None,
    monitoring_year: int | None = None,
    *,
    assessments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the counts of each municipality in one year, in panels of those that may stand on one axis.

    Returns
    -------
    DataFrame
        The columns of :func:`~pop_analysis.certainty` for contracts with a verdict, with ``months_observed``,
        ``origin`` (see :func:`~pop_analysis.exposure`) and ``panel`` (int64: those that may be compared, from 0);
        ordered by panel, then by the share of the best verdict, then by the share addressed; those of which too
        little was judged for a share last, by name.

    Examples
    --------
    >>> pop.side_by_side(invented)[["municipality", "fully", "assessed", "months_observed", "panel"]].head(2)
      municipality  fully  assessed  months_observed  panel
    0   lumebardhe      3         8               12      0
    1   henelivadh      1         5               12      0
    """
    counts = certainty(data, assessments=assessments_compared(data, cycles, monitoring_year, assessments=assessments))
    counts = counts[counts["assessed"] > 0].reset_index(drop=True)
    months = exposure(data)[["contract", "monitoring_year", "origin", "months_observed"]]
    counts = counts.merge(months, on=["contract", "monitoring_year"], how="left")
    counts["panel"] = comparable(counts) if len(counts) else pd.Series(dtype="Int64")
    shares = counts[["share_top", "share_addressed"]].where(counts["headline"]).add_prefix("_")
    order = ["panel", *shares, "municipality"]
    ordered = counts.join(shares).sort_values(order, ascending=[True, False, False, True], na_position="last")
    return ordered.drop(columns=list(shares)).reset_index(drop=True)


@cached
def told_apart(
    data: Dataset,
    cycles: Sequence[str] | None = None,
    monitoring_year: int | None = None,
    *,
    assessments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compare every two municipalities without weights.

    One is *ahead* of another only if its share is at least as large at every level of the scale (fully; fully or
    partially), and larger at one: then it is not behind whatever "partially" is worth. And only if ten priorities or
    more were judged on either side, and it would still be so had any one verdict of either been the next one on the
    scale. ``cycles`` and ``monitoring_year`` as in :func:`side_by_side`.

    Returns
    -------
    DataFrame
        One row per pair: ``municipality``, ``other``, ``panel`` (int64, missing for a pair of two panels),
        ``relation``:

        - ``ahead``: ``municipality`` is ahead of ``other``;
        - ``equal``: the same shares;
        - ``not_told_apart``: see ``because``;
        - ``different_exposure``: not observed equally long, or not known to be, so not compared;
        - ``little_coverage``: under 80 % of the priorities of one of the two have a verdict, so not compared;

        ``because`` (why two are not told apart, else missing): ``crossed`` (ahead at one level, behind at another),
        ``few`` (fewer than ten judged on a side), ``one_verdict`` (one verdict more or less would change it);
        ``difference``, ``difference_low``, ``difference_high`` (float64): of the shares addressed, with Newcombe's
        95 % interval, for the question of a tendency.

    Examples
    --------
    >>> pop.told_apart(invented)[["municipality", "other", "relation"]].tail(2)
      municipality        other            relation
    8      vesemal  gurevjollce  different_exposure
    9   dritekoder  gurevjollce      not_told_apart
    """
    rows = side_by_side(data, cycles, monitoring_year, assessments=assessments)
    one, other = np.triu_indices(len(rows), k=1)
    levels, same_panel = levels_of(data, rows), _same_panel(rows)[one, other]
    enough = rows["headline"].to_numpy(dtype=bool)
    relation, because = relations(levels[one], levels[other])
    relation = np.select([~same_panel, ~(enough[one] & enough[other])], [DIFFERENT_EXPOSURE, LITTLE_COVERAGE], relation)
    count = rows["addressed"].to_numpy(dtype="float64")
    n, places = levels.sum(axis=1), rows["municipality"].to_numpy(dtype=object)
    low, high = newcombe(count[one], n[one], count[other], n[other])
    columns = {
        "municipality": pd.Series(places[one], dtype="str"),
        "other": pd.Series(places[other], dtype="str"),
        "panel": rows["panel"].iloc[one].reset_index(drop=True).where(pd.Series(same_panel, dtype="bool")),
        "relation": pd.Series(relation, dtype="str"),
        "because": pd.Series(because, dtype="str").where(pd.Series(relation == NOT_TOLD_APART, dtype="bool")),
        "difference": count[one] / n[one] - count[other] / n[other],
        "difference_low": low,
        "difference_high": high,
    }
    floats = [name for name in columns if name.startswith("difference")]
    return pd.DataFrame(columns).astype({"panel": "Int64"} | dict.fromkeys(floats, "Float64"))


@cached
def tiers(
    data: Dataset,
    cycles: Sequence[str] | None = None,
    monitoring_year: int | None = None,
    *,
    assessments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Put municipalities into tiers: each of one tier is ahead of each of the next, within a tier that is not so.

    Whoever cannot be told apart from another, even through a third, shares its tier. A tier is a group, not a rank:
    within it there is no order.

    Returns
    -------
    DataFrame
        The rows of :func:`side_by_side` with ``tier`` (int64, from 1 in each panel; missing where the months observed
        are not on file, under 80 % have a verdict, or fewer than ten were judged) and ``in_tier`` (int64, how many
        share it).

    Examples
    --------
    >>> pop.tiers(invented)[["municipality", "assessed", "tier"]].dropna().head(2)
      municipality  assessed  tier
    3   dritekoder        10   1.0
    4  gurevjollce        11   1.0
    """
    rows = side_by_side(data, cycles, monitoring_year, assessments=assessments)
    rows["tier"] = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    of_order = may_be_compared(rows) & (rows["assessed"] >= MIN_N_FOR_ORDER)
    for _, same in rows[of_order].groupby("panel"):
        # Ordered by their shares, whoever is ahead stands before: a tier ends where all before are ahead of all after.
        levels = levels_of(data, same)
        one, other = np.triu_indices(len(same), k=1)
        linked = _why_not(levels[one], levels[other]) != ""
        reach = np.arange(len(same))  # the last place each is linked with
        np.maximum.at(reach, one[linked], other[linked])
        ends = np.maximum.accumulate(reach) == np.arange(len(same))
        rows.loc[same.index, "tier"] = 1 + np.concatenate([[0], np.cumsum(ends)[:-1]])
    sizes = rows.groupby(["panel", "tier"])["contract"].transform("size")
    return rows.assign(in_tier=sizes.astype("Int64"))


def rank(
    data: Dataset,
    cycles: Sequence[str] | None = None,
    monitoring_year: int | None = None,
    *,
    assessments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Rank municipalities, where that can be said at all; otherwise explain why not.

    Returns
    -------
    DataFrame
        ``panel``, ``rank`` (int64, from 1 in each panel), ``municipality``, ``assessed``, ``share_top``,
        ``share_addressed``.

    Raises
    ------
    Refusal
        When a municipality has fewer than 10 priorities judged, when under 80 % of them were, when it is not known how
        long it was observed, or when two share a tier: then :func:`tiers` says what can be said.

    Examples
    --------
    >>> pop.rank(invented)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    pop_analysis.measures.refusals.Refusal: No rank is given
    """
    rows = tiers(data, cycles, monitoring_year, assessments=assessments)
    reasons = (
        ("rank_few", rows["assessed"] < MIN_N_FOR_PERCENT),
        ("rank_coverage", ~rows["headline"]),
        ("rank_exposure", rows["months_observed"].isna()),
        ("rank_tied", rows["in_tier"] > 1),
    )
    for reason, those in reasons:
        if those.any():
            places = _names(data, rows.loc[those.astype(bool), "municipality"])
            raise Refusal(
                data.model,
                reason,
                n=int(those.sum()),
                places=places,
                few=MIN_N_FOR_PERCENT,
                enough=f"{MIN_COVERAGE_FOR_HEADLINE:.0%}",
            )
    columns = ["panel", "rank", "municipality", "assessed", "share_top", "share_addressed"]
    return rows.rename(columns={"tier": "rank"})[columns]


def may_be_compared(rows: pd.DataFrame) -> pd.Series:
    """Whether enough of its priorities have a verdict and it is known how long it was observed."""
    return rows["headline"] & rows["months_observed"].notna()


def levels_of(data: Dataset, rows: pd.DataFrame) -> Levels:
    """The counts of each row at each level of the scale, best first."""
    counts: Levels = rows[data.model.levels].to_numpy(dtype="int64")
    return counts


def _same_panel(rows: pd.DataFrame) -> Truths:
    """Which rows share a panel with which, where it is known how long both were observed."""
    panel = rows["panel"].to_numpy(dtype="int64", na_value=-1)
    known = rows["months_observed"].notna().to_numpy()
    return np.asarray((panel[:, None] == panel[None, :]) & known[:, None] & known[None, :])


def _differences(one: Levels, other: Levels) -> Levels:
    """How far the shares of ``one`` lie above those of ``other``, pair by pair, down to each level but the last.

    In whole numbers, multiplied by both n: so 1/3 and 2/6 are equal.
    """
    first, second = np.cumsum(one, axis=1)[:, :-1], np.cumsum(other, axis=1)[:, :-1]
    return np.asarray(first * other.sum(axis=1)[:, None] - second * one.sum(axis=1)[:, None])


def _ahead(differences: Levels) -> Truths:
    """Whether the first of each pair is nowhere behind, and ahead at one level."""
    return np.asarray((differences >= 0).all(axis=1) & (differences > 0).any(axis=1))


def relations(one: Levels, other: Levels) -> tuple[Texts, Texts]:
    """How counts of :func:`levels_of` that may be compared stand to others, which come after them by their shares.

    Returns the relation of each pair and, where the two are not told apart, why; see :func:`told_apart`.
    """
    because = _why_not(one, other)
    equal = (_differences(one, other) == 0).all(axis=1)
    return np.select([equal, because == ""], [EQUAL, AHEAD], NOT_TOLD_APART).astype(object), because


def _why_not(one: Levels, other: Levels) -> Texts:
    """Why the first of each pair is not ahead of the second; "" where it is."""
    few = np.minimum(one.sum(axis=1), other.sum(axis=1)) < MIN_N_FOR_ORDER
    crossed = ~_ahead(_differences(one, other))
    reasons = np.select([crossed, few, ~_withstands_one(one, other)], [CROSSED, FEW, ONE_VERDICT], "")
    return np.asarray(reasons, dtype=object)


def _withstands_one(one: Levels, other: Levels) -> Truths:
    """Whether the first stays ahead when any single verdict of either moves one level against it."""
    holds = np.ones(len(one), dtype=bool)
    for level in range(one.shape[1] - 1):
        step = np.zeros(one.shape[1], dtype="int64")
        step[level], step[level + 1] = -1, 1
        for worse, better, possible in (
            (one + step, other, one[:, level] > 0),
            (one, other - step, other[:, level + 1] > 0),
        ):
            holds &= ~possible | _ahead(_differences(worse, better))
    return holds


def _names(data: Dataset, municipalities: pd.Series) -> dict[str, str]:
    """The names of municipalities in each language, as one text."""
    register = data["municipalities"].set_index("municipality")
    rows = [register.loc[place] if place in register.index else {"name_sq": place} for place in municipalities]
    return {
        language: ", ".join(Words(data.model, language).of(row, "name") for row in rows)
        for language in data.model.languages
    }
