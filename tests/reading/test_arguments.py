"""What people give to a function is resolved to what the data call it, or told: never taken for an absence."""

import inspect

import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis import exhibits
from pop_analysis.choices import WrongUse
from pop_analysis.reading.arguments import RESOLVED, resolved

GOOD = {
    "municipality": "fier",
    "cycle": "2019-2023",
    "cycles": ["2019-2023"],
    "contract": "fier/2019-2023",
    "monitoring_year": 1,
    "years": (1, 2),
    "calendar_year": 2021,
    "until": 2021,
    "start": "2021-01-01",
    "end": "2021-12-31",
    "language": "en",
    "section": "forums",
    "speaker": "network",
    "kinds": ["video"],
}
WRONG = {
    "municipality": "Fierzë",
    "cycle": "1919-1923",
    "cycles": "1919-1923",
    "contract": "fier/1919-1923",
    "monitoring_year": 77,
    "years": (2, 1),
    "calendar_year": 1821,
    "until": "last year",
    "start": "1.1.2021",
    "end": "soon",
    "language": "xx",
    "section": "nothing",
    "speaker": "nobody",
    "kinds": "dances",
}


def public():
    """Every function others are given that is asked of a data set, by its name."""
    named = {f"pop.{name}": getattr(pop, name) for name in pop.__all__ if name != "exhibits"}
    named |= {f"exhibits.{name}": value for name, value in vars(exhibits).items() if not name.startswith("_")}
    functions = {name: each for name, each in named.items() if inspect.isfunction(each)}
    return {
        name: each
        for name, each in functions.items()
        if "Dataset" in str(inspect.signature(each).parameters.get("data")) and "reading" not in each.__module__
    }


ASKED = [(name, each) for name, function in public().items() for each in inspect.signature(function).parameters]


@pytest.mark.parametrize(("name", "wrong"), [(name, each) for name, each in ASKED if each in RESOLVED])
def test_a_wrong_value_is_told_with_what_is_known(data, name, wrong):
    function = public()[name]
    given = {each: GOOD.get(each) for each, about in inspect.signature(function).parameters.items() if each != "data"}
    given = {
        each: value
        for each, value in given.items()
        if value is not None or inspect.signature(function).parameters[each].default is inspect.Parameter.empty
    }
    with pytest.raises(WrongUse, match=r"Known: |are wanted|is written as"):
        function(**given | {"data": data, wrong: WRONG[wrong]})


@pytest.mark.parametrize("name", public())
def test_what_is_no_data_set_is_told(name):
    parameters = inspect.signature(public()[name]).parameters
    others = {each: GOOD.get(each) for each, about in parameters.items() if about.default is inspect.Parameter.empty}
    with pytest.raises(WrongUse, match="asked of a data set"):
        public()[name](**{**others, "data": pd.DataFrame()})


@pytest.mark.parametrize(
    ("parameter", "forms", "meant"),
    [
        ("municipality", ["fier", "Fier", "Bashkia Fier", "BASHKIA FIER", "Municipality of Fier"], "fier"),
        ("cycle", ["2019-2023", "2019–2023", "2019 — 2023", "2019/2023", "fier/2019-2023"], "2019-2023"),
        ("cycles", ["2019–2023", ["2019-2023"], ("2019/2023",), pd.Series(["2019-2023"])], ["2019-2023"]),
        ("contract", ["fier/2019-2023", "Fier 2019–2023", "Bashkia Fier, 2019-2023"], "fier/2019-2023"),
        ("monitoring_year", [1, "1", (1.0).__int__(), pd.Series([1]).iloc[0]], 1),
        ("years", [(1, 2), [1, 2], ("1", "2")], (1, 2)),
        ("start", ["2021-01-01", pd.Timestamp("2021-01-01")], "2021-01-01"),
        ("speaker", ["network"], "network"),
        ("municipality", [None, ""], None),
        ("cycles", [[""]], [""]),
    ],
)
def test_every_form_people_use_means_the_same(data, parameter, forms, meant):
    for form in forms:
        assert (resolved(data, parameter, form) or None) == meant


def test_a_figure_asked_for_in_another_form_is_the_same_figure(data):
    one = exhibits.unit_chart(data, "fier", "2019-2023", language="en")
    other = exhibits.unit_chart(data, "Bashkia Fier", "2019–2023", language="en")
    assert str(one) == str(other)
    assert "of 5" in str(one)


def test_a_part_of_a_data_set_is_asked_only_for_what_is_in_it(data):
    part = data.where(municipality="fier")
    assert "of 5" in str(exhibits.unit_chart(part, "fier", "2019-2023", language="en"))
    with pytest.raises(WrongUse, match=r"unknown municipality “vlore”.*Known: fier"):
        exhibits.unit_chart(part, "vlore", "2019-2023", language="en")


@pytest.mark.parametrize(
    ("keys", "near"),
    [({"municipality": "fierr"}, "fier"), ({"cycle": "2019-2024"}, "2019-2023"), ({"contract": "x"}, "")],
)
def test_where_tells_what_stands_in_no_table(data, keys, near):
    with pytest.raises(WrongUse, match=rf"Did you mean “{near}”|Known: "):
        data.where(**keys)


def test_a_table_that_is_not_there_is_told_with_the_nearest(data):
    with pytest.raises(KeyError, match=r"unknown table “priorites”\. Did you mean “priorities”"):
        data["priorites"]
