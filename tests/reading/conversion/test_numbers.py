"""Numbers and amounts: read where there is one reading, never guessed where there are two."""

import pytest

from pop_analysis.model import load_model
from pop_analysis.reading.conversion.convert import Unread
from pop_analysis.reading.conversion.numbers import TwoReadings, names_other_currency, read_amount, read_number

NO_BREAK, THIN, NARROW = "\u00a0", "\u2009", "\u202f"
LEK = load_model().currency


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("74.5%", 74.5),
        ("74,5 %", 74.5),
        ("3 000 000", 3_000_000),
        (f"3{NO_BREAK}000{NO_BREAK}000", 3_000_000),
        (f"3{THIN}000{THIN}000", 3_000_000),
        (f"3{NARROW}000{NARROW}000", 3_000_000),
        ("3.000.000", 3_000_000),
        ("3,000,000", 3_000_000),
        ("3.000.000,00", 3_000_000),
        ("3,000,000.50", 3_000_000.5),
        ("3 000 000,5", 3_000_000.5),
        ("1 500", 1500),
        ("41.12", 41.12),
        ("-5", -5),
        (" 101 ", 101),
        (101, 101),
        (74.5, 74.5),
    ],
)
def test_a_number_with_one_reading_is_read(typed, number):
    assert read_number(typed) == number


@pytest.mark.parametrize("typed", ["1.500", "1,500", "190.000", "12,345"])
def test_a_point_that_may_be_thousands_or_decimals_is_not_guessed(typed):
    with pytest.raises(TwoReadings) as error:
        read_number(typed)
    assert len(set(error.value.choices)) == 2


@pytest.mark.parametrize(
    "typed",
    [
        "mbi 2000",
        "rreth 190 000",
        "14 vajza dhe 15 djem",
        "42 zyrtarë",
        "5-6",
        "1.2.3",
        "1.00.000",
        "",
        "–",
        True,
        "1e5",
    ],
)
def test_words_are_no_number(typed):
    with pytest.raises(ValueError) as error:  # noqa: PT011 — the value is all it says
        read_number(typed)
    assert not isinstance(error.value, TwoReadings)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("3 000 000 lekësh", 3_000_000),
        (f"3{NO_BREAK}000{NO_BREAK}000 lekë", 3_000_000),
        (f"3{THIN}000{THIN}000{NARROW}LEKË", 3_000_000),
        ("3.000.000,00", 3_000_000),
        ("3.000.000 lek", 3_000_000),
        ("3 000 000 ALL", 3_000_000),
        ("5000 leke", 5000),
        ("1.500,50 lekë", 1500.5),
        (3_000_000, 3_000_000),
        ("300 mijë", 300_000),
        ("12 000 mijë lekë", 12_000_000),
        ("1,2 milion", 1_200_000),
        ("2.5 milionë lekë", 2_500_000),
        ("300 mln lekë", 300_000_000),
        ("1,5 miliardë lekë", 1_500_000_000),
        ("5 mijë lekë të vjetra", 500),
        ("1.5 million", 1_500_000),
    ],
)
def test_an_amount_in_lek_is_read(typed, amount):
    assert read_amount(typed, LEK) == amount


@pytest.mark.parametrize("typed", ["1.500 lekë", "1,500", "1,5 lekë", "1.5", "1.250 milion", "1,500 mijë"])
def test_an_amount_with_two_readings_is_not_guessed(typed):
    with pytest.raises(TwoReadings):
        read_amount(typed, LEK)


@pytest.mark.parametrize("text", ["€ 500", "500 euro", "500 EUR", "$5", "5 USD", "£3", '#,##0 "€"', "[$€-2] #,##0"])
def test_another_currency_is_seen_in_text_and_format(text):
    assert names_other_currency(text, LEK)


@pytest.mark.parametrize(
    "text",
    ["3 000 000 lekë", "500 ALL", "General", "#,##0.00\\ [$Lekë-41C]", "[$ALL] #,##0", "_-* #,##0.00 [$Lek-41C]_-"],
)
def test_the_lek_is_no_other_currency(text):
    # Excel writes the lek of an Albanian computer as [$Lekë-41C].
    assert not names_other_currency(text, LEK)


@pytest.mark.parametrize(
    ("value", "number_format", "code"),
    [
        ("500 euro", "General", "AM-02"),
        (500, '#,##0 "€"', "AM-02"),
        (500, "[$€-2] #,##0", "AM-02"),
        ("500 euro dhe 3000 lekë", "General", "AM-02"),
        (-500, "General", "AM-01"),
        ("3 mil lekë", "General", "AM-01"),
        ("50%", "General", "AM-01"),
        ("1.500 lekë", "General", "NU-04"),
        ("1,5", "General", "NU-04"),
    ],
)
def test_what_is_no_amount_in_new_lek_is_put_aside(convert_cell, value, number_format, code):
    with pytest.raises(Unread, match=code):
        convert_cell("amount", value, number_format=number_format)


