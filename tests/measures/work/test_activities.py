"""Activities counted; people only where they were counted."""

import pytest

from pop_analysis.measures import activity_counts


@pytest.fixture
def held(dataset, day):
    rows = [
        {"type": "focus_group", "municipality": "lumas", "date": day("2021-05-03"), "date_precision": "day"},
        {"type": "focus_group", "municipality": "gurre", "date": day("2021-05-01"), "date_precision": "month"},
        {"type": "focus_group", "municipality": "lumas", "date": day("2021-01-01"), "date_precision": "year"},
        {"type": "conference"},
    ]
    people = [
        {"participants": 20, "women": 14, "men": 6},
        {"participants": 10},
        {"participants": 0, "women": 0},
        {},
    ]
    return dataset(activities=[row | who | {"title_sq": "x"} for row, who in zip(rows, people, strict=True)])


def test_people_are_added_only_where_they_were_counted(held):
    counts = activity_counts(held).set_index("type")
    columns = ["activities", "with_participants", "participants", "with_sex", "women", "men"]
    assert counts.loc["focus_group", columns].tolist() == [3, 3, 30, 1, 14, 6]
    assert counts.loc["conference", ["activities", "with_participants", "with_sex"]].tolist() == [1, 0, 0]


def test_nobody_counted_is_not_nobody_there(held):
    counts = activity_counts(held).set_index("type")
    assert counts.loc["conference", ["participants", "women", "men"]].isna().all()


@pytest.mark.parametrize("stated", [{"women": 14}, {"men": 9}, {"women": 14, "participants": 20}])
def test_the_sex_a_source_does_not_state_is_missing_and_never_0(dataset, stated):
    counts = activity_counts(dataset(activities=[{"type": "training", "title_sq": "x"} | stated])).iloc[0]
    assert counts["with_sex"] == 0
    assert counts[["women", "men"]].isna().all()


def test_women_and_men_are_added_over_the_same_activities(dataset):
    people = [{"women": 14}, {"men": 9}, {"women": 3, "men": 4}, {"women": 0, "men": 5}]
    counts = activity_counts(dataset(activities=[{"type": "training", "title_sq": "x"} | each for each in people]))
    assert counts.loc[0, ["with_sex", "women", "men"]].tolist() == [2, 3, 9]


def test_a_month_is_counted_only_where_it_is_known(held):
    counts = activity_counts(held, by=["month"])
    assert counts.set_index("month")["activities"].get("2021-05") == 2
    assert counts.loc[counts["month"].isna(), "activities"].tolist() == [2]


def test_a_year_is_counted_only_where_it_is_known(held):
    counts = activity_counts(held, by=["calendar_year"])
    assert counts.set_index("calendar_year")["activities"].get(2021) == 3
    assert counts.loc[counts["calendar_year"].isna(), "activities"].tolist() == [1]


def test_every_activity_is_counted_once(data, example):
    for each in (data, example):
        for by in (["type"], ["municipality"], ["calendar_year"], ["month", "type"]):
            assert activity_counts(each, by=by)["activities"].sum() == len(each.activities)
