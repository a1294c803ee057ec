"""Exhibits: charts with their headline, table, sources and text alternative; tables and lists; heads of pages.

What draws a chart ends in ``_chart``, what is a table in ``_table``; both take a :class:`~pop_analysis.Dataset` first.
"""

from pop_analysis.blocks.blocks import Block, Exhibit, Laboratory, Listing, Passage, Stories
from pop_analysis.exhibits.charts.benchmark_chart import benchmark_chart
from pop_analysis.exhibits.charts.bridge_chart import bridge_chart
from pop_analysis.exhibits.charts.bundling_chart import bundling_chart
from pop_analysis.exhibits.charts.campaign_ladder_chart import campaign_ladder_chart
from pop_analysis.exhibits.charts.coverage_chart import coverage_chart
from pop_analysis.exhibits.charts.cumulative_steps_chart import cumulative_steps_chart
from pop_analysis.exhibits.charts.evidence_chart import evidence_chart
from pop_analysis.exhibits.charts.interval_chart import interval_chart
from pop_analysis.exhibits.charts.laboratory import laboratory
from pop_analysis.exhibits.charts.map_chart import map_chart
from pop_analysis.exhibits.charts.published_audit_chart import published_audit_chart
from pop_analysis.exhibits.charts.sensitivity_chart import sensitivity_chart
from pop_analysis.exhibits.charts.slope_chart import slope_chart
from pop_analysis.exhibits.charts.stacked_bar_chart import range_bar_chart, stacked_bar_chart
from pop_analysis.exhibits.charts.status_strip_chart import status_strip_chart
from pop_analysis.exhibits.charts.survey_chart import survey_chart
from pop_analysis.exhibits.charts.theme_heat_chart import theme_heat_chart
from pop_analysis.exhibits.charts.timeline_chart import timeline_chart
from pop_analysis.exhibits.charts.transition_flow_chart import transition_flow_chart
from pop_analysis.exhibits.charts.unit_chart import unit_chart
from pop_analysis.exhibits.heads import (
    evidence_head,
    municipality_head,
    network_head,
    provenance_head,
    review_head,
)
from pop_analysis.exhibits.own import own_exhibit
from pop_analysis.exhibits.placing import folded, if_any, in_workbook
from pop_analysis.exhibits.stories import other_contracts, priority_stories
from pop_analysis.exhibits.tables.activities_table import (
    accounts_list,
    activities_table,
    channels_list,
    donors_list,
    statements_table,
)
from pop_analysis.exhibits.tables.agreement_table import adjudication_table, agreement_table, citizens_table
from pop_analysis.exhibits.tables.contract_notice import contract_notice
from pop_analysis.exhibits.tables.contract_succession_table import contract_succession_table
from pop_analysis.exhibits.tables.contracts_table import contracts_table, joined_notice, members_table, reports_table
from pop_analysis.exhibits.tables.donor_annex import (
    decisions_table,
    outcomes_table,
    outputs_table,
    participation_table,
)
from pop_analysis.exhibits.tables.doubts_table import contradictions_table, findings_table, unknowns_list
from pop_analysis.exhibits.tables.priorities_table import evidence_table, priorities_table
from pop_analysis.exhibits.tables.published_figures_table import averages_table, published_figures_table
from pop_analysis.exhibits.tables.replies_table import replies_table
from pop_analysis.exhibits.tables.revisions_table import revisions_table
from pop_analysis.exhibits.tables.year_changes_table import contract_years_table, regressions_table, year_changes_table
from pop_analysis.exhibits.terms import changed_cycle, chosen_cycle, moving_term, term
from pop_analysis.reading.arguments import at_the_edge

# What is asked for is checked where it comes in; exhibits that call each other pass on the data's own names.
globals().update({name: at_the_edge(value) for name, value in list(globals().items())})


def __getattr__(name: str) -> object:
    """Tell the nearest exhibit to a name there is not."""
    from pop_analysis.choices import not_known

    known = [each for each, value in globals().items() if callable(value) and not each.startswith("_")]
    raise AttributeError(not_known("name of pop_analysis.exhibits", name, known), name=name)
