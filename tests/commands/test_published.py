"""A page says what changed since what it rests on was last published."""

import shutil

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output

import pop_analysis as pop
from pop_analysis.runner.manifest import inputs_of
from pop_analysis.runner.plan import Report


@pytest.fixture
def processed(tmp_path, example_folder, monkeypatch):
    place = tmp_path / "data" / "processed"
    pop.process(example_folder, processed=place)
    monkeypatch.setenv("POP_ANALYSIS_PROCESSED", str(place))
    return place


@pytest.fixture
def shell():
    """Something to show blocks in, as in a notebook."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_without_a_kept_copy_there_is_no_earlier_publication_and_a_page_says_so(processed, shell):
    assert pop.published() is None
    with capture_output() as captured:
        display(pop.exhibits.revisions_table(pop.load(), pop.published(), "lumebardhe", language="en"))
    [said] = captured.outputs
    assert "No earlier publication" in said.data["text/html"]


def test_the_copy_beside_the_data_is_the_last_publication_and_pages_are_made_again_when_it_changes(processed, root):
    report = Report("a", root / "notebooks" / "municipality.ipynb", {}, "sq", "A")
    before = inputs_of(report, processed)
    shutil.copytree(processed, processed.with_name("published"))
    assert pop.published().version == pop.load().version
    assert inputs_of(report, processed) != before
    [said] = pop.exhibits.revisions_table(pop.load(), pop.published(), "lumebardhe", language="en")
    assert "Nothing has changed" in repr(said)
