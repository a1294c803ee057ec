"""A sheet of another network becomes a folder of data whose every guess waits for somebody to look at it."""

import csv
import re

import openpyxl
import pytest
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.commands import WrongUse, adopt, report, validate
from pop_analysis.model.waiting import without_marks
from pop_analysis.reading.adoption.columns import level_of

LEVELS = ["Completed", "Substantially complete", "In progress", "Not started", "Broken", "Superseded", ""]
OWNERS = ["Party of the Hills", "River Union"]


def write(path, *rows, separator=","):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


@pytest.fixture
def tracker(tmp_path):
    """A sheet of 28 promises of two parties, four of them with nothing in the column of verdicts."""
    rows = [
        (
            f"C{n}",
            f"Build road {n}",
            OWNERS[n % 2],
            ["Roads", "Schools"][n % 2],
            LEVELS[n % 7],
            f"{14 + n % 9}/2/2024",
            n,
        )
        for n in range(28)
    ]
    headings = ("Ref", "Promise", "Responsible", "Policy area", "Status", "Last updated", "Budget")
    return write(tmp_path / "coalition.csv", headings, *rows)


def look_at(folder):
    """Take every mark away, as somebody does who finds each guess right."""
    for path in folder.rglob("*.yml"):
        path.write_text(without_marks(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_no_page_is_made_while_a_guess_waits_and_each_is_told_at_its_line(tracker):
    made = adopt(tracker)
    found = validate(made.folder)
    assert set(found["code"]) == {"DC-30"}
    assert set(found["file"]) == set(made.guesses)
    for place in made.guesses:
        name, line = place.split(":")
        assert "# to check:" in (made.folder / name).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    done = CliRunner().invoke(main, ["report", "--data", str(made.folder)])
    assert done.exit_code != 0
    assert "This is a guess: status: Status — e.g. “Completed”" in done.output


def test_when_all_were_looked_at_every_verdict_counts_and_pages_are_made(tracker, tmp_path):
    made = adopt(tracker)
    look_at(made.folder)
    found = validate(made.folder)
    assert set(found["severity"]) <= {"note"}
    assert (made.counted, made.verdicts) == (24, 24)
    pages = report(made.folder, tmp_path / "tables", tmp_path / "pages", notebooks=["network"], progress=False)
    assert "Party of the Hills" in (tmp_path / "pages" / "network-en.html").read_text(encoding="utf-8")
    assert pages


def test_verdicts_stand_best_first_and_each_says_what_it_counts_as(tracker):
    text = (adopt(tracker).folder / "model" / "statuses.yml").read_text(encoding="utf-8")
    assert re.findall(r"^([a-z-]+): .*addressed: (\w+)", text, re.MULTILINE) == [
        ("completed", "true"),
        ("substantially-complete", "true"),
        ("in-progress", "false"),
        ("not-started", "false"),
        ("broken", "false"),
    ]
    assert re.search(r"^broken: .*negative: true", text, re.MULTILINE)
    assert re.search(r"^superseded: .*judged: false.*superseded: true", text, re.MULTILINE)


def test_verdicts_nobody_knows_stay_in_the_order_of_the_sheet(tmp_path):
    rows = [(f"Mend school {n}", ["Amber", "Green", "Red"][n % 3]) for n in range(12)]
    made = adopt(write(tmp_path / "lights.csv", ("Pledge", "Rating"), *rows))
    text = (made.folder / "model" / "statuses.yml").read_text(encoding="utf-8")
    assert re.findall(r"^(\w+): ", text, re.MULTILINE) == ["amber", "green", "red"]
    assert text.count("What does it mean?") == 3


def test_a_column_a_year_is_read_a_year_each_and_its_blank_cells_are_no_verdict(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "About this file"
    sheet = book.create_sheet("Milestones")
    sheet.append(["Open government plan"])
    sheet.append(["No.", "Commitment", "Ministry", "2022", "2023", "Comment"])
    for n in range(1, 13):
        verdicts = [["Complete", "Limited", "Not started"][n % 3], None if n == 5 else "Complete"]
        sheet.append([n, f"Publish list {n}", ["Justice", "Health"][n % 2], *verdicts, f"What was done for {n}"])
    book.save(tmp_path / "ogp.xlsx")
    made = adopt(tmp_path / "ogp.xlsx")
    assert (made.counted, made.verdicts) == (23, 23)
    text = (made.folder / "mapping.yml").read_text(encoding="utf-8")
    assert "cycle: 2022-2023" in text
    assert "# Not used: “Comment”" in text  # nobody knows of which year it is
    look_at(made.folder)
    messages = validate(made.folder).query("code == 'NU-13'")
    assert set(messages["value"]) == {"2022", "2023"}


def test_an_albanian_sheet_is_asked_about_in_albanian(tmp_path):
    rows = [(f"Premtimi {n}", ["Lumas", "Gurrë"][n % 2], ["E realizuar", "Pa nisur"][n % 2]) for n in range(8)]
    sheet = write(tmp_path / "premtimet.csv", ("Premtimi", "Bashkia", "Gjendja"), *rows, separator=";")
    made = adopt(sheet, language="sq")
    assert (made.counted, made.verdicts) == (8, 8)
    assert "për t'u parë: p.sh. “Lumas”, “Gurrë”" in (made.folder / "mapping.yml").read_text(encoding="utf-8")
    assert set(validate(made.folder)["code"]) == {"DC-30"}


@pytest.mark.parametrize(
    "rows", [[("a", "b"), (1, 2)], [("Promise", "Budget"), ("Build a road", 3)], [("Promise", "Status")], [()]]
)
def test_a_sheet_without_promises_or_verdicts_is_refused_and_nothing_is_written(tmp_path, rows):
    sheet = write(tmp_path / "numbers.csv", *rows)
    with pytest.raises(WrongUse, match=r"numbers\.csv"):
        adopt(sheet)
    assert [each.name for each in tmp_path.iterdir()] == ["numbers.csv"]


def test_what_is_there_is_never_written_over(tracker):
    made = adopt(tracker)
    with pytest.raises(WrongUse, match="coalition"):
        adopt(tracker)
    assert (made.folder / "mapping.yml").exists()


def test_a_language_that_is_none_and_a_file_that_is_no_table_are_told(tracker, tmp_path):
    with pytest.raises(WrongUse, match="english"):
        adopt(tracker, language="english")
    (tmp_path / "picture.xlsx").write_bytes(b"\x89PNG\r\n")
    with pytest.raises(WrongUse, match=r"picture\.xlsx"):
        adopt(tmp_path / "picture.xlsx")


def test_what_stands_in_the_sheet_cannot_say_anything_in_the_files(tmp_path):
    hostile = "x]: {y: &a # to check: no"
    rows = [(f"{hostile}\n- file: other.csv {n}", hostile if n % 2 else "Kept") for n in range(8)]
    made = adopt(write(tmp_path / "odd.csv", ("Promise: {a", "Status # b"), *rows))
    look_at(made.folder)
    assert not validate(made.folder)["code"].str.startswith("DC").any()
    assert made.counted == 8


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Fully implemented", "best"),
        ("Not kept", None),
        ("Not yet started", "nothing"),
        ("Partly done", "partly"),
        ("Nuk është adresuar", "nothing"),
        ("In progress – nearly complete", "in_progress"),
        ("Amber", None),
    ],
)
def test_no_verdict_is_taken_for_its_opposite(text, level):
    assert level_of(text) == level