def test_an_amount_typed_as_text_is_read_with_a_note(convert_cell):
    assert convert_cell("amount", "3 000 000 lekësh") == ({"x": 3_000_000.0}, ["NU-03"])
    assert convert_cell("amount", 3_000_000) == ({"x": 3_000_000.0}, [])


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("integer", "mbi 2000", "NU-01"),
        ("integer", "14 vajza dhe 15 djem", "NU-01"),
        ("integer", 1.5, "NU-11"),
        ("integer", "190.000", "NU-04"),
        ("integer", 600, "NU-02"),
        ("integer", -1, "NU-02"),
        ("year", 1850, "NU-02"),
        ("year", 2021.5, "NU-11"),
        ("decimal", "rreth 5", "NU-01"),
    ],
)
def test_a_number_out_of_its_limits_is_put_aside(convert_cell, kind, value, code):
    with pytest.raises(Unread, match=code):
        convert_cell(kind, value, minimum=0, maximum=500)


@pytest.mark.parametrize(("value", "number_format"), [(0.745, "0.0%"), ("74,5%", "General"), (74.5, "General")])
def test_a_percentage_is_the_same_however_the_cell_shows_it(convert_cell, value, number_format):
    # A cell that shows 74.5% and holds 0.745 must not be published as 0.7 %.
    filled, _ = convert_cell("decimal", value, number_format=number_format)
    assert filled["x"] == pytest.approx(74.5)


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("Viti II-të", 2),
        ("viti II", 2),
        ("VITI III-TË", 3),
        ("Viti i dytë", 2),
        ("viti i parë", 1),
        ("i katërt", 4),
        ("Viti I", 1),
        ("viti 2", 2),
        ("Year 2", 2),
        ("Year two", 2),
        ("first year", 1),
        ("2", 2),
        (2, 2),
        (2.0, 2),
    ],
)
def test_a_monitoring_year_is_read_in_words_and_figures(convert_cell, typed, year):
    filled, notes = convert_cell("ordinal", typed, minimum=1, maximum=10)
    assert filled == {"x": year}
    assert notes == (["NU-03"] if isinstance(typed, str) else [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [("dy vjet", "NU-01"), ("viti 1 dhe 2", "NU-01"), ("I-II", "NU-01"), ("Viti I/II", "NU-01"),
     ("viti I e II", "NU-01"), ("Viti II/I", "NU-01"), ("2?", "NU-01"), ("-1", "NU-01"), (11, "NU-02"), (-1, "NU-02"),
     ("0", "NU-02"), ("11", "NU-02"), ("2 (parashikim)", "NU-01"), ("Viti 2 (sipas bashkisë)", "NU-01")],
)  # fmt: skip
def test_a_monitoring_year_is_never_guessed(convert_cell, typed, code):
    with pytest.raises(Unread, match=code):
        convert_cell("ordinal", typed, minimum=1, maximum=10)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("14 vajza dhe 15 djem", [29, 14, 15]),
        ("15 burra, 14 gra", [29, 14, 15]),
        ("14 gra e 15 burra", [29, 14, 15]),
        ("14 women and 15 men", [29, 14, 15]),
    ],
)
def test_people_by_sex_in_one_cell_are_read_as_what_they_are(workbook, contract, read, typed, read_as):
    data = read(workbook(contract(activities=[{"type": "forum publik", "title_sq": "F", "participants": typed}])))
    assert data.activities[["participants", "women", "men"]].values.tolist() == [read_as]
    assert data.findings["code"].tolist() == ["NU-03"]


@pytest.mark.parametrize(
    "typed", ["14 vajza", "14 vajza dhe 15 vajza", "rreth 30", "14 vajza dhe 15 mace", "14 dhe 15"]
)
def test_people_that_are_not_all_counted_by_sex_are_not_guessed(workbook, contract, read, typed):
    data = read(workbook(contract(activities=[{"type": "forum publik", "title_sq": "F", "participants": typed}])))
    assert data.findings["code"].tolist() == ["NU-01"]


def test_more_women_and_men_than_participants_are_put_aside(workbook, contract, read, found, cell_of):
    counts = {"participants": 20, "women": 14, "men": 15}
    data = read(workbook(contract(activities=[{"type": "forum publik", "title_sq": "F", **counts}])))
    assert found(data) == {("NU-07", "Aktivitetet", cell_of("activities", "participants"))}
