"""A sheet that is not read is shown laid out right: in the message and as a sheet of the marked copy."""

import openpyxl
import pytest
from sheets import put_sheets

from pop_analysis.commands.validate import write_marked_copy
from pop_analysis.reading import read_folder
from pop_analysis.reading.layout import laid_right
from pop_analysis.reading.parsing.cells import Cell, Sheet

F, P, N = "adresuar plotësisht", "adresuar pjesërisht", "nuk u adresua"
CYCLE = "2019–2023"
UNREAD = {
    "verdicts that are ticked": (
        "Vlerësimet",
        [
            ["Kontrata", "Prioriteti", "Viti", F, P],
            [CYCLE, 1, 1, "", "x"],
            [CYCLE, 2, 1, 1, ""],
            [CYCLE, 2, 2, "x", "x"],
        ],
        [[CYCLE, "1", "1", P], [CYCLE, "2", "1", F]],
    ),
    "years down, priorities across": (
        "Vlerësimet",
        [["", "Prioriteti 1", "Prioriteti 2"], ["Viti 1", F, P], ["Viti 2", P, F]],
        [["", "Prioriteti 1", "1", F], ["", "Prioriteti 2", "1", P]],
    ),
    "titles across": (
        "Vlerësimet",
        [["Viti", "Ujë i pijshëm", "Ndriçim rrugor"], [1, F, P], [2, P, F]],
        [["", "Ujë i pijshëm", "1", F], ["", "Ndriçim rrugor", "1", P]],
    ),
    "several priorities in a cell": (
        "Fletë1",
        [["Viti 2"], ["1, 2 dhe 3: adresuar plotësisht"]],
        [["", "1", "2", F], ["", "2", "2", F]],
    ),
    "several verdicts in a cell": (
        "Vlerësimet",
        [["Viti", "Statusi"], [1, "1 – adresuar plotësisht; 2 – adresuar pjesërisht"]],
        [["", "1", "1", F]],
    ),
    "a verdict with a sign in it": (
        "Fletë1",
        [["Viti 2"], ["Rruga", "nuk u - adresua"], ["Ujë i pijshëm", "adresuar (plotësisht)"]],
        [["", "Rruga", "2", "nuk u - adresua"], ["", "Ujë i pijshëm", "2", "adresuar (plotësisht)"]],
    ),
    "headings nearly known": (
        "Vlerësimet",
        [["Nr. i prioritetit (sipas kontratës)", "Viti kur u monitorua", "Si shkoi"], [1, 2, P], [2, 2, N]],
        [["", "1", "2", P], ["", "2", "2", N]],
    ),
    "headings of one's own": (
        "Gjendja",
        [["Kontrata Sociale 2019–2023"], ["Çfarë u premtua", "Si shkoi"], ["Ujë i pijshëm", P]],
        [["Kontrata Sociale 2019–2023", "Ujë i pijshëm", "", P]],
    ),
    "verdicts in words of one's own": (
        "Vlerësimet",
        [["Nr. i prioritetit (sipas kontratës)", "Viti kur u monitorua", "Si shkoi"], [1, 2, "mirë"]],
        [["", "1", "2", ""]],
    ),
}


@pytest.fixture(params=UNREAD)
def unread(request, workbook, contract):
    """A folder with a sheet that is not read, its name, and what of it stands laid out right."""
    name, lines, right = UNREAD[request.param]

    def edit(book):
        if name in book.sheetnames:
            del book[name]
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)

    return workbook(contract("Ujë i pijshëm", "Ndriçim rrugor", "Rruga"), edit=edit), name, right


def test_the_message_shows_the_first_rows_under_the_headings_of_the_template(unread, read):
    folder, name, right = unread
    found = read(folder).findings
    told = found[(found["sheet"] == name) & (found["severity"] == "rejected")]
    rows = "; ".join(" | ".join(value or "…" for value in row) for row in right)
    assert len(told) == 1
    assert f"Kështu (Kontrata | Prioriteti | Viti i monitorimit | Statusi): {rows}." in told["message_sq"].item()
    assert f"Like this (Contract | Priority | Monitoring year | Status): {rows}." in told["message_en"].item()


