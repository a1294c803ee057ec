"""Dated changes of a verdict as verdicts by year: each holds from its day until the next one of the same priority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pop_analysis.reading.conversion.years import read_cycle
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.rows import Row

Tables = Mapping[str, list[Row]]
Span = tuple[date, date, Any]  # from when to when a change may have been made, and what it says


def give_history(tables: Tables, findings: Findings) -> None:
    """Give each dated change the years at whose end it stood, up to that of the last change in its file.

    A year is a calendar year of the contract, or, where it has none, from that of the first change in the file on; a
    change before its first counts from there, and none is held beyond its last. One that was followed by another in the
    same year stood at the end of none: it is told, and not counted. What cannot be read is a change too: it ends the
    verdict before it, and without its day nobody knows which.
    """
    cycles = {row.values.get("contract"): read_cycle(row.values.get("cycle")) for row in tables.get("contracts", [])}
    by_promise: dict[tuple[str, str], list[Row]] = defaultdict(list)
    earliest: dict[str, date] = {}
    latest: dict[str, date] = {}
    for row in (each for each in tables.get("assessments", []) if each.is_change and not each.aside):
        if "priority" not in row.values or (row.rejected and "period" not in row.columns):
            continue
        by_promise[row.values["priority"], row.values.get("monitor", "")].append(row)
        if day := row.values.get("period_end"):
            earliest[row.file] = min(earliest.get(row.file, day), day)
            latest[row.file] = max(latest.get(row.file, day), day)
        elif not row.rejected and row.typed("period"):
            row.reject(findings, "HY-03", "period")
        elif not row.rejected:
            row.reject(findings, "CE-03", "period", field=findings.model.tables[row.table].fields["period"].header)
    for rows in by_promise.values():
        undated = next((row for row in rows if not _day(row)), None)
        by_day: dict[date, list[Row]] = defaultdict(list)
        spans: dict[int, set[Span]] = defaultdict(set)
        for row in sorted((row for row in rows if _day(row)), key=_day):
            by_day[_day(row)].append(row)
            spans[_day(row).year].add(_span(row))
        days = list(by_day)
        for place, day in enumerate(days):
            for row in (each for each in by_day[day] if not each.rejected):
                odds = {each for each in spans[day.year] if _is_at_odds(_span(row), each)}
                after = (each for other in days[place + 1 :] for each in by_day[other])
                later = next((each for each in after if _span(each) not in odds), None)
                cycle = cycles[row.values["contract"]] or (earliest[row.file].year, latest[row.file].year)
                years = _years(row, later, latest[row.file], cycle, is_alone=bool(odds or undated))
                tables["assessments"].extend(_held(row, years, later, undated, findings))


def _day(row: Row) -> date:
    return row.values.get("period_end")  # type: ignore[return-value]


def _span(row: Row) -> Span:
    return row.values["period_start"], _day(row), row.values.get("status")


def _is_at_odds(change: Span, other: Span) -> bool:
    """Whether two changes say different things of one day, month or year, so that nobody knows which came last."""
    (start, end, status), (began, ended, said) = change, other
    within = start <= began <= ended <= end or began <= start <= end <= ended
    return within and end.year == ended.year and status != said


def _years(row: Row, later: Row | None, latest: date, cycle: tuple[int, int], is_alone: bool) -> range:
    """The monitoring years at whose end a change stood; where it ``is_alone``, that of its own day only."""
    (began, ended), own = cycle, _day(row).year
    last = _day(later).year - 1 if later else latest.year
    last = min(last, own if is_alone or own > ended else ended)
    return range(max(1, own - began + 1), last - began + 2)


def _held(row: Row, years: range, later: Row | None, undated: Row | None, findings: Findings) -> list[Row]:
    """Give the row the first of its years, and make one for each other; told is what ended it, or may have."""
    if years:
        row.values["monitoring_year"] = years[0]
        if undated:
            row.note(findings, "HY-06", "period", place=undated.place("period"), read=f"{years[0]}")
        elif len(years) > 1:
            row.note(findings, "HY-02", "period", read=f"{years[0]}–{years[-1]}")
    elif later is None or undated:
        row.reject(findings, "HY-05", "period")
    elif later.rejected:
        row.reject(findings, "HY-04", "period", place=later.place("period"))
    else:
        row.rejected = row.is_repeat = True
        row.note(findings, "HY-01", "period", place=later.place("period"))
    of_all = {name: each for name, each in row.values.items() if not name.startswith("period_")}
    return [replace(row, values={**of_all, "monitoring_year": year}, is_carried=True) for year in years[1:]]
