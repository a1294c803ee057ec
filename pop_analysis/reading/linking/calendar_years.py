"""Calendar years where the year of the monitoring is asked: the contract says which one each is, or nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pop_analysis.reading.conversion.years import ContractYears, Year, contract_years, monitoring_years
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.rows import Row

Tables = Mapping[str, list[Row]]


def give_years(tables: Tables, findings: Findings) -> None:
    """Give the monitoring year in place of each calendar year for which it is certain, and tell of the others.

    The years of periods on file (``reports``) are read first, then all others by them.
    """
    waiting = [(row, each) for rows in tables.values() for row in rows for each, said in _said(row)]
    for of_reports in (True, False):
        known = _contracts(tables)
        own = [(row, each) for row, each in waiting if (row.table == "reports") is of_reports]
        years: dict[str, set[Year]] = defaultdict(set)
        for row, each in own:
            years[row.values.get("contract", "")].add(row.values[each])
        for row, each in own:
            _give(row, each, known.get(row.values.get("contract", "")), years, findings)


def _said(row: Row) -> list[tuple[str, Year]]:
    return [(each, value) for each, value in row.values.items() if isinstance(value, Year)]


def _contracts(tables: Tables) -> dict[str, ContractYears]:
    """The contracts that count, with what is on file of their years."""
    reports = defaultdict(list)
    for row in tables.get("reports", []):
        if not row.rejected:
            reports[row.values.get("contract")].append(row.values)
    found = {
        row.values["contract"]: contract_years(row.values, reports[row.values["contract"]])
        for row in tables.get("contracts", [])
        if not row.rejected
    }
    return {contract: each for contract, each in found.items() if each}


def _give(
    row: Row, field: str, contract: ContractYears | None, years: Mapping[str, set[Year]], findings: Findings
) -> None:
    said = row.values.pop(field)
    number = monitoring_years(years[row.values.get("contract", "")], [contract]).get(said) if contract else None
    most = findings.model.tables[row.table].fields[field].maximum
    if number is not None and (most is None or number <= most):
        row.values[field] = number
        if not row.rejected:
            row.note(findings, "NU-13", field, read=str(number))
    elif not row.rejected:
        contracts = findings.model.tables["contracts"]
        since = findings.phrase("or_since", field=contracts.fields["observed_from"].header, sheet_name=contracts.sheet)
        row.fault(findings, "NU-08", field, since="" if contract and contract.says_since else since)
