"""What the numbers of the pages count: a closed list, each with one line that says how others count it again.

A number gets into a sentence only as a figure of a :class:`Scope`, which says what was counted and of which rows.
``tests/oracle`` counts each quantity again from the raw workbooks, with none of this package's code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from pop_analysis.locale.said import Claim, Counted, marked_as

ABOUT = """\
<!-- Made from pop_analysis/exhibits/quantities.py: `make docs`. Do not edit. -->
A number stands in a sentence of a page only as a *claim*: what is counted, of which rows, and the value, as data beside
the sentence (`claims` of every block and its parts). The same rows and quantity make the same `id`, and the same value
wherever it stands. `tests/oracle` counts each again from the raw workbooks."""
ROWS: Mapping[str, str] = MappingProxyType(
    {
        "municipality": "its code in the register; without one, the whole network",
        "cycle": "the years of a contract, or of several",
        "monitoring_year": "the year of the contract; `last`: of each contract the last with a verdict",
        "calendar_year": "the year of the calendar",
        "metric": "what a published figure counts, by its code in the list of metrics",
        "status": "a verdict; `addressed`: all verdicts that count as addressed",
        "change": "what became of a priority between two monitoring years (docs/method.md, 11)",
        "which": "`least` or `most` of several",
        "part": "in a share: the quantity it is a part of; in a slope: `top` (the best verdict) or `addressed`",
        "whole": "in a share: the quantity it is a share of",
        "way": "`up`, `level`, `down`",
        "start": "the first day of a period",
        "end": "the last day of a period",
        "by": "what a table is broken down by; the rows name the group",
        "because": "`few`, `one_verdict`, `crossed`, `equal`, `not_compared` (docs/method.md, 20)",
        "limit": "the name of a limit of the method",
    }
)
QUANTITIES: Mapping[str, str] = MappingProxyType(
    {
        "limit": "a limit of the method, by its name (docs/method.md)",
        "municipalities": "municipalities of the network: those of the register, and any other with a contract",
        "municipalities_judged": "municipalities with a priority assessed",
        "contracts": "social contracts",
        "reports": "monitoring reports on file",
        "years_judged": "monitoring years of contracts with a priority assessed",
        "published": "what the network published under `metric`; shares as fractions of 1",
        "activities": "activities on file, of one day, month or year in the calendar year, or all",
        "with_participants": "of these, those whose participants are counted",
        "with_sex": "of these, those that count both women and men",
        "priorities_on_file": "priorities of the contract on file",
        "priorities_declared": "priorities the contract is said to have",
        "priorities": "priorities in the contract that year, without those taken out of it",
        "assessed": "priorities with a verdict of the scale",
        "verdicts": "priorities with the verdict `status`",
        "share": "priorities with the verdict `status`, of those assessed",
        "pairs": "pairs of municipalities that may be compared",
        "pairs_ahead": "of these, those in which one is ahead of the other (docs/method.md, 20)",
        "pairs_apart": "of all pairs, those in which neither is said to be ahead, for the reason `because`",
        "beside": "other municipalities that may be compared with this one",
        "beside_ahead": "of these, those it is ahead of",
        "beside_behind": "of these, those that are ahead of it",
        "beside_apart": "of these, the others, for the reason `because`",
        "pairs_sure": "of these, those whose difference of shares has an interval (Newcombe) that leaves out zero",
        "years_on_file": "monitoring years of contracts with a verdict, a report or a published share",
        "months_observed": "the fewest or the most months observed of those contracts, at the end of the last year",
        "changed": "priorities with the change `change` between the two monitoring years",
        "judged_in_both": "priorities judged in both monitoring years, in the contract in both",
        "municipalities_judged_in_both": "municipalities with such a priority",
        "sign_test": "two-sided p of improved less regressed, whole municipalities turned round in every way",
        "slope_municipalities": "municipalities on the one axis: the largest group of equal exposure",
        "slope_priorities": "their priorities judged in both years",
        "slope_moved": "of these municipalities, those whose count of `part` moved `way`",
        "slope_points": "what one verdict moves the share of the smallest of them by, as a fraction of 1",
        "priorities_with_evidence": "priorities of the contract with a piece of evidence",
        "pieces_of_evidence": "pieces of evidence on the priorities of the contract",
        "judged_twice": "assessments judged by two monitors",
        "priorities_judged_twice": "priorities with one of these",
        "judged_the_same": "of these, those with the same verdict",
        "judged_differently": "of these, those with another verdict",
        "municipalities_judged_twice": "municipalities with one of these",
        "alpha": "Krippendorff's alpha, ordinal, of these",
        "one_verdict": "what one verdict moves a share by: one divided by the priorities assessed",
    }
)


LAST = "last"


class Scope:
    """The rows a sentence speaks of; called with a quantity and its value it gives the figure.

    >>> year = Scope(municipality="fier", cycle="2019-2023", monitoring_year=1)
    >>> year("assessed", 5).claim.id
    'assessed(municipality=fier, cycle=2019-2023, monitoring_year=1)'
    >>> year.of(status="fully")("verdicts", 0).claim.rows["status"]
    'fully'
    """

    def __init__(self, **rows: Any) -> None:
        self.rows = {name: _plain(value) for name, value in rows.items() if not _missing(value)}

    def of(self, **rows: Any) -> Scope:
        """These rows, further narrowed down."""
        return Scope(**self.rows | rows)

    def __call__(self, quantity: str, value: Any) -> Counted:
        if quantity not in QUANTITIES:
            raise ValueError(f"nothing says what “{quantity}” counts; there are: {', '.join(QUANTITIES)}")
        return Counted(value, Claim.of(quantity, self.rows, None if _missing(value) else _plain(value)))


def of_term(cycles: Iterable[str], monitoring_year: int | None = None) -> Scope:
    """The contracts of ``cycles`` in one monitoring year, or each in its last with a verdict."""
    return Scope(cycle=list(cycles), monitoring_year=monitoring_year or LAST)


def share_of(part: Counted, whole: Counted) -> Counted:
    """The share one figure is of another, which it is a part of."""
    counted = {"part": part.claim.counted, "whole": whole.claim.counted}
    share = int(part) / int(whole) if int(whole) else None
    return Scope(**counted, **part.claim.rows)("share", share)


def limit(name: str, value: Any) -> Counted:
    """A limit of the method as a figure: "from 30 priorities up"."""
    return Scope(limit=name)("limit", value)


def example(value: Any) -> str:
    """A number that only shows how something is written: “2/3” in a note."""
    return marked_as("example", str(value))


def scope_of(row: Any) -> Scope:
    """The scope of a row of a measure: its municipality, contract and monitoring year, as far as it has them."""
    return Scope(**{name: row[name] for name in ("municipality", "cycle", "monitoring_year") if name in row})


def documented() -> str:
    """Return the list of quantities, and of the rows they may be narrowed down to, as Markdown.

    >>> documented().splitlines()[0]
    '# Claims'
    """
    tables = (
        ("A quantity", "counts", QUANTITIES),
        ("Rows", "are told apart by", ROWS),
    )
    lists = [
        "\n".join([f"| {what} | {says} |", "| --- | --- |", *(f"| `{name}` | {each} |" for name, each in of.items())])
        for what, says, of in tables
    ]
    return "\n\n".join(["# Claims", ABOUT, *lists]) + "\n"


def _missing(value: Any) -> bool:
    return value is None or (not isinstance(value, list | tuple) and bool(pd.isna(value)))


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    value = value.item() if hasattr(value, "item") else value
    return int(value) if isinstance(value, float) and value.is_integer() else value
