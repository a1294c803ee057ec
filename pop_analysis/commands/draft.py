"""``draft``: an old report as a workbook in the template's form, every drafted cell waiting to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pop_analysis.choices import WrongUse
from pop_analysis.commands.asked import asked_language, chosen, not_there, wrong_use
from pop_analysis.commands.output import DRAFT
from pop_analysis.commands.places import RAW, model_of, project_folder, shown
from pop_analysis.locale import in_every_language

if TYPE_CHECKING:
    from pop_analysis.reading.old_reports.passages import Passage


class Draft(NamedTuple):
    """A drafted workbook: how many priorities it has, with and without a verdict, and what was left aside.

    ``others`` are passages on priorities of other municipalities; ``unread`` the files that could not be read, each
    with the reason (a key of the command line's sentences).
    """

    path: Path
    priorities: int
    with_verdict: int
    others: int
    unread: dict[str, str]
    language: str


def draft(
    files: Sequence[Path | str],
    path: Path | str,
    municipality: str,
    cycle: str,
    monitoring_year: int,
    *,
    data: Path | str | None = None,
    language: str | None = None,
) -> Draft:
    """Draft the workbook of one monitoring year from old reports: text, web page, Word, PDF.

    Numbered priorities with their titles, the verdict where the closed table has the words that stand beside it, the
    reason, the passage with its file and page or paragraph, links and dates. Nothing is guessed: what is not certain
    stays empty. Each drafted cell is marked, and until somebody has looked at it and taken the mark away,
    :func:`~pop_analysis.validate` and :func:`~pop_analysis.report` refuse the workbook.

    Parameters
    ----------
    files
        The reports: ``.txt``, ``.html``, ``.docx``, ``.pdf``.
    path
        The new workbook, ending in ``.xlsx``; not in the folder of workbooks, for a draft is no data yet.
    municipality, cycle, monitoring_year
        Whose priorities, of which contract (``2019-2023``), in which monitoring year.
    data
        The folder of workbooks whose lists and names hold; by default ``data/raw`` of the project.
    language
        Of headings and lists; by default the network's first.

    Returns
    -------
    Draft
        The file that was written, and what could not be read.

    Raises
    ------
    WrongUse
        When the libraries are not installed (``pip install 'pop-analysis[draft]'``), municipality, contract or
        language are not known, the file is there already, no report could be read, or none says anything of priorities.

    Examples
    --------
    >>> _ = (folder / "old.txt").write_text("Prioriteti 1: Ujë në fshat (Adresuar Pjesërisht)", encoding="utf-8")
    >>> made = pop.draft([folder / "old.txt"], folder / "draft.xlsx", "Fier", "2019-2023", 1)
    >>> made.priorities, made.with_verdict
    (1, 1)
    """
    from pop_analysis.commands.validate import register_for
    from pop_analysis.reading import read_files
    from pop_analysis.reading.conversion.register import Register
    from pop_analysis.reading.conversion.years import read_cycle
    from pop_analysis.reading.layout.stated import as_cycle
    from pop_analysis.reading.old_reports.statements import statements_of
    from pop_analysis.workbooks.draft import draft as make_draft
    from pop_analysis.workbooks.template import save_workbook

    path, reports = Path(path), [Path(each) for each in files]
    raw = Path(data) if data else project_folder() / RAW
    if path.absolute().parent == raw.absolute():
        raise wrong_use("draft.among_data", folder=shown(raw))
    for each in reports:
        if not each.is_file():
            raise not_there("no_file", file=shown(each))
    DRAFT.check(path, reports)
    years = read_cycle(cycle)
    model = model_of(raw, project_folder())
    if years is None:
        raise wrong_use("draft.cycle", model.nouns, given=cycle)
    if monitoring_year < 1:
        raise wrong_use("draft.monitoring_year", model.nouns, given=monitoring_year)
    spoken = asked_language(language, model.languages)
    listing = register_for(raw, [], model, project_folder())
    known = read_files(listing, model).municipalities.to_dict("records") if listing else []
    register = Register(known)
    code = register.find(municipality)
    if code is None:
        if register.known:
            chosen("municipality", [municipality], register.names.values(), model.nouns)
        code = register.take(municipality)
    passages, unread = _read(reports)
    if len(unread) == len(reports):
        why = "; ".join(f"{file}: {in_every_language(f'draft.{reason}')}" for file, reason in unread.items())
        raise WrongUse(why)
    statements = statements_of(passages, code, monitoring_year, register, model)
    if not statements.found:
        raise WrongUse(in_every_language("draft.nothing", model.nouns, others=statements.others))
    name = register.names.get(code, municipality)
    book = make_draft(statements, model, spoken, name, as_cycle(*years), monitoring_year)
    DRAFT.write(path, partial(save_workbook, book), reports)
    found = statements.found.values()
    judged = sum(each.status != "" for each in found)
    return Draft(path, len(found), judged, statements.others, unread, spoken)


def _read(reports: Sequence[Path]) -> tuple[list[Passage], dict[str, str]]:
    """The passages of all reports, and which could not be read, and why; each is read apart, under limits."""
    from pop_analysis.reading.parsing.processes import Died, read_side_by_side

    passages: list[Passage] = []
    unread: dict[str, str] = {}
    read = {}
    for path, result in read_side_by_side(list(reports), _passages, lambda each: each.stat().st_size):
        read[path] = "broken" if isinstance(result, Died) else result
    for path in reports:
        result = read[path]
        if isinstance(result, str):
            unread[path.name] = result
        else:
            passages += result
    return passages, unread


def _passages(path: Path) -> list[Passage] | str:
    """What a report holds, or the reason why it was not read."""
    from pop_analysis.reading.old_reports.passages import NotRead, read_passages

    try:
        return read_passages(path)
    except NotRead as error:
        return str(error)
    except ImportError:
        return "no_extra"
