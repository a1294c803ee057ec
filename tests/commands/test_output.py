"""No command writes over anything but what the same command wrote itself, and what it writes is whole or not there."""

import json
import os
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import pop_analysis as pop
from pop_analysis.cli import main
from pop_analysis.commands import WrongUse
from pop_analysis.commands.output import FINDINGS_JSON, TEMPLATE, as_json

RAW = "data/raw"
# Every way to name one file that is written: the arguments before its name, and how the name ends.
WRITERS = {
    "findings": (["validate", RAW, "--json"], ".json"),
    "marked copy": (["validate", RAW, "--xlsx"], ".xlsx"),
    "comparison": (["compare", RAW, RAW, "--json"], ".json"),
    "changes": (["compare", RAW, RAW, "--xlsx"], ".xlsx"),
    "template": (["template", "--municipality", "Lumëbardhë"], ".xlsx"),
    "reply": (["reply", "export", "lumebardhe"], ".xlsx"),
}
WRITER = pytest.mark.parametrize(("command", "suffix"), WRITERS.values(), ids=WRITERS)
REWRITING = pytest.mark.parametrize("name", ["findings", "marked copy", "comparison"])


def run(*arguments):
    return CliRunner().invoke(main, [str(each) for each in arguments])


def refused(done, *words):
    """Whether a command ended as one that was used wrongly, and said why in words."""
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    said = " ".join(done.output.replace("│", " ").split())
    assert all(word in said for word in words), said
    return True


def everything_below(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@WRITER
def test_nothing_that_something_else_put_there_is_written_over(project, command, suffix):
    there = {
        "input": project / RAW / "lumebardhe.xlsx",
        "text": project / f"mine{suffix}",
        "empty": project / f"empty{suffix}",
        "object": project / f"object{suffix}",
        "book": project / f"book{suffix}",
    }
    there["text"].write_text("mine")
    there["empty"].write_bytes(b"")
    there["object"].write_text('{"findings": [1, 2]}')
    shutil.copy(there["input"], there["book"])
    before = everything_below(project)
    for path in there.values():
        assert refused(run(*command, path))
    assert everything_below(project) == before


@WRITER
def test_an_empty_list_is_nobodys_and_findings_of_none_are_known_all_the_same(project, command, suffix):
    if suffix == ".xlsx":
        pytest.skip("a list is JSON")
    Path("foreign.json").write_text("[]\n")
    assert refused(run(*command, "foreign.json"))
    assert Path("foreign.json").read_text() == "[]\n"
    if command[0] == "validate":
        FINDINGS_JSON.write(Path("none.json"), lambda made: made.write_text(as_json([])))
        assert json.loads(Path("none.json").read_text()) == []
        assert run(*command, "none.json").exit_code in (0, 1)
        assert run(*command, "none.json").exit_code in (0, 1)


@WRITER
def test_the_name_of_a_file_ends_as_what_is_in_it(project, command, suffix):
    for name in ("out", f"out{'.json' if suffix == '.xlsx' else '.xlsx'}", "out.txt"):
        assert refused(run(*command, name), suffix)
        assert not Path(name).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and devices among its files")
@WRITER
def test_links_folders_devices_and_places_that_are_not_there_are_refused_in_words(project, command, suffix):
    other = project / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine")
    (project / f"folder{suffix}").mkdir()
    (project / f"link{suffix}").symlink_to(other / "notes.txt")
    (project / f"dangling{suffix}").symlink_to(other / f"new{suffix}")
    (project / f"Twin{suffix}").write_text("mine")
    os.link(project / RAW / "lumebardhe.xlsx", project / f"hard{suffix}")
    os.mkfifo(project / f"pipe{suffix}")
    before = everything_below(project)
    names = [f"{name}{suffix}" for name in ("folder", "link", "dangling", "twin", "hard", "pipe", "gone/out")]
    for name in [*names, f"other/notes.txt/out{suffix}", "/dev/stdout", "/dev/null", f"{'n' * 300}{suffix}"]:
        assert refused(run(*command, name)), name
    assert everything_below(project) == before
    assert not (project / "gone").exists()


@WRITER
def test_where_nothing_can_be_written_it_is_said_before_the_work(project, command, suffix, monkeypatch):
    import tempfile

    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr(pop.reading, "read_folder", None)  # whoever reads now would fail otherwise than in words
    assert refused(run(*command, f"out{suffix}"), "No space left on device")


@REWRITING
def test_a_command_writes_over_its_own_earlier_output(project, name):
    command, suffix = WRITERS[name]
    path = project / f"out{suffix}"
    for _ in range(2):
        assert run(*command, path).exit_code == 0
    book = openpyxl.load_workbook(project / RAW / "lumebardhe.xlsx")
    book["Vlerësimet"]["F2"] = "Adresuar P"
    book.save(project / RAW / "lumebardhe.xlsx")
    for _ in range(2):
        before = path.read_bytes()
        assert run(*command, path).exit_code == (0 if name == "comparison" else 1)
    assert path.read_bytes() == before
    assert not list(project.glob(".*.new"))


@REWRITING
def test_an_earlier_output_somebody_has_changed_since_is_kept(project, name):
    command, suffix = WRITERS[name]
    path = project / f"out{suffix}"
    run(*command, path)
    if suffix == ".json":
        path.write_text(json.dumps([{"mine": 1}, json.loads(path.read_text(encoding="utf-8"))]))
    else:
        openpyxl.load_workbook(path).save(path)
    before = path.read_bytes()
    assert refused(run(*command, path), "not as this command wrote it")
    assert path.read_bytes() == before


def test_the_output_of_one_command_is_not_that_of_another(project):
    made = {name: project / f"{name}{suffix}" for name, (_, suffix) in WRITERS.items()}
    for name, (command, _) in WRITERS.items():
        assert run(*command, made[name]).exit_code == 0
    made["findings"].write_text('[\n {\n  "mine": 1\n }\n]\n')
    before = everything_below(project)
    for name, (command, suffix) in WRITERS.items():
        for path in (each for other, each in made.items() if other != name and each.suffix == suffix):
            assert refused(run(*command, path), "there already")
    assert everything_below(project) == before


def test_findings_beside_processed_tables_belong_to_them(project):
    assert run("process", "--processed", "tables").exit_code == 0
    before = everything_below(project / "tables")
    assert refused(run("validate", RAW, "--json", "tables/findings.json"))
    assert everything_below(project / "tables") == before


def test_a_marked_copy_that_is_looked_at_itself_is_not_written_over(project):
    run("validate", RAW, "--xlsx", "copy.xlsx")
    assert refused(run("validate", "copy.xlsx", "--xlsx", "copy.xlsx"), "to be looked at")


def test_a_file_that_could_not_be_written_to_its_end_is_not_there(tmp_path):
    def stop(made):
        made.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(WrongUse, match="No space left"):
        TEMPLATE.write(tmp_path / "new.xlsx", stop)
    assert list(tmp_path.iterdir()) == []


def test_an_example_does_not_replace_the_declaration_of_a_network(tmp_path):
    own = tmp_path / "model" / "network.yml"
    own.parent.mkdir()
    own.write_text("short_name: mine")
    with pytest.raises(WrongUse, match="declaration"):
        pop.example(tmp_path, municipalities=1, years=1)
    assert own.read_text() == "short_name: mine"
