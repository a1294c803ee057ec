"""Exhibits: each a chart with its finding, table, sources and text alternative; and the passages between them.

The public exhibits, each named once; `as` says that a name is meant for others.
"""

from pop_analysis.blocks.blocks import Block as Block
from pop_analysis.blocks.blocks import Exhibit as Exhibit
from pop_analysis.blocks.blocks import Listing as Listing
from pop_analysis.blocks.blocks import Passage as Passage
from pop_analysis.exhibits.charts.benchmark_chart import benchmark_strip as benchmark_strip
from pop_analysis.exhibits.charts.bridge_chart import bridge_chart as bridge_chart
from pop_analysis.exhibits.charts.campaign_ladder_chart import ladder as ladder
from pop_analysis.exhibits.charts.coverage_chart import coverage_map as coverage_map
from pop_analysis.exhibits.charts.cumulative_steps_chart import cumulative_steps as cumulative_steps
from pop_analysis.exhibits.charts.evidence_chart import evidence_bars as evidence_bars
from pop_analysis.exhibits.charts.interval_chart import dot_plot as dot_plot
from pop_analysis.exhibits.charts.laboratory import Laboratory as Laboratory
from pop_analysis.exhibits.charts.laboratory import laboratory as laboratory
from pop_analysis.exhibits.charts.map_chart import dot_map as dot_map
from pop_analysis.exhibits.charts.published_audit_chart import published_audit as published_audit
from pop_analysis.exhibits.charts.sensitivity_chart import sensitivity_grid as sensitivity_grid
from pop_analysis.exhibits.charts.slope_chart import slope_chart as slope_chart
from pop_analysis.exhibits.charts.stacked_bar_chart import range_bars as range_bars
from pop_analysis.exhibits.charts.stacked_bar_chart import stacked_bars as stacked_bars
from pop_analysis.exhibits.charts.status_strip_chart import status_strip as status_strip
from pop_analysis.exhibits.charts.survey_chart import survey_bars as survey_bars
from pop_analysis.exhibits.charts.theme_heat_chart import theme_heat as theme_heat
from pop_analysis.exhibits.charts.timeline_chart import timeline as timeline
from pop_analysis.exhibits.charts.transition_flow_chart import transition_flow as transition_flow
from pop_analysis.exhibits.charts.unit_chart import unit_chart as unit_chart
from pop_analysis.exhibits.heads import municipality_head as municipality_head
from pop_analysis.exhibits.heads import network_head as network_head
from pop_analysis.exhibits.heads import review_head as review_head
from pop_analysis.exhibits.own import own_exhibit as own_exhibit
from pop_analysis.exhibits.tables import listings as listings
from pop_analysis.exhibits.tables.changes_over_time import adjudication as adjudication
from pop_analysis.exhibits.tables.changes_over_time import changed_between_years as changed_between_years
from pop_analysis.exhibits.tables.changes_over_time import citizens as citizens
from pop_analysis.exhibits.tables.changes_over_time import contracts_compared as contracts_compared
from pop_analysis.exhibits.tables.changes_over_time import monitors_agree as monitors_agree
from pop_analysis.exhibits.tables.changes_over_time import refusal as refusal
from pop_analysis.exhibits.tables.changes_over_time import regressions as regressions
from pop_analysis.exhibits.tables.donor_annex import decisions as decisions
from pop_analysis.exhibits.tables.donor_annex import outcomes as outcomes
from pop_analysis.exhibits.tables.donor_annex import outputs as outputs
from pop_analysis.exhibits.tables.replies_table import replies as replies
from pop_analysis.exhibits.tables.revisions_table import what_changed as what_changed
from pop_analysis.exhibits.terms import chosen_cycle as chosen_cycle
from pop_analysis.exhibits.terms import moving_term as moving_term
from pop_analysis.exhibits.terms import term as term
