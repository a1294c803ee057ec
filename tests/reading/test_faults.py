"""A fault costs its cell: where that may be empty no more than it, in a required one or a key its row."""

import pytest

from pop_analysis.model import load_model

BROKEN = "#REF!"  # what no kind of field can read
CYCLE = "2019-2023"
VERDICT = {"cycle": CYCLE, "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht"}
BESIDE = {
    "contracts": [{"cycle": CYCLE}],
    "priorities": [{"cycle": CYCLE, "label": 1, "title_sq": "Ujë i pijshëm"}],
    "assessments": [VERDICT],
    "campaigns": [{"campaign_title": "Ura e re"}],
}
TABLES = [table for table in load_model().tables.values() if table.id != "workbook"]
COSTLY = [(table.id, each.id) for table in TABLES for each in table.fields.values() if each.costs_row]
OF_THE_FILE = list(load_model().tables["workbook"].fields)


@pytest.fixture
def register():
    """Municipalities of the network's workbook, as they stand on its sheet."""
    return [{"municipality": "lumas", "name_sq": "Lumas"}, {"municipality": "gurre", "name_sq": "Gurrë"}]


@pytest.fixture
def plant(model, workbook, read, cell_of, register):
    """Read sound workbooks in which cells of a row that is filled in all over cannot be read."""

    def planted(table, *fields, value=BROKEN):
        declared = model.tables[table]
        row = {each.id: each.example.get("sq") for each in declared.fields.values()} | {
            "cycle": CYCLE,
            "label": 1,
            "monitoring_year": 1,
        }
        row |= {"municipality": "Lumas", "campaign_title": "Ura e re"} if table != "municipalities" else {}
        row = {each: row[each] for each in declared.fields} | dict.fromkeys(fields, value)
        if "municipality" in declared.workbooks:
            folder, at = workbook(BESIDE | {table: [row]}), 2
        elif declared.workbooks == ("reply",):
            about = {"workbook": [{"kind": "përgjigje", "municipality": "Lumas"}]}
            workbook(about | {table: [row]}, kind="reply", name="reply.xlsx")
            folder, at = workbook(BESIDE), 2
        else:
            rows = [*register, row] if table == "municipalities" else [row]
            folder, at = workbook({table: rows}, kind="network"), len(rows) + 1
        sheet = declared.sheet["sq"]
        return read(folder), {(sheet, cell_of(table, each, at)) for each in fields}, at

    return planted


def told_at(data, places):
    """Code and severity of what was found at these cells."""
    rows = data.findings[["code", "severity", "sheet", "cell"]].itertuples(index=False, name=None)
    return {(sheet, cell): (code, severity) for code, severity, sheet, cell in rows if (sheet, cell) in places}


@pytest.mark.parametrize("table", [table.id for table in TABLES if table.id != "shown_evidence"])
def test_no_cell_that_may_be_empty_costs_its_row(plant, model, cell_of, table):
    optional = [each for each in model.tables[table].fields.values() if not each.costs_row]
    data, places, row = plant(table, *(each.id for each in optional))
    # a doubt that cannot be read stays one; everything else is left empty
    sheet = model.tables[table].sheet["sq"]
    doubts = {(sheet, cell_of(table, each.id, row)) for each in optional if each.unread}
    assert told_at(data, places) == dict.fromkeys(places - doubts, ("CE-01", "blanked")) | dict.fromkeys(
        doubts, ("CH-04", "note")
    )
    assert data.findings.query("severity in ('rejected', 'refused')").empty
    rows = data.provenance.query("table == @table")["sheet_row"].tolist()
    own = data[table].iloc[rows.index(row)]
    kept = {"municipality", "contract"}  # the file says whose it is; a priority has one beside its own cell
    empty = [each for each in optional if not each.unread]
    assert all(own.isna()[column] for each in empty for column, _ in each.columns if column not in kept)


@pytest.mark.parametrize(("table", "field"), COSTLY)
def test_a_required_cell_or_a_key_costs_its_row_and_no_other(plant, table, field):
    data, places, row = plant(table, field)
    assert told_at(data, places) == dict.fromkeys(places, ("CE-01", "rejected"))
    line = data.balance.query("table == @table and rejected > 0")
    assert line["rejected"].tolist() == [1]
    here = data.provenance.query("table == @table and sheet in @line.sheet")
    assert row not in here["sheet_row"].tolist()


