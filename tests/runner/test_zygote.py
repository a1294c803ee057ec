"""The copies of the rehearsed process: one makes report after report, and never so many that something adds up."""

import os
import signal
import subprocess
import sys
from functools import partial

import pytest

from pop_analysis.runner.zygote import REPORTS_EACH, RehearsedParent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reports are made in forks on Linux only")


@pytest.fixture(scope="module")
def parent():
    with RehearsedParent() as parent:
        yield parent


def _done(parent, name, task):
    parent.begin(name, task)
    told, how, given = parent.finished()
    assert told == name
    return how, given


def test_after_so_many_reports_a_new_copy_takes_its_place(parent):
    made_by = [_done(parent, str(number), os.getpid) for number in range(REPORTS_EACH + 1)]
    assert {how for how, _ in made_by} == {"done"}
    assert len(set(made_by[:-1])) == 1
    assert made_by[-1] not in made_by[:-1]


def test_a_copy_that_dies_costs_only_the_report_it_was_at(parent):
    _, before = _done(parent, "before", os.getpid)
    assert _done(parent, "dies", partial(os.kill, before, signal.SIGKILL)) == ("died", None)
    how, after = _done(parent, "after", os.getpid)
    assert how == "done"
    assert after != before


def test_two_reports_at_once_are_made_by_two_copies(parent):
    made_by = partial(subprocess.check_output, ["sh", "-c", "sleep 1; echo $PPID"])
    for name in "ab":
        parent.begin(name, made_by)
    told = [parent.finished() for _ in "ab"]
    assert {name for name, _, _ in told} == {"a", "b"}
    assert len({given for _, _, given in told}) == 2


def test_what_a_copy_is_asked_for_comes_back_and_what_it_raises_is_raised():
    with RehearsedParent() as parent:
        assert parent.ask(os.getpid) != os.getpid()
        with pytest.raises(ValueError, match="invalid literal"):
            parent.ask(partial(int, "seven"))
        with pytest.raises(RuntimeError, match="has ended"):
            parent.ask(partial(os._exit, 1))
        assert _done(parent, "afterwards", partial(int, "7")) == ("done", 7)
