"""The documents say what is so: the site builds, every link leads somewhere, every command runs as it stands."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from documents import Reader

import pop_analysis as pop

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/raw/*.md")])
# A document is followed as `documents.py` says; what cannot be run in a test is marked `text`: what needs several
# machines, and what has parts that a reader fills in.
# These run the tests, a server, for an hour, or are run by CI anyway: only whether make knows them is looked at.
NOT_MADE = ("test", "test-pages", "test-all", "check", "lab", "bench", "accessibility")
# Documents that are run, with what a person does between the commands, by a test of their own.
RUN_ELSEWHERE = {
    "docs/another-network.md": "tests/end_to_end/test_another_network.py",
    "docs/extending.md": "tests/test_extending.py",
    "docs/recipes/": "tests/test_recipes.py",
    "docs/tutorials/": "tests/test_tutorials.py",
}
NOT_COPIED = (
    ".git",
    ".venv",
    "reports",
    "build",
    "dist",
    "processed",
    "published",
    "__pycache__",
    ".*_cache",
    ".coverage*",
)


def name_of(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def run_elsewhere(document: Path) -> str | None:
    """The test that runs a document in a way of its own."""
    return next((test for start, test in RUN_ELSEWHERE.items() if name_of(document).startswith(start)), None)


@dataclass
class InAProject(Reader):
    """Somebody in a project where everything is installed; ``makes`` says whether pages are made there once more."""

    makes: bool = True

    def run(self, line: str, code: int, says: str) -> None:
        """``make`` without installing anew what is installed, and without what would not end."""
        if line.startswith("make "):
            target = line.removeprefix("make ")
            dry = "--dry-run " if target in NOT_MADE or not self.makes else ""
            line = f"make {dry}--old-file .venv/.installed {target}"
        super().run(line, code, says)


@pytest.fixture
def project(tmp_path, reports):
    """A copy of the project in which everything is installed and every page has been made."""
    place = tmp_path / "project"
    shutil.copytree(ROOT, place, ignore=shutil.ignore_patterns(*NOT_COPIED))
    (place / ".venv").symlink_to(sys.prefix)
    shutil.copytree(reports.processed, place / "data" / "processed")
    # A page is written under another name and renamed, so the documents can share them; the lock and the log cannot.
    shutil.copytree(
        reports.out,
        place / "reports",
        copy_function=lambda old, new: (os.link if old.endswith(".html") else shutil.copy2)(old, new),
    )
    return place


RUN = [path for path in DOCUMENTS if "```console" in path.read_text(encoding="utf-8") and not run_elsewhere(path)]


@pytest.mark.skipif(os.name == "nt", reason="the commands are those of a shell")
@pytest.mark.parametrize("document", RUN, ids=name_of)
def test_every_command_of_the_documents_runs_as_it_stands(document, project, monkeypatch):
    monkeypatch.chdir(project)
    reader = InAProject(project, makes=document.name == "README.md")  # the others say the same first command
    reader.follow(document)
    assert reader.done


def test_a_command_stands_in_a_block_that_is_run(root):
    assert len(RUN) >= 5
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        if test := run_elsewhere(document):
            runs = (root / test).read_text(encoding="utf-8")
            assert document.name in runs or 'glob("*.md")' in runs
        else:
            assert re.findall(r"^```(?:sh|bash|shell|shell-session)$", text, re.MULTILINE) == [], document


@pytest.fixture(scope="module")
def site(root, made_once):
    """The documentation site, built as ``make site`` builds it."""

    def build(place):
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "--quiet", "-b", "html"]
        command += ["-d", place / "doctrees", root / "docs", place / "html"]
        built = subprocess.run(command, capture_output=True, text=True, check=False)
        assert built.returncode == 0, built.stderr

    return made_once("site", build) / "html"


def test_the_site_is_built_without_a_warning_and_asks_no_host_for_anything(site):
    # What a browser would fetch by itself: not the links a reader follows.
    fetching = re.compile(
        r"""<(?:script|img|iframe|source|object|embed)\b[^>]*\b(?:src|data|srcset)=["'](?:https?:)?//"""
        r"""|<link\b(?=[^>]*\brel=["'](?:stylesheet|icon|preload|preconnect|dns-prefetch))[^>]*\bhref=["'](?:https?:)?//"""
        r"""|@import\s+(?:url\()?["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""",
    )
    looked_at = [path for path in site.rglob("*") if path.suffix in (".html", ".css", ".js")]
    assert len(looked_at) > 20
    asking = {path.name: found[0] for path in looked_at if (found := fetching.findall(path.read_text("utf-8")))}
    assert asking == {}
    assert fetching.search('<script src="https://cdn.example/x.js">')