@pytest.mark.parametrize(("language", "title"), [("sq", "kështu"), ("en", "like this")])
def test_the_marked_copy_has_them_on_a_sheet_with_what_is_missing_marked(unread, tmp_path, language, title):
    folder, name, right = unread
    copy = tmp_path / "copy.xlsx"
    write_marked_copy(read_folder(folder).findings, [folder / "lumas.xlsx"], copy, language)
    sheet = openpyxl.load_workbook(copy)[f"{title} {name}"]
    cells = [list(row) for row in sheet.iter_rows(min_row=2)]
    assert [[cell.value or "" for cell in row] for row in cells] == right
    assert all((cell.comment is not None) == (not cell.value) for row in cells for cell in row)


def test_what_is_shown_is_read_once_the_gaps_are_filled(unread, workbook, contract, read):
    _, _, right = unread
    gaps = {"cycle": CYCLE, "label": "1", "monitoring_year": "1", "status": F}
    rows = [{field: row[at] or gaps[field] for at, field in enumerate(gaps)} for row in right]
    data = read(workbook(contract("Ujë i pijshëm", "Ndriçim rrugor", "Rruga", assessments=rows)))
    assert len(data.assessments) == len(right)


def test_a_sheet_of_another_table_shows_its_own_headings(workbook, contract, read):
    rows = contract() | {"contracts": []}

    def edit(book):
        sheet = book.create_sheet("Prioritete shtesë")
        sheet.append(["Kontrata", "Titulli i prioritetit"])
        sheet.append([CYCLE, "Rruga"])

    found = read(workbook(rows | {"priorities": []}, edit=edit)).findings
    told = found.loc[found["sheet"] == "Prioritete shtesë", "message_sq"].item()
    assert "Kështu (Kontrata | Prioriteti): 2019–2023 | Rruga." in told


@pytest.mark.parametrize("private", ["agim.kodra@example.org", "069 123 4567"])
def test_what_tells_of_a_person_is_masked_in_the_message_before_a_long_text_is_cut(workbook, contract, read, private):
    title = f"Rregullimi i rrugës së lagjes, {private}"

    def edit(book):
        sheet = book.create_sheet("Fletë1")
        sheet.append(["Viti 2"])
        sheet.append([title, F])

    found = read(workbook(contract("Ujë i pijshëm"), edit=edit)).findings
    told = found.loc[found["sheet"] == "Fletë1", "message_sq"].item()
    assert "Rregullimi i rrugës së lagjes, •••" in told
    assert private[:7] not in told


def test_a_long_sheet_with_a_verdict_at_its_end_is_looked_through_once(model, monkeypatch):
    rows = {row: {1: Cell(row), 2: Cell(f"shënim {row}")} for row in range(1, 300)} | {300: {1: Cell("x"), 2: Cell(F)}}
    looked, nearly = [], laid_right.nearly
    monkeypatch.setattr(laid_right, "nearly", lambda value, table: looked.append(value) or nearly(value, table))
    assert laid_right.laid_right(Sheet("Shënime", rows=rows), model.tables["assessments"], model)
    assert len(looked) <= 2 * 2 * 300


def test_rows_without_the_number_of_their_priority_are_shown_with_the_place_to_fill_in(workbook, contract, read):
    rows = [{"cycle": CYCLE, "label": n, "monitoring_year": 1, "status": s} for n, s in ((1, F), (None, P), (None, N))]
    found = read(workbook(contract(assessments=rows))).findings.query("severity == 'rejected'")
    assert found[["code", "cell"]].values.tolist() == [["CE-07", "B3"], ["CE-07", "B4"]]
    assert found["message_sq"].nunique() == 1
    assert f"Statusi): {CYCLE} | … | 1 | {P}; {CYCLE} | … | 1 | {N}. Ku ka “…”" in found["message_sq"].iloc[0]


