"""What is chosen by hand is what is shown, with what is not said of it; without the extra the same is shown once."""

import sys

import pytest

import pop_analysis as pop
from pop_analysis.choices import WrongUse

ipywidgets = pytest.importorskip("ipywidgets", reason="the extra lab is not installed")
pytest.importorskip("itables.widget", reason="the extra lab is not installed")


class Shown:
    """The parts of what explore shows, by what they are."""

    def __init__(self, data, *asked, **options):
        self.whole = pop.explore(data, *asked, language="en", **options)
        bar, self.chart, self.caption, self.table, self.refused, self.laboratory = self.whole.children
        self.place, self.contract, self.year, self.theme = bar.children[:4]

    @property
    def chosen(self):
        return self.place.value, self.contract.value, self.year.value, self.theme.value


@pytest.fixture
def drawn(monkeypatch):
    """What was shown last."""
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    return lambda: repr(shown[-1])


def test_a_municipality_brings_its_contract_its_last_judged_year_and_all_themes(data, drawn):
    shown = Shown(data, "Bashkia Fier", "2019–2023")
    assert shown.chosen == ("fier", "2019-2023", 1, "")
    assert drawn().startswith("Fier: of 5 priorities judged")
    assert len(shown.table.df) == 5
    shown.place.value = "durres"
    assert shown.chosen == ("durres", "2019-2023", 1, "")
    assert drawn().startswith("Durrës: of 7 priorities judged")
    assert len(shown.table.df) == 7
    assert list(shown.contract.options) == ["2019-2023", "2023-2027"]


def test_a_theme_narrows_the_table_and_not_the_counts_of_the_contract(data, drawn):
    shown = Shown(data, "fier")
    shown.theme.value = "youth"
    assert list(shown.table.df["Theme"]) == ["Youth"]
    assert shown.caption.value.endswith("monitoring year 1: Youth</p>")
    assert drawn().startswith("Fier: of 5 priorities judged")
    shown.place.value = "durres"
    assert shown.theme.value in ("", "youth")
    assert Shown(data, "fier", theme="Youth").theme.value == "youth"


def test_a_year_without_verdicts_says_why_and_accuses_nobody(data, drawn):
    shown = Shown(data, "fier")
    shown.year.value = 2
    assert "no verdict on a priority is on file" in drawn()
    assert "report is public" in drawn()
    assert "none was" not in drawn()
    assert set(shown.table.df["Verdict"]) == {"no verdict on file"}


def test_a_contract_of_which_nothing_is_on_file_has_its_reason_in_place_of_a_table(data, drawn):
    shown = Shown(data, "kukes")
    assert "is not on file" in shown.caption.value
    assert shown.table.layout.display == "none"
    shown.place.value = "fier"
    assert shown.table.layout.display is None


def test_every_choice_there_is_gives_an_answer(data, example, drawn):
    for each in (data, example):
        shown = Shown(each)
        for place in [code for _, code in shown.place.options]:
            shown.place.value = place
            for contract in shown.contract.options:
                shown.contract.value = contract
                for year in shown.year.options:
                    shown.year.value = year
                    assert shown.chosen[:3] == (place, contract, year)
                    assert drawn()


def test_what_may_not_be_said_is_there_with_its_reason(data, drawn):
    shown = Shown(data, "fier")
    assert "No rank is given" in shown.refused.value
    assert "No trend line" in shown.refused.value


def test_the_laboratory_counts_the_statements_that_hold_where_its_slider_stands(example, drawn):
    shown = Shown(example)
    block = pop.exhibits.laboratory(example, pop.exhibits.term(example, shown.contract.value), language="en")
    _, worth, ways, found, _ = shown.laboratory.children
    assert [way.description for way in ways.children] == [each.label for each in block.choices]
    told = set()
    for _, value in worth.options:
        worth.value = value
        told.add(found.value)
        assert found.value.count("<li>") == len(found.value.split("<li>✓")) - 1 + len(found.value.split("<li>✗")) - 1
        assert f"{found.value.count('✓')} of {found.value.count('<li>')}" in found.value
    ways.children[0].value = 1
    assert found.value.count("<li>") > 0
    assert len(told) > 1


def test_what_somebody_typed_is_shown_as_text(data, drawn):
    priorities = data.priorities
    priorities["title_en"] = "<img src=x onerror=alert(1)>"
    shown = Shown(data.with_tables({"priorities": priorities}), "fier")
    assert "<img" not in shown.caption.value + shown.refused.value
    assert not shown.table._dt_args.get("allow_html")
    assert "<img" not in str(shown.table._dt_args.get("table_html", ""))


def test_without_the_extra_the_same_is_shown_once_with_how_to_get_it(data, monkeypatch):
    for missing in ("ipywidgets", "itables.widget"):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, missing, None)
            chart, table, *_, last = pop.explore(data, "fier", theme="youth", language="en")
        assert repr(chart).startswith("Fier: of 5 priorities judged")
        assert list(table.frame["Theme"]) == ["Youth"]
        assert repr(last) == "To choose by hand, and to sort and search the table: pip install 'pop-analysis[lab]'"


@pytest.mark.parametrize(
    "wrong",
    [
        {"municipality": "fierr"},
        {"municipality": "fier", "cycle": "2031-2035"},
        {"theme": "waterr"},
        {"municipality": "fier", "theme": "water"},
        {"municipality": "fier", "monitoring_year": 3},
    ],
)
def test_what_the_data_do_not_know_is_told_with_what_they_do(data, wrong):
    with pytest.raises(ValueError, match=r"Known|there are"):
        pop.explore(data, **wrong)


def test_of_nothing_it_says_that_nothing_is_on_file(data):
    nothing = pop.Dataset({}, data.model)
    assert repr(pop.explore(nothing, language="en")[0]) == "No social contract is on file."


@pytest.mark.parametrize("wrong", [{"cycle": "2023-2027"}, {"monitoring_year": 4}, {"theme": "mobility"}])
def test_a_choice_the_contract_does_not_have_is_told_in_both_languages(data, wrong):
    with pytest.raises(WrongUse, match=r"unknown .*Known: .*\n.*Njihen: "):
        pop.explore(data, "fier", **wrong)
