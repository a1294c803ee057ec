"""Pure functions: a :class:`~pop_analysis.Dataset` in, a tidy ``DataFrame`` out. No files, no charts.

No words either, but those of a :class:`Refusal`: why a figure is not given.
"""

from pop_analysis.measures.change.bridge import bridge, corrected_assessments
from pop_analysis.measures.change.change_in_share import change_in_share, municipal_changes, trend
from pop_analysis.measures.change.contract_succession import contract_succession
from pop_analysis.measures.change.timeliness import looks, steps_of, steps_reached, timeliness
from pop_analysis.measures.change.transitions import (
    busiest_years,
    following_years,
    same_exposure,
    sign_test,
    transition_counts,
    transitions,
    year_by_year,
)
from pop_analysis.measures.comparison.benchmark import benchmark, standing
from pop_analysis.measures.comparison.sensitivity import holding, sensitivity
from pop_analysis.measures.comparison.side_by_side import rank, side_by_side, tiers, told_apart
from pop_analysis.measures.coverage import coverage
from pop_analysis.measures.editions.method_revisions import method_revisions
from pop_analysis.measures.editions.revisions import new_corrections, revisions
from pop_analysis.measures.exposure import comparable, exposure
from pop_analysis.measures.fulfilment import by_theme, certainty, fulfilment, index, latest, pooled_and_mean, together
from pop_analysis.measures.intervals import newcombe, wilson
from pop_analysis.measures.panel import assessments_compared, in_contract, last_assessed, monitoring_years, once, panel
from pop_analysis.measures.refusals import Refusal, effect_of_activities
from pop_analysis.measures.reliability.agreement import agreement, double_assessments, ordinal_alpha, to_adjudicate
from pop_analysis.measures.reliability.audit import audit, possible_counts, possible_splits, published_against_computed
from pop_analysis.measures.reliability.bundling import bundling
from pop_analysis.measures.reliability.evidence import citizens_beside_assessments, evidence_counts
from pop_analysis.measures.tracing import cells
from pop_analysis.measures.work.activities import activity_counts
from pop_analysis.measures.work.annex import decisions, outcomes, outputs
from pop_analysis.measures.work.campaigns import campaign_ladder, furthest_stage
from pop_analysis.measures.work.survey import survey_answers
