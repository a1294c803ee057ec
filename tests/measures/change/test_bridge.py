"""From one count to the next: the steps always add up, and a correction is no change."""

import pytest

from pop_analysis.measures import bridge, corrected_assessments, following_years
from pop_analysis.reading import read_folder


def steps(data, years=None):
    return bridge(data, years).set_index("step")["priorities"].to_dict()


def test_each_step_is_what_it_says(judged):
    found = steps(judged({"lumas": {1: "FNPPF-N?", 2: "FPNWN" + "PFN"}}))
    assert found == {
        "from": 4,
        "corrections": 0,
        "rose": 2,
        "fell": -2,
        "added": 0,
        "taken_out": -1,
        "judged_now": 1,
        "no_longer_judged": 0,
        "to": 4,
    }


def test_from_partially_to_fully_is_addressed_before_and_after(judged):
    found = steps(judged({"lumas": {1: "PP", 2: "FP"}}))
    assert (found["from"], found["rose"], found["to"]) == (2, 0, 2)


def test_the_first_count_and_the_steps_are_always_the_last(example):
    for years in [None, *following_years(example)]:
        frame = bridge(example, years)
        *before, last = frame["priorities"]
        assert sum(before) == last == frame["after"].iloc[-1]
        assert (frame["after"] >= 0).all()


def test_one_year_is_no_bridge(judged, data):
    assert bridge(judged({"lumas": {1: "FPN"}})).empty
    assert bridge(data).empty


@pytest.fixture
def corrected(workbook):
    """A workbook whose verdict of year 1 on priority 2 was typed wrongly, and corrected since."""
    own = {"cycle": "2019-2023"}
    rows = {
        "contracts": [own],
        "priorities": [own | {"label": n, "title_sq": f"Prioriteti i {n}-të"} for n in (1, 2)],
        "assessments": [
            own | {"label": n, "monitoring_year": year, "status": status}
            for n, year, status in (
                (1, 1, "adresuar plotësisht"),
                (2, 1, "nuk është adresuar"),
                (1, 2, "adresuar plotësisht"),
                (2, 2, "adresuar pjesërisht"),
            )
        ],
    }
    folder = workbook(rows)
    (folder / "corrections.yml").write_text(
        "- {file: lumas.xlsx, sheet: Vlerësimet, cell: F3, old: nuk është adresuar, new: adresuar pjesërisht,"
        " reason: gabim shtypi, who: Qendra, date: 2025-01-01}\n",
        encoding="utf-8",
    )
    return read_folder(folder)


def test_a_correction_stands_apart_from_change(corrected):
    assert corrected_assessments(corrected)[["status_before", "status"]].values.tolist() == [
        ["not_addressed", "partially"]
    ]
    found = steps(corrected)
    assert (found["from"], found["corrections"], found["rose"], found["to"]) == (1, 1, 0, 2)
