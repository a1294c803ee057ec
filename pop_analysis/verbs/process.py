"""``process``: workbooks in, ``data/processed`` out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.verbs.places import processed_folder, raw_folder

if TYPE_CHECKING:
    from pop_analysis.reading import Dataset


def process(data: Path | str | None = None, processed: Path | str | None = None) -> Dataset:
    """Read every workbook of a folder and write the tables.

    Parameters
    ----------
    data
        The folder of workbooks; by default ``data/raw`` of the project.
    processed
        Where the tables go; by default ``data/processed`` of the project. What stood there is replaced.

    Returns
    -------
    Dataset
        What was read. Workbooks that were refused and rows that were rejected stand in its ``findings``.

    Raises
    ------
    FileNotFoundError
        When there is no such folder of workbooks.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.process("data/raw", "data/processed")  # doctest: +SKIP
    """
    from pop_analysis.reading import read_folder
    from pop_analysis.reading.processed import date_versions, write_processed

    read = read_folder(raw_folder(data))
    folder = processed_folder(processed)
    date_versions(read, folder, date.today())
    write_processed(read, folder)
    return read
