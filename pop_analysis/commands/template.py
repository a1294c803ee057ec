"""``template``: an empty workbook for a member to fill in."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pop_analysis.choices import WrongUse
from pop_analysis.commands.asked import asked_language, chosen, not_there, wrong_use
from pop_analysis.commands.output import TEMPLATE
from pop_analysis.commands.places import model_of, project_folder, shown

if TYPE_CHECKING:
    from pop_analysis.model import Model
    from pop_analysis.reading import Dataset

KINDS = ("municipality", "network")


class Carried(NamedTuple):
    """The workbook of a next year: whose it is, how many verdicts it waits for, and what came with it.

    ``carried`` and ``left`` are sheets with their rows; ``unread`` are rows of the old workbook that were not counted.
    """

    path: Path
    place: str
    cycle: str
    monitoring_year: int
    to_judge: int
    carried: Mapping[str, int]
    left: Mapping[str, int]
    unread: int
    language: str


def template(
    path: Path | str,
    municipality: str | None = None,
    *,
    language: str | None = None,
    kind: str = "municipality",
    data: Path | str | None = None,
    short: bool = False,
    last: Path | str | None = None,
) -> Path:
    """Write an empty workbook with headings, explanations, drop-down lists and one example row on every sheet.

    Or, with ``last``, the workbook of the next monitoring year: the contract, its priorities and the campaigns that
    are not at their end are carried over, and each verdict to give has its row; old verdicts and evidence are not.

    Parameters
    ----------
    path
        The new workbook, ending in ``.xlsx``. One that is there already is never written over.
    municipality
        Whose workbook it is, as the network's file spells it.
    language
        Of headings, explanations and lists; by default the network's first, with ``last`` that of its sheets.
        Reading takes either.
    kind
        ``municipality``, or ``network`` for the one workbook of the whole network.
    data
        The folder of workbooks it is for: lists and words are those of ``model/`` there. By default the folder
        ``path`` is in, where that holds ``model/``, else ``data/raw`` of the project.
    short
        One sheet for a contract, its priorities and their verdicts by year, in place of a sheet for each table.
    last
        The workbook of the year before, in any layout that is read. It stays as it is, and stays in its folder:
        the two are read together.

    Raises
    ------
    WrongUse
        When the network's workbook, where there is one, does not know the municipality, when there is no folder
        ``data``, the file is there already or does not end in ``.xlsx``, or language or kind are not known; when
        ``last`` cannot be read, is of several municipalities and none is named, or its contract has come to its end.

    Examples
    --------
    >>> pop.template(folder / "fier.xlsx", municipality="Fier").name
    'fier.xlsx'
    >>> pop.template(folder / "fier-2.xlsx", last="data/raw/fier.xlsx").name
    'fier-2.xlsx'
    """
    if last is not None:
        if kind != KINDS[0]:
            raise wrong_use("next_year.kind", _model_for(path, data).nouns)
        return template_from(path, last, municipality, language, data, short).path
    from pop_analysis.workbooks.short_template import short_template
    from pop_analysis.workbooks.template import save_workbook
    from pop_analysis.workbooks.template import template as make_template

    path = Path(path)
    if data is not None and not Path(data).is_dir():
        raise wrong_use("no_folder", folder=data)
    folder, model = _folder_for(path, data), _model_for(path, data)
    TEMPLATE.check(path)
    language = asked_language(language, model.languages)
    chosen("workbook_kind", [kind], KINDS)
    if municipality is not None and kind == KINDS[0]:
        _refuse_a_stranger(municipality, folder, model)
    if short and kind != KINDS[0]:
        raise wrong_use("only_short", model.nouns)
    if short:
        return TEMPLATE.write(path, partial(save_workbook, short_template(model, language, municipality)))
    return TEMPLATE.write(path, partial(save_workbook, make_template(model, kind, language, municipality)))


def _folder_for(path: Path | str, data: Path | str | None) -> Path:
    return Path(path).absolute().parent if data is None else Path(data).absolute()


def _model_for(path: Path | str, data: Path | str | None) -> Model:
    return model_of(_folder_for(path, data), project_folder())


def template_from(
    path: Path | str,
    last: Path | str,
    municipality: str | None = None,
    language: str | None = None,
    data: Path | str | None = None,
    short: bool = False,
) -> Carried:
    """Write the workbook of the next monitoring year as :func:`template` does, and say what was carried over."""
    from pop_analysis.commands.validate import read_alone
    from pop_analysis.model.cycles import typed_cycle
    from pop_analysis.workbooks.next_year import next_year
    from pop_analysis.workbooks.template import save_workbook

    path, last = Path(path), Path(last)
    if not last.is_file():
        raise not_there("no_file", file=shown(last))
    if data is not None and not Path(data).is_dir():
        raise wrong_use("no_folder", folder=data)
    TEMPLATE.check(path, [last])
    held = read_alone(last, None if data is None else Path(data))
    spoken = chosen("language", [language or _language_of(held, last)], held.model.languages)[0]
    code = _municipality_of(held, last, municipality)
    try:
        made = next_year(held, code, last.name, spoken, short)
    except ValueError as error:
        raise WrongUse(f"{error}\n→ {_look(last)}") from error
    TEMPLATE.write(path, partial(save_workbook, made.book), [last])
    lines = held.balance[held.balance["file"] == last.name]
    names = held.municipalities.set_index("municipality")["name_sq"]
    tables = held.model.tables
    return Carried(
        path,
        names[code],
        typed_cycle(made.cycle),
        made.monitoring_year,
        made.to_judge,
        {tables[name].sheet[spoken]: n for name, n in made.carried.items()},
        {tables[name].sheet[spoken]: n for name, n in made.left.items()},
        int(lines["rejected"].sum()),
        spoken,
    )


def _municipality_of(held: Dataset, last: Path, municipality: str | None) -> str:
    """The code of the municipality whose contract a workbook holds: the one it is of, or the one that is named."""
    from pop_analysis.reading.conversion.register import Register

    there = held.places("priorities")["file"] == last.name
    own = held.priorities.loc[there, "municipality"] if there.any() else held.assessments["municipality"]
    codes = sorted(set(own))
    if municipality is not None:
        found = Register(held.municipalities.to_dict("records")).find(municipality)
        if found not in codes:
            names = held.municipalities.set_index("municipality")["name_sq"]
            chosen("municipality", [municipality], [names[code] for code in codes], held.model.nouns)
        return str(found)
    if len(codes) > 1:
        raise wrong_use("next_year.several", held.model.nouns, file=last.name, known=", ".join(codes))
    if not codes:
        raise wrong_use("next_year.no_priority", file=last.name, command=_look(last))
    return str(codes[0])


def _language_of(held: Dataset, last: Path) -> str:
    """The language most sheets of a workbook are named in; the network's first where no other has more."""
    sheets = set(held.balance.loc[held.balance["file"] == last.name, "sheet"])
    tables = held.model.tables.values()
    return max(held.model.languages, key=lambda each: sum(table.sheet.get(each) in sheets for table in tables))


