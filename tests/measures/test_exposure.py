"""Months observed: counted whole, never guessed, and who may stand beside whom."""

import pandas as pd
import pytest

from pop_analysis.measures import comparable, exposure

CYCLE = "2019-2023"


def observed(judged, day, since, start, end, column="observed_from"):
    own = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE}
    report = own | {"monitoring_year": 1}
    report |= {"period_start": start and day(start), "period_end": end and day(end)}
    data = judged({"lumas": {1: "FP"}}, reports=[report])
    data = data.with_tables(
        {"contracts": data.contracts.assign(**{column: pd.Series([since and day(since)], dtype="datetime64[s]")})}
    )
    return exposure(data).iloc[0]


@pytest.mark.parametrize("column", ["observed_from", "signed_on"])
def test_months_are_whole_and_the_last_one_counts(judged, day, column):
    row = observed(judged, day, "2021-08-01", "2021-08-01", "2021-12-31", column)
    assert (row["period_months"], row["months_observed"]) == (5, 5)


def test_months_run_from_the_start_of_monitoring_not_of_the_period(judged, day):
    row = observed(judged, day, "2019-08-01", "2020-09-01", "2021-09-30")
    assert (row["period_months"], row["months_observed"]) == (13, 26)


@pytest.mark.parametrize(
    ("since", "start", "end"), [(None, "2020-09-01", "2021-09-30"), ("2019-08-01", None, None), (None, None, None)]
)
def test_months_are_never_guessed(judged, day, since, start, end):
    assert pd.isna(observed(judged, day, since, start, end)["months_observed"])


def test_the_three_that_joined_in_2021_had_five_months(data):
    months = exposure(data).query("cycle == '2021-2023'")
    assert sorted(months["municipality"]) == ["elbasan", "korce", "vau-i-dejes"]
    assert set(months["months_observed"]) == {5}


def test_the_first_nine_had_thirteen_months_in_their_second_year(data):
    months = exposure(data).query("cycle == '2019-2023' and monitoring_year == 2")
    assert len(months) == 9
    assert set(months["period_months"]) == {13}


def frame(*rows):
    return pd.DataFrame(rows, columns=["monitoring_year", "months_observed"]).astype("Int64")


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        ([(1, 12), (1, 13), (1, 15)], [0, 0, 0]),
        ([(1, 12), (1, 16)], [0, 1]),
        ([(1, 12), (2, 12)], [0, 1]),
        ([(2, 26), (1, 5), (2, 25)], [1, 0, 1]),
        ([(1, 12), (1, None)], [0, 1]),
        ([(1, None), (1, None)], [0, 0]),
        ([(1, None), (2, None)], [0, 1]),
        # Three months at most between any two of a group: no chain from 12 to 18.
        ([(1, 12), (1, 15), (1, 18)], [0, 0, 1]),
        ([], []),
    ],
)
def test_only_the_same_year_and_nearly_the_same_months_are_compared(rows, groups):
    assert comparable(frame(*rows)).tolist() == groups


def test_the_index_of_the_rows_does_not_matter():
    rows = frame((1, 16), (1, 12)).set_axis([7, 3])
    assert comparable(rows).to_dict() == {7: 1, 3: 0}


def test_five_months_never_stand_beside_a_year(data, example):
    for each in (data, example):
        months = exposure(each).dropna(subset="months_observed")
        spans = months.assign(group=comparable(months)).groupby("group")
        assert ((spans["months_observed"].max() - spans["months_observed"].min()) <= 3).all()
        assert (spans["monitoring_year"].nunique() == 1).all()
