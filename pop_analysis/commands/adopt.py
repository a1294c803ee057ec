"""``adopt``: what a network would declare for a sheet of its own, guessed, every guess to be looked at."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pop_analysis.commands.asked import not_there, wrong_use
from pop_analysis.commands.output import make_folder
from pop_analysis.commands.places import shown

if TYPE_CHECKING:
    from pop_analysis.reading.adoption.columns import ForeignSheet


class Adopted(NamedTuple):
    """The folder that was made, its guesses (``file:line`` → what is to be decided), and what came of the sheet.

    ``counted`` of ``verdicts`` would be counted if every guess were right.
    """

    folder: Path
    guesses: dict[str, str]
    verdicts: int
    counted: int


def adopt(sheet: Path | str, out: Path | str | None = None, *, language: str = "en") -> Adopted:
    r"""Make a folder of data from a sheet of promises: the sheet itself, ``model/`` and ``mapping.yml``.

    Which column is what, which verdicts there are and what they count as is guessed by headings and by what stands
    below them. Every guess ends with a mark (``# to check: …``); while one stands, :func:`~pop_analysis.validate` names
    it and :func:`~pop_analysis.report` makes no page.

    Parameters
    ----------
    sheet
        A workbook (its fullest sheet, with those that have the same headings), a text file with separators, or records
        in JSON: a row a promise, or a promise and year.
    out
        The new folder; by default ``<sheet without ending>`` beside it.
    language
        Code of the language the sheet is written in; the pages will have it.

    Returns
    -------
    Adopted
        The folder, and what is to be looked at in it.

    Raises
    ------
    WrongUse
        When the folder holds something, the language is no code of one, the file cannot be read, or no table of it
        has promises and verdicts.
    FileNotFoundError
        When there is no such file.

    Examples
    --------
    >>> rows = [f"Harrowmere,Mend road {n},{'Kept' if n < 3 else 'Broken'}" for n in range(4)]
    >>> text = "\n".join(["Town,Pledge,Completion", *rows])
    >>> _ = (folder / "pledges.csv").write_text(text, encoding="utf-8")
    >>> made = pop.adopt(folder / "pledges.csv")
    >>> made.verdicts, made.counted, sorted(each.name for each in made.folder.iterdir())
    (4, 4, ['mapping.yml', 'model', 'pledges.csv'])
    """
    from pop_analysis.atomic import new_folder
    from pop_analysis.model.checks import is_language
    from pop_analysis.reading.adoption.declared import Declaration

    path = Path(sheet).absolute()
    if not path.is_file():
        raise not_there("no_file", file=shown(path))
    target = Path(out).absolute() if out else path.with_suffix("")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise wrong_use("convert.there", folder=shown(target))
    if not is_language(language):
        raise wrong_use("adopt.language", given=language)
    foreign = _read(path)
    make_folder(target.parent)
    with new_folder(target) as made:
        for name, text in Declaration(foreign, path.name, language, date.today()).files().items():
            (made / name).parent.mkdir(exist_ok=True)
            (made / name).write_text(text, encoding="utf-8")
        shutil.copyfile(path, made / path.name)
        guesses, verdicts, counted = _tried(made)
    return Adopted(target, guesses, verdicts, counted)


def _read(path: Path) -> ForeignSheet:
    from pop_analysis.reading.adoption.columns import read_foreign
    from pop_analysis.reading.inspection.file_report import FileRefused
    from pop_analysis.reading.inspection.gate import RECORD_SUFFIXES
    from pop_analysis.reading.parsing.parsers import is_of_the_file, read_cells
    from pop_analysis.reading.parsing.records import read_records

    try:
        cells = list((read_records if path.suffix.lower() in RECORD_SUFFIXES else read_cells)(path))
    except FileRefused as error:
        raise wrong_use("adopt.unreadable", file=path.name) from error
    except Exception as error:
        if not is_of_the_file(error):
            raise
        raise wrong_use("adopt.unreadable", file=path.name) from error
    if (found := read_foreign(cells)) is None:
        raise wrong_use("adopt.no_promises", file=path.name)
    return found


def _tried(folder: Path) -> tuple[dict[str, str], int, int]:
    """The guesses that wait, and how many verdicts there are and would be counted, were every guess right."""
    import tempfile

    from pop_analysis.commands.validate import check
    from pop_analysis.model.waiting import waiting, without_marks

    guesses: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as tried:
        copy = Path(shutil.copytree(folder, Path(tried) / folder.name))
        for each in sorted(copy.rglob("*.yml"), key=lambda each: (each.parent == copy, each.name)):
            text = each.read_text(encoding="utf-8")
            name = each.relative_to(copy).as_posix()
            guesses |= {f"{name}:{line}": what for line, what in waiting(text)}
            each.write_text(without_marks(text), encoding="utf-8")
        found = check(copy)
    return guesses, found.verdicts, found.counted
