"""Every key a network may write, one class a group of keys: what stands there is checked, explained and offered.

The descriptions are those of ``docs/declaration.md`` and of the schema an editor uses.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, field

from pop_analysis.model.kinds import KINDS

# Parts of pages a network may have no use for, by the lasting names of their headings.
SECTIONS = (
    "apart", "beside", "campaigns", "changed", "disagreements", "done", "monitors", "network", "promises", "published",
    "speed", "statements", "survey", "themes", "where",
)  # fmt: skip
SEVERITIES = ("note", "blanked", "rejected", "refused")
NUMBERS = ("1,234.5", "1.234,5", "1 234,5", "1'234.5")
PLURALS = ("zero", "one", "two", "few", "many", "other")

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", extra={"fault": "DC-07"})]
Colour = Annotated[str, Meta(pattern=r"^#[0-9A-Fa-f]{6}$", extra={"fault": "DC-06"})]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$", extra={"fault": "DC-31"})]
Words = Annotated[dict[str, str], Meta(extra={"languages": "all"})]  # one text for each declared language
Text = Annotated[str | dict[str, str], Meta(extra={"languages": "all"})]  # the same, or one text for all of them
Partial = Annotated[str | dict[str, str], Meta(extra={"languages": "some"})]
Texts = list[str]
# A text, a number, a date, yes or no, or nothing: what one cell holds.
Scalar = Annotated[
    Any, Meta(extra={"scalar": True}, extra_json_schema={"type": ["string", "number", "boolean", "null"]})
]


class Keys(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Keys of a declaration; any other is a fault."""


class Channel(Keys):
    """A place where the network is found."""

    label: Annotated[Text, Meta(description="What it is called.")]
    url: Annotated[str, Meta(description="Its address.")]


class Donor(Keys):
    """Who supports the network."""

    label: Annotated[Text, Meta(description="Its name.")]


Point = Annotated[list[float], Meta(min_length=2, max_length=2)]


class License(Keys):
    """A licence of the data, as a Data Package states it."""

    name: Annotated[str | UnsetType, Meta(description="Its short name: `CC-BY-4.0`.")] = UNSET
    path: Annotated[str | UnsetType, Meta(description="Its address.")] = UNSET
    title: Annotated[str | UnsetType, Meta(description="What it is called.")] = UNSET


class Currency(Keys):
    """What amounts are in."""

    code: Annotated[
        str, Meta(pattern="^[A-Z]{3}$", description="Its code of three letters: `CHF`.", extra={"fault": "DC-32"})
    ]
    sign: Annotated[Text, Meta(description="What stands beside an amount: `€`, `Fr.`; without it the code.")] = ""
    name: Annotated[Text, Meta(description="What sentences call it: “new lek”; without it the sign.")] = ""
    heading: Annotated[Text, Meta(description="What headings call it; without it the code.")] = ""
    before: Annotated[bool, Meta(description="Whether the sign stands before the amount: `$1,200`.")] = False
    decimals: Annotated[int, Meta(ge=0, le=3, description="How many decimal places amounts have on pages.")] = 0
    numbers: Annotated[
        str,
        Meta(
            description="How amounts are written on pages; without it as the language of the page writes numbers.",
            extra_json_schema={"enum": list(NUMBERS)},
        ),
    ] = ""
    written: Annotated[Texts, Meta(description="Other ways it is written beside an amount in a cell.")] = []
    most: Annotated[float | UnsetType, Meta(description="No amount is larger: it is a slip of the hand.")] = UNSET
    old: Annotated[bool, Meta(description="Whether people still count in an old one, ten of which are one new.")] = (
        False
    )


