"""What changed is told, all of it and nothing else: rows that came and went, values, and the method."""

import copy
import unicodedata

import msgspec
import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pop_analysis.measures import method_revisions, new_corrections, revisions
from pop_analysis.measures.editions.method_revisions import ROLES
from pop_analysis.measures.editions.revisions import COLUMNS
from pop_analysis.measures.editions.values import span
from pop_analysis.model import Model
from pop_analysis.model.keys import Status
from pop_analysis.reading import Dataset, read_folder
from pop_analysis.reading.tables.frames import frame_of
from pop_analysis.synthetic import make_example

SAID = ["table", "key", "kind", "change", "column", "old", "new"]
OWN = {"municipality": "lumas", "contract": "lumas/2019-2023", "cycle": "2019-2023"}
FIRST = "lumas/2019-2023/1"


def told(old, new):
    found = revisions(old, new)
    return [tuple(None if pd.isna(each) else each for each in row) for row in found[SAID].to_numpy()]


def holding(data, tables):
    """The same data with other tables, whatever they hold."""
    return Dataset({**data.tables, **tables}, data.model, data.findings, data.balance, data.provenance)


def edited(data, table, **columns):
    """The data set with other values in the first row of a table."""
    rows = data[table].to_dict("records")
    rows[0] |= columns
    return holding(data, {table: frame_of(data.model.tables[table], rows)})


def without(data, table, row=0):
    return holding(data, {table: data[table].drop(index=data[table].index[row])})


def shuffled(data, seed=1):
    return holding(data, {name: frame.sample(frac=1, random_state=seed) for name, frame in data.tables.items()})


@pytest.fixture(scope="module")
def lumas(judged, day):
    """One contract of three priorities, judged once, with evidence and an activity."""
    date = {"date": day("2021-04-01"), "date_end": day("2021-04-30"), "date_precision": "month"}
    evidence = OWN | date | {"priority": FIRST, "kind": "petition", "url": "https://example.org/1", "note": "Peticion"}
    meeting = {"type": "meeting", "municipality": "lumas", "title_sq": "Takim", "participants": 12} | date
    return judged({"lumas": {1: "FPN"}}, evidence=[evidence], activities=[meeting])


def test_a_data_set_against_itself_has_no_change(lumas, data, example):
    for each in (lumas, data, example):
        found = revisions(each, each)
        assert len(found) == 0
        assert {name: str(dtype) for name, dtype in found.dtypes.items()} == COLUMNS


def test_an_empty_data_set_against_itself_has_no_change(dataset):
    assert revisions(dataset(), dataset()).empty


def test_a_changed_verdict_is_told_with_the_old_and_the_new_one(lumas):
    new = edited(lumas, "assessments", status="partially")
    assert told(lumas, new) == [("assessments", f"{FIRST} · 1", "verdict", "changed", "status", "fully", "partially")]
    [found] = revisions(lumas, new).to_dict("records")
    assert (found["municipality"], found["priority"], found["monitoring_year"]) == ("lumas", FIRST, 1)
    assert lumas["assessments"].loc[found["old_row"], "status"] == "fully"
    assert new["assessments"].loc[found["new_row"], "status"] == "partially"


def test_a_verdict_that_appeared_or_is_gone_is_told_as_a_verdict(lumas):
    less = without(lumas, "assessments")
    assert told(lumas, less) == [("assessments", f"{FIRST} · 1", "verdict", "gone", "status", "fully", None)]
    assert told(less, lumas) == [("assessments", f"{FIRST} · 1", "verdict", "appeared", "status", None, "fully")]


@pytest.mark.parametrize(
    ("table", "columns", "kind", "column", "old", "new"),
    [
        ("assessments", {"reason": "U ndriçua."}, "text", "reason", None, "U ndriçua."),
        ("assessments", {"source": "https://example.org/r"}, "link", "source", None, "https://example.org/r"),
        ("priorities", {"title_sq": "Ujë"}, "text", "title_sq", "P1", "Ujë"),
        ("priorities", {"theme": None}, "term", "theme", "water", None),
        ("contracts", {"priorities_total": 4}, "figure", "priorities_total", "3", "4"),
        ("municipalities", {"latitude": 41.25}, "figure", "latitude", None, "41.25"),
        ("evidence", {"archived_url": "https://example.org/a"}, "evidence", "archived_url", None, "https://example.org/a"),
    ],
)  # fmt: skip
def test_a_change_is_of_the_kind_of_its_field(lumas, table, columns, kind, column, old, new):
    [found] = told(lumas, edited(lumas, table, **columns))
    assert found[0] == table
    assert found[2:] == (kind, "changed", column, old, new)


