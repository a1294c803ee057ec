"""One row per priority and monitoring year: the table every measure of fulfilment starts from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from typing import Any

import numpy as np
import pandas as pd

from pop_analysis.choices import WrongUse, among
from pop_analysis.measures.cache import cached
from pop_analysis.measures.states import (
    ASSESSED_TWICE,
    OF_THE_CONTRACT,
    State,
    state_of_each,
    verdicts_put_aside,
)
from pop_analysis.reading import Dataset
from pop_analysis.reading.linking.origins import named_origins
from pop_analysis.reading.workbook import CODING_SHEET

# Which row of a shared promise speaks for it in the whole: one that is judged (0); last one that left its contract (2).
SPEAKS: dict[str, dict[str, int]] = {
    "state": {State.JUDGED: 0, State.WITHDRAWN: 2},
    "change": dict.fromkeys(ASSESSED_TWICE, 0) | dict.fromkeys(OF_THE_CONTRACT, 2),
}
ABOUT_PRIORITY = ["municipality", "contract", "cycle", "priority", "number", "sub_number", "title_sq", "title_en"]
ABOUT_PRIORITY += ["theme", "pillar", "beneficiaries", "competence", "promises", "since_year", "comes_from", "shared"]
ABOUT_ASSESSMENT = ["status", "to_confirm", "monitor", "reason", "note", "source"]
ABOUT_ASSESSMENT += ["period_start", "period_end", "period_precision"]
OF_A_PANEL = [*ABOUT_PRIORITY, "monitoring_year", *ABOUT_ASSESSMENT, "monitors", "state"]

# What a panel's rows are about, and by which key: columns of these may go along.
COVARIATES = {"priorities": "priority", "contracts": "contract", "municipalities": "municipality"}

# Whoever fills in one of these does not become the monitor of record by it.
NOT_OF_THE_MONITOR = (CODING_SHEET, "reply")


@cached(partition_by=("municipality", "cycle"))
def monitoring_years(data: Dataset) -> pd.DataFrame:
    """List the monitoring years each contract has on file, from verdicts, also put aside, and published reports.

    Returns ``municipality``, ``contract``, ``cycle``, ``monitoring_year`` (Int64), ``period_start``, ``period_end``
    (datetime64, missing when no source states the months), ``period_precision``; one row per contract and year,
    sorted. Where each verdict has a day of its own, the year lasts from the first of them to the last.
    """
    columns = ["municipality", "contract", "cycle", "monitoring_year", "period_start", "period_end", "period_precision"]
    both = pd.concat([data["assessments"][columns], data["reports"][columns]], ignore_index=True)
    aside = verdicts_put_aside(data)[columns[:4]].dropna()
    if len(aside := aside[aside["contract"].isin(data["contracts"]["contract"])]):
        both = pd.concat([both, aside], ignore_index=True).astype(both.dtypes)
    both = both.sort_values(["contract", "monitoring_year", "period_start", "period_end"], na_position="last")
    years = both.drop_duplicates(["contract", "monitoring_year"]).reset_index(drop=True)
    return _until_the_last_day(years, both)


def _until_the_last_day(years: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """The years, those of which only days are stated with the last of these as their end."""
    dated = stated[stated["period_start"].notna()].groupby(["contract", "monitoring_year"])
    days = dated.agg(only=("period_precision", lambda known: bool((known == "day").all())), last=("period_end", "max"))
    found = years[["contract", "monitoring_year"]].merge(
        days, how="left", left_on=["contract", "monitoring_year"], right_index=True
    )
    longer = found["only"].eq(True) & (found["last"] > years["period_end"])
    ends, precision = years["period_end"].mask(longer, found["last"]), years["period_precision"].mask(longer, "range")
    return years.assign(period_end=ends, period_precision=precision.astype(years["period_precision"].dtype))


@cached(partition_by=("municipality", "cycle"))
def panel(data: Dataset, *, with_: str | Sequence[str] = ()) -> pd.DataFrame:
    """Set every priority beside every monitoring year of its contract, with its verdict or the lack of one.

    Where two monitors judged the same priority, the verdict of the member organisation (no monitor named, or the
    organisation itself) is taken; ``monitors`` says how many there are. A priority of a contract without any
    monitoring year on file stands once, with ``monitoring_year`` missing. One that came into its contract later
    (``since_year``, else, of one that comes from others of its contract, its first year with an assessment) has no
    row for the years before; those it comes from (merged, split or replaced) have none from then on, but where they
    were judged all the same.

    Parameters
    ----------
    with_
        Further columns of ``priorities``, ``contracts`` or ``municipalities``, to go along as covariates; of a name
        that several of them have, ``contracts.note``.

    Returns
    -------
    DataFrame
        The columns of a priority (municipality, contract, cycle, priority, number, sub_number, title_sq, title_en,
        theme, pillar, beneficiaries, competence, promises, since_year, comes_from, shared: see
        :func:`~pop_analysis.once`), ``monitoring_year`` (int64), ``status`` (the model's "missing" status where no
        verdict is on file: missing is never "not addressed"), to_confirm, monitor, reason, note, source, period_start,
        period_end, period_precision, ``monitors`` (int64), ``state`` (str, see
        :class:`~pop_analysis.measures.states.State`: why a verdict is missing); then those of ``with_``. Sorted by
        contract, number, year.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> data = pop.load("data/raw")
    >>> verdicts = pop.panel(data.where(municipality="fier"))
    >>> verdicts.query("monitoring_year == 1")["status"].value_counts()["partially"]
    np.int64(3)
    """
    if not isinstance(with_, Sized) or len(with_):
        return _with_columns(data, panel(data), with_)
    priorities = data["priorities"][ABOUT_PRIORITY]
    years = monitoring_years(data)[["contract", "monitoring_year", "period_start", "period_end", "period_precision"]]
    every = priorities.merge(years, on="contract", how="left")
    # One that came into the contract later is not missing in the years before; nor one that left it, afterwards.
    first, last = _in_contract_from_to(data)
    year = every["monitoring_year"]
    outside = (year < every["priority"].map(first)) | (year > every["priority"].map(last))
    every = every[~outside.fillna(False).astype(bool)]
    if len(yet_to_come := priorities[~priorities["priority"].isin(every["priority"])]):
        every = pd.concat([every, yet_to_come.merge(years[:0], on="contract", how="left")], ignore_index=True)
    assessments = _leading(data)
    every = every.merge(assessments, on=["priority", "monitoring_year"], how="left", suffixes=("", "_own"))
    every = every.sort_values(["priority", "monitoring_year"])
    # What was taken out of the contract stays out, until a later verdict says otherwise.
    taken_out = every["status"].where(every["status"].isin(data.model.left_out))
    every["status"] = every["status"].fillna(taken_out.groupby(every["priority"]).ffill()).fillna(data.model.missing)
    every["monitors"] = every["monitors"].fillna(0).astype("Int64")
    every["state"] = state_of_each(data, every)
    order = ["contract", "number", "sub_number", "title_sq", "monitoring_year"]
    return every.sort_values(order, na_position="last")[OF_A_PANEL].reset_index(drop=True)


def _with_columns(data: Dataset, every: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """A panel with further columns of what its rows are about."""
    held = {name: data[name] for name in COVARIATES}
    known: dict[str, list[tuple[str, str]]] = {}
    for table, frame in held.items():
        for column in frame:
            for name in (column, f"{table}.{column}"):
                known.setdefault(name, []).append((table, column))
    for name in among("column", names, dict.fromkeys([*known, *every])):
        if name in every:
            continue
        if len(known[name]) > 1:
            raise WrongUse(f"“{name}” stands in several tables: {', '.join(map('.'.join, known[name]))}. Name one.")
        ((table, column),) = known[name]
        of_each = held[table].drop_duplicates(COVARIATES[table]).set_index(COVARIATES[table])[column]
        every[name] = every[COVARIATES[table]].map(of_each).astype(of_each.dtype)
    return every


def _in_contract_from_to(data: Dataset) -> tuple[pd.Series, pd.Series]:
    """The first and the last monitoring year of each priority in its contract, where they are declared.

    A priority that comes from others of its contract takes their place: their last year is the one before its first,
    or the last in which they were judged, if that is later.
    """
    priorities, judged = data["priorities"], data["assessments"].groupby("priority")["monitoring_year"]
    firsts_judged, lasts_judged = judged.min(), judged.max()
    first = priorities.set_index("priority")["since_year"].astype("Int64")
    last = pd.Series(pd.NA, first.index, dtype="Int64")
    for key, origins in origins_within(priorities).items():
        if pd.isna(first[key]):
            first[key] = firsts_judged.get(key, pd.NA)
        if pd.isna(first[key]):
            continue
        for origin in origins:
            judged_last = lasts_judged.get(origin, pd.NA)
            ended = max(int(first[key]) - 1, 0 if pd.isna(judged_last) else int(judged_last))
            last[origin] = ended if pd.isna(last[origin]) else max(int(last[origin]), ended)
    return first, last


def origins_within(priorities: pd.DataFrame) -> dict[str, list[str]]:
    """Priority → those of its own contract it comes from, as it is declared; only where there are any."""
    declared = priorities[priorities["comes_from"].notna()]
    found: dict[str, list[str]] = {}
    for contract, rows in declared.groupby("contract"):
        own = priorities[priorities["contract"] == contract]
        titles = zip(own["priority"], own["title_sq"], own["title_en"].fillna(""), strict=True)
        known = {key: [first, second] for key, first, second in titles}
        for key, text in zip(rows["priority"], rows["comes_from"], strict=True):
            named = [origin for _, origin in named_origins(text, str(contract), known) if origin and origin != key]
            found |= {key: named} if named else {}
    return found


@cached(partition_by=("municipality", "cycle"))
def monitor_of_record_first(data: Dataset) -> pd.DataFrame:
    """Sort the assessments: of each priority and year the member organisation's first, then others by name."""
    assessments, workbooks = data["assessments"], data["workbook"]
    workbooks = workbooks[~workbooks["kind"].isin(NOT_OF_THE_MONITOR)]
    own = {*_pairs(data["members"], "organisation"), *_pairs(workbooks, "kept_by")}
    other = [pair not in own for pair in _pairs(assessments, "monitor")]
    rank = (assessments["monitor"].notna() & np.array(other, bool)).astype("int8")
    ordered = assessments.assign(_rank=rank).sort_values(["priority", "monitoring_year", "_rank", "monitor"])
    return ordered.set_axis(pd.Index(ordered.index.to_numpy()))  # places in the table, never numbers of rows


