"""Dates and periods: day first, as exactly as they were typed, and never guessed."""

from datetime import date, datetime

import pytest

from pop_analysis.reading.conversion.convert import Unread
from pop_analysis.reading.conversion.dates import Ambiguous, Span, is_serial, read_span

N_DASH, M_DASH, MINUS, NO_BREAK, THIN = "\u2013", "\u2014", "\u2212", "\u00a0", "\u2009"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("22.6.2020", date(2020, 6, 22)),
        ("9.04.2019", date(2019, 4, 9)),
        ("26.03.2019", date(2019, 3, 26)),
        ("dt 28.02.2023", date(2023, 2, 28)),
        ("dt. 28.02.2023", date(2023, 2, 28)),
        ("datë 28.02.2023", date(2023, 2, 28)),
        ("DATË 28.02.2023", date(2023, 2, 28)),
        ("më 23 dhjetor 2021", date(2021, 12, 23)),
        ("15 Shkurt 2024", date(2024, 2, 15)),
        ("15 shkurtit 2024", date(2024, 2, 15)),
        (f"15{NO_BREAK}shkurt{THIN}2024", date(2024, 2, 15)),
        ("15 SHKURT 2024", date(2024, 2, 15)),
        ("22 nentor 2023", date(2023, 11, 22)),
        ("17 April 2021", date(2021, 4, 17)),
        ("17. 4. 2021", date(2021, 4, 17)),
        (" 17.4.2021. ", date(2021, 4, 17)),
        ("2021-04-17", date(2021, 4, 17)),
        ("2021-04-17 00:00:00", date(2021, 4, 17)),
        ("2021-04-17T10:30:00+01:00", date(2021, 4, 17)),
        ("2021/04/17 10:30", date(2021, 4, 17)),
        ("2021-04-17 10:30:00.123456+02", date(2021, 4, 17)),
        ("2021-04-17 10:30:00 CET", date(2021, 4, 17)),
        ("2021-04-17 10h30", date(2021, 4, 17)),
        ("17.4.2021 10:30", date(2021, 4, 17)),
        ("4/17/2021, 1:30:00 PM", date(2021, 4, 17)),
        ("17 prill 2021 ora 9:05", date(2021, 4, 17)),
        ("17/4/2021", date(2021, 4, 17)),
        ("4/17/2021", date(2021, 4, 17)),
        ("4/4/2021", date(2021, 4, 4)),
        (datetime(2021, 4, 17, 10, 30), date(2021, 4, 17)),
        (date(2021, 4, 17), date(2021, 4, 17)),
        (44303, date(2021, 4, 17)),
    ],
)
def test_a_day_is_read_day_first(typed, day):
    assert read_span(typed) == Span(day, day, "day")


@pytest.mark.parametrize(
    ("typed", "year", "month", "last"),
    [
        ("korrik 2021", 2021, 7, 31),
        ("Korrik 2021", 2021, 7, 31),
        ("korrikut 2021", 2021, 7, 31),
        ("shkurt 2024", 2024, 2, 29),
        ("dhjetor 2021", 2021, 12, 31),
        ("qershor 2019", 2019, 6, 30),
        ("July 2021", 2021, 7, 31),
        ("7.2021", 2021, 7, 31),
        ("07/2021", 2021, 7, 31),
        ("2021-07", 2021, 7, 31),
    ],
)
def test_a_month_is_never_given_a_day(typed, year, month, last):
    assert read_span(typed) == Span(date(year, month, 1), date(year, month, last), "month")


@pytest.mark.parametrize(
    "typed",
    [
        "2021",
        2021,
        2021.0,
        " 2021 ",
        "viti 2021",
        "Viti 2021",
        "gjatë vitit 2021",
        "vitin 2021",
        "year 2021",
        "the year 2021",
    ],
)
def test_a_year_is_never_given_a_month(typed):
    assert read_span(typed) == Span(date(2021, 1, 1), date(2021, 12, 31), "year")


