"""The grid: every setting tried, against a second computation by hand, row by row."""

from itertools import product

import pandas as pd
import pytest

from pop_analysis.measures import assessments_compared, holding, sensitivity
from pop_analysis.measures.comparison.sensitivity import AGGREGATE, MISSING, PARTIAL, WEIGHTING

CYCLES = ["2019-2023"]


def score(verdicts, w, weighting, missing):
    """The index of some verdicts, by the definition and one after the other."""
    worth = {"fully": 1.0, "partially": w, "not_addressed": 0.0}
    instead = {"left_out": None, "worst": 0.0, "best": 1.0}[missing]
    by_theme = {}
    for row in verdicts.itertuples():
        value = worth.get(row.status, instead)
        if value is not None and row.status != "withdrawn":
            by_theme.setdefault(row.theme if isinstance(row.theme, str) else "", []).append(value)
    if weighting == "theme":
        means = [sum(values) / len(values) for values in by_theme.values()]
        return sum(means) / len(means) if means else None
    every = [value for values in by_theme.values() for value in values]
    return sum(every) / len(every) if every else None


def network(verdicts, w, weighting, missing, aggregate):
    if aggregate == "pooled":
        return score(verdicts, w, weighting, missing)
    each = [score(own, w, weighting, missing) for _, own in verdicts.groupby("municipality")]
    some = [value for value in each if value is not None]  # of a municipality without a verdict there is no index
    return sum(some) / len(some)


PAIR = {"lumas": {1: "FFFFFPPNN?NN"}, "gurre": {1: "FPPPPNNNNNNN-"}}
OF_PAIR = {"lumas": ["water"] * 7 + ["youth"] * 5, "gurre": ["water"] * 7 + ["youth"] * 6}


def test_every_index_of_the_grid_is_what_counting_one_by_one_gives(observed):
    made = observed(PAIR, themes=OF_PAIR)
    grid = sensitivity(made, CYCLES)
    verdicts = assessments_compared(made, CYCLES)
    assert "half" in set(grid["kind"])
    assert set(grid["kind"]) == {"half", "larger", "theme_below"}
    for row in grid.itertuples():
        setting = (row.partial, row.weighting, row.missing)
        if row.kind == "larger":
            sides = [score(verdicts[verdicts["municipality"] == one], *setting) for one in (row.subject, row.other)]
        elif row.kind == "half":
            sides = [network(verdicts, *setting, row.aggregate), 0.5]
        else:
            own = verdicts[verdicts["theme"] == row.subject]
            whole = network(verdicts, *setting, row.aggregate)
            sides = [whole, network(own, row.partial, "priority", row.missing, row.aggregate)]
        assert [row.left, row.right] == pytest.approx(sides), row


def test_a_statement_is_tried_in_every_setting(observed):
    grid = sensitivity(observed(PAIR, themes=OF_PAIR), CYCLES)
    everything = set(product(PARTIAL, WEIGHTING, MISSING, AGGREGATE))
    columns = ["partial", "weighting", "missing", "aggregate"]
    for (kind, *_), rows in grid.groupby(["kind", "subject", "other"], dropna=False):
        found = set(rows[columns].itertuples(index=False, name=None))
        if kind == "larger":  # two municipalities: how the network is put together changes nothing
            assert len(rows) == 30
            assert rows["aggregate"].isna().all()
        else:
            assert (len(rows), found) == (60, everything)


def test_who_is_ahead_without_weights_is_never_behind_when_every_priority_counts_the_same(observed):
    data = observed({"lumas": {1: "FFFFPPPPNN"}, "gurre": {1: "FPPPPNNNNN"}})
    grid = sensitivity(data)
    pair = grid[(grid["kind"] == "larger") & (grid["weighting"] == "priority")]
    assert len(pair) == 15
    assert (pair["left"] >= pair["right"]).all()
    assert pair["holds"].all()


