"""``template``: an empty workbook for a member to fill in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.choices import WrongUse, chosen
from pop_analysis.commands.output import TEMPLATE
from pop_analysis.commands.places import model_of, project_folder

if TYPE_CHECKING:
    from pop_analysis.model import Model

KINDS = ("municipality", "network")


def template(
    path: Path | str,
    municipality: str | None = None,
    language: str | None = None,
    kind: str = "municipality",
    data: Path | str | None = None,
    short: bool = False,
) -> Path:
    """Write an empty workbook with headings, explanations, drop-down lists and one example row on every sheet.

    Parameters
    ----------
    path
        The new workbook, ending in ``.xlsx``. One that is there already is never written over.
    municipality
        Whose workbook it is, as the network's file spells it.
    language
        Of headings, explanations and lists; by default the network's first. Reading takes either.
    kind
        ``municipality``, or ``network`` for the one workbook of the whole network.
    data
        The folder of workbooks it is for: lists and words are those of ``model/`` there. By default the folder
        ``path`` is in, where that holds ``model/``, else ``data/raw`` of the project.
    short
        One sheet for a contract, its priorities and their verdicts by year, in place of a sheet for each table.

    Raises
    ------
    WrongUse
        When the network's workbook, where there is one, does not know the municipality, when there is no folder
        ``data``, the file is there already or does not end in ``.xlsx``, or language or kind are not known.

    Examples
    --------
    >>> pop.template(folder / "fier.xlsx", municipality="Fier").name
    'fier.xlsx'
    """
    from pop_analysis.workbooks.short_template import short_template
    from pop_analysis.workbooks.template import save_workbook
    from pop_analysis.workbooks.template import template as make_template

    path = Path(path)
    if data is not None and not Path(data).is_dir():
        raise WrongUse(f"there is no folder {data}.")
    folder = path.absolute().parent if data is None else Path(data).absolute()
    model = model_of(folder, project_folder())
    TEMPLATE.check(path)
    if language is not None:
        chosen("language", [language], model.languages)
    chosen("kind of workbook", [kind], KINDS)
    if municipality is not None and kind == KINDS[0]:
        _refuse_a_stranger(municipality, folder, model)
    if short and kind != KINDS[0]:
        raise WrongUse(f"only the workbook of a {KINDS[0]} has a short form.")
    if short:
        return TEMPLATE.write(path, partial(save_workbook, short_template(model, language, municipality)))
    return TEMPLATE.write(path, partial(save_workbook, make_template(model, kind, language, municipality)))


def _refuse_a_stranger(municipality: str, folder: Path, model: Model) -> None:
    """Refuse a municipality the network's workbook does not list: what is filled in for it could not be read."""
    from pop_analysis.commands.validate import register_for
    from pop_analysis.reading import read_files
    from pop_analysis.reading.conversion.register import Register
    from pop_analysis.reading.folder import MODEL_FOLDER

    listing = register_for(folder, [], model, project_folder())
    if (folder / MODEL_FOLDER).is_dir():  # another network: the project's own register does not hold for it
        listing = [path for path in listing if path.parent == folder]
    register = Register(read_files(listing, model).municipalities.to_dict("records") if listing else ())
    if register.known and register.find(municipality) is None:
        try:
            chosen("municipality", [municipality], register.names.values())
        except WrongUse as error:
            raise WrongUse(f"{error} A new one is written into {listing[0].name} first.") from error
