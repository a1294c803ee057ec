"""How long it took: a step lies between two looks, unfinished ones stay, withdrawal is an end, months are no guess."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from pop_analysis.measures import looks, steps_of, steps_reached, timeliness

CYCLE = "2019-2023"
NEVER = None


def series(*months):
    return pd.Series(months, dtype="Int64")


def share_at(steps, month):
    """The least and the most that the looks leave open by a month."""
    found = [steps.loc[reached, "share"] for reached in (steps["by"] <= month, steps["after"] < month)]
    return [float(each.max()) if len(each) else 0.0 for each in found]


# Made with lifelines 0.30.0 under pandas 2.3.3, in an environment of their own (lifelines wants pandas < 3), by
# KaplanMeierFitter().fit_interval_censoring(left + 1e-6, right, tol=1e-9): lifelines closes its intervals, so the left
# ends, which are not in ours, are moved by an ε. One random network each, looked at in months that differ by
# contract; below the ends stands by month 1 − NPMLE_estimate_lower: the most that may have got there before it.
LIFELINES = [
    (
        [16, 0, 49, 0, 20, 44, 25, 20, 49, 16, 15, 49, 47, 20, 46, 25, 20, 49, 25, 22, 0, 25, 0, 0, 25, 22, 0, 0],
        [
            25,
            8,
            NEVER,
            16,
            NEVER,
            46,
            45,
            22,
            NEVER,
            25,
            20,
            NEVER,
            NEVER,
            NEVER,
            NEVER,
            45,
            NEVER,
            NEVER,
            45,
            NEVER,
            35,
            45,
            8,
            35,
            45,
            NEVER,
            35,
            16,
        ],
        {
            8: 0.1686,
            15: 0.1686,
            16: 0.1902,
            20: 0.253,
            22: 0.3804,
            25: 0.3804,
            35: 0.5332,
            44: 0.5332,
            45: 0.7109,
            46: 0.7109,
            47: 0.7109,
            49: 0.7109,
        },
    ),
    (
        [24, 15, 0, 28, 22, 46, 0, 5, 0, 28, 28, 21, 0, 5, 0, 0, 28, 0],
        [28, 22, 21, 47, NEVER, NEVER, 12, 15, 21, 47, NEVER, 37, 12, 15, 21, 12, NEVER, 21],
        {5: 0, 12: 0.463, 15: 0.463, 21: 0.5556, 22: 0.5556, 24: 0.5556, 28: 0.6444, 37: 0.7778, 46: 0.7778, 47: 1},
    ),
    (
        [30, 24, 0, 30, 0, 5, 0, 38, 5, 48, 0, 17, 12, 38, 34, 12, 16, 5, 47, 24, 34, 30, 0, 17, 12, 0, 17],
        [
            47,
            38,
            5,
            47,
            13,
            17,
            12,
            NEVER,
            17,
            NEVER,
            13,
            29,
            30,
            NEVER,
            NEVER,
            30,
            24,
            17,
            NEVER,
            38,
            NEVER,
            47,
            13,
            29,
            30,
            13,
            29,
        ],
        {
            5: 0.0969,
            12: 0.1571,
            13: 0.3877,
            16: 0.3877,
            17: 0.3877,
            24: 0.5102,
            29: 0.6283,
            30: 0.6283,
            34: 0.6283,
            38: 0.7551,
            47: 0.8513,
            48: 0.8513,
        },
    ),
]


@pytest.mark.parametrize(("after", "by", "found"), LIFELINES)
def test_the_steps_are_those_of_turnbull(after, by, found):
    steps = steps_reached(series(*after), series(*by))
    for month, most in found.items():
        assert share_at(steps, month)[1] == pytest.approx(most, abs=1e-3), month


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=40))
def test_where_every_month_was_looked_at_the_steps_are_those_of_kaplan_and_meier(pairs):
    months, reached = (np.array(each) for each in zip(*pairs, strict=True))
    after = pd.Series(np.where(reached, months - 1, months)).astype("Int64")
    steps = steps_reached(after, pd.Series(months).astype("Int64").where(reached))
    theirs = ecdf(CensoredData.right_censored(months, ~reached.astype(bool))).cdf
    assert steps["share"].tolist() == pytest.approx(theirs.evaluate(steps["by"].astype(float)).tolist(), abs=1e-4)
    assert steps["share"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("after", "by", "ended_by", "shares"),
    [
        # Four looked at in months 12 and 24: one there by 12, one taken out by 12, one there by 24, one goes on.
        # Nobody left unseen, so the shares are plain counts: 1/4, then 2/4. Were the one taken out only not watched any
        # more, half of those left would have followed: 1/4 + 3/4 · 1/2 = 5/8.
        ([0, 0, 12, 24], [12, NEVER, 24, NEVER], [NEVER, 12, NEVER, NEVER], {12: 1 / 4, 24: 2 / 4}),
        ([0, 12, 12, 24], [12, NEVER, 24, NEVER], [NEVER] * 4, {12: 1 / 4, 24: 5 / 8}),
        # One more was looked at only in month 12 and goes on: its fifth is shared by the three seen later, of whom one
        # got there, one was taken out and one goes on: 1/5, then 1/5 + 1/3 · 4/5 = 7/15.
        ([0, 12, 12, 24, 12], [12, 24, NEVER, NEVER, NEVER], [NEVER, NEVER, 24, NEVER, NEVER], {12: 1 / 5, 24: 7 / 15}),
        # One look was missed: B got there in either of two years. With a the share of the first, b that of the second
        # and a quarter for D, a · b · (a + b) is largest at a = b = 3/8.
        ([0, 0, 12, 24], [12, 24, 24, NEVER], [NEVER] * 4, {12: 3 / 8, 24: 3 / 4}),
        # One goes on from 36, one got there after 27 and by 39: the likeliest is that both did in between: with a
        # there and b beyond, a · (a + b) is largest at b = 0.
        ([0, 27, 36], [12, 39, NEVER], [NEVER] * 3, {12: 1 / 3, 39: 1}),
        # All were taken out: none got there, and none may still.
        ([0, 0], [NEVER, NEVER], [12, 12], {12: 0}),
        # The same, where one looked at once is of no account: it too was taken out, or will be, or gets there later.
        ([0, 12], [NEVER, NEVER], [12, NEVER], {12: 0, 24: 0}),
    ],
)
def test_withdrawal_is_an_end_of_its_own(after, by, ended_by, shares):
    steps = steps_reached(series(*after), series(*by), ended_by=series(*ended_by))
    for month, share in shares.items():
        assert share_at(steps, month)[0] == pytest.approx(share, abs=1e-4), month


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


def test_a_step_lies_between_the_look_before_and_the_look_it_was_seen_at(judged, day):
    times = timeliness(signed(judged, day, {1: "NPF", 2: "PFF"}))
    assert times["addressed_after"].tolist() == [12, 0, 0]
    assert times["addressed_by"].tolist() == [24, 12, 12]
    assert times[["top_after", "top_by"]].values.tolist() == [[24, pd.NA], [12, 24], [0, 12]]


def test_those_not_there_yet_stay_in(judged, day):
    times = timeliness(signed(judged, day, {1: "NNF", 2: "NFF"}))
    assert times["top_by"].tolist() == [pd.NA, 24, 12]
    assert times["months_watched"].tolist() == [24, 24, 24]
    assert steps_of(times, "top")["share"].tolist() == pytest.approx([1 / 3, 2 / 3], abs=1e-4)


def test_one_that_went_back_later_has_got_there(judged, day):
    times = timeliness(signed(judged, day, {1: "F", 2: "N"}))
    assert times[["top_after", "top_by", "months_watched"]].values.tolist() == [[0, 12, 24]]


def test_a_year_without_a_verdict_is_no_look(judged, day):
    times = timeliness(signed(judged, day, {1: "NN", 2: "-?", 3: "FF"}))
    assert times[["top_after", "top_by"]].values.tolist() == [[12, 36], [12, 36]]


def test_one_taken_out_ends_between_its_last_verdict_and_the_look_that_tells(judged, day):
    times = timeliness(signed(judged, day, {1: "NNW", 2: "WN-", 3: "WN-"}))
    assert times["months_watched"].tolist() == [12, 36, 0]
    assert times["withdrawn_by"].tolist() == [24, pd.NA, 12]
    back = timeliness(signed(judged, day, {1: "N", 2: "W", 3: "F"}))
    assert back[["top_after", "top_by", "withdrawn_by"]].values.tolist() == [[12, 36, pd.NA]]


def test_an_axis_has_one_origin(judged, day):
    data = signed(judged, day, {1: "F"}, signed_on=None, observed_from="2019-11-01")
    assert timeliness(data).empty
    assert timeliness(data, origin="observed_from")["top_by"].tolist() == [9]


def test_months_are_never_guessed_and_never_negative(judged, day):
    assert timeliness(signed(judged, day, {1: "F"}, signed_on=None)).empty
    later = signed(judged, day, {1: "F", 2: "N"}, signed_on="2020-09-10")
    assert looks(later)["months"].tolist() == [11]
    # Seen before the contract was signed: it was so by the first look after.
    assert timeliness(later)[["top_after", "top_by"]].values.tolist() == [[0, 11]]


@pytest.mark.parametrize(("table", "column"), [("contracts", "signed_on"), ("assessments", "period")])
def test_no_month_is_counted_from_or_to_a_date_of_which_only_the_year_is_known(judged, day, table, column):
    data = signed(judged, day, {1: "F"})
    assert len(timeliness(data)) == len(looks(data)) == 1
    data = data.with_tables({table: data[table].assign(**{f"{column}_precision": "year"})})
    assert timeliness(data).empty
    assert looks(data).empty


def test_one_that_came_later_is_not_on_the_axis_of_the_signing(judged, day):
    data = signed(judged, day, {1: "F-", 2: "FN", 3: "FF"})
    data = data.with_tables({"priorities": data.priorities.assign(since_year=pd.Series([pd.NA, 2], dtype="Int64"))})
    assert timeliness(data)["priority"].tolist() == [f"lumas/{CYCLE}/1"]


def test_the_gaps_between_looks_are_the_real_ones(judged, day):
    data = signed(judged, day, {1: "N", 3: "F"}, signed_on="2019-03-01")
    assert looks(data)[["months", "gap"]].values.tolist() == [[17, 17], [41, 24]]