def test_equal_indices_are_not_larger_and_half_is_half(observed):
    # Two more fully, four fewer partially: at w = ½ the two are equal, and one is not larger than the other.
    grid = sensitivity(observed({"lumas": {1: "FFFFNNNNNN"}, "gurre": {1: "FFPPPPNNNN"}}))
    pair = grid[(grid["kind"] == "larger") & (grid["weighting"] == "priority")].groupby("partial")["holds"].all()
    assert pair.tolist() == [True, True, False, False, False]
    half = sensitivity(observed({"lumas": {1: "FN"}}))
    assert half.loc[half["kind"] == "half", "holds"].all()


def test_year_1_of_the_network_is_half_fulfilled_or_not_as_partially_is_weighed(observed):
    # 17 / 59 / 25 of 101: 17 % … 75 %; half is passed at w = 33.5/59 = 0.57.
    grid = sensitivity(observed({"lumas": {1: "F" * 17 + "P" * 59 + "N" * 25}}), partial=(0, 0.56, 0.57, 1))
    half = grid[(grid["kind"] == "half") & (grid["weighting"] == "priority")].groupby("partial")
    assert half["holds"].all().tolist() == [False, False, True, True]
    assert half["left"].first().tolist()[0] == pytest.approx(17 / 101)


def test_missing_verdicts_left_out_worst_and_best(observed):
    grid = sensitivity(observed({"lumas": {1: "FFPN?"}}), partial=(0.5,))
    half = grid[(grid["kind"] == "half") & (grid["weighting"] == "priority") & (grid["aggregate"] == "pooled")]
    assert half.set_index("missing")["left"].to_dict() == pytest.approx(
        {"left_out": 2.5 / 4, "worst": 2.5 / 5, "best": 3.5 / 5}
    )


@pytest.mark.parametrize(
    ("water", "youth", "spoken_of"),
    [
        ("FFFFF", "NNNN", set()),  # four are too few
        ("FFFFF", "NNNNN", {"youth"}),  # 5 of 10 overall: 2.5 of five, and none
        ("FFFFF", "FFNNN", set()),  # 7 of 10: 3.5, one and a half more than there are
        ("FFFFFFF", "FFNNNNN", {"youth"}),  # 9 of 14: 4.5 of seven, two and a half more
        ("PPPPP", "NNNNN", {"youth"}),  # nothing fully anywhere: at the other level
        ("FFFFF", "PPPPP", {"youth"}),  # all addressed: fully only in one
    ],
)
def test_a_theme_is_spoken_of_from_five_priorities_and_two_verdicts_up(observed, water, youth, spoken_of):
    themes = {"lumas": ["water"] * len(water) + ["youth"] * len(youth)}
    grid = sensitivity(observed({"lumas": {1: water + youth}}, themes=themes))
    assert set(grid["subject"].dropna()) == spoken_of


def test_the_mean_of_municipalities_takes_each_by_itself_first(observed):
    """By hand: in one a theme kept and one not, in the other the same theme kept: (½ + 1) / 2, not (1 + 0) / 2."""
    made = observed({"lumas": {1: "FN"}, "gurre": {1: "F"}}, themes={"lumas": ["water", "youth"], "gurre": ["water"]})
    grid = sensitivity(made, CYCLES)
    means = grid[(grid["kind"] == "half") & (grid["weighting"] == "theme") & (grid["aggregate"] == "mean")]
    assert set(means["left"]) == {0.75}


def test_a_theme_lies_below_all_that_was_judged_not_below_what_has_a_theme(observed):
    """By hand: 1 of 5 in the theme; 1 of 5 of those with a theme, but 9 of 13 of all judged."""
    made = observed({"lumas": {1: "FNNNNFFFFFFFF"}}, themes={"lumas": ["water"] * 5 + [None] * 8})
    grid = sensitivity(made, CYCLES)
    assert set(grid.loc[grid["kind"] == "theme_below", "subject"]) == {"water"}


