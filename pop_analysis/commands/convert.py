"""``convert``: workbooks, corrections and replies of an older template in today's form, beside the old ones."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pop_analysis.commands.asked import chosen, not_there, wrong_use
from pop_analysis.commands.output import make_folder, put_text
from pop_analysis.commands.places import model_of, no_workbooks, shown

if TYPE_CHECKING:
    import pandas as pd

    from pop_analysis.model import Model
    from pop_analysis.reading.workbook import Opened, Reader
    from pop_analysis.workbooks.todays_form import Places

ENDING, NEW_SUFFIX = "-converted", ".xlsx"  # of the folder beside the old one; of what is made
CORRECTED, WIDEST = "corrected", 120
COLUMNS = ("file", "what", "sheet", "cell", "value", "new_sheet", "new_cell", "new_value")


class Conversion(NamedTuple):
    """The folder that was made, what became of every cell, and the files that went along as they are.

    ``moves`` has the columns file, what (``stayed``, ``moved``, ``heading``, ``listed``, ``corrected``), sheet, cell,
    value, new_sheet, new_cell, new_value; all text.
    """

    folder: Path
    moves: pd.DataFrame
    as_they_are: list[str]
    language: str


def convert(path: Path | str, out: Path | str | None = None, *, language: str | None = None) -> Conversion:
    """Bring workbooks of an older template, with their corrections and replies, into the form of today's.

    Nothing is written over: what is made stands in a new folder. Every cell keeps what was typed into it; what has no
    place in today's form goes along and is told. What is made is read again, and put there only when it gives the
    same data as before.

    Parameters
    ----------
    path
        A workbook, or a folder of them.
    out
        The new folder; by default ``<folder>-converted`` beside the old one.
    language
        Of headings; by default that of each workbook.

    Returns
    -------
    Conversion
        Where it stands and what became of each cell.

    Raises
    ------
    WrongUse
        When the new folder holds something, the language is not known, or what was made would be read otherwise than
        what there was: then nothing is put in place.
    FileNotFoundError
        When there is no such file or folder, or no workbook in it.

    Examples
    --------
    >>> raw = pop.example(folder / "raw", municipalities=1, years=1)[0].parent
    >>> pop.convert(raw).folder.name
    'raw-converted'
    """
    from pop_analysis.atomic import new_folder
    from pop_analysis.reading.folder import workbooks_in

    path = Path(path).absolute()
    if not path.exists():
        raise not_there("no_file_or_folder", path=shown(path))
    folder = path if path.is_dir() else path.parent
    files = workbooks_in(path) if path.is_dir() else [path]
    if not files:
        raise no_workbooks(path)
    target = Path(out).absolute() if out else folder.parent / f"{folder.name}{ENDING}"
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise wrong_use("convert.there", folder=shown(target))
    if target == folder or folder in target.parents:
        raise wrong_use("convert.inside", folder=shown(target))
    model = model_of(folder)
    if language is not None:
        (language,) = chosen("language", [language], model.languages)
    make_folder(target.parent)
    with new_folder(target) as made:
        moves, places, named = _convert_files(files, folder, made, model, language)
        corrected = _convert_corrections(folder, made, named, places, whole=path.is_dir())
        kept = [name for name in named if name not in places]
        if path.is_dir():
            kept += _take_along(folder, made, named)
        _check_the_same(files, folder, made, named, model)
    return Conversion(target, _frame([*moves, *corrected]), kept, language or model.languages[0])


def _convert_files(
    files: list[Path], folder: Path, made: Path, model: Model, language: str | None
) -> tuple[list[tuple[str, ...]], dict[str, Places], dict[str, str]]:
    """Write each workbook in today's form; one that is of no template goes along as it is, told apart by no places.

    Returns what became of each cell, of each converted file the places, and the new name of every file.
    """
    from pop_analysis.workbooks.template import save_workbook
    from pop_analysis.workbooks.todays_form import in_todays_form, language_of

    reader, counted = _reader(files, folder, model)
    moves: list[tuple[str, ...]] = []
    places: dict[str, Places] = {}
    named: dict[str, str] = {}
    for file in files:
        opened, about = _open(reader, file)
        if opened is None or about is None:
            shutil.copyfile(file, made / file.name)
            named[file.name] = file.name
            continue
        spoken = language or language_of([each.sheet.name for each in opened.layouts or []], model)
        converted = in_todays_form(opened, model, about[0], spoken, about[1], counted.get(file.name, ()))
        new = file.with_suffix(NEW_SUFFIX).name
        named[file.name] = new if new == file.name or not (folder / new).exists() else f"{file.name}{NEW_SUFFIX}"
        save_workbook(converted.book, made / named[file.name])
        moves += [(file.name, *each) for each in converted.moves]
        places[file.name] = converted.places
    return moves, places, named


def _reader(files: list[Path], folder: Path, model: Model) -> tuple[Reader, dict[str, set[str]]]:
    """A reader of the workbooks as they stand, without their corrections; and of which tables each has rows."""
    from pop_analysis.commands.validate import register_for
    from pop_analysis.reading import read_files
    from pop_analysis.reading.conversion.convert import Context
    from pop_analysis.reading.conversion.register import Register
    from pop_analysis.reading.findings import Findings
    from pop_analysis.reading.folder import read_beside
    from pop_analysis.reading.workbook import Reader

    read = read_files([*files, *register_for(folder, files, model)], model, folder=folder)
    register = Register(read.municipalities.to_dict("records"))
    context = Context(model, register, date.today(), Findings(model).phrase)
    counted = read.provenance.groupby("file")["table"].agg(set).to_dict()
    return Reader(context, mapped=read_beside(folder, model).mapped), counted


def _open(reader: Reader, file: Path) -> tuple[Opened | None, tuple[str, str | None] | None]:
    """Where the tables of a workbook stand, its kind and the name of its municipality; nothing where it is of none."""
    from pop_analysis.reading.inspection.file_report import FileRefused
    from pop_analysis.reading.inspection.gate import inspect_file
    from pop_analysis.reading.inspection.our_outputs import what_we_wrote

    if what_we_wrote(file) or any(entry.is_for(file.name) for entry in reader.mapped):
        return None, None
    try:
        report = inspect_file(file)
    except FileRefused:
        return None, None
    book = reader.read(file, report)
    opened = reader.lay_out(file, report)
    refused = any(each.severity == "refused" for each in book.findings)
    if (
        refused
        or not book.kind
        or not opened.layouts
        or any(each.flat and not each.is_beside for each in opened.layouts)
    ):
        return None, None
    return opened, (book.kind, reader.context.register.names.get(book.municipality or "", book.municipality))


def _convert_corrections(
    folder: Path, made: Path, named: dict[str, str], places: dict[str, Places], whole: bool
) -> list[tuple[str, ...]]:
    """Let every correction follow its cell; one whose cell has no place stays as it is, and reading tells of it."""
    import yaml

    from pop_analysis.reading.corrections import FILE

    source = folder / FILE
    if not source.exists():
        return []
    text = source.read_text(encoding="utf-8")
    entries: list[Any] = []
    moved: list[tuple[str, ...]] = []
    for entry in yaml.safe_load(text) or []:
        file, at = str(entry["file"]), (str(entry["sheet"]), str(entry["cell"]))
        if file not in named:
            entries += [entry] if whole else []
            continue
        for sheet, cell in places.get(file, {}).get(at, [at]):
            entries.append(entry | {"file": named[file], "sheet": sheet, "cell": cell})
            if (sheet, cell) != at:
                moved.append((file, CORRECTED, *at, str(entry["old"] or ""), sheet, cell, str(entry["new"] or "")))
    comments = [line for line in text.splitlines() if line.startswith("#")]
    listed = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=WIDEST) if entries else ""
    if entries:
        put_text("\n".join([*comments, listed]), made / FILE)
    return moved


def _take_along(folder: Path, made: Path, named: dict[str, str]) -> list[str]:
    """Take along what lies beside the workbooks; folders too."""
    taken = []
    for each in sorted(folder.iterdir()):
        if each.name in named or (made / each.name).exists():
            continue
        if each.is_dir():
            shutil.copytree(each, made / each.name)
        else:
            shutil.copyfile(each, made / each.name)
        taken.append(each.name)
    return taken


def _check_the_same(files: list[Path], folder: Path, made: Path, named: dict[str, str], model: Model) -> None:
    """Raise ``WrongUse`` where the new workbooks do not give the data of the old ones."""
    from pop_analysis.commands.validate import register_for
    from pop_analysis.reading import read_files

    register = register_for(folder, files, model)
    before = read_files([*files, *register], model, folder=folder)
    after = read_files([*(made / named[file.name] for file in files), *register], model, folder=made)
    other = [name for name in model.tables if not before[name].equals(after[name])]
    if other:
        raise wrong_use("convert.otherwise", tables=", ".join(other))


def _frame(moves: list[tuple[str, ...]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(moves, columns=list(COLUMNS), dtype="str")
