"""``publish``: the data as pages are made of them now, kept as an edition; and how an edition is found again."""

from __future__ import annotations

from pathlib import Path

from pop_analysis.choices import in_one_line
from pop_analysis.commands.asked import chosen, wrong_use
from pop_analysis.commands.places import processed_folder, shown


def publish(name: str, processed: Path | str | None = None) -> Path:
    """Keep the processed data as an edition, for good: tables, model, findings, and the checksums of all files.

    What is kept are the tables that pages are made of, not the workbooks as they may stand by now. An edition never
    changes: there is none of a name twice, and :func:`load` reads none of which a file has changed.

    Parameters
    ----------
    name
        The name of the edition: a–z, 0–9 and hyphens, such as ``2026-autumn``.
    processed
        The folder of processed data; by default ``data/processed`` of the project.

    Returns
    -------
    Path
        The folder of the edition: ``published/<name>`` beside ``processed``. It belongs under version control, with
        the workbooks.

    Raises
    ------
    FileNotFoundError
        When there is no processed data.
    WrongUse
        For a name that cannot be one or is taken, for a draft that nobody has approved, and for tables that somebody
        has changed since they were processed.

    Examples
    --------
    >>> read = pop.process("data/raw", folder / "processed")
    >>> made = pop.publish("2026-autumn", folder / "processed")
    >>> pop.load(folder / "processed", edition="2026-autumn").stamp.edition
    '2026-autumn'
    """
    from pop_analysis.model import slug
    from pop_analysis.reading import Dataset
    from pop_analysis.runner.job import published_beside
    from pop_analysis.storage.editions import NAME, write_edition
    from pop_analysis.storage.processed import read_processed

    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise wrong_use("edition.name", name=in_one_line(name), near=slug(str(name))[:60].strip("-") or "2026")
    source = processed_folder(processed)
    data = read_processed(source)
    if data.draft:
        raise wrong_use("edition.draft", folder=shown(source), version=data.version)
    if not data.model.later and Dataset(data.tables, data.model).version != data.version:
        raise wrong_use("edition.otherwise", folder=shown(source), version=data.version)
    try:
        return write_edition(data, published_beside(source), name)
    except FileExistsError as error:
        raise wrong_use("edition.there", name=name, folder=shown(Path(error.args[0]))) from error


def edition_of(folder: Path, name: str) -> Path:
    """Give the place of an edition in ``folder``; raises ``WrongUse``, with those there are, for any other name."""
    from pop_analysis.storage.editions import editions_in

    known = editions_in(folder)
    return known[chosen("edition", [name], known)[0]]


def last_published(folder: Path) -> Path | None:
    """Give the last edition in ``folder``; where there is none, the folder itself, if it is processed data."""
    from pop_analysis.storage.editions import editions_in
    from pop_analysis.storage.processed import is_processed

    return next(reversed(editions_in(folder).values()), folder if is_processed(folder) else None)
