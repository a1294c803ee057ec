"""What changed between two years of a contract, by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Passage, notice
from pop_analysis.blocks.parts import Entry
from pop_analysis.exhibits.quantities import Scope, scope_of
from pop_analysis.exhibits.rows import (
    Columns,
    by_place_name,
    copies_of,
    linked_source,
    listing,
    number_in,
)
from pop_analysis.exhibits.terms import changed_cycle
from pop_analysis.exhibits.wording import (
    change_parts,
    cycles_phrase,
    in_language,
    judged_of,
    place_name,
    priority_label,
    status_entry,
    subject_of,
    text,
    typed,
)
from pop_analysis.locale import Words
from pop_analysis.measures import certainty, once, transitions, year_by_year
from pop_analysis.measures.change.transitions import CHANGES
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

FELL = "regressed"
# Of what kind of change a table speaks first: what went back, then what moved, then what changed the contract.
ORDER = (FELL, "improved", "withdrawn", "split", "merged", "replaced", "new", "not_judged", "same")


def year_changes_table(data: Dataset, municipality: str, cycle: str, *, language: str | None = None) -> Block:
    """List what changed between the last two years with verdicts: what went back first, each with its reason.

    Of the contract ``cycle``; where it has no two years with verdicts, of the last one that has
    (:func:`~pop_analysis.exhibits.changed_cycle`), named by its years.

    Examples
    --------
    >>> pop.exhibits.year_changes_table(invented, "lumebardhe", "2019-2023", language="en").caption
    'Lumëbardha, contract 2019–2023, from year 3 to year 4: 1 priority improved, none went back, 6 stayed
    as they were, and 1 has no verdict in one of the years.'
    """
    words = Words(data.model, language)
    subject, cycle = subject_of(data, words, municipality), changed_cycle(data, municipality, cycle)
    found = transitions(data.where(municipality=municipality, cycle=cycle))
    if found.empty:
        return notice(words("change.none", place=subject))
    years: dict[str, Any] = {"first": int(found["year_from"].iloc[0]), "second": int(found["year_to"].iloc[0])}
    years |= {"cycle": cycles_phrase(words, [cycle])}
    scope = Scope(municipality=municipality, cycle=cycle, monitoring_year=[years["first"], years["second"]])
    moved = found[found["change"] != "same"]
    if moved.empty:
        return Passage(
            [words("change.nothing", n=scope.of(change="same")("changed", len(found)), place=subject, **years)]
        )
    counts = found["change"].value_counts()
    parts = change_parts(words, counts, scope, ("improved", FELL, "same", *CHANGES[3:]), always=("improved", FELL))
    caption = words("change.caption", place=subject, parts=words.listed(parts), **years)
    columns, note, copies = _change_columns(words), words("change.note"), copies_of(data)
    return listing("changed-between-years", caption, _ordered(moved), columns, words, note, copies=copies)


def contract_years_table(data: Dataset, municipality: str, *, language: str | None = None) -> Block:
    """List every monitoring year with verdicts of every contract of a municipality, and what changed since the last.

    A new contract does not hide the years of the one before.

    Examples
    --------
    >>> pop.exhibits.contract_years_table(invented, "lumebardhe", language="en").frame["Judged"].tolist()
    ['7 of 7', '7 of 7', '8 of 8', '7 of 8', '8 of 8']
    """
    words = Words(data.model, language)
    own = data.where(municipality=municipality)
    subject, counts = subject_of(data, words, municipality), certainty(own)
    rows = each_row(counts[counts["assessed"] > 0].sort_values(["cycle", "monitoring_year"]))
    if not rows:
        return notice(words("change.none", place=subject))
    changes = dict(list(year_by_year(own).groupby(["contract", "year_to"])))
    scale = data.model.scale
    columns: Columns = [
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("year", lambda row: Entry(str(row["monitoring_year"]), int(row["monitoring_year"]))),
        ("period", lambda row: words.period(row["period_start"], row["period_end"]) or words("unknown")),
        *((status.id, number_in(status.id, words)) for status in scale),
        ("assessed", lambda row: judged_of(words, scope_of(row), row)),
        ("change", lambda row: _since(changes.get((row["contract"], row["monitoring_year"])), words)),
    ]
    headings = {status.id: status.label[words.language] for status in scale}
    note, caption = words("change.years_note"), words("change.years", place=subject)
    return listing("contract-years", caption, rows, columns, words, note, [s.id for s in scale], headings=headings)


def _since(changes: pd.DataFrame | None, words: Words) -> str:
    """What changed since the year with verdicts before; a dash where there is none."""
    if changes is None:
        return "–"
    first = changes.iloc[0]
    years = [int(first["year_from"]), int(first["year_to"])]
    scope = Scope(municipality=first["municipality"], cycle=first["cycle"], monitoring_year=years)
    kinds = ("improved", FELL, "same", *CHANGES[3:])
    return words.listed(change_parts(words, changes["change"].value_counts(), scope, kinds, always=("improved", FELL)))


def regressions_table(data: Dataset, cycles: Sequence[str], *, language: str | None = None) -> Block:
    """List by name every priority of the network that went back between a year with verdicts and the one before.

    Examples
    --------
    >>> pop.exhibits.regressions_table(invented, ["2019-2023"], language="en").caption
    '9 priorities of the network went back, each between two years of the same contract'
    """
    words = Words(data.model, language)
    found = year_by_year(data.where(cycle=list(cycles)))
    fell = found[found["change"] == FELL]
    if fell.empty:
        key = "change.no_regressions" if len(found) else "change.none_of"
        return notice(words(key, cycle=cycles_phrase(words, cycles)))
    rows = by_place_name(once(fell), data, words)
    alike = ["shared", "year_from", "year_to"]
    owners = dict(iter(fell.dropna(subset="shared").groupby(alike)["municipality"]))

    def place(row: dict[str, Any]) -> str:
        """All that share the promise and went back alike: it stands here once."""
        own = owners.get(tuple(row[name] for name in alike), [row["municipality"]])
        return words.listed(place_name(data, words, each) for each in own)

    columns: Columns = [
        ("municipality", place),
        ("year_from", lambda row: Entry(str(row["year_from"]), int(row["year_from"]))),
        ("year_to", lambda row: Entry(str(row["year_to"]), int(row["year_to"]))),
        *(each for each in _change_columns(words) if each[0] != "change"),
    ]
    note = words("change.regressions_note")
    return listing(
        "regressions",
        words("change.regressions", n=Scope(cycle=list(cycles))("all_that_went_back", len(once(fell)))),
        rows,
        columns,
        words,
        note,
        copies=copies_of(data),
    )


def _ordered(moved: pd.DataFrame) -> list[dict[str, Any]]:
    order = {kind: place for place, kind in enumerate(ORDER)}
    keys = ["_kind", "number", "sub_number", "title_sq"]
    rows = moved.assign(_kind=moved["change"].map(order)).sort_values(keys, na_position="last")
    records: list[dict[str, Any]] = each_row(rows)
    return records


def _change_columns(words: Words) -> Columns:
    return [
        ("number", priority_label),
        ("priority", lambda row: in_language(words, row, "title")),
        ("before", lambda row: status_entry(words, row["status_from"])),
        ("after", lambda row: status_entry(words, row["status_to"], " ▼" if row["change"] == FELL else "")),
        ("change", lambda row: Entry(words(f"change.{row['change']}"), row["change"])),
        ("reason", lambda row: typed(words, text(row["reason"]) or row["note"])),
        ("source", lambda row: linked_source(row, words, "source")),
    ]
