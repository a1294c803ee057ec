"""What the library shows: blocks, each one display output that JupyterLab and the page both understand.

Exhibits make them, notebooks keep them as JSON, pages read them by the same structs (docs/architecture.md, "From
notebook to page: blocks"). What holds a number has room for its claims; without any they are not written.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import force_setattr, replace

from pop_analysis.blocks.parts import Claims, Needed, Source, Span, Table, always, keep_claims, plain

if TYPE_CHECKING:
    import pandas as pd

BLOCK = "application/vnd.pop-analysis.block+json"
PLOTLY = "application/vnd.plotly.v1+json"
# The chart's toolbar: no upload to a cloud, no logo; the page's exporter sets the same.
CONFIG = {"displaylogo": False, "showSendToCloud": False, "responsive": True}


class BlockError(ValueError):
    """A block that does not hold what its kind promises."""


class Block(Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="kind"):
    """Something shown in one output.

    Examples
    --------
    >>> block = pop.exhibits.Passage(["Nothing is on file."])
    >>> block.to_html()
    '<p>Nothing is on file.</p>'
    """

    claims: Claims = ()

    def to_json(self) -> dict[str, Any]:
        """The block as a notebook keeps it."""
        built: dict[str, Any] = msgspec.to_builtins(self, enc_hook=plain)
        return built

    def to_html(self) -> str:
        """The block for JupyterLab."""
        return ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        return {BLOCK: self.to_json(), "text/html": self.to_html(), "text/plain": repr(self)}


class Blocks(tuple[Block, ...]):
    """Several blocks, each shown in an output of its own."""

    __slots__ = ()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(*self)


class Echo(Block, frozen=True, tag="echo"):
    """An output for JupyterLab only: the block beside it says the same."""


class Passage(Block, frozen=True, omit_defaults=True, tag="passage", kw_only=False):
    """Paragraphs or list items of plain text made from data. ``style``: paragraph, list or notice.

    Examples
    --------
    >>> pop.exhibits.Passage(["Nothing is on file."], "notice")
    Nothing is on file.
    """

    items: Sequence[Sequence[Span] | str] = always(())
    style: Literal["paragraph", "list", "notice"] = always("paragraph")

    def __post_init__(self) -> None:
        force_setattr(self, "items", [[Span(item)] if isinstance(item, str) else item for item in self.items])

    @property
    def lines(self) -> Sequence[Sequence[Span]]:
        """The items, texts among them as spans."""
        return self.items  # type: ignore[return-value]

    def to_html(self) -> str:
        inner = ["".join(span.to_html() for span in line) for line in self.lines]
        if self.style == "list":
            return "<ul>" + "".join(f"<li>{text}</li>" for text in inner) + "</ul>"
        return "".join(f"<p>{text}</p>" for text in inner)

    def __repr__(self) -> str:
        return "\n".join("".join(span.text for span in line) for line in self.lines)


def notice(text: str) -> Passage:
    """Explain why there is nothing to show, in place of it."""
    return Passage([text], "notice")


class Tabled(Block, frozen=True, omit_defaults=True, kw_only=True):
    """What exhibits, laboratories and listings have in common: a table, with what to know of it."""

    id: str = always("")
    note: str = always("")
    sources: Sequence[Source] = always(())
    table: Table

    @property
    def frame(self) -> pd.DataFrame:
        """The values of the table as a frame."""
        return self.table.to_frame()


class Listing(Tabled, frozen=True, omit_defaults=True, tag="table", kw_only=True):
    """A table that stands by itself, with its caption.

    Examples
    --------
    >>> pop.exhibits.priorities_table(data, "fier", "2019-2023", language="en").caption
    '5 priorities on file · Fier · contract 2019–2023'
    """

    caption: Needed

    def __post_init__(self) -> None:
        keep_claims(self, self.caption, self.note)

    def to_html(self) -> str:
        return self.table.to_html(self.caption) + (f"<p>{html.escape(self.note)}</p>" if self.note else "")

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.table.to_text()}"


class Headed(Tabled, frozen=True, omit_defaults=True, kw_only=True):
    """What exhibits and laboratories have in common: a sentence as title, and below it what is shown."""

    headline: Needed
    subtitle: str = always("")

    def __post_init__(self) -> None:
        keep_claims(self, self.headline, self.subtitle, self.note)


class Exhibit(Headed, frozen=True, omit_defaults=True, tag="exhibit", kw_only=True):
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
        The plotly figure as a plain ``dict`` with ``data`` and ``layout``; ``height`` is its height in pixels.
    table
        Exactly what is plotted; ``frame`` gives it as a frame, ``table_label`` is its heading in JupyterLab.
    alt
        Text alternative: kind of chart, subject, headline.
    note, sources
        What to know before citing it, and where it is from.

    Examples
    --------
    >>> chart = pop.exhibits.unit_chart(data, "fier", "2019-2023", language="en")
    >>> chart.frame.columns.tolist()
    ['No.', 'Priority', 'Verdict', 'Reason']
    >>> chart.alt
    'Chart of squares, one for each priority. Fier: of 5 priorities judged, none was fully addressed, 3
    partially, and 2 were not addressed.'
    """

    alt: Needed
    height: float | None = always(None)
    figure: dict[str, Any] = {}
    table_label: str = ""

    def __post_init__(self) -> None:
        keep_claims(self, self.headline, self.subtitle, self.note, self.alt)

    def to_json(self) -> dict[str, Any]:
        """The block; the figure stands beside it in the same output."""
        built: dict[str, Any] = msgspec.to_builtins(replace(self, figure={}, table_label=""), enc_hook=plain)
        return built

    def __repr__(self) -> str:
        return f"{self.headline}\n{self.subtitle}"

    def to_html(self) -> str:
        """What stands around the chart in JupyterLab: the heading, and below it note, sources and table."""
        return "".join(self._around())

    def _around(self) -> tuple[str, str]:
        heading = f"<h4>{html.escape(self.headline)}</h4><p>{html.escape(self.subtitle)}</p>"
        below = f"<p>{html.escape(self.note)}</p>" if self.note else ""
        below += "".join(f"<p>{source.to_html()}</p>" for source in self.sources)
        below += f"<details><summary>{html.escape(self.table_label)}</summary>{self.table.to_html()}</details>"
        return heading, below

    def _ipython_display_(self) -> None:
        """Show heading, chart and table. The page takes everything from the block beside the chart."""
        from IPython.display import publish_display_data

        echo = Echo().to_json()
        heading, below = self._around()
        publish_display_data({BLOCK: echo, "text/html": heading})
        publish_display_data(
            {PLOTLY: self.figure | {"config": CONFIG}, BLOCK: self.to_json(), "text/plain": repr(self)}
        )
        publish_display_data({BLOCK: echo, "text/html": below})


