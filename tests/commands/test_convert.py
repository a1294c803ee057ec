"""Workbooks of an older template come into today's form: the same data, every cell kept, nothing written over."""

import json
import shutil

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.commands import WrongUse, convert, reply_export, reply_import
from pop_analysis.reading import read_folder

F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar"
OLD = {
    "Rreth skedarit": [["Lloji", "Emri i bashkisë"], ["bashki", "Lumas"]],
    "Kontrata Sociale": [["Cikli", "Nënshkruar më", "Vërejtje"], ["2019-2023", "qershor 2019", "diçka e jona"]],
    "Prioritete": [
        ["Lista jonë"],
        ["Cikli", "Numri", "Titulli", "Buxheti ynë"],
        ["2019-2023", "1.5", "Ujё i pijshëm", 300],
        ["2019-2023", 2, "Kopsht", None],
    ],
    "Monitorimi": [
        ["Cikli", "Nr.", "Viti", "Vlerësimi", "Arsyeja"],
        ["2019-2023", "1.5", 1, "u adresua pjesërisht", "Dy rrugë."],
        ["2019-2023", 2, 1, "Adresuar Pje", None],
        ["Gjithsej", None, None, "2 nga 2", None],
    ],
    "Shënimet tona": [["një", "dy"]],
}
WIDE = {
    "Rreth skedarit": [["Lloji", "Bashkia"], ["bashki", "Lumas"]],
    "Vlerësimet": [
        ["Kontrata Sociale 2019–2023"],
        ["Prioriteti", "Viti I", "Viti II"],
        ["1. Ujë", F, P],
        ["2. Kopsht", None, N],
    ],
}
CORRECTION = {"reason": "e prerë", "who": "Qendra “Shembull”", "date": "2026-11-23"}


@pytest.fixture
def old(workbook):
    """A folder with a workbook of these sheets, and corrections of its cells."""

    def write(sheets, *corrections):
        folder = workbook({}, kind="network")
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, lines in sheets.items():
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append(line)
        book.save(folder / "lumas.xlsx")
        entries = [{"file": "lumas.xlsx"} | each | CORRECTION for each in corrections]
        if entries:
            text = yaml.safe_dump(entries, allow_unicode=True)
            (folder / "corrections.yml").write_text(f"# tonat\n{text}", encoding="utf-8")
        return folder

    return write


def texts(path):
    """Everything that stands in a workbook, but for headings and lists."""
    book = openpyxl.load_workbook(path)
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("sheets", [OLD, WIDE])
@pytest.mark.parametrize("language", [None, "sq", "en"])
def test_the_new_form_gives_the_same_data_and_holds_every_cell_that_was_typed(old, sheets, language):
    folder = old(sheets)
    before = read_folder(folder)
    assert len(before.assessments) > 0
    made = convert(folder, language=language)
    after = read_folder(made.folder)
    assert after.version == before.version
    kept = texts(made.folder / "lumas.xlsx")
    typed = [str(value) for lines in sheets.values() for line in lines for value in line if value is not None]
    renamed = set(made.moves.query("what == 'heading'")["value"])
    split = {"1. Ujë", "2. Kopsht"} if sheets is WIDE else set()
    years = {"Viti I", "Viti II", "Kontrata Sociale 2019–2023"} if sheets is WIDE else set()
    assert set(typed) - renamed - split - years <= set(kept)
    assert {"1", "Ujë", "2", "Kopsht"} <= set(kept) or not split


