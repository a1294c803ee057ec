"""Every fact of the network's newsletter of 2021 stands on the annual review of that year, in both languages.

A fact is a line of ``newsletter_facts.txt``: a passage as the newsletter has it, and what a reader of each page finds.
"""

import json
from pathlib import Path

import pytest
from oracle.pages import shown

HERE = Path(__file__).parent
LINKS = HERE / "end_to_end" / "newsletter_links.txt"
FACTS = [
    tuple(line.split(" | "))
    for line in (HERE / "newsletter_facts.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def review(data):
    """The annual review of 2021: in each language all its blocks as one text, and its published figures."""
    pages = {}
    for language in ("sq", "en"):
        blocks = [block.to_json() for block in shown(data, "annual_review", calendar_year=2021, language=language)]
        text = json.dumps(blocks, ensure_ascii=False).replace("\u00a0", " ")
        figures = next(block for block in blocks if block.get("id") == "published-figures")["table"]["rows"]
        pages[language] = text, {f"{row[0]['text']} = {row[1]['text']}" for row in figures}
    return pages


@pytest.mark.parametrize(("passage", "albanian", "english"), FACTS, ids=[fact[0][:40] for fact in FACTS])
def test_every_fact_of_the_newsletter_is_on_the_annual_review_in_both_languages(review, passage, albanian, english):
    for language, wanted in (("sq", albanian), ("en", english)):
        text, figures = review[language]
        assert wanted in text or wanted in figures, (language, passage, wanted)


def test_every_link_of_the_newsletter_is_on_the_annual_review_in_both_languages(review):
    for text, _ in review.values():
        assert [link for link in LINKS.read_text(encoding="utf-8").split() if json.dumps(link)[1:-1] not in text] == []


def test_a_private_telephone_number_of_the_newsletter_is_left_out(review):
    assert [language for language, (text, _) in review.items() if "+355" in text] == []


def test_nothing_is_said_harder_than_the_newsletter_says_it(review):
    text = review["en"][0]
    harder = ("Sports centre built", "enlarged", "Local youth council set up", "working again", "delivered: 1")
    assert [said for said in harder if said in text] == []
