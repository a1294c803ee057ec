"""Published figures under a lens: what can be computed beside them, and which counts could give them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from pop_analysis.measures.fulfilment import fulfilment
from pop_analysis.measures.remembered import remembered
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables import each_row

ACTIVITIES = {
    "focus_groups": "focus_group",
    "public_forums": "public_forum",
    "municipality_meetings": "municipality_meeting",
    "council_sessions_monitored": "council_session",
    "videos_with_municipal_leaders": "video",
}
SHARES = {"share_fully": "top", "share_addressed": "addressed", "share_partially": "partial", "share_not": "none"}


def possible_counts(percent: float, n: int, decimals: int | None = None) -> list[int]:
    """List the whole counts that, of ``n``, give ``percent`` when rounded as it was published.

    ``decimals`` is how many decimals were published; by default those ``percent`` shows. Halves are rounded up.

    Examples
    --------
    >>> possible_counts(58, 101), possible_counts(40, 6), possible_counts(74.5, 110)
    ([59], [], [82])
    """
    wanted = Decimal(str(percent)).normalize()
    places = max(0, -int(wanted.as_tuple().exponent)) if decimals is None else decimals
    step = Decimal(1).scaleb(-places)
    shares = ((count, Decimal(100 * count) / Decimal(n)) for count in range(n + 1))
    return [count for count, share in shares if share.quantize(step, ROUND_HALF_UP) == wanted]


def possible_splits(percents: list[float], n: int) -> list[tuple[int, ...]]:
    """List the whole counts that give all of ``percents`` and add up to ``n``.

    Examples
    --------
    >>> possible_splits([17, 58, 25], 101)
    [(17, 59, 25)]
    """
    splits: list[tuple[int, ...]] = [()]
    for percent in percents:
        splits = [(*split, count) for split in splits for count in possible_counts(percent, n)]
    return [split for split in splits if sum(split) == n]


def audit(data: Dataset, municipality: str | None = None, year: int | None = None) -> pd.DataFrame:
    """Give :func:`published_against_computed` of one municipality's figures, of one calendar year's, or of all.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.audit(pop.load("data/raw"), municipality="fier")["verdict"].tolist()
    ['agrees']
    """
    rows = published_against_computed(data, municipality)
    if year is not None:
        rows = rows[rows["year"] == year]
    return rows.reset_index(drop=True)


@remembered
def published_against_computed(data: Dataset, municipality: str | None = None) -> pd.DataFrame:
    """Set every published figure, or those of one municipality, beside what the tables give; say how the two stand.

    Returns one row a figure: ``municipality`` (missing for the network), ``figure_period``, ``cycle``,
    ``monitoring_year``, ``year``, ``metric``, ``unit``, ``qualifier``, ``source``, ``note``,
    ``published`` (Float64), ``computed`` (Float64), ``computed_n`` (Int64, out of how many),
    ``difference`` (published − computed, in the unit of the figure), ``published_n`` (Int64, the denominator published
    for the same scope and period), ``possible`` (text: the counts that give a published share of ``published_n``), and
    ``verdict``:

    - ``agrees``: equal, as exactly as it was published;
    - ``differs``: both cover the same priorities, and are not equal;
    - ``partly_on_file``: the tables hold only a part of what the figure counts, so no difference proves anything;
    - ``more_on_file``: the tables hold more than the figure counts: other months, or another definition;
    - ``impossible``: no whole count of the published denominator gives the share;
    - ``possible``: not computable from the tables, but some whole count gives it;
    - ``not_computable``: nothing on file to compute it from.

    Examples
    --------
    >>> pop.published_against_computed(data)["verdict"].value_counts().index.tolist()
    ['not_computable', 'partly_on_file', 'agrees', 'differs', 'more_on_file']
    """
    figures = data["published_figures"].rename(columns={"value": "published"})
    if municipality is not None:
        figures = figures[figures["municipality"] == municipality]
    figures = figures.reset_index(drop=True)
    every = fulfilment(data)
    totals = figures[(figures["metric"] == "priorities_total") & (figures["qualifier"].fillna("exact") == "exact")]
    stated = each_row(totals)
    rows = [_examine(data, figure, stated, every) for figure in each_row(figures)]
    columns = ["computed", "computed_n", "published_n", "possible", "verdict"]
    found = pd.DataFrame(rows, columns=columns, index=figures.index)
    found = found.astype({"computed": "Float64", "computed_n": "Int64", "published_n": "Int64"})
    result = pd.concat([figures, found], axis=1)
    result.insert(result.columns.get_loc("computed_n"), "difference", result["published"] - result["computed"])
    return result.drop(columns="contract")


def _examine(
    data: Dataset, figure: dict[str, object], totals: list[dict[str, object]], every: pd.DataFrame
) -> tuple[object, ...]:
    published_n = _denominator(figure, totals)
    possible = (
        possible_counts(float(str(figure["published"])), published_n) if published_n and _is_share(figure) else []
    )
    computed, n, complete = _compute(data, figure, every)
    listed = ", ".join(map(str, possible))
    if published_n and _is_share(figure) and not possible:
        return computed, n, published_n, listed, "impossible"
    if computed is None:
        return None, None, published_n, listed, "possible" if possible else "not_computable"
    return computed, n, published_n, listed, _verdict(figure, computed, n, complete)


def _verdict(figure: dict[str, object], computed: float, n: int | None, complete: bool) -> str:
    published = float(str(figure["published"]))
    if figure["unit"] == "percent":
        if not complete:
            return "partly_on_file"
        return "agrees" if n and round(computed * n / 100) in possible_counts(published, n) else "differs"
    if published == computed or (figure["qualifier"] == "more_than" and computed > published):
        return "agrees"
    if complete:
        return "differs"
    return "more_on_file" if computed > published else "partly_on_file"


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


def _compute(data: Dataset, figure: dict[str, object], every: pd.DataFrame) -> tuple[float | None, int | None, bool]:
    """Compute the figure from the tables: value, out of how many, and whether the tables hold all it counts."""
    metric, place = str(figure["metric"]), figure["municipality"]
    if metric == "priorities_total":
        return _priorities(data, figure)
    if metric == "municipalities_total" and not pd.isna(figure["cycle"]):
        contracts = data["contracts"]
        return float(contracts.loc[contracts["cycle"] == figure["cycle"], "municipality"].nunique()), None, True
    if metric in SHARES and not pd.isna(figure["cycle"]) and not pd.isna(figure["monitoring_year"]):
        return _share(data, figure, every)
    if metric in ACTIVITIES and not pd.isna(figure["year"]) and figure["qualifier"] != "planned":
        activities = data["activities"]
        count = ((activities["type"] == ACTIVITIES[metric]) & (activities["date"].dt.year == figure["year"])).sum()
        return (float(count), None, False) if pd.isna(place) and count else (None, None, False)
    if metric == "monitoring_reports" and not pd.isna(figure["year"]):
        ends = data["reports"]["period_end"].dt.year
        return float((ends == figure["year"]).sum()), None, True
    if metric == "social_contracts" and not pd.isna(figure["year"]):
        signed = data["contracts"]["cycle"].str[:4].astype("Int64")
        until = data["contracts"]["cycle"].str[-4:].astype("Int64")
        return float(((signed <= figure["year"]) & (until >= figure["year"])).sum()), None, True
    return None, None, False


def _priorities(data: Dataset, figure: dict[str, object]) -> tuple[float | None, int | None, bool]:
    priorities = data["priorities"]
    here = priorities[_same(priorities["cycle"], figure["cycle"])]
    if not pd.isna(figure["municipality"]):
        here = here[here["municipality"] == figure["municipality"]]
    if not pd.isna(figure["monitoring_year"]):
        here = here[here["since_year"].fillna(1) <= figure["monitoring_year"]]
    complete = bool(len(here)) and here["number"].notna().all() and len(here) == int(here["number"].max())
    return (float(len(here)), None, complete) if len(here) else (None, None, False)


def _share(data: Dataset, figure: dict[str, object], every: pd.DataFrame) -> tuple[float | None, int | None, bool]:
    rows = every[_same(every["cycle"], figure["cycle"]) & _same(every["monitoring_year"], figure["monitoring_year"])]
    if not pd.isna(figure["municipality"]):
        rows = rows[rows["municipality"] == figure["municipality"]]
    assessed = int(rows["assessed"].sum())
    if not assessed:
        return None, None, False
    scale = data.model.scale
    chosen = {
        "top": [scale[0].id],
        "addressed": [status.id for status in scale if status.addressed],
        "partial": [status.id for status in scale[1:] if status.addressed],
        "none": [status.id for status in scale if not status.addressed],
    }[SHARES[str(figure["metric"])]]
    count = int(rows[chosen].sum().sum())
    declared = data["contracts"].set_index("contract")["priorities_total"].reindex(rows["contract"])
    contracts = data["contracts"][_same(data["contracts"]["cycle"], figure["cycle"])]
    all_there = not pd.isna(figure["municipality"]) or set(contracts["contract"]) == set(rows["contract"])
    complete = all_there and bool(declared.notna().all()) and assessed >= int(declared.fillna(0).sum())
    return 100 * count / assessed, assessed, complete
