"""A folder of workbooks becomes one data set, whatever the order of the files and whatever is wrong with one."""

import shutil
import zipfile

import pandas as pd
import pytest
from openpyxl import load_workbook

from pop_analysis.reading import read_files, read_folder
from pop_analysis.reading.tables.row_keys import row_keys

NUMBERS = ["read", "counted", "rejected", "blank"]


def same(one, other):
    for name in one.tables:
        pd.testing.assert_frame_equal(one[name], other[name])
    return one.version == other.version


def test_a_folder_that_is_not_there_is_said_by_name(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_folder(tmp_path / "nowhere")


def test_an_empty_folder_is_an_empty_data_set(tmp_path):
    data = read_folder(tmp_path)
    assert all(frame.empty for frame in data.tables.values())
    assert data.findings.empty


def test_the_order_of_the_files_does_not_matter(example_folder, example):
    paths = sorted(example_folder.glob("*.xlsx"))
    turned = read_files(paths[::-1], example.model)
    assert same(example, turned)
    pd.testing.assert_frame_equal(example.findings, turned.findings)
    pd.testing.assert_frame_equal(example.balance, turned.balance)
    pd.testing.assert_frame_equal(example.provenance, turned.provenance)


def test_the_order_does_not_matter_where_files_repeat_each_other(workbook, contract):
    workbook(contract())
    folder = workbook(contract(), name="lumas (1).xlsx", edit=lambda book: book["Kontratat"].insert_rows(2))
    shutil.copy(folder / "lumas.xlsx", folder / "a copy.xlsx")
    paths = sorted(folder.glob("*.xlsx"))
    one, other = read_files(paths), read_files(paths[::-1])
    assert one.findings["code"].tolist() == ["FI-08", "FI-08"]
    assert same(one, other)
    pd.testing.assert_frame_equal(one.findings, other.findings)
    pd.testing.assert_frame_equal(one.provenance, other.provenance)


def test_the_names_of_the_files_do_not_matter(example_folder, example, tmp_path):
    for number, path in enumerate(sorted(example_folder.glob("*.xlsx"), reverse=True)):
        shutil.copy(path, tmp_path / f"{number}.xlsx")
    assert same(example, read_folder(tmp_path, example.model))


def test_other_contents_have_another_version(workbook, contract, read):
    before = read(workbook(contract("Ujë"))).version
    assert read(workbook(contract("Ujë"))).version == before
    assert read(workbook(contract("Ujë i pijshëm"))).version != before


def test_a_copy_of_a_file_is_read_once(workbook, contract, read):
    folder = workbook(contract())
    shutil.copy(folder / "lumas.xlsx", folder / "lumas - Copy.xlsx")
    data = read(folder)
    assert data.findings[["code", "file"]].values.tolist() == [["FI-08", "lumas.xlsx"]]
    assert "“lumas - Copy.xlsx”" in data.findings["message_sq"].iloc[0]
    assert len(data.priorities) == 2


def test_two_empty_files_are_both_said(workbook, contract, read):
    folder = workbook(contract())
    for name in ("a.xlsx", "b.xlsx"):
        (folder / name).touch()
    assert read(folder).findings[["code", "file"]].values.tolist() == [["FI-02", "a.xlsx"], ["FI-02", "b.xlsx"]]


def test_what_a_file_is_stands_inside_it_and_not_in_its_name(workbook, contract, read):
    data = read(workbook(contract(), name="tirane.xlsx"))
    assert data.priorities["municipality"].unique().tolist() == ["lumas"]


def test_only_workbooks_are_looked_at(workbook, contract, read):
    folder = workbook(contract())
    (folder / "SOURCES.md").write_text("# Burimet", encoding="utf-8")
    data = read(folder)
    assert data.findings.empty
    assert set(data.provenance["file"]) == {"lumas.xlsx", "network.xlsx"}


def test_a_name_in_capitals_is_a_workbook_too(workbook, contract, read):
    folder = workbook(contract())
    (folder / "lumas.xlsx").rename(folder / "LUMAS.XLSX")
    assert len(read(folder).priorities) == 2


@pytest.mark.parametrize("emptied", [True, False])
def test_a_file_that_does_not_say_what_it_is_is_refused(workbook, contract, read, emptied):
    def edit(book):
        if emptied:
            book["Rreth skedarit"].delete_rows(1, 9)
        else:
            del book["Rreth skedarit"]

    data = read(workbook(contract(), edit=edit))
    assert data.findings[["code", "severity"]].values.tolist() == [["FI-09", "refused"]]
    assert "“Rreth skedarit”" in data.findings["message_sq"].iloc[0]
    assert data.priorities.empty


def test_a_file_of_an_unknown_kind_is_refused(workbook, contract, read):
    data = read(workbook(contract(workbook=[{"kind": "projekti", "municipality": "Lumas"}])))
    assert "refused" in set(data.findings["severity"])
    assert data.priorities.empty


def test_a_municipal_file_without_its_municipality_is_not_read(workbook, contract, read, found, cell_of):
    data = read(workbook(contract(workbook=[{"kind": "bashki"}])))
    assert ("CE-03", "Rreth skedarit", cell_of("workbook", "municipality")) in found(data)
    assert data.priorities.empty


@pytest.mark.parametrize(
    "about",
    [{"kind": "projekti", "municipality": "Lumas"}, {"kind": "bashki", "municipality": "Lumass"}, {"kind": "bashki"}],
)
def test_a_file_that_is_not_read_vanishes_from_no_account(workbook, contract, read, about):
    # Either the file is refused as a whole, or its rows are among the rejected ones.
    data = read(workbook(contract(workbook=[about])))
    own = data.balance[data.balance["file"] == "lumas.xlsx"]
    refused = (data.findings["severity"] == "refused") & (data.findings["file"] == "lumas.xlsx")
    assert refused.any() or (own.loc[own["sheet"] == "Prioritetet", "rejected"] == 2).any()


def no_about(book):
    del book["Rreth skedarit"]


def two_abouts(book):
    book.copy_worksheet(book["Rreth skedarit"]).title = "Skedari"


@pytest.mark.parametrize("edit", [no_about, two_abouts])
def test_nothing_of_a_refused_file_is_counted(workbook, contract, read, edit):
    data = read(workbook(contract(), edit=edit))
    assert "refused" in set(data.findings["severity"])
    assert "lumas.xlsx" not in set(data.provenance["file"])


@pytest.mark.parametrize(
    ("sheet", "headings", "row"),
    [
        ("Kontratat", ["Kontrata", "Burimi"], ["2019–2023", "x"]),
        ("Prioritetet", ["Kontrata", "Nr.", "Prioriteti"], ["2019–2023", 1, "Ura"]),
        ("Fushatat", ["Fushata", "Burimi"], ["Ura", "x"]),
    ],
)
def test_a_sheet_of_municipalities_in_the_networks_file_does_not_stop_the_reading(workbook, read, sheet, headings, row):
    def edit(book):
        book.create_sheet(sheet).append(headings)
        book[sheet].append(row)

    data = read(workbook(kind="network", edit=edit))
    # The row belongs to no municipality, so it has no key and is not counted; and somebody is told.
    table = {"Kontratat": "contracts", "Prioritetet": "priorities", "Fushatat": "campaigns"}[sheet]
    assert data[table].empty
    assert sheet in set(data.findings["sheet"])


def test_without_a_register_names_are_taken_as_written_and_it_is_said(workbook, contract, read):
    folder = workbook(contract(), municipality="Bashkia Ura e Re")
    (folder / "network.xlsx").unlink()
    data = read(folder)
    assert data.findings["code"].tolist() == ["FI-10"]
    assert data.priorities["municipality"].unique().tolist() == ["ura-e-re"]


def test_activities_of_the_network_belong_to_no_municipality(workbook, contract, read):
    workbook(contract(activities=[{"type": "forum publik", "title_sq": "Forum"}]))
    activities = [{"type": "konferencë", "title_sq": "A"}, {"type": "video", "title_sq": "B", "municipality": "Gurra"}]
    folder = workbook({"activities": activities}, kind="network")
    data = read(folder)
    places = data.activities.set_index("type")["municipality"]
    assert pd.isna(places["conference"])
    assert places[["public_forum", "video"]].tolist() == ["lumas", "gurre"]


def test_one_workbook_that_says_its_data_are_invented_makes_the_whole_so(workbook, contract, read, data, example):
    assert read(workbook(contract())).synthetic  # network.xlsx of the tests says so
    assert example.synthetic
    assert not data.synthetic


def test_every_row_knows_where_it_came_from(data, root):
    place = data.provenance[(data.provenance["table"] == "priorities")].iloc[0]
    book = load_workbook(root / "data" / "raw" / place["file"])
    cells = [cell.value for cell in book[place["sheet"]][int(place["sheet_row"])]]
    assert data.priorities["title_sq"].iloc[0] in cells


def test_provenance_fits_every_frame(data, example):
    for each in (data, example):
        for name, rows in each.provenance.groupby("table"):
            assert rows["key"].tolist() == row_keys(each[name], each.model.tables[name].unique)
            assert len(rows) == len(each[name])


def test_macros_are_never_run_and_it_is_said(workbook, contract, read):
    folder = workbook(contract())
    with zipfile.ZipFile(folder / "lumas.xlsx", "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00macros")
    (folder / "lumas.xlsx").rename(folder / "lumas.xlsm")
    data = read(folder)
    assert data.findings[["code", "severity", "file"]].values.tolist() == [["FI-13", "note", "lumas.xlsm"]]
    assert len(data.priorities) == 2


def told_of(data):
    return {(each["code"], each["severity"], each["file"]) for each in data.findings.to_dict("records")}


def test_workbooks_in_a_folder_below_are_told_and_pictures_there_are_noted(workbook, contract, read):
    folder = workbook(contract())
    for below in ("2021", "2020/e vjetër", "model", ".hidden", ".git", "photos"):
        (folder / below).mkdir(parents=True)
    for below in ("2021", "2020/e vjetër", ".hidden", ".git"):
        (folder / below / "gurre.xlsx").write_bytes((folder / "lumas.xlsx").read_bytes())
    (folder / "photos" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    data = read(folder)
    below = {("FI-20", "rejected", f"{name}/") for name in ("2020", "2021", ".hidden")}
    assert told_of(data) == below | {("FI-23", "note", "photos/")}
    assert "gurre.xlsx" in data.findings["message_sq"].iloc[0]
    assert len(data.priorities) == 2


def test_a_document_beside_the_workbooks_is_refused_and_a_text_without_verdicts_is_noted(workbook, contract, read):
    folder = workbook(contract())
    book = (folder / "lumas.xlsx").read_bytes()
    documents = {"raporti.pdf": b"%PDF-1.7", "skanim.JPG": b"\xff\xd8\xff\xe0", "faqja.html": b"<html></html>"}
    documents |= {"letra.doc": b"\xd0\xcf\x11\xe0" + bytes(600)}
    disguised = {"gurre.xlsx.bak": book, "gurre": book}
    quiet = {"SOURCES.md": b"# x", "Thumbs.db": b"\xd0\xcf\x11\xe0", ".DS_Store": b"\0\0"}
    noted = {"notes.txt": b"x", "x.json": b"[]", "bosh.docx": b""}
    for name, content in (documents | disguised | quiet | noted | {"tabela.tsv": b"a\tb"}).items():
        (folder / name).write_bytes(content)
    data = read(folder)
    expected = {("FI-01", "refused", name) for name in documents} | {("FI-21", "rejected", name) for name in disguised}
    assert told_of(data) == expected | {("FI-22", "rejected", "tabela.tsv"), ("FI-23", "note", "./")}
    assert "bosh.docx, notes.txt, x.json" in data.findings.query("code == 'FI-23'")["message_sq"].item()
    assert "dokument Word" in data.findings.query("file == 'letra.doc'")["message_sq"].item()
    assert len(data.priorities) == 2
