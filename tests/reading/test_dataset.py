"""The data set: declared columns always, rows chosen by key, and a name that helps."""

import copy
import pickle
import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from IPython.core.completer import IPCompleter

import pop_analysis as pop
from pop_analysis.choices import WrongUse
from pop_analysis.model import Model
from pop_analysis.model.text import spelling
from pop_analysis.reading import Dataset
from pop_analysis.reading.tables.frames import frame_of


def test_every_table_has_its_declared_columns_and_types_even_when_empty(data, example, model):
    for each in (data, example, Dataset({}, model)):
        for name, table in model.tables.items():
            shown = {column: str(dtype) for column, dtype in each[name].dtypes.items()}
            assert shown == dict(table.columns), name


def test_a_table_is_reached_by_its_name(data):
    for name in data.tables:
        declared = data[name]
        assert declared.equals(data.tables[name])
        pd.testing.assert_frame_equal(getattr(data, name), declared, check_dtype=False, check_categorical=False)
        assert data.with_tables({name: getattr(data, name)}) is data
    assert "priorities" in dir(data)


def test_a_table_that_is_not_there_is_told_with_the_nearest(data):
    with pytest.raises(AttributeError, match=r"“prioritys”. Did you mean “priorities”"):
        _ = data.prioritys


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("data.prior", ".priorities"), ('data["prio', "priorities"), ('data.priorities["title_s', "title_sq")],
)
def test_ipython_completes_tables_and_columns(data, typed, offered):
    completer = IPCompleter(namespace={"data": data}, use_jedi=False)
    completer.suppress_competing_matchers = False
    assert any(offered.lstrip(".") in each for each in completer.complete(line_buffer=typed)[1])


