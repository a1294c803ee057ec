"""The frames of a data set, and what was found out about them: remembered for as long as they stay as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from operator import attrgetter, is_
from typing import Any

import numpy as np
import pandas as pd

Keys = tuple[tuple[str, tuple[Any, ...]], ...]
# From this many rows on, rows are looked up by their value; below, comparing every row takes no longer.
WORTH_LOOKING_UP = 100
# Where pandas keeps the values of a frame and its two indexes, and what all blocks of the same values refer to.
BLOCKS, AXES, REFERENCES = attrgetter("_mgr.blocks"), attrgetter("_mgr.axes"), attrgetter("refs")


class Origin:
    """Frames as they were read, or cut from others: handed to nobody, so nobody writes into them.

    ``remembered`` holds what was computed of them. A process that is forked finds it there, and so do all data sets
    of the same origin (:class:`Tables`).
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        # shallow copies: pandas copies a frame that somebody writes into, when another still holds the same values
        self._frames = {name: frame.copy(deep=False) for name, frame in frames.items()}
        self.names = tuple(frames)
        self.remembered: dict[Any, Any] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def where(self, keys: Keys) -> Cut:
        """Give the rows with these values, the same for everybody who asks."""
        if keys not in self.remembered:
            self.remembered[keys] = Cut(self, keys)
        cut: Cut = self.remembered[keys]
        return cut

    def cut(self, name: str, keys: Keys) -> pd.DataFrame:
        """Give the rows of one frame with these values, in those of the columns it has."""
        frame = self[name]
        places = None
        for column, values in keys:
            if column not in frame:
                continue
            if places is None:
                places = self._places(name, column, values)
            else:  # of one column: to cut a frame takes as long as its columns are many
                places = places[np.asarray(frame[column].array[places].isin(values), dtype=bool)]
        return frame if places is None else _rows_at(frame, places)

    def _places(self, name: str, column: str, values: tuple[Any, ...]) -> np.ndarray:
        """Say in which rows of one frame ``column`` holds one of ``values``."""
        frame = self[name]
        if len(frame) < WORTH_LOOKING_UP or any(map(pd.isna, values)):
            return np.flatnonzero(frame[column].isin(values))
        if (name, column) not in self.remembered:
            self.remembered[name, column] = frame.groupby(column, sort=False).indices
        known = self.remembered[name, column]
        found = [known[value] for value in dict.fromkeys(values) if value in known]
        return np.sort(np.concatenate(found)) if found else np.empty(0, dtype="intp")


class Cut(Origin):
    """Some rows of another origin's frames; each is cut when it is first looked at, and most never are."""

    def __init__(self, whole: Origin, keys: Keys) -> None:
        super().__init__({})
        self.names = whole.names
        self.whole, self.keys = whole, keys

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            self._frames[name] = self.whole.cut(name, self.keys)
        return self._frames[name]


