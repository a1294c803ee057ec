"""Municipalities by every form of their names: a closed table decides, a near match is only suggested."""

import unicodedata

import pytest

from pop_analysis.reading.conversion.convert import Unread
from pop_analysis.reading.conversion.register import Register

FORMS = {
    "tirane": ["Tiranë", "Tirane", "TIRANË", "Tirana", "Tiranës", "Bashkia Tiranë", "Municipality of Tirana"],
    "durres": ["Durrës", "Durres", "Durrёs", "Durrēs", "durrës", "DURRES", "Durrësit", "Bashkia Durrës"],
    "vlore": ["Vlorë", "Vlore", "Vlora", "Vlorës", "Bashkia Vlorë"],
    "puke": ["Pukë", "Puke", "Pukё", "PUKË", "Puka", "Pukës", "Bashkia Puke"],
    "kukes": ["Kukës", "Kukes", "Kukёs", "Kukësi", "Kukësit"],
    "shkoder": ["Shkodër", "Shkoder", "Shkodёr", "Shkodra", "Shkodrës"],
    "kamez": ["Kamëz", "Kamez", "Kamёz", "Kamza", "Kamzës", "bashkia  Kamëz"],
    "korce": ["Korçë", "Korce", "Korçё", "Korça", "Korçës"],
    "fier": ["Fier", "FIER", "Fieri", "Fierit", "Bashkia Fier"],
    "elbasan": ["Elbasan", "Elbasani", "Elbasanit"],
    "pogradec": ["Pogradec", "Progradec", "Pogradecit"],
    "vau-i-dejes": [
        "Vau i Dejës", "V.Dejës", "V. Dejës", "Vau Dejës", "Vau-Dejës", "Vaut të Dejës", "Vau I Dejes", "VAU I DEJËS",
        "Bashkia Vau i Dejës", "Vau i Dejёs", "vau-i-dejes",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("code", "form"), [(code, form) for code, forms in FORMS.items() for form in forms])
def test_every_form_of_a_name_is_known(register, code, form):
    assert register.find(form) == code
    assert register.find(unicodedata.normalize("NFD", form)) == code


@pytest.mark.parametrize("text", ["Kukës + Fier", "Tirana and Kamza", "Elbasan, Korçë", "Vlorë dhe Fier", "Pukë/Kukës"])
def test_two_municipalities_in_one_cell_are_not_one(register, text):
    assert register.find(text) is None
    assert len(register.find_several(text)) == 2


@pytest.mark.parametrize("text", ["Durrws", "Elbasn", "Lezhë", "", "qarku"])
def test_an_unknown_name_is_not_guessed(register, text):
    assert register.find(text) is None


def test_a_near_name_is_suggested_but_not_taken(convert_cell):
    with pytest.raises(Unread, match="MU-01") as error:
        convert_cell("municipality", "Durrws")  # w for ë
    assert "Durrës" in error.value.words["nearest"]["sq"]


def test_two_names_are_said_to_be_two(convert_cell):
    with pytest.raises(Unread, match="MU-04"):
        convert_cell("municipality", "Kukës + Fier")


@pytest.mark.parametrize("text", ["Tiranë", "tiranë", "  Tiranë ", unicodedata.normalize("NFD", "Tiranë")])
def test_spaces_and_composition_are_repaired_silently(convert_cell, text):
    assert convert_cell("municipality", text) == ({"municipality": "tirane"}, [])


@pytest.mark.parametrize("text", ["Durrёs", "V.Dejës", "Progradec", "Elbasanit", "Bashkia Fier"])
def test_another_form_is_read_with_a_note(convert_cell, text):
    filled, notes = convert_cell("municipality", text)
    assert filled["municipality"] in FORMS
    assert notes == (["TX-01"] if "ё" in text else ["MU-02"])


def test_without_a_register_a_name_is_taken_as_it_is_written():
    assert not Register().known
    assert Register().take("Bashkia Vau i Dejës") == "vau-i-dejes"