class Network(Keys):
    """Who the network is, and which languages its pages have."""

    short_name: Annotated[str, Meta(min_length=1, description="The short name, on every page and in file names.")]
    name: Annotated[Text, Meta(description="The full name.")]
    judge: Annotated[Text, Meta(description="Who gives the verdicts, where neither they nor a sheet say who.")] = ""
    website: Annotated[str, Meta(description="The address of its site.")] = ""
    channels: Annotated[list[Channel], Meta(description="Where it is found.")] = []
    donors: Annotated[list[Donor], Meta(description="Who supports it.")] = []
    licenses: Annotated[list[License], Meta(description="Under which licences the tables may be used.")] = []
    currency: Annotated[
        Currency | UnsetType,
        Meta(description="What amounts are in; without it none is named, and amounts that name one are not read."),
    ] = UNSET
    nouns: Annotated[
        dict[Language, dict[Id, str]],
        Meta(
            description="What a unit (`unit`: ministry, party), its contract (`contract`: plan, agreement) and those "
            "who judge (`judge`: reviewer) are called, by language, in every form its sentences need: those under "
            "`nouns` in `locale/<language>.yml`. "
            "Where nothing is said a unit of a network with verdicts of its own is a “place” that has a “plan”."
        ),
    ] = {}
    without: Annotated[
        list[Annotated[str, Meta(extra_json_schema={"enum": list(SECTIONS)})]],
        Meta(
            description="Parts of its pages that can never be filled, left out with what asks for them: `done` "
            "(campaigns and activities), `survey` (officials), `monitors` (two who judge the same), `where` (the map) …"
        ),
    ] = []
    languages: Annotated[
        list[Language],
        Meta(
            min_length=1,
            description="Codes of the languages of its pages; the first is the one they open in, and the one the "
            "workbooks are kept in. A language that is neither `sq` nor `en` needs a file `locale/<code>.yml`.",
        ),
    ] = []
    outline: Annotated[
        list[Point],
        Meta(
            description="The outline of its country, from point to point, each latitude and longitude. Maps draw it "
            "where all municipalities lie within it."
        ),
    ] = []
    years: Annotated[
        bool,
        Meta(
            description="Whether a contract has years. `false`, of manifestos and plans without a term: nothing asks "
            "for them, pages do not say them, and a verdict that names no monitoring year is of the first."
        ),
    ] = True
    method_version: Annotated[str, Meta(description="Version of the method, printed on every page; in quotes.")] = ""
    pages: Annotated[
        str,
        Meta(
            description="Where these pages stand in the web: the address of their folder, with a slash at its end. "
            "Fact sheets have it as a QR code, search engines and social networks are told it."
        ),
    ] = ""
    moved: Annotated[
        dict[Id, Id],
        Meta(description="Codes of municipalities that were changed, old → new: the old page says where it is now."),
    ] = {}
    reply_until: Annotated[
        str,
        Meta(
            pattern=r"^\d{4}-\d{2}-\d{2}$",
            description='The day until which municipalities may reply to the verdicts of this edition: `"2026-12-31"`.',
            extra={"fault": "DC-25"},
        ),
    ] = ""
    first_year: Annotated[int, Meta(ge=1900, le=2200, description="The earliest year a contract may have.")] = 0
    last_year: Annotated[int, Meta(ge=1900, le=2200, description="The latest year a contract may have.")] = 0


class Term(Keys):
    """A term of a closed list."""

    label: Annotated[Text, Meta(description="What readers see.")]
    written: Annotated[Texts, Meta(description="Other ways it is written; accents and case do not matter.")] = []
    plural: Annotated[Words | UnsetType, Meta(description="The label for several of them.")] = UNSET
    family: Annotated[str, Meta(description="Of a kind of evidence: its family, of `evidence_families`.")] = ""
    budget: Annotated[bool, Meta(description="Of a step of a campaign: whether it stands in a budget.")] = False
    campaigns: Annotated[bool, Meta(description="Of a metric: whether it counts campaigns, or what came of them.")] = (
        False
    )


