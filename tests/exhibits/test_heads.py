"""The head of a page: the right place, the right contract, the answer in a sentence; nothing under a wrong name."""

import copy
import re

import pytest

from pop_analysis import exhibits
from pop_analysis.reading import Dataset
from pop_analysis.storage.version_stamps import stamps_of

FIRST_SCREEN = {"byline", "strip", "answers", "lines", "documents"}


def first_screen(head):
    """The lead of a municipality's page, and the lines that follow it."""
    return " ".join([head.lead, *(line.text for line in head.lines)])


@pytest.mark.parametrize("name", ["lezhe", "Fieer", "", "fierii", "../vlo"])
def test_an_unknown_municipality_is_refused_naming_the_known_ones(data, name):
    with pytest.raises(ValueError, match=r"durres, elbasan, fier, .*vlore"):
        exhibits.municipality_head(data, name)


@pytest.mark.parametrize("contract", ["2015", "2023-2027", "2019–2024 "])
def test_an_unknown_contract_is_refused_naming_the_known_ones(data, contract):
    with pytest.raises(ValueError, match=r"2019-2023"):
        exhibits.municipality_head(data, "fier", contract)


def test_an_unknown_contract_of_the_network_is_refused_naming_the_known_ones(data):
    with pytest.raises(ValueError, match=r"2019-2023, 2021-2023, 2023-2027"):
        exhibits.network_head(data, "2015-2019")


@pytest.mark.parametrize(
    ("place", "cycle"),
    [("fier", "2019-2023"), ("elbasan", "2021-2023"), ("vlore", "2019-2023"), ("tirane", "2019-2023")],
)
def test_a_page_is_about_the_last_contract_with_verdicts_or_a_report(data, place, cycle):
    assert exhibits.chosen_cycle(data, place) == cycle


def test_a_contract_that_was_asked_for_is_the_one(data):
    assert exhibits.chosen_cycle(data, "elbasan", "2023-2027") == "2023-2027"


def test_contracts_of_one_term_stand_together(data):
    assert exhibits.term(data) == ["2019-2023", "2021-2023"]
    assert exhibits.term(data, "2021-2023") == ["2019-2023", "2021-2023"]
    assert exhibits.term(data, "2023-2027") == ["2023-2027"]


def test_the_head_of_fier_says_what_happened_and_the_numbers_that_carry_it(data):
    head = exhibits.municipality_head(data, "fier", language="en").to_json()
    assert head["title"] == "Municipality of Fier"
    assert "of 5 priorities judged, none was fully addressed, 3 partially, and 2 were not addressed" in head["lead"]
    assert [(each["label"], each["count"], len(each["squares"])) for each in head["strip"]] == [
        ("fully addressed", "0", 0),
        ("partially addressed", "3", 3),
        ("not addressed", "2", 2),
    ]
    assert "signed 17 October 2019" in str(head["documents"])


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        (["https://example.org/", "mailto:a%2Bb@example.org?subject=x", "mailto:c@example.org"], "a+b@example.org"),
        (["https://example.org/"], None),
        ([], None),
    ],
)
def test_a_page_says_where_to_reply_and_correct_as_the_network_declares_it(data, channels, told):
    model = copy.copy(data.model)
    model.channels = [{"label": {"sq": "x", "en": "x"}, "url": url} for url in channels]
    head = exhibits.municipality_head(Dataset(data.tables, model), "fier", language="en")
    written = [line[1] for line in head.documents if line[0].text == "Reply or correct"]
    assert [(each.text, each.url) for each in written] == ([(told, channels[1])] if told else [])


def test_a_head_answers_every_question_a_reader_comes_with(shown):
    for name, block in shown.blocks.items():
        if name.startswith("head of"):
            assert len(block.answers) == 8
            assert all(each.question.endswith("?") and each.answer and each.href[0] == "#" for each in block.answers)


def test_a_square_leads_to_the_story_of_its_priority(shown):
    for name, block in shown.blocks.items():
        if name.startswith("stories of"):
            head = shown.blocks[f"head of {name.removeprefix('stories of ')}"]
            stories = {f"#{each.id}": each.now for each in getattr(block, "stories", ())}
            for group in head.strip:
                assert {square.href for square in group.squares} <= set(stories)


def test_where_only_the_report_is_public_the_head_says_so(data):
    lead = exhibits.municipality_head(data, "elbasan", language="en").to_json()["lead"]
    assert "is public" in lead
    assert "not on file" in lead
    assert "not addressed" not in lead


def test_the_networks_published_shares_are_said_apart_from_the_computed(data):
    lead = first_screen(exhibits.network_head(data, language="en"))
    assert "Municipalities with verdicts on file: 2 of 12 (Durrës and Fier);" in lead
    assert "Published by the network for monitoring year 1 (priorities: 101): 17%" in lead


