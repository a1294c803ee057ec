"""One municipality against the comparable others, theme by theme; the others stay unnamed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pop_analysis.measures.exposure import WITHIN_MONTHS
from pop_analysis.measures.fulfilment import by_theme, fulfilment
from pop_analysis.measures.remembered import remembered
from pop_analysis.measures.side_by_side import may_be_compared, side_by_side, verdicts_compared
from pop_analysis.reading import Dataset

# A median and a range say something of "the others" only from this many of them on.
ENOUGH_OTHERS = 3
WHOLE = ""  # stands for all themes together where a theme is a column


def benchmark(
    data: Dataset, municipality: str, cycles: Sequence[str] | None = None, year: int | None = None
) -> pd.DataFrame:
    """Set a municipality's share addressed beside that of the municipalities it may be compared with.

    Comparable are those in the same year of the contract whose months observed are on file and within 3 of its own,
    and whose verdicts cover 80 % of their priorities. ``cycles`` and ``year`` as in
    :func:`~pop_analysis.side_by_side`.

    Returns
    -------
    DataFrame
        One row for all priorities together (``theme`` missing), then one for each theme of the municipality with a
        verdict: ``theme``, one Int64 count for each verdict of the scale, ``assessed``, ``share_addressed``;
        ``others`` (Int64, comparable municipalities with a verdict in the theme), ``others_low``, ``others_median``,
        ``others_high`` of their shares (Float64, fractions of 1, missing under 3 others). Empty where the municipality
        has no verdict, or where it may not be compared at all.

    Examples
    --------
    >>> pop.benchmark(invented, "lumebardhe", year=1)[["share_addressed", "others", "others_median"]].head(1)
       share_addressed  others  others_median
    0              1.0       3            1.0
    """
    rows = side_by_side(data, cycles, year)
    rows = rows[may_be_compared(rows)]
    own = rows[rows["municipality"] == municipality].tail(1)
    months = own["months_observed"].max() if len(own) else 0
    near = (rows["months_observed"] - months).abs() <= WITHIN_MONTHS
    rows = rows[near & rows["monitoring_year"].isin(own["monitoring_year"])]
    shares, places = _shares(data, cycles, year), _by_place(data, cycles, year)
    others = places[places.index.isin(rows["municipality"]) & (places.index != municipality)]
    columns = ["theme", *(status.id for status in data.model.scale), "assessed", "share_addressed"]
    of_own = (shares["municipality"] == municipality) & shares["municipality"].isin(rows["municipality"])
    result = shares.loc[of_own, columns].reset_index(drop=True)
    themes = result["theme"].fillna(WHOLE)
    result["others"] = others.notna().sum().reindex(themes).astype("Int64").array
    for name, found in (("low", others.min()), ("median", others.median()), ("high", others.max())):
        known = found.reindex(themes).astype("Float64").reset_index(drop=True)
        result[f"others_{name}"] = known.where(result["others"] >= ENOUGH_OTHERS)
    result["theme"] = result["theme"].astype("str")
    order = {theme: place for place, theme in enumerate(data.model.lists["themes"])}
    return result.sort_values("theme", key=lambda s: s.map(order).fillna(-1), kind="stable").reset_index(drop=True)


@remembered
def _shares(data: Dataset, cycles: Sequence[str] | None, year: int | None) -> pd.DataFrame:
    """What each municipality of a comparison reached, over all its priorities and theme by theme."""
    verdicts = verdicts_compared(data, cycles, year)
    whole = fulfilment(data, ["municipality"], verdicts).assign(theme=pd.NA)
    shares = pd.concat([whole, by_theme(data, verdicts)], ignore_index=True)
    return shares[shares["assessed"] > 0]


@remembered
def _by_place(data: Dataset, cycles: Sequence[str] | None, year: int | None) -> pd.DataFrame:
    """The shares addressed of :func:`_shares`: municipality × theme, missing where it has none."""
    shares = _shares(data, cycles, year)
    named = shares.assign(theme=shares["theme"].fillna(WHOLE), share=shares["share_addressed"].astype("float64"))
    return named.pivot(index="municipality", columns="theme", values="share")