def test_every_cell_that_was_typed_is_in_the_list_of_what_became_of_it(old):
    made = convert(old(OLD)).moves
    own = made[made["file"] == "lumas.xlsx"]
    told = set(zip(own["sheet"], own["cell"], strict=True))
    book = openpyxl.load_workbook(old(OLD) / "lumas.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                unknown_heading = cell.value in ("Vërejtje", "Buxheti ynë")
                assert cell.value is None or unknown_heading or (sheet.title, cell.coordinate) in told


def test_corrections_follow_their_cells(old):
    wrong = {"sheet": "Monitorimi", "cell": "D3", "old": "Adresuar Pje", "new": P}
    folder = old(OLD, wrong, wrong | {"file": "other.xlsx"})
    made = convert(folder)
    entries = yaml.safe_load((made.folder / "corrections.yml").read_text(encoding="utf-8"))
    assert [(each["file"], each["sheet"], each["cell"]) for each in entries] == [
        ("lumas.xlsx", "Vlerësimet", "F3"),
        ("other.xlsx", "Monitorimi", "D3"),
    ]
    assert (made.folder / "corrections.yml").read_text(encoding="utf-8").startswith("# tonat")
    data = read_folder(made.folder)
    assert data.assessments["status"].tolist() == ["partially", "partially"]
    assert data.findings.query("code == 'CO-01'")["cell"].tolist() == ["F3"]


def test_a_correction_of_what_is_said_once_follows_to_every_row(old):
    sheets = WIDE | {"Vlerësimet": [["Kontrata", "2018–2022"], *WIDE["Vlerësimet"][1:]]}
    folder = old(sheets, {"sheet": "Vlerësimet", "cell": "B1", "old": "2018–2022", "new": "2019–2023"})
    made = convert(folder)
    data = read_folder(made.folder)
    assert set(data.assessments["contract"]) == {"lumas/2019-2023"}
    assert "CO-02" not in set(data.findings["code"])


def test_replies_come_along_with_what_was_shown(workbook, contract):
    verdicts = [{"cycle": "2019–2023", "label": 1, "monitoring_year": 1, "status": F}]
    folder = workbook(contract("Ujë", assessments=verdicts))
    sent = reply_export("lumas", folder.parent / "reply.xlsx", data=folder)
    book = openpyxl.load_workbook(sent)
    book["Përgjigjet"]["H2"] = "Po punojmë."
    book.save(sent)
    reply_import(sent, data=folder)
    before = read_folder(folder)
    made = convert(folder)
    after = read_folder(made.folder)
    assert after.version == before.version
    assert after.replies["reply"].tolist() == ["Po punojmë."]
    assert json.loads((made.folder / "replies_sent.json").read_text(encoding="utf-8"))
    name = next(path.name for path in made.folder.glob("*reply*.xlsx"))
    shown = openpyxl.load_workbook(made.folder / name)["Përgjigjet"]
    assert shown["E2"].protection.locked
    assert not shown["H2"].protection.locked


def test_what_is_of_no_template_goes_along_as_it_is(old):
    folder = old(OLD)
    (folder / "raporti.pdf").write_bytes(b"%PDF-1.4")
    (folder / "broken.xlsx").write_bytes(b"PK")
    made = convert(folder)
    assert {"raporti.pdf", "broken.xlsx"} <= set(made.as_they_are)
    assert (made.folder / "broken.xlsx").read_bytes() == b"PK"


def test_nothing_is_written_over_and_the_old_folder_stays_as_it_was(old):
    folder = old(OLD)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    made = convert(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    with pytest.raises(WrongUse, match="not written over"):
        convert(folder)
    with pytest.raises(WrongUse, match="stands in the folder"):
        convert(folder, folder / "new")
    with pytest.raises(FileNotFoundError):
        convert(folder / "gone.xlsx")
    shutil.rmtree(made.folder)
    alone = convert(folder / "lumas.xlsx")
    assert [path.name for path in alone.folder.iterdir()] == ["lumas.xlsx"]


@pytest.mark.parametrize(("language", "words"), [("en", "at another place"), ("sq", "në vend tjetër")])
def test_the_command_says_where_each_column_went(old, language, words):
    done = CliRunner().invoke(main, ["convert", str(old(OLD)), "--language", language])
    assert done.exit_code == 0, done.output
    assert words in done.output
    assert "Monitorimi!D →" in done.output
    assert "“Gjithsej” →" in done.output
