"""Which statements survive when the choices that nobody can make for good are made otherwise.

After Saisana, Saltelli and Tarantola (2005): every combination of what "partially" is worth, of how priorities are
weighted, of what a missing verdict counts for, and of how municipalities are put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from pop_analysis.choices import WrongUse, among
from pop_analysis.measures.comparison.side_by_side import (
    AHEAD,
    CROSSED,
    MIN_N_FOR_ORDER,
    may_be_compared,
    side_by_side,
    told_apart,
)
from pop_analysis.measures.panel import assessments_compared, in_contract, once
from pop_analysis.reading import Dataset

PARTIAL = (0.0, 0.25, 0.5, 0.75, 1.0)
WEIGHTING = ("priority", "theme")
MISSING = ("left_out", "worst", "best")
AGGREGATE = ("pooled", "mean")
HALF = 0.5
# A theme is spoken of from so many judged priorities on, and where so many verdicts would have to change at least.
MIN_N_FOR_THEME = 5
MIN_VERDICTS_APART = 2
SETTINGS = ["partial", "weighting", "missing", "aggregate"]
# Differences smaller than this are rounding, not data.
ROUNDING_ERROR, DIGITS = 1e-9, 9


def sensitivity(
    data: Dataset,
    cycles: Sequence[str] | None = None,
    monitoring_year: int | None = None,
    *,
    partial: Sequence[float] = PARTIAL,
    only_neighbours: bool = False,
    assessments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Try every statement in every setting, and say in which of them it holds.

    The settings: a partial fulfilment is worth each of ``partial`` of a full one; every priority counts the same, or
    every theme; missing verdicts are left out, all "not", or all the best; the network is all priorities together, or
    the mean of its municipalities. ``cycles`` and ``monitoring_year`` as in
    :func:`~pop_analysis.measures.assessments_compared`.

    The statements: ``half`` (at least half of what was promised is fulfilled), ``larger`` (of two comparable
    municipalities with ten priorities judged each, the one that stands first by its shares has the larger index; not
    of pairs that one verdict would turn), ``theme_below`` (a theme is fulfilled less than the whole: of themes with at
    least 5 priorities judged that lie two verdicts or more below it, see :func:`speaks`). With ``only_neighbours`` of
    the pairs only those that follow each other, which is what pages show: in a large network there are many pairs.

    Returns
    -------
    DataFrame
        One row per statement and setting: ``kind``, ``subject`` (a municipality, a theme; missing for the network),
        ``other`` (the municipality it is compared with), ``n`` (int64, the judged priorities it rests on),
        ``neighbours`` (bool, for ``larger``: the two follow each other when ordered by fully, then by addressed),
        the setting in ``partial``, ``weighting``, ``missing``, ``aggregate`` (missing where a statement does not
        depend on it); ``left``, ``right`` (float64, the two indices compared, fractions of 1) and ``holds``
        (bool: left > right; for ``half`` left ≥ right).

    Examples
    --------
    >>> import pop_analysis as pop
    >>> grid = pop.sensitivity(pop.load("data/raw"), ["2019-2023"])
    >>> pop.holding(grid[grid["kind"] == "half"], by="partial")[["partial", "held"]].values.tolist()
    [[0.0, 0.0], [0.25, 0.0], [0.5, 0.0], [0.75, 4.0], [1.0, 4.0]]
    """
    if wrong := [each for each in partial if not 0 <= each <= 1]:
        raise WrongUse(f"partial is what a partial fulfilment counts for, each between 0 and 1; got {wrong[0]}.")
    compared = assessments_compared(data, cycles, monitoring_year, assessments=assessments)
    scores = _scores(data, compared, partial)
    rows = side_by_side(data, cycles, monitoring_year, assessments=assessments)
    pairs = told_apart(data, cycles, monitoring_year, assessments=assessments)
    statements = [*_halves(scores), *_pairs(rows, pairs, scores, only_neighbours), *_themes(scores)]
    columns = ["kind", "subject", "other", "n", "neighbours", *SETTINGS, "left", "right"]
    grid = pd.concat([each.reindex(columns=columns) for each in statements], ignore_index=True)
    dtypes = dict.fromkeys(("kind", "subject", "other", "weighting", "missing", "aggregate"), "str") | {
        "partial": "float64"
    }
    grid = grid.astype(dtypes | {"n": "Int64", "neighbours": "boolean", "left": "Float64", "right": "Float64"})
    ahead = grid["left"] > grid["right"] + ROUNDING_ERROR
    grid["holds"] = ahead | ((grid["kind"] == "half") & (grid["left"] >= grid["right"] - ROUNDING_ERROR))
    return grid


