"""What people give to a function is resolved to what the data call it, or told: never taken for an absence."""

import inspect
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis import exhibits
from pop_analysis.choices import WrongUse
from pop_analysis.commands.asked import chosen
from pop_analysis.reading.arguments import RESOLVED, resolved

GOOD = {
    "municipality": "fier",
    "cycle": "2019-2023",
    "cycles": ["2019-2023"],
    "contract": "fier/2019-2023",
    "monitoring_year": 1,
    "years": (1, 2),
    "calendar_year": 2021,
    "until": 2021,
    "start": "2021-01-01",
    "end": "2021-12-31",
    "language": "en",
    "section": "forums",
    "speaker": "network",
    "kinds": ["video"],
    "earlier": ("fier/2019-2023", 1),
    "later": ("fier/2019-2023", 2),
    "old": None,
    "figure": {},
    "headline": "Seen.",
    "subtitle": "Shown.",
    "frame": pd.DataFrame(),
}
OF_MEASURES = ("assessments", "changes", "times", "grid")
WRONG = {
    "municipality": "Fierzë",
    "cycle": "1919-1923",
    "cycles": "1919-1923",
    "contract": "fier/1919-1923",
    "monitoring_year": 77,
    "years": (2, 1),
    "calendar_year": 1821,
    "until": "last year",
    "start": "1.1.2021",
    "end": "soon",
    "language": "xx",
    "section": "nothing",
    "speaker": "nobody",
    "kinds": "dances",
    "earlier": ("fier/1919-1923", 1),
    "later": "fier/2019-2023",
} | dict.fromkeys(OF_MEASURES, pd.DataFrame({"year": [1]}))


def public():
    """Every function others are given that is asked of a data set, by its name."""
    named = {f"pop.{name}": getattr(pop, name) for name in pop.__all__ if name != "exhibits"}
    named |= {f"exhibits.{name}": value for name, value in vars(exhibits).items() if not name.startswith("_")}
    functions = {name: each for name, each in named.items() if inspect.isfunction(each)}
    return {
        name: each
        for name, each in functions.items()
        if "Dataset" in str(inspect.signature(each).parameters.get("data")) and "reading" not in each.__module__
    }


def made(data, name):
    """What a measure gives, for the functions that are asked of it."""
    calls = {"assessments": pop.panel, "changes": pop.transitions, "times": pop.timeliness, "grid": pop.sensitivity}
    return calls[name](data)


ASKED = [(name, each) for name, function in public().items() for each in inspect.signature(function).parameters]


@pytest.mark.parametrize(("name", "wrong"), [(name, each) for name, each in ASKED if each in RESOLVED])
def test_a_wrong_value_is_told_with_what_is_known(data, name, wrong):
    function = public()[name]
    given = {each: GOOD.get(each) for each, about in inspect.signature(function).parameters.items() if each != "data"}
    given = {
        each: value
        for each, value in given.items()
        if value is not None or inspect.signature(function).parameters[each].default is inspect.Parameter.empty
    }
    parameters = inspect.signature(function).parameters
    given |= {each: made(data, each) for each in OF_MEASURES if each in parameters and each not in given}
    given |= {"old": data} if "old" in parameters else {}
    with pytest.raises(WrongUse, match=r"Known: |stands first|wanted|is written as|rows of pop\."):
        function(**given | {"data": data, wrong: WRONG[wrong]})


@pytest.mark.parametrize("name", public())
def test_what_is_no_data_set_is_told(name):
    parameters = inspect.signature(public()[name]).parameters
    others = {each: GOOD.get(each) for each, about in parameters.items() if about.default is inspect.Parameter.empty}
    others |= {each: pd.DataFrame() for each in OF_MEASURES if each in others}
    with pytest.raises(WrongUse, match="asked of a data set"):
        public()[name](**{**others, "data": pd.DataFrame()})


