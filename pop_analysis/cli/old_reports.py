"""What brings in what there was before.

``convert``, workbooks of an older template; ``draft``, reports in words; ``adopt``, a sheet of another network.
"""

from __future__ import annotations

import string
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pop_analysis.cli.group import FOLDER, NEW_FILE, careful, main, said
from pop_analysis.locale import sentence

if TYPE_CHECKING:
    import pandas as pd

HAPPENED = ("stayed", "moved", "heading", "listed", "left", "corrected")  # what may become of a cell, as it is told


@main.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="FILE|DIR")
@click.option("--out", type=FOLDER, metavar="DIR", help="The new folder.  [DIR-converted beside the old one]")
@click.option("--language", metavar="sq|en", help="Language of headings and of what is told.  [each workbook's own]")
@careful
def convert(path: Path, out: Path | None, language: str | None) -> None:
    """Bring workbooks of an older template into today's form.

    With their corrections and replies, into a new folder: nothing is written over, every cell keeps what was typed into
    it, and what has no place in today's form goes along and is told. What is made gives the same data, or is not made.
    """
    from pop_analysis.commands.convert import convert as bring_over
    from pop_analysis.commands.places import shown

    made = bring_over(path, out, language=language)
    for file, own in made.moves.groupby("file", sort=True):
        counts = own["what"].value_counts()
        parts = [said(f"convert.{what}", made.language, n=counts[what]) for what in HAPPENED if what in counts]
        click.echo(f"{file}: {' · '.join(parts)}")
        for line in _changes(own):
            click.echo(f"  {line}")
    if made.as_they_are:
        click.echo(said("convert.as_they_are", made.language, files=", ".join(made.as_they_are)))
    click.echo(said("convert.made", made.language, folder=shown(made.folder)))


@main.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE..."
)
@click.option(
    "--municipality", required=True, metavar="NAME", help="Whose priorities, as the network's file spells it."
)
@click.option("--cycle", required=True, metavar="YEARS", help="The <contract>, e.g. 2019-2023.")
@click.option("--monitoring-year", type=click.IntRange(1), required=True, metavar="N", help="The monitoring year.")
@click.option("-o", "--output", type=NEW_FILE, required=True, metavar="DRAFT.xlsx", help="The new workbook.")
@click.option("--data", type=FOLDER, metavar="DIR", help="Folder of workbooks.  [data/raw of the project]")
@click.option("--language", metavar="sq|en", help="Language of headings and lists.  [the network's first]")
@careful
def draft(
    files: tuple[Path, ...],
    municipality: str,
    cycle: str,
    monitoring_year: int,
    output: Path,
    data: Path | None,
    language: str | None,
) -> None:
    """Draft a workbook from old reports: .txt, .html, .docx, .pdf.

    What they say of each priority, with the passage it stands in. Nothing is guessed, every drafted cell is marked, and
    the workbook is refused until somebody has looked at it and taken the marks away. Ends with 1 when a report could
    not be read.
    """
    from pop_analysis.commands.draft import draft as make_draft
    from pop_analysis.commands.places import shown

    made = make_draft(files, output, municipality, cycle, monitoring_year, data=data, language=language)
    spoken = made.language
    click.echo(said("draft.found", spoken, n=made.priorities, judged=made.with_verdict))
    if made.others:
        click.echo(said("draft.others", spoken, n=made.others))
    for file, reason in made.unread.items():
        click.echo(said("draft.unread", spoken, file=file, why=sentence(f"draft.{reason}", spoken)), err=True)
    click.echo(said("draft.next", spoken, path=shown(made.path)))
    if made.unread:
        sys.exit(1)


@main.command()
@click.argument("sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="SHEET")
@click.option("--out", type=FOLDER, metavar="DIR", help="The new folder.  [the sheet's name without its ending]")
@click.option("--language", default="en", metavar="CODE", help="Language the sheet is written in.  [en]")
@careful
def adopt(sheet: Path, out: Path | None, language: str) -> None:
    """Begin a network from its sheet: .xlsx, .ods, .csv, .json.

    What its columns are, which verdicts there are and what they count as is guessed and written down, in model/ and
    mapping.yml. No page is made until somebody has looked at every guess and taken its mark away.
    """
    from pop_analysis.commands.adopt import adopt as begin
    from pop_analysis.commands.places import shown

    made = begin(sheet, out, language=language)
    click.echo(said("adopt.found", language, n=len(made.guesses)))
    for place, what in made.guesses.items():
        click.echo(said("adopt.guess", language, place=place, what=what))
    click.echo(said("adopt.tried", language, n=made.verdicts, counted=made.counted))
    click.echo(said("adopt.next", language, folder=shown(made.folder)))


def _changes(moves: pd.DataFrame) -> list[str]:
    """What is otherwise, column by column: where it stood, where it stands, how many cells."""
    lines: dict[tuple[str, str], int] = {}
    for each in moves[~moves["what"].isin(["stayed", "left"])].itertuples():
        old, new = (cell.rstrip(string.digits) for cell in (each.cell, each.new_cell))
        if each.what in ("heading", "listed", "corrected"):
            change = (
                f"{each.sheet}!{each.cell} “{each.value}”",
                f"{each.new_sheet}!{each.new_cell} “{each.new_value}”",
            )
        else:
            change = (f"{each.sheet}!{old}", f"{each.new_sheet}!{new}")
        lines[change] = lines.get(change, 0) + 1
    return [f"{old} → {new}" + (f" ({n})" if n > 1 else "") for (old, new), n in lines.items()]
