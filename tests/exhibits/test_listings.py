"""Tables and passages that stand by themselves: each row once, each with its source, and what is not known."""

import re

import pytest

from pop_analysis import exhibits

CYCLE = "2019-2023"


def cells(block, column):
    table = block.to_json()["table"]
    at = [each["id"] for each in table["columns"]].index(column)
    return [row[at]["text"] for row in table["rows"]]


def test_names_stand_in_the_order_of_their_language(data):
    in_sq = cells(exhibits.members_table(data, language="sq"), "municipality")
    assert in_sq == [
        "Durrës", "Elbasan", "Fier", "Kamëz", "Korçë", "Kukës", "Pogradec", "Pukë", "Shkodër", "Tiranë", "Vau i Dejës",
        "Vlorë",
    ]  # fmt: skip


def test_the_twelve_reports_of_the_year_are_listed_with_their_links(data):
    reports = exhibits.reports_table(data, calendar_year=2021, language="en").to_json()
    assert reports["caption"] == "12 monitoring reports"
    assert all(row[-2]["url"].startswith("https://popnetwork.al/") for row in reports["table"]["rows"])


def test_the_twelve_contracts_of_the_year_are_listed(data):
    assert len(cells(exhibits.contracts_table(data, calendar_year=2021), "contract")) == 12
    assert (
        exhibits.joined_notice(data, 2021, language="en").lines[-1][0].text
        == "In 2021, 12 social contracts were running."
    )


def test_the_twelve_achievements_are_listed(data):
    assert len(cells(exhibits.statements_table(data, calendar_year=2021, speaker="network"), "statement")) == 12


def test_activities_of_a_year_are_those_of_the_year(data):
    assert len(cells(exhibits.activities_table(data, ["public_forum"], calendar_year=2021), "what")) == 7
    undated = exhibits.activities_table(data, ["conference"], until=2021, language="en")
    assert "undated" in cells(undated, "date")
    assert len(cells(undated, "what")) == 4


def test_that_a_mayor_signed_is_said_only_where_a_signatory_is_on_file(judged):
    own = {"municipality": "lumas", "contract": "lumas/2019-2023", "cycle": CYCLE}
    signed = judged({"lumas": {1: "F"}}, contracts=[own | {"signatories": "the mayor"}])
    assert "Signatories: the mayor [sq]." in said(exhibits.contract_notice(signed, "lumas", CYCLE, language="en"))
    unsaid = judged({"lumas": {1: "F"}})
    assert "Signatories: not known." in said(exhibits.contract_notice(unsaid, "lumas", CYCLE, language="en"))


def test_it_is_said_who_judged_and_where_that_is_not_known(judged):
    member = {"organisation": "Qendra X", "organisation_en": "Centre X", "municipality": "lumas"}
    known = judged({"lumas": {1: "F"}}, members=[member])
    assert "are those of: Centre X." in said(exhibits.contract_notice(known, "lumas", CYCLE, language="en"))
    unknown = judged({"lumas": {1: "F"}})
    assert "is not known" in said(exhibits.contract_notice(unknown, "lumas", CYCLE, language="en"))
    unjudged = judged({"lumas": {1: "-"}}, members=[member])
    assert "In the network from here: Centre X." in said(
        exhibits.contract_notice(unjudged, "lumas", CYCLE, language="en")
    )
    withdrawn = judged({"lumas": {1: "W"}}, members=[member])
    assert "Monitored by: Centre X." in said(exhibits.contract_notice(withdrawn, "lumas", CYCLE, language="en"))


def test_a_verdict_to_be_confirmed_shows_its_doubt_on_its_mark_and_in_every_table(data):
    unit = exhibits.unit_chart(data, "durres", CYCLE, language="en")
    labels = [shape["label"]["text"] for shape in unit.figure["layout"]["shapes"]]
    assert [label for label in labels if "*" in label] == ["7*"]
    strip = exhibits.status_strip_chart(data, "durres", CYCLE, language="en")
    signs = [sign for trace in strip.figure["data"] for sign in trace.get("text", ())]
    assert sum("*" in sign for sign in signs) == 1
    for block in (unit, strip, exhibits.priorities_table(data, "durres", CYCLE, language="en")):
        assert block.frame.to_csv().count("(to be confirmed)") == 1
    assert "1 verdict that has yet to be confirmed" in unit.note
    assert "*" not in exhibits.unit_chart(data, "fier", CYCLE, language="en").note


