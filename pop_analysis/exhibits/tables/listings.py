"""Tables and passages that stand by themselves: what is behind the verdicts, what was said, what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Entry, Passage, Span, link_of
from pop_analysis.exhibits.rows import Columns, with_priority
from pop_analysis.exhibits.rows import linked_source as _source
from pop_analysis.exhibits.rows import listing as _listing
from pop_analysis.exhibits.rows import when as _when
from pop_analysis.exhibits.tables.replies_table import beside, reply_entry
from pop_analysis.exhibits.wording import cycles_phrase, place_name, priority_label, share_phrase, text, typed, verdict
from pop_analysis.locale import Words
from pop_analysis.measures import coverage, exposure, last_assessed, panel, pooled_and_mean
from pop_analysis.measures.fulfilment import MIN_COVERAGE_FOR_HEADLINE
from pop_analysis.reading import Dataset
from pop_analysis.reading.frames import each_row, in_order


def priorities_table(data: Dataset, municipality: str, cycle: str, language: str = "sq") -> Block:
    """List the contract's priorities on file with theme, latest verdict, reason, any reply to it, and source."""
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    place = place_name(data, words, municipality)
    assessments = panel(own)
    if assessments.empty:
        return Passage([words("listing.no_priorities", place=place, cycle=cycles_phrase(words, [cycle]))], "notice")
    judged = last_assessed(data, assessments)
    rows = judged if len(judged) else assessments.drop_duplicates("priority", keep="last")
    columns: Columns = [
        ("number", priority_label),
        ("priority", lambda row: words.of(row, "title")),
        ("theme", lambda row: words.label("themes", row["theme"])),
        ("status", lambda row: verdict(words, row["status"])),
        ("reason", lambda row: typed(words, text(row["reason"]) or row["note"])),
    ]
    if answers := beside(own, rows):
        columns.append(
            ("reply", lambda row: reply_entry(row, answers.get((row["priority"], row["monitoring_year"])), words))
        )
    columns.append(("source", lambda row: _source(row, "source")))
    caption = words(
        "listing.priorities", n=rows["priority"].nunique(), place=place, cycle=cycles_phrase(words, [cycle])
    )
    choices = frozenset({"theme", "status"})
    return _listing("priorities", caption, each_row(rows), columns, words, choices=choices)


def evidence_table(data: Dataset, municipality: str, cycle: str, language: str = "sq") -> Block:
    """List what stands behind the verdicts, priority by priority, and what happened after them."""
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    found = with_priority(own["evidence"], own["priorities"])
    if not found:
        return Passage([words("listing.no_evidence")], "notice")
    columns: Columns = [
        ("priority", lambda row: f"{priority_label(row)} {words.of(row, 'title')}".strip()),
        ("date", lambda row: _when(row, words)),
        ("evidence", lambda row: words.label("evidence_kinds", row["kind"])),
        ("note", lambda row: typed(words, row["note"])),
        ("source", lambda row: _source(row, "url", "archived_url")),
    ]
    rows = in_order(found, ["number", "sub_number", "title_sq", "date"])
    return _listing(
        "evidence", words("listing.evidence", n=len(rows)), rows, columns, words, words("listing.evidence_note")
    )


def statements_table(
    data: Dataset,
    municipality: str | None = None,
    calendar_year: int | None = None,
    speaker: str | None = None,
    language: str = "sq",
) -> Block:
    """List who said what about which theme; of one municipality, one calendar year, one kind of speaker, or all."""
    words = Words(data.model, language)
    rows = (data if municipality is None else data.where(municipality=municipality))["statements"]
    if calendar_year is not None:
        rows = rows[rows["date"].dt.year == calendar_year]
    if speaker is not None:
        rows = rows[rows["speaker"] == speaker]
    if rows.empty:
        return Passage([words("listing.no_statements")], "notice")
    by_name = each_row(rows)
    if municipality is None:
        by_name.sort(key=lambda row: words.sort_key(place_name(data, words, row["municipality"])))
    columns: Columns = (
        [] if municipality else [("municipality", lambda row: place_name(data, words, row["municipality"]))]
    )
    columns += [] if speaker else [("speaker", lambda row: words.label("speakers", row["speaker"]))]
    columns += [
        ("statement", lambda row: words.of(row, "statement")),
        ("theme", lambda row: words.label("themes", row["theme"])),
        ("direction", lambda row: words.label("directions", row["direction"])),
        ("date", lambda row: _when(row, words)),
        ("source", lambda row: _source(row, "source")),
    ]
    return _listing(
        "statements",
        words("listing.statements", n=len(by_name)),
        by_name,
        columns,
        words,
        words("listing.statements_note"),
    )