@pytest.mark.parametrize(
    ("parameter", "forms", "meant"),
    [
        ("municipality", ["fier", "Fier", "Bashkia Fier", "BASHKIA FIER", "Municipality of Fier"], "fier"),
        ("cycle", ["2019-2023", "2019–2023", "2019 — 2023", "2019/2023", "fier/2019-2023"], "2019-2023"),
        ("cycles", ["2019–2023", ["2019-2023"], ("2019/2023",), pd.Series(["2019-2023"])], ["2019-2023"]),
        ("contract", ["fier/2019-2023", "Fier 2019–2023", "Bashkia Fier, 2019-2023"], "fier/2019-2023"),
        ("monitoring_year", [1, "1", (1.0).__int__(), pd.Series([1]).iloc[0]], 1),
        ("years", [(1, 2), [1, 2], ("1", "2")], (1, 2)),
        ("start", ["2021-01-01", pd.Timestamp("2021-01-01")], "2021-01-01"),
        ("speaker", ["network"], "network"),
        ("municipality", [None, ""], None),
        ("cycles", [[""]], [""]),
    ],
)
def test_every_form_people_use_means_the_same(data, parameter, forms, meant):
    for form in forms:
        assert (resolved(data, parameter, form) or None) == meant


def test_a_figure_asked_for_in_another_form_is_the_same_figure(data):
    one = exhibits.unit_chart(data, "fier", "2019-2023", language="en")
    other = exhibits.unit_chart(data, "Bashkia Fier", "2019–2023", language="en")
    assert str(one) == str(other)
    assert "of 5" in str(one)


def test_a_part_of_a_data_set_is_asked_only_for_what_is_in_it(data):
    part = data.where(municipality="fier")
    assert "of 5" in str(exhibits.unit_chart(part, "fier", "2019-2023", language="en"))
    with pytest.raises(WrongUse, match=r"unknown municipality “vlore”.*Known: fier"):
        exhibits.unit_chart(part, "vlore", "2019-2023", language="en")


@pytest.mark.parametrize(
    ("keys", "near"),
    [({"municipality": "fierr"}, "fier"), ({"cycle": "2019-2024"}, "2019-2023"), ({"contract": "x"}, "")],
)
def test_where_tells_what_stands_in_no_table(data, keys, near):
    with pytest.raises(WrongUse, match=rf"Did you mean “{near}”|Known: "):
        data.where(**keys)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"monitoring_year": 77}, "unknown monitoring_year “77”"),
        ({"theme": "watr"}, "Did you mean “water”"),
        ({"status": "kept"}, "Known: .*not_addressed"),
        ({"municipality": ["fier", "fierr"]}, "Did you mean “fier”"),
        ({"municipality": [["fier"]]}, "unknown municipality"),
    ],
)
def test_where_keeps_no_rows_of_nothing(data, keys, told):
    with pytest.raises(WrongUse, match=told):
        data.where(**keys)


@pytest.mark.parametrize(
    ("keys", "forms"),
    [
        ({"municipality": "fier"}, {"municipality": "Bashkia Fier"}),
        ({"municipality": ["fier", "vlore"]}, {"municipality": ("FIER", "Vlorë")}),
        ({"cycle": "2019-2023"}, {"cycle": "2019–2023"}),
        ({"cycle": "2019-2023"}, {"cycle": ["2019 / 2023"]}),
        ({"contract": "fier/2019-2023"}, {"contract": "Bashkia Fier 2019—2023"}),
        ({"status": "partially"}, {"status": "Partially addressed"}),
        ({"theme": "water"}, {"theme": "Water"}),
    ],
)
def test_where_takes_a_key_in_every_form_a_measure_does(data, keys, forms):
    for asked in (data, data.where(cycle="2019-2023")):
        assert asked.where(**forms).source is asked.where(**keys).source


def test_a_contract_without_years_is_asked_for_by_its_key(judged):
    data = judged({"lumas": {1: "FP", 2: "FP", 3: "FF"}}, cycle="undated")
    assert pop.trend(data, "lumas/undated")["addressed"].tolist() == [2, 2, 2]
    assert len(data.where(contract="lumas/undated").priorities) == 2


