"""What help says of a function: its own docstring, completed with what is the same wherever it stands.

What an argument means, and which functions answer neighbouring questions, is declared here once, in numpydoc's form.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from textwrap import fill, indent
from typing import Any

SECTIONS = ("Parameters", "Returns", "Raises", "See Also", "Notes", "References", "Examples")
HEADING = re.compile(rf"^({'|'.join(SECTIONS)})\n-+\n", re.MULTILINE)
# What an argument of this name means, in every function that does not say more of it.
MEANING = {
    "data": "The data set (:func:`~pop_analysis.load`), or a part of it (:meth:`~pop_analysis.Dataset.where`).",
    "municipality": "The municipality: its code, its name in any language, an alias, “Bashkia …”.",
    "cycle": "The years of a contract, with any dash.",
    "cycles": "The years of one or several contracts that run together; by default all.",
    "contract": "The contract: its key, or municipality and years.",
    "monitoring_year": "The monitoring year; by default of each contract the last with a verdict.",
    "years": "Two monitoring years, the earlier first; by default each contract's last two that have a verdict.",
    "calendar_year": "The calendar year; by default all.",
    "until": "The last calendar year, in place of ``calendar_year``.",
    "start": "The first day of the period, as in 2021-01-31 or a date.",
    "end": "The last day of the period, as in 2021-12-31 or a date.",
    "earlier": 'A contract and its monitoring year: ``("fier/2019-2023", 1)``.',
    "later": "The same contract and a later monitoring year.",
    "section": "The part of the review, by its key or its label.",
    "speaker": "Who speaks, by the key or the label of the list; by default all.",
    "kinds": "Types of activities, by their keys or labels.",
    "language": "One of the network's languages; by default that of ``pop.options``, else the network's first.",
    "by": "Columns to group by, one or several.",
    "assessments": "The verdicts to count, when not all of them: rows of :func:`~pop_analysis.panel`. A row that stands"
    " there several times, as in a bootstrap, counts as often.",
    "weights": "What each priority counts for, when not all count the same: priority to weight, theme (key or label) to"
    " weight, or the name of a column of numbers in ``assessments``. Each has one, a number from 0 up.",
    "changes": "Rows of :func:`~pop_analysis.transitions`.",
    "times": "Rows of :func:`~pop_analysis.timeliness`.",
    "grid": "Rows of :func:`~pop_analysis.sensitivity`.",
    "aim": "What is reached: ``addressed``, or ``top`` for the best verdict.",
    "origin": "What months are counted from: ``signed_on`` or ``observed_from``.",
    "w": "What a partial fulfilment counts for, between 0 and 1.",
    "partial": "What a partial fulfilment may count for, each between 0 and 1.",
    "only_neighbours": "Of pairs of municipalities only those that follow each other.",
    "old": "What stood before.",
    "new": "What stands now.",
    "percent": "The percentage as published.",
    "percents": "The percentages as published.",
    "n": "Out of how many.",
    "count": "How many.",
    "blocks": "Exhibits, listings, passages, or several of them.",
    "decimals": "How many decimals were published; by default those ``percent`` shows.",
    "any_rounding": "Whether any usual way of rounding may have been used.",
    "confidence": "How sure the interval is to be.",
}
# Functions that answer neighbouring questions: each is told of the others of its groups.
NEIGHBOURS = (
    "panel coverage exposure Dataset.where", "once panel fulfilment",
    "fulfilment certainty by_theme pooled_and_mean index",
    "certainty wilson",
    "index sensitivity holding exhibits.sensitivity_chart exhibits.laboratory",
    "by_theme exhibits.theme_heat_chart",
    "pooled_and_mean exhibits.averages_table",
    "side_by_side told_apart tiers rank exhibits.stacked_bar_chart exhibits.range_bar_chart exhibits.interval_chart",
    "benchmark standing told_apart exhibits.benchmark_chart",
    "bundling exhibits.bundling_chart",
    "audit published_against_computed possible_counts possible_splits exhibits.published_audit_chart",
    "compare revisions method_revisions published publish exhibits.revisions_table",
    "transitions year_by_year transition_counts sign_test bridge change_in_share",
    "transitions exhibits.transition_flow_chart exhibits.regressions_table exhibits.year_changes_table",
    "year_by_year exhibits.contract_years_table",
    "bridge exhibits.bridge_chart",
    "change_in_share trend exhibits.slope_chart",
    "looks timeliness steps_of steps_reached exhibits.cumulative_steps_chart",
    "contract_succession exhibits.contract_succession_table exhibits.other_contracts",
    "activity_counts outputs outcomes decisions exhibits.participation_table exhibits.activities_table",
    "outputs exhibits.outputs_table", "outcomes exhibits.outcomes_table", "decisions exhibits.decisions_table",
    "campaign_ladder decisions effect_of_activities exhibits.campaign_ladder_chart exhibits.timeline_chart",
    "survey_answers exhibits.survey_chart",
    "double_assessments agreement to_adjudicate exhibits.agreement_table exhibits.adjudication_table",
    "citizens_beside_assessments exhibits.citizens_table",
    "evidence_counts cells exhibits.evidence_chart exhibits.evidence_table",
    "cells labelled codebook cite",
    "coverage exhibits.coverage_chart exhibits.unknowns_list exhibits.findings_table exhibits.contradictions_table",
    "panel exhibits.unit_chart exhibits.status_strip_chart exhibits.priorities_table exhibits.priority_stories",
    "exhibits.contracts_table exhibits.contract_notice exhibits.members_table exhibits.reports_table",
    "exhibits.contracts_table exhibits.joined_notice exhibits.accounts_list exhibits.statements_table",
    "published_against_computed exhibits.published_figures_table",
    "exhibits.replies_table reply_export reply_import",
    "exhibits.donors_list exhibits.channels_list exhibits.members_table exhibits.map_chart",
    "exhibits.municipality_head exhibits.network_head exhibits.evidence_head exhibits.review_head"
    " exhibits.provenance_head",
    "exhibits.own_exhibit exhibits.provenance_head",
    "exhibits.chosen_cycle exhibits.changed_cycle exhibits.term exhibits.moving_term",
    "exhibits.if_any exhibits.folded exhibits.in_workbook",
    "load process report validate", "load published publish Dataset.where", "report example doctor",
    "template convert draft validate", "template coding_sheets reply_export", "load_model load adopt",
    "coding_sheets agreement", "adopt validate report",
    "explore load exhibits.unit_chart exhibits.priorities_table exhibits.laboratory",
)  # fmt: skip
# What a function returns that shows something, where its docstring says no more.
SHOWN = {
    "Exhibit": "A chart with its headline, table, sources and text alternative",
    "Listing": "a table with its caption",
    "Passage": "lines of text, such as the notice why there is nothing to show",
    "Block": "A table, or the notice why there is none",
    "Blocks": "Several of these, each shown in an output of its own",
    "Dataset": "The data set",
    "Model": "The model",
    "Path": "The file that was written",
    "None": "nothing, where there is none",
    "PageHead": "What stands at the head and at the end of a page",
    "Laboratory": "The control, its statements and their table",
}
DRAWN = "Exhibit | Listing | Passage"
WIDTH = 110
NOT_KNOWN = "For what is not known: with what is, and the nearest."


def documented(function: Callable[..., Any]) -> str:
    """Return the docstring of a function with the sections of numpydoc, in their order.

    >>> def share(data: Dataset, w: float) -> float:
    ...     '''Say a share.
    ...
    ...     Returns
    ...     -------
    ...     float
    ...         The share.
    ...     '''
    >>> documented(share).splitlines()[2:8]
    ['Parameters', '----------', 'data : Dataset', '    The data set ...', 'w : float', '    What a partial ...']
    """
    said, *rest = HEADING.split(inspect.getdoc(function) or "")
    sections = {name: text.strip("\n") for name, text in zip(rest[::2], rest[1::2], strict=True)}
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    if parameters:
        sections["Parameters"] = _parameters(parameters, sections.get("Parameters", ""))
        raised = sections.get("Raises", "")
        if "data" in signature.parameters and "WrongUse" not in raised:
            sections["Raises"] = f"{raised}\nWrongUse\n    {NOT_KNOWN}".strip("\n")
    if "Returns" not in sections and (shown := _shown(str(signature.return_annotation))):
        sections["Returns"] = shown
    if "See Also" not in sections and (others := _neighbours(function.__name__)):
        sections["See Also"] = fill(", ".join(others), WIDTH, break_on_hyphens=False)
    parts = [f"{name}\n{'-' * len(name)}\n{sections[name]}" for name in SECTIONS if name in sections]
    return "\n\n".join([said.strip("\n"), *parts]) + "\n"


def _parameters(parameters: list[inspect.Parameter], own: str) -> str:
    """Each parameter with its type and what is said of it, in the order of the call."""
    entries = re.split(r"^(?=\S)", own, flags=re.MULTILINE)
    told: dict[str, str] = {}
    for entry in filter(None, entries):
        names, _, text = entry.partition("\n")
        for name in names.partition(" : ")[0].split(", "):
            told[name.lstrip("*")] = text.rstrip("\n")
    lines = []
    for each in parameters:
        text = told.get(each.name) or _wrapped(MEANING.get(each.name, ""))
        star = "*" if each.kind is each.VAR_POSITIONAL else ""
        lines.append(f"{star}{each.name} : {_type(each)}\n{text}".rstrip())
    return "\n".join(lines)


def _type(parameter: inspect.Parameter) -> str:
    text = re.sub(r"\b(pd|npt)\.", "", str(parameter.annotation)).replace("'", "")
    some = " or ".join(part for part in text.split(" | ") if part != "None")
    return some if parameter.default is parameter.empty else f"{some}, optional"


def _shown(returned: str) -> str:
    kinds = [kind.strip("'") for kind in (DRAWN if returned.strip("'") == "Drawn" else returned).split(" | ")]
    if not all(kind.strip("'") in SHOWN for kind in kinds):
        return ""
    return f"{' or '.join(kinds)}\n{_wrapped('; or '.join(SHOWN[kind] for kind in kinds))}."


def _wrapped(text: str) -> str:
    return indent(fill(text, WIDTH, break_on_hyphens=False), "    ")


def _neighbours(name: str) -> list[str]:
    groups = (group.split() for group in NEIGHBOURS)
    found = dict.fromkeys(
        other for group in groups if name in (each.rpartition(".")[2] for each in group) for other in group
    )
    return [f"pop_analysis.{other}" for other in found if other.rpartition(".")[2] != name]
