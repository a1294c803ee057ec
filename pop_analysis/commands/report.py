"""``report``: workbooks in, a folder of pages out."""

from __future__ import annotations

import errno
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pop_analysis.choices import WrongUse, takes_options
from pop_analysis.commands.asked import chosen, chosen_municipalities
from pop_analysis.commands.on_cluster import is_address, report_on_cluster, said
from pop_analysis.commands.places import check_apart, notebooks_folder, processed_folder, raw_folder, reports_folder
from pop_analysis.commands.report_options import ReportOptions
from pop_analysis.commands.watching import Watch
from pop_analysis.locale import languages_meant, speaking

if TYPE_CHECKING:
    from pop_analysis.reading import Dataset
    from pop_analysis.runner.job import Result
    from pop_analysis.runner.limits import Limits
    from pop_analysis.runner.plan import Plan, Report
    from pop_analysis.runner.zygote import ZygoteClient

# A warm-up takes as long as a report, while the other processors wait. It spares each report that follows half of that;
# what municipalities of one term are compared by, a tenth.
MIN_REPORTS_FOR_WARMUP, MIN_OF_ONE_TERM = 6, 10
log = logging.getLogger(__name__)


@takes_options(ReportOptions)
def report(asked: ReportOptions) -> list[Result]:
    """Read the workbooks, run the notebooks and write the pages, with an index of them all.

    Parameters
    ----------
    data, processed, out
        The folders of workbooks, of tables and of pages; by default ``data/raw``, ``data/processed`` and
        ``reports`` of the project. Of other workbooks the tables go to ``<data>-tables`` and the pages to
        ``<data>-pages``, beside them: never among those of the project.
    notebooks, municipalities, languages
        Make only these: notebooks by their name, such as ``network``; codes as in the register; ``sq``, ``en``.
        Naming municipalities alone makes only their pages. The rest of an earlier run stays, on the index too.
    jobs
        How many reports are made at once; by default half as many again as there are processors.
    force
        Make also pages that stand there already and would come out the same.
    progress
        Show a bar, where there is a terminal to show it on. What became of each report stands in ``report.log``.
    preview
        Mark every page as a draft until ``approval.yml`` beside the workbooks says who approved this version of the
        data; where there is such a file, that is so without asking. Pages of an approved edition say who and when.
    pdf
        Print every page that was asked for to ``pdf/`` in ``out`` too, through Chromium.
    shared_assets
        Write ``web/`` in ``out`` too: the same pages for a web server, with one plotly.js for all of them.
    cards
        Write ``cards/`` in ``out`` too: a picture of 1200 × 630 for each report, as SVG and, with Chromium, as PNG.
    prune
        Delete the pages of municipalities, years and languages that are no longer there, instead of moving them to
        ``withdrawn/`` in ``out``.
    limits
        How long a report may take, and how much memory; by default 30 minutes and 2 GB.
    scheduler
        The address of a dask scheduler: its workers make the pages. ``out``, and ``data``, may then be addresses such
        as ``s3://bucket/folder``; ``out`` is one that this machine and all workers share.

    Returns
    -------
    list of Result
        One a report: name, status (``made``, ``kept``, ``failed``), seconds, and of a failure the error, the cell
        and what to do. The last good page of a report that failed stays where it is.

    Raises
    ------
    WrongUse
        Before anything runs, when a notebook, municipality or language is not known (the message says which are), a
        notebook does not take the parameters of its page, or another run is writing into the same folder; for ``pdf``
        also when there is no Chromium.

    Examples
    --------
    >>> made = pop.report("data/raw", folder / "tables", folder / "pages", municipalities=["fier"],
    ...     languages=["en"], progress=False)
    >>> [(each.name, each.status) for each in made]
    [('municipality-fier-en', 'made')]
    """
    if asked.scheduler:
        if asked.pdf or asked.cards or asked.shared_assets:
            raise said("not_made")
        return report_on_cluster(asked, part_of, worth_warming_up)
    if address := next((str(place) for place in (asked.data, asked.out) if is_address(place)), None):
        raise said("no_cluster", address=address)
    from pop_analysis.runner.output_lock import OutputLocked
    from pop_analysis.runner.parameters import ParameterError
    from pop_analysis.site.browser import NoBrowser
    from pop_analysis.site.web_folder import write_web_folder

    pages = reports_folder(asked.out, asked.data)
    try:
        results = _make_pages(asked, pages)
    except (ParameterError, OutputLocked, NoBrowser) as error:
        raise WrongUse(str(error)) from error
    if asked.shared_assets and results:
        write_web_folder(pages)
    return results


