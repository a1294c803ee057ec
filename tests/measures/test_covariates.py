"""Columns of what a panel's rows are about go along, and a part of a panel is taken wherever a whole one is."""

import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis.choices import WrongUse


def test_columns_of_priorities_contracts_and_municipalities_go_along(example):
    plain = pop.panel(example)
    with_more = pop.panel(example, with_=["latitude", "signed_on", "contracts.source"])
    assert with_more[list(plain)].equals(plain)
    where = example.municipalities.set_index("municipality")["latitude"]
    assert with_more["latitude"].equals(with_more["municipality"].map(where).rename("latitude"))
    signed = example.contracts.set_index("contract")["signed_on"]
    assert (with_more["signed_on"] == with_more["contract"].map(signed)).all()
    assert with_more["signed_on"].dtype.kind == "M"
    assert "contracts.source" in with_more


def test_one_name_is_one_column_and_one_that_is_there_already_stays(example):
    assert pop.panel(example, with_="latitude").columns[-1] == "latitude"
    assert pop.panel(example, with_="theme").equals(pop.panel(example))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [("latitud", "Did you mean “latitude”"), (["name"], "Known: "), ("signed_on_precision.x", "unknown column")],
)
def test_a_column_nobody_knows_is_told(example, wrong, told):
    with pytest.raises(WrongUse, match=told):
        pop.panel(example, with_=wrong)


def test_a_name_of_several_tables_is_asked_about(example):
    shared = [name for name in example.contracts if name in example.municipalities and name not in pop.panel(example)]
    for name in shared:
        with pytest.raises(WrongUse, match=f"contracts.{name}, municipalities.{name}"):
            pop.panel(example, with_=name)


def test_covariates_are_kept_through_transitions(example):
    every = pop.panel(example, with_="latitude").assign(old=True)
    changes = pop.transitions(example, assessments=every)
    assert changes.drop(columns=["latitude", "old"]).equals(pop.transitions(example))
    assert changes["latitude"].notna().all()
    counts = pop.fulfilment(example, by=["latitude", "monitoring_year"], assessments=every)
    assert counts[["total", "withdrawn"]].sum().sum() == len(every)


def test_a_part_of_a_panel_is_taken_wherever_a_whole_one_is(example):
    every = pop.panel(example)
    some = every[every["theme"].isin(["water", "education", "environment"])]
    for measure in (pop.fulfilment, pop.certainty, pop.pooled_and_mean, pop.transitions, pop.year_by_year):
        assert measure(example, assessments=every).equals(measure(example))
        assert len(measure(example, assessments=some)) <= len(measure(example))
    for measure in (pop.looks, pop.timeliness, pop.side_by_side, pop.told_apart, pop.tiers):
        assert measure(example, assessments=every).equals(measure(example))
    for measure in (pop.benchmark, pop.standing):
        assert measure(example, "lumebardhe", assessments=every).equals(measure(example, "lumebardhe"))
    assert pop.sensitivity(example, assessments=every).equals(pop.sensitivity(example))
    assert pop.timeliness(example, assessments=some)["priority"].isin(some["priority"]).all()
    assert pop.side_by_side(example, assessments=some)["assessed"].sum() < pop.side_by_side(example)["assessed"].sum()


def test_draws_are_no_places_to_compare(example):
    twice = pd.concat([pop.panel(example)] * 2)
    for measure in (pop.side_by_side, pop.tiers, pop.told_apart, pop.bundling):
        with pytest.raises(WrongUse, match="draws of a bootstrap are no places"):
            measure(example, assessments=twice)
    assert len(pop.timeliness(example, assessments=twice)) == 2 * len(pop.timeliness(example))
