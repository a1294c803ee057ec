"""A finding is one line a monitor understands: where, what was found, what was done, what to do."""

from datetime import datetime, timedelta

from pop_analysis.cli.group import line_of
from pop_analysis.reading import Findings

LONG = "x" * 500


def test_a_line_says_file_sheet_cell_message_and_code(model):
    findings = Findings(model)
    findings.add("ST-02", "lumas.xlsx", "Vlerësimet", "D14", "pjeserisht", read=model.statuses["partially"].label)
    (finding,) = findings
    assert line_of(finding.record(), "sq") == (
        "lumas.xlsx › Vlerësimet!D14: “pjeserisht” u lexua si “adresuar pjesërisht”. Nuk duhet të bëni asgjë. [ST-02]"
    )
    assert line_of(finding.record(), "en") == (
        "lumas.xlsx › Vlerësimet!D14: “pjeserisht” was read as “partially addressed”. There is nothing to do. [ST-02]"
    )


def test_the_place_says_no_more_than_is_known(model):
    findings = Findings(model)
    findings.add("FI-02", "a.xlsx")
    findings.add("SH-02", "b.xlsx", "Vlerësimet", value="Vlerësimet")
    said = [line_of(finding.record(), "en") for finding in findings]
    assert [line.split(": ")[0] for line in said] == ["a.xlsx", "b.xlsx › Vlerësimet"]


def test_findings_stand_in_the_order_of_the_rows_as_people_see_them(model):
    findings = Findings(model)
    for cell in ("A10", "B2", "A2"):
        findings.add("CE-02", "a.xlsx", "S", cell, "=A1")
    assert [finding.cell for finding in findings] == ["A2", "B2", "A10"]
    assert findings.count("rejected") == len(findings) == 3


def test_a_value_is_shown_but_not_at_any_length(model):
    findings = Findings(model)
    findings.add("NU-01", "a.xlsx", "S", "A1", LONG)
    (finding,) = findings
    assert len(finding.value) <= 120
    assert finding.value.endswith("…")


def test_braces_of_a_spreadsheet_are_only_text(model):
    findings = Findings(model)
    findings.add("NU-01", "a.xlsx", "S", "A1", "{value} {0} {x.__class__}")
    (finding,) = findings
    assert "{value} {0} {x.__class__}" in finding.message["sq"]


def test_findings_can_be_read_by_a_program(model):
    findings = Findings(model)
    findings.add("FI-02", "a.xlsx")
    (record,) = (finding.record() for finding in findings)
    assert list(record) == ["code", "severity", "file", "sheet", "cell", "value", "message_sq", "message_en"]
    assert findings.to_frame().to_dict("records") == [record]


def test_the_alphabet_of_a_foreign_letter_is_named_because_nobody_sees_it(workbook, contract, read):
    findings = read(workbook(contract("Qendёr rinorē"))).findings
    assert findings["code"].tolist() == ["TX-01"]
    assert "(ё cirilike, ē); u lexua si “Qendër rinorë”" in findings["message_sq"].iloc[0]
    assert "(Cyrillic ё, ē); read as “Qendër rinorë”" in findings["message_en"].iloc[0]


def test_findings_stand_in_the_order_of_the_sheets_so_that_a_cause_comes_before_what_hangs_on_it(model):
    findings = Findings(model)
    for sheet in ("Aktivitetet", "Assessments", "Prioritetet", "Kontratat", "E panjohur"):
        findings.add("NU-01", "a.xlsx", sheet, "A1", "x")
    assert [each.sheet for each in findings] == ["E panjohur", "Kontratat", "Prioritetet", "Assessments", "Aktivitetet"]


def test_what_a_message_shows_is_what_a_person_sees_and_never_a_value_of_python(model):
    findings = Findings(model)
    for cell, value in enumerate((datetime(2021, 5, 1), 1.0, 0.1 + 0.2, True, timedelta(hours=3), None), start=1):
        findings.add("HD-01", "a.xlsx", "Fleta", f"A{cell}", value, nearest="")
    assert [each.value for each in findings] == ["1.5.2021", "1", "0.3", "TRUE", "3:00", ""]
