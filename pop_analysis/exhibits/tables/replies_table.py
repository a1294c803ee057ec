"""What a municipality has to say about the verdicts on its contract: beside them, and in no count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, notice
from pop_analysis.blocks.parts import Entry
from pop_analysis.exhibits.rows import Columns, copies_of, linked_source, listing, when, with_priority
from pop_analysis.exhibits.wording import (
    cycles_phrase,
    in_language,
    place_name,
    priority_label,
    status_entry,
    text,
    typed,
)
from pop_analysis.locale import Words
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row, in_order

TABLE = "replies"
KEY = ["priority", "monitoring_year"]


def replies_table(data: Dataset, municipality: str, cycle: str, *, language: str | None = None) -> Block:
    """List the replies to the verdicts of a contract, of all its years, each with the verdict it was given to.

    Examples
    --------
    >>> pop.exhibits.replies_table(invented, "lumebardhe", "2019-2023", language="en")
    No reply of the municipality of Lumëbardha to the verdicts on contract 2019–2023 is on file. A reply
    that the municipality gives is shown here, beside the verdict.
    """
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    found = with_priority(given(own), own["priorities"])
    rows = in_order(found, ["number", "sub_number", "title_sq", "monitoring_year"])
    place, years = place_name(data, words, municipality), cycles_phrase(words, [cycle])
    if not rows:
        return notice(words("replies.none", place=place, cycle=years))
    columns: Columns = [
        ("priority", lambda row: in_language(words, row, "title", priority_label(row))),
        ("year", lambda row: str(row["monitoring_year"])),
        ("status_replied_to", lambda row: status_entry(words, row["status_shown"])),
        ("reply", lambda row: typed(words, row["reply"])),
        ("office", lambda row: typed(words, row["replied_by"])),
        ("date", lambda row: when(row, words, "replied_on")),
        ("source", lambda row: linked_source(row, words, "source")),
    ]
    caption, note = words("replies.caption", n=len(rows), place=place, cycle=years), words("replies.note")
    return listing(TABLE, caption, rows, columns, words, note, copies=copies_of(data))


def given(data: Dataset) -> pd.DataFrame:
    """The rows of the table of replies that hold one. A model without such a table has none."""
    if TABLE not in data.tables:
        return pd.DataFrame(columns=[*KEY, "reply", "status_shown"])
    return data[TABLE][data[TABLE]["reply"].notna()]


def beside(data: Dataset, assessments: pd.DataFrame) -> dict[tuple[Any, Any], dict[str, Any]]:
    """The replies to ``assessments``, by priority and monitoring year."""
    replies = {(row["priority"], row["monitoring_year"]): row for row in each_row(given(data))}
    judged = set(assessments[KEY].itertuples(index=False, name=None)) if replies else ()
    return {about: row for about, row in replies.items() if about in judged}


def reply_entry(row: Mapping[str, Any], reply: Mapping[str, Any] | None, words: Words) -> Entry:
    """The cell beside a verdict: the reply to it, or that one was given to the verdict that stood there before."""
    if reply is None:
        return Entry("")
    then = reply["status_shown"]
    if not text(then) or then == row["status"]:
        return typed(words, reply["reply"])
    return Entry(words("replies.to_earlier", status=words.label("statuses", then)))
