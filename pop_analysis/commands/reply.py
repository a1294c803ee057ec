"""``reply export`` and ``reply import``: a municipality's right of reply to the verdicts on its contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from dataclasses import replace as replaced
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pop_analysis.commands.asked import asked_language, chosen, chosen_municipalities, not_there, wrong_use
from pop_analysis.commands.output import REPLY_WORKBOOK, put_copy, put_text
from pop_analysis.commands.places import raw_folder, shown

if TYPE_CHECKING:
    import pandas as pd

    from pop_analysis.model import Model
    from pop_analysis.reading import Dataset
    from pop_analysis.reading.shown import Shown

KIND, TABLE, SUFFIX = "reply", "replies", ".xlsx"
UNREAD = ("HD-01", "HD-06", "HI-02")  # a column that is not read: of another heading, of none, hidden
ANSWERED = ("contracts", "priorities", "assessments", "evidence")  # what a reply hangs on


@dataclass(frozen=True)
class Reply:
    """What came of importing a workbook of replies.

    Attributes
    ----------
    findings : DataFrame
        What reading found in it, as :func:`~pop_analysis.validate` gives it.
    replies : int
        Verdicts it answers.
    path : Path or None
        Where it now stands; None when something in it must be mended first, and nothing was put in place.
    before : int
        Replies of an earlier workbook that it replaced.
    """

    findings: pd.DataFrame
    replies: int
    path: Path | None
    before: int = 0


def reply_export(
    municipality: str,
    path: Path | str,
    *,
    cycle: str | None = None,
    monitoring_year: int | None = None,
    language: str | None = None,
    data: Path | str | None = None,
) -> Path:
    """Write the verdicts on a municipality's contract, with reasons and evidence, as a workbook to reply in.

    Parameters
    ----------
    municipality
        Code or name of the municipality, as in the network's file.
    path
        The new workbook, ending in ``.xlsx``. One that is there already is never written over.
    cycle, monitoring_year
        The contract (``2019-2023``) and the monitoring year; by default the last that have verdicts.
    language
        Of headings, instructions and labels; by default the network's first. Import takes either.
    data
        The folder of workbooks; by default ``data/raw`` of the project. What was shown is noted there, in
        ``replies_sent.json``: what comes back is compared with it.

    Raises
    ------
    WrongUse
        When the file is there, does not end in ``.xlsx``, or there is no such municipality, contract, year or
        language, or no verdict to reply to.

    Examples
    --------
    >>> raw = pop.example(folder / "raw", municipalities=2, years=2)[0].parent
    >>> pop.reply_export("lumebardhe", folder / "reply.xlsx", data=raw).name
    'reply.xlsx'
    """
    from pop_analysis.measures import panel
    from pop_analysis.reading import read_folder
    from pop_analysis.reading.known import years_of_contract
    from pop_analysis.workbooks.reply import reply_workbook, what_is_shown
    from pop_analysis.workbooks.template import save_workbook

    path = Path(path)
    REPLY_WORKBOOK.check(path)
    read = read_folder(raw_folder(data))
    _refuse_without_table(read.model)
    remembered = _remembered(raw_folder(data))
    spoken = asked_language(language, read.model.languages)
    code = chosen_municipalities([municipality], read)[0]
    nouns, assessments = read.model.nouns, panel(read.where(municipality=code))
    assessments = assessments[assessments["monitors"] > 0]  # where none is on file there is nothing to reply to
    if assessments.empty:
        raise wrong_use("reply.no_verdict", nouns, municipality=code)
    asked = [years_of_contract(cycle)] if cycle else []
    cycle = chosen("cycle", asked, sorted(set(assessments["cycle"])), nouns)[-1]
    assessments = assessments[assessments["cycle"] == cycle]
    years = [str(each) for each in sorted(set(assessments["monitoring_year"]))]
    wanted = int(chosen("monitoring_year", [str(monitoring_year)] if monitoring_year is not None else [], years)[-1])
    assessments = assessments[assessments["monitoring_year"] == wanted]
    book = reply_workbook(read, code, assessments, spoken, _to_these(read, assessments))
    _remember(remembered.and_(what_is_shown(read, code, assessments, [spoken])), raw_folder(data))
    return REPLY_WORKBOOK.write(path, partial(save_workbook, book))


def reply_import(path: Path | str, *, data: Path | str | None = None, replace: bool = False) -> Reply:
    """Check a workbook of replies against the data and put it beside them. No verdict changes by it.

    Parameters
    ----------
    path
        The workbook as it came back.
    data
        The folder of workbooks; by default ``data/raw`` of the project.
    replace
        Put it in the place of another one with replies to the same verdicts.

    Returns
    -------
    Reply
        When a row was rejected or the file refused, ``path`` is None: nothing was put in place.

    Raises
    ------
    WrongUse
        When it is no workbook of replies, holds no reply, mixes invented and real data, or another one with replies
        to the same verdicts is there and ``replace`` was not asked for.

    Examples
    --------
    >>> raw = pop.example(folder / "raw", municipalities=2, years=2)[0].parent
    >>> answer = pop.reply_export("lumebardhe", folder / "answer.xlsx", data=raw)
    >>> pop.reply_import(answer, data=raw)
    Traceback (most recent call last):
    pop_analysis.choices.WrongUse: answer.xlsx holds no reply yet: its white columns are empty.
    answer.xlsx nuk ka ende asnjë përgjigje: kolonat e bardha janë bosh.
    """
    from pop_analysis.reading.workbook_path import WorkbookPath

    path, held = WorkbookPath(path), _hold(raw_folder(data))
    _refuse_without_table(held.data.model)
    _refuse_unfit(path, held)
    read, target = _check(path, held)
    findings = read.findings[read.findings["file"] == path.name].reset_index(drop=True)
    replies = len(_answered(read, path.name))
    if target is None:
        return Reply(findings, replies, None)
    if not replies and (unread := _unread(findings)):
        raise wrong_use("reply.unread", file=path.name, places=", ".join(unread))
    if not replies:
        raise wrong_use("reply.empty", file=path.name)
    _refuse_mixture(read, held.data, path.name)
    before = 0
    if target.exists() and target.read_bytes() != path.read_bytes():
        before = len(_answered(held.data, target.name))
        if held.kinds.get(target.name, ("",))[0] != KIND:  # also one that cannot be read
            raise wrong_use("reply.other_file", file=shown(target))
        if not replace:
            raise wrong_use("reply.other_version", file=shown(target), n=before)
    answered = {(row.priority, int(row.monitoring_year)) for row in _rows(read, path.name).itertuples()}
    now = _shown_now(held, next(iter(_rows(read, path.name)["municipality"])))
    assessments = {key: versions for key, versions in now.verdicts.items() if key in answered}
    _remember(_remembered(held.folder).and_(replaced(now, verdicts=assessments)), held.folder)
    put_copy(path, target)
    return Reply(findings, replies, target, before)


@dataclass(frozen=True)
class _Held:
    """The folder of workbooks as it stands, and which of them is what: file → kind, municipality."""

    folder: Path
    data: Dataset
    kinds: Mapping[str, tuple[str, str]]

    def files(self, kind: str, municipality: str | None = None) -> list[Path]:
        return self._named(
            {file for file, (own, place) in self.kinds.items() if own == kind and municipality in (None, place)}
        )

    def about(self, municipality: str) -> list[Path]:
        """Its own workbooks, and others with rows of it: a sheet of all, or that of one it shares a promise with."""
        own = self.data.where(municipality=municipality)
        there = {file for table in ANSWERED for file in own.places(table)["file"].dropna()}
        others = {path for kind in ("network", KIND) for path in self.files(kind)}
        named = self._named(there | {path.name for path in self.files("municipality", municipality)})
        return [path for path in named if path not in others]

    def _named(self, names: Set[str]) -> list[Path]:
        from pop_analysis.reading.folder import workbooks_in

        return [path for path in workbooks_in(self.folder) if path.name in names]

    def read_with(self, path: Path, files: Iterable[Path], shown: Shown | None = None) -> Dataset:
        from pop_analysis.reading import read_files

        return read_files([path, *files], self.data.model, folder=self.folder, shown=shown)


def _hold(folder: Path) -> _Held:
    from pop_analysis.reading import read_folder

    data = read_folder(folder)
    return _Held(folder, data, _kinds(data))


def _kinds(data: Dataset) -> dict[str, tuple[str, str]]:
    """What every workbook says of itself."""
    files, about = data.places("workbook")["file"], data["workbook"]
    return {str(files[row.Index]): (str(row.kind), str(row.municipality)) for row in about.itertuples()}


def _check(path: Path, held: _Held) -> tuple[Dataset, Path | None]:
    """Read the workbook with what it answers. Where it is to stand, or None when something must be mended first."""
    from pop_analysis.measures.coverage import municipalities_of

    registers = held.files("network")
    read = held.read_with(path, registers)
    if path.name not in (kinds := _kinds(read)):
        return read, None
    kind, place = kinds[path.name]
    if kind != KIND:
        raise wrong_use("reply.no_replies", file=path.name)
    if place not in municipalities_of(held.data):
        raise wrong_use("reply.no_municipality", read.model.nouns, file=path.name)
    beside = [*registers, *held.about(place)]
    compared = _remembered(held.folder).or_now(_shown_now(held, place))
    read = held.read_with(path, beside, compared)
    if not _clean(read, path.name):
        return read, None
    target = held.folder / _name(_rows(read, path.name), place)
    # Two workbooks may not answer the same verdict; the one this would replace does not count.
    beside += [each for each in held.files(KIND, place) if each != target]
    if path.name in {each.name for each in beside}:
        raise _same_name(path, held)
    read = held.read_with(path, beside, compared)
    return read, target if _clean(read, path.name) else None


def _remembered(folder: Path) -> Shown:
    """What the folder says that municipalities were shown."""
    from pop_analysis.reading.shown import FILE, Shown, parse_shown

    path = folder / FILE
    try:
        return parse_shown(path.read_text(encoding="utf-8")) if path.exists() else Shown()
    except (OSError, ValueError) as error:
        raise wrong_use("reply.shown", file=shown(path)) from error


def _remember(what: Shown, folder: Path) -> None:
    from pop_analysis.reading.shown import FILE

    put_text(what.to_json(), folder / FILE)


def _shown_now(held: _Held, municipality: str) -> Shown:
    """What a workbook made now would show of all verdicts on a municipality, in any language."""
    from pop_analysis.measures import panel
    from pop_analysis.workbooks.reply import what_is_shown

    assessments = panel(held.data.where(municipality=municipality))
    judged = assessments[assessments["monitors"] > 0]
    return what_is_shown(held.data, municipality, judged, held.data.model.languages)


def _refuse_without_table(model: Model) -> None:
    """A network with a declaration of its own may have been declared without replies."""
    if TABLE not in model.tables or KIND not in model.lists["workbook_kinds"]:
        raise wrong_use("reply.not_declared")


def _refuse_unfit(path: Path, held: _Held) -> None:
    if not path.is_file():
        raise not_there("no_file", file=path)
    if path.suffix.lower() != SUFFIX:
        raise wrong_use("reply.no_xlsx", file=path.name)
    if path.resolve().parent == held.folder.resolve():
        raise wrong_use("reply.lies_there", file=path.name, folder=shown(held.folder))
    if held.kinds.get(path.name, (KIND,))[0] != KIND:
        raise _same_name(path, held)


def _same_name(path: Path, held: _Held) -> ValueError:
    return wrong_use("reply.same_name", folder=shown(held.folder), file=path.name)


def _refuse_mixture(read: Dataset, held: Dataset, file: str) -> None:
    """Invented replies and real verdicts never mix, nor the other way round."""
    own = read["workbook"][read["workbook"]["kind"] == KIND]
    invented = bool((own["synthetic"] == "yes").any())
    if invented != held.synthetic:
        raise wrong_use("reply.invented" if invented else "reply.real", file=file)


def _clean(read: Dataset, file: str) -> bool:
    found = read.findings[read.findings["file"] == file]
    return not found["severity"].isin(["rejected", "refused"]).any()


def _unread(findings: pd.DataFrame) -> list[str]:
    """The cells that were not read, or the headings of such columns: what is empty then was not left empty."""
    own = findings[findings["code"].isin(UNREAD) | (findings["severity"] != "note")]
    return [f"{row.sheet}!{row.cell}" for row in own.itertuples() if row.cell]


def _rows(read: Dataset, file: str) -> pd.DataFrame:
    """The rows of one workbook in the table of replies."""
    return read[TABLE][read.places(TABLE)["file"] == file]


def _answered(read: Dataset, file: str) -> pd.DataFrame:
    rows = _rows(read, file)
    return rows[rows["reply"].notna()]


def _to_these(read: Dataset, assessments: pd.DataFrame) -> pd.DataFrame:
    """The replies already given to just these verdicts. To a verdict that has changed since, none has been given."""
    given = read[TABLE].merge(assessments[["priority", "monitoring_year", "status"]])
    return given[given["reply"].notna() & (given["status_shown"].isna() | (given["status_shown"] == given["status"]))]


def _years(cycle: str) -> str:
    from pop_analysis.model.cycles import UNDATED

    return "" if cycle == UNDATED else f"{cycle}-"


def _name(replies: pd.DataFrame, municipality: str) -> str:
    """The name a workbook of replies has in the folder: the same for replies to the same verdicts."""
    keys = sorted({(row.cycle, row.monitoring_year) for row in replies.itertuples()})
    return "-".join([KIND, municipality, *(f"{_years(cycle)}year-{year}" for cycle, year in keys)]) + SUFFIX
