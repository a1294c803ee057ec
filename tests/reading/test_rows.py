"""Nothing vanishes: rows read = counted + rejected + blank, and every rejected row has its finding."""

from datetime import date, datetime, time, timedelta

import pytest

from pop_analysis.reading import read_folder

# What people, other programs and bad luck put into cells.
ODD = [
    0, -1, 1.5, 1e308, True, datetime(1900, 1, 1), datetime(9999, 12, 31), time(10, 0), timedelta(hours=30), "=1+1",
    "\u202e", "{value}", "{0}", "%s", "–", "а", "nan", "١٢", "½", "1.2.3.4", "31.2.2021", "0.0.0000", "2021-13",
    "1 – 2 – 3", "prioriteti , pika", "viti viti", "€", "//", "2023-2019", "a\nb\tc", "<b>x</b>", "x" * 32_000,
]  # fmt: skip


def example_row(model, name):
    """The template's example of a table, for a place that is in the register."""
    row = {field.id: field.example.get("sq") for field in model.tables[name].fields.values()}
    return row | ({"municipality": "Lumas"} if "municipality" in row else {})


def balanced(data):
    balance = data.balance
    return (
        (balance["read"] == balance["counted"] + balance["rejected"] + balance["blank"])
        & (balance[["counted", "rejected", "blank"]] >= 0).all(axis=1)
    ).all()


@pytest.fixture(scope="module")
def odd(workbook_in, tmp_path_factory, model):
    """A data set in which every field of every table met every odd value, one a row."""
    rows = {
        name: [example_row(model, name) | {field: value} for field in table.fields for value in ODD]
        for name, table in model.tables.items()
        if name not in ("workbook", "municipalities")
    }
    write = workbook_in(tmp_path_factory.mktemp("odd"))
    write({name: rows[name] for name in rows if "municipality" in model.tables[name].workbooks})
    only_network = {name: rows[name] for name in rows if "network" in model.tables[name].workbooks}
    return read_folder(write(only_network, kind="network"), today=date(2025, 6, 1))


def test_no_cell_can_stop_the_reading_and_no_row_vanishes(odd):
    assert odd.balance["read"].sum() > 3000
    assert balanced(odd)
    counted = odd.balance.set_index(["file", "sheet"])["counted"]
    kept = odd.provenance.groupby(["file", "sheet"]).size()
    assert counted[counted > 0].to_dict() == kept.to_dict()
    assert sum(len(frame) for frame in odd.tables.values()) == len(odd.provenance)


def test_every_rejected_row_has_its_finding(odd):
    said = odd.findings[(odd.findings["severity"] == "rejected") | (odd.findings["code"] == "KE-01")]
    rows = said.assign(row=said["cell"].str.extract(r"(\d+)$")[0]).groupby(["file", "sheet"])["row"].nunique()
    rejected = odd.balance.set_index(["file", "sheet"])["rejected"]
    assert rejected[rejected > 0].to_dict() == rows.to_dict()


def test_every_finding_says_what_it_found_in_both_languages(odd):
    findings = odd.findings
    assert len(findings) > 1000
    assert (findings["message_sq"] != findings["message_en"]).all()
    plain = findings[~findings["value"].str.contains("{", regex=False)]
    assert not plain["message_sq"].str.contains(r"\{\w+\}").any()
    assert not plain["message_en"].str.contains(r"\{\w+\}").any()


def test_all_faults_of_a_row_are_found_in_one_run(workbook, contract, read, found, cell_of):
    bad = {"cycle": "19-23", "label": "1, 2", "monitoring_year": 99, "period": "vjeshtë", "status": "gati"}
    data = read(workbook(contract(assessments=[bad, {"cycle": "2019-2023", "label": 1, "monitoring_year": 1}])))
    wanted = {("CY-01", "cycle"), ("NU-02", "monitoring_year"), ("DT-04", "period"), ("ST-01", "status")}
    wanted |= {("PR-06", "label")}
    assert found(data) == {
        *((code, "Vlerësimet", cell_of("assessments", field)) for code, field in wanted),
        ("CE-03", "Vlerësimet", cell_of("assessments", "status", 3)),
    }
    assert balanced(data)


def test_all_faults_of_all_files_are_found_in_one_run(workbook, contract, read):
    workbook(contract(assessments=[{"cycle": "x", "label": 1, "monitoring_year": 1, "status": "gati"}]))
    workbook({"contracts": [{"cycle": "y"}]}, name="gurre.xlsx", municipality="Gurrë")
    folder = workbook({"contracts": [{"cycle": "z"}]}, name="ura.xlsx", municipality="U.Vjetër")
    (folder / "zz.xlsx").write_bytes(b"%PDF-1.7")
    findings = read(folder).findings
    assert set(zip(findings["file"], findings["code"], strict=True)) == {
        ("lumas.xlsx", "CY-01"), ("lumas.xlsx", "ST-01"), ("gurre.xlsx", "CY-01"), ("ura.xlsx", "CY-01"),
        ("ura.xlsx", "MU-02"), ("zz.xlsx", "FI-01"),
    }  # fmt: skip