def test_a_recipe_is_found_by_the_search_of_the_site(site):
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    for recipe in (ROOT / "docs" / "recipes").glob("*.md"):
        assert f'"recipes/{recipe.stem}"' in index
    for word in ("bootstrap", "stata", "regress"):
        assert re.search(rf'"{word}\w*":', index), word


def test_the_document_of_the_library_holds_every_public_name_once(root):
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    named = re.findall(r"^\.\. auto(?:function|class|data):: (\w+)", text, re.MULTILINE)
    assert sorted(named) == sorted(set(pop.__all__) - {"exhibits", "Exhibit"})  # these stand in the part on exhibits
    assert ".. automodule:: pop_analysis.exhibits\n" in text


def anchors_of(document: Path) -> set[str]:
    """The anchors GitHub and the site give the headings of a document."""
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = (re.sub(r"[`*]|\]\([^)]*\)|\[", "", line) for line in re.findall(r"^#+ (.*)$", text, re.MULTILINE))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def test_every_call_the_library_answers_a_question_with_gives_an_answer(root, data, example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pop.process(root / "data" / "raw", tmp_path / "data" / "processed")
    pop.publish("2026-autumn")
    table = (root / "docs" / "api.md").read_text(encoding="utf-8").split("| --- | --- |")[1].split("\n\n")[0]
    calls = [call for line in table.splitlines() for call in re.findall(r"`(pop\.[^`]+)`", line)]
    assert len(calls) >= 20
    for call in calls:
        try:
            answer = eval(call, {"pop": pop, "data": data, "invented": example})
        except pop.Refusal as why:  # an answer too: what it would take
            answer = str(why)
        assert answer is not None
        assert not isinstance(answer, pd.DataFrame) or len(answer), call


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_of_a_document_leads_somewhere(document):
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    dead = []
    for target in re.findall(r"\]\((?![a-z]+:)([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        there = document if not path else (document.parent / path).resolve()
        if not there.exists() or (anchor and anchor not in anchors_of(there)):
            dead.append(target)
    assert dead == []


def test_a_page_of_the_site_has_one_title(root):
    for document in (root / "docs").rglob("*.md"):
        text = document.read_text(encoding="utf-8")
        titles = re.findall(r"^# ", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)
        assert len(titles) == (0 if "```{include}" in text else 1), document


def test_every_document_is_named_in_the_contents_of_the_site(root):
    contents = (root / "docs" / "index.md").read_text(encoding="utf-8")
    listed = {line for block in re.findall(r"```{toctree}\n(.*?)```", contents, re.DOTALL) for line in block.split()}
    own = {path.relative_to(root / "docs").with_suffix("").as_posix() for path in (root / "docs").rglob("*.md")}
    assert own - {"index"} <= listed


def test_the_promises_name_tests_there_are_and_their_figures(root):
    text = (root / "docs" / "promises.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d+)\.", text, re.MULTILINE) == [str(number) for number in range(1, 12)]
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert len(named) > 15
    assert [each for each in named if not (root / each).exists()] == []
    tree = ast.parse((root / "tests" / "browser" / "test_hostile_workbooks.py").read_text(encoding="utf-8"))
    tuples = (each for each in tree.body if isinstance(each, ast.Assign) and isinstance(each.value, ast.Tuple))
    length = {each.targets[0].id: len(each.value.elts) for each in tuples}
    assert f"{length['PAYLOADS']} payloads" in text
    assert f"{length['ADDRESSES']} hostile addresses" in text
