"""Exhibits: each a chart with its finding, table, sources and text alternative; and the passages between them.

The public exhibits, each named once; `as` says that a name is meant for others.
"""

from pop_analysis.exhibits import listings as listings
from pop_analysis.exhibits.annex import decisions as decisions
from pop_analysis.exhibits.annex import outcomes as outcomes
from pop_analysis.exhibits.annex import outputs as outputs
from pop_analysis.exhibits.benchmark_strip import benchmark_strip as benchmark_strip
from pop_analysis.exhibits.blocks import Block as Block
from pop_analysis.exhibits.blocks import Exhibit as Exhibit
from pop_analysis.exhibits.blocks import Listing as Listing
from pop_analysis.exhibits.blocks import Passage as Passage
from pop_analysis.exhibits.bridge_chart import bridge_chart as bridge_chart
from pop_analysis.exhibits.changes import what_changed as what_changed
from pop_analysis.exhibits.comparison import range_bars as range_bars
from pop_analysis.exhibits.comparison import stacked_bars as stacked_bars
from pop_analysis.exhibits.course import adjudication as adjudication
from pop_analysis.exhibits.course import changed_between_years as changed_between_years
from pop_analysis.exhibits.course import citizens as citizens
from pop_analysis.exhibits.course import contracts_compared as contracts_compared
from pop_analysis.exhibits.course import monitors_agree as monitors_agree
from pop_analysis.exhibits.course import refusal as refusal
from pop_analysis.exhibits.course import regressions as regressions
from pop_analysis.exhibits.coverage_map import coverage_map as coverage_map
from pop_analysis.exhibits.cumulative_steps import cumulative_steps as cumulative_steps
from pop_analysis.exhibits.dot_map import dot_map as dot_map
from pop_analysis.exhibits.dot_plot import dot_plot as dot_plot
from pop_analysis.exhibits.evidence_bars import evidence_bars as evidence_bars
from pop_analysis.exhibits.heads import municipality_head as municipality_head
from pop_analysis.exhibits.heads import network_head as network_head
from pop_analysis.exhibits.heads import review_head as review_head
from pop_analysis.exhibits.laboratory import Laboratory as Laboratory
from pop_analysis.exhibits.laboratory import laboratory as laboratory
from pop_analysis.exhibits.ladder import ladder as ladder
from pop_analysis.exhibits.own import own_exhibit as own_exhibit
from pop_analysis.exhibits.published_audit import published_audit as published_audit
from pop_analysis.exhibits.replies import replies as replies
from pop_analysis.exhibits.sensitivity_grid import sensitivity_grid as sensitivity_grid
from pop_analysis.exhibits.slope_chart import slope_chart as slope_chart
from pop_analysis.exhibits.status_strip import status_strip as status_strip
from pop_analysis.exhibits.survey_bars import survey_bars as survey_bars
from pop_analysis.exhibits.terms import chosen_cycle as chosen_cycle
from pop_analysis.exhibits.terms import moving_term as moving_term
from pop_analysis.exhibits.terms import term as term
from pop_analysis.exhibits.theme_heat import theme_heat as theme_heat
from pop_analysis.exhibits.timeline import timeline as timeline
from pop_analysis.exhibits.transition_flow import transition_flow as transition_flow
from pop_analysis.exhibits.unit_chart import unit_chart as unit_chart