def test_a_blank_row_between_rows_is_counted_as_blank(workbook, contract, read):
    rows = contract("Ujë", "Rrugë")
    rows["priorities"].insert(1, {})
    rows["priorities"].insert(1, {"title_sq": "  "})
    data = read(workbook(rows))
    line = data.balance.set_index("sheet").loc["Prioritetet"]
    assert line[["read", "counted", "rejected", "blank"]].tolist() == [4, 2, 0, 2]
    assert data.findings.empty


@pytest.mark.parametrize(
    ("table", "field", "value", "code"),
    [
        ("assessments", "status", "(Adresuar Pjesërisht)", "ST-02"),
        ("assessments", "status", "Adresuar P", "ST-03"),
        ("assessments", "status", "në proces", "ST-01"),
        ("assessments", "label", "Prioritet 1:", None),
        ("assessments", "monitoring_year", "Viti II-të", "NU-03"),
        ("assessments", "period", "shtator 2021 – shtator 2020", "DT-05"),
        ("assessments", "source", "javascript:alert(1)", "UR-01"),
        ("priorities", "label", "Priritet 6:", "PR-02"),
        ("priorities", "label", "2 dhe 3", "PR-01"),
        ("priorities", "theme", "uji", "CH-02"),
        ("priorities", "theme", "Bujqësi", "CH-01"),
        ("priorities", "title_sq", "Qendёr rinore", "TX-01"),
        ("priorities", "title_sq", None, "CE-03"),
        ("priorities", "promises", "mbi 2", "NU-01"),
        ("priorities", "promises", 0, "NU-02"),
        ("contracts", "signed_on", "03/04/2021", "DT-02"),
        ("contracts", "signed_on", "25 qershor", "DT-01"),
        ("contracts", "signed_on", "25.6.2201", "DT-03"),
        ("contracts", "url", "data:text/html,x", "UR-01"),
        ("activities", "municipality", "Lumasit", "MU-02"),
        ("activities", "municipality", "Lumasi + Gurra", "MU-04"),
        ("activities", "municipality", "Lumass", "MU-01"),
        ("activities", "municipality", "Gurrë", "MU-03"),
        ("activities", "participants", "14 vajza dhe 15 djem", "NU-03"),
        ("activities", "participants", "1.500", "NU-04"),
        ("campaign_stages", "amount_all", "500 euro", "AM-02"),
        ("campaign_stages", "amount_all", -500, "AM-01"),
        ("campaign_stages", "amount_all", "3 000 000 lekësh", "NU-03"),
        ("campaign_stages", "amount_all", "1,5", "NU-04"),
        ("campaign_stages", "campaign_title", "Ura e rea", "RF-03"),
    ],
)
def test_a_variant_is_said_at_its_exact_cell(
    workbook, contract, read, found, model, cell_of, table, field, value, code
):
    rows = contract(
        assessments=[{"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht"}],
        activities=[{"type": "forum publik", "title_sq": "Forum"}],
        campaigns=[{"campaign_title": "Ura e re"}],
        campaign_stages=[{"campaign_title": "Ura e re", "stage": "Peticion"}],
    )
    rows[table][-1][field] = value
    last = len(rows[table]) + 1
    data = read(workbook(rows))
    here = model.tables[table].sheet["sq"]
    own = {each for each in found(data) if each[1] == here}
    assert own == ({(code, here, cell_of(table, field, last))} if code else set())
    costly = model.tables[table].fields[field].costs_row and code and model.findings[code].severity == "rejected"
    assert len(data[table]) == len(rows[table]) - bool(costly)
    assert balanced(data)


def test_the_real_data_and_the_invented_are_balanced(data, example):
    assert balanced(data)
    assert balanced(example)


@pytest.mark.parametrize(("top", "score"), [(1, 0.8), (100, 80), (5, None)])
def test_a_score_in_per_cent_is_read_where_its_scale_says_of_what(workbook, contract, read, top, score):
    row = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "score": "80 %", "score_top": top, "respondents": 9}
    data = read(workbook(contract(citizens_scores=[row])))
    assert data.citizens_scores["score"].tolist() == ([] if score is None else [score])
    assert ("NU-12" in set(data.findings["code"])) == (score is None)


def test_a_score_above_the_top_of_its_scale_is_put_aside(workbook, contract, read, found, cell_of):
    score = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "score": 80, "score_top": 5, "respondents": 40}
    rows = [score, score | {"label": 2, "score_top": 100}]
    data = read(workbook(contract(citizens_scores=rows)))
    assert found(data) == {("NU-09", "Nota e qytetarëve", cell_of("citizens_scores", "score"))}
    assert data.citizens_scores[["score", "score_top"]].values.tolist() == [[80, 100]]
    assert balanced(data)


@pytest.mark.parametrize("typed", ["?", "x", "ndoshta", "shih raportin"])
def test_a_doubt_that_cannot_be_read_stays_a_doubt(workbook, contract, read, found, cell_of, typed):
    verdict = {"cycle": "2019-2023", "monitoring_year": 1, "status": "adresuar plotësisht"}
    rows = [verdict | {"label": 1, "to_confirm": typed}, verdict | {"label": 2, "to_confirm": "jo"}]
    data = read(workbook(contract(assessments=rows)))
    assert data.assessments["to_confirm"].tolist() == ["yes", "no"]
    place = cell_of("assessments", "to_confirm")
    assert found(data) == {(code, "Vlerësimet", place) for code in ("CH-01", "CH-04")}
