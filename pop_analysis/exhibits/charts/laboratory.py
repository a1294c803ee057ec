"""The scoring laboratory: the reader moves what "partially" is worth and sees which statements hold.

Every index is a straight line in that worth, so that its values at 0 and at 1 are all the page needs: no kernel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Block, Entry, Passage, Span, Table, sources_json
from pop_analysis.exhibits.statements import KEYS, known_places, note_on_pairs, spoken, statement_text
from pop_analysis.exhibits.wording import cycles_phrase, source_spans, synthetic_mark
from pop_analysis.locale import Words
from pop_analysis.measures import assessments_compared, sensitivity
from pop_analysis.measures.sensitivity import AGGREGATE, MISSING, PARTIAL, ROUNDING_ERROR, WEIGHTING
from pop_analysis.reading import Dataset
from pop_analysis.reading.frames import each_row

STEPS = 20
CHOICES = {"weighting": WEIGHTING, "missing": MISSING, "aggregate": AGGREGATE}
USUAL = ("priority", "left_out", "pooled")
Case = tuple[float, float, float, float]


@dataclass(frozen=True)
class Statement:
    """A statement with the two indices it compares, left and right, at both ends of the scale, for every choice.

    ``cases``: (left at 0, left at 1, right at 0, right at 1), in the order of the choices' options; it holds where
    left > right, and where they are equal only if ``closed``. ``turned``: it speaks of the right one, which the page
    then names first.
    """

    text: str
    closed: bool
    turned: bool
    cases: Sequence[Case]

    def holds(self, worth: float, case: int = 0) -> bool:
        """Whether it holds when a partial fulfilment is worth ``worth``."""
        left, left_end, right, right_end = self.cases[case]
        difference = (left - right) + worth * ((left_end - right_end) - (left - right))
        return difference > ROUNDING_ERROR or (self.closed and difference >= -ROUNDING_ERROR)

    def to_json(self) -> dict[str, Any]:
        cases = [list(case) for case in self.cases]
        return {"text": self.text, "closed": self.closed, "turned": self.turned, "cases": cases}


@dataclass(frozen=True, repr=False)
class Laboratory(Block):
    """A control, choices, statements that hold or break, and the static table of the usual way of counting.

    ``values`` are the positions of the control with their texts; ``ends`` says what its two ends mean; ``choices``
    are (label, options), the first option the usual one; ``words`` are the texts of what changes.

    Examples
    --------
    >>> pop.exhibits.laboratory(invented, ["2019-2023"], language="en").label
    'A partially addressed priority is worth'
    """

    id: str
    headline: str
    subtitle: str
    label: str
    values: Sequence[tuple[float, str]]
    ends: tuple[str, str]
    choices: Sequence[tuple[str, Sequence[str]]]
    statements: Sequence[Statement]
    table: Table
    note: str = ""
    sources: Sequence[Span] = ()
    words: dict[str, str] = field(default_factory=dict)

    @property
    def frame(self) -> pd.DataFrame:
        """The table's values as a frame."""
        return self.table.to_frame()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": "laboratory",
            "id": self.id,
            "headline": self.headline,
            "subtitle": self.subtitle,
            "label": self.label,
            "values": [{"value": value, "text": text} for value, text in self.values],
            "ends": list(self.ends),
            "choices": [{"label": label, "options": list(options)} for label, options in self.choices],
            "statements": [statement.to_json() for statement in self.statements],
            "note": self.note,
            "sources": sources_json(self.sources),
            "words": self.words,
            "table": self.table.to_json(),
        }

    def to_html(self) -> str:
        """The static table; only a published page has the control."""
        return self.table.to_html(self.headline)

    def __repr__(self) -> str:
        return f"{self.headline}\n{self.table.to_frame().to_string(index=False)}"


def laboratory(
    data: Dataset, cycles: Sequence[str], monitoring_year: int | None = None, language: str = "sq"
) -> Laboratory | Passage:
    """Let the reader of a page move what "partially" is worth.

    ``cycles`` and ``monitoring_year`` as in :func:`~pop_analysis.sensitivity`, whose statements these are.

    Examples
    --------
    >>> pop.exhibits.laboratory(invented, ["2019-2023"], language="en").headline
    'What is “partially” worth? Of 10 statements, 2 hold at every value.'
    """
    words = Words(data.model, language)
    grid, left_out = spoken(sensitivity(data, cycles, monitoring_year, partial=(0.0, 1.0), only_neighbours=True))
    if grid.empty:
        return Passage([words("lab.none", cycle=cycles_phrase(words, cycles))], "notice")
    statements = [_statement(rows, data, words) for _, rows in grid.groupby(KEYS, dropna=False, sort=False)]
    always = sum(all(statement.holds(worth) for worth in (0.0, 0.5, 1.0)) for statement in statements)
    assessments = assessments_compared(data, cycles, monitoring_year)
    judged = assessments[assessments["status"].isin([status.id for status in data.model.scale])]
    subtitle = words(
        "lab.subtitle", n=len(judged), cycle=cycles_phrase(words, cycles), **known_places(data, judged, cycles)
    )
    return Laboratory(
        id="laboratory",
        headline=words("lab.headline", n=always, of=len(statements)),
        subtitle=synthetic_mark(data, words, subtitle),
        label=words("lab.label"),
        values=[(step / STEPS, words.percent(step / STEPS)) for step in range(STEPS + 1)],
        ends=(words("lab.low"), words("lab.high")),
        choices=[
            (words(f"lab.{name}.label"), [words(f"lab.{name}.{option}") for option in options])
            for name, options in CHOICES.items()
        ],
        statements=statements,
        table=_table(statements, words),
        note=note_on_pairs(words, words("lab.note"), left_out),
        sources=source_spans(words, judged["source"]),
        words={
            "holds": words("lab.holds"),
            "breaks": words("lab.breaks"),
            "decimal": words("unit.separators")[0],
            # The page fills these in.
            "tally": words("lab.tally", value="$value", count="$count", of="$of"),
        },
    )


def _statement(rows: pd.DataFrame, data: Dataset, words: Words) -> Statement:
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
    return Statement(statement_text(first, data, words), kind == "half", kind == "theme_below", cases)


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
        held = [statement.holds(worth) for worth in PARTIAL]
        signs = [Entry("✓" if holds else "✗", int(holds)) for holds in held]
        rows.append([statement.text, _range(statement, words), *signs])
    return Table(columns, rows)


def _range(statement: Statement, words: Words) -> str:
    """For which worths of "partially" a statement holds, in words."""
    at_ends = statement.holds(0.0), statement.holds(1.0)
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
