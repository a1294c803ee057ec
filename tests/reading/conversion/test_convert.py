"""Statuses, choices, priority numbers, contracts and links: closed tables decide, nothing is guessed."""

import unicodedata
from datetime import date, datetime, time, timedelta

import pytest

from pop_analysis.model import Field
from pop_analysis.reading.conversion.convert import Context, Unread, convert, read_label
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.parsing.cells import Cell

STATUSES = {
    "fully": ["adresuar plotësisht", "(Adresuar Plotësisht)", "u adresuan plotësisht", "ADRESUAR PLOTESISHT", "Fully"],
    "partially": ["(Adresuar Pjesërisht)", "adresuar pjesёrisht", "partially addressed", "Pjesërisht", "partial"],
    "not_addressed": [
        "(Nuk është Adresuar)", "nuk janë adresuar akoma", "i papërmbushur", "i paarritur", "Nuk eshte adresuar",
        "not addressed", "nuk\u00a0është  adresuar", "pa adresuar", "E pa adresuar", "i paadresuar", "jo e adresuar",
    ],
    "not_assessed": ["pa vlerësim", "nuk është vlerësuar", "not assessed"],
    "unverifiable": ["i paverifikueshëm", "unverifiable", "pa prova"],
    "withdrawn": ["hequr nga kontrata", "i tërhequr", "withdrawn"],
}  # fmt: skip
AMBIGUOUS = ["adresuar pjesërisht apo plotësisht", "Adresuar P", "adresuar", "partially or fully addressed"]


@pytest.mark.parametrize(("status", "typed"), [(key, text) for key, texts in STATUSES.items() for text in texts])
def test_a_status_is_read_however_it_is_written(convert_cell, status, typed):
    assert convert_cell("status", typed)[0] == {"x": status}
    assert convert_cell("status", unicodedata.normalize("NFD", typed))[0] == {"x": status}


@pytest.mark.parametrize("typed", AMBIGUOUS)
def test_what_may_be_two_statuses_is_none(convert_cell, typed):
    with pytest.raises(Unread, match="ST-03") as error:
        convert_cell("status", typed)
    assert "," in error.value.words["choices"]["sq"]


@pytest.mark.parametrize(
    "typed",
    ["adresuar pl", "nuk", "në proces", "po", "jo", "no", "3", "0", "P", "V", "???", "✓", "✗", "☑", "e plotësuar"],
)
def test_a_cut_or_unknown_status_is_never_completed(convert_cell, typed):
    with pytest.raises(Unread, match=r"ST-0[13]"):
        convert_cell("status", typed)


def test_an_unknown_status_is_told_which_there_are_and_which_is_near(convert_cell, model):
    with pytest.raises(Unread, match="ST-01") as error:
        convert_cell("status", "adresuar pjeserist")
    for language in model.languages:
        assert model.statuses["partially"].label[language] in error.value.words["nearest"][language]
        assert all(status.label[language] in error.value.words["choices"][language] for status in model.scale)


@pytest.mark.parametrize("typed", ["adresuar pjesërisht", "Adresuar Pjesërisht", "partially addressed"])
def test_the_label_itself_is_read_without_a_note(convert_cell, typed):
    assert convert_cell("status", typed) == ({"x": "partially"}, [])


@pytest.mark.parametrize("typed", ["pjesërisht", "(adresuar pjesërisht)", "adresuar pjeserisht"])
def test_another_spelling_is_read_with_a_note(convert_cell, typed):
    assert convert_cell("status", typed) == ({"x": "partially"}, ["ST-02"])


@pytest.mark.parametrize(
    ("name", "typed", "term"),
    [
        ("themes", "Ujë dhe kanalizime", "water"),
        ("themes", "ujёsjellёsi", "water"),
        ("themes", "Water and sewerage", "water"),
        ("themes", "gender_violence", "gender-violence"),
        ("activity_types", "Forume publike", "public_forum"),
        ("campaign_stages", "vendim i Këshillit", "council"),
        ("yes_no", "Po", "yes"),
        ("yes_no", "JO", "no"),
        ("yes_no", True, "yes"),
        ("yes_no", False, "no"),
        ("yes_no", 1, "yes"),
        ("yes_no", "no", "no"),
        ("units", "%", "percent"),
        ("units", "përqindje", "percent"),
    ],
)
def test_a_term_is_read_by_every_way_it_is_written(convert_cell, name, typed, term):
    assert convert_cell("choice", typed, list=name)[0] == {"x": term}


@pytest.mark.parametrize(("name", "typed"), [("themes", "Bujqësi"), ("yes_no", "ndoshta"), ("themes", "x")])
def test_a_term_that_is_not_in_the_list_is_put_aside(convert_cell, name, typed):
    with pytest.raises(Unread, match="CH-01"):
        convert_cell("choice", typed, list=name)


