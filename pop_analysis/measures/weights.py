"""What a priority counts for, when not all count the same: by priority, by theme, or by a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from pop_analysis.choices import WrongUse, among, in_one_line, not_known
from pop_analysis.model.text import spelling
from pop_analysis.reading import Dataset

Weights: TypeAlias = "Mapping[str, float] | pd.Series | str"
"""Priority → weight, theme (key or label) → weight, or the name of a column of numbers."""


def weighed(data: Dataset, assessments: pd.DataFrame, weights: Weights) -> pd.Series:
    """Return what each row of a panel counts for (float64, along its index).

    Nothing is supposed: every row has its weight, a number from 0 up, or what lacks one is named.

    >>> weighed(data, pop.panel(data).head(4), {"transparency-participation": 1, "youth": 2}).tolist()
    [1.0, 1.0, 1.0, 2.0]
    """
    if isinstance(weights, str):
        numbers = assessments.select_dtypes("number").columns
        (of,) = among("column of numbers", weights, numbers)
        found = assessments[of].astype("float64")
        return _checked(found, assessments["priority"])
    if not hasattr(weights, "items") or not len(weights):
        raise WrongUse(
            f"weights are given by priority, by theme or as a column of numbers, not as {in_one_line(weights)}."
        )
    themes = data.model.spellings["themes"]
    named = [(str(key), _number(key, value)) for key, value in weights.items()]
    by_theme = all(spelling(key) in themes for key, _ in named)
    keys = [themes[spelling(key)] if by_theme else key for key, _ in named]
    if twice := [key for key, often in Counter(keys).items() if often > 1]:
        raise WrongUse(f"“{twice[0]}” is given more than one weight.")
    given = dict(zip(keys, (value for _, value in named), strict=True))
    if by_theme:
        of = "theme"
    else:
        of, known = "priority", sorted(data.whole["priorities"]["priority"])
        if unknown := [key for key in given if key not in set(known)]:
            raise WrongUse(not_known("priority or theme", unknown[0], [*data.model.lists["themes"], *known]))
    return _checked(assessments[of].map(given).astype("float64"), assessments[of].fillna(assessments["priority"]))


def _number(key: Any, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise WrongUse(f"the weight of “{key}” is a number, not {in_one_line(value)}.") from error


def _checked(found: pd.Series, names: pd.Series) -> pd.Series:
    if len(without := names[found.isna()].drop_duplicates()):
        more = f" and {len(without) - 1} others" if len(without) > 1 else ""
        raise WrongUse(f"no weight is given for “{without.iloc[0]}”{more}; 0 leaves one out.")
    if not (np.isfinite(found) & (found >= 0)).all():
        raise WrongUse(f"a weight is a number from 0 up, not {found[~(np.isfinite(found) & (found >= 0))].iloc[0]}.")
    return found
