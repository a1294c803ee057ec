"""Paths of workbooks whose names can be written down, whatever the system calls them."""

from __future__ import annotations

from pathlib import Path

from pop_analysis.model.text import as_text


class WorkbookPath(type(Path())):  # type: ignore[misc]  # the class of a path is that of the system
    r"""A path whose ``name`` is :func:`~pop_analysis.model.text.as_text`; the file itself is opened by the one it has.

    >>> print(WorkbookPath("data/v\udcebra.xlsx").name)
    v\xebra.xlsx
    """

    @property
    def name(self) -> str:
        return as_text(super().name)
