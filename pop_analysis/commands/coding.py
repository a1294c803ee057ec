"""``coding_sheets``: a workbook for each of two monitors, without what the other one found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pop_analysis.choices import WrongUse, chosen
from pop_analysis.commands.output import CODING_SHEET, make_folder
from pop_analysis.commands.places import raw_folder

if TYPE_CHECKING:
    from pop_analysis.model import Model
    from pop_analysis.reading import Dataset

# How wide the column of the priorities is: a title fits on two lines.
WIDE = 48


def coding_sheets(
    folder: Path | str,
    municipality: str,
    monitoring_year: int,
    monitors: Sequence[str],
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
        The municipality by its code, and the monitoring year to judge.
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
    from pop_analysis.model import slug
    from pop_analysis.reading import read_folder
    from pop_analysis.workbooks.template import save_workbook

    held = read_folder(raw_folder() if data is None else data)
    language = chosen("language", [language] if language else [], held.model.languages)[0]
    try:
        cycle = chosen_cycle(held, municipality, cycle)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    own = held.where(municipality=municipality, cycle=cycle)
    rows = _to_judge(own, monitoring_year, held.model, language)
    if not rows:
        raise WrongUse(f"no priority of {municipality} {cycle} stood in the contract in year {monitoring_year}.")
    if len(set(monitors)) < len(monitors) or not monitors:
        raise WrongUse("name the monitors, each once: one sheet is made for each.")
    paths = [Path(folder) / f"{municipality}-{cycle}-{monitoring_year}-{slug(monitor)}.xlsx" for monitor in monitors]
    make_folder(Path(folder))
    for path in paths:
        CODING_SHEET.check(path)
    for path, monitor in zip(paths, monitors, strict=True):
        CODING_SHEET.write(path, partial(save_workbook, _sheet(held, municipality, rows, monitor, language)))
    return paths


def _to_judge(own: Dataset, monitoring_year: int, model: Model, language: str) -> list[dict[str, Any]]:
    """The rows of a sheet: one a priority that stood in the contract in that year, named by its number or title."""
    from pop_analysis.exhibits.wording import priority_label
    from pop_analysis.locale import Words
    from pop_analysis.measures import panel
    from pop_analysis.model import fold

    assessments = panel(own).sort_values("monitoring_year")
    gone = assessments[(assessments["monitoring_year"] < monitoring_year) & assessments["status"].isin(model.left_out)]
    late = own["priorities"]["since_year"].fillna(1) > monitoring_year
    kept = own["priorities"][~own["priorities"]["priority"].isin(gone["priority"]) & ~late]
    of_year = assessments[(assessments["monitoring_year"] == monitoring_year) & assessments["period_start"].notna()]
    words = Words(model, language)
    period = None
    if len(of_year):
        period = words.period(of_year["period_start"].iloc[0], of_year["period_end"].iloc[0])
    ordered = kept.sort_values(["number", "sub_number", "title_sq"], na_position="last")
    folded = [fold(title) for title in own["priorities"]["title_sq"]]
    return [
        {
            "cycle": row["cycle"].replace("-", "–"),
            # The title, which a person reads and the reader finds, where no other priority has the same.
            "label": row["title_sq"] if folded.count(fold(row["title_sq"])) == 1 else priority_label(row),
            "number": priority_label(row),
            "monitoring_year": monitoring_year,
            "period": period,
        }
        for row in ordered.to_dict("records")
    ]


def _sheet(held: Dataset, municipality: str, rows: list[dict[str, Any]], monitor: str, language: str) -> Any:
    """The workbook of one monitor: only who fills it in, and the verdicts to give."""
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter

    from pop_analysis.reading.workbook import CODING_SHEET
    from pop_analysis.workbooks.template import filled_workbook

    model = held.model
    names = held["municipalities"].set_index("municipality")["name_sq"]
    own = held["workbook"]["municipality"] == municipality
    synthetic = "yes" if (held["workbook"].loc[own, "synthetic"] == "yes").any() else "no"
    about = {
        "kind": model.lists["workbook_kinds"][CODING_SHEET].label[language],
        "municipality": names[municipality],
        "kept_by": monitor,
        "synthetic": model.lists["yes_no"][synthetic].label[language],
    }
    prepared = [row | {"monitor": monitor} for row in rows]
    book = filled_workbook(model, {"workbook": [about], "assessments": prepared}, CODING_SHEET, language)
    sheet = book[model.tables["assessments"].sheet[language]]
    column = list(model.tables["assessments"].fields).index("label") + 1
    sheet.column_dimensions[get_column_letter(column)].width = WIDE
    for number, row in enumerate(rows, start=2):
        if row["number"]:  # a note, because the cell itself may hold only what names the priority
            sheet.cell(number, column).comment = Comment(row["number"], model.short_name, width=80, height=30)
    book.active = book.worksheets.index(sheet)
    return book
