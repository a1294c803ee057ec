"""Exhibits: each a chart with its finding, table, sources and text alternative; and the passages between them."""

from pop_analysis.exhibits import listings
from pop_analysis.exhibits.benchmark_strip import benchmark_strip
from pop_analysis.exhibits.blocks import Block, Exhibit, Listing, Passage
from pop_analysis.exhibits.comparison import range_bars, stacked_bars
from pop_analysis.exhibits.coverage_map import coverage_map
from pop_analysis.exhibits.dot_map import dot_map
from pop_analysis.exhibits.dot_plot import dot_plot
from pop_analysis.exhibits.heads import chosen_cycle, municipality_head, network_head, review_head, term
from pop_analysis.exhibits.laboratory import Laboratory, laboratory
from pop_analysis.exhibits.ladder import ladder
from pop_analysis.exhibits.published_audit import published_audit
from pop_analysis.exhibits.sensitivity_grid import sensitivity_grid
from pop_analysis.exhibits.status_strip import status_strip
from pop_analysis.exhibits.survey_bars import survey_bars
from pop_analysis.exhibits.theme_heat import theme_heat
from pop_analysis.exhibits.timeline import timeline
from pop_analysis.exhibits.unit_chart import unit_chart

__all__ = [
    "Block",
    "Exhibit",
    "Laboratory",
    "Listing",
    "Passage",
    "benchmark_strip",
    "chosen_cycle",
    "coverage_map",
    "dot_map",
    "dot_plot",
    "laboratory",
    "ladder",
    "listings",
    "municipality_head",
    "network_head",
    "published_audit",
    "range_bars",
    "review_head",
    "sensitivity_grid",
    "stacked_bars",
    "status_strip",
    "survey_bars",
    "term",
    "theme_heat",
    "timeline",
    "unit_chart",
]
