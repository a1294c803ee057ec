"""The folder for a web server holds what was made of the pages, and takes nobody's files with it."""

import pytest

from pop_analysis.site.web_folder import write_web_folder


@pytest.fixture
def out(tmp_path):
    (tmp_path / "fier-sq.html").write_text("<title>Fier</title>", encoding="utf-8")
    for folder in ("pdf", "cards"):
        (tmp_path / folder).mkdir()
    (tmp_path / "pdf" / "fier-sq-fact-sheet.pdf").write_bytes(b"%PDF")
    (tmp_path / "cards" / "cards.json").write_text("{}", encoding="utf-8")
    return tmp_path


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_was_made_of_the_pages_goes_along_and_nothing_laid_beside_it(out):
    (out / "pdf" / "salaries.pdf").write_bytes(b"%PDF")
    (out / "cards" / "notes").mkdir()
    (out / "cards" / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    assert names(write_web_folder(out)) == {"fier-sq.html", "pdf/fier-sq-fact-sheet.pdf", "cards/cards.json"}


def test_it_is_made_again_in_the_place_of_itself(out):
    write_web_folder(out)
    (out / "fier-sq.html").unlink()
    (out / "vlore-sq.html").write_text("<title>Vlorë</title>", encoding="utf-8")
    assert "vlore-sq.html" in names(write_web_folder(out))
    assert "fier-sq.html" not in names(out / "web")


@pytest.mark.parametrize("name", ["mine.txt", "sub/mine.txt"])
def test_somebody_elses_file_in_it_is_never_taken_away(out, name):
    write_web_folder(out)
    (out / "web" / name).parent.mkdir(exist_ok=True)
    (out / "web" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"mine\.txt"):
        write_web_folder(out)
    assert (out / "web" / name).read_text(encoding="utf-8") == "mine"
