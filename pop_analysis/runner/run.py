"""Runs a plan: checks it, makes its reports in processes of their own, writes down what became of them."""

from __future__ import annotations

import logging
import math
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.atomic import unfinished
from pop_analysis.choices import takes_options
from pop_analysis.runner.job import Result, failed, run_one
from pop_analysis.runner.limits import NO_FORK_VARIABLE, Limits
from pop_analysis.runner.manifest import inputs_of, read_results, write_manifest
from pop_analysis.runner.output_lock import lock_output
from pop_analysis.runner.parameters import check_parameters
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.runner.process_ended import ProcessEnded
from pop_analysis.runner.process_pool import Job, run_in_pool
from pop_analysis.runner.warmup import import_what_is_known, warm_up_report

if TYPE_CHECKING:
    from pop_analysis.runner.zygote import ZygoteClient

SECONDS_BETWEEN_MANIFESTS = 5.0
LIVES = 2  # of the zygote, without a page made in between
log = logging.getLogger(__name__)

Progress = Callable[[Result], None]


@dataclass(frozen=True)
class RunOptions:
    """What a run is asked for.

    Attributes
    ----------
    plan
        The reports. Names and parameters of all of them are checked before the first one runs.
    out
        Where pages go; made when it is not there. ``manifest.json`` and ``timings.json`` are written there too.
    data
        The folder of data notebooks read (environment variable ``POP_ANALYSIS_PROCESSED``).
    jobs
        How many are made at once; by default half as many again as there are processors.
    progress
        Called with each result as it comes.
    force
        Make also what stands there already and is made from the same notebook, parameters, data and program.
    whole
        The plan this one is a part of: what an earlier run made of the rest stays in the manifest.
    limits
        How long each report may take, and how much memory.
    warmups
        Reports whose code is known to change nothing but what it shows: it is run once before all others, so that
        they find everything imported and remembered.
    zygote
        The process that is to make them, where one was started already. It ends with this.
    inputs_known
        Whether ``data`` is all the notebooks read. Where it is not, nobody can tell whether a page would come out as it
        stands there, and each is made; ``data`` is not handed to them, and they look for theirs as in JupyterLab.
    """

    plan: Plan
    out: Path
    data: Path
    jobs: int | None = None
    progress: Progress | None = None
    force: bool = False
    whole: Plan | None = None
    limits: Limits = field(default_factory=Limits)
    warmups: Iterable[Report] = ()
    zygote: ZygoteClient | None = None
    inputs_known: bool = True

    def check(self) -> dict[str, str]:
        """Return what each report would be made from; raises ``ParameterError`` where a notebook does not take it."""
        for report in self.plan:
            check_parameters(report.notebook, report.parameters)
        return {report.name: inputs_of(report, self.data) if self.inputs_known else "" for report in self.plan}


class RunRecord:
    """What has become of each report so far, told and written down as it comes.

    ``earlier`` is what an earlier run left, ``made_from`` of what each would be made now: one that would come out the
    same is kept. ``written`` is called after each writing.
    """

    def __init__(
        self,
        run: RunOptions,
        earlier: Mapping[str, Result],
        made_from: Mapping[str, str],
        written: Callable[[], None] | None = None,
    ) -> None:
        self.run, self.earlier, self._then = run, earlier, written
        self._written = time.monotonic()
        self.results: dict[str, Result] = {}
        for name, now in made_from.items():
            before = None if run.force else earlier.get(name)
            if now and before and before.good and before.made_from == now:
                self._add(before)
        self.todo = [report for report in run.plan if report.name not in self.results]

    def add(self, result: Result) -> None:
        self._add(result)
        if time.monotonic() - self._written > SECONDS_BETWEEN_MANIFESTS:
            self.write()  # a run that is killed has not worked for nothing

    def write(self) -> list[Result]:
        """Write what is known of the whole plan, and return it."""
        complete = self.run.whole or self.run.plan
        names = {report.name for report in complete}
        before = {name: each for name, each in self.earlier.items() if name in names}
        known = list((before | self.results).values())
        write_manifest(complete, known, self.run.out, self.run.data)
        if self._then:
            self._then()
        self._written = time.monotonic()
        return known

    def in_order(self) -> list[Result]:
        """Return one result a report, in the order of the plan."""
        return [self.results[report.name] for report in self.run.plan]

    def _add(self, result: Result) -> None:
        self.results[result.name] = result
        if self.run.progress:
            self.run.progress(result)