@pytest.mark.parametrize(
    "forms",
    [{"municipality": "Bashkia Fier"}, {"contract": "Fier 2019–2023"}, {"municipality": "fier", "theme": "Water"}],
)
def test_cells_are_found_of_rows_that_name_things_otherwise(data, forms):
    keys = {"municipality": "fier", "contract": "fier/2019-2023", "theme": "water"}
    own = pd.DataFrame([{name: keys[name] for name in forms}])
    assert pop.cells(data, pd.DataFrame([forms])).equals(pop.cells(data, own))


def test_a_day_is_a_day_in_every_form_and_what_is_none_is_told(data):
    day = data.activities["date"].dropna().iloc[0]
    for form in (str(day.date()), day.date(), [day]):
        assert data.where(date=form).activities.equals(data.where(date=day).activities)
    assert not data.where(date=day).activities.empty
    for wrong in ("1.2.2021", 5, [day, "soon"]):
        with pytest.raises(WrongUse, match="a day is written as in"):
            data.where(date=wrong)


@pytest.mark.parametrize(
    "mask",
    [
        lambda rows: [True],
        lambda rows: None,
        lambda rows: "early",
        lambda rows: 1,
        lambda rows: slice(0, 2),
        lambda rows: rows["date"],
        lambda rows: rows,
        lambda rows: list(range(len(rows))),
        lambda rows: rows["date"].head(3).notna(),
        lambda rows: rows["date"].notna().set_axis(range(1, len(rows) + 1)),
    ],
)
def test_rows_are_selected_by_yes_or_no_of_each_and_anything_else_is_told(data, mask):
    with pytest.raises(WrongUse, match=rf"True or False for each of its {len(data.activities)}"):
        data.select({"activities": mask(data.activities)})


def test_rows_are_selected_in_whatever_order_they_were_asked_about(data):
    early = data.activities["date"] < "2021-01-01"
    kept = data.select({"activities": early}).activities
    assert 0 < len(kept) < len(data.activities)
    for form in (early.sort_values(), early.astype("boolean").where(early, None), list(early), early.to_numpy()):
        assert data.select({"activities": form}).activities.equals(kept)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda data: data.select(5), "chosen as table"),
        (lambda data: data.select({"activites": []}), "Did you mean “activities”"),
        (lambda data: data.select({}, files=["fierr.xlsx"]), "Did you mean “fier.xlsx”"),
        (lambda data: data.select({}, files=5), "unknown workbook"),
        (lambda data: data.tables["activites"], "Did you mean “activities”"),
        (lambda data: data.model.label("status", "fully", "en"), "Did you mean “statuses”"),
        (lambda data: data.model.label(5, "fully", "en"), "unknown list"),
        (lambda data: data.model.label("statuses", "fully", "al"), "unknown language “al”"),
        (lambda data: pop.load_model(5), r"folder of a network's declaration; int \(5\) is none"),
        (lambda data: pop.load_model("nowhere"), "nowhere. is none"),
    ],
)
def test_what_the_data_and_their_model_are_asked_for_is_told_in_one_line(data, wrong, told):
    with pytest.raises(WrongUse, match=told) as error:
        wrong(data)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("parameter", "forms", "meant"),
    [
        ("monitoring_year", ["1.0", " 01 ", "1.", np.int64(1), np.float32(1), "1"], 1),
        ("calendar_year", ["2021.0", date(2021, 5, 1), pd.Timestamp("2021-05-01"), np.datetime64("2021-05")], 2021),
        ("until", [pd.Period("2021"), datetime(2021, 5, 1, 12), np.int16(2021), "2021"], 2021),
        ("start", [np.datetime64("2021-01-01"), datetime(2021, 1, 1, 5), pd.Period("2021-01-01")], "2021-01-01"),
        ("language", ["en", "EN", "en-GB", "en_us", "English", " english ", "anglisht"], "en"),
        ("language", ["sq", "SQ", "sq-AL", "sq_XK", "shqip", "Shqip", "Albanian"], "sq"),
    ],
)
def test_what_is_unmistakable_is_understood_however_it_is_typed(data, parameter, forms, meant):
    assert {resolved(data, parameter, form) for form in forms} == {meant}


