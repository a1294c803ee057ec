"""A promise of several units is told with whom it is shared, where they are there to be named."""

import pytest

from pop_analysis.exhibits import priority_stories, revisions_table

CYCLE = "2019-2023"


@pytest.fixture
def sharing(judged):
    data = judged({"gurre": {1: "F"}, "lumas": {1: "FP"}})
    first = data.priorities["number"] == 1
    return data.with_tables({"priorities": data.priorities.assign(shared=first.map({True: f"gurre/{CYCLE}/1"}))})


def about(data):
    stories = priority_stories(data, "lumas", CYCLE, language="en").stories
    return [[span.text for span in story.about if "shared" in span.text] for story in stories]


def test_a_story_names_the_others_and_says_nothing_of_a_promise_of_its_own(sharing):
    assert about(sharing) == [["shared with Gurre: it counts in each, and once in the whole"], []]


def test_in_a_part_of_the_data_without_the_others_no_story_is_shared_with_nobody(sharing):
    assert about(sharing.where(municipality="lumas")) == [[], []]


@pytest.mark.parametrize(("language", "priority"), [("en", "Priority 1"), ("sq", "Prioriteti 1")])
def test_a_change_of_what_is_shared_is_told_by_places_and_numbers(sharing, language, priority):
    before = sharing.with_tables({"priorities": sharing.priorities.assign(shared=None)})
    told = str(revisions_table(sharing, before, language=language))
    assert f"Gurre, {priority}" in told
    assert f"gurre/{CYCLE}" not in told
