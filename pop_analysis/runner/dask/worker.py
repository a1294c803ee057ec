"""What a dask worker does: it fetches what reports are made of, once, makes each in a process of its own, and puts
the finished page to the shared address. Only the small result goes back through the scheduler.

A worker has threads, and must not be forked. So it starts one zygote, as a run on one machine does, and that
one is forked for each report. Where there is no fork, each report gets a fresh process.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import shutil
import sys
import threading
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

import pop_analysis
from pop_analysis.runner.dask.store import Store
from pop_analysis.runner.job import NOTEBOOKS, Result, failed, failed_before, run_one
from pop_analysis.runner.limits import Limits
from pop_analysis.runner.manifest import CODE, versions
from pop_analysis.runner.plan import Report
from pop_analysis.runner.process_ended import ProcessEnded
from pop_analysis.runner.process_pool import run_in_pool
from pop_analysis.runner.run import forks
from pop_analysis.runner.warmup import import_what_is_known, warm_up_report
from pop_analysis.runner.zygote import ZygoteClient

INPUTS = ".inputs"
DATA = "processed"


class Unready(RuntimeError):
    """A worker that cannot make reports as they would be made elsewhere; the message says what it lacks."""


@dataclass(frozen=True)
class Order:
    """What a worker has to know of a run.

    Attributes
    ----------
    run
        A name no other run has.
    address
        The shared address: inputs are found there, pages go there.
    inputs
        The name of the packed notebooks and data there.
    made_with
        What the program that gives the order is made of, see :func:`program`.
    warmups
        Reports that are run once before all others, with the path of their notebook within the inputs.
    """

    run: str
    address: str
    inputs: str
    made_with: Mapping[str, str]
    limits: Limits
    warmups: tuple[Report, ...] = ()


@cache
def program() -> dict[str, str]:
    """Return what pages depend on besides notebook and data: this program, the versions of its packages, its zlib."""
    digest, folder = hashlib.sha256(), Path(pop_analysis.__file__).parent
    for path in sorted(each for each in folder.rglob("*") if each.suffix in CODE):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    own = {"pop-analysis": f"{pop_analysis.__version__} ({digest.hexdigest()[:8]})"}
    return own | versions() | {"zlib": zlib.ZLIB_RUNTIME_VERSION}


def differences(made_with: Mapping[str, str]) -> str:
    """Return in what this machine's program differs: pages made here would not be those made elsewhere.

    >>> differences(program())
    ''
    """
    own = program()
    differing = [name for name in made_with if own.get(name) != made_with[name]]
    return ", ".join(f"{name} {own.get(name) or 'missing'} instead of {made_with[name]}" for name in differing)


def make_report(run: str, report: Report, made_from: str) -> Result:
    """Make one report on the worker this is called on: the task that is handed to dask."""
    plugin = get_worker().plugins[run]
    assert isinstance(plugin, ReportPlugin)  # noqa: S101 — for mypy: dask knows only plugins
    return plugin.make(report, made_from)


class ReportPlugin(WorkerPlugin):
    """The part of a worker that makes the reports of one run; dask gives it to every worker, and to those that come."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.name = order.run

    def setup(self, worker: Any) -> None:
        self._folder = Path(worker.local_directory) / self.order.run
        self._opening = threading.Lock()
        self._store: Store | None = None
        self._zygote: SharedZygote | None = None

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 — dask gives it
        if self._zygote:
            self._zygote.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def make(self, report: Report, made_from: str) -> Result:
        """Make a report and put it to the shared address; raises ``OSError`` when it cannot be put there."""
        store = self._open()
        out, inputs, limits = self._folder / "out", self._folder / INPUTS, self.order.limits
        report = replace(report, notebook=inputs / report.notebook)
        job = partial(
            run_one, out=out, data=inputs / DATA, work=self._folder / "work", made_from=made_from, limits=limits
        )
        gone = partial(failed, out=out, reason="worker")
        if forks():
            result = self._make_in_worker(report, job, gone)
        else:
            with may_have_children():
                result = next(run_in_pool(deque([report]), job, gone, 1, limits))
        return self._put(store, report, out, result)

    def _make_in_worker(
        self, report: Report, job: Callable[[Report], Result], gone: Callable[[Report], Result]
    ) -> Result:
        for _ in range(2):  # one that died hard is tried once more
            with self._opening:
                if self._zygote is None or self._zygote.ended:
                    self._zygote = SharedZygote(self.order.limits, self._warmup_tasks(report))
            how, result = self._zygote.do(report.name, partial(job, report))
            if how == "done":
                return result  # type: ignore[no-any-return]
            if how == "late":
                return failed(report, self._folder / "out", "report_time", limits=self.order.limits)
        return gone(report)

    def _warmup_tasks(self, report: Report) -> list[Callable[[], None]]:
        inputs = self._folder / INPUTS
        known = [replace(each, notebook=inputs / each.notebook) for each in self.order.warmups]
        return [partial(warm_up_report, each, inputs / DATA) for each in known] or [
            partial(import_what_is_known, {report.notebook})
        ]

    def _open(self) -> Store:
        """Fetch notebooks and data, the first time."""
        with self._opening:
            if self._store is None:
                if differing := differences(self.order.made_with):
                    raise Unready(f"this worker has {differing}")
                store, packed = Store(self.order.address), self._folder / "inputs.zip"
                (self._folder / "work").mkdir(parents=True, exist_ok=True)
                (self._folder / "out").mkdir(exist_ok=True)
                if not store.get(self.order.inputs, packed):
                    raise Unready(f"there is nothing at {self.order.address} for this worker: is the address shared?")
                with zipfile.ZipFile(packed) as archive:
                    archive.extractall(self._folder / INPUTS)
                packed.unlink()
                self._store = store
        return self._store

    def _put(self, store: Store, report: Report, out: Path, result: Result) -> Result:
        """Put what was made to the shared address, the page last, and keep nothing of it here."""
        notebook = out / NOTEBOOKS / f"{report.name}.ipynb"
        names = [notebook, out / report.file] if result.good else [failed_before(out, report.name)]
        for path in names:
            if path.is_file():
                store.put(path, path.relative_to(out).as_posix())
                path.unlink()
        return result


