"""Pure functions: a :class:`~pop_analysis.Dataset` in, a tidy ``DataFrame`` out. No files, no charts.

No words either, but those of a :class:`Refusal`: why a figure is not given.
"""

from pop_analysis.measures.activities import activity_counts
from pop_analysis.measures.audit import audit, possible_counts, possible_splits, published_against_computed
from pop_analysis.measures.benchmark import benchmark
from pop_analysis.measures.campaigns import campaign_ladder, furthest_stage
from pop_analysis.measures.change import change, effect_of_activities, trend
from pop_analysis.measures.coverage import coverage
from pop_analysis.measures.exposure import comparable, exposure
from pop_analysis.measures.fulfilment import by_theme, certainty, fulfilment, index, pooled_and_mean
from pop_analysis.measures.intervals import newcombe, wilson
from pop_analysis.measures.judgements import in_contract, judgements, last_judged, monitoring_years
from pop_analysis.measures.refusals import Refusal
from pop_analysis.measures.sensitivity import holding, sensitivity
from pop_analysis.measures.side_by_side import rank, side_by_side, tiers, told_apart, verdicts_compared
from pop_analysis.measures.survey import survey_answers

__all__ = [
    "Refusal",
    "activity_counts",
    "audit",
    "benchmark",
    "by_theme",
    "campaign_ladder",
    "certainty",
    "change",
    "comparable",
    "coverage",
    "effect_of_activities",
    "exposure",
    "fulfilment",
    "furthest_stage",
    "holding",
    "in_contract",
    "index",
    "judgements",
    "last_judged",
    "monitoring_years",
    "newcombe",
    "pooled_and_mean",
    "possible_counts",
    "possible_splits",
    "published_against_computed",
    "rank",
    "sensitivity",
    "side_by_side",
    "survey_answers",
    "tiers",
    "told_apart",
    "trend",
    "verdicts_compared",
    "wilson",
]
