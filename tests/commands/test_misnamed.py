"""Commands on files whose names are no UTF-8."""

import sys

import openpyxl
import pytest

from pop_analysis.commands import reply_export, reply_import
from pop_analysis.commands.report_any import plan_of
from pop_analysis.runner.manifest import inputs_of
from pop_analysis.runner.plan import Report

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
NAME = "p\udcebrgjigje.xlsx"


@pytest.mark.parametrize("own", ["lumebardhe.xlsx", "lum\udceb.xlsx"])
def test_a_reply_is_taken_in_whatever_it_and_the_municipalitys_workbook_are_called(project, own):
    raw = project / "data" / "raw"
    (raw / "lumebardhe.xlsx").rename(raw / own)
    path = reply_export("lumebardhe", "out.xlsx")
    book = openpyxl.load_workbook(path)
    book["Përgjigjet"]["H2"] = "Puna vazhdon."
    book.save(NAME)
    done = reply_import(NAME)
    assert done.findings.empty
    assert done.replies == 1
    assert done.path is not None
    assert done.path.read_bytes() == (project / NAME).read_bytes()


def test_what_a_report_is_made_of_has_a_hash_whatever_lies_beside_the_notebook(project):
    report = Report("one", project / "notebooks" / "network.ipynb", {}, "en", "One")
    before = inputs_of(report, project)
    (project / "data" / "raw" / NAME).write_bytes(b"x")
    after = inputs_of(report, project)
    assert before != after
    (project / "data" / "raw" / NAME).rename(project / "data" / "raw" / "p\udce7.xlsx")
    assert inputs_of(report, project) not in (before, after)


def test_a_notebook_is_called_by_what_can_be_written_of_its_name(project):
    path = (project / "notebooks" / "network.ipynb").rename(project / "notebooks" / "m\udceb.ipynb")
    [report] = plan_of(path, None)
    assert report.title == r"m\xeb"
    assert report.name == "m-xeb"
    assert report.notebook.is_file()
