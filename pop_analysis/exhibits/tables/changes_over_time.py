"""What changed, by name: since the year before, from one contract to the next, and between two monitors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Entry, Listing, Passage, Table
from pop_analysis.exhibits.rows import Columns, linked_source, listing, number_in
from pop_analysis.exhibits.wording import (
    change_parts,
    cycles_phrase,
    place_name,
    priority_label,
    share_phrase,
    text,
    typed,
    verdict,
    whose,
)
from pop_analysis.locale import Words
from pop_analysis.measures import (
    Refusal,
    agreement,
    citizens_beside_assessments,
    double_assessments,
    following_years,
    panel,
    to_adjudicate,
    transitions,
)
from pop_analysis.measures import contract_succession as compare
from pop_analysis.measures.agreement import MIN_PAIRS_FOR_ALPHA
from pop_analysis.measures.fulfilment import MIN_N_FOR_PERCENT
from pop_analysis.measures.transitions import CHANGES
from pop_analysis.reading import Dataset
from pop_analysis.reading.frames import each_row

FELL = "regressed"
# Of what kind of change a table speaks first: what went back, then what moved, then what changed the contract.
ORDER = (FELL, "improved", "withdrawn", "split", "merged", "replaced", "new", "not_judged", "same")
COMPARED = ("contract_from", "contract_to")
FATES = ("carried_over", "unmet", "met", "unknown", "open", "withdrawn", "new")


def refusal_notice(words: Words, refused: Refusal) -> Passage:
    """The explanation that stands in place of a figure, in the language of the page.

    >>> from pop_analysis.model import load_model
    >>> words = Words(load_model(), "en")
    >>> str(refusal_notice(words, Refusal(words.model, "trend", years=2))).split(":")[0]
    'No trend line through 2 points'
    """
    return Passage([refused.explain(words.language)], "notice")


def year_changes_table(data: Dataset, municipality: str, cycle: str, language: str = "sq") -> Block:
    """List what changed between the last two years with verdicts: what went back first, each with its reason.

    Examples
    --------
    >>> pop.exhibits.year_changes_table(invented, "lumebardhe", "2019-2023", language="en").caption
    'Lumëbardha, from year 3 to year 4: 1 priority improved, none went back, 6 stayed as they were, and 1
    has no verdict in one of the years.'
    """
    words = Words(data.model, language)
    subject = whose(data, words, municipality)
    found = transitions(data.where(municipality=municipality, cycle=cycle))
    if found.empty:
        return Passage([words("change.none", place=subject)], "notice")
    years: dict[str, Any] = {"first": int(found["year_from"].iloc[0]), "second": int(found["year_to"].iloc[0])}
    moved = found[found["change"] != "same"]
    if moved.empty:
        return Passage([words("change.nothing", n=len(found), place=subject, **years)])
    counts = found["change"].value_counts()
    parts = change_parts(words, counts, ("improved", FELL, "same", *CHANGES[3:]), always=("improved", FELL))
    caption = words("change.caption", place=subject, parts=words.listed(parts), **years)
    return listing(
        "changed-between-years", caption, _ordered(moved), _change_columns(words), words, words("change.note")
    )


def regressions_table(data: Dataset, cycles: Sequence[str], language: str = "sq") -> Block:
    """List by name every priority of the network that went back between two following years of its contract.

    Examples
    --------
    >>> pop.exhibits.regressions_table(invented, ["2019-2023"], language="en").caption
    '8 priorities of the network went back, each between two years of the same contract'
    """
    words = Words(data.model, language)
    found = _all_pairs(data.where(cycle=list(cycles)))
    fell = found[found["change"] == FELL]
    if fell.empty:
        none = words("change.no_regressions") if len(found) else words("change.none", place=words("network"))
        return Passage([none], "notice")
    rows = sorted(each_row(fell), key=lambda row: words.sort_key(place_name(data, words, row["municipality"])))
    place: Columns = [("municipality", lambda row: place_name(data, words, row["municipality"]))]
    when: Columns = [("year_to", lambda row: Entry(str(row["year_to"]), int(row["year_to"])))]
    columns = [*place, *when, *(each for each in _change_columns(words) if each[0] != "change")]
    note = words("change.regressions_note")
    return listing("regressions", words("change.regressions", n=len(rows)), rows, columns, words, note)


def _all_pairs(data: Dataset) -> pd.DataFrame:
    """Every change between two following years on file."""
    assessments = panel(data)
    pairs = [transitions(data, years, assessments) for years in following_years(data)]
    return pd.concat(pairs, ignore_index=True) if pairs else transitions(data)[:0]


def _ordered(moved: pd.DataFrame) -> list[dict[str, Any]]:
    order = {kind: place for place, kind in enumerate(ORDER)}
    keys = ["_kind", "number", "sub_number", "title_sq"]
    rows = moved.assign(_kind=moved["change"].map(order)).sort_values(keys, na_position="last")
    records: list[dict[str, Any]] = each_row(rows)
    return records


def _change_columns(words: Words) -> Columns:
    return [
        ("number", priority_label),
        ("priority", lambda row: words.of(row, "title")),
        ("before", lambda row: verdict(words, row["status_from"])),
        ("after", lambda row: verdict(words, row["status_to"], " ▼" if row["change"] == FELL else "")),
        ("change", lambda row: Entry(words(f"change.{row['change']}"), row["change"])),
        ("reason", lambda row: typed(words, text(row["reason"]) or row["note"])),
        ("source", lambda row: linked_source(row, "source")),
    ]


def contract_succession_table(data: Dataset, municipality: str | None = None, language: str = "sq") -> Block:
    """List what became of each priority when the next contract was signed: carried over, unmet, met, new.

    Of one municipality by name, or of all as counts. A link is declared in the workbook or shown by the same title;
    an alike title stands as a question in the last column and counts for nothing.

    Examples
    --------
    >>> pop.exhibits.contract_succession_table(invented, "lumebardhe", language="en").caption
    'Lumëbardha, from contract 2019–2023 to 2023–2027: 3 carried over, 2 not met in full and not carried
    over, 3 met in full, 1 taken out before, and 5 new.'
    """
    words = Words(data.model, language)
    rows = compare(data, municipality)
    if rows.empty:
        return Passage([words("cycles.none", place=whose(data, words, municipality))], "notice")
    counts = rows["fate"].value_counts()
    parts = words.listed(words(f"cycles.counted.{fate}", n=int(counts[fate])) for fate in FATES if fate in counts)
    if municipality is None:
        return _by_municipality(data, rows, words("cycles.caption_network", parts=parts), words)
    caption = words("cycles.caption_place", place=whose(data, words, municipality), parts=parts)
    if rows["contract_from"].nunique() == 1:
        earlier, later = (cycles_phrase(words, [rows[name].iloc[0].split("/")[1]]) for name in COMPARED)
        subject = whose(data, words, municipality)
        caption = words("cycles.caption", place=subject, parts=parts, earlier=earlier, later=later)
    own = data.where(municipality=municipality)["priorities"]
    titles = {row["priority"]: words.of(row, "title") for row in each_row(own)}
    columns: Columns = [
        ("contract", lambda row: cycles_phrase(words, [row[COMPARED[pd.isna(row["priority_from"])]].split("/")[1]])),
        ("number", priority_label),
        ("priority", lambda row: words.of(row, "title")),
        ("status", lambda row: verdict(words, row["status"])),
        ("fate", lambda row: Entry(words(f"cycles.fate.{row['fate']}"), row["fate"])),
        ("carried_into", lambda row: titles.get(row["priority_to"], "") if row["fate"] == "carried_over" else ""),
        ("link", lambda row: _link(row, titles, words)),
    ]
    return listing("contracts-compared", caption, each_row(rows), columns, words, words("cycles.note"))


def _by_municipality(data: Dataset, rows: pd.DataFrame, caption: str, words: Words) -> Block:
    """How many priorities had which fate, a line for each municipality and pair of contracts."""
    fates = [fate for fate in FATES if (rows["fate"] == fate).any()]
    counts = pd.crosstab([rows["municipality"], rows["contract_from"], rows["contract_to"]], rows["fate"]).reset_index()
    records = each_row(counts)
    records.sort(key=lambda row: (words.sort_key(place_name(data, words, row["municipality"])), row["contract_from"]))
    columns: Columns = [
        ("municipality", lambda row: place_name(data, words, row["municipality"])),
        ("contract", lambda row: " → ".join(cycles_phrase(words, [row[name].split("/")[1]]) for name in COMPARED)),
    ]
    columns += [(fate, number_in(fate, words)) for fate in fates]
    labels = {fate: words(f"cycles.fate.{fate}") for fate in fates}
    headings = [(name, labels.get(name) or words(f"column.{name}")) for name, _ in columns]
    cells = [[make(row) for _, make in columns] for row in records]
    return Listing("contracts-compared", caption, Table(headings, cells, frozenset(fates)), words("cycles.note"))


def _link(row: dict[str, Any], titles: dict[str, str], words: Words) -> str:
    if text(row["link"]):
        return words(f"cycles.link.{row['link']}")
    suggested = text(row["suggested"])
    return words("cycles.suggestion", title=titles[suggested]) if suggested else ""


def citizens_table(data: Dataset, municipality: str | None = None, language: str = "sq") -> Block:
    """List the citizens' score of each priority beside the monitor's verdict of the same year.

    Examples
    --------
    >>> pop.exhibits.citizens_table(invented, language="en").caption
    "73 scores by citizens, beside the monitor's verdict"
    """
    words = Words(data.model, language)
    rows = citizens_beside_assessments(data if municipality is None else data.where(municipality=municipality))
    if rows.empty:
        return Passage([words("citizens.none")])
    columns: Columns = [
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("year", lambda row: str(row["monitoring_year"])),
        ("number", priority_label),
        ("priority", lambda row: words.of(row, "title")),
        ("status", lambda row: verdict(words, row["status"])),
        ("citizens", lambda row: Entry(_score(row, words), row["score"])),
        ("respondents", lambda row: _respondents(int(row["respondents"]), words)),
        ("source", lambda row: linked_source(row, "source")),
    ]
    if municipality is None:
        columns = [("municipality", lambda row: place_name(data, words, row["municipality"])), *columns]
    caption, note = words("citizens.caption", n=len(rows)), words("citizens.note")
    return listing("citizens-scores", caption, each_row(rows), columns, words, note)


def _score(row: dict[str, Any], words: Words) -> str:
    return words("citizens.score", score=words.number(row["score"]), top=words.number(row["score_top"]))


def _respondents(n: int, words: Words) -> Entry:
    shown = words.number(n)
    return Entry(words("citizens.few", n=n) if n < MIN_N_FOR_PERCENT else shown, n)


def agreement_table(data: Dataset, language: str = "sq") -> Block:
    """Show how far two monitors agreed over the network: every pair of verdicts, and the coefficient if any.

    Examples
    --------
    >>> pop.exhibits.agreement_table(invented, language="en")
    Two monitors judged 50 priorities in 2 municipalities: the same verdict on 43 of 50 (86%).
          First monitor  Second monitor: fully  Second monitor: partially  Second monitor: not addressed
        fully addressed                     17                          2                              0
    partially addressed                      1                         14                              2
          not addressed                      0                          2                             12
    """
    words = Words(data.model, language)
    try:
        found = agreement(data)
    except Refusal:
        return Passage([words("monitors.one_place")], "notice")
    n = found["n"]
    if n == 0:
        return Passage([words("monitors.none")])
    caption = words(
        "monitors.caption", n=n, places=found["municipalities"], same=share_phrase(words, found["same"], n, n)
    )
    if found["no_alpha"] is None:
        note = words("monitors.alpha", alpha=words.number(found["alpha"], 2))
    else:
        note = words(f"monitors.{found['no_alpha']}", **_enough(found["no_alpha"]))
    scale = data.model.scale
    counts = {(row.status, row.other_status): int(row.priorities) for row in found["counts"].itertuples()}
    columns: Columns = [("first_verdict", lambda row: Entry(row["label"], row["status"]))]
    columns += [(status.id, number_in(status.id, words)) for status in scale]
    rows = [
        {"label": each.label[language], "status": each.id} | {other.id: counts[each.id, other.id] for other in scale}
        for each in scale
    ]
    return _cross(caption, rows, columns, words, note)


def _enough(reason: str) -> dict[str, int]:
    return {"enough": MIN_PAIRS_FOR_ALPHA} if reason == "few_pairs" else {}


def _cross(caption: str, rows: list[dict[str, Any]], columns: Columns, words: Words, note: str) -> Block:
    """The table of every pair: its columns are headed by the second monitor's verdicts."""
    second = words("column.other_verdict")
    labels = {status.id: f"{second}: {status.short(words.language)}" for status in words.model.scale}
    headings = [(name, labels.get(name) or words(f"column.{name}")) for name, _ in columns]
    cells = [[make(row) for _, make in columns] for row in rows]
    return Listing("monitors-agree", caption, Table(headings, cells, frozenset(labels)), note)


