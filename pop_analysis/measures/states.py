"""Why a verdict is missing: one answer for each priority and year, taken from what is on file and never supposed."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.reading import Dataset

YEAR = ["contract", "monitoring_year"]
# Findings on a whole sheet or column: which verdicts stand in what was not read, nobody knows.
OF_WHOLE_SHEETS = ("SH-", "HD-", "FI-")


class State(StrEnum):
    """What is known of the verdict on one priority in one monitoring year.

    >>> State("put_aside").name
    'PUT_ASIDE'
    """

    JUDGED = "judged"
    """There is a verdict of the scale."""

    NOT_VERIFIABLE = "not_verifiable"
    """Somebody looked for it and found nothing that could be verified."""

    WITHDRAWN = "withdrawn"
    """It was taken out of the contract, and is in no count from then on."""

    PUT_ASIDE = "put_aside"
    """A workbook holds a verdict and the reader did not count it: a finding says at which cell, and why."""

    PUBLISHED_ONLY = "published_only"
    """A report on that year or a share of it is public; the verdict on this priority is not on file."""

    NOT_DUE = "not_due"
    """Its time has not come: no year since which it is in the contract is on file yet."""

    NEVER_ENTERED = "never_entered"
    """No workbook that was read holds it, and nothing on file says that it was published."""

    NOT_KNOWN = "not_known"
    """It is not on file; rows or sheets were put aside of which nobody can tell whether it stands there."""


ASSESSED_TWICE = ("improved", "same", "regressed")
# Kinds of change that say what became of the contract and not of a priority: counted apart.
OF_THE_CONTRACT = ("new", "split", "merged", "replaced", "withdrawn")
# The states in which there is no verdict of the scale, in the order in which they are told.
WITHOUT_VERDICT = tuple(state for state in State if state is not State.JUDGED)


@cached(partition_by=("municipality",))
def verdicts_put_aside(data: Dataset) -> pd.DataFrame:
    """List the rows of verdicts the reader did not count, as far as they say what they are about.

    Returns ``municipality``, ``contract``, ``cycle``, ``priority``, ``monitoring_year`` (Int64), ``file``, ``sheet``,
    ``sheet_row`` (Int64); what could not be read is missing.
    """
    rows = data.put_aside.astype({"monitoring_year": "Int64", "sheet_row": "Int64"})
    rows = rows[(rows["table"] == "assessments") & rows["municipality"].notna()].drop(columns="table")
    return rows.assign(cycle=rows["contract"].str.split("/").str[1].astype("str")).reset_index(drop=True)


def sheets_put_aside(data: Dataset) -> pd.Series:
    """Count the sheets and columns of each municipality's own workbooks that were not read: municipality → int64."""
    found = data.findings
    whole = found[found["code"].str.startswith(OF_WHOLE_SHEETS) & (found["severity"] != "note")]
    owners = {file: municipality for municipality, files in data.files.items() for file in files}
    return whole["file"].map(owners).dropna().value_counts()


def published_shares(data: Dataset) -> pd.DataFrame:
    """Return the figures published as shares of the priorities of a contract: rows of ``published_figures``."""
    figures = data["published_figures"]
    return figures[figures["metric"].str.startswith("share_", na=False) & figures["contract"].notna()]


def state_of_each(data: Dataset, every: pd.DataFrame) -> pd.Series:
    """Say of each row of a panel in which :class:`State` it is (str, along its index).

    ``every`` has ``priority``, ``contract``, ``monitoring_year``, ``since_year`` and ``status``.
    """
    scale = data.model.levels
    status, missing = every["status"], every["status"] == data.model.missing
    aside = verdicts_put_aside(data)
    public = pd.concat([data["reports"][YEAR], published_shares(data)[YEAR]])
    return pd.Series(
        np.select(
            [
                status.isin(scale),
                status.isin(data.model.left_out),
                ~missing,
                among(every, aside, ["priority", "monitoring_year"]),
                among(every, public, YEAR),
                (every["monitoring_year"].isna() & (every["since_year"] > 1)).fillna(False).astype(bool),
                in_doubt(data, every),
            ],
            [
                State.JUDGED,
                State.WITHDRAWN,
                State.NOT_VERIFIABLE,
                State.PUT_ASIDE,
                State.PUBLISHED_ONLY,
                State.NOT_DUE,
                State.NOT_KNOWN,
            ],
            State.NEVER_ENTERED,
        ),
        every.index,
        dtype="str",
    )


def in_doubt(data: Dataset, every: pd.DataFrame) -> pd.Series:
    """Whether something was put aside of the contract or municipality of a row that may be a verdict on it."""
    aside = verdicts_put_aside(data)
    unclear = aside[aside["priority"].isna() | aside["monitoring_year"].isna()]
    of_contract = every["contract"].isin(unclear["contract"].dropna())
    # A contract that is not on file may be this one, with its years mistyped.
    lost = aside[~aside["contract"].isin(data.whole["contracts"]["contract"])]
    places = {*lost["municipality"], *sheets_put_aside(data).index}
    return of_contract | every["municipality"].isin(places)


def among(every: pd.DataFrame, known: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Whether a row's keys stand among those of ``known``, where all of them are known."""
    there = set(known[keys].dropna().itertuples(index=False, name=None))
    return pd.Series([key in there for key in every[keys].itertuples(index=False, name=None)], every.index, dtype=bool)
