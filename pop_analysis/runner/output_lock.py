"""The folder of reports while a run writes into it: one run at a time, and nothing unfinished left lying about."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = ".in-use"
UNFINISHED = ".unfinished"
# Of a run that was killed: its folder, and files that were not yet renamed.
LEFT_BEHIND = re.compile(r"\.unfinished-\d+|\.(index\.html|manifest\.json|timings\.json)\.\d+")


class OutputLocked(RuntimeError):
    """Another run is writing into the folder."""


@contextmanager
def lock_output(out: Path) -> Iterator[None]:
    """Have the folder ``out`` to oneself, and clear away what a run that was killed has left in it.

    The system itself keeps the lock and gives it back when a process ends in whatever way. A process that has the
    folder already has it. Raises :class:`OutputLocked` when another one does.
    """
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out.absolute() / LOCK, timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise OutputLocked(f"another run is writing into {out.name}: wait until it has ended, or stop it.") from error
    try:
        for left in out.iterdir():
            if LEFT_BEHIND.fullmatch(left.name) and not left.name.endswith(f"{os.getpid()}"):
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
        yield
    finally:
        lock.release()


@contextmanager
def work_folder(out: Path) -> Iterator[Path]:
    """A folder for what is not finished, on the same disk as ``out``; gone afterwards."""
    work = out / f"{UNFINISHED}-{os.getpid()}"
    work.mkdir(exist_ok=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