def adjudication_table(data: Dataset, municipality: str | None = None, language: str = "sq") -> Block:
    """List the priorities on which the two monitors differ, the widest apart first: what they must talk over.

    Examples
    --------
    >>> pop.exhibits.adjudication_table(invented, language="en").caption
    '7 priorities to be talked over: the two monitors differ'
    """
    words = Words(data.model, language)
    rows = to_adjudicate(data if municipality is None else data.where(municipality=municipality))
    if rows.empty:
        none = double_assessments(data if municipality is None else data.where(municipality=municipality)).empty
        return Passage([words("monitors.nothing_apart" if none else "monitors.none_apart")])
    columns: Columns = [
        ("year", lambda row: str(row["monitoring_year"])),
        ("number", priority_label),
        ("priority", lambda row: words.of(row, "title")),
        ("first_verdict", lambda row: verdict(words, row["status"])),
        ("other_verdict", lambda row: verdict(words, row["other_status"])),
        ("reason", lambda row: typed(words, text(row["reason"]) or row["other_reason"])),
        ("monitors", lambda row: " · ".join(filter(None, (text(row["monitor"]), text(row["other_monitor"]))))),
    ]
    if municipality is None:
        columns = [("municipality", lambda row: place_name(data, words, row["municipality"])), *columns]
    caption, note = words("monitors.apart", n=len(rows)), words("monitors.apart_note")
    return listing("adjudication", caption, each_row(rows), columns, words, note)
