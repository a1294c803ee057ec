"""Processing writes what was read, and the same the second time."""

import shutil

import pytest
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.commands import WrongUse, process
from pop_analysis.storage.processed import read_processed


def test_the_tables_stand_in_the_projects_folder(project):
    made = process()
    assert read_processed(project / "data" / "processed").version == made.version
    assert (project / "data" / "processed" / "priorities.csv").is_file()


def test_folders_may_be_named(workbooks, tmp_path):
    made = process(workbooks, tmp_path / "tables")
    assert read_processed(tmp_path / "tables").version == made.version


def everything_below(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("marked", [False, True], ids=["as it is", "with files of our names"])
@pytest.mark.parametrize(
    "asked",
    [
        ["process", "--processed", "data/raw"],
        ["process", "--processed", "data"],
        ["process", "--processed", "data/raw/tables"],
        ["process", "--data", "data/raw", "--processed", "notebooks/../data/raw"],
        ["process", "--processed", "linked"],
        ["report", "--processed", "data/raw"],
        ["report", "--data", "data/raw", "--processed", "data/raw"],
        ["report", "--processed", "tables", "--out", "tables"],
        ["report", "--processed", "tables", "--out", "tables/pages"],
        ["report", "--out", "data/raw"],
        ["report", "--out", "data"],
        ["report", "--out", "notebooks"],
        ["report", "--out", "."],
    ],
    ids=" ".join,
)
def test_what_is_written_never_stands_among_what_is_read(project, asked, marked):
    (project / "linked").symlink_to(project / "data" / "raw")
    for folder in ("data/raw", "data", "notebooks", "."):
        for name in ("datapackage.json", "model.json", "manifest.json") if marked else ():
            (project / folder / name).touch()
    before = everything_below(project)
    done = CliRunner().invoke(main, asked)
    assert (done.exit_code, "Traceback" in done.output) == (2, False), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert everything_below(project) == before


def test_a_folder_that_holds_more_than_our_tables_is_refused_before_anything_is_read(project):
    process()
    (project / "data" / "processed" / "my-notes.docx").write_text("mine")
    shutil.rmtree(project / "data" / "raw")
    (project / "data" / "raw").mkdir()
    (project / "data" / "raw" / "unreadable.xlsx").write_text("no workbook")
    with pytest.raises(FileExistsError, match=r"my-notes\.docx"):
        process()
    assert (project / "data" / "processed" / "my-notes.docx").read_text() == "mine"


def test_a_way_round_to_the_folder_of_workbooks_is_still_the_way_there(project):
    with pytest.raises(WrongUse, match="--processed"):
        process(project / "data" / "raw", project / "notebooks" / ".." / "data" / "raw" / "new")
