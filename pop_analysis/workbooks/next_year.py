"""The workbook of the next monitoring year: what a contract holds is carried over, what was found in it is not."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pop_analysis.exhibits import chosen_cycle
from pop_analysis.exhibits.wording import priority_label
from pop_analysis.locale import in_every_language
from pop_analysis.measures import campaign_ladder, panel
from pop_analysis.model import Table, fold
from pop_analysis.model.cycles import typed_cycle, years_of
from pop_analysis.reading import Dataset
from pop_analysis.workbooks.as_typed import AsTyped
from pop_analysis.workbooks.short_template import short_template
from pop_analysis.workbooks.template import template
from pop_analysis.workbooks.template_sheet import LOCKED, SHOWN_FILL

TITLE_WIDTH = 48  # a title fits on two lines
ABOUT = ("kept_by", "synthetic")  # what a workbook says of itself and of the next one


class NextYear(NamedTuple):
    """A workbook made from another one: its contract and year, and how many rows of each table came with it or not."""

    book: Workbook
    cycle: str
    monitoring_year: int
    to_judge: int
    carried: dict[str, int]
    left: dict[str, int]


def next_year(data: Dataset, municipality: str, file: str, language: str, short: bool = False) -> NextYear:
    """Make the workbook for the monitoring year after the last one on file.

    Carried are the contract (the last with verdicts), its priorities, and the campaigns that have not come to their
    last stage; the rows of the verdicts to give stand ready, of every priority that is still in the contract. In the
    short form it is the contract, the titles, and a column for the year.

    Parameters
    ----------
    data
        What ``file`` holds, with the contracts it hangs on.
    municipality
        The municipality by its code.
    language
        Of headings and lists.
    short
        Whether it is one sheet.

    Raises
    ------
    ValueError
        When no contract of the municipality is on file, or every year of the last one has been judged.
    """
    cycle = chosen_cycle(data, municipality, "")
    own = data.where(municipality=municipality, cycle=cycle)
    if own.priorities.empty:
        raise ValueError(
            in_every_language("wrong_use.next_year.none_on_file", data.model.nouns, municipality=municipality)
        )
    years = [*own["assessments"]["monitoring_year"], *own["reports"]["monitoring_year"]]
    year = max(map(int, years), default=0) + 1
    first, last = years_of(cycle)
    if year > last - first + 1:
        named = {"municipality": municipality, "cycle": cycle, "n": year - 1}
        raise ValueError(in_every_language("wrong_use.next_year.all_judged", data.model.nouns, **named))
    judged = to_judge(own, year)
    # The mark of a shared promise stays in the workbook that has it: what is known of it here is a key.
    frames = {"contracts": own["contracts"], "priorities": own["priorities"].assign(shared=None)}
    if not short:
        frames["campaigns"] = _open(data.where(municipality=municipality), cycle)
    typed, about = AsTyped(data, language), data["workbook"]
    name = data["municipalities"].set_index("municipality")["name_sq"][municipality]
    said = about[(about["municipality"] == municipality) & (data.places("workbook")["file"] == file)]
    said_rows = typed.rows("workbook", said)[:1]
    head = {key: row[key] for row in said_rows for key in ABOUT}
    if short:
        titles = [(priority_label(row), row["title_sq"]) for row in judged.to_dict("records")]
        book = short_template(data.model, language, name, head, typed_cycle(cycle), titles, [year])
    else:
        carried_rows = {key: typed.rows(key, frame) for key, frame in frames.items() if len(frame)}
        rows = {"workbook": [head], **carried_rows, "assessments": prepared(judged, own, year)}
        book = template(data.model, "municipality", language, name, rows)
        for key in carried_rows:
            _keep(book[data.model.tables[key].sheet[language]])
        verdicts = data.model.tables["assessments"]
        widen_titles(book[verdicts.sheet[language]], verdicts)
    places = {key: data.places(key)["file"] == file for key in data.tables}
    carried = {key: len(frame) for key, frame in frames.items() if len(frame)}
    theirs = {key: int(there.sum()) - _of(frames, key, data, file) for key, there in places.items()}
    left = {key: n for key, n in theirs.items() if n and key != "workbook"}
    return NextYear(book, cycle, year, len(judged), carried, left)


def _of(frames: dict[str, pd.DataFrame], key: str, data: Dataset, file: str) -> int:
    """How many of the rows of a table that are carried stand in ``file`` itself."""
    return int((data.places(key, frames[key])["file"] == file).sum()) if key in frames else 0


def to_judge(own: Dataset, monitoring_year: int) -> pd.DataFrame:
    """The priorities of one contract that are in it in a monitoring year, in their order: rows of ``priorities``.

    One that was taken out in an earlier year is not, nor one that others have taken the place of, nor one that comes
    later.
    """
    before = panel(own)
    before = before[before["monitoring_year"] < monitoring_year]
    gone = before[before["status"].isin(own.model.left_out)]["priority"]
    since, priorities = own["priorities"]["since_year"].fillna(1), own["priorities"]
    last = before["monitoring_year"].max()
    replaced = pd.Series(False, priorities.index)
    if not pd.isna(last):
        there = before.loc[before["monitoring_year"] == last, "priority"]
        replaced = (since <= last) & ~priorities["priority"].isin(there)
    kept = priorities[~priorities["priority"].isin(gone) & ~replaced & (since <= monitoring_year)]
    return kept.sort_values(["number", "sub_number", "title_sq"], na_position="last")


def prepared(priorities: pd.DataFrame, own: Dataset, monitoring_year: int, **more: Any) -> list[dict[str, Any]]:
    """The rows of assessments without a verdict: of each priority, by its title where no other one has the same."""
    folded = [fold(title) for title in own["priorities"]["title_sq"]]
    return [
        {
            "cycle": typed_cycle(row["cycle"]) or None,
            "label": row["title_sq"] if folded.count(fold(row["title_sq"])) == 1 else priority_label(row),
            "monitoring_year": monitoring_year,
            **more,
        }
        for row in priorities.to_dict("records")
    ]


def widen_titles(sheet: Worksheet, table: Table) -> int:
    """Give the column of titles its room; returns its number."""
    column = list(table.fields).index("label") + 1
    sheet.column_dimensions[get_column_letter(column)].width = TITLE_WIDTH
    return column


def _open(own: Dataset, cycle: str) -> pd.DataFrame:
    """The campaigns of a contract, or of none, that have not come to their last stage."""
    ladder = campaign_ladder(own)
    done = ladder[(ladder["rung"] == ladder["rung"].max()) & (ladder["state"] == "reached")]["campaign"]
    campaigns = own["campaigns"]
    others = campaigns["cycle"].notna() & (campaigns["cycle"] != cycle)
    return campaigns[~campaigns["campaign"].isin(done) & ~others]


def _keep(sheet: Worksheet) -> None:
    """Grey and locked: changed in one workbook and not in the other, it would be two things said of one."""
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.protection, cell.fill = LOCKED, SHOWN_FILL
