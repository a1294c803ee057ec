"""How a share changed: only over the same priorities, only within one contract, never through two points a line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pop_analysis.measures.change.transitions import Years, same_exposure, transitions
from pop_analysis.measures.fulfilment import MIN_COVERAGE_FOR_HEADLINE, fulfilment, not_on_file
from pop_analysis.measures.panel import in_contract, panel
from pop_analysis.measures.refusals import Refusal
from pop_analysis.measures.states import ASSESSED_TWICE, OF_THE_CONTRACT
from pop_analysis.reading import Dataset

Moment = tuple[str, int]
# A line through fewer points than this is no trend: any two are on one.
MIN_YEARS_FOR_TREND = 3


def change_in_share(data: Dataset, earlier: Moment, later: Moment) -> dict[str, Any]:
    """Compute the change of the shares of one contract between two monitoring years, in percentage points.

    ``earlier`` and ``later`` are (contract, monitoring year): ``("fier/2019-2023", 1)``.

    Counted are the priorities judged in both years.

    Returns
    -------
    dict
        ``n`` (those), ``left_out`` (of the contract and on file, without one of the verdicts), ``top_from``,
        ``top_to``, ``addressed_from``, ``addressed_to`` (counts), ``top_points`` and ``addressed_points`` (percentage
        points).

    Raises
    ------
    Refusal
        When the two are of different contracts ("progress since last year" across contracts), when priorities came
        or went in between, when fewer than 80 % of all it has were judged in both or it is not on file how many it
        has, or when there are no verdicts to compare: a share of other priorities is another share.

    Examples
    --------
    >>> change = pop.change_in_share(invented, ("gurevjollce/2019-2023", 1), ("gurevjollce/2019-2023", 2))
    >>> change["top_from"], change["top_to"], change["n"], round(change["top_points"], 1)
    (3, 4, 12, 8.3)
    """
    if earlier[0] != later[0]:
        raise Refusal(data.model, "across_contracts", earlier=earlier[0], later=later[0])
    municipality, cycle = earlier[0].split("/")
    own = data.where(municipality=municipality, cycle=cycle)
    changes = transitions(own, (earlier[1], later[1]))
    if changes.empty:
        raise Refusal(data.model, "no_two_years", years=f"{earlier[1]}, {later[1]}")
    if reason := _refused(changes, _beyond_those_on_file(own).get(earlier[0])):
        raise Refusal(data.model, reason[0], **reason[1])
    return _counts(data, changes)


def _beyond_those_on_file(data: Dataset) -> dict[str, int]:
    """How many priorities each contract has beyond those on file; without those of which it is not known."""
    totals = data["contracts"].set_index("contract")["priorities_total"]
    return {str(contract): int(n) for contract, n in not_on_file(data)[totals.notna()].items()}


def _refused(changes: pd.DataFrame, beyond: int | None) -> tuple[str, dict[str, Any]] | None:
    """Why no share of these priorities may be set beside the other; None when it may.

    The contract has so many ``beyond`` those on file, None where that is not known.
    """
    if beyond is None:
        return "total_unknown", {}
    if changed := changes[changes["change"].isin(OF_THE_CONTRACT)]["priority"].nunique():
        return "set_changed", {"n": changed}
    twice = int(changes["change"].isin(ASSESSED_TWICE).sum())
    of = len(changes) + beyond
    if twice < MIN_COVERAGE_FOR_HEADLINE * of:
        return "not_judged", {"n": twice, "of": of, "enough": f"{MIN_COVERAGE_FOR_HEADLINE:.0%}"}
    return None


def _counts(data: Dataset, changes: pd.DataFrame) -> dict[str, Any]:
    twice = changes[changes["change"].isin(ASSESSED_TWICE)]
    top = data.model.best.id
    addressed = data.model.addressed
    counts: dict[str, Any] = {"n": len(twice), "left_out": len(changes) - len(twice)}
    for name, wanted in (("top", [top]), ("addressed", addressed)):
        for side in ("from", "to"):
            counts[f"{name}_{side}"] = int(twice[f"status_{side}"].isin(wanted).sum())
        counts[f"{name}_points"] = 100 * (counts[f"{name}_to"] - counts[f"{name}_from"]) / len(twice)
    return counts


def municipal_changes(data: Dataset, years: Years, assessments: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say for every contract how its shares moved between two monitoring years, or why that is not said.

    ``assessments`` as in :func:`~pop_analysis.transitions`.

    Returns ``municipality``, ``contract``, ``cycle``; ``n``, ``left_out``, ``top_from``, ``top_to``,
    ``addressed_from``, ``addressed_to`` (Int64 counts, missing where refused), ``months_from``, ``months_to``,
    ``group`` (of :func:`~pop_analysis.measures.same_exposure`), and ``refused`` (str): missing, or why no change
    is shown (``total_unknown``, ``set_changed``, ``not_judged``, ``months_unknown``). Contracts without verdicts in
    both years are left out.
    """
    rows, beyond = [], _beyond_those_on_file(data)
    for contract, own in transitions(data, years, assessments=assessments).groupby("contract", sort=True):
        first = own.iloc[0]
        row = {"municipality": first["municipality"], "contract": contract, "cycle": first["cycle"]}
        reason = _refused(own, beyond.get(str(contract)))
        row |= {"refused": reason[0]} if reason else _counts(data, own)
        rows.append(row)
    numbers = ["n", "left_out", "top_from", "top_to", "addressed_from", "addressed_to"]
    frame = pd.DataFrame(rows, columns=["municipality", "contract", "cycle", *numbers, "refused"])
    frame = frame.astype(dict.fromkeys(numbers, "Int64") | {"refused": "str", "contract": "str"})
    frame = frame.merge(same_exposure(data, years), on="contract", how="left")
    unknown = frame["group"].isna() & frame["refused"].isna()
    frame["refused"] = frame["refused"].mask(unknown, "months_unknown")
    return frame


