"""What others than the one monitor say of a priority: a second monitor, and citizens."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, notice
from pop_analysis.blocks.parts import Entry
from pop_analysis.exhibits.quantities import Scope, example, limit
from pop_analysis.exhibits.rows import Columns, copies_of, linked_source, listing, number_in, of_place, place_column
from pop_analysis.exhibits.wording import (
    cycles_phrase,
    in_language,
    priority_label,
    share_phrase,
    status_entry,
    text,
    typed,
)
from pop_analysis.locale import Words
from pop_analysis.measures import (
    Refusal,
    agreement,
    citizens_beside_assessments,
    double_assessments,
    once,
    to_adjudicate,
)
from pop_analysis.measures.fulfilment import MIN_N_FOR_PERCENT
from pop_analysis.measures.reliability.agreement import MIN_PRIORITIES_FOR_ALPHA
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row


def agreement_table(data: Dataset, *, language: str | None = None) -> Block:
    """Show how far two monitors agreed over the network: every pair of verdicts, and the coefficient if any.

    Examples
    --------
    >>> pop.exhibits.agreement_table(invented, language="en")
    Two monitors judged 25 priorities in 2 municipalities; pairs of verdicts that are the same: 43 of 50 (86%).
    First monitor        Second monitor: fully addressed  Second monitor: partially addressed
                         Second monitor: not addressed
    fully addressed      17  2   0
    partially addressed   1  14  2
    not addressed         0  2  12
    """
    words = Words(data.model, language)
    try:
        found = agreement(data)
    except Refusal:
        return notice(words("monitors.one_place"))
    n = found["n"]
    if n == 0:
        return notice(words("monitors.none"))
    scope = Scope()
    twice, same = scope("judged_twice", n), scope("judged_the_same", found["same"])
    places = scope("municipalities_judged_twice", found["municipalities"])
    priorities = scope("priorities_judged_twice", found["priorities"])
    caption = words("monitors.caption", n=priorities, places=places, same=share_phrase(words, same, twice))
    if found["no_alpha"] is None:
        alpha = words.number(scope("alpha", found["alpha"]), 2)
        note = words("monitors.alpha", alpha=alpha, full=example(1), chance=example(0))
    else:
        enough = limit("priorities_for_alpha", MIN_PRIORITIES_FOR_ALPHA)
        note = words(f"monitors.{found['no_alpha']}", enough=enough, full=example(1))
    scale = data.model.scale
    counts = {(row.status, row.other_status): int(row.pairs) for row in found["counts"].itertuples()}
    columns: Columns = [("first_verdict", lambda row: Entry(row["label"], row["status"]))]
    columns += [(status.id, number_in(status.id, words)) for status in scale]
    rows = [
        {"label": each.label[words.language], "status": each.id}
        | {other.id: counts[each.id, other.id] for other in scale}
        for each in scale
    ]
    second = words("column.other_verdict")  # heads the columns, by the second monitor's verdicts
    headings = {each.id: f"{second}: {each.label[words.language]}" for each in scale}
    return listing("monitors-agree", caption, rows, columns, words, note, headings, headings=headings)


def adjudication_table(data: Dataset, municipality: str | None = None, *, language: str | None = None) -> Block:
    """List the priorities on which the two monitors differ, the widest apart first: what they must talk over.

    Examples
    --------
    >>> pop.exhibits.adjudication_table(invented, language="en").caption
    '7 priorities to be talked over: the two monitors differ'
    """
    words = Words(data.model, language)
    rows = to_adjudicate(of_place(data, municipality))
    if rows.empty:
        none = double_assessments(of_place(data, municipality)).empty
        return notice(words("monitors.nothing_apart" if none else "monitors.none_apart"))
    columns: Columns = [
        ("year", lambda row: str(row["monitoring_year"])),
        ("number", priority_label),
        ("priority", lambda row: in_language(words, row, "title")),
        ("first_verdict", lambda row: status_entry(words, row["status"])),
        ("other_verdict", lambda row: status_entry(words, row["other_status"])),
        ("reason", lambda row: typed(words, text(row["reason"]) or row["other_reason"])),
        ("monitors", lambda row: " · ".join(filter(None, (text(row["monitor"]), text(row["other_monitor"]))))),
    ]
    if municipality is None:
        columns = [place_column(data, words), *columns]
    n, note = Scope(municipality=municipality)("judged_differently", len(once(rows))), words("monitors.apart_note")
    caption = words("monitors.apart", n=n)
    return listing("adjudication", caption, each_row(rows), columns, words, note)


def citizens_table(data: Dataset, municipality: str | None = None, *, language: str | None = None) -> Block:
    """List the citizens' score of each priority beside the monitor's verdict of the same year.

    Examples
    --------
    >>> pop.exhibits.citizens_table(invented, language="en").caption
    "73 scores by citizens, beside the monitor's verdict"
    """
    words = Words(data.model, language)
    rows = citizens_beside_assessments(of_place(data, municipality))
    if rows.empty:
        return notice(words("citizens.none"))
    columns: Columns = [
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("year", lambda row: str(row["monitoring_year"])),
        ("number", priority_label),
        ("priority", lambda row: in_language(words, row, "title")),
        ("status", lambda row: status_entry(words, row["status"])),
        ("citizens", lambda row: Entry(score_phrase(row, words), row["score"])),
        ("respondents", lambda row: _respondents(row["respondents"], words)),
        ("source", lambda row: linked_source(row, words, "source")),
    ]
    if municipality is None:
        columns = [place_column(data, words), *columns]
    n = Scope(municipality=municipality, cycle=sorted(rows["cycle"].unique()))("citizens_scores", len(rows))
    caption, note = words("citizens.caption", n=n), words("citizens.note")
    return listing("citizens-scores", caption, each_row(rows), columns, words, note, copies=copies_of(data))


def score_phrase(row: dict[str, Any], words: Words) -> str:
    """A score by citizens, and the end of its scale."""
    return words("citizens.score", score=words.number(row["score"]), top=words.number(row["score_top"]))


def _respondents(n: Any, words: Words) -> Entry:
    if pd.isna(n):
        return Entry("–")
    return Entry(words("citizens.few", n=int(n)) if n < MIN_N_FOR_PERCENT else words.number(int(n)), int(n))
