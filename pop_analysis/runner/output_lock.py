"""The folder of reports while a run writes into it: one run at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pop_analysis.atomic import README, clear
from pop_analysis.locale import in_every_language
from pop_analysis.runner.manifest import MANIFEST, is_manifest

LOCK = ".in-use"


class OutputLocked(RuntimeError):
    """The folder may not be written into: another run is doing so, or what stands there is somebody else's."""


def check_own(out: Path) -> None:
    """Raise :class:`OutputLocked` when files stand in ``out`` and no run of ours has ever been there."""
    if not out.is_dir() or (out / LOCK).is_file() or is_manifest(out / MANIFEST):
        return
    others = sorted(each.name for each in out.iterdir() if each.name != README and not each.name.startswith("."))
    if others:
        raise OutputLocked(in_every_language("wrong_use.file.others", folder=out.name, files=", ".join(others[:3])))


@contextmanager
def lock_output(out: Path) -> Iterator[None]:
    """Have the folder ``out`` to oneself, and clear away what a run that was killed has left in it.

    The system itself keeps the lock and gives it back when a process ends in whatever way. A process that has the
    folder already has it. Raises :class:`OutputLocked` when another one does, and when files stand there that no run
    has put there.
    """
    check_own(out)
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out.absolute() / LOCK, timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise OutputLocked(in_every_language("wrong_use.pages.in_use", folder=out.name)) from error
    try:
        clear(out)
        yield
    finally:
        lock.release()
