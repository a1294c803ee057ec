"""An invented network to try the commands on, and a project around it."""

import shutil
import textwrap

import nbformat
import pytest

from pop_analysis.synthetic import make_example

PARAMETERS = {
    "municipality": 'municipality: str = ""\ncycle: str = ""\nlanguage: str = "sq"',
    "network": 'cycle: str = ""\nlanguage: str = "sq"',
    "annual_review": 'calendar_year: int = 0\nlanguage: str = "sq"',
}
CODE = """
import json, os
from pathlib import Path
package = json.loads((Path(os.environ["POP_ANALYSIS_PROCESSED"]) / "datapackage.json").read_text())
print(language, package["version"])
"""


@pytest.fixture(scope="session")
def workbooks(made_once):
    return made_once("example-of-3", lambda folder: make_example(folder, municipalities=3, years=2))


@pytest.fixture
def project(workbooks, root, tmp_path, monkeypatch):
    """A project with workbooks and three stand-in notebooks; the tests start in it."""
    shutil.copytree(workbooks, tmp_path / "data" / "raw")
    (tmp_path / "notebooks").mkdir()
    for name, parameters in PARAMETERS.items():
        cells = [
            nbformat.v4.new_markdown_cell(f"# {name}"),
            nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell(textwrap.dedent(CODE).strip()),
        ]
        metadata = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4).metadata
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
        nbformat.write(notebook, tmp_path / "notebooks" / f"{name}.ipynb")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POP_ANALYSIS_PROCESSED", raising=False)
    return tmp_path
