"""What makes things: ``report``, ``process``, ``example``; and ``doctor``, which says what is missing for it."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pop_analysis.cli.group import (
    COLOURS,
    FOLDER,
    PLACE,
    careful,
    coloured,
    line_of,
    main,
    nouns_here,
    summary_of,
    where_to_read,
)
from pop_analysis.commands.asked import wrong_use
from pop_analysis.locale import in_every_language, languages_meant

if TYPE_CHECKING:
    from pop_analysis.commands.report_options import ReportOptions
    from pop_analysis.runner.job import Result

COUNT = click.IntRange(1)
TABLES = "Where tables go.  [data/processed of the project, else DATA-tables]"
PAGES = "Where pages go.  [reports of the project, else DATA-pages]"
MANY, SLOWEST = 40, 5  # from how many reports on not every one is listed, and how many of the slowest then


@main.command()
@click.option("--data", type=PLACE, metavar="DIR", help="Folder of workbooks.  [data/raw of the project]")
@click.option("--processed", type=FOLDER, metavar="DIR", help=TABLES)
@click.option("--out", type=PLACE, metavar="DIR", help=PAGES)
@click.option(
    "--notebook",
    "notebooks",
    multiple=True,
    metavar="NAME",
    help="Only this notebook of the network: network, annual_review, municipality … Several times if need be. "
    "Or PATH.ipynb: any notebook of yours that takes parameters.",
)
@click.option(
    "--plan",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="CSV",
    help="With --notebook PATH.ipynb: one row a report, one column a parameter.",
)
@click.option(
    "--municipality",
    "municipalities",
    multiple=True,
    metavar="SLUG",
    help="Only this <unit>, by its code. Several times if need be.",
)
@click.option(
    "--language", "languages", multiple=True, metavar="sq|en", help="Only this language. Several times if need be."
)
@click.option("--jobs", type=click.IntRange(1, 61), metavar="N", help="How many at once.  [three for two processors]")
@click.option("--force", is_flag=True, help="Make also pages that would come out as they stand there.")
@click.option("--prune", is_flag=True, help="Delete pages of what is no longer there, not move them to withdrawn/.")
@click.option(
    "--preview", is_flag=True, help="Mark pages as drafts until approval.yml approves this version of the data."
)
@click.option("--pdf", is_flag=True, help="Print the pages to pdf/ too, with fact sheets; needs Chromium.")
@click.option("--cards", is_flag=True, help="Write cards/ too: a picture of each report for social networks.")
@click.option("--shared-assets", is_flag=True, help="Write web/ too: the same pages, light, for a web server.")
@click.option(
    "--seconds", type=click.IntRange(1), metavar="S", help="How long one report may take.  [1800; one cell 600]"
)
@click.option("--memory", type=click.IntRange(0), metavar="MB", help="How much memory one may take.  [2048; 0: any]")
@click.option(
    "--threads", type=click.IntRange(1), metavar="N", help="How many threads each library may begin.  [as it likes]"
)
@click.option(
    "--cwd",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="With --notebook PATH.ipynb: the folder it runs in.  [that of the notebook]",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Let the workers of this dask scheduler make the pages; --out is then an address they share: docs/scale.md.",
)
@click.option("--quiet", is_flag=True, help="Say only what failed.")
@careful
def report(plan: Path | None, cwd: Path | None, quiet: bool, **options: Any) -> None:
    """Make the pages: network, years, <units>.

    Ends with 0 when all were made, with 1 when a report failed or a workbook was refused, with 2 when it was asked
    for something that does not exist.
    """
    from pop_analysis.commands import report as make_reports
    from pop_analysis.commands.on_cluster import is_address, said
    from pop_analysis.commands.places import processed_folder, raw_folder, reports_folder, shown
    from pop_analysis.commands.report import limits_of
    from pop_analysis.commands.report_any import report_any
    from pop_analysis.commands.report_options import ReportOptions
    from pop_analysis.commands.watching import Watch
    from pop_analysis.reading.approval import FILE as APPROVALS

    limits = limits_of(options.pop("seconds"), options.pop("memory"), options.pop("threads"))
    asked = ReportOptions(**options, limits=limits, progress=not quiet)
    data, out, notebooks = asked.data, asked.out, tuple(asked.notebooks)
    if plan or cwd or any(name.endswith(".ipynb") for name in notebooks):
        _check_own_notebook(asked)
        if address := asked.scheduler or next((str(place) for place in (data, out) if is_address(place)), None):
            raise said("not_made", address=address)
        watch = Watch(asked.progress)
        pages, results = report_any(
            notebooks[0], plan, data, out, asked.jobs, asked.force, watch, limits, cwd, asked.prune
        )
        _show_results(results, pages / "index.html", quiet)
        if any(not result.good for result in results):
            click.echo(where_to_read(), err=True)
            sys.exit(1)
        return
    results = make_reports(**options, limits=limits, progress=asked.progress)
    local = None if is_address(data) else data
    tables = processed_folder(asked.processed, local)
    findings = json.loads((tables / "findings.json").read_text(encoding="utf-8"))
    refused = [finding for finding in findings if finding["severity"] == "refused"]
    for finding in refused:
        click.secho(line_of(finding, _languages(finding)[0]), fg=COLOURS["refused"], err=True)
    if rejected := sum(finding["severity"] == "rejected" for finding in findings):
        which = " ".join(["pop-analysis validate", *([shlex.quote(str(data))] if data else [])])
        click.echo(in_every_language("commandline.uncounted", n=rejected, command=which), err=True)
    if not results:
        click.echo(_nothing_to_make(data, tables, notebooks), err=True)
        sys.exit(1)
    index = f"{out}/index.html" if is_address(out) else reports_folder(out, local) / "index.html"
    _show_results(results, index, quiet)
    described = json.loads((tables / "datapackage.json").read_text(encoding="utf-8"))
    if described.get("draft") and not quiet:
        for finding in findings:
            if finding["file"].startswith(f"{APPROVALS}:"):
                click.secho(line_of(finding, _languages(finding)[0]), fg=COLOURS[finding["severity"]], err=True)
        place = f"{data}/{APPROVALS}" if is_address(data) else shown(raw_folder(local) / APPROVALS)
        click.echo(in_every_language("commandline.preview", file=place))
        click.echo(f'- version: "{described["version"]}"\n  who:\n  date:')
    if refused or any(not result.good for result in results):
        click.echo(where_to_read(), err=True)
        sys.exit(1)


def _check_own_notebook(asked: ReportOptions) -> None:
    """A notebook of one's own is run alone, and what is chosen among the network's pages says nothing of it."""
    own = next((name for name in asked.notebooks if name.endswith(".ipynb")), None)
    if own is None:
        raise wrong_use("plan_alone")
    if others := [name for name in asked.notebooks if name != own]:
        raise wrong_use("one_notebook", notebooks=", ".join(others))
    for option, given in (("--municipality", asked.municipalities), ("--language", asked.languages)):
        if given:
            raise wrong_use("not_with_own", option=option, notebook=Path(own).name)


def _nothing_to_make(data: Path | str | None, tables: Path, notebooks: tuple[str, ...]) -> str:
    """Why there is no page, in the network's languages: nobody is to look for one."""
    from pop_analysis.commands.notebooks import network_notebooks
    from pop_analysis.commands.places import notebooks_folder

    which = " ".join(["pop-analysis validate", *([shlex.quote(str(data))] if data else [])])
    known = {path.stem: facts.per for path, facts in network_notebooks(notebooks_folder()).items()}
    described = json.loads((tables / "datapackage.json").read_text(encoding="utf-8"))
    if {known[name] for name in notebooks} == {"calendar_year"} and described.get("stamps"):  # one a municipality
        return in_every_language("commandline.no_year_to_review")
    return in_every_language("commandline.nothing_to_make", nouns_here(), command=which)


