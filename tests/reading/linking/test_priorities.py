"""What the priorities of a contract say together: a total that cannot be so, titles that seem to hold several."""

import pytest

CYCLE = "2019-2023"


def told(data, code):
    return data.findings[data.findings["code"] == code]


def contract_of(workbook, read, rows, total=None):
    priorities = [{"cycle": CYCLE, "title_sq": f"Rruga {at}"} | row for at, row in enumerate(rows, start=1)]
    return read(workbook({"contracts": [{"cycle": CYCLE, "priorities_total": total}], "priorities": priorities}))


def points(*labels):
    return [{"label": label} for label in labels]


def test_points_counted_against_a_total_of_priorities_are_a_finding_and_the_total_is_left_out(workbook, read, cell_of):
    data = contract_of(workbook, read, points("1.1", "1.2", "2", "3"), total=3)
    row = told(data, "PR-03").iloc[0]
    assert (row["severity"], row["cell"], row["value"]) == ("blanked", cell_of("contracts", "priorities_total"), "3")
    assert "rows of priorities on file: 4" in row["message_en"]
    assert "(points of a priority, such as 1.5: 2)" in row["message_en"]
    assert "rreshta prioritetesh në dosje: 4" in row["message_sq"]
    assert data.contracts["priorities_total"].isna().all()
    assert len(data.priorities) == 4


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (points("1.1", "1.2", "2"), 3),  # points that are counted one by one
        (points("1", "2"), 3),  # not all are on file
        (points("1", "2"), None),
        ([{"label": 1}, {"label": 2}, {"label": 3, "since_year": 2}], 2),  # one came later
        ([{"label": 1}, {"label": 2}, {"label": 3, "comes_from": "1; 2", "since_year": 2}], 2),
    ],
)
def test_a_total_that_can_be_so_is_believed(workbook, read, rows, total):
    data = contract_of(workbook, read, rows, total)
    assert told(data, "PR-03").empty
    assert data.contracts["priorities_total"].dropna().tolist() == [each for each in [total] if each]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Ndriçimi i rrugëve dhe rikonstruksioni i shkollës", True),
        ("Rrugë, ujësjellës dhe shkolla", True),
        ("Gjelbërim, kanale kulluese, rrugë dytësore", True),
        ("Më shumë kosha; tërheqje mbetjesh çdo dy ditë", True),
        ("1) Shatërvani 2) Lulishtja", True),
        ("Lighting of the streets and repair of the school", True),
        ("Repair of schools & paving of roads", True),
        ("Ujë dhe kanalizime", False),
        ("Transparencë dhe pjesëmarrje", False),
        ("Kopshte dhe çerdhe të reja", False),
        ("Siguria e fëmijëve në shkolla dhe e të moshuarve", False),
        ("Ndriçim në rrugët e lagjeve", False),
        ("Rikonstruksion i shkollës, Kodra e Gjatë", False),
        ("Ulje e taksës me 1,5 për qind", False),
    ],
)
def test_a_title_that_seems_to_hold_several_promises_asks_and_counts_nothing(workbook, read, cell_of, title, asked):
    data = contract_of(workbook, read, [{"label": 1}, {"label": 2, "title_sq": title}])
    rows = told(data, "PR-04")
    assert len(rows) == asked
    assert data.priorities["promises"].isna().all()
    for row in rows.itertuples():
        assert (row.severity, row.cell) == ("note", cell_of("priorities", "title_sq", 3))
        assert "several promises: 2." in row.message_en
        assert "“Separate promises”" in row.message_en
        assert "“Premtime të veçanta”" in row.message_sq


def test_the_titles_of_a_contract_are_asked_of_once_and_those_that_are_counted_not_at_all(workbook, read):
    title = {"title_sq": "Ndriçimi i rrugëve dhe rikonstruksioni i shkollës"}
    rows = [{"label": 1} | title, {"label": 2} | title, {"label": 3} | title | {"promises": 2}]
    (message,) = told(contract_of(workbook, read, rows), "PR-04")["message_en"]
    assert "several promises: 1, 2." in message


def test_a_verdict_before_its_priority_came_into_the_contract_is_put_aside_and_told(workbook, read, cell_of):
    contract = {"contracts": [{"cycle": CYCLE}], "priorities": [{"cycle": CYCLE, "label": 1, "title_sq": "Ujë"}]}
    contract["priorities"].append({"cycle": CYCLE, "label": 2, "title_sq": "Rrugë", "since_year": 2})
    verdict = {"cycle": CYCLE, "status": "fully"}
    years = [(1, 1), (2, 1), (1, 2), (2, 2)]
    verdicts = [verdict | {"label": label, "monitoring_year": year} for label, year in years]
    data = read(workbook(contract | {"assessments": verdicts}))
    (row,) = told(data, "PR-05").itertuples()
    assert (row.severity, row.cell) == ("rejected", cell_of("assessments", "monitoring_year", 3))
    assert "on year 1" in row.message_en
    assert "since year 2" in row.message_en
    assert "që nga viti 2" in row.message_sq
    assert len(data.assessments) == 3
    assert len(data.put_aside) == 1
    assert {str(data.put_aside[name].dtype) for name in ("monitoring_year", "sheet_row")} <= {"int64", "float64"}


@pytest.mark.parametrize("typed", ["1?", "1 (?)", "Prioriteti 1 ?", "≈1"])
def test_a_verdict_on_a_priority_that_is_doubted_is_not_counted_for_it(workbook, contract, read, typed):
    verdict = {"cycle": "2019-2023", "label": typed, "monitoring_year": 1, "status": "adresuar plotësisht"}
    data = read(workbook(contract(assessments=[verdict, verdict | {"label": 2}])))
    assert data.assessments["priority"].tolist() == ["lumas/2019-2023/2"]
    assert data.findings["code"].tolist() == ["PR-01"]


def test_the_rows_of_a_flat_sheet_that_only_repeat_what_is_counted_are_named(workbook, contract, read):
    folder = workbook(contract("Ujë"))
    numbers = (7, 7, 7, 8, 7)
    lines = ["Bashkia;Kontrata;Nr.;Prioriteti", *(f"Lumas;2019-2023;{number};Titulli {number}" for number in numbers)]
    (folder / "zz.csv").write_text("\n".join(lines), encoding="utf-8")
    told = read(folder).findings.query("code == 'KE-03'")["message_en"].item()
    assert "(repeats: 3; rows 3–4, 6)" in told
