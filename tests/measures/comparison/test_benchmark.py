"""One municipality against comparable others: by hand, with the others unnamed and never too few."""

import pandas as pd
import pytest

from pop_analysis.measures import benchmark, standing
from pop_analysis.measures.comparison.benchmark import MIDDLE

PLACES = ("lumas", "gurre", "ura-e-vjeter", "mali")


@pytest.fixture
def four(observed):
    themes = {place: ["water", "water", "youth", "youth"] for place in PLACES} | {"mali": ["water"] * 4}
    verdicts = {"lumas": {1: "FPNN"}, "gurre": {1: "PNNPPP"}, "ura-e-vjeter": {1: "NNNFNN"}, "mali": {1: "PPPN"}}
    themes |= {place: ["water"] * 3 + ["youth"] * 3 for place in ("gurre", "ura-e-vjeter")}
    return observed(verdicts, themes=themes)


def test_own_share_median_and_range_of_the_others(four):
    rows = benchmark(four, "lumas").set_index("theme")
    whole, water = rows.iloc[0], rows.loc["water"]
    assert whole[["share_addressed", "others", "others_low", "others_median", "others_high"]].tolist() == (
        pytest.approx([0.5, 3, 1 / 6, 4 / 6, 0.75])
    )
    # water: gurre 1/3, ura 0/3, mali 3/4
    assert water[["assessed", "share_addressed", "others_low", "others_median", "others_high"]].tolist() == (
        pytest.approx([2, 1, 0, 1 / 3, 0.75])
    )
    assert [water[name] for name in MIDDLE] == [1, 3, 1, 3]
    youth = rows.loc["youth"]
    assert youth["others"] == 2
    assert youth[["others_low", "others_median", "others_high", *MIDDLE]].isna().all()


def test_a_median_of_two_in_the_middle_carries_the_counts_of_both(observed):
    letters = {"lumas": "FFFF", "gurre": "FFFN", "ura-e-vjeter": "FNNN", "mali": "FFNNN", "fusha": "FFFFN"}
    row = benchmark(observed({place: {1: text} for place, text in letters.items()}), "lumas").iloc[0]
    assert (row["others"], row["others_median"]) == (4, pytest.approx((2 / 5 + 3 / 4) / 2))
    assert [row[name] for name in MIDDLE] == [2, 5, 3, 4]


def test_another_with_one_or_two_judged_is_none_of_the_others(observed):
    letters = {"lumas": "FFFF", "gurre": "FN", "ura-e-vjeter": "F", "mali": "FNN", "fusha": "NNNN"}
    row = benchmark(observed({place: {1: text} for place, text in letters.items()}), "lumas").iloc[0]
    assert (row["others"], row["others_median"]) == (2, pd.NA)


def test_how_one_stands_to_the_others_is_counted_by_the_test_of_an_order(observed):
    letters = {
        "lumas": "FFFFFPPNNN",
        "gurre": "FFPNNNNNNN",  # behind
        "ura-e-vjeter": "FFFFFFFFPP",  # ahead
        "mali": "FFFFPPPNNN",  # one verdict would turn it
        "fusha": "NNN",  # few
        "kodra": "FFFFFFNNNN",  # more fully, fewer addressed
        "lugina": "FFFFFPPNNN",  # the same
    }
    wanted = {"others": 6, "ahead": 1, "behind": 1, "equal": 1, "few": 1, "one_verdict": 1, "crossed": 1}
    # Two are observed three months more and less: each as long as it, though not as long as one another.
    apart = dict.fromkeys(letters, 12) | {"gurre": 9, "mali": 15}
    for months in (None, apart):
        found = standing(observed({place: {1: text} for place, text in letters.items()}, months=months), "lumas")
        assert found.to_dict() == wanted


def test_only_comparable_municipalities_are_others(observed):
    verdicts = {place: {1: "FPNN"} for place in PLACES}
    for more in (
        {"months": {"mali": 5}},  # observed for another time
        {"months": {"mali": None}},  # nobody knows how long
        {"declared": {"mali": 9}},  # four of nine judged
    ):
        rows = benchmark(observed(verdicts, **more), "lumas")
        assert rows["others"].tolist() == [2, 2]
        assert rows["others_median"].isna().all()


def test_within_three_months_of_its_own_a_municipality_is_comparable(observed):
    verdicts = {place: {1: "FPNN"} for place in PLACES}
    months = {"lumas": 12, "gurre": 9, "ura-e-vjeter": 15, "mali": 16}
    assert benchmark(observed(verdicts, months=months), "lumas")["others"].tolist() == [2, 2]
    assert benchmark(observed(verdicts, months=months), "ura-e-vjeter")["others"].tolist() == [2, 2]
    assert benchmark(observed(verdicts, months=months), "mali")["others"].tolist() == [1, 1]


def test_who_cannot_be_compared_has_no_benchmark(observed, data):
    verdicts = {place: {1: "FPNN"} for place in PLACES}
    assert benchmark(observed(verdicts, months={"lumas": None}), "lumas").empty
    assert benchmark(data, "fier").empty
    assert benchmark(data, "vlore").empty


def test_no_other_is_named(four):
    rows = benchmark(four, "lumas")
    assert not rows.isin(list(PLACES)).any().any()
    assert "municipality" not in rows


def test_themes_stand_in_the_order_of_the_network_after_the_whole(example):
    order = list(example.model.lists["themes"])
    for place in example.municipalities["municipality"]:
        themes = benchmark(example, place)["theme"]
        assert themes.iloc[:1].isna().all()
        assert themes.iloc[1:].tolist() == sorted(themes.iloc[1:], key=order.index)
