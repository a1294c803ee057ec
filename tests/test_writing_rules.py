"""The ways by which text of a spreadsheet becomes markup unseen are not written in this house, notebooks included."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pop_analysis"
# These of IPython.display put a text into a page as it stands.
RAW = {"HTML", "Markdown", "Javascript", "Latex", "Math", "SVG", "IFrame", "display_html", "display_markdown"}
# Words spoken by notebooks and templates that are markup already, each with its reason.
ALLOWED = {
    "explore.py: HTML(…)": "widgets take nothing else; blocks and escape() write it (tests/commands/test_explore.py)",
    "prose.py: escape=False": "raw HTML of a notebook's author goes on to clean_html at once",
    "page.html.j2: safe": "two tags, and base64 of our own script",
}


def faults_of(code: str) -> list[str]:
    """What in a Python text puts data into a page unescaped."""
    faults = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.keyword) and node.arg in ("escape", "autoescape"):
            if isinstance(node.value, ast.Constant) and node.value.value is False:
                faults.append(f"{node.arg}=False")
        elif isinstance(node, ast.Attribute) and node.attr == "style":
            if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "click")):
                faults.append(".style")  # pandas' Styler does not escape
        elif isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name in RAW and not isinstance(node.args[0], ast.Constant):
                faults.append(f"{name}(…)")
            if name == "Markup" and isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
                faults.append("Markup(f…)")
    return faults


def python_of(path: Path) -> str:
    """The Python of a module, or of the code cells of a notebook without IPython's own commands."""
    if path.suffix == ".py":
        return path.read_text(encoding="utf-8")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return re.sub(r"^[%!].*$", "", code, flags=re.MULTILINE)


def test_no_module_and_no_notebook_puts_text_into_a_page_unescaped():
    sources = [*PACKAGE.rglob("*.py"), *(ROOT / "notebooks").glob("*.ipynb")]
    assert len(sources) > 60
    found = {f"{path.name}: {fault}" for path in sources for fault in faults_of(python_of(path))}
    assert found - ALLOWED.keys() == set()


def test_no_template_takes_escaping_away():
    templates = list(PACKAGE.rglob("*.j2"))
    assert len(templates) >= 6
    off = re.compile(r"\|\s*(safe|forceescape)\b|autoescape|Markup")
    found = {f"{path.name}: {name}" for path in templates for name in off.findall(path.read_text(encoding="utf-8"))}
    assert found - ALLOWED.keys() == set()


def test_what_stands_in_a_script_or_a_style_is_our_own_or_inert():
    """Escaping of HTML is of no use inside these: only our own files and inert_json may stand there."""
    known = {"stylesheet", "starter", "page_words", "codebook", "workbook", "dataset"}
    known |= {"bundle.packed | safe", "it.figure", "it.content", "laboratory", "search", "script"}
    for path in PACKAGE.rglob("*.j2"):
        text = path.read_text(encoding="utf-8")
        inside = re.findall(r"<(?:script|style)[^>]*>(.*?)</(?:script|style)>", text, re.DOTALL)
        put = {name.strip() for each in inside for name in re.findall(r"\{\{(.*?)\}\}", each)}
        assert put <= known, path.name
        assert not re.search(r"\son\w+\s*=", text), path.name


@pytest.mark.parametrize(
    "fault",
    [
        "frame.to_html(escape=False)",
        "frame.style.format()",
        "HTML(f'<b>{name}</b>')",
        "display.Markdown(name)",
        "Markup(f'<b>{name}</b>')",
        "Environment(autoescape=False)",
    ],
)
def test_each_of_these_would_be_seen(fault):
    assert len(faults_of(fault)) == 1
