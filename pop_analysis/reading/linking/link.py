"""Keys across tables: each row gets its key, points at rows that are there, and stands only once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from sys import intern
from typing import Any

from rapidfuzz import process

from pop_analysis.model import Field, Model, Table, fold, slug
from pop_analysis.model.cycles import UNDATED, years_of
from pop_analysis.reading.conversion.convert import read_numbered, title_behind_number
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.linking.calendar_years import give_years
from pop_analysis.reading.linking.history import give_history
from pop_analysis.reading.linking.origins import check_origins
from pop_analysis.reading.linking.shared import give_shared
from pop_analysis.reading.rows import Row, marked_field
from pop_analysis.reading.shown import Shown, Version, as_shown, differences
from pop_analysis.reading.workbook_versions import CARRIED

NEAR = 70
SPANS = 20  # of rows that follow each other are named
NAMED = 3  # rows a message names of several that may be meant
WITHOUT_CONTRACT = frozenset({"contracts", "published_figures"})  # they count without a row of their contract
Tables = Mapping[str, list[Row]]


def link(tables: Tables, model: Model, findings: Findings, shown: Shown | None = None) -> None:
    """Give every row its keys, check its references, and put repeated rows aside.

    ``tables`` maps table name → all rows read, from all files; rejected ones stay in the lists, marked. What others
    point at comes first: a row that hangs on a contradiction is put aside with it. ``shown`` is what municipalities
    were shown when they were asked to reply.
    """
    for rows in tables.values():
        for row in rows:
            _give_contract(row, model)

    if not model.has_years:
        tables["contracts"].extend(_without_a_row(tables))

    def once(name: str) -> None:
        _only_once(tables.get(name, []), model.tables[name], findings)

    for name in ("contracts", "priorities"):
        _give_way(tables.get(name, []))
    once("contracts")
    contracts = _Contracts(tables, model, findings)
    contracts.check()
    give_years(tables, findings)
    _give_priorities(tables.get("priorities", []), findings)
    once("priorities")
    _Priorities(tables, model, findings).check(contracts.counted)
    give_history(tables, findings)
    check_origins(tables.get("priorities", []), findings)
    _give_campaigns(tables)
    once("campaigns")
    _check_stages(tables, model, findings)
    # Several files may say the same of themselves: each says it of itself alone.
    for name in tables.keys() - {"contracts", "priorities", "campaigns", "workbook"}:
        once(name)
    give_shared(tables, findings)
    _check_periods(tables, findings)
    _check_order(tables, findings)
    _check_replies(tables, model, findings, shown or Shown())
    _check_evidence_shown(tables, findings, shown or Shown())
    _say_what_is_like_the_example(tables, model, findings)


def hangs_on(row: Row) -> Iterator[str]:
    """The tables a row needs a row of: that of its contract, of its priority, of the verdict it answers."""
    if row.table not in WITHOUT_CONTRACT:
        yield "contracts"
    if "wanted_priority" in row.values:
        yield "priorities"
    if row.table == "replies":
        yield "assessments"


def _give_way(rows: list[Row]) -> None:
    """Put aside what is said beside verdicts, where the contract has rows of its own sheet."""
    own = {row.values.get("contract") for row in rows if not row.is_beside and not row.rejected}
    for row in rows:
        row.is_repeat = row.is_beside and not row.rejected and row.values.get("contract") in own
        row.rejected = row.rejected or row.is_repeat


def _give_contract(row: Row, model: Model) -> None:
    values, table = row.values, model.tables[row.table]
    if not model.has_years:
        if "cycle" in table.fields and "cycle" not in row.blanked and values.get("municipality"):
            values.setdefault("cycle", UNDATED)
        if table.year_field and not row.is_change and "monitoring_year" not in row.blanked:
            values.setdefault("monitoring_year", 1)
    if "cycle" in values and values.get("municipality"):
        values["contract"] = intern(f"{values['municipality']}/{values['cycle']}")  # said in most rows, kept once


def _without_a_row(tables: Tables) -> list[Row]:
    """A row for each contract without years of which nobody has written more than its priorities."""
    known = {row.values.get("contract") for row in tables["contracts"]}
    of_each: dict[str, Row] = {}
    for row in tables.get("priorities", []):
        key = row.values.get("contract", "")
        if key not in known and row.values.get("cycle") == UNDATED and not row.rejected:
            own = {name: row.values[name] for name in ("municipality", "cycle", "contract")}
            of_each.setdefault(key, replace(row, table="contracts", values=own, is_carried=True))
    return list(of_each.values())


class _Contracts:
    """Rows that name a contract need its row."""

    def __init__(self, tables: Tables, model: Model, findings: Findings) -> None:
        self.tables, self.findings = tables, findings
        self.sheet = model.tables["contracts"].sheet
        rows = tables.get("contracts", [])
        self.counted = {row.values["contract"] for row in rows if not row.rejected}
        self.rejected = {row.values.get("contract"): row for row in rows if row.rejected}
        self.unread: dict[Any, list[Row]] = defaultdict(list)
        for row in (each for each in rows if _lacks(each, "contract")):
            self.unread[row.values.get("municipality")].append(row)

    def check(self) -> None:
        for name, rows in self.tables.items():
            if name in WITHOUT_CONTRACT:
                continue
            for row in rows:
                contract = row.values.get("contract")
                if contract is None or contract in self.counted or row.aside:
                    continue
                if contract in self.rejected:
                    _hangs(row, self.rejected[contract], "cycle", self.findings)
                elif unread := self.unread.get(row.values["municipality"]):
                    row.fault(self.findings, "RF-15", "cycle", place=_places(unread, row))
                else:
                    same = [key for key in self.counted if key.split("/")[0] == row.values["municipality"]]
                    nearest = _nearest(contract, {key: key.split("/")[1] for key in same}, self.findings)
                    own = contract.split("/")[1]  # said once, it is in no cell of the row
                    said = row.typed("cycle") or ("" if own == UNDATED else own)
                    row.fault(self.findings, "RF-01", "cycle", said, cycle=said, sheet_name=self.sheet, nearest=nearest)


class _Priorities:
    """Priorities get their keys; other rows find theirs by number, or by title where there is no number."""

    def __init__(self, tables: Tables, model: Model, findings: Findings) -> None:
        self.tables, self.findings = tables, findings
        self.sheet = model.tables["priorities"].sheet
        self.contract = model.tables["priorities"].fields["cycle"].header
        self.counted: dict[str, str] = {}
        self.titles: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.rejected: dict[str, Row] = {}
        self.unread: dict[str, list[Row]] = defaultdict(list)  # contract → rows of it that name no priority
        for row in tables.get("priorities", []):
            key = row.values.get("priority")
            if _lacks(row, "priority") or (row.rejected and row.typed("label") and "number" not in row.values):
                self.unread[row.values.get("contract", "")].append(row)
                continue
            if key is None:
                continue
            if row.rejected:
                self.rejected[key] = row
                continue
            self.counted[key] = row.values["title_sq"]
            for title in (row.values["title_sq"], row.values.get("title_en")):
                if title:
                    self.titles[row.values["contract"], fold(title)].add(key)

    def check(self, contracts: set[str]) -> None:
        for rows in self.tables.values():
            for row in rows:
                wanted = row.values.pop("wanted_priority", None)
                if wanted is None or row.aside:
                    continue
                if row.values.get("contract") in contracts:
                    self._find(row, wanted)
                elif not row.rejected:  # a number without its contract may be one of several
                    row.fault(self.findings, "RF-14", "label", field=self.contract)

    def _find(self, row: Row, wanted: Any) -> None:
        contract = row.values["contract"]
        by_title = self.titles.get((contract, fold(row.typed("label"))), set())
        if len(by_title) > 1:
            choices = ", ".join(key.removeprefix(f"{contract}/") for key in sorted(by_title))
            row.fault(self.findings, "RF-07", "label", choices=choices)
            return
        named = f"{contract}/{_label(*wanted) if isinstance(wanted, tuple) else slug(wanted)}"
        key = next(iter(by_title), named)
        if other := self._titled_otherwise(row, key) if isinstance(wanted, tuple) else "":
            numbers = ", ".join(
                each.removeprefix(f"{contract}/") for each in sorted(self.titles[contract, fold(other)])
            )
            words = {"sheet_name": self.sheet, "read": _label(*wanted), "choices": numbers}
            row.fault(self.findings, "RF-16", "label", other, **words)
        elif key in self.counted:
            row.values["priority"] = key
        elif (on := self.rejected.get(key)) and (on.file, on.sheet, on.number) != (row.file, row.sheet, row.number):
            _hangs(row, on, "label", self.findings)
        elif unread := self.unread.get(contract):
            row.fault(self.findings, "RF-15", "label", place=_places(unread, row))
        else:
            own = {each: title for each, title in self.counted.items() if each.startswith(f"{contract}/")}
            titles = (
                {} if isinstance(wanted, tuple) else {title: title for title in own.values()}
            )  # 2.3 is like no title
            nearest = _nearest(row.typed("label"), titles, self.findings)
            cycle = contract.split("/")[1]
            words = {"contract": "" if cycle == UNDATED else cycle, "nearest": nearest}
            row.fault(self.findings, "RF-02", "label", sheet_name=self.sheet, **words)

    def _titled_otherwise(self, row: Row, key: str) -> str:
        """The title beside or behind the number of a row, where only other priorities of the contract have it."""
        for title in (row.titled, title_behind_number(row.typed("label"))):
            titled = self.titles.get((row.values["contract"], fold(title)), set())
            if titled and key not in titled:
                return title
        return ""


def _give_priorities(rows: list[Row], findings: Findings) -> None:
    for row in rows:
        if row.is_beside and "number" not in row.values and (found := read_numbered(row.values.get("title_sq", ""))):
            row.values["number"], row.values["title_sq"] = found
            if not row.rejected:
                row.note(findings, "PR-02", "title_sq", read=str(found[0]))
        if key := _priority_key(row.values):
            row.values["priority"] = key


def _priority_key(values: Mapping[str, Any]) -> str | None:
    if "contract" not in values or ("number" not in values and "title_sq" not in values):
        return None
    named = _label(values["number"], values.get("sub_number")) if "number" in values else slug(values["title_sq"])
    return f"{values['contract']}/{named}"


def _lacks(row: Row, key: str) -> bool:
    """Whether a row that was put aside does not say what it is about, so that others may be looking for it."""
    return row.rejected and not row.aside and key not in row.values


def _hangs(row: Row, on: Row, at: str, findings: Findings) -> None:
    """A row that hangs on one that is not counted is not counted either; a cell that only names it is left empty."""
    code = "RF-04" if findings.model.tables[row.table].fields[at].costs_row else "RF-13"
    row.fault(findings, code, at, place=_place(on, row))


def _label(number: int, sub: int | None) -> str:
    return f"{number}.{sub}" if sub else f"{number}"


def _give_campaigns(tables: Tables) -> None:
    for name in ("campaigns", "campaign_stages"):
        for row in tables.get(name, []):
            title = row.values.pop("wanted_campaign", None)
            if title is not None and row.values.get("municipality"):
                row.values["campaign"] = f"{row.values['municipality']}/{slug(title)}"


def _check_stages(tables: Tables, model: Model, findings: Findings) -> None:
    """Stages need the row of their campaign."""
    campaigns = [row for row in tables.get("campaigns", []) if "campaign" in row.values]
    counted = {row.values["campaign"]: row.values["title_sq"] for row in campaigns if not row.rejected}
    rejected = {row.values["campaign"]: row for row in campaigns if row.rejected}
    sheet = model.tables["campaigns"].sheet
    for row in tables.get("campaign_stages", []):
        key = row.values.get("campaign")
        if key is None or key in counted or row.aside:
            continue
        if key in rejected:
            _hangs(row, rejected[key], "campaign_title", findings)
            continue
        place = f"{row.values['municipality']}/"
        own = {title: title for each, title in counted.items() if each.startswith(place)}
        nearest = _nearest(row.typed("campaign_title"), own, findings)
        row.fault(findings, "RF-03", "campaign_title", sheet_name=sheet, nearest=nearest)


def _check_periods(tables: Tables, findings: Findings) -> None:
    """Say which periods end before their contract began; which of the two dates is wrong nobody knows, so both stay."""
    contracts = {row.values["contract"]: row for row in tables.get("contracts", []) if not row.rejected}
    for row in (*tables.get("assessments", []), *tables.get("reports", [])):
        contract, end = contracts.get(row.values.get("contract")), row.values.get("period_end")
        if row.rejected or contract is None or end is None:
            continue
        signed, began = contract.values.get("signed_on"), contract.values.get("observed_from")
        if signed is not None and end < signed:
            code, field = "DT-06", "signed_on"
        elif began is not None and end < began:
            code, field = "DT-07", "observed_from"
        elif end.year < years_of(contract.values["cycle"])[0]:
            code, field = "DT-08", "cycle"
        else:
            continue
        row.note(
            findings, code, "period", read=contract.typed(field), place=f"{contract.sheet}!{contract.place(field)}"
        )


def _check_order(tables: Tables, findings: Findings) -> None:
    """Say which periods and years cannot follow one another, or lie after their contract; all of them stay."""
    contracts = {row.values["contract"]: row for row in tables.get("contracts", []) if not row.rejected}
    rows = [row for row in (*tables.get("assessments", []), *tables.get("reports", [])) if not row.rejected]
    latest: dict[tuple[Any, Any], Row] = {}
    for row in (each for each in rows if each.values.get("period_start")):
        key = row.values.get("contract"), row.values.get("monitoring_year")
        if key not in latest or latest[key].values["period_start"] < row.values["period_start"]:
            latest[key] = row
    for row in rows:
        contract, year = row.values.get("contract"), row.values.get("monitoring_year")
        start, of = row.values.get("period_start"), contracts.get(contract)
        if of is None or not isinstance(year, int):
            continue
        first, _, last = of.values["cycle"].partition("-")
        words = {"read": of.typed("cycle"), "place": f"{of.sheet}!{of.place('cycle')}"}
        if last and year > int(last) - int(first) + 1:
            at = "monitoring_year" if row.typed("monitoring_year") else "period"  # of a dated change, its date
            row.note(findings, "NU-14", at, row.typed("monitoring_year") or year, **words)
        if start is None:
            continue
        if last and start.year > int(last):
            row.note(findings, "DT-10", "period", **words)
        before = (latest[contract, each] for each in range(1, year) if (contract, each) in latest)
        if other := next((each for each in before if each.values["period_start"] > start), None):
            place = f"{other.sheet}!{other.place('period')}"
            row.note(findings, "DT-09", "period", read=str(other.values["monitoring_year"]), place=place)


def _check_replies(tables: Tables, model: Model, findings: Findings, shown: Shown) -> None:
    """Replies need the verdict they answer; one given to a verdict that has changed since is kept, and it is said.

    A verdict in a grey cell is believed only where it is on file, or the network's own folder says it was shown.
    """
    on_file: dict[tuple[Any, Any], set[str]] = defaultdict(set)
    put_aside: dict[tuple[Any, Any], Row] = {}
    for row in tables.get("assessments", []):
        key = _verdict(row)
        if row.rejected:
            put_aside[key] = row
        else:
            on_file[key].add(row.values["status"])
    for row in tables.get("replies", []):
        if row.rejected:
            continue
        key, seen = _verdict(row), row.values.get("status_shown")
        if key in on_file:
            versions, noted = shown.verdicts.get(key, ()), key in shown.noted
            if shown.whole and _say_what_differs(row, model.tables["replies"], versions, noted, findings):
                continue
            if seen and seen not in on_file[key] | shown.statuses(key):
                del row.values["status_shown"]
                if row.values.get("reply"):
                    field, read = _header("status_shown", model), _either(on_file[key], model)
                    row.reject(findings, _changed(key in shown.verdicts), "status_shown", field=field, read=read)
            elif row.values.get("reply") and seen and seen not in on_file[key]:
                row.note(findings, "RF-06", "status_shown", read=_either(on_file[key], model))
        elif key in put_aside and key[0]:
            _hangs(row, put_aside[key], "label", findings)
        else:
            year = row.values["monitoring_year"]
            row.reject(findings, "RF-05", "monitoring_year", row.typed("label"), year=year)


def _check_evidence_shown(tables: Tables, findings: Findings, shown: Shown) -> None:
    """Evidence that was shown comes back as it was. A row that differs is a version no other row of the file is."""
    table = findings.model.tables.get("shown_evidence")
    if not shown.whole or table is None:
        return
    rows = [row for row in tables.get("shown_evidence", []) if not row.rejected]
    here: dict[str, list[Version]] = defaultdict(list)
    for row in rows:
        here[row.file].append(_grey_cells(row, table))
    for row in rows:
        place = row.values.get("municipality", "")
        versions = shown.evidence.get(place, ())
        if _grey_cells(row, table) not in versions:
            left = [each for each in versions if each not in here[row.file]]
            _say_what_differs(row, table, left, place in shown.noted, findings)


def _say_what_differs(row: Row, table: Table, versions: Iterable[Version], noted: bool, findings: Findings) -> bool:
    """Put a row aside whose grey cells are not as they were shown: each is told with what stood there.

    One of which most is not as it was in any version was never shown: that is told once, not cell by cell.
    """
    own = _grey_cells(row, table)
    changed = differences(own, versions)
    if 2 * len(changed) > len(own):
        replies = findings.model.tables["replies"]
        row.reject(findings, "RF-11", field=_header("source", findings.model), sheet_name=replies.sheet)
        return True
    for name, stood in changed.items():
        field = table.fields[name].header
        row.reject(findings, _changed(noted), name, own[name] or "–", field=field, read=stood or "–")
    return bool(changed)


def _changed(noted: bool) -> str:
    """The finding for a grey cell that is not as it was shown: only what was noted can be written back."""
    return "RF-09" if noted else "RF-12"


def _grey_cells(row: Row, table: Table) -> Version:
    return as_shown(row.texts, (each.id for each in table.fields.values() if each.shown))


def _header(field: str, model: Model) -> Mapping[str, str]:
    return model.tables["replies"].fields[field].header


def _verdict(row: Row) -> tuple[Any, Any]:
    return row.values.get("priority"), row.values.get("monitoring_year")


def _either(statuses: set[str], model: Model) -> dict[str, str]:
    """The labels of statuses, in their order: more than one where two monitors differ."""
    known = [status for key, status in model.statuses.items() if key in statuses]
    return {language: " / ".join(status.label[language] for status in known) for language in model.languages}


def _nearest(text: str, choices: Mapping[str, str], findings: Findings) -> Any:
    best = process.extractOne(text, list(choices), score_cutoff=NEAR)
    return findings.nearest(choices[best[0]]) if best else ""


def _only_once(rows: list[Row], table: Table, findings: Findings) -> None:
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if not row.rejected:
            groups[tuple(row.values.get(column) for column in table.unique)].append(row)
    repeats: dict[tuple[str, str], list[Row]] = defaultdict(list)
    again: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for same in groups.values():
        if len(same) < 2:
            continue
        same = _told_apart(_without_examples(same, findings), table, findings)
        if len(same) < 2:
            continue
        first = same[0]
        if _say_the_same(same):
            for row in same[1:]:
                if row.may_repeat and first.may_repeat:
                    row.rejected = row.is_repeat = True  # the sheet of every edition says again what it is about
                elif row.flat and (row.file, row.sheet) == (first.file, first.sheet):
                    row.rejected = row.is_repeat = (
                        True  # a flat sheet says again in every row what several rows are about
                    )
                    repeats[row.file, row.sheet].append(row)
                elif table.id in CARRIED and row.file != first.file:
                    row.rejected = row.is_repeat = True  # the workbook of a next year has it again
                    again[row.file, row.sheet, first.file].append(row)
                else:
                    row.reject(findings, "KE-01", other=_place(first, row))
        else:
            at = _first_difference(same, table)
            for row in same:
                others = ", ".join(_place(other, row) for other in same)
                told = _told_apart_by(row, table)
                what = {
                    language: ", ".join(f"{each.header[language]}: {text}" for each, text in told)
                    for language in findings.model.languages
                }
                value = ", ".join(text for _, text in told)
                row.reject(findings, "KE-02", at, value, what=what, other=others)
    for rows in repeats.values():
        rows[0].note(findings, "KE-03", count=len(rows), rows=_numbers(rows))
    for (*_, other), rows in again.items():
        rows[0].note(findings, "KE-05", count=len(rows), other=other, rows=_numbers(rows))


def _numbers(rows: Iterable[Row]) -> str:
    """The numbers of rows, those that follow each other as one: “3–9, 12”."""
    spans: list[list[int]] = []
    for number in sorted({row.number for row in rows}):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    named = [f"{first}" if first == last else f"{first}–{last}" for first, last in spans[:SPANS]]
    return ", ".join([*named, *(["…"] if len(spans) > SPANS else [])])


def _without_examples(same: list[Row], findings: Findings) -> list[Row]:
    """Of rows that are about the same, those that are not the template's example; it gives way, and is told."""
    own = [row for row in same if not row.is_like_example]
    for row in same if own else ():
        if row.is_like_example:
            row.reject(findings, "EX-05", other=_place(own[0], row))
    return own or same


