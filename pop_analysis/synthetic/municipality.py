"""One invented municipality: everything its workbook holds."""

from __future__ import annotations

from random import Random

from pop_analysis.synthetic.activities import activity_rows, report_presentation, statement_rows
from pop_analysis.synthetic.campaigns import Reach, campaign_rows
from pop_analysis.synthetic.contracts import Priority, contract_row, draw, priority_rows
from pop_analysis.synthetic.cycles import Cycle, cycles_of, joins_late, month
from pop_analysis.synthetic.labels import Labels, Row, Rows, wording
from pop_analysis.synthetic.names import Place, place
from pop_analysis.synthetic.status_paths import CHANGED_IN, carried_on, merge_two_and_add_one, split_one, with_origins
from pop_analysis.synthetic.verdicts import (
    Coverage,
    assessment_rows,
    citizens_rows,
    evidence_rows,
    report_rows,
)

# What is on file differs from one municipality to the next, in a pattern that comes again every twelve.
PATTERN = 12
MAIN = ("2019–2023", "2021–2023")
ONLY_REPORTED, ONE_WITHDRAWN, WITHOUT_NUMBERS, NOT_ALL_ON_FILE = 3, 4, 6, 8
DELIVERED, DELIVERY_EXPECTED, SHARED_DECISION = 0, 1, 9
SPLIT, MERGED = 0, 3
DOUBLE_CODED = (2, 3)
SIZES, SIZES_OF_JOINERS, SIZES_OF_DOUBLE_CODED, SIZES_OF_CHANGED = (5, 14), (5, 9), (12, 14), (6, 11)


def municipality_rows(index: int, years: int, seed: int, labels: Labels, empty: bool = False) -> Rows:
    """The rows of municipality ``index``, by table; the same whatever the number of municipalities.

    ``empty`` gives a municipality whose contract is signed and of which nothing else is on file.
    """
    rng = Random(f"{seed}/{index}")  # noqa: S311 — invented data, not a secret
    here = place(index)
    cycles = cycles_of(index, years, rng)
    rows: Rows = {"workbook": [about_file("municipality", here, labels)]}
    if empty:
        main = _main(cycles)
        rows["contracts"] = [contract_row(here, main, rng.randint(*SIZES), main.signed_on, None)]
        return rows
    contracts = _contracts(index, cycles, rng)
    priorities = [priority for each in contracts.values() for priority in each]
    coverage = _coverage(index, cycles, rng)
    rows["contracts"] = [_contract(index, here, cycle, contracts[cycle], rng) for cycle in cycles]
    rows["priorities"] = priority_rows(here, priorities, labels, rng)
    rows["assessments"], rows["reports"], presentations = [], [], []
    for cycle in cycles:
        own = coverage if cycle is _main(cycles) else Coverage(early_start=coverage.early_start)
        rows["assessments"] += assessment_rows(here, cycle, contracts[cycle], own, labels, rng)
        reports = report_rows(here, cycle, own, rng)
        rows["reports"] += reports
        presentations += [report_presentation(here, cycle, report, labels, rng) for report in reports]
    rows["evidence"] = evidence_rows(here, priorities, labels, rng)
    asked = Random(f"{seed}/{index}/citizens")  # noqa: S311 — invented data, not a secret
    rows["citizens_scores"] = citizens_rows(here, priorities, asked) if index % 2 == 0 else []
    rows["activities"] = activity_rows(here, cycles, priorities, labels, rng) + presentations
    rows["campaigns"], rows["campaign_stages"] = campaign_rows(here, priorities, _reach(index), labels, rng)
    rows["statements"] = statement_rows(here, priorities, labels, rng)
    return rows


def about_file(kind: str, here: Place | None, labels: Labels) -> Row:
    """The one row of the sheet that says what a file is, and that all in it is invented."""
    return {
        "kind": labels.of("workbook_kinds", kind),
        "municipality": here.name if here else None,
        "kept_by": here.organisation if here else "Sekretariati i rrjetit të shpikur",
        "synthetic": labels.of("yes_no", "yes"),
        "note": wording("network")["note"],
    }


