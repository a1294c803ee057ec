"""The command line: ``pop-analysis report``, ``validate``, ``compare``, ``process``, ``template`` and the others.

Says what was asked for, calls the verb, shows what came of it. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

import pop_analysis
from pop_analysis.verbs.places import WrongUse

if TYPE_CHECKING:
    import pandas as pd

    from pop_analysis.publishing.job import Result

P = ParamSpec("P")
R = TypeVar("R")
FOLDER = click.Path(file_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
COUNT = click.IntRange(1)
INTERRUPTED = 130
MANY, SLOWEST = 40, 5  # from how many reports on not every one is listed, and how many of the slowest then
COLOURS = {"made": "green", "kept": "blue", "failed": "red", "note": "blue", "rejected": "yellow", "refused": "red"}
SUMMARY = {
    "sq": "Gjetje që lënë rreshta pa u numëruar: {rejected} · skedarë të palexuar: {refused} · shënime: {note}",
    "en": "Findings that leave rows uncounted: {rejected} · files not read: {refused} · notes: {note}",
}


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(pop_analysis.__version__, prog_name="pop-analysis")
def main() -> None:
    """From a network's spreadsheets of social contracts to pages people trust.

    \b
    Begin with an invented network:
      pop-analysis example data/raw
      pop-analysis report
    and open reports/index.html.
    """  # noqa: D301 — click leaves the lines after \b as they are


def careful(command: Callable[P, R]) -> Callable[P, R]:
    """End a command that was used wrongly with its message and 2, one that was interrupted with 130."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (WrongUse, FileNotFoundError, FileExistsError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the system's own message: a fault of the program, not of the person at the keyboard
            raise click.UsageError(str(error)) from error
        except KeyboardInterrupt:
            click.echo("\nStopped. Pages that were finished are complete; of the others the old ones stand.", err=True)
            sys.exit(INTERRUPTED)

    return run


# --- report ---------------------------------------------------------------------------------------------------------


@main.command()
@click.option("--data", type=FOLDER, metavar="DIR", help="Folder of workbooks.  [data/raw of the project]")
@click.option("--processed", type=FOLDER, metavar="DIR", help="Where tables go.  [data/processed of the project]")
@click.option("--out", type=FOLDER, metavar="DIR", help="Where pages go.  [reports of the project]")
@click.option(
    "--notebook",
    "notebooks",
    multiple=True,
    metavar="NAME",
    help="Only this notebook: municipality, network, annual_review. Several times if need be. "
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
    help="Only this municipality, by its code. Several times if need be.",
)
@click.option(
    "--language", "languages", multiple=True, metavar="sq|en", help="Only this language. Several times if need be."
)
@click.option("--jobs", type=click.IntRange(1, 61), metavar="N", help="How many at once.  [one a processor]")
@click.option("--force", is_flag=True, help="Make also pages that would come out as they stand there.")
@click.option("--pdf", is_flag=True, help="Print the pages to pdf/ too, with fact sheets; needs Chromium.")
@click.option("--cards", is_flag=True, help="Write cards/ too: a picture of each report for social networks.")
@click.option("--shared-assets", is_flag=True, help="Write web/ too: the same pages, light, for a web server.")
@click.option(
    "--seconds", type=click.IntRange(1), metavar="S", help="How long one report may take.  [1800; one cell 600]"
)
@click.option("--memory", type=click.IntRange(0), metavar="MB", help="How much memory one may take.  [2048; 0: any]")
@click.option("--quiet", is_flag=True, help="Say only what failed.")
@careful
def report(
    data: Path | None,
    processed: Path | None,
    out: Path | None,
    notebooks: tuple[str, ...],
    plan: Path | None,
    municipalities: tuple[str, ...],
    languages: tuple[str, ...],
    jobs: int | None,
    force: bool,
    pdf: bool,
    cards: bool,
    shared_assets: bool,
    seconds: int | None,
    memory: int | None,
    quiet: bool,
) -> None:
    """Make the pages: network, years, municipalities.

    Ends with 0 when all were made, with 1 when a report failed or a workbook was refused, with 2 when it was asked
    for something that does not exist.
    """
    from pop_analysis.verbs import report as make_reports
    from pop_analysis.verbs.places import processed_folder, reports_folder
    from pop_analysis.verbs.report import limits_of
    from pop_analysis.verbs.report_any import report_any
    from pop_analysis.verbs.watching import Watch

    limits = limits_of(seconds, memory)
    if plan or any(name.endswith(".ipynb") for name in notebooks):
        if len(notebooks) != 1 or not notebooks[0].endswith(".ipynb") or municipalities or languages:
            raise WrongUse("a plan goes with one notebook: --notebook PATH.ipynb --plan CSV, and no other choice.")
        pages, results = report_any(notebooks[0], plan, data, out, jobs, force, Watch(not quiet), limits)
        _show_results(results, pages / "index.html", quiet)
        sys.exit(any(not result.good for result in results))
    results = make_reports(
        data,
        processed,
        out,
        notebooks,
        municipalities,
        languages,
        jobs,
        force,
        not quiet,
        pdf,
        shared_assets,
        cards,
        limits,
    )
    findings = json.loads((processed_folder(processed) / "findings.json").read_text(encoding="utf-8"))
    refused = [finding for finding in findings if finding["severity"] == "refused"]
    for finding in refused:
        click.secho(line_of(finding, _languages(finding)[0]), fg=COLOURS["refused"], err=True)
    if rejected := sum(finding["severity"] == "rejected" for finding in findings):
        click.echo(f"Findings that leave rows uncounted: {rejected}. Which and why: pop-analysis validate", err=True)
    _show_results(results, reports_folder(out) / "index.html", quiet)
    if refused or any(not result.good for result in results):
        sys.exit(1)


