"""Readers' questions are answered in ten seconds: on the first screens, each a click from the place that shows it."""

from __future__ import annotations

import re

import pytest

from pop_analysis.blocks.blocks import BLOCK, Answer, PageHead, Stories, Story
from pop_analysis.blocks.parts import Entry, Span
from pop_analysis.pages.page import render_page

pytestmark = pytest.mark.browser

REAL = ("municipality-fier-en", "municipality-durres-en", "municipality-kukes-en", "municipality-vau-i-dejes-en")
# Each question, and what stands where its answer leads: the selectors any of which is to be seen there.
QUESTIONS = {
    "What was promised?": (".story", ".gaps li"),
    "What became of it?": (".story .now", ".gaps li"),
    "Who says so?": ("#who",),
    "Where are the documents?": ("#documents a", ".gaps li"),
    "What changed?": ("#changed ~ .section-body :is(.exhibit, .passage)", ".gaps li"),
    "May I compare it?": ("#beside ~ .section-body :is(.exhibit, .passage)", ".gaps li"),
    "What was done?": ("#done ~ .section-body :is(.exhibit, .passage, .table-block)", ".gaps li"),
    "What is not known?": ("#not-known ~ .section-body .gaps li",),
}
ASKED = """all => all.map((each) => [each.querySelector('b').textContent, [each.querySelector('span').textContent,
    each.querySelector('a')?.hash ?? '']])"""


def pages(reports, invented):
    """Real pages with much and with nothing judged, and two invented ones."""
    return [*(reports.out / f"{name}.html" for name in REAL), *list(invented.values())[:2]]


def opened_at_top(open_page, path, width):
    page = open_page(path, width=width, reduced_motion="reduce").page
    page.set_viewport_size({"width": width, "height": 740})
    page.evaluate("scrollTo(0, 0)")
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_every_question_is_answered_on_the_first_screens_and_leads_to_its_place(reports, invented, open_page, width):
    for path in pages(reports, invented):
        page = opened_at_top(open_page, path, width)
        asked = dict(page.eval_on_selector_all(".answers li", ASKED))
        assert list(asked) == list(QUESTIONS)
        top, bottom = page.eval_on_selector(
            ".answers", "(each) => { const { top, bottom } = each.getBoundingClientRect(); return [top, bottom]; }"
        )
        # On a telephone they begin on the first screen and end on it, or soon after.
        assert (bottom <= 740) if width == 1280 else (top < 740 and bottom <= 1.3 * 740), path.name
        for question, (answer, place) in asked.items():
            assert answer.strip()
            assert place, question
            page.locator(".answers a", has_text=question).click()
            shown = page.locator(f":is({', '.join(QUESTIONS[question])}):visible")
            near = "all => all.some((each) => each.getBoundingClientRect().top < innerHeight)"
            assert shown.evaluate_all(near), (path.name, question)


@pytest.mark.parametrize("width", [360, 1280])
def test_what_happened_who_says_so_and_since_when_stand_on_the_first_screen(reports, invented, open_page, width):
    for path in pages(reports, invented):
        page = opened_at_top(open_page, path, width)
        for selector in ("h1", ".hero .lead", "#who"):
            box = page.locator(selector).bounding_box()
            assert box["y"] + box["height"] <= 740, (path.name, selector)
        said = page.locator(".hero .said").text_content()
        assert re.search(r"\b20\d\d\b", said), path.name


def test_the_bar_of_a_page_is_one_line_on_a_telephone(reports, open_page):
    for path in (*reports.pages, reports.out / "index.html", reports.out / "index-en.html"):
        page = open_page(path, width=360).page
        assert page.locator(".bar").bounding_box()["height"] < 60, path.name
        assert page.locator(".brand").first.text_content().strip(), path.name


def test_a_longer_name_of_the_network_gives_way_to_the_bar_and_a_short_one_stands_whole(reports, open_page, tmp_path):
    fits = "each => each.scrollWidth <= each.clientWidth"
    for language in ("sq", "en"):
        text = (reports.out / f"municipality-fier-{language}.html").read_text(encoding="utf-8")
        for name, whole in (("POP", True), ("SHEMBULL", True), ("The network of all the valleys of Lumëbardhë", False)):
            made = tmp_path / f"{len(name)}-{language}.html"
            made.write_text(text.replace(">POP<", f">{name}<"), encoding="utf-8")
            page = open_page(made, width=360).page
            assert page.locator(".bar .brand").text_content().strip().startswith(name[:8])
            assert page.locator(".bar").bounding_box()["height"] < 60, (language, name)
            assert page.locator(".bar .brand > a").evaluate(fits) == whole, (language, name)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("text", ["a street of many names " * 90, "x" * 2000])
