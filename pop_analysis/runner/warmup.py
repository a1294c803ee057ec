"""Warming up: what is done once, before the first report, so that no report has to do it again."""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pop_analysis.runner.import_path import environment
from pop_analysis.runner.imported import imported_by, sources_of
from pop_analysis.runner.job import DATA_VARIABLE
from pop_analysis.runner.parameters import TAG
from pop_analysis.runner.plan import Report

Shown = tuple[dict[str, Any], dict[str, Any]]
# Libraries that may be imported before a fork: none of them starts a thread that a copy would miss.
KNOWN = frozenset({"matplotlib", "numpy", "pandas", "plotly", "pyarrow", "pop_analysis"})
# What ipykernel says where nobody else has: matplotlib looks as it is imported, and else it would show no figure.
FIGURES_IN_A_NOTEBOOK = "module://matplotlib_inline.backend_inline"


def import_what_is_known(notebooks: Iterable[Path]) -> None:
    """Import what notebooks import, as far as it is known to bear a fork; run nothing of theirs."""
    with environment({"MPLBACKEND": os.environ.get("MPLBACKEND", FIGURES_IN_A_NOTEBOOK)}):
        for name in dict.fromkeys(name for notebook in notebooks for name in imported_by(notebook)):
            if name.split(".")[0] in KNOWN:
                with contextlib.suppress(ImportError):
                    importlib.import_module(name)


def warm_up_report(report: Report, data: Path) -> None:
    """Run the cells of a report in this process, and make a page of what they show. Nothing is written.

    Only for notebooks whose code is known to leave nothing behind: what it changed, every report would find changed.
    """
    warm_up_page(shown_by(report, data))


def shown_by(report: Report, data: Path) -> list[Shown]:
    """Run the cells of a report in this process and give what they show: each time the data by type, and metadata."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    os.environ[DATA_VARIABLE] = str(data)
    shell = InteractiveShell.instance()
    names: dict[str, Any] = dict(report.parameters)
    with capture_output() as captured:
        for source in sources_of(report.notebook):
            tree = ast.parse(shell.transform_cell(source))
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "warmup", "exec"), names)  # noqa: S102 — a notebook is code to be run
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), "warmup", "eval"), names)  # noqa: S307
                if value is not None and shell.display_formatter is not None:
                    shell.display_formatter.format(value)
    return [(each.data, each.metadata or {}) for each in captured.outputs]


def warm_up_page(shown: Iterable[Shown]) -> None:
    """Make a notebook file and a page of these outputs once, in memory."""
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from pop_analysis.runner.notebook import notebook_text, page_of

    outputs = [new_output("display_data", data=data, metadata=metadata) for data, metadata in shown]
    notebook = new_notebook(cells=[new_code_cell("a: int = 1", outputs=outputs)])
    page_of(notebook)
    notebook_text(notebook)


def warm_up_papermill() -> None:
    """Let papermill put a parameter into a notebook once, and run nothing."""
    import papermill
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell("a: int = 1", metadata={"tags": [TAG]})])
    papermill.execute_notebook(
        notebook, None, {"a": 2}, prepare_only=True, kernel_name="python3", language="python", progress_bar=False
    )
