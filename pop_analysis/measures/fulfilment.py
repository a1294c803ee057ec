"""Counts first, then shares: how many priorities were addressed, out of how many judged, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from warnings import warn

import pandas as pd

from pop_analysis.choices import WrongUse, among
from pop_analysis.measures.cache import cached
from pop_analysis.measures.intervals import wilson
from pop_analysis.measures.panel import assessments_compared, drawn, each_draw, in_contract, once, panel
from pop_analysis.measures.refusals import Refusal
from pop_analysis.measures.weights import Weights, weighed
from pop_analysis.reading import Dataset

BY_YEAR = ("municipality", "contract", "cycle", "monitoring_year")
# Under this share of judged priorities there is no headline share, only counts (docs/method.md, 1).
MIN_COVERAGE_FOR_HEADLINE = 0.8
# Of fewer there is no mean.
MIN_MUNICIPALITIES_FOR_MEAN = 2
# Under this number a percentage never stands without its count.
MIN_N_FOR_PERCENT = 10
THEMES = ("theme", "pillar", "competence", "beneficiaries")
SHARES = ["coverage", "share_top", "share_addressed", "top_low", "top_high", "addressed_low", "addressed_high"]
SHARES += ["one_assessment"]


@cached(partition_by=("municipality", "cycle"))
def fulfilment(
    data: Dataset,
    *,
    by: str | Sequence[str] = BY_YEAR,
    assessments: pd.DataFrame | None = None,
    weights: Weights | None = None,
) -> pd.DataFrame:
    """Count the verdicts and derive shares, bounds and the weight of one verdict.

    Parameters
    ----------
    data
        The data set.
    by
        Columns of :func:`~pop_analysis.panel` to group by; by default one row per contract and year. A promise of
        several municipalities counts in each, and once in a group of several (:func:`~pop_analysis.once`).
    assessments
        The verdicts to count, when not all of them: rows of :func:`~pop_analysis.panel`. A row that stands there
        several times, as in a bootstrap, counts as often.

    Returns
    -------
    DataFrame
        The columns of ``by``; then

        - one int64 count for each verdict of the scale (``fully``, ``partially``, ``not_addressed``);
        - ``addressed`` (those that count as addressed), ``assessed`` (with a verdict of the scale), ``unassessed``,
          ``total`` = both, ``withdrawn`` (apart);
        - ``coverage`` = assessed / total;
        - ``share_top`` and ``share_addressed``: best verdict, and all that count as addressed, over *assessed*;
          the fulfilment range runs from one to the other (Thomson et al. 2017 for the three levels);
        - ``top_low``, ``top_high``, ``addressed_low``, ``addressed_high``: the two shares of *total* if every missing
          verdict were "not", and if every one were the best;
        - ``one_assessment`` = 1 / assessed, what a single verdict moves;
        - ``headline``: whether coverage allows a share to stand as a headline (≥ 0.8).

        Shares are fractions of 1, missing where nothing is assessed, and where a group holds one priority in several
        years: a mean of yearly percentages says nothing of any year. Counts stand there as counts of verdicts. With
        ``weights`` counts, coverage and ``headline`` are as without; shares, their bounds and ``one_assessment`` (the
        most one verdict moves) are of the sums of weights.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> fier = pop.fulfilment(pop.load("data/raw").where(municipality="fier"))
    >>> fier.loc[0, ["fully", "partially", "not_addressed"]].tolist()
    [0, 3, 2]
    """
    assessments = panel(data) if assessments is None else assessments
    by, drawn_again = among("column", by, assessments.columns), bool(drawn(assessments).any())
    assessments = once(assessments, by)
    kept = in_contract(data, assessments)
    counts = _counts(kept, by, data.model.levels)
    groups = assessments.assign(_out=assessments["status"].isin(data.model.left_out)).groupby(
        by, dropna=False, sort=True
    )
    counts["withdrawn"] = groups["_out"].sum()
    for column, how in (("period_start", "min"), ("period_end", "max")):
        counts[column] = groups[column].agg(how)
    years = assessments.drop_duplicates(list(dict.fromkeys([*by, "priority", "monitoring_year"])))
    years = years.assign(_again=years.duplicated(list(dict.fromkeys([*by, "priority"]))))
    counts["_again"] = years.groupby(by, dropna=False, sort=True)["_again"].any()
    derived = _derive(data, counts, _sums(data, kept, by, weights).reindex(counts.index, fill_value=0.0))
    again = derived.pop("_again").astype(bool)
    if drawn_again and again.any():  # whoever draws municipalities is not to wonder at shares that are not there
        warn(
            str(Refusal(data.model, "mean_of_years", years=int(assessments["monitoring_year"].nunique()))), stacklevel=2
        )
    derived.loc[again, SHARES] = pd.NA
    derived["headline"] &= ~again
    return derived.reset_index()


@cached(partition_by=("municipality", "cycle"))
def latest(data: Dataset, monitoring_year: int | None = None) -> pd.DataFrame:
    """Return the rows of :func:`certainty` of one year per contract: ``monitoring_year``, or the last with a verdict.

    Contracts without a verdict are left out unless a year is asked for.
    """
    counts = certainty(data)
    if monitoring_year is not None:
        return counts[counts["monitoring_year"] == monitoring_year].reset_index(drop=True)
    judged = counts[counts["assessed"] > 0]
    return judged.drop_duplicates("contract", keep="last").reset_index(drop=True)


@cached(partition_by=("municipality", "cycle"))
def certainty(data: Dataset, *, assessments: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set beside the two shares of each contract and year everything that makes them less sure.

    The priorities a contract is known to have count as missing when they are not on file, or were put aside, unlike
    in :func:`fulfilment`, which knows only those on file; ``coverage`` and ``headline`` are over them too. Where it is
    not on file how many priorities a contract has, nobody knows what part of them was judged: no share is a headline.

    Returns
    -------
    DataFrame
        The columns of :func:`fulfilment` by contract and year, with

        - ``known``: how many priorities the contract has in that year, as far as is known (int64): those on file
          that are in it then, and those of which it is only known that there are more;
        - ``total_known`` (bool): whether it is on file how many priorities the contract has;
        - ``top_low``, ``top_high``, ``addressed_low``, ``addressed_high``: bounds over *known*, all missing verdicts
          "not" … all the best;
        - ``top_less``, ``top_more``, ``addressed_less``, ``addressed_more``: the shares if one single verdict had been
          otherwise (∓ 1/n, within 0 … 1);
        - ``top_wilson_low``, ``top_wilson_high``, ``addressed_wilson_low``, ``addressed_wilson_high``: Wilson's 95 %
          interval, for the question of a tendency only: what happened has no interval.

        Fractions of 1, missing where nothing is assessed.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> fier = pop.certainty(pop.load("data/raw").where(municipality="fier")).loc[0]
    >>> [round(float(fier[name]), 2) for name in ("addressed_less", "share_addressed", "addressed_more")]
    [0.4, 0.6, 0.8]
    """
    assessments = panel(data) if assessments is None else assessments
    counts = fulfilment(data, assessments=assessments)
    times = assessments.assign(_times=1 + drawn(assessments)).groupby([*BY_YEAR], dropna=False)["_times"].max()
    times = counts[[*BY_YEAR]].merge(times.reset_index(), how="left")["_times"]  # not all of these have counts
    beyond = counts["contract"].map(not_on_file(data)).fillna(0).astype("Int64")
    counts["known"] = counts["total"] + beyond * times.to_numpy()
    known = counts["known"].where(counts["known"] > 0).astype("Float64")
    n = counts["assessed"].where(counts["assessed"] > 0).astype("Float64")
    totals = data["contracts"].set_index("contract")["priorities_total"]
    counts["total_known"] = counts["contract"].isin(totals.index[totals.notna()])
    counts["coverage"] = counts["assessed"] / known
    enough = (counts["coverage"] >= MIN_COVERAGE_FOR_HEADLINE).fillna(False).astype(bool)
    counts["headline"] = enough & counts["total_known"]
    for name, count in (("top", counts[data.model.best.id]), ("addressed", counts["addressed"])):
        counts[f"{name}_low"] = count / known
        counts[f"{name}_high"] = (count + counts["known"] - counts["assessed"]) / known
        counts[f"{name}_less"] = (count - 1).clip(lower=0) / n
        counts[f"{name}_more"] = (count + 1).clip(upper=counts["assessed"]) / n
        low, high = wilson(count, counts["assessed"])
        counts[f"{name}_wilson_low"] = pd.Series(low, counts.index, dtype="Float64")
        counts[f"{name}_wilson_high"] = pd.Series(high, counts.index, dtype="Float64")
    return counts


