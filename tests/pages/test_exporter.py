"""The page as an export format of Jupyter."""

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from pop_analysis.pages.exporter import MenuExporter, PopReportExporter
from pop_analysis.pages.page import render_page


@pytest.fixture(scope="module")
def exporter():
    return PopReportExporter()


def broken_notebook():
    """What papermill leaves behind when a cell fails."""
    banner = (
        "<span style='color:red'>An Exception was encountered at '<a href=\"#papermill-error-cell\">In [2]</a>'.</span>"
    )
    traceback = ["\x1b[31mFile /home/someone/report.py:1\x1b[0m"]
    return new_notebook(
        cells=[
            new_markdown_cell(banner, metadata={"tags": ["papermill-error-cell-tag"]}),
            new_markdown_cell("# Report"),
            new_code_cell(
                "raise", outputs=[new_output("error", ename="LookupError", evalue="no 'x'", traceback=traceback)]
            ),
        ],
        metadata={"papermill": {"input_path": "/home/someone/in.ipynb", "output_path": "/home/someone/out.ipynb"}},
    )


def test_a_preprocessor_that_was_asked_for_runs_first_and_the_notebook_stays_as_it_was():
    notebook = broken_notebook()
    before = nbformat.writes(notebook)
    bare, _ = PopReportExporter().from_notebook_node(notebook)
    exporter = PopReportExporter()
    exporter.register_preprocessor("nbconvert.preprocessors.ClearOutputPreprocessor", enabled=True)
    cleared, _ = exporter.from_notebook_node(notebook)
    assert "LookupError" in bare
    assert "LookupError" not in cleared
    assert nbformat.writes(notebook) == before


def test_it_can_be_found_in_the_export_menu():
    assert (MenuExporter.export_from_notebook, MenuExporter.output_mimetype) == ("POP report", "text/html")
    assert get_exporter("POP_report") is MenuExporter
    assert get_exporter("pop-report") is PopReportExporter


def test_it_writes_html_and_leaves_the_notebook_as_it_was(exporter):
    notebook = new_notebook(cells=[new_markdown_cell("# Hello")])
    before = nbformat.writes(notebook)
    html, resources = exporter.from_notebook_node(notebook)
    assert html == render_page(notebook)
    assert html.startswith("<!doctype html>")
    assert html.endswith("</html>")
    assert resources["output_extension"] == ".html"
    assert nbformat.writes(notebook) == before


def test_a_file_without_a_heading_is_called_after_its_name_and_not_its_folder(exporter, tmp_path):
    path = tmp_path / "explore.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), path)
    html, _ = exporter.from_filename(str(path))
    assert "<h1>explore</h1>" in html
    assert str(tmp_path) not in html


def test_a_failure_is_seen_at_once_and_names_no_folder(exporter):
    html, _ = exporter.from_notebook_node(broken_notebook())
    assert html.count('<div class="failure"') == 2
    assert "An Exception was encountered at &#39;In [2]&#39;." in html
    assert "LookupError: no &#39;x&#39;" in html
    assert "/home/someone" not in html


def test_two_exports_give_the_same_bytes(exporter):
    first, _ = exporter.from_notebook_node(broken_notebook())
    second, _ = PopReportExporter().from_notebook_node(broken_notebook())
    assert first == second