def _show_results(results: list[Result], index: Path | str, quiet: bool) -> None:
    """The slowest, the failed with what to do, and how many there are; of few reports, every one."""
    from pop_analysis.commands.places import shown

    failed = [result for result in results if not result.good]
    good = [result for result in results if result.good]
    if len(results) > MANY:
        made = [result for result in good if result.status == "made"]
        good = sorted(made, key=lambda result: -result.seconds)[:SLOWEST]
        if good and not quiet:
            click.echo(in_every_language("commandline.slowest"))
    width = max((len(result.name) for result in results), default=0)
    told: set[str] = set()  # a library that is broken fails every report, and is to be mended once
    for result in [*([] if quiet else good), *failed]:
        seconds = f"{result.seconds:6.1f} s" if result.status != "kept" else " " * 8
        where = f" (code cell {result.cell})" if result.cell else ""
        click.echo(f"{result.name:{width}}  {coloured(f'{result.status:6}', result.status)}  {seconds}", nl=False)
        click.echo(f"  {result.error}{where}" if result.error else "")
        for advice in filter(None, map(result.advice, languages_meant())):
            if advice not in told:
                click.echo(f"{'':{width}}  → {advice}")
                told.add(advice)
    if not quiet:
        there = index if isinstance(index, str) else shown(index)
        counts = {"made": len(results) - len(failed), "n": len(results)}
        click.echo(in_every_language("commandline.reports", **counts, index=there))


