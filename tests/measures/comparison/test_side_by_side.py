"""Without weights: ahead only where ahead on every count, tiers instead of ranks, and bounds where verdicts miss."""

from fractions import Fraction
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
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
        ("FFFFFPNNNN", "FFFPPPNNNN", "one_verdict"),  # more fully, as many addressed
        ("FFFPPPPPNN", "FFFPPPNNNN", "one_verdict"),  # as many fully, more addressed
        ("FFFFFPPPNN", "FFFPPPNNNN", "ahead"),  # two more at either level
        ("FFFFNNNNNN", "FFPPPPPNNN", "crossed"),  # more fully, fewer addressed
        ("FPNN", "FFPPNNNN", "equal"),  # 1/4 and 2/8 are the same share
        ("FFPP", "FPP-", "little_coverage"),  # three of four judged are under 80 %
        ("FFFFFFFFFFPP", "FPPPNNNNNN--", "ahead"),  # ten of twelve are enough
        ("FFFFFFFFF", "NNNNNNNNNN", "few"),  # nine against ten, however far apart
        ("FFFFFFFFFF", "NNNNNNNNN", "few"),
        ("FFFFFPNNNN", "FFFFPPNNNN", "one_verdict"),  # one verdict makes them equal
        ("FFFFFFPPNN", "FFFFFPPPNN", "one_verdict"),
    ],
)
def test_one_is_ahead_only_on_every_count_with_ten_judged_and_not_by_one_verdict(observed, one, other, expected):
    data = observed({"lumas": {1: one}, "gurre": {1: other}})
    names = ("gurre", "lumas") if expected == "equal" else ("lumas", "gurre")
    found = relation(data, *names)
    why = told_apart(data)["because"].iloc[0]
    assert (why if found == "not_told_apart" else found) == expected
    assert (found == "not_told_apart") == pd.notna(why)


def changed_once(counts):
    """Counts of fully, partially and not with one verdict moved one step, every way there is."""
    for taken, added in ((0, 1), (1, 0), (1, 2), (2, 1)):
        if counts[taken]:
            moved = list(counts)
            moved[taken], moved[added] = moved[taken] - 1, moved[added] + 1
            yield moved


def above(one, other):
    """Nowhere behind and somewhere ahead, in fractions."""
    shares = [[Fraction(sum(counts[:level]), sum(counts)) for counts in (one, other)] for level in (1, 2)]
    return all(a >= b for a, b in shares) and any(a > b for a, b in shares)


# Many places at once cost little more than one, but much to make fewer of: what fails is named anyway.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
COUNTS = st.tuples(*[st.integers(0, 9)] * 3).filter(sum)


@pytest.mark.no_cover
@settings(max_examples=6, deadline=None, phases=UNSHRUNK)
@given(st.lists(COUNTS, min_size=5, max_size=10))
def test_who_is_ahead_stays_ahead_with_any_one_verdict_of_either_changed(observed, drawn):
    counts = {f"place-{number}": each for number, each in enumerate(drawn)}
    letters = {
        place: "".join(n * letter for n, letter in zip(each, "FPN", strict=True)) for place, each in counts.items()
    }
    rows = told_apart(observed({place: {1: text} for place, text in letters.items()}))
    assert len(rows) == len(drawn) * (len(drawn) - 1) / 2
    for row in rows.itertuples():
        first, second = counts[row.municipality], counts[row.other]
        moved = [(a, second) for a in changed_once(first)] + [(first, b) for b in changed_once(second)]
        holds = min(sum(first), sum(second)) >= 10 and all(above(a, b) for a, b in [(first, second), *moved])
        assert (row.relation == "ahead") == holds, (first, second)


def test_who_was_observed_longer_is_not_compared(observed):
    verdicts = {"lumas": {1: "FFPPPFFPPP"}, "gurre": {1: "NNNNNNNNNN"}}
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
    assert rows[["municipality", "other", "relation"]].values.tolist() == [["fier", "durres", "different_exposure"]]
    # Newcombe's interval of 3/5 − 6/7, by statsmodels.
    assert rows[["difference_low", "difference_high"]].iloc[0].tolist() == pytest.approx([-0.6446, 0.2085], abs=1e-4)


# Many places at once: what is promised of pairs, and ten places are 45 of them.
VERDICTS = st.lists(st.text(alphabet="FPN", min_size=1, max_size=30), min_size=4, max_size=10)


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
        elif row.because == "crossed":
            assert min(differences) < 0 < max(differences)
        elif row.relation == "not_told_apart":
            assert min(differences) >= -1e-12
        else:
            assert differences == pytest.approx([0] * 5)


@pytest.mark.no_cover  # the same lines over and over: other tests cover them
@settings(max_examples=10, deadline=None)
@given(VERDICTS)
def test_each_of_a_tier_is_ahead_of_each_of_the_next_and_within_one_all_are_linked(observed, letters):
    data = observed({f"place-{number}": {1: text} for number, text in enumerate(letters)})
    rows = tiers(data).set_index("municipality")
    assert (rows["tier"].isna() == (rows["assessed"] < 10)).all()
    tier = rows["tier"].dropna()
    pairs = {(row.municipality, row.other): row.relation for row in told_apart(data).itertuples()}
    pairs = {pair: relation for pair, relation in pairs.items() if set(pair) <= set(tier.index)}
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


LONG = {"lumas": {1: "FFFFFPPPPPNN"}, "gurre": {1: "FPPPPPNNNNNN"}}


def test_a_rank_is_given_where_all_are_told_apart_by_enough_priorities(observed):
    ranked = rank(observed(LONG))
    assert ranked[["municipality", "rank", "assessed"]].values.tolist() == [["lumas", 1, 12], ["gurre", 2, 12]]


@pytest.mark.parametrize(
    ("reason", "verdicts", "more"),
    [
        ("rank_few", {"lumas": {1: "FFPPP"}, "gurre": {1: "NNNNN"}}, {}),
        ("rank_tied", LONG | {"ura-e-vjeter": {1: "FFFFFFNNNNNN"}}, {}),
        ("rank_tied", LONG | {"ura-e-vjeter": {1: "FPPPPPNNNNNN"}}, {}),
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
