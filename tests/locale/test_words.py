"""Numbers, dates, lists and the order of names, as each language writes them."""

import random

import pandas as pd
import pytest

from pop_analysis.locale import Words
from pop_analysis.model import Model

ALPHABET = "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v x xh y z zh"
NO_BREAK = "\u00a0"


@pytest.fixture
def sq(model):
    return Words(model, "sq")


@pytest.fixture
def en(model):
    return Words(model, "en")


@pytest.mark.parametrize(
    ("value", "decimals", "in_sq", "in_en"),
    [
        (1234.5, None, f"1{NO_BREAK}234,5", "1,234.5"),
        (3_000_000, 0, f"3{NO_BREAK}000{NO_BREAK}000", "3,000,000"),
        (74.5, 1, "74,5", "74.5"),
        (5, None, "5", "5"),
        (5, 1, "5,0", "5.0"),
        (0, None, "0", "0"),
        (None, None, "", ""),
        (float("nan"), None, "", ""),
        (pd.NA, None, "", ""),
    ],
)
def test_a_number_is_written_as_the_language_writes_it(sq, en, value, decimals, in_sq, in_en):
    assert (sq.number(value, decimals), en.number(value, decimals)) == (in_sq, in_en)


@pytest.mark.parametrize(
    ("share", "decimals", "in_sq", "in_en"),
    [(0.745, 1, "74,5%", "74.5%"), (0.4, 0, "40%", "40%"), (1, 0, "100%", "100%"), (pd.NA, 0, "", "")],
)
def test_a_share_is_a_percentage(sq, en, share, decimals, in_sq, in_en):
    assert (sq.percent(share, decimals), en.percent(share, decimals)) == (in_sq, in_en)


def test_half_a_percent_is_rounded_as_the_audit_of_published_figures_rounds_it(en):
    # possible_counts rounds halves up: 1 of 8 is 13 % there, and must be 13 % on the page too.
    assert en.percent(1 / 8) == "13%"


def test_an_amount_is_in_lek_and_does_not_break(sq, en):
    assert sq.amount(3_000_000) == f"3{NO_BREAK}000{NO_BREAK}000{NO_BREAK}lekë"
    assert en.amount(3_000_000) == f"3,000,000{NO_BREAK}lek"
    assert sq.amount(pd.NA) == ""


@pytest.mark.parametrize(
    ("start", "end", "precision", "in_sq", "in_en"),
    [
        ("2021-04-17", "2021-04-17", "day", "17 prill 2021", "17 April 2021"),
        ("2021-07-01", "2021-07-31", "month", "korrik 2021", "July 2021"),
        ("2021-01-01", "2021-12-31", "year", "2021", "2021"),
        ("2023-11-22", "2023-11-23", "range", "22–23 nëntor 2023", "22–23 November 2023"),
        ("2015-02-01", "2015-03-31", "range", "shkurt – mars 2015", "February – March 2015"),
    ],
)
def test_a_date_says_no_more_than_is_known(sq, en, start, end, precision, in_sq, in_en):
    days = pd.Timestamp(start), pd.Timestamp(end)
    assert (sq.date(*days, precision), en.date(*days, precision)) == (in_sq, in_en)


@pytest.mark.parametrize(
    ("start", "end", "in_sq", "in_en"),
    [
        ("2020-09-01", "2021-09-30", "shtator 2020 – shtator 2021", "September 2020 – September 2021"),
        ("2021-08-01", "2021-12-31", "gusht – dhjetor 2021", "August – December 2021"),
        ("2021-01-01", "2021-12-31", "2021", "2021"),
        ("2022-04-02", "2022-04-02", "2 prill 2022", "2 April 2022"),
    ],
)
def test_a_period_is_named_by_its_months(sq, en, start, end, in_sq, in_en):
    days = pd.Timestamp(start), pd.Timestamp(end)
    assert (sq.period(*days), en.period(*days)) == (in_sq, in_en)


def test_what_has_no_date_has_no_words_for_one(sq):
    assert sq.date(pd.NaT) == ""
    assert sq.period(pd.NaT, pd.Timestamp("2021-09-30")) == ""
    assert sq.period(pd.Timestamp("2021-09-01"), pd.NaT) == ""


def test_a_period_of_whole_years_names_no_month(sq):
    # “2022–2023” typed as a period must not come out as January 2022 to December 2023: no month was ever said.
    shown = sq.period(pd.Timestamp("2022-01-01"), pd.Timestamp("2023-12-31"))
    assert "janar" not in shown
    assert "2022" in shown
    assert "2023" in shown


