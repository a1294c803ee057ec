"""A card shows what the index shows, in its own language, and holds nothing but text and squares."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pop_analysis.runner.job import Result
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.site.browser import browser_if_any
from pop_analysis.site.social_cards import write_cards

FULLY = {"colour": "#0B3C5D", "ink": "#FFFFFF", "letter": {"sq": "P", "en": "F"}, "label": "x"}
MISSING = FULLY | {"empty": True, "letter": "–"}
EVIL = "<script>alert(1)</script>"


def plan(text=None, title="Lumas", squares=(FULLY, FULLY, MISSING)):
    card = {"squares": list(squares), "text": text or {"sq": "Nga 2 prioritete.", "en": "Of 2 priorities."}}
    card["detail"] = {"sq": "Kontrata 2019–2023", "en": "Contract 2019–2023"}
    words = {language: {"name": "POP", "synthetic": ""} for language in ("sq", "en")}
    notebook = Path("a.ipynb")
    return Plan([Report(f"lumas-{each}", notebook, {}, each, title, "", card) for each in ("sq", "en")], words)


def good(*names):
    return [Result(name, "made") for name in names]


def test_a_card_says_its_words_in_its_language_and_has_a_square_for_each(tmp_path):
    folder = write_cards(plan(), good("lumas-sq", "lumas-en"), tmp_path, None)
    drawing = ElementTree.parse(folder / "lumas-en.svg").getroot()
    assert drawing.get("viewBox") == "0 0 1200 630"
    said = " ".join(drawing.itertext())
    assert "Of 2 priorities." in said
    assert "Nga" not in said
    squares = [each for each in drawing.iter("{http://www.w3.org/2000/svg}rect") if each.get("rx") == "3"]
    assert len(squares) == 3 + 1  # and what each kind of them means, once: all have one label here
    told = json.loads((folder / "cards.json").read_text(encoding="utf-8"))["lumas-en"]
    assert told == {"title": "Lumas", "text": "Of 2 priorities. Contract 2019–2023", "page": "lumas-en.html"}


def test_everything_stays_on_the_card(tmp_path):
    long = {"sq": "një fjali shumë e gjatë " * 40, "en": "a very long sentence " * 40}
    folder = write_cards(plan(long, "L" * 40, [FULLY] * 60), good("lumas-sq", "lumas-en"), tmp_path, None)
    drawing = ElementTree.parse(folder / "lumas-sq.svg").getroot()
    for each in drawing.iter():
        if each.get("y"):
            assert float(each.get("y")) + float(each.get("height", "0").rstrip("%")) <= 630
            assert float(each.get("x")) <= 1140


def test_hostile_text_stays_text(tmp_path):
    folder = write_cards(plan({"sq": EVIL, "en": EVIL}, EVIL), good("lumas-sq"), tmp_path, None)
    tags = {each.tag.split("}")[1] for each in ElementTree.parse(folder / "lumas-sq.svg").iter()}
    assert "script" not in tags


def test_a_report_that_failed_has_no_card(tmp_path):
    folder = write_cards(plan(), [Result("lumas-sq", "failed"), *good("lumas-en")], tmp_path, None)
    assert {path.name for path in folder.iterdir()} == {"lumas-en.svg", "cards.json"}


@pytest.mark.browser
def test_the_picture_has_the_size_social_networks_want(browser, tmp_path):
    folder = write_cards(plan(), good("lumas-sq"), tmp_path, browser_if_any())
    png = (folder / "lumas-sq.png").read_bytes()
    assert struct.unpack(">II", png[16:24]) == (1200, 630)


def test_a_card_says_what_its_squares_mean_and_where_its_page_stands(tmp_path):
    kinds = [FULLY | {"label": {"sq": "plotësisht", "en": "fully"}}, MISSING | {"label": {"sq": "pa", "en": "none"}}]
    made = plan(squares=[*kinds, *kinds])
    words = {language: {**each, "pages": "https://a.al/k/"} for language, each in made.words.items()}
    folder = write_cards(Plan(made.reports, words), good("lumas-en"), tmp_path, None)
    drawing = (folder / "lumas-en.svg").read_text(encoding="utf-8")
    assert drawing.count(">fully<") == drawing.count(">none<") == 1
    assert ">a.al/k/lumas-en.html<" in drawing
    assert "a.al" not in (write_cards(made, good("lumas-en"), tmp_path, None) / "lumas-en.svg").read_text()


def test_a_card_with_little_to_say_says_it_larger(tmp_path):
    def largest(text):
        folder = write_cards(plan({"sq": text, "en": text}, squares=()), good("lumas-en"), tmp_path, None)
        drawing = ElementTree.parse(folder / "lumas-en.svg")
        said = (each for each in drawing.iter() if (each.text or "").startswith("said"))
        return max(float(each.get("font-size", 0)) for each in said)

    assert largest("said") > largest("said in many words " * 20)


def test_the_whole_notice_of_invented_drafts_stands_on_the_card(tmp_path):
    made = plan()
    notice = "Version paraprak: këtë botim nuk e ka miratuar ende askush. " + "Të dhëna të shpikura, për provë. " * 5
    words = {language: {**each, "synthetic": notice.strip()} for language, each in made.words.items()}
    folder = write_cards(Plan(made.reports, words), good("lumas-sq"), tmp_path, None)
    drawing = ElementTree.parse(folder / "lumas-sq.svg").getroot()
    shown = " ".join(each.text for each in drawing.iter() if each.get("font-size") == "13")
    assert shown == notice.strip()
