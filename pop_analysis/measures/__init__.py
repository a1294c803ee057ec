"""Pure functions: a :class:`~pop_analysis.Dataset` in, a tidy ``DataFrame`` out. No files, no charts, no words."""

from pop_analysis.measures.activities import activity_counts
from pop_analysis.measures.audit import possible_counts, possible_splits, published_against_computed
from pop_analysis.measures.campaigns import campaign_ladder, furthest_stage
from pop_analysis.measures.changes import changes, new_corrections
from pop_analysis.measures.coverage import coverage
from pop_analysis.measures.exposure import comparable, exposure
from pop_analysis.measures.fulfilment import by_theme, fulfilment, index, pooled_and_mean
from pop_analysis.measures.judgements import in_contract, judgements, last_judged, monitoring_years
from pop_analysis.measures.method_changes import method_changes

__all__ = [
    "activity_counts",
    "by_theme",
    "campaign_ladder",
    "changes",
    "comparable",
    "coverage",
    "exposure",
    "fulfilment",
    "furthest_stage",
    "in_contract",
    "index",
    "judgements",
    "last_judged",
    "method_changes",
    "monitoring_years",
    "new_corrections",
    "pooled_and_mean",
    "possible_counts",
    "possible_splits",
    "published_against_computed",
]
