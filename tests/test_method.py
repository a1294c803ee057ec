"""docs/method.md says what the code does: every threshold, weight, check value and refusal in it is the code's own."""

from __future__ import annotations

import re

import pytest

import pop_analysis as pop
from pop_analysis.exhibits.charts.cumulative_steps_chart import MIN_N_WATCHED
from pop_analysis.exhibits.charts.house_style import REFUSED
from pop_analysis.exhibits.charts.theme_heat_chart import MIN_N_FOR_COLOUR
from pop_analysis.exhibits.charts.transition_flow_chart import MIN_N_FOR_FLOW
from pop_analysis.measures.change.change_in_share import MIN_YEARS_FOR_TREND
from pop_analysis.measures.change.transitions import MIN_PLACES_FOR_DIRECTION
from pop_analysis.measures.comparison.benchmark import MIN_N_OF_OTHERS, MIN_OTHERS_FOR_RANGE
from pop_analysis.measures.comparison.sensitivity import (
    AGGREGATE,
    MIN_N_FOR_THEME,
    MIN_VERDICTS_APART,
    MISSING,
    PARTIAL,
    WEIGHTING,
)
from pop_analysis.measures.comparison.side_by_side import MIN_N_FOR_ORDER
from pop_analysis.measures.exposure import MAX_MONTHS_APART
from pop_analysis.measures.fulfilment import MIN_COVERAGE_FOR_HEADLINE, MIN_N_FOR_PERCENT
from pop_analysis.measures.reliability.agreement import MIN_PRIORITIES_FOR_ALPHA
from pop_analysis.measures.reliability.bundling import MIN_N_OF_EACH

WORDS = {2: "two", 3: "three", 6: "six", 10: "ten"}
QUARTERS = {0.0: "0", 0.25: "¼", 0.5: "½", 0.75: "¾", 1.0: "1"}
# Every rule by which the code refuses, and what the method's table says is asked for then.
ASKED_FOR = {
    "rank_few": "pop.rank",
    "rank_tied": "pop.rank",
    "rank_coverage": "pop.rank",
    "rank_exposure": "pop.rank",
    "mean_of_years": "pop.pooled_and_mean",
    "index_without_w": "pop.index",
    "pie": "exhibits.theme.figure",
    "survey_by_municipality": "pop.survey_answers",
    "trend": "pop.trend",
    "effect_of_activities": "pop.effect_of_activities",
    "across_contracts": "pop.change_in_share",
    "set_changed": "pop.change_in_share",
    "total_unknown": "pop.change_in_share",
    "not_judged": "pop.change_in_share",
    "no_two_years": "pop.change_in_share",
    "network_only": "pop.agreement",
    "direction_few": "pop.sign_test",
    "bundling_few": "pop.bundling",
}


@pytest.fixture(scope="module")
def method(root):
    return re.sub(r"\s+", " ", (root / "docs" / "method.md").read_text(encoding="utf-8"))


def percent(share):
    return f"{share * 100:.0f} %"


def test_the_thresholds_of_the_method_are_those_of_the_code(method, model):
    settings = len(PARTIAL) * len(WEIGHTING) * len(MISSING)
    worths = ", ".join(QUARTERS[worth] for worth in PARTIAL)
    stated = [
        f"version {model.method_version} of the method",
        f"Under {percent(MIN_COVERAGE_FOR_HEADLINE)} coverage no share is a headline",
        f"Under n = {MIN_N_FOR_PERCENT} no percentage stands without its count",
        f"within {MAX_MONTHS_APART} months of each other",
        f"observed for as long to {MAX_MONTHS_APART} months",
        f"colour only from {MIN_N_FOR_COLOUR} judged priorities",
        f"The flow is drawn from {MIN_N_FOR_FLOW} priorities",
        f"at least {percent(MIN_COVERAGE_FOR_HEADLINE)} of all the contract has were judged twice",
        f"of whose priorities {percent(MIN_COVERAGE_FOR_HEADLINE)} were judged",
        f"From {MIN_N_WATCHED} priorities up",
        f"ordinal, from {MIN_PRIORITIES_FOR_ALPHA} priorities judged by both",
        f"are given from {WORDS[MIN_OTHERS_FOR_RANGE]} of them up",
        f'"partially" worth {worths} ·',
        f"{settings * len(AGGREGATE)} settings, {settings} where two municipalities are compared",
        f"was fulfilled in a theme (from {MIN_N_FOR_THEME} judged, {WORDS[MIN_VERDICTS_APART]} verdicts or more below)",
        f"only if {WORDS[MIN_N_FOR_ORDER]} priorities or more were judged on either side",
        f"each with at least {MIN_N_OF_OTHERS} priorities judged",
        f"from {WORDS[MIN_PLACES_FOR_DIRECTION]} municipalities up",
        f"(where no verdict is missing, {settings * len(AGGREGATE) // len(MISSING)})",
        f"`pop.bundling` with under {MIN_N_OF_EACH} judged of either kind",
        f"`pop.rank` with under {MIN_N_FOR_PERCENT} priorities judged",
        f"under {percent(MIN_COVERAGE_FOR_HEADLINE)} were judged in both years",
        f"`pop.trend` of fewer than {WORDS[MIN_YEARS_FOR_TREND]} years",
    ]
    assert [each for each in stated if each not in method] == []


def test_the_check_values_of_the_method_come_out(method):
    values = re.findall(r"(\d+)(?: of |/)(\d+) → (\d+)–(\d+)", method)
    assert len(values) == 7
    for count, n, low, high in values:
        ends = [round(100 * float(end)) for end in pop.wilson(int(count), int(n))]
        assert ends == [int(low), int(high)], (count, n)
    assert "17/58/25 % of 101 come only from 17/59/25" in method
    assert pop.possible_splits([17, 58, 25], 101) == [(17, 59, 25)]
    assert "40 % of 6 from none" in method
    assert pop.possible_counts(40, 6) == []
    assert "74.5 % from no total between 111 and 136" in method
    assert [n for n in range(111, 137) if pop.possible_counts(74.5, n)] == []
    assert "Year 1 of the network (101 priorities): 17 % fully, 75 % fully or partially" in method
    assert [round(100 * part / 101) for part in (17, 17 + 59)] == [17, 75]


def test_the_words_of_the_method_are_those_of_the_declaration(method, model):
    assert [status.short("en") for status in model.scale] == ["fully", "partially", "not addressed"]
    assert "*fully*, *partially*, *not addressed*" in method
    stages = [term.label["en"].lower() for term in model.lists["campaign_stages"].values()]
    assert f"{', '.join(stages)}. A stage is" in method


def test_every_refusal_of_the_code_stands_in_the_table_of_the_method(method, model, root):
    assert set(model.words["en"]["refused"]) == set(ASKED_FOR)
    table = [line.split(" | ")[0] for line in (root / "docs" / "method.md").read_text("utf-8").splitlines()]
    asked = " ".join(line for line in table if line.startswith("| "))
    assert [name for name in set(ASKED_FOR.values()) if f"`{name}`" not in asked] == []
    assert [name for name in re.findall(r"`pop\.(\w+)`", asked) if name not in pop.__all__] == []
    assert {"pie", "indicator", "scatterpolar"} <= REFUSED  # pie, gauge, radar


def test_every_module_the_method_names_is_there(method, root):
    named = set(re.findall(r"`(measures/[\w/]+\.py)`", method))
    assert len(named) > 15
    assert [each for each in named if not (root / "pop_analysis" / each).exists()] == []
