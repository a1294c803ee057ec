"""Counts before shares, missing as missing, and no index without its w: check values by hand and of the guide."""

import pandas as pd
import pytest

from pop_analysis.measures import (
    Refusal,
    by_theme,
    certainty,
    coverage,
    fulfilment,
    index,
    latest,
    panel,
    pooled_and_mean,
)

SHARES = ["share_top", "share_addressed", "coverage", "addressed_low", "addressed_high", "one_assessment"]


def first_year(data, **keys):
    counts = fulfilment(data.where(**keys))
    return counts[counts["monitoring_year"] == 1].iloc[0]


def test_fier_in_its_first_year(data):
    fier = first_year(data, municipality="fier", cycle="2019-2023")
    assert fier[["fully", "partially", "not_addressed", "assessed", "unassessed"]].tolist() == [0, 3, 2, 5, 0]
    assert (fier["share_top"], fier["share_addressed"], fier["one_assessment"]) == (0, 0.6, 0.2)
    assert fier["headline"]


def test_durres_in_its_first_year(data):
    durres = first_year(data, municipality="durres", cycle="2019-2023")
    assert durres[["fully", "partially", "not_addressed", "assessed"]].tolist() == [0, 6, 1, 7]
    assert durres["share_addressed"] == pytest.approx(6 / 7)


def test_counts_shares_and_bounds_by_hand(judged):
    counts = fulfilment(judged({"lumas": {1: "FFPPPN--?W"}})).iloc[0]
    assert counts[["fully", "partially", "not_addressed"]].tolist() == [2, 3, 1]
    # The withdrawn one is in no count; the unverifiable one and the two missing ones are not judged.
    assert counts[["assessed", "unassessed", "total", "withdrawn"]].tolist() == [6, 3, 9, 1]
    expected = {"share_top": 2 / 6, "share_addressed": 5 / 6, "coverage": 6 / 9, "one_assessment": 1 / 6}
    expected |= {"addressed_low": 5 / 9, "addressed_high": 8 / 9}
    assert counts[SHARES].astype(float).to_dict() == pytest.approx(expected)
    assert not counts["headline"]


def test_a_contract_of_which_all_was_withdrawn_keeps_its_verdicts_of_before_and_stops_nothing(judged):
    data = judged({"gurre": {1: "WW"}, "lumas": {1: "FPN", 2: "WWW"}, "zall": {1: "FP", 2: "FP"}})
    counts = certainty(data)
    assert counts[["municipality", "monitoring_year", "assessed", "known"]].to_numpy().tolist() == [
        ["lumas", 1, 3, 3],
        ["zall", 1, 2, 2],
        ["zall", 2, 2, 2],
    ]
    assert latest(data)[["municipality", "monitoring_year"]].to_numpy().tolist() == [["lumas", 1], ["zall", 2]]
    assert set(coverage(data)["municipality"]) == {"gurre", "lumas", "zall"}


def test_one_missing_verdict_of_five_is_still_enough_for_a_headline_and_two_are_not(judged):
    counts = fulfilment(judged({"lumas": {1: "FPPN-", 2: "FPP--"}}))
    assert counts["headline"].tolist() == [True, False]


def test_where_nothing_is_judged_there_is_no_share(judged):
    counts = fulfilment(judged({"lumas": {1: "F??", 2: "---", 3: "F--"}, "gurre": {1: "??"}}))
    nothing = counts[counts["municipality"] == "gurre"].iloc[0]
    assert nothing[["assessed", "unassessed"]].tolist() == [0, 2]
    assert nothing[["share_top", "share_addressed", "one_assessment"]].isna().all()
    assert nothing[["addressed_low", "addressed_high"]].tolist() == [0, 1]
    assert not nothing["headline"]


def test_shares_lie_within_their_bounds(data, example):
    for each in (data, example):
        counts = fulfilment(each)
        counts = counts[counts["assessed"] > 0]
        assert (counts["share_top"] <= counts["share_addressed"]).all()
        assert (counts["addressed_low"] <= counts["share_addressed"]).all()
        assert (counts["share_addressed"] <= counts["addressed_high"]).all()
        assert (counts["assessed"] + counts["unassessed"] == counts["total"]).all()


def test_another_grouping_counts_the_same_priorities(example):
    by_year = fulfilment(example)
    by_place = fulfilment(example, by=["municipality"])
    for column in ("fully", "partially", "not_addressed", "assessed", "total", "withdrawn"):
        assert by_year[column].sum() == by_place[column].sum()
        assert by_year.groupby("municipality")[column].sum().tolist() == by_place[column].tolist()


def test_an_empty_data_set_has_no_counts(dataset):
    assert fulfilment(dataset()).empty