@pytest.mark.parametrize("sign", ["–", "€", "Ω", "/", "'", "???"])
def test_a_sign_that_folds_to_nothing_is_no_term(convert_cell, sign):
    with pytest.raises(Unread, match="CH-01"):
        convert_cell("choice", sign, list="units")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Prioritet 1:", (1, None)),
        ("Priotitet 2:", (2, None)),
        ("Prioritet 5 :", (5, None)),
        ("Priritet 6:", (6, None)),
        ("PRIORITETI 3", (3, None)),
        ("prioritetin nr.14", (14, None)),
        ("Nr. 4", (4, None)),
        ("Priority no 4", (4, None)),
        ("prioriteti 1, pika 5", (1, 5)),
        ("Prioriteti 1 pika 5", (1, 5)),
        ("priority 1, point 5", (1, 5)),
        ("1-Transparenca", (1, None)),
        ("1 – Transparenca", (1, None)),
        ("3) Uji", (3, None)),
        ("1.5", (1, 5)),
        (1.5, (1, 5)),
        ("1.10", (1, 10)),
        ("4", (4, None)),
        (4, (4, None)),
        (4.0, (4, None)),
        ("4.", (4, None)),
        ("P3", (3, None)),
        ("Pr. 7", (7, None)),
        ("p.12", (12, None)),
        ("VI", (6, None)),
        ("Prioriteti XIV", (14, None)),
        ("Prioriteti 3: Rruga e re", (3, None)),
        ("P3 - Rruga e re", (3, None)),
    ],
)
def test_a_priority_is_read_by_its_number(typed, wanted):
    assert read_label(Cell(typed)) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "prioritetet 2, 8 dhe 9", "2 dhe 3", "2 – 4", "2-4", "1, 2", "1 – 2 – 3", "Transparenca", "priorite", "2021",
        "pika 5", "8-2", "P2, P3", "Parku", "", -1, "kontrata 2019",
    ],
)  # fmt: skip
def test_several_priorities_or_none_are_not_one(typed):
    assert read_label(Cell(typed)) is None


def test_a_priority_number_in_words_is_read_with_a_note(convert_cell):
    assert convert_cell("label", "Prioritet 5 :") == ({"number": 5, "sub_number": None}, ["PR-02"])
    assert convert_cell("label", "5") == ({"number": 5, "sub_number": None}, [])
    with pytest.raises(Unread, match="PR-01"):
        convert_cell("label", "prioritetet 2, 8 dhe 9")


@pytest.mark.parametrize(
    ("typed", "cycle"),
    [
        ("2019–2023", "2019-2023"),
        ("2019 - 2023", "2019-2023"),
        ("2019/2023", "2019-2023"),
        ("Kontrata Sociale 2019 – 2023", "2019-2023"),
        (2015, "2015"),
        ("2015", "2015"),
    ],
)
def test_a_contract_is_known_by_its_years(convert_cell, typed, cycle):
    assert convert_cell("cycle", typed) == ({"x": cycle}, [])


@pytest.mark.parametrize(
    "typed",
    ["2023-2019", "19-23", "1990-1994", "2019-2099", "viti i parë", "2019–2023, 2023–2027", "2019–2023 dhe 2023–2027"],
)
def test_a_contract_is_never_guessed(convert_cell, typed):
    with pytest.raises(Unread, match="CY-01"):
        convert_cell("cycle", typed)


@pytest.mark.parametrize("address", ["https://popnetwork.al/", "http://a.b/c?d=e&f=g", "mailto:a@b.al", "HTTPS://A.B"])
def test_an_address_that_opens_is_taken_as_it_is(convert_cell, address):
    assert convert_cell("url", address) == ({"x": address}, [])
    assert convert_cell("source", address) == ({"x": address}, [])


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///x", "ftp://a.b", "https:// a.b"]
)
def test_an_address_that_may_not_open_is_noted(convert_cell, address):
    assert convert_cell("url", address) == ({"x": address}, ["UR-01"])


def test_a_source_may_be_words_but_no_script(convert_cell):
    assert convert_cell("source", "Buletini POP 2021") == ({"x": "Buletini POP 2021"}, [])
    assert convert_cell("source", "javascript:alert(1)")[1] == ["UR-01"]


@pytest.mark.parametrize(
    ("typed", "text", "notes"),
    [
        ("Tё intervistuarit", "Të intervistuarit", ["TX-01"]),
        ("Pastrimi\u00a0i  qytetit ", "Pastrimi i qytetit", []),
        (unicodedata.normalize("NFD", "Çerdhe"), "Çerdhe", []),
        (2021, "2021", []),
        (3.0, "3", []),
        ("NA", "NA", []),
        ("None", "None", []),
        ("<b>x</b>", "<b>x</b>", ["TX-04"]),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", ["TX-04"]),
    ],
)
def test_a_text_is_kept_with_its_letters_mended(convert_cell, typed, text, notes):
    assert convert_cell("text", typed) == ({"x": text}, notes)


