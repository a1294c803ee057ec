"""Every page of the real data, in a real browser that reaches no host."""

from __future__ import annotations

import csv
import json
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from pop_analysis.pages.page import render_page

pytestmark = pytest.mark.browser
WORKBOOKS = Path(__file__).parents[2] / "data" / "raw"
PLACES = [f"municipality-{path.stem}" for path in sorted(WORKBOOKS.glob("*.xlsx")) if path.stem != "network"]
LANGUAGES = ["sq", pytest.param("en", marks=pytest.mark.slow)]
# With verdicts, with a report only, with campaigns, with nothing judged; the pages of the others are like one of these.
UNLIKE = [f"municipality-{place}" for place in ("fier", "vau-i-dejes", "elbasan", "kukes")]
NAMES = [name if name in UNLIKE else pytest.param(name, marks=pytest.mark.slow) for name in PLACES]
# The fewest charts a page may declare: one without any would pass every test of its charts.
FEWEST = {"network": 7, "evidence": 2, "annual-review-2021": 3, "municipality-kukes": 0}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*NAMES, "network", "evidence", "annual-review-2021"])
def test_every_page_draws_as_many_charts_as_it_declares_and_asks_no_host(reports, open_page, name, language):
    opened = open_page(reports.out / f"{name}-{language}.html")
    charts = opened.count("script.figure")
    assert charts >= FEWEST.get(name, 1)
    assert opened.count("figure[data-drawn=true]") == charts
    assert opened.count("figure[data-failed]") == 0
    assert opened.count("figure .js-plotly-plot .main-svg") >= charts
    assert not opened.requests
    assert not opened.complaints


def test_every_page_is_well_under_a_megabyte(reports):
    pages = {path.name: path.read_text(encoding="utf-8") for path in reports.pages}
    assert len(pages) == 30
    assert [name for name, html in pages.items() if 'id="plotly" data-build="basic"' not in html] == []
    assert {name: len(html) for name, html in pages.items() if len(html.encode()) > 900_000} == {}


