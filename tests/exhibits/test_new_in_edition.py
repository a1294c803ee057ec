"""An entry says what is new in it since the last edition, and nothing where nothing is."""

from datetime import date

from pop_analysis import exhibits
from pop_analysis.reading.dataset import VersionStamp

CYCLE = "2019-2023"


def new_in(data, earlier, language="en"):
    """Number of the priority → the lines of what is new in it."""
    told = {}
    for story in exhibits.priority_stories(data, "lumas", CYCLE, language=language, old=earlier).stories:
        for chapter in story.chapters:
            if chapter.label.startswith(("New", "Të reja")):
                told[story.number] = [
                    f"{line.when} {''.join(span.text for span in line.spans)}" for line in chapter.lines
                ]
    return told


def test_a_verdict_that_changed_stands_beside_the_one_of_before(judged):
    earlier, data = judged({"lumas": {1: "NP", 2: "PP"}}), judged({"lumas": {1: "FP", 2: "PP"}})
    assert new_in(data, earlier) == {"1": ["Year 1 not addressed → fully addressed"]}


def test_a_verdict_that_came_or_went_is_said_so(judged):
    earlier, data = judged({"lumas": {1: "F-P"}}), judged({"lumas": {1: "FN-"}})
    assert new_in(data, earlier) == {
        "2": ["Year 1 added → not addressed"],
        "3": ["Year 1 partially addressed → removed"],
    }


def test_of_a_priority_that_was_not_there_nothing_else_is_told(judged):
    assert new_in(judged({"lumas": {1: "FN"}}), judged({"lumas": {1: "F"}}))["2"] == [
        " This priority was not in that edition."
    ]


def test_what_else_has_changed_is_named(judged):
    rows = {"municipality": "lumas", "priority": f"lumas/{CYCLE}/1", "kind": "photograph", "url": "https://a.al/1"}
    data = judged({"lumas": {1: "F"}}, evidence=[rows | {"contract": f"lumas/{CYCLE}", "cycle": CYCLE}])
    assert new_in(data, judged({"lumas": {1: "F"}})) == {"1": [" Also changed: Evidence."]}


def test_where_nothing_has_changed_or_no_edition_is_known_nothing_is_said(judged):
    data = judged({"lumas": {1: "FP"}})
    assert new_in(data, None) == new_in(data, data) == {}


def test_the_edition_is_named_by_its_day(judged):
    earlier, data = judged({"lumas": {1: "N"}}), judged({"lumas": {1: "F"}})
    earlier = earlier.stamped(VersionStamp(earlier.version, date(2026, 11, 30)), {})
    stories = exhibits.priority_stories(data, "lumas", CYCLE, language="sq", old=earlier).stories
    assert "Të reja që nga botimi i datës 30 nëntor 2026" in [chapter.label for chapter in stories[0].chapters]
