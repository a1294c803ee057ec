"""From a figure back to the cells it was counted from: as they stand in the workbooks, and no others."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pop_analysis.choices import WrongUse
from pop_analysis.exhibits import channels_list, unit_chart
from pop_analysis.measures import by_theme, cells, fulfilment, panel, transitions
from pop_analysis.model.text import spelling

ROOT = Path(__file__).parents[2]
PLACE = ["file", "sheet", "cell"]


def as_typed(place, folder=ROOT / "data" / "raw"):
    return load_workbook(folder / place["file"])[place["sheet"]][place["cell"]].value


def test_the_cells_behind_a_share_hold_in_the_workbook_the_verdicts_it_counts(data):
    shares = fulfilment(data)
    behind = cells(data, shares)
    spellings = data.model.spellings["statuses"]
    for _, place in behind.iterrows():
        assert spellings[spelling(as_typed(place))] == place["value"]
    counted = behind.groupby(["row", "value"]).size()
    for row, share in shares.iterrows():
        for level in data.model.levels:
            assert counted.get((row, level), 0) == share[level]


def test_rows_are_known_by_what_stands_in_them_not_by_their_place(example):
    rows = panel(example).query("municipality == 'lumebardhe'")
    whole = cells(example, rows)
    again = cells(example, rows.sample(frac=1, random_state=1).reset_index(drop=True))
    assert len(whole)
    assert set(map(tuple, again[PLACE].to_numpy())) == set(map(tuple, whole[PLACE].to_numpy()))
    kept = cells(example, rows.drop(columns=["contract", "cycle", "municipality", "theme"]))
    assert set(map(tuple, kept[PLACE].to_numpy())) == set(map(tuple, whole[PLACE].to_numpy()))


def test_of_a_change_both_verdicts_are_shown(example):
    changes = transitions(example).head(20)
    behind = cells(example, changes)
    for row, change in changes.iterrows():
        said = behind.loc[behind["row"] == row, "value"].tolist()
        levels = [change[name] for name in ("status_from", "status_to") if change[name] != example.model.missing]
        assert said == levels


def test_a_verdict_of_a_second_monitor_that_is_counted_in_nothing_stands_behind_nothing(example):
    behind = cells(example, fulfilment(example))
    assert len(behind) == len(behind.drop_duplicates(PLACE))
    assert len(behind) == (panel(example)["status"] != example.model.missing).sum() < len(example.assessments)


def test_where_a_key_is_missing_a_row_is_about_all_of_it(example):
    whole = by_theme(example.where(municipality="lumebardhe")).head(1)
    one = cells(example, whole)
    every = cells(example, whole.assign(theme=None))
    assert 0 < len(one) < len(every)


def test_rows_of_a_table_give_every_filled_field_and_its_source(data):
    behind = cells(data, data.contracts[data.contracts["contract"] == "vlore/2023-2027"])
    assert behind["table"].unique().tolist() == ["contracts"]
    signed = behind[behind["field"] == "signed_on"].iloc[0]
    assert as_typed(signed) == signed["value"].to_pydatetime()
    assert (behind["source"] == data.contracts.set_index("contract").loc["vlore/2023-2027", "source"]).all()
    assert behind["value"].notna().all()


def test_another_table_is_looked_in_when_it_is_named(data):
    behind = cells(data, fulfilment(data.where(municipality="fier")), table="evidence")
    assert behind["sheet"].unique().tolist() == ["Provat"]
    assert len(behind[behind["field"] == "url"]) == data.where(municipality="fier").evidence["url"].notna().sum()


def test_an_exhibit_leads_to_the_verdicts_it_says_were_assessed(data):
    drawn = cells(data, unit_chart(data, "fier", "2019-2023"), table="assessments")
    own = fulfilment(data.where(municipality="fier", cycle="2019-2023")).query("monitoring_year == 1")
    assert set(map(tuple, drawn[PLACE].to_numpy())) == set(map(tuple, cells(data, own)[PLACE].to_numpy()))


def test_behind_a_measure_that_found_nothing_there_are_no_cells(data):
    for nothing in (fulfilment(data).head(0), data.contracts.head(0)):
        behind = cells(data, nothing)
        assert behind.empty
        assert behind.dtypes.equals(cells(data, fulfilment(data)).dtypes)


@pytest.mark.parametrize(
    ("given", "table", "said"),
    [
        (lambda data: data.activities[["type"]], None, "the rows name none of municipality, contract"),
        (lambda data: panel(data), "asessments", "Did you mean “assessments”?"),
        (lambda data: "fier", None, "str counts nothing that stands in cells"),
        (lambda data: channels_list(data), None, "counts nothing that stands in cells"),
        (lambda data: unit_chart(data, "fier", "2019-2023"), "members", "counts nothing of “members”"),
        (lambda data: panel(data).assign(monitoring_year="e para"), None, "“monitoring_year”"),
    ],
)
def test_what_cannot_be_traced_is_told_and_never_an_empty_frame(data, given, table, said):
    with pytest.raises(WrongUse, match=said):
        cells(data, given(data), table=table)