def test_a_page_with_other_kinds_of_charts_brings_the_whole_of_plotly_and_draws_them(open_page, tmp_path):
    flow = {"type": "sankey", "node": {"label": ["a", "b"]}, "link": {"source": [0], "target": [1], "value": [3]}}
    figures = [{"data": [{"type": "heatmap", "z": [[1, 2], [3, 4]]}], "layout": {}}, {"data": [flow], "layout": {}}]
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.plotly.v1+json": figure}}
        for figure in figures
    ]
    html = render_page({"cells": [{"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}]})
    assert 'id="plotly" data-build="whole"' in html
    (tmp_path / "other.html").write_text(html, encoding="utf-8")
    opened = open_page(tmp_path / "other.html")
    assert opened.count("figure[data-drawn=true]") == 2
    assert opened.count("figure .heatmaplayer image") == 1
    assert opened.count("figure .sankey-node") == 2
    assert not opened.complaints


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_year_does_not_scroll_sideways_on_a_phone(reports, open_page, language):
    """Of the other kinds test_accessibility.py says it, with what else holds at 320 px."""
    opened = open_page(reports.out / f"annual-review-2021-{language}.html", width=320)
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_findings_and_tables_are_all_there(reports, open_page):
    for path in reports.of("municipality-fier", "network"):
        opened = open_page(path, java_script_enabled=False)
        assert opened.count("figure .headline") == opened.count("script.figure")
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
    assert opened.page.url.endswith("index-en.html")


def test_the_index_leads_to_every_page(reports, open_page):
    found = set()
    for name in ("index.html", "index-en.html"):
        page = open_page(reports.out / name).page
        found |= set(page.eval_on_selector_all("a[href$='.html']", "all => all.map((a) => a.getAttribute('href'))"))
    assert found == {path.name for path in reports.pages} | {"index.html", "index-en.html"}


def test_the_table_under_a_chart_downloads_as_csv_that_excel_reads(reports, open_page, tmp_path):
    opened = open_page(reports.out / "municipality-fier-sq.html")
    saved = downloaded(opened, "campaign-ladder", "CSV", tmp_path)
    assert saved.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = saved.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + opened.count("#campaign-ladder tbody tr") > 1
    assert lines[0].startswith("Bashkia,Fushata")


def downloaded(opened, exhibit, label, folder):
    """What a button of an exhibit gives, as a file."""
    place = opened.page.locator(f"#{exhibit}")
    if not place.locator(".files").is_visible():
        place.locator("details:has(.files) > summary").click()
    with opened.page.expect_download() as waiting:
        place.locator(".files button", has_text=label).click()
    saved = folder / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    return saved


def test_every_file_of_an_exhibit_says_the_same_and_names_its_source(reports, open_page, tmp_path):
    opened = open_page(reports.out / "municipality-fier-sq.html")
    table = opened.page.eval_on_selector_all(
        "#campaign-ladder table.data tr",
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()))",
    )
    with downloaded(opened, "campaign-ladder", "CSV", tmp_path).open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.reader(lines)) == table
    told = json.loads(downloaded(opened, "campaign-ladder", "JSON", tmp_path).read_text(encoding="utf-8"))
    assert [[column["label"] for column in told["columns"]], *([*row.values()] for row in told["rows"])] == table
    assert "Buletini POP 2021" in told["source"]
    book = load_workbook(downloaded(opened, "campaign-ladder", "Excel", tmp_path))
    assert len(book.sheetnames) > opened.count("table.data") + 2  # what the page is, the code book, and more tables
    rows = [
        ["" if cell is None else str(cell) for cell in row]
        for row in book["campaign-ladder"].iter_rows(values_only=True)
    ]
    assert rows[-len(table) :] == table

    svg = downloaded(opened, "campaign-ladder", "SVG", tmp_path).read_text(encoding="utf-8")
    drawn = "".join(ElementTree.fromstring(svg).itertext())
    assert "Buletini POP 2021" in drawn
    assert "POP" in drawn
    png = downloaded(opened, "campaign-ladder", "PNG", tmp_path).read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", png[16:20]) == (1920,)
    assert not opened.complaints
    assert not opened.requests


def test_the_code_book_comes_with_the_page(reports, open_page, tmp_path):
    opened = open_page(reports.out / "network-en.html")
    with opened.page.expect_download() as waiting:
        opened.page.locator("#about summary").first.click()
        opened.page.locator("section.about button", has_text="Code book").click()
    waiting.value.save_as(tmp_path / "book.csv")
    with (tmp_path / "book.csv").open(encoding="utf-8-sig", newline="") as lines:
        meanings = {(where, name): meaning for where, name, _, meaning in csv.reader(lines)}
    assert meanings["verdicts", "partially"] == "a verdict; counts as “addressed”"
    assert meanings["Social contracts", "priorities_total"]


def test_the_priorities_can_be_searched_and_narrowed_down(reports, open_page):
    page = open_page(reports.out / "municipality-fier-sq.html").page
    rows = ".story:visible"
    assert page.locator(rows).count() == 5
    page.locator(".choose label", has_text="nuk është adresuar").click()
    assert page.locator(rows).count() == 2
    assert page.locator("main > p[role=status]").text_content() == "2 nga 5 rreshta"
    page.locator(".choose label").first.click()
    assert page.locator(rows).count() == 5
    network = open_page(reports.out / "network-sq.html").page
    network.locator("#members summary").first.click()
    network.locator("#members input[type=search]").fill("fier KÒRC")
    assert network.locator("#members tbody tr:visible").count() == 0
    network.locator("#members input[type=search]").fill("korce")  # Korçë is found without its signs
    assert network.locator("#members tbody tr:visible").count() == 1


def test_shares_and_counts_are_one_choice_by_mouse_and_by_keyboard(reports, open_page):
    page = open_page(reports.out / "network-en.html").page
    longest = "Math.max(...document.querySelector('#stacked-bars .chart').data.flatMap((trace) => [...trace.x]))"
    assert page.evaluate(longest) <= 1
    page.locator("#stacked-bars .views input").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert page.evaluate(longest) >= 2
    page.locator("#stacked-bars .views label").first.click()
    page.wait_for_timeout(300)
    assert page.evaluate(longest) <= 1


def test_the_link_of_an_exhibit_is_copied_and_leads_to_it(reports, browser, open_page):
    opened = open_page(reports.out / "municipality-fier-en.html", permissions=["clipboard-read", "clipboard-write"])
    opened.page.locator("#campaign-ladder .below > button").click()
    opened.page.wait_for_timeout(200)
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("municipality-fier-en.html#campaign-ladder")
    assert opened.page.locator("main > p[role=status]").text_content() == "The link is copied"


def test_the_sister_page_opens_at_the_same_exhibit(reports, open_page):
    page = open_page(reports.out / "municipality-fier-sq.html").page
    page.evaluate("document.querySelector('#campaign-ladder').scrollIntoView({ behavior: 'instant' })")
    page.evaluate("document.querySelector('nav.languages a').click()")
    page.wait_for_url("**/municipality-fier-en.html#campaign-ladder")


def test_only_charts_that_come_near_are_drawn(reports, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 700})
    page.goto((reports.out / "network-en.html").as_uri())
    page.wait_for_selector("figure[data-drawn]")
    page.wait_for_timeout(1500)
    assert 0 < page.locator("figure[data-drawn]").count() < page.locator("script.figure").count() - 2
    page.close()


