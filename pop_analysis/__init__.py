"""From a network's spreadsheets of social contracts to analyses and pages people trust.

>>> import pop_analysis as pop
>>> data = pop.load("data/raw")
>>> data.municipalities["name_sq"].head(3).tolist()
['Durrës', 'Elbasan', 'Fier']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pop_analysis import exhibits
    from pop_analysis.exhibits import Exhibit
    from pop_analysis.measures import (
        Refusal,
        activity_counts,
        audit,
        benchmark,
        by_theme,
        campaign_ladder,
        certainty,
        change,
        coverage,
        effect_of_activities,
        exposure,
        fulfilment,
        index,
        judgements,
        pooled_and_mean,
        possible_counts,
        possible_splits,
        published_against_computed,
        rank,
        sensitivity,
        side_by_side,
        survey_answers,
        tiers,
        told_apart,
        trend,
        wilson,
    )
    from pop_analysis.model import Model, load_model
    from pop_analysis.reading import Dataset
    from pop_analysis.verbs import doctor, example, load, process, report, template, validate

# Public name → module it is found in. Loaded on first use: the command line starts without pandas and plotly.
_HOME = {
    "Dataset": "reading",
    "Exhibit": "exhibits",
    "Model": "model",
    "Refusal": "measures",
    "activity_counts": "measures",
    "audit": "measures",
    "benchmark": "measures",
    "by_theme": "measures",
    "campaign_ladder": "measures",
    "certainty": "measures",
    "change": "measures",
    "coverage": "measures",
    "doctor": "verbs",
    "effect_of_activities": "measures",
    "example": "verbs",
    "exhibits": "",
    "exposure": "measures",
    "fulfilment": "measures",
    "index": "measures",
    "judgements": "measures",
    "load": "verbs",
    "load_model": "model",
    "pooled_and_mean": "measures",
    "possible_counts": "measures",
    "possible_splits": "measures",
    "process": "verbs",
    "published_against_computed": "measures",
    "rank": "measures",
    "report": "verbs",
    "sensitivity": "measures",
    "side_by_side": "measures",
    "survey_answers": "measures",
    "template": "verbs",
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
    "change",
    "trend",
    "sensitivity",
    "audit",
    "published_against_computed",
    "possible_counts",
    "possible_splits",
    "campaign_ladder",
    "activity_counts",
    "survey_answers",
    "effect_of_activities",
    "Refusal",
    "exhibits",
    "Exhibit",
    "report",
    "process",
    "validate",
    "template",
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
