"""``validate``: what is wrong with workbooks, each thing at its cell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pop_analysis.commands.asked import asked_language, not_there
from pop_analysis.commands.output import MARKED_COPY
from pop_analysis.commands.places import (
    RAW,
    model_folder_of,
    model_of,
    no_workbooks,
    project_folder,
    raw_folder,
    shown,
)

if TYPE_CHECKING:
    import pandas as pd

    from pop_analysis.model import Model
    from pop_analysis.reading import Dataset


class Checked(NamedTuple):
    """What was found, and how many verdicts stand in what was asked about and how many of them are counted.

    ``shared`` of those are there once more, because their promise is of several municipalities.
    """

    findings: pd.DataFrame
    verdicts: int
    counted: int
    shared: int = 0
    registers: tuple[Path, ...] = ()  # the workbooks with the names of municipalities, where none was asked about


def validate(*paths: Path | str) -> pd.DataFrame:
    """Read workbooks and give what was found.

    Parameters
    ----------
    paths
        Workbooks, and folders of workbooks; by default ``data/raw`` of the project. Names of municipalities are
        checked against the network's workbook: the one that is given, else one beside the file, else that of the
        nearest project above it, else POP's own; contracts and priorities a file does not hold itself are looked
        for beside it. What is wrong in that one is not told when it was not asked about.

    Returns
    -------
    DataFrame
        code, severity (``note``, ``blanked``, ``rejected``, ``refused``), file, sheet, cell, value, message_sq,
        message_en (one message a language); all text, in order of file, sheet and cell. Empty when nothing was
        found. What is wrong with ``model/``, ``mapping.yml`` or ``corrections.yml`` has its line in ``file`` and its
        key in ``sheet``, and then no workbook of that folder is read: it would be blamed for what is wrong there
        (where verdicts only do not say what they count as, workbooks are read, and no page is made). A
        single wrong entry of the last two costs only the files, or the correction, it is for.

    Raises
    ------
    FileNotFoundError
        When there is no such file or folder, or neither a workbook in it nor anything that is told.

    Examples
    --------
    >>> pop.validate("data/raw")["severity"].tolist()
    ['note', 'note']
    """
    return check(*paths).findings


def check(*paths: Path | str, data: Path | None = None) -> Checked:
    """Read workbooks as :func:`validate` does, and give also how many verdicts there are and how many count.

    ``data`` is a folder whose register of municipalities is taken.
    """
    import pandas as pd

    from pop_analysis.model import WrongDeclaration
    from pop_analysis.reading.findings import faults_as_findings
    from pop_analysis.reading.folder import read_beside

    frames, verdicts, counted, shared, registers = [], 0, 0, 0, list[Path]()
    folders = {Path(path).absolute() for path in paths or [raw_folder()] if Path(path).is_dir()}
    for folder, files in _by_folder(paths).items():
        declared = None
        try:
            model = read_beside(folder, model_folder_of(folder)).model
        except WrongDeclaration as wrong:  # read otherwise than they are meant, workbooks would be blamed for it
            declared, model = faults_as_findings(wrong), wrong.model
            if model is None:
                frames.append(declared)
                continue
        whole = folder in folders
        read, register, neighbours = _read_with_neighbours(folder, files, model, data, whole)
        registers += register
        if declared is not None:  # single entries put aside are told again by whoever reads
            frames.append(declared[~declared["file"].isin(read.findings["file"])])
        unasked = {path.name for path in (*register, *neighbours)} - {path.name for path in files}
        frames.append(read.findings[~read.findings["file"].isin(unasked)])
        asked = read.balance[~read.balance["file"].isin(unasked)]
        given = asked[asked["table"] == "assessments"]
        none = _without_verdict(read, unasked)
        verdicts += int((given["read"] - given["blank"]).sum()) - none
        counted += int(given["counted"].sum()) - none
        shared += _shared(read, unasked)
    return Checked(pd.concat(frames, ignore_index=True), verdicts, counted, shared, tuple(dict.fromkeys(registers)))


def read_alone(path: Path, data: Path | None = None) -> Dataset:
    """Read one workbook with what it hangs on, as :func:`check` does: register and contracts beside it."""
    folder = path.absolute().parent
    return _read_with_neighbours(folder, [path.absolute()], model_of(folder), data)[0]


def _read_with_neighbours(
    folder: Path, files: list[Path], model: Model, data: Path | None = None, whole: bool = False
) -> tuple[Dataset, list[Path], list[Path]]:
    """Read files of one folder; give also the workbooks of the register, and those beside them.

    A coding sheet, a reply or the table of another program is checked alone as it is in its folder: with what it hangs
    on and does not have itself.
    """
    from pop_analysis.reading import read_files
    from pop_analysis.reading.folder import workbooks_in

    register = register_for(data.absolute() if data else folder, files, model)
    neighbours = [] if whole else [path for path in workbooks_in(folder) if path not in files]
    read = read_files(files, model, folder=folder, whole=whole, register=register, neighbours=neighbours)
    return read, register, neighbours


def _without_verdict(data: Dataset, unasked: set[str]) -> int:
    """How many rows that count say that there is no verdict, in the files that were asked about."""
    files = data.provenance.loc[data.provenance["table"] == "assessments", "file"].to_numpy()
    missing = data.assessments["status"].to_numpy() == data.model.missing
    return sum(bool(no_verdict) and file not in unasked for no_verdict, file in zip(missing, files, strict=True))


def _shared(data: Dataset, unasked: set[str]) -> int:
    """How many verdicts that count stand in a row that gives the same one to another municipality too."""
    verdicts = data.places("assessments").join(data.assessments[["municipality", "status"]])
    verdicts = verdicts[(verdicts["status"] != data.model.missing) & ~verdicts["file"].isin(unasked)]
    return int((verdicts.groupby(["file", "sheet", "sheet_row"])["municipality"].nunique() - 1).sum())


def workbooks_named(paths: Iterable[Path | str]) -> list[Path]:
    """Give every workbook that ``paths`` (files and folders) stand for."""
    return [path for files in _by_folder(paths).values() for path in files]


def write_marked_copy(findings: pd.DataFrame, files: Iterable[Path], path: Path, language: str | None = None) -> Path:
    """Write :func:`~pop_analysis.workbooks.marked_copy.marked_copy` of ``files``, in the network's first language.

    Raises :class:`WrongUse` where something is written there that is no earlier marked copy.
    """
    from pop_analysis.model import Faults
    from pop_analysis.reading.findings import languages_of
    from pop_analysis.reading.layout.mapping import read_mapping
    from pop_analysis.workbooks.marked_copy import marked_copy
    from pop_analysis.workbooks.template import save_workbook

    files = list(files)
    MARKED_COPY.check(path, files)
    folder = files[0].absolute().parent if files else raw_folder()
    model, spoken = model_of(folder), asked_language(language, languages_of(findings))
    copy = marked_copy(findings, files, model, spoken, read_mapping(folder, model, Faults()))
    return MARKED_COPY.write(path, partial(save_workbook, copy), files)


def _by_folder(paths: Iterable[Path | str]) -> dict[Path, list[Path]]:
    """The workbooks asked about, by their folder: those of one folder are read together."""
    from pop_analysis.reading.folder import has_something_unread, workbooks_in
    from pop_analysis.reading.workbook_path import WorkbookPath

    named: dict[Path, list[Path]] = {}
    paths = list(paths)
    for path in map(WorkbookPath, paths or [raw_folder()]):
        if path.is_dir() and ((found := workbooks_in(path)) or has_something_unread(path)):
            named.setdefault(path.absolute(), []).extend(found)
        elif path.is_file():
            named.setdefault(path.absolute().parent, []).append(path)
        elif path.is_dir() or not paths:
            raise no_workbooks(path)
        else:
            raise not_there("no_file_or_folder", path=shown(path))
    return {folder: list(dict.fromkeys(path.absolute() for path in files)) for folder, files in named.items()}


def register_for(folder: Path, files: list[Path], model: Model, project: Path | None = None) -> list[Path]:
    """The workbooks with the register of municipalities, when none of ``files`` has it.

    It is the one beside them, else that of the nearest project above them (or of ``project``), else POP's own. The last
    two hold for no network that has a declaration of its own: of ``folder``, or of its project.
    """
    from pop_analysis.model import MODEL_FOLDER
    from pop_analysis.reading.folder import workbooks_in

    if any(_lists_municipalities(path, model) for path in files):
        return []
    around = [] if (folder / MODEL_FOLDER).is_dir() else [(project or project_folder(folder)) / RAW]
    own = [Path(__file__).parents[2] / RAW] if model_folder_of(folder, project) is None else []
    for place in (folder, *around, *own):
        others = workbooks_in(place) if place.is_dir() else []
        if found := [path for path in others if path not in files and _lists_municipalities(path, model)]:
            return found
    return []


def _tables_of(path: Path, model: Model) -> set[str] | None:
    """The tables a workbook has sheets of, by their names alone; None where it is no Excel workbook."""
    from pop_analysis.reading.inspection.sheet_names import sheet_names

    names = sheet_names(path)
    return None if names is None else {table.id for name in names if (table := model.table_called(name))}


def _lists_municipalities(path: Path, model: Model) -> bool:
    """Whether a workbook has a sheet of municipalities: the gate saw the names of its sheets."""
    from pop_analysis.reading.inspection.file_report import FileRefused
    from pop_analysis.reading.inspection.gate import inspect_file
    from pop_analysis.reading.workbook import lists_municipalities

    tables = _tables_of(path, model)
    if tables is not None and "municipalities" not in tables:
        return False  # most workbooks are of a municipality: looked up in a thousandth of what the gate takes
    try:
        report = inspect_file(path)
    except (FileRefused, OSError):
        return False
    return report.kind != "text" and lists_municipalities(report, path, model, ())
