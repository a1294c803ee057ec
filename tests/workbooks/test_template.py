"""The workbook a member fills in: every field, every list, and an example that counts for nothing."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from pop_analysis.model import Model, load_model
from pop_analysis.reading import read_folder
from pop_analysis.reading.conversion.dates import Ambiguous, read_span
from pop_analysis.workbooks.template import filled_workbook, save_workbook, tables_of, template
from pop_analysis.workbooks.template_sheet import KEPT_ELSEWHERE, LAST_COLUMN, LISTS_SHEET, LONGEST_TEXT, LONGEST_TITLE

KINDS = ["municipality", "network"]


BOTH = pytest.mark.parametrize("language", ["sq", "en"])


def fields_of(table):
    """The fields that have a column in a new workbook."""
    return [each for each in table.fields.values() if each.offered]


def rules_of(sheet):
    """The rule of each column's cells."""
    return {str(rule.sqref).split(":")[0].rstrip("2"): rule for rule in sheet.data_validations.dataValidation}


def saved(book):
    buffer = BytesIO()
    book.save(buffer)
    buffer.seek(0)
    return load_workbook(buffer)


@pytest.mark.parametrize("kind", KINDS)
@BOTH
def test_it_has_every_field_it_offers_of_every_table_of_its_kind(model, kind, language):
    book = saved(template(model, kind, language))
    tables = tables_of(model, kind)
    sheets = [table.sheet[language] for table in tables.values()]
    assert book.sheetnames == [model.template["sheet"][language], *sheets, LISTS_SHEET]
    assert book.active.title == book.sheetnames[0]
    for table in tables.values():
        headings = [cell.value for cell in book[table.sheet[language]][1]]
        assert headings == [field.header[language] for field in fields_of(table)]


@pytest.mark.parametrize("kind", KINDS)
@BOTH
def test_the_example_row_left_as_it_was_is_not_counted(model, workbook, kind, language):
    folder = workbook()
    path = folder / ("lumas.xlsx" if kind == "municipality" else "network.xlsx")
    save_workbook(template(model, kind, language, "Lumas" if kind == "municipality" else None), path)
    data = read_folder(folder)
    own = data.findings[data.findings["file"] == path.name].set_index("code")["severity"]
    assert own.drop("FI-10", errors="ignore").to_dict() == {"EX-01": "note", "FI-25": "note"}  # a line each
    told = data.findings[data.findings["code"] == "EX-01"].iloc[0]
    tables = [each for name, each in tables_of(model, kind).items() if name != "workbook"]
    assert all(f"{table.sheet[language]}!" in told["message_sq"] for table in tables)
    own = data.balance[(data.balance["file"] == path.name) & (data.balance["table"] != "workbook")]
    assert len(own) == len(tables_of(model, kind)) - 1
    assert own[["read", "counted", "rejected", "blank"]].values.tolist() == [[1, 0, 0, 1]] * len(own)


def test_a_row_is_an_example_by_its_mark_and_not_by_what_it_says(model, workbook, contract, read, found):
    folder = workbook()
    book = template(model, municipality="Lumas")
    book["Kontratat"]["E2"] = 12
    save_workbook(book, folder / "lumas.xlsx")
    data = read(folder)  # somebody wrote over it, and left the mark
    assert ("EX-02", "Kontratat", "A2") in found(data)
    assert data.contracts.empty
    assert data.balance.set_index("table").loc["contracts", ["read", "rejected", "blank"]].tolist() == [1, 1, 0]
    book["Kontratat"]["A2"] = "2019–2023"
    save_workbook(book, folder / "lumas.xlsx")
    assert read(folder).contracts["priorities_total"].tolist() == [12]


@pytest.mark.parametrize("table", ["contracts", "priorities", "assessments", "activities", "campaigns", "statements"])
@pytest.mark.parametrize("few", [True, False])
def test_a_row_that_says_some_of_what_the_example_says_is_counted(model, workbook, contract, read, table, few):
    fields = model.tables[table].fields
    row = {name: each.example["sq"] for name, each in fields.items() if each.example and (each.required or not few)}
    rows = contract() | {table: [row | ({} if few else {list(row)[-1]: None})]}
    if table == "priorities":
        rows["contracts"] = [{"cycle": "2019-2023"}]
    data = read(workbook(rows))
    assert len(data[table]) == 1
    assert data.findings["code"].tolist() == []


