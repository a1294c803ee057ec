"""The language that was set once is that of every call that is not told another."""

import pytest

import pop_analysis as pop
from pop_analysis.choices import WrongUse
from pop_analysis.locale import Words


@pytest.fixture(autouse=True)
def _as_before():
    yield
    pop.options.language = None


def headline(data, **asked):
    return pop.exhibits.unit_chart(data, "fier", "2019-2023", **asked).headline


def test_at_first_it_is_the_first_language_of_the_network(data):
    assert pop.options.language is None
    assert headline(data) == headline(data, language=data.model.languages[0])


def test_what_was_set_holds_for_exhibits_frames_citations_and_refusals(data):
    pop.options.language = "en"
    assert headline(data) == headline(data, language="en") != headline(data, language="sq")
    assert "Municipality" in pop.labelled(data, pop.fulfilment(data))
    assert pop.cite(data) == pop.cite(data, language="en")
    assert Words(data.model).language == "en"
    with pytest.raises(pop.Refusal) as refused:
        pop.effect_of_activities(data)
    assert str(refused.value) == refused.value.explain() == refused.value.explain("en")


def test_what_was_set_may_be_taken_back(data):
    pop.options.language = "en"
    del pop.options.language
    assert pop.options.language is None
    assert headline(data) == headline(data, language="sq")


def test_a_call_that_names_its_language_has_it(data):
    pop.options.language = "en"
    assert headline(data, language="sq") != headline(data)


def test_files_are_written_in_it(tmp_path):
    pop.options.language = "en"
    said = pop.template(tmp_path / "a.xlsx", data="data/raw")
    other = pop.template(tmp_path / "b.xlsx", data="data/raw", language="sq")
    assert [sheets(each)[1] for each in (said, other)] == ["About the file", "Rreth skedarit"]


def sheets(path):
    import openpyxl

    return openpyxl.load_workbook(path).sheetnames


@pytest.mark.parametrize(
    ("name", "value"), [("language", "eng"), ("language", 3), ("language", ["en"]), ("lang", "en")]
)
def test_what_nobody_speaks_and_what_is_no_option_is_told_when_it_is_set(name, value):
    with pytest.raises(WrongUse, match="Known: "):
        setattr(pop.options, name, value)
    assert pop.options.language is None


def test_a_language_the_network_does_not_speak_is_told_when_it_is_asked(data):
    pop.options.meet(["mk"])
    pop.options.language = "mk"
    with pytest.raises(WrongUse, match=r"unknown language “mk”.*Known: sq, en"):
        headline(data)


def test_pages_are_the_same_whatever_was_set(tmp_path, data):
    asked = {"municipalities": ["fier"], "languages": ["sq"], "notebooks": ["municipality"], "progress": False}
    made = []
    for language in (None, "en"):
        pop.options.language = language
        out = tmp_path / str(language)
        pop.report("data/raw", tmp_path / "processed", out, **asked)
        made.append((out / "municipality-fier-sq.html").read_text(encoding="utf-8"))
    assert made[0] == made[1]
