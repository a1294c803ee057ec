"""What an earlier program wrote is read by a later one that knows more: what it did not know is empty."""

import json
import shutil

import pandas as pd
import pyarrow.parquet as pq
import pytest

import pop_analysis as pop
from pop_analysis.measures import method_revisions
from pop_analysis.reading import read_folder
from pop_analysis.storage.processed import read_processed, write_processed
from pop_analysis.synthetic import make_example

# A table, or one field of it, that an earlier program may not have known.
SINCE = [
    ("evidence", None),
    ("reports", None),
    ("citizens_scores", None),
    ("published_figures", None),
    ("activities", None),
    ("replies", None),
    ("assessments", "to_confirm"),
    ("assessments", "period"),
    ("contracts", "signed_on"),
    ("priorities", "since_year"),
    ("campaign_stages", "amount_all"),
]
CALLS = (
    "pop.fulfilment(data)",
    "pop.coverage(data)",
    "pop.published_against_computed(data)",
    "pop.activity_counts(data)",
    "pop.campaign_ladder(data)",
    "pop.evidence_counts(data)",
    "pop.exhibits.municipality_head(data, 'lumebardhe', language='en')",
    "pop.exhibits.network_head(data, '2019-2023', language='en')",
    "pop.exhibits.priority_stories(data, 'lumebardhe', '2019-2023', language='en')",
    "pop.exhibits.unknowns_list(data, 'lumebardhe', '2019-2023', language='en')",
    "pop.exhibits.unit_chart(data, 'lumebardhe', '2019-2023', language='en')",
    "pop.codebook(data, language='en')",
)


@pytest.fixture(scope="module")
def processed(made_once, tmp_path_factory):
    raw = made_once("example-of-3", lambda folder: make_example(folder, municipalities=3, years=2))
    place = tmp_path_factory.mktemp("data") / "processed"
    write_processed(read_folder(raw), place)
    return place


@pytest.fixture
def written_before(processed, tmp_path):
    """The tables as a program wrote them that did not know a table yet, or a field of one."""

    def write(table, field):
        place = shutil.copytree(processed, tmp_path / "before")
        model = json.loads((place / "model.json").read_text("utf-8"))
        for name in (f"{table}.csv", f"{table}.parquet") if field is None else ():
            (place / name).unlink()
        if field is None:
            del model["tables"][table]
        else:
            columns = [name for name, _ in read_processed(processed).model.tables[table].fields[field].columns]
            del model["tables"][table]["fields"][field]
            kept = pq.read_table(place / f"{table}.parquet").drop_columns(columns)
            pq.write_table(kept, place / f"{table}.parquet")
        (place / "model.json").write_text(json.dumps(model), "utf-8")
        return read_processed(place)

    return write


@pytest.mark.parametrize(("table", "field"), SINCE)
def test_what_was_not_known_yet_is_empty_and_everything_else_as_it_was(written_before, processed, table, field):
    now, then = read_processed(processed), written_before(table, field)
    assert set(then.tables) == set(now.tables)
    for name, frame in now.tables.items():
        new = [column for column in frame if name == table and then[name][column].isna().all()]
        assert then[name].dtypes.to_dict() == frame.dtypes.to_dict()
        if name != table:
            pd.testing.assert_frame_equal(then[name], frame)
        elif field is None:
            assert then[name].empty
        else:
            assert {column for column, _ in now.model.tables[table].fields[field].columns} <= set(new)
            pd.testing.assert_frame_equal(then[name].drop(columns=new), frame.drop(columns=new))
    assert then.model.statuses == now.model.statuses


@pytest.mark.parametrize(("table", "field"), SINCE)
def test_every_call_gives_an_answer_on_it(written_before, table, field):
    data = written_before(table, field)
    for call in CALLS:
        assert eval(call, {"pop": pop, "data": data}) is not None


def test_what_is_new_since_then_is_told_as_a_change_of_the_method(written_before, processed):
    told = method_revisions(written_before("assessments", "to_confirm").model, read_processed(processed).model)
    assert told[["item", "old", "new"]].to_numpy(na_value=None).tolist() == [["assessments.to_confirm", None, "choice"]]


def test_a_column_that_was_known_and_is_gone_is_not_taken_for_empty(processed, tmp_path):
    place = shutil.copytree(processed, tmp_path / "cut")
    pq.write_table(pq.read_table(place / "assessments.parquet").drop_columns(["reason"]), place / "assessments.parquet")
    with pytest.raises(KeyError, match="reason"):
        read_processed(place)


def test_before_networks_named_their_units_all_sentences_spoke_of_municipalities(processed, tmp_path):
    place = shutil.copytree(processed, tmp_path / "unnamed")
    model = json.loads((place / "model.json").read_text("utf-8"))
    del model["network"]["nouns"]
    for words in model["words"].values():
        del words["nouns"], words["explore"]
    (place / "model.json").write_text(json.dumps(model), "utf-8")
    told = {language: words["explore"]["caption"] for language, words in read_processed(place).model.words.items()}
    assert told["en"].startswith("{place}, contract {cycle}")
    assert told["sq"].startswith("Bashkia {place}, kontrata {cycle}")
