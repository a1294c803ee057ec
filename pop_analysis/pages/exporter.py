"""The page as an export format of Jupyter: ``jupyter nbconvert --to pop-report``, and JupyterLab's export menu."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from pop_analysis.pages.page import render_page


class PopReportExporter(Exporter):
    """Writes an executed notebook as one self-contained HTML page.

    >>> import nbformat
    >>> html, resources = PopReportExporter().from_notebook_node(nbformat.v4.new_notebook())
    >>> html[:15], resources["output_extension"]
    ('<!doctype html>', '.html')
    """

    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # every exporter of text changes what its base promises
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of ``nb`` and the resources; preprocessors that were asked for run first."""
        if any(getattr(each, "enabled", True) for each in self._preprocessors):
            nb, resources = super().from_notebook_node(nb, resources, **kw)
        else:  # a page only reads its notebook: there is nothing to copy it for
            resources = self._init_resources(resources)
        return render_page(nb, {"global_content_filter": self._filters(), **resources}), resources

    def _filters(self) -> dict[str, bool]:
        """What nbconvert was told to leave out: ``--no-input``, ``--TemplateExporter.exclude_markdown=True`` …"""
        said = {**self.config.get("TemplateExporter", {}), **self.config.get(type(self).__name__, {})}
        names = {"input": "input", "output": "output", "markdown": "markdown", "raw": "raw", "code_cell": "code"}
        return {f"include_{name}": said.get(f"exclude_{key}") is not True for key, name in names.items()}


class MenuExporter(PopReportExporter):
    """The same under a name of word characters, ``POP_report``: Jupyter's server knows no export with a hyphen."""

    export_from_notebook = "POP report"