@dataclass(frozen=True)
class _Scores:
    """Indices in every setting, as columns; one row per municipality, a theme, and for the whole."""

    places: pd.DataFrame
    themes: pd.DataFrame
    network: pd.Series
    judged: pd.Series  # by municipality
    levels: pd.DataFrame  # by theme ("": none): how many were judged, and reached each level of the scale but the last


def _scores(data: Dataset, compared: pd.DataFrame, partial: Sequence[float]) -> _Scores:
    assessments = in_contract(data, compared).reset_index(drop=True)
    assessments["theme"] = assessments["theme"].fillna("")
    worth = _worth(data, assessments["status"], partial)
    place = assessments["municipality"]
    whole = once(assessments)  # of the network and its themes
    of_all, theme = worth.loc[whole.index], whole["theme"]
    by_cell = worth.groupby([place, assessments["theme"]]).mean()
    by_place = {"priority": worth.groupby(place).mean(), "theme": by_cell.groupby(level="municipality").mean()}
    by_theme = {"pooled": of_all.groupby(theme).mean(), "mean": by_cell.groupby(level="theme").mean()}
    network = {
        ("priority", "pooled"): of_all.mean(),
        ("theme", "pooled"): by_theme["pooled"].mean(),
        ("priority", "mean"): by_place["priority"].mean(),
        ("theme", "mean"): by_place["theme"].mean(),
    }
    scale = data.model.levels
    reached = {"judged": whole["status"].isin(scale)}
    reached |= {str(at): whole["status"].isin(scale[:at]) for at in range(1, len(scale))}
    levels = pd.DataFrame(reached).groupby(theme).sum()
    return _Scores(
        pd.concat(by_place, axis=1, names=["weighting"]),
        pd.concat(by_theme, axis=1, names=["aggregate"]),
        pd.concat(network, names=["weighting", "aggregate"]),
        assessments["status"].isin(scale).groupby(place).sum(),
        levels,
    )


def _worth(data: Dataset, status: pd.Series, partial: Sequence[float]) -> pd.DataFrame:
    """What each verdict counts for: one column for each worth of "partially" and each treatment of missing ones."""
    worth = {w: status.map({each.id: each.worth(w) for each in data.model.scale}) for w in partial}
    instead = {"left_out": None, "worst": 0.0, "best": 1.0}
    columns = {
        (w, missing): worth[w] if instead[missing] is None else worth[w].fillna(instead[missing])
        for w, missing in product(partial, MISSING)
    }
    return pd.DataFrame(columns, index=status.index, dtype="float64").rename_axis(columns=["partial", "missing"])


def _halves(scores: _Scores) -> Iterator[pd.DataFrame]:
    network = scores.network.dropna().rename("left").reset_index()
    yield network.assign(kind="half", right=HALF, n=int(scores.levels["judged"].sum()))


