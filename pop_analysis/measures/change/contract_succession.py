"""From one contract to the next: which priorities were carried over, which were left unmet, which are new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from pop_analysis.measures.cache import cached
from pop_analysis.measures.panel import panel
from pop_analysis.model import fold
from pop_analysis.reading import Dataset
from pop_analysis.reading.linking.origins import named_origins
from pop_analysis.reading.tables.frames import each_row

# From this likeness of two titles on (0–100) a link is suggested; it is never used until somebody declares it.
MIN_TITLE_LIKENESS = 75
COLUMNS = ["municipality", "contract_from", "contract_to", "fate", "link", "priority_from", "priority_to"]
ABOUT = ["number", "sub_number", "title_sq", "title_en"]


class Side(NamedTuple):
    """One of the two contracts set beside each other.

    ``whole``: whether every priority it is known to have is on file.
    """

    contract: str
    priorities: list[dict[str, Any]]
    whole: bool


@cached(partition_by=("municipality",))
def contract_succession(data: Dataset, municipality: str | None = None) -> pd.DataFrame:
    """Set the priorities of each contract beside those of the next contract of the same municipality.

    A priority is carried over where the later one says so (``comes_from``), or where both have the same title.
    Titles that are only alike give a suggestion, which is shown and not counted.

    Returns
    -------
    DataFrame
        One row per priority of the earlier contract, then one a new one of the later: ``municipality``,
        ``contract_from``, ``contract_to``, ``fate``, ``link``, ``priority_from``, ``priority_to``; ``number``,
        ``sub_number``, ``title_sq``, ``title_en`` of the earlier (of the later for a new one), the same with
        ``_to`` of the later it was carried into; ``status`` (the last verdict of the earlier, str),
        ``suggested`` (key of a later priority with an alike title, or missing), ``likeness`` (0–100, float64).

        ``fate``: ``carried_over``; ``met`` (fully addressed, not carried over); ``unmet`` (last verdict less than
        that, not carried over); ``unknown`` (no verdict on file, not carried over); ``withdrawn``; ``new``; and
        ``open`` where a priority has no counterpart on file and the other contract is not all on file: then nobody
        knows. Pairs of contracts of which one has no priority on file are left out.
        ``link``: ``declared``, ``same_title`` or missing.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.contract_succession(pop.load("data/raw"), "elbasan")["fate"].tolist()
    []
    """
    if municipality is not None:
        return contract_succession(data.where(municipality=municipality))
    last, sides = _last_status(data), _sides(data)
    rows: list[dict[str, Any]] = []
    for _, own in data["contracts"].sort_values("cycle").groupby("municipality", sort=True)["contract"]:
        for earlier, later in pairwise(own):
            rows += _compare(data, sides[earlier], sides[later], last)
    columns = [*COLUMNS, *ABOUT, *(f"{name}_to" for name in ABOUT), "status", "suggested", "likeness"]
    frame = pd.DataFrame(rows, columns=columns)
    numbers = dict.fromkeys(["number", "sub_number", "number_to", "sub_number_to"], "Int64")
    titles = [f"{title}{side}" for title in ("title_sq", "title_en") for side in ("", "_to")]
    texts = dict.fromkeys([*COLUMNS, *titles, "status", "suggested"], "str")
    return frame.astype(numbers | texts | {"likeness": "Float64"})


def _last_status(data: Dataset) -> dict[str, str]:
    """Priority → its last verdict, or that it was withdrawn; nothing for one without."""
    kept = {*data.model.levels} | data.model.left_out
    assessments = panel(data)
    assessments = assessments[assessments["status"].isin(kept)].sort_values("monitoring_year")
    last: dict[str, str] = (
        assessments.drop_duplicates("priority", keep="last").set_index("priority")["status"].to_dict()
    )
    return last


def _sides(data: Dataset) -> dict[str, Side]:
    """Every contract with its priorities, in their order."""
    own: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in each_row(data["priorities"].sort_values(["number", "sub_number", "title_sq"], na_position="last")):
        own[row["contract"]].append(row)
    declared = zip(*(data["contracts"][name].tolist() for name in ("contract", "priorities_total")), strict=True)
    return {
        contract: Side(contract, own[contract], not pd.isna(total) and len(own[contract]) >= total)
        for contract, total in declared
    }


def _compare(data: Dataset, earlier: Side, later: Side, last: dict[str, str]) -> Iterator[dict[str, Any]]:
    before, after = earlier.priorities, later.priorities
    if not before or not after:
        return  # the text of one of them is not on file: nothing can be said
    links = _links(before, after)
    by_key = {row["priority"]: row for row in after}
    about = {
        "municipality": earlier.contract.split("/")[0],
        "contract_from": earlier.contract,
        "contract_to": later.contract,
    }
    taken = {key for key, _ in links.values()}
    free = [row for row in after if row["priority"] not in taken]
    for row in before:
        key, link = links.get(row["priority"], (None, None))
        suggested, likeness = (None, None) if key else _alike(row, free)
        status = last.get(row["priority"])
        into = by_key.get(key, {}) if key else {}
        yield (
            about
            | {name: row[name] for name in ABOUT}
            | {f"{name}_to": into.get(name) for name in ABOUT}
            | {
                "fate": "carried_over" if key else _fate(data, status, later.whole),
                "link": link,
                "priority_from": row["priority"],
                "priority_to": key,
                "status": status,
                "suggested": suggested,
                "likeness": likeness,
            }
        )
    for row in free:
        yield (
            about
            | {name: row[name] for name in ABOUT}
            | {"fate": "new" if earlier.whole else "open", "priority_to": row["priority"]}
        )


def _links(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Earlier priority → (later priority, how it is known)."""
    known = {row["priority"]: [t for t in (row["title_sq"], row["title_en"]) if isinstance(t, str)] for row in before}
    titles = {fold(title): key for key, own in known.items() for title in own}
    links: dict[str, tuple[str, str]] = {}
    for row in after:
        if isinstance(row["comes_from"], str):
            found = [key for _, key in named_origins(row["comes_from"], row["contract"], known) if key]
            links |= dict.fromkeys(found, (row["priority"], "declared"))
    for row in after:
        key = titles.get(fold(row["title_sq"]))
        if key and key not in links and not isinstance(row["comes_from"], str):
            links[key] = (row["priority"], "same_title")
    return links


def _alike(row: dict[str, Any], free: list[dict[str, Any]]) -> tuple[str | None, float | None]:
    """The later priority whose title is most like this one, when it is like enough to be asked about."""
    scored = [(fuzz.token_sort_ratio(fold(row["title_sq"]), fold(each["title_sq"])), each["priority"]) for each in free]
    likeness, key = max(scored, default=(0.0, None))
    return (key, round(likeness, 1)) if likeness >= MIN_TITLE_LIKENESS else (None, None)


def _fate(data: Dataset, status: str | None, later_on_file: bool) -> str:
    if status in data.model.left_out:
        return "withdrawn"
    if status == data.model.best.id:
        return "met"
    if not later_on_file:
        return "open"
    return "unknown" if status is None else "unmet"
