"""A new kind of field is one entry and one converter: the template, reading, the tables and their changes follow."""

import pytest
import yaml
from openpyxl import load_workbook

from pop_analysis.exhibits.revision_wording import in_words
from pop_analysis.measures.editions.revisions import revisions
from pop_analysis.model import load_model
from pop_analysis.model.documentation import data_dictionary
from pop_analysis.model.kinds import KINDS, Kind
from pop_analysis.model.own import own_declaration
from pop_analysis.reading import read_folder
from pop_analysis.reading.conversion import convert
from pop_analysis.storage.descriptor import describe
from pop_analysis.workbooks.template import filled_workbook, save_workbook

HOURS = Kind("hours", "hours and minutes: `1:30`", (("_minutes", "Int64"),), width=33, centred=True, change="figure")


def read_hours(cell, field, context):
    hours, minutes = str(cell.value).split(":")
    return {f"{field.id}_minutes": 60 * int(hours) + int(minutes)}


@pytest.fixture
def model(monkeypatch, tmp_path):
    """POP's declaration with a field of a new kind among those of activities."""
    monkeypatch.setitem(KINDS, "hours", HOURS)
    monkeypatch.setitem(convert.CONVERTERS, "hours", read_hours)
    activities = own_declaration()["tables"]["activities"]
    field = {"kind": "hours", "header": {"sq": "Orë", "en": "Hours"}, "about": {"sq": "Sa zgjati", "en": "How long"}}
    tables = {"activities": activities | {"fields": activities["fields"] | {"lasted": field}}}
    tables = own_declaration()["tables"] | tables
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "tables.yml").write_text(yaml.safe_dump(tables, allow_unicode=True), encoding="utf-8")
    return load_model(tmp_path / "model")


def read(model, folder, lasted):
    rows = {
        "workbook": [{"kind": "bashki", "municipality": "Lumas"}],
        "activities": [{"type": "trajnim", "date": "2021", "title_sq": "Takim", "lasted": lasted}],
    }
    folder.mkdir()
    save_workbook(filled_workbook(model, rows, "municipality"), folder / "lumas.xlsx")
    return read_folder(folder, model)


def test_a_new_kind_is_one_entry_and_one_converter(model, tmp_path):
    old, new = (read(model, tmp_path / name, lasted) for name, lasted in (("old", "1:30"), ("new", "2:00")))
    assert new.activities["lasted_minutes"].tolist() == [120]
    sheet = load_workbook(tmp_path / "new" / "lumas.xlsx")[model.tables["activities"].sheet["sq"]]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == "Orë")
    assert sheet.column_dimensions[letter].width == HOURS.width
    assert sheet[f"{letter}2"].alignment.horizontal == "center"
    activities = next(each for each in describe(new)["resources"] if each["name"] == "activities")
    assert {each["name"]: each["type"] for each in activities["schema"]["fields"]}["lasted_minutes"] == "integer"
    (change,) = revisions(old, new).to_dict("records")
    assert (change["kind"], change["column"], change["old"], change["new"]) == ("figure", "lasted_minutes", "90", "120")
    assert in_words(revisions(old, new), old, new, "en")["column"].tolist() == ["Hours"]
    assert "| `hours` | hours and minutes: `1:30` |" in data_dictionary(model)
