"""Tables of contracts, of the reports on them, and of who monitors them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Passage, notice
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
)
from pop_analysis.exhibits.wording import cycles_phrase, place_name, text, typed
from pop_analysis.locale import Words
from pop_analysis.model.cycles import years_of
from pop_analysis.reading import Dataset


def contracts_table(
    data: Dataset, municipality: str | None = None, calendar_year: int | None = None, *, language: str | None = None
) -> Block:
    """List social contracts with date of signing and text; of one municipality, or running in one calendar year.

    Examples
    --------
    >>> pop.exhibits.contracts_table(data, calendar_year=2021, language="en").caption
    '12 social contracts'
    """
    words = Words(data.model, language)
    rows = of_place(data, municipality)["contracts"]
    if calendar_year is not None:
        rows = rows[_is_running(rows, calendar_year)]
    if rows.empty:
        return notice(words("listing.no_contracts"))
    columns: Columns = [] if municipality else [place_column(data, words)]
    columns += [
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("signed_on", lambda row: when(row, words, "signed_on") or words("unknown")),
        ("priorities_declared", lambda row: words.number(row["priorities_total"]) or words("unknown")),
        ("source", lambda row: linked_source(row, words, "url", "source")),
        ("note", lambda row: typed(words, row["note"])),
    ]
    records = by_place_name(rows, data, words, "cycle")
    scope = Scope(municipality=municipality, calendar_year=calendar_year)
    caption = words("listing.contracts", n=scope("contracts", len(records)))
    return listing("contracts", caption, records, columns, words, copies=copies_of(data))


def _is_running(contracts: pd.DataFrame, calendar_year: int) -> pd.Series:
    """Whether the years of a contract hold a calendar year."""
    years = contracts["cycle"].map(years_of)
    return years.map(lambda each: each[0] <= calendar_year <= each[1]).astype(bool)


def reports_table(
    data: Dataset, municipality: str | None = None, calendar_year: int | None = None, *, language: str | None = None
) -> Block:
    """List the published monitoring reports with their links; of one municipality, or ending in one calendar year.

    Examples
    --------
    >>> pop.exhibits.reports_table(data, "vlore", language="en").caption
    '2 monitoring reports'
    """
    words = Words(data.model, language)
    rows = of_place(data, municipality)["reports"]
    if calendar_year is not None:
        rows = rows[rows["period_end"].dt.year == calendar_year]
    if rows.empty:
        return notice(words("listing.no_reports"))
    columns: Columns = [] if municipality else [place_column(data, words)]
    columns += [
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("year", lambda row: str(row["monitoring_year"])),
        ("period", lambda row: words.period(row["period_start"], row["period_end"], row["period_precision"])),
        ("report", lambda row: linked_source(row, words, "url", "source")),
        ("note", lambda row: typed(words, row["note"])),
    ]
    records = by_place_name(rows.sort_values(["monitoring_year", "cycle"]), data, words)
    scope = Scope(municipality=municipality, calendar_year=calendar_year)
    caption = words("listing.reports", n=scope("reports", len(records)))
    return listing("reports", caption, records, columns, words, copies=copies_of(data))


def members_table(data: Dataset, *, language: str | None = None) -> Block:
    """List the member organisations with the municipality each monitors.

    Examples
    --------
    >>> pop.exhibits.members_table(data, language="en").caption
    '12 member organisations'
    """
    words = Words(data.model, language)
    rows = by_place_name(data["members"], data, words)
    if not rows:
        return notice(words("listing.no_members"))
    columns: Columns = [
        place_column(data, words),
        ("organisation", lambda row: organisation(row, words)),
        ("since", lambda row: when(row, words, "since")),
        ("page", lambda row: linked_source(row, words, "website")),
    ]
    caption = words("listing.members", n=Scope()("members", len(rows)))
    return listing("members", caption, rows, columns, words, copies=copies_of(data))


def organisation(row: dict[str, Any], words: Words) -> str:
    """The name of a member organisation in the page's language."""
    own = row["organisation"]
    english = text(row["organisation_en"])
    return english if words.language != words.model.languages[0] and english else own


def joined_notice(data: Dataset, calendar_year: int, *, language: str | None = None) -> Passage:
    """Name the municipalities that joined the network in a calendar year, with their organisations and contracts.

    Examples
    --------
    >>> pop.exhibits.joined_notice(data, 2021, language="en")
    In 2021, 3 municipalities joined the network: Elbasan, Korça, and Vau i Dejës.
    In 2021, 12 social contracts were running.
    """
    words = Words(data.model, language)
    new = data["municipalities"][data["municipalities"]["joined"] == calendar_year]["municipality"]
    if new.empty:
        return Passage([words("listing.no_joined", year=calendar_year)])
    scope = Scope(calendar_year=calendar_year)
    names = sorted((place_name(data, words, code) for code in new), key=words.sort_key)
    n = scope("municipalities_joined", len(names))
    joined = words("listing.joined", n=n, year=calendar_year, names=words.listed(names))
    running = _is_running(data["contracts"], calendar_year)
    return Passage([joined, words("listing.running", n=scope("contracts", int(running.sum())), year=calendar_year)])
