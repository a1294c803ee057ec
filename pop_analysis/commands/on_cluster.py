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

if TYPE_CHECKING:
    from pop_analysis.commands.report_options import ReportOptions
    from pop_analysis.reading import Dataset
    from pop_analysis.runner.job import Result
    from pop_analysis.runner.plan import Plan, Report

TOLD = {
    "no_extra": {
        "en": "for a cluster more packages are needed: pip install 'pop-analysis[scale]'",
        "sq": "për një grup makinash duhen paketa të tjera: pip install 'pop-analysis[scale]'",
    },
    "no_scheduler": {
        "en": "no dask scheduler answers at {address}: see that “dask scheduler” runs there and its port is open.",
        "sq": "asnjë “dask scheduler” nuk përgjigjet te {address}: shihni nëse punon atje dhe nëse porta është hapur.",
    },
    "no_workers": {
        "en": "the scheduler at {address} has no workers: start one with “dask worker {address}”.",
        "sq": "te {address} nuk është lidhur asnjë “worker”: nisni një me “dask worker {address}”.",
    },
    "no_store": {
        "en": "{address} cannot be used: {error}. See that it exists, and that its keys stand in the environment.",
        "sq": "{address} nuk mund të përdoret: {error}. Shihni nëse ekziston dhe nëse çelësat janë në mjedis.",
    },
    "not_shared": {
        "en": "a worker does not find at {address} what was just put there ({error}). For --out give an address that "
        "all machines share: s3://bucket/folder, or a network folder.",
        "sq": "një “worker” nuk gjen te {address} atë që sapo u vendos atje ({error}). Te --out jepni një adresë që e "
        "shohin të gjitha makinat: s3://bucket/dosja, ose një dosje rrjeti.",
    },
    "other_program": {
        "en": "a worker has other packages than this machine, and would make other pages ({error}). Install the same "
        "on all machines: pip install -c constraints.txt.",
        "sq": "një “worker” ka paketa të tjera nga kjo makinë dhe do të bënte faqe të tjera ({error}). Instaloni të "
        "njëjtat në të gjitha makinat: pip install -c constraints.txt.",
    },
    "no_cluster": {
        "en": "{address} is an address for a cluster: give --scheduler ADDRESS too, or a folder.",
        "sq": "{address} është adresë për një grup makinash: jepni edhe --scheduler ADDRESS, ose një dosje.",
    },
    "not_made": {
        "en": "a cluster makes no --pdf, --cards or --shared-assets, and no pages of other notebooks. Copy the pages "
        "to a folder and run the command there without --scheduler: it keeps them and adds what is asked for.",
        "sq": "një grup makinash nuk bën --pdf, --cards, --shared-assets, as faqe nga fletore të tjera. Kopjojini "
        "faqet në një dosje dhe jepni komandën atje pa --scheduler: ajo i ruan dhe shton atë që kërkohet.",
    },
}
"""What is said when a cluster cannot be used, by its reason, in each language."""


def is_address(place: Path | str | None) -> bool:
    """Whether a place is an address of a store, and no folder.

    >>> is_address("s3://bucket/reports"), is_address("reports")
    (True, False)
    """
    return place is not None and "://" in str(place)


def said(reason: str, **named: str) -> WrongUse:
    """Return the error a person is shown: one line in each language."""
    return WrongUse("\n".join(text.format(**named) for text in TOLD[reason].values()))


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
        read = process(raw, tables)
        whole = network_plan(read, notebooks_folder())
        plan = part(whole, read, asked)

        def finish(results: Iterable[Result]) -> None:
            write_site_data(tables, desk)
            write_index(whole, results, desk, read.model.languages)

        try:
            with Watch(asked.progress).over(len(plan), desk) as told:
                limits = asked.limits or Limits()
                run = RunOptions(plan, desk, tables, None, told, asked.force, whole, limits, warmups(plan, read))
                return run_on_cluster(run, address, scheduler, finish)
        except ClusterError as error:
            raise said(error.reason, **error.named) from error
        except (ParameterError, OutputLocked) as error:
            raise WrongUse(str(error)) from error
