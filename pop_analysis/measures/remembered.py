"""What a measure gave for a data set is computed once: exhibits of one page, and pages of one run, ask for the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from pop_analysis.reading import Dataset
from pop_analysis.reading.tables import holds_the_same

Asked = ParamSpec("Asked")
Given = TypeVar("Given")


def remembered(measure: Callable[Concatenate[Dataset, Asked], Given]) -> Callable[Concatenate[Dataset, Asked], Given]:
    """Compute ``measure`` once for the same data and the same question.

    What it gives must depend on data sets and the other arguments only. Frames and series
    are handed out as copies that pandas makes real when somebody writes into them; anything else must be immutable.
    A data set whose tables somebody has changed is computed anew, and so is a question asked with a frame.

    >>> @remembered
    ... def rows(data: Dataset, table: str) -> pd.DataFrame:
    ...     print("computed")
    ...     return data[table]
    >>> from pop_analysis.model import load_model
    >>> data = Dataset({}, load_model())
    >>> len(rows(data, "members")), len(rows(data, "members"))
    computed
    (0, 0)
    """

    @wraps(measure)
    def asked(data: Dataset, /, *about: Asked.args, **more: Asked.kwargs) -> Given:
        question = [measure, *about, *more.items()]
        about_data = [each for each in (data, *about) if isinstance(each, Dataset)]
        origins = [each.tables.origin for each in about_data]
        key = tuple(map(_fixed, question))
        if data.tables.origin is None or None in origins or not _hashable(key):
            return measure(data, *about, **more)
        memory = data.tables.origin.remembered
        if (known := memory.get(key)) is None or not known.is_of(about_data):
            memory[key] = known = _Answer(about_data, _handed(measure(data, *about, **more)))
        given: Given = _handed(known.given)
        return given

    return asked


class _Answer:
    """What a measure gave, and what beside the tables it may have looked at."""

    def __init__(self, about: list[Dataset], given: Any) -> None:
        self.given = given
        self._beside = [(data.model, *(frame.copy(deep=False) for frame in _frames_of(data))) for data in about]

    def is_of(self, about: list[Dataset]) -> bool:
        return all(
            data.model is model and all(map(holds_the_same, _frames_of(data), frames))
            for data, (model, *frames) in zip(about, self._beside, strict=True)
        )


def _frames_of(data: Dataset) -> list[pd.DataFrame]:
    return [data.findings, data.provenance]


def _fixed(value: Any) -> Any:
    if isinstance(value, Dataset):
        return value.tables.origin
    return tuple(map(_fixed, value)) if isinstance(value, list | tuple) else value


def _hashable(key: Any) -> bool:
    """Not with a frame in it: nobody can tell whether it is the one asked with before."""
    try:
        hash(key)
    except TypeError:
        return False
    return True


def _handed(result: Any) -> Any:
    return result.copy(deep=False) if isinstance(result, pd.DataFrame | pd.Series) else result
