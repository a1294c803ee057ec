"""The example row of a template is known by its mark, and never by its values."""

import pytest

from pop_analysis.model import load_model
from pop_analysis.reading import read_folder
from pop_analysis.reading.rows import marked_field
from pop_analysis.workbooks.template import save_workbook, tables_of, template

KINDS = ["municipality", "network"]
WITH_EXAMPLE = [(kind, name) for kind in KINDS for name in tables_of(load_model(), kind) if name != "workbook"]


@pytest.fixture
def put(workbook, model):
    """Write a template, edited, in place of the workbook of its kind."""

    def write(kind, language, edit):
        folder = workbook()
        book = template(model, kind, language, "Lumas" if kind == "municipality" else None)
        edit(book)
        save_workbook(book, folder / ("lumas.xlsx" if kind == "municipality" else "network.xlsx"))
        return folder

    return write


def marked_cell(model, name):
    table = model.tables[name]
    offered = [each.id for each in table.fields.values() if each.offered]
    return 1 + offered.index(marked_field(table))


def test_a_row_without_the_mark_counts_and_is_asked_about_where_it_says_what_the_example_says(
    model, workbook, contract, read
):
    verdict = {name: f.example["sq"] for name, f in model.tables["assessments"].fields.items() if f.example}
    required = {name: verdict[name] for name in verdict if model.tables["assessments"].fields[name].required}
    for row, told in (
        (verdict, [["EX-04", "blanked"]]),
        (required, []),
        (verdict | {"note": "Pamë vetë."}, []),
        (verdict | {"monitoring_year": 2}, []),
    ):
        data = read(workbook(contract(assessments=[row])))
        assert len(data.assessments) == 1
        assert data.findings[["code", "severity"]].values.tolist() == told


def test_an_example_whose_mark_is_gone_is_a_verdict_to_be_confirmed_and_gives_no_reason(
    model, workbook, contract, read
):
    verdict = {name: f.example["sq"] for name, f in model.tables["assessments"].fields.items() if f.example}
    [left] = read(workbook(contract(assessments=[verdict]))).assessments.to_dict("records")
    assert (left["status"], left["to_confirm"]) == ("partially", "yes")
    assert not [name for name in ("reason", "source") if isinstance(left[name], str)]
    said = verdict | {"to_confirm": "jo"}  # somebody looked at it
    [own] = read(workbook(contract(assessments=[said]))).assessments.to_dict("records")
    assert (own["to_confirm"], own["reason"]) == ("no", verdict["reason"])


def test_an_example_whose_mark_is_gone_takes_nothing_from_a_row_about_the_same(model, workbook, contract, read):
    def of(name):
        return {each.id: each.example["sq"] for each in model.tables[name].fields.values() if each.example}

    own = {"cycle": "2019-2023", "label": 1, "monitoring_year": 1, "status": "nuk është adresuar"}
    rows = contract(assessments=[of("assessments"), own])
    rows["contracts"] = [of("contracts"), {"cycle": "2019-2023", "signed_on": "3.5.2019"}]
    rows["priorities"].insert(0, of("priorities"))
    data = read(workbook(rows))
    assert data.assessments[["priority", "status"]].values.tolist() == [["lumas/2019-2023/1", "not_addressed"]]
    assert [str(day)[:10] for day in data.contracts["signed_on"]] == ["2019-05-03"]
    assert len(data.priorities) == 2
    told = data.findings[["code", "severity", "sheet"]].values.tolist()
    assert told == [["EX-05", "rejected", sheet] for sheet in ("Kontratat", "Prioritetet", "Vlerësimet")]


@pytest.mark.parametrize(("kind", "name"), WITH_EXAMPLE)
def test_a_cell_filled_in_beside_the_example_never_hides_its_mark(model, workbook, kind, name):
    """Also in a column before the one with the mark."""
    folder = workbook()
    path = folder / ("lumas.xlsx" if kind == "municipality" else "network.xlsx")
    sheet, at = model.tables[name].sheet["sq"], marked_cell(model, name)
    empty = [cell.column for cell in template(model, kind, "sq", "Lumas")[sheet][2] if cell.value is None]
    for column in empty:
        book = template(model, kind, "sq", "Lumas")
        book[sheet].cell(2, column, "Fier")
        save_workbook(book, path)
        data = read_folder(folder)
        told = data.findings[(data.findings["sheet"] == sheet) & (data.findings["code"] == "EX-02")]
        assert told["cell"].tolist() == [book[sheet].cell(2, at).coordinate]
        own = data.balance[(data.balance["file"] == path.name) & (data.balance["table"] == name)]
        assert own[["counted", "rejected"]].values.tolist() == [[0, 1]]


@pytest.mark.parametrize("kind", KINDS)
def test_the_line_that_lists_the_examples_names_the_cells_with_the_mark(model, put, read, kind):
    data = read(put(kind, "sq", lambda book: None))
    [told] = data.findings.query("code == 'EX-01'")["message_sq"]
    for name, table in tables_of(model, kind).items():
        if name != "workbook":
            book = template(model, kind, "sq")
            cell = book[table.sheet["sq"]].cell(2, marked_cell(model, name))
            assert str(cell.value).startswith("shembull: ")
            assert f"{table.sheet['sq']}!{cell.coordinate}" in told


def test_on_a_sheet_with_few_columns_nothing_is_the_example(workbook, model):
    """The contract, and its day of signing, may be those of the example."""

    def few_columns(book):
        del book["Kontratat"]
        sheet = book.create_sheet("Kontratat")
        sheet.append(["Kontrata", "Data e nënshkrimit", "Shënim"])
        sheet.append(["2019–2023", "25.6.2019", None])

    data = read_folder(workbook({}, edit=few_columns))
    assert data.contracts["cycle"].tolist() == ["2019-2023"]
    assert data.findings.empty
