"""The workbook a member fills in: every field, every list, and an example that counts for nothing."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from pop_analysis.reading import read_folder
from pop_analysis.reading.template import LISTS_SHEET, filled_workbook, save_workbook, tables_of, template

KINDS = ["municipality", "network"]


def saved(book):
    buffer = BytesIO()
    book.save(buffer)
    buffer.seek(0)
    return load_workbook(buffer)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_it_has_every_field_of_every_table_of_its_kind(model, kind, language):
    book = saved(template(model, kind, language))
    tables = tables_of(model, kind)
    assert book.sheetnames == [*(table.sheet[language] for table in tables.values()), LISTS_SHEET]
    for table in tables.values():
        headings = [cell.value for cell in book[table.sheet[language]][1]]
        assert headings == [field.header[language] for field in table.fields.values()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_example_row_left_as_it_was_is_not_counted(model, workbook, kind, language):
    folder = workbook()
    path = folder / ("lumas.xlsx" if kind == "municipality" else "network.xlsx")
    save_workbook(template(model, kind, language, "Lumas" if kind == "municipality" else None), path)
    data = read_folder(folder)
    assert data.findings[data.findings["code"] != "FI-10"].empty
    own = data.balance[(data.balance["file"] == path.name) & (data.balance["table"] != "workbook")]
    assert len(own) == len(tables_of(model, kind)) - 1
    assert own[["read", "counted", "rejected", "blank"]].values.tolist() == [[1, 0, 0, 1]] * len(own)


def test_the_example_row_is_counted_once_a_cell_of_it_is_changed(model, workbook, read):
    folder = workbook()
    book = template(model, municipality="Lumas")
    book["Kontratat"]["E2"] = 12
    save_workbook(book, folder / "lumas.xlsx")
    assert read(folder).contracts["priorities_total"].tolist() == [12]


def test_rows_written_below_the_example_are_counted(model, workbook, read):
    folder = workbook()
    book = template(model, municipality="Lumas")
    book["Kontratat"].append(["2023–2027"])
    save_workbook(book, folder / "lumas.xlsx")
    assert read(folder).contracts["cycle"].tolist() == ["2023-2027"]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_choice_is_offered_in_full(model, language):
    book = saved(template(model, "municipality", language))
    for table in tables_of(model, "municipality").values():
        sheet = book[table.sheet[language]]
        offered = {rule.formula1.lstrip("=") for rule in sheet.data_validations.dataValidation}
        assert offered == {
            f"list_{'statuses' if field.kind == 'status' else field.list}"
            for field in table.fields.values()
            if field.kind in ("status", "choice")
        }
        for name in offered:
            place = book.defined_names[name].attr_text.split("!")[1].replace("$", "")
            terms = model.statuses if name == "list_statuses" else model.lists[name.removeprefix("list_")]
            shown = [row[0].value for row in book[LISTS_SHEET][place]]
            assert shown == [term.label[language] for term in terms.values()]


def test_every_heading_says_what_it_is_for(model):
    book = template(model, "municipality", "sq")
    table = model.tables["assessments"]
    comments = [cell.comment.text for cell in book["Vlerësimet"][1]]
    assert comments == [field.about["sq"] for field in table.fields.values()]


def test_the_same_content_gives_the_same_bytes(model, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        save_workbook(template(model), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


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
