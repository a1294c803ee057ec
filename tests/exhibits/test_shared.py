"""A promise of several units is told with whom it is shared, where they are there to be named."""

import pandas as pd
import pytest

from pop_analysis.exhibits import cumulative_steps_chart, priority_stories, regressions_table, revisions_table
from pop_analysis.exhibits.charts.cumulative_steps_chart import _widest
from pop_analysis.measures import timeliness

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


def shared_by_both(data):
    """The first priority of Gurre and of Lumas is one promise of both."""
    first = data.priorities["number"] == 1
    return data.with_tables({"priorities": data.priorities.assign(shared=first.map({True: f"gurre/{CYCLE}/1"}))})


def column(listing, name):
    at = [each.id for each in listing.table.columns].index(name)
    return [getattr(row[at], "text", row[at]) for row in listing.table.rows]


def test_a_shared_promise_that_went_back_stands_once_with_all_whose_it_is(judged):
    data = shared_by_both(judged({"gurre": {1: "FP", 2: "PP"}, "lumas": {1: "FP", 2: "PN"}}))
    table = regressions_table(data, [CYCLE], language="en")
    assert sorted(column(table, "municipality")) == ["Gurre and Lumas", "Lumas"]
    assert table.caption.startswith("2 priorities")


def test_a_change_of_a_shared_promise_stands_once_for_the_network_and_in_the_page_of_each(judged):
    before = shared_by_both(judged({"gurre": {1: "F"}, "lumas": {1: "FP"}}))
    now = shared_by_both(judged({"gurre": {1: "P"}, "lumas": {1: "PN"}}))
    verdicts = revisions_table(now, before, language="en")[0]
    assert sorted(column(verdicts, "place")) == ["Gurre and Lumas", "Lumas"]
    assert [len(revisions_table(now, before, place, language="en")[0].table.rows) for place in ("gurre", "lumas")] == [
        1,
        2,
    ]


def test_the_time_to_a_step_of_a_shared_promise_is_as_wide_as_all_whose_it_is_leave_open(observed):
    # Ten priorities each, the first of them shared: seen at 12 and 24 months in Gurre, at 6 and 12 in Lumas.
    verdicts = {place: {1: "N" * 10, 2: "F" * 10} for place in ("gurre", "lumas")}
    data = shared_by_both(observed(verdicts, months={"gurre": 24, "lumas": 12}))
    drawn = cumulative_steps_chart(data, [CYCLE], language="en")
    turned = data.where(municipality=["lumas", "gurre"])
    assert drawn.table == cumulative_steps_chart(turned, [CYCLE], language="en").table
    times = pd.concat(timeliness(data, origin=each) for each in ("signed_on", "observed_from"))
    own = times[times["shared"].notna()]
    assert own["municipality"].nunique() == 2
    whole = _widest(own)
    assert len(whole) == len(own) // 2
    first = own.groupby("shared")
    assert whole["addressed_after"].iloc[0] == first["addressed_after"].min().iloc[0]
    assert whole["addressed_by"].iloc[0] == first["addressed_by"].max().iloc[0]