def together(data: Dataset, counts: pd.DataFrame) -> pd.Series:
    """Add up rows of :func:`certainty`, one of each contract: a promise that several of them share counts once.

    Returns
    -------
    Series
        The counts of each verdict, ``addressed``, ``assessed``, ``unassessed``, ``total``, ``withdrawn`` and ``known``
        (int), and ``total_known`` (bool: of all of them).

    Examples
    --------
    >>> from pop_analysis.measures.fulfilment import latest, together
    >>> int(together(data, latest(data))["assessed"])
    12
    """
    names = [*data.model.levels, "addressed", "assessed", "unassessed", "total", "withdrawn"]
    sums = counts[[*names, "known"]].sum()
    if data["priorities"]["shared"].notna().any():
        rows = panel(data).merge(counts[["contract", "monitoring_year"]], on=["contract", "monitoring_year"])
        again = rows.drop(once(rows).index)["status"]
        out, judged = again.isin(data.model.left_out), again.isin(data.model.levels)
        says = {level: again == level for level in data.model.levels}
        says |= {"addressed": again.isin(data.model.addressed), "assessed": judged, "unassessed": ~judged & ~out}
        sums -= pd.DataFrame(says | {"total": ~out, "withdrawn": out, "known": ~out}).sum()
    return pd.Series({**sums.to_dict(), "total_known": bool(counts["total_known"].all())}, dtype="object")