def _say_what_is_like_the_example(tables: Tables, model: Model, findings: Findings) -> None:
    for name, rows in tables.items():
        table = model.tables[name]
        for row in rows:
            if row.is_like_example and not row.rejected:
                row.note(findings, "EX-04" if table.doubt_field else "EX-03", marked_field(table) or "")


def _told_apart(same: list[Row], table: Table, findings: Findings) -> list[Row]:
    """Of rows that are about the same, those of which all that tells them apart was read; the others are put aside."""
    telling = [each.id for each in table.fields.values() if {name for name, _ in each.columns} & set(table.unique)]
    kept = []
    for row in same:
        if at := next((each for each in telling if each in row.blanked), None):
            other = next(each for each in same if each is not row)
            row.reject(findings, "KE-04", at, other=_place(other, row))
        else:
            kept.append(row)
    return kept


def _say_the_same(rows: Sequence[Row]) -> bool:
    """Whether rows say the same; the mark of a shared promise may stand in one of them only."""
    marks = {fold(mark) for row in rows if (mark := row.values.get("shared"))}
    return len(marks) < 2 and all(_says(row) == _says(rows[0]) for row in rows)


def _says(row: Row) -> dict[str, Any]:
    """What a row says beside that mark; of what it leaves empty it says nothing."""
    return {column: value for column, value in row.values.items() if value is not None and column != "shared"}


