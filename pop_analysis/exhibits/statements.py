"""The statements of the sensitivity grid and of the laboratory, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pop_analysis.exhibits.wording import place_name
from pop_analysis.locale import Words
from pop_analysis.reading import Dataset

KEYS = ["kind", "subject", "other"]


def spoken(grid: pd.DataFrame) -> pd.DataFrame:
    """Keep the statements a page speaks of: of the pairs of municipalities only those that follow each other."""
    return grid[(grid["kind"] != "ahead") | grid["neighbours"].fillna(False).astype(bool)].reset_index(drop=True)


def known_places(data: Dataset, judged: pd.DataFrame, cycles: Sequence[str]) -> dict[str, int]:
    """In how many municipalities priorities were judged, of how many that have one of the contracts."""
    contracts = data["contracts"]
    every = contracts.loc[contracts["cycle"].isin(list(cycles)), "municipality"].nunique()
    return {"places": int(judged["municipality"].nunique()), "of": int(every)}


def statement_text(row: Any, data: Dataset, words: Words) -> str:
    """What a row of :func:`~pop_analysis.sensitivity` claims, as a sentence without its full stop."""
    if row["kind"] == "ahead":
        place, other = (place_name(data, words, row[name]) for name in ("subject", "other"))
        return words("grid.ahead", place=place, other=other)
    if row["kind"] == "theme_below":
        theme = words.label("themes", row["subject"])
        return words("grid.theme_below", theme=theme, n=int(row["n"]))
    return words("grid.half")
