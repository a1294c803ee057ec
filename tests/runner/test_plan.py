"""A plan holds only what can be carried out: names that are files, parameters that are plain values."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from pop_analysis.runner.plan import Plan, PlanError, Report


def report(name="fier-sq", **changed):
    fields = {"notebook": Path("a.ipynb"), "parameters": {}, "language": "sq", "title": "Fier", **changed}
    return Report(name, **fields)


@dataclass
class Sly:
    def __repr__(self):
        return "__import__('os').system('true')"


@pytest.mark.parametrize(
    "name", ["", "Fier", "-fier", "../fier", "fier.html", "fi er", "fier\n", "pukë", "a/b", "index", "x" * 200]
)
def test_a_name_that_is_no_safe_file_name_is_refused(name):
    with pytest.raises(PlanError):
        report(name)


def test_two_reports_cannot_write_the_same_file():
    with pytest.raises(PlanError, match="fier-sq"):
        Plan([report(), report()])


@pytest.mark.parametrize(
    "value", [("a",), {"a"}, Sly(), Decimal(1), np.float64(1.0), b"a", {1: "a"}, [("a",)], {"a": Sly()}, float("nan")]
)
def test_only_plain_values_can_be_parameters(value):
    with pytest.raises(PlanError):
        report(parameters={"x": value})


@pytest.mark.parametrize("name", ["a b", "x=1;y", "class", "", "1a"])
def test_the_name_of_a_parameter_cannot_be_code(name):
    with pytest.raises(PlanError):
        report(parameters={name: 1})


def test_plain_values_of_every_kind_are_taken():
    report(parameters={"a": "x", "b": 1, "c": 1.5, "d": True, "e": None, "f": [1, ["x"]], "g": {"h": [None]}})


def test_the_same_page_in_two_languages_has_one_subject():
    assert report("fier-sq").subject == report("fier-en", language="en").subject == "fier"
