"""One municipality against the comparable others, theme by theme; the others stay unnamed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.comparison.side_by_side import (
    AHEAD,
    CROSSED,
    EQUAL,
    FEW,
    NOT_TOLD_APART,
    ONE_VERDICT,
    may_be_compared,
    relations,
    side_by_side,
)
from pop_analysis.measures.exposure import MAX_MONTHS_APART
from pop_analysis.measures.fulfilment import by_theme, fulfilment
from pop_analysis.measures.panel import assessments_compared
from pop_analysis.reading import Dataset

# A median and a range say something of "the others" only from this many of them on.
MIN_OTHERS_FOR_RANGE = 3
# Each of the others has at least so many priorities judged, of all or of the theme: one of one is no share.
MIN_N_OF_OTHERS = 3
MIDDLE = [f"middle_{which}_{what}" for which in ("low", "high") for what in ("addressed", "assessed")]
WHOLE = ""  # stands for all themes together where a theme is a column


def benchmark(
    data: Dataset, municipality: str, cycles: Sequence[str] | None = None, monitoring_year: int | None = None
) -> pd.DataFrame:
    """Set a municipality's share addressed beside that of the municipalities it may be compared with.

    Comparable are those in the same year of the contract whose months observed are on file and within 3 of its own,
    and whose verdicts cover 80 % of their priorities. ``cycles`` and ``monitoring_year`` as in
    :func:`~pop_analysis.side_by_side`.

    Returns
    -------
    DataFrame
        One row for all priorities together (``theme`` missing), then one for each theme of the municipality with a
        verdict: ``theme``, one Int64 count for each verdict of the scale, ``addressed``, ``assessed``,
        ``share_addressed``; ``others`` (Int64, comparable municipalities with at least 3 priorities judged in the
        theme), ``others_low``, ``others_median``, ``others_high`` of their shares (Float64, fractions of 1, missing
        under 3 others); the counts behind the median, which are one municipality's, or of an even number of others
        those of the two in the middle: ``middle_low_addressed``, ``middle_low_assessed``, ``middle_high_addressed``,
        ``middle_high_assessed`` (Int64). Empty where the municipality has no verdict, or where it may not be compared
        at all.

    Examples
    --------
    >>> pop.benchmark(invented, "lumebardhe", monitoring_year=1)[["share_addressed", "others", "others_median"]].head(1)
       share_addressed  others  others_median
    0              1.0       3            1.0
    """
    shares = _shares(data, cycles, monitoring_year)
    near = _comparable(data, municipality, cycles, monitoring_year)
    columns = ["theme", *data.model.levels, "addressed", "assessed", "share_addressed"]
    own = shares.loc[shares["municipality"] == (municipality if municipality in near else None), columns]
    order = {theme: place for place, theme in enumerate(data.model.lists["themes"])}
    places = sorted(range(len(own)), key=lambda at: order.get(own["theme"].iat[at], -1))
    result = own.take(places).reset_index(drop=True)
    others = shares[shares["municipality"].isin(near - {municipality}) & (shares["assessed"] >= MIN_N_OF_OTHERS)]
    by_theme_of_others = dict(list(others.groupby(others["theme"].fillna(WHOLE))))
    found = [_of_others(by_theme_of_others.get(theme)) for theme in result["theme"].fillna(WHOLE)]
    names = ["others", "others_low", "others_median", "others_high", *MIDDLE]
    beside = pd.DataFrame(found, columns=names, index=result.index).astype(
        {name: "Float64" if name.startswith("others_") else "Int64" for name in names}
    )
    result["theme"] = result["theme"].astype("str")
    return pd.concat([result, beside], axis=1)


def _of_others(rows: pd.DataFrame | None) -> tuple[object, ...]:
    """How many others there are; from three up their range, their median, and the counts that stand in the middle."""
    n = 0 if rows is None else len(rows)
    if rows is None or n < MIN_OTHERS_FOR_RANGE:
        return (n, *[None] * (3 + len(MIDDLE)))
    ordered = rows.sort_values(["share_addressed", "assessed", "addressed"])
    shares = ordered["share_addressed"].astype("float64")
    middle = ordered[["addressed", "assessed"]].iloc[[(n - 1) // 2, n // 2]].to_numpy().ravel()
    return (n, shares.iloc[0], shares.median(), shares.iloc[-1], *middle)


def standing(
    data: Dataset, municipality: str, cycles: Sequence[str] | None = None, monitoring_year: int | None = None
) -> pd.Series:
    """Count how a municipality stands to those of :func:`benchmark`, by the test of :func:`~pop_analysis.told_apart`.

    Returns an Int64 series: ``others`` (comparable ones), ``ahead`` (of how many it is ahead), ``behind``, ``equal``,
    and of those from which it cannot be told apart why: ``few``, ``one_verdict``, ``crossed``.

    Examples
    --------
    >>> pop.standing(invented, "lumebardhe", monitoring_year=1).tolist()
    [3, 0, 0, 0, 3, 0, 0]
    """
    near = _comparable(data, municipality, cycles, monitoring_year)
    rows = side_by_side(data, cycles, monitoring_year)
    rows = rows[rows["municipality"].isin(near)].sort_values(["share_top", "share_addressed"], ascending=False)
    own = rows["municipality"].eq(municipality)
    before = rows[own.cumsum().eq(0)]  # none of these may stand behind it
    after = rows[own.cumsum().eq(1) & ~own]
    counts = dict.fromkeys(("others", AHEAD, "behind", EQUAL, FEW, ONE_VERDICT, CROSSED), 0)
    counts["others"] = len(before) + len(after)
    for others, order in ((before, "behind"), (after, AHEAD)):
        itself = rows[own].iloc[[0] * len(others)]
        pair = (itself, others) if order == AHEAD else (others, itself)
        for relation, because in zip(*relations(data, *pair), strict=True):
            counts[order if relation == AHEAD else because if relation == NOT_TOLD_APART else relation] += 1
    return pd.Series(counts, dtype="Int64")


def _comparable(
    data: Dataset, municipality: str, cycles: Sequence[str] | None, monitoring_year: int | None
) -> set[str]:
    """Those in the same year of the contract, observed for as long; the municipality itself among them, if at all."""
    known = _observed(data, cycles, monitoring_year)
    own = next((row for row in reversed(known) if row[0] == municipality), None)
    if own is None:
        return set()
    return {name for name, at, months in known if at == own[1] and abs(months - own[2]) <= MAX_MONTHS_APART}


@cached
def _observed(
    data: Dataset, cycles: Sequence[str] | None, monitoring_year: int | None
) -> tuple[tuple[str, int, int], ...]:
    """Municipality, year of the contract and months observed of all that may be compared."""
    rows = side_by_side(data, cycles, monitoring_year)
    about = rows.loc[may_be_compared(rows), ["municipality", "monitoring_year", "months_observed"]]
    return tuple(about.itertuples(index=False, name=None))


@cached
def _shares(data: Dataset, cycles: Sequence[str] | None, monitoring_year: int | None) -> pd.DataFrame:
    """What each municipality of a comparison reached, over all its priorities and theme by theme."""
    assessments = assessments_compared(data, cycles, monitoring_year)
    whole = fulfilment(data, ["municipality"], assessments).assign(theme=pd.NA)
    shares = pd.concat([whole, by_theme(data, assessments)], ignore_index=True)
    return shares[shares["assessed"] > 0]