@pytest.mark.parametrize("dash", ["-", N_DASH, M_DASH, MINUS])
@pytest.mark.parametrize("spaces", ["{0} {1} {2}", "{0}{1}{2}", "{0}{1} {2}", "{0} {1}{2}"])
def test_a_period_is_read_with_any_dash_and_any_spaces(dash, spaces):
    wanted = Span(date(2020, 9, 1), date(2021, 9, 30), "range")
    assert read_span(spaces.format("shtator 2020", dash, "shtator 2021")) == wanted


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("shtator 2022- shtator 2023", date(2022, 9, 1), date(2023, 9, 30)),
        ("gusht 2019 – gusht 2020", date(2019, 8, 1), date(2020, 8, 31)),
        ("gusht 2021 deri dhjetor 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("August 2021 to December 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("2019 – 2023", date(2019, 1, 1), date(2023, 12, 31)),
        ("2015-02/2015-03", date(2015, 2, 1), date(2015, 3, 31)),
        ("17.4.2021 – 25.4.2021", date(2021, 4, 17), date(2021, 4, 25)),
        ("22 dhe 23 nëntor 2023", date(2023, 11, 22), date(2023, 11, 23)),
        ("22–23 nëntor 2023", date(2023, 11, 22), date(2023, 11, 23)),
        ("22 and 23 November 2023", date(2023, 11, 22), date(2023, 11, 23)),
        ("gusht – dhjetor 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("Gusht-Dhjetor, 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("gusht/dhjetor 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("August to December 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("from August through December 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("nga gushti deri në dhjetor 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("gusht 2021 deri më dhjetor 2021", date(2021, 8, 1), date(2021, 12, 31)),
        ("17 prill – 3 maj 2021", date(2021, 4, 17), date(2021, 5, 3)),
        ("vitet 2020–2021", date(2020, 1, 1), date(2021, 12, 31)),
        # The first end is of the second's year: that it ends before it begins is found where the cell is read (DT-05).
        ("nëntor – shkurt 2021", date(2021, 11, 1), date(2021, 2, 28)),
    ],
)
def test_a_period_runs_from_its_first_day_to_its_last(typed, start, end):
    assert read_span(typed) == Span(start, end, "range")


@pytest.mark.parametrize(
    "typed", ["22 shkurt", "22 dhe 23 nëntor", "shtator – dhjetor", "28.02", "nëntor", "mars – 2021", "nga 2021"]
)
def test_a_date_without_its_year_is_not_given_one(typed):
    with pytest.raises(ValueError):  # noqa: PT011 — the value is all it says
        read_span(typed)


@pytest.mark.parametrize(
    "typed",
    ["31.2.2021", "32.1.2021", "0.1.2021", "13/13/2021", "2021-13-01", "3.4.21", "Viti II-të", "së shpejti", "", True],
)
def test_what_is_no_date_is_not_made_one(typed):
    with pytest.raises(ValueError) as error:  # noqa: PT011 — the value is all it says
        read_span(typed)
    assert not isinstance(error.value, Ambiguous)


@pytest.mark.parametrize("typed", ["2021-05-01 2021-06-01", "2021-05-01 10:30 - 2021-06-01 11:30"])
def test_of_two_days_with_nothing_but_a_space_or_their_hours_none_is_taken(typed):
    with pytest.raises(ValueError, match="2021"):
        read_span(typed)


@pytest.mark.parametrize("typed", ["03/04/2021", "3/4/2021", "12/11/2021"])
def test_slashes_that_fit_both_ways_are_not_guessed(typed):
    with pytest.raises(Ambiguous) as error:
        read_span(typed)
    assert len(set(error.value.choices)) == 2


def test_a_count_of_days_is_told_from_a_year():
    assert [is_serial(value) for value in (44303, 44303.5, 2021, 12, "44303", True)] == [True, True] + [False] * 4


def test_months_are_read_in_the_languages_of_the_network_only():
    with pytest.raises(ValueError, match="korrik"):
        read_span("korrik 2021", languages=("en",))


@pytest.mark.parametrize(("value", "precision"), [("17.4.2021", "day"), ("prill 2021", "month"), ("2021", "year")])
def test_a_date_fills_first_day_last_day_and_precision(convert_cell, value, precision):
    filled, notes = convert_cell("date", value)
    assert set(filled) == {"x", "x_end", "x_precision"}
    assert filled["x_precision"] == precision
    assert filled["x"] <= date(2021, 4, 17) <= filled["x_end"]
    assert notes == []


def test_a_period_fills_start_end_and_precision(convert_cell):
    filled, _ = convert_cell("period", "shtator 2020 – shtator 2021")
    assert filled == {"x_start": date(2020, 9, 1), "x_end": date(2021, 9, 30), "x_precision": "range"}


def test_a_count_of_days_is_read_with_a_note(convert_cell):
    filled, notes = convert_cell("date", 44303)
    assert filled["x"] == date(2021, 4, 17)
    assert notes == ["NU-03"]


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("date", "17 prill", "DT-01"),
        ("date", "03/04/2021", "DT-02"),
        ("date", "17.4.2201", "DT-03"),
        ("date", "17.4.1985", "DT-03"),
        ("date", "2.6.2025", "DT-03"),
        ("period", "vjeshtë", "DT-04"),
        ("period", "shtator 2021 – shtator 2020", "DT-05"),
        ("date", "23 dhe 22 nëntor 2023", "DT-05"),
    ],
)
def test_a_date_that_cannot_be_is_put_aside_with_its_code(convert_cell, kind, value, code):
    with pytest.raises(Unread, match=code):
        convert_cell(kind, value)


def test_a_date_to_come_is_taken_only_where_one_may_be_planned(convert_cell):
    filled, _ = convert_cell("date", "maj 2026", may_be_future=True)
    assert filled["x"] == date(2026, 5, 1)
    with pytest.raises(Unread, match="DT-03"):
        convert_cell("date", "17.4.2201", may_be_future=True)


def test_the_month_that_is_still_running_is_not_the_future(convert_cell):
    filled, _ = convert_cell("date", "qershor 2025")
    assert filled["x_end"] == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("number_format", "precision", "end"),
    [
        ("mmm-yy", "month", "2021-04-30"),
        ("[$-41C]mmmm yyyy", "month", "2021-04-30"),
        ("yyyy", "year", "2021-12-31"),
        ("dd.mm.yyyy", "day", "2021-04-01"),
        ('yyyy-mm-dd"d"', "day", "2021-04-01"),
        ('mmmm" i vitit "yyyy', "month", "2021-04-30"),
    ],
)
def test_a_date_is_known_as_exactly_as_its_cell_shows_it(
    workbook, contract, read, cell_of, number_format, precision, end
):
    place = cell_of("activities", "date")

    def edit(book):
        book["Aktivitetet"][place].number_format = number_format

    rows = contract(activities=[{"type": "forum publik", "title_sq": "Forum", "date": datetime(2021, 4, 1)}])
    data = read(workbook(rows, edit=edit))
    assert data.activities["date_precision"].tolist() == [precision]
    assert data.activities["date_end"].dt.strftime("%Y-%m-%d").tolist() == [end]
