"""How long it took: unfinished priorities stay in, months are never guessed, and the estimate is Kaplan and Meier's."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from pop_analysis.measures import steps_of, steps_reached, timeliness

CYCLE = "2019-2023"


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=60))
def test_the_steps_are_those_of_kaplan_and_meier(pairs):
    months, reached = (np.array(each) for each in zip(*pairs, strict=True))
    steps = steps_reached(pd.Series(months), pd.Series(reached))
    theirs = ecdf(CensoredData.right_censored(months, ~reached.astype(bool))).cdf
    assert steps["share"].tolist() == pytest.approx(theirs.evaluate(steps["months"].astype(float)).tolist())
    assert steps["reached"].sum() == reached.sum()
    assert steps["share"].is_monotonic_increasing


def signed(judged, day, letters, signed_on="2019-08-01", observed_from=None, **tables):
    data = judged({"lumas": letters}, **tables)
    ends = {1: "2020-07-31", 2: "2021-07-31", 3: "2022-07-31"}
    data = data.with_tables(
        {
            "assessments": data.assessments.assign(
                period_start=data.assessments["monitoring_year"].map(lambda y: day(f"{2018 + y}-08-01")),
                period_end=data.assessments["monitoring_year"].map(lambda y: day(ends[y])),
            )
        }
    )
    return data.with_tables(
        {
            "contracts": data.contracts.assign(
                signed_on=pd.Series([signed_on and day(signed_on)], dtype="datetime64[s]"),
                observed_from=pd.Series([observed_from and day(observed_from)], dtype="datetime64[s]"),
            )
        }
    )


def test_months_run_from_the_signing_to_the_end_of_the_year_it_was_seen_in(judged, day):
    times = timeliness(signed(judged, day, {1: "NPF", 2: "PFF"}))
    assert times["months_to_addressed"].tolist() == [24, 12, 12]
    assert times["months_to_top"].tolist() == [pd.NA, 24, 12]
    assert set(times["counted_from"]) == {"signed_on"}


def test_those_not_there_yet_stay_in(judged, day):
    times = timeliness(signed(judged, day, {1: "NNF", 2: "NFF"}))
    assert times["reached_top"].tolist() == [False, True, True]
    assert times["months_watched"].tolist() == [24, 24, 24]
    assert steps_of(times, "top")["share"].tolist() == pytest.approx([1 / 3, 2 / 3])


def test_one_that_went_back_later_has_got_there(judged, day):
    times = timeliness(signed(judged, day, {1: "F", 2: "N"}))
    assert (times["months_to_top"].tolist(), times["months_watched"].tolist()) == ([12], [24])


def test_one_taken_out_is_watched_until_its_last_verdict(judged, day):
    times = timeliness(signed(judged, day, {1: "NN", 2: "WN", 3: "WN"}))
    assert times["months_watched"].tolist() == [12, 36]


def test_where_the_signing_is_not_on_file_months_run_from_the_start_of_monitoring_and_it_is_said(judged, day):
    times = timeliness(signed(judged, day, {1: "F"}, signed_on=None, observed_from="2019-11-01"))
    assert (times["months_to_top"].tolist(), times["counted_from"].tolist()) == ([9], ["observed_from"])


def test_months_are_never_guessed(judged, day):
    assert timeliness(signed(judged, day, {1: "F"}, signed_on=None)).empty


def test_one_that_came_later_is_watched_from_the_year_it_came(judged, day):
    data = signed(judged, day, {1: "F-", 2: "FN", 3: "FF"})
    data = data.with_tables({"priorities": data.priorities.assign(since_year=pd.Series([pd.NA, 2], dtype="Int64"))})
    times = timeliness(data).set_index("priority")
    later = times.loc[f"lumas/{CYCLE}/2"]
    assert (later["counted_from"], later["months_to_top"]) == ("since_year", 24)
