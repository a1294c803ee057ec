"""Exhibit 4, for researchers: shares with Wilson's interval, tiers shaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import EDGE, INK, OUTLINE, SOFT, marks, rounded, safe, written
from pop_analysis.exhibits.charts.stacked_bar_chart import (
    Compared,
    arranged,
    share_entry,
    side_by_side_figure,
)
from pop_analysis.exhibits.order import said_of_all
from pop_analysis.exhibits.quantities import limit, of_term
from pop_analysis.exhibits.wording import cycles_phrase, without_shares
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined
from pop_analysis.measures import tiers, told_apart
from pop_analysis.measures.intervals import CONFIDENCE
from pop_analysis.reading import Dataset

APART_ROWS = 0.17  # how far a dot lies above or below the line of its municipality
SHADES = ("#E6EDF3", "#F6F1E7")


def interval_chart(
    data: Dataset, cycles: Sequence[str], monitoring_year: int | None = None, *, language: str | None = None
) -> Drawn:
    """Show of each municipality the two shares with Wilson's 95 % interval, and the tiers that can be told apart.

    ``cycles`` and ``monitoring_year`` as in :func:`~pop_analysis.exhibits.stacked_bar_chart`. Municipalities that may
    not be compared have no tier and no shade.

    Examples
    --------
    >>> pop.exhibits.interval_chart(invented, ["2019-2023"], language="en")
    Pairs of comparable municipalities: 3; with one ahead whatever “partially” is worth: 0; told apart
    as a tendency (95%): 0.
    38 priorities judged of 42 · contracts 2019–2023 · last year with verdicts (September 2022 – September
    2023) · Wilson's 95% interval · invented data
    """
    words = Words(data.model, language)
    rows = tiers(data, cycles, monitoring_year).sort_values(["panel", "tier"], kind="stable")
    if rows.empty:
        return notice(words("comparison.none", cycle=cycles_phrase(words, cycles)))
    compared = arranged(rows, data, words, of_term(cycles, monitoring_year))
    headline = _headline(data, cycles, monitoring_year, words)
    chart = side_by_side_figure(
        compared,
        list(_traces(compared, data, words)),
        words,
        _tier_names(compared, words),
        shapes=list(_shades(compared)),
    )
    return exhibit(
        data,
        words,
        "apart",
        chart,
        _table(compared, data, words),
        name="dot-plot",
        headline=headline,
        subtitle=compared.about(cycles, words) | {"level": _level(words)},
        note=joined(
            " ",
            [
                said_of_all(data, cycles, monitoring_year, words),
                without_shares(data, words, rows, "stacked.left_out"),
                words("apart.note"),
            ],
        ),
        sources=compared.sources,
    )


def _headline(data: Dataset, cycles: Sequence[str], monitoring_year: int | None, words: Words) -> str:
    pairs = told_apart(data, cycles, monitoring_year)
    if pairs.empty:
        return words("apart.headline_one")
    pairs = pairs[pairs["relation"].isin(["ahead", "equal", "not_told_apart"])]
    if pairs.empty:
        return words("apart.headline_none")
    sure = int(((pairs["difference_low"] > 0) | (pairs["difference_high"] < 0)).sum())
    ahead = int((pairs["relation"] == "ahead").sum())
    scope = of_term(cycles, monitoring_year)
    return words(
        "apart.headline",
        n=scope("pairs_ahead", ahead),
        pairs=scope("pairs", len(pairs)),
        sure=scope("pairs_sure", sure),
        level=_level(words),
    )


def _level(words: Words) -> str:
    return words.percent(limit("confidence", CONFIDENCE))


def _traces(compared: Compared, data: Dataset, words: Words) -> Iterator[dict[str, Any]]:
    looks = (
        ("top", "circle", data.model.best.colour, -APART_ROWS),
        ("addressed", "diamond", INK, APART_ROWS),
    )
    lines = [line for line in compared.lines if line.counts["headline"]]
    for name, symbol, colour, offset in looks:
        share = [float(line.counts[f"share_{name}"]) for line in lines]
        low = [float(line.counts[f"{name}_wilson_low"]) for line in lines]
        high = [float(line.counts[f"{name}_wilson_high"]) for line in lines]
        label = words(f"range.{name}")
        yield marks(
            safe(f"{label}, {words('apart.interval', level=_level(words))}"),
            [(rounded(each), rounded(line.y + offset)) for each, line in zip(share, lines, strict=True)],
            {"symbol": symbol, "size": 10, "color": colour, "line": EDGE},
            f"%{{customdata[0]}}<br>{safe(label)}: %{{x:.0%}} (%{{customdata[1]}} – %{{customdata[2]}})",
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [rounded(end - each) for end, each in zip(high, share, strict=True)],
                "arrayminus": [rounded(each - end) for end, each in zip(low, share, strict=True)],
                "color": OUTLINE,
                "thickness": 1.5,
                "width": 4,
            },
            cliponaxis=False,
            customdata=[
                [safe(line.name), safe(words.percent(a)), safe(words.percent(b))]
                for line, a, b in zip(lines, low, high, strict=True)
            ],
        )


def _groups(compared: Compared) -> Iterator[tuple[int, float, float]]:
    """The tiers from top to bottom: number, first and last line."""
    lines = [line for line in compared.lines if pd.notna(line.counts["tier"])]
    for (_, tier), members in groupby(lines, key=lambda line: (line.counts["panel"], line.counts["tier"])):
        places = [line.y for line in members]
        yield int(tier), places[0], places[-1]


def _shades(compared: Compared) -> Iterator[dict[str, Any]]:
    for tier, first, last in _groups(compared):
        yield {
            "type": "rect",
            "layer": "below",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": rounded(first - 0.5),
            "y1": rounded(last + 0.5),
            "fillcolor": SHADES[(tier - 1) % len(SHADES)],
            "line": {"color": SOFT, "width": 0.5},
            "name": f"tier-{tier}",
        }


def _tier_names(compared: Compared, words: Words) -> Iterator[dict[str, Any]]:
    for tier, first, _ in _groups(compared):
        corner = {"xref": "paper", "xanchor": "right", "yref": "y", "yanchor": "top", "yshift": 2}
        name = f"<i>{safe(words('apart.tier', tier=tier))}</i>"
        yield written(1, first - 0.5, name) | corner | {"font": {"size": 11, "color": SOFT}}


def _table(compared: Compared, data: Dataset, words: Words) -> Table:
    columns = [("municipality", words("column.municipality")), ("tier", words("column.tier"))]
    columns += [(data.model.best.id, words("range.top")), ("addressed", words("range.addressed"))]
    columns.append(("assessed", words("column.assessed")))
    names = []
    for name in ("top", "addressed"):
        label = words(f"range.{name}")
        columns.append((f"share_{name}", f"{label}: {words('column.share').lower()}"))
        columns.append((f"{name}_wilson_low", f"{label}: {words('column.interval_from')}"))
        columns.append((f"{name}_wilson_high", f"{label}: {words('column.interval_to')}"))
        names += [f"share_{name}", f"{name}_wilson_low", f"{name}_wilson_high"]
    rows = []
    for line in compared.lines:
        counts, tier = line.counts, line.counts["tier"]
        row: list[Entry | str] = [line.name, Entry(words.number(tier) or "–", tier)]
        row += [
            Entry(str(each), int(each))
            for each in (counts[data.model.best.id], counts["addressed"], counts["assessed"])
        ]
        row += [share_entry(counts, name, words) for name in names]
        rows.append(row)
    return Table.of(columns, rows, frozenset(name for name, _ in columns[1:]))