MAPPED = """
- file: visits.xlsx
  table: assessments
  columns: {municipality: Council, label: Nr, status: Verdict}
  constants: {cycle: 2019-2023}
"""
RIGHT = [["Lumas", "2019-2023", "1", None, F], ["Lumas", "2019-2023", "2", None, P]]


def test_a_sheet_whose_entry_in_mapping_yml_lacks_a_field_is_shown_as_the_entry_reads_it(workbook, read, tmp_path):
    folder = workbook({}, kind="network")
    book = openpyxl.Workbook()
    for line in (["Council", "Nr", "Verdict"], ["Lumas", 1, F], ["Lumas", 2, P], ["Lumas", 3, N]):
        book.active.append(line)
    book.save(folder / "visits.xlsx")
    (folder / "mapping.yml").write_text(MAPPED, encoding="utf-8")
    found = read(folder).findings.query("file == 'visits.xlsx'")
    assert found["code"].tolist() == ["HD-03"]
    lines = "; ".join(" | ".join(value or "…" for value in line) for line in RIGHT)
    assert (
        f"Kështu (Bashkia | Kontrata | Prioriteti | Viti i monitorimit | Statusi): {lines}."
        in found["message_sq"].item()
    )
    write_marked_copy(found, [folder / "visits.xlsx"], tmp_path / "copy.xlsx", "sq")
    sheet = openpyxl.load_workbook(tmp_path / "copy.xlsx")["kështu Sheet"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == RIGHT
    (folder / "mapping.yml").write_text(MAPPED.replace("Nr,", "Number,"), encoding="utf-8")
    missing = read(folder).findings.query("code == 'MP-06'")["message_en"].item()
    assert (
        f"Like this (Municipality | Contract | Priority | Monitoring year | Status): Lumas | 2019-2023 | … | … | {F}"
        in missing
    )


def test_a_blank_number_beside_a_title_is_that_of_the_title(workbook, contract, read):
    def edit(book):
        del book["Vlerësimet"]
        sheet = book.create_sheet("Vlerësimet")
        for line in (["Kontrata", "Nr.", "Prioriteti", "Viti", "Statusi"], [CYCLE, None, "Ndriçim rrugor", 1, F]):
            sheet.append(line)
        sheet.append([CYCLE, None, "Diçka tjetër", 1, P])

    data = read(workbook(contract("Ujë i pijshëm", "Ndriçim rrugor"), edit=edit))
    assert data.assessments[["priority", "status"]].values.tolist() == [["lumas/2019-2023/2", "fully"]]
    found = data.findings[["code", "cell"]].values.tolist()
    assert ["PR-10", "B2"] in found
    assert ["RF-02", "B3"] in found  # no priority of that title


@pytest.mark.parametrize(
    ("headings", "verdicts", "shown"),
    [
        (["Statusi (draft)", "Statusi final"], [[P, F], [P, P]], ["…", P]),
        (["Statusi sipas bashkisë", "Statusi sipas OSHC"], [[F, N], [F, F]], ["…", "…"]),
        (["Statusi i pritur"], [[F], [P]], ["…", "…"]),
    ],
)
def test_of_two_verdicts_none_is_shown_as_the_one_and_what_is_expected_or_claimed_is_none(
    workbook, contract, read, headings, verdicts, shown
):
    lines = [["Kontrata", "Prioriteti", "Viti", *headings]]
    lines += [[CYCLE, number, 1, *said] for number, said in enumerate(verdicts, start=1)]
    data = read(
        workbook(
            contract(), edit=lambda book: [book.__delitem__("Vlerësimet"), put_sheets(book, {"Vlerësimet": lines})]
        )
    )
    told = data.findings.query("code == 'HD-03'")["message_sq"].item()
    rows = "; ".join(f"{CYCLE} | {number} | 1 | {each}" for number, each in enumerate(shown, start=1))
    assert f": {rows}. " in told
    assert data.assessments.empty