def share_allowed(counts: Mapping[str, Any] | pd.Series) -> bool:
    """Whether a share of these counts (:func:`together`) may stand: 80 % judged, of a number that is known.

    >>> share_allowed({"assessed": 8, "known": 10, "total_known": True})
    True
    """
    return bool(counts["total_known"] and counts["assessed"] >= MIN_COVERAGE_FOR_HEADLINE * counts["known"])


def not_on_file(data: Dataset) -> pd.Series:
    """Count the priorities of each contract that are not on file though it is known to have them: contract → Int64.

    Those it declares beyond those on file, or those that were put aside, whichever is more.
    """
    priorities = data["priorities"]
    declared = data["contracts"].set_index("contract")["priorities_total"].astype("Int64")
    on_file = declared.index.to_series().map(priorities.groupby("contract").size()).fillna(0).astype("Int64")
    aside = data.put_aside[(data.put_aside["table"] == "priorities") & data.put_aside["contract"].notna()]
    aside = aside[~aside["priority"].isin(priorities["priority"])]
    once = aside[aside["priority"].isna() | ~aside.duplicated("priority")].groupby("contract").size()
    put_aside = declared.index.to_series().map(once).fillna(0).astype("Int64")
    more = (declared - on_file).fillna(0).clip(lower=0)
    return more.where(more > put_aside, put_aside)


def _counts(assessments: pd.DataFrame, by: list[str], scale: list[str]) -> pd.DataFrame:
    every = assessments[by].drop_duplicates()
    # one sum over columns of yes and no: a function called group by group takes ten times as long
    grouped = assessments.assign(**{status: assessments["status"] == status for status in scale}).groupby(
        by, dropna=False, sort=True
    )
    counts = grouped[scale].sum()
    counts["total"] = grouped.size()
    if every.empty:
        counts = counts.astype("int64")
    return counts.astype("Int64")


def _sums(data: Dataset, assessments: pd.DataFrame, by: list[str], weights: Weights | None) -> pd.DataFrame:
    """By group the sum of weights of each verdict, of all (``total``), and the largest one (``most``)."""
    weight = 1.0 if weights is None else weighed(data, assessments, weights)
    rows = assessments[by].assign(total=weight)
    for status in data.model.levels:
        rows[status] = rows["total"].where(assessments["status"] == status, 0.0)
    groups = rows.groupby(by, dropna=False, sort=True)
    return groups[["total", *data.model.levels]].sum().assign(most=groups["total"].max())


