"""Two versions of the data are set side by side, wherever they stand, and told in words and files that run nothing."""

import json
import shutil

import openpyxl
import pytest

import pop_analysis as pop
from pop_analysis.commands import WrongUse, compare, load, process

HOSTILE = '=HYPERLINK("https://example.org","x")<img src=x onerror=alert(1)>'


def edit(path, sheet, **cells):
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell] = value
        book[sheet][cell].data_type = "s" if isinstance(value, str) else book[sheet][cell].data_type
    book.save(path)


@pytest.fixture
def published(project, tmp_path):
    """The data as they were published, beside the workbooks that are still the same."""
    return shutil.copytree(project / "data" / "raw", tmp_path / "before")


@pytest.fixture
def lumebardhe(project):
    return project / "data" / "raw" / "lumebardhe.xlsx"


@pytest.fixture
def changed(project, published, lumebardhe):
    """One verdict, its reason and one title of the network's workbook are otherwise now."""
    old = openpyxl.load_workbook(lumebardhe)["Vlerësimet"]["F2"].value
    edit(lumebardhe, "Vlerësimet", F2="nuk është adresuar" if old != "nuk është adresuar" else "adresuar plotësisht")
    edit(lumebardhe, "Vlerësimet", G2="Arsye krejt e re.")
    edit(project / "data" / "raw" / "network.xlsx", "Anëtarët", B2="Another Name")
    return project / "data" / "raw"


def test_the_same_folder_is_the_same_in_every_form(project, published):
    process()
    for old in (published, "data/processed", load("data/raw")):
        for new in ("data/raw", "data/processed"):
            comparison = compare(old, new)
            assert comparison.same
            assert len(comparison.revisions) == 0
    assert repr(comparison) == "Asgjë nuk ka ndryshuar."


def test_the_real_data_against_themselves_have_no_change(root, data):
    assert compare(root / "data" / "raw", data).same


def test_edited_workbooks_are_told_with_their_place(changed, published):
    found = compare(published, changed).revisions
    assert list(found["kind"]) == ["text", "verdict", "text"]
    assert list(found["table"]) == ["members", "assessments", "assessments"]
    assert list(found["sheet_row"]) == [2, 2, 2]
    assert list(found["file"]) == ["network.xlsx", "lumebardhe.xlsx", "lumebardhe.xlsx"]


def test_the_order_in_which_files_stand_says_nothing(changed, published):
    (changed / "lumebardhe.xlsx").rename(changed / "zz.xlsx")
    found = compare(published, changed).revisions
    assert list(found["table"]) == ["members", "assessments", "assessments"]


def test_without_arguments_the_workbooks_are_compared_with_what_was_published(project, published, lumebardhe):
    process()
    shutil.copytree("data/processed", "data/published")
    edit(lumebardhe, "Vlerësimet", G2="Arsye e re.")
    process()  # as the next report does: data/processed is no memory of what was published
    assert list(compare().revisions["new"]) == ["Arsye e re."]
    shutil.rmtree("data/published")
    assert compare().same


def test_one_municipality_has_its_own_changes_only(changed, published):
    assert set(compare(published, changed, municipality="lumebardhe").revisions["municipality"]) == {"lumebardhe"}
    other = next(code for code in load(changed).municipalities["municipality"] if code != "lumebardhe")
    comparison = compare(published, changed, municipality=other)
    assert set(comparison.revisions["municipality"]) <= {other}
    with pytest.raises(WrongUse, match="lumebardhe"):
        compare(published, changed, municipality="lumebardh")


def test_a_single_workbook_is_compared_with_another_whatever_they_are_called(changed, published, tmp_path):
    sent = shutil.copy(changed / "lumebardhe.xlsx", tmp_path / "sent by mail (1).xlsx")
    found = compare(published / "lumebardhe.xlsx", sent).revisions
    assert list(found["kind"]) == ["verdict", "text"]


def test_a_single_workbook_is_compared_with_its_own_rows_of_a_folder(changed, published):
    for old, new in ((published, changed / "lumebardhe.xlsx"), (published / "lumebardhe.xlsx", changed)):
        comparison = compare(old, new)
        assert list(comparison.revisions["kind"]) == ["verdict", "text"]
        assert set(comparison.in_words()["place"]) == {"Lumëbardhë"}
    assert list(compare(published, changed / "network.xlsx").revisions["table"]) == ["members"]


def test_a_workbook_that_cannot_be_read_is_not_told_as_emptied(published, tmp_path):
    (tmp_path / "letter.xlsx").write_bytes(b"%PDF-1.4")
    with pytest.raises(WrongUse, match=r"letter\.xlsx"):
        compare(published / "lumebardhe.xlsx", tmp_path / "letter.xlsx")


def test_rows_that_were_put_aside_are_said_to_be_so(project, published, lumebardhe):
    assert compare(published, "data/raw").unread() == []
    edit(lumebardhe, "Vlerësimet", F2="Adresuar P")
    [note] = compare(published, "data/raw").unread("en")
    assert "rows put aside: 1, files not read: 0" in note
    assert "data/raw" in note


def test_a_path_that_is_not_there_is_named(project):
    with pytest.raises(FileNotFoundError, match="gone"):
        compare("gone", "data/raw")
    with pytest.raises(FileNotFoundError, match="processed"):
        compare()


