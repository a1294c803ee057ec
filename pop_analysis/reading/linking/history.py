"""Dated changes of a verdict as verdicts by year: each holds from its day until the next one of the same priority."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pop_analysis.reading.conversion.years import read_cycle
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.rows import Row

Tables = Mapping[str, list[Row]]


def give_history(tables: Tables, findings: Findings) -> None:
    """Give each dated change the years at whose end it stood, up to that of the last change in its file.

    A year is a calendar year of the contract; a change before its first counts from there. One that was followed by
    another in the same year stood at the end of none: it is told, and not counted.
    """
    first = {row.values.get("contract"): read_cycle(row.values.get("cycle")) for row in tables.get("contracts", [])}
    by_promise: dict[tuple[str, str], list[tuple[date, Row]]] = defaultdict(list)
    latest: dict[str, date] = {}
    for row in (each for each in tables.get("assessments", []) if each.is_change and not each.rejected):
        day = row.values.get("period_end")
        if day is None:
            row.reject(findings, "CE-03", "period", field=findings.model.tables[row.table].fields["period"].header)
        else:
            by_promise[row.values["priority"], row.values.get("monitor", "")].append((day, row))
            latest[row.file] = max(latest.get(row.file, day), day)
    for changes in by_promise.values():
        changes.sort(key=lambda change: change[0])
        for number, (day, row) in enumerate(changes):
            began = (first[row.values["contract"]] or (day.year,))[0]
            later = next((change for change in changes[number + 1 :] if change[0] != day), None)
            last = later[0].year - 1 if later else latest[row.file].year
            years = range(max(1, day.year - began + 1), last - began + 2)
            tables["assessments"].extend(_held(row, years, later[1] if later else row, findings))


def _held(row: Row, years: range, later: Row, findings: Findings) -> list[Row]:
    """Give the row the first of its years, and make one for each other; told is where it ``later`` changed."""
    if not years:
        row.rejected = row.is_repeat = True
        row.note(findings, "HY-01", "period", place=later.place("period"))
        return []
    row.values["monitoring_year"] = years[0]
    if len(years) > 1:
        row.note(findings, "HY-02", "period", read=f"{years[0]}–{years[-1]}")
    undated = {name: each for name, each in row.values.items() if not name.startswith("period_")}
    return [replace(row, values={**undated, "monitoring_year": year}, is_carried=True) for year in years[1:]]