class Status(Keys):
    """A level of the scale, best first, or a reason why there is none."""

    label: Annotated[Text, Meta(description="What readers see.")]
    colour: Annotated[Colour, Meta(description='`"#RRGGBB"`, in quotes.')] = "#FFFFFF"
    judged: Annotated[
        bool,
        Meta(description="Whether it is a verdict on the scale. The others stand apart and never count as one."),
    ] = True
    addressed: Annotated[
        bool | UnsetType,
        Meta(
            description="Whether it counts as addressed. Up to three levels all but the last do when nothing is said, "
            "and none that is `negative`; with more, each level says it."
        ),
    ] = UNSET
    worth: Annotated[
        float | Annotated[str, Meta(extra_json_schema={"enum": ["w"]})] | list[float],
        Meta(
            description="What one priority counts for in an index: a number, `w` (what the reader of the page makes of "
            "“partly”), or two numbers, at `w` = 0 and at `w` = 1. The best is worth 1, “nothing done” and all below "
            "it 0, the others `w`."
        ),
    ] = "w"
    negative: Annotated[
        bool, Meta(description="A level below “nothing done”: broken, abandoned. It stands last and is not addressed.")
    ] = False
    in_progress: Annotated[
        bool, Meta(description="Work goes on: the verdict is not the last one. Neither the best nor negative.")
    ] = False
    superseded: Annotated[
        bool,
        Meta(description="Another promise has taken its place: no verdict, and out of every count, like `left_out`."),
    ] = False
    missing: Annotated[
        bool, Meta(description="The one that stands where no verdict is on file. POP's own is kept when none says it.")
    ] = False
    left_out: Annotated[bool, Meta(description="Out of the contract, and so out of every count.")] = False
    about: Annotated[Partial, Meta(description="What it means, for those who give it.")] = ""
    short: Annotated[Partial, Meta(description="A shorter label.")] = ""
    letter: Annotated[Partial, Meta(description="Shown with the colour; no two alike in a language.")] = ""
    counted: Annotated[
        dict[str, dict[str, str]],
        Meta(description="How a number of them is said, by language: `{zero: …, one: …, other: …}` with `{n}`."),
    ] = {}
    ink: Annotated[Colour, Meta(description="The colour of letters upon it; by default dark or white.")] = "#FFFFFF"
    written: Annotated[Texts, Meta(description="Other ways it is written; accents and case do not matter.")] = []


class Alone(Keys):
    """What is otherwise of a field where the network has one language."""

    header: Annotated[dict[str, str] | UnsetType, Meta(description="The heading.")] = UNSET
    about: Annotated[dict[str, str] | UnsetType, Meta(description="What goes into it.")] = UNSET
    example: Annotated[dict[str, Scalar] | UnsetType, Meta(description="The example row's value.")] = UNSET
    offered: Annotated[bool, Meta(description="Whether new workbooks have it.")] = True


class Field(Keys):
    """A field: one column of a sheet."""

    kind: Annotated[
        str,
        Meta(
            description="How a cell is read ([kinds](data-dictionary.md#how-a-cell-is-read)).",
            extra_json_schema={"enum": list(KINDS)},
        ),
    ]
    header: Annotated[Words, Meta(description="The heading in a new workbook.")]
    about: Annotated[Words, Meta(description="What goes into it.")]
    required: Annotated[bool, Meta(description="A row without it is put aside.")] = False
    key: Annotated[
        bool,
        Meta(
            description="A cell that may be empty, but whose content says what the row is: where it cannot be read, "
            "the row is put aside. Any other cell that may be empty is then left empty, and the row counts."
        ),
    ] = False
    list_: Annotated[str, Meta(description="Of a `choice`: the closed list.")] = field(name="list", default="")
    written: Annotated[Texts, Meta(description="Other headings it is found under.")] = []
    example: Annotated[dict[str, Scalar], Meta(description="What the example row of a template shows.")] = {}
    minimum: Annotated[float | UnsetType, Meta(description="The lowest number it takes.")] = UNSET
    maximum: Annotated[float | UnsetType, Meta(description="The highest number it takes.")] = UNSET
    contact: Annotated[bool, Meta(description="For a public address: telephone and e-mail are not asked about.")] = (
        False
    )
    may_be_future: Annotated[bool, Meta(description="Of a date: may lie after today.")] = False
    percent_where: Annotated[
        dict[str, str], Meta(description="A column and its value where the number is a percentage.")
    ] = {}
    parts: Annotated[dict[str, Texts], Meta(description="Parts of the number: name → words in the cell.")] = {}
    at_most: Annotated[str, Meta(description="Another column, whose number this one is not above.")] = ""
    unread: Annotated[str, Meta(description="Of a `choice`: the term that counts where a cell cannot be read.")] = ""
    explained_in: Annotated[str, Meta(description="Of a status: the column of the reason that stands behind it.")] = ""
    shown: Annotated[bool, Meta(description="Written for whoever opens the workbook, who may not change it.")] = False
    width: Annotated[int, Meta(ge=1, le=255, description="How wide the column is, in digits.")] = 20
    offered: Annotated[bool, Meta(description="Whether new workbooks have it.")] = True
    alone: Annotated[Alone | UnsetType, Meta(description="What is otherwise where there is one language.")] = UNSET


