"""Priorities that do not count the same: by priority, by theme, by a column; nothing is supposed of a weight."""

import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis.choices import WrongUse

ONE = "lumas/2019-2023"


@pytest.fixture
def two(judged):
    data = judged({"lumas": {1: "FPN-"}, "gurre": {1: "FFNN"}})
    themes = data.priorities["priority"].str.endswith("/1").map({True: "water", False: "education"})
    return data.with_tables({"priorities": data.priorities.assign(theme=themes)})


def by_priority(data, first):
    keys = data.priorities["priority"]
    return {key: first if key.endswith("/1") else 1 for key in keys}


def test_shares_are_of_the_weights_and_counts_stay_counts(two):
    plain = pop.fulfilment(two).set_index("municipality")
    weighed = pop.fulfilment(two, weights=by_priority(two, 3)).set_index("municipality")
    counts = ["fully", "partially", "not_addressed", "assessed", "total", "coverage", "headline"]
    assert weighed[counts].equals(plain[counts])
    assert weighed.loc["lumas", "share_top"] == 3 / 5
    assert weighed.loc["lumas", "share_addressed"] == 4 / 5
    assert (weighed.loc["lumas", "top_low"], weighed.loc["lumas", "top_high"]) == (3 / 6, 4 / 6)
    assert weighed.loc["lumas", "one_assessment"] == 3 / 5
    assert weighed.loc["gurre", "share_top"] == 4 / 6


def test_equal_weights_change_nothing(two, example):
    for data in (two, example):
        same = dict.fromkeys(data.priorities["priority"], 1)
        assert pop.fulfilment(data, weights=same).equals(pop.fulfilment(data))
        assert pop.index(data, w=0.5, weights=same).equals(pop.index(data, w=0.5))
        assert pop.by_theme(data, weights=same).equals(pop.by_theme(data))
        found, other = pop.pooled_and_mean(data, weights=same), pop.pooled_and_mean(data)
        pd.testing.assert_frame_equal(found, other)


@pytest.mark.parametrize(
    "weights",
    [
        {"water": 3, "education": 1},
        pd.Series({"water": 3.0, "education": 1.0}),
        {"Ujë e kanalizime": 3, "Education": 1},
        "important",
    ],
)
def test_by_theme_by_its_label_or_by_a_column_is_the_same(two, weights):
    labels = {term: each.label for term, each in two.model.lists["themes"].items()}
    if isinstance(weights, dict):
        weights = {labels["water"]["sq"] if "Ujë" in key else key: value for key, value in weights.items()}
    every = pop.panel(two)
    every = every.assign(important=(every["theme"] == "water") * 2 + 1)
    found = pop.fulfilment(two, assessments=every, weights=weights)
    assert found["share_top"].tolist() == pop.fulfilment(two, weights=by_priority(two, 3))["share_top"].tolist()


def test_the_index_and_the_two_means_are_weighed(two):
    weights = by_priority(two, 3)
    found = pop.index(two, w=0.5, weights=weights).set_index("municipality")["index"]
    assert found.to_dict() == {"lumas": pytest.approx((3 + 0.5) / 5), "gurre": pytest.approx(4 / 6)}
    whole = pop.pooled_and_mean(two, weights=weights).iloc[0]
    assert whole["pooled_top"] == pytest.approx((3 + 4) / (5 + 6))
    draws = pd.concat([pop.panel(two)] * 2)
    assert pop.pooled_and_mean(two, weights=weights, assessments=draws).iloc[0]["pooled_top"] == pytest.approx(7 / 11)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"water": 3}, "no weight is given for “education”; 0 leaves one out"),
        ({"water": 3, "education": 1, "Water": 1}, "“water” is given more than one weight"),
        (pd.Series([1, 2], ["lumas/2019-2023/1"] * 2), "“lumas/2019-2023/1” is given more than one weight"),
        ({"watter": 3}, "Did you mean “water”"),
        ({"lumas/2019-2023/9": 3}, "Did you mean “lumas/2019-2023/"),
        ({"water": "much", "education": 1}, "the weight of “water” is a number"),
        ({"water": -1, "education": 1}, "from 0 up"),
        ({"water": float("inf"), "education": 1}, "from 0 up"),
        ({}, "by priority, by theme"),
        (3, "by priority, by theme"),
        ("theme", "column of numbers “theme”"),
        ("promises", "no weight is given for"),
    ],
)
def test_a_weight_nobody_gave_or_that_is_none_is_told(two, wrong, told):
    for measure in (pop.fulfilment, pop.by_theme, pop.pooled_and_mean):
        with pytest.raises(WrongUse, match=told):
            measure(two, weights=wrong)
