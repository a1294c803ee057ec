"""Tables of a contract's priorities: what was promised and judged, with the evidence behind it."""

from __future__ import annotations

from pop_analysis.blocks.blocks import Block, notice
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, copies_of, linked_source, listing, when, with_priority
from pop_analysis.exhibits.tables.replies_table import beside, reply_entry
from pop_analysis.exhibits.wording import (
    cycles_phrase,
    in_language,
    place_name,
    priority_label,
    text,
    typed,
    verdict_entry,
)
from pop_analysis.locale import Words
from pop_analysis.measures import last_assessed, panel
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row, in_order


def priorities_table(data: Dataset, municipality: str, cycle: str, *, language: str | None = None) -> Block:
    """List the contract's priorities on file with theme, latest verdict, reason, any reply to it, and source.

    Examples
    --------
    >>> listing = pop.exhibits.priorities_table(data, "durres", "2019-2023", language="en")
    >>> listing.frame["Verdict"].value_counts().to_dict()
    {'partially addressed': 5, 'not addressed': 1, 'partially addressed (to be confirmed)': 1}
    """
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    place = place_name(data, words, municipality)
    assessments = panel(own)
    if assessments.empty:
        return notice(words("listing.no_priorities", place=place, cycle=cycles_phrase(words, [cycle])))
    judged = last_assessed(data, assessments)
    rows = judged if len(judged) else assessments.drop_duplicates("priority", keep="last")
    columns: Columns = [
        ("number", priority_label),
        ("priority", lambda row: in_language(words, row, "title")),
        ("theme", lambda row: words.label("themes", row["theme"])),
        ("status", lambda row: verdict_entry(words, row)),
        ("reason", lambda row: typed(words, text(row["reason"]) or row["note"])),
    ]
    if answers := beside(own, rows):
        columns.append(
            ("reply", lambda row: reply_entry(row, answers.get((row["priority"], row["monitoring_year"])), words))
        )
    columns.append(("source", lambda row: linked_source(row, words, "source")))
    columns += _promise_source(own, words)
    n = Scope(municipality=municipality, cycle=cycle)("priorities_on_file", len(own["priorities"]))
    caption = words("listing.priorities", n=n, place=place, cycle=cycles_phrase(words, [cycle]))
    choices = frozenset({"theme", "status"})
    return listing("priorities", caption, each_row(rows), columns, words, choices=choices, copies=copies_of(data))


def evidence_table(data: Dataset, municipality: str, cycle: str, *, language: str | None = None) -> Block:
    """List what stands behind the verdicts, priority by priority, and what happened after them.

    Examples
    --------
    >>> pop.exhibits.evidence_table(data, "fier", "2019-2023", language="en").caption
    '1 piece of evidence on file'
    """
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    found = with_priority(own["evidence"], own["priorities"])
    if not found:
        return notice(words("listing.no_evidence"))
    columns: Columns = [
        ("priority", lambda row: in_language(words, row, "title", priority_label(row))),
        ("date", lambda row: when(row, words)),
        ("evidence", lambda row: words.label("evidence_kinds", row["kind"])),
        ("note", lambda row: typed(words, row["note"])),
        ("source", lambda row: linked_source(row, words, "url", "archived_url")),
    ]
    columns += _promise_source(own, words)
    rows = in_order(found, ["number", "sub_number", "title_sq", "date"])
    n = Scope(municipality=municipality, cycle=cycle)("pieces_of_evidence", len(rows))
    caption, note = words("listing.evidence", n=n), words("listing.evidence_note")
    return listing("evidence", caption, rows, columns, words, note, copies=copies_of(data))


def _promise_source(own: Dataset, words: Words) -> Columns:
    """The column with where a promise was taken from, where that is known of any."""
    sources = {row["priority"]: row for row in each_row(own["priorities"]) if text(row["source"])}
    if not sources:
        return []
    return [("promise_source", lambda row: linked_source(sources.get(row["priority"], {}), words, "source"))]