def _show_results(results: list[Result], index: Path, quiet: bool) -> None:
    """The slowest, the failed with what to do, and how many there are; of few reports, every one."""
    from pop_analysis.verbs.places import shown

    failed = [result for result in results if not result.good]
    good = [result for result in results if result.good]
    if len(results) > MANY:
        made = [result for result in good if result.status == "made"]
        good = sorted(made, key=lambda result: -result.seconds)[:SLOWEST]
        if good and not quiet:
            click.echo("The slowest:")
    width = max((len(result.name) for result in results), default=0)
    for result in [*([] if quiet else good), *failed]:
        seconds = f"{result.seconds:6.1f} s" if result.status != "kept" else " " * 8
        where = f" (code cell {result.cell})" if result.cell else ""
        click.echo(f"{result.name:{width}}  {_coloured(f'{result.status:6}', result.status)}  {seconds}", nl=False)
        click.echo(f"  {result.error}{where}" if result.error else "")
        if result.advice:
            click.echo(f"{'':{width}}  → {result.advice}")
    if not quiet:
        click.echo(f"{len(results) - len(failed)} of {len(results)} reports are there: {shown(index)}")


# --- validate -------------------------------------------------------------------------------------------------------


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--language", metavar="sq|en", help="Language of the messages.  [the network's first]")
@click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE|-",
    help="Write the findings as JSON; - for the screen.",
)
@click.option(
    "--xlsx", "xlsx_file", type=NEW_FILE, metavar="FILE", help="Write a copy with every finding marked at its cell."
)
@careful
def validate(paths: tuple[Path, ...], language: str | None, json_file: str | None, xlsx_file: Path | None) -> None:
    """Say what is wrong in workbooks, cell by cell.

    PATH is a workbook or a folder of them; without one, data/raw of the project. Ends with 0 when nothing was
    rejected, with 1 when a row was rejected or a file refused, with 2 when it was used wrongly.
    """
    from pop_analysis.verbs import validate as look_through
    from pop_analysis.verbs.places import chosen
    from pop_analysis.verbs.validate import languages_of, workbooks_named

    if xlsx_file is not None:
        _refuse_to_write_over(xlsx_file, workbooks_named(paths))
    findings = look_through(*paths)
    spoken = chosen("language", [language] if language else [], languages_of(findings))[0]
    records = findings.to_dict("records")
    if json_file != "-":
        for finding in records:
            click.secho(line_of(finding, spoken), fg=COLOURS[finding["severity"]])
        click.echo(_summary(findings, spoken))
    if json_file is not None:
        with click.open_file(json_file, "w", encoding="utf-8") as stream:
            stream.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
    if xlsx_file is not None:
        from pop_analysis.verbs.marked_copy import write_marked_copy

        write_marked_copy(findings, workbooks_named(paths), xlsx_file, spoken)
    if findings["severity"].isin(["rejected", "refused"]).any():
        sys.exit(1)


def _refuse_to_write_over(path: Path, workbooks: Iterable[Path]) -> None:
    if path.suffix.lower() != ".xlsx":
        raise WrongUse(f"the marked copy is an Excel workbook: let its name end in .xlsx, not “{path.name}”.")
    if path.exists() and any(path.samefile(each) for each in workbooks):
        raise WrongUse(f"{path.name} is one of the workbooks to be looked at, and none of them is written over.")


def _languages(finding: dict[str, str]) -> list[str]:
    return [key.removeprefix("message_") for key in finding if key.startswith("message_")]


def line_of(finding: dict[Any, str], language: str) -> str:
    """Give a finding as one line: place, message, code."""
    inside = f"{finding['sheet']}!{finding['cell']}" if finding["cell"] else finding["sheet"]
    place = f"{finding['file']} › {inside}" if inside else finding["file"]
    return f"{place}: {finding[f'message_{language}']} [{finding['code']}]"


def _summary(findings: pd.DataFrame, language: str) -> str:
    counts = {name: int((findings["severity"] == name).sum()) for name in ("note", "rejected", "refused")}
    return SUMMARY.get(language, SUMMARY["en"]).format(**counts)


# --- compare --------------------------------------------------------------------------------------------------------


