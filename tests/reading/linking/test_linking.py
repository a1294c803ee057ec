"""Keys and references: a row stands once, and points only at rows that are there."""

import pytest

CYCLE = "2019-2023"


def verdict(label=1, year=1, status="adresuar pjesërisht", **more):
    return {"cycle": CYCLE, "label": label, "monitoring_year": year, "status": status} | more


def test_a_priority_is_known_by_municipality_contract_and_number(workbook, read):
    rows = {
        "contracts": [{"cycle": CYCLE}, {"cycle": "2023-2027"}],
        "priorities": [
            {"cycle": CYCLE, "label": "Prioritet 4 :", "title_sq": "Uji"},
            {"cycle": "2023-2027", "label": "1.5", "title_sq": "Pika e pestë"},
            {"cycle": CYCLE, "title_sq": "Çerdhe/kopsht me drekë"},
        ],
    }
    data = read(workbook(rows))
    wanted = ["lumas/2019-2023/4", "lumas/2019-2023/cerdhe-kopsht-me-dreke", "lumas/2023-2027/1.5"]
    assert data.priorities["priority"].tolist() == wanted
    assert data.contracts["contract"].tolist() == ["lumas/2019-2023", "lumas/2023-2027"]


@pytest.mark.parametrize(
    "label", [2, "2", "Prioriteti 2", "prioritetin nr.2", "2-Ndriçim", "Ndriçim rrugor", "NDRICIM RRUGOR", "Lighting"]
)
def test_a_verdict_finds_its_priority_by_number_or_title(workbook, contract, read, label):
    rows = contract(assessments=[verdict(label)])
    rows["priorities"][1]["title_en"] = "Lighting"
    assert read(workbook(rows)).assessments["priority"].tolist() == ["lumas/2019-2023/2"]


def test_a_priority_without_a_number_is_found_by_its_title(workbook, contract, read):
    rows = contract(assessments=[verdict("qendër rinore")])
    rows["priorities"].append({"cycle": CYCLE, "title_sq": "Qendër Rinore"})
    assert read(workbook(rows)).assessments["priority"].tolist() == ["lumas/2019-2023/qender-rinore"]


def test_identical_rows_are_counted_once(workbook, contract, read, found):
    data = read(workbook(contract(assessments=[verdict(), verdict(), verdict()])))
    assert found(data) == {("KE-01", "Vlerësimet", "A3"), ("KE-01", "Vlerësimet", "A4")}
    assert len(data.assessments) == 1
    assert data.balance.set_index("sheet").loc["Vlerësimet", ["read", "counted", "rejected"]].tolist() == [3, 1, 2]


def test_rows_that_contradict_each_other_are_both_put_aside(workbook, contract, read, found):
    data = read(workbook(contract(assessments=[verdict(), verdict(status="nuk është adresuar"), verdict(2)])))
    assert found(data) == {("KE-02", "Vlerësimet", "F2"), ("KE-02", "Vlerësimet", "F3")}
    assert "2, 3" in data.findings["message_sq"].iloc[0]
    # what the rows are about, in the headings and the words of the sheet, and no key of the program
    assert "(Kontrata: 2019-2023, Prioriteti: 1, Viti i monitorimit: 1)" in data.findings["message_sq"].iloc[0]
    assert "(Contract: 2019-2023, Priority: 1, Monitoring year: 1)" in data.findings["message_en"].iloc[0]
    assert not data.findings["message_sq"].str.contains("lumas/").any()
    assert data.assessments["priority"].tolist() == ["lumas/2019-2023/2"]


def test_two_spellings_of_one_row_are_the_same_row(workbook, contract, read):
    data = read(
        workbook(contract(assessments=[verdict(1), verdict("Prioritet 1:", "Viti I", "(Adresuar Pjesërisht)")]))
    )
    assert len(data.assessments) == 1
    assert "KE-01" in set(data.findings["code"])


def test_two_sheets_that_contradict_each_other_are_both_put_aside(workbook, contract, read):
    workbook(contract(assessments=[verdict()]))
    (workbook({}) / "vleresimet.csv").write_text(
        "Bashkia;Kontrata;Nr.;Viti i monitorimit;Statusi\nLumas;2019–2023;1;1;nuk është adresuar\n", encoding="utf-8"
    )
    data = read(workbook(contract(assessments=[verdict()])))
    assert data.assessments.empty
    messages = data.findings.query("code == 'KE-02'")["message_sq"]
    assert any("lumas.xlsx › Vlerësimet!A2" in message for message in messages)
    assert len(data.priorities) == 2


def test_two_monitors_do_not_contradict_each_other(workbook, contract, read):
    second = verdict(status="nuk është adresuar", monitor="Monitor i dytë")
    assert len(read(workbook(contract(assessments=[verdict(), second]))).assessments) == 2


def test_an_unknown_contract_is_put_aside_with_the_nearest(workbook, contract, read, found, cell_of):
    data = read(workbook(contract(reports=[{"cycle": "2019-2022", "monitoring_year": 1}])))
    assert found(data) == {("RF-01", "Raportet", cell_of("reports", "cycle"))}
    assert "2019-2023" in data.findings["message_sq"].iloc[0]
    assert "“Kontratat”" in data.findings["message_sq"].iloc[0]
    assert data.reports.empty


def test_an_unknown_priority_is_put_aside_with_the_nearest(workbook, contract, read, found, cell_of):
    data = read(workbook(contract(assessments=[verdict("Ndriçim rrugorr"), verdict(9)])))
    assert found(data) == {("RF-02", "Vlerësimet", cell_of("assessments", "label", row)) for row in (2, 3)}
    near, far = data.findings["message_sq"]
    assert "“Ndriçim rrugor”?" in near
    assert "Mos është" not in far
    assert data.assessments.empty


