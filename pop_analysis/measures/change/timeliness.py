"""How long it took: a step is known to lie between two looks; unfinished ones stay, withdrawal is an end of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from pop_analysis.choices import WrongUse, among
from pop_analysis.measures.cache import cached
from pop_analysis.measures.exposure import known_to_the_month, whole_months
from pop_analysis.measures.panel import each_draw, panel
from pop_analysis.reading import Dataset

AIMS = ("addressed", "top")
ORIGINS = ("signed_on", "observed_from")
# How far the estimate may lie from the most likely one, in log-likelihood a priority, and when to give up.
PRECISION, MOST_ROUNDS = 1e-8, 50_000
# Less of all priorities than this lies nowhere.
NOTHING = 1e-5
Numbers = npt.NDArray[np.float64]


@cached(partition_by=("municipality", "cycle"))
def looks(data: Dataset, *, origin: str = "signed_on", assessments: pd.DataFrame | None = None) -> pd.DataFrame:
    """List when the priorities of each contract were looked at, in months since one named origin.

    ``origin`` is ``signed_on`` or ``observed_from``; a contract without that date, or with only its year, has no looks,
    and a period that ends before it, or of which only the year is known, is none. A look is the end of a monitoring
    year with a verdict; months are never guessed.

    Returns
    -------
    DataFrame
        ``municipality``, ``contract``, ``cycle``, ``monitoring_year``, ``since`` (datetime64), ``months`` and ``gap``
        (int64): months since the look before, or since the origin.

    Examples
    --------
    >>> pop.looks(invented)[["contract", "months", "gap"]].head(2)
                   contract  months  gap
    0  dritekoder/2019-2023      12   12
    1  dritekoder/2019-2023      37   25
    """
    assessments = panel(data) if assessments is None else assessments
    judged = assessments[assessments["status"].isin(data.model.levels)]
    judged = _in_months(data, judged, origin)
    known = judged[judged["months"].notna()]
    columns = ["municipality", "contract", "cycle", "monitoring_year", "since", "months"]
    found = known[columns].drop_duplicates(["contract", "months"]).sort_values(["contract", "months"])
    before = found.groupby("contract")["months"].shift().fillna(0)
    return found.assign(gap=found["months"] - before).reset_index(drop=True)


@cached(partition_by=("municipality", "cycle"))
def timeliness(data: Dataset, *, origin: str = "signed_on", assessments: pd.DataFrame | None = None) -> pd.DataFrame:
    """Compute between which two looks each priority became addressed, and fully so, or was taken out of its contract.

    Months run from ``origin`` (``signed_on`` or ``observed_from``) to the ends of the monitored periods with a
    verdict, of priorities that were in the contract from the beginning: one axis has one origin. A step lies *after*
    the last look at which it was not there yet, and *by* the look at which it was first seen.

    Returns
    -------
    DataFrame
        One row per priority: ``municipality``, ``contract``, ``cycle``, ``priority``, ``shared``, ``since``
        (datetime64), ``months_watched`` (int64, to its last verdict; 0 where it was taken out before any),
        ``addressed_after``, ``addressed_by``, ``top_after``, ``top_by``, ``withdrawn_by`` (int64). Missing ``…_by``:
        not reached, or at a time that is not on file; then ``…_after`` is the last look without it. See
        :func:`~pop_analysis.steps_of`.

    Examples
    --------
    >>> pop.timeliness(invented)[["priority", "addressed_after", "addressed_by", "top_by"]].head(2)
                     priority  addressed_after  addressed_by  top_by
    0  dritekoder/2019-2023/1                0          12.0     NaN
    1  dritekoder/2019-2023/2                0          12.0    12.0
    """
    found = [_steps(data, each, origin) for each in each_draw(panel(data) if assessments is None else assessments)]
    return pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]


def _steps(data: Dataset, every: pd.DataFrame, origin: str) -> pd.DataFrame:
    """:func:`timeliness` of rows in which no priority stands twice in a year."""
    every = _in_months(data, every[every["since_year"].fillna(1) <= 1], origin)
    keys = ["municipality", "contract", "cycle", "priority"]
    judged = every["status"].isin(data.model.levels)
    out = every["status"].isin(data.model.left_out)
    # Taken out is an end only where no later verdict took the priority back in.
    last_verdict = every["monitoring_year"].where(judged).groupby(every["priority"]).transform("max").fillna(0)
    gone = every[out & (every["monitoring_year"] > last_verdict)]
    seen = every[judged & every["months"].notna()]
    result = every.groupby(keys, sort=True).agg(since=("since", "first")).reset_index().set_index("priority")
    result["months_watched"] = seen.groupby("priority")["months"].max()
    for aim, wanted in zip(AIMS, (data.model.addressed, [data.model.best.id]), strict=True):
        there = every[judged & every["status"].isin(wanted)].groupby("priority")["monitoring_year"].min()
        first = seen["priority"].map(there)
        before = seen[~(seen["monitoring_year"] >= first).fillna(False)].groupby("priority")["months"].max()
        result[f"{aim}_after"] = before.reindex(result.index).fillna(0)
        since_then = seen[(seen["monitoring_year"] >= first).fillna(False)]
        result[f"{aim}_by"] = since_then.groupby("priority")["months"].min()
        # Periods that do not follow each other as their years do say nothing of what came before.
        result[f"{aim}_after"] = result[f"{aim}_after"].mask(
            (result[f"{aim}_after"] >= result[f"{aim}_by"]).fillna(False), 0
        )
    result["withdrawn_by"] = gone.groupby("priority")["months"].min()
    result["months_watched"] = result["months_watched"].mask(
        result["withdrawn_by"].notna(), result["months_watched"].fillna(0)
    )
    months = ["months_watched", *(f"{aim}_{end}" for aim in AIMS for end in ("after", "by")), "withdrawn_by"]
    result = result[result["months_watched"].notna()].astype(dict.fromkeys(months, "Int64")).reset_index()
    shared = every.drop_duplicates("priority").set_index("priority")["shared"]
    result["shared"] = result["priority"].map(shared).astype(shared.dtype)
    return result[[*keys, "shared", "since", *months]]


def _in_months(data: Dataset, every: pd.DataFrame, origin: str) -> pd.DataFrame:
    """The rows of a panel with ``since`` and ``months``: missing where one end is not on file, or only its year is."""
    (origin,) = among("origin", origin, ORIGINS)
    every = every.merge(data["contracts"][["contract", origin, f"{origin}_precision"]], on="contract")
    every["since"] = known_to_the_month(every, origin, origin)
    every["months"] = whole_months(every["since"], known_to_the_month(every, "period_end", "period"))
    return every


def steps_of(times: pd.DataFrame, aim: str) -> pd.DataFrame:
    """Compute :func:`steps_reached` of one of the two aims, ``addressed`` or ``top``, from :func:`timeliness`.

    Returns
    -------
    DataFrame
        Columns as in :func:`steps_reached`.

    Examples
    --------
    >>> pop.steps_of(pop.timeliness(invented), "addressed").round(2).head(2)
       after  by  share_before  share
    0      0   6          0.00   0.65
    1      6  10          0.65   0.86
    """
    (aim,) = among("aim", aim, AIMS)
    return steps_reached(times[f"{aim}_after"], times[f"{aim}_by"], ended_by=times["withdrawn_by"])


def steps_reached(after: pd.Series, reached_by: pd.Series, *, ended_by: pd.Series | None = None) -> pd.DataFrame:
    """Estimate the share that has got there by month, when each is only known to lie between two looks.

    Turnbull's (1976) most likely distribution. Those that are not there yet stay in; those that ended otherwise
    (were taken out of their contract) can no longer get there, and are not counted as if they still might (Hudgens,
    Satten and Longini 2001).

    Parameters
    ----------
    after, reached_by
        Each got there after the one month and by the other; ``reached_by`` is missing where it was not reached up to
        ``after``.
    ended_by
        Where it was not reached: the look at which it was seen to have ended otherwise; missing where it goes on.

    Returns
    -------
    DataFrame
        One row per stretch of months in which any got there: ``after``, ``by`` (int64), ``share_before`` and
        ``share`` (float64, fractions of 1 that got there before the stretch, and by its end). Where in the stretch is
        not known: at a month within it the share lies between the two.

    References
    ----------
    Turnbull 1976, *JRSS B* 38; Hudgens, Satten and Longini 2001, *Biometrics* 57.

    Examples
    --------
    >>> import pandas as pd
    >>> after, reached_by = pd.Series([0, 12, 0, 24]), pd.Series([12, 24, pd.NA, pd.NA])
    >>> steps_reached(after, reached_by, ended_by=pd.Series([pd.NA, pd.NA, 12, pd.NA])).round(3)
       after  by  share_before  share
    0      0  12           0.0   0.25
    1     12  24          0.25    0.5
    """
    columns_given = [each for each in (after, reached_by, ended_by) if each is not None]
    if len(lengths := {len(each) for each in columns_given}) > 1:
        raise WrongUse(f"after, reached_by and ended_by are as long as each other, not {', '.join(map(str, lengths))}.")
    left = after.astype("float64").to_numpy()
    reached = reached_by.astype("Float64").to_numpy("float64", na_value=np.inf)
    ended = (
        np.full(len(left), np.inf)
        if ended_by is None
        else ended_by.astype("Float64").to_numpy("float64", na_value=np.inf)
    )
    ended = np.where(np.isinf(reached), ended, np.inf)
    goes_on = np.isinf(reached) & np.isinf(ended)
    stretches = [_stretches(left, ends[np.isfinite(ends)]) for ends in (reached, ended)]
    within = [
        _lies_in(stretch, left, np.where(goes_on, np.inf, ends), goes_on | np.isfinite(ends))
        for stretch, ends in zip(stretches, (reached, ended), strict=True)
    ]
    fits = np.concatenate(within, axis=1)
    # Where some go on beyond the last stretch, any that goes on may have its step still later, or never.
    beyond = goes_on & bool((~fits.any(axis=1)).any())
    fits = np.concatenate([fits, beyond[:, None]], axis=1)
    mass = _most_likely(fits)[: len(stretches[0])]
    table = pd.DataFrame(stretches[0], columns=["after", "by"]).assign(share=np.cumsum(mass))
    table["share_before"] = table["share"].shift(fill_value=0.0)
    table = table[mass > NOTHING].reset_index(drop=True)
    columns = {"after": "Int64", "by": "Int64", "share_before": "Float64", "share": "Float64"}
    return table[list(columns)].astype(columns)


def _stretches(left: Numbers, right: Numbers) -> list[tuple[float, float]]:
    """Where mass can lie: from a beginning to an end that follows at once, with neither between them."""
    ends = sorted({(at, 0) for at in right} | {(at, 1) for at in left})  # at one month what ends comes first
    return [(one[0], two[0]) for one, two in pairwise(ends) if one[1] == 1 and two[1] == 0]


def _lies_in(
    stretches: Sequence[tuple[float, float]], left: Numbers, right: Numbers, may: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Which stretches lie within which (left, right], of those that may lie in any."""
    begins, ends = np.array([*zip(*stretches, strict=True)] or [(), ()], dtype="float64")
    inside = (left[:, None] <= begins[None, :]) & (ends[None, :] <= right[:, None])
    return np.asarray(inside & may[:, None])


def _most_likely(fits: npt.NDArray[np.bool_]) -> Numbers:
    """The most likely masses of columns, one of which each row lies in: rounds of counting by what was found before."""
    rows, times = np.unique(fits, axis=0, return_counts=True)
    weights = times / times.sum()
    mass = np.where(rows.any(axis=0), 1.0, 0.0)
    if not mass.any():  # no row lies in any of them: nothing is known, not that there is none
        return np.full(len(mass), np.nan)
    mass /= mass.sum()
    for _ in range(MOST_ROUNDS):
        gain = (weights / (rows @ mass)) @ rows
        mass *= gain
        if gain.max() < 1 + PRECISION:
            break
    return np.asarray(mass, dtype="float64")