def _make_pages(asked: ReportOptions, pages: Path) -> list[Result]:
    """Make the pages here, and what is made of them."""
    from pop_analysis.runner.limits import Limits, give_back
    from pop_analysis.runner.output_lock import lock_output
    from pop_analysis.runner.parameters import check_parameters
    from pop_analysis.runner.run import forks, run_plan
    from pop_analysis.runner.withdrawn import withdraw
    from pop_analysis.site.browser import browser_if_any, find_browser
    from pop_analysis.site.pdf import PDF, print_pages
    from pop_analysis.site.social_cards import CARDS, write_cards
    from pop_analysis.site.web_folder import WEB

    folder, limits = processed_folder(asked.processed, asked.data), asked.limits or Limits()
    check_apart(raw_folder(asked.data), folder, pages)
    if asked.pdf:
        find_browser()
    with ExitStack() as held:
        if pages.is_dir():
            held.enter_context(lock_output(pages))
        wanted = partial(_ahead_in, languages_meant(), asked, folder)
        ahead, zygote = _asked(wanted, limits, held) if forks() else (wanted(), None)
        if not ahead.whole.reports:  # an index of nothing would replace the one that is there
            return []
        for each in ahead.plan:  # before a folder is made
            check_parameters(each.notebook, each.parameters)
        held.enter_context(lock_output(pages))
        held.callback(_write_index, ahead.whole, pages, folder, ahead.languages)
        watch = Watch(asked.progress)
        told = held.enter_context(watch.over(len(ahead.plan), pages))
        watch.tell_withdrawn(withdraw(ahead.whole, pages, (PDF, CARDS, WEB), prune=asked.prune))
        give_back()
        results = run_plan(
            ahead.plan, pages, folder, asked.jobs, told, asked.force, ahead.whole, limits, ahead.warmups, zygote
        )
        if asked.pdf:
            list(print_pages(pages, [result.name for result in results if result.good]))
        if asked.cards:
            write_cards(ahead.plan, results, pages, browser_if_any())
    return results


def _ahead_in(languages: tuple[str, ...], asked: ReportOptions, folder: Path) -> Ahead:
    """What :func:`ahead_of_all` gives; another process says in these ``languages`` why it cannot."""
    with speaking(lambda: languages):
        return ahead_of_all(asked, folder)


class Ahead(NamedTuple):
    """What is known before the first report: all that the network calls for, and what of it was asked for."""

    whole: Plan
    plan: Plan
    warmups: list[Report]
    languages: Sequence[str]


def ahead_of_all(asked: ReportOptions, tables: Path) -> Ahead:
    """Read the workbooks, write the tables, and return what is to be made of them."""
    from pop_analysis.commands.plan_network import network_plan
    from pop_analysis.commands.process import process

    read = process(asked.data, tables, preview=asked.preview)
    whole = network_plan(read, notebooks_folder())
    plan = part_of(whole, read, asked)
    return Ahead(whole, plan, worth_warming_up(plan, read), read.model.languages)


