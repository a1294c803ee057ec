"""Changes between two data sets in words: which row, which field, what stood there and what stands there now."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pop_analysis.exhibits.wording import priority_label
from pop_analysis.locale import Words
from pop_analysis.model import Field
from pop_analysis.model.cycles import typed_cycle
from pop_analysis.model.text import tidy, visible
from pop_analysis.reading import Dataset
from pop_analysis.reading.personal import masked
from pop_analysis.reading.tables.frames import each_row

IN_WORDS = ("place", "table", "row", "column", "change", "kind", "old", "new", "file", "sheet", "sheet_row")
METHOD_IN_WORDS = ("what", "old", "new")
SHORT_LETTERS, LETTERS_BEFORE = (
    70,
    25,
)  # signs of a text that is shown short, and how many of them before where it begins to differ
PRECISIONS = {4: "year", 7: "month", 10: "day"}  # how long an ISO date is says how exactly it is known


def in_words(found: pd.DataFrame, old: Dataset, new: Dataset, language: str) -> pd.DataFrame:
    """Write changes as a reader understands them.

    Parameters
    ----------
    found
        What :func:`~pop_analysis.measures.revisions` gave, or some of its rows.
    old, new
        The data sets it was asked about.

    Returns
    -------
    DataFrame
        In the order of ``found``, all text, "" where there is nothing: ``place`` (name of the municipality, or the
        network), ``table``, ``row`` (which one: "Priority 4, year 1"), ``column`` (its heading), ``change`` and
        ``kind`` in words, ``old`` and ``new`` whole, ``file``, ``sheet``, ``sheet_row``.
    """
    words, labels = Words(new.model, language), _Labels(found, old, new, language)
    lines, blank = [], words("compare.blank")
    for each in each_row(found):
        nothing = "" if each["change"] in ("appeared", "gone") else blank
        field = labels.field(each["table"], each["column"])
        lines.append(
            (
                labels.place(each["municipality"]),
                labels.title(each["table"]),
                labels.row(each),
                labels.heading(each["column"], field),
                words(f"compare.{each['change']}"),
                words(f"compare.kind.{each['kind']}"),
                masked(labels.value(each["old"], each["column"], field)) or nothing,  # what was taken out stays out
                labels.value(each["new"], each["column"], field) or nothing,
                _text(each["file"]),
                _text(each["sheet"]),
                _text(each["sheet_row"]),
            )
        )
    return pd.DataFrame(lines, columns=list(IN_WORDS), dtype="str")


def method_in_words(found: pd.DataFrame, old: Dataset, new: Dataset, language: str) -> pd.DataFrame:
    """Write changes of the method as a reader understands them: ``what``, ``old``, ``new``."""
    words = Words(new.model, language)
    lines = []
    for each in each_row(found):
        item = _text(each["item"])
        if each["part"] == "status" and item:
            known = next(data.model.statuses[item] for data in (new, old) if item in data.model.statuses)
            item = known.label.get(language, item)
        name = words(f"compare.method.{each['part']}.{_of_list(each)}", item=item)
        lines.append((name, *(_method_value(each[side], words) for side in ("old", "new"))))
    return pd.DataFrame(lines, columns=list(METHOD_IN_WORDS), dtype="str")


def _method_value(value: Any, words: Words) -> str:
    if value in ("True", "False"):
        return words.label("yes_no", "yes" if value == "True" else "no")
    return _text(value) or words("compare.blank")


def _of_list(each: dict[Any, Any]) -> str:
    return "term" if each["part"] == "list" else str(each["property"])


def shortened(old: str, new: str) -> tuple[str, str]:
    """Two texts short enough for one line, cut to where they begin to differ.

    >>> shortened("Lit: 4 of 9.", "Lit: 6 of 9.")
    ('Lit: 4 of 9.', 'Lit: 6 of 9.')
    >>> [len(each) <= 72 for each in shortened("a" * 500 + "x", "a" * 500 + "y")]
    [True, True]
    """
    old, new = visible(tidy(old)), visible(tidy(new))
    start = 0
    if max(len(old), len(new)) > SHORT_LETTERS and old and new:
        pairs = enumerate(zip(old, new, strict=False))
        start = max(0, next((place for place, (a, b) in pairs if a != b), min(len(old), len(new))) - LETTERS_BEFORE)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    part = text[start : start + SHORT_LETTERS]
    return ("…" if start and part else "") + part + ("…" if len(text) > start + SHORT_LETTERS else "")


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


class _Labels:
    """Names tables, rows and values of two data sets in one language; what only the old one knows, by the old one."""

    def __init__(self, found: pd.DataFrame, old: Dataset, new: Dataset, language: str) -> None:
        self._found, self.old, self.new, self.language = found, old, new, language
        self.words = Words(new.model, language)
        self._names = {
            row["municipality"]: self.words.of(row, "name")
            for side in (old, new)
            for row in each_row(side["municipalities"])
        }
        self._rows: dict[tuple[str, str], dict[Any, dict[Any, Any]]] = {}
        self._cycles = pd.concat([side["contracts"][["municipality", "contract"]] for side in (old, new)])
        self._several = self._cycles.drop_duplicates()["municipality"].value_counts()
        self._priorities = {row["priority"]: row for side in (old, new) for row in each_row(side["priorities"])}
        self._campaigns = {row["campaign"]: row for side in (old, new) for row in each_row(side["campaigns"])}

    def place(self, municipality: Any) -> str:
        """The name of a municipality, as the new data set has it, else the old one; the network's for none."""
        return self.words("network") if pd.isna(municipality) else self._names.get(municipality) or str(municipality)

    def _table(self, name: str) -> Any:
        return (self.new.model.tables if name in self.new.model.tables else self.old.model.tables)[name]

    def title(self, table: str) -> str:
        return str(self._table(table).title[self.language])

    def field(self, table: str, column: Any) -> Field | None:
        if pd.isna(column):
            return None
        tables = [side.model.tables[table] for side in (self.new, self.old) if table in side.model.tables]
        found = [each.fields.get(column) or each.field_of(column) for each in tables]
        return next((field for field in found if field is not None), None)

    def heading(self, column: Any, field: Field | None) -> str:
        return field.header[self.language] if field else "" if pd.isna(column) else str(column)

    def row(self, change: dict[Any, Any]) -> str:
        """Which row of its table: "Priority 4, year 1"."""
        name, gone = change["table"], change["change"] == "gone"
        values = self._values(name, "old" if gone else "new", change["old_row" if gone else "new_row"])
        parts = []
        for column in self._table(name).unique:
            if column == "municipality" or (column == "contract" and "priority" in values):
                continue
            field = self.field(name, column)
            if part := self._part(column, values, field):
                parts.append(shortened(part, "")[0])
        return ", ".join(parts) or self.place(change["municipality"])

    def _part(self, column: str, values: dict[Any, Any], field: Field | None) -> str:
        value = values.get(column)
        if value is None or pd.isna(value) or (field and column == f"{field.id}_precision"):
            return ""
        if column == "priority":
            return self.priority(value)
        if column == "contract":
            return self.words("compare.contract", cycle=_cycle(value))
        if column == "monitoring_year":
            return self.words("compare.year", year=value)
        if column == "campaign":
            return self.campaign(value)
        if field is not None and field.kind == "date":
            return self.words.date(*(values.get(f"{field.id}{end}") for end in ("", "_end", "_precision")))
        return self.value(_number(value), column, field)

    def priority(self, key: str) -> str:
        """The number of a priority, its title where it has none, and its contract where the place has several."""
        known = self._priorities.get(key)
        if known is None:
            return key
        label = priority_label(known)
        title = self.words.of(known, "title")
        name = self.words("compare.priority", number=label) if label else f"“{title}”"
        if self._several.get(known["municipality"], 0) > 1:
            name += f" ({_cycle(known['contract'])})"
        return name

    def campaign(self, key: str) -> str:
        """The title of a campaign."""
        return self.words.of(self._campaigns.get(key, {}), "title") or key

    def value(self, value: Any, column: Any, field: Field | None) -> str:
        """A value of a column as it is read; "" for a missing one."""
        if pd.isna(value) or value == "":
            return ""
        if column == "priority":
            return self.priority(value)
        if column == "shared" and value in self._priorities:  # a promise is known by the first of those that share it
            return f"{self.place(self._priorities[value]['municipality'])}, {self.priority(value)}"
        if column == "campaign":
            return self.campaign(value)
        if column == "contract":
            return _cycle(value)
        if column == "municipality":
            return self.place(value)
        if field is None:
            return str(value)
        say = {
            "term": lambda: self._label(field.terms, value),
            "time": lambda: self._span(value),
            "amount": lambda: self.words.amount(float(value)),
            "number": lambda: self.words.number(float(value)),
        }.get(field.of_kind.said, lambda: str(value))
        return say()

    def _label(self, list_name: str, term: str) -> str:
        lists = self.new.model.statuses if list_name == "statuses" else self.new.model.lists.get(list_name, {})
        known = self.new if term in lists or list_name not in (*self.old.model.lists, "statuses") else self.old
        return known.model.label(list_name, term, self.language)

    def _span(self, value: str) -> str:
        if " " in value or value.startswith("/") or value.endswith("/"):
            return value
        if "/" in value:
            return self.words.period(*(pd.Timestamp(end) for end in value.split("/")))
        return self.words.date(pd.Timestamp(value), precision=PRECISIONS[len(value)])

    def _values(self, table: str, side: str, label: Any) -> dict[Any, Any]:
        if (table, side) not in self._rows:
            frame = (self.old if side == "old" else self.new)[table]
            frame = frame.loc[frame.index.isin(self._found.loc[self._found["table"] == table, f"{side}_row"])]
            self._rows[table, side] = dict(zip(frame.index, each_row(frame), strict=True))
        return self._rows[table, side][label]


def _cycle(contract: str) -> str:
    return typed_cycle(contract.rsplit("/", 1)[-1])


def _number(value: Any) -> str:
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)
