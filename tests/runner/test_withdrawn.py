"""What is no longer there is not left standing: pages of what was taken out of the plan are told and put aside."""

import json

import nbformat
import pytest

from pop_analysis.commands import report
from pop_analysis.commands.report_any import report_any
from pop_analysis.commands.watching import Watch
from pop_analysis.locale import sentence
from pop_analysis.runner.job import Result, sha256_of
from pop_analysis.runner.manifest import read_manifest, read_results, write_manifest
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.runner.withdrawn import WITHDRAWN, withdraw, withdrawn_pages
from pop_analysis.site.index import write_index
from pop_analysis.site.stubs import MARK


@pytest.fixture
def made(tmp_path):
    """Pretend that a run has made these reports of a project, each with what is made of a page."""

    def make(*names, project="net"):
        reports = [Report(name, tmp_path / "n.ipynb", {}, "en", name.title()) for name in names]
        for name in names:
            for file in (f"{name}.html", f"notebooks/{name}.ipynb", f"pdf/{name}.pdf", f"cards/{name}.svg"):
                (tmp_path / file).parent.mkdir(exist_ok=True)
                (tmp_path / file).write_text(f"page of {name}")
        results = [Result(name, "made", sha256=sha256_of(tmp_path / f"{name}.html"), made_from="x") for name in names]
        write_manifest(plan := Plan(reports, {}, project), results, tmp_path, tmp_path)
        return plan

    return make


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def without(plan, name):
    return Plan([each for each in plan if each.name != name], {}, plan.project)


def test_a_page_goes_aside_with_what_was_made_of_it_and_stands_on_the_index(made, tmp_path):
    plan = without(made("a", "b"), "b")
    [page] = withdraw(plan, tmp_path, ("pdf", "cards"))
    assert (page.name, page.title, page.language, page.file) == ("b", "B", "en", "withdrawn/b.html")
    assert files(tmp_path / WITHDRAWN) == ["b.html", "cards/b.svg", "notebooks/b.ipynb", "pdf/b.pdf"]
    assert "b.html" not in files(tmp_path)
    assert (tmp_path / "a.html").is_file()
    index = write_index(plan, read_results(tmp_path).values(), tmp_path).read_text(encoding="utf-8")
    assert 'href="withdrawn/b.html"' in index
    assert sentence("site.withdrawn_title", "en") in index
    assert withdraw(plan, tmp_path) == []  # told once
    write_manifest(plan, read_results(tmp_path).values(), tmp_path, tmp_path)
    assert [each.name for each in withdrawn_pages(tmp_path)] == ["b"]


def test_pruned_it_is_deleted_and_what_earlier_runs_put_aside_too(made, tmp_path):
    plan = made("a", "b", "c")
    withdraw(without(plan, "b"), tmp_path, ("pdf", "cards"))
    plan = without(without(plan, "b"), "c")
    [page] = withdraw(plan, tmp_path, ("pdf", "cards"), prune=True)
    assert (page.name, page.file) == ("c", "")
    assert [file for file in files(tmp_path) if "b." in file or "c." in file] == []
    assert withdrawn_pages(tmp_path) == []
    assert not (tmp_path / WITHDRAWN).exists()
    assert "withdrawn/" not in write_index(plan, [], tmp_path).read_text(encoding="utf-8")


def test_what_is_in_the_plan_again_comes_back_as_it_was(made, tmp_path):
    plan = made("a", "b")
    before = files(tmp_path)
    withdraw(without(plan, "b"), tmp_path, ("pdf", "cards"))
    assert withdraw(plan, tmp_path, ("pdf", "cards")) == []
    assert files(tmp_path) == before
    assert read_results(tmp_path)["b"].made_from == "x"


@pytest.mark.parametrize("project", ["another", ""])
def test_nothing_of_another_project_is_touched(made, tmp_path, project):
    made("a", "b", project=project)
    (tmp_path / "theirs.html").write_text("page of others")
    before = files(tmp_path)
    assert withdraw(Plan([], {}, "net"), tmp_path, ("pdf", "cards"), prune=True) == []
    assert withdraw(Plan([], {}, ""), tmp_path, ("pdf", "cards"), prune=True) == []
    assert files(tmp_path) == before


def test_a_page_somebody_has_changed_since_stays(made, tmp_path):
    plan = made("a", "b")
    (tmp_path / "b.html").write_text("changed by hand")
    assert withdraw(without(plan, "b"), tmp_path, prune=True) == []
    assert (tmp_path / "b.html").read_text() == "changed by hand"


def test_it_is_told_in_both_languages(made, tmp_path, capsys):
    Watch(show=True).tell_withdrawn(withdraw(without(made("a", "b"), "b"), tmp_path))
    said = capsys.readouterr().err
    assert "No longer in the data: b. " in said
    assert "Nuk është më në të dhëna: b. " in said


def test_rows_taken_out_of_a_plan_are_withdrawn_and_another_plan_is_another_project(tmp_path):
    cells = [nbformat.v4.new_code_cell('place: str = "x"', metadata={"tags": ["parameters"]})]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "n.ipynb")

    def run(name, *places):
        (tmp_path / name).write_text("\n".join(["place", *places, ""]))
        report_any(tmp_path / "n.ipynb", tmp_path / name, out=tmp_path / "out")
        return sorted(path.name for path in (tmp_path / "out").glob("*.html"))

    assert run("plan.csv", "a", "b") == ["a.html", "b.html", "index.html"]
    assert run("plan.csv", "a") == ["a.html", "b.html", "index.html"]
    assert MARK in (tmp_path / "out" / "b.html").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "withdrawn" / "b.html").is_file()
    assert "withdrawn/b.html" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert run("other.csv", "c") == ["a.html", "b.html", "c.html", "index.html"]


def test_a_language_that_is_gone_is_withdrawn_and_one_not_asked_for_is_not(tmp_path, example_folder):
    import shutil

    raw, out = tmp_path / "raw", tmp_path / "out"
    shutil.copytree(example_folder, raw)
    options = {"notebooks": ["network"], "progress": False}
    report(raw, tmp_path / "tables", out, **options)
    report(raw, tmp_path / "tables", out, languages=["en"], **options)
    assert {path.name for path in out.glob("*.html")} == {
        "index.html",
        "index-en.html",
        "network-en.html",
        "network-sq.html",
    }
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    manifest["reports"].append({**manifest["reports"][0], "name": "network-mk", "file": "network-mk.html"})
    shutil.copy(out / f"{manifest['reports'][0]['name']}.html", out / "network-mk.html")
    (out / "manifest.json").write_text(json.dumps(manifest))
    report(raw, tmp_path / "tables", out, **options)
    assert (out / "withdrawn" / "network-mk.html").is_file()
    assert 'href="withdrawn/network-mk.html"' in (out / "network-mk.html").read_text(encoding="utf-8")
    assert [entry["name"] for entry in read_manifest(out)["withdrawn"]] == ["network-mk"]
