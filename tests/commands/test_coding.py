"""Two monitors judge without seeing each other: their sheets hold the priorities, and nothing of any verdict."""

import shutil
import zipfile

import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pop_analysis.cli import main
from pop_analysis.commands import WrongUse, coding_sheets
from pop_analysis.measures import double_assessments
from pop_analysis.reading import read_folder


@pytest.fixture
def place(example):
    """A municipality of the invented network with a split priority, and its contract."""
    return example.priorities.loc[example.priorities["since_year"].notna(), "municipality"].iloc[0]


def rows_of(path):
    sheet = load_workbook(path)["Vlerësimet"]
    names = [cell.value for cell in sheet[1]]
    return [dict(zip(names, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=2)]


def test_a_sheet_for_each_monitor_and_no_verdict_in_any(example, example_folder, place, tmp_path):
    paths = coding_sheets(tmp_path / "sheets", place, 2, ["Ana B.", "Beni C."], cycle="2019-2023", data=example_folder)
    assert [path.name for path in paths] == [f"{place}-2019-2023-2-ana-b.xlsx", f"{place}-2019-2023-2-beni-c.xlsx"]
    own = example.where(municipality=place, cycle="2019-2023")
    texts = [*own.assessments["reason"].dropna(), *own.evidence["note"].dropna(), *own.assessments["source"].dropna()]
    for path in paths:
        with zipfile.ZipFile(path) as book:
            inside = " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        assert not [text for text in texts if text in inside]
        rows = rows_of(path)
        there = own.priorities["since_year"].fillna(1) <= 2
        assert len(rows) == there.sum() < len(own.priorities)
        assert {row["Statusi"] for row in rows} == {None}
        assert {row["Arsyeja"] for row in rows} == {None}
        assert {row["Viti i monitorimit"] for row in rows} == {2}
        assert all(row["Periudha"] for row in rows)


def test_a_priority_that_left_the_contract_before_is_not_judged_again(example, example_folder, place, tmp_path):
    second = rows_of(coding_sheets(tmp_path / "a", place, 3, ["A"], cycle="2019-2023", data=example_folder)[0])
    fourth = rows_of(coding_sheets(tmp_path / "b", place, 4, ["A"], cycle="2019-2023", data=example_folder)[0])
    own = example.where(municipality=place, cycle="2019-2023").assessments
    gone = set(own[(own["monitoring_year"] == 3) & (own["status"] == "withdrawn")]["priority"])
    assert len(gone) >= 1
    assert len(second) - len(fourth) >= 1


def test_who_keeps_a_coding_sheet_is_not_thereby_the_member_organisation(judged):
    data = judged({"lumas": {1: "FF"}}, workbook=[{"kind": "coding_sheet", "municipality": "lumas", "kept_by": "Ana"}])
    others = data.assessments.assign(monitor="Ana", status="not_addressed")
    data = data.with_tables({"assessments": pd.concat([others, data.assessments], ignore_index=True)})
    assert double_assessments(data)["status"].tolist() == ["fully", "fully"]


def test_a_person_reads_titles_and_finds_the_number_beside_them(example, example_folder, place, tmp_path):
    (path,) = coding_sheets(tmp_path, place, 2, ["A"], cycle="2019-2023", data=example_folder)
    sheet = load_workbook(path)["Vlerësimet"]
    titles = set(example.where(municipality=place, cycle="2019-2023").priorities["title_sq"])
    assert all(row[1].value in titles and row[1].comment is not None for row in sheet.iter_rows(min_row=2))


def test_filled_in_and_put_beside_the_others_it_is_read_as_the_second_verdict(example, example_folder, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(example_folder, raw)
    twice = double_assessments(example)
    once = example.assessments[example.assessments["monitoring_year"] == 1]
    once = once[~once["priority"].isin(twice["priority"]) & (once["cycle"] == "2019-2023")]
    place = once["municipality"].iloc[0]
    (path,) = coding_sheets(raw, place, 1, ["Monitor i dytë"], cycle="2019-2023", data=raw)
    book = load_workbook(path)
    sheet = book["Vlerësimet"]
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        row[names.index("Statusi")].value = "adresuar pjesërisht"
    book.save(path)
    data = read_folder(raw)
    assert data.findings.empty, data.findings.to_string()
    pairs = double_assessments(data).query("municipality == @place and monitoring_year == 1")
    assert len(pairs) == sheet.max_row - 1 - _unjudged(data, place) > 0
    assert set(pairs["other_status"]) == {"partially"}
    assert set(pairs["other_monitor"]) == {"Monitor i dytë"}


def _unjudged(data, place):
    """Priorities of the first year to which the first monitor gave no verdict of the scale."""
    own = data.where(municipality=place, cycle="2019-2023")
    first = own.assessments[
        (own.assessments["monitoring_year"] == 1) & (own.assessments["monitor"] != "Monitor i dytë")
    ]
    judged = first["status"].isin(data.model.levels).sum()
    return int((own.priorities["since_year"].fillna(1) <= 1).sum() - judged)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"municipality": "askund"}, "unknown municipality"),
        ({"cycle": "1999-2003"}, "unknown contract"),
        ({"monitors": ["A", "A"]}, "each once"),
        ({"language": "fr"}, "unknown language"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_written(example_folder, place, tmp_path, wrong, said):
    asked = {
        "municipality": place,
        "monitoring_year": 2,
        "monitors": ["A"],
        "cycle": "2019-2023",
        "data": example_folder,
    }
    with pytest.raises(WrongUse, match=said):
        coding_sheets(tmp_path / "sheets", **(asked | wrong))
    assert not (tmp_path / "sheets").exists()


def test_a_sheet_is_never_written_over(example_folder, place, tmp_path):
    coding_sheets(tmp_path, place, 2, ["A"], cycle="2019-2023", data=example_folder)
    with pytest.raises(WrongUse, match="not written over"):
        coding_sheets(tmp_path, place, 2, ["A"], cycle="2019-2023", data=example_folder)


def test_the_command_makes_them(example_folder, place, tmp_path):
    asked = ["coding", str(tmp_path / "s"), "--municipality", place, "--monitoring-year", "2"]
    asked += ["--monitor", "A", "--monitor", "B"]
    made = CliRunner().invoke(main, [*asked, "--cycle", "2019-2023", "--data", str(example_folder)])
    assert made.exit_code == 0, made.output
    assert len(list((tmp_path / "s").glob("*.xlsx"))) == 2