def test_what_a_source_says_of_a_year_stands_in_its_order_with_the_source(dataset):
    told = {"calendar_year": 2021, "section": "forums"}
    rows = [
        told | {"position": 2, "text_sq": "Pastaj.", "text_en": "Then.", "source": "Buletini"},
        told | {"position": 1, "text_sq": "Së pari.", "text_en": "First.", "source": "https://example.org/b"},
        told | {"calendar_year": 2020, "text_sq": "Më parë.", "source": "Buletini"},
    ]
    data = dataset(accounts=rows)
    passage = exhibits.accounts_list(data, 2021, "forums", language="en")
    assert said(passage).splitlines() == ["First. (Source)", "Then. (Buletini)"]
    assert [line[2].url for line in passage.lines] == ["https://example.org/b", None]
    assert "No source" in said(exhibits.accounts_list(data, 2021, "videos", language="en"))


def test_people_by_sex_are_counted_for_every_year_with_activities(data):
    table = exhibits.participation_table(data, language="en")
    by_year = dict(
        zip(cells(table, "calendar_year"), zip(cells(table, "women"), cells(table, "men"), strict=True), strict=True)
    )
    assert (by_year["2019"], by_year["2023"], by_year["2021"]) == (("41", "29"), ("12", "6"), ("–", "–"))


def test_published_figures_are_those_of_the_network_and_the_year(data):
    figures = dict(
        zip(
            cells(exhibits.published_figures_table(data, 2021, language="en"), "metric"),
            cells(exhibits.published_figures_table(data, 2021, language="en"), "value"),
            strict=True,
        )
    )
    assert figures["focus groups"] == "60"
    assert figures["council sessions monitored"] == "150"


def test_a_published_figure_keeps_the_word_its_source_qualifies_it_by(data):
    listing = exhibits.published_figures_table(data, 2019, language="en")
    figures = dict(zip(cells(listing, "metric"), cells(listing, "value"), strict=True))
    assert (figures["citizens met"], figures["public forums"]) == ("more than 2,000", "8")


def test_the_two_averages_are_both_there_each_with_its_name(judged):
    listing = exhibits.averages_table(judged({"lumas": {1: "FN"}, "gurre": {1: "FFFFPPPP"}}), [CYCLE], language="en")
    assert cells(listing, "pooled_addressed") == ["9 of 10 (90%)"]
    assert cells(listing, "mean_addressed") == ["75%"]


def test_under_ten_priorities_the_pooled_share_is_a_count(judged):
    listing = exhibits.averages_table(judged({"lumas": {1: "FN"}, "gurre": {1: "FP"}}), [CYCLE], language="en")
    assert cells(listing, "pooled_addressed") == ["3 of 4"]


def test_priorities_stand_with_their_latest_verdict(data, judged):
    assert cells(exhibits.priorities_table(data, "fier", CYCLE, language="en"), "status") == [
        "partially addressed", "partially addressed", "not addressed", "partially addressed", "not addressed",
    ]  # fmt: skip
    listing = exhibits.priorities_table(judged({"lumas": {1: "FP", 2: "N-"}}), "lumas", CYCLE, language="en")
    assert cells(listing, "status") == ["not addressed", "no verdict on file"]


def test_contradictions_keep_both_versions(data):
    rows = exhibits.contradictions_table(data, language="sq").to_json()["table"]["rows"]
    assert len(rows) == 11
    dates = next(row for row in rows if "Pjesëmarrja dhe Përgjegjësia" in row[0]["text"])
    assert ["22.6.2020" in dates[1]["text"], "22.12.2020" in dates[2]["text"]] == [True, True]


