"""On a telephone charts have room for all they show: months, titles, tiles; what is counted twice says why."""

import html

import pytest

from pop_analysis import exhibits

CYCLE = "2019-2023"
DAY = {"date": "2021-05-04", "date_end": "2021-05-04", "date_precision": "day"}
UNDATED = {"date": None, "date_end": None, "date_precision": None}


@pytest.mark.parametrize(
    ("language", "months"),
    [("en", ["Jan", "Mar", "May", "Jul", "Sep", "Nov"]), ("sq", ["jan", "mar", "maj", "kor", "sht", "nën"])],
)
def test_months_are_short_enough_to_stand_upright(judged, language, months):
    data = judged({"lumas": {1: "F"}}, activities=[DAY | {"municipality": "lumas", "type": "video", "title_sq": "V"}])
    chart = exhibits.timeline_chart(data, "lumas", calendar_year=2021, language=language)
    assert chart.figure["layout"]["xaxis"]["ticktext"] == months


def test_a_campaign_has_its_whole_title_and_each_amount_with_its_stage(judged):
    title = "Rregullimi i rrugës nga sheshi deri te shkolla e re, me ndriçim, trotuar dhe vend për biçikleta"
    own = {"municipality": "lumas", "campaign": "lumas/rruga"}
    stages = [
        own | {"stage": stage, "amount_all": amount}
        for stage, amount in (("council", 3_000_000.0), ("in_budget", 2_500_000.0), ("delivered", 2_400_000.0))
    ]
    data = judged({"lumas": {1: "F"}}, campaigns=[own | {"title_sq": title}], campaign_stages=stages)
    layout = exhibits.campaign_ladder_chart(data, "lumas", language="sq").figure["layout"]
    (shown,) = layout["yaxis"]["ticktext"]
    said = html.unescape(shown.replace("<br>", " "))
    assert title in said
    for part in ("Miratim: 3 000 000 lekë", "Në buxhet: 2 500 000 lekë", "Realizuar: 2 400 000 lekë"):
        assert part in said.replace("\u00a0", " ").replace("\u202f", " ")
    assert layout["height"] > 15 * len(shown.split("<br>"))


def test_of_activities_without_a_date_it_is_said_why_a_list_has_more_than_a_year(judged):
    video = {"municipality": "lumas", "type": "video"}
    dated = [DAY | video | {"title_sq": f"V{n}"} for n in range(2)]
    data = judged({"lumas": {1: "F"}}, activities=[*dated, UNDATED | video | {"title_sq": "V9"}])
    listed = exhibits.activities_table(data, ["video"], until=2021, language="en")
    assert listed.caption.endswith(": 3 (of which 1 has no date, so that its year is not known)")
    assert exhibits.activities_table(data, ["video"], calendar_year=2021, language="en").caption.endswith(": 2")
    several = judged({"lumas": {1: "F"}}, activities=[UNDATED | video | {"title_sq": f"V{n}"} for n in range(2)])
    caption = exhibits.activities_table(several, ["video"], until=2021, language="sq").caption
    assert caption.endswith(": 2 (nga të cilat 2 pa datë, pra nuk u dihet viti)")


def test_what_has_changed_is_what_the_answer_counts_the_last_two_years_and_says_which(judged):
    data = judged({"lumas": {1: "PPPN", 2: "FPNN", 3: "FFNN"}})
    stories = exhibits.priority_stories(data, "lumas", CYCLE, language="en")
    assert [each.number for each in stories.stories if each.changed] == ["2"]
    assert stories.changed == "Changed (from year 2 to year 3):"
    (answer,) = (
        each.answer
        for each in exhibits.municipality_head(data, "lumas", CYCLE, language="en").answers
        if each.question == "What changed?"
    )
    assert answer == "1 better, none worse (from year 2 to year 3)"
    still = exhibits.priority_stories(judged({"lumas": {1: "PF", 2: "FF", 3: "FF"}}), "lumas", CYCLE, language="sq")
    assert still.changed == ""
    assert not any(each.changed for each in still.stories)
