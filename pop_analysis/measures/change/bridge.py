"""What lies between two counts of addressed priorities: change, a changed contract, and corrections, each apart."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from pop_analysis.measures.cache import cached
from pop_analysis.measures.change.transitions import Years, transitions
from pop_analysis.measures.panel import once
from pop_analysis.measures.states import OF_THE_CONTRACT
from pop_analysis.model.text import spelling
from pop_analysis.reading import Dataset

# The order of the steps between the first count and the last.
STEPS = ("corrections", "rose", "fell", "added", "taken_out", "judged_now", "no_longer_judged")


@cached
def corrected_assessments(data: Dataset) -> pd.DataFrame:
    """List the verdicts that ``corrections.yml`` changed from one status to another.

    Returns ``row`` (label in ``data.assessments``), ``status_before`` (what the workbook says) and ``status``. A
    correction of a text that is no status (a cut one, for instance) changed no verdict: there was none.
    """
    made = data.findings[data.findings["code"] == "CO-01"]
    places = data.places("assessments")
    spelled = data.model.spellings["statuses"]
    rows = []
    for finding in made.itertuples():
        before = spelled.get(spelling(finding.value))
        number = int("".join(sign for sign in finding.cell if sign.isdigit()) or 0)
        same = (places["file"] == finding.file) & (places["sheet"] == finding.sheet) & (places["sheet_row"] == number)
        for row in places.index[same.fillna(False)]:
            if before is not None:
                after = data["assessments"].loc[row, "status"]
                rows += [(int(row), before, after)] if before != after else []
    return pd.DataFrame(rows, columns=["row", "status_before", "status"])


def bridge(data: Dataset, years: Years | None = None, *, changes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Explain the number of addressed priorities in one year by that in the year before, step by step.

    ``years`` as in :func:`~pop_analysis.transitions`, or ``changes``, a result of it; only contracts with verdicts in
    both years are counted.

    Without a contract judged twice the frame is empty.

    Returns
    -------
    DataFrame
        One row per step, in order: ``step``, ``priorities`` (int64, signed; for the first and the last the count
        itself), ``after`` (int64, the running count). The steps:

        - ``from``: addressed in the first year, as the workbooks stood;
        - ``corrections``: what ``corrections.yml`` has since changed of it; no change of a priority;
        - ``rose``: not addressed before, addressed now; ``fell``: the other way round;
        - ``added``: addressed now and not in the contract before (new, or from a split, merger or replacement);
        - ``taken_out``: addressed before, no longer in the contract;
        - ``judged_now``: addressed now, without a verdict before; ``no_longer_judged``: the other way round;
        - ``to``: addressed in the second year. first + steps = last, always.

    Examples
    --------
    >>> pop.bridge(invented).head(3)
              step  priorities  after
    0         from          37     37
    1  corrections           0     37
    2         rose           6     43
    """
    changes = once(transitions(data, years) if changes is None else changes)
    columns = {"step": "str", "priorities": "Int64", "after": "Int64"}
    if changes.empty:
        return pd.DataFrame(columns=list(columns)).astype(columns)
    addressed = set(data.model.addressed)
    before, after = changes["status_from"].isin(addressed), changes["status_to"].isin(addressed)
    contract = changes["change"].isin(OF_THE_CONTRACT)
    judged = ~contract & (changes["change"] != "not_judged")
    counts = {
        "corrections": _corrected(data, changes, addressed),
        "rose": (judged & ~before & after).sum(),
        "fell": -(judged & before & ~after).sum(),
        "added": (contract & after).sum(),
        "taken_out": -(contract & before).sum(),
        "judged_now": (~judged & ~contract & after).sum(),
        "no_longer_judged": -(~judged & ~contract & before).sum(),
    }
    start = int(before.sum()) - counts["corrections"]
    rows, running = [("from", start, start)], start
    for step in STEPS:
        running += int(counts[step])
        rows.append((step, int(counts[step]), running))
    rows.append(("to", running, running))
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _corrected(data: Dataset, changes: pd.DataFrame, addressed: set[str]) -> int:
    """By how many the corrections raised the count of the first year."""
    firsts = Counter(zip(changes["priority"], changes["year_from"], strict=True))
    moved = 0
    for row in corrected_assessments(data).itertuples():
        verdict = data["assessments"].loc[row.row]
        times = firsts[verdict["priority"], verdict["monitoring_year"]]
        moved += times * ((row.status in addressed) - (row.status_before in addressed))
    return moved
