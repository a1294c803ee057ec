"""A folder with nothing but folders of workbooks, or documents, is not empty: it is said what lies there."""

import pytest
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.commands import WrongUse, example, process, template, validate


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def below(tmp_path):
    (tmp_path / "so" / "2021").mkdir(parents=True)
    template(tmp_path / "so" / "2021" / "fier.xlsx", municipality="Fier")
    return tmp_path / "so"


def test_workbooks_in_folders_below_are_told(below, tmp_path):
    assert validate(below)[["code", "file"]].values.tolist() == [["FI-20", "2021/"]]
    done = run("validate", below, "--language", "en", "--xlsx", tmp_path / "marked.xlsx")
    assert done.exit_code == 1
    assert "replacing no file" in done.output
    assert not any(word in done.output for word in ("All is well", "pop-analysis example"))


def test_documents_alone_are_told(tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7")
    assert validate(tmp_path)[["code", "file"]].values.tolist() == [["FI-01", "letter.pdf"]]


def test_no_command_advises_an_example_beside_them(below):
    with pytest.raises(FileNotFoundError, match="pop-analysis validate") as told:
        process(below)
    assert "example" not in str(told.value)
    assert run("report", "--data", below).exit_code == 2


def test_an_empty_folder_still_says_how_to_begin(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(FileNotFoundError, match="pop-analysis example"):
        validate(tmp_path)


@pytest.mark.parametrize("first", [True, False])
def test_no_example_is_written_beside_folders_of_workbooks(below, first):
    if not first:
        (below / "2021").rename(below.parent / "2021")
        example(below, municipalities=1, years=1)
        (below.parent / "2021").rename(below / "2021")
    before = sorted(path.name for path in below.iterdir())
    with pytest.raises(WrongUse, match=r"2021/fier\.xlsx"):
        example(below, municipalities=2, years=1)
    assert sorted(path.name for path in below.iterdir()) == before
