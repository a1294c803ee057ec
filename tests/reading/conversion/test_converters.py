"""Converters: whatever a cell holds, they give a value or say why not; what they gave is read again as it is."""

# ruff: noqa: E501 — tables are read best with a fault a line

import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from pop_analysis.model import Field, load_model
from pop_analysis.reading.conversion import dates, numbers
from pop_analysis.reading.conversion.convert import CONVERTERS, Context, Unread, convert
from pop_analysis.reading.conversion.register import Register
from pop_analysis.reading.conversion.years import Year
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.parsing.cells import Cell

MANY = settings(max_examples=60, deadline=None)
SPACES = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])
WORDS = st.sampled_from(
    ["prioriteti", "Prioritet 5 :", "pika", "nr.", "Viti", "II-të", "adresuar", "plotësisht", "lekë", "të vjetra", "%", "€",
     "shtator", "2021", "17.4.2021", "03/04/2021", "1.500", "1,5", "–", "dhe", "2019–2023", "Kukës", "Fier", "https://x",
     "=cmd|", "ё", "\u202e", "9" * 400, "²", "١٢", "1e999", "\x00"]
)  # fmt: skip
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.lists(WORDS, max_size=5).map(" ".join),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.just(10**400),
)
FORMATS = st.sampled_from(["General", "0%", "dd.mm.yyyy", "#,##0 [$€-2]", "@", '"$"0'])
AMOUNT = int(load_model().currency.most)
DAYS = st.dates(date(2010, 1, 1), date(2025, 5, 31))


@pytest.fixture(scope="module")
def fields(model):
    """One field of every kind, as declared."""
    declared = [each for table in model.tables.values() for each in table.fields.values()]
    own = {each.kind: each for each in reversed(declared)}
    assert own.keys() <= CONVERTERS.keys()
    return own


@pytest.fixture(scope="module")
def read(model, register, fields):
    """Convert a value as a field of a kind: what it fills in and the codes of the notes, or the code why not."""

    def read(kind, value, number_format="General", **more):
        context = Context(model, register, date(2025, 6, 1), Findings(model).phrase)
        try:
            filled = convert(Cell(value, number_format=number_format, **more), fields[kind], context)
        except Unread as unread:
            model.findings[unread.code]  # a code that is declared, with all its words
            Findings(model).add(unread.code, "x", **{"value": value, **unread.words})
            return unread.code, []
        return filled, [code for code, _ in context.notes]

    return read


@MANY
@given(value=ANYTHING, number_format=FORMATS, untyped=st.booleans())
def test_nothing_a_cell_can_hold_raises(read, fields, value, number_format, untyped):
    for kind in fields:
        read(kind, value, number_format, untyped=untyped)


@MANY
@given(value=ANYTHING)
def test_what_is_read_from_a_text_is_a_number_that_fits_a_column(read, value):
    for kind in ("label", "integer", "ordinal", "year", "amount", "decimal"):
        filled, _ = read(kind, value)
        for each in filled.values() if isinstance(filled, dict) else ():
            assert each is None or isinstance(each, Year) or abs(each) < 2**53


@MANY
@given(day=DAYS, way=st.sampled_from(["{d}.{m}.{y}", "{d:02}.{m:02}.{y}", "{d} . {m}. {y}", "{y}-{m:02}-{d:02}", "dt {d}.{m}.{y}",
                                      "{y}-{m:02}-{d:02}T00:00:00", "{d}.{m}.{y}."]))  # fmt: skip
def test_a_day_is_read_as_it_was_written(read, day, way):
    filled, notes = read("date", way.format(d=day.day, m=day.month, y=day.year))
    assert list(filled.values()) == [day, day, "day"]
    assert notes == []


@MANY
@given(day=DAYS, language=st.sampled_from(["sq", "en"]), upper=st.booleans(), form=st.sampled_from(["NFC", "NFD"]))
def test_a_named_day_and_a_named_month_are_read_in_both_languages(day, language, upper, form):
    for pattern, precision in (("d MMMM yyyy", "day"), ("MMMM yyyy", "month"), ("d MMM yyyy", "day")):
        text = unicodedata.normalize(form, format_date(day, pattern, locale=language))
        span = dates.read_span(text.upper() if upper else text)
        assert (span.start.year, span.start.month, span.precision) == (day.year, day.month, precision)
        assert span.start.day == (day.day if precision == "day" else 1)


@MANY
@given(day=DAYS)
def test_slashes_that_fit_both_ways_are_never_guessed(day):
    text = f"{day.day:02}/{day.month:02}/{day.year}"
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(dates.Ambiguous):
            dates.read_span(text)
    else:
        assert dates.read_span(text).start == day


@MANY
@given(first=DAYS, second=DAYS, dash=st.sampled_from(["-", "–", " – ", "- ", " deri ", " to ", "—"]))
def test_a_period_is_read_as_it_was_written(first, second, dash):
    months = [format_date(day, "MMMM yyyy", locale="sq") for day in (first, second)]
    span = dates.read_span(dash.join(months))
    assert (span.start.month, span.end.month, span.precision) == (first.month, second.month, "range")


@MANY
@given(number=st.integers(1000, AMOUNT), space=SPACES, word=st.sampled_from(["", " lekë", " lekësh", " LEK", " ALL"]))
def test_an_amount_with_spaces_is_read_as_it_was_written(read, number, space, word):
    filled, notes = read("amount", f"{number:,}".replace(",", space) + word)
    assert list(filled.values()) == [float(number)]
    assert notes == ["NU-03"]


