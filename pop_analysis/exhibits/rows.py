"""From records to a table that stands by itself: each column says how a record fills it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd
from msgspec.structs import replace

from pop_analysis.blocks.blocks import Listing
from pop_analysis.blocks.parts import Entry, Span, Table
from pop_analysis.exhibits.wording import other_language, place_name, text, typed
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined, named
from pop_analysis.measures.cache import cached
from pop_analysis.model.addresses import BETWEEN_LINKS, links_of
from pop_analysis.reading import Dataset
from pop_analysis.reading.archived import archived_copies, own_copy
from pop_analysis.reading.tables.frames import each_row, first_of_each

Cell = Callable[[dict[str, Any]], Entry | str]
Columns = list[tuple[str, Cell]]
Copies = Mapping[str, str]
NO_COPIES: Copies = MappingProxyType({})


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
    copies: Copies = NO_COPIES,
) -> Listing:
    """Make the listing of ``rows``; its table is that of :func:`table_of`."""
    table = table_of(rows, columns, words, numeric, choices, headings, copies)
    return Listing(id=name, caption=caption, note=note, table=table)


def table_of(
    rows: Iterable[dict[str, Any]],
    columns: Columns,
    words: Words,
    numeric: Collection[str] = (),
    choices: Collection[str] = (),
    headings: Mapping[str, str] = MappingProxyType({}),
    copies: Copies = NO_COPIES,
) -> Table:
    """Make the table of ``rows``; a column is headed as ``headings`` say, else by ``column.<its name>``.

    ``numeric`` columns stand to the right; of ``choices`` a reader of the page may choose one value. Beside a column
    that leads to addresses of ``copies`` stands one with these.
    """
    rows = list(rows)
    cells = [[make(row) for _, make in columns] for row in rows]
    made, shown = [], list(zip(*cells, strict=True)) or [() for _ in columns]
    for (name, _), column in zip(columns, shown, strict=True):
        label = headings[name] if name in headings else words(f"column.{name}")
        made.append(((name, label), column))
        led = [(isinstance(cell, Entry) and cell.url) or "" for cell in column]
        kept = [own_copy(row, url) or copies.get(url, "") for row, url in zip(rows, led, strict=True)]
        if any(kept):
            label = words("listing.copy_of", column=label)
            made.append(((f"{name}_copy", label), tuple(Entry(url, None, url or None) for url in kept)))
    rows_made = list(zip(*(column for _, column in made), strict=True))
    return Table.of([label for label, _ in made], rows_made, numeric, choices)


copies_of = cached(archived_copies)


def with_copies(spans: Iterable[Span], words: Words, copies: Copies) -> list[Span]:
    """What is said, and after it the archived copy of each address it leads to, where it does not say one already."""
    said = list(spans)
    if any(span.text == words("story.copy") for span in said):
        return said
    kept = dict.fromkeys(copy for span in said if (copy := copies.get(span.url or "")))
    return [*said, *(each for url in kept for each in (Span(" · "), Span(words("story.copy"), url)))]


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
    """The first of the columns ``names`` that is filled: as a link where it is one address, else marked as typed."""
    found = next((row[name] for name in names if text(row.get(name))), "")
    urls = links_of(found)
    return Entry(BETWEEN_LINKS.join(urls), None, urls[0] if len(urls) == 1 else None) if urls else typed(words, found)


def led_to(said: Span, row: dict[str, Any], words: Words, *names: str) -> list[Span]:
    """What is said, led to what the first of the columns ``names`` with addresses has; else what stands there follows.

    Of several addresses each but the first is a link of its own.
    """
    found = [text(row[name]) for name in names if text(row[name])]
    if urls := next(filter(None, map(links_of, found)), []):
        others = (piece for url in urls[1:] for piece in (Span(" · "), Span(named(url), url)))
        return [replace(said, url=urls[0]), *others]
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