def _first_difference(rows: list[Row], table: Table) -> str:
    """The field in which rows about the same first differ; nothing where it is not in what was typed."""

    def values(row: Row, field: str) -> tuple[Any, ...]:
        return tuple(row.values.get(column) for column, _ in table.fields[field].columns)

    own = (each for each in rows[0].columns if each in table.fields)  # a flat sheet names the municipality too
    return next((each for each in own if len({values(row, each) for row in rows}) > 1), "")


def _told_apart_by(row: Row, table: Table) -> list[tuple[Field, str]]:
    """What tells a row from others, field by field as it was typed.

    A priority is told by its contract too, and by its title where it has no number.
    """
    telling = {*table.unique, *(("contract",) if "priority" in table.unique else ())}
    if "priority" in telling and not row.values.get("number"):
        telling.add("title_sq")
    fields = (each for each in table.fields.values() if telling & {name for name, _ in each.columns})
    return [(each, row.typed(each.id)) for each in fields if row.typed(each.id)]


def _places(rows: Sequence[Row], seen_from: Row) -> str:
    """Where the first of several rows stand: any of them may be meant."""
    first = [_place(row, seen_from) for row in rows[:NAMED]]
    return ", ".join([*first, *(["…"] if len(rows) > NAMED else [])])


def _place(row: Row, seen_from: Row) -> str:
    """Where a row stands, as short as somebody looking at the other one needs it."""
    if (row.file, row.sheet) == (seen_from.file, seen_from.sheet):
        return f"{row.number}"
    inside = f"{row.sheet}!{row.place()}"
    return inside if row.file == seen_from.file else f"{row.file} › {inside}"
