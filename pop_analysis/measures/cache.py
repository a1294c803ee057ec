"""What a measure gave for a data set is computed once: exhibits of one page, and pages of one run, ask for the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, overload

import pandas as pd

from pop_analysis.reading import Dataset
from pop_analysis.reading.frames import Cut, Keys, Origin, Tables, holds_the_same

Asked = ParamSpec("Asked")
Given = TypeVar("Given")
Measure = Callable[Concatenate[Dataset, Asked], Given]


@overload
def cached(measure: Measure[Asked, Given], /) -> Measure[Asked, Given]: ...


@overload
def cached(*, partition_by: Sequence[str]) -> Callable[[Measure[Asked, Given]], Measure[Asked, Given]]: ...


def cached(measure: Any = None, /, *, partition_by: Sequence[str] = ()) -> Any:
    """Compute ``measure`` once for the same data and the same question.

    What it gives must depend on data sets and the other arguments only. Frames and series
    are handed out as copies that pandas makes real when somebody writes into them; anything else must be immutable.
    A data set whose tables somebody has changed is computed anew, and so is a question asked with a frame.

    ``partition_by`` names columns whose values make parts that know nothing of each other: then what ``measure`` gives
    for ``data.where(municipality="fier")`` are the rows of Fier of what it gives for ``data``, and is taken from there.
    A thousand pages then cost the measure once, not a thousand times.

    >>> @cached
    ... def rows(data: Dataset, table: str) -> pd.DataFrame:
    ...     print("computed")
    ...     return data[table]
    >>> from pop_analysis.model import load_model
    >>> data = Dataset({}, load_model())
    >>> len(rows(data, "members")), len(rows(data, "members"))
    computed
    (0, 0)
    """
    if measure is None:
        return partial(_remembering, partition_by=frozenset(partition_by))
    return _remembering(measure)


def _remembering(measure: Callable[..., Any], partition_by: frozenset[str] = frozenset()) -> Callable[..., Any]:
    def answer(data: Dataset, about: Sequence[Any], more: Mapping[str, Any]) -> _Answer | None:
        """What is remembered, or will be from now on; None where nothing may be."""
        about_data = [data, *(each for each in about if isinstance(each, Dataset))]
        key = (measure, *map(_fixed, about), *map(_fixed, more.items()))
        if None in (origins := [each.tables.origin for each in about_data]) or not _hashable(key):
            return None
        memory = origins[0].remembered  # type: ignore[union-attr]  # None was looked for
        if (known := memory.get(key)) is None or not known.is_of(about_data):
            given = from_the_whole(data, about, more) if partition_by else None
            memory[key] = known = _Answer(about_data, measure(data, *about, **more) if given is None else given)
        return known

    def from_the_whole(data: Dataset, about: Sequence[Any], more: Mapping[str, Any]) -> pd.DataFrame | None:
        origin = data.tables.origin
        if not isinstance(origin, Cut) or not (own := tuple(key for key in origin.keys if key[0] in partition_by)):
            return None
        others = tuple(key for key in origin.keys if key[0] not in partition_by)
        whole = answer(data.with_tables(Tables(origin.whole.where(others) if others else origin.whole)), about, more)
        return whole.rows(own) if whole is not None else None

    @wraps(measure)
    def asked(data: Dataset, /, *about: Any, **more: Any) -> Any:
        known = answer(data, about, more)
        return measure(data, *about, **more) if known is None else _handed(known.given)

    return asked


class _Answer:
    """What a measure gave, and what beside the tables it may have looked at."""

    def __init__(self, about: list[Dataset], given: Any) -> None:
        self.given = _handed(given)
        self._parts: Origin | None = None
        self._beside = [(data.model, *(frame.copy(deep=False) for frame in _frames_of(data))) for data in about]

    def is_of(self, about: list[Dataset]) -> bool:
        return all(
            data.model is model and all(map(holds_the_same, _frames_of(data), frames))
            for data, (model, *frames) in zip(about, self._beside, strict=True)
        )

    def rows(self, keys: Keys) -> pd.DataFrame | None:
        """Give the rows with these values, numbered anew if rows are numbered; None if it has no such columns."""
        if not isinstance(self.given, pd.DataFrame) or not {column for column, _ in keys} <= set(self.given.columns):
            return None
        self._parts = self._parts or Origin({"": self.given})
        rows = self._parts.cut("", keys)
        if isinstance(self.given.index, pd.RangeIndex):
            rows.index = pd.RangeIndex(len(rows))
        return rows


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
