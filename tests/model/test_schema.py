"""Another network needs other declarations, not other code."""

import json

import pytest
import yaml

from pop_analysis import exhibits, measures
from pop_analysis.model import Model, load_model
from pop_analysis.reading import read_folder
from pop_analysis.synthetic import make_example
from pop_analysis.workbooks.template import filled_workbook, save_workbook

RUNGS = {"done": ("#0B3C5D", 1), "mostly": ("#3B7DB0", 0.7), "begun": ("#A9CFEE", "w"), "untouched": ("#9A3412", 0)}


def rung(key, colour, worth):
    """A status of a scale of four."""
    counted = {"zero": f"none {key}", "one": f"{{n}} {key}", "other": f"{{n}} {key}"}
    return {
        "label": {"en": f"{key} so far", "sq": f"deri tani {key}"},
        "short": {"en": key, "sq": key},
        "letter": {"en": key[0].upper(), "sq": key[0].upper()},
        "counted": {"en": counted, "sq": counted},
        "addressed": worth != 0,
        "judged": True,
        "worth": worth,
        "colour": colour,
        "ink": "#FFFFFF",
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of data with the declaration of another network: English first, four verdicts, two themes."""
    folder = tmp_path_factory.mktemp("elsewhere")
    own = load_model().declared
    apart = {key: own["statuses"][key] for key in ("not_assessed", "unverifiable", "withdrawn")}
    themes = {key: {"label": {"en": key.title(), "sq": key.title()}} for key in ("roads", "schools")}
    declare(
        folder / "model",
        network=own["network"] | {"short_name": "Elsewhere", "languages": ["en", "sq"]},
        statuses={key: rung(key, *look) for key, look in RUNGS.items()} | apart,
        vocabularies=own["vocabularies"] | {"themes": themes},
    )
    make_example(folder, municipalities=3, years=2, model=load_model(folder / "model"))
    return folder


def declare(folder, **parts):
    folder.mkdir(parents=True, exist_ok=True)
    for part, content in parts.items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / f"{part}.yml").write_text(text, encoding="utf-8")


def only_english(declared):
    """A declaration with its English half."""
    if isinstance(declared, dict):
        if "en" in declared and "sq" in declared:
            return {key: each for key, each in declared.items() if key != "sq"}
        return {key: only_english(each) for key, each in declared.items()}
    return declared


@pytest.fixture(scope="module")
def elsewhere(folder):
    return read_folder(folder)


def test_a_file_that_is_not_there_is_taken_from_pops_own_declaration(tmp_path):
    declare(tmp_path, network=load_model().declared["network"] | {"short_name": "Other"})
    other = load_model(tmp_path)
    assert other.short_name == "Other"
    assert other.statuses == load_model().statuses


def test_the_declaration_beside_the_data_is_the_one_they_are_read_with(elsewhere):
    assert elsewhere.model.short_name == "Elsewhere"
    assert elsewhere.model.levels == list(RUNGS)
    assert list(elsewhere.model.lists["themes"]) == ["roads", "schools"]


def test_another_network_is_read_without_a_finding(elsewhere):
    assert elsewhere.findings.empty
    assert set(elsewhere.priorities["theme"].dropna()) <= {"roads", "schools"}
    assert set(elsewhere.assessments["status"]) >= {"done", "mostly", "begun", "untouched"}


def test_four_verdicts_are_counted_as_four(elsewhere):
    counts = measures.fulfilment(elsewhere)
    counts = counts[counts["assessed"] > 0]
    assert (counts[list(RUNGS)].sum(axis=1) == counts["assessed"]).all()
    assert (counts["share_top"] == counts["done"] / counts["assessed"]).all()
    first = counts.iloc[0]
    worth = first["done"] + 0.7 * first["mostly"] + 0.25 * first["begun"]
    assert measures.index(elsewhere, w=0.25).iloc[0]["index"] == pytest.approx(worth / first["assessed"])


def test_four_verdicts_are_drawn_as_four(elsewhere):
    bars = exhibits.stacked_bar_chart(elsewhere, exhibits.term(elsewhere), language="en")
    assert [trace["name"] for trace in bars.figure["data"]] == [f"{key} so far" for key in RUNGS]
    chart = exhibits.unit_chart(elsewhere, *elsewhere.assessments.iloc[0][["municipality", "cycle"]], language="en")
    assert "done" in chart.headline


def test_a_network_of_one_language_needs_no_other(tmp_path):
    own = only_english(load_model().declared)
    declare(
        tmp_path / "model",
        network=own["network"] | {"languages": ["en"]},
        **{part: own[part] for part in ("statuses", "vocabularies", "tables", "findings")},
    )
    model = load_model(tmp_path / "model")
    rows = {
        "workbook": [{"kind": "municipality", "municipality": "Somewhere"}],
        "contracts": [{"cycle": "2019-2023", "signed_on": "June 2019"}],
        "priorities": [{"cycle": "2019-2023", "label": 1, "title_sq": "Roads"}],
        "assessments": [{"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "partially"}],
    }
    save_workbook(filled_workbook(model, rows, "municipality"), tmp_path / "somewhere.xlsx")
    data = read_folder(tmp_path)
    assert list(data.findings["code"]) == ["FI-10", "ST-02"]
    assert "message_sq" not in data.findings
    chart = exhibits.unit_chart(data, "somewhere", "2019-2023", language="en")
    assert "“partially addressed”" in chart.headline


def test_a_model_can_be_written_and_read_back():
    own = load_model()
    again = Model(json.loads(own.to_json()))
    assert again.tables == own.tables
    assert again.statuses == own.statuses
    assert again.spellings == own.spellings


def test_a_label_nobody_declared_is_shown_as_it_is(model):
    assert model.label("themes", "water", "en") == "Water and sewerage"
    assert model.label("themes", "unheard-of", "en") == "unheard-of"
    assert model.label("themes", None, "en") == ""
    assert model.label("themes", float("nan"), "en") == ""


def test_a_date_fills_its_first_day_its_last_and_its_precision(model):
    assert {
        name: dtype for name, dtype in model.tables["contracts"].columns.items() if name.startswith("signed_on")
    } == {
        "signed_on": "datetime64[s]",
        "signed_on_end": "datetime64[s]",
        "signed_on_precision": "str",
    }


def test_the_municipality_comes_first_where_rows_belong_to_one(model):
    assert next(iter(model.tables["priorities"].columns)) == "municipality"
    assert "municipality" not in model.tables["survey"].columns


def test_a_column_knows_the_field_a_person_typed_it_in(model):
    assert model.tables["contracts"].field_of("signed_on_end").id == "signed_on"
    assert model.tables["contracts"].field_of("municipality") is None


def test_a_model_says_whose_it_is_and_shows_its_verdicts_in_their_colours(model):
    assert repr(model) == ("Model(POP; languages: sq, en; verdicts, best first: fully, partially, not_addressed)")
    shown = model._repr_html_()
    assert "Juxtaposing Political Offers" in shown
    for status in model.scale:
        assert f"background:{status.colour};color:{status.ink}" in shown
        assert f">{status.label['en']}<" in shown