def test_a_date_is_one_change_and_says_no_more_than_is_known(lumas, day):
    signed = {"signed_on": day("2019-06-01"), "signed_on_end": day("2019-06-30"), "signed_on_precision": "month"}
    month = edited(lumas, "contracts", **signed)
    assert told(lumas, month)[0][4:] == ("signed_on", None, "2019-06")
    exact = {"signed_on": day("2019-06-25"), "signed_on_end": day("2019-06-25"), "signed_on_precision": "day"}
    assert told(month, edited(lumas, "contracts", **exact))[0][4:] == ("signed_on", "2019-06", "2019-06-25")


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        (("2021-04-17", "2021-04-17", "day"), "2021-04-17"),
        (("2020-02-01", "2020-02-29", "month"), "2020-02"),
        (("2021-01-01", "2021-12-31", "year"), "2021"),
        (("2020-09-01", "2021-09-30", "range"), "2020-09-01/2021-09-30"),
        (("2021-04-17", "2021-04-18", "day"), "2021-04-17/2021-04-18 day"),
        (("2021-04-02", "2021-04-30", "month"), "2021-04-02/2021-04-30 month"),
        (("2021-04-17", "", ""), "2021-04-17/ ?"),
        (("", "", ""), ""),
    ],
)
def test_a_span_says_all_of_its_three_columns(columns, text):
    assert span(*columns) == text


def test_a_changed_key_is_one_row_gone_and_one_appeared(lumas):
    found = told(lumas, edited(lumas, "evidence", note="Tjetër"))
    assert {(row[3], row[2]) for row in found} == {("gone", "evidence"), ("appeared", "evidence")}
    assert all(row[1].startswith(f"{FIRST} · 2021-04-01 · petition · https://example.org/1 · ") for row in found)


def moved(data):
    """Priority 1 under number 9, its verdict and evidence with it."""
    key = "lumas/2019-2023/9"
    tables = dict(data.tables)
    for name, frame in tables.items():
        if "priority" in frame:
            tables[name] = frame.assign(priority=frame["priority"].replace(FIRST, key))
    priorities = tables["priorities"].copy()
    priorities.loc[0, "number"] = 9
    return holding(data, tables | {"priorities": priorities})


def test_a_priority_under_another_number_with_the_same_title_is_told_as_moved_and_keeps_its_verdict(lumas):
    new = moved(lumas)
    assert told(lumas, new) == [
        ("priorities", "lumas/2019-2023/9", "row", "moved", "priority", FIRST, "lumas/2019-2023/9")
    ]
    worse = edited(new, "assessments", status="not_addressed")
    assert ("verdict", "changed", "status", "fully", "not_addressed") in {row[2:] for row in told(lumas, worse)}


def test_a_priority_under_another_number_with_another_title_is_not_guessed_to_be_the_same(lumas):
    found = told(lumas, edited(moved(lumas), "priorities", title_sq="Tjetër"))
    assert {row[3] for row in found} == {"gone", "appeared"}
    assert len(found) == 6  # the priority, its verdict and its evidence, each gone and appeared


def test_two_priorities_of_one_title_are_not_guessed_apart(lumas):
    twice = edited(lumas, "priorities", title_sq="P2")
    tables = {"priorities": moved(twice)["priorities"].assign(number=[9, 8, 3])}
    tables["priorities"]["priority"] = [f"lumas/2019-2023/{number}" for number in (9, 8, 3)]
    assert "moved" not in {row[3] for row in told(twice, holding(twice, tables))}


def test_composed_and_decomposed_letters_are_the_same_also_in_a_key(lumas):
    new = edited(lumas, "evidence", note="Çështje e re në Gurrë")
    apart = edited(lumas, "evidence", note=unicodedata.normalize("NFD", "Çështje e re në Gurrë"))
    assert apart["evidence"]["note"].iloc[0] != new["evidence"]["note"].iloc[0]
    assert told(new, apart) == []


def test_what_is_missing_in_any_way_is_missing(lumas):
    missing = lumas.assessments.assign(reason=None, monitor=pd.NA).astype({"reason": "object"})
    assert told(lumas, Dataset({**lumas.tables, "assessments": missing}, lumas.model)) == []


