"""What is not known, what sources disagree on, and what reading found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Passage, notice
from pop_analysis.blocks.parts import Span, link_of
from pop_analysis.exhibits.absences import put_aside_of, years_without_verdicts
from pop_analysis.exhibits.quantities import Scope, limit
from pop_analysis.exhibits.rows import Columns, copies_of, listing, of_place
from pop_analysis.exhibits.tables.contract_notice import judges
from pop_analysis.exhibits.terms import comparable_others
from pop_analysis.exhibits.wording import in_language, place_name, priority_label, subject_of
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined, marked_as, named
from pop_analysis.measures import coverage, exposure, year_by_year
from pop_analysis.measures.comparison.benchmark import MIN_OTHERS_FOR_RANGE
from pop_analysis.measures.fulfilment import MIN_COVERAGE_FOR_HEADLINE
from pop_analysis.model.cycles import UNDATED
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

# The part of the pages each of these would fill: a network without the part is not asked to fill it.
PARTS = {"activities": "done", "change": "changed"} | dict.fromkeys(("beside", "months", "report", "dates"), "beside")


def unknowns_list(data: Dataset, municipality: str, cycle: str, *, language: str | None = None) -> Passage:
    """List what is not known about a contract, each with what would mend it: what is missing is shown as missing.

    Examples
    --------
    >>> pop.exhibits.unknowns_list(data, "durres", "2019-2023", language="en").lines[0][0].text
    'The date on which the contract was signed is not on file.'
    """
    words, left_out = Words(data.model, language), data.model.without
    gaps = [(gap, mend) for gap, mend in _gaps(data, words, municipality, cycle) if PARTS.get(mend) not in left_out]
    said = [[Span(gap), Span(words(f"mend.{mend}"), "#findings" if mend == "findings" else None)] for gap, mend in gaps]
    return Passage(said or [words("unknowns.none")], "gaps")


def _gaps(data: Dataset, words: Words, municipality: str, cycle: str) -> Iterator[tuple[str, str]]:
    """What is missing, and the name of what would mend it."""
    own, place = data.where(municipality=municipality, cycle=cycle), place_name(data, words, municipality)
    if own["contracts"].empty:
        yield words("unknowns.contract", place=place), "contract"
    else:
        yield from _of_contract(own, words, Scope(municipality=municipality, cycle=cycle))
        yield from years_without_verdicts(data, words, municipality, cycle)
        known = set(coverage(own)["monitoring_year"].dropna().astype(int))
        missing = [year for year in range(1, max(known, default=0)) if year not in known]
        yield from ((words("unknowns.year", year=year), "verdicts") for year in missing)
    yield from ((gap, "findings") for gap in _put_aside(data, words, municipality))
    yield from _of_verdicts(data, own, words, municipality, cycle)
    if not len(data.where(municipality=municipality)["activities"]):
        yield words("timeline.none", place=place), "activities"


def _of_contract(own: Dataset, words: Words, scope: Scope) -> Iterator[tuple[str, str]]:
    contract, on_file = own["contracts"].iloc[0], len(own["priorities"])
    declared = contract["priorities_total"]
    if pd.isna(contract["signed_on"]):
        yield words("unknowns.signed"), "signed"
    if pd.isna(declared):
        yield words("unknowns.total", n=scope("priorities_on_file", on_file)), "total"
    elif on_file < declared:
        missing, whole = scope("priorities_missing", declared - on_file), scope("priorities_declared", declared)
        yield words("unknowns.priorities", n=missing, declared=whole), "priorities"


def _of_verdicts(data: Dataset, own: Dataset, words: Words, municipality: str, cycle: str) -> Iterator[tuple[str, str]]:
    months = exposure(own)
    without = months[months["months_observed"].isna()]
    for mend, years in without.groupby(without.apply(_of_months, axis=1), sort=False) if len(without) else ():
        named_years = words.listed(marked_as("date", str(year)) for year in years["monitoring_year"])
        said = "unknowns.months_undated" if cycle == UNDATED else "unknowns.months"
        yield words(said, n=len(years), years=named_years), str(mend)
    judged = own["assessments"]["status"].isin(data.model.levels).any()
    if len(own["assessments"]) and own["assessments"]["reason"].isna().all():
        yield words("unknowns.reasons"), "reasons"
    if judged and not judges(own, words):
        yield words("unknowns.judges"), "judges"
    if judged and own["evidence"].empty:
        yield words("listing.no_evidence"), "evidence"
    without = own["priorities"][~own["priorities"]["priority"].isin(own["evidence"]["priority"])]
    if judged and len(own["evidence"]) and len(without):
        numbers = (named(priority_label(row) or words.of(row, "title")) for row in each_row(without))
        yield words("unknowns.evidence", numbers=words.listed(numbers)), "evidence"
    if judged and year_by_year(data.where(municipality=municipality)).empty:
        yield words("change.none", place=subject_of(data, words, municipality)), "change"
    if judged and comparable_others(data, municipality, cycle) is None:
        enough, share = limit("others", MIN_OTHERS_FOR_RANGE), limit("coverage", MIN_COVERAGE_FOR_HEADLINE)
        yield words("unknowns.beside", enough=enough, share=words.percent(share)), "beside"


def _of_months(row: pd.Series) -> str:
    """What would mend that the months observed are not known: both dates, the report's, or a look at the two."""
    if pd.isna(row["since"]):
        return "months"
    return "report" if pd.isna(row["period_months"]) else "dates"


def _put_aside(data: Dataset, words: Words, municipality: str) -> list[str]:
    """What was put aside of a municipality, and where on the page the reasons stand."""
    said = put_aside_of(data, words, municipality)
    aside = (data.put_aside["municipality"] == municipality).any()
    return said or ([words("absence.findings")] if aside else [])


def contradictions_table(data: Dataset, municipality: str | None = None, *, language: str | None = None) -> Block:
    """List where two sources disagree, with both versions: about one municipality, or all.

    Examples
    --------
    >>> pop.exhibits.contradictions_table(data, language="en").caption
    '11 contradictions between sources'
    """
    words = Words(data.model, language)
    rows = of_place(data, municipality)["contradictions"]
    if rows.empty:
        return notice(words("listing.no_contradictions"))
    columns: Columns = [
        ("subject", lambda row: in_language(words, row, "subject")),
        ("version_a", lambda row: in_language(words, row, "version_a", url=link_of(row["source_a"]))),
        ("version_b", lambda row: in_language(words, row, "version_b", url=link_of(row["source_b"]))),
    ]
    note = words("listing.contradictions_note")
    n = Scope(municipality=municipality)("contradictions", len(rows))
    caption, copies = words("listing.contradictions", n=n), copies_of(data)
    return listing("contradictions", caption, each_row(rows), columns, words, note, copies=copies)


def findings_table(data: Dataset, municipality: str | None = None, *, language: str | None = None) -> Block:
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
        ("message", lambda row: f"{row[f'message_{words.language}']} [{row['code']}]"),
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
