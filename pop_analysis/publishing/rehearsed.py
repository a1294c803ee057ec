"""A process that has imported and rehearsed everything once, and is copied for those that make the reports.

A copy takes milliseconds and shares what it does not change. It makes one report after the other, each notebook in a
process of its own (:mod:`~pop_analysis.publishing.kernel`): what a notebook does to its process no other report sees,
and a copy that dies hard costs the report it was at. Linux only: see ``engine.may_fork``.

Whoever starts it stays small: what needs tables, the reading of workbooks too, a copy may be asked for.
"""

from __future__ import annotations

import contextlib
import gc
import math
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any

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

    def ask(self, task: Task) -> Any:
        """Let a copy do ``task``, without limits, and give what it gives, or raise what it raises.

        Before all other work. The process imports meanwhile what reports need.
        """
        with contextlib.suppress(OSError):
            self._pipe.send(("ask", "", partial(_tried, task)))
        _, how, given = self.finished()
        if how != "done":
            raise RuntimeError("the process that was asked has ended: perhaps there was not enough memory")
        value, error = given
        if error is not None:
            raise error
        return value

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
        if self._pipe.closed:
            return
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
    left: int
    name: str | None = None
    until: float = math.inf
    late: bool = False

    def give(self, name: str, task: Task, until: float = math.inf) -> None:
        self.name, self.until = name, until
        self.left -= 1
        with contextlib.suppress(OSError):  # it has just died: that is seen next
            self.pipe.send(task)


def _serve(pipe: Connection, limits: Limits) -> None:
    """Do what the pipe says until it is closed."""
    from pop_analysis.publishing.kernel import die_with_parent, make_kernel

    die_with_parent(os.getppid())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who has started us decides; a terminal tells everyone
    prepare_process()
    make_kernel()  # first of all: plotly and others look whether they are in a notebook when they are imported
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
                _do(copies, limits, *pipe.recv())
            for copy in copies:
                if not copy.late and time.monotonic() >= copy.until:
                    copy.late = True
                    os.kill(copy.process, signal.SIGKILL)
    _stop(copies)


def _do(copies: list[Copy], limits: Limits, kind: str, name: str, task: Task) -> None:
    if kind == "ask":
        copies.append(asked := _copy(None, 1))
        asked.give(name, task)
    _import_everything()
    if kind == "rehearse":
        _rehearse(task)
    elif kind == "begin":
        copy = next((copy for copy in copies if copy.name is None), None)
        if copy is None:
            copies.append(copy := _copy(limits, REPORTS_EACH))
        copy.give(name, task, time.monotonic() + limits.report_seconds + SECONDS_OF_GRACE)


@cache
def _import_everything() -> None:
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


def _copy(limits: Limits | None, tasks: int) -> Copy:
    from pop_analysis.publishing.kernel import die_with_parent

    ours, theirs = multiprocessing.Pipe()
    parent = os.getpid()
    process = os.fork()
    if not process:
        status = 1
        try:
            die_with_parent(parent)
            ours.close()
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # on the way out the kernel is told to leave
            if limits:
                limits.hold_memory()
            with contextlib.suppress(EOFError):
                for _ in range(tasks):
                    theirs.send(theirs.recv()())
            status = 0
        finally:
            os._exit(status)
    theirs.close()
    return Copy(process, ours, os.pidfd_open(process), tasks)


def _tried(task: Task) -> tuple[Any, BaseException | None]:
    """What a task gives, or what it raises, as it can be sent to another process."""
    try:
        return task(), None
    except Exception as error:  # noqa: BLE001 — whoever asked is told
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 — our own
        except Exception:  # noqa: BLE001 — some are made of what cannot be sent
            return None, RuntimeError(f"{type(error).__name__}: {error}")
        return None, error


def _told(copy: Copy) -> tuple[str, str, Any] | None:
    """Tell what became of the report a copy was at, if it was at one. A copy that has ended is no process any more."""
    name, given, how = copy.name, None, "late" if copy.late else "died"
    with contextlib.suppress(EOFError, OSError):
        if copy.pipe.poll():
            given, how = copy.pipe.recv(), "done"
    copy.name, copy.until = None, math.inf
    if how != "done" or not copy.left:
        _end(copy)
    return None if name is None else (name, how, given)


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
