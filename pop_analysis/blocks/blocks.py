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

from pop_analysis.blocks.parts import (
    MOST_ROWS,
    Claims,
    Entry,
    Mark,
    Needed,
    Source,
    Span,
    Table,
    always,
    keep_claims,
    plain,
)
from pop_analysis.blocks.still import still

if TYPE_CHECKING:
    import pandas as pd

BLOCK = "application/vnd.pop-analysis.block+json"
PLOTLY = "application/vnd.plotly.v1+json"
# The chart's toolbar: no upload to a cloud, no logo; the page's exporter sets the same.
CONFIG = {"displaylogo": False, "showSendToCloud": False, "responsive": True}


Place = Literal["page", "fold", "workbook"]
"""Where a page shows a block: openly, under its headline in a fold, or only in the workbook of its tables."""


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
    """Paragraphs or list items of plain text made from data.

    ``style``: paragraph, list, notice (why there is nothing to show), or gaps: a list of what is missing, each with
    what would mend it as its second piece.

    Examples
    --------
    >>> pop.exhibits.Passage(["Nothing is on file."], "notice")
    Nothing is on file.
    """

    items: Sequence[Sequence[Span] | str] = always(())
    style: Literal["paragraph", "list", "notice", "gaps"] = always("paragraph")

    def __post_init__(self) -> None:
        force_setattr(self, "items", [[Span(item)] if isinstance(item, str) else item for item in self.items])

    @property
    def lines(self) -> Sequence[Sequence[Span]]:
        """The items, texts among them as spans."""
        return self.items  # type: ignore[return-value]

    def to_html(self) -> str:
        inner = [self._between.join(span.to_html() for span in line) for line in self.lines]
        if self.style in ("list", "gaps"):
            return "<ul>" + "".join(f"<li>{text}</li>" for text in inner) + "</ul>"
        return "".join(f"<p>{text}</p>" for text in inner)

    def __repr__(self) -> str:
        return "\n".join(self._between.join(span.text for span in line) for line in self.lines)

    @property
    def headline(self) -> str:
        """Its first line."""
        return repr(self).partition("\n")[0]

    @property
    def frame(self) -> pd.DataFrame:
        """Its lines as a frame of one column, ``text``."""
        return Table.of([("text", "text")], [[line] for line in repr(self).splitlines()]).to_frame()

    @property
    def is_notice(self) -> bool:
        """Whether it stands in place of what cannot be shown."""
        return self.style == "notice"

    @property
    def _between(self) -> str:
        return " → " if self.style == "gaps" else ""


def notice(text: str) -> Passage:
    """Explain why there is nothing to show, in place of it."""
    return Passage([text], "notice")


class Tabled(Block, frozen=True, omit_defaults=True, kw_only=True):
    """What exhibits, laboratories and listings have in common: a table, with what to know of it.

    ``place`` is where a page shows it: openly, under its headline in a fold, or only in the page's workbook.
    """

    id: str = always("")
    place: Place = "page"
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

    @property
    def headline(self) -> str:
        """What exhibits call so: its caption."""
        return self.caption

    def to_html(self) -> str:
        return self.table.to_html(self.caption) + (f"<p>{html.escape(self.note)}</p>" if self.note else "")

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.table.to_text()}"


class Told(Struct, frozen=True, omit_defaults=True):
    """A line of what is said: when, with which verdict, and the words."""

    spans: Sequence[Span] = always(())
    when: str = ""
    mark: Mark | None = None


class Chapter(Struct, frozen=True):
    """A part of a story: its name, and its lines."""

    label: str = ""
    lines: Sequence[Told] = ()


class Step(Struct, frozen=True, omit_defaults=True):
    """A step of the path a story took: the verdict of one year, and whether it is better or worse than the last.

    ``now`` says that it is the one the story is closed to.
    """

    when: str
    mark: Mark
    move: Literal["", "up", "down"] = ""
    now: bool = False


class Story(Struct, frozen=True, omit_defaults=True):
    """All that is known of one promise, in one place.

    Attributes
    ----------
    id
        Its lasting address on the page.
    number, title, group
        Its number in the contract, its title, and what it is one of: a theme.
    now, status
        Its verdict in words, and the name of it, by which a reader may choose.
    path, chapters, about
        The verdicts of all years; what is told of it; short remarks at the end.
    changed
        Whether it is one of those a reader finds under what ``Stories.changed`` says.
    """

    id: Needed
    title: Entry
    number: str = always("")
    group: str = ""
    now: str = always("")
    status: str = ""
    path: Sequence[Step] = ()
    chapters: Sequence[Chapter] = ()
    about: Sequence[Span] = ()
    changed: bool = False


class Stories(Block, frozen=True, omit_defaults=True, tag="stories", kw_only=True):
    """Promises one by one, each closed to a line that opens to its whole story.

    Examples
    --------
    >>> stories = pop.exhibits.priority_stories(data, "fier", "2019-2023", language="en")
    >>> [chapter.label for chapter in stories.stories[-1].chapters]
    ['Source', 'Source of the priority', 'Evidence']

    With ``changed``, what it means that one has changed, those that have are a choice of the reader's.
    """

    id: Needed
    caption: Needed
    note: str = always("")
    place: Place = "page"
    stories: Annotated[Sequence[Story], Meta(min_length=1)]
    changed: str = ""

    def __post_init__(self) -> None:
        keep_claims(self, self.caption, self.note)

    def to_html(self) -> str:
        """The stories for JupyterLab, each in a fold."""
        return "".join(map(_told, self.stories))

    def __repr__(self) -> str:
        lines = (" · ".join(filter(None, (each.number, each.title.text, each.now))) for each in self.stories)
        return "\n".join([self.caption, *lines])


