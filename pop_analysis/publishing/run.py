"""Runs a plan: checks it, makes its reports in processes of their own, writes down what became of them."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType

from pop_analysis.publishing.job import Result, failed, lighten_imports, run_one
from pop_analysis.publishing.manifest import inputs_of, read_results, write_manifest
from pop_analysis.publishing.parameters import check_parameters
from pop_analysis.publishing.plan import Plan, Report

UNFINISHED = ".unfinished"
LEFT_BEHIND_SECONDS = 3600
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS")

Job = Callable[[Report], Result]
Progress = Callable[[Result], None]


def run_plan(
    plan: Plan,
    out: Path,
    data: Path,
    jobs: int | None = None,
    progress: Progress | None = None,
    force: bool = False,
    whole: Plan | None = None,
) -> list[Result]:
    """Make every report of ``plan``.

    Parameters
    ----------
    plan
        The reports. Names and parameters of all of them are checked before the first one runs.
    out
        Where pages go; made when it is not there. ``manifest.json`` and ``timings.json`` are written there too.
    data
        The folder of data notebooks read (environment variable ``POP_ANALYSIS_PROCESSED``).
    jobs
        How many are made at once; by default as many as there are processors.
    progress
        Called with each result as it comes.
    force
        Make also what stands there already and is made from the same notebook, parameters, data and program.
    whole
        The plan this one is a part of: what an earlier run made of the rest stays in the manifest.

    Returns
    -------
    list of Result
        One a report, in the order of the plan. One that failed does not stop the others, and the last good page
        of it stays in place.

    Raises
    ------
    ParameterError
        Before anything runs, when a notebook does not take its parameters.
    """
    for report in plan:
        check_parameters(report.notebook, report.parameters)
    out, data = out.absolute(), data.absolute()
    out.mkdir(parents=True, exist_ok=True)
    earlier = read_results(out)
    made_from = {report.name: inputs_of(report, data) for report in plan}
    results = (
        {} if force else {name: earlier[name] for name in made_from if _stands(earlier.get(name), made_from[name])}
    )
    todo = [report for report in plan if report.name not in results]
    told = progress or (lambda _: None)
    for result in results.values():
        told(result)
    try:
        with _workplace(out) as work:
            job = partial(_run, made_from=made_from, out=out, data=data, work=work)
            gone = partial(failed, out=out, reason="worker", error="the process that made the report ended")
            for result in run_all(todo, job, gone, jobs or os.cpu_count() or 1):
                results[result.name] = result
                told(result)
    finally:
        complete = whole or plan
        names = {report.name for report in complete}
        write_manifest(complete, ({k: v for k, v in earlier.items() if k in names} | results).values(), out, data)
    return [results[report.name] for report in plan]


def _stands(result: Result | None, made_from: str) -> bool:
    return result is not None and result.good and result.made_from == made_from


def _run(report: Report, made_from: dict[str, str], out: Path, data: Path, work: Path) -> Result:
    return run_one(report, out, data, work, made_from[report.name])


# --- the pool: knows reports only as things to hand to a job --------------------------------------------------------


def run_all(todo: Sequence[Report], job: Job, gone: Callable[[Report], Result], jobs: int) -> Iterator[Result]:
    """Give the results of ``job`` for each report as they come, ``jobs`` at a time, in processes of their own.

    When a process dies hard it takes the pool with it, and nobody can say whose fault it was: those that ran at
    that moment are run again, each alone, and a second time if it dies there: it may have been the first time it
    really began. One that dies both times is ``gone``; all others get their result.
    """
    waiting = deque(todo)
    while waiting:
        suspects = yield from _until_one_dies(waiting, job, jobs)
        for report in suspects:
            for _ in range(2):
                if not (yield from _until_one_dies(deque([report]), job, 1)):
                    break
            else:
                yield gone(report)


def _until_one_dies(waiting: deque[Report], job: Job, jobs: int) -> Generator[Result, None, list[Report]]:
    """Run what waits; give back the reports that were running when a process died."""
    running: dict[Future[Result], Report] = {}
    lost: list[Report] = []
    with _pool(min(jobs, len(waiting))) as pool:
        while (waiting or running) and not lost:
            try:
                while waiting and len(running) < jobs:
                    with _nobody_elses_script():
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


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of fresh processes. When it is left in a hurry (Ctrl-C), they do not go on behind our back."""
    others = {process.pid for process in multiprocessing.active_children()}
    # spawn, because a fork of a process with threads may hang, and because every system has it
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _prepare_worker) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                if process.pid not in others:
                    process.terminate()
            raise


@contextmanager
def _nobody_elses_script() -> Iterator[None]:
    """Start processes that do not run the caller's script again: it may call us without asking where it runs."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _prepare_worker() -> None:
    """Make a process ready: one thread each, no interrupt of its own, no slow import nobody needs."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # else every kernel warns of its debugger
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides; a terminal sends Ctrl-C to everyone
    lighten_imports()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # kernels greet on stderr, each of them; what went wrong travels in the result


def _end_with_parent() -> None:
    """A parent that is killed tells nobody; without this its workers would wait for ever, and their kernels too."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _workplace(out: Path) -> Iterator[Path]:
    """A folder for what is not finished, on the same disk as ``out``; gone afterwards."""
    for old in out.glob(f"{UNFINISHED}-*"):  # of a run that was killed
        if time.time() - old.stat().st_mtime > LEFT_BEHIND_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    work = out / f"{UNFINISHED}-{os.getpid()}"
    work.mkdir(exist_ok=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
