"""Whatever is not read is told: a sheet, a column, a file, a folder. “All is well” is never all there is to say."""

import gzip
import os
import sys

import openpyxl
import pytest
from sheets import sheet_of

from pop_analysis.reading import read_folder

VERDICT = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht"}
OWN = ["Nr", "Çfarë u premtua", "Si shkoi"]


def told(data):
    return [(each["code"], each["severity"], each["file"]) for each in data.findings.to_dict("records")]


def told_of_sheet(data):
    return data.findings[["code", "severity", "sheet", "cell"]].values.tolist()


COLUMNS = {
    "codes": ["P", "PJ", "N"],
    "percentages": [0.8, 0.5, 1],
    "priority and verdict in one cell": ["1. Rruga – adresuar plotësisht", "2. Uji: pjesërisht", "x"],
    "gender of the verdict": ["i adresuar plotësisht", "e adresuar pjesërisht", "x"],
    "statuses outside the scale": ["hequr nga kontrata", "i paverifikueshëm", "x"],
    "words of one's own": ["realizuar", "e parealizuar", "në proces"],
}


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("name", ["2021", "Scores"])
def test_a_table_is_told_in_a_workbook_without_verdicts(workbook, contract, read, kind, name):
    rows = [[number, f"Premtimi {number}", value] for number, value in enumerate(COLUMNS[kind], start=1)]
    data = read(workbook(contract(), edit=sheet_of(name, OWN, *rows)))
    assert [each[:3] for each in told_of_sheet(data)] == [["SH-08", "rejected", name]]


@pytest.mark.parametrize("kind", [each for each in COLUMNS if each not in ("percentages", "words of one's own")])
def test_words_and_letters_of_verdicts_are_told_in_any_workbook(workbook, contract, read, kind):
    rows = [[number, value] for number, value in enumerate(COLUMNS[kind], start=1)]
    data = read(workbook(contract(assessments=[VERDICT]), edit=sheet_of("Fletë1", *rows)))
    assert told_of_sheet(data) == [["SH-08", "rejected", "Fletë1", "B1"]]


def test_a_single_misspelt_verdict_is_told(workbook, contract, read):
    data = read(workbook(contract(assessments=[VERDICT]), edit=sheet_of("Fletë1", ["plotsisht"])))
    assert told_of_sheet(data) == [["SH-08", "rejected", "Fletë1", "A1"]]


@pytest.mark.parametrize(
    "rows",
    [
        [["Takimi u mbajt në shkollë."], ["U fol se çfarë u adresua plotësisht dhe çfarë mbeti."]],
        [["Emri", "Telefoni", "Gjinia"], ["Ana", "069", "F"], ["Beni", "068", "M"], ["Era", "067", "F"]],
    ],
    ids=["text", "contacts"],
)
def test_notes_and_lists_stay_a_note_where_the_verdicts_are_elsewhere(workbook, contract, read, rows):
    data = read(workbook(contract(assessments=[VERDICT]), edit=sheet_of("Fletë1", *rows)))
    assert told_of_sheet(data) == [["SH-01", "note", "Fletë1", ""]]


def test_a_text_of_one_column_stays_a_note_even_without_verdicts(workbook, contract, read):
    rows = (["Takimi u mbajt."], ["U fol për rrugën."])
    assert told_of_sheet(read(workbook(contract(), edit=sheet_of("Fletë1", *rows)))) == [
        ["SH-01", "note", "Fletë1", ""]
    ]


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Viti 2", ["P", "JP"]),
        ("2022", ["u bë", "jo"]),
        ("Gjendja e re", ["P", "PP"]),
        ("Gjendja e re", ["e adresuar plotësisht", None]),
    ],
)
def test_a_column_that_may_be_a_year_of_verdicts_is_told(workbook, contract, read, heading, values):
    def edit(book):
        sheet = book["Vlerësimet"]
        for row, value in enumerate([heading, *values], start=1):
            sheet.cell(row, 15, value)

    data = read(workbook(contract("A", "B", assessments=[VERDICT, VERDICT | {"label": 2}]), edit=edit))
    assert told_of_sheet(data) == [["HD-07", "rejected", "Vlerësimet", "O1"]]
    assert len(data.assessments) == 2


def test_a_workbook_without_a_row_is_told_as_such(workbook, contract, read):
    assert told(read(workbook({}))) == [("FI-25", "note", "lumas.xlsx")]
    assert told(read(workbook(contract(), name="gurre.xlsx", municipality="Gurrë"))) == [
        ("FI-25", "note", "lumas.xlsx")
    ]


