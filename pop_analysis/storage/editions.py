"""Editions: the data as they were published, each in a folder of its own, which never changes again."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from pop_analysis import atomic
from pop_analysis.reading.dataset import Dataset, VersionStamp
from pop_analysis.storage.checksums import seal, sealed
from pop_analysis.storage.processed import is_processed, stamps_in, write_processed

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def write_edition(data: Dataset, folder: Path, name: str) -> Path:
    """Write ``data`` as the edition ``name`` into ``folder``, seal it, and return its place.

    Raises ``FileExistsError`` when something stands there, or an edition of that name elsewhere in ``folder``.
    """
    if there := editions_in(folder).get(name):
        raise FileExistsError(there)
    place = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    published = VersionStamp(data.version, data.processed_on, name, datetime.now(UTC))
    with atomic.new_folder(place) as made:
        write_processed(data.stamped(published, data.stamps), made)
        seal(made)
        if place.exists():
            raise FileExistsError(place)
    return place


def editions_in(folder: Path) -> dict[str, Path]:
    """Return the editions in ``folder`` by name, the one published last at the end.

    An edition has the name it was published by, which it is cited by, whatever its folder is called; of several that
    have it, the one whose folder is called so is taken.
    """
    found = [place for place in folder.iterdir() if place.is_dir()] if folder.is_dir() else []
    named = [(_edition_stated(place) or place.name, place) for place in sorted(filter(is_edition, found), key=_when)]
    own = {name: place for name, place in named if name == place.name}
    return {name: own.get(name, place) for name, place in named}


def is_edition(folder: Path) -> bool:
    """Whether ``folder`` is an edition, or was one before something happened to it."""
    return is_processed(folder) and bool(sealed(folder) or _edition_stated(folder))


def _when(place: Path) -> tuple[str, str]:
    stamps = stamps_in(place)
    published = stamps[0].published if stamps else None
    return published.isoformat() if published else "", place.name


def _edition_stated(folder: Path) -> str:
    stamps = stamps_in(folder)
    return stamps[0].edition if stamps else ""
