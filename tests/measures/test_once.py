"""What several units share counts in each of them, and once wherever the whole is counted."""

import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis.choices import WrongUse
from pop_analysis.measures import (
    assessments_compared,
    bridge,
    busiest_years,
    by_theme,
    certainty,
    fulfilment,
    index,
    latest,
    once,
    panel,
    pooled_and_mean,
    sensitivity,
    side_by_side,
    sign_test,
    together,
    transition_counts,
    transitions,
)

# Promise 1 of both is one: F, then N. Of its own Lumas has P → F and N → N, Gurrë P → P.
VERDICTS = {"lumas": {1: "FPN", 2: "NFN"}, "gurre": {1: "FP", 2: "NP"}}


@pytest.fixture
def sharing(judged):
    data = judged(VERDICTS)
    keys = {"lumas/2019-2023/1", "gurre/2019-2023/1"}
    same = data.priorities["priority"].isin(keys)
    priorities = data.priorities.assign(shared=pd.Series("gurre/2019-2023/1", data.priorities.index).where(same))
    return data.with_tables({"priorities": priorities})


def counts(rows, data):
    return [int(rows[level]) for level in data.model.levels]


def test_each_unit_counts_it_and_the_whole_once(sharing):
    second = panel(sharing).query("monitoring_year == 2")
    each = fulfilment(sharing, assessments=second).set_index("municipality")
    assert {place: counts(each.loc[place], sharing) for place in each.index} == {"gurre": [0, 1, 1], "lumas": [1, 0, 2]}
    (whole,) = fulfilment(sharing, by="cycle", assessments=second).to_dict("records")
    assert counts(whole, sharing) == [1, 1, 2]
    assert whole["share_addressed"] == 0.5
    assert index(sharing, w=0.5, by="cycle", assessments=second)["index"].tolist() == [1.5 / 4]


def test_a_group_of_units_has_it_once_and_each_group_has_it(sharing):
    rows = panel(sharing).assign(part=lambda rows: rows["municipality"].map({"lumas": "north", "gurre": "south"}))
    apart = fulfilment(sharing, by=["part", "monitoring_year"], assessments=rows)
    assert apart["assessed"].tolist() == [3, 3, 2, 2]
    assert fulfilment(sharing, by="monitoring_year", assessments=rows)["assessed"].tolist() == [4, 4]


def test_counts_of_contracts_add_up_to_what_there_is(sharing):
    whole = together(sharing, latest(sharing))
    assert counts(whole, sharing) == [1, 1, 2]
    assert (whole["assessed"], whole["known"], whole["addressed"], whole["total_known"]) == (4, 4, 2, True)
    assert together(sharing, side_by_side(sharing))["assessed"] == 4


def test_a_promise_that_all_units_took_out_is_taken_out_once(judged):
    data = judged({"a": {1: "WF"}, "b": {1: "WP"}, "c": {1: "-F"}})
    shared = data.priorities["priority"].map(
        {
            "a/2019-2023/1": "a/2019-2023/1",
            "b/2019-2023/1": "a/2019-2023/1",
            "a/2019-2023/2": "a/2019-2023/2",
            "c/2019-2023/2": "a/2019-2023/2",
        }
    )
    data = data.with_tables({"priorities": data.priorities.assign(shared=shared)})
    assert together(data, latest(data))[["fully", "total", "withdrawn"]].tolist() == [1, 3, 1]


def test_of_three_owners_two_are_taken_off(judged):
    data = judged({place: {1: "F"} for place in ("a", "b", "c")})
    data = data.with_tables({"priorities": data.priorities.assign(shared="a/2019-2023/1")})
    assert together(data, latest(data))["assessed"] == 1
    assert fulfilment(data, by="cycle")["fully"].tolist() == [1]


def test_the_pooled_share_is_of_promises_and_the_mean_of_units(sharing):
    second = pooled_and_mean(sharing).query("monitoring_year == 2").iloc[0]
    assert (second["assessed"], second["total"], second["pooled_addressed"]) == (4, 4, 0.5)
    assert second["mean_addressed"] == (1 / 3 + 1 / 2) / 2


