"""What became of each priority when the next contract was signed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, notice
from pop_analysis.blocks.parts import Entry
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, by_place_name, listing, number_in, place_column
from pop_analysis.exhibits.wording import cycles_phrase, in_language, priority_label, status_entry, subject_of, text
from pop_analysis.locale import Words
from pop_analysis.measures import contract_succession, once
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

COMPARED = ("contract_from", "contract_to")
FATES = ("carried_over", "unmet", "met", "unknown", "open", "withdrawn", "new")


def contract_succession_table(data: Dataset, municipality: str | None = None, *, language: str | None = None) -> Block:
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
    rows = contract_succession(data, municipality)
    if rows.empty:
        return notice(words("cycles.none", place=subject_of(data, words, municipality)))
    counts = _once(data, rows)["fate"].value_counts()
    scope = Scope(municipality=municipality)
    parts = words.listed(
        words(f"cycles.counted.{fate}", n=scope.of(fate=fate)("followed", int(counts[fate])))
        for fate in FATES
        if fate in counts
    )
    if municipality is None:
        return _by_municipality(data, rows, words("cycles.caption_network", parts=parts), words)
    caption = words("cycles.caption_place", place=subject_of(data, words, municipality), parts=parts)
    if rows["contract_from"].nunique() == 1:
        earlier, later = (cycles_phrase(words, [rows[name].iloc[0].split("/")[1]]) for name in COMPARED)
        subject = subject_of(data, words, municipality)
        caption = words("cycles.caption", place=subject, parts=parts, earlier=earlier, later=later)
    own = data.where(municipality=municipality)["priorities"]
    titles = {row["priority"]: words.of(row, "title") for row in each_row(own)}
    columns: Columns = [
        ("contract", lambda row: cycles_phrase(words, [row[COMPARED[pd.isna(row["priority_from"])]].split("/")[1]])),
        ("number", priority_label),
        ("priority", lambda row: in_language(words, row, "title")),
        ("status", lambda row: status_entry(words, row["status"])),
        ("fate", lambda row: Entry(words(f"cycles.fate.{row['fate']}"), row["fate"])),
        ("carried_into", lambda row: titles.get(row["priority_to"], "") if row["fate"] == "carried_over" else ""),
        ("link", lambda row: _link(row, titles, words)),
    ]
    return listing("contracts-compared", caption, each_row(rows), columns, words, words("cycles.note"))


def _once(data: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with each promise of several municipalities once: that of before, or of after where there was none."""
    known = data["priorities"].set_index("priority")
    of = rows.assign(priority=rows["priority_from"].fillna(rows["priority_to"]))
    return once(of.assign(**{name: of["priority"].map(known[name]) for name in ("cycle", "shared")}))


def _by_municipality(data: Dataset, rows: pd.DataFrame, caption: str, words: Words) -> Block:
    """How many priorities had which fate, a line for each municipality and pair of contracts."""
    fates = [fate for fate in FATES if (rows["fate"] == fate).any()]
    counts = pd.crosstab([rows["municipality"], rows["contract_from"], rows["contract_to"]], rows["fate"]).reset_index()
    records = by_place_name(counts, data, words, "contract_from")
    columns: Columns = [
        place_column(data, words),
        ("contract", lambda row: " → ".join(cycles_phrase(words, [row[name].split("/")[1]]) for name in COMPARED)),
    ]
    columns += [(fate, number_in(fate, words)) for fate in fates]
    labels = {fate: words(f"cycles.fate.{fate}") for fate in fates}
    note = words("cycles.note")
    return listing("contracts-compared", caption, records, columns, words, note, fates, headings=labels)


def _link(row: dict[str, Any], titles: dict[str, str], words: Words) -> str:
    if text(row["link"]):
        return words(f"cycles.link.{row['link']}")
    suggested = text(row["suggested"])
    return words("cycles.suggestion", title=titles[suggested]) if suggested else ""