@pytest.mark.parametrize(
    ("parameter", "wrong"),
    [("monitoring_year", "1.5"), ("monitoring_year", np.True_), ("calendar_year", pd.NaT), ("calendar_year", "2021.5")]
    + [("language", each) for each in ("e", "en-sq", "eng lish", "al", "EN SQ", "en-GB-x")],
)
def test_what_could_be_mistaken_is_told(data, parameter, wrong):
    with pytest.raises(WrongUse, match=r"unknown .* Known: "):
        resolved(data, parameter, wrong)


def test_the_language_set_once_and_of_labels_and_reports_is_understood_too(data):
    pop.options.language = "English"
    assert pop.options.language == "en"
    assert data.model.label("statuses", "fully", "EN") == data.model.label("statuses", "fully", "en")
    assert chosen("language", ["Shqip", "en-GB", "EN"], ["sq", "en"]) == ["sq", "en"]


def test_a_name_of_a_list_is_understood_in_capitals_and_without_its_underscore(data):
    assert pop.cite(data, "BibTeX") == pop.cite(data, "bibtex")
    assert pop.fulfilment(data, by=["Cycle", "Monitoring year"]).equals(
        pop.fulfilment(data, by=["cycle", "monitoring_year"])
    )
    times = pop.timeliness(data, origin="Signed on")
    assert times.equals(pop.timeliness(data, origin="signed_on"))
    assert pop.steps_of(times, "TOP").equals(pop.steps_of(times, "top"))
    assert pop.cells(data, data.contracts, table="Contracts").equals(pop.cells(data, data.contracts, table="contracts"))
    assert pop.by_theme(data, by="THEME").equals(pop.by_theme(data))
    for kind in ("theme", "pillar"):
        charts = [exhibits.theme_heat_chart(data, ["2019-2023"], by=each) for each in (kind, kind.title())]
        assert str(charts[0]) == str(charts[1])
    tables = [exhibits.outputs_table(data, "2021-01-01", "2021-12-31", by=each) for each in ("type", ["Type"])]
    assert str(tables[0]) == str(tables[1])


@pytest.mark.parametrize(
    ("years", "told"),
    [((3, 1), r"stands first: \(1, 3\), not \(3, 1\)"), ("2-1", r"stands first: \(1, 2\)"), ((2, 2.0), "got 2 twice")],
)
def test_two_years_in_the_wrong_order_are_told_as_that(data, years, told):
    with pytest.raises(WrongUse, match=told):
        pop.transitions(data, years)


@pytest.mark.parametrize("years", [(1, 2), "1-2", "1–2", ["1", 2.0], ("1.0", "2.0")])
def test_two_years_may_be_written_as_one_text(data, years):
    assert resolved(data, "years", years) == (1, 2)


def test_where_takes_a_year_in_every_form_and_a_term_nobody_used_yet(data):
    for form in ("1", "1.0", 1.0, [1], pd.Series([1]).iloc[0], np.int8(1)):
        assert data.where(monitoring_year=form).assessments.equals(data.where(monitoring_year=1).assessments)
    assert not data.where(monitoring_year=1).assessments.empty
    unused = next(status for status in data.model.statuses if status not in set(data.assessments["status"]))
    assert data.where(status=unused).assessments.empty


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda rows: rows.assign(priority="nowhere/2019-2023/1", contract="nowhere/2019-2023"), "“nowhere/2019-2023”"),
        (lambda rows: rows.assign(priority=rows["priority"].iloc[0]), "know no priority “"),
        (lambda rows: rows.assign(status="kept"), "unknown status “kept”"),
        (lambda rows: rows.assign(status=None), "unknown status"),
        (lambda rows: pd.concat([rows, rows[["status"]]], axis="columns"), "stands twice: status"),
    ],
)
def test_rows_of_other_data_or_with_other_verdicts_are_not_counted_as_without_one(data, wrong, told):
    rows = wrong(pop.panel(data))
    for measure in (pop.fulfilment, pop.certainty, pop.transitions, pop.tiers, pop.pooled_and_mean):
        with pytest.raises(WrongUse, match=told):
            measure(data, assessments=rows)


