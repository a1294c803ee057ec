"""Without weights: ahead only where ahead on every count, tiers instead of ranks, and bounds where verdicts miss."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pop_analysis.measures import Refusal, certainty, index, rank, side_by_side, tiers, told_apart


def relation(data, one, other):
    rows = told_apart(data)
    found = rows[(rows["municipality"] == one) & (rows["other"] == other)]
    assert len(found) == 1
    return found["relation"].iloc[0]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("FFPNN", "FPPNN", "ahead"),  # more fully, as many addressed
        ("FPPPN", "FPPNN", "ahead"),  # as many fully, more addressed
        ("FFNNN", "FPPPN", "not_told_apart"),  # more fully, fewer addressed
        ("FPNN", "FFPPNNNN", "equal"),  # 1/4 and 2/8 are the same share
        ("FFPP", "FPP-", "little_coverage"),  # three of four judged are under 80 %
        ("FFPPP", "FPPN-", "ahead"),  # four of five are enough
    ],
)
def test_one_is_ahead_only_if_it_is_on_every_count(observed, one, other, expected):
    data = observed({"lumas": {1: one}, "gurre": {1: other}})
    names = ("gurre", "lumas") if expected == "equal" else ("lumas", "gurre")
    assert relation(data, *names) == expected


def test_who_was_observed_longer_is_not_compared(observed):
    verdicts = {"lumas": {1: "FFPPP"}, "gurre": {1: "NNNNN"}}
    data = observed(verdicts, months={"lumas": 12, "gurre": 5})
    assert set(told_apart(data)["relation"]) == {"different_exposure"}
    near = observed(verdicts, months={"lumas": 12, "gurre": 9})
    assert relation(near, "lumas", "gurre") == "ahead"


def test_who_was_observed_for_an_unknown_time_is_not_compared(observed):
    data = observed({"lumas": {1: "FFPPP"}, "gurre": {1: "NNNNN"}}, months={"lumas": None, "gurre": None})
    assert set(told_apart(data)["relation"]) == {"different_exposure"}
    assert tiers(data)["tier"].isna().all()


def test_the_two_real_municipalities_with_verdicts_are_not_compared_because_their_months_are_not_known(data):
    rows = told_apart(data, ["2019-2023"])
    assert rows[["municipality", "other", "relation"]].values.tolist() == [["durres", "fier", "different_exposure"]]
    # Newcombe's interval of 6/7 − 3/5, by statsmodels.
    assert rows[["difference_low", "difference_high"]].iloc[0].tolist() == pytest.approx([-0.2085, 0.6446], abs=1e-4)


# Many places at once: what is promised of pairs, and ten places are 45 of them.
VERDICTS = st.lists(st.text(alphabet="FPN", min_size=1, max_size=12), min_size=4, max_size=10)


@pytest.mark.no_cover  # the same lines over and over: other tests cover them
@settings(max_examples=10, deadline=None)
@given(VERDICTS)
def test_who_is_ahead_is_never_behind_whatever_partially_is_worth(observed, letters):
    data = observed({f"place-{number}": {1: text} for number, text in enumerate(letters)})
    scores = {w: index(data, w=w).set_index("municipality")["index"] for w in (0, 0.1, 0.5, 0.9, 1)}
    for row in told_apart(data).itertuples():
        differences = [score[row.municipality] - score[row.other] for score in scores.values()]
        if row.relation == "ahead":
            assert min(differences) >= -1e-12
            assert max(differences) > 1e-12
        elif row.relation == "not_told_apart":
            assert min(differences) < 0 < max(differences)
        else:
            assert differences == pytest.approx([0] * 5)


@pytest.mark.no_cover  # the same lines over and over: other tests cover them
@settings(max_examples=10, deadline=None)
@given(VERDICTS)
def test_each_of_a_tier_is_ahead_of_each_of_the_next_and_within_one_all_are_linked(observed, letters):
    data = observed({f"place-{number}": {1: text} for number, text in enumerate(letters)})
    tier = tiers(data).set_index("municipality")["tier"]
    pairs = {(row.municipality, row.other): row.relation for row in told_apart(data).itertuples()}
    for (one, other), found in pairs.items():
        if tier[one] != tier[other]:
            assert (tier[one] < tier[other], found) == (True, "ahead")
    # The finest such tiers: joined by "not ahead", every tier is one piece (union of neighbours, to the end).
    group = {place: place for place in tier.index}
    for _ in group:
        for (one, other), found in pairs.items():
            if found != "ahead":
                low = min(group[one], group[other])
                group = {place: low if g in (group[one], group[other]) else g for place, g in group.items()}
    for one, other in combinations(tier.index, 2):
        assert (tier[one] == tier[other]) == (group[one] == group[other])


def test_whether_one_verdict_more_or_less_would_change_it(observed):
    data = observed({"lumas": {1: "FFFFFPPPNN"}, "gurre": {1: "FPPNNNNNNN"}, "ura-e-vjeter": {1: "FPPPNNNNNN"}})
    rows = told_apart(data).set_index(["municipality", "other"])
    assert (rows["relation"] == "ahead").all()
    assert rows["withstands_one"].to_dict() == {
        ("lumas", "ura-e-vjeter"): True,
        ("lumas", "gurre"): True,
        ("ura-e-vjeter", "gurre"): False,
    }


def test_bounds_hold_the_priorities_a_contract_is_known_to_have(observed):
    row = certainty(observed({"lumas": {1: "FFPPPN--"}}, declared={"lumas": 10})).iloc[0]
    assert (row["assessed"], row["total"], row["known"]) == (6, 8, 10)
    ends = ["top_low", "top_high", "addressed_low", "addressed_high", "coverage"]
    assert row[ends].tolist() == pytest.approx([0.2, 0.6, 0.5, 0.9, 0.6])
    assert not row["headline"]


def test_a_withdrawn_priority_is_not_known_to_be_missing(observed):
    row = certainty(observed({"lumas": {1: "FFPPW"}}, declared={"lumas": 5})).iloc[0]
    assert (row["known"], row["coverage"], row["headline"]) == (4, 1, True)


def test_one_assessment_moves_a_share_by_one_nth_and_not_beyond_its_ends(observed):
    row = certainty(observed({"lumas": {1: "PPPNN"}})).iloc[0]
    assert row[["addressed_less", "addressed_more"]].tolist() == pytest.approx([0.4, 0.8])
    assert row[["top_less", "top_more"]].tolist() == pytest.approx([0, 0.2])
    assert row["one_assessment"] == 0.2


def test_intervals_stand_beside_the_shares(data):
    fier = certainty(data.where(municipality="fier")).iloc[0]
    ends = fier[["addressed_wilson_low", "addressed_wilson_high"]].tolist()
    assert [round(100 * end) for end in ends] == [23, 88]


def test_of_each_municipality_one_contract_is_compared(example):
    rows = side_by_side(example)
    assert rows["municipality"].is_unique
    assert set(rows["cycle"]) <= set(example.contracts["cycle"])
    known = example.assessments.groupby("municipality")["cycle"].max()
    assert rows.set_index("municipality")["cycle"].to_dict() == known.to_dict()


LONG = {"lumas": {1: "FFFFFPPPPPNN"}, "gurre": {1: "FPPPPPPNNNNN"}}


def test_a_rank_is_given_where_all_are_told_apart_by_enough_priorities(observed):
    ranked = rank(observed(LONG))
    assert ranked[["municipality", "rank", "assessed"]].values.tolist() == [["lumas", 1, 12], ["gurre", 2, 12]]


@pytest.mark.parametrize(
    ("reason", "verdicts", "more"),
    [
        ("rank_few", {"lumas": {1: "FFPPP"}, "gurre": {1: "NNNNN"}}, {}),
        ("rank_tied", LONG | {"ura-e-vjeter": {1: "FFFFFFNNNNNN"}}, {}),
        ("rank_tied", LONG | {"ura-e-vjeter": {1: "FPPPPPPNNNNN"}}, {}),
        ("rank_coverage", LONG, {"declared": {"lumas": 20}}),
        ("rank_exposure", LONG, {"months": {"gurre": None}}),
    ],
)
def test_a_rank_that_would_mislead_is_explained_instead(observed, reason, verdicts, more):
    with pytest.raises(Refusal) as refused:
        rank(observed(verdicts, **more))
    assert refused.value.reason == reason
    assert "pop.tiers" in str(refused.value) or reason in ("rank_coverage", "rank_exposure")


def test_an_empty_data_set_has_nobody_to_compare(dataset):
    empty = dataset()
    assert len(told_apart(empty)) == len(tiers(empty)) == len(rank(empty)) == 0
