"""Addresses of which a copy is kept in an archive."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pop_analysis.model.addresses import links_of
from pop_analysis.reading.dataset import Dataset
from pop_analysis.reading.tables.frames import each_row

COPY = "archived_url"  # the column of archived addresses


def own_copy(row: Mapping[str, Any], address: str) -> str:
    """The archived copy a row itself has of ``address``; "" where it has none.

    >>> own_copy({"url": "https://a.example/", COPY: "https://archive.example/a"}, "https://a.example/")
    'https://archive.example/a'
    """
    copy = links_of(row.get(COPY))
    return copy[0] if copy and links_of(row.get("url")) == [address] != copy else ""


def archived_copies(data: Dataset) -> Mapping[str, str]:
    """Return the archived copy of each address that has one in any row of the data: the first of several."""
    found: dict[str, str] = {}
    for table in data.model.tables.values():
        if COPY in table.fields:
            for row in each_row(data[table.id]):
                for address in links_of(row["url"]):
                    if copy := own_copy(row, address):
                        found.setdefault(address, copy)
    return MappingProxyType(found)
