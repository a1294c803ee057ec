"""What measures give is taken by statistics, charts, tables and files of other libraries as it is."""

import inspect
import warnings

import altair
import great_tables
import pandas as pd
import plotly.express as px
import pyarrow as pa
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from linearmodels import PanelOLS

import pop_analysis as pop

TAKEN = {"float64", "int64", "bool", "str", "category", "datetime64[s]", "datetime64[us]", "datetime64[ns]"}
VERDICTS = ["status", "status_from", "status_to", "other_status"]


def frames(data):
    """What every measure gives that needs nothing but the data, or what other measures gave."""
    given = {"data": data, "changes": pop.transitions(data), "times": pop.timeliness(data)}
    given |= {"grid": pop.sensitivity(data), "aim": "addressed", "start": "2015-01-01", "end": "2030-12-31"}
    given |= {"old": data, "new": data, "municipality": data.contracts["municipality"].iloc[0]}
    for name in pop.__all__:
        measure = getattr(pop, name)
        if not inspect.isfunction(measure) or not measure.__module__.startswith("pop_analysis.measures"):
            continue
        needed = {each.name for each in inspect.signature(measure).parameters.values() if each.default is each.empty}
        if needed <= set(given) and name not in ("method_revisions", "effect_of_activities"):
            try:
                found = measure(**{each: given[each] for each in needed})
            except pop.Refusal:
                continue
            if isinstance(found, pd.DataFrame):
                yield name, found


def test_every_column_of_every_measure_is_of_a_dtype_others_take(data, example):
    for each in (data, example):
        seen = dict(frames(each))
        assert len(seen) > 30
        for name, frame in seen.items():
            odd = {column: str(dtype) for column, dtype in frame.dtypes.items() if str(dtype) not in TAKEN}
            assert not odd, name


def test_tables_of_the_data_are_what_others_take_and_as_they_are_declared_by_their_name(data, example, tmp_path):
    for each in (data, example):
        for name, table in each.model.tables.items():
            frame = getattr(each, name)
            assert {str(dtype) for dtype in frame.dtypes} <= TAKEN, name
            declared = {column: str(dtype).replace("string", "str") for column, dtype in each[name].dtypes.items()}
            assert declared == table.columns, name
            assert pa.Table.from_pandas(frame).to_pandas().dtypes.astype(str).equals(frame.dtypes.astype(str)), name
            if len(frame):
                written = frame.dropna(axis="columns", how="all")
                written.to_stata(tmp_path / "a.dta", write_index=False, version=118)
                assert altair.Chart(frame).mark_point().encode(x=frame.columns[0]).to_dict()["datasets"]
                assert "<table" in great_tables.GT(frame.head()).as_raw_html()
        assert each.assessments["status"].cat.ordered
        assert {str(dtype) for dtype in each.places("assessments").dtypes} <= TAKEN


def test_a_logit_runs_on_the_verdicts_as_they_are_on_file(example):
    verdicts = example.assessments[example.assessments["status"].isin(example.model.levels)]
    verdicts = verdicts.assign(met=(verdicts["status"] >= "partially").astype(int))
    assert smf.logit("met ~ monitoring_year", data=verdicts).fit(disp=False).nobs == len(verdicts)


def test_numbers_of_a_chart_are_numbers_also_beside_one_that_is_not_known(example):
    cycle = example.contracts["cycle"].iloc[0]
    for chart in (pop.exhibits.interval_chart(example, [cycle]), pop.exhibits.stacked_bar_chart(example, [cycle])):
        shown = [[entry.value for entry in cells] for cells in zip(*chart.table.rows, strict=True)]
        for (name, column), values in zip(chart.frame.items(), shown, strict=True):
            if any(isinstance(value, float) for value in values):
                assert column.dtype == "float64", name
                assert column.isna().tolist() == [not isinstance(value, int | float) for value in values]


def test_figures_of_tables_are_floats(data):
    assert data.published_figures["value"].dtype == data.municipalities["latitude"].dtype == "float64"


