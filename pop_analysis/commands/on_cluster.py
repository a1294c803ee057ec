"""``report --scheduler``: the same pages, made by the workers of a dask cluster and put to an address they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pop_analysis.choices import WrongUse
from pop_analysis.commands.places import check_apart, notebooks_folder, processed_folder, raw_folder, reports_folder
from pop_analysis.commands.watching import Watch
from pop_analysis.locale import in_every_language

if TYPE_CHECKING:
    from pop_analysis.commands.report_options import ReportOptions
    from pop_analysis.reading import Dataset
    from pop_analysis.runner.job import Result
    from pop_analysis.runner.plan import Plan, Report


def is_address(place: Path | str | None) -> bool:
    """Whether a place is an address of a store, and no folder.

    >>> is_address("s3://bucket/reports"), is_address("reports")
    (True, False)
    """
    return place is not None and "://" in str(place)


def said(reason: str, **named: str) -> WrongUse:
    """Return the error a person is shown: one line in each language."""
    return WrongUse(in_every_language(f"cluster.{reason}", example="s3://bucket/folder", **named))


def report_on_cluster(
    asked: ReportOptions,
    part: Callable[[Plan, Dataset, ReportOptions], Plan],
    warmups: Callable[[Plan, Dataset], list[Report]],
) -> list[Result]:
    """Read the workbooks here, and let the workers of a scheduler make the pages; see :func:`pop_analysis.report`.

    ``data`` and ``out`` may be addresses of fsspec; ``processed`` is a folder here. ``part`` gives what of the whole
    plan was asked for, ``warmups`` which reports are run ahead. Raises ``WrongUse``.
    """
    try:
        from pop_analysis.runner.dask.cluster import ClusterError, run_on_cluster
        from pop_analysis.runner.dask.store import Store
    except ImportError as error:
        raise said("no_extra") from error
    from pop_analysis.commands.plan_network import network_plan
    from pop_analysis.commands.process import process
    from pop_analysis.runner.limits import Limits
    from pop_analysis.runner.output_lock import OutputLocked
    from pop_analysis.runner.parameters import ParameterError
    from pop_analysis.runner.run import RunOptions
    from pop_analysis.site.data_archive import write_site_data
    from pop_analysis.site.index import write_index
    from pop_analysis.site.stubs import names_of_stubs, write_stubs

    data, out, scheduler = asked.data, asked.out, asked.scheduler or ""
    local = None if is_address(data) else data
    pages = None if is_address(out) else reports_folder(out, local).absolute()
    address = str(pages or out)

    @contextmanager
    def workbooks() -> Iterator[Path | str | None]:
        if not is_address(data):
            yield data
            return
        with TemporaryDirectory() as fetched:
            try:
                Store(str(data)).get_folder(Path(fetched))
            except (OSError, ValueError, ImportError) as error:
                raise said("no_store", address=str(data), error=str(error)) from error
            yield fetched

    tables = processed_folder(asked.processed, local)
    if not is_address(data):
        check_apart(raw_folder(local), tables, pages)
    with TemporaryDirectory() as place, workbooks() as raw:
        desk = Path(place)
        read = process(raw, tables, preview=asked.preview)
        whole = network_plan(read, notebooks_folder())
        plan = part(whole, read, asked)

        def finish(results: Iterable[Result]) -> None:
            store = Store(address)
            for name in names_of_stubs(whole, desk):  # what is no stub there stays as it is
                store.get(f"{name}.html", desk / f"{name}.html")
            write_stubs(whole, desk)
            write_site_data(tables, desk)
            write_index(whole, results, desk, read.model.languages)

        try:
            with (watch := Watch(asked.progress)).over(len(plan), desk) as told:
                limits = asked.limits or Limits()
                run = RunOptions(plan, desk, tables, None, told, asked.force, whole, limits, warmups(plan, read))
                return run_on_cluster(run, address, scheduler, finish, watch.tell_withdrawn, prune=asked.prune)
        except ClusterError as error:
            raise said(error.reason, **error.named) from error
        except (ParameterError, OutputLocked) as error:
            raise WrongUse(str(error)) from error
