"""The same priority in two years: what moved, what came and went, and what is never said of it."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, permutation_test

from pop_analysis.measures import (
    Refusal,
    busiest_years,
    change_in_share,
    following_years,
    municipal_changes,
    same_exposure,
    sign_test,
    transition_counts,
    transitions,
    trend,
)

CYCLE = "2019-2023"


def changed(data, years=None):
    return transitions(data, years).set_index("priority")["change"].rename(lambda key: key.split("/")[-1]).to_dict()


def with_columns(data, **columns):
    """The priorities with ``since_year`` and ``comes_from`` by number."""
    frame = data.priorities.copy()
    for name, by_number in columns.items():
        frame[name] = frame["number"].map(by_number).astype("Int64" if name == "since_year" else "str")
    return data.with_tables({"priorities": frame})


def test_every_priority_judged_twice_improved_stayed_or_went_back(judged):
    found = transitions(judged({"lumas": {1: "FPNFN", 2: "FFPPN"}}))
    assert found["change"].tolist() == ["same", "improved", "improved", "regressed", "same"]
    assert found["steps"].tolist() == [0, 1, 1, -1, 0]


def test_the_last_two_years_with_verdicts_are_compared_and_no_year_is_jumped_unseen(judged):
    found = transitions(judged({"lumas": {1: "FF", 2: "--", 3: "PF", 4: "PN"}}))
    assert set(zip(found["year_from"], found["year_to"], strict=True)) == {(3, 4)}
    between = transitions(judged({"lumas": {1: "FF", 3: "PF"}}))
    assert set(zip(between["year_from"], between["year_to"], strict=True)) == {(1, 3)}


def test_a_missing_verdict_is_neither_progress_nor_a_fall(judged):
    assert changed(judged({"lumas": {1: "F-?N", 2: "-FFN"}})) == {
        "1": "not_judged",
        "2": "not_judged",
        "3": "not_judged",
        "4": "same",
    }


def test_a_withdrawn_priority_stands_apart_and_is_said_only_once(judged):
    data = judged({"lumas": {1: "FPN", 2: "FWN", 3: "FWN"}})
    assert changed(data, (1, 2))["2"] == "withdrawn"
    assert "2" not in changed(data, (2, 3))


def test_a_new_priority_is_new_and_never_missing_in_the_years_before(judged):
    data = with_columns(judged({"lumas": {1: "FP-", 2: "FPF"}}), since_year={3: 2})
    assert changed(data) == {"1": "same", "2": "same", "3": "new"}


@pytest.mark.parametrize(
    ("years", "since", "origins", "wanted"),
    [
        # 1 is split into 3 and 4
        ({1: "FP--", 2: "WPFN"}, {3: 2, 4: 2}, {3: "1", 4: "1"}, {"1": "split", "3": "split", "4": "split"}),
        # 1 and 2 are merged into 3
        ({1: "FP-", 2: "WWF"}, {3: 2}, {3: "1; 2"}, {"1": "merged", "2": "merged", "3": "merged"}),
        # 1 is replaced by 3, which names it by its title
        ({1: "FP-", 2: "WPF"}, {3: 2}, {3: "P1"}, {"1": "replaced", "3": "replaced"}),
        # a link to nothing on file is not used
        ({1: "FP-", 2: "WPF"}, {3: 2}, {3: "99"}, {"1": "withdrawn", "3": "new"}),
    ],
)
def test_split_merged_and_replaced_come_from_what_is_declared_and_only_from_that(judged, years, since, origins, wanted):
    found = changed(with_columns(judged({"lumas": years}), since_year=since, comes_from=origins))
    assert {key: found[key] for key in wanted} == wanted


def test_contracts_judged_once_have_no_change(judged, data):
    assert transitions(judged({"lumas": {1: "FPN"}})).empty
    assert transitions(data).empty


def test_the_counts_hold_every_pair_of_the_scale_and_add_up(judged, example):
    counts = transition_counts(example, transitions(judged({"lumas": {1: "FPN", 2: "FFN"}})))
    assert len(counts) == 9
    found = counts.set_index(["status_from", "status_to"])["priorities"]
    assert (found["fully", "fully"], found["partially", "fully"], found.sum()) == (1, 1, 3)
    every = transitions(example)
    twice = every["change"].isin(["improved", "same", "regressed"]).sum()
    assert transition_counts(example, every)["priorities"].sum() == twice > 20


def moved(judged, *municipalities):
    """Municipalities with so many priorities that improved, and so many that went back; one more stayed."""
    places = {
        f"place-{at}": {1: "N" * up + "P" * down + "P", 2: "P" * up + "N" * down + "P"}
        for at, (up, down) in enumerate(municipalities)
    }
    data = judged(places)
    return data, transitions(data)


DIRECTIONS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=6, max_size=9)


@pytest.mark.no_cover
@settings(max_examples=25, deadline=None)
@given(DIRECTIONS)
def test_the_test_of_direction_turns_whole_municipalities_round_in_every_way(judged, municipalities):
    found = sign_test(*moved(judged, *municipalities))
    assert (found["improved"], found["regressed"]) == tuple(map(sum, zip(*municipalities, strict=True)))
    assert (found["same"], found["municipalities"]) == (len(municipalities), len(municipalities))
    differences = [up - down for up, down in municipalities]
    if not any(map(sum, municipalities)):
        assert found["p"] is None
        return
    # Every way, one after the other; and scipy's own, which turns each observation round as a whole.
    ways = [sum(way) for way in product(*((each, -each) for each in differences))]
    assert found["p"] == pytest.approx(sum(abs(way) >= abs(sum(differences)) for way in ways) / len(ways))
    theirs = permutation_test((differences,), sum, permutation_type="samples", n_resamples=np.inf)
    assert found["p"] == pytest.approx(min(1, theirs.pvalue))


def test_one_large_municipality_is_one_voice(judged):
    # Tossed one by one, 30 that improved against 5 would be beyond chance; one municipality holds all thirty.
    found = sign_test(*moved(judged, (30, 0), (0, 1), (0, 1), (0, 1), (0, 1), (0, 1)))
    assert binomtest(30, 35).pvalue < 0.001
    assert found["p"] == 1


def test_the_direction_is_not_tested_of_fewer_than_six_municipalities(judged):
    with pytest.raises(Refusal, match="whole municipalities") as refused:
        sign_test(*moved(judged, *[(3, 0)] * 5))
    assert (refused.value.reason, refused.value.values["n"]) == ("direction_few", 5)
    assert sign_test(*moved(judged, *[(3, 0)] * 6))["p"] == 2 / 2**6
    assert sign_test(*moved(judged, *[(0, 0)] * 6))["p"] is None


def test_a_change_of_a_share_is_over_the_same_priorities(judged):
    data = judged({"lumas": {1: "FPNNP", 2: "FFPNN"}})
    change = change_in_share(data, (f"lumas/{CYCLE}", 1), (f"lumas/{CYCLE}", 2))
    assert (change["n"], change["top_from"], change["top_to"]) == (5, 1, 2)
    assert (change["addressed_points"], change["top_points"]) == (0, 20)


@pytest.mark.parametrize(
    ("years", "reason"),
    [({1: "FPN", 2: "FPW"}, "set_changed"), ({1: "FPNPP", 2: "FPN--"}, "not_judged"), ({1: "FPN"}, "no_two_years")],
)
def test_a_change_in_per_cent_is_refused_when_the_priorities_are_not_the_same(judged, years, reason):
    with pytest.raises(Refusal) as refused:
        change_in_share(judged({"lumas": years}), (f"lumas/{CYCLE}", 1), (f"lumas/{CYCLE}", 2))
    assert refused.value.reason == reason
    assert len(str(refused.value)) > 40


@pytest.mark.parametrize(("total", "reason"), [(None, "total_unknown"), (4, "not_judged"), (3, None)])
def test_a_change_in_per_cent_is_of_all_the_contract_has_and_refused_where_that_is_not_known(judged, total, reason):
    data = judged({"lumas": {1: "FPN", 2: "FFN"}})
    contracts = data.contracts.assign(priorities_total=total).astype({"priorities_total": "Int64"})
    data = data.with_tables({"contracts": contracts})
    assert municipal_changes(data, (1, 2))["refused"].tolist() == [reason or "months_unknown"]
    if reason:
        with pytest.raises(Refusal) as refused:
            change_in_share(data, (f"lumas/{CYCLE}", 1), (f"lumas/{CYCLE}", 2))
        assert refused.value.reason == reason


def test_there_is_no_progress_across_contracts(example):
    place = example.assessments["municipality"].iloc[0]
    with pytest.raises(Refusal, match="two promises"):
        change_in_share(example, (f"{place}/2019-2023", 4), (f"{place}/2023-2027", 1))


def test_no_line_is_laid_through_two_points(judged):
    with pytest.raises(Refusal, match="at least three"):
        trend(judged({"lumas": {1: "FPN", 2: "FFN"}}), f"lumas/{CYCLE}")
    three = trend(judged({"lumas": {1: "PPN", 2: "FPN", 3: "FFP"}}), f"lumas/{CYCLE}")
    assert three["top"].tolist() == [0, 1, 2]
    assert three["addressed"].tolist() == [2, 2, 3]
    with pytest.raises(Refusal, match="set of priorities changed"):
        trend(judged({"lumas": {1: "PPN", 2: "FPW", 3: "FFW"}}), f"lumas/{CYCLE}")


def observed(judged, day, places):
    """Contracts with the months each had been observed at the end of year 1 and of year 2."""
    letters = {place: {1: "FPN", 2: "FFN"} for place in places}
    reports = [
        {"municipality": place, "contract": f"{place}/{CYCLE}", "cycle": CYCLE, "monitoring_year": year}
        | {"period_start": day(start), "period_end": day(end)}
        for place, years in places.items()
        for year, (start, end) in enumerate(years, start=1)
    ]
    data = judged(letters, reports=reports)
    since = {place: day(years[0][0]) for place, years in places.items()}
    return data.with_tables(
        {
            "contracts": data.contracts.assign(
                observed_from=pd.Series(data.contracts["municipality"].map(since), dtype="datetime64[s]")
            )
        }
    )


def test_only_equal_exposure_in_both_years_makes_a_group(judged, day):
    year = [("2019-08-01", "2020-08-31"), ("2020-09-01", "2021-09-30")]
    data = observed(
        judged,
        day,
        {
            "lumas": year,
            "gurre": year,
            "ura-e-vjeter": [("2021-08-01", "2021-12-31"), ("2022-01-01", "2022-12-31")],
        },
    )
    groups = same_exposure(data, (1, 2)).set_index("contract")["group"]
    assert groups[f"lumas/{CYCLE}"] == groups[f"gurre/{CYCLE}"] != groups[f"ura-e-vjeter/{CYCLE}"]


def test_a_municipality_whose_months_are_not_on_file_is_set_beside_none(judged):
    moves = municipal_changes(judged({"lumas": {1: "FPN", 2: "FFN"}}), (1, 2))
    assert moves["refused"].tolist() == ["months_unknown"]


def test_every_municipality_has_counts_or_a_reason(example):
    for years in following_years(example):
        moves = municipal_changes(example, years)
        assert (moves["refused"].notna() | moves["n"].notna()).all()
        counted = moves[moves["refused"].isna()]
        assert (counted["top_to"] <= counted["addressed_to"]).all()
        assert (counted["addressed_to"] <= counted["n"]).all()


def test_contracts_of_different_cycles_are_not_thrown_together(example):
    cycle, years = busiest_years(example)
    assert cycle == "2019-2023"
    assert years[1] == years[0] + 1
