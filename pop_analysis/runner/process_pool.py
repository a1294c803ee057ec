"""A pool of processes that are started afresh: what every system has, and where reports are made without a fork."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import TypeVar

from pop_analysis.pools import ended_in_a_hurry
from pop_analysis.runner.import_path import forget_it, nobody_elses_code
from pop_analysis.runner.job import Result, lighten_imports
from pop_analysis.runner.limits import NO_FORK_VARIABLE, Limits
from pop_analysis.runner.plan import Report
from pop_analysis.runner.process_ended import ProcessEnded

T = TypeVar("T")
Job = Callable[[Report], Result]


def run_in_pool(
    todo: deque[Report], job: Job, gone: Callable[[Report], Result], jobs: int, limits: Limits
) -> Iterator[Result]:
    """Return the results of ``job`` for each report as they come, ``jobs`` at a time.

    When a process dies hard it takes the pool with it, and nobody can say whose fault it was: those that ran at
    that moment are run again, each alone, and a second time if it dies there: it may have been the first time it
    really began. One that dies both times is ``gone``; all others get their result.
    """
    while todo:
        suspects = yield from _until_one_dies(todo, job, jobs, limits)
        for report in suspects:
            for _ in range(2):
                if not (yield from _until_one_dies(deque([report]), job, 1, limits)):
                    break
            else:
                yield gone(report)


def _until_one_dies(
    waiting: deque[Report], job: Job, jobs: int, limits: Limits
) -> Generator[Result, None, list[Report]]:
    """Run what waits; give back the reports that were running when a process died."""
    running: dict[Future[Result], Report] = {}
    lost: list[Report] = []
    with _pool(min(jobs, len(waiting)), limits) as pool:
        while (waiting or running) and not lost:
            try:
                while waiting and len(running) < jobs:
                    with nobody_elses_code():
                        future = pool.submit(job, waiting[0])
                    running[future] = waiting.popleft()
            except BrokenProcessPool:  # one died just now; which were running says the look at them below
                wait(running)
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                done, _ = wait(running)
            for future in done:
                report = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append(report)
                else:
                    yield future.result()
    return lost


def run_in_fresh_process(task: Callable[[], T]) -> T:
    """Return what ``task`` gives, or raise what it raises, in a process started for it; it may be killed there."""
    try:
        with _pool(1, Limits(memory_mb=0)) as pool:
            with nobody_elses_code():
                future = pool.submit(task)
            return future.result()
    except BrokenProcessPool as error:
        raise ProcessEnded("started") from error


@contextmanager
def _pool(jobs: int, limits: Limits) -> Iterator[ProcessPoolExecutor]:
    """A pool of fresh processes."""
    spawn = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    with nobody_elses_code():  # Python starts a process of its own with it, which looks after semaphores
        started = ProcessPoolExecutor(jobs, spawn, _prepare_worker, (limits,))
    with ended_in_a_hurry(started, BaseProcess.terminate) as pool:  # a report that is told so ends its kernel
        yield pool


def deaf_to_the_terminal() -> None:
    """Leave it to the parent to end: a terminal tells everyone in it of Ctrl-C, and that it is closed."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def prepare_process() -> None:
    """Make a process ready: no warning that means nothing, no slow import nobody needs."""
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # else every kernel warns of its debugger
    forget_it()
    lighten_imports()


def silence_stderr() -> None:
    """Keep the terminal quiet: kernels greet on stderr, each of them; what went wrong travels in the result."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)


def _prepare_worker(limits: Limits) -> None:
    os.environ[NO_FORK_VARIABLE] = "1"  # what went wrong with forks is not to go wrong here
    prepare_process()
    limits.hold_threads()
    silence_stderr()
    deaf_to_the_terminal()
    limits.hold_memory()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed tells nobody; without this its workers would wait for ever, and their kernels too."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