class Tables(MutableMapping[str, pd.DataFrame]):
    """Frames by name, for one data set: whoever has it may write into them and put others in their place."""

    def __init__(self, origin: Origin, own: Mapping[str, pd.DataFrame] | None = None) -> None:
        self._origin = origin
        self._own: dict[str, pd.DataFrame] = dict(own or {})
        self._seen: dict[str, tuple[Any, ...]] = {}
        self._gone: set[str] = set()

    @classmethod
    def of(cls, frames: Mapping[str, pd.DataFrame]) -> Tables:
        """Begin with these very frames."""
        return frames.twin() if isinstance(frames, Tables) else cls(Origin(frames), frames)

    @property
    def origin(self) -> Origin | None:
        """Where the frames come from, as long as nobody has changed any; then nothing that is remembered holds."""
        if self._gone or not set(self._own) <= set(self._origin.names):
            return None
        return self._origin if all(map(self._is_unchanged, self._own)) else None

    def _is_unchanged(self, name: str) -> bool:
        """Whether a frame holds what its origin holds; one that was found so is known by what it is made of."""
        parts = _parts(self._own[name])
        if parts and all(map(is_, parts, self._seen.get(name, (None,)))):
            return True
        unchanged = holds_the_same(self._own[name], self._origin[name])
        if unchanged and parts:
            self._seen[name] = parts
        return unchanged

    @property
    def root(self) -> Origin:
        """What these frames were cut from, in the end: one for all data sets of the same tables."""
        origin = self._origin
        while isinstance(origin, Cut):
            origin = origin.whole
        return origin

    def twin(self) -> Tables:
        """The same frames for another data set: what is written into one is not seen in the other."""
        twin = Tables(self._origin, {name: frame.copy(deep=False) for name, frame in self._own.items()})
        twin._gone = set(self._gone)
        return twin

    def where(self, keys: Mapping[str, Any]) -> Tables:
        """Keep the rows with these values, in every frame that has the columns."""
        asked: Keys = tuple(
            (column, tuple(value) if isinstance(value, list | tuple | set) else (value,))
            for column, value in keys.items()
        )
        return Tables((self.origin or Origin(self)).where(asked))

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._own:
            if name in self._gone:
                raise KeyError(name)
            self._own[name] = self._origin[name].copy(deep=False)
        return self._own[name]

    def __setitem__(self, name: str, frame: pd.DataFrame) -> None:
        self._own[name] = frame
        self._gone.discard(name)

    def __delitem__(self, name: str) -> None:
        if name not in self:
            raise KeyError(name)
        self._own.pop(name, None)
        self._gone.add(name)

    def __contains__(self, name: object) -> bool:
        return name in self._own or (name in self._origin.names and name not in self._gone)

    def __or__(self, others: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        return {**self, **others}

    def __iter__(self) -> Iterator[str]:
        return (name for name in dict.fromkeys([*self._origin.names, *self._own]) if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _parts(frame: pd.DataFrame) -> tuple[Any, ...]:
    """What pandas puts others in the place of when somebody writes into a frame, or names its columns or rows anew."""
    try:
        return (BLOCKS(frame), *AXES(frame))
    except AttributeError:
        return ()


def _rows_at(frame: pd.DataFrame, places: np.ndarray) -> pd.DataFrame:
    """Give the rows at these places; where they stand side by side, as tables are sorted, without copying them."""
    if len(places) and places[-1] - places[0] == len(places) - 1:
        return frame.iloc[places[0] : places[-1] + 1]
    return frame.take(places)


def each_row(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows as pandas' ``to_dict("records")`` does, in half its time.

    >>> each_row(pd.DataFrame({"n": [1, 2], "what": ["a", None]}))
    [{'n': 1, 'what': 'a'}, {'n': 2, 'what': nan}]
    """
    names = [str(name) for name in frame.columns]
    try:
        columns = [column.tolist() for column in frame._iter_column_arrays()]  # noqa: SLF001 — others make series of all
    except AttributeError:
        columns = [column.tolist() for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def in_order(rows: Iterable[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    """Sort rows by the values under these names, what is missing last, as pandas' ``sort_values`` does.

    >>> in_order([{"n": 2}, {"n": None}, {"n": 1}], ["n"])
    [{'n': 1}, {'n': 2}, {'n': None}]
    """

    def key(row: dict[str, Any]) -> list[tuple[bool, Any]]:
        values = [row[name] for name in names]
        return [(True, 0) if pd.isna(value) else (False, value) for value in values]

    return sorted(rows, key=key)


def first_of_each(name: str, rows: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Give of the rows with the same value in ``name`` the first, by that value, in their order.

    >>> first_of_each("of", [{"of": "a", "year": 1}, {"of": "b", "year": 1}, {"of": "a", "year": 2}])
    {'a': {'of': 'a', 'year': 1}, 'b': {'of': 'b', 'year': 1}}
    """
    first: dict[Any, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row[name], row)
    return first


def holds_the_same(frame: pd.DataFrame, kept: pd.DataFrame) -> bool:
    """Whether ``frame`` still holds the very values of ``kept``, which is a shallow copy of it or the other way round.

    Both then refer to the same blocks; the first write to one of them gives it blocks of its own.

    >>> frame = pd.DataFrame({"n": [1, 2]})
    >>> kept = frame.copy(deep=False)
    >>> same = holds_the_same(frame, kept)
    >>> frame.loc[0, "n"] = 3
    >>> same, holds_the_same(frame, kept)
    (True, False)
    """
    try:  # pandas has no public word for it; where this internal one is missing, nothing is remembered
        ours, theirs = BLOCKS(frame), BLOCKS(kept)
        same = len(ours) == len(theirs) > 0 and all(map(is_, map(REFERENCES, ours), map(REFERENCES, theirs)))
    except AttributeError:
        return False
    return same and frame.columns.is_(kept.columns) and frame.index.is_(kept.index)
