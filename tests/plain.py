"""A workbook as anybody's: headings and rows, without what a template has for whoever fills it in."""

from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook

from pop_analysis.model import Model


def plain_workbook(model: Model, rows: Mapping[str, Iterable[Mapping[str, Any]]], language: str = "sq") -> Workbook:
    """The sheets there are rows for, with nothing on them but headings and rows."""
    book = Workbook()
    book.remove(book.active)
    for name, each in rows.items():
        table, filled = model.tables[name], [dict(row) for row in each]
        used = {field for row in filled for field, value in row.items() if value is not None}
        fields = [name for name, field in table.fields.items() if field.offered or name in used]
        sheet = book.create_sheet(table.sheet[language])
        sheet.append([table.fields[field].header[language] for field in fields])
        for row in filled:
            sheet.append([row.get(field) for field in fields])
        for cell in (cell for line in sheet for cell in line if cell.data_type == "f"):
            cell.data_type = "s"
    return book