def test_rows_of_the_whole_are_not_counted_in_a_part(data):
    with pytest.raises(WrongUse, match="of the same data"):
        pop.fulfilment(data.where(municipality="fier"), assessments=pop.panel(data))


@pytest.mark.parametrize("rows", [{"contract": "fier/1919-1923"}, {"municipality": "nowhere"}, {"theme": "Watr"}])
def test_no_cells_are_found_of_what_the_data_do_not_know(data, rows):
    with pytest.raises(WrongUse, match="Known: "):
        pop.cells(data, pd.DataFrame([rows]))


def test_an_exhibit_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(AttributeError, match="Did you mean “unit_chart”"):
        exhibits.unit_chrt  # noqa: B018


def test_a_panel_that_went_through_a_file_of_text_is_the_same_panel(data, tmp_path):
    pop.panel(data).to_csv(tmp_path / "panel.csv", index=False)
    back = pd.read_csv(tmp_path / "panel.csv")
    for measure in (pop.fulfilment, pop.transitions, pop.looks, pop.tiers):
        pd.testing.assert_frame_equal(measure(data, assessments=back), measure(data), check_dtype=False)
    with pytest.raises(WrongUse, match="a year or a day in this frame is none"):
        pop.fulfilment(data, assessments=back.assign(period_start="soon"))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda data: data.with_tables(None),
        lambda data: data.with_tables([data.contracts]),
        lambda data: data.with_tables({"contracts": 1}),
        lambda data: data.with_tables({"contracts": pd.concat([data.contracts, data.contracts[["cycle"]]], axis=1)}),
        lambda data: pop.load(5),
        lambda data: pop.load(data),
        lambda data: pop.load("data/raw", municipality=5),
        lambda data: pop.load("data/raw", municipality=["fier"]),
        lambda data: pop.load("data/raw", edition=["a"]),
        lambda data: pop.publish(None),
        lambda data: pop.publish(5),
        lambda data: pop.compare(["a"], data),
        lambda data: data.places("contracts", 5),
    ],
)
def test_what_is_no_table_no_folder_and_no_name_is_told(data, wrong):
    with pytest.raises(WrongUse):
        wrong(data)


def test_a_table_that_is_not_there_is_told_with_the_nearest(data):
    with pytest.raises(KeyError, match=r"unknown table “priorites”\. Did you mean “priorities”"):
        data["priorites"]


# What is chosen may stand by its place, in this order; whatever else has a default is given by its name.
PLACES = (
    *("data", "rows", "figure", "frame", "changes", "grid", "times", "headline", "subtitle", "kinds", "old"),
    *("municipality", "cycle", "cycles", "contract", "monitoring_year", "years", "earlier", "later", "calendar_year"),
    *("section", "start", "end", "form", "aim"),
)
NAMES = {"by", "assessments", "table", "theme", "language", "origin", "partial", "only_neighbours", "w", "until"}
NAMES |= {"speaker", "note", "sources", "name", "changes", "weights", "with_", "old"}