def trend(data: Dataset, contract: str) -> pd.DataFrame:
    """Compute the yearly counts of one contract over the same priorities, where there are years enough for a line.

    Returns
    -------
    DataFrame
        One row per monitoring year with all verdicts of the scale: ``monitoring_year`` (int64), ``n``, ``top``,
        ``addressed`` (int64 counts), ``share_top``, ``share_addressed``, and ``line`` (float64): where the straight
        line nearest to ``share_addressed`` (least squares) lies in that year; how far the year lies from it is their
        difference.

    Raises
    ------
    Refusal
        With fewer than three such years (two points are always on a line), or when priorities came or went.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.trend(pop.load("data/raw"), "fier/2019-2023")
    Traceback (most recent call last):
    pop_analysis.measures.refusals.Refusal: ...
    """
    municipality, cycle = contract.split("/")
    own = data.where(municipality=municipality, cycle=cycle)
    assessments = in_contract(own, panel(own))
    counts = fulfilment(own, by=["monitoring_year"], assessments=assessments)
    counts = counts[(counts["assessed"] == counts["total"]) & (counts["assessed"] > 0)]
    if len(counts) < MIN_YEARS_FOR_TREND:
        raise Refusal(data.model, "trend", n=len(counts), years=len(counts))
    held = assessments[assessments["monitoring_year"].isin(counts["monitoring_year"])]
    sets = held.groupby("monitoring_year")["priority"].agg(frozenset)
    if sets.nunique() > 1:
        union, common = frozenset().union(*sets), frozenset.intersection(*sets)
        raise Refusal(data.model, "set_changed", n=len(union - common))
    shares = ["addressed", "share_top", "share_addressed"]
    result = counts[["monitoring_year"]].assign(n=counts["assessed"], top=counts[data.model.best.id])
    result[shares] = counts[shares]
    years = result["monitoring_year"].to_numpy(dtype="float64")
    slope, start = np.polyfit(years, result["share_addressed"].to_numpy(dtype="float64"), 1)
    return result.assign(line=pd.Series(start + slope * years, result.index, dtype="Float64")).reset_index(drop=True)
