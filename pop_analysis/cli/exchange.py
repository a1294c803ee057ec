"""What goes out to others and comes back: ``coding`` to two monitors, ``reply`` to those judged."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pop_analysis.cli.group import FOLDER, NEW_FILE, careful, main, said, show_findings


@main.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--municipality", required=True, metavar="SLUG", help="Whose priorities, by the <unit>'s code.")
@click.option(
    "--monitoring-year", type=click.IntRange(1), required=True, metavar="Y", help="The monitoring year to judge."
)
@click.option(
    "--monitor", "monitors", multiple=True, required=True, metavar="NAME", help="Who judges. Once for each of the two."
)
@click.option("--cycle", default="", metavar="YEARS", help="Years of the <contract>.  [the last with verdicts]")
@click.option("--data", type=FOLDER, metavar="DIR", help="Folder of workbooks.  [data/raw of the project]")
@click.option("--language", metavar="sq|en", help="Language of headings and lists.  [the network's first]")
@careful
def coding(
    folder: Path,
    municipality: str,
    monitoring_year: int,
    monitors: tuple[str, ...],
    cycle: str,
    data: Path | None,
    language: str | None,
) -> None:
    """Write coding sheets for two monitors.

    So that they judge without seeing each other's verdicts: one workbook for each --monitor goes into DIR, with the
    priorities and no verdict. Filled in, they are put beside the <unit>'s own workbook; the network's page then
    shows how far the two agree.
    """
    from pop_analysis.commands import coding_sheets
    from pop_analysis.commands.places import shown

    for path in coding_sheets(
        folder, municipality, monitoring_year, monitors, cycle=cycle, data=data, language=language
    ):
        click.echo(shown(path))


@main.group()
def reply() -> None:
    """Put what <a_unit> says beside its verdicts."""


@reply.command("export")
@click.argument("municipality")
@click.argument("file", type=NEW_FILE, metavar="FILE.xlsx")
@click.option("--cycle", metavar="YEARS", help="The <contract>, e.g. 2019-2023.  [the last with verdicts]")
@click.option("--monitoring-year", type=int, metavar="N", help="The monitoring year.  [the last with verdicts]")
@click.option("--language", metavar="sq|en", help="Language of the workbook.  [the network's first]")
@click.option("--data", type=FOLDER, metavar="DIR", help="Folder of workbooks.  [data/raw of the project]")
@careful
def reply_export(
    municipality: str,
    file: Path,
    cycle: str | None,
    monitoring_year: int | None,
    language: str | None,
    data: Path | None,
) -> None:
    """Write <a_unit>'s verdicts, with what is behind them, and room to reply.

    A file that is there already is not written over.
    """
    from pop_analysis.commands import reply_export as export

    click.echo(export(municipality, file, cycle=cycle, monitoring_year=monitoring_year, language=language, data=data))


@reply.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.xlsx")
@click.option("--data", type=FOLDER, metavar="DIR", help="Folder of workbooks.  [data/raw of the project]")
@click.option("--replace", is_flag=True, help="Put it in the place of another version of the same replies.")
@click.option("--language", metavar="sq|en", help="Language of the messages.  [the network's first]")
@careful
def reply_import(file: Path, data: Path | None, replace: bool, language: str | None) -> None:
    """Check a workbook of replies and put it beside the verdicts, none of which it changes.

    Ends with 1 when a row was rejected or the file refused: then nothing was put in place.
    """
    from pop_analysis.commands import reply_import as bring_in
    from pop_analysis.commands.asked import chosen
    from pop_analysis.commands.places import shown
    from pop_analysis.reading.findings import languages_of

    brought = bring_in(file, data=data, replace=replace)
    spoken = chosen("language", [language] if language else [], languages_of(brought.findings))[0]
    if len(brought.findings):
        show_findings(brought.findings, spoken)
    if brought.path is None:
        click.echo(said("not_imported", spoken), err=True)
        sys.exit(1)
    key = "imported_instead" if brought.before else "imported"
    click.echo(said(key, spoken, n=brought.replies, before=brought.before, file=shown(brought.path)))
