"""A measure of one municipality is the same whether it is taken from the whole country's or computed for it alone."""

import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis.measures import exposure, panel
from pop_analysis.measures.panel import monitor_of_record_first, monitoring_years
from pop_analysis.reading import Dataset, read_folder
from pop_analysis.synthetic import make_example

OF_PARTS = [
    monitoring_years,
    monitor_of_record_first,
    panel,
    pop.transitions,
    pop.evidence_counts,
    pop.citizens_beside_assessments,
    pop.coverage,
    exposure,
    pop.fulfilment,
    pop.certainty,
    pop.timeliness,
    pop.campaign_ladder,
    pop.contract_succession,
]


@pytest.fixture(scope="module", params=[pytest.param("real", marks=pytest.mark.slow), "invented"])
def country(request, data, made_once):
    """Small, but of two contracts each: what is one's own and what is the country's differ in every way they can."""
    if request.param == "real":
        return data
    return read_folder(made_once("example-of-3-in-two-cycles", lambda place: make_example(place, 3, 5)))


@pytest.mark.parametrize("measure", OF_PARTS, ids=lambda measure: measure.__name__)
def test_the_rows_of_a_part_are_those_computed_for_it_alone(country, measure):
    asked = [{"municipality": place} for place in country["municipalities"]["municipality"]]
    asked += [{"municipality": place, "cycle": cycle} for place, cycle in _one_of_several(country)]
    asked += [{"cycle": cycle} for cycle in sorted(set(country["contracts"]["cycle"]))]
    found = 0
    for keys in asked:
        part = country.where(**keys)
        alone = Dataset(part.tables, part.model)  # frames of its own: there is no whole to take anything from
        pd.testing.assert_frame_equal(measure(part), measure(alone), obj=f"{measure.__name__} of {keys}")
        found += len(measure(part))
    assert found or not country.synthetic  # of the real data not every measure has something to say


def _one_of_several(country):
    """The contracts of those who have more than one: of the others it is the part that is asked for already."""
    contracts = country["contracts"][["municipality", "cycle"]]
    several = contracts[contracts["municipality"].duplicated(keep=False)]
    return several.itertuples(index=False, name=None)