def reports_table(
    data: Dataset, municipality: str | None = None, calendar_year: int | None = None, language: str = "sq"
) -> Block:
    """List the published monitoring reports with their links; of one municipality, or ending in one calendar year."""
    words = Words(data.model, language)
    rows = (data if municipality is None else data.where(municipality=municipality))["reports"]
    if calendar_year is not None:
        rows = rows[rows["period_end"].dt.year == calendar_year]
    if rows.empty:
        return Passage([words("listing.no_reports")], "notice")
    columns: Columns = (
        [] if municipality else [("municipality", lambda row: place_name(data, words, row["municipality"]))]
    )
    columns += [
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("year", lambda row: str(row["monitoring_year"])),
        ("period", lambda row: words.period(row["period_start"], row["period_end"], row["period_precision"])),
        ("report", lambda row: _source(row, "url", "source")),
        ("note", lambda row: typed(words, row["note"])),
    ]
    records = each_row(rows.sort_values(["monitoring_year", "cycle"]))
    records.sort(key=lambda row: words.sort_key(place_name(data, words, row["municipality"])))
    return _listing("reports", words("listing.reports", n=len(records)), records, columns, words)


def contracts_table(
    data: Dataset, municipality: str | None = None, calendar_year: int | None = None, language: str = "sq"
) -> Block:
    """List social contracts with date of signing and text; of one municipality, or running in one calendar year."""
    words = Words(data.model, language)
    rows = (data if municipality is None else data.where(municipality=municipality))["contracts"]
    if calendar_year is not None:
        rows = rows[
            (rows["cycle"].str[:4].astype("int64") <= calendar_year)
            & (rows["cycle"].str[-4:].astype("int64") >= calendar_year)
        ]
    if rows.empty:
        return Passage([words("listing.no_contracts")], "notice")
    columns: Columns = (
        [] if municipality else [("municipality", lambda row: place_name(data, words, row["municipality"]))]
    )
    columns += [
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("signed_on", lambda row: _when(row, words, "signed_on") or words("unknown")),
        ("priorities_declared", lambda row: words.number(row["priorities_total"]) or words("unknown")),
        ("source", lambda row: _source(row, "url", "source")),
        ("note", lambda row: typed(words, row["note"])),
    ]
    records = each_row(rows)
    records.sort(key=lambda row: (words.sort_key(place_name(data, words, row["municipality"])), row["cycle"]))
    return _listing("contracts", words("listing.contracts", n=len(records)), records, columns, words)


def members_table(data: Dataset, language: str = "sq") -> Block:
    """List the member organisations with the municipality each monitors."""
    words = Words(data.model, language)
    rows = each_row(data["members"])
    if not rows:
        return Passage([words("listing.no_members")], "notice")
    rows.sort(key=lambda row: words.sort_key(place_name(data, words, row["municipality"])))
    columns: Columns = [
        ("municipality", lambda row: place_name(data, words, row["municipality"])),
        ("organisation", lambda row: _organisation(row, words)),
        ("since", lambda row: _when(row, words, "since")),
        ("page", lambda row: _source(row, "website")),
    ]
    return _listing("members", words("listing.members", n=len(rows)), rows, columns, words)


def joined_notice(data: Dataset, calendar_year: int, language: str = "sq") -> Passage:
    """Say which municipalities joined the network in a calendar year, with their organisations and contracts."""
    words = Words(data.model, language)
    new = data["municipalities"][data["municipalities"]["joined"] == calendar_year]["municipality"]
    if new.empty:
        return Passage([words("listing.no_joined", year=calendar_year)])
    names = sorted((place_name(data, words, code) for code in new), key=words.sort_key)
    items: list[list[Span] | str] = [
        words("listing.joined", n=len(names), year=calendar_year, names=words.listed(names))
    ]
    running = data["contracts"]["cycle"].str[:4].astype("int64") <= calendar_year
    running &= data["contracts"]["cycle"].str[-4:].astype("int64") >= calendar_year
    items.append(words("listing.running", n=int(running.sum()), year=calendar_year))
    return Passage(items)


