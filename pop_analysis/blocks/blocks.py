"""What the library shows: blocks, each one display output that JupyterLab and the page both understand.

The contract is in docs/architecture.md, "From notebook to page: blocks".
"""

from __future__ import annotations

import html
import numbers
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

BLOCK = "application/vnd.pop-analysis.block+json"
PLOTLY = "application/vnd.plotly.v1+json"
LINKABLE = re.compile(r"^(https?://|mailto:)[^\s]+$", re.IGNORECASE)
# The chart's toolbar: no upload to a cloud, no logo; the page's exporter sets the same.
CONFIG = {"displaylogo": False, "showSendToCloud": False, "responsive": True}
LONGEST = 2000
LEFT = ' style="text-align:left"'  # JupyterLab sets tables to the right


def link_of(text: str | None) -> str | None:
    """The address ``text`` is, when it is one a reader may open (http, https, mailto)."""
    return text if isinstance(text, str) and LINKABLE.match(text) else None


@dataclass(frozen=True)
class Entry:
    """One cell of a shown table: its text, the value behind it, where it leads, and its language if not the page's.

    A cell with a ``colour`` has a small mark of it before its text: that of its verdict.
    """

    text: str
    value: Any = None
    url: str | None = None
    language: str | None = None
    colour: str | None = None

    def to_json(self) -> dict[str, Any]:
        entry: dict[str, Any] = {"text": _short(self.text)}
        if self.value is not None and not pd.isna(self.value):
            entry["value"] = self.value.item() if hasattr(self.value, "item") else self.value
        entry |= {"url": self.url} if self.url else {}
        entry |= {"colour": self.colour} if self.colour else {}
        return entry | ({"language": self.language} if self.language else {})


@dataclass(frozen=True)
class Table:
    """A table as it is shown: columns as (id, label), rows of entries or plain texts."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Entry | str]]
    numeric: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    """Columns of few values, by which a reader may narrow the table down."""

    def to_json(self) -> dict[str, Any]:
        columns = [
            {"id": name, "label": label, "align": "right" if name in self.numeric else "left"}
            | ({"filter": True} if name in self.choices else {})
            for name, label in self.columns
        ]
        return {"columns": columns, "rows": [[_entry(cell).to_json() for cell in row] for row in self.rows]}

    def to_frame(self) -> pd.DataFrame:
        """The table's values as a frame with the shown headings."""
        values = [[_value(_entry(cell)) for cell in row] for row in self.rows]
        return pd.DataFrame(values, columns=[label for _, label in self.columns])

    def to_text(self) -> str:
        """The table in columns of letters; numbers stand to the right."""
        lines = [
            [label for _, label in self.columns],
            *([" ".join(_entry(cell).text.split()) for cell in row] for row in self.rows),
        ]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        set_to = ["rjust" if name in self.numeric else "ljust" for name, _ in self.columns]
        return "\n".join(
            "  ".join(getattr(text, how)(width) for text, how, width in zip(line, set_to, widths, strict=True)).rstrip()
            for line in lines
        )

    def to_html(self, caption: str = "") -> str:
        """The table for JupyterLab; every text escaped."""
        head = "".join(f"<th{LEFT}>{html.escape(label)}</th>" for _, label in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td{LEFT}>{_linked(_entry(cell))}</td>" for cell in row) + "</tr>" for row in self.rows
        )
        title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
        return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True)
class Span:
    """A piece of a paragraph."""

    text: str
    url: str | None = None
    strong: bool = False

    def to_json(self) -> dict[str, Any]:
        span: dict[str, Any] = {"text": _short(self.text)}
        return span | ({"url": self.url} if self.url else {}) | ({"strong": True} if self.strong else {})

    def to_html(self) -> str:
        inner = f"<strong>{html.escape(self.text)}</strong>" if self.strong else html.escape(self.text)
        return f'<a href="{html.escape(self.url)}">{inner}</a>' if self.url else inner


class Block:
    """Something shown in one output.

    Examples
    --------
    >>> block = pop.exhibits.Passage(["Nothing is on file."])
    >>> block.to_html()
    '<p>Nothing is on file.</p>'
    """

    def to_json(self) -> dict[str, Any]:
        raise NotImplementedError

    def to_html(self) -> str:
        raise NotImplementedError

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        return {BLOCK: self.to_json(), "text/html": self.to_html(), "text/plain": repr(self)}


class Blocks(tuple[Block, ...]):
    """Several blocks, each shown in an output of its own."""

    __slots__ = ()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(*self)


