"""A draft is no data until somebody has looked at it: each mark is told at its cells, and costs the whole workbook."""

import openpyxl
import pytest
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.commands import WrongUse, draft, validate
from pop_analysis.reading import read_folder
from pop_analysis.reading.old_reports import passages

REPORT = """Bashkia Lumas

Prioriteti 1: Ujё i pijshëm (Adresuar Pjesёrisht)
U shtruan 2 nga 5 km, shih https://example.org/uji.

Prioriteti 2: Kopsht (Nuk është adresuar plotësisht)
Nuk u ndërtua i gjithi.
"""
ASKED = {"municipality": "Lumas", "cycle": "2019–2023", "monitoring_year": 2}


@pytest.fixture
def folder(workbook):
    """A folder with the network's workbook, and beside it a report."""
    made = workbook({}, kind="network")
    (made.parent / "raporti.txt").write_text(REPORT, encoding="utf-8")
    return made


@pytest.fixture
def drafted(folder):
    return draft([folder.parent / "raporti.txt"], folder.parent / "draft.xlsx", data=folder, **ASKED)


def look_at(path, *, but=()):
    """Mend and fill in what a person would, and empty the marks, but for those on some sheets."""
    book = openpyxl.load_workbook(path)
    book["Vlerësimet"]["F3"] = "adresuar pjesërisht"
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if str(cell.value).startswith("për t'u parë:") and sheet.title not in but:
                    cell.value = None
    book.save(path)


def test_every_drafted_cell_is_told_and_nothing_of_the_workbook_is_read(folder, drafted):
    assert (drafted.priorities, drafted.with_verdict) == (2, 1)
    drafted.path.rename(folder / "lumas.xlsx")
    data = read_folder(folder)
    assert set(data.findings["code"]) == {"FI-33"}
    assert set(data.findings["severity"]) == {"refused"}
    told = set(zip(data.findings["sheet"], data.findings["cell"], strict=True))
    assert {("Vlerësimet", "F2"), ("Vlerësimet", "F3"), ("Prioritetet", "C2"), ("Provat", "E2")} <= told
    assert data.assessments.empty
    assert data.priorities.empty


def test_once_it_was_looked_at_it_is_read_like_any_other(folder, drafted):
    drafted.path.rename(folder / "lumas.xlsx")
    look_at(folder / "lumas.xlsx")
    data = read_folder(folder)
    assert set(data.findings["severity"]) == {"note"}
    assert data.assessments["status"].tolist() == ["partially", "partially"]
    assert data.assessments["reason"].tolist() == [
        "U shtruan 2 nga 5 km, shih https://example.org/uji.",
        "Nuk u ndërtua i gjithi.",
    ]
    assert data.assessments["source"].str.startswith("raporti.txt, rreshti").all()
    assert data.priorities["title_sq"].tolist() == ["Ujë i pijshëm", "Kopsht"]
    assert data.evidence["url"].tolist() == ["https://example.org/uji"]


@pytest.mark.parametrize("left", ["Vlerësimet", "Prioritetet", "Provat"])
def test_one_mark_that_is_left_costs_the_workbook(folder, drafted, left):
    drafted.path.rename(folder / "lumas.xlsx")
    look_at(folder / "lumas.xlsx", but=[left])
    data = read_folder(folder)
    assert set(data.findings["sheet"]) == {left}
    assert data.assessments.empty


def test_a_mark_is_known_wherever_it_comes_to_stand(folder, drafted):
    book = openpyxl.load_workbook(drafted.path)
    sheet = book["Vlerësimet"]
    last = sheet.max_column
    sheet.cell(1, last).value = None  # its heading is gone, and the first row was moved down
    sheet.move_range(f"A2:{sheet.cell(2, last).coordinate}", rows=5)
    look = folder / "lumas.xlsx"
    book.save(look)
    look_at(look, but=["Vlerësimet"])
    assert set(read_folder(folder).findings.query("code == 'FI-33'")["cell"].str.lstrip("BEFGJ")) == {"3", "7"}


def test_a_status_the_report_does_not_say_for_certain_stays_blank_with_the_words_beside_it(drafted):
    sheet = openpyxl.load_workbook(drafted.path)["Vlerësimet"]
    assert sheet["F3"].value is None
    assert "“Nuk është adresuar plotësisht”" in sheet["J3"].value
    assert "raporti.txt, rreshti 6: “Prioriteti 2: Kopsht" in sheet["J3"].value


def test_it_is_not_written_among_the_data_nor_over_anything(folder, drafted):
    report = folder.parent / "raporti.txt"
    with pytest.raises(WrongUse, match="outside"):
        draft([report], folder / "lumas.xlsx", data=folder, **ASKED)
    with pytest.raises(WrongUse, match="not written over"):
        draft([report], drafted.path, data=folder, **ASKED)
    assert not (folder / "lumas.xlsx").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"municipality": "Lumsa"}, "Did you mean “Lumas”"),
        ({"municipality": "Gurrë"}, "say nothing of this municipality"),
        ({"cycle": "x"}, "is no contract"),
        ({"monitoring_year": 0}, "no monitoring year"),
    ],
)
def test_what_cannot_be_drafted_is_refused_and_nothing_is_written(folder, asked, said):
    with pytest.raises(WrongUse, match=said):
        draft([folder.parent / "raporti.txt"], folder.parent / "new.xlsx", data=folder, **ASKED | asked)
    assert not (folder.parent / "new.xlsx").exists()


def test_without_the_libraries_it_says_what_to_install(folder, monkeypatch):
    def missing(_):
        raise ImportError

    monkeypatch.setattr(passages, "_pdf", missing)
    (folder.parent / "b.pdf").write_bytes(b"%PDF")
    with pytest.raises(WrongUse, match=r"pop-analysis\[draft\]"):
        draft([folder.parent / "b.pdf"], folder.parent / "new.xlsx", data=folder, **ASKED)


@pytest.mark.parametrize(("language", "words"), [("en", "is a draft"), ("sq", "është vetëm draft")])
def test_the_command_says_what_it_found_and_what_it_could_not_read(folder, language, words):
    report, other, made = (folder.parent / name for name in ("raporti.txt", "foto.doc", "d.xlsx"))
    other.write_bytes(b"x")
    asked = ["draft", str(report), str(other), "--municipality", "Lumas", "--cycle", "2019-2023"]
    asked += ["--monitoring-year", "2", "-o", str(made), "--data", str(folder), "--language", language]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 1, done.output
    assert words in done.output
    assert "foto.doc" in done.output
    assert (validate(made)["code"] == "FI-33").all()