def test_the_lines_say_verdicts_in_the_words_of_the_language(changed, published, model):
    comparison = compare(published, changed)
    for language, first in (("sq", "Lumëbardhë"), ("en", "Lumëbardha")):
        lines = list(comparison.lines(language))
        old, new = comparison.revisions.loc[1, ["old", "new"]]
        labels = [model.statuses[status].label[language] for status in (old, new)]
        assert lines[0] == first
        assert f": {labels[0]} → {labels[1]}  [lumebardhe.xlsx › Vlerësimet, " in lines[4]
    assert "    Priority 1" in lines[4]
    assert lines[-1] == "3 changes in all: 1 verdict and 2 texts."
    assert list(comparison.lines())[-1] == "Gjithsej 3 ndryshime: 1 vlerësim dhe 2 tekste."


def test_a_long_text_is_cut_to_where_it_begins_to_differ(project, published, lumebardhe):
    long = "U ndriçuan rrugët e lagjes sipas planit të miratuar nga këshilli bashkiak më parë; " * 5
    edit(published / "lumebardhe.xlsx", "Vlerësimet", G2=f"{long}4 nga 9.")
    edit(lumebardhe, "Vlerësimet", G2=f"{long}6 nga 9.")
    comparison = compare(published, "data/raw")
    [line] = [line for line in comparison.lines() if "→" in line]
    old, new = line.split(" → ")
    assert old.endswith(" 4 nga 9.")
    assert " 6 nga 9." in new
    assert len(line) < 300
    assert comparison.revisions["new"][0] == f"{long}6 nga 9."


def test_a_person_in_jupyter_sees_listings_and_hostile_text_as_text(project, published, lumebardhe):
    edit(lumebardhe, "Vlerësimet", G2=HOSTILE)
    shown = compare(published, "data/raw")._repr_html_()
    assert "<table>" in shown
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown


def test_what_a_terminal_would_obey_is_not_in_a_line(judged):
    old, new = (judged({"lumas": {1: "F"}}) for _ in range(2))
    new = new.with_tables({"assessments": new.assessments.assign(note="a\x1b[31mb\u202ec\nd")})
    [line] = [line for line in compare(old, new).lines() if "→" in line]
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert "\n" not in line


def test_no_formula_is_in_the_workbook_of_changes(project, published, lumebardhe, tmp_path):
    edit(lumebardhe, "Vlerësimet", G2=HOSTILE, J2="=1+1")
    comparison = compare(published, "data/raw")
    path = comparison.to_xlsx(tmp_path / "changes.xlsx", "en")
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]
    values = [cell.value for cell in cells]
    assert {HOSTILE, "=1+1"} <= set(comparison.revisions["new"])
    assert {HOSTILE, "=1+1"} <= set(values)
    assert book.sheetnames == ["Changes", "Corrections", "Method"]
    assert book["Changes"].max_row == len(comparison.revisions) + 1


def test_the_workbook_of_changes_is_never_written_over_another_file(project, published, lumebardhe):
    before = lumebardhe.read_bytes()
    with pytest.raises(WrongUse, match="there already"):
        compare(published, "data/raw").to_xlsx(lumebardhe)
    assert lumebardhe.read_bytes() == before


def test_the_json_holds_all(changed, published):
    comparison = compare(published, changed)
    held = json.loads(comparison.to_json())
    assert list(held) == ["old", "new", "revisions", "corrections", "method"]
    assert held["new"]["version"] == comparison.new.version
    assert [row["new"] for row in held["revisions"]] == list(comparison.revisions["new"])
    assert held["revisions"][1]["old_row"] is not None


def test_the_listings_of_a_page_keep_verdicts_corrections_and_the_rest_apart(changed, published, cell_of):
    (changed / "corrections.yml").write_text(
        f"- {{file: lumebardhe.xlsx, sheet: Vlerësimet, cell: {cell_of('assessments', 'note', 3)}, old:,"
        " new: Shënim, reason: provë, who: Qendra, date: 2026-01-01}\n",
        encoding="utf-8",
    )
    if load(changed).assessments["note"].eq("Shënim").sum() != 1:
        pytest.fail("the correction was not applied")
    blocks = pop.exhibits.revisions_table(load(changed), load(published), "lumebardhe", language="en")
    assert [block.id for block in blocks] == [
        "changed-verdicts", "changed-corrections", "changed-corrected", "changed-rest",
    ]  # fmt: skip
    assert [block.caption for block in blocks][:2] == ["1 change of a verdict", "1 new correction"]
    other = next(code for code in load(changed).municipalities["municipality"] if code != "lumebardhe")
    assert "changed-corrections" not in [
        getattr(block, "id", "") for block in pop.exhibits.revisions_table(load(changed), load(published), other)
    ]
    [nothing] = pop.exhibits.revisions_table(load(changed), load(changed))
    assert repr(nothing) == "Asgjë nuk ka ndryshuar."


def test_every_table_and_kind_of_field_has_words(example, data):
    """Every row of every table, gone and come, in both languages."""
    for each in (example, data):
        nothing = each.with_tables({name: frame.iloc[:0] for name, frame in each.tables.items()})
        for language in ("sq", "en"):
            for old, new in ((nothing, each), (each, nothing)):
                comparison = compare(old, new)
                said = comparison.in_words(language)
                assert len(said) == sum(map(len, each.tables.values()))
                assert (said["table"] != "").all()
                assert (said["row"] != "").all()
                assert len(list(comparison.lines(language))) > len(said)
