"""``template``: an empty workbook for a member to fill in."""

from __future__ import annotations

from pathlib import Path

from pop_analysis.verbs.places import WrongUse, chosen, model_of

KINDS = ("municipality", "network")


def template(
    path: Path | str,
    municipality: str | None = None,
    language: str | None = None,
    kind: str = "municipality",
    data: Path | str | None = None,
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

    Raises
    ------
    WrongUse
        When there is no folder ``data``, the file is there already or does not end in ``.xlsx``, or language or kind
        are not known.

    Examples
    --------
    >>> pop.template(folder / "fier.xlsx", municipality="Fier").name
    'fier.xlsx'
    """
    from pop_analysis.reading.template import save_workbook
    from pop_analysis.reading.template import template as make_template

    path = Path(path)
    if data is not None and not Path(data).is_dir():
        raise WrongUse(f"there is no folder {data}.")
    model = model_of(path.parent if data is None else Path(data))
    if path.suffix.lower() != ".xlsx":
        raise WrongUse(f"the template is an Excel workbook: let its name end in .xlsx, not “{path.name}”.")
    if path.exists():
        raise WrongUse(f"{path.name} is there already, and it is not written over. Choose another name.")
    if language is not None:
        chosen("language", [language], model.languages)
    chosen("kind of workbook", [kind], KINDS)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_workbook(make_template(model, kind, language, municipality), path)
    return path
