"""The notebook of a report: papermill puts the parameters in and runs it; it is written as nbformat writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pop_analysis.runner.annotations import days_as_code, days_as_texts
from pop_analysis.runner.plan import Report

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL = "python3"
PAGE = "pop-report"  # the format of nbconvert pages are made with; what a page looks like is no matter of who runs it


def prepared_notebook(report: Report) -> NotebookNode:
    """Return the notebook of ``report`` with its parameters, as papermill would begin to run it."""
    from papermill import execute
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    from pop_analysis.runner import engine

    engine.register()
    kernel = {"kernel_name": KERNEL, "language": "python", "engine_name": engine.ENGINE}
    said = {name: days_as_texts(value) for name, value in report.parameters.items()}
    notebook = load_notebook_node(str(report.notebook.absolute()))
    if said:  # else there would be a cell of nothing, and every other one had another number
        notebook = parameterize_notebook(notebook, said, **kernel)
    if dated := [name for name, text in said.items() if text != report.parameters[name]]:
        # papermill has no word for a day: it would arrive as a text
        cell = next(each for each in notebook.cells if "injected-parameters" in each.metadata.get("tags", ()))
        cell.source += "\n".join(f"{name} = {days_as_code(report.parameters[name])}" for name in dated) + "\n"
    # nothing in it says on which machine, and in which folder, it was made
    notebook = execute.prepare_notebook_metadata(notebook, report.notebook.name, f"{report.name}.ipynb")
    prepared: NotebookNode = execute.remove_error_markers(notebook)
    return prepared


def run_notebook(notebook: NotebookNode, report: Report, timeout: Any) -> NotebookNode:
    """Run a prepared notebook as ``papermill.execute_notebook`` does, step by step; write nothing.

    papermill writes what it has run through an encoder that takes longer than most cells do, even where it is told
    to write nowhere: :func:`notebook_text` takes a fifth of that.

    Parameters
    ----------
    notebook
        It is changed: what was run before the kernel died, or a cell ran out of time, stands in it.
    timeout
        Called by nbclient before each cell: how many seconds it may take.

    Returns
    -------
    NotebookNode
        What papermill would have written; where a cell failed, up to there. ``papermill.execute``'s
        ``raise_for_execution_errors`` marks it and raises.
    """
    from papermill.engines import papermill_engines

    from pop_analysis.runner import engine

    executed: NotebookNode = papermill_engines.execute_notebook_with_engine(
        engine.ENGINE,
        notebook,
        kernel_name=KERNEL,
        progress_bar=False,
        autosave_cell_every=0,
        timeout_func=timeout,
        beside=str(folder := report.notebook.absolute().parent),
        resources={"metadata": {"path": str(report.cwd or folder)}},
    )
    return executed


def page_of(notebook: NotebookNode, title: str = "", folder: str | None = None) -> str:
    """Return an executed notebook as a page: in the export format :data:`PAGE` of nbconvert.

    ``folder`` is the one its pictures are looked for in.
    """
    html, _ = _exporter().from_notebook_node(notebook, {"metadata": {"name": title, "path": folder}})
    return str(html)


@cache
def _exporter() -> Any:
    from nbconvert.exporters import get_exporter

    return get_exporter(PAGE)()


def notebook_text(notebook: NotebookNode) -> str:
    r"""Return a notebook as ``nbformat.writes`` does, character by character, in a fifth of its time.

    Python's own encoder is fast only as long as it need not indent; the spaces are put in afterwards.

    >>> from nbformat import v4, writes
    >>> notebook = v4.new_notebook(cells=[v4.new_code_cell("a = 1\nb = 2"), v4.new_markdown_cell("Fjalë")])
    >>> notebook_text(notebook) == writes(notebook)
    True
    """
    import nbformat
    from msgspec import DecodeError
    from msgspec.json import format as indented
    from nbformat.v4.rwbase import split_lines, strip_transient

    try:
        nbformat.validate(notebook)
        apart = strip_transient(split_lines(_with_cells_of_its_own(notebook)))
        return str(indented(json.dumps(apart, sort_keys=True, ensure_ascii=False, separators=(",", ":")), indent=1))
    except (nbformat.ValidationError, TypeError, DecodeError):
        return str(nbformat.writes(notebook))  # bytes, NaN (no JSON), a notebook not as it should be: it knows


def _with_cells_of_its_own(notebook: NotebookNode) -> NotebookNode:
    """Copy a notebook as deep as nbformat cuts texts into lines; below, nothing is touched."""
    new = type(notebook)(notebook)
    new["metadata"] = type(notebook)(notebook.metadata)
    new["cells"] = [_cell(cell) for cell in notebook.cells]
    return new


def _cell(cell: NotebookNode) -> NotebookNode:
    new = _copied(cell, "metadata")
    if "outputs" in cell:
        new["outputs"] = [_copied(output, "data") for output in cell.outputs]
    if "attachments" in cell:
        new["attachments"] = {name: dict(each) for name, each in cell.attachments.items()}
    return new


def _copied(node: NotebookNode, inner: str) -> NotebookNode:
    new = type(node)(node)
    if isinstance(node.get(inner), Mapping):
        new[inner] = type(node)(node[inner])
    return new