@BOTH
def test_the_example_is_known_by_its_mark_wherever_the_row_has_gone(model, workbook, read, language):
    folder = workbook()
    book = template(model, "municipality", language, "Lumas")
    sheet = book[model.tables["contracts"].sheet[language]]
    sheet.append(["2023–2027"])
    sheet["A3"].value, sheet["A2"].value = sheet["A2"].value.upper(), "2023–2027"  # sorted, and in capitals
    for cell in sheet[2][1:]:
        sheet.cell(3, cell.column).value, cell.value = cell.value, None
    save_workbook(book, folder / "lumas.xlsx")
    data = read(folder)
    assert data.contracts["cycle"].tolist() == ["2023-2027"]
    [told] = data.findings.query("code == 'EX-01'")["message_en"]
    assert f"{sheet.title}!A3" in told


def test_what_hangs_on_a_row_with_the_mark_is_told_so(model, workbook, contract, read, found):
    rows = contract("Ujë") | {"contracts": [{"cycle": "shembull: 2019–2023", "url": "https://mine.example"}]}
    assert found(read(workbook(rows))) == {("EX-02", "Kontratat", "A2"), ("RF-04", "Prioritetet", "A2")}


def test_rows_written_below_the_example_are_counted(model, workbook, read):
    folder = workbook()
    book = template(model, municipality="Lumas")
    book["Kontratat"].append(["2023–2027"])
    save_workbook(book, folder / "lumas.xlsx")
    assert read(folder).contracts["cycle"].tolist() == ["2023-2027"]


@pytest.mark.parametrize("kind", KINDS)
@BOTH
def test_every_choice_is_offered_in_full(model, kind, language):
    book = saved(template(model, kind, language))
    for table in tables_of(model, kind).values():
        rules = rules_of(book[table.sheet[language]])
        offered = {rule.formula1 for rule in rules.values() if (rule.formula1 or "").startswith("list_")}
        assert offered == {
            f"list_{'statuses' if field.kind == 'status' else field.list}"
            for field in fields_of(table)
            if field.kind in ("status", "choice")
        }
        for name in offered:
            place = book.defined_names[name].attr_text.split("!")[1].replace("$", "")
            terms = model.statuses if name == "list_statuses" else model.lists[name.removeprefix("list_")]
            shown = [row[0].value for row in book[LISTS_SHEET][place]]
            assert shown == [term.label[language] for term in terms.values()]


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_on_another_sheet_is_offered_from_there(model, kind):
    book, tables = saved(template(model, kind, "sq")), tables_of(model, kind)
    places = {}
    for name, (table, field) in KEPT_ELSEWHERE.items():
        if table in tables:
            letter = get_column_letter(list(tables[table].fields).index(field) + 1)
            places[name] = f"'{tables[table].sheet['sq']}'!${letter}$2:${letter}$1000"
    assert {name: book.defined_names[f"kept_{name}"].attr_text for name in places} == places
    for table in tables.values():
        rules = rules_of(book[table.sheet["sq"]])
        for number, field in enumerate(fields_of(table), start=1):
            own = (table.id, field.id) in KEPT_ELSEWHERE.values()
            offered = rules[get_column_letter(number)].formula1 == f"kept_{field.kind}"
            assert offered == (field.kind in places and not own), (table.id, field.id)


@pytest.mark.parametrize("kind", KINDS)
@BOTH
def test_every_cell_says_what_goes_there_and_none_forbids(model, kind, language):
    book = saved(template(model, kind, language))
    for table in tables_of(model, kind).values():
        rules = rules_of(book[table.sheet[language]])
        for number, field in enumerate(fields_of(table), start=1):
            rule = rules[get_column_letter(number)]
            assert rule.promptTitle == field.header[language]
            assert rule.prompt.split("\n")[0] == field.about[language]
            required = model.template["required"][language]
            assert rule.prompt.endswith(f"\n{required}") == field.required
            assert rule.showInputMessage
            assert not rule.showErrorMessage or (rule.errorStyle, bool(rule.error)) == ("warning", True)
            assert len(rule.promptTitle) <= LONGEST_TITLE
            assert max(len(rule.prompt), len(rule.error or "")) <= LONGEST_TEXT


