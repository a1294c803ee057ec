"""Amounts that may be in old lek: people still count in them, and one new lek is ten old ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pop_analysis.model import Model
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.rows import Row

# Ten times, give or take what a procurement changes.
TEN_TIMES = (8.0, 12.5)


def check_amounts(tables: Mapping[str, list[Row]], model: Model, findings: Findings) -> None:
    """Warn of an amount about ten times another one of the same campaign; nothing is changed.

    Only where people still count in an old currency.
    """
    if not (model.currency and model.currency.old):
        return
    for name, table in model.tables.items():
        for each in (f.id for f in table.fields.values() if f.kind == "amount"):
            groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
            for row in tables[name]:
                if not row.rejected and row.values.get(each):
                    groups[row.values.get("municipality", ""), row.typed("campaign_title")].append(row)
            for rows in groups.values():
                _warn(rows, each, findings)


def _warn(rows: list[Row], field: str, findings: Findings) -> None:
    for row in rows:
        amount = row.values[field]
        smaller = [other for other in rows if TEN_TIMES[0] <= amount / other.values[field] <= TEN_TIMES[1]]
        if smaller:
            row.note(
                findings, "AM-03", field, read=f"{amount / 10:,.0f}".replace(",", " "), other=smaller[0].place(field)
            )