def _pairs(frame: pd.DataFrame, column: str) -> Iterator[tuple[Any, Any]]:
    """Each row's municipality with its ``column``."""
    return zip(frame["municipality"], frame[column], strict=True)


def _leading(data: Dataset) -> pd.DataFrame:
    """One assessment per priority and year: the member organisation's before any second monitor's."""
    ordered = monitor_of_record_first(data)
    keys = ["priority", "monitoring_year"]
    ordered["monitors"] = ordered.groupby(keys)["status"].transform("size").astype("Int64")
    kept = [*keys, "status", "to_confirm", "monitor", "reason", "note", "source", "monitors"]
    return ordered.drop_duplicates(keys)[kept]


def drawn(assessments: pd.DataFrame) -> pd.Series:
    """Number the rows of each priority and year: 0, and 1, 2 … where a bootstrap drew it again (int64).

    >>> drawn(pd.DataFrame({"priority": ["a", "a", "b"], "monitoring_year": [1, 1, 1]})).tolist()
    [0, 1, 0]
    """
    return assessments.groupby(["priority", "monitoring_year"], dropna=False, sort=False).cumcount()


def each_draw(assessments: pd.DataFrame) -> list[pd.DataFrame]:
    """Part rows of a panel so that in each part no priority stands twice in a year; one part, if none was drawn twice.

    >>> [len(part) for part in each_draw(pd.DataFrame({"priority": ["a", "a", "b"], "monitoring_year": [1, 1, 1]}))]
    [2, 1]
    """
    return [part for _, part in assessments.groupby(drawn(assessments))] or [assessments]