def _pairs(rows: pd.DataFrame, pairs: pd.DataFrame, scores: _Scores, only_neighbours: bool) -> Iterator[pd.DataFrame]:
    order = {place: at for at, place in enumerate(rows.loc[may_be_compared(rows), "municipality"])}
    # Where fewer were judged, or one verdict would turn it, an index says no order.
    n = scores.judged
    enough = pairs[["municipality", "other"]].apply(lambda places: places.map(n)).ge(MIN_N_FOR_ORDER).all(axis=1)
    pairs = pairs[enough & (pairs["relation"].eq(AHEAD) | pairs["because"].eq(CROSSED))]
    about = pairs[["municipality", "other"]].rename(columns={"municipality": "subject"}).assign(kind="larger")
    first, second = (about[name].map(order).astype("Int64") for name in ("subject", "other"))
    about["neighbours"] = (second == first + 1).astype(bool)
    about = (about[about["neighbours"]] if only_neighbours else about).reset_index(drop=True)
    if about.empty:
        return
    one, other, settings = about["subject"], about["other"], scores.places.columns
    about["n"] = (n[one].to_numpy() + n[other].to_numpy()).astype("int64")
    every = about.loc[about.index.repeat(len(settings))].reset_index(drop=True)
    every[settings.names] = settings.to_frame().to_numpy()[list(range(len(settings))) * len(about)]
    yield every.assign(
        left=scores.places.loc[one].to_numpy().ravel(), right=scores.places.loc[other].to_numpy().ravel()
    )


def _themes(scores: _Scores) -> Iterator[pd.DataFrame]:
    whole = scores.network.rename("left").reset_index()
    levels, overall = scores.levels, scores.levels.sum()
    for theme, n in levels["judged"].drop("", errors="ignore").items():
        marks = ((levels.at[theme, name], overall[name] / overall["judged"]) for name in levels.columns.drop("judged"))
        if any(speaks(int(count), int(n), mark) for count, mark in marks):
            own = scores.themes.loc[theme].rename("right").reset_index()
            about = {"kind": "theme_below", "subject": theme, "n": int(n)}
            yield whole.merge(own, on=["aggregate", "partial", "missing"]).assign(**about)


def speaks(count: int, n: int, mark: float) -> bool:
    """Whether a theme may be said to lie below a mark: from 5 judged priorities on, and two verdicts below it or more.

    ``count`` of ``n`` is what was reached in the theme, ``mark`` the share it is held against.

    Examples
    --------
    >>> speaks(0, 5, 0.5), speaks(1, 5, 0.5), speaks(1, 6, 0.5), speaks(0, 4, 1.0)
    (True, False, True, False)
    """
    return n >= MIN_N_FOR_THEME and n * mark - count >= MIN_VERDICTS_APART - ROUNDING_ERROR


def holding(grid: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Count the settings in which each statement of :func:`sensitivity` holds, in all or by one of them.

    Settings that cannot differ count once: where no verdict is missing, what a missing one counts for changes nothing,
    and where nothing is "partially", neither does its worth.

    Returns
    -------
    DataFrame
        ``kind``, ``subject``, ``other``, ``n``, ``neighbours``, the columns of ``by`` (for instance ``partial``),
        ``settings`` and ``held`` (int64) and ``result``: ``all``, ``none``, ``some``; statements in the order of the
        grid.

    Examples
    --------
    >>> pop.holding(pop.sensitivity(data))[["kind", "settings", "held", "result"]].to_dict("records")
    [{'kind': 'half', 'settings': 20, 'held': 8, 'result': 'some'}]
    """
    statement = ["kind", "subject", "other", "n", "neighbours"]
    by = among("setting", by, SETTINGS, some=False)
    keys, tried = [*statement, *by], [name for name in SETTINGS if name not in by]
    distinct = grid.assign(left=grid["left"].round(DIGITS), right=grid["right"].round(DIGITS))
    for name in tried:
        others = [each for each in SETTINGS if each != name]
        values = distinct.groupby([*statement, *others], dropna=False)[["left", "right"]].nunique().max(axis=1)
        matters = values.groupby(statement, dropna=False).max().gt(1).rename("matters").reset_index()
        of_rows = distinct[statement].merge(matters, on=statement, how="left")["matters"].to_numpy()
        distinct[name] = distinct[name].where(of_rows)
        distinct = distinct.drop_duplicates([*statement, *SETTINGS])
    found = distinct.groupby(keys, dropna=False, sort=False)["holds"].agg(settings="size", held="sum").reset_index()
    found[["settings", "held"]] = found[["settings", "held"]].astype("Int64")
    result = pd.Series("some", index=found.index).mask(found["held"] == 0, "none")
    return found.assign(result=result.mask(found["held"] == found["settings"], "all"))
