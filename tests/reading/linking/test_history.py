"""A tracker that dates each change is read as a history: a verdict holds until the next one of its promise."""

import pytest

CHANGES = [
    ("Lumas", "Ujë i pijshëm", "nuk është adresuar", "2019-02-01"),
    ("Lumas", "Ujë i pijshëm", "adresuar pjesërisht", "2020-03-01"),
    ("Lumas", "Ujë i pijshëm", "adresuar plotësisht", "2020-11-20"),
    ("Lumas", "Ndriçim rrugor", "nuk është adresuar", "2019-06-01"),
    ("Lumas", "Ndriçim rrugor", "adresuar pjesërisht", "2022-01-15"),
]
MAPPING = """
- file: changes.csv
  table: assessments
  columns: {municipality: Ku, label: Premtimi, status: Gjendja, period: Dita}
  constants: {cycle: 2019-2023}
  history: true
"""


@pytest.fixture
def tracker(workbook, contract):
    """A folder with the contract of Lumas, and beside it a tracker of its changes."""

    def write(changes=CHANGES, mapping=MAPPING):
        folder = workbook(contract())
        lines = [("Ku", "Premtimi", "Gjendja", "Dita"), *changes]
        (folder / "changes.csv").write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
        (folder / "mapping.yml").write_text(mapping, encoding="utf-8")
        return folder

    return write


def verdicts(data):
    rows = data.assessments[["priority", "monitoring_year", "status"]].values.tolist()
    return {(priority.rsplit("/")[-1], year): status for priority, year, status in rows}


def test_a_verdict_counts_for_every_year_at_whose_end_it_stood(tracker, read):
    data = read(tracker())
    assert verdicts(data) == {
        ("1", 1): "not_addressed",
        ("1", 2): "fully",
        ("1", 3): "fully",
        ("1", 4): "fully",
        ("2", 1): "not_addressed",
        ("2", 2): "not_addressed",
        ("2", 3): "not_addressed",
        ("2", 4): "partially",
    }
    assert set(data.findings["severity"]) == {"note"}


def test_the_day_of_a_change_stands_in_its_year_only_and_each_row_leads_to_its_cell(tracker, read):
    data = read(tracker())
    dated = data.assessments.dropna(subset="period_start")
    assert dated["period_start"].astype(str).tolist() == ["2019-02-01", "2020-11-20", "2019-06-01", "2022-01-15"]
    places = data.provenance.query("table == 'assessments'")
    assert len(places) == len(data.assessments)
    assert set(places["sheet_row"]) == {2, 4, 5, 6}


def test_a_change_within_a_year_is_told_with_what_followed_it_and_no_row_is_counted_twice(tracker, read):
    data = read(tracker())
    told = data.findings.query("code == 'HY-01'")
    assert told[["cell", "value"]].values.tolist() == [["D3", "2020-03-01"]]
    assert "(D4)" in told["message_en"].item()
    balance = data.balance.query("file == 'changes.csv'")[["read", "counted", "rejected", "blank"]]
    assert balance.values.tolist() == [[5, 4, 0, 1]]


def test_the_order_of_rows_says_nothing(tracker, read):
    assert verdicts(read(tracker(CHANGES[::-1]))) == verdicts(read(tracker()))


def test_a_change_before_the_contract_counts_from_its_first_year(tracker, read):
    assert verdicts(read(tracker([("Lumas", "Ujë i pijshëm", "adresuar plotësisht", "2018-05-01")]))) == {}
    early = [("Lumas", "Ujë i pijshëm", "adresuar plotësisht", "2018-05-01"), CHANGES[3]]
    assert verdicts(read(tracker(early)))["1", 1] == "fully"


def test_two_verdicts_of_one_day_are_a_contradiction_and_one_without_a_day_is_put_aside(tracker, read):
    twice = read(tracker([CHANGES[0], (*CHANGES[1][:3], CHANGES[0][3]), CHANGES[4]]))
    assert twice.findings.query("code == 'KE-02'")["cell"].tolist() == ["C2", "C3"]
    undated = read(tracker([(*CHANGES[0][:3], ""), CHANGES[4]]))
    assert undated.findings.query("severity == 'rejected'")[["code", "cell"]].values.tolist() == [["CE-03", "D2"]]
    assert verdicts(undated) == {("2", 4): "partially"}