def _told(story: Story) -> str:
    head = f"{html.escape(story.number)} <strong>{html.escape(story.title.text)}</strong> · {html.escape(story.now)}"
    lines = (
        f"<p>{html.escape(chapter.label)}: {html.escape(line.when)} {''.join(s.to_html() for s in line.spans)}</p>"
        for chapter in story.chapters
        for line in chapter.lines
    )
    return f"<details><summary>{head}</summary>{''.join(lines)}</details>"


class Headed(Tabled, frozen=True, omit_defaults=True, kw_only=True):
    """What exhibits and laboratories have in common: a sentence as title, and below it what is shown."""

    headline: Needed
    subtitle: str = always("")

    def __post_init__(self) -> None:
        keep_claims(self, self.headline, self.subtitle, self.note)


# Charts are drawn on white: in JupyterLab's dark theme light and dark change places, and colours keep their hue.
DARK = """<style>body[data-jp-theme-light="false"] .jp-OutputArea-child:has(.pop-exhibit) + .jp-OutputArea-child
.js-plotly-plot .main-svg {filter: invert(0.93) hue-rotate(180deg)}</style>"""


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

    def still(self) -> str:
        """The chart where no script draws it (nbconvert, GitHub, Quarto): drawn, in words, its table's first rows.

        All of them stand below, as JupyterLab shows them.

        Examples
        --------
        >>> "<script" in pop.exhibits.unit_chart(data, "fier", "2019-2023", language="en").still()
        False
        """
        words = f"<figcaption>{html.escape(self.alt)}</figcaption>"
        return f"<figure>{still(self.figure)}{words}{self.table.to_html(most=MOST_ROWS)}</figure>"

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
        publish_display_data({BLOCK: echo, "text/html": f'<div class="pop-exhibit">{heading}</div>{DARK}'})
        publish_display_data(
            {
                PLOTLY: self.figure | {"config": CONFIG},
                BLOCK: self.to_json(),
                "text/html": self.still(),
                "text/plain": repr(self),
            }
        )
        publish_display_data({BLOCK: echo, "text/html": below})


Drawn = Exhibit | Listing | Passage
"""A chart; past its room the table of what would be drawn; or a notice why there is nothing."""


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


class Answer(Struct, frozen=True, omit_defaults=True):
    """A reader's question with its answer in a few words, and where on the page the rest of it stands."""

    question: str
    answer: str = always("")
    href: str = always("")
    claims: Claims = ()

    def __post_init__(self) -> None:
        keep_claims(self, self.answer)


class Square(Struct, frozen=True):
    """A promise as a square: its number, its title, and the address of its story."""

    label: str
    title: str = ""
    href: str = ""


class Squares(Struct, frozen=True, omit_defaults=True):
    """Promises with the same verdict: how many, and a square for each that leads to its story."""

    label: str
    mark: Mark
    count: str = always("")
    squares: Sequence[Square] = ()
    claims: Claims = ()

    def __post_init__(self) -> None:
        keep_claims(self, self.count)


class PageHead(Block, frozen=True, omit_defaults=True, tag="page", kw_only=True):
    """What stands at the top of a page and, as ``about``, at its end; ``words`` are the texts of its own furniture.

    ``strip`` are the promises by verdict; ``answers`` the readers' questions, which are the contents of a page that has
    them; ``byline`` says who judged, ``lines`` what else is to be known first; ``documents`` are lists of links, each
    after its name. ``sheet`` names the exhibits that belong to the fact sheet. ``nouns`` are what stands for the words
    that the notebook's prose marks: ``<unit>place</unit>``; ``without`` names headings whose parts are left out;
    ``address`` is the page's own, in the web.
    """

    language: str = always("")
    name: str = always("")
    kicker: str = always("")
    title: str = always("")
    lead: str = always("")
    synthetic: str | None = always(None)
    facts: Sequence[Fact] = always(())
    byline: Sequence[Span] = ()
    strip: Sequence[Squares] = ()
    answers: Sequence[Answer] = ()
    lines: Sequence[Span] = ()
    documents: Sequence[Sequence[Span]] = ()
    home: Link = always(Link())
    words: Mapping[str, str] = always({})
    nouns: Mapping[str, str] = {}
    without: Sequence[str] = ()
    alternates: Sequence[Link] = always(())
    about: Sequence[Line] = always(())
    codebook: Table | None = always(None)
    sheet: Sequence[str] = always(())
    address: str = ""

    def __post_init__(self) -> None:
        keep_claims(self, self.title, self.lead)

    def to_html(self) -> str:
        facts = "".join(
            f"<li>{html.escape(fact.label)}: <strong>{html.escape(fact.value)}</strong></li>" for fact in self.facts
        )
        asked = [(each.question, each.answer) for each in self.answers]
        facts += "".join(f"<li>{html.escape(one)} <strong>{html.escape(other)}</strong></li>" for one, other in asked)
        warning = f"<p><strong>{html.escape(self.synthetic)}</strong></p>" if self.synthetic else ""
        said = "".join(f"<p>{text}</p>" for text in (html.escape(self.lead), *(s.to_html() for s in self.lines)))
        return f"{warning}<h1>{html.escape(self.title)}</h1>{said}<ul>{facts}</ul>"

    def __repr__(self) -> str:
        return f"{self.title}\n{self.lead}"


KINDS: Mapping[Any, type[Block]] = {
    each.__struct_config__.tag: each for each in (PageHead, Exhibit, Listing, Laboratory, Stories, Passage, Echo)
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
