"""Exhibits: each a chart with its finding, table, sources and text alternative; and the passages between them."""

from pop_analysis.exhibits import listings
from pop_analysis.exhibits.annex import decisions, outcomes, outputs
from pop_analysis.exhibits.benchmark_strip import benchmark_strip
from pop_analysis.exhibits.blocks import Block, Exhibit, Listing, Passage
from pop_analysis.exhibits.bridge_chart import bridge_chart
from pop_analysis.exhibits.changes import what_changed
from pop_analysis.exhibits.comparison import range_bars, stacked_bars
from pop_analysis.exhibits.course import (
    adjudication,
    changed_between_years,
    citizens,
    contracts_compared,
    monitors_agree,
    refusal,
    regressions,
)
from pop_analysis.exhibits.coverage_map import coverage_map
from pop_analysis.exhibits.cumulative_steps import cumulative_steps
from pop_analysis.exhibits.dot_map import dot_map
from pop_analysis.exhibits.dot_plot import dot_plot
from pop_analysis.exhibits.evidence_bars import evidence_bars
from pop_analysis.exhibits.heads import (
    chosen_cycle,
    moving_term,
    municipality_head,
    network_head,
    review_head,
    term,
)
from pop_analysis.exhibits.laboratory import Laboratory, laboratory
from pop_analysis.exhibits.ladder import ladder
from pop_analysis.exhibits.own import own_exhibit
from pop_analysis.exhibits.published_audit import published_audit
from pop_analysis.exhibits.replies import replies
from pop_analysis.exhibits.sensitivity_grid import sensitivity_grid
from pop_analysis.exhibits.slope_chart import slope_chart
from pop_analysis.exhibits.status_strip import status_strip
from pop_analysis.exhibits.survey_bars import survey_bars
from pop_analysis.exhibits.theme_heat import theme_heat
from pop_analysis.exhibits.timeline import timeline
from pop_analysis.exhibits.transition_flow import transition_flow
from pop_analysis.exhibits.unit_chart import unit_chart

__all__ = [
    "Block",
    "Exhibit",
    "Laboratory",
    "Listing",
    "Passage",
    "adjudication",
    "benchmark_strip",
    "bridge_chart",
    "changed_between_years",
    "chosen_cycle",
    "citizens",
    "contracts_compared",
    "coverage_map",
    "cumulative_steps",
    "decisions",
    "dot_map",
    "dot_plot",
    "evidence_bars",
    "laboratory",
    "ladder",
    "listings",
    "monitors_agree",
    "moving_term",
    "municipality_head",
    "network_head",
    "outcomes",
    "outputs",
    "own_exhibit",
    "published_audit",
    "range_bars",
    "refusal",
    "regressions",
    "replies",
    "review_head",
    "sensitivity_grid",
    "slope_chart",
    "stacked_bars",
    "status_strip",
    "survey_bars",
    "term",
    "theme_heat",
    "timeline",
    "transition_flow",
    "unit_chart",
    "what_changed",
]
