"""What a municipality replies stands beside the verdict it answers, and in no count."""

import pytest

from pop_analysis import exhibits
from pop_analysis.measures import fulfilment
from pop_analysis.model import Model
from pop_analysis.reading import Dataset

CYCLE = "2019-2023"
REPLY = "U ndriçuan edhe dy rrugë."


def column(block, name):
    table = block.to_json()["table"]
    at = [each["id"] for each in table["columns"]].index(name)
    return [row[at] for row in table["rows"]]


def columns(block):
    return [each["id"] for each in block.to_json()["table"]["columns"]]


@pytest.fixture
def answered(judged, day):
    """Three priorities judged twice, with the replies given, each as number, year, verdict then, text."""

    def make(*replies, verdicts=None):
        rows = [
            {
                "municipality": "lumas",
                "contract": f"lumas/{CYCLE}",
                "cycle": CYCLE,
                "priority": f"lumas/{CYCLE}/{number}",
            }
            | {"monitoring_year": year, "status_shown": then, "reply": text, "replied_by": "Drejtoria Teknike"}
            | {"replied_on": day("2024-04-17"), "replied_on_end": day("2024-04-17"), "replied_on_precision": "day"}
            | {"source": "https://example.org/shkresa"}
            for number, year, then, text in replies
        ]
        return judged({"lumas": verdicts or {1: "FNN", 2: "FPN"}}, replies=rows)

    return make


def test_a_reply_stands_beside_the_verdict_it_answers_in_its_own_language(answered):
    data = answered((2, 2, "partially", REPLY), (1, 1, "fully", "Për vitin e parë."))
    listing = exhibits.priorities_table(data, "lumas", CYCLE, language="en")
    assert columns(listing) == ["number", "priority", "theme", "status", "reason", "reply", "source"]
    assert column(listing, "reply") == [{"text": ""}, {"text": REPLY, "language": "sq"}, {"text": ""}]
    assert column(exhibits.priorities_table(data, "lumas", CYCLE, language="sq"), "reply")[1] == {"text": REPLY}


def test_where_nobody_replied_the_table_of_verdicts_is_as_it_was(answered):
    unanswered = answered((2, 2, "partially", None), (1, 1, "fully", "Për vitin e parë."))
    assert "reply" not in columns(exhibits.priorities_table(unanswered, "lumas", CYCLE))


def test_a_reply_to_a_verdict_that_has_changed_is_not_put_beside_the_new_one(answered):
    data = answered((2, 2, "not_addressed", REPLY))
    [_, beside, _] = column(exhibits.priorities_table(data, "lumas", CYCLE, language="en"), "reply")
    assert (
        beside["text"] == "A reply was given when the verdict was “not addressed”: it stands in the table of replies."
    )
    listed = exhibits.replies_table(data, "lumas", CYCLE, language="en")
    assert column(listed, "status_replied_to")[0]["text"] == "not addressed"
    assert column(listed, "reply")[0]["text"] == REPLY


def test_all_replies_to_a_contract_are_listed_with_year_office_date_and_document(answered):
    data = answered((2, 2, "partially", REPLY), (1, 1, "fully", "Për vitin e parë."), (3, 2, "not_addressed", None))
    listed = exhibits.replies_table(data, "lumas", CYCLE, language="en").to_json()
    assert listed["caption"] == "2 replies of the municipality of Lumas to the verdicts on contract 2019–2023"
    assert [[cell["text"] for cell in row] for row in listed["table"]["rows"]] == [
        ["1 P1", "1", "fully addressed", "Për vitin e parë.", "Drejtoria Teknike", "17 April 2024",
         "https://example.org/shkresa"],
        ["2 P2", "2", "partially addressed", REPLY, "Drejtoria Teknike", "17 April 2024",
         "https://example.org/shkresa"],
    ]  # fmt: skip
    assert [row[-1]["url"] for row in listed["table"]["rows"]] == ["https://example.org/shkresa"] * 2


@pytest.mark.parametrize(("language", "said"), [("sq", "nuk ka përgjigje"), ("en", "No reply")])
def test_where_no_reply_is_on_file_that_is_said(answered, language, said):
    block = exhibits.replies_table(answered(), "lumas", CYCLE, language=language).to_json()
    assert block["kind"] == "passage"
    assert said in block["items"][0][0]["text"]


def test_no_reply_changes_a_count(answered):
    with_replies, without = answered((2, 2, "partially", REPLY)), answered()
    assert fulfilment(with_replies).equals(fulfilment(without))
    charts = [exhibits.unit_chart(data, "lumas", CYCLE).to_json() for data in (with_replies, without)]
    assert charts[0] == charts[1]


def test_a_model_without_a_table_of_replies_shows_its_pages_all_the_same(answered):
    data = answered()
    tables = {name: table for name, table in data.model.declared["tables"].items() if name != "replies"}
    own = Model(data.model.declared | {"tables": tables})
    data = Dataset({name: data[name] for name in tables}, own)
    assert exhibits.replies_table(data, "lumas", CYCLE).to_json()["kind"] == "passage"
    assert "reply" not in columns(exhibits.priorities_table(data, "lumas", CYCLE))


@pytest.mark.parametrize("address", ["https://a.al\u2215.b.example/", "arkivi i bashkisë"])
def test_a_source_that_is_no_link_is_still_named(judged, day, address):
    statement = {"municipality": "lumas", "priority": f"lumas/{CYCLE}/1", "statement_sq": "Po.", "speaker": "mayor"}
    dated = {"date": day("2024-04-17"), "date_end": day("2024-04-17"), "date_precision": "day"}
    data = judged({"lumas": {1: "F"}}, statements=[statement | dated | {"source": address}])
    said = exhibits.priority_stories(data, "lumas", CYCLE, language="sq").stories[0].chapters[-1].lines[0].spans
    assert "".join(span.text for span in said).endswith(f" ({address})")
    assert all(span.url is None for span in said)
