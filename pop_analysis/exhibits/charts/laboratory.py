"""The scoring laboratory: the reader moves what "partially" is worth and sees which statements hold.

Every index is a straight line in that worth, so that its values at 0 and at 1 are all the page needs: no kernel.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Choice, Laboratory, LaboratoryWords, Passage, Position, Statement, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import surroundings
from pop_analysis.exhibits.quantities import Scope, of_term
from pop_analysis.exhibits.statements import KEYS, known_places, note_on_pairs, statement_text, statements_shown
from pop_analysis.exhibits.wording import cycles_phrase
from pop_analysis.locale import Words
from pop_analysis.measures import assessments_compared, once, sensitivity
from pop_analysis.measures.comparison.sensitivity import AGGREGATE, MISSING, PARTIAL, ROUNDING_ERROR, WEIGHTING
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

STEPS = 20
CHOICES = {"weighting": WEIGHTING, "missing": MISSING, "aggregate": AGGREGATE}


def laboratory(
    data: Dataset, cycles: Sequence[str], monitoring_year: int | None = None, *, language: str | None = None
) -> Laboratory | Passage:
    """Make the control with which a reader moves what "partially" is worth.

    ``cycles`` and ``monitoring_year`` as in :func:`~pop_analysis.sensitivity`, whose statements these are.

    Examples
    --------
    >>> pop.exhibits.laboratory(invented, ["2019-2023"], language="en").headline
    'What is “partially” worth? Statements that hold at every value: 0 of 2.'
    """
    words = Words(data.model, language)
    grid, left_out = statements_shown(
        sensitivity(data, cycles, monitoring_year, partial=(0.0, 1.0), only_neighbours=True)
    )
    if grid.empty:
        return notice(words("lab.none", cycle=cycles_phrase(words, cycles)))
    statements = [
        _statement(rows, data, words, of_term(cycles, monitoring_year))
        for _, rows in grid.groupby(KEYS, dropna=False, sort=False)
    ]
    always = sum(all(holds(statement, worth) for worth in (0.0, 0.5, 1.0)) for statement in statements)
    assessments = assessments_compared(data, cycles, monitoring_year)
    judged = assessments[assessments["status"].isin(data.model.levels)]
    scope = of_term(cycles, monitoring_year)
    subtitle = {
        "n": scope("assessed", len(once(judged))),
        "cycle": cycles_phrase(words, cycles),
        **known_places(data, judged, cycles, scope),
    }
    note = note_on_pairs(words, words("lab.note"), left_out, scope)
    return Laboratory(
        id="laboratory",
        label=words("lab.label"),
        values=[Position(step / STEPS, words.percent(step / STEPS)) for step in range(STEPS + 1)],
        ends=(words("lab.low"), words("lab.high")),
        choices=[
            Choice(words(f"lab.{name}.label"), [words(f"lab.{name}.{option}") for option in options])
            for name, options in CHOICES.items()
        ],
        statements=statements,
        table=_table(statements, words),
        words=LaboratoryWords(
            holds=words("lab.holds"),
            breaks=words("lab.breaks"),
            tally=words("lab.tally", value="$value", count="$count", of="$of"),  # the page fills these in
            decimal=words("unit.separators")[0],
        ),
        **surroundings(
            data,
            words,
            "lab",
            {"n": scope("statements_always", always), "of": scope("statements_tried", len(statements))},
            subtitle,
            note,
            sources=judged["source"],
        ),
    )


def holds(statement: Statement, worth: float, case: int = 0) -> bool:
    """Whether a statement holds when a partial fulfilment is worth ``worth``."""
    left, left_end, right, right_end = statement.cases[case]
    difference = (left - right) + worth * ((left_end - right_end) - (left - right))
    return difference > ROUNDING_ERROR or (statement.closed and difference >= -ROUNDING_ERROR)


def _statement(rows: pd.DataFrame, data: Dataset, words: Words, scope: Scope) -> Statement:
    first = rows.iloc[0]
    ends = {
        (row["weighting"], row["missing"], row["aggregate"], row["partial"]): (row["left"], row["right"])
        for row in each_row(rows)
    }
    cases = []
    for weighting, missing, aggregate in product(*CHOICES.values()):
        # What compares two municipalities does not depend on how the network is put together.
        way = aggregate if (weighting, missing, aggregate, 0.0) in ends else first["aggregate"]
        low, high = (_ends(ends, weighting, missing, way, worth) for worth in (0.0, 1.0))
        cases.append((_exact(low[0]), _exact(high[0]), _exact(low[1]), _exact(high[1])))
    kind = first["kind"]
    return Statement(
        statement_text(first, data, words, scope), cases, closed=kind == "half", turned=kind == "theme_below"
    )


def _exact(value: float) -> float:
    """Without the noise of the last digits, and far finer than any two indices differ."""
    return round(value, 12)


def _ends(ends: dict[Any, Any], weighting: str, missing: str, aggregate: Any, worth: float) -> tuple[float, float]:
    for key, value in ends.items():
        same = key[2] == aggregate or (key[2] != key[2] and aggregate != aggregate)
        if (key[0], key[1], key[3]) == (weighting, missing, worth) and same:
            return float(value[0]), float(value[1])
    raise KeyError((weighting, missing, aggregate, worth))


def _table(statements: Sequence[Statement], words: Words) -> Table:
    columns = [("statement", words("column.claim")), ("holds", words("column.holds"))]
    columns += [(f"worth_{round(100 * worth)}", words.percent(worth)) for worth in PARTIAL]
    rows: list[list[Entry | str]] = []
    for statement in statements:
        held = [holds(statement, worth) for worth in PARTIAL]
        signs = [Entry("✓" if held_here else "✗", int(held_here)) for held_here in held]
        rows.append([statement.text, _range(statement, words), *signs])
    return Table.of(columns, rows)


def _range(statement: Statement, words: Words) -> str:
    """For which worths of "partially" a statement holds, in words."""
    at_ends = holds(statement, 0.0), holds(statement, 1.0)
    left, left_end, right, right_end = statement.cases[0]
    start, end = left - right, left_end - right_end
    if all(at_ends):
        return words("lab.always")
    if not any(at_ends):
        return words("lab.never")
    value = f"{words.number(round(abs(100 * start / (start - end)), 1))}%"
    if end > start:
        return words("lab.from" if statement.closed else "lab.above", value=value)
    return words("lab.until" if statement.closed else "lab.below", value=value)
