"""One municipality against the comparable others, theme by theme; the others stay unnamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.comparison.side_by_side import (
    AHEAD,
    CROSSED,
    EQUAL,
    FEW,
    NOT_TOLD_APART,
    ONE_VERDICT,
    levels_of,
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


@cached
def benchmark(
    data: Dataset,
    municipality: str,
    cycles: Sequence[str] | None = None,
    monitoring_year: int | None = None,
    *,
    assessments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Set a municipality's share addressed beside that of the municipalities it may be compared with.

    Comparable are those in the same year of the contract whose months observed are on file and within 3 of its own,
    and whose verdicts cover 80 % of their priorities. ``cycles`` and ``monitoring_year`` as in
    :func:`~pop_analysis.side_by_side`.

    Returns
    -------
    DataFrame
        One row for all priorities together (``theme`` missing), then one for each theme of the municipality with a
        verdict: ``theme``, one int64 count for each verdict of the scale, ``addressed``, ``assessed``,
        ``share_addressed``; ``others`` (int64, comparable municipalities with at least 3 priorities judged in the
        theme), ``others_low``, ``others_median``, ``others_high`` of their shares (float64, fractions of 1, missing
        under 3 others); the counts behind the median, which are one municipality's, or of an even number of others
        those of the two in the middle: ``middle_low_addressed``, ``middle_low_assessed``, ``middle_high_addressed``,
        ``middle_high_assessed`` (int64). Empty where the municipality has no verdict, or where it may not be compared
        at all.

    Examples
    --------
    >>> pop.benchmark(invented, "lumebardhe", monitoring_year=1)[["share_addressed", "others", "others_median"]].head(1)
       share_addressed  others  others_median
    0              1.0       3            1.0
    """
    shares = _shares(data, cycles, monitoring_year, assessments)
    near = _comparable(data, municipality, cycles, monitoring_year, assessments)
    columns = ["theme", *data.model.levels, "addressed", "assessed", "share_addressed"]
    own = shares.loc[shares["municipality"] == (municipality if municipality in near else None), columns]
    order = {theme: place for place, theme in enumerate(data.model.lists["themes"])}
    places = sorted(range(len(own)), key=lambda at: order.get(own["theme"].iat[at], -1))
    result = own.take(places).reset_index(drop=True)
    reached, others = _reached(data, cycles, monitoring_year, assessments), near - {municipality}
    themes = result["theme"].fillna(WHOLE)
    beside = ([each for each in reached.get(theme, ()) if each.municipality in others] for theme in themes)
    found = list(map(_of_others, beside))
    names = ["others", "others_low", "others_median", "others_high", *MIDDLE]
    result["theme"] = result["theme"].astype("str")
    for place, name in enumerate(names):
        dtype = "Float64" if name.startswith("others_") else "Int64"
        result[name] = pd.array([each[place] for each in found], dtype=dtype)
    return result


class _Reached(NamedTuple):
    """What one municipality reached, of all its priorities or of one theme."""

    share: float
    assessed: int
    addressed: int
    municipality: str


