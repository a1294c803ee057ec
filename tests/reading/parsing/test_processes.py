"""A file that kills its reader costs that file, not the run."""

import gc
import multiprocessing
import os
import time

import pytest

from pop_analysis.reading import workbook as workbook_module
from pop_analysis.reading.parsing import parsers as opening
from pop_analysis.reading.parsing import processes
from pop_analysis.reading.parsing.processes import SIDE_BY_SIDE, Died, read_side_by_side

pytestmark = [
    pytest.mark.forked,
    pytest.mark.skipif(not SIDE_BY_SIDE, reason="no processes with limits on this system"),
]


def no_cells(_):
    return 0


def harmful(what):
    """Read ``what``, which may be the end of the process."""
    if what == "dies":
        os._exit(3)
    if what == "eats memory":
        return len(bytearray(40_000_000_000))
    if what == "spins":
        while True:
            pass
    return what.upper()


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_everything_is_read_whatever_the_number_of_processes(jobs):
    todo = [f"file {number}" for number in range(9)]
    assert sorted(read_side_by_side(todo, harmful, no_cells, jobs)) == [(each, each.upper()) for each in todo]


@pytest.mark.parametrize("what", ["dies", "spins"])
def test_a_file_whose_process_dies_costs_that_file_only(monkeypatch, what):
    monkeypatch.setattr(processes, "BASE_SECONDS", 1)
    results = dict(read_side_by_side(["a", what, "b", "c"], harmful, no_cells))
    assert isinstance(results.pop(what), Died)
    assert results == {"a": "A", "b": "B", "c": "C"}


def test_too_much_memory_costs_that_file_only():
    results = dict(read_side_by_side(["a", "eats memory"], harmful, no_cells))
    assert isinstance(results.pop("eats memory"), Died)
    assert results == {"a": "A"}


def test_whoever_reads_looks_for_garbage_though_its_parent_does_not():
    gc.disable()
    try:
        assert dict(read_side_by_side(["a"], lambda _: gc.isenabled(), no_cells)) == {"a": True}
    finally:
        gc.enable()


def test_a_workbook_nobody_can_read_is_said_and_the_others_are_read(workbook, contract, read, monkeypatch):
    folder = workbook(contract())
    (folder / "other.xlsx").write_bytes((folder / "lumas.xlsx").read_bytes() + b"\x00")
    sound = opening.read_cells

    def deadly(path, report):
        if path.name == "other.xlsx":
            os._exit(1)
        return sound(path, report)

    monkeypatch.setattr(workbook_module, "read_cells", deadly)
    data = read(folder)
    assert data.findings[["code", "file"]].values.tolist() == [["FI-17", "other.xlsx"]]
    assert len(data.priorities) == 2


def test_no_process_is_left_behind_when_reading_is_broken_off():
    reading = read_side_by_side(["a", "b", "spins"], harmful, no_cells, 2)
    next(reading)
    reading.close()
    ends = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < ends:
        time.sleep(0.05)
    assert multiprocessing.active_children() == []
