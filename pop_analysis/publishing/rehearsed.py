"""A process that has imported and rehearsed everything once, and is copied for those that make the reports.

A copy takes milliseconds and shares what it does not change. It makes one report after the other, each notebook in a
process of its own (:mod:`~pop_analysis.publishing.kernel`): what a notebook does to its process no other report sees,
and a copy that dies hard costs the report it was at. Linux only: see ``engine.may_fork``.
"""

from __future__ import annotations

import contextlib
import gc
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any

from pop_analysis.publishing.kernel import die_with_parent, make_kernel
from pop_analysis.publishing.limits import Limits, give_back
from pop_analysis.publishing.spawned import nobody_elses_script, prepare_process

Task = Callable[[], Any]
SECONDS_TO_STOP = 0.5
# Over the time a report may take by itself: for what is not the notebook's, and can hang all the same.
SECONDS_OF_GRACE = 60
# Then a new copy takes its place: what little a report leaves behind never adds up.
REPORTS_EACH = 50


class RehearsedParent:
    """Starts the process, hands tasks to it, and hears what became of them.

    ``with RehearsedParent() as parent`` ends it, and everything it has started, however the block is left.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._pipe, end = multiprocessing.Pipe()
        # spawn: a fresh interpreter, in which nothing runs yet that a fork would break
        start = multiprocessing.get_context("spawn").Process
        self._process = start(target=_serve, args=(end, limits or Limits()), name="rehearsed")
        with nobody_elses_script(), _nobody_is_interrupted():
            self._process.start()
        end.close()

    def __enter__(self) -> RehearsedParent:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def rehearse(self, task: Task) -> None:
        """Let the process do ``task`` before it is copied: what it imports and remembers, every copy has."""
        with contextlib.suppress(OSError):  # a process that has ended is found out by whoever waits for a result
            self._pipe.send(("rehearse", "", task))

    def begin(self, name: str, task: Task) -> None:
        """Let a copy do ``task``; :meth:`finished` tells of it under this ``name``."""
        with contextlib.suppress(OSError):
            self._pipe.send(("begin", name, task))

    def finished(self) -> tuple[str, str, Any]:
        """Wait for the next copy to end: its name, and ``done`` with what the task gave, ``died`` or ``late``.

        Raises ``EOFError`` when the process itself has ended.
        """
        try:
            name, how, given = self._pipe.recv()
        except ConnectionResetError as error:
            raise EOFError from error
        return name, how, given

    def stop(self) -> None:
        """End the process and its copies: at once when they listen, soon when they do not."""
        self._pipe.close()
        self._process.join(SECONDS_TO_STOP)
        if self._process.is_alive():
            self._process.kill()  # the copies, and their kernels, have asked to be killed with their parent
            self._process.join()
        self._process.close()


@contextlib.contextmanager
def _nobody_is_interrupted() -> Iterator[None]:
    """Processes started now are deaf to Ctrl-C from their first moment: whoever has started them tells them to end."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's to set
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# --- in the process itself ------------------------------------------------------------------------------------------


@dataclass
class Copy:
    """A copy: at work on the report of that name, or with no name and nothing to do."""

    process: int
    pipe: Connection
    ended: int
    name: str = ""
    until: float = math.inf
    late: bool = False
    begun: int = 0


def _serve(pipe: Connection, limits: Limits) -> None:
    """Do what the pipe says until it is closed."""
    die_with_parent(os.getppid())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who has started us decides; a terminal tells everyone
    prepare_process()
    _import_everything()
    copies: list[Copy] = []
    with contextlib.suppress(EOFError, OSError):
        while True:
            soonest = min((copy.until for copy in copies if not copy.late), default=math.inf)
            waited = None if soonest == math.inf else max(0.0, soonest - time.monotonic())
            ready = wait([pipe, *(each for copy in copies for each in (copy.pipe, copy.ended))], waited)
            for copy in [copy for copy in copies if copy.pipe in ready or copy.ended in ready]:
                if told := _told(copy):
                    pipe.send(told)
                if not copy.process:
                    copies.remove(copy)
            if pipe in ready:
                kind, name, task = pipe.recv()
                if kind == "rehearse":
                    _rehearse(task)
                else:
                    _begin(copies, name, task, limits)
            for copy in copies:
                if not copy.late and time.monotonic() >= copy.until:
                    copy.late = True
                    os.kill(copy.process, signal.SIGKILL)
    _stop(copies)


def _import_everything() -> None:
    make_kernel()  # first of all: plotly and others look whether they are in a notebook when they are imported
    import papermill  # noqa: F401
    import pyarrow

    # Arrow's own allocators keep what was freed; copies would inherit some sixty megabytes of nothing.
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    from pop_analysis.publishing import engine, exporter, page  # noqa: F401

    engine.register()
    engine.is_this_python("python3")


def _rehearse(task: Task) -> None:
    """Do ``task`` and leave nothing behind but what is imported and remembered. A rehearsal proves nothing."""
    environment, folder = dict(os.environ), Path.cwd()
    with contextlib.suppress(Exception):
        task()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with warnings.catch_warnings():
        """Makes Python forget which warnings it has shown already: every copy shows its own."""
    give_back()
    gc.freeze()  # what is here stays: no copy needs to look through it, and so none has to copy it


def _begin(copies: list[Copy], name: str, task: Task, limits: Limits) -> None:
    """Give the task to a copy that has nothing to do, or to a new one."""
    copy = next((copy for copy in copies if not copy.name), None)
    if copy is None:
        copy = _copy(limits)
        copies.append(copy)
    copy.name, copy.until = name, time.monotonic() + limits.report_seconds + SECONDS_OF_GRACE
    copy.begun += 1
    with contextlib.suppress(OSError):  # it has just died: that is seen next
        copy.pipe.send(task)


def _copy(limits: Limits) -> Copy:
    ours, theirs = multiprocessing.Pipe()
    parent = os.getpid()
    process = os.fork()
    if not process:
        status = 1
        try:
            die_with_parent(parent)
            ours.close()
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # on the way out the kernel is told to leave
            limits.hold_memory()
            with contextlib.suppress(EOFError):
                for _ in range(REPORTS_EACH):
                    theirs.send(theirs.recv()())
            status = 0
        finally:
            os._exit(status)
    theirs.close()
    return Copy(process, ours, os.pidfd_open(process))


def _told(copy: Copy) -> tuple[str, str, Any] | None:
    """Tell what became of the report a copy was at, if it was at one. A copy that has ended is no process any more."""
    name, given, how = copy.name, None, "late" if copy.late else "died"
    with contextlib.suppress(EOFError, OSError):
        if copy.pipe.poll():
            given, how = copy.pipe.recv(), "done"
    copy.name, copy.until = "", math.inf
    if how != "done" or copy.begun >= REPORTS_EACH:
        _end(copy)
    return (name, how, given) if name else None


def _end(copy: Copy) -> None:
    """See off a copy that has died, or has made its last report."""
    copy.pipe.close()
    os.waitpid(copy.process, 0)
    os.close(copy.ended)
    copy.process = 0


def _stop(copies: list[Copy]) -> None:
    left = {copy.ended: copy.process for copy in copies}
    for how, seconds in ((signal.SIGTERM, SECONDS_TO_STOP / 2), (signal.SIGKILL, SECONDS_TO_STOP)):
        for process in left.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, how)
        until = time.monotonic() + seconds
        while left and (ready := wait([*left], max(0.0, until - time.monotonic()))):
            for ended in ready:
                os.waitpid(left.pop(ended), 0)  # type: ignore[arg-type]