def _asked(wanted: Callable[[], Ahead], limits: Limits, held: ExitStack) -> tuple[Ahead, ZygoteClient | None]:
    """Read in a worker of the zygote that is to make the pages; where it has ended, another process."""
    from pop_analysis.runner.process_ended import ProcessEnded
    from pop_analysis.runner.process_pool import run_in_fresh_process
    from pop_analysis.runner.zygote import ZygoteClient

    zygote = None
    try:
        zygote = held.enter_context(ZygoteClient(limits))
        return zygote.ask(wanted, imports), zygote
    except ProcessEnded as why:
        log.warning("%s", why.told("another"))
    if zygote:
        zygote.stop()
    return run_in_fresh_process(wanted), None


def imports() -> None:
    """Import what our notebooks do, and pack plotly.js: not known yet is only for which places they will be run."""
    from pop_analysis.pages.plotly_bundle import plotly_bundle
    from pop_analysis.runner.warmup import import_what_is_known

    import_what_is_known(notebooks_folder().glob("*.ipynb"))
    plotly_bundle("basic")


def _write_index(plan: Plan, pages: Path, tables: Path, languages: Sequence[str] = ()) -> None:
    """Write the index and ``data.zip``; where the disk is full, and reports failed of it already, the old ones stay."""
    from pop_analysis.runner.manifest import read_results
    from pop_analysis.site.data_archive import write_site_data
    from pop_analysis.site.index import write_index
    from pop_analysis.site.stubs import write_stubs

    results = read_results(pages).values()
    try:
        write_stubs(plan, pages)
        write_site_data(tables, pages)
        write_index(plan, results, pages, languages)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def part_of(plan: Plan, data: Dataset, asked: ReportOptions) -> Plan:
    """Keep the reports of ``plan`` that were asked for; raises ``WrongUse`` for a name that is not known."""
    from pop_analysis.commands.notebooks import network_notebooks
    from pop_analysis.runner.plan import Plan

    codes = chosen_municipalities(asked.municipalities, data)
    spoken = chosen("language", asked.languages, data.model.languages)
    known = {path.stem: facts.per for path, facts in network_notebooks(notebooks_folder()).items()}
    kinds = chosen("notebook", asked.notebooks, known)
    if asked.municipalities and not asked.notebooks:
        kinds = [name for name, per in known.items() if per == "municipality"]
    return Plan(
        (
            each
            for each in plan
            if each.notebook.stem in kinds
            and each.language in spoken
            and ("municipality" not in each.parameters or each.parameters["municipality"] in codes)
        ),
        plan.words,
    )


def limits_of(seconds: int | None = None, memory_mb: int | None = None, threads: int | None = None) -> Limits:
    """Return what a report may take: so many seconds, MB and threads; by default as :class:`Limits` has it."""
    from pop_analysis.runner.limits import Limits

    usual = Limits()
    whole = seconds or usual.report_seconds
    memory = usual.memory_mb if memory_mb is None else memory_mb
    return Limits(seconds or usual.cell_seconds, whole, memory, threads)


def worth_warming_up(plan: Plan, data: Dataset) -> list[Report]:
    """Return the reports whose warm-up spares others work: our own notebooks show, and change nothing.

    One of each notebook and language there are several of, and one of each term of office: what the municipalities
    of one term are compared by is computed once for all of them.
    """
    kinds = {each.name: _kinds(each, data) for each in plan}
    alike = Counter(kind for own in kinds.values() for kind in own)
    warmups: dict[str, Report] = {}
    for each in plan:
        enough = (MIN_REPORTS_FOR_WARMUP, MIN_OF_ONE_TERM)
        if new := [kind for kind, least in zip(kinds[each.name], enough, strict=False) if alike[kind] >= least]:
            warmups[each.name] = each
            alike.subtract({kind: alike[kind] for kind in new})
    return list(warmups.values())


def _kinds(report: Report, data: Dataset) -> list[tuple[Any, ...]]:
    from pop_analysis.exhibits import chosen_cycle, term

    kinds: list[tuple[Any, ...]] = [(report.notebook, report.language)]
    if place := report.parameters.get("municipality"):
        cycle = chosen_cycle(data, str(place), str(report.parameters.get("cycle", "")))
        kinds.append((report.notebook, *term(data, cycle)))
    return kinds