def test_albanian_letters_sort_in_their_own_order(sq):
    names = [f"{letter}a" for letter in ALPHABET.split()]
    mixed = random.Random(1).sample(names, len(names))
    assert sorted(mixed, key=sq.sort_key) == names


@pytest.mark.parametrize(
    "ordered",
    [
        ["Cërrik", "Çorovodë", "Delvinë", "Durrës", "Dhërmi"],
        ["Gramsh", "Gjirokastër"],
        ["Lushnjë", "Llogara"],
        ["Roskovec", "Rrogozhinë"],
        ["Selenicë", "Shkodër", "Tiranë", "Theth"],
        ["Kamëz", "Korçë", "Kukës"],
        ["E re", "Ëndërr", "Fier"],
    ],
)
def test_albanian_names_stand_as_in_an_albanian_index(sq, ordered):
    capitals = [name.upper() for name in ordered]
    mixed = random.Random(1).sample(ordered, len(ordered))
    assert sorted(mixed, key=sq.sort_key) == ordered
    assert sorted((name.upper() for name in mixed), key=sq.sort_key) == capitals


def test_a_name_comes_before_a_longer_one_that_begins_with_it(sq):
    assert sorted(["Vau i Dejës", "Vau"], key=sq.sort_key) == ["Vau", "Vau i Dejës"]


@pytest.mark.parametrize(
    ("n", "in_sq", "in_en"),
    [(0, "0 prioritete", "0 priorities"), (1, "1 prioritet", "1 priority"), (2, "2 prioritete", "2 priorities")],
)
def test_the_plural_follows_the_number(sq, en, n, in_sq, in_en):
    assert (sq("priorities", n=n), en("priorities", n=n)) == (in_sq, in_en)


def test_zero_has_words_of_its_own_where_they_are_given(en, sq):
    assert en("listing.figures", n=0, year=2021).startswith("0 ")
    assert "no priority went back" in en("strip.headline", n=0, place="X", years="1", total=1)
    assert "asnjë prioritet" in sq("strip.headline", n=0, place="X", years="1", total=1)


def test_items_are_listed_as_a_phrase(sq, en):
    assert sq.listed(["Elbasan", "Korçë", "Vau i Dejës"]) == "Elbasan, Korçë dhe Vau i Dejës"
    assert en.listed(["one", "two"]) == "one and two"
    assert en.listed([]) == ""


def test_a_text_comes_in_the_language_asked_for_or_in_the_first_there_is(sq, en):
    row = {"title_sq": "Ujë", "title_en": "Water", "only_sq": "Vetëm", "only_en": float("nan")}
    assert (sq.of(row, "title"), en.of(row, "title")) == ("Ujë", "Water")
    assert en.of(row, "only") == "Vetëm"
    assert en.of({}, "title") == ""


@pytest.mark.parametrize(("languages", "marked"), [(["en"], [None]), (["en", "sq"], ["sq", None])])
def test_no_text_is_said_to_be_in_a_language_that_the_network_does_not_have(model, languages, marked):
    network = model.declared["network"] | {"languages": languages}
    own = Model(model.declared | {"network": network})
    row = {"title_sq": "Repair two school roofs"}
    assert [Words(own, language).found(row, "title")[1] for language in languages] == marked


@pytest.mark.parametrize(
    ("languages", "titles"),
    [
        (["fr", "nl"], ["Ouvrir le registre", "Register openen"]),
        (["sq", "nl"], ["Ouvrir le registre", "Register openen"]),
        (["nl", "sq"], ["Register openen", "Ouvrir le registre"]),
        (["en", "nl"], ["Register openen", "Register openen"]),
    ],
)
def test_the_two_columns_of_a_text_are_in_the_two_languages_of_the_network(model, languages, titles):
    words = {language: {**model.words["en"], "language": language} for language in languages}
    network = model.declared["network"] | {"languages": languages}
    own = Model(model.declared | {"network": network, "words": model.declared["words"] | words})
    row = {"title_sq": "Ouvrir le registre", "title_en": "Register openen"}
    assert [Words(own, language).found(row, "title")[0] for language in languages] == titles


def test_a_language_nobody_wrote_is_refused_by_name(model):
    with pytest.raises(ValueError, match=r"“fr”.*sq, en"):
        Words(model, "fr")
