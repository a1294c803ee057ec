"""``example``: an invented network to try things on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pop_analysis.choices import WrongUse
from pop_analysis.commands.asked import wrong_use


def example(folder: Path | str, *, municipalities: int = 12, years: int = 4, seed: int = 2021) -> list[Path]:
    """Write the workbooks of an invented network; nothing in them exists, and every page of them says so.

    Parameters
    ----------
    folder
        Where the workbooks go: a new or empty folder, or one with an earlier example in it.
    municipalities, years
        How large the network is, and how many monitoring years it has.
    seed
        The same seed gives the same network, byte for byte.

    Returns
    -------
    list of Path
        The workbooks.

    Raises
    ------
    WrongUse
        When the folder holds a workbook, or a declaration of a network, that is not just as an example has it: real
        ones and invented ones must never mix, and nobody's work is lost.

    Examples
    --------
    >>> [path.name for path in pop.example(folder / "raw", municipalities=1, years=1)]
    ['network.xlsx', 'lumebardhe.xlsx']
    """
    from pop_analysis.model import MODEL_FOLDER, load_model
    from pop_analysis.reading.folder import SUFFIXES, workbooks_in
    from pop_analysis.reading.unread_files import workbooks_below
    from pop_analysis.synthetic import example_files, make_example

    folder = Path(folder)
    if folder.is_dir() and (below := workbooks_below(folder, SUFFIXES, MODEL_FOLDER, load_model())):
        first, inside = next(iter(below.items()))
        raise wrong_use("example.below", folder=folder, files=f"{first}/{inside[0]}")
    try:
        wanted = example_files(folder, municipalities, years)
        there = workbooks_in(folder) if folder.is_dir() else []
        _check_untouched(folder, there, wanted)
        made = make_example(folder, municipalities, years, seed)
        for left in set(there) - set(made):  # of an earlier, larger example
            left.unlink()
    except ValueError as error:
        raise WrongUse(str(error)) from error
    return made


def _check_untouched(folder: Path, there: Iterable[Path], wanted: Iterable[Path]) -> None:
    """Raise ``WrongUse`` where something would be lost that is not as ``example`` wrote it."""
    from pop_analysis.synthetic import declaration_of, is_untouched, own_declaration

    declared = declaration_of(folder)
    for path in (folder, declared.parent):
        if path.is_symlink() and not path.exists():
            raise wrong_use("example.nowhere", path=path)
    if declared.parent.exists() and not declared.parent.is_dir():
        raise wrong_use("example.no_folder", path=declared.parent)
    if _is_there(declared) and (not _is_file(declared) or declared.read_text("utf-8", "replace") != own_declaration()):
        raise wrong_use("example.declaration", path=declared)
    of_others = {path for path in {*there, *wanted} if _is_there(path) and not (_is_file(path) and is_untouched(path))}
    if of_others:
        named = ", ".join(sorted(path.name for path in of_others)[:3]) + (" …" if len(of_others) > 3 else "")
        raise wrong_use("example.workbooks", folder=folder, files=named)


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _is_file(path: Path) -> bool:
    """Whether it is a file itself, and no link to one."""
    return path.is_file() and not path.is_symlink()
