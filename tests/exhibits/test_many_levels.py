"""“At least …” is said at the level a network draws its line, and of no level below: tried by hand for many levels."""

import pytest

from pop_analysis import exhibits
from pop_analysis.measures import fulfilment
from pop_analysis.model import load_model

NETWORK = "short_name: A\nname: {en: A}\nlanguages: [en]\n"
COLOUR = 'colour: "#445566"'
LEVELS = {
    4: ("done: yes", "partly: yes", "begun: no", "none: no"),
    5: ("done: yes", "substantial: no", "limited: no", "unclear: no", "none: no"),
    7: (
        "kept: yes",
        "in_part: yes",
        "on_track: going",
        "delayed: going",
        "none: no",
        "stalled: below",
        "broken: below",
    ),
}
MEANS = {
    "yes": "addressed: true",
    "no": "addressed: false",
    "going": "addressed: false, in_progress: true",
    "below": "addressed: false, negative: true",
}


def scale_of(folder, n, more=""):
    """The declaration of a network with ``n`` levels."""
    lines = [each.split(": ") for each in LEVELS[n]]
    text = "".join(f"{key}: {{label: {key.replace('_', ' ')}, {COLOUR}, {MEANS[role]}}}\n" for key, role in lines)
    (folder / "network.yml").write_text(NETWORK, encoding="utf-8")
    (folder / "statuses.yml").write_text(text + more, encoding="utf-8")
    return load_model(folder)


def judged_once(dataset, model, counts):
    """One contract in which so many priorities have each status, in the order of the declaration."""
    key = {"municipality": "lumas", "contract": "lumas/2023-2027", "cycle": "2023-2027"}
    statuses = [status for status, n in zip(model.statuses, counts, strict=False) for _ in range(n)]
    rows = [
        key | {"priority": f"{key['contract']}/{n}", "number": n, "title_sq": f"P{n}"}
        for n in range(1, len(statuses) + 1)
    ]
    verdicts = [
        {k: v for k, v in row.items() if k not in ("number", "title_sq")} | {"monitoring_year": 1, "status": status}
        for row, status in zip(rows, statuses, strict=True)
    ]
    return dataset(model, contracts=[key | {"priorities_total": len(rows)}], priorities=rows, assessments=verdicts)


@pytest.mark.parametrize(
    ("levels", "counts", "reached", "said"),
    [
        (4, (1, 2, 3, 4), 3, "at least “partly”"),
        (5, (2, 3, 1, 0, 4), 2, "“done” in 1 place with verdicts on file"),
        (7, (1, 2, 3, 1, 4, 2, 3), 3, "at least “in part”"),
    ],
)
def test_at_least_is_said_of_the_levels_above_the_line_alone(tmp_path, dataset, levels, counts, reached, said):
    data = judged_once(dataset, scale_of(tmp_path, levels), counts)
    assert fulfilment(data)["addressed"].tolist() == [reached]
    bars = exhibits.stacked_bar_chart(data, ["2023-2027"], language="en")
    assert f"{said}: {reached} of {sum(counts)}" in bars.headline
    told = " ".join([bars.headline, exhibits.range_bar_chart(data, ["2023-2027"], language="en").headline])
    assert not any(
        f"at least “{each}”" in told for each in ("begun", "none", "stalled", "broken", "on track", "delayed")
    )
    below = [each for each in data.model.scale if each.negative]
    assert all(not each.addressed and each.worth(1) == 0 for each in below)


def test_where_only_the_best_counts_as_addressed_nothing_is_said_at_least(tmp_path, dataset):
    data = judged_once(dataset, scale_of(tmp_path, 5), (2, 3, 1, 0, 4))
    shown = exhibits.stacked_bar_chart(data, ["2023-2027"], language="en")
    assert "at least" not in shown.headline


def test_what_was_superseded_is_said_to_have_been_replaced_and_not_only_taken_out(tmp_path, dataset):
    more = "merged: {label: merged, judged: false, superseded: true}\n"
    data = judged_once(dataset, scale_of(tmp_path, 4, more), (1, 1, 1, 1, 2))
    lead = exhibits.municipality_head(data, "lumas", language="en").lead
    assert "of 4 priorities judged" in lead or "4 of the" in lead or "4 priorities" in lead
    assert "2 priorities had been taken out of the plan, or replaced by another promise by then." in lead


def test_where_only_the_best_level_counts_it_is_said_once(tmp_path, dataset):
    data = judged_once(dataset, scale_of(tmp_path, 5), (2, 3, 1, 0, 4))
    for draw in (exhibits.stacked_bar_chart, exhibits.range_bar_chart):
        assert draw(data, ["2023-2027"], language="en").headline.count("2 of 10") == 1
    facts = [fact.value for fact in exhibits.network_head(data, language="en").facts]
    assert facts.count("2 of 10") == 1
