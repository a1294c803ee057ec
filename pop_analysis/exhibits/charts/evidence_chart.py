"""Exhibit 14: how much can be looked up behind each verdict: pieces of evidence by kind, none outlined."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import (
    BLUE,
    EDGE,
    INK,
    INSIDE,
    LIGHT,
    OUTLINE,
    PAPER,
    bare_axis,
    bars,
    figure,
    legend,
    row_axis,
    safe,
    written,
)
from pop_analysis.exhibits.quantities import Scope, example
from pop_analysis.exhibits.rows import Columns, number_in, table_of
from pop_analysis.exhibits.wording import cycles_phrase, in_chart, in_language, priority_label, subject_of
from pop_analysis.locale import Words
from pop_analysis.measures import evidence_counts
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row, first_of_each

ROW_PX = 42
OTHER = "other"
Rows = list[dict[str, Any]]
# Colour, ink and pattern of the families in their declared order: told apart in grey and for colour-blind readers.
LOOKS = ((BLUE, "#FFFFFF", ""), (LIGHT, INK, ""), (PAPER, INK, "/"), ("#D6D3D1", INK, "."), (PAPER, INK, ""))


def evidence_chart(data: Dataset, municipality: str, cycle: str, *, language: str | None = None) -> Drawn:
    """Show for every priority of a contract how many pieces of evidence are on file, and of which kinds.

    A priority with none is outlined with a dashed line. Gives a notice when no priority is on file.

    Examples
    --------
    >>> pop.exhibits.evidence_chart(data, "fier", "2019-2023", language="en")
    Fier, priorities with evidence on file: 1 of 5, 1 piece in all.
    5 priorities on file · contract 2019–2023
    """
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    counts = each_row(evidence_counts(own))
    subject = subject_of(data, words, municipality)
    if not counts:
        return notice(words("evidence.none", place=subject, cycle=cycles_phrase(words, [cycle])))
    counts = [row | {"family": _family(row["kind"], words)} for row in counts]
    priorities = list(first_of_each("priority", counts).values())
    with_some, pieces = len({row["priority"] for row in counts if row["pieces"]}), sum(row["pieces"] for row in counts)
    scope = Scope(municipality=municipality, cycle=cycle)
    on_file = scope("priorities_on_file", len(priorities))
    return exhibit(
        data,
        words,
        "evidence",
        _figure(counts, priorities, words),
        _table(counts, priorities, words),
        name="evidence-bars",
        headline={
            "n": scope("priorities_with_evidence", with_some),
            "place": subject,
            "of": on_file,
            "pieces": words("evidence.pieces", n=scope("pieces_of_evidence", pieces)),
        },
        subtitle={"n": on_file, "cycle": cycles_phrase(words, [cycle])},
        note={"none": example(0)},
        sources=own["evidence"]["url"],
    )


def _family(kind: Any, words: Words) -> str:
    if pd.isna(kind):
        return ""
    term = words.model.lists["evidence_kinds"].get(kind)
    family = term.extra.get("family", OTHER) if term else OTHER
    return family if family in words.model.lists.get("evidence_families", {}) else OTHER


def _families(counts: Rows, words: Words) -> list[str]:
    known = [*words.model.lists.get("evidence_families", {}), OTHER]
    return [family for family in known if any(row["family"] == family for row in counts)]


def _family_name(family: str, words: Words) -> str:
    return words("evidence.other_family") if family == OTHER else words.label("evidence_families", family)


def _figure(counts: Rows, priorities: Rows, words: Words) -> dict[str, Any]:
    place = {row["priority"]: at for at, row in enumerate(priorities)}
    totals = Counter(dict.fromkeys(place, 0))
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in counts:
        sums[row["family"]][row["priority"]] += int(row["pieces"])
        totals[row["priority"]] += int(row["pieces"])
    known = [*words.model.lists.get("evidence_families", {}), OTHER]
    traces = []
    for family in _families(counts, words):
        colour, ink, pattern = LOOKS[min(known.index(family), len(LOOKS) - 1)]
        own = dict(sorted(sums[family].items()))
        name = _family_name(family, words)
        fill = {"shape": pattern, "fgcolor": "#B8B2AC", "bgcolor": colour, "size": 7, "solidity": 0.2}
        traces.append(
            bars(
                safe(name),
                list(own.values()),
                [place[key] for key in own],
                {"color": colour, "line": EDGE, "pattern": fill},
                f"{safe(name)}: %{{x}}",
                width=0.56,
                text=[words.number(n) for n in own.values()],
                textfont={"color": ink},
                **INSIDE,
            )
        )
    empty = [place[key] for key, total in totals.items() if total == 0]
    longest = max(4, *totals.values())
    return figure(
        traces,
        words,
        ROW_PX * len(place) + 96,
        barmode="stack",
        showlegend=bool(traces),
        legend=legend(above=False, traceorder="normal"),
        margin={"t": 6, "b": 64, "r": 16},
        shapes=[_nothing(at) for at in empty],
        annotations=[written(0, at, "0", xshift=13) | {"font": {"size": 12, "color": INK}} for at in empty],
        xaxis=bare_axis(range=[0, longest + 0.3], showticklabels=False),
        yaxis=row_axis([_title(row, words) for row in priorities], 0.55, 0.45),
    )


def _nothing(at: int) -> dict[str, Any]:
    line = {"color": OUTLINE, "width": 1, "dash": "dot"}
    wide = {"xsizemode": "pixel", "xanchor": 0, "x0": 0, "x1": 26}
    return {"type": "rect", "name": "none", **wide, "y0": at - 0.28, "y1": at + 0.28, "line": line}


def _title(row: dict[str, Any], words: Words) -> str:
    return safe(f"{priority_label(row)} {in_chart(words, row, 'title', 56)}".strip(), 32)


def _table(counts: Rows, priorities: Rows, words: Words) -> Table:
    def kinds(row: dict[str, Any]) -> str:
        own = [each for each in counts if each["priority"] == row["priority"] and each["pieces"]]
        return "; ".join(f"{words.label('evidence_kinds', each['kind'])}: {each['pieces']}" for each in own)

    sums = {name: Counter[str]() for name in ("pieces", "linked")}
    for each in counts:
        for name, of in sums.items():
            of[each["priority"]] += int(each[name])
    columns: Columns = [
        ("number", priority_label),
        ("priority", lambda row: in_language(words, row, "title")),
        *((name, number_in(name, words)) for name in sums),
        ("kind", kinds),
    ]
    rows = (row | {name: of[row["priority"]] for name, of in sums.items()} for row in priorities)
    return table_of(rows, columns, words, set(sums))
