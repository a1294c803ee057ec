"""The zygote: a process that has imported and warmed up everything once, and is forked for each that makes reports.

A fork takes milliseconds and shares what it does not change. A worker makes one report after the other; the Python of
each notebook (:mod:`~pop_analysis.runner.kernel`) is another fork, made for it: what a notebook does to its process no
other report sees, and a worker that dies hard costs the report it was at. All are forks of the zygote, which does
nothing itself: pages of memory that a process at work has written must be copied anew for each of its own forks. Linux
only: see ``engine.may_fork``.

Whoever starts it stays small: what needs tables, the reading of workbooks too, a worker may be asked for.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import math
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from pop_analysis.runner.import_path import environment, nobody_elses_code
from pop_analysis.runner.kernel import KernelOrder, die_with_parent, prepare_for_kernels, run_kernel, take_orphans
from pop_analysis.runner.limits import THREADS, Limits, look_for_memory, trim
from pop_analysis.runner.process_ended import ProcessEnded, end_of
from pop_analysis.runner.process_pool import deaf_to_the_terminal, prepare_process, silence_stderr

Task = Callable[[], Any]
ZYGOTE = "zygote"
SECONDS_TO_STOP = 0.5
# Over the time a report may take by itself: for what is not the notebook's, and can hang all the same.
SECONDS_OF_GRACE = 60
# Then a new worker takes its place: what little a report leaves behind never adds up.
REPORTS_EACH = 50
# What the libraries take that are imported before the first report: 178 with those of November 2026.
MB_OF_LIBRARIES = 200


class ZygoteClient:
    """Starts the process, hands tasks to it, and hears what became of them.

    ``with ZygoteClient() as zygote`` ends it, and everything it has started, however the block is left.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._pipe, end = multiprocessing.Pipe()
        self._said = os.memfd_create("said")
        self._makes_reports = False
        with nobody_elses_code(), _nobody_is_interrupted():
            try:
                self._process = begin_process(end.fileno(), self._said)
            except OSError as error:
                self._pipe.close()
                raise ProcessEnded(ZYGOTE, 1, str(error)) from error
            finally:
                end.close()
        with contextlib.suppress(OSError):
            self._pipe.send((limits or Limits(), os.getpid()))

    def __enter__(self) -> ZygoteClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def warm_up(self, task: Task) -> None:
        """Run ``task`` in the zygote before it is forked: what it imports and remembers, every worker has."""
        with contextlib.suppress(OSError):  # a process that has ended is found out by whoever waits for a result
            self._pipe.send(("warm_up", "", task))

    def ask(self, task: Task, meanwhile: Task | None = None) -> Any:
        """Run ``task`` in a worker, without limits, and return what it returns, or raise what it raises.

        Before all other work. The process imports meanwhile what reports need, and warms up ``meanwhile``.
        """
        with contextlib.suppress(OSError):
            self._pipe.send(("ask", "", partial(_tried, task)))
        if meanwhile:
            self.warm_up(meanwhile)
        _, how, given = self.finished()
        if how != "done":
            raise ProcessEnded("asked", said=end_of(self._said))
        value, error = given
        if error is not None:
            raise error
        return value

    def begin(self, name: str, task: Task) -> None:
        """Run ``task`` in a worker; :meth:`finished` tells of it under this ``name``."""
        self._makes_reports = True
        with contextlib.suppress(OSError):
            self._pipe.send(("begin", name, task))

    def finished(self) -> tuple[str, str, Any]:
        """Wait for the next worker to end: its name, and ``done`` with what the task gave, ``died`` or ``late``.

        Raises ``ProcessEnded`` when the process itself has.
        """
        name, how, given = self._heard()
        return name, how, given

    def start(self, order: KernelOrder) -> int:
        """Make a kernel; return the number of its process. Raises ``ProcessEnded`` when there is nobody to make it."""
        with contextlib.suppress(OSError):
            self._pipe.send(("kernel", "", order))
        kernel: int | OSError = self._heard()
        return _made(kernel)

    def reap(self, kernel: int) -> None:
        """End a kernel, and all it has started."""
        with contextlib.suppress(OSError):
            self._pipe.send(("reap", "", kernel))

    def _heard(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, ConnectionResetError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(SECONDS_TO_STOP)
            raise ProcessEnded(ZYGOTE, self._process.returncode, end_of(self._said)) from None

    def stop(self) -> None:
        """End the process and its workers: at once when they listen, soon when they do not."""
        if self._pipe.closed:
            return
        self._pipe.close()
        if self._makes_reports:  # else there is nobody to be told, and it may be importing for a second yet
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(SECONDS_TO_STOP)
        if self._process.poll() is None:
            self._process.kill()  # the workers, and their kernels, have asked to be killed with their parent
            self._process.wait()
        os.close(self._said)


def begin_process(end: int, said: int) -> subprocess.Popen[bytes]:
    """Start a process that serves this end of a pipe, and writes what went wrong into the file ``said``.

    A fresh interpreter, not one of multiprocessing's: a notebook's Python, forked of it, is nobody's child.
    """
    begin = f"import sys\nsys.path[:] = {sys.path!r}\nimport {__name__} as zygote\nzygote.serve({end})"
    command = [sys.executable, *flags_of_this_python(), "-c", begin]
    return subprocess.Popen(command, pass_fds=[end], stderr=said)  # noqa: S603 — our own


def kernels_of_our_own() -> ZygoteClient:
    """Start a zygote that makes kernels for the notebooks of this very process, until it ends."""
    zygote = ZygoteClient(Limits(memory_mb=0))
    atexit.register(zygote.stop)
    return zygote


def flags_of_this_python() -> list[str]:
    """What a Python started by this one is to be told on its command line to be as this one."""
    return ["-P"] if sys.flags.safe_path else []


def _made(kernel: int | OSError) -> int:
    if isinstance(kernel, OSError):
        raise RuntimeError(f"no process could be made for it: {kernel}")  # noqa: TRY004 — it is no wrong type
    return kernel


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
class Worker:
    """A worker: at the report of that name, or with no name and nothing to do."""

    process: int
    pipe: Connection
    ended: int
    left: int
    name: str | None = None
    until: float = math.inf
    late: bool = False
    kernels: set[int] = field(default_factory=set)

    def give(self, name: str, task: Task, until: float = math.inf) -> None:
        self.name, self.until = name, until
        self.left -= 1
        with contextlib.suppress(OSError):  # it has just died: that is seen next
            self.pipe.send(task)


def serve(descriptor: int) -> NoReturn:
    """Do what comes through the pipe at this descriptor, until it is closed."""
    pipe = Connection(descriptor)
    limits, parent = pipe.recv()
    gc.disable()  # what is imported stays: to look through it again and again takes a third of a second
    die_with_parent(parent)
    deaf_to_the_terminal()
    prepare_process()
    limits.hold_threads()
    zygote = Zygote(pipe, limits)
    status = 1
    try:
        take_orphans()
        look_for_memory(MB_OF_LIBRARIES)
        prepare_for_kernels()
        _import_with_one_thread()
        while True:
            zygote.listen()
    except (EOFError, ConnectionError):  # there is nobody to work for any more
        status = 0
    except Exception:  # noqa: BLE001 — a library that is broken, no memory: whatever it is, all ends here
        traceback.print_exc()
    zygote.stop()
    os._exit(status)  # not through the interpreter's own end: to take apart what is imported takes half a second


class Zygote:
    """The zygote: makes the workers, and the kernels they ask for."""

    def __init__(self, pipe: Connection, limits: Limits) -> None:
        self.process, self.pipe, self.limits = os.getpid(), pipe, limits
        self.workers: list[Worker] = []
        self.kernels: set[int] = set()

    def listen(self) -> None:
        """Wait for the next thing that happens, and do what it calls for. Raises ``EOFError`` when all is over."""
        soonest = min((worker.until for worker in self.workers if not worker.late), default=math.inf)
        waited = None if soonest == math.inf else max(0.0, soonest - time.monotonic())
        of_workers = [each for worker in self.workers for each in (worker.pipe, worker.ended)]
        ready = wait([self.pipe, *of_workers], waited)
        for worker in list(self.workers):
            if worker.pipe in ready or worker.ended in ready:
                self._hear(worker)
        if self.pipe in ready:
            self._do(*self.pipe.recv())
        for worker in self.workers:
            if not worker.late and time.monotonic() >= worker.until:
                worker.late = True
                os.kill(worker.process, signal.SIGKILL)

    def _do(self, kind: str, name: str, task: Any) -> None:
        if kind == "reap":
            self._reap(task)
            return
        if kind == "ask":
            self._fork_worker(None, 1).give(name, task)
        _import_everything()
        if kind == "warm_up":
            _warm_up(task)
        elif kind == "kernel":
            self.pipe.send(self._fork_kernel(task))
        elif kind == "begin":
            idle = next((worker for worker in self.workers if worker.name is None), None)
            worker = idle or self._fork_worker(self.limits, REPORTS_EACH)
            worker.give(name, task, time.monotonic() + self.limits.report_seconds + SECONDS_OF_GRACE)

    def _hear(self, worker: Worker) -> None:
        """Do what a worker asks, or tell what became of the report it was at."""
        try:
            what, *about = worker.pipe.recv() if worker.pipe.poll() else ("died",)
        except (EOFError, OSError):
            what, about = "died", []
        if what == "kernel":
            kernel = self._fork_kernel(about[0])
            if isinstance(kernel, int):
                worker.kernels.add(kernel)
            with contextlib.suppress(OSError):  # it has just died: that is seen next
                worker.pipe.send(kernel)
        elif what == "reap":
            worker.kernels.discard(about[0])
            self._reap(about[0])
        else:
            name, worker.name, worker.until = worker.name, None, math.inf
            if what == "died" or not worker.left:
                self._end(worker)
            if name is not None:
                how = "done" if what == "done" else "late" if worker.late else "died"
                self.pipe.send((name, how, about[0] if about else None))

    def _fork_worker(self, limits: Limits | None, tasks: int) -> Worker:
        ours, theirs = multiprocessing.Pipe()
        process = os.fork()
        if not process:
            status = 1
            try:
                self._settle(limits)
                ours.close()
                signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # on the way out the kernel is told to leave
                if limits:  # one that is asked for something else runs no notebook
                    silence_stderr()
                    _take_kernels_from(theirs)
                with contextlib.suppress(EOFError):
                    for _ in range(tasks):
                        theirs.send(("done", theirs.recv()()))
                        gc.collect()  # between reports, not a thousand times within one
                status = 0
            finally:
                os._exit(status)
        theirs.close()
        self.workers.append(worker := Worker(process, ours, os.pidfd_open(process), tasks))
        return worker

    def _fork_kernel(self, order: KernelOrder) -> int | OSError:
        try:
            process = os.fork()
        except OSError as error:
            return error
        if not process:
            self._settle(self.limits)
            gc.enable()
            run_kernel(order, self.process)
        self.kernels.add(process)
        return process

    def _reap(self, kernel: int) -> None:
        """End a kernel, and all it has started: until it is waited for, its number is nobody else's."""
        _end(kernel)
        self.kernels.remove(kernel)
        ours = self.kernels | {worker.process for worker in self.workers}
        while orphans := _children() - ours:  # whoever began a session of its own; as they end, theirs come here
            for orphan in orphans:
                try:
                    _end(orphan)
                except PermissionError:  # of another user: sudo
                    ours.add(orphan)

    def _settle(self, limits: Limits | None) -> None:
        """Be a worker: keep nothing open that is the zygote's own, and keep to the limits."""
        die_with_parent(self.process)
        gc.freeze()  # what was here stays: whoever looked through it would have to copy it
        self.pipe.close()
        for worker in self.workers:
            worker.pipe.close()
        if limits:
            limits.hold_memory()

    def _end(self, worker: Worker) -> None:
        """Reap a worker that has died, or has made its last report."""
        worker.pipe.close()
        os.waitpid(worker.process, 0)
        os.close(worker.ended)
        self.workers.remove(worker)
        for kernel in worker.kernels:
            self._reap(kernel)

    def stop(self) -> None:
        """End all workers, and the kernels of those that had no time to."""
        left = {worker.ended: worker for worker in self.workers}
        for how, seconds in ((signal.SIGTERM, SECONDS_TO_STOP / 2), (signal.SIGKILL, SECONDS_TO_STOP)):
            for worker in left.values():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.process, how)
            until = time.monotonic() + seconds
            while left and (ready := wait([*left], max(0.0, until - time.monotonic()))):
                for ended in ready:
                    self._end(left.pop(ended))  # type: ignore[arg-type]


