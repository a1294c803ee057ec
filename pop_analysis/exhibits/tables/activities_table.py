"""Tables and lists of what the network did and said, and of who supports it and where it is found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pop_analysis.blocks.blocks import Block, Passage, notice
from pop_analysis.blocks.parts import Span, link_of
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import (
    Columns,
    by_place_name,
    copies_of,
    linked_source,
    listing,
    of_place,
    place_column,
    when,
    with_copies,
)
from pop_analysis.exhibits.wording import in_language, other_language, text, typed
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined, named
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row


def activities_table(
    data: Dataset,
    kinds: Iterable[str],
    calendar_year: int | None = None,
    *,
    until: int | None = None,
    language: str | None = None,
) -> Block:
    """List activities of some types, dated first, with their links.

    Of one calendar year, or of all years up to and including ``until`` with the undated ones, or all.

    Examples
    --------
    >>> pop.exhibits.activities_table(data, ["public_forum"], calendar_year=2021, language="en").caption
    'On file, public forums: 7'
    """
    words = Words(data.model, language)
    rows, kinds = data["activities"], list(kinds)
    rows = rows[rows["type"].isin(kinds)]
    if calendar_year is not None:
        rows = rows[rows["date"].dt.year == calendar_year]
    if until is not None:
        rows = rows[~(rows["date"].dt.year > until)]
    if rows.empty:
        return notice(words("listing.no_activities"))
    columns: Columns = [
        ("date", lambda row: when(row, words) or words("undated")),
        place_column(data, words),
        ("what", lambda row: in_language(words, row, "title")),
        ("source", lambda row: linked_source(row, words, "url", "source")),
        ("note", lambda row: typed(words, row["note"])),
    ]
    records = each_row(rows.sort_values(["date", "municipality"]))
    scope = Scope(type=sorted(kinds), calendar_year=calendar_year, until=until)
    n, undated = scope("activities", len(records)), int(rows["date"].isna().sum())
    types = words.listed(
        words.model.lists["activity_types"][kind].extra["plural"][words.language]
        for kind in dict.fromkeys(rows["type"])
    )
    without = words("listing.undated", n=scope.of(dated="no")("activities", undated)) if undated else ""
    caption = joined("", [words("listing.activities", n=n, types=types), without])
    return listing("activities", caption, records, columns, words, copies=copies_of(data))


def statements_table(
    data: Dataset,
    municipality: str | None = None,
    calendar_year: int | None = None,
    *,
    speaker: str | None = None,
    language: str | None = None,
) -> Block:
    """List who said what about which theme; of one municipality, one calendar year, one kind of speaker, or all.

    Examples
    --------
    >>> pop.exhibits.statements_table(data, "vlore", language="en").caption
    '1 statement on file'
    """
    words = Words(data.model, language)
    rows = of_place(data, municipality)["statements"]
    if calendar_year is not None:
        rows = rows[rows["date"].dt.year == calendar_year]
    if speaker is not None:
        rows = rows[rows["speaker"] == speaker]
    if rows.empty:
        return notice(words("listing.no_statements"))
    scope = Scope(municipality=municipality, calendar_year=calendar_year, speaker=speaker)
    by_name = by_place_name(rows, data, words)
    columns: Columns = [] if municipality else [place_column(data, words)]
    columns += [] if speaker else [("speaker", lambda row: words.label("speakers", row["speaker"]))]
    columns += [
        ("statement", lambda row: in_language(words, row, "statement")),
        ("theme", lambda row: words.label("themes", row["theme"])),
        ("direction", lambda row: words.label("directions", row["direction"])),
        ("date", lambda row: when(row, words)),
        ("source", lambda row: linked_source(row, words, "source")),
    ]
    return listing(
        "statements",
        words("listing.statements", n=scope("statements", len(by_name))),
        by_name,
        columns,
        words,
        words("listing.statements_note"),
        copies=copies_of(data),
    )


def accounts_list(data: Dataset, calendar_year: int, section: str, *, language: str | None = None) -> Passage:
    """Tell what a source says in words of one calendar year and one section of its review, each with that source.

    ``section`` is one of the closed list ``review_sections``.

    Examples
    --------
    >>> pop.exhibits.accounts_list(data, 2021, "videos", language="en")
    7 videos were made with municipal leaders on their commitment to fulfilling the priorities of the social contract.
    (Buletini POP 2021)
    """
    words = Words(data.model, language)
    rows = data["accounts"]
    rows = rows[(rows["calendar_year"] == calendar_year) & (rows["section"] == section)]
    if rows.empty:
        return notice(words("listing.no_accounts"))
    return Passage(
        [
            with_copies([Span(words.of(row, "text")), Span(" "), _said_in(row, words)], words, copies_of(data))
            for row in each_row(rows.sort_values("position"))
        ]
    )


def _said_in(row: dict[str, Any], words: Words) -> Span:
    """The source of a text, in brackets; linked where it, or what it leads to, is an address."""
    address = link_of(row["source"])
    named_so = words("column.source") if address else named(row["source"])
    language = None if address else other_language(words)
    return Span(joined("", ["(", named_so, ")"]), link_of(text(row["url"])) or address, language=language)


def donors_list(data: Dataset, *, language: str | None = None) -> Passage:
    """List who supports the network.

    Examples
    --------
    >>> pop.exhibits.donors_list(data, language="en").to_json()["items"][1][0]["text"]
    'National Endowment for Democracy'
    """
    words = Words(data.model, language)
    if not data.model.donors:
        return Passage([words("listing.no_donors")])
    return Passage([[Span(each["label"][words.language], each.get("url"))] for each in data.model.donors], "list")


def channels_list(data: Dataset, *, language: str | None = None) -> Passage:
    """List where the network is found, as links.

    Examples
    --------
    >>> pop.exhibits.channels_list(data, language="en")
    Website
    The network's activities
    E-mail
    Facebook
    Twitter
    Instagram
    YouTube
    """
    words = Words(data.model, language)
    if not data.model.channels:
        return Passage([words("listing.no_channels")])
    return Passage([[Span(each["label"][words.language], each["url"])] for each in data.model.channels], "list")