@dataclass(frozen=True, repr=False)
class Passage(Block):
    """Paragraphs or list items of plain text made from data. ``style``: paragraph, list or notice.

    Examples
    --------
    >>> pop.exhibits.Passage(["Nothing is on file."], "notice")
    Nothing is on file.
    """

    items: Sequence[Sequence[Span] | str]
    style: str = "paragraph"

    def to_json(self) -> dict[str, Any]:
        items = [[span.to_json() for span in _spans(item)] for item in self.items]
        return {"kind": "passage", "style": self.style, "items": items}

    def to_html(self) -> str:
        inner = ["".join(span.to_html() for span in _spans(item)) for item in self.items]
        if self.style == "list":
            return "<ul>" + "".join(f"<li>{text}</li>" for text in inner) + "</ul>"
        return "".join(f"<p>{text}</p>" for text in inner)

    def __repr__(self) -> str:
        return "\n".join("".join(span.text for span in _spans(item)) for item in self.items)


@dataclass(frozen=True, repr=False)
class Listing(Block):
    """A table that stands by itself, with its caption.

    Examples
    --------
    >>> pop.exhibits.priorities_table(data, "fier", "2019-2023", language="en").caption
    '5 priorities on file · Fier · contract 2019–2023'
    """

    id: str
    caption: str
    table: Table
    note: str = ""
    sources: Sequence[Span] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": "table",
            "id": self.id,
            "caption": self.caption,
            "note": self.note,
            "sources": sources_json(self.sources),
            "table": self.table.to_json(),
        }

    def to_html(self) -> str:
        return self.table.to_html(self.caption) + (f"<p>{html.escape(self.note)}</p>" if self.note else "")

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.table.to_text()}"


@dataclass(frozen=True, repr=False)
class Exhibit(Block):
    """A chart that never stands alone.

    Attributes
    ----------
    id
        Name of the exhibit, the same on every page.
    headline
        The title: what is seen, as a sentence.
    subtitle
        What is shown, with n and period.
    figure
        The plotly figure as a plain ``dict`` with ``data`` and ``layout``.
    table
        Exactly what is plotted.
    alt
        Text alternative: kind of chart, subject, headline.
    note, sources
        What to know before citing it, and where it is from.
    words
        The labels of the parts around the chart, in the exhibit's language.

    Examples
    --------
    >>> chart = pop.exhibits.unit_chart(data, "fier", "2019-2023", language="en")
    >>> chart.frame.columns.tolist()
    ['No.', 'Priority', 'Verdict', 'Reason']
    >>> chart.alt
    'Chart of squares, one for each priority. Fier: of 5 priorities judged, none was fully addressed, 3
    partially, and 2 were not addressed.'
    """

    id: str
    headline: str
    subtitle: str
    figure: dict[str, Any]
    table: Table
    alt: str
    note: str = ""
    sources: Sequence[Span] = ()
    words: dict[str, str] = field(default_factory=dict)

    @property
    def frame(self) -> pd.DataFrame:
        """The plotted values as a frame."""
        return self.table.to_frame()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": "exhibit",
            "id": self.id,
            "headline": self.headline,
            "subtitle": self.subtitle,
            "note": self.note,
            "sources": sources_json(self.sources),
            "alt": self.alt,
            "height": self.figure["layout"]["height"],
            "table": self.table.to_json(),
        }

    def __repr__(self) -> str:
        return f"{self.headline}\n{self.subtitle}"

    def to_html(self) -> str:
        """What stands around the chart in JupyterLab: the heading, and below it note, sources and table."""
        return "".join(self._around())

    def _around(self) -> tuple[str, str]:
        heading = f"<h4>{html.escape(self.headline)}</h4><p>{html.escape(self.subtitle)}</p>"
        below = f"<p>{html.escape(self.note)}</p>" if self.note else ""
        below += "".join(f"<p>{span.to_html()}</p>" for span in self.sources)
        label = html.escape(self.words.get("table", "Table"))
        below += f"<details><summary>{label}</summary>{self.table.to_html()}</details>"
        return heading, below

    def _ipython_display_(self) -> None:
        """Show heading, chart and table. The page takes everything from the block beside the chart."""
        from IPython.display import publish_display_data

        heading, below = self._around()
        publish_display_data({BLOCK: {"kind": "echo"}, "text/html": heading})
        figure = self.figure | {"config": CONFIG}
        publish_display_data({PLOTLY: figure, BLOCK: self.to_json(), "text/plain": repr(self)})
        publish_display_data({BLOCK: {"kind": "echo"}, "text/html": below})


def sources_json(sources: Iterable[Span]) -> list[dict[str, Any]]:
    """Sources as the page's block has them."""
    return [{"text": _short(span.text), "url": span.url} for span in sources]


def _spans(item: Sequence[Span] | str) -> Sequence[Span]:
    return [Span(item)] if isinstance(item, str) else item


def _entry(cell: Entry | str) -> Entry:
    return cell if isinstance(cell, Entry) else Entry(cell)


def _value(entry: Entry) -> Any:
    """The number behind a cell, or its text where there is none."""
    return entry.value if isinstance(entry.value, numbers.Number) else entry.text


def _linked(entry: Entry) -> str:
    text = html.escape(_short(entry.text))
    return f'<a href="{html.escape(entry.url)}">{text}</a>' if entry.url else text


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