def test_verdicts_are_ordered_the_worst_of_the_scale_below_the_best(example):
    levels = list(example.model.levels)
    for name, frame in frames(example):
        for column in set(VERDICTS) & set(frame):
            assert frame[column].cat.ordered, (name, column)
            assert list(frame[column].cat.categories[-len(levels) :]) == levels[::-1]
    verdicts = pop.panel(example)["status"]
    judged = verdicts[verdicts.isin(levels)]
    assert judged.max() == "fully"
    assert judged.min() == "not_addressed"


def test_what_was_given_is_taken_back(example):
    every = pop.panel(example)
    assert pop.fulfilment(example, assessments=every).equals(pop.fulfilment(example))
    assert pop.by_theme(example, assessments=every.query("monitoring_year == 1"))["total"].sum() > 0
    changes = pop.transitions(example, assessments=every)
    assert changes.equals(pop.transitions(example))
    assert pop.transition_counts(example, changes)["priorities"].sum() > 0
    assert pop.steps_of(pop.timeliness(example), "addressed")["share"].between(0, 1).all()
    assert len(pop.cells(example, every)) == len(pop.cells(example, every.astype({"status": "str"})))


def test_stata_takes_what_has_any_value(example, tmp_path):
    for name, frame in frames(example):
        if len(frame) and name != "cells":
            frame.dropna(axis="columns", how="all").to_stata(tmp_path / "a.dta", write_index=False, version=118)
    back = pd.read_stata(tmp_path / "a.dta")
    assert len(back) == len(frame)


def test_arrow_gives_back_the_same(example):
    for name, frame in frames(example):
        if name == "cells":
            continue
        back = pa.Table.from_pandas(frame).to_pandas()
        assert back.dtypes.astype(str).equals(frame.dtypes.astype(str)), name
        pd.testing.assert_frame_equal(back, frame, check_dtype=False)


@pytest.fixture
def verdicts(example):
    """Priorities beside years, as one would regress them: the months observed are missing for some."""
    months = pop.exposure(example)[["contract", "monitoring_year", "months_observed"]]
    every = pop.panel(example).merge(months, on=["contract", "monitoring_year"])
    every = every[every["status"].isin(example.model.levels)]
    every = every.assign(met=(every["status"] >= "partially").astype(int))
    every.loc[every.index[:3], "months_observed"] = None
    every.attrs["data"] = example
    return every


def test_a_logit_and_generalised_estimating_equations_run_on_the_panel(verdicts):
    logit = smf.logit("met ~ months_observed + C(theme)", data=verdicts[verdicts["theme"].isin(["water", "education"])])
    assert logit.fit(disp=False, method="bfgs", warn_convergence=False).nobs > 0
    gee = smf.gee(
        "met ~ months_observed + monitoring_year",
        "municipality",
        data=verdicts.dropna(subset=["months_observed"]),
        family=sm.families.Binomial(),
    )
    assert len(gee.fit().params) == 3
    counts = smf.ols("share_addressed ~ assessed + monitoring_year", data=pop.fulfilment(verdicts.attrs["data"])).fit()
    assert counts.nobs > 0


def test_a_panel_regression_runs_on_the_panel(verdicts):
    rows = verdicts.set_index(["priority", "monitoring_year"])
    found = PanelOLS(rows["met"], rows[["months_observed"]], entity_effects=True).fit(
        cov_type="clustered", clusters=rows[["municipality"]].apply(lambda each: each.astype("category").cat.codes)
    )
    assert found.nobs > 0


def test_charts_and_tables_are_drawn_of_the_counts(example):
    counts = pop.fulfilment(example)
    chart = altair.Chart(counts).mark_point().encode(x="monitoring_year:O", y="share_addressed", color="municipality")
    assert len(chart.to_dict()["datasets"]) == 1
    assert px.scatter(counts, x="assessed", y="share_addressed", color="municipality").data
    assert px.histogram(pop.panel(example), x="status").data
    table = great_tables.GT(counts[["municipality", "monitoring_year", "share_addressed"]])
    assert "<table" in table.fmt_percent("share_addressed").as_raw_html()


def test_steps_of_nothing_are_none_without_a_warning_of_a_library():
    nothing = pd.Series([], dtype="float64")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert pop.steps_reached(nothing, nothing).empty
