"""``report``: workbooks in, a folder of pages out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.verbs.places import WrongUse, chosen, notebooks_folder, processed_folder, reports_folder

if TYPE_CHECKING:
    from pop_analysis.publishing.job import Result
    from pop_analysis.publishing.plan import Plan
    from pop_analysis.reading import Dataset


def report(
    data: Path | str | None = None,
    processed: Path | str | None = None,
    out: Path | str | None = None,
    notebooks: Iterable[str] = (),
    municipalities: Iterable[str] = (),
    languages: Iterable[str] = (),
    jobs: int | None = None,
    force: bool = False,
    progress: bool = True,
    pdf: bool = False,
    shared_assets: bool = False,
    cards: bool = False,
) -> list[Result]:
    """Read the workbooks, run the notebooks and write the pages, with an index of them all.

    Parameters
    ----------
    data, processed, out
        The folders of workbooks, of tables and of pages; by default ``data/raw``, ``data/processed`` and
        ``reports`` of the project.
    notebooks, municipalities, languages
        Make only these: ``municipality``, ``network``, ``annual_review``; codes as in the register; ``sq``, ``en``.
        Naming municipalities alone makes only their pages. The rest of an earlier run stays, on the index too.
    jobs
        How many reports are made at once; by default as many as there are processors.
    force
        Make also pages that stand there already and would come out the same.
    progress
        Show a bar, where there is a terminal to show it on.
    pdf
        Print every page that was asked for to ``pdf/`` in ``out`` too, through Chromium.
    shared_assets
        Write ``web/`` in ``out`` too: the same pages for a web server, with one plotly.js for all of them.

    cards
        Write ``cards/`` in ``out`` too: a picture of 1200 × 630 for each report, as SVG and, with Chromium, as PNG.

    Returns
    -------
    list of Result
        One a report: name, status (``made``, ``kept``, ``failed``), seconds, and of a failure the error, the cell
        and what to do. The last good page of a report that failed stays where it is.

    Raises
    ------
    WrongUse
        Before anything runs, when a notebook, municipality or language is not known (the message says which are), or
        a notebook does not take the parameters of its page; for ``pdf`` also when there is no Chromium.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.report("data/raw", municipalities=["fier"])  # doctest: +SKIP
    """
    from pop_analysis.publishing.cards import write_cards
    from pop_analysis.publishing.manifest import read_results
    from pop_analysis.publishing.paper import NoBrowser, browser_if_any, find_browser, print_pages
    from pop_analysis.publishing.parameters import ParameterError
    from pop_analysis.publishing.run import run_plan
    from pop_analysis.publishing.site import write_index
    from pop_analysis.publishing.site_data import write_site_data
    from pop_analysis.publishing.web_folder import write_web_folder
    from pop_analysis.verbs.plan_network import network_plan
    from pop_analysis.verbs.process import process

    try:
        _ = find_browser() if pdf else None
    except NoBrowser as error:
        raise WrongUse(str(error)) from error
    read = process(data, processed)
    whole = network_plan(read, notebooks_folder())
    plan = part_of(whole, read, notebooks, municipalities, languages)
    pages = reports_folder(out)
    try:
        with _bar(len(plan), progress) as told:
            results = run_plan(plan, pages, processed_folder(processed), jobs, told, force, whole)
        if pdf:
            list(print_pages(pages, [result.name for result in results if result.good]))
        if cards:
            write_cards(plan, results, pages, browser_if_any())
    except (ParameterError, NoBrowser) as error:
        raise WrongUse(str(error)) from error
    finally:
        if pages.is_dir():
            write_site_data(processed_folder(processed), pages)
            write_index(whole, read_results(pages).values(), pages, read.model.languages)
    if shared_assets:
        write_web_folder(pages)
    return results


def part_of(
    plan: Plan, data: Dataset, notebooks: Iterable[str], municipalities: Iterable[str], languages: Iterable[str]
) -> Plan:
    """Keep the reports of ``plan`` that were asked for; raises ``WrongUse`` for a name that is not known."""
    from pop_analysis.publishing.plan import Plan
    from pop_analysis.verbs.load import municipalities_of
    from pop_analysis.verbs.plan_network import ANNUAL_REVIEW, MUNICIPALITY, NETWORK

    notebooks, municipalities = list(notebooks), list(municipalities)
    codes = chosen("municipality", municipalities, municipalities_of(data))
    spoken = chosen("language", languages, data.model.languages)
    kinds = chosen("notebook", notebooks, (MUNICIPALITY, NETWORK, ANNUAL_REVIEW))
    if municipalities and not notebooks:
        kinds = [MUNICIPALITY]
    return Plan(
        (
            each
            for each in plan
            if each.notebook.stem in kinds
            and each.language in spoken
            and each.parameters.get("municipality", codes[0] if codes else "") in codes
        ),
        plan.words,
    )


@contextmanager
def _bar(total: int, wanted: bool) -> Iterator[Callable[[Result], None] | None]:
    """A bar that goes on by one with every report; where there is no terminal, nothing."""
    from tqdm import tqdm

    with tqdm(total=total, unit=" report", disable=None if wanted else True, dynamic_ncols=True) as bar:

        def told(result: Result) -> None:
            bar.set_postfix_str(result.name, refresh=False)
            bar.update()

        yield told
