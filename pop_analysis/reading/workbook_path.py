"""Paths of workbooks whose names can be written down, whatever the system calls them."""

from __future__ import annotations

import re
from pathlib import Path

NO_UTF8 = re.compile("[\udc80-\udcff]")  # how Python keeps such a byte of a name


def as_text(name: str) -> str:
    r"""Give a name as tables, pages and findings can hold it: a byte that is no UTF-8 stands as its number.

    So come names from an old system or a USB stick. Two names stay two: none becomes another by it.

    >>> print(as_text("a\udceb.xlsx"), as_text("a\udce7.xlsx"))
    a\xeb.xlsx a\xe7.xlsx
    """
    bytes_as_numbers = NO_UTF8.sub(lambda sign: f"\\x{ord(sign[0]) - 0xDC00:02x}", name)
    return bytes_as_numbers.encode("utf-8", "backslashreplace").decode("utf-8")


class WorkbookPath(type(Path())):  # type: ignore[misc]  # the class of a path is that of the system
    r"""A path whose ``name`` is :func:`as_text`; the file itself is opened by the one it has.

    >>> print(WorkbookPath("data/v\udcebra.xlsx").name)
    v\xebra.xlsx
    """

    @property
    def name(self) -> str:
        return as_text(super().name)
