"""Validation tells of the files it was asked about, with names checked against the network's register."""

import shutil

import openpyxl
import pytest
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.commands import WrongUse, report, validate
from pop_analysis.commands.validate import check, workbooks_named, write_marked_copy
from pop_analysis.model import WrongDeclaration
from pop_analysis.reading import workbook as workbook_module
from pop_analysis.reading.parsing import processes


def spoil(path, sheet="Vlerësimet", cell="F2", value="Adresuar P"):
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


@pytest.fixture
def spoilt(project):
    """A workbook with one wrong status, one name in old spelling, and a network workbook with a fault of its own."""
    path = project / "data" / "raw" / "lumebardhe.xlsx"
    spoil(path)
    spoil(path, "Rreth skedarit", "B2", "LUMËBARDHЁ".replace("Ё", "ё"))
    spoil(project / "data" / "raw" / "network.xlsx", "Anëtarët", "D2", "dje")
    return path


def test_clean_workbooks_have_no_findings(project):
    found = validate()
    assert list(found) == ["code", "severity", "file", "sheet", "cell", "value", "message_sq", "message_en"]
    assert found.empty


def test_a_fault_is_told_at_its_cell(spoilt):
    found = validate(spoilt)
    [wrong] = found[found["severity"] == "rejected"].to_dict("records")
    assert (wrong["code"], wrong["file"], wrong["sheet"], wrong["cell"]) == (
        "ST-03",
        "lumebardhe.xlsx",
        "Vlerësimet",
        "F2",
    )


def test_faults_of_the_register_are_not_told_when_it_was_not_asked_about(spoilt):
    assert set(validate(spoilt)["file"]) == {"lumebardhe.xlsx"}
    assert "network.xlsx" in set(validate(spoilt.parent)["file"])


def test_a_file_that_came_by_mail_is_checked_with_the_register_that_is_named(spoilt, tmp_path_factory):
    away = tmp_path_factory.mktemp("mail") / "copy.xlsx"
    shutil.copy(spoilt, away)
    found = check(away, data=spoilt.parent).findings
    assert "FI-10" not in set(found["code"])  # "no register was found"
    assert "ST-03" in set(found["code"])


def test_without_any_register_the_name_is_taken_and_that_is_said(spoilt, tmp_path_factory):
    away = tmp_path_factory.mktemp("alone") / "copy.xlsx"
    shutil.copy(spoilt, away)
    (away.parent / "model").mkdir()  # another network, of which POP's own register says nothing
    assert "FI-10" in set(validate(away)["code"])


def test_a_file_that_is_no_workbook_is_told_beside_the_others(spoilt):
    (spoilt.parent / "letter.xlsx").write_bytes(b"%PDF-1.4")
    found = validate(spoilt.parent)
    assert set(found.loc[found["severity"] == "refused", "file"]) == {"letter.xlsx"}
    assert "ST-03" in set(found["code"])


def test_a_path_that_is_not_there_is_named(project):
    with pytest.raises(FileNotFoundError, match=r"gone\.xlsx"):
        validate("gone.xlsx")


def test_the_marked_copy_marks_every_finding_and_leaves_the_original_alone(spoilt, tmp_path):
    (spoilt.parent / "letter.xlsx").write_bytes(b"%PDF-1.4")
    before = spoilt.read_bytes()
    findings, target = validate(spoilt.parent), tmp_path / "marked.xlsx"
    write_marked_copy(findings, workbooks_named([spoilt.parent]), target, "en")
    assert spoilt.read_bytes() == before
    book = openpyxl.load_workbook(target)
    listed = [[cell.value for cell in row] for row in book["Findings"].iter_rows(min_row=2)]
    assert len(listed) == len(findings)
    cell = book["lumebardhe Vlerësimet"]["F2"]
    assert cell.value == "Adresuar P"
    assert "[ST-03]" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("F4B183")
    link = next(row[2].hyperlink for row in book["Findings"].iter_rows(min_row=2) if row[6].value == "ST-03")
    assert link.location == "'lumebardhe Vlerësimet'!F2" or link.target == "#'lumebardhe Vlerësimet'!F2"


