"""What became of the same priority from one monitoring year to another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.exposure import comparable, exposure
from pop_analysis.measures.panel import ABOUT_PRIORITY, OF_A_PANEL, each_draw, once, origins_within, panel
from pop_analysis.measures.refusals import Refusal
from pop_analysis.measures.states import ASSESSED_TWICE, OF_THE_CONTRACT
from pop_analysis.reading import Dataset

Years = tuple[int, int]
CHANGES = (*ASSESSED_TWICE, *OF_THE_CONTRACT, "not_judged")
# Fewer municipalities than this could not tell a direction from chance, were all to go one way.
MIN_PLACES_FOR_DIRECTION = 6
SIDE = ["priority", "status", "reason", "note", "source", "period_start", "period_end"]


@cached(partition_by=("municipality", "cycle"))
def transitions(data: Dataset, years: Years | None = None, *, assessments: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set the verdict on every priority in one monitoring year beside that in a later one of the same contract.

    Parameters
    ----------
    data
        The data set.
    years
        The two monitoring years; by default each contract's last two that have a verdict. Contracts that lack one
        of them are left out: there is nothing to set beside the other.
    assessments
        The verdicts to set beside each other, when not all of them: rows of :func:`~pop_analysis.panel`. What stands
        there several times, as in a bootstrap, is set beside each other as often.

    Returns
    -------
    DataFrame
        One row per priority that stood in the contract in either year: the columns of a priority (see
        :func:`~pop_analysis.panel`), ``year_from``, ``year_to`` (int64), ``status_from``, ``status_to`` (str,
        missing where it was not in the contract), ``change``, ``steps`` (int64, up the scale when positive),
        ``reason``, ``note``, ``source``, ``period_start``, ``period_end`` of the later year, ``source_from``; and the
        columns that were added to ``assessments``, as a priority has them first.

        ``change`` is ``improved``, ``same`` or ``regressed`` where both years have a verdict of the scale;
        ``not_judged`` where one has none; and, for what became of the contract and not of a priority, ``new``,
        ``withdrawn``, or ``split``, ``merged``, ``replaced`` on both sides of a declared link (``comes_from``).

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.transitions(pop.load("data/raw"))["change"].tolist()
    []
    """
    assessments = panel(data) if assessments is None else assessments
    found = [_set_beside(data, each, years) for each in each_draw(assessments)]
    return pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]


def _set_beside(data: Dataset, assessments: pd.DataFrame, years: Years | None) -> pd.DataFrame:
    """:func:`transitions` of rows in which no priority stands twice in a year."""
    pairs = _pairs(data, assessments, years)
    further = [name for name in assessments if name not in OF_A_PANEL]
    about = assessments[[*ABOUT_PRIORITY, *further]].drop_duplicates("priority").merge(pairs, on="contract")
    sides = {}
    for side, column in (("from", "year_from"), ("to", "year_to")):
        own = about[["priority", column]].merge(
            assessments[[*SIDE, "monitoring_year"]],
            left_on=["priority", column],
            right_on=["priority", "monitoring_year"],
            how="left",
        )
        sides[side] = own.set_index("priority")
    rows = about.set_index("priority", drop=False)
    rows["status_from"], rows["status_to"] = sides["from"]["status"], sides["to"]["status"]
    for column in SIDE[2:]:
        rows[column] = sides["to"][column]
    rows["source_from"] = sides["from"]["source"]
    rows["change"] = _changes(data, rows)
    rows["steps"] = (place_on_scale(data, rows["status_from"]) - place_on_scale(data, rows["status_to"])).astype(
        "Int64"
    )
    rows = rows[rows["change"].notna()].reset_index(drop=True)
    columns = [*ABOUT_PRIORITY, "year_from", "year_to", "status_from", "status_to", "change", "steps"]
    return rows[[*columns, *SIDE[2:], "source_from", *further]]


