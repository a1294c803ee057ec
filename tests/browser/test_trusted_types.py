"""No text becomes a script or a document on a page but by the page's own hand."""

import pytest

pytestmark = pytest.mark.browser
TRIED = {
    "a tag": "document.createElement('div').innerHTML = '<img src=x onerror=hit()>'",
    "a document": "new DOMParser().parseFromString('<p>', 'text/html')",
    "a script": "document.createElement('script').text = 'hit()'",
    "an address of a script": "document.createElement('script').src = 'https://evil.example/x.js'",
}


@pytest.mark.parametrize("what", TRIED)
def test_a_text_that_would_become_one_is_refused(reports, open_page, what):
    page = open_page(reports.out / "municipality-fier-sq.html").page
    made = page.evaluate(f"(() => {{ try {{ {TRIED[what]}; return 'made'; }} catch (e) {{ return e.name; }} }})()")
    assert made == "TypeError"


def test_charts_are_drawn_and_saved_all_the_same(reports, open_page):
    opened = open_page(reports.out / "network-sq.html")
    assert opened.count("figure[data-drawn]") > 0
    assert opened.count("figure[data-failed]") == 0
    figure = opened.page.locator("figure.exhibit:has(.chart):visible").first
    figure.locator("details.fold:has(.files) summary").click()
    for place, ending in enumerate((".svg", ".png")):
        with opened.page.expect_download() as saved:
            figure.locator("button.picture").nth(place).click()
        assert saved.value.suggested_filename.endswith(ending)
    assert opened.complaints == []
