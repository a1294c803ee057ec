"""Processing writes what was read, and the same the second time."""

from pop_analysis.commands import process
from pop_analysis.storage.processed import read_processed


def test_the_tables_stand_in_the_projects_folder(project):
    made = process()
    assert read_processed(project / "data" / "processed").version == made.version
    assert (project / "data" / "processed" / "priorities.csv").is_file()


def test_folders_may_be_named(workbooks, tmp_path):
    made = process(workbooks, tmp_path / "tables")
    assert read_processed(tmp_path / "tables").version == made.version
