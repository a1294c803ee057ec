"""Rows that stand several times, as a bootstrap of municipalities draws them, count as draws and never as years."""

import warnings

import pandas as pd
import pytest

import pop_analysis as pop

SHARES = ["share_top", "share_addressed", "coverage", "one_assessment"]


@pytest.fixture
def two(judged):
    return judged({"lumas": {1: "FFPN", 2: "FFPP"}, "gurre": {1: "PNNN", 2: "PPNN"}})


def draws(data, *municipalities):
    every = pop.panel(data)
    return pd.concat([every[every["municipality"] == each] for each in municipalities])


def test_a_municipality_drawn_twice_counts_twice_and_has_its_shares(two):
    once = pop.fulfilment(two)
    again = pop.fulfilment(two, assessments=draws(two, "lumas", "lumas", "gurre"))
    lumas = again["municipality"] == "lumas"
    assert again.loc[lumas, "assessed"].tolist() == [8, 8]
    assert again.loc[~lumas, "assessed"].tolist() == [4, 4]
    assert again["share_top"].tolist() == once["share_top"].tolist()
    assert again[SHARES].notna().all(axis=None)
    assert again["headline"].tolist() == once["headline"].tolist()


def test_a_share_of_the_draws_together_is_that_of_all_rows_drawn(two):
    drawn = draws(two, "gurre", "gurre", "gurre", "lumas")
    whole = pop.fulfilment(two, by=["monitoring_year"], assessments=drawn)
    assert whole["share_top"].tolist() == [2 / 16, 2 / 16]
    assert whole["assessed"].tolist() == [16, 16]


def test_years_together_still_have_no_share_however_often_they_are_drawn(two):
    for drawn in (draws(two, "lumas", "gurre"), draws(two, "lumas", "lumas")):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            assert pop.fulfilment(two, by=["cycle"], assessments=drawn)["share_top"].isna().all()
        assert [each.category for each in told] == [UserWarning] * int(drawn.duplicated().any())
        with pytest.raises(pop.Refusal, match="mean"):
            pop.pooled_and_mean(two, by=["cycle"], assessments=drawn)


def test_in_the_mean_a_municipality_drawn_twice_stands_for_two(two):
    found = pop.pooled_and_mean(two, assessments=draws(two, "lumas", "lumas", "gurre")).iloc[0]
    assert found["municipalities"] == 3
    assert found["mean_top"] == pytest.approx((0.5 + 0.5 + 0) / 3)
    assert found["pooled_top"] == pytest.approx(4 / 12)


def test_what_is_not_on_file_is_missing_in_every_draw(judged):
    data = judged({"lumas": {1: "FFP-"}})
    data = data.with_tables({"contracts": data.contracts.assign(priorities_total=5)})
    once = pop.certainty(data).iloc[0]
    twice = pop.certainty(data, assessments=draws(data, "lumas", "lumas")).iloc[0]
    assert (once["known"], twice["known"]) == (5, 10)
    assert twice["coverage"] == once["coverage"]


def test_the_steps_of_a_contract_drawn_twice_are_all_twice_there(two):
    once = pop.transitions(two, (1, 2))
    twice = pop.transitions(two, (1, 2), assessments=draws(two, "lumas", "gurre", "gurre"))
    counts = once.groupby("municipality")["change"].value_counts()
    again = twice.groupby("municipality")["change"].value_counts()
    assert again["gurre"].to_dict() == (2 * counts["gurre"]).to_dict()
    assert again["lumas"].to_dict() == counts["lumas"].to_dict()


def test_groups_of_beneficiaries_are_counted_once_a_draw(example):
    drawn = pd.concat([pop.panel(example)] * 2).query("monitoring_year == 1")
    both = pop.by_theme(example, assessments=drawn, by="beneficiaries")
    one = pop.by_theme(example, assessments=drawn.drop_duplicates(), by="beneficiaries")
    assert both["total"].tolist() == (2 * one["total"]).tolist()
