"""A measure is computed once for the same data, and never given for data that are not the same any more."""

import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis.measures.cache import cached
from pop_analysis.reading import Dataset


@pytest.fixture
def lumas(judged):
    return judged({"lumas": {1: "FPN"}, "gurre": {1: "PPN"}})


@pytest.fixture
def counted():
    """A measure that writes down each time it is computed."""
    runs = []

    @cached
    def statuses(data: Dataset, *about: object) -> pd.DataFrame:
        runs.append(about)
        return data["assessments"][["priority", "status"]].reset_index(drop=True)

    statuses.runs = runs
    return statuses


def test_the_same_question_is_computed_once(lumas, counted):
    pd.testing.assert_frame_equal(counted(lumas, ["a"]), counted(lumas, ["a"]))
    counted(lumas.where(municipality="lumas"))
    counted(lumas.where(municipality="lumas"))
    assert len(counted.runs) == 2


def test_data_with_other_tables_are_computed_anew(lumas, counted):
    before = counted(lumas)
    changed = lumas.with_tables({"assessments": lumas.assessments.assign(status="fully")})
    assert counted(changed)["status"].eq("fully").all()
    pd.testing.assert_frame_equal(counted(lumas), before)
    assert len(counted.runs) == 2


def test_what_is_written_into_a_frame_given_out_changes_no_result(lumas, counted):
    before = counted(lumas)
    lumas["assessments"].loc[:, "status"] = "fully"
    lumas["assessments"].drop(columns="status")
    pd.testing.assert_frame_equal(counted(lumas), before)


def test_a_question_with_a_frame_is_computed_each_time(lumas, counted):
    counted(lumas, lumas["priorities"])
    counted(lumas, lumas["priorities"])
    assert len(counted.runs) == 2


def test_what_was_given_can_be_written_into(lumas):
    first = pop.panel(lumas)
    wanted = first.copy()
    first.loc[:, "status"] = "withdrawn"
    first["more"] = 1
    pd.testing.assert_frame_equal(pop.panel(lumas), wanted)


def test_rows_looked_up_are_the_rows_compared(lumas, monkeypatch):
    from pop_analysis.reading.tables import source

    asked = [{"municipality": "lumas"}, {"municipality": ["lumas", "gurre"], "cycle": "2019-2023"}, {"theme": "youth"}]
    compared = [dict(lumas.where(**keys).tables) for keys in asked]
    monkeypatch.setattr(source, "MIN_ROWS_FOR_LOOKUP", 0)
    fresh = Dataset(lumas.tables, lumas.model)
    for keys, wanted in zip(asked, compared, strict=True):
        for name, frame in fresh.where(**keys).tables.items():
            pd.testing.assert_frame_equal(frame, wanted[name])