def _of_others(rows: Sequence[_Reached]) -> tuple[object, ...]:
    """How many others there are; from three up their range, their median, and the counts that stand in the middle."""
    n = len(rows)
    if n < MIN_OTHERS_FOR_RANGE:
        return (n, *[None] * (3 + len(MIDDLE)))
    low, high = rows[(n - 1) // 2], rows[n // 2]
    middle = (low.addressed, low.assessed, high.addressed, high.assessed)
    return (n, rows[0].share, (low.share + high.share) / 2, rows[-1].share, *middle)


def standing(
    data: Dataset,
    municipality: str,
    cycles: Sequence[str] | None = None,
    monitoring_year: int | None = None,
    *,
    assessments: pd.DataFrame | None = None,
) -> pd.Series:
    """Count how a municipality stands to those of :func:`benchmark`, by the test of :func:`~pop_analysis.told_apart`.

    Returns
    -------
    Series
        an int64 series: ``others`` (comparable ones), ``ahead`` (of how many it is ahead), ``behind``, ``equal``, and
        of those from which it cannot be told apart why: ``few``, ``one_verdict``, ``crossed``.

    Examples
    --------
    >>> pop.standing(invented, "lumebardhe", monitoring_year=1).tolist()
    [3, 0, 0, 0, 3, 0, 0]
    """
    near = _comparable(data, municipality, cycles, monitoring_year, assessments)
    rows = side_by_side(data, cycles, monitoring_year, assessments=assessments)
    rows = rows[rows["municipality"].isin(near)].sort_values(["share_top", "share_addressed"], ascending=False)
    own, levels = rows["municipality"].eq(municipality).to_numpy(dtype=bool), levels_of(data, rows)
    at = int(own.argmax()) if own.any() else len(rows)
    counts = dict.fromkeys(("others", AHEAD, "behind", EQUAL, FEW, ONE_VERDICT, CROSSED), 0)
    before, after = levels[:at], levels[at + 1 :]  # none of those before may stand behind it
    counts["others"] = len(before) + len(after)
    itself = levels[at : at + 1]
    for order, one, other in (("behind", before, itself), (AHEAD, itself, after)):
        for relation, because in zip(*relations(*np.broadcast_arrays(one, other)), strict=True):
            counts[order if relation == AHEAD else because if relation == NOT_TOLD_APART else relation] += 1
    return pd.Series(counts, dtype="Int64")


def _comparable(
    data: Dataset,
    municipality: str,
    cycles: Sequence[str] | None,
    monitoring_year: int | None,
    assessments: pd.DataFrame | None,
) -> set[str]:
    """Those in the same year of the contract, observed for as long; the municipality itself among them, if at all."""
    known = _observed(data, cycles, monitoring_year, assessments)
    own = next((row for row in reversed(known) if row[0] == municipality), None)
    if own is None:
        return set()
    return {name for name, at, months in known if at == own[1] and abs(months - own[2]) <= MAX_MONTHS_APART}


@cached
def _observed(
    data: Dataset, cycles: Sequence[str] | None, monitoring_year: int | None, assessments: pd.DataFrame | None
) -> tuple[tuple[str, int, int], ...]:
    """Municipality, year of the contract and months observed of all that may be compared."""
    rows = side_by_side(data, cycles, monitoring_year, assessments=assessments)
    about = rows.loc[may_be_compared(rows), ["municipality", "monitoring_year", "months_observed"]]
    return tuple(about.itertuples(index=False, name=None))


@cached
def _shares(
    data: Dataset, cycles: Sequence[str] | None, monitoring_year: int | None, assessments: pd.DataFrame | None
) -> pd.DataFrame:
    """What each municipality of a comparison reached, over all its priorities and theme by theme."""
    assessments = assessments_compared(data, cycles, monitoring_year, assessments=assessments)
    whole = fulfilment(data, by=["municipality"], assessments=assessments).assign(theme=pd.NA)
    shares = pd.concat([whole, by_theme(data, assessments=assessments)], ignore_index=True)
    return shares[shares["assessed"] > 0]


@cached
def _reached(
    data: Dataset, cycles: Sequence[str] | None, monitoring_year: int | None, assessments: pd.DataFrame | None
) -> Mapping[str, tuple[_Reached, ...]]:
    """By theme, the municipalities with a share of enough priorities judged, the lowest first."""
    rows = _shares(data, cycles, monitoring_year, assessments)
    rows = rows[rows["share_addressed"].notna() & (rows["assessed"] >= MIN_N_OF_OTHERS)]
    columns = (rows["share_addressed"], rows["assessed"], rows["addressed"], rows["municipality"])
    found: dict[str, list[_Reached]] = {}
    for theme, *each in zip(rows["theme"].fillna(WHOLE), *columns, strict=True):
        found.setdefault(theme, []).append(_Reached(*each))
    return MappingProxyType({theme: tuple(sorted(each, key=itemgetter(0, 1, 2))) for theme, each in found.items()})