def _derive(data: Dataset, counts: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    scale, best = data.model.scale, data.model.best.id
    judged = counts[data.model.levels].sum(axis=1).astype("Int64")
    addressed = counts[data.model.addressed].sum(axis=1).astype("Int64")
    counts["withdrawn"] = counts["withdrawn"].fillna(0).astype("Int64")
    counts.insert(len(scale), "addressed", addressed)
    counts.insert(len(scale) + 1, "assessed", judged)
    counts.insert(len(scale) + 2, "unassessed", (counts["total"] - judged).astype("Int64"))
    counts["coverage"] = judged / counts["total"].where(counts["total"] > 0).astype("Float64")
    sums = sums.astype("Float64")
    total, weight = sums["total"].where(sums["total"] > 0), sums[data.model.levels].sum(axis=1)
    some = weight.where(weight > 0)
    for name, sum_ in (("top", sums[best]), ("addressed", sums[data.model.addressed].sum(axis=1))):
        counts[f"share_{name}"] = sum_ / some
        counts[f"{name}_low"] = sum_ / total
        counts[f"{name}_high"] = (sum_ + sums["total"] - weight) / total
    counts["one_assessment"] = sums["most"] / some
    counts["headline"] = (counts["coverage"] >= MIN_COVERAGE_FOR_HEADLINE).fillna(False).astype(bool)
    return counts


def index(
    data: Dataset,
    *,
    w: float | None = None,
    by: str | Sequence[str] = BY_YEAR,
    assessments: pd.DataFrame | None = None,
    weights: Weights | None = None,
) -> pd.DataFrame:
    """Compute the single index (F + w·P) / n, with its ends at w = 0 and w = 1.

    ``w`` is what a partial fulfilment counts for, between 0 and 1; there is no default.

    Returns
    -------
    DataFrame
        The columns of ``by``, ``assessed``, ``w``, ``index``, ``index_low`` (w = 0) and ``index_high`` (w = 1),
        fractions of 1.

    Raises
    ------
    Refusal
        Without a ``w``, and for several years together.
    WrongUse
        For a w outside 0…1.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.index(pop.load("data/raw").where(municipality="fier"), w=0.5).loc[0, "index"]
    np.float64(0.3)
    """
    if w is None:
        raise Refusal(data.model, "index_without_w", low=0, high=1, middle=0.5)
    if not 0 <= w <= 1:
        raise WrongUse(f"w is what a partial fulfilment counts for, between 0 and 1; got {w}")
    assessments = panel(data) if assessments is None else assessments
    by = among("column", by, assessments.columns)
    one_year_each(data, assessments, by)
    assessments = once(assessments, by)
    counts = fulfilment(data, by=by, assessments=assessments).set_index(by)
    sums = _sums(data, in_contract(data, assessments), by, weights).reindex(counts.index, fill_value=0.0)
    sums = sums.astype("Float64")
    result = counts[["assessed"]].assign(w=w)
    some = sums[data.model.levels].sum(axis=1)
    for name, partial in (("index", w), ("index_low", 0.0), ("index_high", 1.0)):
        worth = sum(sums[status.id] * status.worth(partial) for status in data.model.scale)
        result[name] = worth / some.where(some > 0)
    return result.reset_index()


@cached
def pooled_and_mean(
    data: Dataset,
    *,
    by: str | Sequence[str] = ("cycle", "monitoring_year"),
    assessments: pd.DataFrame | None = None,
    weights: Weights | None = None,
) -> pd.DataFrame:
    """Set the pooled share (all priorities together) beside the mean of the municipalities' shares.

    The two answer different questions and differ whenever contracts are unequal: each is named, neither is "the"
    share. Municipalities are the parts of the groups that ``by`` names; one drawn twice stands for two.

    Returns
    -------
    DataFrame
        The columns of ``by``, ``municipalities`` (with at least one verdict), ``assessed``, ``total`` (as far as is
        known how many priorities there are), ``pooled_top``, ``pooled_addressed``, ``mean_top``, ``mean_addressed``
        (fractions of 1; no mean of one municipality: that is its own share), ``left_out`` (str: the codes of the
        municipalities that are not in the means, because less than 80 % of their priorities was judged, or of how many
        is not known; separated by "; ") and ``headline`` (bool: whether the pooled shares may stand as headlines).

    Raises
    ------
    Refusal
        Where ``by`` would put several years of one priority together.

    Examples
    --------
    >>> pop.pooled_and_mean(invented)[["monitoring_year", "pooled_top", "mean_top"]].round(2).head(2)
       monitoring_year  pooled_top  mean_top
    0                1        0.28      0.28
    1                2        0.44      0.46
    """
    assessments = panel(data) if assessments is None else assessments
    by = among("column", by, assessments.columns)
    one_year_each(data, assessments, by)
    each = _of_each_municipality(data, by, assessments, weights)
    groups = each.groupby(by, dropna=False, sort=True)
    result = groups.agg(
        municipalities=("municipality", "size"),
        assessed=("assessed", "sum"),
        total=("known", "sum"),
        mean_top=("_share_top", "mean"),
        mean_addressed=("_share_addressed", "mean"),
        _in_mean=("_share_top", "count"),
        left_out=("_left_out", lambda codes: "; ".join(code for code in dict.fromkeys(codes) if code)),
    )
    enough = (result["assessed"] >= MIN_COVERAGE_FOR_HEADLINE * result["total"].astype("Float64")).astype(bool)
    result["headline"] = enough & groups["total_known"].all()
    means = ["mean_top", "mean_addressed"]
    result[means] = result[means].where(result.pop("_in_mean") >= MIN_MUNICIPALITIES_FOR_MEAN)
    if once(assessments, by).shape != assessments.shape:
        judged = assessments.merge(each[list(dict.fromkeys(["municipality", *by]))].drop_duplicates())
        of_all = fulfilment(data, by=by, assessments=judged).set_index(by)[["assessed", "total"]].reindex(result.index)
        result["total"] -= groups["total"].sum() - of_all["total"]
        result["assessed"] = of_all["assessed"]
    pooled = fulfilment(data, by=by, assessments=assessments, weights=weights).set_index(by)
    for place, name in ((3, "top"), (4, "addressed")):
        result.insert(place, f"pooled_{name}", pooled[f"share_{name}"].reindex(result.index))
    return result.reset_index()


def _of_each_municipality(
    data: Dataset, by: list[str], assessments: pd.DataFrame, weights: Weights | None
) -> pd.DataFrame:
    """The counts of each municipality in each group, with what goes into a mean, and who does not; once a draw."""
    every = each_draw(assessments)
    if len(every) > 1:
        return pd.concat([_of_each_municipality(data, by, once, weights) for once in every], ignore_index=True)
    keys = [*dict.fromkeys(["municipality", *by])]
    each = fulfilment(data, by=keys, assessments=assessments, weights=weights)
    each["known"], each["total_known"] = each["total"], True
    if set(by) <= set(BY_YEAR):
        known = (
            certainty(data, assessments=assessments)
            .groupby(keys, dropna=False)
            .agg({"known": "sum", "total_known": "all"})
        )
        found = each[keys].merge(known.reset_index(), on=keys, how="left")
        each["known"], each["total_known"] = found["known"].astype("Int64"), found["total_known"].astype(bool)
    each = each[each["assessed"] > 0]
    enough = (each["assessed"] >= MIN_COVERAGE_FOR_HEADLINE * each["known"].astype("Float64")).astype(bool)
    enough &= each["total_known"]
    shares = {f"_{name}": each[name].where(enough) for name in ("share_top", "share_addressed")}
    return each.assign(**shares, _left_out=each["municipality"].where(~enough, ""))


def one_year_each(data: Dataset, assessments: pd.DataFrame, by: Sequence[str]) -> None:
    """Refuse to average over years: raise :class:`~pop_analysis.Refusal` where a group judges one priority twice."""
    judged = assessments[assessments["status"].isin(data.model.levels)]
    judged = judged.drop_duplicates(list(dict.fromkeys([*by, "priority", "monitoring_year"])))
    if judged.duplicated(list(dict.fromkeys([*by, "priority"]))).any():
        raise Refusal(data.model, "mean_of_years", years=int(judged["monitoring_year"].nunique()))


def by_theme(
    data: Dataset,
    *,
    by: str = "theme",
    assessments: pd.DataFrame | None = None,
    weights: Weights | None = None,
) -> pd.DataFrame:
    """Count verdicts by municipality and theme (or ``pillar``, ``competence``, ``beneficiaries``).

    A municipality without a priority in a theme has no row: that is not zero. A priority with several groups of
    beneficiaries (separated by semicolons) counts in each of them, so that those counts do not add up.

    Parameters
    ----------
    by
        ``theme``, ``pillar``, ``competence`` or ``beneficiaries``.
    assessments
        The verdicts to count: rows of :func:`~pop_analysis.panel`; by default of each municipality the last year with
        verdicts.

    Returns
    -------
    DataFrame
        The columns of :func:`fulfilment` by ``municipality`` and ``theme``; priorities without a theme are left out.
        Without shares where less than 80 % of the contract was judged, or it is not on file how many priorities it has.

    Examples
    --------
    >>> pop.by_theme(data)[["municipality", "theme", "partially", "total"]].tail(2)
       municipality                       theme  partially  total
    9          fier  transparency-participation          1      1
    10         fier                       youth          1      1
    """
    assessments = assessments_compared(data) if assessments is None else assessments
    (by,) = among("kind of theme", by, THEMES)
    named = assessments[assessments[by].notna()].reset_index(drop=True)
    if by == "beneficiaries":
        groups = named[by].str.split(";").explode().str.strip()
        named = named.drop(columns=by).join(groups[groups != ""], how="inner")
    counts = fulfilment(data, by=["municipality", by], assessments=named, weights=weights)
    sure = certainty(data, assessments=assessments).groupby("municipality")["headline"].all()
    without = ~counts["municipality"].isin(sure.index[sure])
    counts.loc[without, SHARES] = pd.NA
    counts["headline"] &= ~without
    return counts
