"""The kinds of field: what a cell of each holds, the columns it fills, how it looks in a workbook, how it is said.

A new kind is one entry here and one converter in ``reading/conversion/convert.py``; all else follows.
"""

from __future__ import annotations

from dataclasses import dataclass

Columns = tuple[tuple[str, str], ...]
TEXT, TIME, WHOLE, NUMBER = "str", "datetime64[s]", "Int64", "float64"
# A cell for words holds what was typed and nothing else: in a cell formatted as a date, a spreadsheet program makes
# 13 July 1905 of "2021" and 1 April of "April 2021", and 1 May of priority "1.5" in any other.
AS_TYPED = "@"


@dataclass(frozen=True)
class Kind:
    """One kind of field.

    ``endings`` are the columns it fills, each what stands behind the field's name and a dtype; ``named`` those that
    have names of their own, because other tables point at them. ``names_row``: it says what a row is about, and so
    holds for every row of a merged cell. ``kept_in``: the table and field in which its values stand. ``change``: what
    a change of it is about (``verdict``, ``text``, ``date``, ``figure``, ``link``, ``term``); ``said``: how a value of
    it is written for a reader (``term``, ``time``, ``number``, ``amount``, or as it is). ``terms``: whose terms its
    values are, for all fields of the kind.

    Examples
    --------
    >>> KINDS["date"].columns("signed_on")
    (('signed_on', 'datetime64[s]'), ('signed_on_end', 'datetime64[s]'), ('signed_on_precision', 'str'))
    >>> KINDS["priority"].columns("label")
    (('priority', 'str'),)
    """

    id: str
    about: str
    endings: Columns = (("", TEXT),)
    named: Columns = ()
    format: str = AS_TYPED
    width: int = 20
    centred: bool = False
    names_row: bool = False
    kept_in: tuple[str, str] | None = None
    change: str = "term"
    said: str = ""
    terms: str = ""

    def columns(self, field: str) -> Columns:
        """The columns a field of this kind fills in a frame, with their dtypes."""
        return self.named or tuple((field + ending, dtype) for ending, dtype in self.endings)

    @property
    def number(self) -> bool:
        """Whether a cell of it holds a number."""
        return self.format != AS_TYPED

    @property
    def whole(self) -> bool:
        """Whether a cell of it holds a whole number."""
        return self.endings[0][1] == WHOLE


def _figure(name: str, about: str, dtype: str = WHOLE, **look: object) -> Kind:
    look = {"format": "0", "width": 14, "centred": True, "change": "figure"} | look
    return Kind(name, about, (("", dtype),), **look)  # type: ignore[arg-type]


KINDS: dict[str, Kind] = {
    each.id: each
    for each in (
        Kind("text", "text, as typed (NFC, single spaces)", change="text"),
        Kind("slug", "a–z, 0–9 and hyphens"),
        Kind(
            "label",
            "a priority's number: `4`, `1.5`, “Prioriteti 4:”, “prioriteti 1, pika 5”",
            named=(("priority", TEXT), ("number", WHOLE), ("sub_number", WHOLE)),
            centred=True,
            names_row=True,
        ),
        Kind(
            "priority",
            "a priority of the contract, by number or by title",
            named=(("priority", TEXT),),
            centred=True,
            names_row=True,
        ),
        _figure("integer", "a whole number", said="number"),
        _figure("ordinal", "a year of monitoring: `2`, “Viti II-të”, “year 2”"),
        _figure("decimal", "a number", NUMBER, format="General", width=20, centred=False, said="number"),
        _figure(
            "amount",
            "an amount in the network's currency: `3000000`, “3 000 000 lekësh”",
            NUMBER,
            format="#,##0",
            width=16,
            centred=False,
            said="amount",
        ),
        _figure("year", "a calendar year", width=13),
        Kind(
            "date",
            "a date as exactly as it is known: `17.4.2021`, “prill 2021”, `2021`",
            (("", TIME), ("_end", TIME), ("_precision", TEXT)),
            width=18,
            change="date",
            said="time",
        ),
        Kind(
            "period",
            "months from–to: “shtator 2020 – shtator 2021”",
            (("_start", TIME), ("_end", TIME), ("_precision", TEXT)),
            width=26,
            change="date",
            said="time",
        ),
        Kind(
            "municipality",
            "a municipality of the register, in any of its forms",
            named=(("municipality", TEXT),),
            names_row=True,
            kept_in=("municipalities", "name_sq"),
        ),
        Kind(
            "cycle",
            "the years of a contract: `2019–2023`",
            named=(("contract", TEXT), ("cycle", TEXT)),
            width=13,
            names_row=True,
            kept_in=("contracts", "cycle"),
        ),
        Kind("status", "a status of the list", width=22, change="verdict", said="term", terms="statuses"),
        Kind("choice", "a term of a closed list", said="term"),
        Kind("url", "an address (http, https, mailto)", change="link"),
        Kind("source", "an address, or the name of a document", change="link"),
        Kind(
            "campaign_title",
            "the name of a campaign",
            named=(("campaign", TEXT), ("title_sq", TEXT)),
            names_row=True,
            change="text",
        ),
        Kind(
            "campaign",
            "a campaign of the sheet of campaigns, by its name",
            named=(("campaign", TEXT),),
            names_row=True,
            kept_in=("campaigns", "campaign_title"),
        ),
    )
}
