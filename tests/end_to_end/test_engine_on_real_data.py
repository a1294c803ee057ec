"""Every report of the real data is the same whether its Python was forked or started by papermill's stock engine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pop_analysis.runner.limits import NO_FORK_VARIABLE

PROJECT = Path(__file__).parents[2]
TIMES = {"start_time", "end_time", "duration"}


def masked(value, key=""):
    if key in TIMES or key.startswith(("iopub.", "shell.")):
        return "time"
    if isinstance(value, dict):
        return {key: masked(each, key) for key, each in value.items() if key != "id"}
    return [masked(each) for each in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """The pages of the real data, made by the stock engine in a pool of fresh processes."""
    out = tmp_path_factory.mktemp("stock")
    command = [sys.executable, "-m", "pop_analysis.cli", "report", "--data", PROJECT / "data" / "raw"]
    command += ["--processed", out / "processed", "--out", out / "reports"]
    subprocess.run(command, cwd=PROJECT, check=True, env=os.environ | {NO_FORK_VARIABLE: "1"})
    return out / "reports"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="there is no fork: both are the stock engine")
def test_the_whole_executed_notebook_of_every_report_is_that_of_the_stock_engine(reports, stock):
    names = sorted(path.name for path in (stock / "notebooks").iterdir())
    assert len(names) == len(reports.pages) == 28
    for name in names:
        ours, theirs = (json.loads((out / "notebooks" / name).read_text()) for out in (reports.out, stock))
        assert masked(ours) == masked(theirs), name


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="there is no fork: both are the stock engine")
def test_every_page_is_the_same_to_the_byte_without_a_fork(reports, stock):
    for path in [*reports.pages, reports.out / "index.html", reports.out / "manifest.json"]:
        assert path.read_bytes() == (stock / path.name).read_bytes(), path.name
