"""Sheets as somebody typed them, put into a workbook that a test makes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from openpyxl import Workbook


def put_sheets(book: Workbook, sheets: Mapping[str, Iterable[Iterable[Any]]]) -> None:
    """Put these sheets, name → lines, at the end of a workbook, in place of those of the same name."""
    for name, lines in sheets.items():
        if name in book.sheetnames:
            del book[name]
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)


def sheet_of(name: str, *lines: Iterable[Any]) -> Callable[[Workbook], None]:
    """What puts one such sheet into a workbook, for ``workbook(…, edit=…)``."""
    return lambda book: put_sheets(book, {name: lines})
