"""What is not known, what sources disagree on, and what reading found."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Passage
from pop_analysis.blocks.parts import Span, link_of
from pop_analysis.exhibits.absences import put_aside_of, years_without_verdicts
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.rows import Columns, listing, of_place
from pop_analysis.exhibits.wording import in_language, place_name
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined, marked_as
from pop_analysis.measures import coverage, exposure
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row


def unknowns_list(data: Dataset, municipality: str, cycle: str, language: str = "sq") -> Passage:
    """List what is not known about a contract: what is missing is shown as missing.

    Examples
    --------
    >>> pop.exhibits.unknowns_list(data, "durres", "2019-2023", language="en")
    The date on which the contract was signed is not on file.
    How many priorities the contract has is not known; 7 are on file.
    Years 2 and 4: the monitoring reports are public, their verdicts are not on file.
    Year 3: nothing is on file.
    For years 1, 2, and 4 it is not known how many months the contract had been observed, so it is not compared with
    others.
    The reasons for the verdicts are not on file.
    """
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    gaps: list[list[Span] | str] = []
    contract = own["contracts"].iloc[0] if len(own["contracts"]) else None
    if contract is None:
        nothing = words("unknowns.contract", place=place_name(data, words, municipality))
        return Passage([nothing, *_put_aside(data, words, municipality)], "list")
    scope = Scope(municipality=municipality, cycle=cycle)
    on_file, declared = len(own["priorities"]), contract["priorities_total"]
    if pd.isna(contract["signed_on"]):
        gaps.append(words("unknowns.signed"))
    if pd.isna(declared):
        gaps.append(words("unknowns.total", n=scope("priorities_on_file", on_file)))
    elif on_file < declared:
        missing, declared = scope("priorities_missing", declared - on_file), scope("priorities_declared", declared)
        gaps.append(words("unknowns.priorities", n=missing, declared=declared))
    gaps += years_without_verdicts(data, words, municipality, cycle)
    known = set(coverage(own)["monitoring_year"].dropna().astype(int))
    gaps += [words("unknowns.year", year=year) for year in range(1, max(known, default=0)) if year not in known]
    gaps += _put_aside(data, words, municipality)
    months = exposure(own)
    without = months.loc[months["months_observed"].isna(), "monitoring_year"]
    if len(without):
        years = words.listed(marked_as("date", str(year)) for year in without)
        gaps.append(words("unknowns.months", n=len(without), years=years))
    if own["assessments"]["reason"].isna().all() and len(own["assessments"]):
        gaps.append(words("unknowns.reasons"))
    return Passage(gaps or [words("unknowns.none")], "list")


def _put_aside(data: Dataset, words: Words, municipality: str) -> list[list[Span] | str]:
    """What was put aside of a municipality, and where on the page the reasons stand."""
    said: list[list[Span] | str] = list(put_aside_of(data, words, municipality))
    aside = (data.put_aside["municipality"] == municipality).any()
    return [*said, [Span(words("absence.findings"), "#findings")]] if said or aside else said


def contradictions_table(data: Dataset, municipality: str | None = None, language: str = "sq") -> Block:
    """List where two sources disagree, with both versions: about one municipality, or all.

    Examples
    --------
    >>> pop.exhibits.contradictions_table(data, language="en").caption
    '11 contradictions between sources'
    """
    words = Words(data.model, language)
    rows = of_place(data, municipality)["contradictions"]
    if rows.empty:
        return Passage([words("listing.no_contradictions")])
    columns: Columns = [
        ("subject", lambda row: in_language(words, row, "subject")),
        ("version_a", lambda row: in_language(words, row, "version_a", url=link_of(row["source_a"]))),
        ("version_b", lambda row: in_language(words, row, "version_b", url=link_of(row["source_b"]))),
    ]
    note = words("listing.contradictions_note")
    n = Scope(municipality=municipality)("contradictions", len(rows))
    return listing("contradictions", words("listing.contradictions", n=n), each_row(rows), columns, words, note)


def findings_table(data: Dataset, municipality: str | None = None, language: str = "sq") -> Block:
    """List what reading the workbooks found, at its cell, with what to do: of one municipality's files, or all.

    Examples
    --------
    >>> pop.exhibits.findings_table(data, "fier", language="en")
    1 finding while reading the workbooks
    Place                       Message
    fier.xlsx › Prioritetet!C2  These seem to hold several promises: 1, 2. If so, write how many in ...
    """
    words = Words(data.model, language)
    files = data.provenance["file"].unique() if municipality is None else _files_of(data, municipality)
    rows = data.findings if municipality is None else data.findings[data.findings["file"].isin(files)]
    balance = data.balance if municipality is None else data.balance[data.balance["file"].isin(files)]
    sums = balance[["read", "counted", "rejected", "blank"]].sum()
    scope = Scope(municipality=municipality)
    shown: dict[str, Any] = {name: scope.of(state=name)("sheet_rows", int(total)) for name, total in sums.items()}
    line = words("listing.balance", **shown)
    if rows.empty:
        return Passage([joined(" ", [line, words("listing.no_findings")])])
    columns: Columns = [
        ("place_in_file", lambda row: f"{row['file']} › {row['sheet']}!{row['cell']}" if row["cell"] else row["file"]),
        ("message", lambda row: f"{row[f'message_{language}']} [{row['code']}]"),
    ]
    return listing(
        "findings", words("listing.findings", n=scope("findings", len(rows))), each_row(rows), columns, words, line
    )


def _files_of(data: Dataset, municipality: str) -> list[str]:
    """The workbooks of a municipality; where it has none of its own, as with a flat sheet, those its rows stand in."""
    if own := data.files.get(municipality):
        return own
    rows = data.where(municipality=municipality)
    stand = [rows.places(name)["file"] for name in ("contracts", "priorities", "assessments")]
    aside = data.put_aside.loc[data.put_aside["municipality"] == municipality, "file"]
    return list(pd.concat([*stand, aside]).dropna().unique())