FILES = {
    "t.url": b"[InternetShortcut]\r\nURL=https://docs.google.com/\r\n",
    "t.webloc": b"bplist00\xd1\x01\x02SURL",
    "t.lnk": b"L\0\0\0\x01\x14\x02\0",
    "t.txt": "Prioriteti\tStatusi\n1\tadresuar plotësisht\n".encode(),
    "codes.txt": b"1\tP\n2\tPJ\n",
    "line.txt": "Prioriteti 1: adresuar plotësisht".encode(),
    "t.tab": b"1\tP\n",
    "t.eml": b"Subject: x\n\nP",
    "t.xml": b'<?xml version="1.0"?><Workbook/>',
    "t.slk": b"ID;PWXL;N;E\nC;Y1;X1;K1\n",
    "t.json": '[{"status": "adresuar plotësisht"}]'.encode(),
    "t.md": "| 1 | adresuar plotësisht |\n".encode(),
    "t.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "t.et": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "t.accdb": b"\0\1\0\0Standard ACE DB",
    "t.dbf": b"\x03\x79\x01\x01",
    "t.sav": b"$FL2@(#) SPSS",
    "t.parquet": b"PAR1\0",
    "t.one": b"\xe4\x52\x5c\x7b",
    "t": b"x",
}
REFUSED = {
    "t.gsheet": b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}',
    "t.gdoc": b'{"url": "https://docs.google.com/open?id=1"}',
    "t.gz": gzip.compress(b"x", mtime=0),
}
QUIET = {
    "SOURCES.md": b"x",
    "README.txt": b"x",
    ".DS_Store": b"\0\0",
    "Thumbs.db": b"\xd0\xcf\x11\xe0",
    "desktop.ini": b"x",
    ".gitkeep": b"",
    "~$lumas.docx": b"x",
    "._lumas.xlsx": b"\x00\x05\x16\x07" + bytes(60),
    "._letra.pdf": b"\x00\x05\x16\x07" + bytes(60),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_which_verdicts_may_stand_is_told(workbook, contract, read, name):
    folder = workbook(contract())
    (folder / name).write_bytes(FILES[name])
    assert told(read(folder)) == [("FI-22", "rejected", name)]


@pytest.mark.parametrize("name", REFUSED)
def test_a_packed_file_and_a_link_to_an_online_document_are_refused(workbook, contract, read, name):
    folder = workbook(contract())
    (folder / name).write_bytes(REFUSED[name])
    assert told(read(folder)) == [("FI-01", "refused", name)]


def test_what_cannot_be_opened_as_a_file_is_told(workbook, contract, read):
    folder = workbook(contract())
    (folder / "t.xlsx").symlink_to("nowhere.xlsx")
    (folder / "a.numbers" / "Data").mkdir(parents=True)
    assert told(read(folder)) == [("FI-22", "rejected", "a.numbers"), ("FI-22", "rejected", "t.xlsx")]


def test_texts_without_a_verdict_and_empty_files_are_noted_in_one_line(workbook, contract, read):
    folder = workbook(contract())
    for name, content in {"a.md": b"# Takimi\n", "b": b"", "c.json": b"[]", "d.mp3": b"ID3x"}.items():
        (folder / name).write_bytes(content)
    data = read(folder)
    assert told(data) == [("FI-23", "note", "./")]
    assert "a.md, b, c.json, d.mp3" in data.findings["message_en"].item()


def test_companions_and_what_systems_leave_behind_are_left_alone(workbook, contract, read):
    folder = workbook(contract())
    for name, content in QUIET.items():
        (folder / name).write_bytes(content)
    for tool in (".git", ".ipynb_checkpoints"):
        (folder / tool).mkdir()
        (folder / tool / "t.xlsx").write_bytes(b"x")
    assert told(read(folder)) == []


@pytest.mark.parametrize("name", ["Corrections.yml", "MAPPING.YML"])
def test_settings_in_capitals_are_read_or_told(workbook, contract, read, name):
    folder = workbook(contract())
    (folder / name).write_text("- file: x")
    codes = [code for code, *_ in told(read(folder))]
    assert codes != []
    assert (codes == ["FI-24"]) is not (folder / name.lower()).exists()


@pytest.mark.parametrize(
    "name", ["corrections.yaml", "mapping.yml.txt", "Mapping.YAML", "mapping (1).yml", "Corrections - Copy.yml"]
)
def test_settings_of_another_name_are_told(workbook, contract, read, name):
    folder = workbook(contract())
    (folder / name).write_text("x")
    assert told(read(folder)) == [("FI-24", "rejected", name)]


@pytest.mark.parametrize(
    "name",
    [
        "d/t.numbers",
        "d/t.pdf",
        "d/t.zip",
        "d/t.gsheet",
        "d/t",
        "model/t.xlsx",
        ".2021/t.xlsx",
        "d/.t.xlsx",
        "d/e/f/t.ods",
    ],
)
def test_a_folder_below_is_told_by_what_may_hold_verdicts(workbook, contract, read, name):
    folder = workbook(contract())
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(b"PK\x03\x04x")
    data = read(folder)
    below, _, inside = name.partition("/")
    assert told(data) == [("FI-20", "rejected", f"{below}/")]
    assert inside in data.findings["message_en"].item()


def test_a_folder_of_pictures_and_texts_is_noted(workbook, contract, read):
    folder = workbook(contract())
    (folder / "d").mkdir()
    (folder / "d" / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "d" / "b.txt").write_bytes(b"x")
    assert told(read(folder)) == [("FI-23", "note", "d/")]


def test_a_linked_folder_below_is_told_and_not_entered(workbook, contract, read, tmp_path_factory):
    folder, elsewhere = workbook(contract()), tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "t.xlsx").write_bytes(b"x")
    (folder / "d").mkdir()
    (folder / "d" / "link").symlink_to(elsewhere)
    data = read(folder)
    assert told(data) == [("FI-20", "rejected", "d/")]
    assert "link." in data.findings["message_en"].item()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_closed_to_us_is_told(workbook, contract, read):
    folder = workbook(contract())
    (folder / "d" / "e").mkdir(parents=True)
    (folder / "d" / "e").chmod(0)
    try:
        assert told(read(folder)) == [("FI-20", "rejected", "d/")]
    finally:
        (folder / "d" / "e").chmod(0o700)


