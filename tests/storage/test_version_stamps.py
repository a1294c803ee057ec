"""The version of a municipality's page changes when what it is made of changes, and only then."""

import pandas as pd
import pytest
from page_parts import own_part

from pop_analysis.model import Model, load_model
from pop_analysis.reading import Dataset
from pop_analysis.storage.version_stamps import page_versions, stamp_of

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
    return data.with_tables({name: other})


def others_that_changed(data, before):
    after = page_versions(data)
    return {municipality for municipality, version in before.items() if after[municipality] != version}


def beside(data):
    return {name: getattr(data, name) for name in ("findings", "balance", "provenance", "sheet_columns")}


def with_beside(data, **other):
    """The same tables with something else beside them."""
    return Dataset(data.tables, data.model, **beside(data) | other)


@pytest.fixture(scope="module")
def before(example):
    return page_versions(example)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_row_changes_its_own_page_and_others_only_where_they_are_compared(example, before, name):
    data = changed(example, name, OWN) or changed(example, name, OTHER)
    if data is None:
        assert name in NEVER
        return
    found = others_that_changed(data, before)
    assert found == set(before) if TABLES[name].compared else len(found) == 1


def test_a_row_that_stands_at_another_cell_changes_the_page_it_belongs_to(example, before):
    provenance = example.provenance
    there = (provenance["table"] == "activities") & (provenance["file"] == f"{OWN}.xlsx")
    provenance.loc[provenance.index[there][0], "sheet_row"] += 1
    assert others_that_changed(with_beside(example, provenance=provenance), before) == {OWN}


@pytest.mark.parametrize("about", ["findings", "balance", "sheet_columns"])
def test_what_reading_found_changes_the_page_whose_workbook_it_was_found_in(example, before, about):
    lines = getattr(example, about)
    last = pd.DataFrame([dict.fromkeys(lines, "1") | {"file": f"{OWN}.xlsx"}]).astype(lines.dtypes)
    found = with_beside(example, **{about: pd.concat([lines, last], ignore_index=True)})
    assert f"{OWN}.xlsx" in set(example.provenance["file"])
    assert others_that_changed(found, before) == {OWN}


def test_another_declaration_changes_every_page(example, before):
    declared = load_model().declared
    model = Model({**declared, "network": {**declared["network"], "method_version": "next"}})
    other = Dataset(example.tables, model, **beside(example))
    assert others_that_changed(other, before) == set(before)


def test_the_network_itself_changes_no_page(example, before):
    activities = example["activities"]
    assert activities["municipality"].isna().any()
    data = example.with_tables({"activities": activities.dropna(subset="municipality")})
    assert others_that_changed(data, before) == set()


def test_the_part_holds_nothing_of_others_but_what_is_compared(example):
    own = own_part(example, OWN)
    for name, table in TABLES.items():
        assert table.compared or set(own[name]["municipality"]) <= {OWN}, name
    assert set(own["assessments"]["municipality"]) > {OWN}
    assert set(own.balance["file"]) == {f"{OWN}.xlsx"}
    assert own["survey"].empty


def test_a_copy_in_a_row_of_another_municipality_changes_the_pages_that_lead_to_its_address(judged):
    page = "https://both.example/page"
    contracts = [{"municipality": place, "cycle": "2019-2023", "contract": f"{place}/2019-2023", "url": url}
                 for place, url in (("lumas", page), ("gurre", f"{page}/2"))]  # fmt: skip
    own = {"municipality": "ura", "contract": "ura/2019-2023", "priority": "ura/2019-2023/1", "url": page}
    versions = []
    for copy in (None, "https://archive.example/1", "https://archive.example/2"):
        evidence = [own | {"kind": "media", "archived_url": copy}]
        data = judged({place: {1: "F"} for place in ("lumas", "gurre", "ura")}, contracts=contracts, evidence=evidence)
        versions.append(page_versions(data))
    for place, changes in (("lumas", 3), ("gurre", 1), ("ura", 3)):
        assert len({each[place] for each in versions}) == changes, place


def test_altered_data_state_their_own_version_on_every_page(example):
    data = changed(example, "activities", OTHER)
    assert stamp_of(data, OWN).version == data.version != example.version
    assert stamp_of(example, OWN).version != example.version
