"""docs/extending.md adds an exhibit, a field and a language: what it tells to write is written, and they are there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import nbformat
import openpyxl
import pandas as pd
import pytest

PLACE = "lumebardhe"
# Not the folder one stands in: of that the program takes no code.
PROGRAM = "program"


def blocks(root) -> list[tuple[str, str]]:
    """What the document tells to write: where it goes, and the text."""
    text = (root / "docs" / "extending.md").read_text(encoding="utf-8")
    return re.findall(r"^```(?:python|yaml)\n# (.*?)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def write(project, where: str, text: str) -> None:
    """Put a block where the comment at its head says."""
    where = where.replace("pop_analysis/", f"{PROGRAM}/pop_analysis/")
    if found := re.fullmatch(r"in (\S+), under (\w+): (\w+):", where):
        path, before = project / found[1], rf"^{found[2]}:\n.*?^  {found[3]}:\n"
        (head,) = re.findall(before, declared := path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
        path.write_text(declared.replace(head, head + text), encoding="utf-8")
    elif found := re.fullmatch(r"at the end of (\S+)", where):
        path = project / found[1]
        path.write_text(path.read_text("utf-8") + text, encoding="utf-8")
    elif found := re.fullmatch(r"a cell of (\S+)", where):
        notebook = nbformat.read(project / found[1], as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(text.strip()))
        nbformat.write(notebook, project / found[1])
    else:
        (project / where).parent.mkdir(parents=True, exist_ok=True)
        (project / where).write_text(text, encoding="utf-8")


def run(project, *arguments: str) -> str:
    words = [sys.executable, "-m", *arguments]
    environment = os.environ | {"PYTHONPATH": str(project / PROGRAM)}
    done = subprocess.run(words, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def extended(root, tmp_path_factory):
    """A copy of the project with what the document adds, and the pages of one invented municipality."""
    project = tmp_path_factory.mktemp("extended")
    for name, place in (("pop_analysis", project / PROGRAM), ("notebooks", project)):
        shutil.copytree(root / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    code, data = (
        [block for block in blocks(root) if block[0].startswith("data/") == of_data] for of_data in (False, True)
    )
    assert (len(code), len(data)) == (6, 2)
    for block in code:
        write(project, *block)
    run(project, "pop_analysis.cli", "example", "data/raw", "--municipalities", "1", "--years", "2")
    for block in data:
        write(project, *block)
    workbook = project / "data" / "raw" / f"{PLACE}.xlsx"
    book = openpyxl.load_workbook(workbook)
    sheet = book["Aktivitetet"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Orë")
    sheet.cell(2, column).value = "1,5"
    book.save(workbook)
    run(project, "pop_analysis.cli", "report", "--municipality", PLACE)
    return project


def page(project, language: str) -> str:
    return (project / "reports" / f"municipality-{PLACE}-{language}.html").read_text(encoding="utf-8")


def test_the_field_is_read_from_a_workbook_and_stands_in_the_data_dictionary(extended):
    activities = pd.read_parquet(extended / "data" / "processed" / "activities.parquet")
    assert activities["hours"].dropna().tolist() == [1.5]
    (extended / "docs").mkdir(exist_ok=True)
    run(extended, "pop_analysis.model.documentation", "docs")
    assert "| `hours` (float64) | Orë / Hours | decimal |" in (extended / "docs" / "data-dictionary.md").read_text(
        "utf-8"
    )


def test_the_exhibit_is_on_the_page_in_both_languages(extended):
    for language, said in (("sq", "muaji me më shumë aktivitete është"), ("en", "the month with most activities is")):
        assert 'id="busy-months"' in page(extended, language)
        assert said in page(extended, language)


def test_the_language_makes_a_page_that_says_in_english_what_is_not_translated(extended):
    text = page(extended, "it")
    assert '<html lang="it"' in text
    assert "il mese con più attività è" in text
    assert "realizzata in parte" in text
    assert "activities whose month is known" in text
