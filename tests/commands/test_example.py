"""An example never mixes with real workbooks."""

import shutil
import zipfile

import openpyxl
import pytest

import pop_analysis as pop
from pop_analysis.commands import WrongUse, example, template
from pop_analysis.commands.load import load


def test_an_example_is_marked_as_invented(tmp_path):
    paths = example(tmp_path / "raw", municipalities=2, years=1)
    assert len(paths) == 3
    assert load(tmp_path / "raw").synthetic


def test_the_library_makes_a_second_example_as_it_made_the_first(tmp_path):
    assert len(pop.example(tmp_path / "one", municipalities=1, years=1)) == 2
    assert len(pop.example(tmp_path / "two", municipalities=1, years=1)) == 2


def test_a_smaller_example_leaves_nothing_of_a_larger_one(tmp_path):
    example(tmp_path, municipalities=3, years=1)
    paths = example(tmp_path, municipalities=2, years=1)
    assert set(tmp_path.glob("*.xlsx")) == set(paths)


def test_real_workbooks_are_left_alone(tmp_path):
    template(tmp_path / "fier.xlsx", municipality="Fier")
    before = (tmp_path / "fier.xlsx").read_bytes()
    with pytest.raises(WrongUse, match="not an example"):
        example(tmp_path, municipalities=2, years=1)
    assert [path.name for path in tmp_path.iterdir()] == ["fier.xlsx"]
    assert (tmp_path / "fier.xlsx").read_bytes() == before


def test_a_workbook_that_cannot_be_read_is_no_example(tmp_path):
    example(tmp_path, municipalities=1, years=1)
    (tmp_path / "letter.xlsx").write_bytes(b"%PDF-1.4")
    with pytest.raises(WrongUse, match="not an example"):
        example(tmp_path, municipalities=1, years=1)


def changed(path):
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A2"] = "typed by hand"
    book.save(path)


def repacked(path):
    """With one cell changed by something that leaves the time of saving alone."""
    with zipfile.ZipFile(path) as book:
        content = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    content[name] = content[name].replace(b"</sheetData>", b"<!-- mine --></sheetData>")
    with zipfile.ZipFile(path, "w") as book:
        for each, text in content.items():
            book.writestr(each, text)


SPOILED = {
    "own": lambda folder: shutil.copy(folder / "network.xlsx", folder / "mine.xlsx") and changed(folder / "mine.xlsx"),
    "changed": lambda folder: changed(folder / "lumebardhe.xlsx"),
    "repacked": lambda folder: repacked(folder / "lumebardhe.xlsx"),
    "csv": lambda folder: (folder / "mine.csv").write_text("a,b\n"),
    "declared": lambda folder: (folder / "model" / "network.yml").open("a").write("# mine\n"),
    "folder": lambda folder: (folder / "lumebardhe.xlsx").rename(folder / "b.xlsx") and swap_for_folder(folder),
    "link": lambda folder: (folder / "gurevjollce.xlsx").unlink() or link(folder / "gurevjollce.xlsx"),
    "linked model": lambda folder: shutil.rmtree(folder / "model") or link(folder / "model"),
    "file for model": lambda folder: shutil.rmtree(folder / "model") or (folder / "model").write_text("mine"),
    "linked declaration": lambda folder: (
        (folder / "model" / "network.yml").unlink() or link(folder / "model" / "network.yml")
    ),
}


def swap_for_folder(folder):
    (folder / "b.xlsx").unlink()
    (folder / "lumebardhe.xlsx").mkdir()


def link(path):
    path.symlink_to(path.parent.parent / "nowhere")


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_whatever_is_not_just_as_it_was_written_is_named_and_nothing_is_lost(tmp_path, spoil):
    folder = tmp_path / "raw"
    example(folder, municipalities=2, years=1)
    spoil(folder)

    def all_there():
        files = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        return files, sorted(folder.rglob("*")), (tmp_path / "nowhere").exists()

    before = all_there()
    with pytest.raises(WrongUse, match=r"(mine|lumebardhe|gurevjollce)\.(xlsx|csv)|model|network\.yml"):
        example(folder, municipalities=3, years=2)
    assert all_there() == before


def test_an_example_of_another_size_and_seed_is_replaced(tmp_path):
    example(tmp_path, municipalities=3, years=1, seed=5)
    (tmp_path / "notes.docx").write_text("mine")
    made = example(tmp_path, municipalities=1, years=2)
    assert set(tmp_path.glob("*.xlsx")) == set(made)
    assert (tmp_path / "notes.docx").read_text() == "mine"


def test_a_folder_that_is_a_link_to_nowhere_is_refused_in_words(tmp_path):
    (tmp_path / "raw").symlink_to(tmp_path / "nowhere")
    with pytest.raises(WrongUse, match="nowhere"):
        example(tmp_path / "raw", municipalities=1, years=1)
    assert not (tmp_path / "nowhere").exists()


def test_impossible_sizes_are_refused_before_anything_is_touched(tmp_path):
    example(tmp_path, municipalities=2, years=1)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(WrongUse, match="years"):
        example(tmp_path, municipalities=2, years=99)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert openpyxl.load_workbook(tmp_path / "network.xlsx")
