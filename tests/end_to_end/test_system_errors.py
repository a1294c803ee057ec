"""Where the system says no, a command ends in a line that says why and what to do, and goes on where it can."""

import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pop_analysis.cli import main

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
LONG = f"{'a' * 250}.xlsx"


def run(*asked):
    return CliRunner().invoke(main, list(map(str, asked)))


def limited(limit, folder, *asked):
    command = f'ulimit {limit}; exec "$0" -P -m pop_analysis.cli "$@"'
    return subprocess.run(
        ["sh", "-c", command, sys.executable, *map(str, asked)], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def workbooks(made_once, tmp_path):
    from pop_analysis.synthetic import make_example

    made = made_once("example-of-2", lambda folder: make_example(folder, municipalities=2, years=1))
    shutil.copytree(made, tmp_path / "raw")
    return tmp_path / "raw"


def test_a_file_of_the_longest_name_there_is_is_read_and_so_are_the_others(workbooks):
    (workbooks / "lumebardhe.xlsx").rename(workbooks / LONG)
    (workbooks / f"{'b' * 250}.xlsx").write_bytes(b"%PDF-1.4")
    done = run("process", "--data", workbooks, "--processed", workbooks.parent / "tables")
    assert done.exit_code == 1  # for the one that is no workbook
    assert "statements" in done.output
    assert isinstance(done.exception, SystemExit)
    done = run("validate", workbooks, "--language", "en", "--xlsx", workbooks.parent / "marked.xlsx")
    assert "Files that were not read: 1" in done.output
    assert (workbooks.parent / "marked.xlsx").is_file()


@pytest.mark.parametrize(
    "asked",
    [
        ["report", "--data", "raw", "--out", "of/x", "--notebook", "network"],
        ["process", "--data", "raw", "--processed", "of/x"],
        ["example", "of/x"],
        ["template", "of/x.xlsx"],
        ["validate", "raw", "--json", "of/x.json"],
    ],
    ids=" ".join,
)
def test_a_place_below_a_file_is_told_in_words(workbooks, monkeypatch, asked):
    monkeypatch.chdir(workbooks.parent)
    (workbooks.parent / "of").write_text("a file")
    done = run(*asked)
    assert isinstance(done.exception, SystemExit), done.output
    assert done.exit_code
    assert "Error:" in done.output
    assert (workbooks.parent / "of").read_text() == "a file"


@POSIX
@pytest.mark.parametrize(
    ("limit", "asked", "said"),
    [
        ("-n 12", ["process", "--data", "raw"], "ulimit -n"),
        ("-n 16", ["report", "--data", "raw", "--notebook", "network"], "ulimit -n"),
        ("-f 4", ["process", "--data", "raw"], "Make room"),
        ("-f 4", ["example", "new"], "Make room"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_limit_of_the_system_is_told_with_what_to_do(workbooks, limit, asked, said):
    done = limited(limit, workbooks.parent, *asked)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert said in done.stderr
    assert not list(workbooks.parent.glob(".unfinished*"))
