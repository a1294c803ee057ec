"""The documents say what is so: the site builds, every link leads somewhere, every command runs as it stands."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import pop_analysis as pop

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/raw/*.md")])
# A block marked `console` is run, its lines one after the other, in a copy of the project; what it shows below a
# command is found in what the command says. What cannot be run in a test is marked `text`: what needs several machines,
# and what has parts that a reader fills in. A file that is to be written begins with its name as a comment.
BLOCK = re.compile(
    r"^```(?P<kind>console|yaml|csv)\n(?:# (?P<file>\S+/\S+)\n)?(?P<text>.*?)^```", re.DOTALL | re.MULTILINE
)
COMMAND = re.compile(r"^\$ (?P<line>.*?)(?:\s+# ends with (?P<code>\d+).*)?\n(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)
# These run the tests, a server, or for an hour: only whether make knows them is looked at.
NOT_MADE = ("test", "test-all", "lab", "bench", "accessibility")
# Documents that are run, with what a person does between the commands, by a test of their own.
RUN_ELSEWHERE = {"docs/another-network.md": "tests/end_to_end/test_another_network.py"}
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


@dataclass(frozen=True)
class Step:
    """What a document tells to do: a command with what it shows and ends with, or a file to write."""

    line: str = ""
    shown: str = ""
    code: int = 0
    file: str = ""
    text: str = ""


def steps_of(document: Path) -> Iterator[Step]:
    for block in BLOCK.finditer(document.read_text(encoding="utf-8")):
        if block["kind"] == "console":
            for found in COMMAND.finditer(block["text"]):
                yield Step(found["line"], found["shown"], int(found["code"] or 0))
        elif block["file"]:
            yield Step(file=block["file"], text=block["text"])


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def as_a_test_runs_it(line: str) -> str:
    """``make`` without installing anew what is installed, and without what would not end."""
    target = line.removeprefix("make ")
    if target == line:
        return line
    return f"make {'--dry-run' if target in NOT_MADE else ''} --old-file .venv/.installed {target}"


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


RUN = [path for path in DOCUMENTS if any(step.line for step in steps_of(path)) and name_of(path) not in RUN_ELSEWHERE]


@pytest.mark.skipif(os.name == "nt", reason="the commands are those of a shell")
@pytest.mark.parametrize("document", RUN, ids=name_of)
def test_every_command_of_the_documents_runs_as_it_stands(document, project):
    environment = {**os.environ, "PATH": f"{Path(sys.prefix, 'bin')}{os.pathsep}{os.environ['PATH']}"}
    for step in steps_of(document):
        if step.file:
            (project / step.file).write_text(step.text, encoding="utf-8")
            continue
        command = ["bash", "-c", as_a_test_runs_it(step.line)]
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == step.code, f"{step.line}\n{done.stdout}\n{done.stderr}"
        assert [line for line in step.shown.splitlines() if plain(line) not in plain(done.stdout)] == [], done.stdout


def test_a_command_stands_in_a_block_that_is_run(root):
    assert len(RUN) >= 4
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        if name_of(document) in RUN_ELSEWHERE:
            assert document.name in (root / RUN_ELSEWHERE[name_of(document)]).read_text(encoding="utf-8")
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


def test_the_document_of_the_library_holds_every_public_name_once(root):
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    named = re.findall(r"^\.\. auto(?:function|class):: (\w+)", text, re.MULTILINE)
    assert sorted(named) == sorted(set(pop.__all__) - {"exhibits", "Exhibit"})  # these stand in the part on exhibits
    assert ".. automodule:: pop_analysis.exhibits\n" in text


def anchors_of(document: Path) -> set[str]:
    """The anchors GitHub and the site give the headings of a document."""
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = (re.sub(r"[`*]|\]\([^)]*\)|\[", "", line) for line in re.findall(r"^#+ (.*)$", text, re.MULTILINE))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


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


def test_every_document_is_named_in_the_contents_of_the_site(root):
    contents = (root / "docs" / "index.md").read_text(encoding="utf-8")
    listed = {line for block in re.findall(r"```{toctree}\n(.*?)```", contents, re.DOTALL) for line in block.split()}
    own = {path.relative_to(root / "docs").with_suffix("").as_posix() for path in (root / "docs").rglob("*.md")}
    assert own - {"index"} <= listed


def test_the_promises_name_tests_there_are_and_their_figures(root):
    text = (root / "docs" / "promises.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d+)\.", text, re.MULTILINE) == [str(number) for number in range(1, 11)]
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert len(named) > 15
    assert [each for each in named if not (root / each).exists()] == []
    tree = ast.parse((root / "tests" / "browser" / "test_hostile_workbooks.py").read_text(encoding="utf-8"))
    tuples = (each for each in tree.body if isinstance(each, ast.Assign) and isinstance(each.value, ast.Tuple))
    length = {each.targets[0].id: len(each.value.elts) for each in tuples}
    assert f"{length['PAYLOADS']} payloads" in text
    assert f"{length['ADDRESSES']} hostile addresses" in text
