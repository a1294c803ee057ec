"""A time is said as exactly as it is known, and a period that begins before the signing says when that was."""

import pytest
from page_parts import card, lead

from pop_analysis import exhibits
from pop_analysis.exhibits.charts.timeline_chart import MOST_MARKS

CYCLE = "2019-2023"
JUDGED = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "status": "fully"}


def done(*dates):
    return [{"type": "video", "title_sq": f"Video {n}", "date": date} for n, date in enumerate(dates)]


@pytest.fixture
def place(workbook, contract, read):
    def made(**tables):
        return read(workbook(contract("Ujë", **tables)))

    return made


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (["17.10.2019", "2023"], "October 2019 – 2023"),
        (["2021", "15.2.2024"], "2021 – February 2024"),
        (["2021", "2023"], "2021–2023"),
        (["2021", "3.4.2021"], "2021"),
        (["1.1.2021", "2021"], "2021"),
        (["3.4.2021", "dhjetor 2021"], "April – December 2021"),
        (["3.4.2021"], "3 April 2021"),
    ],
)
def test_the_time_of_activities_has_no_month_that_nobody_knows(place, dates, said):
    data = place(activities=done(*dates))
    assert exhibits.timeline_chart(data, "lumas", language="en").subtitle.startswith(f"{len(dates)} dated · {said} · ")
    assert f"Outputs by year, {said}:" in exhibits.participation_table(data, language="en").caption


def test_activities_of_which_only_the_year_is_known_stand_in_no_month(place):
    known = [f"{day}.3.2021" for day in range(1, 31)] * 5
    data = place(activities=done(*known, "2021", "shkurt – mars 2021", "1–5 maj 2021"))
    chart = exhibits.timeline_chart(data, "lumas", language="en")
    (trace,) = chart.figure["data"]
    assert len(known) == MOST_MARKS
    assert dict(zip(trace["x"], trace["customdata"], strict=True)) == {
        "2021-03-15": f"March 2021 · videos: {MOST_MARKS}",
        "2021-05-15": "May 2021 · videos: 1",
    }
    assert "2 activities are not drawn, because their month is not known." in chart.note
    months = exhibits.outputs_table(data, "2021-01-01", "2021-12-31", by=("month",), language="en").frame
    assert months["Month"].tolist() == ["March 2021", "May 2021", "month not known"]


def test_very_many_activities_of_which_no_month_is_known_are_drawn_all_the_same(place):
    chart = exhibits.timeline_chart(place(activities=done(*["2021"] * (MOST_MARKS + 1))), "lumas", language="en")
    assert sum(len(trace["y"]) for trace in chart.figure["data"] if trace["type"] == "bar") == MOST_MARKS + 1
    assert "not drawn" not in chart.note


@pytest.mark.parametrize(
    ("period", "signed", "said"),
    [
        ("gusht 2019 – gusht 2020", "10.6.2021", "(the contract was signed later: 10 June 2021)"),
        ("gusht 2019 – gusht 2020", "nëntor 2019", "(the contract was signed later: November 2019)"),
        ("gusht 2019 – gusht 2020", "2020", "(the contract was signed later: 2020)"),
        ("gusht 2019 – gusht 2020", "17.8.2019", ""),
        ("gusht 2019 – gusht 2020", "2019", ""),
        ("2019", "17.8.2019", ""),
        ("gusht 2019 – gusht 2020", None, ""),
    ],
)
def test_a_period_that_begins_before_the_signing_says_when_that_was(place, root, period, signed, said):
    contracts = [{"cycle": CYCLE, "priorities_total": 1, "signed_on": signed}]
    data = place(contracts=contracts, assessments=[JUDGED | {"period": period}])
    for told in (lead(data), card(data, root), exhibits.unit_chart(data, "lumas", CYCLE, language="en").subtitle):
        assert ("signed later" in told) is bool(said)
        assert said in told
    unjudged = place(contracts=contracts, reports=[{"cycle": CYCLE, "monitoring_year": 1, "period": period}])
    assert ("signed later" in lead(unjudged)) is bool(said)
    assert said.strip("()") in lead(unjudged)


@pytest.mark.parametrize(
    ("period", "signed", "mend"),
    [
        (None, None, "Enter the months of the report, and the date of signing where it is missing"),
        (None, "1.6.2019", "Enter the months of the report."),
        ("2020", "1.6.2019", "Enter the months of the report."),
        ("gusht 2019 – gusht 2020", "1.6.2021", "Check the dates: the period ends before"),
    ],
)
def test_nobody_is_asked_for_a_date_that_is_on_file(place, period, signed, mend):
    contracts = [{"cycle": CYCLE, "priorities_total": 1, "signed_on": signed}]
    data = place(contracts=contracts, assessments=[JUDGED | {"period": period}])
    asked = repr(exhibits.unknowns_list(data, "lumas", CYCLE, language="en"))
    assert (
        f"not known how many months the contract had been observed, so it is not compared with others. → {mend}"
        in asked
    )


def test_a_comparison_says_no_period_where_that_of_one_place_is_not_known(workbook, contract, read):
    contracts = [{"cycle": CYCLE, "priorities_total": 1, "signed_on": "1.6.2019"}]
    for place, period in {"Lumas": "gusht 2019 – gusht 2020", "Gurrë": None}.items():
        rows = contract("Ujë", assessments=[JUDGED | {"period": period}], contracts=contracts)
        folder = workbook(rows, name=f"{place.lower()}.xlsx", municipality=place)
    assert "2020" not in exhibits.stacked_bar_chart(read(folder), [CYCLE], language="en").subtitle


@pytest.mark.parametrize(("language", "said"), [("en", "undated"), ("sq", "pa datë")])
def test_in_the_story_of_a_priority_what_has_no_date_says_so(place, language, said):
    piece = {"cycle": CYCLE, "label": 1, "kind": "photograph", "url": "https://example.org/photograph"}
    data = place(assessments=[JUDGED], evidence=[piece, piece | {"kind": "media", "date": "2021"}])
    (story,) = exhibits.priority_stories(data, "lumas", CYCLE, language=language).stories
    assert sorted(line.when for chapter in story.chapters for line in chapter.lines) == ["2021", said]