@pytest.mark.parametrize("field", OF_THE_FILE)
def test_of_what_a_file_says_of_itself_only_a_key_costs_the_file(model, workbook, contract, read, field):
    declared = model.tables["workbook"].fields[field]
    about = {"kind": "bashki", "municipality": "Lumas", "kept_by": "Qendra", "note": "x"} | {field: BROKEN}
    data = read(workbook(contract(workbook=[about], assessments=[VERDICT])))
    assert len(data.assessments) == (not declared.costs_row)
    assert set(data.findings["severity"]) == ({"rejected", "refused"} if declared.costs_row else {"blanked"})


@pytest.mark.parametrize(
    ("table", "field", "value", "code"),
    [
        ("contracts", "signed_on", "3/4/2019", "DT-02"),
        ("contracts", "priorities_total", "rreth 20", "NU-01"),
        ("priorities", "theme", "Bujqësi", "CH-01"),
        ("priorities", "promises", 0, "NU-02"),
        ("assessments", "period", "pranvera 2021", "DT-04"),
        ("citizens_scores", "respondents", "24 veta", "NU-01"),
        ("activities", "participants", "1.500", "NU-04"),
        ("activities", "cycle", "2015-2019", "RF-01"),
        ("activities", "label", 77, "RF-02"),
        ("campaigns", "label", 77, "RF-02"),
        ("campaign_stages", "amount_all", "500 euro", "AM-02"),
        ("evidence", "date", "vjeshtë", "DT-01"),
    ],
)
def test_what_people_type_into_a_cell_that_may_be_empty_leaves_its_row(plant, table, field, value, code):
    data, [(sheet, cell)], _ = plant(table, field, value=value)
    told = data.findings.query("severity == 'blanked'")
    assert told[["code", "sheet", "cell"]].values.tolist()[0] == [code, sheet, cell]
    assert data.findings.query("severity in ('rejected', 'refused')").empty
    assert len(data[table]) == len(data.assessments) == 1


def test_parts_that_are_more_than_the_whole_are_left_empty_with_it(workbook, read):
    told = {"type": "forum publik", "title_sq": "Forum", "participants": 10, "women": 8, "men": 7}
    data = read(workbook({"activities": [told]}))
    assert data.findings[["code", "severity"]].values.tolist() == [["NU-07", "blanked"]]
    assert data.activities[["participants", "women", "men"]].isna().all(axis=None)


def test_rows_that_only_an_unreadable_cell_tells_apart_are_put_aside(workbook, contract, read, found):
    rows = [VERDICT, VERDICT | {"status": "nuk është adresuar"}]
    shown = [{"cycle": CYCLE, "label": 1, "kind": "fotografi", "date": day} for day in ("3/4/2021", "4/3/2021")]
    data = read(workbook(contract(assessments=rows[:1], evidence=shown)))
    assert data.findings.query("code == 'KE-04'")["cell"].tolist() == ["C2", "C3"]
    assert data.evidence.empty
    assert len(data.assessments) == 1


def test_a_contradiction_is_told_at_the_cell_in_which_the_rows_differ(workbook, contract, read, found):
    rows = [VERDICT, VERDICT | {"status": "nuk është adresuar"}]
    data = read(workbook(contract(assessments=rows)))
    assert found(data) == {("KE-02", "Vlerësimet", "F2"), ("KE-02", "Vlerësimet", "F3")}


def test_a_person_with_twenty_typical_slips_gets_every_sound_verdict(workbook, read):
    """8 priorities × 2 years: what is wrong in cells that may be empty costs no verdict."""
    priorities = [
        {"cycle": "2019–2023", "label": number, "title_sq": f"Prioriteti i {number}-të", "theme": theme, "promises": n}
        for number, theme, n in zip(
            range(1, 9),
            ["Rrugët", "infrastrukturë", "Ujë + rrugë", None, "arsim!", "?", "Shëndetësi", "x"],
            [None, "disa", 1, "2-3", 0, None, "shumë", 1],
            strict=True,
        )
    ]
    verdicts = [
        {
            "cycle": "2019 - 2023", "label": number, "monitoring_year": year, "period": f"pranvera {2019 + year}",
            "status": ["Adresuar Plotësisht", "pjesërisht", "NUK ËSHTË ADRESUAR"][number % 3], "source": "raporti ynë",
        }
        for year in (1, 2)
        for number in range(1, 9)
    ]  # fmt: skip
    verdicts[3]["status"] = "gati"
    contracts = [
        {"cycle": "2019-2023", "signed_on": "3/4/2019", "observed_from": "vjeshtë", "priorities_total": "tetë"}
    ]
    data = read(workbook({"contracts": contracts, "priorities": priorities, "assessments": verdicts}))
    assert len(data.assessments) == 15
    assert data.findings.query("severity == 'rejected'")[["code", "cell"]].values.tolist() == [["ST-01", "F5"]]
    assert (data.findings["severity"] == "blanked").sum() >= 20
