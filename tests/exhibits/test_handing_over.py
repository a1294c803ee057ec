"""What is handed to others: frames in words, the code book, and how the data are cited."""

import json
import re

import pandas as pd
import pytest

import pop_analysis as pop
from pop_analysis.choices import WrongUse
from pop_analysis.model import Model
from pop_analysis.reading import Dataset

LANGUAGES = ("sq", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_of_a_list_and_no_municipality_is_left_in_a_labelled_frame(example, language):
    model = example.model
    codes = {term for name in (*model.lists, "statuses") for term in model.terms(name)}
    codes -= {each.label[language] for name in (*model.lists, "statuses") for each in model.terms(name).values()}
    codes |= set(example.municipalities["municipality"])
    for frame in (pop.panel(example), pop.transitions(example), pop.by_theme(example), *example.tables.values()):
        said = pop.labelled(example, frame, language=language)
        for column, name in zip(said, frame, strict=True):
            if name in ("municipality", "theme", "pillar", "type", "kind", "status", "status_from", "stage"):
                assert not codes & set(said[column].dropna().astype(str)), (name, column)


def test_a_labelled_frame_has_the_same_rows_numbers_and_index(example):
    frame = pop.fulfilment(example).sample(frac=1, random_state=1)
    said = pop.labelled(example, frame, language="en")
    assert said.index.equals(frame.index)
    numbers = frame.select_dtypes("number").columns
    for column, name in zip(said, frame, strict=True):
        if name in numbers:
            pd.testing.assert_series_equal(said[column], frame[name], check_names=False)
    assert frame.columns[0] == "municipality"


def test_verdicts_come_in_their_order_worst_first(example):
    said = pop.labelled(example, pop.panel(example), language="en")["Verdict"]
    levels = [status.label["en"] for status in example.model.scale]
    assert said.cat.ordered
    assert list(said.cat.categories[-len(levels) :]) == levels[::-1]
    assert said.max() == levels[0]


def test_a_table_keeps_the_headings_of_its_own_sheet_and_no_two_columns_have_one_name(data):
    said = pop.labelled(data, data.activities, language="en").columns
    assert {"Description in Albanian", "Link"} <= set(said)
    for frame in (pop.panel(data), pop.coverage(data), *data.tables.values()):
        assert pop.labelled(data, frame, language="sq").columns.is_unique


def test_a_status_the_network_does_not_know_stays_as_it_is(example):
    frame = pop.panel(example).head(3).assign(status=["fully", "delivered", None])
    said = pop.labelled(example, frame, language="en")["Verdict"]
    assert said.tolist()[:2] == ["fully addressed", "delivered"]
    assert pd.isna(said.iloc[2])


def test_codes_kept_as_categories_are_put_into_words_too(example):
    frame = pop.panel(example)
    kept = frame.astype({"municipality": "category", "theme": "category", "status": "category"})
    said, again = pop.labelled(example, frame, language="en"), pop.labelled(example, kept, language="en")
    for column in ("Municipality", "Theme", "Verdict"):
        assert again[column].dropna().tolist() == said[column].dropna().tolist()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_book_explains_every_column_of_every_table(data, language):
    named = set(pop.codebook(data, language=language)["name"])
    assert {field for table in data.model.tables.values() for field in table.fields} <= named
    assert set(data.model.statuses) <= named


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citation_names_network_version_method_and_program_in_every_form(example, language):
    for form in ("text", "bibtex", "csl"):
        said = pop.cite(example, form, language=language)
        for each in (example.model.name[language], example.version, example.model.method_version, pop.__version__):
            assert each in said, (form, each)
    (entry,) = json.loads(pop.cite(example, "csl", language=language))
    assert entry["type"] == "dataset"
    bibtex = pop.cite(example, "bibtex", language=language)
    assert bibtex.count("{") == bibtex.count("}")
    assert re.match(r"@misc\{\S+,\n", bibtex)


def test_a_network_of_any_name_has_an_entry_that_bibtex_reads(data):
    declared = {**data.model.declared, "network": {**data.model.declared["network"], "short_name": "Ne, Të {Gjithë}"}}
    entry = pop.cite(Dataset(data.tables, Model(declared)), "bibtex", language="sq")
    assert entry.startswith("@misc{ne-te-gjithe-")


def test_invented_and_altered_data_say_so_where_they_are_cited(example, data):
    assert "invented data" in pop.cite(example, language="en")
    assert "invented" not in pop.cite(data, language="en")
    changed = data.with_tables({"contracts": data.contracts.head(1)})
    assert "altered by hand" in pop.cite(changed, language="en")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda data: pop.cite(data, "bibtx"), "Did you mean “bibtex”"),
        (lambda data: pop.cite(data, language="fr"), "unknown language “fr”"),
        (lambda data: pop.labelled(data, data.contracts, language="fr"), "unknown language “fr”"),
        (lambda data: pop.codebook(data, language="fr"), "unknown language “fr”"),
        (lambda data: pop.labelled(data.contracts, data.contracts), "a data set"),
        (lambda data: pop.labelled(data, "contracts"), "a frame"),
    ],
)
def test_a_wrong_argument_is_told_with_what_is_known(data, wrong, said):
    with pytest.raises(WrongUse, match=said):
        wrong(data)


def test_two_columns_of_one_name_are_told(data):
    twice = pd.concat([data.assessments, data.assessments[["status"]]], axis=1)
    for asked in (lambda: pop.labelled(data, twice, language="en"), lambda: pop.cells(data, twice)):
        with pytest.raises(WrongUse, match="stand twice in the frame: status"):
            asked()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_a_measure_computes_has_a_heading_of_its_own(example, language):
    changes = pop.transitions(example)
    frames = [
        *(pop.panel(example), pop.coverage(example), pop.certainty(example), pop.tiers(example), pop.exposure(example)),
        *(pop.by_theme(example), pop.index(example, w=0.5), pop.pooled_and_mean(example), pop.told_apart(example)),
        *(pop.benchmark(example, "lumebardhe"), pop.sensitivity(example), pop.holding(pop.sensitivity(example))),
        *(changes, pop.transition_counts(example, changes), pop.bridge(example), pop.timeliness(example)),
        *(pop.looks(example), pop.contract_succession(example), pop.double_assessments(example)),
        *(pop.activity_counts(example), pop.campaign_ladder(example), pop.survey_answers(example)),
        *(pop.published_against_computed(example), pop.outcomes(example, "2020-01-01", "2022-12-31")),
        *(pop.evidence_counts(example), pop.citizens_beside_assessments(example), pop.revisions(example, example)),
        pop.cells(example, changes),
    ]
    for frame in frames:
        said = pop.labelled(example, frame, language=language)
        assert said.columns.is_unique
        same = [name for name, heading in zip(frame, said, strict=True) if name == heading]
        # in English the verdict “withdrawn” is called as its key
        assert set(same) <= {key for key, each in example.model.statuses.items() if each.label[language] == key}
