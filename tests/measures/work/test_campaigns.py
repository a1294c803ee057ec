"""The ladder of campaigns: a stage is reached, expected or not stated; amounts stand where they were stated."""

import pandas as pd
import pytest

from pop_analysis.measures import campaign_ladder, furthest_stage


@pytest.fixture
def campaign(dataset, day):
    own = {"municipality": "lumas", "campaign": "lumas/ura"}
    stages = [
        {"stage": "petition", "date": day("2021-05-01"), "date_precision": "month"},
        {"stage": "council", "amount_all": 3_000_000.0},
        {"stage": "in_budget", "amount_all": 3_000_000.0},
        {"stage": "delivered", "expected": "yes", "date": day("2022-05-01")},
    ]
    silent = {"municipality": "gurre", "campaign": "gurre/shkolla", "title_sq": "Shkolla"}
    return dataset(campaigns=[own | {"title_sq": "Ura"}, silent], campaign_stages=[own | stage for stage in stages])


def test_every_campaign_stands_at_every_stage_in_order(campaign, model):
    ladder = campaign_ladder(campaign)
    for _, rungs in ladder.groupby("campaign"):
        assert rungs["stage"].tolist() == list(model.lists["campaign_stages"])
        assert rungs["rung"].tolist() == list(range(len(rungs)))


def test_what_no_source_speaks_of_is_not_stated(campaign):
    states = campaign_ladder(campaign).set_index(["campaign", "stage"])["state"]
    assert states["lumas/ura"].to_dict() == {
        "petition": "reached",
        "meeting": "not_stated",
        "council": "reached",
        "in_budget": "reached",
        "contracted": "not_stated",
        "paid": "not_stated",
        "delivered": "expected",
    }
    assert set(states["gurre/shkolla"]) == {"not_stated"}


def test_an_amount_stands_at_its_stage_and_is_never_added(campaign):
    ladder = campaign_ladder(campaign)
    amounts = ladder.dropna(subset="amount_all").set_index("stage")["amount_all"]
    assert amounts.to_dict() == {"council": 3_000_000, "in_budget": 3_000_000}
    assert not any("total" in column or "sum" in column for column in ladder.columns)


def test_the_furthest_stage_is_one_that_was_reached(campaign):
    assert furthest_stage(campaign_ladder(campaign))[["campaign", "stage"]].values.tolist() == [
        ["lumas/ura", "in_budget"]
    ]


def test_no_stage_is_lost_or_doubled(data, example):
    for each in (data, example):
        ladder = campaign_ladder(each)
        stated = ladder[ladder["state"] != "not_stated"]
        assert len(stated) == len(each.campaign_stages)
        assert not ladder.duplicated(["campaign", "stage"]).any()
        pd.testing.assert_series_equal(
            stated["amount_all"].dropna().sort_values().reset_index(drop=True),
            each.campaign_stages["amount_all"].dropna().sort_values().reset_index(drop=True),
        )
