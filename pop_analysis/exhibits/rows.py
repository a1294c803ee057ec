"""From records to a table that stands by itself: each column says how a record fills it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd
from msgspec.structs import replace

from pop_analysis.blocks.blocks import Listing
from pop_analysis.blocks.parts import Entry, Span, Table, link_of
from pop_analysis.exhibits.wording import other_language, place_name, text, typed
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined, named
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row, first_of_each

Cell = Callable[[dict[str, Any]], Entry | str]
Columns = list[tuple[str, Cell]]


def listing(
    name: str,
    caption: str,
    rows: Iterable[dict[str, Any]],
    columns: Columns,
    words: Words,
    note: str = "",
    numeric: Collection[str] = (),
    choices: Collection[str] = (),
    headings: Mapping[str, str] = MappingProxyType({}),
) -> Listing:
    """Make the listing of ``rows``; its table is that of :func:`table_of`."""
    return Listing(
        id=name, caption=caption, note=note, table=table_of(rows, columns, words, numeric, choices, headings)
    )


def table_of(
    rows: Iterable[dict[str, Any]],
    columns: Columns,
    words: Words,
    numeric: Collection[str] = (),
    choices: Collection[str] = (),
    headings: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    """Make the table of ``rows``; a column is headed as ``headings`` say, else by ``column.<its name>``.

    ``numeric`` columns stand to the right; of ``choices`` a reader of the page may choose one value.
    """
    cells = [[make(row) for _, make in columns] for row in rows]
    labels = [(name, headings[name] if name in headings else words(f"column.{name}")) for name, _ in columns]
    return Table.of(labels, cells, numeric, choices)


def of_place(data: Dataset, municipality: str | None) -> Dataset:
    """The data of one municipality, or all of them."""
    return data if municipality is None else data.where(municipality=municipality)


def place_column(data: Dataset, words: Words) -> tuple[str, Cell]:
    """The column with the name of the municipality."""
    return "municipality", lambda row: place_name(data, words, row["municipality"])


def by_place_name(rows: pd.DataFrame, data: Dataset, words: Words, *then: str) -> list[dict[str, Any]]:
    """Sort rows by the names of their municipalities in the order of the alphabet, ``then`` by columns."""
    records: list[dict[str, Any]] = each_row(rows)
    name = {code: words.sort_key(place_name(data, words, code)) for code in {row["municipality"] for row in records}}
    return sorted(records, key=lambda row: (name[row["municipality"]], *(row[column] for column in then)))


def with_priority(about: pd.DataFrame, priorities: pd.DataFrame) -> list[dict[str, Any]]:
    """Join each row that is about one of ``priorities`` with what is known of that; what both know is the row's own."""
    known = first_of_each("priority", each_row(priorities))
    return [known[row["priority"]] | row for row in each_row(about) if row["priority"] in known]


def linked_source(row: dict[str, Any], words: Words, *names: str) -> Entry:
    """The first of the columns ``names`` that is filled: as a link where it is an address, else marked as typed."""
    found = next((row[name] for name in names if text(row.get(name))), "")
    url = link_of(found)
    return Entry(url, None, url) if url else typed(words, found)


def led_to(said: Span, row: dict[str, Any], words: Words, *names: str) -> list[Span]:
    """What is said, led to the first address in the columns ``names``; with no address, what stands there follows."""
    found = [text(row[name]) for name in names if text(row[name])]
    if url := next(filter(None, map(link_of, found)), None):
        return [replace(said, url=url)]
    return [said, *(Span(joined("", [" (", named(each), ")"]), language=other_language(words)) for each in found[:1])]


def when(row: dict[str, Any], words: Words, name: str = "date") -> str:
    """The date ``name`` of a record as exactly as it is known."""
    return words.date(row[name], row[f"{name}_end"], row[f"{name}_precision"])


def number_in(name: str, words: Words) -> Cell:
    """What shows the number in the column ``name`` of a record; – for a missing one."""

    def cell(row: dict[str, Any]) -> Entry:
        shown = words.number(row[name])
        return Entry(shown or "–", row[name] if shown else None)

    return cell
