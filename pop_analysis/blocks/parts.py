"""What blocks are made of, each one object of their JSON: claims, pieces of a text, cells, columns, tables."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence
from math import nan
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct, field
from msgspec.structs import force_setattr

from pop_analysis.locale.said import Claim, Claims, claims_of
from pop_analysis.model.addresses import opened_as

__all__ = [
    "Claim",
    "Claims",
    "Column",
    "Entry",
    "Mark",
    "Needed",
    "Source",
    "Span",
    "Table",
    "always",
    "link_of",
    "plain",
]

if TYPE_CHECKING:
    import pandas as pd

MAX_LETTERS = 2000
NOTHING = {"", "–"}  # what a cell shows where there is no number
JSON_AS_IS = (type(None), int, str)
LEFT = ' style="text-align:left"'  # JupyterLab sets tables to the right
Needed = Annotated[str, Meta(pattern=r"\S")]
"""A text that a block of somebody else's must have."""


def always(value: Any) -> Any:
    """A default that is written into the JSON like any other value."""
    return field(default_factory=lambda: value)


def keep_claims(holder: Any, *texts: Any) -> None:
    """Give a block or a part of one the claims of the sentences it holds, unless it has been given some."""
    if not holder.claims and (claims := claims_of(*texts)):
        force_setattr(holder, "claims", claims)


def plain(value: Any) -> str:
    """Write as JSON what msgspec does not know: a sentence is a text there."""
    if isinstance(value, str):
        return str(value)
    raise NotImplementedError


def link_of(text: str | None) -> str | None:
    """The address ``text`` leads to, when it is one a reader may open (http, https, mailto)."""
    return opened_as(text) if isinstance(text, str) else None


class Span(Struct, frozen=True, omit_defaults=True, gc=False):
    """A piece of a paragraph; with its language if that is not the page's."""

    text: str
    url: str | None = None
    strong: bool = False
    claims: Claims = ()
    language: Any = None

    def __post_init__(self) -> None:
        keep_claims(self, self.text)
        if len(self.text) > MAX_LETTERS:
            force_setattr(self, "text", _short(self.text))

    def to_html(self) -> str:
        inner = f"<strong>{html.escape(self.text)}</strong>" if self.strong else html.escape(self.text)
        return f'<a href="{html.escape(self.url)}">{inner}</a>' if self.url else inner


class Source(Span, frozen=True, omit_defaults=True, gc=False):
    """Where something is from."""

    url: str | None = always(None)


class Mark(Struct, frozen=True, omit_defaults=True, gc=False):
    """The sign of a verdict: a square of its ``colour`` with a disc of its ``ink``, as full as the verdict is good.

    ``fill`` is how full, 1 for the best verdict and 0 for the worst: no letter, so that no two languages collide.
    Without ``fill`` there is no verdict, and the square is hatched. ``label`` is said in its place.
    """

    label: str = always("")
    fill: float | None = None
    colour: Any = None
    ink: Any = None


class Entry(Struct, frozen=True, omit_defaults=True, gc=False):
    """One cell of a table: its text, the value behind it, where it leads, and its language if not the page's.

    A cell with a ``colour`` has a small mark of it before its text: that of its verdict. A missing value is None.
    """

    text: str = always("")
    value: Any = None
    url: str | None = None
    colour: Any = None
    language: Any = None
    claims: Claims = ()

    def __post_init__(self) -> None:  # a page has thousands of cells: nothing is set that stays as it is
        if type(self.value) not in JSON_AS_IS:
            value = self.value.item() if hasattr(self.value, "item") else self.value  # numpy's own are no JSON
            force_setattr(self, "value", value if isinstance(value, str | int | float) and value == value else None)
        if type(self.text) is not str:
            keep_claims(self, self.text)
        if len(self.text) > MAX_LETTERS:
            force_setattr(self, "text", _short(self.text))

    def to_html(self) -> str:
        text = html.escape(self.text)
        return f'<a href="{html.escape(self.url)}">{text}</a>' if self.url else text


class Column(Struct, frozen=True, omit_defaults=True, gc=False):
    """A column of a table. One with a ``filter`` has few values, by which a reader may narrow the table down."""

    id: str = always("")
    label: str = always("")
    align: str = always("left")
    filter: bool = False
    claims: Claims = ()

    def __post_init__(self) -> None:
        keep_claims(self, self.label)


MOST_ROWS = 50  # of a table that stand beside others; all of them stand below it, or in the page's workbook


class Table(Struct, frozen=True, omit_defaults=True):
    """A table as it is shown."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Entry]]
    claims: Claims = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a table whose rows are not as long as its heading")

    @classmethod
    def of(
        cls,
        columns: Sequence[tuple[str, str]],
        rows: Sequence[Sequence[Entry | str]],
        numeric: Collection[str] = (),
        choices: Collection[str] = (),
    ) -> Table:
        """Make a table of columns as (id, label) and rows of entries or plain texts; ``numeric`` ones stand right."""
        made = [Column(name, label, "right" if name in numeric else "left", name in choices) for name, label in columns]
        return cls(made, [[cell if isinstance(cell, Entry) else Entry(cell) for cell in row] for row in rows])

    def to_frame(self) -> pd.DataFrame:
        """The values as a frame with the shown headings: the number behind a cell, or its text where there is none.

        A column holds numbers or texts, never both: in one of numbers NaN stands where a cell is blank, shows a dash
        or says in words that the number is not known.
        """
        import pandas as pd

        columns = [_values(self.columns[at], [row[at] for row in self.rows]) for at in range(len(self.columns))]
        labels = [column.label for column in self.columns]
        return pd.DataFrame(dict(enumerate(columns)), columns=range(len(labels))).set_axis(labels, axis="columns")

    def to_text(self) -> str:
        """The table in columns of letters; numbers stand to the right."""
        lines = [
            [column.label for column in self.columns],
            *([" ".join(cell.text.split()) for cell in row] for row in self.rows),
        ]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        set_to = ["rjust" if column.align == "right" else "ljust" for column in self.columns]
        return "\n".join(
            "  ".join(getattr(text, how)(width) for text, how, width in zip(line, set_to, widths, strict=True)).rstrip()
            for line in lines
        )

    def to_html(self, caption: str = "", most: int | None = None) -> str:
        """The table for JupyterLab, or its first rows, ``most`` of them; every text escaped."""
        head = "".join(f"<th{LEFT}>{html.escape(column.label)}</th>" for column in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td{LEFT}>{cell.to_html()}</td>" for cell in row) + "</tr>" for row in self.rows[:most]
        )
        title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
        return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _values(column: Column, cells: Sequence[Entry]) -> list[Any]:
    """The numbers behind the cells of a column, NaN where one says in words that there is none; else their texts."""
    found = [cell.value if isinstance(cell.value, int | float) else None for cell in cells]
    texts = {cell.text for cell, value in zip(cells, found, strict=True) if value is None} - NOTHING
    of_figures = column.align == "right" and not any(map(str.isdigit, "".join(texts)))
    if not cells or not (of_figures or (len(texts) == 0 and any(value is not None for value in found))):
        return [cell.text for cell in cells]
    return [nan if value is None else value for value in found]


def _short(text: str) -> str:
    return text[: MAX_LETTERS - 1] + "…"
