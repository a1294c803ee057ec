"""A laboratory on a page: escaped, allowed by its hash, whole without JavaScript, refused when it does not fit."""

import json
import re

import pytest

from pop_analysis.pages.page import PAGE_ASSETS, render_page
from pop_analysis.pages.plotly_bundle import script_hash

BLOCK = "application/vnd.pop-analysis.block+json"
HOSTILE = '</script><script>alert(1)</script><b onclick="x()">'
LABORATORY = {
    "kind": "laboratory",
    "id": "laboratory",
    "headline": "Of 2 statements, one holds at every value.",
    "subtitle": "n = 7",
    "label": "Partial is worth",
    "values": [{"value": 0, "text": "0%"}, {"value": 0.5, "text": "50%"}, {"value": 1, "text": "100%"}],
    "ends": ["nothing", "all"],
    "choices": [{"label": "Missing", "options": ["left out", "worst"]}],
    "statements": [
        {"text": "A is ahead of B", "closed": False, "cases": [[0.1, 0.9, 0.5, 0.5], [0.1, 0.4, 0.5, 0.5]]},
        {"text": "Half is done", "closed": True, "cases": [[0.5, 0.5, 0.5, 0.5], [0.2, 0.2, 0.5, 0.5]]},
    ],
    "note": "Equal is not ahead.",
    "sources": [{"text": "Report", "url": "https://example.org/report.pdf"}],
    "words": {"holds": "holds", "breaks": "breaks", "tally": "At $value: $count of $of.", "decimal": "."},
    "table": {
        "columns": [{"id": "statement", "label": "Statement", "align": "left"}],
        "rows": [[{"text": "A is ahead of B"}], [{"text": "Half is done"}]],
    },
}


def page_of(*blocks):
    outputs = [{"output_type": "display_data", "data": {BLOCK: block}, "metadata": {}} for block in blocks]
    return render_page({"cells": [{"cell_type": "code", "metadata": {}, "source": "", "outputs": outputs}]})


def test_the_table_and_the_statements_are_there_without_javascript():
    html = page_of(LABORATORY)
    assert re.search(r'<div class="bench" hidden>', html)
    assert html.count("A is ahead of B") == 2  # in the list and in the table; the script has only numbers
    assert '<th scope="row">Half is done</th>' in html
    assert "Equal is not ahead." in html
    assert 'href="https://example.org/report.pdf"' in html


def test_the_control_can_be_moved_by_keyboard_and_says_what_it_is():
    html = page_of(LABORATORY)
    assert '<label for="laboratory-control">Partial is worth' in html
    assert 'type="range" id="laboratory-control" min="0" max="2" step="1" value="1"' in html
    assert '<label for="laboratory-choice-1">Missing</label>' in html
    assert "<select" in html
    assert 'role="status"' in html


def test_only_a_page_with_a_laboratory_has_its_script_and_allows_it():
    script = (PAGE_ASSETS / "laboratory.js").read_text(encoding="utf-8")
    allowed = script_hash(script.encode())
    with_one, without = page_of(LABORATORY), page_of()
    assert script in with_one
    assert f"'{allowed}'" in with_one.split("Content-Security-Policy")[1].split(">")[0]
    assert script not in without
    assert allowed not in without


def test_what_the_script_reads_is_numbers_and_words():
    html = page_of(LABORATORY)
    content = json.loads(re.search(r'<script type="application/json" class="laboratory">(.*?)</script>', html).group(1))
    assert content["options"] == [2]
    assert [statement["cases"] for statement in content["statements"]] == [
        statement["cases"] for statement in LABORATORY["statements"]
    ]
    assert content["words"] == LABORATORY["words"]


def test_nothing_hostile_in_it_becomes_a_tag():
    def poisoned(value):
        if isinstance(value, str):
            return f"{HOSTILE}{value}"
        if isinstance(value, dict):
            return {key: each if key in ("kind", "id", "url") else poisoned(each) for key, each in value.items()}
        return [poisoned(each) for each in value] if isinstance(value, list) else value

    html = page_of(poisoned(LABORATORY))
    assert "<b onclick" not in html
    assert "alert(1)</script>" not in html
    assert html.count("<script") == page_of(LABORATORY).count("<script")


def cut(**changes):
    return LABORATORY | changes


@pytest.mark.parametrize(
    "broken",
    [
        cut(table=None),
        cut(statements=[]),
        cut(values=[{"value": 0, "text": "0%"}]),
        cut(values=[{"value": "x", "text": "0%"}, {"value": 1, "text": "100%"}]),
        cut(choices=[]),  # two cases where one is due
        cut(statements=[{"text": "A", "cases": [[0, 1, 0], [0, 1, 0, 1]]}]),
        cut(statements=[{"text": "A", "cases": [[0, 1, 0, "1"], [0, 1, 0, 1]]}]),
        cut(words=None),
        cut(headline=""),
        cut(label=""),
    ],
)
def test_a_laboratory_that_does_not_fit_is_a_visible_failure(broken):
    html = page_of(broken)
    assert '<div class="failure"' in html
    assert 'class="bench"' not in html


def test_two_laboratories_do_not_share_ids():
    ids = re.findall(r' id="([^"]+)"', page_of(LABORATORY, LABORATORY))
    assert len(ids) == len(set(ids))
