"""Why a measure gives a frame without rows: what a row takes, of which what was asked for has none."""

from __future__ import annotations

import pandas as pd

from pop_analysis.locale import Words
from pop_analysis.model import Model

REASON = "reason"
"""Under which name it stands in ``frame.attrs``."""

A_ROW_TAKES = {
    "a_contract": ("coverage",),
    "a_priority": ("panel", "once", "fulfilment", "certainty", "evidence_counts"),
    "a_year": ("exposure",),
    "a_verdict": ("side_by_side", "tiers", "rank", "pooled_and_mean", "index", "sensitivity"),
    "a_theme": ("by_theme",),
    "two_places": ("told_apart",),
    "two_years": ("transitions", "year_by_year", "bridge"),
    "months": ("looks", "timeliness"),
    "others": ("benchmark",),
    "a_contract_before": ("contract_succession",),
    "a_figure": ("audit", "published_against_computed"),
    "an_activity": ("activity_counts",),
    "an_activity_then": ("outputs",),
    "a_year_then": ("outcomes",),
    "a_stage": ("campaign_ladder",),
    "a_stage_then": ("decisions",),
    "an_answer": ("survey_answers",),
    "a_score": ("citizens_beside_assessments",),
    "two_monitors": ("double_assessments",),
    "two_verdicts": ("to_adjudicate",),
    "a_row": ("cells",),
}
TAKES = {measure: key for key, measures in A_ROW_TAKES.items() for measure in measures}


def with_reason(frame: pd.DataFrame, measure: str, model: Model) -> pd.DataFrame:
    """Return what a measure gave; a frame without rows says why in ``frame.attrs["reason"]``.

    In the language of ``pop.options``, else the first of the network.

    >>> from pop_analysis.model import load_model
    >>> with_reason(pd.DataFrame(), "audit", load_model()).attrs["reason"]
    'Asnjë rresht, sepse në të dhënat e kërkuara nuk ka shifra të botuara.'
    """
    if not frame.empty:
        frame.attrs.pop(REASON, None)  # pandas passes it on from a frame that was joined
    elif measure in TAKES:
        words = Words(model)
        frame.attrs[REASON] = words("no_rows.because", what=words(f"no_rows.takes.{TAKES[measure]}"))
    return frame
