"""Promises one by one on a page, the questions at its top, and what stands in folds, in the workbook, or nowhere."""

import base64
import io
import re

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from pop_analysis.blocks.blocks import (
    BLOCK,
    Answer,
    Chapter,
    Listing,
    PageHead,
    Passage,
    Square,
    Squares,
    Step,
    Stories,
    Story,
    Told,
    notice,
)
from pop_analysis.blocks.parts import MOST_ROWS, Entry, Mark, Span, Table
from pop_analysis.exhibits import folded, if_any, in_workbook
from pop_analysis.pages.page import render_page

FULL, NONE = Mark("fully addressed", 1.0, "#0B3C5D", "#FFFFFF"), Mark("no verdict")
LISTING = Listing(id="rows", caption="2 rows", table=Table.of([("n", "n")], [[Entry("5", 5)]], numeric={"n"}))
STORY = Story(
    id="p-2019-2023-4",
    number="4",
    title=Entry("Ujë", language="sq"),
    group="Water",
    now="fully addressed",
    status="fully",
    path=[Step("2020", NONE), Step("2021", FULL, "up", now=True)],
    chapters=[Chapter("Why", [Told([Span("Tested.", "https://example.org/report")], "2021", FULL)])],
    about=[Span("families")],
)
STORIES = Stories(id="priorities-2019-2023", caption="1 priority", stories=[STORY])
HEAD = PageHead(
    language="en",
    title="Lumas",
    answers=[
        Answer("What was promised?", "1 priority", "#priorities"),
        Answer("What changed?", "nothing yet", "#changed"),
    ],
    strip=[Squares("fully addressed", FULL, "1", [Square("4", "Ujë", "#p-2019-2023-4")])],
)


def cell(*blocks):
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {BLOCK: block.to_json()}} for block in blocks]
    return {"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}


def section(name, *tags):
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)}, "source": f"## {name}"}


def page_of(*cells):
    return render_page({"cells": [cell(HEAD), *cells]})


def headings(html):
    return [" ".join(text.split()) for text in re.findall(r"<h\d[^>]*>(.*?)</h\d>", html, re.DOTALL)]


def test_a_promise_is_closed_to_a_line_and_has_a_place_links_lead_to():
    html = page_of(section("Priorities", "id=priorities"), cell(STORIES))
    assert {"priorities", "p-2019-2023-4", "priorities-2019-2023"} <= set(re.findall(r' id="([^"]+)"', html))
    (details,) = re.findall(r'<details class="story"[^>]*>', html)
    assert " open" not in details
    inner = html.partition('</summary>\n<div class="body" id="p-2019-2023-4">')[2]
    assert '<a href="https://example.org/report"' in inner.partition("</details>")[0]
    assert 'aria-label="2021: fully addressed"' in html
    assert "Ujë" in headings(html)


def test_questions_are_the_contents_and_lead_only_where_something_is():
    html = page_of(section("Priorities", "id=priorities"), cell(STORIES), section("Changed", "id=changed", "if-shown"))
    links = set(re.findall(r' href="(#[^"]+)"', html))
    assert "#priorities" in links
    assert "#changed" not in links
    assert "nothing yet" in html
    assert html.count("<nav") == 1


def test_a_part_with_nothing_to_show_is_not_there_and_others_are():
    parts = [
        section("Empty", "if-shown"),
        section("x\n\nSome prose.", "if-shown"),
        section("Full", "if-shown"),
        cell(LISTING),
    ]
    assert headings(page_of(*parts)) == ["Lumas", "Full", "2 rows"]


def test_a_part_may_be_a_fold_or_belong_to_what_the_page_says_of_itself():
    html = page_of(section("Before", "fold"), cell(LISTING), section("About", "about"), cell(STORIES))
    about = html.partition('id="about"')[2]
    assert '<section class="folded" aria-labelledby="before"><details class="more">' in html
    assert 'id="p-2019-2023-4"' in about
    assert ">About<" not in html


def test_what_is_for_the_workbook_alone_stands_in_it_and_not_on_the_page():
    html = page_of(cell(*in_workbook(LISTING)))
    packed = re.search(r'id="workbook">([^<]+)<', html)[1]
    assert "rows" in load_workbook(io.BytesIO(base64.b64decode(packed))).sheetnames
    assert "2 rows" not in html.partition("<script")[0]


def test_a_folded_table_is_named_once_by_its_summary():
    html = page_of(cell(*folded(LISTING)))
    assert re.search(r'<details class="more">\s*<summary><h\d class="caption" id="rows-caption">2 rows<', html)
    assert html.count(">2 rows<") == 1


def test_a_notice_why_there_is_nothing_is_left_out():
    assert list(if_any(notice("Nothing."), LISTING, [notice("Nothing."), Passage(["Said."])])) == [
        LISTING,
        Passage(["Said."]),
    ]
    assert list(folded(notice("Nothing."))) == []


@pytest.mark.parametrize("colour", ["red;}x{", "url(https://example.org)", 7])
def test_a_colour_that_is_none_is_no_colour_of_a_sign(colour):
    mark = replace(FULL, colour=colour, ink=colour)
    html = page_of(cell(replace(STORIES, stories=[replace(STORY, path=[Step("2021", mark)])])))
    assert str(colour) not in re.search(r'<i class="sign[^>]*>', html.partition('class="signs"')[2])[0]


def test_texts_of_a_promise_are_never_tags():
    hostile = '"><img src=x onerror=1>'
    story = replace(STORY, title=Entry(hostile), group=hostile, now=hostile, status=hostile, number=hostile)
    told = Told([Span(hostile, "javascript:1")], hostile, replace(FULL, label=hostile))
    html = page_of(cell(replace(STORIES, stories=[replace(story, chapters=[Chapter(hostile, [told])])])))
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_of_a_long_table_the_page_has_a_part_and_the_workbook_all():
    rows = [[Entry(str(n), n)] for n in range(120)]
    html = page_of(cell(replace(LISTING, table=Table.of([("n", "n")], rows, numeric={"n"}))))
    assert html.count("<tr>") == 1 + MOST_ROWS
    assert f"The first {MOST_ROWS} of 120 rows" in html
    packed = re.search(r'id="workbook">([^<]+)<', html)[1]
    assert load_workbook(io.BytesIO(base64.b64decode(packed)))["rows"].max_row >= 120


def test_a_verdict_says_its_year_where_the_path_goes_on_to_a_year_without_one():
    later = replace(STORY, path=[Step("2021", FULL, now=True), Step("2022", NONE)])
    of_story = [Stories(id="all", caption="1", stories=[each]) for each in (STORY, later)]
    closed = re.compile(r'<span class="now">(.*?)</span></span>\s*</summary>')
    now = [closed.search(page_of(cell(each)))[1] for each in of_story]
    assert now == ["fully addressed", 'fully addressed · <span class="short">2021</span>']
