"""``example``: an invented network to try things on."""

from __future__ import annotations

from pathlib import Path

from pop_analysis.choices import WrongUse


def example(folder: Path | str, municipalities: int = 12, years: int = 4, seed: int = 2021) -> list[Path]:
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
        When the folder, or one below it, holds workbooks that are not invented: the two must never mix.

    Examples
    --------
    >>> [path.name for path in pop.example(folder / "raw", municipalities=1, years=1)]
    ['network.xlsx', 'lumebardhe.xlsx']
    """
    from pop_analysis.model import load_model
    from pop_analysis.reading import read_folder
    from pop_analysis.reading.folder import MODEL_FOLDER, SUFFIXES, workbooks_in
    from pop_analysis.reading.unread_files import workbooks_below
    from pop_analysis.synthetic import make_example

    folder = Path(folder)
    there: list[Path] = []
    if folder.is_dir() and (below := workbooks_below(folder, SUFFIXES, MODEL_FOLDER, load_model())):
        first, inside = next(iter(below.items()))
        raise WrongUse(f"{folder} holds files in folders below ({first}/{inside[0]} …). Name an empty folder.")
    if folder.is_dir() and (there := workbooks_in(folder)):
        held = read_folder(folder)
        invented = (
            set(held["workbook"]["synthetic"].dropna()) == {"yes"} and held["workbook"]["synthetic"].notna().all()
        )
        if not invented or (held.findings["severity"] == "refused").any():
            raise WrongUse(
                f"{folder} holds workbooks that are not an example ({there[0].name} …). Name an empty folder."
            )
    elif (own := folder / MODEL_FOLDER / "network.yml").exists():
        raise WrongUse(f"{own} is another network's declaration, and it is not written over. Name an empty folder.")
    try:
        made = make_example(folder, municipalities, years, seed)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    for left in set(there) - set(made):  # of an earlier, larger example
        left.unlink()
    return made