@BOTH
def test_a_cell_for_a_date_shows_how_dates_are_written(model, language):
    book = saved(template(model, "municipality", language))
    for table in tables_of(model, "municipality").values():
        rules = rules_of(book[table.sheet[language]])
        for number, field in enumerate(fields_of(table), start=1):
            if field.kind == "date":
                assert "2019" in (prompt := rules[get_column_letter(number)].prompt) or "2021" in prompt, field.id


def test_a_number_out_of_its_bounds_is_warned_of(model):
    book = saved(template(model, "municipality", "en"))
    checked = 0
    for table in tables_of(model, "municipality").values():
        rules = rules_of(book[table.sheet["en"]])
        for number, field in enumerate(fields_of(table), start=1):
            if field.minimum is not None:
                rule = rules[get_column_letter(number)]
                assert (rule.type, rule.operator) == ("decimal" if field.kind == "decimal" else "whole", "between")
                assert (float(rule.formula1), float(rule.formula2)) == (field.minimum, field.maximum)
                assert f"from {field.minimum} to {field.maximum}" in rule.error
                checked += 1
    assert checked >= 7


@pytest.mark.parametrize("kind", KINDS)
def test_headings_are_protected_and_everything_below_is_free(model, kind):
    book = saved(template(model, kind))
    for table in tables_of(model, kind).values():
        sheet = book[table.sheet["sq"]]
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        forbidden = ("sort", "autoFilter", "formatColumns", "formatRows", "insertRows", "deleteRows")
        assert not any(getattr(sheet.protection, deed) for deed in forbidden)
        assert all(cell.protection.locked for cell in sheet[1])
        assert not any(cell.protection.locked for cell in sheet[2])
        columns = sheet.column_dimensions.values()
        assert not any(column.protection.locked for column in columns)
        assert max(column.max for column in columns) == LAST_COLUMN
        assert (sheet.auto_filter.ref is None) == (table.id == "workbook")
        assert sheet.freeze_panes == "A2"


def test_a_required_cell_left_blank_in_a_begun_row_is_coloured(model):
    sheet = saved(template(model))["Vlerësimet"]
    rules = {str(place.sqref): place.rules[0].formula for place in sheet.conditional_formatting}
    letters = [
        get_column_letter(number)
        for number, f in enumerate(model.tables["assessments"].fields.values(), 1)
        if f.required
    ]
    last = get_column_letter(len(model.tables["assessments"].fields))
    assert rules == {f"{x}2:{x}1000": [f'AND(COUNTA($A2:${last}2)>0,TRIM({x}2)="")'] for x in letters}


def test_a_date_or_a_number_of_a_priority_stays_as_it_was_typed(model):
    book = saved(template(model))
    for table in tables_of(model, "municipality").values():
        dimensions = book[table.sheet["sq"]].column_dimensions
        for number, field in enumerate(fields_of(table), start=1):
            text = field.kind not in ("integer", "ordinal", "amount", "decimal")
            assert (dimensions[get_column_letter(number)].number_format == "@") == text, field.id