WRITES = {
    "column": lambda frame: frame.__setitem__("status", "fully"),
    "cell": lambda frame: frame.iloc.__setitem__((0, 0), "x"),
    "loc": lambda frame: frame.loc.__setitem__((frame.index[0], "status"), "fully"),
    "names": lambda frame: setattr(frame, "columns", range(frame.shape[1])),
    "labels": lambda frame: setattr(frame.index, "name", "x"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_is_written_into_a_frame_given_out_is_the_writers_own(data, write):
    for source in (data, data.where(municipality="fier")):
        before, version = source.assessments.copy(), data.version
        for frame in (source.assessments, source["assessments"], source.tables["assessments"]):
            write(frame)
        pd.testing.assert_frame_equal(source.assessments, before)
        assert source.assessments.index.name is None
        assert data.version == version


def test_a_data_set_is_not_written_into(data):
    def attribute():
        data.assessments = data.assessments.iloc[:1]

    def item():
        data["assessments"] = data.assessments.iloc[:1]

    def table():
        data.tables["assessments"] = data.assessments.iloc[:1]

    for write in (attribute, item, table):
        with pytest.raises(WrongUse, match=r"data = data\.with_tables\(\{“assessments”: frame\}\)"):
            write()


def test_other_tables_make_another_data_set_that_says_so(data):
    status = data.assessments["status"].mask(data.assessments.index == 0, "not_addressed")
    other = data.with_tables({"assessments": data.assessments.assign(status=status)})
    assert (other.altered, data.altered) == (True, False)
    assert other.version != data.version
    assert other.where(municipality="fier").version == other.version
    assert other.where(municipality="fier").altered
    assert repr(other).startswith("Dataset(altered; 13 workbook")
    assert "changed by hand" in other._repr_html_()
    assert other.priorities.equals(data.priorities)


def test_the_same_tables_make_the_same_data_set(data):
    assert data.with_tables(data.tables) is data
    assert data.with_tables({"assessments": data.assessments.astype({"monitoring_year": "float64"})}) is data


WRONG = {
    "table": (lambda a: {"asessments": a}, "unknown table “asessments”. Did you mean “assessments”?"),
    "column": (lambda a: {"assessments": a.rename(columns={"status": "statsu"})}, "Did you mean “status”?"),
    "missing": (lambda a: {"assessments": a.drop(columns="status")}, "without its columns status"),
    "term": (lambda a: {"assessments": a.assign(status="partialy")}, "“partialy”. Did you mean “partially”?"),
    "number": (lambda a: {"assessments": a.assign(monitoring_year=1.5)}, "“assessments.monitoring_year” must be Int64"),
    "text": (lambda a: {"assessments": a.assign(source=7)}, "“assessments.source” must be str, not integer"),
    "day": (
        lambda a: {"assessments": a.assign(period_start=pd.Timestamp("2021-01-01 10:00:00.5"))},
        "must be datetime",
    ),
}


@pytest.mark.parametrize(("tables", "said"), WRONG.values(), ids=WRONG)
def test_a_table_that_is_not_as_declared_is_refused_with_the_nearest(data, tables, said):
    with pytest.raises(WrongUse, match=re.escape(said)):
        data.with_tables(tables(data.assessments))


def test_where_knows_its_columns_and_takes_any_list(data):
    with pytest.raises(WrongUse, match=r"“munisipality”\. Did you mean “municipality”"):
        data.where(munisipality="fier")
    with pytest.raises(WrongUse, match=r"unknown municipality “nowhere”.*Known: durres, elbasan"):
        data.where(municipality="nowhere")
    assert len(data.where(municipality=data.municipalities["municipality"]).priorities) == len(data.priorities)


def test_a_column_nobody_fills_makes_no_other_version_of_the_data(data, model):
    """A program that knows one more reads the same of the same workbooks: what was approved stays approved."""
    table = model.tables["reports"]
    more = replace(table, fields={**table.fields, "remark": replace(table.fields["note"], id="remark")})
    newer = copy.copy(model)
    newer.tables = {**model.tables, "reports": more}
    same = {name: data[name] for name in data.tables if name != "reports"}
    unfilled = data["reports"].assign(remark=pd.Series(pd.NA, index=data["reports"].index, dtype="str"))
    later = Dataset(same | {"reports": unfilled}, newer)
    filled = Dataset(same | {"reports": unfilled.assign(remark="x")}, newer)
    assert "remark" in later["reports"]
    assert later.version == data.version != filled.version


def test_a_selection_keeps_the_version(data):
    own = data.select({"activities": data.activities["municipality"] == "fier"}, files=["fier.xlsx"])
    assert set(own.activities["municipality"]) == {"fier"}
    assert (own.version, own.altered) == (data.version, False)
    assert set(own.balance["file"]) == {"fier.xlsx"}
    assert len(own.priorities) == len(data.priorities)


@pytest.mark.parametrize("keys", [{}, {"municipality": "fier"}])
def test_it_pickles_also_after_a_measure_has_run(data, keys):
    own = data.where(**keys)
    counts = pop.fulfilment(own)
    back = pickle.loads(pickle.dumps(own))
    assert (back.version, back.altered, repr(back)) == (data.version, False, repr(own))
    assert "where" in dir(back)
    pd.testing.assert_frame_equal(pop.fulfilment(back), counts)
    assert back.places("assessments").equals(own.places("assessments"))
    assert back != own


def test_a_row_is_found_at_its_cells_however_its_frame_was_turned(data, root):
    for table, column in (("assessments", "status"), ("activities", "title_sq"), ("contracts", "cycle")):
        frame = data[table].dropna(subset=[column])
        turned = frame.sample(frac=1, random_state=1).reset_index(drop=True).iloc[::2]
        for row, place, cell in zip(
            turned.to_dict("records"),
            data.places(table, turned).itertuples(),
            data.cells(table, column, turned),
            strict=True,
        ):
            sheet = openpyxl.load_workbook(root / "data" / "raw" / place.file)[place.sheet]
            typed = str(sheet[cell].value)
            if column == "status":
                assert data.model.spellings["statuses"][spelling(typed)] == row[column]
            else:
                assert typed.replace("–", "-").split() == str(row[column]).replace("–", "-").split()


def test_every_row_has_its_own_place(data, example):
    for each in (data, example):
        for name, frame in each.tables.items():
            places = each.places(name)
            assert places.index.equals(frame.index)
            assert places.notna().all(axis=None)
            assert not places.duplicated().any(), name


def test_a_row_nobody_read_stands_nowhere(data):
    row = data.assessments.head(1).assign(priority="fier/2019-2023/99")
    assert data.places("assessments", row).isna().all(axis=None)
    assert data.cells("assessments", "status", row).isna().all()
    assert data.cells("assessments", "municipality").isna().all()
    with pytest.raises(WrongUse, match="“monitor”; rows of “assessments” are known by"):
        data.places("assessments", row.drop(columns="monitor"))


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
    assert "0 refused, 0 rejected, 0 blanked, 2 note" in repr(data)


def test_in_jupyterlab_it_shows_its_frames_and_what_each_is(data, model):
    shown = data._repr_html_()
    (row,) = [row for row in shown.split("<tr>") if ">data.priorities</td>" in row]
    assert re.findall(r"<td[^>]*>(.*?)</td>", row) == [
        "data.priorities",
        "22",
        str(len(model.tables["priorities"].columns)),
        "One row for each priority of the contract, with its number.",
    ]
    assert "0 refused, 0 rejected, 0 blanked, 2 note" in shown
    assert data.version in shown


def test_a_name_with_marks_is_shown_as_it_is_written(model):
    name = {"name": dict.fromkeys(model.languages, "<b>Rrjeti</b>")}
    other = Model(model.declared | {"network": model.declared["network"] | name})
    assert "&lt;b&gt;Rrjeti" in Dataset({}, other)._repr_html_()