class Position(Struct, frozen=True):
    """A place of the laboratory's control."""

    value: float
    text: str = ""


class Choice(Struct, frozen=True):
    """A choice beside the control; its first option is the usual one."""

    label: str = ""
    options: Sequence[str] = ()


class Statement(Struct, frozen=True, omit_defaults=True):
    """A statement with the two indices it compares, left and right, at both ends of the scale, for every choice.

    ``cases``: (left at 0, left at 1, right at 0, right at 1), in the order of the choices' options; it holds where
    left > right, and where they are equal only if ``closed``. ``turned``: it speaks of the right one, which the page
    then names first.
    """

    text: Needed
    cases: Sequence[tuple[float, float, float, float]]
    closed: bool = always(False)
    turned: bool = always(False)
    claims: Claims = ()

    def __post_init__(self) -> None:
        keep_claims(self, self.text)


class LaboratoryWords(Struct, frozen=True):
    """The texts of what changes while the control moves."""

    holds: str = ""
    breaks: str = ""
    tally: str = ""
    decimal: str = ""


class Laboratory(Headed, frozen=True, omit_defaults=True, tag="laboratory", kw_only=True):
    """A control, choices, statements that hold or break, and the static table of the usual way of counting.

    ``values`` are the positions of the control; ``ends`` says what its two ends mean.

    Examples
    --------
    >>> pop.exhibits.laboratory(invented, ["2019-2023"], language="en").label
    'A partially addressed priority is worth'
    """

    label: Needed
    values: Annotated[Sequence[Position], Meta(min_length=2)]
    ends: tuple[str, str] = always(("", ""))
    choices: Sequence[Choice] = always(())
    statements: Annotated[Sequence[Statement], Meta(min_length=1)]
    words: LaboratoryWords

    def __post_init__(self) -> None:
        super().__post_init__()
        ways = math.prod(len(choice.options) for choice in self.choices)
        if any(len(statement.cases) != ways for statement in self.statements):
            raise ValueError("choices and cases that do not fit")

    def to_html(self) -> str:
        """The static table; only a published page has the control."""
        return self.table.to_html(self.headline)

    def __repr__(self) -> str:
        return f"{self.headline}\n{self.table.to_text()}"


