"""Corrections: applied at their cell, listed there, and loud when the workbook has moved on. The workbook stays."""

import unicodedata

import pytest
import yaml
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.model import WrongDeclaration

ENTRY = {"file": "lumas.xlsx", "sheet": "Vlerësimet", "cell": "F2", "old": "Adresuar Pje", "new": "adresuar pjesërisht"}
ENTRY |= {"reason": "teksti i botuar është i prerë", "who": "Qendra “Shembull”", "date": "2024-05-01"}


@pytest.fixture
def folder(workbook, contract):
    """A municipality's workbook with one status nobody can read."""
    verdict = {"cycle": "2019–2023", "label": 1, "monitoring_year": 1, "status": "Adresuar Pje"}
    return workbook(contract(assessments=[verdict]))


def put(folder, *entries):
    (folder / "corrections.yml").write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")


def test_without_its_correction_the_row_is_put_aside(folder, read):
    data = read(folder)
    assert data.assessments.empty
    assert data.findings["code"].tolist() == ["ST-01"]


def test_a_correction_is_applied_and_listed_at_its_cell_with_reason_who_and_when(folder, read):
    before = (folder / "lumas.xlsx").read_bytes()
    put(folder, ENTRY)
    data = read(folder)
    assert data.assessments["status"].tolist() == ["partially"]
    (finding,) = data.findings.to_dict("records")
    assert (finding["code"], finding["severity"], finding["cell"]) == ("CO-01", "note", "F2")
    for told in ("Adresuar Pje", "adresuar pjesërisht", ENTRY["reason"], ENTRY["who"], ENTRY["date"]):
        assert told in finding["message_sq"]
    assert (folder / "lumas.xlsx").read_bytes() == before


def test_a_correction_whose_old_value_is_gone_is_not_applied_and_said_loudly(folder, read, found):
    put(folder, ENTRY | {"old": "Adresuar"})
    data = read(folder)
    assert ("CO-02", "Vlerësimet", "F2") in found(data)
    assert data.findings.set_index("code").loc["CO-02", "severity"] == "rejected"
    assert data.assessments.empty


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"file": "gone.xlsx"}, "CO-08", "no file “gone.xlsx”"),
        ({"file": "LUMAS.xlsx"}, "CO-08", "Did you mean “lumas.xlsx”?"),
        ({"sheet": "Vleresimi i ri"}, "CO-07", "no sheet “Vleresimi i ri”; the sheets are: "),
        ({"cell": "Z99"}, "CO-02", "it expected “Adresuar Pje”, but “” stands there"),
    ],
)
def test_a_correction_of_a_cell_that_is_not_there_is_said_loudly(folder, read, change, code, says):
    put(folder, ENTRY | change)
    told = read(folder).findings.set_index("code").loc[code]
    assert says in told["message_en"]
    assert told["severity"] == "rejected"


def test_of_two_corrections_of_a_cell_that_say_different_things_neither_is_applied(folder, read):
    put(folder, ENTRY, ENTRY | {"new": "adresuar plotësisht"})
    data = read(folder)
    assert data.assessments.empty
    told = data.findings.set_index("code").loc["CO-06"]
    assert told["cell"] == "F2"
    assert "“adresuar pjesërisht”, “adresuar plotësisht”" in told["message_en"]


def test_a_correction_that_stands_twice_is_applied_once(folder, read):
    put(folder, ENTRY, ENTRY)
    data = read(folder)
    assert data.assessments["status"].tolist() == ["partially"]
    assert data.findings["code"].tolist().count("CO-01") == 1
    assert set(data.findings["severity"]) == {"note"}


def test_an_empty_cell_can_be_filled_in(folder, read):
    put(folder, ENTRY, ENTRY | {"cell": "G2", "old": None, "new": "Ra vetëm gjysma e rrugës"})
    assert read(folder).assessments["reason"].tolist() == ["Ra vetëm gjysma e rrugës"]


def told(data, file):
    """What is said of the file itself: code and key."""
    found = data.findings[data.findings["file"].str.startswith(f"{file}:")]
    assert set(found["severity"]) == {"rejected"}
    return list(found[["code", "sheet"]].itertuples(index=False, name=None))


def test_a_wrong_correction_leaves_its_cell_empty_and_the_others_are_applied(workbook, contract, read, found):
    verdict = {"cycle": "2019–2023", "label": 1, "monitoring_year": 1, "status": "Adresuar Pje", "reason": "E gabuar"}
    folder = workbook(contract(assessments=[verdict]))
    wrong = {name: value for name, value in ENTRY.items() if name != "reason"} | {"cell": "G2", "raeson": "x"}
    put(folder, wrong, ENTRY)
    data = read(folder)
    assert told(data, "corrections.yml") == [("DC-04", "#1"), ("DC-02", "#1.raeson")]
    assert {("CO-05", "Vlerësimet", "G2"), ("CO-01", "Vlerësimet", "F2")} <= found(data)
    assert "corrections.yml:1" in data.findings.set_index("code").loc["CO-05", "message_en"]
    assert data.assessments["status"].tolist() == ["partially"]
    assert data.assessments["reason"].isna().all()


