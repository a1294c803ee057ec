"""One municipality against comparable others: by hand, with the others unnamed and never too few."""

import pytest

from pop_analysis.measures import benchmark

PLACES = ("lumas", "gurre", "ura-e-vjeter", "mali")


@pytest.fixture
def four(observed):
    themes = {place: ["water", "water", "youth", "youth"] for place in PLACES} | {"mali": ["water"] * 4}
    verdicts = {"lumas": {1: "FPNN"}, "gurre": {1: "PNPP"}, "ura-e-vjeter": {1: "NNFN"}, "mali": {1: "PPPN"}}
    return observed(verdicts, themes=themes)


def test_own_share_median_and_range_of_the_others(four):
    rows = benchmark(four, "lumas").set_index("theme")
    whole, water = rows.iloc[0], rows.loc["water"]
    assert whole[["share_addressed", "others", "others_low", "others_median", "others_high"]].tolist() == (
        pytest.approx([0.5, 3, 0.25, 0.75, 0.75])
    )
    # water: gurre 1/2, ura 0/2, mali 3/4
    assert water[["assessed", "share_addressed", "others_low", "others_median", "others_high"]].tolist() == (
        pytest.approx([2, 1, 0, 0.5, 0.75])
    )
    youth = rows.loc["youth"]
    assert youth["others"] == 2
    assert youth[["others_low", "others_median", "others_high"]].isna().all()


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