@main.command()
@click.argument("old", required=False, type=click.Path(exists=True, path_type=Path), metavar="[OLD]")
@click.argument("new", required=False, type=click.Path(exists=True, path_type=Path), metavar="[NEW]")
@click.option("--municipality", metavar="SLUG", help="Only this municipality, by its code.")
@click.option("--language", metavar="sq|en", help="Language of the list.  [the network's first]")
@click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE|-",
    help="Write everything as JSON; - for the screen.",
)
@click.option("--xlsx", "xlsx_file", type=NEW_FILE, metavar="FILE", help="Write everything as a workbook to read.")
@careful
def compare(
    old: Path | None,
    new: Path | None,
    municipality: str | None,
    language: str | None,
    json_file: str | None,
    xlsx_file: Path | None,
) -> None:
    """Say which verdicts, evidence and texts changed.

    OLD and NEW are each a folder of processed data, a folder of workbooks, or one workbook. Without NEW, data/raw of
    the project; without OLD, what was last published: data/published, or data/processed where no such copy is kept.
    Ends as diff does: with 0 when nothing changed, with 1 when something did, with 2 when it was used wrongly.
    """
    from pop_analysis.verbs import compare as set_side_by_side

    comparison = set_side_by_side(old, new, municipality)
    notes = comparison.unread(language)
    if xlsx_file is not None:
        comparison.to_xlsx(xlsx_file, language)
    if json_file is not None:
        with click.open_file(json_file, "w", encoding="utf-8") as stream:
            stream.write(comparison.to_json())
    if json_file != "-":
        for line in comparison.lines(language):
            click.echo(line)
    for note in notes:
        click.secho(note, fg=COLOURS["rejected"], err=True)
    if not comparison.same:
        sys.exit(1)


# --- process, template, example, doctor -----------------------------------------------------------------------------


@main.command()
@click.option("--data", type=FOLDER, metavar="DIR", help="Folder of workbooks.  [data/raw of the project]")
@click.option("--processed", type=FOLDER, metavar="DIR", help="Where tables go.  [data/processed of the project]")
@careful
def process(data: Path | None, processed: Path | None) -> None:
    """Read the workbooks and write only the tables.

    As Parquet and CSV, with a descriptor and the findings. Ends with 1 when a workbook was refused.
    """
    from pop_analysis.verbs import process as make_tables
    from pop_analysis.verbs.places import processed_folder, shown

    made = make_tables(data, processed)
    for name, frame in made.tables.items():
        if len(frame):
            click.echo(f"{len(frame):7d}  {name}")
    click.echo(f"Version {made.version} in {shown(processed_folder(processed))}. " + _summary(made.findings, "en"))
    if (made.findings["severity"] == "refused").any():
        sys.exit(1)


@main.command()
@click.argument("file", type=NEW_FILE, metavar="FILE.xlsx")
@click.option("--municipality", metavar="NAME", help="Whose workbook it is, as the network's file spells it.")
@click.option("--language", metavar="sq|en", help="Language of headings and lists.  [the network's first]")
@click.option(
    "--kind", default="municipality", show_default=True, metavar="municipality|network", help="Kind of workbook."
)
@careful
def template(file: Path, municipality: str | None, language: str | None, kind: str) -> None:
    """Write an empty workbook for a member to fill in. A file that is there already is not written over."""
    from pop_analysis.verbs import template as make_template

    click.echo(make_template(file, municipality, language, kind))


@main.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option(
    "--municipalities", type=COUNT, default=12, show_default=True, metavar="N", help="How many municipalities."
)
@click.option("--years", type=COUNT, default=4, show_default=True, metavar="Y", help="How many monitoring years.")
@click.option("--seed", type=int, default=2021, show_default=True, metavar="S", help="Gives the same network again.")
@careful
def example(folder: Path, municipalities: int, years: int, seed: int) -> None:
    """Write the workbooks of an invented network.

    They go into DIR. Every page made of them says that they are invented.
    """
    from pop_analysis.verbs import example as make_example
    from pop_analysis.verbs.places import shown

    paths = make_example(folder, municipalities, years, seed)
    click.echo(f"{len(paths)} workbooks in {shown(folder)}. Next: pop-analysis report --data {shown(folder)}")


@main.command()
@careful
def doctor() -> None:
    """Look whether everything needed is there.

    Says how to get what is missing. Ends with 1 when something needed is missing.
    """
    from pop_analysis.verbs import doctor as look

    checks = look()
    width = max(len(check.name) for check in checks)
    for check in checks:
        sign, colour = ("✓", "green") if check.good else ("✗", "red") if check.needed else ("–", "yellow")
        click.echo(f"{click.style(sign, fg=colour)} {check.name:{width}}  {check.found}")
        if check.advice:
            click.echo(f"  {'':{width}}  → {check.advice}")
    if any(check.needed and not check.good for check in checks):
        sys.exit(1)


def _coloured(text: str, status: str) -> str:
    return click.style(text, fg=COLOURS[status])


from pop_analysis.cli import replies  # noqa: E402, F401 — its commands join the group when it is there