@pytest.mark.parametrize("left_out", ["who", None])
def test_a_required_cell_emptied_by_a_wrong_correction_is_nobody_s_to_fill_in(folder, read, left_out):
    wrong = [{name: value for name, value in ENTRY.items() if name != left_out}]
    contradicting = [ENTRY, ENTRY | {"new": "nuk u adresua"}]
    put(folder, *(wrong if left_out else contradicting))
    data = read(folder)
    assert data.assessments.empty
    told = data.findings.query("file == 'lumas.xlsx'")
    assert told[["code", "severity"]].values.tolist() == [
        ["CO-05" if left_out else "CO-06", "blanked"],
        ["CO-09", "rejected"],
    ]
    assert set(told["cell"]) == {"F2"}
    assert "leave the cell as it is" in told["message_en"].iloc[1]


def test_one_wrong_correction_keeps_no_page_from_being_made_and_validate_says_it_is_to_be_mended(folder):
    put(folder, {name: value for name, value in ENTRY.items() if name != "who"})
    done = CliRunner().invoke(main, ["validate", str(folder), "--language", "en"])
    assert done.exit_code == 1
    assert "  corrections.yml:1 › #1: “who” is missing. Add it. [DC-04]" in done.output
    assert "lumas.xlsx › Vlerësimet!F2: The correction of this cell (corrections.yml:1) is written" in done.output
    assert "no workbook is read" not in done.output


@pytest.mark.parametrize("cell", ["", "F", "2", "F0:G2", 7, None, "F9999999"])
def test_a_cell_that_is_no_address_is_told_and_nothing_is_corrected(folder, read, cell):
    put(folder, ENTRY | {"cell": cell})
    data = read(folder)
    assert told(data, "corrections.yml") in ([("DC-03", "#1.cell")], [("DC-19", "#1.cell")])
    assert data.assessments.empty


def test_a_key_of_a_correction_that_stands_twice_costs_that_correction(folder, read):
    put(folder, ENTRY)
    path = folder / "corrections.yml"
    path.write_text(path.read_text(encoding="utf-8") + "  cell: G2\n", encoding="utf-8")
    data = read(folder)
    assert told(data, "corrections.yml") == [("DC-13", "#1.cell")]
    assert data.assessments.empty


def test_an_entry_that_is_no_correction_at_all_is_told(folder, read):
    (folder / "corrections.yml").write_text("- 7\n- file: lumas.xlsx\n", encoding="utf-8")
    assert set(told(read(folder), "corrections.yml")) == {("DC-03", "#1"), ("DC-04", "#2")}


@pytest.mark.parametrize(("text", "code"), [("- file: [", "DC-01"), ("file: x", "DC-03"), ("\x00", "DC-01")])
def test_a_file_of_corrections_that_cannot_be_read_is_refused(folder, read, text, code):
    (folder / "corrections.yml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongDeclaration) as wrong:
        read(folder)
    assert [(fault.code, fault.file) for fault in wrong.value.faults] == [(code, "corrections.yml")]


@pytest.mark.parametrize(("new", "left"), [(None, []), ("", []), ("Foli Agimi", ["Foli Agimi"])])
def test_what_a_correction_takes_out_is_nowhere_any_more(workbook, contract, read, new, left):
    secret = "069 1234567"
    verdict = {"cycle": "2019–2023", "label": 1, "monitoring_year": 1, "status": "adresuar pjesërisht"}
    folder = workbook(contract(assessments=[verdict | {"reason": f"Foli Agimi {secret}"}]))
    put(folder, ENTRY | {"cell": "G2", "old": f"Foli Agimi {secret}", "new": new})
    data = read(folder)
    assert data.assessments["reason"].dropna().tolist() == left
    assert data.findings["code"].tolist() == ["CO-04"]
    assert secret not in data.findings.to_json()
    put(folder, ENTRY | {"cell": "G2", "old": f"Foli Agimi {secret}", "new": new, "file": "gone.xlsx"})
    assert secret not in read(folder).findings.to_json()


def test_a_verdict_that_is_taken_out_is_said(folder, read):
    put(folder, ENTRY, ENTRY | {"old": "adresuar pjesërisht", "new": None})
    assert read(folder).findings["code"].tolist() == ["CE-03", "CO-01", "CO-01"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_file_is_found_however_its_accents_are_stored(folder, read, form):
    (folder / "lumas.xlsx").rename(folder / unicodedata.normalize("NFD", "lumë.xlsx"))
    put(folder, ENTRY | {"file": unicodedata.normalize(form, "lumë.xlsx")})
    assert read(folder).findings["code"].tolist() == ["CO-01"]
