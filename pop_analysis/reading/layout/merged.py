"""Merged cells: what names a row holds for every row of it; a verdict or an amount belongs to the first only."""

from __future__ import annotations

from collections.abc import Mapping

from pop_analysis.model import Field, Table
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.layout.lay_out import Layout
from pop_analysis.reading.parsing.cells import address

Merged = Mapping[tuple[int, int], str]


def spread(layout: Layout, file: str, findings: Findings) -> Merged:
    """Give each row its part of a merged key cell, with a note.

    What is left are the places whose value is *not* taken from the merged cell above or beside: place → that cell's
    address.
    """
    kept: dict[tuple[int, int], str] = {}
    sheet = layout.sheet
    end = sheet.last_row()
    shared = layout.columns.keys() - layout.own
    for first, column, last, last_column in sheet.merged:
        each = layout.columns.get(column)
        anchor = sheet.rows.get(first, {}).get(column)
        if anchor is not None and first > layout.header_row and column not in shared:
            years = [other for other in layout.own if column < other <= last_column and layout.columns[other].required]
            kept.update(
                {(row, other): address(first, column) for row in range(first, min(last, end) + 1) for other in years}
            )
        below = [row for row in range(first + 1, min(last, end) + 1) if row in sheet.rows and _holds(layout, row)]
        if each is None or anchor is None or first <= layout.header_row or not below:
            continue
        place = f"{address(first, column)}:{address(last, column)}"
        if _names(each, layout.table):
            for row in below:
                sheet.rows[row][column] = anchor
            findings.add("ME-01", file, sheet.name, address(first, column), anchor.value, place=place)
        else:
            kept.update({(row, column): address(first, column) for row in below})
            if not each.required:
                findings.add("ME-03", file, sheet.name, address(first, column), anchor.value, place=place)
    return kept


def _holds(layout: Layout, row: int) -> bool:
    return any(column in layout.columns for column in layout.sheet.rows.get(row, {}))


def _names(each: Field, table: Table) -> bool:
    return each.of_kind.names_row or (each.kind == "ordinal" and each.id in table.unique)
