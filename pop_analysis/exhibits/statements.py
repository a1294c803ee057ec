"""The statements of the sensitivity grid and of the laboratory, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.wording import place_name
from pop_analysis.locale import Words
from pop_analysis.locale.said import Counted, joined
from pop_analysis.reading import Dataset

KEYS = ["kind", "subject", "other"]


# A page speaks of so many pairs of municipalities; a researcher has them all from pop.sensitivity.
MAX_PAIRS_ON_A_PAGE = 20


def statements_shown(grid: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Keep the statements a page speaks of: of the pairs of municipalities the first that follow each other.

    Returns them, and how many such pairs were left out because they are too many for a page.
    """
    pairs = grid[grid["neighbours"].fillna(False).astype(bool)].drop_duplicates(KEYS)
    kept = pd.MultiIndex.from_frame(pairs.head(MAX_PAIRS_ON_A_PAGE)[["subject", "other"]])
    chosen = pd.MultiIndex.from_frame(grid[["subject", "other"]]).isin(kept)
    return grid[(grid["kind"] != "larger") | chosen].reset_index(drop=True), max(0, len(pairs) - MAX_PAIRS_ON_A_PAGE)


def note_on_pairs(words: Words, note: str, left_out: int, scope: Scope) -> str:
    """The note, and how many pairs are not shown, if any."""
    return joined(" ", [note, words("grid.left_out", n=scope("pairs_not_shown", left_out))]) if left_out else note


def known_places(data: Dataset, judged: pd.DataFrame, cycles: Sequence[str], scope: Scope) -> dict[str, Counted]:
    """In how many municipalities priorities were judged, of how many that have one of the contracts."""
    contracts = data["contracts"]
    every = contracts.loc[contracts["cycle"].isin(list(cycles)), "municipality"].nunique()
    places = scope("municipalities_judged", int(judged["municipality"].nunique()))
    return {"places": places, "of": Scope(cycle=list(cycles))("municipalities_with_contract", int(every))}


def statement_text(row: Any, data: Dataset, words: Words, scope: Scope) -> str:
    """What a row of :func:`~pop_analysis.sensitivity` claims, as a sentence without its full stop."""
    if row["kind"] == "larger":
        place, other = (place_name(data, words, row[name]) for name in ("subject", "other"))
        return words("grid.larger", place=place, other=other)
    if row["kind"] == "theme_below":
        theme = words.label("themes", row["subject"])
        return words("grid.theme_below", theme=theme, n=scope.of(theme=row["subject"])("assessed", int(row["n"])))
    return words("grid.half")
