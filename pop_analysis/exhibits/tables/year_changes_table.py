"""What changed between two years of a contract, by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Passage, notice
from pop_analysis.blocks.parts import Entry
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, by_place_name, linked_source, listing, place_column
from pop_analysis.exhibits.wording import change_parts, priority_label, status_entry, subject_of, text, typed
from pop_analysis.locale import Words
from pop_analysis.measures import following_years, panel, transitions
from pop_analysis.measures.transitions import CHANGES
from pop_analysis.reading import Dataset
from pop_analysis.reading.frames import each_row

FELL = "regressed"
# Of what kind of change a table speaks first: what went back, then what moved, then what changed the contract.
ORDER = (FELL, "improved", "withdrawn", "split", "merged", "replaced", "new", "not_judged", "same")


def year_changes_table(data: Dataset, municipality: str, cycle: str, language: str = "sq") -> Block:
    """List what changed between the last two years with verdicts: what went back first, each with its reason.

    Examples
    --------
    >>> pop.exhibits.year_changes_table(invented, "lumebardhe", "2019-2023", language="en").caption
    'Lumëbardha, from year 3 to year 4: 1 priority improved, none went back, 6 stayed as they were, and 1
    has no verdict in one of the years.'
    """
    words = Words(data.model, language)
    subject = subject_of(data, words, municipality)
    found = transitions(data.where(municipality=municipality, cycle=cycle))
    if found.empty:
        return notice(words("change.none", place=subject))
    years: dict[str, Any] = {"first": int(found["year_from"].iloc[0]), "second": int(found["year_to"].iloc[0])}
    scope = Scope(municipality=municipality, cycle=cycle, monitoring_year=list(years.values()))
    moved = found[found["change"] != "same"]
    if moved.empty:
        return Passage(
            [words("change.nothing", n=scope.of(change="same")("changed", len(found)), place=subject, **years)]
        )
    counts = found["change"].value_counts()
    parts = change_parts(words, counts, scope, ("improved", FELL, "same", *CHANGES[3:]), always=("improved", FELL))
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
        return notice(none)
    rows = by_place_name(fell, data, words)
    columns: Columns = [
        place_column(data, words),
        ("year_to", lambda row: Entry(str(row["year_to"]), int(row["year_to"]))),
        *(each for each in _change_columns(words) if each[0] != "change"),
    ]
    note = words("change.regressions_note")
    return listing(
        "regressions",
        words("change.regressions", n=Scope(cycle=list(cycles))("all_that_went_back", len(rows))),
        rows,
        columns,
        words,
        note,
    )


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
        ("before", lambda row: status_entry(words, row["status_from"])),
        ("after", lambda row: status_entry(words, row["status_to"], " ▼" if row["change"] == FELL else "")),
        ("change", lambda row: Entry(words(f"change.{row['change']}"), row["change"])),
        ("reason", lambda row: typed(words, text(row["reason"]) or row["note"])),
        ("source", lambda row: linked_source(row, "source")),
    ]
