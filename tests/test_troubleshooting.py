"""The errors people meet are those docs/troubleshooting.md explains: each is provoked, and its message stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from filelock import FileLock

from pop_analysis.cli import main
from pop_analysis.runner.output_lock import LOCK

ROOT = Path(__file__).parents[1]
PAGES = {"sq": "troubleshooting.sq.md", "en": "troubleshooting.md"}
JUDGED = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "adresuar plotësisht"}
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


class Place:
    """An empty project, in which a person goes wrong."""

    def __init__(self, folder, workbook, contract):
        self.folder, self.raw, self.workbook, self.contract = folder, folder / "data" / "raw", workbook, contract
        (folder / "notebooks").mkdir(parents=True)
        self.raw.mkdir(parents=True)

    def judged(self, name="lumas.xlsx", municipality="Lumas", edit=None, **row):
        rows = self.contract(assessments=[JUDGED | row])
        return self.workbook(rows, name=name, municipality=municipality, edit=edit)

    def said(self, *arguments, language=None):
        asked = [str(each) for each in arguments] + (["--language", language] if language else [])
        done = CliRunner().invoke(main, asked)
        assert done.exit_code != 0, done.output
        return done.output


@pytest.fixture
def place(tmp_path, workbook_in, contract, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Place(tmp_path, workbook_in(tmp_path / "data" / "raw"), contract)


def shell(command, **environment):
    done = subprocess.run(
        [shutil.which("bash"), "-c", command], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    return done.stdout + done.stderr


def command_not_found(place, language):
    return shell("pop-analysis report", PATH=str(place.folder))


def python_too_old(place, language):
    old = place.folder / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    shutil.copy(ROOT / "Makefile", place.folder)
    for name in ("pyproject.toml", "constraints.txt"):
        (place.folder / name).touch()
    return shell("make reports", PATH=f"{place.folder}{os.pathsep}{os.environ['PATH']}")


def nothing_here(place, language):
    return place.said("report")


def verdict_cut_off(place, language):
    place.judged(status="Adresuar P")
    return place.said("validate", language=language)


def municipality_unknown(place, language):
    place.judged(municipality="Lumaz i Ri")
    return place.said("validate", language=language)


def priority_not_there(place, language):
    place.judged(label=7)
    return place.said("validate", language=language)


def date_in_two_ways(place, language):
    place.judged(edit=lambda book: book["Vlerësimet"].__setitem__("E2", "3/4/2021"))
    return place.said("validate", language=language)


def file_is_no_workbook_of_ours(place, language):
    place.judged(edit=lambda book: book.remove(book["Rreth skedarit"]))
    (place.raw / "tabela.xls").write_bytes(OLD_EXCEL)
    return place.said("validate", language=language)


def two_versions(place, language):
    place.judged(reason="Puna mbaroi.")
    place.judged(name="lumas (1).xlsx", reason="Puna vazhdon.")
    return place.said("validate", language=language)


def two_runs(place, language):
    place.judged()
    (place.folder / "reports").mkdir()
    with FileLock(place.folder / "reports" / LOCK):
        program = [sys.executable, "-m", "pop_analysis.cli", "report"]
        return subprocess.run(program, capture_output=True, text=True, check=False).stderr


def report_failed(place, language):
    cells = [
        nbformat.v4.new_code_cell("year = 2021", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("100 / (year - 2021)"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), "own.ipynb")
    Path("plan.csv").write_text("name,year\nyear-2021,2021\n", encoding="utf-8")
    return place.said("report", "--notebook", "own.ipynb", "--plan", "plan.csv")


# In the order of the page.
PROVOKED = [
    (command_not_found, python_too_old),
    (nothing_here,),
    (verdict_cut_off,),
    (municipality_unknown,),
    (priority_not_there,),
    (date_in_two_ways,),
    (file_is_no_workbook_of_ours,),
    (two_versions,),
    (two_runs,),
    (report_failed,),
]


def plain(text):
    """A text without what differs from run to run: how lines are broken, and how long something took."""
    return re.sub(r"\d+\.\d s\b", "0.0 s", re.sub(r"\s+", " ", text))


def sections(language):
    text = (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")
    return re.split(r"^## ", text, flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("provoked", PROVOKED, ids=lambda each: each[0].__name__)
def test_the_page_quotes_what_is_really_said(provoked, language, place):
    number = PROVOKED.index(provoked)
    section = sections(language)[number]
    assert section.startswith(f"{number + 1}. ")
    quoted = re.findall(r"^```text\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    said = plain("\n".join(provoke(place, language) for provoke in provoked))
    assert len(quoted) == len(provoked)
    assert [line for line in "".join(quoted).splitlines() if plain(line) not in said] == []


@pytest.mark.parametrize("language", PAGES)
def test_the_page_has_ten_errors(language):
    assert len(sections(language)) == len(PROVOKED) == 10


@pytest.mark.parametrize("language", PAGES)
def test_a_run_that_did_not_end_well_says_where_the_page_is(language, place):
    for provoke in (verdict_cut_off, report_failed):
        last = provoke(place, language).splitlines()[-1]
        assert PAGES[language] in last
        assert {"sq": "Zgjidhja e problemeve", "en": "Troubleshooting"}[language] in last
