"""What tests and the examples in docstrings share: the package, the real data, an invented network, a folder."""

from __future__ import annotations

import gc
from typing import Any

import prepared
import pytest

import pop_analysis as pop
from pop_analysis.reading.parsing import processes
from pop_analysis.runner import zygote
from pop_analysis.runner.job import lighten_imports

lighten_imports()  # as the program does: a second in every process of the tests
FORKS = processes.SIDE_BY_SIDE
BEGIN_ANEW = zygote.begin_process


def pytest_collection_finish() -> None:
    """Collect nothing again of what is imported by now: to look through it took a tenth of the time of the tests."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """No process for every small file, and no new one for every run of reports, where it is not what the test is about.

    Then also coverage is seen. Before any fixture, so that what a test reads first for others is read as its own files
    are.
    """
    processes.SIDE_BY_SIDE = FORKS and item.get_closest_marker("forked") is not None
    zygote.begin_process = BEGIN_ANEW if item.get_closest_marker("anew") else prepared.begin_process


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
