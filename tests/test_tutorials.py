"""The tutorials are true: each is followed from its first line to its last, in a folder where nothing is yet."""

import pytest
from documents import Reader
from openpyxl import load_workbook

from pop_analysis.reading import read_folder


@pytest.fixture
def reader(tmp_path, libreoffice):
    """Somebody with a new folder and LibreOffice."""
    return Reader(tmp_path, lambda path, typed: libreoffice.type_in(path, typed, path))


@pytest.mark.parametrize("name", ["monitor.sq.md", pytest.param("monitor.md", marks=pytest.mark.slow)])
def test_a_monitor_goes_from_the_empty_template_to_the_page(reader, root, name):
    reader.follow(root / "docs" / "tutorials" / name)
    assert len(reader.done) > 60
    read = read_folder(reader.folder / "data" / "raw")
    own = read.where(municipality="henelivadh")
    assert own.assessments["status"].tolist() == ["partially", "fully", "not_addressed"]
    assert own.assessments["reason"].notna().all()
    assert own.campaign_stages["amount_all"].tolist() == [1_500_000]
    assert own.activities[["participants", "women", "men"]].values.tolist() == [[21, 12, 9]]
    for language in ("sq", "en"):
        page = reader.folder / "reports" / f"municipality-henelivadh-{language}.html"
        assert page.stat().st_size < 3_000_000  # a photograph taken with a telephone
        assert "Kopsht fëmijësh në lagjen e re" in page.read_text(encoding="utf-8")


def test_a_researcher_asks_a_question_of_her_own_and_sends_the_answer_as_a_page(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POP_ANALYSIS_PROCESSED", raising=False)
    Reader(tmp_path).follow(root / "docs" / "tutorials" / "researcher.md")
    page = (tmp_path / "question.html").read_text(encoding="utf-8")
    assert "Water and sewerage: 3 of 6 priorities judged were not addressed." in page
    assert 'id="unaddressed-themes"' in page
    assert "invented data" in page


def type_quickly(path, typed):
    """Put what is typed into a workbook without LibreOffice, for a document in which it is not about typing."""
    book = load_workbook(path)
    for each in typed:
        text = each["text"]
        book[each["sheet"]][each["cell"]] = int(text) if text.isdigit() else text
    book.save(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["maintainer.md", "maintainer.sq.md"])
def test_a_maintainer_needs_no_code_for_a_year_a_municipality_or_a_language(root, tmp_path, name):
    Reader(tmp_path, type_quickly).follow(root / "docs" / "tutorials" / name)
    page = (tmp_path / "reports" / "municipality-lumebardhe-it.html").read_text(encoding="utf-8")
    for said in ('<html lang="it"', "Comune di Lumëbardh", "realizzata in parte", "dati inventati"):
        assert said in page, said
    assert list((tmp_path / "reports").glob("municipality-zalldrite-*.html"))
