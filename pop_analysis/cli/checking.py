"""What looks at workbooks and gives empty ones: ``validate``, ``compare``, ``template``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from pop_analysis.cli.group import COLOURS, FOLDER, NEW_FILE, careful, main, said, show_findings, where_to_read
from pop_analysis.commands.output import (
    CHANGES_JSON,
    CHANGES_WORKBOOK,
    FINDINGS_JSON,
    MARKED_COPY,
    Output,
    as_json,
    write_json,
)
from pop_analysis.locale import in_every_language

if TYPE_CHECKING:
    from pop_analysis.commands.template import Carried

SCREEN = "-"
P = ParamSpec("P")
R = TypeVar("R")


def json_option(what: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The option that writes ``what`` as JSON."""
    return click.option(
        "--json",
        "json_file",
        type=click.Path(dir_okay=False, allow_dash=True),
        metavar="FILE|-",
        help=f"Write {what} as JSON; - for the screen.",
    )


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--language", metavar="sq|en", help="Language of the messages.  [the network's first]")
@json_option("the findings")
@click.option(
    "--xlsx", "xlsx_file", type=NEW_FILE, metavar="FILE", help="Write a copy with every finding marked at its cell."
)
@click.option(
    "--data",
    type=FOLDER,
    metavar="DIR",
    help="Folder with the network's workbook, whose names of <units> hold.  [the file's own, or its project's]",
)
@careful
def validate(
    paths: tuple[Path, ...], language: str | None, json_file: str | None, xlsx_file: Path | None, data: Path | None
) -> None:
    """Say what is wrong in workbooks, cell by cell.

    PATH is a workbook or a folder of them; without one, data/raw of the project. Ends with 0 when there is nothing
    to mend, with 1 when a cell, a row or a file could not be read, with 2 when it was used wrongly.
    """
    from pop_analysis.commands.asked import chosen
    from pop_analysis.commands.places import shown
    from pop_analysis.commands.validate import check, workbooks_named
    from pop_analysis.reading.findings import languages_of

    if xlsx_file is not None:
        MARKED_COPY.check(xlsx_file, workbooks_named(paths))
    if json_file is not None and json_file != SCREEN:
        FINDINGS_JSON.check(Path(json_file), paths)
    findings, verdicts, counted, shared, registers = check(*paths, data=data)
    spoken = chosen("language", [language] if language else [], languages_of(findings))[0]
    if json_file != SCREEN:
        show_findings(findings, spoken)
        if registers:
            click.echo(said("register", spoken, files=", ".join(map(shown, registers))))
        click.echo(said("verdicts", spoken, n=verdicts, counted=counted))
        if shared:
            click.echo(said("shared", spoken, n=shared))
        if xlsx_file is None and (findings.loc[findings["severity"] != "note", "cell"] != "").any():
            named = [shlex.quote(str(path)) for path in paths]
            asked = ["--language", spoken] if language else []
            command = " ".join(["pop-analysis validate", *named, *asked, "--xlsx", said("copy", spoken)])
            click.echo(said("marked", spoken, command=command))
    if json_file is not None:
        _give_json(FINDINGS_JSON, json_file, as_json(findings.to_dict("records")))
    if xlsx_file is not None:
        from pop_analysis.commands.validate import write_marked_copy

        write_marked_copy(findings, workbooks_named(paths), xlsx_file, spoken)
    if (findings["severity"] != "note").any():
        click.echo(where_to_read(spoken), err=True)
        sys.exit(1)


def _give_json(output: Output, file: str, content: str) -> None:
    if file == SCREEN:
        with click.open_file(SCREEN, "w", encoding="utf-8") as stream:
            stream.write(content)
    else:
        write_json(output, Path(file), content)


@main.command()
@click.argument("old", required=False, metavar="[OLD]")
@click.argument("new", required=False, metavar="[NEW]")
@click.option("--municipality", metavar="SLUG", help="Only this <unit>, by its code.")
@click.option("--language", metavar="sq|en", help="Language of the list.  [the network's first]")
@json_option("everything")
@click.option("--xlsx", "xlsx_file", type=NEW_FILE, metavar="FILE", help="Write everything as a workbook to read.")
@careful
def compare(
    old: str | None,
    new: str | None,
    municipality: str | None,
    language: str | None,
    json_file: str | None,
    xlsx_file: Path | None,
) -> None:
    """Say what changed since the last publication.

    Which verdicts, evidence and texts, what was added and what is gone: also between any two others, OLD and NEW.
    OLD and NEW are each the name of an edition (pop-analysis publish), a folder of processed data, a folder of
    workbooks, or one workbook. Without NEW, data/raw of the project; without OLD, the edition published last, or
    data/processed where there is none.
    Ends as diff does: with 0 when nothing changed, with 1 when something did, with 2 when it was used wrongly.
    """
    from pop_analysis.commands import compare as set_side_by_side

    if xlsx_file is not None:
        CHANGES_WORKBOOK.check(xlsx_file)
    if json_file is not None and json_file != SCREEN:
        CHANGES_JSON.check(Path(json_file))
    comparison = set_side_by_side(old, new, municipality=municipality)
    notes = comparison.unread(language)
    if xlsx_file is not None:
        comparison.to_xlsx(xlsx_file, language)
    if json_file is not None:
        _give_json(CHANGES_JSON, json_file, comparison.to_json())
    if json_file != SCREEN:
        for line in comparison.lines(language):
            click.echo(line)
    for note in notes:
        click.secho(note, fg=COLOURS["rejected"], err=True)
    if not comparison.same:
        sys.exit(1)


@main.command()
@click.argument("file", type=NEW_FILE, metavar="FILE.xlsx")
@click.option("--municipality", metavar="NAME", help="Whose workbook it is, as the network's file spells it.")
@click.option(
    "--language",
    metavar="sq|en",
    help="Language of headings and lists.  [the network's first; with --from that of LAST.xlsx]",
)
@click.option(
    "--kind", default="municipality", show_default=True, metavar="municipality|network", help="Kind of workbook."
)
@click.option("--data", type=FOLDER, metavar="DIR", help="Folder of workbooks it is for.  [data/raw of the project]")
@click.option("--short", is_flag=True, help="One sheet: <a_contract>, its priorities, and their verdicts by year.")
@click.option(
    "--from",
    "last",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="LAST.xlsx",
    help="The next monitoring year after this workbook: <contract> and priorities come with it, verdicts do not.",
)
@careful
def template(
    file: Path,
    municipality: str | None,
    language: str | None,
    kind: str,
    data: Path | None,
    short: bool,
    last: Path | None,
) -> None:
    """Write an empty workbook for a member to fill in. A file that is there already is not written over."""
    from pop_analysis.commands import template as make_template
    from pop_analysis.commands.places import shown
    from pop_analysis.commands.template import template_from

    if last is not None and kind == "municipality":
        _show_carried(template_from(file, last, municipality, language, data, short), last)
        made = shown(file)
    else:
        made = shown(make_template(file, municipality, language=language, kind=kind, data=data, short=short, last=last))
    elsewhere = data is not None and data.absolute() != file.absolute().parent
    command = f"pop-analysis validate {shlex.quote(str(data) if elsewhere else made)}"
    key = "commandline.template_for" if elsewhere else "commandline.template"
    click.echo(in_every_language(key, file=made, folder=data, command=command))


def _show_carried(made: Carried, last: Path) -> None:
    """What came with the workbook of a next year, and what did not."""
    place = {"place": made.place, "cycle": made.cycle, "year": made.monitoring_year}
    click.echo(said("next_year.ready", made.language, n=made.to_judge, **place))
    for key, rows in {"carried": made.carried, "left": made.left}.items():
        if rows:
            listed = " · ".join(f"{sheet} {n}" for sheet, n in rows.items())
            click.echo(said(f"next_year.{key}", made.language, rows=listed, file=last.name))
    if made.unread:
        command = f"pop-analysis validate {shlex.quote(str(last))}"
        click.echo(said("next_year.unread", made.language, n=made.unread, file=last.name, command=command))
    click.echo(said("next_year.beside", made.language, file=last.name))