@MANY
@given(number=st.integers(1, 999), rest=st.integers(0, 999), sign=st.sampled_from(".,"))
def test_a_number_with_one_separator_and_three_digits_is_never_guessed(read, number, rest, sign):
    assert read("amount", f"{number}{sign}{rest:03}")[0] == "NU-04"
    with pytest.raises(numbers.TwoReadings):
        numbers.read_number(f"{number}{sign}{rest:03}")


@MANY
@given(
    number=st.integers(0, 999_999),
    cents=st.integers(0, 99),
    signs=st.sampled_from([(".", ","), (",", "."), (" ", ",")]),
)
def test_a_number_with_two_separators_has_one_reading(number, cents, signs):
    if number < 1000:
        return
    text = f"{number:,}".replace(",", "·").replace("·", signs[0]) + f"{signs[1]}{cents:02}"
    assert numbers.read_number(text) == pytest.approx(number + cents / 100)


@MANY
@given(first=st.integers(2010, 2039), years=st.integers(0, 1), dash=st.sampled_from(["-", "–", " – ", "/", "—"]))
def test_a_contract_is_read_as_it_was_written(read, first, years, dash):
    filled, _ = read("cycle", f"{first}{dash}{first + years}")
    assert list(filled.values()) == [f"{first}-{first + years}"]


@MANY
@given(
    number=st.integers(1, 999),
    word=st.sampled_from(["Prioritet {}:", "Priotitet {}", "prioritetin nr.{}", "{}", "{}-Ujë", "Nr. {}"]),
)
def test_a_label_is_read_as_it_was_written(read, number, word):
    filled, _ = read("label", word.format(number))
    assert filled == {"number": number, "sub_number": None}


@MANY
@given(data=st.data(), upper=st.booleans(), bare=st.booleans(), form=st.sampled_from(["NFC", "NFD"]))
def test_every_way_a_status_is_declared_is_read_in_any_case_and_form(model, read, data, upper, bare, form):
    status = data.draw(st.sampled_from(list(model.statuses.values())))
    text = data.draw(st.sampled_from(list(status.spellings())))
    text = text.upper() if upper else f" {text} "
    text = text.replace("ë", "e").replace("Ë", "E") if bare else text
    filled, _ = read("status", unicodedata.normalize(form, text))
    assert list(filled.values()) == [status.id]


@MANY
@given(
    data=st.data(), upper=st.booleans(), form=st.sampled_from(["NFC", "NFD"]), prefix=st.sampled_from(["", "Bashkia "])
)
def test_every_registered_name_is_read_in_any_case_and_form(read, register, data, upper, form, prefix):
    code = data.draw(st.sampled_from(sorted(register.names)))
    text = prefix + register.names[code]
    filled, _ = read("municipality", unicodedata.normalize(form, text.upper() if upper else text))
    assert filled == {"municipality": code}


@MANY
@given(value=ANYTHING)
def test_what_was_repaired_is_read_again_without_a_word(model, read, fields, value):
    for kind in ("text", "choice", "status", "integer", "ordinal", "amount", "cycle", "label", "decimal"):
        filled, _ = read(kind, value)
        if not isinstance(filled, dict):
            continue
        again = filled["number"] if kind == "label" else next(iter(filled.values()))
        if isinstance(again, Year):  # a calendar year waits for its contract
            continue
        if kind == "status":
            again = model.statuses[again].label["sq"]
        elif kind == "choice":
            again = model.lists[fields[kind].list][again].label["sq"]
        refilled, notes = read(kind, again)
        assert set(notes) <= {"TX-04"}  # text that looks like code looks like it again
        if kind != "label":
            assert refilled == filled


def test_a_name_two_municipalities_share_is_no_name():
    rows = [{"municipality": code, "name_sq": code, "aliases": "Gurra"} for code in ("gurre", "gurrez")]
    assert Register(rows).find("Gurra") is None
    assert Register(rows[::-1]).find("Gurra") is None
    assert Register(rows).find("gurre") == "gurre"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e16, 10**400, "9" * 5000, "1e999"])
def test_a_number_beyond_all_measure_is_none(read, value):
    assert read("amount", value)[0] in ("AM-01", "NU-04")
    assert read("date", value)[0] == "DT-01"


@pytest.mark.parametrize("value", [time(10, 30), timedelta(hours=30), datetime(1899, 12, 31)])
def test_a_time_is_no_number_and_no_status(read, value):
    for kind in ("integer", "amount", "status", "label", "cycle", "year"):
        assert isinstance(read(kind, value)[0], str)


@pytest.mark.parametrize(
    ("month", "number"), [("majit", 5), ("marsi", 3), ("korrikun", 7), ("gushti", 8), ("dhjetorit", 12)]
)
def test_a_bent_month_is_a_month(month, number):
    assert dates.read_span(f"{month} 2021").start == date(2021, number, 1)


@pytest.mark.parametrize("word", ["marshi", "prilliane", "decorated", "majtas"])
def test_a_word_that_only_begins_like_a_month_is_none(word):
    with pytest.raises(ValueError, match=word):
        dates.read_span(f"{word} 2021")


def test_a_field_of_every_kind_was_tried(fields):
    assert set(fields) == set(CONVERTERS)
    assert isinstance(fields["text"], Field)