def _organisation(row: dict[str, Any], words: Words) -> str:
    own = row["organisation"]
    english = text(row["organisation_en"])
    return english if words.language != words.model.languages[0] and english else own


def activities_table(
    data: Dataset,
    kinds: Iterable[str],
    calendar_year: int | None = None,
    until: int | None = None,
    language: str = "sq",
) -> Block:
    """List activities of some types, dated first, with their links.

    Of one calendar year, or of all years up to and including ``until`` with the undated ones, or all.
    """
    words = Words(data.model, language)
    rows = data["activities"]
    rows = rows[rows["type"].isin(list(kinds))]
    if calendar_year is not None:
        rows = rows[rows["date"].dt.year == calendar_year]
    if until is not None:
        rows = rows[~(rows["date"].dt.year > until)]
    if rows.empty:
        return Passage([words("listing.no_activities")], "notice")
    columns: Columns = [
        ("date", lambda row: _when(row, words) or words("undated")),
        ("municipality", lambda row: place_name(data, words, row["municipality"])),
        ("what", lambda row: words.of(row, "title")),
        ("source", lambda row: _source(row, "url", "source")),
        ("note", lambda row: typed(words, row["note"])),
    ]
    records = each_row(rows.sort_values(["date", "municipality"]))
    types = words.listed(
        words.model.lists["activity_types"][kind].extra["plural"][language] for kind in dict.fromkeys(rows["type"])
    )
    return _listing("activities", words("listing.activities", n=len(records), types=types), records, columns, words)


def published_figures_table(data: Dataset, calendar_year: int, language: str = "sq") -> Block:
    """List the network's published counts of one calendar year, as they were published."""
    words = Words(data.model, language)
    rows = data["published_figures"]
    rows = rows[(rows["calendar_year"] == calendar_year) & rows["municipality"].isna()]
    if rows.empty:
        return Passage([words("audit.none", place=words("network"))], "notice")
    order = list(data.model.lists["metrics"])
    records = sorted(each_row(rows), key=lambda row: order.index(row["metric"]))
    columns: Columns = [
        ("metric", lambda row: words.label("metrics", row["metric"])),
        ("value", lambda row: Entry(words.number(row["value"]), row["value"])),
        ("period", lambda row: words.of({"p_sq": row["figure_period"], "p_en": row["figure_period_en"]}, "p")),
        ("source", lambda row: _source(row, "source")),
    ]
    return _listing(
        "published-figures", words("listing.figures", n=len(records), year=calendar_year), records, columns, words
    )


def averages_table(data: Dataset, cycles: Iterable[str], language: str = "sq") -> Block:
    """Set the pooled share beside the mean of the municipalities' shares, each named, by contract and year."""
    words = Words(data.model, language)
    rows = pooled_and_mean(data.where(cycle=list(cycles)))
    if rows.empty:
        return Passage([words("comparison.none", cycle=cycles_phrase(words, cycles))], "notice")
    columns: Columns = [
        ("contract", lambda row: cycles_phrase(words, [row["cycle"]])),
        ("year", lambda row: str(row["monitoring_year"])),
        ("municipalities", lambda row: str(row["municipalities"])),
        ("assessed", lambda row: str(row["assessed"])),
        ("pooled_top", lambda row: _share(row, "pooled_top", words)),
        ("mean_top", lambda row: _share(row, "mean_top", words)),
        ("pooled_addressed", lambda row: _share(row, "pooled_addressed", words)),
        ("mean_addressed", lambda row: _share(row, "mean_addressed", words)),
    ]
    return _listing(
        "averages", words("listing.averages"), each_row(rows), columns, words, words("listing.averages_note")
    )


def _share(row: dict[str, Any], name: str, words: Words) -> Entry:
    if name.startswith("pooled"):
        count = round(row[name] * row["assessed"])
        return Entry(share_phrase(words, count, row["assessed"], row["total"]), row[name])
    if row["assessed"] < MIN_COVERAGE_FOR_HEADLINE * row["total"]:
        return Entry("–")
    return Entry(words.percent(row[name]), row[name])


