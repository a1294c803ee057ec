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
        "monitoring_year": "the year of the contract; `last`: of each place its last with a verdict (last contract)",
        "calendar_year": "the year of the calendar",
        "result": "what came of a comparison",
        "type": "a type of activities, or several",
        "dated": "`yes` or `no`",
        "month": "a month of the calendar",
        "until": "a year of the calendar: of that year, of one before, or undated",
        "speaker": "who made a statement",
        "fate": "what became of a priority at the next contract (docs/method.md, 16)",
        "state": "of rows of a sheet: `read`, `counted`, `rejected`, `blank`",
        "step": "a step of the bridge between two years (docs/method.md, 13)",
        "theme": "a theme by its code",
        "metric": "what a published figure counts, by its code in the list of metrics",
        "why": "why a verdict is missing (docs/method.md, 3)",
        "of": "`contracts`, `assessments` (rows of them) or `sheets` (sheets and columns)",
        "status": "a verdict; `addressed`: all verdicts that count as addressed",
        "stage": "a stage of the ladder of campaigns, by its code",
        "change": "what became of a priority between two monitoring years (docs/method.md, 11)",
        "which": "`least`, `middle` (the median) or `most`, `low` or `high` of several",
        "origin": "`signed_on` or `observed_from`: from when months are counted",
        "months": "how many months after the origin",
        "aim": "`addressed`, or `top` for the best verdict",
        "part": "in a share: the quantity it is a part of; in a slope: `top` (the best verdict) or `addressed`",
        "whole": "in a share: the quantity it is a share of",
        "way": "`up`, `level`, `down`",
        "start": "the first day of a period",
        "end": "the last day of a period",
        "by": "what a table is broken down by; the rows name the group",
        "because": "`few`, `one_verdict`, `crossed`, `equal`, `not_compared`, `later`, `unknown` (docs/method.md)",
        "promises": "priorities that hold `one` promise, `several`, either (`stated`), or `not_stated`",
        "limit": "the name of a limit of the method",
    }
)
QUANTITIES: Mapping[str, str] = MappingProxyType(
    {
        "limit": "a limit of the method, by its name (docs/method.md)",
        "municipalities": "municipalities of the network: those of the register, and any other with a contract",
        "municipalities_judged": "municipalities with a priority assessed",
        "municipalities_joined": "municipalities that joined the network in the calendar year",
        "municipalities_with_contract": "municipalities with one of the contracts",
        "municipalities_on_map": "municipalities of the register with coordinates",
        "municipalities_on_map_judged": "of these, those with a priority assessed",
        "members": "member organisations",
        "contracts": "social contracts; of a calendar year those whose years hold it",
        "reports": "monitoring reports on file; of a calendar year those whose period ends in it",
        "years_monitored": "monitoring years of the contract with an assessment or a report",
        "years_ended": "monitoring years of contracts, with a priority assessed, that end in the period",
        "statements": "statements on file; of a calendar year those dated in it",
        "contradictions": "contradictions between sources on file",
        "campaigns": "campaigns on file; of a calendar year those that reached a stage dated in it",
        "campaigns_at_stage": "of these, those a source says reached the stage `stage`",
        "stages_reached": "stages that campaigns reached on a day, month or year within the period",
        "network_figures": "figures of the whole network published for the calendar year",
        "audited": "published figures; of a municipality, a calendar year, with that result of the audit",
        "audited_percentages": "of these, percentages, each once",
        "citizens_scores": "scores by citizens of a priority in a monitoring year",
        "questions": "questions of the survey",
        "questions_two_sided": "questions with favourable and unfavourable answers",
        "questions_favourable": "of these, those on which more than half of those asked chose a favourable answer",
        "people_asked": "the fewest or the most people asked a question",
        "sheet_rows": "rows of the workbooks by what reading made of them",
        "findings": "findings while reading the workbooks",
        "years_judged": "monitoring years of contracts with a priority assessed",
        "published": "what the network published under `metric`; shares as fractions of 1",
        "activities": "activities on file; of a calendar year those dated in it, of a period those wholly in it",
        "with_participants": "of these, those whose participants are counted",
        "with_sex": "of these, those that count both women and men",
        "priorities_on_file": "priorities of the contract on file",
        "priorities_shared": "of these, those shared with other municipalities; of the network, each promise once",
        "priorities_missing": "priorities the contract is said to have, without those on file",
        "priorities_declared": "priorities the contract is said to have",
        "priorities": "priorities in the contract that year, without those taken out of it",
        "known": "these, and those the contract has beyond the ones on file, or that were put aside",
        "priorities_ever": "these, and those taken out of it",
        "assessed": "priorities with a verdict of the scale",
        "without_verdict": "priorities without one for the reason `why`; of `put_aside`, rows with verdicts",
        "put_aside_unclear": "rows or sheets of the place put aside, of which it is not known which verdict they are",
        "to_confirm": "verdicts that have yet to be confirmed at their source",
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
        "went_back": "verdicts worse than the one before of the same priority",
        "all_that_went_back": "priorities with the change `regressed`, in each two following years of a contract",
        "followed": "priorities of contracts that were followed by another (or of that other), by their fate",
        "bridged": "priorities in the bridge",
        "bridge": "what the step adds to the number addressed; `from` and `to`: that number in the two years",
        "assessed_in_groups": "priorities assessed that belong to a group (theme, pillar, competence, beneficiaries)",
        "groups_behind": "groups of the limit `colour` or more assessed, fewer than half of them addressed",
        "comparable_others": "other municipalities in the same year of the contract, observed for as long (3 months)",
        "middle_addressed": "priorities addressed in the other municipality in the middle (`low`, `high`: of two)",
        "middle_assessed": "priorities assessed there",
        "others_low": "the smallest of their shares addressed",
        "others_high": "the largest of their shares addressed",
        "others_median": "the median of their shares addressed",
        "statements_tried": "statements tried in the sensitivity grid or the laboratory",
        "statements_holding": "of these, those that hold in `all` ways of counting, in `some`, in `none`",
        "statements_always": "of these, those that hold for every worth of the verdicts between, counted the usual way",
        "ways_of_counting": "ways of counting the statement with most of them is tried in",
        "pairs_not_shown": "pairs of municipalities that follow each other, beyond those a page has room for",
        "judged_in_both": "priorities judged in both monitoring years, in the contract in both",
        "municipalities_judged_in_both": "municipalities with such a priority",
        "sign_test": "two-sided p of improved less regressed, whole municipalities turned round in every way",
        "priorities_timed": "priorities of the contract from the beginning, looked at in a month since `origin`",
        "priorities_timed_withdrawn": "of these, those taken out of the contract before they were there",
        "priorities_not_timed": "judged priorities that are not among these, for the reason `because`",
        "month_spoken_of": "the last full year, or month, up to which ten of these were watched",
        "share_reached": "estimated share (Turnbull) that reached `aim` in so many `months`: `least` and `most`",
        "gap_between_looks": "months between two looks at a contract, or from the origin to the first",
        "slope_municipalities": "municipalities on the one axis: the largest group of equal exposure",
        "slope_months": "the fewest or the most months observed of these, at the end of the last year",
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