@takes_options(RunOptions)
def run_plan(run: RunOptions) -> list[Result]:
    """Make every report of a plan; see :class:`RunOptions` for what may be asked.

    Returns
    -------
    list of Result
        One a report, in the order of the plan. One that failed does not stop the others, and the last good page
        of it stays in place.

    Raises
    ------
    ParameterError
        Before anything runs, when a notebook does not take its parameters.
    OutputLocked
        Before anything runs, when another run is writing into ``out``.
    """
    run = replace(run, out=run.out.absolute(), data=run.data.absolute())
    made_from = run.check()
    with lock_output(run.out):
        record = RunRecord(run, read_results(run.out), made_from)
        try:
            for result in _made(run, record.todo, made_from):
                record.add(result)
        finally:
            try:
                record.write()
            except OSError:  # a disk that is full has failed reports already; without a manifest they are made again
                if all(result.good for result in record.results.values()):
                    raise
    return record.in_order()


def _made(run: RunOptions, todo: list[Report], made_from: dict[str, str]) -> Iterator[Result]:
    """Make the reports ``todo``, as many at once as was asked for."""
    out, limits = run.out, run.limits
    with unfinished(out) as work:
        handed = run.data if run.inputs_known else None
        job = partial(_run, made_from=made_from, out=out, data=handed, work=work, limits=limits)
        gone = partial(failed, out=out, reason="worker")
        late = partial(failed, out=out, reason="report_time", limits=limits)
        warm = [partial(warm_up_report, report, run.data) for report in run.warmups]
        warm = warm or [partial(import_what_is_known, {report.notebook for report in todo})]
        yield from run_all(todo, job, gone, run.jobs or usual_jobs(), limits, late, warm, run.zygote)


def usual_jobs() -> int:
    """Return how many reports are made at once: half as many again as there are processors, for some always wait."""
    return math.ceil(1.5 * (os.cpu_count() or 1))


def _run(report: Report, made_from: dict[str, str], out: Path, data: Path | None, work: Path, limits: Limits) -> Result:
    return run_one(report, out, data, work, made_from[report.name], limits)


# --- reports as things to hand to a job -----------------------------------------------------------------------------


def forks() -> bool:
    """Whether reports are made in forks of one zygote (Linux), or in processes started afresh."""
    return sys.platform == "linux" and not os.environ.get(NO_FORK_VARIABLE)


def run_all(
    todo: Sequence[Report],
    job: Job,
    gone: Callable[[Report], Result],
    jobs: int,
    limits: Limits | None = None,
    late: Callable[[Report], Result] | None = None,
    warmup_tasks: Sequence[Callable[[], None]] = (),
    zygote: ZygoteClient | None = None,
) -> Iterator[Result]:
    """Return the results of ``job`` for each report as they come, ``jobs`` at a time, in processes of their own.

    A report whose process dies hard is run once more, alone; if that dies too, it is ``gone``. One that goes on long
    after its time is ``late``. All others get their result.
    """
    limits = limits or Limits()
    if not todo:
        return
    if forks():
        yield from _run_in_workers(todo, job, gone, jobs, limits, late or gone, warmup_tasks, zygote)
    else:
        yield from run_in_pool(deque(todo), job, gone, jobs, limits)


def _run_in_workers(
    todo: Sequence[Report],
    job: Job,
    gone: Callable[[Report], Result],
    jobs: int,
    limits: Limits,
    late: Callable[[Report], Result],
    warmup_tasks: Sequence[Callable[[], None]],
    started: ZygoteClient | None,
) -> Iterator[Result]:
    from pop_analysis.runner.zygote import ZygoteClient

    waiting, alone, tried = deque(todo), deque[Report](), set[str]()
    lives = LIVES
    while waiting or alone:  # more than once only when the zygote itself has ended
        try:
            with started or ZygoteClient(limits) as zygote:
                started = None
                for task in warmup_tasks:
                    zygote.warm_up(task)
                for report, how, result in _dispatch(zygote, waiting, alone, job, jobs):
                    if how == "done" and result is not None:
                        lives = LIVES
                        yield result
                    elif how == "late":
                        yield late(report)
                    elif report.name in tried:
                        yield gone(report)
                    else:
                        tried.add(report.name)
                        alone.append(report)
        except ProcessEnded as why:
            started, lives = None, lives - 1
            if not lives:
                log.warning("%s", why.told("fresh"))
                yield from run_in_pool(deque([*waiting, *alone]), job, gone, jobs, limits)
                return


def _dispatch(
    zygote: ZygoteClient, waiting: deque[Report], alone: deque[Report], job: Job, jobs: int
) -> Iterator[tuple[Report, str, Result | None]]:
    """Hand out what waits, ``jobs`` at a time, then what is to run alone; tell how each has ended."""
    running: dict[str, Report] = {}
    while waiting or alone or running:
        while (waiting and len(running) < jobs) or (alone and not running):
            report = (waiting or alone).popleft()
            running[report.name] = report
            zygote.begin(report.name, partial(job, report))
        try:
            name, how, result = zygote.finished()
        except ProcessEnded:
            alone.extend(running.values())  # it may have been one of them; the others are not to blame
            raise
        yield running.pop(name), how, result