def test_the_review_counts_what_was_published_for_its_year(data):
    facts = {
        fact["label"]: fact["value"] for fact in exhibits.review_head(data, 2021, language="en").to_json()["facts"]
    }
    assert set(facts.values()) >= {"60", "100", "150"}


def test_a_year_without_a_dated_activity_is_said_to_have_none(dataset):
    figure = {
        "calendar_year": 2022,
        "metric": "focus_groups",
        "value": 9,
        "unit": "count",
        "figure_period": "2022",
        "source": "x",
    }
    head = exhibits.review_head(dataset(published_figures=[figure]), 2022, language="en").to_json()
    assert [fact["value"] for fact in head["facts"]] == ["9"]
    assert "no dated activity" in head["lead"]


def test_a_head_holds_what_the_page_needs(shown):
    for name, block in shown.blocks.items():
        if "head" not in name.split(" of ")[0]:
            continue
        head = block.to_json()
        assert set(head) | {"claims"} == {
            "kind", "language", "name", "kicker", "title", "lead", "synthetic", "facts", "alternates", "home", "about",
            "words", "nouns", "codebook", "sheet", "claims", *FIRST_SCREEN.intersection(head),
        }, name  # fmt: skip
        assert head["kind"] == "page"
        assert head["language"] == shown.language
        assert head["home"]["href"] == ("index.html" if shown.language == "sq" else "index-en.html")
        other = "en" if shown.language == "sq" else "sq"
        assert [each["language"] for each in head["alternates"]] == [other]
        assert head["alternates"][0]["href"].endswith(f"-{other}.html")
        place = re.search(r"municipality = ([\w-]+)", str(head["about"]))
        made_of = stamps_of(shown.data)[place[1]] if place else shown.data
        assert f"'{made_of.version}'" in str(head["about"])
        assert all(value.strip() for value in head["words"].values())
        assert all(fact["value"] for fact in head["facts"])


def test_a_municipality_of_the_network_without_a_contract_has_its_page(workbook, read):
    data = read(workbook({}))
    head = exhibits.municipality_head(data, "gurre", language="en").to_json()
    assert head["lead"] == "No social contract of Gurra is on file."


@pytest.mark.parametrize("year", [1999, 2200])
def test_a_year_nothing_is_known_of_is_refused_naming_the_known_ones(data, year):
    with pytest.raises(ValueError, match="2021"):
        exhibits.review_head(data, year)


@pytest.mark.parametrize(("place", "year"), [("fier", "monitoring year 1"), ("durres", "monitoring year 1")])
def test_old_verdicts_are_dated_as_far_as_their_source_goes_and_later_reports_named(data, place, year):
    head = exhibits.municipality_head(data, place, language="en")
    assert f"contract 2019–2023, {year}, months not stated" in head.lead
    assert any("verdicts are not on file" in line.text for line in head.lines)


@pytest.mark.parametrize(("place", "share"), [("tirane", "80%"), ("vlore", "76%"), ("elbasan", "40%")])
def test_what_was_published_of_a_municipality_stands_in_its_lead_named_as_published(data, place, share):
    english, albanian = (first_screen(exhibits.municipality_head(data, place, language=each)) for each in ("en", "sq"))
    assert f"{share} addressed" in english.partition("As published, ")[2]
    assert f"{share} të adresuara" in albanian.partition("Siç u botua, ")[2]


def test_counts_of_few_municipalities_say_of_which(data, judged):
    head = exhibits.network_head(data, language="en")
    assert "2 of 12 (Durrës and Fier)" in head.lead
    assert all("Durrës and Fier" in fact.note for fact in head.facts[:2])
    many = judged({place: {1: "FP"} for place in ("lumas", "gurre", "bregas", "malas")})
    assert "(" not in exhibits.network_head(many, language="en").lead


def test_the_lead_says_what_was_taken_out_of_the_contract_and_what_has_yet_to_be_confirmed(judged):
    data = judged({"lumas": {1: "FFP", 2: "WWP"}})
    for language, gone in (
        ("sq", "Deri atëherë 2 prioritete ishin hequr nga kontrata."),
        ("en", "2 priorities had been taken out of the contract by then."),
    ):
        assert exhibits.municipality_head(data, "lumas", language=language).lead.endswith(gone)
    whole = judged({"lumas": {1: "FFP"}})
    assert "taken out" not in exhibits.municipality_head(whole, "lumas", language="en").lead
    doubted = whole.with_tables({"assessments": whole.assessments.assign(to_confirm=["yes", None, None])})
    head = exhibits.municipality_head(doubted, "lumas", language="en")
    assert "“*” marks 1 verdict that has yet to be confirmed" in head.lead
    assert [square.label for each in head.strip for square in each.squares] == ["1*", "2", "3"]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "none was judged not addressed"), ("sq", "asnjë nuk u vlerësua si i paadresuar")]
)
def test_what_was_not_judged_is_not_said_to_be_done(judged, language, said):
    assert said in exhibits.municipality_head(judged({"lumas": {1: "FP?-"}}), "lumas", language=language).lead
