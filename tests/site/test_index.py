"""The index lists every report, shows failures as failures, and asks nothing of anybody."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from pop_analysis.runner.job import Result
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.site.index import write_index

FULLY = {
    "colour": "#0B3C5D",
    "ink": "#FFFFFF",
    "letter": {"sq": "P", "en": "F"},
    "label": {"sq": "plotësisht", "en": "fully"},
}
MISSING = {
    "colour": "#FFFFFF",
    "ink": "#333333",
    "letter": "–",
    "label": {"sq": "pa vlerësim", "en": "no verdict"},
    "empty": True,
}
EVIL = "<script>alert(1)</script>"
WORDS = {
    "sq": {
        "language": "Shqip",
        "title": "Çfarë u bë",
        "lead": "Një faqe për çdo bashki.",
        "failed": "Dështoi",
        "advice": {"cell": "Hapni {name}."},
        "facts": [{"value": "12", "label": "bashki"}],
        "groups": {"places": {"title": "Bashkitë"}},
    },
    "en": {
        "language": "English",
        "title": "What was done",
        "lead": "A page for each municipality.",
        "facts": [{"value": "12", "label": "municipalities"}],
        "groups": {"places": {"title": "Municipalities"}},
    },
}


def place(language, title, card=None):
    return Report(f"puke-{language}", Path("a.ipynb"), {}, language, title, "places", card)


def plan(card=None, words=WORDS):
    return Plan([place("sq", "Pukë", card), place("en", "Puka", card)], words)


def made(*names):
    return [Result(name, "made", sha256="a") for name in names]


@pytest.fixture
def written(tmp_path):
    def write(plan, results, language=""):
        first = write_index(plan, results, tmp_path)
        return (tmp_path / f"index-{language}.html" if language else first).read_text(encoding="utf-8")

    return write


class Page(HTMLParser):
    """The tags of a page, and which text stands in which language."""

    VOID = frozenset({"meta", "link", "rect", "line", "path", "circle", "input"})

    def __init__(self, html):
        super().__init__()
        self.tags, self.stack, self.texts = [], [], {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if tag not in self.VOID:
            self.stack.append((tag, attrs.get("lang") or (self.stack[-1][1] if self.stack else None)))

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag, f"</{tag}> closes something else"

    def handle_data(self, text):
        if self.stack and text.strip():
            self.texts.setdefault(self.stack[-1][1], []).append(text.strip())


def test_every_language_of_a_report_is_linked(written):
    for language, other, index in (("", "en", "index-en.html"), ("en", "sq", "index.html")):
        page = Page(written(plan(), made("puke-sq", "puke-en"), language))
        links = {attrs["href"] for tag, attrs in page.tags if tag == "a"}
        assert f"puke-{language or 'sq'}.html" in links
        assert f"puke-{other}.html" not in links
        assert {attrs["href"]: attrs["hreflang"] for _, attrs in page.tags if "hreflang" in attrs} == {index: other}
        assert page.stack == []


def test_every_language_has_an_index_of_its_own_in_no_other_words(written):
    albanian, english = (Page(written(plan(), made("puke-sq", "puke-en"), language)) for language in ("", "en"))
    assert {"Çfarë u bë", "Pukë", "Bashkitë", "bashki"} <= set(albanian.texts["sq"])
    assert albanian.texts["en"] == ["English"]
    assert {"What was done", "Puka", "Municipalities", "municipalities"} <= set(english.texts["en"])
    assert english.texts["sq"] == ["Shqip"]


def test_a_report_in_another_language_only_is_listed_in_the_one_it_has(written):
    assert 'href="puke-sq.html"' in written(Plan([place("sq", "Pukë")], WORDS), made("puke-sq"), "en")


def test_what_there_is_little_to_say_of_stands_in_a_line_and_others_on_cards(written):
    html = written(plan({"brief": True, "detail": {"sq": "Pa vlerësim ende."}}), made("puke-sq"))
    assert 'class="card' not in html
    assert "Pa vlerësim ende." in html.partition('<table class="brief">')[2]


def test_a_failed_report_is_shown_as_failed_with_what_to_do(written):
    failed = Result("puke-en", "failed", error="KeyError: 'status'", reason="cell", cell=4)
    html = written(plan(), [*made("puke-sq"), failed])
    assert {"Dështoi", "Hapni puke-en."} <= set(Page(html).texts["sq"])
    english = written(plan(), [*made("puke-sq"), failed], "en")
    assert "Failed" in Page(english).texts["en"]
    assert "KeyError: &#39;status&#39;" in html
    assert "code cell 4" in english
    assert 'href="puke-en.html"' not in html


def test_a_failed_report_leads_to_its_last_good_page_when_there_is_one(written):
    failed = Result("puke-en", "failed", error="x", reason="cell", sha256="a")
    page = Page(written(plan(), [*made("puke-sq"), failed], "en"))
    assert sum(attrs.get("href") == "puke-en.html" for tag, attrs in page.tags) == 1
    assert "The last good page is still here" in " ".join(page.texts["en"])


def test_a_report_that_was_never_made_is_not_listed(written):
    html = written(plan(), made("puke-sq"))
    assert "puke-sq.html" in html
    assert "puke-en" not in html


def test_squares_are_drawn_with_letters_and_told_in_words(written):
    html = written(plan({"squares": [FULLY, FULLY, MISSING]}), made("puke-sq", "puke-en"))
    assert '<title id="puke-title">Pukë</title>' in html
    assert "Katrorë: 3 (2 plotësisht, 1 pa vlerësim)." in html
    drawing = html[html.index('<svg viewBox="0 0 74 24"') :]
    drawing = drawing[: drawing.index("</svg>")]
    assert re.findall(r"<text[^>]*>([^<]*)", drawing) == ["P", "P"]
    assert drawing.count("url(#hatch)") == drawing.count("stroke-dasharray") == 1


def test_the_key_names_every_kind_of_square_once_in_every_language(written):
    for language, label in (("", "plotësisht"), ("en", "fully")):
        page = Page(written(plan({"squares": [FULLY, FULLY, MISSING]}), made("puke-sq", "puke-en"), language))
        assert page.texts[language or "sq"].count(label) == 1


def test_nothing_that_comes_from_data_becomes_markup(written):
    square = {**FULLY, "label": EVIL, "letter": EVIL, "colour": f'"/>{EVIL}'}
    words = {"sq": {"title": EVIL, "lead": EVIL, "website": f'"{EVIL}', "groups": {"places": {"title": EVIL}}}}
    evil = Plan([place("sq", EVIL, {"squares": [square], "text": {"sq": EVIL}, "detail": {"sq": EVIL}})], words)
    html = written(evil, [Result("puke-sq", "failed", error=EVIL, reason=EVIL)])
    assert "<script" not in html


def test_the_page_needs_no_script_and_no_host(written):
    html = written(plan({"squares": [FULLY]}), made("puke-sq", "puke-en"))
    page = Page(html)
    assert not [tag for tag, attrs in page.tags if tag in ("script", "img", "iframe")]
    [policy] = [attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in html.split("</head>")[1]


def test_the_map_shows_every_place_with_its_squares_and_links_to_its_page(written):
    near = Report("lumas-sq", Path("a.ipynb"), {}, "sq", "Lumas", "places", {"point": [41.0, 19.9], "squares": [FULLY]})
    puke = place("sq", "Pukë", {"point": [42.0, 19.9], "squares": [FULLY, MISSING]})
    html = written(Plan([puke, near], WORDS), made("puke-sq", "lumas-sq"))
    drawing = html[html.index('<div class="map"') :]
    drawing = drawing[: drawing.index("</svg>")]
    assert re.findall(r'<a href="([^"]*)"', drawing) == ["puke-sq.html", "lumas-sq.html"]
    assert drawing.count("<rect") == 3
    north, south = (float(y) for y in re.findall(r'<circle[^>]* cy="([\d.]+)"', drawing))
    assert north < south


def test_the_outline_of_the_country_stands_around_the_places(written):
    near = Report("lumas-sq", Path("a.ipynb"), {}, "sq", "Lumas", "places", {"point": [41.0, 19.9]})
    plan_of_two = [place("sq", "Pukë", {"point": [42.0, 19.9]}), near]
    words = {"sq": WORDS["sq"] | {"outline": [[40.0, 19.0], [43.0, 19.0], [43.0, 21.0]]}}
    html = written(Plan(plan_of_two, words), made("puke-sq", "lumas-sq"))
    (corners,) = re.findall(r'<path class="outline" d="M([^"]*)Z"', html)
    points = [tuple(map(float, each.split())) for each in corners.split("L")]
    assert points[0][1] > points[1][1] == points[2][1]  # north is up
    assert points[0][0] == points[1][0] < points[2][0]
    (north, south) = (float(y) for y in re.findall(r'<circle[^>]* cy="([\d.]+)"', html))
    assert points[1][1] < north < south < points[0][1]
    assert 'class="outline"' not in written(Plan(plan_of_two, WORDS), made("puke-sq", "lumas-sq"))


MANY = 45


def many_places():
    """Forty-five places in three parts of a country, every third with little to say."""
    cards = [
        {"point": [40 + n % 9 / 4, 19.5 + n // 9 / 4], "part": ("Bregor", "Malëror", "")[n % 3], "brief": not n % 4}
        for n in range(MANY)
    ]
    reports = [
        Report(f"vend-{n}-sq", Path("a.ipynb"), {}, "sq", f"Vendi Çak {n}", "places", {**card, "squares": [FULLY]})
        for n, card in enumerate(cards)
    ]
    return Plan(reports, WORDS), made(*(report.name for report in reports))


def test_many_places_stand_in_folds_of_their_part_of_the_country_and_few_do_not(written):
    html = written(*many_places())
    titles = re.findall(r'<details class="more part"><summary><h3>([^<]*) <span class="n">(\d+)</span>', html)
    assert titles == [("Bregor", "15"), ("Malëror", "15")]  # what is of no known part stands open, last
    assert len(re.findall(r"<(?:li|tr) data-place", html)) == MANY
    assert "<details" not in written(plan(), made("puke-sq", "puke-en"))


def test_the_script_of_many_places_is_allowed_by_its_hash_and_by_nothing_else(written):
    html = written(*many_places())
    (script,) = re.findall(r'<script id="search">(.*?)</script>', html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in html
    assert "script-src" not in written(plan(), made("puke-sq", "puke-en"))


@pytest.mark.browser
def test_many_places_can_be_searched_by_name_and_part_and_are_all_there_without_a_script(written, tmp_path, open_page):
    written(*many_places())
    opened = open_page(tmp_path / "index.html")
    page, seen = opened.page, "[data-place]:visible"
    folded = page.locator(seen).count()
    page.get_by_role("searchbox").fill("cak 4")  # found without its signs
    assert page.locator(seen).count() == 9
    assert page.locator("p[role=status]").text_content().split()[-3:] == ["9", "nga", "45"]
    page.get_by_role("searchbox").fill("malëror")
    assert page.locator(seen).count() == 15
    page.get_by_role("searchbox").fill("nowhere")
    assert page.locator(seen).count() == 0
    page.get_by_role("searchbox").fill("")
    assert page.locator(seen).count() == folded == 15
    assert not opened.complaints
    still = open_page(tmp_path / "index.html", java_script_enabled=False).page
    assert not still.get_by_role("searchbox").is_visible()
    for fold in still.locator("details.part > summary").all():
        fold.click()
    assert still.locator(seen).count() == MANY


def test_one_place_makes_no_map(written):
    assert '<div class="map"' not in written(plan({"point": [42.0, 19.9]}), made("puke-sq", "puke-en"))


def test_search_engines_are_told_of_the_data_without_a_script_that_runs(written):
    words = {"sq": WORDS["sq"] | {"dataset": {"@type": "Dataset", "name": "</script><script>alert(1)"}}}
    html = written(plan(words=words), made("puke-sq"))
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(told) == words["sq"]["dataset"]
    assert html.count("<script") == 1


def test_papers_and_data_that_are_there_can_be_downloaded(written, tmp_path):
    (tmp_path / "pdf").mkdir()
    for name in ("pdf/puke-sq.pdf", "pdf/puke-sq-fact-sheet.pdf", "data.zip"):
        (tmp_path / name).write_bytes(b"x")
    links = {attrs.get("href") for tag, attrs in Page(written(plan(), made("puke-sq", "puke-en"))).tags if tag == "a"}
    assert {"pdf/puke-sq.pdf", "pdf/puke-sq-fact-sheet.pdf", "data.zip"} <= links
    assert "pdf/puke-en.pdf" not in links


def test_headings_come_in_order_and_the_first_is_the_only_one_of_its_kind(written):
    page = Page(written(plan({"squares": [FULLY]}), made("puke-sq", "puke-en")))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_same_input_gives_the_same_bytes_and_leaves_only_the_page(written, tmp_path):
    results = made("puke-sq", "puke-en")
    assert written(plan(), results) == written(plan(), results)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index-en.html", "index.html"]


def test_an_index_without_reports_says_so(written):
    assert "No report has been made yet." in written(plan(), [], "en")


@pytest.mark.browser
def test_no_width_scrolls_sideways_and_no_request_leaves(written, tmp_path, open_page):
    squares = [FULLY] * 14 + [MISSING] * 9
    failed = Result("puke-en", "failed", error="KeyError: " + "x" * 200, reason="cell", cell=4, sha256="a")
    written(plan({"squares": squares, "text": {"sq": "Një fjali. " * 9}}), [*made("puke-sq"), failed])
    for width in (320, 768, 1440):
        opened = open_page(tmp_path / "index.html", width=width)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        heights = "[...document.querySelectorAll('.card h3 a')].map((each) => each.getBoundingClientRect().height)"
        assert min(opened.page.evaluate(heights)) >= 24
        assert not opened.requests
        assert not opened.complaints


def test_social_networks_are_told_of_the_index_and_its_address_only_where_there_is_one(tmp_path):
    words = {"en": {"name": "Net", "title": "Reports", "lead": "All of them.", "synthetic": "Draft."}}
    told = write_index(Plan([], words), [], tmp_path).read_text(encoding="utf-8")
    assert '<meta property="og:description" content="Draft. All of them.">' in told
    assert "og:url" not in told
    words["en"]["pages"] = "https://a.al/k/"
    assert (
        '<meta property="og:url" content="https://a.al/k/">' in write_index(Plan([], words), [], tmp_path).read_text()
    )


def test_a_part_of_the_country_is_called_as_in_the_language_of_the_page_or_says_in_which_it_is(tmp_path):
    parts = [{"sq": "Lumas", "en": "Luma"}, {"sq": "Bregor"}]
    names = [f"place-{n}" for n in range(30)]
    cards = [{"point": [40 + n / 30, 19.5], "part": parts[n % 2]} for n in range(30)]
    reports = [
        Report(f"{name}-{language}", Path("a.ipynb"), {}, language, name, card=card)
        for name, card in zip(names, cards, strict=True)
        for language in ("sq", "en")
    ]
    results = [Result(each.name, "made", sha256="a") for each in reports]
    write_index(Plan(reports, {"sq": {}, "en": {}}), results, tmp_path)
    title = re.compile(r'<details class="more part"><summary><h3>(.*?) <span class="n">')
    sq, en = ((tmp_path / name).read_text(encoding="utf-8") for name in ("index.html", "index-en.html"))
    assert title.findall(sq) == ["Bregor", "Lumas"]
    assert title.findall(en) == ['<span lang="sq">Bregor</span>', "Luma"]
