"""Promises of several units: counted in each, and once in the whole. What one says of its verdicts all of them say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import inf
from typing import Any

from pop_analysis.model import Model, fold
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.rows import Row

Tables = Mapping[str, list[Row]]
OF_EACH = ("assessments", "evidence")  # tables of which a row on one of its priorities is on all of them


def give_shared(tables: Tables, findings: Findings) -> None:
    """Give the priorities that are one promise of several units one ``shared``: the first of their keys.

    They are those of one row that names several units, and those with the same mark in contracts of the same years.
    A verdict, or a piece of evidence, of one of them is on each of them; verdicts that differ are put aside. That one
    was taken out of its contract is said of that contract alone.
    """
    rows = [row for row in tables.get("priorities", []) if "priority" in row.values]
    together = _Together()
    marked: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        mark, key = row.values.pop("shared", None), row.values["priority"]
        if not row.rejected or row.is_repeat:
            place, rest = key.split("/", 1)
            together.join(f"{each}/{rest}" for each in {place, *row.owners})
            if mark:
                marked[row.values["cycle"], fold(mark)].setdefault(key, row)
    for same in (list(each.values()) for each in marked.values()):
        places = [row.values["municipality"] for row in same]
        if len(same) == 1:
            same[0].note(findings, "PR-07", "shared")
        elif len(set(places)) < len(places):
            for row in same:
                row.fault(findings, "PR-08", "shared", other=", ".join(_place(each, row) for each in same))
        else:
            together.join(row.values["priority"] for row in same)
    known = {row.values["priority"]: row for row in rows if not row.rejected}
    promises = [sorted(keys & known.keys()) for keys in together.of_several()]
    shared = [[known[key] for key in keys] for keys in promises if len(keys) > 1]
    for priorities in shared:
        for row in priorities:
            row.values["shared"] = priorities[0].values["priority"]
    for table in OF_EACH if shared else ():
        _on_each(tables.get(table, []), shared, findings)


class _Together:
    """Which keys are of one promise."""

    def __init__(self) -> None:
        self.of: dict[str, set[str]] = {}

    def join(self, keys: Iterable[str]) -> None:
        joined: set[str] = set()
        for key in keys:
            joined |= self.of.get(key, set()) | {key}
        for key in joined:
            self.of[key] = joined

    def of_several(self) -> list[set[str]]:
        return list({id(keys): keys for keys in self.of.values() if len(keys) > 1}.values())


def _on_each(rows: list[Row], shared: list[list[Row]], findings: Findings) -> None:
    """Say on each of the priorities of one promise what stands on any of them, where its own rows do not."""
    known: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if not row.rejected:
            known[row.values.get("priority", "")].append(row)
    for priorities in shared:
        own = {priority.values["priority"]: known[priority.values["priority"]] for priority in priorities}
        stay = {key: _stay(each, own[key], findings.model) for key, each in zip(own, priorities, strict=True)}
        said: dict[tuple[Any, ...], dict[str, Row]] = defaultdict(dict)
        for key, row in ((key, row) for key, each in own.items() for row in each):
            if _is_within(row, stay[key]):
                unique = findings.model.tables[row.table].unique
                said[tuple(row.values.get(each) for each in unique if each != "priority")][key] = row
        for on in said.values():
            if len({row.values.get("status") for row in on.values()}) > 1:
                for row in on.values():
                    row.reject(findings, "PR-09", "status", other=", ".join(_place(each, row) for each in on.values()))
                continue
            first = next(iter(on.values()))
            for key, priority in zip(own, priorities, strict=True):
                if key not in on and _is_within(first, stay[key]):
                    keys = {name: priority.values[name] for name in ("municipality", "contract", "priority")}
                    rows.append(replace(first, values=first.values | keys, is_carried=True))


def _stay(priority: Row, rows: Iterable[Row], model: Model) -> tuple[int, float]:
    """The year from which a priority is in its contract, and that in which it was taken out, of this contract alone."""
    out = [row.values.get("monitoring_year") for row in rows if row.values.get("status") in model.left_out]
    return priority.values.get("since_year") or 1, min((year for year in out if year is not None), default=inf)


def _is_within(row: Row, stay: tuple[int, float]) -> bool:
    year = row.values.get("monitoring_year")
    return year is None or stay[0] <= year < stay[1]


def _place(row: Row, seen_from: Row) -> str:
    at = row.place("shared" if row.table == "priorities" else "status")
    return at if (row.file, row.sheet) == (seen_from.file, seen_from.sheet) else f"{row.file} › {row.sheet}!{at}"
