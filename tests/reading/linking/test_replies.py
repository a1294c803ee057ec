"""A reply hangs on the verdict it answers, says so when that has changed, and touches no verdict."""

import json

import pytest

from pop_analysis.measures import panel
from pop_analysis.reading.shown import FILE

CYCLE = "2019-2023"
VERDICT = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht"}
SHOWN = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "status_shown": "adresuar pjesërisht"}
REPLY = SHOWN | {"reply": "U ndriçuan edhe dy rrugë.", "replied_on": "17.4.2024", "replied_by": "Drejtoria Teknike"}


@pytest.fixture
def answered(workbook, contract, read):
    """A municipality with its verdicts, and the workbooks of replies to them, each as its rows."""

    def make(*replies, verdicts=(VERDICT,), about=None):
        workbook(contract(assessments=list(verdicts)))
        for number, rows in enumerate(replies, start=1):
            says = {"kind": "përgjigje", "municipality": "Lumas"} | (about or {})
            folder = workbook({"workbook": [says], "replies": rows}, kind="reply", name=f"reply-{number}.xlsx")
        return read(folder)

    return make


def test_a_reply_is_read_with_the_key_of_its_verdict(answered):
    data = answered([REPLY])
    assert data.findings.empty
    [row] = data.replies.to_dict("records")
    assert row["municipality"] == "lumas"
    assert (row["priority"], row["monitoring_year"]) == (f"lumas/{CYCLE}/1", 1)
    assert (row["status_shown"], row["reply"], row["replied_by"]) == (
        "partially", "U ndriçuan edhe dy rrugë.", "Drejtoria Teknike",
    )  # fmt: skip
    assert (f"{row['replied_on']:%Y-%m-%d}", row["replied_on_precision"]) == ("2024-04-17", "day")


@pytest.mark.parametrize(("label", "year"), [(1, 2), (2, 1)])
def test_a_reply_to_a_verdict_that_is_not_on_file_is_put_aside_at_its_cell(answered, found, cell_of, label, year):
    data = answered([REPLY | {"label": label, "monitoring_year": year}])
    assert data.replies.empty
    assert found(data) == {("RF-05", "Përgjigjet", cell_of("replies", "monitoring_year"))}
    [finding] = data.findings.to_dict("records")
    assert f"“{label}”" in finding["message_sq"]
    assert f"vitin e monitorimit {year}" in finding["message_sq"]
    assert f"monitoring year {year}" in finding["message_en"]


def test_a_reply_that_does_not_say_whose_it_is_answers_nothing(answered, found):
    data = answered([REPLY], about={"municipality": None})
    assert data.replies.empty
    assert {code for code, _, _ in found(data)} == {"CE-03", "FI-12"}


def test_a_reply_to_a_verdict_that_was_put_aside_waits_with_it(answered, found, cell_of):
    twice = [VERDICT, VERDICT | {"status": "nuk është adresuar"}]
    data = answered([REPLY], verdicts=twice)
    assert data.replies.empty
    assert ("RF-04", "Përgjigjet", cell_of("replies", "label")) in found(data)


SENT = {"verdicts": [[f"lumas/{CYCLE}/1", 1, [{"status": "partially"}]]], "evidence": []}


