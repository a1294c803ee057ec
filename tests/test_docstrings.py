"""Whoever asks for help of a function is told what goes in and comes out, what else there is, and an example."""

import inspect

import docstrings

import pop_analysis as pop
from pop_analysis.documented import MEANING, NEIGHBOURS


def test_every_public_function_has_every_section_in_numpydocs_form():
    assert docstrings.faults() == []


def test_what_is_missing_would_be_told(monkeypatch):
    monkeypatch.setattr(pop.fulfilment, "__doc__", "Count.\n\nParameters\n----------\ndata : Dataset\n    The data.\n")
    told = "\n".join(docstrings.faults())
    assert all(f"pop_analysis.fulfilment: {code}" in told for code in ("PR01", "RT01", "SA01", "EX01"))


def test_what_is_declared_of_arguments_and_neighbours_is_of_some_function():
    named = {name: _found(name) for name in docstrings.functions()}
    arguments = {each for function in named.values() for each in inspect.signature(function).parameters}
    assert set(MEANING) <= arguments
    known = {name.removeprefix("pop_analysis.") for name in named} | {"Dataset.where"}
    assert {each for group in NEIGHBOURS for each in group.split()} <= known


def test_help_names_the_arguments_in_the_order_of_the_call():
    said = pop.exhibits.unit_chart.__doc__
    order = [said.index(f"\n{name} : ") for name in inspect.signature(pop.exhibits.unit_chart).parameters]
    assert order == sorted(order)


def _found(name):
    found = pop
    for part in name.split(".")[1:]:
        found = getattr(found, part)
    return found
