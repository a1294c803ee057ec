"""Exhibit 8: municipalities × themes (or pillars, competences, beneficiaries), "2/3" in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.blocks.blocks import Drawn, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.choices import among
from pop_analysis.exhibits.building import exhibit
from pop_analysis.exhibits.charts.house_style import EDGE, INK, PAPER, column_axis, figure, marks, row_axis, safe
from pop_analysis.exhibits.quantities import example, limit, of_term
from pop_analysis.exhibits.wording import cycles_phrase, place_name, typed, typed_within
from pop_analysis.locale import Words
from pop_analysis.measures import assessments_compared, by_theme, once
from pop_analysis.measures.comparison.sensitivity import HALF, MIN_N_FOR_THEME, speaks
from pop_analysis.measures.fulfilment import MIN_COVERAGE_FOR_HEADLINE
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row

ROW_PX, TILE_PX = 40, 34
# What priorities are grouped by → the closed list its labels stand in; beneficiaries are typed as text.
LISTS = {"theme": "themes", "pillar": "pillars", "competence": "competences", "beneficiaries": ""}
# Colour stands for a share only from this many judged priorities on (docs/method.md, 10).
MIN_N_FOR_COLOUR = 3
# So many names stand side by side on a phone; more of them lean.
MAX_UPRIGHT_NAMES = 3
MAX_COLUMNS = 16  # of more municipalities each has a row
# Light to dark with the share addressed: readable in grey and for colour-blind readers.
STEPS = ((0.34, "#EAF3FB", INK), (0.67, "#A9CFEE", INK), (1.01, "#2F6F9F", "#FFFFFF"))


def theme_heat_chart(
    data: Dataset,
    cycles: Sequence[str],
    monitoring_year: int | None = None,
    *,
    by: str = "theme",
    language: str | None = None,
) -> Drawn:
    """Show by municipality and theme how many of the judged priorities were addressed.

    ``by`` is ``theme``, ``pillar``, ``competence`` or ``beneficiaries`` (where a priority counts in each group it is
    for).

    Of the contracts of ``cycles``, in one monitoring year or each contract's last with a verdict. An empty
    cell means that the contract has no priority in the theme, which is not zero.

    Examples
    --------
    >>> pop.exhibits.theme_heat_chart(invented, ["2019-2023"], language="en")
    There is no theme with at least 5 priorities judged in which fewer than half of them were addressed,
    by two verdicts or more.
    38 priorities judged · contracts 2019–2023 · last year with verdicts · invented data
    """
    words = Words(data.model, language)
    assessments = assessments_compared(data, list(cycles), monitoring_year)
    (by,) = among("kind of theme", by, LISTS)
    cells = by_theme(data, assessments=assessments, by=by).rename(columns={by: "theme"})
    cells = cells[cells["assessed"] > 0]
    if cells.empty:
        key = "heat.none" if len(assessments) else "comparison.none"
        kinds = words(f"heat.kinds.{by}", n=0)
        return notice(words(key, cycle=cycles_phrase(words, cycles), kinds=kinds))
    places = sorted(cells["municipality"].unique(), key=lambda each: words.sort_key(place_name(data, words, each)))
    known = data.model.lists.get(LISTS[by]) or sorted(cells["theme"].unique(), key=words.sort_key)
    labels = {theme: words.label(LISTS[by], theme) if LISTS[by] else typed_within(words, theme) for theme in known}
    labels = {theme: label for theme, label in labels.items() if (cells["theme"] == theme).any()}
    named = assessments["status"].isin(data.model.levels) & assessments[by].notna()
    scope = of_term(cycles, monitoring_year).of(by=by)
    of_all = once(assessments)  # in the whole a promise of several counts once
    judged = len(once(assessments[named]))
    gaps = _gaps(by_theme(data, assessments=of_all, by=by).rename(columns={by: "theme"}), labels, words)
    kinds = words(f"heat.kinds.{by}", n=scope("groups_behind", len(gaps)))
    key = "heat.headline" if gaps else "heat.headline_none"
    headline = words(key, kinds=kinds, themes=words.listed(gaps), enough=limit("theme", MIN_N_FOR_THEME))
    return exhibit(
        data,
        words,
        "heat",
        _figure(cells, places, labels, data, words),
        _table(cells, places, labels, by, data, words),
        name=f"{by}-heat",
        headline=headline,
        subtitle={"n": scope("assessed_in_groups", judged), "cycle": cycles_phrase(words, cycles)},
        note=words(
            "heat.note_groups" if by == "beneficiaries" else "heat.note",
            enough=limit("colour", MIN_N_FOR_COLOUR),
            coverage=words.percent(limit("coverage", MIN_COVERAGE_FOR_HEADLINE)),
            part=example(2),
            whole=example(3),
        ),
    )


def _gaps(cells: pd.DataFrame, labels: dict[str, str], words: Words) -> list[str]:
    """Themes of which it may be said that fewer than half of the priorities were addressed."""
    sums = cells.groupby("theme")[["addressed", "assessed"]].sum()
    low = [row.Index for row in sums.itertuples() if speaks(int(row.addressed), int(row.assessed), HALF)]
    return [f"“{label}”" for label in sorted((labels[theme] for theme in low), key=words.sort_key)]


def _colours(row: dict[str, Any]) -> tuple[str, str]:
    """Fill and ink of a cell; none where too few were judged, or no share may stand."""
    if row["assessed"] < MIN_N_FOR_COLOUR or pd.isna(row["share_addressed"]):
        return PAPER, INK
    return next((fill, ink) for limit, fill, ink in STEPS if row["share_addressed"] < limit)


def _figure(
    cells: pd.DataFrame,
    places: list[str],
    labels: dict[str, str],
    data: Dataset,
    words: Words,
) -> dict[str, Any]:
    themes = list(labels)
    rows = each_row(cells)
    colours = [_colours(row) for row in rows]
    names = [safe(place_name(data, words, place)) for place in places]
    # Many municipalities stand one below the other: there is room for so many rows, not for so many columns.
    turned = len(places) > MAX_COLUMNS
    kinds = [safe(label) if turned else safe(label, 24) for label in labels.values()]
    across, down = (kinds, names) if turned else (names, kinds)
    slanted = turned or len(places) > MAX_UPRIGHT_NAMES
    above = 30 + 5 * max(map(len, across)) if slanted else 40
    at = [(places.index(row["municipality"]), themes.index(row["theme"])) for row in rows]
    trace = marks(
        "",
        [(theme, place) for place, theme in at] if turned else at,
        {"symbol": "square", "size": TILE_PX, "color": [fill for fill, _ in colours], "line": EDGE},
        "%{customdata[1]} · %{customdata[0]}: %{text}",
        text=[f"{row['addressed']}/{row['assessed']}" for row in rows],
        textfont={"color": [ink for _, ink in colours], "size": 12},
        customdata=[[safe(labels[row["theme"]]), names[places.index(row["municipality"])]] for row in rows],
    )
    return figure(
        [trace],
        words,
        ROW_PX * len(down) + above,
        margin={"t": above, "b": 4},
        meta={"min_width": 190 + TILE_PX * 1.15 * len(across)},
        xaxis=column_axis(across, tickangle=-55 if slanted else 0),
        yaxis=row_axis(down),
    )


def _table(
    cells: pd.DataFrame, places: list[str], labels: dict[str, str], by: str, data: Dataset, words: Words
) -> Table:
    found = {(row["theme"], row["municipality"]): row for row in each_row(cells)}
    columns = [(by, words(f"column.{by}"))] + [(place, place_name(data, words, place)) for place in places]
    rows = []
    for theme, label in labels.items():
        row: list[Entry | str] = [label if LISTS[by] else typed(words, theme)]
        for place in places:
            cell = found.get((theme, place))
            row.append(words("count_of", count=int(cell["addressed"]), n=int(cell["assessed"])) if cell else "")
        rows.append(row)
    return Table.of(columns, rows)
