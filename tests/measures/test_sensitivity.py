"""The grid: every setting tried, against a second computation by hand, row by row."""

from itertools import product

import pandas as pd
import pytest

from pop_analysis.measures import assessments_compared, holding, sensitivity
from pop_analysis.measures.sensitivity import AGGREGATE, MISSING, PARTIAL, WEIGHTING

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


def test_every_index_of_the_grid_is_what_counting_one_by_one_gives(example):
    grid = sensitivity(example, CYCLES)
    verdicts = assessments_compared(example, CYCLES)
    assert set(grid["kind"]) == {"half", "ahead", "theme_below"}
    for row in grid.sample(200, random_state=1).itertuples():
        setting = (row.partial, row.weighting, row.missing)
        if row.kind == "ahead":
            sides = [score(verdicts[verdicts["municipality"] == one], *setting) for one in (row.subject, row.other)]
        elif row.kind == "half":
            sides = [network(verdicts, *setting, row.aggregate), 0.5]
        else:
            own = verdicts[verdicts["theme"] == row.subject]
            whole = network(verdicts, *setting, row.aggregate)
            sides = [whole, network(own, row.partial, "priority", row.missing, row.aggregate)]
        assert [row.left, row.right] == pytest.approx(sides), row


def test_a_statement_is_tried_in_every_setting(example):
    grid = sensitivity(example, CYCLES)
    everything = set(product(PARTIAL, WEIGHTING, MISSING, AGGREGATE))
    columns = ["partial", "weighting", "missing", "aggregate"]
    for (kind, *_), rows in grid.groupby(["kind", "subject", "other"], dropna=False):
        found = set(rows[columns].itertuples(index=False, name=None))
        if kind == "ahead":  # two municipalities: how the network is put together changes nothing
            assert len(rows) == 30
            assert rows["aggregate"].isna().all()
        else:
            assert (len(rows), found) == (60, everything)


def test_who_is_ahead_without_weights_is_never_behind_when_every_priority_counts_the_same(observed):
    data = observed({"lumas": {1: "FFPPN"}, "gurre": {1: "FPPNN"}})
    grid = sensitivity(data)
    pair = grid[(grid["kind"] == "ahead") & (grid["weighting"] == "priority")]
    assert len(pair) == 15
    assert (pair["left"] >= pair["right"]).all()
    assert pair["holds"].all()


def test_equal_indices_are_not_ahead_and_half_is_half(observed):
    # Nobody has anything fully: at w = 0 the two are equal, and one is not ahead of the other.
    grid = sensitivity(observed({"lumas": {1: "PPPPN"}, "gurre": {1: "PPNNN"}}))
    pair = grid[(grid["kind"] == "ahead") & (grid["weighting"] == "priority")].groupby("partial")["holds"].all()
    assert pair.tolist() == [False, True, True, True, True]
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


def test_a_theme_is_spoken_of_from_three_priorities_up(observed):
    themes = {"lumas": ["water", "water", "youth", "youth", "youth"]}
    grid = sensitivity(observed({"lumas": {1: "FFNN-"}}, themes=themes))
    assert set(grid["subject"].dropna()) == set()
    grid = sensitivity(observed({"lumas": {1: "FFNNN"}}, themes=themes))
    assert set(grid["subject"].dropna()) == {"youth"}
    assert grid.loc[grid["kind"] == "theme_below", "holds"].all()


def test_neighbours_follow_each_other_in_the_order_of_the_chart(observed):
    data = observed({"lumas": {1: "FFPPP"}, "gurre": {1: "FPPPN"}, "ura-e-vjeter": {1: "PPNNN"}})
    grid = sensitivity(data)
    pairs = grid[grid["kind"] == "ahead"].drop_duplicates(["subject", "other"])
    assert pairs[["subject", "other", "neighbours"]].values.tolist() == [
        ["lumas", "gurre", True],
        ["lumas", "ura-e-vjeter", False],
        ["gurre", "ura-e-vjeter", True],
    ]


def test_only_neighbours_are_the_same_rows_without_the_other_pairs(example):
    every, some = sensitivity(example, CYCLES), sensitivity(example, CYCLES, only_neighbours=True)
    kept = every[(every["kind"] != "ahead") | every["neighbours"]].reset_index(drop=True)
    assert 0 < len(kept) <= len(every)
    pd.testing.assert_frame_equal(some, kept)


def test_holding_counts_settings(observed):
    grid = sensitivity(observed({"lumas": {1: "FFPPN"}, "gurre": {1: "FPPNN"}}))
    counted = holding(grid)
    assert counted["settings"].tolist() == [60, 30, 60]
    assert counted.loc[1, ["kind", "held", "result"]].tolist() == ["ahead", 30, "all"]
    by_worth = holding(grid, ["partial"])
    assert by_worth.groupby("kind")["settings"].max().to_dict() == {"ahead": 6, "half": 12, "theme_below": 12}
    assert by_worth["held"].sum() == grid["holds"].sum() == counted["held"].sum()


def test_a_data_set_without_verdicts_has_no_statement(dataset):
    grid = sensitivity(dataset())
    assert isinstance(grid, pd.DataFrame)
    assert len(grid) == 0
    assert "holds" in grid
