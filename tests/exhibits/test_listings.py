"""Tables and passages that stand by themselves: each row once, each with its source, and what is not known."""

import re

import pytest

from pop_analysis.exhibits.tables import listings

CYCLE = "2019-2023"


def cells(block, column):
    table = block.to_json()["table"]
    at = [each["id"] for each in table["columns"]].index(column)
    return [row[at]["text"] for row in table["rows"]]


def test_names_stand_in_the_order_of_their_language(data):
    in_sq = cells(listings.members(data, "sq"), "municipality")
    assert in_sq == [
        "Durrës", "Elbasan", "Fier", "Kamëz", "Korçë", "Kukës", "Pogradec", "Pukë", "Shkodër", "Tiranë", "Vau i Dejës",
        "Vlorë",
    ]  # fmt: skip


def test_the_twelve_reports_of_the_year_are_listed_with_their_links(data):
    reports = listings.reports(data, year=2021, language="en").to_json()
    assert reports["caption"] == "12 monitoring reports"
    assert all(row[-2]["url"].startswith("https://popnetwork.al/") for row in reports["table"]["rows"])


def test_the_twelve_contracts_of_the_year_are_listed(data):
    assert len(cells(listings.contracts(data, year=2021), "contract")) == 12
    assert listings.joined(data, 2021, "en").items[-1] == "In 2021 12 social contracts were running."


def test_the_twelve_achievements_are_listed(data):
    assert len(cells(listings.statements(data, year=2021, speaker="network"), "statement")) == 12


def test_activities_of_a_year_are_those_of_the_year(data):
    assert len(cells(listings.activities(data, ["public_forum"], year=2021), "what")) == 10
    undated = listings.activities(data, ["conference"], until=2021, language="en")
    assert "undated" in cells(undated, "date")
    assert len(cells(undated, "what")) == 4


def test_published_figures_are_those_of_the_network_and_the_year(data):
    figures = dict(
        zip(
            cells(listings.published_figures(data, 2021, "en"), "metric"),
            cells(listings.published_figures(data, 2021, "en"), "value"),
            strict=True,
        )
    )
    assert figures["focus groups"] == "60"
    assert figures["council sessions monitored"] == "150"


def test_the_two_averages_are_both_there_each_with_its_name(judged):
    listing = listings.averages(judged({"lumas": {1: "FN"}, "gurre": {1: "FFFFPPPP"}}), [CYCLE], "en")
    assert cells(listing, "pooled_addressed") == ["9 of 10 (90%)"]
    assert cells(listing, "mean_addressed") == ["75%"]


def test_under_ten_priorities_the_pooled_share_is_a_count(judged):
    listing = listings.averages(judged({"lumas": {1: "FN"}, "gurre": {1: "FP"}}), [CYCLE], "en")
    assert cells(listing, "pooled_addressed") == ["3 of 4"]


def test_priorities_stand_with_their_latest_verdict(data, judged):
    assert cells(listings.priorities(data, "fier", CYCLE, "en"), "status") == [
        "partially addressed", "partially addressed", "not addressed", "partially addressed", "not addressed",
    ]  # fmt: skip
    listing = listings.priorities(judged({"lumas": {1: "FP", 2: "N-"}}), "lumas", CYCLE, "en")
    assert cells(listing, "status") == ["not addressed", "no verdict on file"]


def test_contradictions_keep_both_versions(data):
    rows = listings.contradictions(data, language="sq").to_json()["table"]["rows"]
    assert len(rows) == 10
    dates = next(row for row in rows if "Pjesëmarrja dhe Përgjegjësia" in row[0]["text"])
    assert ["22.6.2020" in dates[1]["text"], "22.12.2020" in dates[2]["text"]] == [True, True]


def said(passage):
    return "\n".join(passage.items)


def test_what_is_not_known_is_said(data):
    fier = said(listings.unknowns(data, "fier", CYCLE, "en"))
    assert "Year 2: the monitoring report is public, its verdicts have not been entered here." in fier
    assert "how many months the contract had been observed" in fier
    durres = said(listings.unknowns(data, "durres", CYCLE, "en"))
    assert "How many priorities the contract has is not known; 7 are on file." in durres
    assert "Year 3: nothing is on file." in durres
    assert "The date on which the contract was signed is not on file." in durres


def test_where_nothing_is_missing_that_is_said_too(judged, day):
    own = {"municipality": "lumas", "contract": f"lumas/{CYCLE}", "cycle": CYCLE}
    report = own | {"monitoring_year": 1, "period_start": day("2019-08-01"), "period_end": day("2020-08-31")}
    data = judged({"lumas": {1: "FPN"}}, reports=[report])
    data.tables["contracts"] = data.contracts.assign(observed_from=day("2019-08-01"), signed_on=day("2019-06-25"))
    # Periods come with the verdicts here.
    data.tables["assessments"] = data.assessments.assign(
        reason="x", period_start=day("2019-08-01"), period_end=day("2020-08-31")
    )
    assert said(listings.unknowns(data, "lumas", CYCLE, "en")) == "Nothing the method asks for is missing on file."


@pytest.mark.parametrize("language", ["sq", "en"])
def test_findings_are_listed_with_their_place_and_the_balance(workbook, contract, read, language):
    verdict = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "status": "në proces"}
    data = read(workbook(contract(assessments=[verdict])))
    listing = listings.findings(data, "lumas", language)
    assert cells(listing, "place_in_file") == ["lumas.xlsx › Vlerësimet!F2"]
    assert "[ST-01]" in cells(listing, "message")[0]
    assert [int(n) for n in re.findall(r"\d+", listing.note)] == [5, 4, 1, 0]


def test_a_file_that_was_refused_is_among_the_findings_of_the_network(workbook, contract, read):
    folder = workbook(contract())
    (folder / "x.xlsx").write_bytes(b"%PDF-1.7")
    assert cells(listings.findings(read(folder), language="en"), "place_in_file") == ["x.xlsx"]


def test_where_reading_found_nothing_the_balance_stands_alone(data):
    passage = said(listings.findings(data, language="en"))
    assert "Reading found nothing to mend." in passage
    assert "put aside: 0" in passage


@pytest.mark.parametrize("language", ["sq", "en"])
def test_what_is_not_there_is_explained_in_words(dataset, language):
    empty = dataset()
    blocks = [
        listings.priorities(empty, "lumas", CYCLE, language),
        listings.evidence(empty, "lumas", CYCLE, language),
        listings.statements(empty, language=language),
        listings.reports(empty, language=language),
        listings.contracts(empty, language=language),
        listings.members(empty, language),
        listings.joined(empty, 2021, language),
        listings.activities(empty, ["video"], language=language),
        listings.published_figures(empty, 2021, language),
        listings.averages(empty, [CYCLE], language),
        listings.contradictions(empty, language=language),
        listings.findings(empty, language=language),
        listings.unknowns(empty, "lumas", CYCLE, language),
    ]
    for block in blocks:
        assert len(repr(block)) > 20
        assert block.to_json()["kind"] == "passage"
