"""``coding_sheets``: a workbook for each of two monitors, without what the other one found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pop_analysis.choices import WrongUse
from pop_analysis.commands.asked import asked_language, chosen_municipalities, wrong_use
from pop_analysis.commands.output import CODING_SHEET, make_folder
from pop_analysis.commands.places import raw_folder

if TYPE_CHECKING:
    import pandas as pd

    from pop_analysis.locale import Words
    from pop_analysis.reading import Dataset


def coding_sheets(
    folder: Path | str,
    municipality: str,
    monitoring_year: int,
    monitors: Sequence[str],
    *,
    cycle: str = "",
    data: Path | str | None = None,
    language: str | None = None,
) -> list[Path]:
    """Write a coding sheet for each monitor: the priorities of a contract to judge in one year, and no verdict.

    Each sheet is a workbook of its own kind with the assessments prepared: priority (by its title), year, period and
    monitor are filled in; verdict, reason and source are empty, and nothing of any verdict on file is in it, so that
    two people can judge without seeing each other's. Filled in, it is put into the folder of workbooks beside the
    municipality's own; a row that was left without a verdict is put aside when it is read.

    Parameters
    ----------
    folder
        Where the sheets go. One that is there already is never written over.
    municipality, monitoring_year
        The municipality, named as in any workbook, and the monitoring year to judge.
    monitors
        Who judges: one sheet for each name. The member organisation by the name it has in the network's file.
    cycle
        The years of the contract, e.g. ``2019-2023``; by default the last with verdicts, a report, or signed.
    data
        Folder of workbooks; ``data/raw`` of the project by default.
    language
        Of headings and lists; by default the network's first.

    Returns
    -------
    list of Path
        The sheets, in the order of ``monitors``.

    Raises
    ------
    WrongUse
        When the municipality, its contract or the language are not known, when no priority of the contract is on
        file, or when a sheet is there already.

    Examples
    --------
    >>> sheets = pop.coding_sheets(folder / "sheets", "fier", 2, ["Monitor 1", "Monitor 2"])
    >>> [path.name for path in sheets]
    ['fier-2019-2023-2-monitor-1.xlsx', 'fier-2019-2023-2-monitor-2.xlsx']
    """
    from pop_analysis.exhibits import chosen_cycle
    from pop_analysis.locale import Words
    from pop_analysis.model import slug
    from pop_analysis.model.cycles import typed_cycle
    from pop_analysis.reading import read_folder
    from pop_analysis.workbooks.next_year import prepared, to_judge
    from pop_analysis.workbooks.template import save_workbook

    held = read_folder(raw_folder() if data is None else data)
    language = asked_language(language, held.model.languages)
    municipality = chosen_municipalities([municipality], held)[0]
    try:
        cycle = chosen_cycle(held, municipality, cycle)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    own = held.where(municipality=municipality, cycle=cycle)
    priorities = to_judge(own, monitoring_year)
    if priorities.empty:
        named = {"municipality": municipality, "cycle": typed_cycle(cycle), "monitoring_year": monitoring_year}
        raise wrong_use("no_priority", held.model.nouns, **named)
    if len(set(monitors)) < len(monitors) or not monitors:
        raise wrong_use("monitors")
    whose = "-".join(filter(None, [municipality, cycle if typed_cycle(cycle) else "", str(monitoring_year)]))
    paths = [Path(folder) / f"{whose}-{slug(monitor)}.xlsx" for monitor in monitors]
    period = _period(own, monitoring_year, Words(held.model, language))
    make_folder(Path(folder))
    for path in paths:
        CODING_SHEET.check(path)
    for path, monitor in zip(paths, monitors, strict=True):
        rows = prepared(priorities, own, monitoring_year, period=period, monitor=monitor)
        book = _sheet(held, municipality, priorities, rows, language)
        CODING_SHEET.write(path, partial(save_workbook, book))
    return paths


def _period(own: Dataset, monitoring_year: int, words: Words) -> str | None:
    """The months of a monitoring year, where they are on file."""
    from pop_analysis.measures import panel

    years = panel(own)
    of_year = years[(years["monitoring_year"] == monitoring_year) & years["period_start"].notna()]
    return words.period(of_year["period_start"].iloc[0], of_year["period_end"].iloc[0]) if len(of_year) else None


def _sheet(
    held: Dataset, municipality: str, priorities: pd.DataFrame, rows: Sequence[dict[str, Any]], language: str
) -> Any:
    """The workbook of one monitor: only who fills it in, and the verdicts to give."""
    from openpyxl.comments import Comment

    from pop_analysis.exhibits.wording import priority_label
    from pop_analysis.reading.workbook import CODING_SHEET
    from pop_analysis.workbooks.next_year import widen_titles
    from pop_analysis.workbooks.template import filled_workbook

    model = held.model
    names = held["municipalities"].set_index("municipality")["name_sq"]
    own = held["workbook"]["municipality"] == municipality
    synthetic = "yes" if (held["workbook"].loc[own, "synthetic"] == "yes").any() else "no"
    about = {
        "kind": model.lists["workbook_kinds"][CODING_SHEET].label[language],
        "municipality": names[municipality],
        "kept_by": rows[0]["monitor"],
        "synthetic": model.lists["yes_no"][synthetic].label[language],
    }
    book = filled_workbook(model, {"workbook": [about], "assessments": rows}, CODING_SHEET, language)
    sheet = book[model.tables["assessments"].sheet[language]]
    column = widen_titles(sheet, model.tables["assessments"])
    for number, row in enumerate(priorities.to_dict("records"), start=2):
        if label := priority_label(row):  # a note, because the cell itself may hold only what names the priority
            sheet.cell(number, column).comment = Comment(label, model.short_name, width=80, height=30)
    book.active = book.worksheets.index(sheet)
    return book