def test_paper_holds_every_chart(reports, open_page, tmp_path):
    opened = open_page(reports.out / "municipality-fier-sq.html")
    charts = opened.count("script.figure")
    opened.page.emulate_media(media="print")
    paper = tmp_path / "page.pdf"
    opened.page.pdf(path=paper, format="A4")
    assert paper.stat().st_size > 50_000
    assert opened.count("figure[data-drawn=true]") == charts


@pytest.mark.parametrize(
    ("name", "screens"),
    [("municipality-kukes-sq", 5), ("municipality-fier-sq", 9), ("network-sq", 16), ("annual-review-2021-sq", 22)],
)
def test_a_page_is_read_to_the_end_on_a_phone(reports, open_page, name, screens):
    page = open_page(reports.out / f"{name}.html", width=360).page
    assert page.evaluate("document.documentElement.scrollHeight") <= screens * 740


def test_the_page_of_a_full_invented_municipality_is_read_to_the_end_on_a_phone(invented, browser):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    tall = {}
    for name, path in invented.items():
        page.goto(path.as_uri())
        tall[name] = page.evaluate("document.documentElement.scrollHeight") / 740
    page.close()
    assert len(tall) == 12
    assert {name: screens for name, screens in tall.items() if screens > 14} == {}
    assert max(tall.values()) > 8  # there is a full one


@pytest.mark.parametrize(
    ("many", "language", "megabytes"),
    [(61, "en", 2.0), pytest.param(150, "sq", 3.5, marks=pytest.mark.slow)],
)
def test_the_page_of_a_large_network_is_light(network_of, open_page, many, language, megabytes):
    page = network_of(many, language) / f"network-{language}.html"
    assert page.stat().st_size <= megabytes * 1_000_000
    opened = open_page(page, width=360)
    opened.open_folds()
    assert opened.count("figure[data-drawn=true]") == opened.count("script.figure")
    assert opened.count("*") <= 20_000


def test_a_link_to_a_priority_opens_its_story(reports, browser):
    page = browser.new_page()
    page.goto((reports.out / "municipality-fier-sq.html").as_uri() + "#p-2019-2023-4")
    assert page.locator("#p-2019-2023-4").is_visible()
    assert page.locator("#p-2019-2023-5").is_hidden()
    page.locator(".squares a", has_text="5").click()
    assert page.locator("#p-2019-2023-5").is_visible()
    page.close()