@pytest.mark.parametrize("name", public())
def test_data_come_first_then_what_is_chosen_and_options_by_their_name(name):
    parameters = list(inspect.signature(public()[name]).parameters.values())
    by_place = [each for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
    needed = [each.name for each in by_place if each.default is each.empty]
    chosen = [each.name for each in by_place if each.default is not each.empty]
    assert needed[0] == "data"
    for names in (needed, chosen):
        assert names == sorted(names, key=PLACES.index)
    assert {each.name for each in parameters if each.kind is each.KEYWORD_ONLY} <= NAMES
    assert "language" not in [each.name for each in by_place]


def test_what_is_given_by_place_and_goes_by_name_is_told(data):
    with pytest.raises(TypeError, match=r"“en”|en\).*Give it by its name: language"):
        exhibits.unit_chart(data, "fier", "2019-2023", 1, "en")
    with pytest.raises(TypeError, match=r"unknown parameter of fulfilment “bye”\. Did you mean “by”"):
        pop.fulfilment(data, bye=["cycle"])
    with pytest.raises(TypeError, match="also needs cycle"):
        exhibits.unit_chart(data, "fier")
    with pytest.raises(TypeError, match="given twice"):
        exhibits.unit_chart(data, "fier", "2019-2023", municipality="fier")


def test_a_frame_is_piped_into_what_is_asked_of_it_and_its_data(data):
    rows = pop.fulfilment(data)
    assert rows.pipe(pop.labelled, data, language="en").equals(pop.labelled(data, rows, language="en"))
    assert rows.pipe(pop.cells, data).equals(pop.cells(data, rows))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda data: pop.fulfilment(data, by=["municipalit"]),
        lambda data: pop.fulfilment(data, by=[]),
        lambda data: pop.index(data, w=0.5, by="munisipality"),
        lambda data: pop.pooled_and_mean(data, by=["cycles"]),
        lambda data: pop.activity_counts(data, by=["kind"]),
        lambda data: pop.outputs(data, "2021-01-01", "2021-12-31", by=["kind"]),
        lambda data: pop.by_theme(data, by="temë"),
        lambda data: exhibits.theme_heat_chart(data, ["2019-2023"], by="themes"),
        lambda data: pop.looks(data, origin="signed"),
        lambda data: pop.timeliness(data, origin="signed"),
        lambda data: pop.steps_of(pop.timeliness(data), "full"),
        lambda data: pop.holding(pop.sensitivity(data), by=["partially"]),
        lambda data: pop.cells(data, pop.panel(data), table="verdicts"),
        lambda data: pop.index(data, w=2),
        lambda data: pop.sensitivity(data, partial=[5]),
        lambda data: pop.wilson("x", 3),
        lambda data: pop.possible_counts("x", 3),
        lambda data: pop.revisions(data, "data/raw"),
        lambda data: pop.method_revisions(data, data),
        lambda data: pop.steps_of(data.contracts, "top"),
        lambda data: pop.holding(data.contracts),
    ],
)
def test_what_nobody_knows_ends_in_one_line_and_in_no_error_of_a_library(data, wrong):
    with pytest.raises(WrongUse) as told:
        wrong(data)
    assert "\n" not in str(told.value)


OF_FIGURES = ("measures", "exhibits")
ANYTHING = [
    None,
    "",
    [],
    [None],
    [["a"]],
    {},
    object(),
    pd.NA,
    2.5,
    float("nan"),
    -1,
    True,
    b"x",
    pd.DataFrame({"a": [1]}),
]


def asked_of_figures():
    """Every public measure and exhibit, also those that are asked of no data set."""
    named = {**vars(exhibits), **{name: getattr(pop, name) for name in pop.__all__}}
    functions = {name: each for name, each in named.items() if inspect.isfunction(each) and not name.startswith("_")}
    return {name: each for name, each in functions.items() if each.__module__.split(".")[1] in OF_FIGURES}


def right(data, function):
    """What each argument without a default may be."""
    own = {"changes": pop.transitions, "times": pop.timeliness, "grid": pop.sensitivity, "rows": pop.fulfilment}
    steps = pop.timeliness(data)
    plain = {"count": 2, "n": 5, "percent": 40.0, "percents": [17.0, 83.0], "aim": "top", "figure": FIGURE}
    plain |= {"after": steps["addressed_after"], "reached_by": steps["addressed_by"], "data": data}
    plain |= {"old": data.model, "new": data.model} if function is pop.method_revisions else {"old": data, "new": data}
    needed = [name for name, each in inspect.signature(function).parameters.items() if each.default is each.empty]
    known = GOOD | plain
    return {name: own[name](data) if name in own else known[name] for name in needed if name != "blocks"}


