"""An address that was printed says where its page is now, or that it was withdrawn, when, and how to get it."""

from datetime import date

import pytest

from pop_analysis.locale.words import day_in_words
from pop_analysis.runner.job import Result, sha256_of
from pop_analysis.runner.manifest import read_results, write_manifest
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.runner.withdrawn import withdraw
from pop_analysis.site.stubs import write_stubs
from pop_analysis.site.web_folder import write_web_folder

WORDS = {"en": {"name": "Net", "website": "https://net.example/"}, "sq": {"name": "Net"}}


@pytest.fixture
def out(tmp_path):
    """Two pages of a run, one in each language."""
    (tmp_path / "a-en.html").write_text("page a")
    (tmp_path / "b-sq.html").write_text("page b")
    write_manifest(plan(), [made(tmp_path, "a-en"), made(tmp_path, "b-sq")], tmp_path, tmp_path)
    return tmp_path


def made(out, name):
    return Result(name, "made", sha256=sha256_of(out / f"{name}.html"), made_from="x")


def plan(*without, moved=None):
    reports = [Report("a-en", None, {}, "en", "Place A"), Report("b-sq", None, {}, "sq", "Vendi <b>B</b>")]
    return Plan([each for each in reports if each.name not in without], WORDS, "net", moved)


def test_a_withdrawn_page_says_when_and_leads_to_how_it_was(out):
    withdraw(plan("b-sq"), out)
    write_stubs(plan("b-sq"), out)
    stub = (out / "b-sq.html").read_text(encoding="utf-8")
    assert 'lang="sq"' in stub
    assert "Vendi &lt;b&gt;B&lt;/b&gt;" in stub
    assert day_in_words(date.today(), "sq") in stub
    assert 'href="withdrawn/b-sq.html"' in stub
    assert (out / "withdrawn" / "b-sq.html").read_text() == "page b"


def test_a_page_that_was_deleted_says_whom_to_ask(out):
    withdraw(plan("a-en"), out, prune=True)
    write_stubs(plan("a-en"), out)
    stub = (out / "a-en.html").read_text(encoding="utf-8")
    assert 'href="https://net.example/"' in stub
    assert "withdrawn/" not in stub
    withdraw(plan("a-en"), out)
    assert write_stubs(plan("a-en"), out) == [out / "a-en.html"]  # and goes on saying so


def test_a_page_under_a_new_name_is_found_from_the_old_one(out):
    write_stubs(plan(moved={"old-en": "a-en", "gone-en": "not-there"}), out)
    stub = (out / "old-en.html").read_text(encoding="utf-8")
    assert '<a class="there" href="a-en.html">Place A</a>' in stub
    assert not (out / "gone-en.html").exists()


def test_what_is_in_the_plan_again_takes_the_place_of_its_stub(out):
    withdraw(plan("b-sq"), out)
    write_stubs(plan("b-sq"), out)
    withdraw(plan(), out)
    write_stubs(plan(), out)
    assert (out / "b-sq.html").read_text() == "page b"
    assert read_results(out)["b-sq"].good


def test_no_page_that_is_none_is_written_over_or_taken_away(out):
    (out / "old-en.html").write_text("somebody's own")
    assert write_stubs(plan(moved={"old-en": "a-en"}), out) == []
    write_stubs(plan(), out)
    assert (out / "old-en.html").read_text() == "somebody's own"


def another(*reports, moved=None):
    """What another project calls for, in the same folder."""
    return Plan(reports or [Report("c-en", None, {}, "en", "C")], {}, 'other "net" & co', moved)


def test_another_plan_in_the_same_folder_leaves_its_stubs_where_they_are(out):
    withdraw(plan("b-sq"), out)
    write_stubs(plan("b-sq", moved={"old-en": "a-en"}), out)
    stubs = {name: (out / name).read_bytes() for name in ("b-sq.html", "old-en.html")}
    (out / "c-en.html").write_text("page c")
    write_stubs(another(moved={"older-en": "c-en", "old-en": "c-en"}), out)
    write_manifest(another(), [made(out, "c-en")], out, out)
    write_stubs(another(), out)
    assert {name: (out / name).read_bytes() for name in stubs} == stubs
    # Nor does their own plan, which finds the manifest of the other one.
    write_stubs(plan("b-sq", moved={"old-en": "a-en"}), out)
    assert {name: (out / name).read_bytes() for name in stubs} == stubs
    assert (out / "older-en.html").is_file()


def test_a_stub_of_a_plan_is_taken_away_by_it_when_what_it_leads_to_is_gone(out):
    (out / "c-en.html").write_text("page c")
    write_stubs(another(moved={"older-en": "c-en"}), out)
    write_stubs(another(), out)
    assert (out / "older-en.html").is_file()  # what it says is still true
    (out / "c-en.html").unlink()
    write_stubs(another(), out)
    assert not (out / "older-en.html").exists()


def test_stubs_and_withdrawn_pages_go_along_to_the_web(out):
    withdraw(plan("b-sq"), out)
    write_stubs(plan("b-sq", moved={"old-en": "a-en"}), out)
    web = write_web_folder(out)
    assert (web / "withdrawn" / "b-sq.html").is_file()
    assert 'href="a-en.html"' in (web / "old-en.html").read_text(encoding="utf-8")


@pytest.mark.browser
def test_a_link_to_an_entry_of_a_page_that_moved_leads_to_the_entry(out, open_page):
    write_stubs(plan(moved={"old-en": "a-en"}), out)
    page = open_page(out / "old-en.html").page
    page.goto(f"{(out / 'old-en.html').as_uri()}#p-2019-2023-4")
    page.reload()
    assert page.locator("a.there").get_attribute("href").endswith("a-en.html#p-2019-2023-4")