class Fact(Struct, frozen=True, omit_defaults=True):
    """One of the few numbers that carry a page."""

    label: str = always("")
    value: str = always("")
    note: str = ""
    claims: Claims = ()

    def __post_init__(self) -> None:
        keep_claims(self, self.label, self.value, self.note)


class Line(Struct, frozen=True):
    """A line of what a page says of itself."""

    label: str = ""
    value: str = ""


class Link(Struct, frozen=True, omit_defaults=True):
    """A page beside this one, perhaps in another language."""

    label: str = always("")
    href: str = always("")
    language: str = ""


class PageHead(Block, frozen=True, omit_defaults=True, tag="page", kw_only=True):
    """What stands at the top of a page and, as ``about``, at its end; ``words`` are the texts of its own furniture.

    ``sheet`` names the exhibits that belong to the fact sheet of two pages.
    """

    language: str = always("")
    name: str = always("")
    kicker: str = always("")
    title: str = always("")
    lead: str = always("")
    synthetic: str | None = always(None)
    facts: Sequence[Fact] = always(())
    home: Link = always(Link())
    words: Mapping[str, str] = always({})
    alternates: Sequence[Link] = always(())
    about: Sequence[Line] = always(())
    codebook: Table | None = always(None)
    sheet: Sequence[str] = always(())

    def __post_init__(self) -> None:
        keep_claims(self, self.title, self.lead)

    def to_html(self) -> str:
        facts = "".join(
            f"<li>{html.escape(fact.label)}: <strong>{html.escape(fact.value)}</strong></li>" for fact in self.facts
        )
        warning = f"<p><strong>{html.escape(self.synthetic)}</strong></p>" if self.synthetic else ""
        return f"{warning}<h1>{html.escape(self.title)}</h1><p>{html.escape(self.lead)}</p><ul>{facts}</ul>"

    def __repr__(self) -> str:
        return f"{self.title}\n{self.lead}"


KINDS: Mapping[Any, type[Block]] = {
    each.__struct_config__.tag: each for each in (PageHead, Exhibit, Listing, Laboratory, Passage, Echo)
}


def read_block(content: Mapping[str, Any]) -> Block | None:
    """Read a block of a notebook, whoever made it; None for a kind nobody knows here.

    Raises
    ------
    BlockError
        For a block that does not hold what its kind promises; the message says what and where.

    Examples
    --------
    >>> read_block({"kind": "passage", "items": [[{"text": "Nothing is on file."}]]})
    Nothing is on file.
    """
    kind = content.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return None
    try:
        return msgspec.convert(dict(content), KINDS[kind])
    except msgspec.ValidationError as problem:
        raise BlockError(f"block {kind!r}: {problem}") from None
