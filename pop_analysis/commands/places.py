"""Where things stand: the project around the current folder, its data, its notebooks, and what may be asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.choices import WrongUse
from pop_analysis.locale import in_every_language

if TYPE_CHECKING:
    from pop_analysis.model import Model

RAW = Path("data") / "raw"
PROCESSED = Path("data") / "processed"
REPORTS = Path("reports")
NOTEBOOKS = Path("notebooks")
# Workbooks that are no project's own have their tables and their pages beside them, in folders with these endings.
BESIDE = {PROCESSED: "-tables", REPORTS: "-pages"}


def no_workbooks(folder: Path) -> FileNotFoundError:
    """Return the error for a folder in which there is nothing to read, with what to do about it."""
    from pop_analysis.reading.folder import has_something_unread

    key = "only_others" if folder.is_dir() and has_something_unread(folder) else "no_workbooks"
    return FileNotFoundError(in_every_language(f"commandline.{key}", folder=shown(folder)))


def project_folder(start: Path | None = None) -> Path:
    """Give the nearest folder upwards that holds ``notebooks/`` and ``data/``; without one, where we are."""
    here = (start or Path.cwd()).absolute()
    around = (
        folder for folder in (here, *here.parents) if (folder / NOTEBOOKS).is_dir() and (folder / "data").is_dir()
    )
    return next(around, here)


def raw_folder(folder: Path | str | None = None) -> Path:
    """Give the folder of workbooks: the one named, or ``data/raw`` of the project."""
    return Path(folder) if folder else project_folder() / RAW


def model_of(folder: Path, project: Path | None = None) -> Model:
    """Give what workbooks in ``folder`` are read with: its own ``model/``, else its project's, else POP's.

    Their project is the nearest one above ``folder``, wherever one stands, unless another one is given.
    """
    from pop_analysis.model import load_model

    return load_model(model_folder_of(folder, project))


def model_folder_of(folder: Path, project: Path | None = None) -> Path | None:
    """Give the folder of the declaration workbooks in ``folder`` are read with; None where it is POP's."""
    from pop_analysis.model import MODEL_FOLDER

    own = (place / MODEL_FOLDER for place in (folder, (project or project_folder(folder)) / RAW))
    return next((place for place in own if place.is_dir()), None)


def processed_folder(folder: Path | str | None = None, data: Path | str | None = None) -> Path:
    """Give the folder of processed data: the one named, or the one of the workbooks in ``data``."""
    return Path(folder) if folder else _made_of(data, PROCESSED)


def reports_folder(folder: Path | str | None = None, data: Path | str | None = None) -> Path:
    """Give the folder of pages: the one named, or the one of the workbooks in ``data``."""
    return Path(folder) if folder else _made_of(data, REPORTS)


def _made_of(data: Path | str | None, made: Path) -> Path:
    """Give where what is made of workbooks stands: in the project they are ``data/raw`` of, else beside them.

    The pages of other workbooks would replace those of the project, and stand among them.
    """
    if data is None:
        return project_folder() / made
    raw = Path(data).resolve()
    for project in (project_folder(), project_folder(raw)):
        if raw == (project / RAW).resolve():
            return project / made
    return raw.parent / f"{raw.name}{BESIDE[made]}"


def check_apart(data: Path, tables: Path, pages: Path | None = None) -> None:
    """Raise ``WrongUse`` where what is written would stand among what is read, or tables among pages.

    The folder of tables is replaced as a whole, so that it may neither hold the others nor lie in them.
    """
    asked = [(data, "--data", tables, "--processed")]
    asked += [(pages, "--out", tables, "--processed")] if pages else []
    for one, its_option, other, option in asked:
        if _holds(one, other) or _holds(other, one):
            raise _not_apart(other, option, one, its_option)
    if pages and _holds(pages, data):
        raise _not_apart(pages, "--out", data, "--data")


def _not_apart(one: Path, option: str, other: Path, its_option: str) -> WrongUse:
    words = {"one": f"{option} {shown(one)}", "other": f"{its_option} {shown(other)}"}
    return WrongUse(in_every_language("commandline.not_apart", **words))


def _holds(outer: Path, inner: Path) -> bool:
    """Whether ``inner`` is ``outer`` or stands in it, by whatever links and letters they are named."""
    outer, inner = outer.resolve(), inner.resolve()
    above = (inner, *inner.parents)
    return outer in above or (outer.exists() and any(each.exists() and each.samefile(outer) for each in above))


def notebooks_folder() -> Path:
    """Give the project's notebooks, or those that come with the program."""
    program = Path(__file__).parents[1]
    places = (project_folder() / NOTEBOOKS, program / NOTEBOOKS, program.parent / NOTEBOOKS)  # the last: a checkout
    return next((place for place in places if any(place.glob("*.ipynb"))), places[0])


def document(name: str) -> Path:
    """Give a document of the project, or the one that comes with the program."""
    program = Path(__file__).parents[1]
    places = [place / "docs" / name for place in (project_folder(), program, program.parent)]
    return next((place for place in places if place.is_file()), places[0])


def upwards(start: Path | None = None) -> Iterator[Path]:
    """Give the current folder and all above it."""
    here = (start or Path.cwd()).absolute()
    yield from (here, *here.parents)


def shown(path: Path) -> str:
    """Give a path as a person reads it: from here, where that is shorter."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def data_variable() -> Path | None:
    """Give the folder the runner of reports hands to a notebook, when it is one that runs."""
    from pop_analysis.runner.job import DATA_VARIABLE

    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else None
