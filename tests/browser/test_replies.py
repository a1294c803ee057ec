"""A reply on the real page: beside the verdict, in its own language, as text and nothing else."""

import openpyxl
import pytest

import pop_analysis as pop
from pop_analysis.synthetic import make_example

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="alert(1)">=HYPERLINK("https://example.org") Dy rrugë u ndriçuan.'


@pytest.fixture(scope="module")
def page_folder(tmp_path_factory):
    """The pages of one invented municipality that has replied to its first verdict."""
    place = tmp_path_factory.mktemp("replied")
    make_example(place / "raw", municipalities=1, years=2)
    sent = pop.reply_export("lumebardhe", place / "sent.xlsx", data=place / "raw")
    book = openpyxl.load_workbook(sent)
    book["Përgjigjet"]["H2"], book["Përgjigjet"]["J2"] = HOSTILE, "Drejtoria e Shërbimeve"
    book.save(sent)
    assert set(pop.reply_import(sent, data=place / "raw").findings["code"]) == {"TX-04"}
    done = pop.report(
        place / "raw", processed=place / "processed", out=place / "out", municipalities=["lumebardhe"], progress=False
    )
    assert [result.status for result in done] == ["made", "made"]
    return place / "out"


def test_the_reply_stands_in_the_row_of_its_verdict_and_runs_nothing(page_folder, open_page, model):
    for language, mark in (("sq", None), ("en", "sq")):
        opened = open_page(page_folder / f"municipality-lumebardhe-{language}.html")
        first = opened.page.locator(".story").first
        first.locator("summary").click()
        reply = first.locator("dd span[lang]" if mark else "dd span", has_text=HOSTILE).last
        assert reply.get_attribute("lang") == mark
        verdicts = {status.label[language] for status in model.scale}
        assert first.locator(".now").inner_text() in verdicts
        assert first.locator("dd", has_text="Drejtoria e Shërbimeve").count() == 1
        assert opened.page.locator(".story img").count() == 0
        assert (opened.requests, opened.complaints) == ([], [])
