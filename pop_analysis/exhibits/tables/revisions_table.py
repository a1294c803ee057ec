"""What is otherwise than in an earlier data set: status changes, corrections, method changes and the rest, apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from pop_analysis.blocks.blocks import Blocks, Listing, notice
from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.exhibits.revision_wording import METHOD_IN_WORDS, in_words, method_in_words, shortened
from pop_analysis.locale import Words
from pop_analysis.measures.editions.method_revisions import method_revisions
from pop_analysis.measures.editions.revisions import ABOUT, new_corrections, revisions
from pop_analysis.model.text import visible
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import each_row


def counts_of(found: pd.DataFrame, words: Words) -> str:
    """Count the changes by what they are about: "3 verdicts, 1 text"."""
    counts = found["kind"].value_counts()
    order = dict.fromkeys([*ABOUT, *counts.index])
    return words.listed(words(f"compare.counted.{kind}", n=int(counts[kind])) for kind in order if kind in counts)


def readable(found: pd.DataFrame, method: pd.DataFrame, old: Dataset, new: Dataset, language: str) -> Iterator[str]:
    """Write changes as lines to read, by municipality and table, then those of the method, then how many there are.

    Texts are cut to where they begin to differ; nothing a terminal would obey is in a line.
    """
    words, place, table = Words(new.model, language), "", ""
    rows = each_row(in_words(found, old, new, language))
    for row, change in zip(rows, each_row(found), strict=True):
        if row["place"] != place:
            place, table = row["place"], ""
            yield visible(place)
        if row["table"] != table:
            table = row["table"]
            yield f"  {table}"
        known = new.model.tables.get(change["table"])
        named = known is not None and change["column"] in known.unique
        yield "    " + visible(_line(row, change, words, named=named))
    changed_method = method_in_words(method, old, new, language)
    if len(method):
        yield words("compare.method_title")
        yield from (f"  {row.what}: {row.old} → {row.new}" for row in changed_method.itertuples())
    if len(found):
        yield words("compare.total", n=len(found), parts=counts_of(found, words))
    if len(method):
        yield words("compare.total_method", n=len(method))
    if found.empty and method.empty:
        yield words("compare.same")


def _line(row: dict[Any, Any], change: dict[Any, Any], words: Words, *, named: bool) -> str:
    """One change; ``named`` says that its value is part of what the row is called by."""
    old, new = shortened(row["old"], row["new"])
    where = words("compare.where", file=row["file"], sheet=row["sheet"], row=row["sheet_row"]) if row["file"] else ""
    tail = (f" ({words('compare.corrected')})" if change["corrected"] else "") + (f"  [{where}]" if where else "")
    if change["change"] in ("appeared", "gone"):
        value = "" if named else old or new
        return f"{row['change']}: {row['row']}" + (f": {value}" if value else "") + tail
    if change["change"] == "moved":
        return f"{old} → {new}: {row['change']}{tail}"
    column = "" if change["kind"] == "verdict" else f", {row['column']}"
    return f"{row['row']}{column}: {old} → {new}{tail}"


def revisions_table(
    data: Dataset, old: Dataset | None, municipality: str | None = None, *, language: str | None = None
) -> Blocks:
    """List what changed since an earlier data set: status changes, corrections, method changes and the rest, apart.

    Parameters
    ----------
    data, old
        The data set of now, and the one to compare it with (for instance that of the last publication,
        ``pop.published()``); where there is none, that is said.
    municipality
        Only this one; by default all and the network's own rows.

    Returns
    -------
    Blocks
        A listing for each of the four that has something; one passage that nothing changed when none has.

    Examples
    --------
    >>> pop.exhibits.revisions_table(data, data, "fier", language="en")[0]
    Nothing has changed.
    """
    words = Words(data.model, language)
    if old is None:
        return Blocks([notice(words("compare.no_earlier"))])
    found = revisions(old, data)
    corrections = new_corrections(old, data)
    if municipality is not None:
        found = found[found["municipality"] == municipality]
        own = data["workbook"].index[data["workbook"]["municipality"] == municipality]
        corrections = corrections[corrections["file"].isin(data.places("workbook")["file"].reindex(own))]
    assessments = (found["kind"] == "verdict") & ~found["corrected"]
    rest = (found["kind"] != "verdict") & ~found["corrected"]
    method = method_in_words(method_revisions(old.model, data.model), old, data, words.language)
    corrected_cells = [
        [Entry(f"{row['file']} › {row['sheet']}!{row['cell']}"), Entry(row[f"message_{words.language}"])]
        for row in each_row(corrections)
    ]
    blocks = [
        _listing("verdicts", found[assessments], old, data, words, municipality),
        _listed("corrections", ["place_in_file", "message"], corrected_cells, words) if corrected_cells else None,
        _listing("corrected", found[found["corrected"]], old, data, words, municipality),
        _listed("method", list(METHOD_IN_WORDS), method.to_numpy().tolist(), words) if len(method) else None,
        _listing("rest", found[rest], old, data, words, municipality),
    ]
    there = Blocks(block for block in blocks if block is not None)
    return there or Blocks([notice(words("compare.same"))])


def _listing(
    name: str, found: pd.DataFrame, old: Dataset, new: Dataset, words: Words, municipality: str | None
) -> Listing | None:
    if found.empty:
        return None
    rows = in_words(found, old, new, words.language)
    columns = ["table", "row", "column", "change", "old", "new"]
    if municipality is None:
        rows = _once(rows, columns, found["priority"].map(_shared(old) | _shared(new)).to_numpy(), words)
        columns = ["place", *columns]
    return _listed(name, columns, rows[columns].to_numpy().tolist(), words)


def _shared(data: Dataset) -> dict[str, str]:
    """Priority → the promise it is one of several municipalities' of."""
    shared = data["priorities"].dropna(subset="shared")
    return dict(zip(shared["priority"], shared["shared"], strict=True))


def _once(rows: pd.DataFrame, columns: list[str], promises: np.ndarray, words: Words) -> pd.DataFrame:
    """Rows with what changed alike in a promise of several municipalities once, and all their names."""
    rows = rows.assign(promise=promises)
    alike = rows[rows["promise"].notna()].groupby([*columns, "promise"], sort=False)["place"]
    places = {same.index[0]: words.listed(dict.fromkeys(same)) for _, same in alike if same.nunique() > 1}
    again = rows["promise"].notna() & rows.duplicated([*columns, "promise"])
    return rows.assign(place=[places.get(at, place) for at, place in rows["place"].items()])[~again]


def _listed(name: str, columns: list[str], rows: list[list[Any]], words: Words) -> Listing:
    known = {"place_in_file", "message"}
    labels = [(key, words(f"column.{key}" if key in known else f"compare.column.{key}")) for key in columns]
    caption = words(f"compare.caption.{name}", n=len(rows))
    return Listing(id=f"changed-{name}", caption=caption, table=Table.of(labels, rows))