def is_double_coded(index: int) -> bool:
    """In every fourth municipality, and one more of twelve, a second monitor judged two of the years."""
    return index % 4 == 1 or index % PATTERN == ONE_WITHDRAWN


def _contracts(index: int, cycles: tuple[Cycle, ...], rng: Random) -> dict[Cycle, list[Priority]]:
    """The priorities of every contract; each carries some over from the one before."""
    contracts: dict[Cycle, list[Priority]] = {}
    before: list[Priority] = []
    for cycle in cycles:
        main = cycle is _main(cycles)
        sizes = SIZES_OF_JOINERS if joins_late(index) else SIZES
        changing = main and index % PATTERN in (SPLIT, MERGED) and len(cycle.years) >= CHANGED_IN
        sizes = SIZES_OF_CHANGED if changing else sizes
        size = rng.randint(*(SIZES_OF_DOUBLE_CODED if main and is_double_coded(index) else sizes))
        carried = carried_on(before, min(len(before), size) // 2, rng)
        numbered = not (cycle is cycles[-1] and len(cycles) > 1 and index % PATTERN == WITHOUT_NUMBERS)
        promises = [promise for promise, _ in carried]
        taken = [each.promise.sq for each in before if any(p.sq.startswith(each.promise.sq) for p in promises)]
        drawn = with_origins(draw(cycle, size, rng, promises, main and index % 3 == 0, numbered, taken), carried)
        if changing:
            drawn = split_one(drawn) if index % PATTERN == SPLIT else merge_two_and_add_one(drawn)
        before = contracts[cycle] = drawn
    return contracts


def _contract(index: int, here: Place, cycle: Cycle, priorities: list[Priority], rng: Random) -> Row:
    signed = [priority for priority in priorities if priority.since_year is None]
    total: int | None = len(signed)
    note = None
    if any(isinstance(priority.label, str) for priority in priorities):
        note = "Prioriteti me pika (p.sh. 1.1) vlerësohet pikë për pikë; çdo pikë numërohet si një prioritet."
    if cycle.name == "2023–2027" and index % PATTERN == WITHOUT_NUMBERS:
        total, note = None, "Kontrata i rendit prioritetet pa numra."
    elif cycle.name in MAIN and index % PATTERN == NOT_ALL_ON_FILE:
        total, note = len(signed) + 2, "Dy prioritete të kontratës nuk janë hedhur ende në këtë skedar."
    when = month(cycle.signed_on) if rng.random() < 0.12 else cycle.signed_on
    return contract_row(here, cycle, total, when, note)


def _coverage(index: int, cycles: tuple[Cycle, ...], rng: Random) -> Coverage:
    years = len(_main(cycles).years)
    second = min(2, years)
    twice = {min(year, years) for year in DOUBLE_CODED}
    return Coverage(
        double_coded=frozenset(twice if is_double_coded(index) else ()),
        only_reported=second if index % PATTERN == ONLY_REPORTED else None,
        early_start=rng.uniform(-0.12, 0.12),
        one_withdrawn=index % PATTERN == ONE_WITHDRAWN,
        first_complete=not joins_late(index),  # so that the network's published first year fits its files
    )


def _reach(index: int) -> Reach:
    """The first campaign of some municipalities goes all the way, or is expected to."""
    pattern = index % PATTERN
    if pattern == DELIVERED:
        return Reach(rungs=7, expects=False)
    if pattern == DELIVERY_EXPECTED:
        return Reach(rungs=6, expects=True)
    return Reach(rungs=4, expects=False, shared_decision=True) if pattern == SHARED_DECISION else Reach()


def _main(cycles: tuple[Cycle, ...]) -> Cycle:
    """The contract the network's figures are about: 2019–2023, or 2021–2023 of those who joined later."""
    return next(cycle for cycle in cycles if cycle.name in MAIN)
