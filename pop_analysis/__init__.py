"""From a network's spreadsheets of social contracts to analyses and pages people trust.

>>> import pop_analysis as pop
>>> data = pop.load("data/raw")
>>> data.municipalities["name_sq"].head(3).tolist()
['Durrës', 'Elbasan', 'Fier']
"""

import sys

if sys.argv[:1] == ["-m"] and any(word.removeprefix("-m").split(".")[0] == __name__ for word in sys.orig_argv):
    # `python -m pop_analysis.cli` looks first in the folder one stands in: a typing.py beside workbooks would be run.
    del sys.path[: not sys.flags.safe_path]

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pop_analysis import exhibits
    from pop_analysis.exhibits import Exhibit
    from pop_analysis.measures import (
        Refusal,
        activity_counts,
        agreement,
        audit,
        benchmark,
        bridge,
        by_theme,
        campaign_ladder,
        certainty,
        change_in_share,
        changes,
        citizens_beside_verdicts,
        contracts_compared,
        coverage,
        decisions,
        double_verdicts,
        effect_of_activities,
        evidence_counts,
        exposure,
        fulfilment,
        index,
        judgements,
        method_changes,
        outcomes,
        outputs,
        pooled_and_mean,
        possible_counts,
        possible_splits,
        published_against_computed,
        rank,
        sensitivity,
        side_by_side,
        sign_test,
        steps_of,
        steps_reached,
        survey_answers,
        tiers,
        timeliness,
        to_adjudicate,
        told_apart,
        transition_counts,
        transitions,
        trend,
        wilson,
    )
    from pop_analysis.model import Model, load_model
    from pop_analysis.reading import Dataset
    from pop_analysis.verbs.coding import coding_sheets
    from pop_analysis.verbs.compare import compare
    from pop_analysis.verbs.doctor import doctor
    from pop_analysis.verbs.example import example
    from pop_analysis.verbs.load import load, published
    from pop_analysis.verbs.process import process
    from pop_analysis.verbs.reply import reply_export, reply_import
    from pop_analysis.verbs.report import report
    from pop_analysis.verbs.template import template
    from pop_analysis.verbs.validate import validate

# Public name → module it is found in. Loaded on first use: the command line starts without pandas and plotly.
_HOME = {
    "Dataset": "reading",
    "Exhibit": "exhibits",
    "Model": "model",
    "Refusal": "measures",
    "activity_counts": "measures",
    "agreement": "measures",
    "bridge": "measures",
    "by_theme": "measures",
    "campaign_ladder": "measures",
    "changes": "measures",
    "compare": "verbs",
    "change_in_share": "measures",
    "citizens_beside_verdicts": "measures",
    "coding_sheets": "verbs",
    "contracts_compared": "measures",
    "audit": "measures",
    "benchmark": "measures",
    "certainty": "measures",
    "coverage": "measures",
    "decisions": "measures",
    "doctor": "verbs",
    "double_verdicts": "measures",
    "effect_of_activities": "measures",
    "evidence_counts": "measures",
    "example": "verbs",
    "exhibits": "",
    "exposure": "measures",
    "fulfilment": "measures",
    "index": "measures",
    "judgements": "measures",
    "load": "verbs",
    "load_model": "model",
    "method_changes": "measures",
    "outcomes": "measures",
    "outputs": "measures",
    "pooled_and_mean": "measures",
    "possible_counts": "measures",
    "possible_splits": "measures",
    "process": "verbs",
    "published": "verbs",
    "published_against_computed": "measures",
    "reply_export": "verbs",
    "reply_import": "verbs",
    "report": "verbs",
    "sign_test": "measures",
    "steps_of": "measures",
    "steps_reached": "measures",
    "template": "verbs",
    "timeliness": "measures",
    "to_adjudicate": "measures",
    "transition_counts": "measures",
    "transitions": "measures",
    "rank": "measures",
    "sensitivity": "measures",
    "side_by_side": "measures",
    "survey_answers": "measures",
    "tiers": "measures",
    "told_apart": "measures",
    "trend": "measures",
    "validate": "verbs",
    "wilson": "measures",
}

__all__ = [  # noqa: RUF022 — in the order one meets them
    "load",
    "Dataset",
    "judgements",
    "fulfilment",
    "index",
    "pooled_and_mean",
    "by_theme",
    "exposure",
    "coverage",
    "certainty",
    "wilson",
    "side_by_side",
    "told_apart",
    "tiers",
    "rank",
    "benchmark",
    "trend",
    "sensitivity",
    "audit",
    "published_against_computed",
    "possible_counts",
    "possible_splits",
    "campaign_ladder",
    "activity_counts",
    "compare",
    "published",
    "changes",
    "method_changes",
    "transitions",
    "transition_counts",
    "sign_test",
    "change_in_share",
    "bridge",
    "timeliness",
    "steps_of",
    "steps_reached",
    "contracts_compared",
    "evidence_counts",
    "citizens_beside_verdicts",
    "double_verdicts",
    "agreement",
    "to_adjudicate",
    "outputs",
    "outcomes",
    "decisions",
    "survey_answers",
    "effect_of_activities",
    "Refusal",
    "exhibits",
    "Exhibit",
    "report",
    "process",
    "validate",
    "template",
    "reply_export",
    "reply_import",
    "coding_sheets",
    "example",
    "doctor",
    "Model",
    "load_model",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"pop_analysis has no “{name}”; it has: {', '.join(__all__)}")
    if not _HOME[name]:
        return import_module(f"pop_analysis.{name}")
    return getattr(import_module(f"pop_analysis.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
