"""A slice is what the page of one municipality is made of: it changes when that changes, and only then."""

import pandas as pd
import pytest

from pop_analysis.model import Model, load_model
from pop_analysis.reading.slices import slice_of, versions_of_slices

OWN, OTHER = "lumebardhe", "gurevjollce"
TABLES = {name: table for name, table in load_model().tables.items() if "municipality" in table.columns}
NEVER = {"replies", "shown_evidence"}  # the invented network of the tests has none of these


def changed(data, name, municipality):
    """The data with another text in one row of ``municipality``; None where it has no row."""
    frame = data[name]
    rows = frame.index[frame["municipality"] == municipality]
    if not len(rows):
        return None
    texts = [column for column, dtype in data.model.tables[name].columns.items() if dtype == "str"]
    other = frame.copy()
    other.loc[rows[0], texts[-1]] = "something else"
    return data.with_tables({**data.tables, name: other})


def others_that_changed(data, before):
    after = versions_of_slices(data)
    return {municipality for municipality, version in before.items() if after[municipality] != version}


@pytest.fixture(scope="module")
def before(example):
    return versions_of_slices(example)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_row_changes_its_own_slice_and_others_only_where_they_are_compared(example, before, name):
    data = changed(example, name, OWN) or changed(example, name, OTHER)
    if data is None:
        assert name in NEVER
        return
    found = others_that_changed(data, before)
    assert found == set(before) if TABLES[name].compared else len(found) == 1


def test_a_row_that_stands_at_another_cell_changes_the_slice_it_belongs_to(example, before):
    moved = example.twin()
    row = example["activities"]["municipality"].tolist().index(OWN)
    there = (moved.provenance["table"] == "activities") & (moved.provenance["row"] == row)
    moved.provenance.loc[there, "sheet_row"] += 1
    assert there.sum() == 1
    assert others_that_changed(moved, before) == {OWN}


@pytest.mark.parametrize("about", ["findings", "balance"])
def test_what_reading_found_changes_the_slice_whose_workbook_it_was_found_in(example, before, about):
    found = example.twin()
    lines = getattr(found, about)
    last = pd.DataFrame([dict.fromkeys(lines, "1") | {"file": f"{OWN}.xlsx"}]).astype(lines.dtypes)
    setattr(found, about, pd.concat([lines, last], ignore_index=True))
    assert f"{OWN}.xlsx" in set(example.provenance["file"])
    assert others_that_changed(found, before) == {OWN}


def test_another_declaration_changes_every_slice(example, before):
    other = example.twin()
    declared = load_model().declared
    other.model = Model({**declared, "network": {**declared["network"], "method_version": "next"}})
    assert others_that_changed(other, before) == set(before)


def test_the_network_itself_changes_no_slice(example, before):
    activities = example["activities"]
    assert activities["municipality"].isna().any()
    data = example.with_tables({**example.tables, "activities": activities.dropna(subset="municipality")})
    assert others_that_changed(data, before) == set()


def test_the_slice_holds_nothing_of_others_but_what_is_compared(example):
    own = slice_of(example, OWN)
    for name, table in TABLES.items():
        assert table.compared or set(own[name]["municipality"]) <= {OWN}, name
    assert set(own["assessments"]["municipality"]) > {OWN}
    assert set(own.balance["file"]) == {f"{OWN}.xlsx"}
    assert own["survey"].empty
