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
        activity_counts,
        by_theme,
        campaign_ladder,
        changes,
        coverage,
        exposure,
        fulfilment,
        index,
        judgements,
        method_changes,
        pooled_and_mean,
        possible_counts,
        possible_splits,
        published_against_computed,
    )
    from pop_analysis.model import Model, load_model
    from pop_analysis.reading import Dataset
    from pop_analysis.verbs import compare, doctor, example, load, process, report, template, validate
    from pop_analysis.verbs.reply import reply_export, reply_import

# Public name → module it is found in. Loaded on first use: the command line starts without pandas and plotly.
_HOME = {
    "Dataset": "reading",
    "Exhibit": "exhibits",
    "Model": "model",
    "activity_counts": "measures",
    "by_theme": "measures",
    "campaign_ladder": "measures",
    "changes": "measures",
    "compare": "verbs",
    "coverage": "measures",
    "doctor": "verbs",
    "example": "verbs",
    "exhibits": "",
    "exposure": "measures",
    "fulfilment": "measures",
    "index": "measures",
    "judgements": "measures",
    "load": "verbs",
    "load_model": "model",
    "method_changes": "measures",
    "pooled_and_mean": "measures",
    "possible_counts": "measures",
    "possible_splits": "measures",
    "process": "verbs",
    "published_against_computed": "measures",
    "reply_export": "verbs",
    "reply_import": "verbs",
    "report": "verbs",
    "template": "verbs",
    "validate": "verbs",
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
    "published_against_computed",
    "possible_counts",
    "possible_splits",
    "campaign_ladder",
    "activity_counts",
    "compare",
    "changes",
    "method_changes",
    "exhibits",
    "Exhibit",
    "report",
    "process",
    "validate",
    "template",
    "reply_export",
    "reply_import",
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
