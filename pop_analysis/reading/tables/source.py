"""The frames a data set holds and nobody else has, views of some of their rows, and what was computed of either."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

Keys = tuple[tuple[str, tuple[Any, ...]], ...]
# From this many rows on, rows are looked up by their value; below, comparing every row takes no longer.
MIN_ROWS_FOR_LOOKUP = 100


class Source:
    """Frames by name that are never written into: whoever hands one out hands out a copy.

    So what was computed of them stays true, and ``cache`` keeps it for everybody who holds this very source.
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        # copies that pandas makes real when somebody writes into the frames that were given
        self._frames = {name: frame.copy(deep=False) for name, frame in frames.items()}
        self.names = tuple(frames)
        self.cache: dict[Any, Any] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def __reduce__(self) -> tuple[Callable[..., Source], tuple[dict[str, pd.DataFrame]]]:
        """Travel without the cache, and as a view without the other rows."""
        return Source, ({name: self[name] for name in self.names},)

    @property
    def root(self) -> Source:
        """What these frames were cut from, in the end."""
        return self

    def where(self, keys: Keys) -> View:
        """Return the rows with these values: the same view to everybody who asks."""
        if keys not in self.cache:
            self.cache[keys] = View(self, keys)
        view: View = self.cache[keys]
        return view

    def rows(self, name: str, keys: Keys) -> pd.DataFrame:
        """Return the rows of one frame with these values, in those of the columns it has."""
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
        if len(frame) < MIN_ROWS_FOR_LOOKUP or any(map(pd.isna, values)):
            return np.flatnonzero(frame[column].isin(values))
        if (name, column) not in self.cache:
            self.cache[name, column] = frame.groupby(column, sort=False).indices
        known = self.cache[name, column]
        found = [known[value] for value in dict.fromkeys(values) if value in known]
        return np.sort(np.concatenate(found)) if found else np.empty(0, dtype="intp")


class View(Source):
    """Some rows of another source's frames; each frame is cut when it is first looked at, and most never are."""

    def __init__(self, whole: Source, keys: Keys) -> None:
        super().__init__({})
        self.names = whole.names
        self.whole, self.keys = whole, keys

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            self._frames[name] = self.whole.rows(name, self.keys)
        return self._frames[name]

    @property
    def root(self) -> Source:
        return self.whole.root


def _rows_at(frame: pd.DataFrame, places: np.ndarray) -> pd.DataFrame:
    """Return the rows at these places; where they stand side by side, as tables are sorted, without copying them."""
    if len(places) and places[-1] - places[0] == len(places) - 1:
        return frame.iloc[places[0] : places[-1] + 1]
    return frame.take(places)
