"""The scoring laboratory in a real browser: moved by keyboard, right at once, whole without scripts and on paper."""

from __future__ import annotations

import json
import re

import pytest

pytestmark = pytest.mark.browser


def held(statement, worth, case):
    left, left_end, right, right_end = statement["cases"][case]
    difference = (left - right) + worth * ((left_end - right_end) - (left - right))
    return difference > 1e-9 or (statement["closed"] and difference >= -1e-9)


def shown(page):
    return page.eval_on_selector_all(
        ".laboratory .statements li", "all => all.map((each) => each.dataset.holds === 'true')"
    )


def test_moving_the_scale_by_keyboard_says_at_once_what_holds(reports, open_page):
    opened = open_page(reports.out / "evidence-sq.html")
    page = opened.page
    content = json.loads(page.locator("script.laboratory").text_content())
    control = page.locator(".laboratory input[type=range]")
    control.focus()
    page.keyboard.press("Home")
    seen = set()
    for at, value in enumerate(content["values"]):
        assert page.locator(".laboratory output").text_content() == value["text"]
        assert control.get_attribute("aria-valuetext") == value["text"]
        states = shown(page)
        assert states == [held(statement, value["value"], 0) for statement in content["statements"]]
        tally = page.locator(".laboratory .tally").text_content()
        assert re.findall(r"\d+", tally)[-2:] == [str(sum(states)), str(len(states))]
        signs = page.locator(".laboratory .tick").all_text_contents()
        assert signs == ["✓" if state else "✗" for state in states]
        seen.add(tuple(states))
        if at < len(content["values"]) - 1:
            page.keyboard.press("ArrowRight")
    assert len(seen) > 1, "no statement ever changed"
    assert not opened.complaints
    assert not opened.requests


def test_every_choice_changes_what_is_computed(reports, open_page):
    page = open_page(reports.out / "evidence-en.html").page
    content = json.loads(page.locator("script.laboratory").text_content())
    options = content["options"]
    boxes = page.locator(".laboratory select")
    for case in range(len(content["statements"][0]["cases"])):
        rest, chosen = case, []
        for count in reversed(options):
            rest, place = divmod(rest, count)
            chosen.insert(0, place)
        for box, place in enumerate(chosen):
            boxes.nth(box).select_option(index=place)
        assert shown(page) == [held(statement, 0.5, case) for statement in content["statements"]]


def test_the_static_table_agrees_with_the_control(reports, open_page):
    page = open_page(reports.out / "evidence-sq.html").page
    content = json.loads(page.locator("script.laboratory").text_content())
    rows = page.eval_on_selector_all(
        ".laboratory table.data tbody tr",
        "all => all.map((row) => [...row.cells].slice(2).map((cell) => cell.textContent))",
    )
    for statement, row in zip(content["statements"], rows, strict=True):
        assert row == ["✓" if held(statement, worth, 0) else "✗" for worth in (0, 0.25, 0.5, 0.75, 1)]


def test_without_javascript_the_table_is_there_and_no_dead_control(reports, open_page):
    opened = open_page(reports.out / "evidence-sq.html", java_script_enabled=False)
    assert opened.page.locator(".laboratory .bench").is_hidden()
    assert opened.page.locator(".laboratory table.data").is_visible()


def test_on_paper_the_control_is_left_out_and_the_table_printed(reports, open_page):
    page = open_page(reports.out / "evidence-sq.html").page
    assert page.locator(".laboratory .bench").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".laboratory .bench").is_hidden()
    assert page.locator(".laboratory table.data").is_visible()


def test_on_a_phone_its_controls_are_large_enough_to_touch(reports, open_page):
    page = open_page(reports.out / "evidence-sq.html", width=320).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for selector in (".laboratory input[type=range]", ".laboratory select"):
        for box in page.locator(selector).all():
            assert box.bounding_box()["height"] >= 24
