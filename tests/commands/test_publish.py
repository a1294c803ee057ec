"""An edition is what was published, for good: found by its name, never changed, read with its own model."""

import hashlib
import json
import shutil
from contextlib import chdir

import pytest
from click.testing import CliRunner

import pop_analysis as pop
from pop_analysis.cli import main
from pop_analysis.commands import WrongUse
from pop_analysis.runner.manifest import inputs_of
from pop_analysis.runner.plan import Report


def run(*arguments):
    return CliRunner().invoke(main, [str(each) for each in arguments])


def said(done, code):
    """What a command said in one line, with the frame around errors taken away."""
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return " ".join(done.output.replace("│", " ").split())


def publish_in(place, name):
    """Process the workbooks of a project, and publish them."""
    with chdir(place):
        pop.process()
        pop.publish(name)


@pytest.fixture(scope="module")
def as_of_june(workbooks, made_once):
    def make(place):
        shutil.copytree(workbooks, place / "data" / "raw")
        publish_in(place, "june")

    return made_once("published-in-june", make)


@pytest.fixture(scope="module")
def as_of_july(as_of_june, made_once):
    def make(place):
        shutil.copytree(as_of_june / "data", place / "data")
        (place / "data" / "raw" / "lumebardhe.xlsx").unlink()
        publish_in(place, "july")

    return made_once("published-in-july", make)


@pytest.fixture
def published(project, as_of_june):
    """A project whose tables were published as “june”."""
    shutil.copytree(as_of_june / "data", project / "data", dirs_exist_ok=True)
    return project


@pytest.fixture
def later(project, as_of_july):
    """The same project later: a workbook is gone, and the rest was published as “july”."""
    shutil.rmtree(project / "data")
    shutil.copytree(as_of_july / "data", project / "data")
    return project


def test_an_edition_is_read_by_its_name_as_the_data_were(later):
    june, july = pop.load(edition="june"), pop.load(edition="july")
    assert "lumebardhe" in set(june.priorities["municipality"])
    assert "lumebardhe" not in set(july.priorities["municipality"])
    assert july.version == pop.load().version
    assert (june.stamp.edition, july.stamp.edition, pop.load().stamp.edition) == ("june", "july", "")
    assert set(pop.load(municipality="lumebardhe", edition="june").priorities["municipality"]) == {"lumebardhe"}
    assert pop.load("data/raw", edition="june").version == june.version


def test_an_edition_has_the_name_it_was_published_by_whatever_its_folder_is_called(later):
    published = later / "data" / "published"
    shutil.copytree(published / "june", published / "a-copy")
    assert pop.load(edition="june").stamp.edition == "june"
    with pytest.raises(WrongUse, match=r"unknown edition “a-copy”.*Known: june, july"):
        pop.load(edition="a-copy")
    shutil.rmtree(published / "june")
    assert "edition june" in pop.cite(pop.load(edition="june"), language="en")
    assert "an edition never changes" in said(run("publish", "june"), 2)


def test_without_a_name_data_are_compared_with_the_edition_published_last(later):
    assert pop.published().stamp.edition == "july"
    assert pop.compare().same


def test_compare_takes_names_of_editions_beside_folders(later):
    gone = set(pop.compare("june", "july").revisions["municipality"])
    assert gone == {"lumebardhe"}
    assert set(pop.compare("june", "data/raw").revisions["municipality"]) == gone
    assert pop.compare("data/published/july", pop.load(edition="july")).same
    assert "Lumëbardh" in said(run("compare", "june", "july"), 1)
    shutil.copytree(later / "data" / "raw", later / "july")
    assert "Say which: data/published/july or ./july" in said(run("compare", "june", "july"), 2)
    assert said(run("compare", "./july", "data/published/july"), 0)


@pytest.mark.parametrize("asked", ["jun", "june ", "JULY", "data/jun.xlsx"])
def test_an_edition_there_is_not_is_answered_with_those_there_are_and_the_nearest(later, asked):
    with pytest.raises(WrongUse, match=r"Did you mean “ju(ne|ly)”\? Known: june, july"):
        pop.load(edition=asked.removeprefix("data/").removesuffix(".xlsx"))
    told = said(run("compare", asked), 2)
    assert "no file, folder or edition" in told
    assert "Known: june, july" in told


def test_where_nothing_was_published_it_is_said(project):
    pop.process()
    assert pop.published() is None
    with pytest.raises(WrongUse, match=r"unknown edition “june”\. Known: none"):
        pop.load(edition="june")


def test_nothing_is_published_over_an_edition_and_nothing_else_written_there(published):
    place = published / "data" / "published" / "june"
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    assert "an edition never changes" in said(run("publish", "june"), 2)
    assert "an edition never changes" in said(run("process", "--processed", place), 2)
    (place.parent / "notes").mkdir()
    assert "an edition never changes" in said(run("publish", "notes"), 2)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    assert [path.name for path in sorted(place.parent.iterdir())] == ["june", "notes"]


