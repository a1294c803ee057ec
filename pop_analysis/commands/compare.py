"""``compare``: what is otherwise in one data set, folder or workbook than in another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.choices import WrongUse, in_one_line
from pop_analysis.commands.asked import asked_language, chosen_municipalities, not_there, wrong_use
from pop_analysis.commands.output import CHANGES_WORKBOOK, as_json
from pop_analysis.commands.places import model_of, processed_folder, raw_folder, shown
from pop_analysis.commands.publish import edition_of, last_published

if TYPE_CHECKING:
    import pandas as pd

    from pop_analysis.reading import Dataset

SIDES = ("old", "new")
REGISTER = "municipalities"


def compare(
    old: Path | str | Dataset | None = None,
    new: Path | str | Dataset | None = None,
    *,
    municipality: str | None = None,
) -> Comparison:
    """Say which verdicts, evidence and texts changed, what appeared and what is gone.

    Parameters
    ----------
    old, new
        Each the name of an edition (:func:`publish`), a folder of processed data, a folder of workbooks, one workbook,
        or a data set. By default ``old`` is the edition published last (where there is none, ``data/processed``), and
        ``new`` what stands in ``data/raw`` now.
        When one of them is a single workbook, of the other only the rows of the same workbook (by what it says of
        itself, not by its name) are compared.
    municipality
        Only the changes of this one; by default all, and those of the network's own rows.

    Returns
    -------
    Comparison
        ``revisions``, ``method`` and ``corrections`` are plain DataFrames; ``same`` says whether there is nothing.

    Raises
    ------
    FileNotFoundError
        When there is no such folder, workbook or edition.
    WrongUse
        When a name is that of an edition and of a file here, neither side knows the municipality, a single workbook
        could not be read, or a file of an edition is not as it was published.

    Examples
    --------
    >>> comparison = pop.compare(data.where(municipality="fier"), data)
    >>> comparison.revisions["kind"].value_counts().head(2).to_dict()
    {'row': 277, 'verdict': 7}
    """
    sources = (_published() if old is None else _found(old), raw_folder() if new is None else _found(new))
    before, after = (_dataset(source) for source in sources)
    if _is_workbook(sources[0]) != _is_workbook(sources[1]):
        before, after = _same_workbooks(before, after), _same_workbooks(after, before)
    if any(map(_is_workbook, sources)) and "network" not in set(after["workbook"]["kind"]):
        # The register names the places; it stands in another workbook, which nobody asked about.
        before = _with_register(before, after[REGISTER])
    if municipality is not None:
        municipality = chosen_municipalities([municipality], after, before)[0]
    return Comparison(before, after, municipality, _named(sources[0]), _named(sources[1]))


@dataclass(frozen=True, repr=False)
class Comparison:
    """What :func:`compare` gives: ``old`` and ``new`` are the data sets, ``old_name`` and ``new_name`` their places."""

    old: Dataset
    new: Dataset
    municipality: str | None = None
    old_name: str = ""
    new_name: str = ""

    @cached_property
    def revisions(self) -> pd.DataFrame:
        """One row a change; the columns are those of :func:`pop_analysis.revisions`."""
        from pop_analysis.measures import revisions
        from pop_analysis.reading.dtypes import given_out

        found = given_out(revisions(self.old, self.new), None)
        if self.municipality is None:
            return found
        return found[found["municipality"] == self.municipality].reset_index(drop=True)

    @cached_property
    def method(self) -> pd.DataFrame:
        """What changed in the method: part, item, property, old, new."""
        from pop_analysis.measures import method_revisions

        return method_revisions(self.old.model, self.new.model)

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """The findings of the new data that tell of a correction the old ones did not have; of the whole network."""
        from pop_analysis.measures import new_corrections

        return new_corrections(self.old, self.new)

    @property
    def same(self) -> bool:
        """Whether nothing changed, neither in the data nor in the method."""
        return bool(self.revisions.empty and self.method.empty)

    def in_words(self, language: str | None = None) -> pd.DataFrame:
        """The changes as a reader understands them: place, table, row, column, change, kind, old, new, where."""
        from pop_analysis.exhibits.revision_wording import in_words

        return in_words(self.revisions, self.old, self.new, self._spoken(language))

    def lines(self, language: str | None = None) -> Iterator[str]:
        """The changes as lines to read, by municipality and table; how many there are stands last."""
        from pop_analysis.exhibits.tables.revisions_table import readable

        return readable(self.revisions, self.method, self.old, self.new, self._spoken(language))

    def unread(self, language: str | None = None) -> list[str]:
        """A sentence for each side in which reading put rows or files aside: they could not be compared."""
        from pop_analysis.locale import Words

        words, said = Words(self.new.model, self._spoken(language)), []
        for data, name in ((self.old, self.old_name), (self.new, self.new_name)):
            rejected = int(data.balance["rejected"].sum())
            refused = int((data.findings["severity"] == "refused").sum())
            if rejected or refused:
                said.append(words("compare.unread", side=name, rejected=rejected, refused=refused))
        return said

    def to_json(self) -> str:
        """Everything as JSON: old and new (name, versions), changes, corrections, method; null where nothing is."""
        sides = [(self.old, self.old_name), (self.new, self.new_name)]
        about = {
            side: {"name": name, "version": data.version, "method_version": data.model.method_version}
            for side, (data, name) in zip(SIDES, sides, strict=True)
        }
        frames = {"revisions": self.revisions, "corrections": self.corrections, "method": self.method}
        content = about | {name: json.loads(frame.to_json(orient="records")) for name, frame in frames.items()}
        return as_json(content)

    def to_xlsx(self, path: Path | str, language: str | None = None) -> Path:
        """Write everything as a workbook to read: changes, corrections and method, a sheet each, all of it text."""
        from pop_analysis.workbooks.revisions import revisions_workbook
        from pop_analysis.workbooks.template import save_workbook

        path, spoken = Path(path), self._spoken(language)
        CHANGES_WORKBOOK.check(path)
        book = revisions_workbook(self.revisions, self.corrections, self.method, self.old, self.new, spoken)
        return CHANGES_WORKBOOK.write(path, partial(save_workbook, book))

    def _spoken(self, language: str | None) -> str:
        return asked_language(language, self.new.model.languages)

    def __repr__(self) -> str:
        return "\n".join([*self.lines(), *self.unread()])

    def _repr_html_(self) -> str:
        """Show the listings of the page, with every text escaped."""
        import html

        from pop_analysis.exhibits.tables.revisions_table import revisions_table

        blocks = revisions_table(self.new, self.old, self.municipality, language=self._spoken(None))
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.unread())
        return "".join(block.to_html() for block in blocks) + notes


# --- from where ----------------------------------------------------------------------------------------------------


def _published() -> Path:
    """The data as they were last published; where nothing is kept, the processed data."""
    from pop_analysis.runner.job import published_beside

    processed = processed_folder()
    return last_published(published_beside(processed)) or processed


def _found(source: Path | str | Dataset) -> Path | Dataset:
    """A file or folder that is there, or the edition of that name; what may be either is not guessed."""
    from pop_analysis.runner.job import published_beside

    if not isinstance(source, Path | str):
        if not hasattr(source, "version"):
            raise wrong_use("compares", given=in_one_line(source))
        return source
    path, editions = Path(source), published_beside(processed_folder())
    if path.exists() and not (str(source) == path.name and (editions / path.name).is_dir()):
        return path
    try:
        edition = edition_of(editions, str(source))
    except WrongUse as unknown:
        raise FileNotFoundError(f"{not_there('no_source', path=path)}\n{unknown}") from unknown
    if path.exists():
        raise wrong_use("edition.two", name=path.name, edition=shown(edition))
    return edition


def _is_workbook(source: Path | Dataset) -> bool:
    return isinstance(source, Path) and source.is_file()


def _named(source: Path | Dataset) -> str:
    return str(source) if isinstance(source, Path) else f"Dataset {source.version}".strip()


def _dataset(source: Path | Dataset) -> Dataset:
    from pop_analysis.commands.load import load

    if not isinstance(source, Path):
        return source
    return _workbook(source) if source.is_file() else load(source)


def _workbook(path: Path) -> Dataset:
    """Read one workbook, with names checked against the register that belongs to it, and keep only its rows."""
    from pop_analysis.commands.validate import register_for
    from pop_analysis.reading import read_files
    from pop_analysis.reading.workbook_path import WorkbookPath

    path = WorkbookPath(path).absolute()
    model = model_of(path.parent)
    data = read_files([path, *register_for(path.parent, [path], model)], model, folder=path.parent)
    own = data.findings[data.findings["file"] == path.name]
    if refused := own.loc[own["severity"] == "refused", f"message_{model.languages[0]}"].tolist():
        raise WrongUse(f"{path.name}: {refused[0]}")
    return _of_files(data, {path.name})


def _with_register(data: Dataset, register: pd.DataFrame) -> Dataset:
    """Put another register in the data, to name places by; they stay the version that is compared."""
    from pop_analysis.reading import Dataset

    beside = (data.findings, data.balance, data.provenance, data.sheet_columns)
    tables = {**data.tables, REGISTER: register}
    return Dataset(tables, data.model, *beside, data.stamp, put_aside=data.put_aside)


def _of_files(data: Dataset, files: set[str]) -> Dataset:
    """Keep the rows that stand in these files, and what was found there; the register stays, to name places by."""
    rows = {name: data.places(name)["file"].isin(files) for name in data.tables}
    if not rows[REGISTER].any():
        del rows[REGISTER]
    return data.select(rows, files)


def _same_workbooks(data: Dataset, other: Dataset) -> Dataset:
    """Keep of ``data`` the workbooks that ``other`` has too: same kind, same municipality."""
    about, wanted = (side["workbook"].set_index(["kind", "municipality"]).index for side in (data, other))
    return _of_files(data, set(data.places("workbook").loc[about.isin(wanted), "file"]))
