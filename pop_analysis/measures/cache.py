"""What a measure gave for a data set is computed once: exhibits of one page, and pages of one run, ask for the same."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, overload

import pandas as pd

from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.source import Keys, Source, View

Asked = ParamSpec("Asked")
Given = TypeVar("Given")
Measure = Callable[Concatenate[Dataset, Asked], Given]


@overload
def cached(measure: Measure[Asked, Given], /) -> Measure[Asked, Given]: ...


@overload
def cached(*, partition_by: Sequence[str]) -> Callable[[Measure[Asked, Given]], Measure[Asked, Given]]: ...


def cached(measure: Any = None, /, *, partition_by: Sequence[str] = ()) -> Any:
    """Compute ``measure`` once for the same data and the same question.

    Data sets never change, so the same :class:`~pop_analysis.reading.tables.source.Source` is the same data. What a
    measure returns must depend on data sets and the other arguments only. Frames and series are handed out as copies
    that pandas makes real when somebody writes into them; anything else must be immutable. A question asked with a
    frame is computed each time.

    ``partition_by`` names columns whose values make partitions that know nothing of each other: then the result for
    ``data.where(municipality="fier")`` is the rows of Fier of the result for ``data``, and is taken from there.
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
        return partial(_caching, partition_by=frozenset(partition_by))
    return _caching(measure)


def _caching(measure: Callable[..., Any], partition_by: frozenset[str] = frozenset()) -> Callable[..., Any]:
    about_what = list(inspect.signature(measure).parameters.values())[1:]
    names = {each.name for each in about_what}

    def result(data: Dataset, about: Sequence[Any], more: Mapping[str, Any]) -> _Result | None:
        """Return what is in the cache, or will be from now on; None where nothing may be."""
        rest = (more.get(each.name, each.default) for each in about_what[len(about) :])
        key = (measure, *map(_fixed, about), *map(_fixed, rest))
        if not more.keys() <= names or not _hashable(key):
            return None
        if key not in data.source.cache:
            given = from_the_whole(data, about, more) if partition_by else None
            data.source.cache[key] = _Result(measure(data, *about, **more) if given is None else given)
        found: _Result = data.source.cache[key]
        return found

    def from_the_whole(data: Dataset, about: Sequence[Any], more: Mapping[str, Any]) -> pd.DataFrame | None:
        view = data.source
        if not isinstance(view, View) or not (own := tuple(key for key in view.keys if key[0] in partition_by)):
            return None
        others = {column: values for column, values in view.keys if column not in partition_by}
        whole = result(data.whole.where(**others), about, more)
        return whole.rows(own) if whole is not None else None

    @wraps(measure)
    def asked(data: Dataset, /, *about: Any, **more: Any) -> Any:
        known = result(data, about, more)
        return measure(data, *about, **more) if known is None else _handed(known.given)

    return asked


class _Result:
    """What a measure returned, and its rows by the values of a column."""

    def __init__(self, given: Any) -> None:
        self.given = _handed(given)
        self._source: Source | None = None

    def rows(self, keys: Keys) -> pd.DataFrame | None:
        """Return the rows with these values, numbered anew if rows are numbered; None if it has no such columns."""
        if not isinstance(self.given, pd.DataFrame) or not {column for column, _ in keys} <= set(self.given.columns):
            return None
        self._source = self._source or Source({"": self.given})
        rows = self._source.rows("", keys)
        if isinstance(self.given.index, pd.RangeIndex):
            rows.index = pd.RangeIndex(len(rows))
        return rows


def _fixed(value: Any) -> Any:
    if isinstance(value, Dataset):
        return value.source
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