def once(rows: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Leave of each promise that several municipalities share one row: counted in each, it is once in the whole.

    Those with one ``shared`` are one promise. Of rows of several years one is kept in each; else that of the last; of
    rows of one year one that is judged (of changes: in both years), else one that is still in its contract. Of
    municipalities that were drawn, as in a bootstrap, it counts as often as the one of them that was drawn most often.

    Parameters
    ----------
    rows
        Rows of :func:`~pop_analysis.panel`, or of what is made of it, with ``priority``, ``cycle`` and ``shared``.
    by
        Columns: a promise is left once in each group of them.

    Returns
    -------
    DataFrame
        The rows that are left, as they are.

    Examples
    --------
    >>> rows = pd.DataFrame({"priority": ["a/1", "b/1", "b/2"], "cycle": "2023-2027", "shared": ["a/1", "a/1", None]})
    >>> once(rows)["priority"].tolist()
    ['a/1', 'b/2']
    """
    by = among("column", by, rows.columns, some=False)
    if "shared" not in rows or not rows["shared"].notna().any():
        return rows
    if missing := {"cycle", "priority"} - set(rows):
        raise WrongUse(f"rows are of pop.panel(data), or made of it; these are without {', '.join(sorted(missing))}.")
    year = [name for name in ("monitoring_year", "year_to") if name in rows]
    keys = rows[list(dict.fromkeys([*by, "priority", "cycle", "shared", *year]))].reset_index(drop=True)
    keys["_draw"] = keys.groupby(["priority", *year], dropna=False).cumcount()
    for name in (each for each in SPEAKS if each in rows):
        keys["_rank"] = rows[name].map(SPEAKS[name]).fillna(1).to_numpy()
        keys = keys.sort_values("_rank", kind="stable").drop(columns="_rank")
    if year:
        keys = keys.sort_values(year, ascending=False, kind="stable", na_position="last")
        if not keys.duplicated(["priority", "_draw"]).any():  # one year of each priority
            keys = keys.drop(columns=[name for name in year if name not in by])
    again = keys["shared"].notna() & keys.duplicated([name for name in keys if name != "priority" or name in by])
    return rows[~again.sort_index().to_numpy()]


def in_contract(data: Dataset, assessments: pd.DataFrame) -> pd.DataFrame:
    """Leave out the priorities that were withdrawn: they are counted in nothing, and listed apart."""
    return assessments[~assessments["status"].isin(data.model.left_out)]


def last_assessed(data: Dataset, assessments: pd.DataFrame, monitoring_year: int | None = None) -> pd.DataFrame:
    """Keep of each contract the rows of one monitoring year: ``monitoring_year``, or the last that has any verdict.

    Contracts without a verdict (in that year) are left out: they have nothing to compare.
    """
    of_scale = assessments["status"].isin(data.model.levels)
    judged = assessments.loc[of_scale, ["contract", "monitoring_year"]]
    if monitoring_year is not None:
        judged = judged[judged["monitoring_year"] == monitoring_year]
    last = judged.groupby("contract")["monitoring_year"].max()
    return assessments[assessments["monitoring_year"] == assessments["contract"].map(last)]


@cached
def assessments_compared(
    data: Dataset,
    cycles: Sequence[str] | None = None,
    monitoring_year: int | None = None,
    *,
    assessments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Keep of each municipality the judged priorities every page counts: of one contract, in one monitoring year.

    Of the contracts of ``cycles`` (of all, when None) each municipality's last with a verdict (in ``monitoring_year``,
    when given), and of that contract ``monitoring_year``, or the last year with a verdict. Rows as
    :func:`~pop_analysis.panel` gives them; of ``assessments``, when given. Municipalities are set beside each other as
    they are: each priority stands there once.
    """
    if assessments is None:
        assessments = panel(data if cycles is None else data.where(cycle=list(cycles)))
    else:
        assessments = assessments if cycles is None else assessments[assessments["cycle"].isin(list(cycles))]
        if drawn(assessments).any():
            raise WrongUse("assessments to compare hold each priority once a year; draws of a bootstrap are no places.")
    assessments = last_assessed(data, assessments, monitoring_year)
    last = assessments.groupby("municipality")["cycle"].transform("max")
    return assessments[assessments["cycle"] == last].reset_index(drop=True)
