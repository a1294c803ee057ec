"""What a data set holds, as a person types it into a workbook: reading takes it for just what it was."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pop_analysis.exhibits.wording import priority_label
from pop_analysis.locale import Words
from pop_analysis.model import Field
from pop_analysis.model.cycles import typed_cycle
from pop_analysis.reading import Dataset

Values = Mapping[str, Any]


@dataclass(frozen=True)
class AsTyped:
    """Writes rows of ``data`` as cells, with its words in ``language``.

    >>> AsTyped(data, "sq").rows("contracts", data.contracts.query("contract == 'fier/2019-2023'"))[0]["cycle"]
    '2019–2023'
    """

    data: Dataset
    language: str

    def rows(self, table: str, frame: pd.DataFrame) -> list[dict[str, Any]]:
        """The rows of ``frame``, one of the frame of ``table``: field → what stands in its cell, None for nothing."""
        fields = self.data.model.tables[table].fields
        return [
            {name: self._cell(field, row) for name, field in fields.items()} for row in frame.to_dict(orient="records")
        ]

    def _cell(self, field: Field, row: Values) -> Any:
        first = row[field.columns[0][0]]
        if pd.isna(first):
            return None
        special: dict[str, Callable[[Field, Values], Any]] = {
            "label": self._label,
            "priority": self._priority,
            "date": self._span,
            "period": self._span,
            "municipality": lambda *_: self._names["municipalities"][first],
            "cycle": lambda _, each: typed_cycle(each["cycle"]) or None,
            "campaign_title": lambda _, each: each["title_sq"],
            "campaign": lambda *_: self._names["campaigns"][first],
        }
        if field.kind in special:
            return special[field.kind](field, row)
        if field.terms:
            return self.data.model.label(field.terms, first, self.language)
        return int(first) if field.of_kind.whole else first

    def _label(self, _: Field, row: Values) -> str | None:
        return priority_label(row) or None

    def _priority(self, _: Field, row: Values) -> str:
        number = row["priority"].removeprefix(f"{row['contract']}/")
        return number if number.replace(".", "").isdigit() else self._names["priorities"][row["priority"]]

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """Of what other tables point at: key → the name it has there."""
        keys = {"municipalities": ("municipality", "name_sq"), "priorities": ("priority", "title_sq")}
        keys["campaigns"] = ("campaign", "title_sq")
        return {name: dict(self.data[name][list(each)].to_numpy().tolist()) for name, each in keys.items()}

    def _span(self, field: Field, row: Values) -> str:
        """A date or a period as exactly as it is known."""
        start, end, precision = (row[name] for name, _ in field.columns)
        words = Words(self.data.model, self.language)
        if precision == "day":
            return _day(start)
        if precision != "range":
            return words.date(start, end, precision)
        whole_months = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
        first, last = (words.date(day, day, "month") if whole_months else _day(day) for day in (start, end))
        return f"{first} – {last}"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day}.{day.month}.{day.year}"
