"""Frames in words: the labels of codes and columns, as they are handed to a paper, a spreadsheet or another program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from pop_analysis.exhibits.tables import codebook as tables_codebook
from pop_analysis.exhibits.wording import place_name
from pop_analysis.locale import Words
from pop_analysis.measures.tracing import columns_once
from pop_analysis.model import Model, Table
from pop_analysis.reading import Dataset
from pop_analysis.reading.dtypes import worst_first

# A column made from a field has its name with one of these: status_from, other_status.
BEFORE, BEHIND = ("other_",), ("_from", "_to", "_shown")


def labelled(data: Dataset, frame: pd.DataFrame, *, language: str | None = None) -> pd.DataFrame:
    """Put words in the place of codes: verdicts, themes and other closed lists, municipalities, headings of columns.

    Parameters
    ----------
    data
        The data set the frame was made from. ``frame.pipe(pop.labelled, data)`` is the same.
    frame
        A table of the data set, or what a measure gave.
    language
        One of the network's languages.

    Returns
    -------
    DataFrame
        The same rows and numbers, with the same index. A column of codes is one of labels, a verdict an ordered
        ``category``, the worst first; what no list knows stays as it is. A column that has a heading in the workbooks
        or on the pages is called by it, every other keeps its name; where two would be called the same, both keep
        theirs.

    Raises
    ------
    WrongUse
        For what is no frame, a frame with two columns of one name, and a language the network does not have.

    Examples
    --------
    >>> frame = pop.by_theme(data.where(municipality="fier"))[["municipality", "theme", "assessed"]]
    >>> pop.labelled(data, frame, language="en").columns.tolist()
    ['Municipality', 'Theme', 'Judged']
    >>> pop.labelled(data, frame, language="en")["Theme"].tolist()[:2]
    ['Culture and sport', 'Gender equality and domestic violence']
    """
    columns_once(frame)
    words = Words(data.model, language)
    every = list(data.model.tables.values())
    tables = [table for table in every if set(table.columns) == set(frame)]
    made = frame.copy()
    for name in frame.columns:
        terms = _list_of(frame[name], _field_of(str(name)), tables or every, data.model)
        if name == "municipality":
            made[name] = frame[name].map(lambda code: place_name(data, words, code), na_action="ignore")
        elif terms is not None:
            labels = {term: each.label[words.language] for term, each in data.model.terms(terms).items()}
            made[name] = (
                _categories(frame[name], data.model, labels) if terms == "statuses" else _named(frame[name], labels)
            )
    headings = {name: _heading(str(name), words, tables) for name in frame.columns}
    often = Counter(headings.values())
    return made.rename(columns={name: said for name, said in headings.items() if often[said] == 1})


def codebook(data: Dataset, *, language: str | None = None) -> pd.DataFrame:
    """Say what every column of the tables and every value of a closed list means, from the network's declaration.

    Returns
    -------
    DataFrame
        ``where`` (table or list), ``name`` (as in the frames), ``label``, ``meaning`` (all str; empty where the
        declaration says no more).

    Examples
    --------
    >>> book = pop.codebook(data, language="en")
    >>> book[book["name"] == "fully"]["label"].tolist()
    ['fully addressed']
    """
    table = tables_codebook.codebook(Words(data.model, language))
    names = ["where", "name", "label", "meaning"]
    return pd.DataFrame([[cell.text for cell in row] for row in table.rows], columns=names).astype("str")


def _list_of(column: pd.Series, field: str, tables: Sequence[Table], model: Model) -> str | None:
    """The closed list the values of a column are of; where fields of one name have several, the one that knows all."""
    declared = (table.fields[field].terms for table in tables if field in table.fields)
    lists = list(dict.fromkeys(name for name in declared if name))
    if len(lists) == 1:
        return lists[0]
    return next((name for name in lists if column.dropna().isin(model.terms(name)).all()), None)


def _field_of(column: str) -> str:
    for begin in BEFORE:
        column = column.removeprefix(begin)
    for end in BEHIND:
        column = column.removesuffix(end)
    return column


def _named(column: pd.Series, labels: dict[str, str]) -> pd.Series:
    found = column.map(lambda code: labels.get(code, code), na_action="ignore")
    return found.astype("str") if column.isna().all() else found


def _categories(column: pd.Series, model: Model, labels: dict[str, str]) -> pd.Series:
    """Verdicts as ordered categories; what is no verdict of the network stays a text, and the column with it."""
    if not column.dropna().isin(labels).all():
        return _named(column, labels)
    kind = pd.CategoricalDtype([labels[status] for status in worst_first(model)], ordered=True)
    return column.map(labels, na_action="ignore").astype(kind)


def _heading(column: str, words: Words, own: Sequence[Table]) -> str:
    """What a column is called: in the workbooks, if it is of a table; on the pages; where all tables call it so."""
    if column in words.model.statuses:
        return words.label("statuses", column)
    for table in own:
        if column in table.fields:
            return table.fields[column].header[words.language]
    if column == "title_sq" and "sq" not in words.model.languages:
        column = "title"  # it holds the first language of the network
    elif column == "title_en" and "en" not in words.model.languages:
        return words.model.tables["priorities"].fields[column].header[words.language]  # called after the second
    for part in ("computed_column", "column"):
        if isinstance(said := words.part(part).get(column), str):
            return said
    every = {
        table.fields[column].header[words.language] for table in words.model.tables.values() if column in table.fields
    }
    return every.pop() if len(every) == 1 else _made(column, words, own)


def _made(column: str, words: Words, own: Sequence[Table]) -> str:
    """What a column is called that is made from another one: status_from, other_reason, period_start."""
    for ending in words.part("made_column"):
        of = column.removeprefix(ending) if ending.endswith("_") else column.removesuffix(ending)
        if of != column and (said := _heading(of, words, own)) != of:
            return words(f"made_column.{ending}", column=said)
    return column
