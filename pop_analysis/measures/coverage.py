"""What is on file, and what is not: missing is shown as missing, and why it is."""

from __future__ import annotations

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.fulfilment import certainty, not_on_file
from pop_analysis.measures.panel import monitoring_years, panel
from pop_analysis.measures.states import (
    WITHOUT_VERDICT,
    YEAR,
    State,
    among,
    in_doubt,
    published_shares,
    verdicts_put_aside,
)
from pop_analysis.reading import Dataset

ALL_JUDGED, SOME_JUDGED, REPORT, FIGURE, NO_YEAR = "verdicts", "some_verdicts", "report", "figure", "contract"
WITH_VERDICTS = (ALL_JUDGED, SOME_JUDGED)
# Of a year without a verdict: the first of these that holds of any of its priorities.
TOLD_FIRST = (
    State.PUT_ASIDE,
    State.NOT_VERIFIABLE,
    State.PUBLISHED_ONLY,
    State.WITHDRAWN,
    State.NOT_KNOWN,
    State.NEVER_ENTERED,
)
STATES = (*WITH_VERDICTS, REPORT, FIGURE, *(state for state in TOLD_FIRST if state != State.PUBLISHED_ONLY), NO_YEAR)


@cached(partition_by=("municipality", "cycle"))
def coverage(data: Dataset) -> pd.DataFrame:
    """Say for each contract and monitoring year what is on file, and why a verdict is missing.

    ``state`` is

    - ``verdicts``: a verdict for every priority the contract is known to have in that year;
    - ``some_verdicts``: verdicts for some, or for all on file of a contract whose length is not on file;
    - of a year without any: the first of ``put_aside``, ``not_verifiable``, ``report`` (a monitoring report is
      public) or else ``figure`` (a published share is on file), ``withdrawn``, ``not_known``, ``never_entered`` that
      holds of one of its priorities (what they mean: :class:`~pop_analysis.measures.states.State`);
    - without a year (``monitoring_year`` missing): ``not_known`` where something was put aside that may be a verdict
      on it, else ``contract``: the contract, and nothing on its monitoring.

    Returns
    -------
    DataFrame
        ``municipality``, ``contract``, ``cycle``, ``monitoring_year`` (int64), ``state``, ``assessed``, ``known``
        (priorities it is known to have in that year, without those taken out), ``on_file`` (those of them on file),
        ``declared`` (how many the contract says it has, may be missing), ``period_start``, ``period_end`` (datetime64),
        ``period_precision``, ``public`` (``report``, ``figure`` or ""); and how many are in each state without a
        verdict: ``not_verifiable``, ``withdrawn``, ``put_aside`` (rows of verdicts), ``published_only``, ``not_due``,
        ``never_entered``, ``not_known``. Counts are int64.

    Examples
    --------
    >>> pop.coverage(data)[["municipality", "monitoring_year", "state", "assessed"]].head(2)
      municipality  monitoring_year          state  assessed
    0       durres              1.0  some_verdicts         7
    1       durres              2.0         report         0
    """
    keys = ["municipality", "contract", "cycle", "monitoring_year"]
    period = ["period_start", "period_end", "period_precision"]
    shares = published_shares(data)
    years = pd.concat([monitoring_years(data)[[*keys, *period]], shares.loc[shares["monitoring_year"].notna(), keys]])
    years = years.drop_duplicates(YEAR)
    contracts = data["contracts"][["municipality", "contract", "cycle", "priorities_total"]]
    every = contracts.merge(years[[*YEAR, *period]], on="contract", how="left")
    every = every.merge(certainty(data)[[*YEAR, "assessed", "known", "total"]], on=YEAR, how="left")
    every["known"] = every["known"].fillna(every["contract"].map(not_on_file(data)))
    every = every.rename(columns={"priorities_total": "declared", "total": "on_file"})
    counts = ["assessed", "known", "on_file"]
    every[counts] = every[counts].fillna(0).astype("Int64")
    every = every.merge(_in_each_state(data), on=YEAR, how="left")
    every[list(WITHOUT_VERDICT)] = every[list(WITHOUT_VERDICT)].fillna(0).astype("Int64")
    every["public"] = _public(every, data["reports"], shares)
    in_each = every.assign(in_doubt=in_doubt(data, every)).to_dict("records")
    every["state"] = pd.Series(map(_state, in_each), every.index, dtype="str")
    order = every.sort_values(["municipality", "contract", "monitoring_year"])
    columns = [*keys, "state", "assessed", "known", "on_file", "declared", *period, "public", *WITHOUT_VERDICT]
    return order[columns].astype({"contract": "str"}).reset_index(drop=True)


def _in_each_state(data: Dataset) -> pd.DataFrame:
    """How many priorities of a contract and year are in each state without a verdict."""
    every = panel(data)
    counts = every.assign(**{state: every["state"] == state for state in WITHOUT_VERDICT})
    found = counts.groupby(YEAR, dropna=False)[list(WITHOUT_VERDICT)].sum().reset_index()
    # Verdicts may be put aside with the priorities they are on: so their rows are counted, not the priorities.
    rows = verdicts_put_aside(data).groupby(YEAR).size().rename("_rows").reset_index()
    found = found.merge(rows, on=YEAR, how="outer").astype({"monitoring_year": "Int64"})
    found[State.PUT_ASIDE] = found.pop("_rows")
    return found


def _public(every: pd.DataFrame, reports: pd.DataFrame, shares: pd.DataFrame) -> pd.Series:
    """What of a year is public: its report, else a share of it, else nothing ("")."""
    report, figure = among(every, reports, YEAR), among(every, shares, YEAR)
    return pd.Series(REPORT, every.index, dtype="str").where(report, pd.Series(FIGURE, every.index).where(figure, ""))


def _state(row: dict[str, object]) -> str:
    if pd.isna(row["monitoring_year"]):
        return State.NOT_KNOWN if row["in_doubt"] else NO_YEAR
    if row["assessed"]:
        complete = not pd.isna(row["declared"]) and row["assessed"] == row["known"]
        return ALL_JUDGED if complete else SOME_JUDGED
    told = next((state for state in TOLD_FIRST if row[state]), State.PUBLISHED_ONLY)  # else no priority is on file
    return str(row["public"]) if told is State.PUBLISHED_ONLY else told


def municipalities_of(data: Dataset) -> list[str]:
    """Return the codes of the municipalities: those of the register, then any other that has a contract."""
    codes = [*data["municipalities"]["municipality"], *data["contracts"]["municipality"].dropna()]
    return list(dict.fromkeys(codes))