@cached(partition_by=("municipality", "cycle"))
def year_by_year(data: Dataset, *, assessments: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set every monitoring year with a verdict beside the one before it, of the same contract: also over a gap.

    Returns
    -------
    DataFrame
        The rows of :func:`transitions` for each such pair of years.

    Examples
    --------
    >>> pop.year_by_year(invented)[["year_from", "year_to"]].drop_duplicates().to_numpy().tolist()
    [[1, 2], [1, 3], [2, 3], [3, 4]]
    """
    assessments = panel(data) if assessments is None else assessments
    judged = assessments[assessments["status"].isin(data.model.levels)]
    pairs: dict[Years, list[str]] = defaultdict(list)
    for contract, own in judged.groupby("contract", sort=True):
        for years in pairwise(sorted(map(int, own["monitoring_year"].unique()))):
            pairs[years].append(str(contract))
    found = [
        transitions(data, years, assessments=assessments[assessments["contract"].isin(contracts)])
        for years, contracts in sorted(pairs.items())
    ]
    return pd.concat(found, ignore_index=True) if found else transitions(data, assessments=assessments)[:0]


def _pairs(data: Dataset, assessments: pd.DataFrame, years: Years | None) -> pd.DataFrame:
    """The two years of each contract: ``contract``, ``year_from``, ``year_to``."""
    judged = assessments[assessments["status"].isin(data.model.levels)]
    rows = []
    for contract, own in judged.groupby("contract", sort=True):
        known = sorted(own["monitoring_year"].unique())
        chosen = known[-2:] if years is None else [year for year in years if year in known]
        if len(chosen) == 2:
            rows.append((contract, *chosen))
    frame = pd.DataFrame(rows, columns=["contract", "year_from", "year_to"])
    return frame.astype({"contract": assessments["contract"].dtype, "year_from": "Int64", "year_to": "Int64"})


def _changes(data: Dataset, rows: pd.DataFrame) -> pd.Series:
    scale = {status.id: place for place, status in enumerate(data.model.scale)}
    links = _links(data, rows)
    found: dict[str, str | None] = {}
    for priority, before, after in zip(rows["priority"], rows["status_from"], rows["status_to"], strict=True):
        was, stays = (not pd.isna(each) and each not in data.model.left_out for each in (before, after))
        if was and stays:
            if before in scale and after in scale:
                move = scale[before] - scale[after]
                found[priority] = "improved" if move > 0 else "regressed" if move < 0 else "same"
            else:
                found[priority] = "not_judged"
        elif was or stays:
            found[priority] = links.get(priority, "withdrawn" if was else "new")
        else:
            found[priority] = None
    return pd.Series(found, dtype="str")


def _links(data: Dataset, rows: pd.DataFrame) -> dict[str, str]:
    """Priority → split, merged or replaced, for both sides of what was declared within a contract."""
    # All priorities on file may be named; only those that came or went between the two years are linked.
    came = rows[rows["status_from"].isna() & rows["status_to"].notna() & rows["comes_from"].notna()]
    if came.empty:
        return {}
    declared = origins_within(rows.reset_index(drop=True))
    origins = {key: declared.get(key, []) for key in came["priority"]}
    followers: dict[str, list[str]] = defaultdict(list)
    for key, before in origins.items():
        for origin in before:
            followers[origin].append(key)
    links: dict[str, str] = {}
    for key, before in origins.items():
        if not before:
            continue
        kind = "merged" if len(before) > 1 else "split" if len(followers[before[0]]) > 1 else "replaced"
        links |= dict.fromkeys([key, *before], kind)
    return links


def place_on_scale(data: Dataset, statuses: pd.Series) -> pd.Series:
    """Return the place of each status on the scale, 0 the best; Float64, missing for one that stands apart."""
    rank = {status.id: place for place, status in enumerate(data.model.scale)}
    return statuses.astype("object").map(rank).astype("Float64")


def transition_counts(data: Dataset, changes: pd.DataFrame) -> pd.DataFrame:
    """Count the priorities judged in both years by verdict before and after: every pair of the scale, also zero.

    ``changes`` is a result of :func:`transitions`.

    Returns
    -------
    DataFrame
        ``status_from``, ``status_to`` (str, in the order of the scale), ``priorities`` (int64).

    Examples
    --------
    >>> pop.transition_counts(invented, pop.transitions(invented)).head(3)
      status_from      status_to  priorities
    0       fully          fully          15
    1       fully      partially           1
    2       fully  not_addressed           0
    """
    scale = data.model.levels
    twice = once(changes[changes["change"].isin(ASSESSED_TWICE)])
    counts = Counter(zip(twice["status_from"], twice["status_to"], strict=True))
    rows = [(before, after, counts[before, after]) for before in scale for after in scale]
    return pd.DataFrame(rows, columns=["status_from", "status_to", "priorities"]).astype({"priorities": "Int64"})


def sign_test(data: Dataset, changes: pd.DataFrame) -> dict[str, Any]:
    """Ask whether more priorities of the network improved than went back, by permuting whole municipalities.

    Priorities of one municipality have one mayor and one monitor, so they are not tossed one by one: of each
    municipality the priorities that improved less those that went back are kept together, and it is asked of every way
    to turn some of these differences round how often their sum is as far from nothing as the one found. Every way is
    counted, none is drawn. Priorities that stayed the same say nothing of the direction. A
    promise that several municipalities share stands with the first of them: turned round in each, it would count twice.

    Returns
    -------
    dict
        ``improved``, ``regressed``, ``same``, ``municipalities`` (int, those with priorities judged twice) and ``p``
        (two-sided; None where nothing improved or went back).

    Raises
    ------
    Refusal
        For fewer than six municipalities: if all of five went one way, p would still be 1/16.

    References
    ----------
    Fisher 1935, *The Design of Experiments*; Winkler, Webster, Vidaurre, Nichols and Smith 2015, *NeuroImage* 123, on
    turning round whole blocks.

    Examples
    --------
    >>> pop.sign_test(invented, pop.transitions(invented))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    pop_analysis.measures.refusals.Refusal: The direction is not tested
    """
    twice = changes[changes["change"].isin(ASSESSED_TWICE)]
    places = twice["municipality"].nunique()
    if places < MIN_PLACES_FOR_DIRECTION:
        raise Refusal(data.model, "direction_few", n=places, enough=MIN_PLACES_FOR_DIRECTION)
    twice = once(twice)
    counts = twice["change"].value_counts()
    improved, regressed, same = (int(counts.get(kind, 0)) for kind in ("improved", "regressed", "same"))
    step = twice["change"].map({"improved": 1, "regressed": -1}).fillna(0).astype(int)
    p = _turned_round(step.groupby(twice["municipality"]).sum().tolist()) if improved + regressed else None
    return {"improved": improved, "regressed": regressed, "same": same, "municipalities": places, "p": p}


def _turned_round(differences: Sequence[int]) -> float:
    """Of all ways to turn some of the differences round, the share whose sum is as far from 0 as theirs, or farther."""
    ways = Counter({0: 1})
    for difference in differences:
        turned: Counter[int] = Counter()
        for total, n in ways.items():
            turned[total + difference] += n
            turned[total - difference] += n
        ways = turned
    found = abs(sum(differences))
    return sum(n for total, n in ways.items() if abs(total) >= found) / sum(ways.values())


@cached
def busiest_years(data: Dataset) -> tuple[str, Years] | None:
    """Find the cycle and the two following monitoring years in which most priorities have both verdicts.

    Of equals the later ones. Contracts of one cycle were signed after the same election and watched for about as
    long; others are not thrown together with them. None where no contract has two years with verdicts.
    """
    judged = panel(data)
    judged = once(judged[judged["status"].isin(data.model.levels)])
    held = {key: set(rows["priority"]) for key, rows in judged.groupby(["cycle", "monitoring_year"])}
    pairs = {
        (cycle, (int(year), int(year) + 1)): len(keys & held.get((cycle, year + 1), set()))
        for (cycle, year), keys in held.items()
    }
    best = max(pairs, key=lambda pair: (pairs[pair], pair[1], pair[0]), default=None)
    return best if best and pairs[best] else None


def following_years(data: Dataset) -> list[Years]:
    """List the pairs of following monitoring years for which any contract has verdicts, the earliest first."""
    years = sorted(int(year) for year in data["assessments"]["monitoring_year"].dropna().unique())
    return [(year, year + 1) for year in years if year + 1 in years]


def same_exposure(data: Dataset, years: Years) -> pd.DataFrame:
    """Say which contracts had been observed equally long, within 3 months, in both of two monitoring years.

    Returns ``contract``, ``months_from``, ``months_to`` (Int64, missing where not on file) and ``group`` (Int64):
    the same number for those that may stand on one axis, missing where the months are not on file.
    """
    months = exposure(data)
    frames = [months[months["monitoring_year"] == year].set_index("contract")["months_observed"] for year in years]
    both = pd.concat(frames, axis=1, keys=["months_from", "months_to"], join="inner").reset_index()
    both = both.merge(months[["contract", "origin"]].drop_duplicates("contract"), on="contract", how="left")
    known = both[both["months_from"].notna() & both["months_to"].notna()]
    keys = []
    for column, year in zip(("months_from", "months_to"), years, strict=True):
        frame = known.rename(columns={column: "months_observed"}).assign(monitoring_year=year)
        keys.append(comparable(frame))
    groups = pd.Series(list(zip(*keys, strict=True)), index=known.index, dtype="object")
    numbers = {key: number for number, key in enumerate(sorted(set(groups)))}
    both["group"] = groups.map(numbers).reindex(both.index).astype("Int64")
    return both.drop(columns="origin")
