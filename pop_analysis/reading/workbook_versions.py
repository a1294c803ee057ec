"""Two versions of one workbook ("fier (1).xlsx", "fier - Copy.xlsx"): neither is counted until somebody chooses.

What a workbook is stands inside it, not in its name: two are versions of one another when they are of the same
municipality and say something of the same row. When they say the same of every row, one of them is enough.
Workbooks that share no row (one a contract, say) are read together, and so are those of one contract in several years:
each has the contract and its priorities, and verdicts of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import permutations
from typing import Any

from pop_analysis.model import Model
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.rows import Row
from pop_analysis.reading.workbook import Workbook

CARRIED = frozenset({"contracts", "priorities", "campaigns"})  # what the workbook of a next year has again
# What names a row before it is tied to the other tables.
NAMING = ("cycle", "number", "sub_number", "wanted_priority", "wanted_campaign")


def put_versions_aside(books: Iterable[Workbook], findings: Findings) -> None:
    """Reject the rows of every workbook that another one is a version of, with a finding at each."""
    alike = [book for same in _of_the_same(books) if len(same) > 1 for book in same]
    by_file = {book.file: book for book in alike}
    named: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for book in alike:
        for row in _rows(book, findings.model):
            named[book.kind, book.municipality, row.table, _key(row, findings.model)].add(book.file)
    versions: dict[str, set[str]] = defaultdict(set)
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)  # two files → the tables of which both have a row
    for (_, _, table, _), files in named.items():
        for file, other in permutations(files, 2):
            shared[file, other].add(table)
    for (file, other), tables in shared.items():
        if tables - CARRIED or not _are_years_apart(by_file[file], by_file[other], findings.model):
            versions[file].add(other)
    contents = {file: _content(by_file[file], findings.model) for file in versions}
    kept: set[str] = set()
    for file in sorted(versions):
        same = sorted(other for other in versions[file] if contents[other] == contents[file])
        different = sorted(versions[file] - set(same))
        if different:
            findings.add("FI-19", file, other=", ".join(different))
        elif kept & set(same):
            findings.add("FI-08", file, other=same[0])
        else:
            kept.add(file)
            continue
        for rows in by_file[file].tables.values():
            for row in rows:
                row.rejected = row.aside = True


def _are_years_apart(one: Workbook, other: Workbook, model: Model) -> bool:
    """Whether two workbooks that share only what is carried from year to year are of different years.

    They are where each has rows of verdicts, or where one has and both say the same of what they share. Where the one
    without says otherwise, it is another version of the same.
    """
    with_verdicts = [bool(book.tables.get("assessments")) for book in (one, other)]
    first, second = ({row for row in _content(book, model) if row.split()[0] in CARRIED} for book in (one, other))
    return all(with_verdicts) or (any(with_verdicts) and first == second)


def _of_the_same(books: Iterable[Workbook]) -> Iterable[list[Workbook]]:
    """Workbooks that say that they are of the same: a kind and a municipality."""
    groups: dict[Hashable, list[Workbook]] = defaultdict(list)
    for book in books:
        if book.kind and not book.flat:
            groups[book.kind, book.municipality].append(book)
    return groups.values()


def _rows(book: Workbook, model: Model) -> Iterator[Row]:
    """What a workbook says of itself; what it only shows to somebody may stand in several."""
    for name, rows in book.tables.items():
        said = [field for field in model.tables[name].fields.values() if not field.shown and field.kind != "cycle"]
        if said and name != "workbook":
            yield from (row for row in rows if not row.rejected and not row.is_beside)


def _content(book: Workbook, model: Model) -> frozenset[str]:
    return frozenset(f"{row.table} {sorted(row.values.items())!r}" for row in _rows(book, model))


def _key(row: Row, model: Model) -> Hashable:
    return tuple(str(row.values.get(column)) for column in (*NAMING, *model.tables[row.table].unique))