LAST = ("Lumas", "Ndriçim rrugor", "adresuar pjesërisht", "2022-01-15")


@pytest.mark.parametrize(
    ("change", "cell", "held"),
    [
        (("Lumas", "Ujë i pijshëm", "Adresuar P", "2021-03-01"), "C3", [1, 2]),
        (("Lumas", "Ujë i pijshëm", "nuk është adresuar", "nesër"), "D3", [1]),
        (("Lumas", "Ujë i pijshëm", "nuk është adresuar", "03/04/2021"), "D3", [1]),
        (("Lumas", "Ujë i pijshëm", "Adresuar P", "2019-12-01"), "C3", []),
    ],
    ids=["its verdict", "its day", "two days", "in the same year"],
)
def test_a_change_that_cannot_be_read_ends_the_verdict_before_it(tracker, read, change, cell, held):
    data = read(tracker([("Lumas", "Ujë i pijshëm", "adresuar plotësisht", "2019-02-01"), change, LAST]))
    assert verdicts(data) == {**{("1", year): "fully" for year in held}, ("2", 4): "partially"}
    assert cell in set(data.findings.query("severity == 'rejected'")["cell"])
    assert not data.findings["message_en"].str.contains("is empty").any()


def test_a_day_without_a_verdict_ends_the_verdict_before_it(tracker, read):
    blank = ("Lumas", "Ujë i pijshëm", "", "2021-03-01")
    data = read(tracker([("Lumas", "Ujë i pijshëm", "adresuar plotësisht", "2019-02-01"), blank, LAST]))
    assert verdicts(data) == {("1", 1): "fully", ("1", 2): "fully", ("2", 4): "partially"}
    assert data.findings.query("code == 'HY-07'")["cell"].tolist() == ["C3"]
    assert set(data.findings["severity"]) == {"note"}


@pytest.mark.parametrize("other", ["2020-03-01", "2020"])
def test_of_two_changes_nobody_can_put_in_order_none_is_counted_and_none_held(tracker, read, other):
    first = ("Lumas", "Ujë i pijshëm", "adresuar plotësisht", "2019-02-01")
    two = [("Lumas", "Ujë i pijshëm", "nuk është adresuar", "2020-03-01")]
    two.append(("Lumas", "Ujë i pijshëm", "adresuar pjesërisht", other))
    data = read(tracker([first, *two, LAST]))
    assert verdicts(data) == {("1", 1): "fully", ("2", 4): "partially"}
    assert set(data.findings["code"]) == {"KE-02"}


def test_a_verdict_is_held_no_longer_than_its_contract_and_a_later_change_names_its_year(tracker, read):
    data = read(tracker([CHANGES[2], ("Lumas", "Ndriçim rrugor", "adresuar pjesërisht", "2024-01-15")]))
    assert [year for promise, year in verdicts(data) if promise == "1"] == [2, 3, 4, 5]
    told = data.findings.query("code == 'NU-14'")
    assert told[["cell", "value"]].values.tolist() == [["D3", "6"]]


def test_a_change_before_the_contract_that_nothing_follows_is_told_as_not_counted(tracker, read):
    data = read(tracker([("Lumas", "Ujë i pijshëm", "adresuar plotësisht", "2018-05-01")]))
    assert data.findings.query("severity == 'rejected'")[["code", "cell"]].values.tolist() == [["HY-05", "D2"]]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (MAPPING.replace(", period: Dita", ""), "DC-04"),
        (MAPPING.replace("{cycle: 2019-2023}", "{cycle: 2019-2023, monitoring_year: 1}"), "DC-02"),
        (MAPPING.replace("table: assessments", "table: priorities"), "DC-05"),
        (MAPPING.replace("history: true", "history: perhaps"), "DC-03"),
    ],
)
def test_an_entry_that_cannot_be_a_history_is_told_at_its_line(tracker, read, wrong, code):
    found = read(tracker(mapping=wrong)).findings
    assert code in set(found["code"])
    assert found.loc[found["code"] == code, "file"].str.startswith("mapping.yml:").all()