def contradictions_table(data: Dataset, municipality: str | None = None, language: str = "sq") -> Block:
    """List where two sources disagree, with both versions: about one municipality, or all."""
    words = Words(data.model, language)
    rows = (data if municipality is None else data.where(municipality=municipality))["contradictions"]
    if rows.empty:
        return Passage([words("listing.no_contradictions")])
    columns: Columns = [
        ("subject", lambda row: words.of(row, "subject")),
        ("version_a", lambda row: Entry(words.of(row, "version_a"), None, link_of(row["source_a"]))),
        ("version_b", lambda row: Entry(words.of(row, "version_b"), None, link_of(row["source_b"]))),
    ]
    note = words("listing.contradictions_note")
    return _listing(
        "contradictions", words("listing.contradictions", n=len(rows)), each_row(rows), columns, words, note
    )


def findings_table(data: Dataset, municipality: str | None = None, language: str = "sq") -> Block:
    """List what reading the workbooks found, at its cell, with what to do: of one municipality's files, or all."""
    words = Words(data.model, language)
    files = data.provenance["file"].unique() if municipality is None else data.files.get(municipality, [])
    rows = data.findings if municipality is None else data.findings[data.findings["file"].isin(files)]
    balance = data.balance if municipality is None else data.balance[data.balance["file"].isin(files)]
    sums = balance[["read", "counted", "rejected", "blank"]].sum()
    shown: dict[str, Any] = {name: words.number(int(total)) for name, total in sums.items()}
    line = words("listing.balance", **shown)
    if rows.empty:
        return Passage([f"{line} {words('listing.no_findings')}"])
    columns: Columns = [
        ("place_in_file", lambda row: f"{row['file']} › {row['sheet']}!{row['cell']}" if row["cell"] else row["file"]),
        ("message", lambda row: f"{row[f'message_{language}']} [{row['code']}]"),
    ]
    return _listing("findings", words("listing.findings", n=len(rows)), each_row(rows), columns, words, line)


def donors_list(data: Dataset, language: str = "sq") -> Passage:
    """List who supports the network.

    Examples
    --------
    >>> pop.exhibits.donors_list(data, language="en").to_json()["items"][1][0]["text"]
    'National Endowment for Democracy'
    """
    if not data.model.donors:
        return Passage([Words(data.model, language)("listing.no_donors")])
    return Passage([[Span(each["label"][language], each.get("url"))] for each in data.model.donors], "list")


def channels_list(data: Dataset, language: str = "sq") -> Passage:
    """List where the network is found, as links."""
    if not data.model.channels:
        return Passage([Words(data.model, language)("listing.no_channels")])
    return Passage([[Span(each["label"][language], each["url"])] for each in data.model.channels], "list")


def unknowns_list(data: Dataset, municipality: str, cycle: str, language: str = "sq") -> Passage:
    """Say what is not known about a contract: what is missing is shown as missing."""
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    gaps: list[list[Span] | str] = []
    contract = own["contracts"].iloc[0] if len(own["contracts"]) else None
    if contract is None:
        return Passage([words("unknowns.contract", place=place_name(data, words, municipality))], "list")
    on_file, declared = len(own["priorities"]), contract["priorities_total"]
    if pd.isna(contract["signed_on"]):
        gaps.append(words("unknowns.signed"))
    if pd.isna(declared):
        gaps.append(words("unknowns.total", n=on_file))
    elif on_file < declared:
        gaps.append(words("unknowns.priorities", n=int(declared) - on_file, declared=int(declared)))
    states = coverage(own)
    unread = states.loc[states["state"] == "report", "monitoring_year"]
    gaps += [words("unknowns.verdicts", year=int(year)) for year in unread]
    known = set(states["monitoring_year"].dropna().astype(int))
    gaps += [words("unknowns.year", year=year) for year in range(1, max(known, default=0)) if year not in known]
    if states["monitoring_year"].isna().all():
        gaps.append(words("unknowns.monitoring"))
    months = exposure(own)
    if len(months) and months["months_observed"].isna().any():
        years = ", ".join(str(year) for year in months.loc[months["months_observed"].isna(), "monitoring_year"])
        gaps.append(words("unknowns.months", years=years))
    if own["assessments"]["reason"].isna().all() and len(own["assessments"]):
        gaps.append(words("unknowns.reasons"))
    return Passage(gaps or [words("unknowns.none")], "list")
