"""Every page of the real data, in a real browser that reaches no host."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
WORKBOOKS = Path(__file__).parents[2] / "data" / "raw"
PLACES = [f"municipality-{path.stem}" for path in sorted(WORKBOOKS.glob("*.xlsx")) if path.stem != "network"]
# The fewest charts a page may declare: one without any would pass every test of its charts.
FEWEST = {"network": 7, "annual-review-2021": 3}


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("name", [*PLACES, "network", "annual-review-2021"])
def test_every_page_draws_as_many_charts_as_it_declares_and_asks_no_host(reports, open_page, name, language):
    opened = open_page(reports.out / f"{name}-{language}.html")
    charts = opened.count("script.figure")
    assert charts >= FEWEST.get(name, 2)
    assert opened.count("figure[data-drawn=true]") == charts
    assert opened.count("figure[data-failed]") == 0
    assert opened.count("figure .js-plotly-plot .main-svg") >= charts
    assert not opened.requests
    assert not opened.complaints


def test_no_page_scrolls_sideways_on_a_phone(reports, open_page):
    for path in [reports.out / "index.html", *reports.of("municipality-fier", "network", "annual-review-2021")]:
        opened = open_page(path, width=320)
        assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path.name


def test_without_javascript_findings_and_tables_are_all_there(reports, open_page):
    for path in reports.of("municipality-fier", "network"):
        opened = open_page(path, java_script_enabled=False)
        assert opened.count("figure .finding") == opened.count("script.figure")
        assert opened.count("figure table.data tbody tr") > 0
        assert opened.page.locator("noscript").count() > 0


def test_no_chart_offers_to_upload_the_data(reports, open_page):
    opened = open_page(reports.of("network")[0])
    assert "cloud" not in opened.page.content().lower().split("<script")[0]
    assert opened.count("a.modebar-btn[data-title*='cloud' i], a.modebar-btn[data-title*='Share' i]") == 0
    config = "document.querySelector('.js-plotly-plot')._context"
    assert opened.page.evaluate(f"{config}.showSendToCloud") is False
    assert opened.page.evaluate(f"{config}.displaylogo") is False


def test_a_page_leads_to_its_sister_in_the_other_language_and_to_the_index(reports, open_page):
    opened = open_page(reports.out / "municipality-fier-sq.html")
    opened.page.click("nav.languages a[hreflang=en]")
    assert opened.page.url.endswith("municipality-fier-en.html")
    assert opened.page.evaluate("document.documentElement.lang") == "en"
    opened.page.click("a.home")
    assert opened.page.url.endswith("index.html")


def test_the_index_leads_to_every_page(reports, open_page):
    opened = open_page(reports.out / "index.html")
    links = set(
        opened.page.eval_on_selector_all("a[href$='.html']", "all => all.map((each) => each.getAttribute('href'))")
    )
    assert links == {path.name for path in reports.pages}


def test_the_table_under_a_chart_downloads_as_csv_that_excel_reads(reports, open_page, tmp_path):
    opened = open_page(reports.out / "municipality-fier-sq.html")
    with opened.page.expect_download() as waiting:
        opened.page.locator("figure#unit-chart .below button").first.click()
    saved = tmp_path / "table.csv"
    waiting.value.save_as(saved)
    assert saved.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = saved.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 5
    assert lines[0].startswith("Nr.,Prioriteti")


def test_paper_holds_every_chart(reports, open_page, tmp_path):
    opened = open_page(reports.out / "municipality-fier-sq.html")
    charts = opened.count("script.figure")
    opened.page.emulate_media(media="print")
    paper = tmp_path / "page.pdf"
    opened.page.pdf(path=paper, format="A4")
    assert paper.stat().st_size > 50_000
    assert opened.count("figure[data-drawn=true]") == charts