class Table(Keys):
    """A table: one sheet of the workbooks and one frame of the data."""

    title: Annotated[Words, Meta(description="Its title.")]
    sheet: Annotated[Words, Meta(description="The name of its sheet in a new workbook; at most 31 letters.")]
    in_: Annotated[Texts, Meta(description="Which workbooks have it, of `workbook_kinds`.")] = field(name="in")
    unique: Annotated[Texts, Meta(min_length=1, description="The columns that tell two rows apart.")]
    about: Annotated[Words, Meta(description="What one row is.")]
    fields: Annotated[dict[Id, Field], Meta(description="Its fields, in the order of the columns.")]
    written: Annotated[Texts, Meta(description="Other names its sheet is found under.")] = []
    compared: Annotated[bool, Meta(description="A municipality's page shows rows of the others too.")] = False
    part: Annotated[
        str,
        Meta(
            description="The part of the pages it fills: a network `without` it has no such sheet in new workbooks.",
            extra_json_schema={"enum": list(SECTIONS)},
        ),
    ] = ""


class Line(Keys):
    """A line of the instructions."""

    name: Annotated[Words, Meta(description="What stands at the left.")]
    text: Annotated[Words, Meta(description="What it means.")]
    reads: Annotated[str, Meta(description="Of a date: how exactly it is read; a test looks.")] = ""


class Part(Keys):
    """A part of the instructions."""

    title: Annotated[Words, Meta(description="Its title.")]
    lines: Annotated[list[Line], Meta(description="Its lines.")] = []
    only: Annotated[
        Texts, Meta(description="The kinds of workbook it is for, `short` and `next_year` among them; all, without it.")
    ] = []
    made: Annotated[
        str,
        Meta(description="Made from the declaration.", extra_json_schema={"enum": ["colours", "statuses", "sheets"]}),
    ] = ""


class Hint(Keys):
    """The name and the meaning of a colour."""

    name: Annotated[Words, Meta(description="What is coloured.")]
    text: Annotated[Words, Meta(description="What it means.")]


class Colours(Keys):
    """What the colours of a template mean."""

    required: Annotated[Hint, Meta(description="A red heading.")]
    optional: Annotated[Hint, Meta(description="A blue heading.")]
    waiting: Annotated[Hint, Meta(description="An orange cell.")]
    example: Annotated[Hint, Meta(description="Slanted writing.")]


class Caution(Keys):
    """What the program asks when a value does not fit."""

    title: Annotated[Words, Meta(description="Its title.")]
    text: Annotated[Words, Meta(description="What it says.")]


class Warnings(Keys):
    """Warnings by what was expected."""

    list_: Annotated[Caution, Meta(description="A value of a list.")] = field(name="list")
    whole: Annotated[Caution, Meta(description="A whole number.")]
    decimal: Annotated[Caution, Meta(description="A number.")]
    amount: Annotated[Caution, Meta(description="An amount.")]


class ForWhom(Keys):
    """Whom a workbook is for, by its kind."""

    municipality: Annotated[Words, Meta(description="The workbook of a municipality.")]
    network: Annotated[Words, Meta(description="The workbook of the network.")]
    reply: Annotated[Words, Meta(description="A reply.")]


class Template(Keys):
    """What a template workbook says beside its tables."""

    sheet: Annotated[Words, Meta(description="The name of the sheet of instructions.")]
    title: Annotated[Words, Meta(description="Its title.")]
    for_whom: Annotated[ForWhom, Meta(description="Whom it is for.")]
    anyone: Annotated[Words, Meta(description="What stands for a municipality that is not known.")]
    parts: Annotated[list[Part], Meta(description="The parts of the instructions.")]
    colours: Annotated[Colours, Meta(description="What the colours mean.")]
    required: Annotated[Words, Meta(description="Said of a required column.")]
    written_so: Annotated[dict[str, dict[str, str]], Meta(description="Kind of field → how a value is written.")]
    warnings: Annotated[Warnings, Meta(description="What is asked when a value does not fit.")]
    page: Annotated[Words, Meta(description="The foot of a printed page; `&P` is its number, `&N` how many.")]
    written: Annotated[Texts, Meta(description="Other names the sheet is found under.")] = []


