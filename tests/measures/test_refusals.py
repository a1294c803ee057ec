"""What the method refuses is refused in code: an explanation in both languages instead of a figure that misleads."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

import pop_analysis as pop
from pop_analysis.exhibits.charts.house_style import figure
from pop_analysis.locale import Words
from pop_analysis.measures import Refusal, fulfilment

ONE, OTHER = "lumas/2019-2023", "gurre/2019-2023"


def refusal(call):
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value


@pytest.fixture
def reasons(observed):
    """Every rule of the method's list, and a call that breaks it."""
    small = observed({"lumas": {1: "FFPPP", 2: "FPPPP"}, "gurre": {1: "NNNNN", 2: "NNNNN"}})
    changed = observed({"lumas": {1: "FFPPP", 2: "FPPPW"}})
    unjudged = observed({"lumas": {1: "FFP--", 2: "FPPPP"}})
    words = Words(small.model, "sq")
    return {
        "rank_few": lambda: pop.rank(small),
        "mean_of_years": lambda: pop.pooled_and_mean(small, by=["cycle"]),
        "set_changed": lambda: pop.change_in_share(changed, (ONE, 1), (ONE, 2)),
        "not_judged": lambda: pop.change_in_share(unjudged, (ONE, 1), (ONE, 2)),
        "no_two_years": lambda: pop.change_in_share(small, (ONE, 1), (ONE, 5)),
        "across_contracts": lambda: pop.change_in_share(small, (ONE, 1), (OTHER, 1)),
        "direction_few": lambda: pop.sign_test(changed, pop.transitions(changed)),
        "bundling_few": lambda: pop.bundling(small),
        "pie": lambda: figure([{"type": "pie", "values": [1, 2]}], words, 300),
        "index_without_w": lambda: pop.index(small),
        "survey_by_municipality": lambda: pop.survey_answers(small, municipality="lumas"),
        "trend": lambda: pop.trend(small, ONE),
        "effect_of_activities": lambda: pop.effect_of_activities(small),
    }


def test_every_rule_of_the_list_is_refused_and_explained_in_every_language(reasons):
    for reason, call in reasons.items():
        found = refusal(call)
        assert found.reason == reason
        explained = [found.explain(language) for language in ("sq", "en")]
        assert len(set(explained)) == 2
        assert str(found).splitlines() == explained
        for text in explained:
            assert len(text) > 40
            assert text.endswith(".")
            assert "{" not in text


def test_a_refusal_is_an_error_like_any_wrong_value(reasons):
    with pytest.raises(ValueError, match=r"No index without its weight"):
        reasons["index_without_w"]()


def test_the_words_name_the_municipalities_in_the_language_of_the_page(reasons):
    found = refusal(reasons["rank_few"])
    assert "Lumas" in found.explain("sq")
    assert "2 bashki" in found.explain("sq")
    assert "2 municipalities" in found.explain("en")


def test_the_change_of_the_same_priorities_is_given_in_points(observed):
    data = observed({"lumas": {1: "FPNN", 2: "FFPN"}})
    found = pop.change_in_share(data, (ONE, 1), (ONE, 2))
    assert [found[name] for name in ("n", "top_points", "addressed_points")] == [4, 25, 25]


def test_a_change_of_years_without_verdicts_is_refused(observed):
    found = refusal(lambda: pop.change_in_share(observed({"lumas": {1: "--"}}), (ONE, 1), (ONE, 2)))
    assert found.reason == "no_two_years"
    assert "There are no verdicts" in found.explain("en")


@pytest.mark.parametrize(
    ("years", "en", "sq"),
    [
        ({1: "PNNN"}, "through 1 point: ", "me 1 pikë: "),
        ({1: "PNNN", 2: "PPNN"}, "through 2 points: ", "me 2 pika: "),
    ],
)
def test_the_points_a_trend_has_are_counted_as_people_say_them(observed, years, en, sq):
    found = refusal(lambda: pop.trend(observed({"lumas": years}), ONE))
    assert en in found.explain("en")
    assert sq in found.explain("sq")


def test_a_trend_takes_three_years_of_the_same_priorities(observed):
    years = pop.trend(observed({"lumas": {1: "PNNN", 2: "PPNN", 3: "PPPN"}}), ONE)
    assert years["line"].tolist() == pytest.approx([0.25, 0.5, 0.75])
    assert years["share_addressed"].tolist() == pytest.approx([0.25, 0.5, 0.75])
    bent = pop.trend(observed({"lumas": {1: "NNNN", 2: "PPNN", 3: "PPNN"}}), ONE)
    assert bent["line"].tolist() == pytest.approx([1 / 12, 1 / 3, 7 / 12])
    assert refusal(lambda: pop.trend(observed({"lumas": {1: "PNN-", 2: "PPNN", 3: "PPPN"}}), ONE)).reason == "trend"
    assert refusal(lambda: pop.trend(observed({"lumas": {1: "PNW", 2: "PPN", 3: "PPP"}}), ONE)).reason == "set_changed"


def test_an_index_over_several_years_is_refused_too(observed):
    data = observed({"lumas": {1: "FP", 2: "FF"}})
    assert refusal(lambda: pop.index(data, w=0.5, by=["municipality"])).reason == "mean_of_years"
    assert len(pop.index(data, w=0.5)) == 2


def test_counts_over_several_years_come_without_shares(observed):
    row = fulfilment(observed({"lumas": {1: "FP", 2: "FF"}}), by=["municipality"]).iloc[0]
    assert row[["fully", "partially", "assessed"]].tolist() == [3, 1, 4]
    assert row[["share_top", "share_addressed", "addressed_low", "one_assessment"]].isna().all()
    assert not row["headline"]


@pytest.mark.parametrize("kind", ["pie", "indicator", "barpolar", "scatterpolar", "sunburst", "funnelarea"])
def test_no_chart_of_the_house_is_of_a_kind_that_misleads(model, kind):
    found = refusal(lambda: figure([{"type": "bar"}, {"type": kind}], Words(model, "sq"), 300))
    assert kind in str(found)


def test_jupyterlab_shows_a_refusal_as_what_it_says_and_no_lines_of_code(observed, capsys):
    shell = InteractiveShell()
    shell.push({"pop": pop, "data": observed({"lumas": {1: "FP", 2: "FF"}})})
    shell.run_cell(f"pop.trend(data, {ONE!r})")
    shown = capsys.readouterr().out
    assert "Refusal: " in shown
    assert "No trend line through 2 points" in shown
    assert "Traceback" not in shown
    shell.run_cell("1 / 0")
    assert "Traceback" in capsys.readouterr().out