def test_tables_of_ours_are_left_alone_and_a_workbook_among_them_is_not(workbook, contract, read):
    from pop_analysis.storage.processed import write_processed

    folder = workbook(contract())
    write_processed(read(folder), folder / "tables")
    assert told(read(folder)) == []
    (folder / "tables" / "t.xlsx").write_bytes((folder / "lumas.xlsx").read_bytes())
    assert told(read(folder)) == [("FI-20", "rejected", "tables/")]


def test_a_descriptor_alone_hides_nothing(workbook, contract, read):
    folder = workbook(contract())
    (folder / "d").mkdir()
    (folder / "d" / "datapackage.json").write_text('{"resources": [{"path": "t.csv"}]}')
    (folder / "d" / "t.csv").write_text("1;P")
    assert ("FI-20", "rejected", "d/") in told(read(folder))


def test_real_data_give_nothing_to_tell(root):
    assert set(read_folder(root / "data" / "raw").findings["code"]) == {"PR-04"}  # a question about titles


def marked_copy_in(folder, is_changed):
    """A copy with findings, which somebody may have worked in, beside the workbook it is of."""
    from pop_analysis.workbooks.marked_copy import marked_copy
    from pop_analysis.workbooks.template import save_workbook

    path = folder / "kopje.xlsx"
    data = read_folder(folder)
    save_workbook(marked_copy(data.findings, [folder / "lumas.xlsx"], data.model, "sq"), path)
    if is_changed:
        book = openpyxl.load_workbook(path)
        book["Vlerësimet"]["F2"] = "adresuar plotësisht"
        book.save(path)


@pytest.mark.parametrize(("is_changed", "code", "severity"), [(False, "FI-31", "note"), (True, "FI-32", "rejected")])
def test_a_marked_copy_of_ours_is_no_workbook(workbook, contract, read, is_changed, code, severity):
    folder = workbook(contract(assessments=[VERDICT]))
    marked_copy_in(folder, is_changed)
    data = read(folder)
    assert told(data) == [(code, severity, "kopje.xlsx")]
    assert len(data.assessments) == 1


def test_where_a_marked_copy_was_saved_over_the_workbook_what_is_advised_gives_its_verdicts_back(
    workbook, contract, read
):
    folder = workbook(contract(assessments=[VERDICT]))
    marked_copy_in(folder, True)
    (folder / "kopje.xlsx").replace(folder / "lumas.xlsx")
    refused = read(folder).findings.query("file == 'lumas.xlsx'")
    assert refused["code"].tolist() == ["FI-32"]
    assert "all sheets but the first" in refused["message_en"].item()
    saved, new = openpyxl.load_workbook(folder / "lumas.xlsx"), openpyxl.Workbook()
    new.remove(new.active)
    for sheet in saved.worksheets[1:]:
        made = new.create_sheet(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            made.append(row)
    new.save(folder / "lumas.xlsx")
    assert read(folder).assessments["status"].tolist() == ["fully"]


def test_verdicts_beside_a_table_of_the_network_are_told_and_its_rows_count(workbook, read):
    def edit(book):
        for row, value in enumerate(("Vlerësimi ynë", "adresuar plotësisht", "nuk u adresua"), start=1):
            book["Anëtarët"].cell(row, 30, value)

    members = [{"organisation": f"Qendra “{name}”", "municipality": "Lumas"} for name in ("Shembull", "Tjetër")]
    data = read(workbook({"members": members}, kind="network", edit=edit))
    assert len(data.members) == 2
    assert told_of_sheet(data) == [["HD-07", "rejected", "Anëtarët", "AD1"]]  # not that the sheet does not belong there
    assert data.balance.query("table == 'assessments'")["rejected"].tolist() == [2]


@pytest.mark.parametrize("end", [" - Table 1", " - Tabela 1"])
def test_sheets_that_apple_numbers_named_are_read(workbook, contract, read, end):
    def edit(book):
        for sheet in book.worksheets:
            sheet.title += end

    data = read(workbook(contract(assessments=[VERDICT]), edit=edit))
    assert data.assessments["status"].tolist() == ["partially"]
    assert set(data.findings["code"]) == {"SH-07"}