def test_no_formula_is_in_the_marked_copy(spoilt, tmp_path):
    spoil(spoilt, "Prioritetet", "C2", '=HYPERLINK("https://example.org","x")')
    spoil(spoilt, "Prioritetet", "C3", "=1+1")
    write_marked_copy(validate(spoilt), [spoilt], tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1" in [cell.value for cell in cells]


def test_the_marked_copy_never_replaces_a_workbook_it_looked_at(spoilt):
    before = spoilt.read_bytes()
    with pytest.raises(WrongUse, match="written over"):
        write_marked_copy(validate(spoilt), [spoilt], spoilt)
    assert spoilt.read_bytes() == before


def test_what_lies_beside_workbooks_is_told_when_the_folder_is_asked_about(project):
    raw = project / "data" / "raw"
    (raw / "2021").mkdir()
    (raw / "2021" / "old.xlsx").write_bytes((raw / "lumebardhe.xlsx").read_bytes())
    (raw / "letter.pdf").write_bytes(b"%PDF-1.7")
    for asked in ([], [raw], [raw, raw / "lumebardhe.xlsx"]):
        assert validate(*asked)[["code", "file"]].values.tolist() == [["FI-20", "2021/"], ["FI-01", "letter.pdf"]]
    assert validate(raw / "lumebardhe.xlsx").empty


CODING = {
    "workbook": [{"kind": "fletë vlerësimi", "municipality": "Lumas"}],
    "assessments": [
        {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "monitor": "A", "status": "adresuar pjesërisht"}
    ],
}


def test_a_coding_sheet_alone_is_checked_with_the_contracts_beside_it(workbook, contract):
    folder = workbook(contract())
    workbook(CODING, kind="coding_sheet", name="fleta.xlsx")
    assert validate(folder).empty
    assert validate(folder / "fleta.xlsx").empty
    assert check(folder / "fleta.xlsx").counted == 1


def test_a_workbook_alone_is_not_blamed_for_what_is_wrong_beside_it(workbook, contract):
    folder = workbook(contract())
    spoilt_one = {"cycle": "2019-2023", "label": 9, "monitoring_year": 1, "status": "huh"}
    workbook(contract(assessments=[spoilt_one]), name="gurre.xlsx", municipality="Gurrë")
    workbook(CODING, kind="coding_sheet", name="fleta.xlsx")
    assert validate(folder / "fleta.xlsx").empty


def test_the_balance_holds_also_where_municipalities_are_taken_as_they_are_called(workbook, contract, read):
    folder = workbook(contract())
    (folder / "network.xlsx").unlink()
    data = read(folder)
    assert data.municipalities["municipality"].tolist() == ["lumas"]
    assert data.balance["counted"].sum() == len(data.provenance) == sum(len(frame) for frame in data.tables.values())


@pytest.fixture
def read_files_of(monkeypatch):
    """The names of the files that are opened."""
    opened, read = [], workbook_module.Reader.read
    monkeypatch.setattr(processes, "SIDE_BY_SIDE", False)
    monkeypatch.setattr(
        workbook_module.Reader, "read", lambda self, path, report: opened.append(path.name) or read(self, path, report)
    )
    return opened


def test_of_the_files_beside_one_only_those_named_by_its_municipality_are_opened(workbook, contract, read_files_of):
    folder = workbook(contract(), name="lumas 2019.xlsx")
    workbook(contract(), name="gurre.xlsx", municipality="Gurrë")
    workbook(CODING, kind="coding_sheet", name="fleta.xlsx")
    assert check(folder / "fleta.xlsx").counted == 1
    assert set(read_files_of) == {"fleta.xlsx", "network.xlsx", "lumas 2019.xlsx"}
    read_files_of.clear()
    check(folder / "gurre.xlsx")
    assert set(read_files_of) == {"gurre.xlsx", "network.xlsx"}


def test_what_a_file_hangs_on_is_found_in_a_workbook_of_any_name(workbook, contract):
    folder = workbook(contract(), name="kontrata e re.xlsx")
    workbook(contract(), name="a.xlsx", municipality="Gurrë")
    workbook({"contracts": [{"cycle": "2015-2019"}]}, name="lumas.xlsx")  # its name fits, its contract does not
    workbook(CODING, kind="coding_sheet", name="fleta.xlsx")
    assert validate(folder / "fleta.xlsx").empty
    assert check(folder / "fleta.xlsx").counted == 1


def test_verdicts_of_a_contract_in_another_workbook_are_counted_though_the_file_has_one_of_its_own(workbook, contract):
    folder = workbook(contract(), name="lumas.xlsx")
    verdict = {**CODING["assessments"][0], "monitor": None}
    workbook({"contracts": [{"cycle": "2023-2027"}], "assessments": [verdict]}, name="lumas 2.xlsx")
    assert check(folder / "lumas 2.xlsx").counted == check(folder / "lumas 2.xlsx").verdicts == 1


def test_a_copy_beside_a_file_takes_nothing_from_it(workbook, contract):
    folder = workbook(contract(), name="lumas.xlsx")
    workbook(CODING, kind="coding_sheet", name="fleta.xlsx")
    shutil.copy(folder / "fleta.xlsx", folder / "a lumas.xlsx")
    assert check(folder / "fleta.xlsx").counted == 1


def test_what_is_said_of_a_file_does_not_depend_on_where_one_stands(project, workbook, contract, monkeypatch, tmp_path):
    folder = workbook(contract())
    (folder / "network.xlsx").unlink()
    said = []
    for here in (project, tmp_path):
        monkeypatch.chdir(here)
        found = check(folder / "lumas.xlsx")
        said.append((found.findings.to_dict("records"), found.registers))
    assert said[0] == said[1]


def test_the_register_is_that_of_the_folder_that_is_named(project, workbook, contract):
    elsewhere = workbook(contract())
    lonely = elsewhere.parent / "alone"
    lonely.mkdir()
    shutil.copy(elsewhere / "lumas.xlsx", lonely)
    found = check(lonely / "lumas.xlsx", data=elsewhere)
    assert found.findings.empty
    assert found.registers == (elsewhere / "network.xlsx",)


def test_a_file_in_a_project_is_read_with_the_register_of_that_project(project, monkeypatch, tmp_path):
    (project / "inbox").mkdir()
    shutil.copy(project / "data" / "raw" / "lumebardhe.xlsx", project / "inbox")
    monkeypatch.chdir(tmp_path)
    found = check(project / "inbox" / "lumebardhe.xlsx")
    assert found.findings.empty
    assert [path.resolve() for path in found.registers] == [(project / "data" / "raw" / "network.xlsx").resolve()]


def test_where_verdicts_do_not_say_what_they_count_as_the_workbooks_are_checked_all_the_same(tmp_path):
    raw = tmp_path / "raw"
    (raw / "model").mkdir(parents=True)
    (raw / "model" / "network.yml").write_text("short_name: Pyll\nname: {en: Pyll}\nlanguages: [en]\n")
    levels = ("done", "half", "begun", "nothing")
    (raw / "model" / "statuses.yml").write_text(
        "".join(f'{level}: {{label: {{en: {level}}}, colour: "#1B7F5C"}}\n' for level in levels)
    )
    (raw / "mapping.yml").write_text(
        "- file: towns.csv\n  table: assessments\n  columns: {municipality: Town, label: Nr, status: Verdict}\n"
        "  constants: {cycle: 2021-2025, monitoring_year: 1}\n"
        "- file: rivers.csv\n  table: assessments\n  columns: {municipality: Town}\n"
    )
    (raw / "towns.csv").write_text("Town,Nr,Verdict\nGurëvjollcë,1,done\nGurëvjollcë,2,dnoe\n")
    found = validate(raw)
    assert found["code"].value_counts()["DC-15"] == len(levels)
    assert {("ST-01", "towns.csv"), ("MP-07", "mapping.yml:5")} <= set(zip(found["code"], found["file"], strict=True))
    with pytest.raises(WrongDeclaration, match="DC-15"):
        report(raw, processed=tmp_path / "tables", out=tmp_path / "pages")


@pytest.mark.parametrize("name", ["Vlerësimet", "Si shkoi"])
def test_verdicts_on_a_sheet_that_cannot_be_laid_out_are_among_those_that_are_not_counted(workbook, contract, name):
    def turn(book):
        if name in book.sheetnames:
            del book[name]
        sheet = book.create_sheet(name)
        for line in (["", "Ujë", "Park"], ["I pari", "plotësisht", "pjesërisht"], ["I dyti", "pjesërisht", "–"]):
            sheet.append(line)

    found = check(workbook(contract(), edit=turn))
    assert (found.counted, found.verdicts) == (0, 3)


def test_an_example_of_the_template_whose_mark_is_gone_counts_and_is_told(workbook, contract, model):
    verdict = {
        each.id: each.example["sq"]
        for each in model.tables["assessments"].fields.values()
        if each.example and each.offered
    }
    found = check(workbook(contract(assessments=[verdict])))
    assert (found.counted, found.verdicts) == (1, 1)
    assert "EX-04" in set(found.findings["code"])


LEGEND = ["Legjenda"], ["adresuar plotësisht", "kur u bë gjithçka"], ["adresuar pjesërisht", "kur u bë diçka"]


@pytest.mark.parametrize("place", ["below", "above", "beside"])
def test_a_legend_is_no_verdict_of_those_there_are(workbook, contract, place):
    rows = [["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi"], ["2019-2023", 1, 1, "adresuar plotësisht"]]
    lines = {
        "below": [*rows, [], *LEGEND],
        "above": [*LEGEND, [], *rows],
        "beside": [[*rows[0], None, "Legjenda"], [*rows[1], None, "adresuar pjesërisht"]],
    }

    def edit(book):
        del book["Vlerësimet"]
        sheet = book.create_sheet("Vlerësimet")
        for line in lines[place]:
            sheet.append(line)

    found = check(workbook(contract(), edit=edit))
    assert (found.counted, found.verdicts) == (1, 1)
    assert set(found.findings["severity"]) == {"note"}


def test_verdicts_in_a_column_that_is_not_read_are_among_those_that_are_not_counted(workbook, contract):
    def edit(book):
        del book["Vlerësimet"]
        sheet = book.create_sheet("Vlerësimet")
        sheet.append(["Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi", "Viti tjetër"])
        sheet.append(["2019-2023", 1, 1, "adresuar plotësisht", "adresuar pjesërisht"])
        sheet.append(["2019-2023", 2, 1, "adresuar plotësisht", "nuk u adresua"])

    found = check(workbook(contract(), edit=edit))
    assert (found.counted, found.verdicts) == (2, 4)
    assert "HD-07" in set(found.findings["code"])


def test_a_long_list_says_what_stands_in_several_files_in_the_same_words(workbook, contract):
    rows = [{"cycle": "2019–2023", "label": n, "monitoring_year": 1, "status": s} for n, s in ((1, "bërë"), (2, "?"))]
    register = [{"municipality": f"vend-{n}", "name_sq": f"Vend {n}"} for n in range(16)]
    for n in range(16):
        of_it = rows[: 1 if n < 2 else 2]
        one = {"name": f"vend-{n}.xlsx", "municipality": f"Vend {n}", "register": register}
        folder = workbook(contract(assessments=of_it), **one)
    done = CliRunner().invoke(main, ["validate", str(folder), "--language", "en"])
    _, _, end = done.output.partition("in several files (each place stands above):\n")
    most, next_one, *_ = end.splitlines()
    assert most.startswith("  files: 16, places: 16 · The status “bërë” is not known.")
    assert next_one.startswith("  files: 14, places: 14 · ")
    short = CliRunner().invoke(main, ["validate", str(folder / "vend-3.xlsx"), "--language", "en"])
    assert "several files" not in short.output  # a list one sees at a glance