@pytest.mark.parametrize(("w", "of_five"), [(0, 0), (0.5, 1.5), (1, 3), (0.25, 0.75)])
def test_the_index_always_comes_with_its_ends(data, w, of_five):
    fier = index(data.where(municipality="fier", cycle="2019-2023"), w=w).iloc[0]
    assert fier["index"] == pytest.approx(of_five / 5)
    assert (fier["index_low"], fier["index_high"], fier["w"]) == (0, 0.6, w)


def test_the_index_of_the_networks_first_year_is_that_of_the_guide(judged):
    year = index(judged({"all": {1: "F" * 17 + "P" * 59 + "N" * 25}}), w=0.5).iloc[0]
    assert [round(100 * year[name]) for name in ("index_low", "index", "index_high")] == [17, 46, 75]


@pytest.mark.parametrize("w", [-0.1, 1.01, 50, float("nan")])
def test_an_index_with_an_impossible_weight_is_refused(data, w):
    with pytest.raises(ValueError, match="between 0 and 1"):
        index(data, w=w)


def test_an_index_without_its_weight_is_refused(data):
    with pytest.raises(Refusal):
        index(data)


def test_an_index_of_nothing_is_missing(judged):
    nothing = index(judged({"lumas": {1: "??"}}), w=0.5).iloc[0]
    assert nothing[["index", "index_low", "index_high"]].isna().all()


def test_the_pooled_share_and_the_mean_of_shares_are_two_things(judged):
    # 1 of 2 and 8 of 8: pooled 9 of 10, mean of 50 % and 100 %.
    both = pooled_and_mean(judged({"lumas": {1: "FN"}, "gurre": {1: "FFFFPPPP"}})).iloc[0]
    assert both[["municipalities", "assessed", "total"]].tolist() == [2, 10, 10]
    assert both["pooled_addressed"] == pytest.approx(0.9)
    assert both["mean_addressed"] == pytest.approx(0.75)
    assert both["pooled_top"] == pytest.approx(0.5)
    assert both["mean_top"] == pytest.approx(0.5)


def test_municipalities_without_a_verdict_are_in_no_average(judged):
    verdicts = {"lumas": {1: "FN"}, "gurre": {1: "??"}, "ura-e-vjeter": {1: "FF"}}
    both = pooled_and_mean(judged(verdicts)).iloc[0]
    assert both[["municipalities", "assessed"]].tolist() == [2, 4]
    assert both["mean_addressed"] == 0.75


def test_of_one_municipality_there_is_no_mean(judged):
    one = pooled_and_mean(judged({"lumas": {1: "FN"}})).iloc[0]
    assert one["pooled_addressed"] == 0.5
    assert pd.isna(one["mean_addressed"])
    assert pd.isna(one["mean_top"])


def test_contracts_and_years_are_averaged_apart(example):
    rows = pooled_and_mean(example)
    assert not rows.duplicated(["cycle", "monitoring_year"]).any()
    assert (rows["pooled_top"] <= rows["pooled_addressed"]).all()


def test_a_theme_without_a_priority_has_no_row_which_is_not_zero(judged):
    data = judged({"lumas": {1: "FPN"}, "gurre": {1: "N"}})
    priorities = data.priorities.copy()
    priorities.loc[priorities["number"] == 3, "theme"] = "housing"
    priorities.loc[priorities["number"] == 2, "theme"] = None
    data = data.with_tables({"priorities": priorities})
    cells = by_theme(data, assessments=panel(data)).set_index(["municipality", "theme"])
    assert set(cells.index) == {("lumas", "water"), ("lumas", "housing"), ("gurre", "water")}
    assert cells.loc[("lumas", "water"), "assessed"] == 1
    assert cells.loc[("gurre", "water"), ["fully", "not_addressed"]].tolist() == [0, 1]


def test_themes_are_counted_over_the_last_judged_year_unless_other_verdicts_are_given(judged):
    data = judged({"lumas": {1: "FF", 2: "FN", 3: "--"}, "gurre": {1: "P"}})
    cells = by_theme(data).set_index("municipality")
    assert cells[["fully", "partially", "not_addressed"]].values.tolist() == [[0, 1, 0], [1, 0, 1]]
    first = panel(data).query("monitoring_year == 1")
    assert by_theme(data, assessments=first).set_index("municipality").loc["lumas", "fully"] == 2


@pytest.mark.parametrize(("total", "allowed"), [(None, False), (9, False), (6, True)])
def test_no_share_of_a_theme_stands_where_none_of_its_contract_may(judged, total, allowed):
    data = judged({"lumas": {1: "FPNFPN"}})
    contracts = data.contracts.assign(priorities_total=total).astype({"priorities_total": "Int64"})
    (row,) = by_theme(data.with_tables({"contracts": contracts})).to_dict("records")
    assert (row["addressed"], row["assessed"]) == (4, 6)
    assert (bool(row["headline"]), not pd.isna(row["share_addressed"])) == (allowed, allowed)
