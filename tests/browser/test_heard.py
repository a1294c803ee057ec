"""What a screen reader says of a promise and of an exhibit, kept as text: Chromium's own tree of what is accessible."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
HEARD = Path(__file__).parent / "heard"
KINDS = ("municipality-fier-sq", "municipality-kukes-en", "network-en", "evidence-sq", "annual-review-2021-sq")
PARTS = {
    "promise": ("municipality-fier-en", ".story:has(#p-2019-2023-4)"),
    "promise-opened": ("municipality-fier-en", ".story:has(#p-2019-2023-4)"),
    "exhibit": ("municipality-fier-en", "#campaign-ladder"),
    "exhibit-opened": ("municipality-fier-en", "#campaign-ladder"),
    "table": ("network-en", "#members"),
}
OPEN = "(each) => [each, ...each.querySelectorAll('details')].forEach((one) => { one.open = true; })"
# Links within a text may be as small as their letters; of anything else a finger needs 24 pixels.
SMALL = """() => [...document.querySelectorAll('a[href], button, summary, select, input')]
    .filter((each) => each.checkVisibility() && !each.closest('.chart, svg, .visually-hidden, .skip'))
    .map((each) => each.matches('[type=radio]') ? each.parentElement : each)
    .filter((each) => !(each.closest('p, li, dd, td, th') && getComputedStyle(each).display === 'inline'))
    .filter((each) => { const { width, height } = each.getBoundingClientRect(); return Math.min(width, height) < 24; })
    .map((each) => each.outerHTML.slice(0, 120))"""
# A stop that leads nowhere and scrolls nothing.
IDLE = """() => [...document.querySelectorAll('[tabindex="0"]')]
    .filter((each) => each.checkVisibility()
        && each.scrollWidth <= each.clientWidth + 1 && each.scrollHeight <= each.clientHeight + 1)
    .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("part", PARTS)
def test_what_is_heard_is_what_was_heard_before(reports, open_page, part):
    """With HEARD=write in the environment the text is written anew: read it aloud before it is kept."""
    name, selector = PARTS[part]
    place = open_page(reports.out / f"{name}.html").page.locator(selector)
    if part.endswith("opened"):
        place.evaluate(OPEN)
    heard = place.aria_snapshot() + "\n"
    kept = HEARD / f"{part}.txt"
    if os.environ.get("HEARD") == "write":
        kept.write_text(heard, encoding="utf-8")
    assert heard == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", KINDS)
def test_a_headline_is_heard_once_and_every_table_has_a_name(reports, open_page, name):
    page = open_page(reports.out / f"{name}.html").page
    page.evaluate("document.querySelectorAll('details.more').forEach((each) => { each.open = true; })")
    for exhibit in page.locator("figure.exhibit:has(.headline)").all():
        headline = exhibit.locator(".headline").text_content()
        heard = exhibit.aria_snapshot().replace('\\"', '"').replace("''", "'")
        assert heard.count(headline) == 1
    named = page.eval_on_selector_all(
        "table",
        "all => all.map((each) => each.ariaLabel || document.getElementById(each.getAttribute('aria-labelledby')))",
    )
    assert all(named)


@pytest.mark.parametrize("name", KINDS)
def test_the_headings_read_as_a_table_of_contents(reports, open_page, name):
    page = open_page(reports.out / f"{name}.html").page
    headings = page.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6", "all => all.map((each) => [Number(each.tagName[1]), each.textContent.trim()])"
    )
    levels = [level for level, _ in headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(text for _, text in headings)
    parts = [text for level, text in headings if level == 2]
    assert len(set(parts)) == len(parts) > 1
    assert all(len(text) < 70 for text in parts)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", [*KINDS, "index"])
def test_what_is_pressed_is_large_enough_and_no_stop_is_in_vain(reports, open_page, name, width):
    page = open_page(reports.out / f"{name}.html", width=width).page
    assert page.evaluate(SMALL) == []
    assert page.evaluate(IDLE) == []


def test_with_forced_colours_what_is_chosen_is_seen(reports, open_page):
    page = open_page(reports.out / "municipality-fier-en.html", forced_colors="active").page
    look = "(each) => { const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(each); "
    look += "return [borderTopColor, borderTopWidth, backgroundColor]; }"
    chosen, *others = [each.evaluate(look) for each in page.locator(".choose label").all()]
    assert others
    assert chosen not in others
    page = open_page(reports.out / "index.html", forced_colors="active").page
    current, other = (page.locator(f".languages {which}").first.evaluate(look) for which in ("[aria-current]", "a"))
    assert current != other


def test_every_role_is_one_that_its_element_may_have(reports):
    """What ARIA in HTML allows: roles on elements without one of their own, and those named here."""
    allowed = {("figure", "group"), ("table", "table"), ("ul", "list")}
    free = {"div", "span", "p", "i", "b", "svg", "g"}
    for name in KINDS:
        html = (reports.out / f"{name}.html").read_text(encoding="utf-8").partition("<script")[0]
        roles = set(re.findall(r'<(\w+)[^<>]*? role="([a-z]+)"', html))
        assert {(tag, role) for tag, role in roles if tag not in free} <= allowed