class Mapped(Keys):
    """An entry of `mapping.yml`: how a flat sheet fills one table."""

    file: Annotated[str, Meta(min_length=1, description="The name of the file, or a pattern: `kobo-*.xlsx`.")]
    table: Annotated[str, Meta(min_length=1, description="The table it fills.")]
    sheet: Annotated[str, Meta(description="The sheet, when the file has several.")] = ""
    columns: Annotated[dict[str, str | int], Meta(description="Field of the table → heading in the file.")] = {}
    constants: Annotated[dict[str, Scalar], Meta(description="Field of the table → its value in every row.")] = {}
    terms: Annotated[
        dict[str, dict[str | int, str]],
        Meta(description='Field → words of the file → words of the network. `"": …` is what a blank cell means.'),
    ] = {}
    bounds: Annotated[
        dict[str, dict[float, str]],
        Meta(description="Field → lowest number (`0`, `40`, `80`) → word of the network: percentages as verdicts."),
    ] = {}
    split: Annotated[
        dict[str, Annotated[str, Meta(min_length=1, extra={"line_end": True})]],
        Meta(
            description='Field → what stands between several values in a cell: `"|"`, or `"\\n"`, the end of a line. '
            "Each is a row of its own where the field tells two rows apart (the links of `evidence`; the units of a "
            "promise, which counts in each and once in the whole), else they stand together, with semicolons, and each "
            "address of a `source` is a link."
        ),
    ] = {}
    history: Annotated[
        bool,
        Meta(
            description="Of `assessments`: each row is a change with its date (`period`), and its verdict holds until "
            "the next one of the same promise. No year is needed: it counts for each calendar year of the contract at "
            "whose end it stood, up to that of the last change in the file."
        ),
    ] = False
    dates: Annotated[
        str,
        Meta(
            description="The order of day, month and year in dates of numbers.",
            extra_json_schema={"enum": ["d/m/y", "m/d/y", "y/m/d"]},
        ),
    ] = ""
    numbers: Annotated[
        str,
        Meta(description="How numbers are written.", extra_json_schema={"enum": list(NUMBERS)}),
    ] = ""


class Correction(Keys):
    """An entry of `corrections.yml`: one cell that is read otherwise than it stands."""

    file: Annotated[str, Meta(description="The workbook.")]
    sheet: Annotated[str, Meta(description="The sheet.")]
    cell: Annotated[
        str, Meta(pattern=r"^[A-Za-z]{1,3}[1-9][0-9]{0,6}$", description="The cell: `F4`.", extra={"fault": "DC-19"})
    ]
    old: Annotated[Scalar, Meta(description="What stands there; nothing for an empty cell.")]
    new: Annotated[Scalar, Meta(description="What is to be read.")]
    reason: Annotated[str, Meta(min_length=1, description="Why.")]
    who: Annotated[str, Meta(min_length=1, description="Who says so.")]
    date: Annotated[Scalar, Meta(description="When it was said.")]


class Approval(Keys):
    """An entry of `approval.yml`: a version of the data that may be published."""

    version: Annotated[
        str,
        Meta(
            pattern=r"^[0-9a-f]{12}$",
            description="The version of the data, in quotes, as `pop-analysis report --preview` says it.",
            extra={"fault": "DC-22"},
        ),
    ]
    who: Annotated[str, Meta(min_length=1, description="Who approved it, as pages are to name them.")]
    date: Annotated[datetime.date, Meta(description="The day, as 2026-12-01.")]


# File → what it may hold, what it is for. The sentences of a language (locale/<language>.yml) have the keys of the
# English ones.
FILES: dict[str, tuple[Any, str]] = {
    "network": (Network, "Who the network is."),
    "statuses": (dict[Id, Status], "The verdicts, from best to worst, then the reasons why there may be none."),
    "speech": (
        dict[Language, dict[str, str]],
        "How sentences speak of the verdicts, by language: what stands where a text has `<best>`, `<counting>` …; what "
        "is not here is made from the labels.",
    ),
    "vocabularies": (
        dict[Id, dict[Id, Term]],
        "The closed lists: list → term. A list that is written takes the place of POP's.",
    ),
    "tables": (
        dict[Id, Table],
        "The sheets of the workbooks: all of them, but `replies` and `shown_evidence` may be left out.",
    ),
    "findings": (
        dict[str, dict[str, str | dict[str, str]]],
        "What reading can find: code → `severity` (note, blanked, rejected, refused) and the message of each language.",
    ),
    "template": (Template, "What a template workbook says beside its tables."),
    "mapping": (list[Mapped], "How flat sheets of other programs fill the tables."),
    "corrections": (list[Correction], "What a workbook has wrong, cell by cell; the workbook is never edited."),
    "approval": (
        list[Approval],
        "Who has approved which version of the data. Where there is this file, pages of any other version are drafts.",
    ),
}
