"""What the examples in docstrings speak of: the package, the real data, an invented network, a folder to write to."""

from __future__ import annotations

from typing import Any

import pytest

import pop_analysis as pop


@pytest.fixture(scope="session")
def spoken_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The real data and an invented network, each read once."""
    folder = tmp_path_factory.mktemp("spoken_of")
    pop.example(folder, municipalities=6, years=4)
    return {"pop": pop, "data": pop.load("data/raw"), "invented": pop.load(folder)}


@pytest.fixture(autouse=True)
def _examples(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    if isinstance(request.node, pytest.DoctestItem):
        doctest_namespace.update(request.getfixturevalue("spoken_of"), folder=request.getfixturevalue("tmp_path"))