def test_however_long_a_text_is_answers_and_closed_lines_stay_short_and_what_opens_has_the_whole(
    open_page, tmp_path, text
):
    head = PageHead(
        language="en",
        title="Lumas",
        byline=[Span(text)],
        answers=[Answer("Who says so?", text, "#who"), Answer("What was done?", "nothing")],
    )
    stories = Stories(id="promises", caption="1 promise", stories=[Story(id="p-1", title=Entry(text), number="1")])
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {BLOCK: each.to_json()}} for each in (head, stories)
    ]
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}
    part = {"cell_type": "markdown", "metadata": {}, "source": "## Promises"}
    cells = [{**cell, "outputs": outputs[:1]}, part, {**cell, "outputs": outputs[1:]}]
    (tmp_path / "long.html").write_text(render_page({"cells": cells}), encoding="utf-8")
    page = open_page(tmp_path / "long.html", width=320).page
    tall = "all => Math.max(...all.map((each) => each.getBoundingClientRect().height))"
    assert page.locator(".answers li").evaluate_all(tall) < 200
    assert page.locator(".story > summary").evaluate_all(tall) < 300
    page.locator(".story > summary").click()
    assert page.locator(".story > summary h3").evaluate_all(tall) > 1000
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_answers_say_what_the_page_holds(reports, invented, open_page):
    for path in pages(reports, invented):
        page = opened_at_top(open_page, path, 1280)
        asked = {question: answer for question, (answer, _) in page.eval_on_selector_all(".answers li", ASKED)}
        # An earlier contract has a fold of its own; what was taken out of the contract is told, and not counted.
        own = "#priorities ~ .section-body .story:not([data-status=withdrawn])"
        stories, links = page.locator(own).count(), page.locator("#documents a").count()
        numbers = [int(each) for each in re.findall(r"\d+", asked["What was promised?"])]
        assert (stories in numbers) if stories else not numbers, path.name
        (reports_told,) = re.findall(r"(\d+) reports?", asked["Where are the documents?"])
        assert links >= int(reports_told), path.name
        best = page.locator(f"{own}:is([data-status=fully], [data-status=partially])").count()
        counted = re.search(r"fully or partially: (\d+)", asked["What became of it?"])
        assert int(counted[1]) == best if counted else not best, path.name
        assert asked["Who says so?"].split(" and ")[0] in page.locator("#who").text_content(), path.name


def test_as_many_can_be_chosen_as_changed_as_the_answer_counts(invented, open_page):
    chosen = 0
    for path in invented.values():
        page = open_page(path, width=1280).page
        asked = {question: answer for question, (answer, _) in page.eval_on_selector_all(".answers li", ASKED)}
        choices = page.locator("#priorities ~ .section-body .choose label").all_text_contents()
        found = [re.fullmatch(r"Changed (\(from year \d+ to year \d+\)): (\d+)", each) for each in choices]
        told = [(each[1], int(each[2])) for each in found if each]
        counted = re.fullmatch(r"(\S+) better, (\S+) worse (\(from year \d+ to year \d+\))", asked["What changed?"])
        if counted:  # else it is of another contract, or there are no two years
            n = sum(int(each) for each in counted.groups()[:2] if each != "none")
            assert told == ([(counted[3], n)] if n else []), path.name
            chosen += bool(n)
    assert chosen > 2


def test_every_text_in_another_language_shows_which(reports, invented, open_page):
    """A name that is the same in both is none: of the rest the mark is seen, also at the end of an entry."""
    unmarked = """all => all.filter((each) => each.checkVisibility() && each.textContent.trim()
        && !getComputedStyle(each, '::after').content.includes(`[`)).map((each) => each.outerHTML.slice(0, 90))"""
    tails = 0
    for path in pages(reports, invented):
        page = open_page(path, width=360).page
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        texts = page.locator("main .story [lang]:not(a)")
        assert texts.evaluate_all(unmarked) == [], path.name
        tails += page.locator("main .story .tail [lang]").count()
    assert tails