def _languages(finding: dict[str, str]) -> list[str]:
    return [key.removeprefix("message_") for key in finding if key.startswith("message_")]


@main.command()
@click.option("--data", type=FOLDER, metavar="DIR", help="Folder of workbooks.  [data/raw of the project]")
@click.option("--processed", type=FOLDER, metavar="DIR", help=TABLES)
@careful
def process(data: Path | None, processed: Path | None) -> None:
    """Read the workbooks and write only the tables.

    As Parquet and CSV, with a descriptor and the findings. Ends with 1 when a workbook was refused.
    """
    from pop_analysis.commands import process as make_tables
    from pop_analysis.commands.places import processed_folder, shown

    made = make_tables(data, processed=processed)
    for name, frame in made.tables.items():
        if len(frame):
            click.echo(f"{len(frame):7d}  {name}")
    there = shown(processed_folder(processed, data))
    click.echo(f"Version {made.version} in {there}. " + summary_of(made.findings, "en"))
    if (made.findings["severity"] == "refused").any():
        sys.exit(1)


@main.command()
@click.argument("name")
@click.option("--processed", type=FOLDER, metavar="DIR", help="Where the tables are.  [data/processed of the project]")
@careful
def publish(name: str, processed: Path | None) -> None:
    """Keep the tables as an edition, which never changes.

    Tables, model, findings and checksums go into data/published/NAME: the tables as pages were last made of them.
    """
    from pop_analysis.commands import publish as keep
    from pop_analysis.commands.load import load
    from pop_analysis.commands.places import shown

    place = keep(name, processed)
    command = f"pop-analysis compare {name if processed is None else shlex.quote(shown(place))}"
    about = {"name": name, "version": load(place).version, "folder": shown(place), "command": command}
    click.echo(in_every_language("commandline.published", **about))


@main.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--municipalities", type=COUNT, default=12, show_default=True, metavar="N", help="How many <units>.")
@click.option("--years", type=COUNT, default=4, show_default=True, metavar="Y", help="How many monitoring years.")
@click.option("--seed", type=int, default=2021, show_default=True, metavar="S", help="Gives the same network again.")
@careful
def example(folder: Path, municipalities: int, years: int, seed: int) -> None:
    """Write the workbooks of an invented network.

    They go into DIR. Every page made of them says that they are invented.
    """
    from pop_analysis.commands import example as make_example
    from pop_analysis.commands.places import raw_folder, shown

    paths = make_example(folder, municipalities=municipalities, years=years, seed=seed)
    there, command = shown(folder), "pop-analysis report"
    if folder.absolute() != raw_folder().absolute():
        command += f" --data {shlex.quote(there)}"
    click.echo(in_every_language("commandline.example", n=len(paths), folder=there, command=command))


@main.command()
@careful
def doctor() -> None:
    """Look whether everything needed is there.

    Says how to get what is missing. Ends with 1 when something needed is missing.
    """
    from pop_analysis.commands import doctor as look

    checks = look()
    width = max(len(check.name) for check in checks)
    for check in checks:
        sign, colour = ("✓", "green") if check.good else ("✗", "red") if check.needed else ("–", "yellow")
        click.echo(f"{click.style(sign, fg=colour)} {check.name:{width}}  {check.found}")
        for line in check.advice.splitlines():
            click.echo(f"  {'':{width}}  → {line}")
    if any(check.needed and not check.good for check in checks):
        sys.exit(1)