@pytest.mark.parametrize(
    ("letters", "themes", "settings"),
    [
        ("FPN?", ["water", "youth", "youth", "youth"], 30),  # one municipality: pooled is mean
        ("FPNN", ["water", "youth", "youth", "youth"], 10),  # nothing is missing
        ("FPNN", ["water"] * 4, 5),  # one theme
        ("FFNN", ["water"] * 4, 1),  # nothing is "partially"
        ("FFN?", ["water"] * 4, 3),
    ],
)
def test_settings_that_cannot_differ_count_once(observed, letters, themes, settings):
    grid = sensitivity(observed({"lumas": {1: letters}}, themes={"lumas": themes}))
    half = holding(grid[grid["kind"] == "half"])
    assert half["settings"].tolist() == [settings]
    by_worth = holding(grid[grid["kind"] == "half"], by=["partial"])
    assert set(by_worth["settings"]) == {max(1, settings // (5 if "P" in letters else 1))}


def test_24_of_60_settings_were_8_of_20(observed):
    verdicts = {"lumas": {1: "FFPPPPNNNN"}, "gurre": {1: "FPPPPPPPPN"}, "ura-e-vjeter": {1: "PPN"}}
    themes = {"lumas": ["water"] * 4 + ["youth"] * 6, "gurre": ["water"] * 7 + ["youth"] * 3}
    grid = sensitivity(observed(verdicts, themes=themes | {"ura-e-vjeter": ["water", "water", "youth"]}))
    half = grid[grid["kind"] == "half"]
    assert (len(half), int(half["holds"].sum())) == (60, 24)
    assert holding(half)[["settings", "held"]].values.tolist() == [[20, 8]]


def test_no_order_is_tried_of_few_priorities_or_where_one_verdict_would_turn_it(observed):
    few = sensitivity(observed({"lumas": {1: "FFFFFFFFF"}, "gurre": {1: "NNNNNNNNNN"}}))
    turned = sensitivity(observed({"lumas": {1: "FFFFFPNNNN"}, "gurre": {1: "FFFFPPNNNN"}}))
    crossed = sensitivity(observed({"lumas": {1: "FFFFNNNNNN"}, "gurre": {1: "FFPPPPPNNN"}}))
    assert ["larger" in set(grid["kind"]) for grid in (few, turned, crossed)] == [False, False, True]


def test_neighbours_follow_each_other_in_the_order_of_the_chart(observed):
    data = observed({"lumas": {1: "FFFFFFFFPP"}, "gurre": {1: "FFFFPPPPNN"}, "ura-e-vjeter": {1: "PPPPNNNNNN"}})
    grid = sensitivity(data)
    pairs = grid[grid["kind"] == "larger"].drop_duplicates(["subject", "other"])
    assert pairs[["subject", "other", "neighbours"]].values.tolist() == [
        ["lumas", "gurre", True],
        ["lumas", "ura-e-vjeter", False],
        ["gurre", "ura-e-vjeter", True],
    ]


def test_only_neighbours_are_the_same_rows_without_the_other_pairs(observed):
    data = observed({"lumas": {1: "FFFFFFFFPP"}, "gurre": {1: "FFFFPPPPNN"}, "ura-e-vjeter": {1: "PPPPNNNNNN"}})
    every, some = sensitivity(data), sensitivity(data, only_neighbours=True)
    kept = every[(every["kind"] != "larger") | every["neighbours"]].reset_index(drop=True)
    assert 0 < len(kept) < len(every)
    pd.testing.assert_frame_equal(some, kept)


def test_holding_counts_settings(observed):
    grid = sensitivity(observed(PAIR, themes=OF_PAIR))
    counted = holding(grid).set_index("kind")
    assert counted["settings"].to_dict() == {"half": 60, "larger": 30, "theme_below": 60}
    assert counted.loc["larger", ["held", "result"]].tolist() == [30, "all"]
    by_worth = holding(grid, by=["partial"])
    assert by_worth.groupby("kind")["settings"].max().to_dict() == {"larger": 6, "half": 12, "theme_below": 12}
    assert by_worth["held"].sum() == grid["holds"].sum() == counted["held"].sum()


def test_a_data_set_without_verdicts_has_no_statement(dataset):
    grid = sensitivity(dataset())
    assert isinstance(grid, pd.DataFrame)
    assert len(grid) == 0
    assert "holds" in grid
