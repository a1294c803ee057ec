"""Published figures under a lens: what can be computed beside them, and which counts could give them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pandas as pd

from pop_analysis.choices import WrongUse
from pop_analysis.measures.cache import cached
from pop_analysis.measures.fulfilment import certainty, together
from pop_analysis.measures.panel import once, panel
from pop_analysis.model.cycles import years_of
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

ACTIVITIES = {
    "focus_groups": "focus_group",
    "public_forums": "public_forum",
    "municipality_meetings": "municipality_meeting",
    "council_sessions_monitored": "council_session",
    "videos_with_municipal_leaders": "video",
}
# Of a figure published so no difference proves anything.
LOOSELY = ("about", "planned")
SHARES = {"share_fully": "top", "share_addressed": "addressed", "share_partially": "partial", "share_not": "none"}


def possible_counts(percent: float, n: int, *, decimals: int | None = None, any_rounding: bool = False) -> list[int]:
    """List the whole counts that, of ``n``, give ``percent`` when rounded as it was published.

    ``decimals`` is how many decimals were published; by default those ``percent`` shows. Halves are rounded up. With
    ``any_rounding`` a count is possible too when its share was cut, rounded half to even, or rounded so that several
    shares add up to 100: all of them give the step below or above the exact share.

    Returns
    -------
    list of int
        From the smallest; empty where no whole count gives it.

    Examples
    --------
    >>> possible_counts(58, 101), possible_counts(40, 6), possible_counts(74.5, 110)
    ([59], [], [82])
    >>> possible_counts(34, 9), possible_counts(34, 9, any_rounding=True)
    ([], [3])
    """
    if n < 1:
        raise WrongUse(f"n is how many were judged, from 1 up; got {n}.")
    if not 0 <= percent <= 100:
        raise WrongUse(f"percent lies between 0 and 100, as 58 does; got {percent}.")
    if decimals is not None and decimals < 0:
        raise WrongUse(f"decimals is how many were published, from 0 up; got {decimals}.")
    wanted = Decimal(str(percent)).normalize()
    places = max(0, -int(wanted.as_tuple().exponent)) if decimals is None else decimals
    step = Decimal(1).scaleb(-places)
    shares = ((count, Decimal(100 * count) / Decimal(n)) for count in range(n + 1))
    if any_rounding:
        return [count for count, share in shares if abs(share - wanted) < step]
    return [count for count, share in shares if share.quantize(step, ROUND_HALF_UP) == wanted]


def possible_splits(percents: list[float], n: int) -> list[tuple[int, ...]]:
    """List the whole counts that give all of ``percents`` and add up to ``n``.

    Returns
    -------
    list of tuple of int
        One a split, each count in the order of ``percents``.

    Examples
    --------
    >>> possible_splits([17, 58, 25], 101)
    [(17, 59, 25)]
    """
    splits: list[tuple[int, ...]] = [()]
    for percent in percents:
        splits = [(*split, count) for split in splits for count in possible_counts(percent, n)]
    return [split for split in splits if sum(split) == n]


def audit(data: Dataset, municipality: str | None = None, calendar_year: int | None = None) -> pd.DataFrame:
    """Return :func:`published_against_computed` of one municipality's figures, of one calendar year's, or of all.

    Returns
    -------
    DataFrame
        Columns as in :func:`published_against_computed`.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.audit(pop.load("data/raw"), municipality="fier")["result"].tolist()
    ['agrees']
    """
    rows = published_against_computed(data, municipality)
    if calendar_year is not None:
        rows = rows[rows["calendar_year"] == calendar_year]
    return rows.reset_index(drop=True)


@cached
def published_against_computed(data: Dataset, municipality: str | None = None) -> pd.DataFrame:
    """Set every published figure, or those of one municipality, beside what the tables give; say how the two stand.

    Returns
    -------
    DataFrame
        One row per figure: ``municipality`` (missing for the network), ``figure_period``, ``cycle``,
        ``monitoring_year``, ``calendar_year``, ``metric``, ``unit``, ``qualifier``, ``source``, ``note``, ``published``
        (float64), ``computed`` (float64), ``computed_n`` (int64, out of how many), ``difference`` (published −
        computed, in the unit of the figure), ``published_n`` (int64, the denominator published for the same scope and
        period), ``possible`` (text: the counts that give a published share of ``published_n``), and ``result``:

        - ``agrees``: equal, as exactly as it was published; a share out of the judged priorities, or out of all that
          have a status on file, the unverifiable ones too: ``computed`` and ``computed_n`` are those of the one that
          agrees; a promise of several municipalities counted once, or in each of them;
        - ``differs``: both cover the same priorities, and are not equal;
        - ``explained``: they are not equal, and the figure's own row says why: its ``note``, or “about” or “planned”;
        - ``partly_on_file``: the tables hold only a part of what the figure counts, so no difference proves anything;
        - ``more_on_file``: the tables hold more than the figure counts: other months, or another definition;
        - ``impossible``: published as exact, and no whole count gives the share, under no usual rounding, out of any
          number of priorities from those judged on file to all there are, as published or on file, those taken out of
          the contract among them: whoever published it may have counted any of these;
        - ``possible``: not computable from the tables, but some whole count gives it;
        - ``not_computable``: nothing on file to compute it from.

    Examples
    --------
    >>> pop.published_against_computed(data)["result"].value_counts().index.tolist()
    ['not_computable', 'partly_on_file', 'agrees', 'explained']
    """
    figures = data["published_figures"].rename(columns={"value": "published"})
    if municipality is not None:
        figures = figures[figures["municipality"] == municipality]
    figures = figures.reset_index(drop=True)
    every = certainty(data)
    totals = figures[(figures["metric"] == "priorities_total") & (figures["qualifier"].fillna("exact") == "exact")]
    stated = each_row(totals)
    in_each = _in_each(data)
    rows = [_examine(data, figure, stated, every, in_each) for figure in each_row(figures)]
    columns = ["computed", "computed_n", "published_n", "possible", "result"]
    found = pd.DataFrame(rows, columns=columns, index=figures.index)
    numbers = {"computed": "Float64", "computed_n": "Int64", "published_n": "Int64"}
    found = found.astype(numbers | {"possible": "str", "result": "str"})
    result = pd.concat([figures, found], axis=1)
    result.insert(result.columns.get_loc("computed_n"), "difference", result["published"] - result["computed"])
    return result.drop(columns="contract")


class _Computed(NamedTuple):
    """What the tables give for a figure.

    ``n`` is how many priorities a share is out of, ``told`` of how many the file says anything, be it that they could
    not be verified, ``on_file`` how many it holds; ``complete`` says whether that is all the figure counts.
    """

    value: float | None = None
    n: int | None = None
    told: int = 0
    complete: bool = False
    on_file: int = 0


def _examine(
    data: Dataset,
    figure: dict[str, object],
    totals: list[dict[str, object]],
    every: pd.DataFrame,
    in_each: Dataset | None,
) -> tuple[object, ...]:
    published = float(str(figure["published"]))
    published_n = _denominator(figure, totals)
    total = published_n if _is_share(figure) else None
    possible = possible_counts(published, total) if total else []
    computed, result = _set_beside(figure, _compute(data, figure, every))
    if in_each is not None and result != "agrees":  # whoever published it may have added up the municipalities
        added_up, stands = _set_beside(figure, _compute(in_each, figure, every))
        computed, result = (added_up, stands) if stands == "agrees" else (computed, result)
    if total and _qualifier(figure) == "exact" and result != "agrees" and not _can_be_so(published, computed, total):
        result = "impossible"
    elif possible and computed.value is None:
        result = "possible"
    elif result == "differs" and total and computed.told != total:
        # What was published counts more, or fewer, priorities than the file speaks of: no difference proves anything.
        result = "partly_on_file" if total > computed.told else "more_on_file"
    elif result == "differs" and (not pd.isna(figure["note"]) or _qualifier(figure) in LOOSELY):
        result = "explained"
    return computed.value, computed.n, published_n, ", ".join(map(str, possible)), result


def _in_each(data: Dataset) -> Dataset | None:
    """The data with a promise of several municipalities counted in each, and never once; None where there is none."""
    priorities = data["priorities"]
    if not priorities["shared"].notna().any():
        return None
    return data.with_tables({"priorities": priorities.assign(shared=None)})


def _qualifier(figure: dict[str, object]) -> str:
    return "exact" if pd.isna(figure["qualifier"]) else str(figure["qualifier"])


def _can_be_so(percent: float, computed: _Computed, total: int) -> bool:
    """Whether a whole count gives a share, out of any number from the judged to all, however it was rounded."""
    judged = computed.n or 1
    fewest, most = min(judged, total), max(judged, total, computed.on_file)
    return any(possible_counts(percent, n, any_rounding=True) for n in range(fewest, most + 1))


def _set_beside(figure: dict[str, object], computed: _Computed) -> tuple[_Computed, str]:
    """How the two stand; a share is computed out of all the file speaks of where that is how it was published."""
    if computed.value is None:
        return computed, "not_computable"
    published, value = float(str(figure["published"])), computed.value
    if figure["unit"] == "percent" and computed.n:
        if not computed.complete:
            return computed, "partly_on_file"
        count = round(value * computed.n / 100)
        for n in dict.fromkeys((computed.n, computed.told)):
            if count in possible_counts(published, n, any_rounding=True):
                return _Computed(100 * count / n, n, computed.told, complete=True), "agrees"
        if _qualifier(figure) == "more_than" and value > published:
            return computed, "agrees"
        # Whoever published it may have judged what the file says could not be verified.
        return computed, "differs" if computed.told == computed.n else "partly_on_file"
    if published == value or (_qualifier(figure) == "more_than" and value > published):
        return computed, "agrees"
    if computed.complete:
        return computed, "differs"
    return computed, "more_on_file" if value > published else "partly_on_file"


def _is_share(figure: dict[str, object]) -> bool:
    return figure["unit"] == "percent" and figure["metric"] in SHARES


def _denominator(figure: dict[str, object], totals: list[dict[str, object]]) -> int | None:
    """The number of priorities published for the same scope and the same year or contract."""
    scope = ["municipality", "cycle"] + (["monitoring_year"] if pd.isna(figure["municipality"]) else [])
    fitting = (total for total in totals if all(_equal(total[key], figure[key]) for key in scope))
    return next((int(float(str(total["published"]))) for total in fitting), None)


def _equal(one: object, other: object) -> bool:
    return bool(pd.isna(one) and pd.isna(other)) or bool(pd.notna(one) and pd.notna(other) and one == other)


def _same(column: pd.Series, value: object) -> pd.Series:
    return column.isna() if pd.isna(value) else (column == value).fillna(False)


def _compute(data: Dataset, figure: dict[str, object], every: pd.DataFrame) -> _Computed:
    """Compute the figure from the tables."""
    metric, place = str(figure["metric"]), figure["municipality"]
    if metric == "priorities_total":
        return _priorities(data, figure)
    if metric == "municipalities_total" and not pd.isna(figure["cycle"]):
        contracts = data["contracts"]
        signed = contracts.loc[contracts["cycle"] == figure["cycle"], "municipality"]
        return _Computed(float(signed.nunique()), complete=True)
    if metric in SHARES and not pd.isna(figure["cycle"]) and not pd.isna(figure["monitoring_year"]):
        return _share(data, figure, every)
    if metric in ACTIVITIES and not pd.isna(figure["calendar_year"]) and figure["qualifier"] != "planned":
        activities = data["activities"]
        count = (
            (activities["type"] == ACTIVITIES[metric]) & (activities["date"].dt.year == figure["calendar_year"])
        ).sum()
        return _Computed(float(count)) if pd.isna(place) and count else _Computed()
    if metric == "monitoring_reports" and not pd.isna(figure["calendar_year"]):
        ends = data["reports"]["period_end"].dt.year
        return _Computed(float((ends == figure["calendar_year"]).sum()))
    if metric == "social_contracts" and not pd.isna(figure["calendar_year"]):
        years = map(years_of, data["contracts"]["cycle"])
        return _Computed(float(sum(first <= int(str(figure["calendar_year"])) <= last for first, last in years)))
    return _Computed()


def _priorities(data: Dataset, figure: dict[str, object]) -> _Computed:
    priorities, contracts = (_of_scope(data[table], figure) for table in ("priorities", "contracts"))
    # That the numbers of those on file have no gap proves nothing: the contract has to say how many it has.
    told = contracts.set_index("contract")["priorities_total"]
    on_file = priorities.groupby("contract").size().reindex(told.index).fillna(0)
    complete = bool(len(told)) and bool(told.notna().all()) and bool((on_file >= told.fillna(0)).all())
    here = once(priorities)
    if not pd.isna(figure["monitoring_year"]):
        here = here[here["since_year"].fillna(1) <= figure["monitoring_year"]]
    return _Computed(float(len(here)), complete=complete) if len(here) else _Computed()


def _of_scope(table: pd.DataFrame, figure: dict[str, object]) -> pd.DataFrame:
    """The rows of the contract, or of the contracts of the term, a figure is about."""
    rows = table[_same(table["cycle"], figure["cycle"])]
    return rows if pd.isna(figure["municipality"]) else rows[rows["municipality"] == figure["municipality"]]


def _share(data: Dataset, figure: dict[str, object], every: pd.DataFrame) -> _Computed:
    rows = every[_same(every["cycle"], figure["cycle"]) & _same(every["monitoring_year"], figure["monitoring_year"])]
    if not pd.isna(figure["municipality"]):
        rows = rows[rows["municipality"] == figure["municipality"]]
    sums = together(data, rows)
    assessed = int(sums["assessed"])
    if not assessed:
        return _Computed()
    model = data.model
    chosen = {
        "top": [model.best.id],
        "addressed": model.addressed,
        "partial": model.addressed[1:],
        "none": [status.id for status in model.scale if status.id not in model.addressed],
    }[SHARES[str(figure["metric"])]]
    count = int(sums[chosen].sum())
    every_row = panel(data)  # with those taken out: a contract of which all were is on file too
    for key in ("cycle", "monitoring_year", *([] if pd.isna(figure["municipality"]) else ["municipality"])):
        every_row = every_row[_same(every_row[key], figure[key])]
    seen = every_row["contract"].unique()
    declared = data["contracts"].set_index("contract")["priorities_total"].reindex(seen)
    contracts = data["contracts"][_same(data["contracts"]["cycle"], figure["cycle"])]
    all_there = not pd.isna(figure["municipality"]) or set(contracts["contract"]) == set(seen)
    complete = all_there and bool(declared.notna().all()) and _told(every_row) >= int(declared.fillna(0).sum())
    return _Computed(100 * count / assessed, assessed, _told(once(every_row)), complete, len(every_row))


def _told(rows: pd.DataFrame) -> int:
    return int((rows["monitors"] > 0).sum())