@pytest.mark.no_cover  # the same lines over and over: other tests cover them
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seeds=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)))
def test_the_order_of_rows_says_nothing(example, seeds):
    assert revisions(shuffled(example, seeds[0]), shuffled(example, seeds[1])).empty


def test_the_order_of_rows_does_not_change_what_is_told(lumas):
    new = edited(without(moved(lumas), "assessments", 1), "activities", participants=13)
    pd.testing.assert_frame_equal(revisions(lumas, new), revisions(shuffled(lumas, 2), shuffled(new, 3)))


def test_repeated_keys_meet_one_by_one_and_none_is_lost(lumas):
    twice = pd.concat([lumas["activities"]] * 2, ignore_index=True).assign(participants=[12, 20])
    two = holding(lumas, {"activities": twice})
    assert told(two, shuffled(two)) == []
    assert [row[3] for row in told(lumas, two)] == ["appeared"]


# Each edit: what to do to one row, and what must be told of it.
PLAIN = {
    "assessments": ["status", "reason", "note", "source"],
    "priorities": ["theme", "competence", "note", "source"],
    "contracts": ["signatories", "url", "note"],
    "activities": ["participants", "women", "note"],
    "campaign_stages": ["note", "amount_all"],
}


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """An invented network of two municipalities, in the tables that are edited: it is changed many times over."""
    folder = tmp_path_factory.mktemp("two")
    make_example(folder, municipalities=2, years=2)
    data = read_folder(folder)
    return holding(data, {name: frame if name in PLAIN else frame.iloc[:0] for name, frame in data.tables.items()})


WORDS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), min_size=1, max_size=12)


@st.composite
def edits(draw, sizes):
    """Edits of different rows: (table, position, None to take it out, or a column and its new value)."""
    made = {}
    for _ in range(draw(st.integers(0, 16))):
        table = draw(st.sampled_from([name for name in PLAIN if sizes[name]]))
        position = draw(st.integers(0, sizes[table] - 1))
        column = draw(st.sampled_from([None, *PLAIN[table]]))
        number = column in ("participants", "women", "amount_all")
        value = draw(st.integers(10**6, 10**7)) if number else "≠" + unicodedata.normalize("NFC", draw(WORDS))
        made[table, position] = (column, value)
    return made


@pytest.mark.no_cover  # the same lines over and over: other tests cover them
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.data())
def test_random_edits_are_told_exactly(two, chosen):
    made = chosen.draw(edits({name: len(two[name]) for name in PLAIN}))
    tables, expected = dict(two.tables), []
    for table in PLAIN:
        frame = two[table].copy()
        for (name, position), (column, value) in made.items():
            if name == table and column is not None:
                old = frame.loc[position, column]
                old = None if pd.isna(old) else str(old).removesuffix(".0")
                frame.loc[position, column] = value
                expected.append((table, position, "changed", column, old, str(value)))
        taken = [position for (name, position), (column, _) in made.items() if name == table and column is None]
        expected += [(table, position, "gone") for position in taken]
        tables[table] = frame.drop(index=taken)
    new = holding(two, tables)
    found = revisions(two, new)
    texts = found[["column", "old", "new"]].astype("object").where(found[["column", "old", "new"]].notna(), None)
    places = zip(found["table"], map(int, found["old_row"]), found["change"], texts.to_numpy().tolist(), strict=True)
    said = [(*place, *text) if place[2] == "changed" else tuple(place) for *place, text in places]
    assert sorted(map(repr, said)) == sorted(map(repr, expected))
    assert sorted(revisions(new, two)["change"]) == sorted(
        {"gone": "appeared"}.get(change, change) for change in found["change"]
    )


# --- where it stands, corrections, method ----------------------------------------------------------------------------