class SharedZygote:
    """A zygote for many threads: one thread starts it and hears from it, any may ask for a worker.

    A process that has asked to be killed with its parent is killed when the *thread* that started it ends: so that
    one must stay.
    """

    def __init__(self, limits: Limits, warmup_tasks: Sequence[Callable[[], None]]) -> None:
        self.ended = False
        self._asked: dict[str, Future[tuple[str, Any]]] = {}
        self._one_at_a_time = threading.Lock()
        started: Future[ZygoteClient] = Future()
        self._thread = threading.Thread(target=self._serve, args=(limits, warmup_tasks, started), daemon=True)
        self._thread.start()
        self._client = started.result()

    def do(self, name: str, task: Callable[[], Any]) -> tuple[str, Any]:
        """Run ``task`` in a worker and wait for it: ``done`` with what it returned, ``died`` or ``late``."""
        answer: Future[tuple[str, Any]] = Future()
        with self._one_at_a_time:
            if self.ended:
                return "died", None
            self._asked[name] = answer
            self._client.begin(name, task)
        return answer.result()

    def stop(self) -> None:
        """End the zygote, and every worker with it."""
        with self._one_at_a_time:
            if not self.ended:
                self._client.warm_up(sys.exit)
        self._thread.join(2)

    def _serve(self, limits: Limits, warmup_tasks: Sequence[Callable[[], None]], started: Future[ZygoteClient]) -> None:
        try:
            zygote = ZygoteClient(limits)
        except BaseException as error:  # noqa: BLE001 — whoever waits is told
            self.ended = True
            started.set_exception(error)
            return
        with zygote:
            for task in warmup_tasks:
                zygote.warm_up(task)
            started.set_result(zygote)
            with contextlib.suppress(ProcessEnded, OSError):
                while True:
                    name, how, result = zygote.finished()
                    self._asked.pop(name).set_result((how, result))
        with self._one_at_a_time:
            self.ended = True
            for answer in self._asked.values():
                answer.set_result(("died", None))


@contextlib.contextmanager
def may_have_children() -> Iterator[None]:
    """Let this process start others although dask's nanny has made it a daemon, of which Python forbids it.

    The reason for that is that they would outlive it; ours end with their parent.
    """
    me = multiprocessing.current_process()
    before = me.daemon
    me.daemon = False
    try:
        yield
    finally:
        me.daemon = before
