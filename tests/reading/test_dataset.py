"""The data set: declared columns always, rows chosen by key, and a name that helps."""

import re

import pytest

from pop_analysis.model import load_model
from pop_analysis.reading import Dataset
from pop_analysis.reading.dataset import frame_of


def test_every_table_has_its_declared_columns_and_types_even_when_empty(data, example, model):
    for each in (data, example, Dataset({}, model)):
        for name, table in model.tables.items():
            shown = {column: str(dtype) for column, dtype in each[name].dtypes.items()}
            assert shown == dict(table.columns), name


def test_a_table_is_reached_by_its_name(data):
    assert data.priorities is data["priorities"]
    assert "priorities" in dir(data)


def test_a_table_that_is_not_there_is_told_which_there_are(data):
    with pytest.raises(AttributeError, match=r"“prioritys”.*priorities"):
        _ = data.prioritys


def test_where_keeps_the_rows_asked_for_in_every_table(data):
    own = data.where(municipality="fier", cycle="2019-2023")
    assert set(own.priorities["municipality"]) == {"fier"}
    assert set(own.contracts["cycle"]) == {"2019-2023"}
    assert own.survey.equals(data.survey)
    assert (own.version, len(own.findings)) == (data.version, len(data.findings))
    assert len(data.priorities) == 22


def test_where_takes_several_values(data):
    both = data.where(municipality=["fier", "durres"])
    assert set(both.assessments["municipality"]) == {"fier", "durres"}


def test_a_value_that_is_missing_stays_missing(model):
    frame = frame_of(model.tables["priorities"], [{"number": None, "title_sq": None}, {"number": 3, "title_sq": "x"}])
    assert frame["number"].isna().tolist() == [True, False]
    assert frame["title_sq"].isna().tolist() == [True, False]
    assert str(frame["number"].dtype) == "Int64"


def test_it_says_what_it_holds(data):
    assert "22 priorities" in repr(data)
    assert "0 refused, 0 rejected, 0 note" in repr(data)


def test_in_jupyterlab_it_shows_its_frames_and_what_each_is(data, model):
    shown = data._repr_html_()
    (row,) = [row for row in shown.split("<tr>") if ">data.priorities</td>" in row]
    assert re.findall(r"<td[^>]*>(.*?)</td>", row) == [
        "data.priorities",
        "22",
        str(len(model.tables["priorities"].columns)),
        "One row for each priority of the contract, with its number.",
    ]
    assert "0 refused, 0 rejected, 0 note" in shown
    assert data.version in shown


def test_a_name_with_marks_is_shown_as_it_is_written(model):
    other = load_model()
    other.name = dict.fromkeys(model.languages, "<b>Rrjeti</b>")
    assert "&lt;b&gt;Rrjeti" in Dataset({}, other)._repr_html_()
