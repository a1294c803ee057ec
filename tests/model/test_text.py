"""How two texts are the same: spaces, letters that look alike, accents and case."""

import unicodedata

import pytest

from pop_analysis.model import fold, slug, tidy
from pop_analysis.model.text import foreign_letters, repaired


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\t", "\n", "   "])
def test_every_kind_of_space_is_one_ordinary_space(space):
    assert tidy(f"{space}3{space}000 lekë{space}") == "3 000 lekë"


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff"])
def test_a_space_without_width_is_no_space(sign):
    assert tidy(f"{sign}3{sign}000 lekë{sign}") == "3000 lekë"


def test_letters_in_two_parts_become_one():
    apart = unicodedata.normalize("NFD", "Çorovodë")
    assert apart != "Çorovodë"
    assert tidy(apart) == "Çorovodë"


@pytest.mark.parametrize(
    "written",
    [
        "Durrёs",
        "Durrēs",
        "durres",
        "DURRËS",
        "Durrës ",
        unicodedata.normalize("NFD", "Durrës"),
        "«Durrës»",
        "Dur\u200brës",
    ],
)
def test_one_name_folds_the_same_however_it_is_typed(written):
    assert fold(written).replace(" ", "") == "durres"


def test_different_names_fold_differently():
    assert len({fold(name) for name in ("Korçë", "Kukës", "Kamëz", "Vau i Dejës", "Vlorë")}) == 5


def test_foreign_letters_are_named_for_the_person_who_typed_them():
    assert foreign_letters("Tё intervistuarit") == {"ё": "cyrillic"}
    assert repaired("Аdresuar dhe Еlbasan") == "Adresuar dhe Elbasan"  # capitals too
    assert foreign_letters("Të intervistuarit") == {}


def test_repairing_changes_nothing_in_a_sound_text():
    assert repaired("Përballja e Ofertave Politike") == "Përballja e Ofertave Politike"
    assert repaired("Kukёs, Pukё, Shkodēr") == "Kukës, Pukë, Shkodër"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Vau i Dejës", "vau-i-dejes"), ("Çerdhe/kopsht me drekë", "cerdhe-kopsht-me-dreke"), ("../..//x", "x"), ("", "")],
)
def test_a_slug_holds_nothing_but_letters_figures_and_hyphens(text, wanted):
    assert slug(text) == wanted
