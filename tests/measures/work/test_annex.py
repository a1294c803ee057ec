"""The donor annex counts what the other pages count, within its period, and adds up nothing that must not be added."""

import pandas as pd
import pytest

from pop_analysis.measures import Refusal, decisions, effect_of_activities, fulfilment, outcomes, outputs


def test_outputs_of_all_years_are_all_dated_activities(example):
    found = outputs(example, "1900-01-01", "2100-12-31", by=("municipality", "type"))
    assert found["activities"].sum() == example.activities["date"].notna().sum()


def test_an_activity_known_only_by_its_year_counts_when_the_whole_year_does(dataset, day):
    about = {"type": "training", "title_sq": "T", "women": 3, "participants": 8}
    year = about | {"date": day("2021-01-01"), "date_end": day("2021-12-31"), "date_precision": "year"}
    data = dataset(activities=[year])
    assert outputs(data, "2021-01-01", "2021-12-31")["activities"].tolist() == [1]
    assert outputs(data, "2021-01-01", "2021-06-30").empty


def test_people_come_with_how_many_activities_state_them(dataset, day):
    when = {"date": day("2021-05-03"), "date_end": day("2021-05-03"), "date_precision": "day", "type": "training"}
    rows = [when | {"title_sq": "A", "participants": 20, "women": 12, "men": 8}, when | {"title_sq": "B"}]
    found = outputs(dataset(activities=rows), "2021-01-01", "2021-12-31").iloc[0]
    assert (found["participants"], found["women"], found["share_with_sex"]) == (20, 12, 0.5)


def test_outcomes_are_the_verdicts_of_the_years_that_end_in_the_period(example):
    found = outcomes(example, "2021-01-01", "2021-12-31")
    assert found["period_end"].between("2021-01-01", "2021-12-31").all()
    every = fulfilment(example).set_index(["contract", "monitoring_year"])
    for row in found.itertuples():
        own = every.loc[(row.contract, row.monitoring_year)]
        assert (row.fully, row.partially, row.not_addressed) == (own.fully, own.partially, own.not_addressed)


def test_change_is_missing_and_not_zero_where_the_year_before_has_no_verdicts(example):
    found = outcomes(example, "2020-01-01", "2020-12-31")
    assert len(found)
    assert found["improved"].isna().all()
    later = outcomes(example, "2023-01-01", "2023-12-31")
    assert later["improved"].notna().any()
    assert outcomes(example, "1990-01-01", "1990-12-31").empty


def test_amounts_stand_each_at_its_own_stage(example):
    found = decisions(example, "1900-01-01", "2100-12-31")
    assert set(found["state"]) == {"reached"}
    stated = example.campaign_stages
    stated = stated[stated["expected"].ne("yes").fillna(True) & stated["date"].notna()]
    assert sorted(found["amount_all"].dropna()) == sorted(stated["amount_all"].dropna())
    assert pd.api.types.is_float_dtype(found["amount_all"])


def test_the_effect_of_activities_is_never_computed(example):
    with pytest.raises(Refusal, match="not computed"):
        effect_of_activities(example)
