"""``load``: a data set, from wherever it stands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.choices import in_short
from pop_analysis.commands.asked import chosen_municipalities, not_there, wrong_use
from pop_analysis.commands.places import PROCESSED, RAW, data_variable, no_workbooks, upwards
from pop_analysis.commands.publish import edition_of, last_published
from pop_analysis.locale import options

if TYPE_CHECKING:
    from pop_analysis.reading import Dataset


def load(folder: Path | str | None = None, *, municipality: str | None = None, edition: str | None = None) -> Dataset:
    """Load the data set, as it is now or as it was published.

    In a notebook it leaves with its cell what the page made of the notebook says at its end: version of the data, day,
    method, program, and how they are cited. JupyterLab shows nothing of it.

    Parameters
    ----------
    folder
        A folder of processed data or one of workbooks, whichever it is. By default the data the runner of reports
        hands over, else the nearest ``data/processed`` upwards from here, else the nearest ``data/raw``, which is
        then read on the spot.
    municipality
        Keep only the rows of this municipality, named as in any workbook, and those of the network itself.
    edition
        The name of an edition (:func:`publish`): the data as they were published then, with the model of then. It
        stands in ``published`` beside ``folder``, by default beside the data that are taken without one.

    Raises
    ------
    FileNotFoundError
        When there is no such folder, no workbook in it, or no data above this one.
    WrongUse
        When the data know no such municipality; when there is no such edition, or a file of it is not as it was
        published.

    Examples
    --------
    >>> pop.load("data/raw").contracts["cycle"].iloc[0]
    '2019-2023'
    """
    from pop_analysis.reading import read_folder
    from pop_analysis.reading.folder import workbooks_in
    from pop_analysis.storage.processed import is_processed, of_municipality

    if not isinstance(folder, str | Path | None):
        raise wrong_use("loads", given=in_short(folder))
    place = _nearest() if folder is None else Path(folder)
    if not place.is_dir():
        raise not_there("no_file_or_folder", path=place)
    if edition is not None:
        from pop_analysis.runner.job import published_beside

        place = edition_of(published_beside(place), edition)
    if is_processed(place):
        data = _of_processed(place, municipality)
    elif not workbooks_in(place):
        raise no_workbooks(place)
    else:
        data = read_folder(place)
        if municipality is not None:
            data = of_municipality(data, chosen_municipalities([municipality], data)[0])
    options.meet(data.model.languages)
    _leave_word(data)
    return data


def _leave_word(data: Dataset) -> None:
    """Leave in a notebook what its page is to say of the data; JupyterLab shows nothing of it."""
    if "ipykernel" not in sys.modules:
        return
    from IPython import get_ipython
    from IPython.display import publish_display_data

    shell, languages = get_ipython(), data.model.languages
    if getattr(shell, "kernel", None) is not None:
        from pop_analysis.blocks.blocks import BLOCK
        from pop_analysis.exhibits import provenance_head

        asked = shell.user_ns.get("language")  # a parameter of the notebook, or anything else somebody calls so
        known = [each for each in (asked, options.language, "en") if isinstance(each, str) and each in languages]
        language = known[0] if known else languages[0]
        publish_display_data({BLOCK: provenance_head(data, language=language).to_json()})


def published() -> Dataset | None:
    """Load the last edition (:func:`publish`), or None where there is none.

    It stands in the folder ``published`` beside the processed data that :func:`load` takes. A plain copy of processed
    data that is kept there under no name is taken where there is no edition.

    Examples
    --------
    >>> before = pop.published()
    >>> before is None or before.version > ""
    True
    """
    from pop_analysis.runner.job import published_beside

    place = last_published(published_beside(_nearest()))
    return _read_once(place) if place else None


# What was read last, of the data and of the data as published: a zygote has read them for its workers.
MOST_KEPT = 2
_kept: dict[tuple[str, tuple[tuple[str, int, int, int], ...]], Dataset] = {}


def _read_once(folder: Path) -> Dataset:
    """Return what stands in ``folder``, read again only when a file has changed."""
    from pop_analysis.storage.processed import read_processed

    about = ((path.name, path.stat()) for path in sorted(folder.iterdir()))
    state = tuple((name, found.st_mtime_ns, found.st_size, found.st_ino) for name, found in about)
    key = (str(folder.absolute()), state)
    if key not in _kept:
        data = read_processed(folder)
        while len(_kept) >= MOST_KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = data
    return _kept[key]


def _of_processed(place: Path, municipality: str | None) -> Dataset:
    """Read processed data; of one municipality by its code only its rows, by any other name all to know whose it is."""
    from pop_analysis.storage.processed import of_municipality, read_processed

    if municipality is None:
        return _read_once(place)
    if isinstance(municipality, str):
        data = read_processed(place, municipality)
        if municipality in set(data["municipalities"]["municipality"]):
            return data
    every = read_processed(place)
    return of_municipality(every, chosen_municipalities([municipality], every)[0])


def _nearest() -> Path:
    from pop_analysis.storage.processed import is_processed

    if handed := data_variable():
        return handed
    for kind in (PROCESSED, RAW):
        for above in upwards():
            if (above / kind).is_dir() and (kind == RAW or is_processed(above / kind)):
                return above / kind
    raise not_there("no_data")