def said(passage):
    return repr(passage)


def test_what_is_not_known_is_said(data):
    fier = said(exhibits.unknowns_list(data, "fier", CYCLE, language="en"))
    assert (
        "Year 2 (September 2020 – September 2021): the monitoring report is public, its verdicts are not on file."
        in fier
    )
    assert "how many months the contract had been observed" in fier
    durres = said(exhibits.unknowns_list(data, "durres", CYCLE, language="en"))
    assert "How many priorities the contract has is not known; 7 are on file." in durres
    assert "Year 3: nothing is on file." in durres
    assert "The date on which the contract was signed is not on file." in durres


def test_where_nothing_is_missing_that_is_said_too(judged, day):
    own = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE}
    report = own | {"monitoring_year": 1, "period_start": day("2019-08-01"), "period_end": day("2020-08-31")}
    data = judged({"lumas": {1: "FPN"}}, reports=[report])
    data = data.with_tables(
        {"contracts": data.contracts.assign(observed_from=day("2019-08-01"), signed_on=day("2019-06-25"))}
    )
    # Periods come with the verdicts here.
    data = data.with_tables(
        {
            "assessments": data.assessments.assign(
                reason="x", period_start=day("2019-08-01"), period_end=day("2020-08-31")
            )
        }
    )
    told = said(exhibits.unknowns_list(data, "lumas", CYCLE, language="en"))
    assert "Nothing the method asks for is missing" not in told  # neither evidence, nor anybody to compare with
    assert "Enter the evidence" in told


@pytest.mark.parametrize("language", ["sq", "en"])
def test_findings_are_listed_with_their_place_and_the_balance(workbook, contract, read, language):
    verdict = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "status": "në proces"}
    data = read(workbook(contract(assessments=[verdict])))
    listing = exhibits.findings_table(data, "lumas", language=language)
    assert cells(listing, "place_in_file") == ["lumas.xlsx › Vlerësimet!F2"]
    assert "[ST-01]" in cells(listing, "message")[0]
    assert [int(n) for n in re.findall(r"\d+", listing.note)] == [5, 4, 1, 0]


def test_a_file_that_was_refused_is_among_the_findings_of_the_network(workbook, contract, read):
    folder = workbook(contract())
    (folder / "x.xlsx").write_bytes(b"%PDF-1.7")
    assert cells(exhibits.findings_table(read(folder), language="en"), "place_in_file") == ["x.xlsx"]


def test_where_reading_found_nothing_the_balance_stands_alone(data):
    passage = said(exhibits.findings_table(data, "vlore", language="en"))
    assert "Reading found nothing to mend." in passage
    assert "put aside: 0" in passage


@pytest.mark.parametrize("language", ["sq", "en"])
def test_what_is_not_there_is_explained_in_words(dataset, language):
    empty = dataset()
    blocks = [
        exhibits.priorities_table(empty, "lumas", CYCLE, language=language),
        exhibits.evidence_table(empty, "lumas", CYCLE, language=language),
        exhibits.statements_table(empty, language=language),
        exhibits.reports_table(empty, language=language),
        exhibits.contracts_table(empty, language=language),
        exhibits.members_table(empty, language=language),
        exhibits.joined_notice(empty, 2021, language=language),
        exhibits.activities_table(empty, ["video"], language=language),
        exhibits.published_figures_table(empty, 2021, language=language),
        exhibits.averages_table(empty, [CYCLE], language=language),
        exhibits.contradictions_table(empty, language=language),
        exhibits.findings_table(empty, language=language),
        exhibits.unknowns_list(empty, "lumas", CYCLE, language=language),
    ]
    for block in blocks:
        assert len(repr(block)) > 20
        assert block.to_json()["kind"] == "passage"


def test_the_period_of_outputs_by_year_has_no_day_that_nobody_wrote(data):
    listing = exhibits.participation_table(data, language="en")
    assert listing.caption.startswith("Outputs by year, February 2015 – March 2024:")
