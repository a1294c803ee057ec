"""Wilson and Newcombe, against the table of the method and against statsmodels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from pop_analysis.measures import newcombe, wilson

# docs/method.md and the guide: count, n, low and high in per cent.
TABLE = [(2, 5, 12, 77), (3, 5, 23, 88), (4, 5, 38, 96), (6, 7, 49, 97), (20, 25, 61, 91), (17, 101, 11, 25)]
TABLE += [(76, 101, 66, 83)]
COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("count", "n", "low", "high"), TABLE)
def test_the_check_values_of_the_method(count, n, low, high):
    ends = wilson(count, n)
    assert [round(100 * float(end)) for end in ends] == [low, high]


@given(COUNTS, st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_is_what_statsmodels_gives(counted, confidence):
    count, n = counted
    expected = proportion_confint(count, n, alpha=1 - confidence, method="wilson")
    assert [float(end) for end in wilson(count, n, confidence=confidence)] == pytest.approx(list(expected), abs=1e-12)


@given(COUNTS, COUNTS)
def test_the_difference_is_what_statsmodels_gives(one, other):
    expected = confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    assert [float(end) for end in newcombe(*one, *other)] == pytest.approx(list(expected), abs=1e-9)


@given(COUNTS)
def test_an_interval_holds_its_share_and_never_leaves_0_to_1(counted):
    low, high = wilson(*counted)
    assert 0 <= low <= counted[0] / counted[1] <= high <= 1


def test_none_of_five_is_no_certainty_as_wald_would_have_it():
    low, high = wilson(0, 5)
    assert (low, round(float(high), 2)) == (0, 0.43)


def test_of_nothing_there_is_no_interval():
    low, high = wilson([0, 3], [0, 5])
    assert np.isnan([low[0], high[0]]).all()
    assert not np.isnan([low[1], high[1]]).any()