@pytest.mark.parametrize("name", ["", "June", "2026 autumn", "../june", ".june", "vjeshtë", "x" * 61, "june/july"])
def test_a_name_that_cannot_be_a_folder_everywhere_is_refused_with_one_that_can(published, name):
    before = sorted((published / "data").rglob("*"))
    with pytest.raises(WrongUse, match=r"cannot be the name of an edition.*for example “[a-z0-9-]+”"):
        pop.publish(name)
    assert sorted((published / "data").rglob("*")) == before


def damage_table(place):
    (place / "assessments.parquet").write_bytes((place / "priorities.parquet").read_bytes())
    return "assessments.parquet"


def damage_model(place):
    path = place / "model.json"
    path.write_text(path.read_text("utf-8").replace("fully addressed", "partially addressed"), "utf-8")
    return "model.json"


def lose_table(place):
    (place / "evidence.csv").unlink()
    return "evidence.csv"


def break_descriptor(place):
    (place / "datapackage.json").write_text("{")
    return "datapackage.json"


def add_table(place):
    (place / "extra.parquet").write_bytes(b"")
    return "extra.parquet"


def lose_checksums(place):
    (place / "SHA256SUMS").unlink()
    return "SHA256SUMS"


def other_line_ends(place):
    path = place / "members.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return "members.csv"


DAMAGE = [damage_table, damage_model, lose_table, break_descriptor, add_table, lose_checksums, other_line_ends]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_that_is_not_as_it_was_published_is_named_and_nothing_of_the_edition_is_read(published, damage):
    place = published / "data" / "published" / "june"
    pop.load(edition="june")
    named = damage(place)
    ways = {
        "name": lambda: pop.load(edition="june"),
        "folder": lambda: pop.load(place),
        "one": lambda: pop.load(municipality="lumebardhe", edition="june"),
        "compare": lambda: pop.compare("june"),
        "published": pop.published,
    }
    for read in ways.values():
        with pytest.raises(WrongUse, match=rf"june is not as it was published.*: {named}\."):
            read()
    assert named in said(run("compare", "june"), 2)


def test_what_is_no_data_may_lie_in_an_edition(published):
    (published / "data" / "published" / "june" / "README.md").write_text("Sent to the council.")
    assert pop.load(edition="june").stamp.edition == "june"


def test_checksums_are_those_everybody_can_check(published):
    place = published / "data" / "published" / "june"
    lines = (place / "SHA256SUMS").read_text().splitlines()
    assert {line.split("  ")[1] for line in lines} == {path.name for path in place.iterdir()} - {"SHA256SUMS"}
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((place / name).read_bytes()).hexdigest() == digest
    assert (place / ".gitattributes").read_text() == "* -text\n"  # git would write other line ends on Windows


def test_tables_that_somebody_changed_are_not_published(project):
    pop.process()
    shutil.copy("data/processed/priorities.parquet", "data/keep.parquet")
    path = project / "data" / "processed" / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace(pop.load().version, "0" * 12), "utf-8")
    with pytest.raises(WrongUse, match="not those of the version they state"):
        pop.publish("june")
    assert not (project / "data" / "published" / "june").exists()


def test_without_tables_there_is_nothing_to_publish(project):
    assert "pop-analysis process" in said(run("publish", "june"), 2)


def test_the_command_says_where_the_edition_stands_and_what_comes_next(project):
    pop.process()
    told = said(run("publish", "2026-autumn"), 0)
    assert pop.load().version in told
    assert "data/published/2026-autumn" in told
    assert "pop-analysis compare 2026-autumn" in told


def test_an_edition_is_cited_by_its_name_and_day(published):
    june = pop.load(edition="june")
    day = june.stamp.published
    assert f"{june.version}, edition june, {day:%Y-%m-%d}" in pop.cite(june, language="en")
    assert f"{june.version}, botimi june, {day:%Y-%m-%d}" in pop.cite(june, language="sq")
    assert "  edition = {june}," in pop.cite(june, "bibtex", language="en")
    [csl] = json.loads(pop.cite(june, "csl", language="en"))
    assert csl["edition"] == "june"
    assert csl["issued"]["date-parts"] == [[day.year, day.month, day.day]]
    part = june.where(municipality="lumebardhe")
    assert "edition june" in pop.cite(part, language="en")
    other = june.with_tables({"members": june.members.assign(website="https://other.example")})
    assert "edition" not in pop.cite(other, language="en")  # what somebody altered was never published


def test_pages_are_made_again_when_something_was_published(project, root):
    pop.process()
    report = Report("a", root / "notebooks" / "municipality.ipynb", {}, "sq", "A", slice="lumebardhe")
    place = project / "data" / "processed"
    before = inputs_of(report, place)
    pop.publish("june")
    assert inputs_of(report, place) != before
