"""Data are found where they stand, and a name that is not there is answered with the nearest."""

import sys
from types import SimpleNamespace

import pandas as pd
import pytest

from pop_analysis.blocks.blocks import BLOCK
from pop_analysis.commands import WrongUse, load, process


def test_workbooks_and_processed_data_give_the_same(project):
    raw = load("data/raw")
    process()
    done = load("data/processed")
    assert raw.version == done.version
    assert (raw["priorities"]["priority"] == done["priorities"]["priority"]).all()


def test_from_a_folder_below_the_project_data_are_found_above(project, monkeypatch):
    monkeypatch.chdir(project / "notebooks")
    version = load().version  # no processed data yet: the workbooks are read
    process(project / "data" / "raw", processed=project / "data" / "processed")
    assert load().version == version


def test_the_data_of_a_running_report_come_before_those_of_the_folder(
    project, workbooks, monkeypatch, tmp_path_factory
):
    (project / "data" / "raw" / "gurevjollce.xlsx").unlink()
    handed = tmp_path_factory.mktemp("handed") / "processed"
    version = process(workbooks, processed=handed).version
    process()
    monkeypatch.setenv("POP_ANALYSIS_PROCESSED", str(handed))
    assert load().version == version


@pytest.mark.parametrize("processed", [True, False])
def test_one_municipality_can_be_asked_for(project, processed):
    if processed:
        process()
    data = load(municipality="lumebardhe")
    assert set(data["priorities"]["municipality"]) == {"lumebardhe"}
    assert data["activities"]["municipality"].isna().any()


@pytest.mark.parametrize("processed", [True, False])
def test_one_municipality_is_known_by_every_form_of_its_name(project, processed):
    if processed:
        process()
    own = load(municipality="lumebardhe")
    other = load(municipality="Bashkia Lumëbardhë")
    assert {name: len(frame) for name, frame in other.tables.items()} == {
        name: len(frame) for name, frame in own.tables.items()
    }
    assert set(other["priorities"]["municipality"]) == {"lumebardhe"}


@pytest.mark.parametrize("processed", [True, False])
def test_an_unknown_municipality_is_answered_with_the_nearest(project, processed):
    if processed:
        process()
    with pytest.raises(WrongUse, match=r"“lumebardh”.*“lumebardhe”.*Known: "):
        load(municipality="lumebardh")


def test_where_there_is_no_data_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POP_ANALYSIS_PROCESSED", raising=False)
    with pytest.raises(FileNotFoundError, match="no data here"):
        load()
    with pytest.raises(FileNotFoundError, match="no file or folder nowhere"):
        load("nowhere")


@pytest.mark.parametrize("named", ["sq", "fr", 3, pd.Series(["sq", "en"])])
def test_a_notebook_may_call_language_whatever_it_wants(project, monkeypatch, named):
    left = []
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=sys, user_ns={"language": named}))
    monkeypatch.setattr("IPython.display.publish_display_data", left.append)
    load("data/raw")
    assert [each[BLOCK]["language"] for each in left] == ["sq" if isinstance(named, str) and named == "sq" else "en"]


def test_a_folder_without_workbooks_is_told_and_is_no_empty_data_set(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no workbook in"):
        load(tmp_path)