@pytest.mark.parametrize("code", ["Vau i Dejës", "../fier", "fier/2", "FIER", "fier--x", ""])
def test_a_code_of_a_municipality_can_stand_in_an_address(convert_cell, code):
    with pytest.raises(Unread, match="CH-01"):
        convert_cell("slug", code)
    assert convert_cell("slug", "vau-i-dejes") == ({"x": "vau-i-dejes"}, [])


@pytest.mark.parametrize(
    "sign",
    ["\u202e", "\u2066", "\x07", "\u200f", "\u200b", "\u00ad", "\ufeff", "\u2060", "\ufe0f", "\u200d", "\U000e0041"],
)
def test_signs_nobody_sees_are_taken_out_and_said(convert_cell, sign):
    filled, notes = convert_cell("text", f"Ura{sign} e re")
    assert filled["x"] == "Ura e re"
    assert notes == ["TX-02"]


def test_a_text_longer_than_a_cell_holds_is_put_aside_not_cut(convert_cell):
    assert len(convert_cell("text", "a" * 32_767)[0]["x"]) == 32_767
    with pytest.raises(Unread, match="TX-03"):
        convert_cell("text", "a" * 32_768)


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\ufeff", "\u2060", "\ufe0f", "\u200c", "\u180e"])
def test_a_sign_nobody_sees_inside_a_word_changes_no_name_and_no_verdict(convert_cell, sign):
    assert convert_cell("municipality", f"Tira{sign}në")[0] == {"municipality": "tirane"}
    assert convert_cell("status", f"adresuar plo{sign}tësisht") == ({"x": "fully"}, [])
    assert convert_cell("text", f"Kë{sign}shilli") == ({"x": "Këshilli"}, ["TX-02"])


@pytest.mark.parametrize("kind", ["label", "priority", "integer", "ordinal", "decimal", "amount"])
def test_a_date_that_excel_made_of_a_number_is_told_as_one(convert_cell, kind):
    with pytest.raises(Unread, match="NU-10"):
        convert_cell(kind, datetime(2021, 5, 1))


@pytest.mark.parametrize(
    ("value", "number_format", "read"),
    [
        (1.1, "0.00", {"number": 1, "sub_number": 10}),
        (1.1, "General", {"number": 1, "sub_number": 1}),
        (4.0, "0", {"number": 4, "sub_number": None}),
        ("1.10", "@", {"number": 1, "sub_number": 10}),
    ],
)
def test_a_number_of_a_priority_is_the_one_the_cell_shows(convert_cell, value, number_format, read):
    assert convert_cell("label", value, number_format)[0] == read


@pytest.mark.parametrize("value", [2.0000000001, 0.9999999, 1.5])
def test_a_number_that_is_not_whole_is_asked_about(convert_cell, value):
    with pytest.raises(Unread, match="NU-11"):
        convert_cell("ordinal", value)


def test_what_a_sum_leaves_beyond_the_last_digit_is_nothing(convert_cell):
    assert convert_cell("ordinal", 0.1 * 3 / 0.1 - 1)[0] == {"x": 2}


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (datetime(2021, 5, 1), "General", "1.5.2021"), (datetime(2021, 5, 1, 9, 30), "General", "1.5.2021 09:30"),
        (time(9, 30), "General", "09:30"), (timedelta(hours=30), "General", "30:00"), (True, "General", "TRUE"),
        (0.8, "0%", "80%"), (1.25, "0.0", "1.3"),
        (1e300, "0.00", "1e+300"), (0.805, "0.0 %", "80.5%"), (1.1, "0.00", "1.10"), (0.1 + 0.2, "General", "0.3"),
    ],
)  # fmt: skip
def test_no_value_of_python_stands_in_a_text(convert_cell, value, number_format, text):
    assert convert_cell("text", value, number_format)[0] == {"x": text}


def test_a_text_whose_letters_are_lost_is_told(convert_cell):
    with pytest.raises(Unread, match="TX-06"):
        convert_cell("text", "K\ufffdshilli")


def test_what_is_said_again_means_the_same_with_the_same_notes_and_a_number_is_no_text_of_it(model, register):
    context = Context(model, register, date(2025, 6, 1), Findings(model).phrase)
    header = dict.fromkeys(model.languages, "X")
    year, status = Field("y", "year", header, header), Field("s", "status", header, header)
    told = []
    for _ in range(2):
        for each, cell in ((year, Cell("2021")), (year, Cell(2021)), (year, Cell(2021.5)), (status, Cell("2021"))):
            try:
                told.append((convert(cell, each, context), [*context.notes]))
            except Unread as unread:
                told.append((unread.code, unread.words, [*context.notes]))
    assert told[:4] == told[4:]
    assert [each[0] for each in told[:4]] == [{"y": 2021}, {"y": 2021}, "NU-11", "ST-01"]
    assert [bool(each[-1]) for each in told[:2]] == [True, False]  # a number written as text is told each time
