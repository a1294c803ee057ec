"""How long a report may take, and how much memory: one that takes more costs itself, not the others."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import mmap
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MB = 1024 * 1024
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_MAX_THREADS", "POLARS_MAX_THREADS")
# Set to anything, notebooks run and reports are made without a fork, as on systems that have none.
NO_FORK_VARIABLE = "POP_ANALYSIS_NO_FORK"


@dataclass(frozen=True)
class Limits:
    """What one report may take.

    Attributes
    ----------
    cell_seconds
        How long one cell may run.
    report_seconds
        How long all of its cells together may run.
    memory_mb
        How much memory its Python may ask for beyond what every report begins with; 0: as much as there is. Kept on
        Linux only.
    threads
        How many threads each library may begin for its sums, as the variables of the environment :data:`THREADS` say
        it; None: what they say already, or as many as the library likes.
    """

    cell_seconds: int = 600
    report_seconds: int = 1800
    memory_mb: int = 2048
    threads: int | None = None

    def clock(self) -> Clock:
        """Begin to count the seconds of a report."""
        return Clock(self, time.monotonic() + self.report_seconds)

    def seconds_of(self, reason: str) -> int:
        """How long the whole report might take, where that was the reason it failed for; else how long a cell."""
        return self.report_seconds if reason == "report_time" else self.cell_seconds

    def hold_threads(self) -> None:
        """Say in the environment of this process, for it and those it starts, how many threads libraries may begin."""
        if self.threads:
            os.environ.update(dict.fromkeys(THREADS, str(self.threads)))

    def hold_memory(self) -> None:
        """Hold this process, and each of those it starts, to the limit."""
        if sys.platform != "linux" or not self.memory_mb:
            return
        import resource

        most = _data_in_use() + self.memory_mb * MB
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard in (resource.RLIM_INFINITY, -1) or most < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


@dataclass(frozen=True)
class Clock:
    """What nbclient asks before each cell: how many seconds this one may run."""

    limits: Limits
    end: float

    def __call__(self, _: Any) -> float:
        return max(1.0, min(self.limits.cell_seconds, self.end - time.monotonic()))

    def is_over(self) -> bool:
        """Whether it was the whole report that took too long, and not one cell."""
        return time.monotonic() >= self.end


def look_for_memory(megabytes: int) -> None:
    """Raise ``MemoryError`` where so much cannot be had: some libraries go round in circles instead of saying so."""
    try:
        mmap.mmap(-1, megabytes * MB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except OSError as error:
        raise MemoryError(f"there are no {megabytes} MB") from error


def give_back() -> None:
    """Hand the system the memory this process no longer needs: what was read is gone, its pages are not."""
    gc.collect()
    trim()


def trim() -> None:
    """Hand back what stands empty already."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # only the GNU C library has a word for it
            ctypes.CDLL(None).malloc_trim(0)


def _data_in_use() -> int:
    """What the system counts against the limit already, in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kilobytes = next((line.split()[1] for line in lines if line.startswith("VmData:")), "0")
    return int(kilobytes) * 1024
