"""What is on file, and what is not: missing is shown as missing."""

import pandas as pd
import pytest

from pop_analysis.measures import coverage

CYCLE = "2019-2023"
OWN = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE}


@pytest.mark.parametrize(
    ("letters", "declared", "state"),
    [("FPN", 3, "verdicts"), ("FPN", None, "some_verdicts"), ("FPN", 5, "some_verdicts"), ("FP-", 3, "some_verdicts")],
)
def test_all_verdicts_are_all_only_when_it_is_known_how_many_there_are(judged, letters, declared, state):
    data = judged({"lumas": {1: letters}})
    data = data.with_tables({"contracts": data.contracts.assign(priorities_total=pd.Series([declared], dtype="Int64"))})
    row = coverage(data).iloc[0]
    assert (row["state"], row["on_file"]) == (state, 3)


def test_a_report_without_its_verdicts_is_a_report(judged):
    states = coverage(judged({"lumas": {1: "F"}}, reports=[OWN | {"monitoring_year": 2}]))
    assert states["state"].tolist() == ["verdicts", "report"]
    assert states["assessed"].tolist() == [1, 0]


def test_a_published_share_alone_is_a_figure(judged):
    share = {"metric": "share_addressed", "value": 76, "unit": "percent", "source": "x", "figure_period": "viti 4"}
    states = coverage(judged({"lumas": {1: "F"}}, published_figures=[OWN | {"monitoring_year": 4} | share]))
    assert states[["monitoring_year", "state"]].values.tolist() == [[1, "verdicts"], [4, "figure"]]


def test_a_contract_alone_is_a_contract_without_a_year(dataset):
    states = coverage(dataset(contracts=[OWN]))
    assert states["state"].tolist() == ["contract"]
    assert states["monitoring_year"].isna().all()
    assert states["declared"].isna().all()


def test_every_contract_is_there_and_no_year_twice(data, example):
    for each in (data, example):
        states = coverage(each)
        assert set(states["contract"]) == set(each.contracts["contract"])
        assert not states.duplicated(["contract", "monitoring_year"]).any()


def test_verdicts_of_two_municipalities_only_are_public(data):
    states = coverage(data)
    judged = states[states["assessed"] > 0].set_index("municipality")
    assert judged["state"].to_dict() == {"fier": "verdicts", "durres": "some_verdicts"}
