"""Two monitors: how alike they judged, from enough priorities, and never a coefficient for one place."""

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pop_analysis.measures import Refusal, agreement, double_assessments, ordinal_alpha, to_adjudicate
from pop_analysis.reading.tables.frames import frame_of

SCALE = "FPN"
LETTERS = {"F": "fully", "P": "partially", "N": "not_addressed", "?": "unverifiable"}


def twice(judged, first, second):
    """Two municipalities with the same letters, each judged by its own organisation and by a second monitor."""
    data = judged({"lumas": {1: first}, "gurre": {1: first}})
    others = data.assessments.assign(monitor="Monitor i dytë")
    others["status"] = [LETTERS[second[int(key.split("/")[-1]) - 1]] for key in others["priority"]]
    both = pd.concat([others, data.assessments], ignore_index=True)
    return data.with_tables({"assessments": both})


@given(st.lists(st.tuples(st.sampled_from(SCALE), st.sampled_from(SCALE)), min_size=2, max_size=80))
def test_alpha_is_krippendorffs_for_an_ordered_scale(pairs):
    assume(len({each for pair in pairs for each in pair}) > 1)
    values = np.array([[SCALE.index(each) for each in coder] for coder in zip(*pairs, strict=True)])
    theirs = krippendorff.alpha(values, level_of_measurement="ordinal", value_domain=[0, 1, 2])
    assert ordinal_alpha(pairs, SCALE) == pytest.approx(theirs)


def test_full_agreement_is_one_and_one_category_is_not_computable():
    assert ordinal_alpha([("F", "F"), ("N", "N")], SCALE) == 1
    assert ordinal_alpha([("P", "P")] * 40, SCALE) is None


def test_a_step_of_two_weighs_more_than_a_step_of_one():
    near = [("F", "F")] * 10 + [("P", "P")] * 10 + [("N", "N")] * 10
    assert ordinal_alpha([*near, ("F", "N")], SCALE) < ordinal_alpha([*near, ("F", "P")], SCALE) < 1


def test_the_first_verdict_is_the_one_that_stands(judged):
    pairs = double_assessments(twice(judged, "FPN", "NPN"))
    assert pairs["status"].tolist() == ["fully", "partially", "not_addressed"] * 2
    assert pairs["steps_apart"].tolist() == [2, 0, 0] * 2


def test_the_organisation_with_and_without_its_name_is_one_monitor(judged):
    data = twice(judged, "FPN", "NPN")
    named = data.assessments[data.assessments["monitor"].isna()].assign(monitor="Qendra", status="fully")
    rows = pd.concat([named, data.assessments], ignore_index=True)
    members = frame_of(data.model.tables["members"], [{"organisation": "Qendra", "municipality": "lumas"}])
    pairs = double_assessments(data.with_tables({"assessments": rows, "members": members}))
    assert set(pairs["other_monitor"]) == {"Monitor i dytë"}
    assert len(pairs) == 6


def test_what_stands_apart_from_the_scale_is_not_paired(judged):
    assert len(double_assessments(twice(judged, "FPN", "F??"))) == 2


def test_raw_agreement_and_every_pair_are_given_and_a_coefficient_from_thirty(judged):
    few = agreement(twice(judged, "FPN" * 4, "FPP" * 4))
    assert (few["n"], few["same"], few["raw"]) == (24, 16, pytest.approx(2 / 3))
    assert (few["alpha"], few["no_alpha"]) == (None, "few_priorities")
    enough = agreement(twice(judged, "FPN" * 5, "FPP" * 5))
    assert enough["no_alpha"] is None
    assert 0 < enough["alpha"] < 1
    assert enough["counts"]["pairs"].sum() == 30


def test_thirty_pairs_of_fifteen_priorities_are_not_thirty_priorities(judged):
    data = judged({"lumas": {1: "FPNFPNFP", 2: "FPNFPNFP"}, "gurre": {1: "FPNFPNF", 2: "FPNFPNF"}})
    second = data.assessments.assign(monitor="Monitor i dytë")
    both = pd.concat([second, data.assessments], ignore_index=True)
    found = agreement(data.with_tables({"assessments": both}))
    assert (found["priorities"], found["n"], found["no_alpha"]) == (15, 30, "few_priorities")


def test_all_in_one_category_is_not_computable_and_not_one(judged):
    found = agreement(twice(judged, "P" * 15, "P" * 15))
    assert (found["raw"], found["alpha"], found["no_alpha"]) == (1, None, "one_category")


def test_agreement_is_of_the_network_only(judged):
    data = twice(judged, "FPN" * 12, "FPN" * 12)
    with pytest.raises(Refusal, match="whole network"):
        agreement(data.where(municipality="lumas"))


def test_no_pairs_are_no_agreement_and_no_error(judged):
    found = agreement(judged({"lumas": {1: "FPN"}}))
    assert (found["n"], found["raw"], found["alpha"]) == (0, None, None)


def test_what_must_be_talked_over_comes_widest_apart_first(judged):
    apart = to_adjudicate(twice(judged, "FPN", "PPF"))
    assert apart["steps_apart"].tolist() == [2, 2, 1, 1]


def test_the_invented_network_has_enough_to_compare(example):
    found = agreement(example)
    assert found["n"] >= found["priorities"] > 0
    assert found["municipalities"] >= 2
