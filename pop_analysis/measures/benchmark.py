"""One municipality against the comparable others, theme by theme; the others stay unnamed."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.exposure import MAX_MONTHS_APART
from pop_analysis.measures.fulfilment import by_theme, fulfilment
from pop_analysis.measures.side_by_side import assessments_compared, may_be_compared, side_by_side
from pop_analysis.reading import Dataset

# A median and a range say something of "the others" only from this many of them on.
MIN_OTHERS_FOR_RANGE = 3
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
        ``share_addressed``; ``others`` (Int64, comparable municipalities with a verdict in the theme), ``others_low``,
        ``others_median``, ``others_high`` of their shares (Float64, fractions of 1, missing under 3 others). Empty
        where the municipality has no verdict, or where it may not be compared at all.

    Examples
    --------
    >>> pop.benchmark(invented, "lumebardhe", monitoring_year=1)[["share_addressed", "others", "others_median"]].head(1)
       share_addressed  others  others_median
    0              1.0       3            1.0
    """
    shares = _shares(data, cycles, monitoring_year)
    near = _comparable(data, municipality, cycles, monitoring_year)
    columns = ["theme", *(status.id for status in data.model.scale), "addressed", "assessed", "share_addressed"]
    own = shares.loc[shares["municipality"] == (municipality if municipality in near else None), columns]
    order = {theme: place for place, theme in enumerate(data.model.lists["themes"])}
    places = sorted(range(len(own)), key=lambda at: order.get(own["theme"].iat[at], -1))
    result = own.take(places).reset_index(drop=True)
    others = _by_place(data, cycles, monitoring_year)
    others = others[others.index.isin(near - {municipality})]
    reached = [sorted(others[theme].dropna()) for theme in result["theme"].fillna(WHOLE)]
    result["others"] = pd.array([len(each) for each in reached], dtype="Int64")
    for name, of in (("low", min), ("median", median), ("high", max)):
        found = [of(each) if len(each) >= MIN_OTHERS_FOR_RANGE else None for each in reached]
        result[f"others_{name}"] = pd.array(found, dtype="Float64")
    result["theme"] = result["theme"].astype("str")
    return result


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


@cached
def _by_place(data: Dataset, cycles: Sequence[str] | None, monitoring_year: int | None) -> pd.DataFrame:
    """The shares addressed of :func:`_shares`: municipality × theme, missing where it has none."""
    shares = _shares(data, cycles, monitoring_year)
    named = shares.assign(theme=shares["theme"].fillna(WHOLE), share=shares["share_addressed"].astype("float64"))
    return named.pivot(index="municipality", columns="theme", values="share")
