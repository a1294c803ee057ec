"""Runs a plan on a dask.distributed cluster: the same reports, made by workers anywhere, put to an address they share.

Nothing of our own stands between scheduler and workers: each report is one task of dask, which gives it to a worker,
and to another one when that worker dies. See :mod:`~pop_analysis.runner.dask.worker` for what a worker does.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from distributed import Client, Future, as_completed

from pop_analysis.locale import in_every_language
from pop_analysis.runner.dask.store import Store
from pop_analysis.runner.dask.worker import DATA, INPUTS, Order, ReportPlugin, differences, make_report, program
from pop_analysis.runner.job import NOTEBOOKS, Failure, Result, advised, published_beside
from pop_analysis.runner.limits import Limits
from pop_analysis.runner.manifest import MANIFEST, TIMINGS, read_manifest
from pop_analysis.runner.plan import PlanError, Report
from pop_analysis.runner.run import RunOptions, RunRecord
from pop_analysis.runner.withdrawn import WITHDRAWN, WithdrawnPage, withdraw

SECONDS_TO_ANSWER = 15
RETRIES = 2
# How many reports the scheduler knows of at a time, at least, and for each thread of a worker: its memory stays flat.
AHEAD, AHEAD_EACH = 100, 4

Finish = Callable[[Iterable[Result]], None]
TellWithdrawn = Callable[[list[WithdrawnPage]], None]


class ClusterError(RuntimeError):
    """Why a cluster cannot do the work.

    ``reason`` is ``no_scheduler``, ``no_workers``, ``no_store``, ``not_shared`` or ``other_program``; ``named`` holds
    what a message may name: ``address``, ``error``.
    """

    def __init__(self, reason: str, **named: str) -> None:
        super().__init__(reason, named)
        self.reason, self.named = reason, named


def run_on_cluster(
    run: RunOptions,
    address: str,
    scheduler: str,
    finish: Finish,
    tell_withdrawn: TellWithdrawn | None = None,
    *,
    prune: bool = False,
) -> list[Result]:
    """Make every report of ``run.plan`` on the workers of ``scheduler``, and put them to ``address``.

    Parameters
    ----------
    run
        As for :func:`~pop_analysis.runner.run.run_plan`. The notebooks and the data are packed and put to ``address``
        for as long as the run goes on. ``run.out`` is a folder here: the manifest is written into it, and everything
        that stands there at the end, but for folders, is put to ``address``.
    address
        Any address of fsspec that this machine and all workers share: ``s3://bucket/folder``, a network folder.
    scheduler
        The address of dask's scheduler, such as ``tcp://10.0.0.1:8786``.
    finish
        Called with all results, of earlier runs too, to write what else is wanted into ``run.out``: an index.
    tell_withdrawn
        Called with the pages of earlier runs that are no longer in ``run.whole``, see
        :mod:`~pop_analysis.runner.withdrawn`.
    prune
        Delete them instead of moving them to ``withdrawn/``.

    Returns
    -------
    list of Result
        One a report, in the order of the plan, as a run on one machine gives them.

    Raises
    ------
    ClusterError, ParameterError, OutputLocked, PlanError
        Before anything runs.
    """
    made_from = run.check()
    with _connected(scheduler) as client:
        try:
            store = Store(address)
            held = store.alone()
            held.__enter__()
        except (OSError, ValueError, ImportError) as error:
            raise ClusterError("no_store", address=address, error=str(error)) from error
        with contextlib.ExitStack() as stack:
            stack.push(held.__exit__)
            for name in (MANIFEST, TIMINGS):
                store.get(name, run.out / name)
            gone = _withdraw(store, run, prune)
            if tell_withdrawn:
                tell_withdrawn(gone)
            earlier = _results_before(store, run.out)

            def put_manifest() -> None:
                for name in (MANIFEST, TIMINGS):
                    store.put(run.out / name, name)

            record = RunRecord(run, earlier, made_from, put_manifest)
            try:
                for report, result in _on_workers(client, store, run, record.todo, made_from):
                    before = earlier.get(report.name)
                    result = _as_seen_from_here(result, before, address, run.limits)
                    if result.good and before and not before.good:
                        store.remove(f"{NOTEBOOKS}/{report.name}.failed.ipynb")
                    record.add(result)
            finally:
                finish(record.write())
                for path in sorted(each for each in run.out.iterdir() if each.is_file()):
                    store.put(path, path.name)
    return record.in_order()


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    try:
        client = Client(scheduler, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError("no_scheduler", address=scheduler, error=str(error)) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except TimeoutError as error:
            raise ClusterError("no_workers", address=scheduler) from error
        yield client


def _on_workers(
    client: Client, store: Store, run: RunOptions, todo: list[Report], made_from: dict[str, str]
) -> Iterator[tuple[Report, Result]]:
    """Return each report of ``todo`` with its result as it comes."""
    if not todo:
        return
    key = f"pop-analysis-{uuid4().hex}"
    _ask_each(client, "other_program", differences, program())
    inputs = _put_inputs(store, run, key)
    _ask_each(client, "not_shared", _not_seen, store.address, inputs)
    order = Order(key, store.address, inputs, program(), run.limits, tuple(map(_sent, run.warmups)))
    client.register_plugin(ReportPlugin(order), name=key)
    asked: dict[str, tuple[Report, Future[Result]]] = {}

    def submit(report: Report) -> Future[Result]:
        future = client.submit(
            make_report, key, _sent(report), made_from[report.name], key=f"{report.name}-{key}", retries=RETRIES
        )
        asked[str(future.key)] = report, future
        return future

    waiting = iter(todo)
    try:
        ahead = max(AHEAD, AHEAD_EACH * sum(client.nthreads().values()))
        running = as_completed([submit(report) for report in islice(waiting, ahead)], loop=client.loop)
        for future in running:
            report, _ = asked[str(future.key)]
            result = _result_of(report, future)
            del asked[str(future.key)]  # what nobody holds, the scheduler forgets
            yield report, result
            running.update(submit(each) for each in islice(waiting, 1))
    finally:
        with contextlib.suppress(Exception):  # a scheduler that has gone has forgotten it already
            client.cancel([future for _, future in asked.values()])
            client.unregister_worker_plugin(key)
        store.remove(inputs)


def _sent(report: Report) -> Report:
    """A report as a worker needs it: no card, and its notebook among the inputs."""
    return replace(report, card=None, notebook=Path(NOTEBOOKS) / report.notebook.name)


def _put_inputs(store: Store, run: RunOptions, key: str) -> str:
    """Pack the notebooks, the data, and what of them was last published; return the name it has in the store."""
    notebooks = {report.notebook.absolute() for report in run.plan}
    if len({path.name for path in notebooks}) < len(notebooks):
        raise PlanError(in_every_language("cluster.two_of_a_name"))
    folders = {DATA: run.data, published_beside(run.data).name: published_beside(run.data)}
    packed = run.out / f"{key}.zip"
    try:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(notebooks):
                archive.write(path, f"{NOTEBOOKS}/{path.name}")
            for name, folder in folders.items():
                for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                    archive.write(path, f"{name}/{path.relative_to(folder).as_posix()}")
        name = f"{INPUTS}/{hashlib.sha256(packed.read_bytes()).hexdigest()}.zip"
        store.put(packed, name)
    finally:
        packed.unlink(missing_ok=True)
    return name


def _ask_each(client: Client, reason: str, question: Callable[..., str], *about: Any) -> None:
    """Ask every worker; raises ``ClusterError`` with the first that has something to say."""
    for worker, answer in client.run(question, *about, on_error="return").items():
        if answer:
            named = about[0] if isinstance(about[0], str) else worker
            raise ClusterError(reason, address=named, error=f"{worker}: {answer}")


def _not_seen(address: str, name: str) -> str:
    """Whether this machine does not find what was put to the address; asked on the workers."""
    try:
        return "" if Store(address).has(name) else "nothing there"
    except (OSError, ValueError, ImportError) as error:
        return f"{type(error).__name__}: {error}"


def _result_of(report: Report, future: Future[Result]) -> Result:
    """What became of a report; of one whose task itself failed, every time it was tried, a failure."""
    if future.status == "finished":
        result: Result = future.result()
        return result
    if future.status != "error":
        return Result(report.name, "failed", 0.0, Failure("worker").error, "worker")
    error = future.exception()
    kind = type(error).__name__
    reason = "worker" if kind == "KilledWorker" else "disk" if isinstance(error, OSError) else "unexpected"
    line = Failure(reason).error if reason == "worker" else " ".join(f"{kind}: {error}".split())
    return Result(report.name, "failed", 0.0, line[:300], reason)


def _as_seen_from_here(result: Result, before: Result | None, address: str, limits: Limits) -> Result:
    """A failure with the page that stands in the store, and with advice on what stands there."""
    if result.good:
        return result
    named = advised(result.name, f"{address.rstrip('/')}/", result.reason, limits)
    return replace(result, named=named, sha256=before.sha256 if before else "")


def _withdraw(store: Store, run: RunOptions, prune: bool) -> list[WithdrawnPage]:
    """Do in the store what a run on one machine does in its folder, by copies of the pages it is about.

    Of those that are withdrawn the copies stay in ``run.out``: the index looks for them there.
    """
    whole, manifest = run.whole or run.plan, read_manifest(run.out)
    if not whole.project or manifest.get("project") != whole.project:
        return []
    planned = {report.name for report in whole}
    made, aside = (_names(manifest.get(key, [])) for key in ("reports", WITHDRAWN))
    brought = [file for name in made if name not in planned for file in _bring(store, run.out, "", name)]
    brought += [file for name in aside for file in _bring(store, run.out, f"{WITHDRAWN}/", name)]
    before = _standing(run.out)
    pages = withdraw(whole, run.out, prune=prune)
    after = _standing(run.out)
    for file in sorted(after - before):
        store.put(run.out / file, file)
    if before != after:
        store.put(run.out / MANIFEST, MANIFEST)
    for file in sorted(before - after):
        store.remove(file)
    for file in (after - before) | {*brought}:
        if not file.startswith(f"{WITHDRAWN}/"):  # a worker may put a newer one there
            (run.out / file).unlink(missing_ok=True)
    return pages


def _names(entries: list[Any]) -> list[str]:
    return [str(each.get("name", "")) for each in entries if isinstance(each, dict)]


def _bring(store: Store, desk: Path, place: str, name: str) -> Iterator[str]:
    """Bring what was made of a report here; give the names of the files there were."""
    for file in (f"{name}.html", f"{NOTEBOOKS}/{name}.ipynb", f"{NOTEBOOKS}/{name}.failed.ipynb"):
        (desk / place / file).parent.mkdir(parents=True, exist_ok=True)
        if store.get(place + file, desk / place / file):
            yield place + file


def _standing(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _results_before(store: Store, desk: Path) -> dict[str, Result]:
    """What the last run left in the store, by name. A page counts that is there: no half of one can be."""
    try:
        entries = json.loads((desk / MANIFEST).read_text(encoding="utf-8"))["reports"]
    except (OSError, ValueError, KeyError):
        return {}
    there, found = store.names(), {}
    for entry in entries:
        name, sha256 = entry["name"], entry["sha256"] if f"{entry['name']}.html" in there else ""
        if entry["status"] == "failed":
            error, reason = entry.get("error") or "", entry.get("reason") or ""
            found[name] = Result(name, "failed", 0.0, error, reason, cell=entry.get("cell"), sha256=sha256 or "")
        elif sha256:
            found[name] = Result(name, "kept", sha256=sha256, made_from=entry.get("made_from") or "")
    return found