@pytest.mark.parametrize("kind", KINDS)
@BOTH
def test_the_printed_page_says_whose_it_is_and_which_page(model, kind, language):
    book = saved(template(model, kind, language, "Lumas & Gurrë"))
    words = {"sq": "Faqja &P nga &N", "en": "Page &P of &N"}
    for sheet in book.worksheets[:-1]:
        assert sheet.oddHeader.left.text == "Lumas && Gurrë"
        assert sheet.oddFooter.right.text == words[language]
        assert (str(sheet.page_setup.paperSize), sheet.page_setup.fitToHeight) == (sheet.PAPERSIZE_A4, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in book.worksheets[1:-1]:
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")


def guide_of(model, kind, language, municipality=None):
    sheet = saved(template(model, kind, language, municipality)).worksheets[0]
    return {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}


@pytest.mark.parametrize("kind", KINDS)
@BOTH
def test_the_instructions_explain_every_sheet_and_status(model, kind, language):
    guide = guide_of(model, kind, language, "Lumas")
    for table in tables_of(model, kind).values():
        assert guide[table.sheet[language]] == table.about[language]
    meant = {status.label[language]: status.about(language) for status in model.statuses.values()}
    assert all(meant.values())
    assert {label: guide.get(label) for label in meant} == (meant if kind == "municipality" else dict.fromkeys(meant))
    assert ("Lumas" in " ".join(guide)) == (kind == "municipality")
    assert "{" not in " ".join(map(str, [*guide, *guide.values()]))


def test_a_language_without_instructions_gets_them_in_english(model):
    def with_macedonian(part):
        """The declaration with a third language, whose labels are the English ones with a mark."""
        if isinstance(part, list):
            return [with_macedonian(each) for each in part]
        if not isinstance(part, dict):
            return part
        more = {key: with_macedonian(each) for key, each in part.items()}
        return more | {"mk": f"{part['en']} mk"} if isinstance(part.get("en"), str) else more

    declared = {
        name: part if name in ("template", "words") else with_macedonian(part) for name, part in model.declared.items()
    }
    declared["network"]["languages"] = ["mk", "en"]
    book = saved(template(Model(declared), "municipality"))
    assert book.sheetnames[:3] == ["Read me", "About the file mk", "Contracts mk"]
    assert book.worksheets[0]["A1"].value == "How to fill in this file"


def test_instructions_for_nobody_in_particular_say_where_the_name_goes(model):
    assert "Rreth skedarit" in " ".join(list(guide_of(model, "municipality", "sq"))[:2])


@BOTH
def test_dates_are_read_as_the_instructions_say(model, language):
    lines = [line for part in model.template["parts"] for line in part.get("lines", ()) if "reads" in line]
    assert {line["reads"] for line in lines} == {"day", "month", "year", "range", "nothing"}
    for line in lines:
        if line["reads"] == "nothing":
            with pytest.raises(Ambiguous):
                read_span(line["name"][language])
        else:
            assert read_span(line["name"][language]).precision == line["reads"]


@pytest.mark.parametrize("name", ["Udhëzime", "udhezime", "Read me", "READ ME", "Instructions"])
def test_instructions_are_no_table_and_no_finding(workbook, contract, read, name):
    def add(book):
        book.create_sheet(name, 0)["A1"] = "Si plotësohet"

    assert read(workbook(contract(), edit=add)).findings.empty


def test_every_heading_says_what_it_is_for(model):
    book = template(model, "municipality", "sq")
    table = model.tables["assessments"]
    comments = [cell.comment.text for cell in book["Vlerësimet"][1]]
    assert comments == [field.about["sq"] for field in fields_of(table)]


def test_the_same_content_gives_the_same_bytes(model, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        save_workbook(template(model), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_no_number_kept_as_text_gets_a_green_corner_in_excel(model, tmp_path):
    save_workbook(template(model), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as made:
        sheets = [made.read(name).decode() for name in made.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(tables_of(model, "municipality")) + 2
    for sheet in sheets:
        order = re.findall(r"<(sheetData|pageSetup|headerFooter|ignoredErrors|legacyDrawing)\b|</worksheet>", sheet)
        assert order.count("ignoredErrors") == 1
        assert order[order.index("ignoredErrors") + 1] in ("legacyDrawing", "")


def test_the_same_template_gives_the_same_bytes_in_every_process(tmp_path):
    make = "import sys; from pop_analysis.commands import template; template(sys.argv[1], 'Fier')"
    digests = set()
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.xlsx"
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", make, str(path)], check=True, env=environment, cwd=tmp_path)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "<b>x</b>"])
def test_no_formula_ever_leaves_in_a_workbook(model, text):
    rows = {"priorities": [{"cycle": "2019-2023", "label": 1, "title_sq": text}]}
    cell = saved(filled_workbook(model, rows, "municipality"))["Prioritetet"]["C2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_is_written_is_what_is_read(model, workbook, contract, read):
    rows = contract(
        assessments=[
            {"cycle": "2019-2023", "label": 2, "monitoring_year": 1, "status": status.label["sq"], "monitor": status.id}
            for status in model.statuses.values()
        ]
    )
    data = read(workbook(rows))
    assert data.findings.empty
    assert data.assessments["status"].tolist() == data.assessments["monitor"].tolist()
    assert set(data.assessments["status"]) == set(model.statuses)


@pytest.fixture(params=["en", "sq", "it"])
def alone(request, tmp_path):
    """A network that speaks one language, and the folder of its declaration."""
    (tmp_path / "raw" / "model").mkdir(parents=True)
    declared = f"short_name: Beacon\nname: Beacon\nlanguages: [{request.param}]\n"
    (tmp_path / "raw" / "model" / "locale").mkdir()
    (tmp_path / "raw" / "model" / "locale" / f"{request.param}.yml").write_text("network: Beacon\n", encoding="utf-8")
    (tmp_path / "raw" / "model" / "network.yml").write_text(declared, encoding="utf-8")
    return load_model(tmp_path / "raw" / "model"), tmp_path / "raw"


@pytest.mark.parametrize("kind", KINDS)
def test_a_network_of_one_language_is_offered_no_column_for_another(alone, kind):
    own, _ = alone
    book = template(own, kind)
    said = [cell for name in book.sheetnames for row in book[name].iter_rows() for cell in row]
    texts = [str(cell.value) for cell in said] + [cell.comment.text for cell in said if cell.comment]
    named = re.compile(r"\b(Albanian|English|shqip|anglisht)\b")
    assert [text for text in texts if named.search(text)] == []
    for table in tables_of(own, kind).values():
        headings = [cell.value for cell in book[table.sheet[own.languages[0]]][1]]
        assert len(set(headings)) == len(headings) == len(fields_of(table))
        assert not any(each.id.endswith("_en") for each in fields_of(table))


def test_what_a_network_of_one_language_writes_is_read_and_its_example_is_not(alone):
    own, folder = alone
    language = own.languages[0]
    save_workbook(template(own, "network"), folder / "example.xlsx")
    network = {"workbook": [{"kind": "network"}], "municipalities": [{"municipality": "lumas", "name_sq": "Lumas"}]}
    save_workbook(filled_workbook(own, network, "network"), folder / "network.xlsx")
    book = template(own, "municipality", municipality="Lumas")
    for table, row in (
        ("contracts", {"cycle": "2019-2023"}),
        ("priorities", {"cycle": "2019-2023", "label": 1, "title_sq": "A bus"}),
    ):
        fields = own.tables[table].fields
        sheet = book[own.tables[table].sheet[language]]
        headings = [cell.value for cell in sheet[1]]
        for field, value in row.items():
            sheet.cell(3, headings.index(fields[field].header[language]) + 1, value)
    save_workbook(book, folder / "lumas.xlsx")
    data = read_folder(folder)
    empty = data.findings.loc[data.findings["code"] == "FI-25", "file"]
    assert empty.tolist() == ["example.xlsx"]
    assert set(data.findings["code"]) == {"EX-01", "FI-25"}, data.findings[f"message_{language}"].tolist()
    assert data.priorities["title_sq"].tolist() == ["A bus"]
    assert data.municipalities["name_sq"].tolist() == ["Lumas"]


def test_the_headings_of_two_languages_are_still_read_where_there_is_one(alone, model):
    own, folder = alone
    place = {"municipality": "lumas", "name_sq": "Lumas", "name_en": "Lumasi"}
    rows = {"workbook": [{"kind": "network"}], "municipalities": [place]}
    save_workbook(filled_workbook(model, rows, "network", "en"), folder / "network.xlsx")
    data = read_folder(folder)
    assert data.municipalities[["name_sq", "name_en"]].values.tolist() == [["Lumas", "Lumasi"]]
    book = filled_workbook(own, rows, "network")  # what a row fills is not left out
    assert own.tables["municipalities"].fields["name_en"].header[own.languages[0]] in {
        cell.value for cell in book[own.tables["municipalities"].sheet[own.languages[0]]][1]
    }