def _end(child: int) -> None:
    """End a process that was started from here, and its group if it leads one."""
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            end(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _children() -> set[int]:
    """The processes whose parent this one is; where the system does not say, none."""
    try:
        return {int(each) for path in Path("/proc/self/task").glob("*/children") for each in path.read_text().split()}
    except OSError:
        return set()


class ZygoteKernels:
    """Where the kernels of a worker come from: the zygote makes them, and waits for them."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def start(self, order: KernelOrder) -> int:
        self._pipe.send(("kernel", order))
        return _made(self._pipe.recv())

    def reap(self, kernel: int) -> None:
        self._pipe.send(("reap", kernel))


def _take_kernels_from(pipe: Connection) -> None:
    from pop_analysis.runner import engine

    engine.kernels = ZygoteKernels(pipe)


def _import_with_one_thread() -> None:
    """Import what begins threads as it is imported, or at its first sum: a fork would be without them.

    Arrow's own allocator keeps what was freed; workers would inherit some sixty megabytes of nothing.
    """
    once = {name: "1" for name in THREADS if name not in os.environ} | {"ARROW_DEFAULT_MEMORY_POOL": "system"}
    with environment(once), contextlib.suppress(ImportError):
        import numpy  # noqa: F401
        import pyarrow as arrow

        arrow.set_cpu_count(1)


@cache
def _import_everything() -> None:
    from pop_analysis.runner import engine
    from pop_analysis.runner.warmup import warm_up_page, warm_up_papermill

    engine.register()
    engine.is_this_python("python3")
    warm_up_papermill()
    warm_up_page([])


def _warm_up(task: Task) -> None:
    """Do ``task`` and leave nothing behind but what is imported and remembered. A warm-up proves nothing."""
    variables, folder = dict(os.environ), Path.cwd()
    with contextlib.suppress(Exception):
        task()
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    with warnings.catch_warnings():
        """Makes Python forget which warnings it has shown already: every worker shows its own."""
    trim()


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