def _look(last: Path) -> str:
    return f"pop-analysis validate {shlex.quote(shown(last))}"


def _refuse_a_stranger(municipality: str, folder: Path, model: Model) -> None:
    """Refuse a municipality the network does not list, in a workbook or in a sheet of ``mapping.yml``.

    What is filled in for it could not be read.
    """
    from pop_analysis.commands.validate import register_for
    from pop_analysis.reading import read_files
    from pop_analysis.reading.conversion.register import Register

    listing = register_for(folder, [], model, project_folder())
    listed = read_files(listing, model) if listing else None
    if listed is None and (listing := _listed_by_mapping(folder, model)):
        listed = read_files(listing, model, folder=folder)
    register = Register(listed.municipalities.to_dict("records") if listed else ())
    if register.known and register.find(municipality) is None:
        try:
            chosen("municipality", [municipality], register.names.values(), model.nouns)
        except WrongUse as error:
            more = wrong_use("new_municipality", model.nouns, file=listing[0].name)
            raise WrongUse(f"{error}\n{more}") from error


def _listed_by_mapping(folder: Path, model: Model) -> list[Path]:
    """The flat sheets of a folder that name its municipalities."""
    from pop_analysis.model import Faults
    from pop_analysis.reading.folder import workbooks_in
    from pop_analysis.reading.layout.mapping import read_mapping

    naming = [entry for entry in read_mapping(folder, model, Faults()) if entry.table == "municipalities"]
    return [path for path in workbooks_in(folder) if any(entry.is_for(path.name) for entry in naming)]
