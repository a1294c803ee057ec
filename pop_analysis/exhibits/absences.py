"""Why verdicts are missing, in words: the same on every lead, card, notice and list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from pop_analysis.exhibits.quantities import Scope, scope_of
from pop_analysis.exhibits.wording import signed_later
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined, marked_as
from pop_analysis.measures import coverage
from pop_analysis.measures.coverage import WITH_VERDICTS
from pop_analysis.measures.states import WITHOUT_VERDICT, State, sheets_put_aside, verdicts_put_aside
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

Part = tuple[str, int | None, int]


def why_no_verdict(data: Dataset, words: Words, municipality: str, cycle: str) -> str:
    """Say why a contract has no verdict, year by year, and what of the municipality was put aside.

    >>> from pop_analysis.locale import Words
    >>> why_no_verdict(data, Words(data.model, "en"), "kukes", "2019-2023")
    'Year 2 (September 2020 – September 2021): the monitoring report is public, its verdicts are not on file.'
    """
    states = coverage(data.where(municipality=municipality, cycle=cycle)) if cycle else coverage(data)[:0]
    years = _by_year(data, each_row(states), words)
    if cycle and states.empty:  # the contract itself is not on file
        years = [words("absence.no_year")]
    return joined(" ", [*years, *put_aside_of(data, words, municipality)])


def later_without_verdicts(data: Dataset, words: Words, contract: str, monitoring_year: int) -> str:
    """Say of the years of a contract after ``monitoring_year`` what is on file of them; "" where there are none."""
    states = coverage(data)
    later = states[(states["contract"] == contract) & (states["monitoring_year"] > monitoring_year)]
    return joined(" ", _by_year(data, each_row(later[~later["state"].isin(WITH_VERDICTS)]), words))


def years_without_verdicts(data: Dataset, words: Words, municipality: str, cycle: str) -> list[tuple[str, str]]:
    """Say of each year of a contract which verdicts are missing and why, with the name of what would mend it.

    Nothing of the years with all of them, nor of those in which whatever has none was taken out of the contract.
    """
    states = each_row(coverage(data.where(municipality=municipality, cycle=cycle)))
    told = [(said, _mend({state for state, *_ in parts})) for said, parts in _told(data, states, words)]
    return [(said, mend) for said, mend in told if mend]


def _mend(states: set[str]) -> str:
    """What would mend that verdicts are missing for these reasons; "" where nothing is to be mended."""
    if states <= {State.WITHDRAWN, State.NOT_DUE}:
        return ""
    if states <= {State.WITHDRAWN, State.NOT_DUE, State.NOT_VERIFIABLE}:
        return "evidence"
    if states <= {State.WITHDRAWN, State.NOT_DUE, State.NOT_VERIFIABLE, State.PUT_ASIDE, State.NOT_KNOWN}:
        return "findings"
    return "verdicts"


def put_aside_of(data: Dataset, words: Words, municipality: str) -> list[str]:
    """Say what the reader put aside of a municipality without knowing which contract, priority or year it is about."""
    aside = data.put_aside[data.put_aside["municipality"] == municipality]
    verdicts = verdicts_put_aside(data)
    unclear = verdicts["contract"].isna() | verdicts["monitoring_year"].isna()
    unclear |= ~verdicts["contract"].isin(data.whole["contracts"]["contract"])
    counts = {
        "contracts": int((aside["table"] == "contracts").sum()),
        "assessments": int((unclear & (verdicts["municipality"] == municipality)).sum()),
        "sheets": int(sheets_put_aside(data).get(municipality, 0)),
    }
    scope = Scope(municipality=municipality)
    return [
        words(f"absence.aside.{what}", n=scope.of(of=what)("put_aside_unclear", n)) for what, n in counts.items() if n
    ]


def _by_year(data: Dataset, states: Iterable[dict[str, Any]], words: Words) -> list[str]:
    return [said for said, _ in _told(data, states, words)]


def _told(data: Dataset, states: Iterable[dict[str, Any]], words: Words) -> list[tuple[str, tuple[Part, ...]]]:
    """A sentence for the years of which the same is to be said, with what is said; in order of the first."""
    said: dict[tuple[Part, ...], list[dict[str, Any]]] = {}
    for row in states:
        if pd.isna(row["monitoring_year"]):  # what was put aside is told by put_aside_of
            return [] if row["state"] == State.NOT_KNOWN else [(words("absence.no_year"), (("nothing", None, 0),))]
        if parts := tuple(_parts(row)):
            said.setdefault(parts, []).append(row)
    return [(_sentence(data, rows, parts, words), parts) for parts, rows in said.items()]


def _sentence(data: Dataset, rows: list[dict[str, Any]], parts: Iterable[Part], words: Words) -> str:
    years = words.listed(marked_as("date", str(row["monitoring_year"])) for row in rows)
    said = words.listed(_said(part, rows, words) for part in parts)
    only = rows[0]
    months = words.period(only["period_start"], only["period_end"], only["period_precision"])
    if months and len(rows) == 1:
        signed = signed_later(data, words, only)
        key = "absence.signed_later" if signed else "absence.year_months"
        return words(key, years=years, months=months, signed=signed, parts=said)
    return words("absence.year", n=len(rows), years=years, parts=said)


def _said(part: Part, rows: list[dict[str, Any]], words: Words) -> str:
    state, n, of = part
    if n is None:
        return words(f"absence.{state}", n=len(rows))
    scope = scope_of(rows[0])
    told = scope.of(why=state)("without_verdict", n)
    return words(f"absence.counted.{state}", n=told, of=scope("priorities_ever", of))


def _parts(row: dict[str, Any]) -> Iterator[Part]:
    """How many priorities of a contract and year are in which state: the state, the count, of how many.

    What is public is public of the year, not of so many priorities: it has no count. Where every priority is told
    of, nothing of what is public is missing.
    """
    of, judged = int(row["known"]) + int(row["withdrawn"]), row["state"] in WITH_VERDICTS
    nothing = not judged
    for state in WITHOUT_VERDICT:
        n = int(row[state])
        if state is State.PUBLISHED_ONLY and row["public"] and not judged and (n or not of or row[State.PUT_ASIDE]):
            yield str(row["public"]), None, of
        elif n and (judged or state is not State.PUBLISHED_ONLY):
            yield str(state), n, of
        else:
            continue
        nothing = False
    if nothing:
        yield "nothing", None, of
