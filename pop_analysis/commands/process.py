"""``process``: workbooks in, ``data/processed`` out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.commands.places import check_apart, no_workbooks, processed_folder, raw_folder

if TYPE_CHECKING:
    from pop_analysis.reading import Dataset


def process(data: Path | str | None = None, processed: Path | str | None = None, preview: bool = False) -> Dataset:
    """Read every workbook of a folder and write the tables.

    Parameters
    ----------
    data
        The folder of workbooks; by default ``data/raw`` of the project.
    processed
        Where the tables go; by default ``data/processed`` of the project, of other workbooks ``<data>-tables``
        beside them. Tables that stood there are replaced.
    preview
        Take the edition for a draft until ``approval.yml`` beside the workbooks says who approved this version of the
        data; where there is such a file, that is so without asking.

    Returns
    -------
    Dataset
        What was read. Workbooks that were refused and rows that were rejected stand in its ``findings``.

    Raises
    ------
    FileNotFoundError
        When there is no such folder, or no workbook in it.
    FileExistsError
        Before anything is read, when ``processed`` holds anything that is not ours.
    WrongUse
        When one of the two folders stands in the other.

    Examples
    --------
    >>> pop.process("data/raw", folder / "tables").tables["priorities"].shape[0]
    22
    >>> (folder / "tables" / "datapackage.json").exists()
    True
    """
    from pop_analysis.reading import read_folder
    from pop_analysis.reading.folder import workbooks_in
    from pop_analysis.storage.processed import check_replaceable, stamps_in, write_processed
    from pop_analysis.storage.version_stamps import dated

    raw = raw_folder(data)
    if not raw.is_dir() or not workbooks_in(raw):
        raise no_workbooks(raw)
    folder = processed_folder(processed, data)
    check_apart(raw, folder)
    check_replaceable(folder)
    read = dated(read_folder(raw), stamps_in(folder), date.today())
    if preview:
        read = read.approved_by(read.approvals or ())
    write_processed(read, folder)
    return read