def test_a_change_says_in_which_row_of_which_sheet_the_new_value_stands(contract, workbook, read):
    folder = workbook(
        contract(assessments=[{"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "plotësisht"}])
    )
    old = read(folder)
    rows = contract(assessments=[{"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "pjesërisht"}])
    new = read(workbook(rows))
    [found] = revisions(old, new).to_dict("records")
    assert (found["file"], found["sheet"], found["sheet_row"]) == ("lumas.xlsx", "Vlerësimet", 2)
    [gone] = revisions(old, read(workbook(contract()))).to_dict("records")
    assert (gone["change"], gone["file"], gone["sheet_row"]) == ("gone", "lumas.xlsx", 2)


def test_a_change_by_corrections_yml_is_marked_and_listed_apart(contract, workbook, read, cell_of):
    verdict = {"cycle": "2019-2023", "monitoring_year": 1, "status": "plotësisht"}
    rows = contract(assessments=[verdict | {"label": 1}, verdict | {"label": 2}])
    old = read(workbook(rows))
    rows["assessments"][1]["status"] = "nuk është"
    folder = workbook(rows)
    (folder / "corrections.yml").write_text(
        f"- {{file: lumas.xlsx, sheet: Vlerësimet, cell: {cell_of('assessments', 'status')}, old: plotësisht,"
        " new: pjesërisht, reason: provë, who: Qendra, date: 2026-01-01}\n",
        encoding="utf-8",
    )
    new = read(folder)
    assert list(revisions(old, new)["corrected"]) == [True, False]
    assert list(new_corrections(old, new)["cell"]) == [cell_of("assessments", "status")]
    assert new_corrections(new, new).empty
    assert not revisions(new, edited(new, "assessments", note="më vonë"))["corrected"].any()


def with_model(data, change):
    declared = copy.deepcopy(dict(data.model.declared))
    change(declared)
    return Dataset(data.tables, Model(declared), provenance=data.provenance)


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (lambda d: d["network"].update(method_version="2.0"), ("method", "", "version", "1.1", "2.0")),
        (lambda d: d["statuses"]["partially"].update(addressed=False),
         ("status", "partially", "addressed", "True", "False")),
        (lambda d: d["statuses"]["partially"].update(worth=0.25), ("status", "partially", "worth", "w", "0.25")),
        *(
            (lambda d, role=role: d["statuses"]["not_addressed"].update({role: True}),
             ("status", "not_addressed", role, "False", "True"))
            for role in ("negative", "in_progress", "superseded")
        ),
        (lambda d: d["vocabularies"]["themes"].update(x={"label": {"sq": "X", "en": "X"}}),
         ("list", "themes", "x", None, "x")),
        (lambda d: d["tables"]["members"].update(unique=["organisation"]),
         ("table", "members", "unique", "organisation, municipality", "organisation")),
        (lambda d: d["tables"]["members"]["fields"].pop("website"), ("field", "members.website", "kind", "url", None)),
    ],
)  # fmt: skip
def test_a_change_of_the_method_is_told_apart_from_the_data(lumas, change, row):
    new = with_model(lumas, change)
    [found] = method_revisions(lumas.model, new.model).to_numpy().tolist()
    assert tuple(None if pd.isna(each) else each for each in found) == row
    assert revisions(lumas, new).empty


def test_a_role_that_is_said_is_what_it_was_when_it_went_without_saying(lumas):
    new = with_model(lumas, lambda d: d["statuses"]["fully"].update(negative=False, missing=False))
    assert method_revisions(lumas.model, new.model).empty


def test_every_role_of_a_status_has_its_words(root):
    for language in ("sq", "en"):
        texts = yaml.safe_load((root / "pop_analysis" / "locale" / f"{language}.yml").read_text(encoding="utf-8"))
        assert {*ROLES, "worth", "order"} == set(texts["compare"]["method"]["status"])
    declared = {each.name for each in msgspec.structs.fields(Status) if "bool" in str(each.type)}
    assert declared == set(ROLES)


def test_a_label_or_a_colour_is_no_method(lumas):
    new = with_model(lumas, lambda d: d["statuses"]["fully"].update(colour="#000000", label={"sq": "x", "en": "x"}))
    assert method_revisions(lumas.model, new.model).empty


def test_a_table_or_a_column_only_one_of_them_declares_is_told(lumas):
    less = with_model(lumas, lambda d: d["tables"].pop("evidence"))
    assert [row[:1] + row[3:4] for row in told(less, lumas)] == [("evidence", "appeared")]
    assert [row[:1] + row[3:4] for row in told(lumas, less)] == [("evidence", "gone")]
    narrow = with_model(lumas, lambda d: d["tables"]["activities"]["fields"].pop("participants"))
    tables = {**narrow.tables, "activities": narrow.activities.drop(columns="participants")}
    narrow = Dataset(tables, narrow.model)
    assert [row[4:] for row in told(narrow, lumas)] == [("participants", None, "12")]
