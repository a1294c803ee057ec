"""Paths of workbooks whose names can be written down, whatever the system calls them."""

from __future__ import annotations

from pathlib import Path


class WorkbookPath(type(Path())):  # type: ignore[misc]  # the class of a path is that of the system
    r"""A path whose ``name`` is text: “�” stands for what is no UTF-8, as in names from an old system or a USB stick.

    No table and no page could hold such a name; the file itself is opened by the one it has.

    >>> WorkbookPath("data/v\udcebra.xlsx").name
    'v�ra.xlsx'
    """

    @property
    def name(self) -> str:
        name: str = super().name
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
