"""The workers of the zygote: one makes report after report, and never so many that something adds up."""

import os
import signal
import subprocess
import sys
from functools import partial

import pytest

from pop_analysis.runner.zygote import REPORTS_EACH, ZygoteClient

pytestmark = [
    pytest.mark.anew,
    pytest.mark.skipif(sys.platform != "linux", reason="reports are made in forks on Linux only"),
]


@pytest.fixture(scope="module")
def zygote():
    with ZygoteClient() as zygote:
        yield zygote


def _done(zygote, name, task):
    zygote.begin(name, task)
    told, how, given = zygote.finished()
    assert told == name
    return how, given


def test_after_so_many_reports_a_new_worker_takes_its_place(zygote):
    made_by = [_done(zygote, str(number), os.getpid) for number in range(REPORTS_EACH + 1)]
    assert {how for how, _ in made_by} == {"done"}
    assert len(set(made_by[:-1])) == 1
    assert made_by[-1] not in made_by[:-1]


def test_a_worker_that_dies_costs_only_the_report_it_was_at(zygote):
    _, before = _done(zygote, "before", os.getpid)
    assert _done(zygote, "dies", partial(os.kill, before, signal.SIGKILL)) == ("died", None)
    how, after = _done(zygote, "after", os.getpid)
    assert how == "done"
    assert after != before


def test_two_reports_at_once_are_made_by_two_workers(zygote):
    made_by = partial(subprocess.check_output, ["sh", "-c", "sleep 1; echo $PPID"])
    for name in "ab":
        zygote.begin(name, made_by)
    told = [zygote.finished() for _ in "ab"]
    assert {name for name, _, _ in told} == {"a", "b"}
    assert len({given for _, _, given in told}) == 2


def test_what_a_worker_is_asked_for_comes_back_and_what_it_raises_is_raised():
    with ZygoteClient() as zygote:
        assert zygote.ask(os.getpid) != os.getpid()
        with pytest.raises(ValueError, match="invalid literal"):
            zygote.ask(partial(int, "seven"))
        with pytest.raises(RuntimeError, match="has ended"):
            zygote.ask(partial(os._exit, 1))
        assert _done(zygote, "afterwards", partial(int, "7")) == ("done", 7)