@pytest.fixture
def sent(tmp_path):
    """The folder says that the verdict “partially” was sent to the municipality."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / FILE).write_text(json.dumps(SENT), encoding="utf-8")


def test_a_verdict_that_never_was_the_networks_is_not_taken_from_a_reply(answered, found, cell_of):
    """Also where the workbook was laid into the folder by hand."""
    data = answered([REPLY], verdicts=[VERDICT | {"status": "adresuar plotësisht"}])
    assert found(data) == {("RF-12", "Përgjigjet", cell_of("replies", "status_shown"))}
    assert (
        "“adresuar pjesërisht”, kurse në dosje tani është “adresuar plotësisht”" in data.findings["message_sq"].item()
    )
    assert data.replies.empty


@pytest.mark.parametrize("text", ["", "{", "[]", '{"verdicts": [1]}', '{"verdicts": [["a", 1, [{}]]], "evidence": []}'])
def test_what_was_sent_and_cannot_be_read_is_told_and_nothing_is_taken_from_it(answered, sent, tmp_path, text):
    (tmp_path / "raw" / FILE).write_text(text, encoding="utf-8")
    data = answered([REPLY], verdicts=[VERDICT | {"status": "adresuar plotësisht"}])
    assert sorted(data.findings["code"]) == ["RF-10", "RF-12"]


def test_a_verdict_that_has_changed_since_is_said_and_the_reply_kept(answered, sent, found, cell_of):
    data = answered([REPLY], verdicts=[VERDICT | {"status": "adresuar plotësisht"}])
    assert found(data) == {("RF-06", "Përgjigjet", cell_of("replies", "status_shown"))}
    assert "“adresuar pjesërisht”; tani është “adresuar plotësisht”" in data.findings["message_sq"].item()
    assert data.replies["status_shown"].tolist() == ["partially"]
    assert data.assessments["status"].tolist() == ["fully"]


def test_where_nothing_was_answered_a_changed_verdict_is_nobodys_business(answered):
    data = answered([SHOWN], verdicts=[VERDICT | {"status": "adresuar plotësisht"}])
    assert data.findings.empty
    assert data.replies["status_shown"].isna().all()  # and goes into no table


def test_of_two_monitors_either_verdict_may_have_been_answered(answered):
    second = VERDICT | {"status": "nuk është adresuar", "monitor": "Qendra “Tjetër”"}
    assert answered([REPLY], verdicts=[VERDICT, second]).findings.empty
    data = answered([REPLY | {"status_shown": "adresuar plotësisht"}], verdicts=[VERDICT, second])
    assert data.findings["code"].tolist() == ["RF-12"]
    assert "“adresuar pjesërisht / nuk është adresuar”" in data.findings["message_sq"].item()


def test_a_municipality_replies_to_one_year_after_the_other(answered):
    second = VERDICT | {"monitoring_year": 2}
    data = answered([REPLY], [REPLY | {"monitoring_year": 2}], verdicts=[VERDICT, second])
    assert data.findings.empty
    assert data.replies["monitoring_year"].tolist() == [1, 2]
    assert len(data.workbook) == 4  # the network's, the municipality's and both


def test_two_replies_to_one_verdict_are_both_put_aside(answered, found):
    data = answered([REPLY], [REPLY | {"reply": "Asgjë."}])
    assert data.replies.empty
    assert found(data) == {("FI-19", "", "")}


def test_verdicts_on_a_sheet_of_their_own_in_it_are_put_aside(workbook, contract, read, found):
    workbook(contract(assessments=[VERDICT]))

    def smuggle(book):
        sheet = book.create_sheet("Vlerësimet")
        sheet.append(["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi"])
        sheet.append([CYCLE, 1, 1, "adresuar plotësisht"])

    about = {"kind": "përgjigje", "municipality": "Lumas"}
    data = read(workbook({"workbook": [about], "replies": [REPLY]}, kind="reply", name="r.xlsx", edit=smuggle))
    assert found(data) == {("SH-05", "Vlerësimet", "")}
    assert data.assessments["status"].tolist() == ["partially"]


def test_whoever_replies_does_not_become_a_monitor_by_it(answered):
    other = "Qendra “Tjetër”"
    second = VERDICT | {"status": "adresuar plotësisht", "monitor": other}
    verdicts = [VERDICT | {"monitor": "Qendra “Zeta”"}, second]
    for about in (None, {"kept_by": other}, {"kept_by": "Qendra “Zeta”"}):
        data = answered([REPLY], verdicts=verdicts, about=about)
        status = panel(data)["status"].tolist()
        assert status == panel(answered([REPLY], verdicts=verdicts))["status"].tolist()


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x","y")', "<script>alert(1)</script>", "javascript:alert(1)"]
)
def test_hostile_text_of_a_reply_stays_text(answered, text):
    data = answered([REPLY | {"reply": text, "replied_by": text}])
    assert set(data.findings["code"]) == (set() if "javascript" in text else {"TX-04"})
    assert data.replies[["reply", "replied_by"]].values.tolist() == [[text, text]]


@pytest.mark.parametrize("name", ["Fleta1", "Sheet1"])
def test_replies_on_a_sheet_that_lost_its_name_are_read_as_replies(workbook, contract, read, name):
    def edit(book):
        book["Përgjigjet"].title = name

    workbook(contract(assessments=[VERDICT]))
    about = {"workbook": [{"kind": "përgjigje", "municipality": "Lumas"}]}
    data = read(workbook(about | {"replies": [REPLY]}, kind="reply", name="reply.xlsx", edit=edit))
    assert data.replies["reply"].tolist() == [REPLY["reply"]]
    assert data.findings["code"].tolist() == ["SH-07"]
    assert "“Përgjigjet”" in data.findings["message_sq"].item()
