"""A suggestion never turns a verdict round; doubt is asked about, and what is not known is no verdict."""

import pytest

from pop_analysis.reading.conversion.convert import Unread
from pop_analysis.reading.conversion.meanings import verdict_and_reason

ALL = "adresuar plotësisht, adresuar pjesërisht, nuk është adresuar"


def refused(convert_cell, value, kind="status", **field):
    with pytest.raises(Unread) as why:
        convert_cell(kind, value, **field)
    return why.value


@pytest.mark.parametrize(
    "value",
    [
        "nuk është adresuar plotësisht", "jo plotësisht", "Jo e adresuar plotësisht", "pa u adresuar plotësisht",
        "s'është adresuar plotësisht", "mos u adresua pjesërisht", "not fully addressed", "not quite fully adressed",
        "isn’t fully addressed", "unfulfiled", "un-fulfilled", "un-addressed", "asnjëherë adresuar",
        "refuzuar plotësisht", "dështuar plotësisht", "shtyrë plotësisht", "fully ignored", "hardly addressed",
        "i paadresuar pjesërisht", "i papermbushur plotsisht", "non-addressed",
        "ndoshta u adresua plotësisht", "maybe fully addresed", "pothuajse plotësisht", "nuk dihet nëse u adresua",
        "nuk u gjet informacion", "P", "PJ", "Në proces", "e adresuar", "u adresua", "u adresuan",
        "e njëjtë", "e njejte si me pare", "adresuar plotësisht, përveç lagjes 3", "adresuar plotësisht sipas bashkisë",
        "fully addressed but for one street", "addressed fully, according to the mayor",
        "Adresuar plotësisht (3 nga 5)", "fully addressed: 2 of 5 streets", "adresuar plotësisht 3/5",
        "plotësisht i anuluar", "to be fully addressed", "u premtua: adresuar plotësisht", "half fully addressed",
        "adresuar plotësisht në një fshat", "adresuar plotësisht në letër", "adresuar plotësisht deri më 2024",
        "addresed", "realizuar", "≠", "…", "x", "✓",
    ],
)  # fmt: skip
def test_nothing_is_suggested_where_the_nearest_letters_may_mean_the_opposite(convert_cell, value):
    why = refused(convert_cell, value)
    assert why.code in ("ST-01", "ST-03", "ST-04")
    assert not why.words.get("nearest")
    assert "adresuar plotësisht" in why.words["choices"]["sq"]


@pytest.mark.parametrize(
    "value", ["pjesërisht → plotësisht", "Pjesërisht / Plotësisht", "pjeserisht (2020), plotsisht"]
)
def test_of_two_verdicts_none_is_chosen(convert_cell, value):
    why = refused(convert_cell, value)
    assert why.code == "ST-03"
    assert why.words["choices"]["sq"] == "adresuar plotësisht, adresuar pjesërisht"


@pytest.mark.parametrize(
    "value",
    ["adresuar plotesisht?", "Adresuar pjesërisht (?)", "? nuk është adresuar", "plotësisht ??", "≈ plotësisht",
     "≠ plotësisht", "plotësisht %", "→ plotësisht", "fully ±"],
)  # fmt: skip
def test_a_sign_that_doubts_a_verdict_is_not_thrown_away(convert_cell, value):
    why = refused(convert_cell, value)
    assert why.code == "ST-04"
    assert why.words["choices"]["sq"].startswith(ALL)


@pytest.mark.parametrize("value", ["(Adresuar Pjesërisht)", "• adresuar pjesërisht.", "“pjesërisht”", "✓ Pjesërisht!"])
def test_signs_that_mean_nothing_cost_nothing(convert_cell, value):
    assert convert_cell("status", value)[0] == {"x": "partially"}


@pytest.mark.parametrize(
    "value",
    ["nuk dihet", "S’dihet", "pa informacion", "n/a", "N.A.", "s'ka të dhëna", "Nuk kemi të dhëna", "unknown",
     "No data", "don’t know", "i panjohur", "-", "–", "--"],
)  # fmt: skip
def test_what_is_not_known_is_no_verdict_and_never_nothing_done(convert_cell, model, value):
    assert convert_cell("status", value) == ({"x": model.missing}, ["ST-05"])


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("adresuar pjeserisjt", "adresuar pjesërisht"),
        ("u bë pjesërisht", "adresuar pjesërisht"),
        ("partialy addressed", "adresuar pjesërisht"),
        ("plotësisht, sipas VKB nr. 12", "adresuar plotësisht"),
        ("Plotësisht e adresuar", "adresuar plotësisht"),
    ],
)
def test_a_slip_of_the_hand_still_gets_its_suggestion(convert_cell, value, read):
    assert read in refused(convert_cell, value).words["nearest"]["sq"]


def test_a_doubted_word_of_any_list_is_asked_about(convert_cell):
    why = refused(convert_cell, "arsim?", "choice", list="themes")
    assert why.code == "CH-03"


def test_a_priority_named_by_a_roman_number_is_read_and_told(convert_cell):
    assert convert_cell("priority", "V") == ({"wanted_priority": (5, None)}, ["PR-02"])
    assert convert_cell("priority", "5") == ({"wanted_priority": (5, None)}, [])


def test_a_reason_for_a_part_may_say_but_and_one_for_the_whole_may_not(data):
    assert verdict_and_reason("pjesërisht – rruga u shtrua, por mungon ndriçimi", data.model) is not None
    assert verdict_and_reason("plotësisht – sepse rruga u shtrua, përveç lagjes 3", data.model) is None


@pytest.mark.parametrize(
    ("value", "read"),
    [("Adresuar plotësisht / Fully addressed", "fully"), ("Partially addressed (Adresuar pjesërisht)", "partially")],
)
def test_the_same_verdict_in_two_languages_is_read(convert_cell, value, read):
    assert convert_cell("status", value) == ({"x": read}, ["ST-02"])


@pytest.mark.parametrize("value", ["Nuk u adresua / Fully addressed", "adresuar plotësisht (partially addressed)"])
def test_two_languages_that_do_not_say_the_same_give_no_verdict(convert_cell, value):
    assert not refused(convert_cell, value).words.get("nearest")
