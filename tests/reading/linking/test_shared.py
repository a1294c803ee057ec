"""A promise of several units stands in the contract of each, with one verdict, and is known as one."""

import pytest

from pop_analysis.measures import fulfilment

HEAD = "Kush;Nr;Premtimi;Gjendja"
MAPPING = """
- file: pledges.csv
  table: contracts
  columns: {municipality: Kush}
  constants: {cycle: 2019-2023}
  split: {municipality: " | "}
- file: pledges.csv
  table: priorities
  columns: {municipality: Kush, label: Nr, title_sq: Premtimi}
  constants: {cycle: 2019-2023}
  split: {municipality: " | "}
- file: pledges.csv
  table: assessments
  columns: {municipality: Kush, label: Nr, status: Gjendja}
  constants: {cycle: 2019-2023, monitoring_year: 1}
  split: {municipality: " | "}
"""


@pytest.fixture
def sheet(workbook):
    """A folder with the register and a flat sheet of promises."""

    def write(*lines, mapping=MAPPING):
        folder = workbook({}, kind="network")
        (folder / "pledges.csv").write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
        (folder / "mapping.yml").write_text(mapping, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def two(workbook, contract):
    """The workbooks of Lumas and Gurrë, with what each says of its first promise: its mark and its verdict."""

    def write(lumas, gurre, year=1):
        for place, (mark, verdict) in (("Lumas", lumas), ("Gurrë", gurre)):
            rows = contract(f"Ujë në {place}", f"Rrugë në {place}")
            rows["priorities"][0]["shared"] = mark
            said = {"cycle": "2019-2023", "label": 1, "monitoring_year": year, "status": verdict}
            rows["assessments"] = [said] if verdict else []
            folder = workbook(rows, name=f"{place}.xlsx", municipality=place)
        return folder

    return write


def shared(data):
    return data.priorities.dropna(subset="shared").set_index("priority")["shared"].to_dict()


def verdicts(data):
    return data.assessments.set_index("priority")["status"].to_dict()


def test_a_row_that_names_several_units_is_one_promise_of_each(sheet, read):
    data = read(sheet("Lumas | Gurrë;1;Ujë;adresuar plotësisht", "Lumas;2;Rrugë;adresuar pjesërisht"))
    assert set(data.findings["severity"]) <= {"note"}
    assert shared(data) == dict.fromkeys(["gurre/2019-2023/1", "lumas/2019-2023/1"], "gurre/2019-2023/1")
    counts = fulfilment(data).set_index("municipality")["assessed"]
    assert counts.to_dict() == {"gurre": 1, "lumas": 2}
    assert fulfilment(data, by="cycle")["assessed"].tolist() == [2]  # and not 3


def test_the_order_of_the_units_in_a_cell_and_of_the_files_makes_no_other_promise(sheet, read):
    one = read(sheet("Lumas | Gurrë;1;Ujë;adresuar plotësisht"))
    other = read(sheet("Gurrë | Lumas;1;Ujë;adresuar plotësisht"))
    assert shared(one) == shared(other)


def test_a_unit_that_is_not_known_is_told_and_the_others_count(sheet, read):
    data = read(sheet("Lumas | Askundi;1;Ujë;adresuar plotësisht"))
    assert verdicts(data) == {"lumas/2019-2023/1": "fully"}
    assert shared(data) == {}
    assert "Askundi" in set(data.findings["value"])


def test_the_same_mark_in_two_workbooks_is_one_promise_and_a_verdict_of_one_is_on_both(two, read):
    data = read(two(("A", "adresuar pjesërisht"), ("A", None)))
    assert set(data.findings["severity"]) <= {"note"}
    assert shared(data) == dict.fromkeys(["gurre/2019-2023/1", "lumas/2019-2023/1"], "gurre/2019-2023/1")
    assert verdicts(data) == dict.fromkeys(["gurre/2019-2023/1", "lumas/2019-2023/1"], "partially")
    where = data.provenance.query("table == 'assessments'")["file"]
    assert set(where) == {"Lumas.xlsx"}  # each leads to the cell where it was entered
    balance = data.balance.query("table == 'assessments'")
    assert balance[["read", "counted", "rejected", "blank"]].sum().tolist() == [1, 1, 0, 0]


def test_verdicts_that_differ_on_one_promise_are_put_aside_and_told_at_both_cells(two, read):
    data = read(two(("A", "adresuar plotësisht"), ("A", "nuk është adresuar")))
    assert data.assessments.empty
    told = data.findings.query("code == 'PR-09'")
    assert sorted(told["file"]) == ["Gurrë.xlsx", "Lumas.xlsx"]
    assert data.put_aside["priority"].tolist() == ["gurre/2019-2023/1", "lumas/2019-2023/1"]


def test_a_mark_that_stands_in_one_contract_only_is_told_and_makes_nothing(two, read):
    data = read(two(("A", "adresuar plotësisht"), ("B", "nuk është adresuar")))
    assert shared(data) == {}
    assert data.findings.query("code == 'PR-07'")["value"].tolist() == ["B", "A"]
    assert verdicts(data) == {"gurre/2019-2023/1": "not_addressed", "lumas/2019-2023/1": "fully"}


def test_a_mark_twice_in_one_contract_is_told_and_each_counts_on_its_own(workbook, contract, read):
    rows = contract()
    for each in rows["priorities"]:
        each["shared"] = "A"
    data = read(workbook(rows))
    assert shared(data) == {}
    assert data.findings.query("code == 'PR-08'")["severity"].tolist() == ["blanked", "blanked"]
    assert len(data.priorities) == 2


def test_a_promise_that_came_into_one_contract_later_is_judged_there_from_then_on(workbook, contract, read):
    for place, since, years in (("Lumas", None, (1, 2)), ("Gurrë", 2, ())):
        rows = contract("Ujë")
        rows["priorities"][0] |= {"shared": "A", "since_year": since}
        said = {"cycle": "2019-2023", "label": 1, "status": "adresuar plotësisht"}
        rows["assessments"] = [said | {"monitoring_year": year} for year in years]
        folder = workbook(rows, name=f"{place}.xlsx", municipality=place)
    data = read(folder)
    assert set(data.findings["severity"]) <= {"note"}
    judged = data.assessments[["municipality", "monitoring_year"]].values.tolist()
    assert judged == [["gurre", 2], ["lumas", 1], ["lumas", 2]]


def test_a_verdict_before_its_priority_was_in_the_contract_is_not_on_the_others_either(workbook, contract, read):
    for place, since in (("Lumas", None), ("Gurrë", 2)):
        rows = contract("Ujë")
        rows["priorities"][0] |= {"shared": "A", "since_year": since}
        said = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "adresuar plotësisht"}
        rows["assessments"] = [said] if since else []
        folder = workbook(rows, name=f"{place}.xlsx", municipality=place)
    data = read(folder)
    assert data.assessments.empty
    assert data.findings.query("severity == 'rejected'")[["code", "file"]].values.tolist() == [["PR-05", "Gurrë.xlsx"]]


def test_a_promise_taken_out_of_one_contract_stays_in_the_others_and_in_the_whole(workbook, contract, read):
    of_each = {"Gurrë": ["hequr nga kontrata"], "Lumas": ["adresuar pjesërisht", "adresuar plotësisht"]}
    for place, verdicts in of_each.items():
        rows = contract("Ujë")
        rows["priorities"][0]["shared"] = "A"
        said = {"cycle": "2019-2023", "label": 1}
        rows["assessments"] = [
            said | {"monitoring_year": year, "status": verdict} for year, verdict in enumerate(verdicts, start=1)
        ]
        folder = workbook(rows, name=f"{place}.xlsx", municipality=place)
    data = read(folder)
    assert set(data.findings["severity"]) <= {"note"}
    judged = data.assessments[["municipality", "monitoring_year", "status"]].values.tolist()
    assert judged == [["gurre", 1, "withdrawn"], ["lumas", 1, "partially"], ["lumas", 2, "fully"]]
    assert fulfilment(data, by="monitoring_year")["partially"].tolist() == [1, 0]
    assert fulfilment(data).set_index("municipality").loc["lumas", "withdrawn"].tolist() == [0, 0]