class FIGURE:
    """What gives itself as plotly's figures do."""

    @staticmethod
    def to_json():
        return '{"data": [], "layout": {}}'


@pytest.mark.parametrize("name", sorted(asked_of_figures().keys() - {"folded", "if_any", "in_workbook"}))
def test_whatever_is_given_ends_in_one_line_and_in_no_error_of_a_library(data, name):
    function = asked_of_figures()[name]
    given = right(data, function)
    for parameter in inspect.signature(function).parameters:
        for value in ANYTHING:
            told = what_is_told(function, given | {parameter: value})
            assert "\n" not in told
            assert told or type(value) is not object, f"{parameter} may be anything"


def what_is_told(function, given):
    """What a wrong use is told with; a refusal, of which the reasons stand in two languages, tells of no wrong use."""
    try:
        function(**given)
    except WrongUse as told:
        return str(told)
    except pop.Refusal:
        return "refused"
    return ""


@pytest.mark.parametrize(
    "wrong",
    [
        lambda data: pop.told_apart(data, []),
        lambda data: exhibits.stacked_bar_chart(data, [], language="en"),
        lambda data: exhibits.activities_table(data, [], language="en"),
        lambda data: exhibits.unit_chart(data, "fier", None, language="en"),
        lambda data: exhibits.unit_chart(data, "fier", "2019-2023", language=["en"]),
        lambda data: exhibits.outputs_table(data, "2021-01-01", "2021-12-31", by="typ", language="en"),
        lambda data: pop.fulfilment(data, assessments=""),
        lambda data: pop.sensitivity(data, only_neighbours="no"),
        lambda data: pop.sensitivity(data, partial=[]),
        lambda data: pop.index(data, w=True),
        lambda data: pop.outputs(data, "2021-12-31", "2021-01-01"),
        lambda data: exhibits.decisions_table(data, "2021-12-31", "2021-01-01", language="en"),
        lambda data: pop.possible_counts(101, 3),
        lambda data: pop.possible_splits([-1, 101], 3),
        lambda data: pop.possible_counts(40, 0),
        lambda data: pop.possible_counts(40, 5, any_rounding="no"),
        lambda data: pop.wilson(7, 5),
        lambda data: pop.wilson([1, 2], [3, 4, 5]),
        lambda data: pop.wilson(1, 2, confidence=95),
    ],
)
def test_what_says_nothing_is_not_taken_for_an_absence(data, wrong):
    with pytest.raises(WrongUse, match=r"Known: |, not |got "):
        wrong(data)


@pytest.mark.parametrize(("wrong", "near"), [(1999, "Did you mean “2015”"), ("2022-05-01", None), (2099, "“2027”")])
def test_the_nearest_of_years_is_a_year_nearby_not_one_of_like_letters(data, wrong, near):
    with pytest.raises(WrongUse, match=near or "“2022-05-01”[.] Known: 2015"):
        pop.audit(data, calendar_year=wrong)


def test_a_column_that_is_named_twice_is_that_column(data):
    assert pop.fulfilment(data, by=["theme", "theme"]).equals(pop.fulfilment(data, by="theme"))


@pytest.mark.parametrize("wrong", [lambda data: pop.audit(data, True), lambda data: pop.panel(data, with_=[None])])
def test_what_is_no_name_is_near_none(data, wrong):
    with pytest.raises(WrongUse, match=r"unknown .*”[.] Known: "):
        wrong(data)


def test_a_period_of_one_day_is_a_period(data):
    assert pop.outputs(data, "2021-01-01", "2021-01-01").empty


def test_a_year_that_a_frame_gives_as_a_float_is_that_year(data):
    assert resolved(data, "monitoring_year", 1.0) == 1
    assert pop.possible_counts(40, 5.0) == [2]


def test_one_name_where_several_may_stand_is_one(data):
    assert pop.fulfilment(data, by="cycle").equals(pop.fulfilment(data, by=["cycle"]))
