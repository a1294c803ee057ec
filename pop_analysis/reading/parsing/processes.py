"""Files read side by side in processes of their own, each with a limit of memory and of time.

The gate refuses what is known to kill a parser; the limits are for what nobody foresaw: it costs one file.
"""

from __future__ import annotations

import ctypes
import gc
import math
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pop_analysis.pools import ended_in_a_hurry

T = TypeVar("T")
R = TypeVar("R")
MEGABYTE = 1_000_000
# An ordinary file takes 0.05 s and 20 MB. One of 5 million cells, gets 500 s and 8 GB.
BASE_SECONDS, SECONDS_A_CELL = 2, 100e-6
BASE_BYTES, BYTES_A_CELL = 300 * MEGABYTE, 1500
# Objects, and rounds over younger ones, until garbage is looked for: what is no workbook of openpyxl leaves none, and
# looking after every 700, as Python does by itself, takes a tenth of the time.
GARBAGE = (50_000, 5, 2)
# Where processes cannot be forked and limited like this (Windows, macOS), the gate stands alone.
SIDE_BY_SIDE = sys.platform == "linux"
if SIDE_BY_SIDE:
    import resource

    DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
    FORK = multiprocessing.get_context("fork")


class Died:
    """What comes back for a file whose process did not live to read it."""


def read_side_by_side(
    todo: Sequence[T], read: Callable[[T], R], cells: Callable[[T], int], jobs: int | None = None
) -> Iterator[tuple[T, R | Died]]:
    """Give ``read`` of each of ``todo``, as they come.

    Where processes can be forked, each is read in one, under limits that grow with ``cells`` of it. One whose
    process dies is tried again alone; when that dies too, :class:`Died` comes in its place. Elsewhere they are read
    here, one after the other.
    """
    if not SIDE_BY_SIDE or multiprocessing.current_process().daemon:
        yield from ((each, read(each)) for each in todo)
        return
    jobs = min(jobs or os.cpu_count() or 1, len(todo))
    lost: list[T] = yield from _in_pool(todo, read, cells, jobs)
    for each in lost:
        if (yield from _in_pool([each], read, cells, 1)):
            yield each, Died()


def _in_pool(
    todo: Sequence[T], read: Callable[[T], R], cells: Callable[[T], int], jobs: int
) -> Generator[tuple[T, R], None, list[T]]:
    """Read in one pool; give back those that were not read because a process died."""
    waiting, running = list(reversed(todo)), dict[Future[R], T]()
    if not waiting:
        return []
    pool_of_forks = ProcessPoolExecutor(jobs, FORK, _begin, (read,))
    with warnings.catch_warnings(), without_looking_for_garbage(), ended_in_a_hurry(pool_of_forks) as pool:
        # The children touch nothing that threads of this process may hold: they read a file and end.
        warnings.filterwarnings("ignore", message=".*multi-threaded.*fork", category=DeprecationWarning)
        try:
            while waiting or running:
                while waiting and len(running) < 2 * jobs:
                    running[pool.submit(_limited, waiting[-1], cells(waiting[-1]))] = waiting[-1]
                    waiting.pop()
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    result = future.result()
                    yield running.pop(future), result
        except BrokenProcessPool:
            return [*running.values(), *reversed(waiting)]
    return []


@contextmanager
def without_looking_for_garbage() -> Iterator[None]:
    """While rows are collected, all of which are kept: to look through them for garbage takes a fifth of the time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


_reading: Callable[[Any], Any]


def _begin(read: Callable[[Any], Any]) -> None:
    global _reading  # noqa: PLW0603 — handed over by the fork itself, so that nothing has to be packed
    _reading = read
    gc.freeze()  # what the parent holds is no garbage of ours; to look through it is to copy it, page by page
    gc.enable()  # the process pages are copied from looks for none, and a parser leaves its whole workbook behind
    gc.set_threshold(*GARBAGE)
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)  # if the parent is killed, nobody waits for this
    for each in (signal.SIGINT, signal.SIGHUP):  # the parent decides; a terminal tells everyone
        signal.signal(each, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # what a dying parser has to say helps nobody; that it died is said by the parent


def _limited(each: Any, cells: int) -> Any:
    """Read one file with no more memory and time than its cells may need."""
    size = resource.getpagesize() * int(Path("/proc/self/statm").read_text().split()[0])
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime + BASE_SECONDS + SECONDS_A_CELL * cells
    _limit(resource.RLIMIT_AS, size + BASE_BYTES + BYTES_A_CELL * cells)
    _limit(resource.RLIMIT_CPU, math.ceil(seconds))
    try:
        return _reading(each)
    except MemoryError:
        return Died()


def _limit(kind: int, most: int) -> None:
    """Lower a limit, or raise it again for the next file, never above what the system allows."""
    _, highest = resource.getrlimit(kind)
    resource.setrlimit(kind, (most if highest == resource.RLIM_INFINITY else min(most, highest), highest))