def test_what_changed_is_counted_once(sharing):
    changes = transitions(sharing)
    assert len(changes) == 5
    assert transition_counts(sharing, changes)["priorities"].sum() == 4
    steps = bridge(sharing).set_index("step")["priorities"]
    assert (steps["from"], steps["fell"], steps["to"]) == (3, -1, 2)  # F, P, P → N, F, P
    assert busiest_years(sharing) == ("2019-2023", (1, 2))


def test_a_test_of_direction_has_it_with_one_unit(judged):
    data = judged({place: {1: "P", 2: "F"} for place in "abcdef"})
    shared = data.priorities["priority"].where(~data.priorities["municipality"].isin(["a", "b"]), "a/2019-2023/1")
    data = data.with_tables({"priorities": data.priorities.assign(shared=shared)})
    found = sign_test(data, transitions(data))
    assert (found["improved"], found["municipalities"], found["p"]) == (5, 6, 2 / 2**5)


def test_themes_and_sensitivity_of_the_whole_have_it_once(sharing):
    rows = assessments_compared(sharing)
    assert by_theme(sharing, assessments=rows)["total"].sum() == 5  # of each place
    assert by_theme(sharing, assessments=once(rows))["total"].sum() == 4
    half = sensitivity(sharing, partial=[0.0]).query(
        "kind == 'half' and aggregate == 'pooled' and missing == 'left_out'"
    )
    assert half["n"].tolist() == [4, 4]
    assert half.query("weighting == 'priority'")["left"].tolist() == [0.25]


def test_of_units_judged_last_in_different_years_the_later_stands(sharing):
    rows = panel(sharing)
    rows = rows[(rows["municipality"] == "lumas") == (rows["monitoring_year"] == 2)]
    kept = once(rows)
    assert kept[kept["shared"].notna()][["municipality", "monitoring_year"]].values.tolist() == [["lumas", 2]]


def test_the_whole_has_the_verdict_where_one_unit_has_none_or_took_the_promise_out(judged):
    data = judged({place: {1: letter} for place, letter in zip("abc", "W-F", strict=True)})
    data = data.with_tables({"priorities": data.priorities.assign(shared="a/2019-2023/1")})
    assert once(panel(data))["status"].tolist() == ["fully"]
    assert together(data, certainty(data))[["fully", "unassessed", "withdrawn"]].tolist() == [1, 0, 0]
    assert fulfilment(data, by="cycle")[["fully", "total", "withdrawn"]].values.tolist() == [[1, 1, 0]]


def test_of_a_change_the_whole_has_that_of_the_unit_that_was_judged_in_both_years(judged):
    data = judged({"a": {1: "FF", 2: "WF"}, "b": {1: "-F", 2: "PF"}, "c": {1: "P", 2: "F"}})
    shared = data.priorities["number"].map({1: "a/2019-2023/1"})
    data = data.with_tables({"priorities": data.priorities.assign(shared=shared)})
    changes = transitions(data).query("number == 1")
    assert sorted(changes["change"]) == ["improved", "not_judged", "withdrawn"]
    assert once(changes)["change"].tolist() == ["improved"]


def test_each_group_of_years_has_it_where_units_were_judged_last_in_different_years(sharing):
    rows = panel(sharing)
    rows = rows[(rows["municipality"] == "lumas") == (rows["monitoring_year"] == 2)]
    assert once(rows, by="monitoring_year")["priority"].tolist() == rows["priority"].tolist()
    assert fulfilment(sharing, by="monitoring_year", assessments=rows)["assessed"].tolist() == [2, 3]


def test_a_promise_counts_as_often_as_the_unit_that_was_drawn_most(sharing):
    rows = panel(sharing).query("monitoring_year == 2")
    drawn = pd.concat([rows, rows[rows["municipality"] == "lumas"]], ignore_index=True)
    assert len(once(drawn)) == 3 + 3 + 2 - 1  # Lumas twice, Gurrë once without the promise it shares
    assert fulfilment(sharing, by="cycle", assessments=drawn)["assessed"].tolist() == [7]


def test_rows_that_are_no_panel_are_told(sharing):
    assert len(pop.once(panel(sharing))) == 8
    with pytest.raises(WrongUse, match="theem"):
        pop.once(panel(sharing), by=["theem"])
    with pytest.raises(WrongUse, match="cycle, priority"):
        pop.once(sharing.priorities[["shared"]])


def test_without_shared_promises_nothing_is_left_out(judged):
    rows = panel(judged(VERDICTS))
    assert once(rows) is rows