def test_an_unknown_campaign_is_put_aside_with_the_nearest(workbook, contract, read, found, cell_of):
    rows = contract(
        campaigns=[{"campaign_title": "Drita në lagjen e re"}],
        campaign_stages=[
            {"campaign_title": "DRITA NE LAGJEN E RE", "stage": "Peticion"},
            {"campaign_title": "Drita në lagje", "stage": "Peticion"},
        ],
    )
    data = read(workbook(rows))
    assert found(data) == {("RF-03", "Hapat e fushatave", cell_of("campaign_stages", "campaign_title", 3))}
    assert "“Drita në lagjen e re”?" in data.findings["message_sq"].iloc[0]
    assert data.campaign_stages["campaign"].tolist() == ["lumas/drita-ne-lagjen-e-re"]


def test_a_row_of_another_municipality_is_put_aside(workbook, contract, read, found, cell_of):
    activity = {"type": "forum publik", "title_sq": "Forum", "municipality": "Gurra"}
    data = read(workbook(contract(activities=[activity, activity | {"municipality": "Lumasit"}])))
    assert ("MU-03", "Aktivitetet", cell_of("activities", "municipality")) in found(data)
    assert data.activities["municipality"].tolist() == ["lumas"]


@pytest.mark.parametrize(
    ("table", "spoiled"),
    [("contracts", {"cycle": "19-23"}), ("priorities", {"title_sq": None}), ("priorities", {"label": "një"})],
)
def test_what_hangs_on_a_row_put_aside_is_put_aside_too(workbook, contract, read, table, spoiled):
    rows = contract(assessments=[verdict()])
    rows[table][0] |= spoiled
    data = read(workbook(rows))
    assert data.assessments.empty
    hanging = data.findings.loc[data.findings["code"].isin(["RF-04", "RF-15"]), "message_en"].tolist()
    assert hanging
    assert all(f" at {data.model.tables[table].sheet['sq']}!A2, " in message for message in hanging)


@pytest.mark.parametrize(
    ("table", "other"),
    [
        ("contracts", {"priorities_total": 9}),
        ("priorities", {"title_sq": "Tjetër gjë"}),
        ("campaigns", {"source": "tjetër burim"}),
    ],
)
def test_what_hangs_on_a_contradiction_is_put_aside_too(workbook, contract, read, model, table, other):
    # A verdict on a priority that is not counted would be counted for nothing anyone can see.
    rows = contract(
        assessments=[verdict()],
        campaigns=[{"campaign_title": "Ura", "cycle": CYCLE, "label": 1}],
        campaign_stages=[{"campaign_title": "Ura", "stage": "Peticion"}],
    )
    rows[table].append(rows[table][0] | other)
    data = read(workbook(rows))
    assert "KE-02" in set(data.findings["code"])
    assert data.assessments.empty or table == "campaigns"
    for key, home in {"contract": "contracts", "priority": "priorities", "campaign": "campaigns"}.items():
        for name, frame in data.tables.items():
            if key in frame and name != home:
                assert set(frame[key].dropna()) <= set(data[home][key]), (name, key)


def test_every_key_of_the_real_data_and_of_the_invented_is_answered(data, example):
    homes = {
        "municipality": "municipalities",
        "contract": "contracts",
        "priority": "priorities",
        "campaign": "campaigns",
    }
    for each in (data, example):
        for key, home in homes.items():
            for name, frame in each.tables.items():
                if key in frame:
                    assert set(frame[key].dropna()) <= set(each[home][key]), (name, key)


def test_a_key_is_never_missing_and_never_twice(data, example):
    for each in (data, example):
        for table, key in (("contracts", "contract"), ("priorities", "priority"), ("campaigns", "campaign")):
            assert each[table][key].notna().all()
            assert each[table][key].is_unique


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"period": "gusht 2020 – gusht 2021"}, {"year": 2, "period": "gusht 2019 – gusht 2020"}, ["DT-09"]),
        ({"period": "gusht 2019 – gusht 2020"}, {"year": 2, "period": "gusht 2024 – gusht 2025"}, ["DT-10"]),
        ({"period": "gusht 2019 – gusht 2020"}, {"year": 6}, ["NU-14"]),
        ({"period": "gusht 2019 – gusht 2020"}, {"year": 2, "period": "gusht 2020 – gusht 2021"}, []),
        ({"period": "2019"}, {"year": 5, "period": "2023"}, []),
    ],
)
def test_years_that_cannot_follow_one_another_are_told_and_both_count(workbook, contract, read, first, second, told):
    data = read(workbook(contract(assessments=[verdict(**first), verdict(**second)])))
    assert data.findings["code"].tolist() == told
    assert len(data.assessments) == 2
    assert all("A2" in text or "E2" in text for text in data.findings["message_en"])


def test_a_line_of_a_priority_that_is_not_there_is_told_so_and_is_never_said_to_hang_on_itself(
    workbook, contract, read
):
    folder = workbook(contract(assessments=[verdict()]))
    (folder / "vleresimet.csv").write_text(
        "Bashkia;Kontrata;Prioriteti;Viti i monitorimit;Statusi\nLumas;2019-2023;Park i ri;3;adresuar plotësisht\n",
        encoding="utf-8",
    )
    told = read(folder).findings.query("file == 'vleresimet.csv'")
    assert [(row.code, row.cell) for row in told.itertuples()] == [("RF-02", "C2")]
