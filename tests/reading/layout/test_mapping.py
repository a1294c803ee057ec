"""A flat sheet of another program fills the tables its mapping says, and keeps its own addresses."""

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from pop_analysis.model import Faults, WrongDeclaration
from pop_analysis.reading import read_files

KOBO = [
    ["start", "_bashkia", "group/number", "group/title", "verdict", "today", "_uuid"],
    ["2022-05-01T10:20:30.000+02:00", "Lumas", 1, "Ujë", "yes_fully", "2022-05-01", "a"],
    ["2022-05-01T11:20:30.000+02:00", "Gurrë", 1, "Rrugë", "yes_partly", "2022-05-02", "b"],
    ["2022-05-01T12:20:30.000+02:00", "Gurrë", 2, "Park", "huh", "2022-05-02", "c"],
]
MAPPING = """
- file: kobo-*.xlsx
  table: assessments
  columns: {municipality: _bashkia, label: group/number, status: verdict, period: today}
  constants: {cycle: 2019-2023, monitoring_year: 1}
  terms:
    status: {yes_fully: fully, yes_partly: partially}
- file: kobo-*.xlsx
  table: priorities
  columns: {municipality: _bashkia, label: group/number, title_sq: group/title}
  constants: {cycle: 2019-2023}
- file: kobo-*.xlsx
  table: contracts
  columns: {municipality: _bashkia}
  constants: {cycle: 2019-2023}
"""


@pytest.fixture
def kobo(workbook):
    """A folder with the register, an export of KoboToolbox and a mapping."""

    def write(mapping=MAPPING, rows=KOBO):
        folder = workbook({}, kind="network")
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(folder / "kobo-2024.xlsx")
        (folder / "mapping.yml").write_text(mapping, encoding="utf-8")
        return folder

    return write


def test_the_mapping_of_a_folder_is_read_once(kobo, read, monkeypatch):
    files, asked = [], Faults.read
    monkeypatch.setattr(Faults, "read", lambda self, path, file: [files.append(file), asked(self, path, file)][1])
    read(kobo())
    assert files.count("mapping.yml") == 1


def test_one_flat_sheet_fills_several_tables(kobo, read):
    data = read(kobo())
    assert data.contracts["contract"].tolist() == ["gurre/2019-2023", "lumas/2019-2023"]
    assert data.priorities[["priority", "title_sq"]].values.tolist() == [
        ["gurre/2019-2023/1", "Rrugë"],
        ["gurre/2019-2023/2", "Park"],
        ["lumas/2019-2023/1", "Ujë"],
    ]
    assert data.assessments[["priority", "status"]].values.tolist() == [
        ["gurre/2019-2023/1", "partially"],
        ["lumas/2019-2023/1", "fully"],
    ]
    assert data.assessments["period_start"].dt.strftime("%Y-%m-%d").tolist() == ["2022-05-02", "2022-05-01"]


def test_what_the_flat_sheet_has_wrong_is_said_at_its_cell(kobo, read, found):
    data = read(kobo())
    assert found(data) == {("ST-01", "Sheet", "E4")}
    lines = data.balance.query("file == 'kobo-2024.xlsx'").set_index("table")
    assert lines.loc["assessments", ["read", "counted", "rejected", "blank"]].tolist() == [3, 2, 1, 0]
    assert lines.loc["contracts", ["read", "counted", "rejected", "blank"]].tolist() == [3, 2, 0, 1]  # said twice


@pytest.mark.parametrize(
    ("old", "new", "code", "file"),
    [
        ("period: today", "period: todday", "MP-04", "mapping.yml:4"),
        ("status: verdict", "status: verdikt", "MP-06", "mapping.yml:4"),
        ("file: kobo-*.xlsx", "file: koba-*.xlsx", "MP-07", "mapping.yml:2"),
        ("  table: contracts", "  sheet: Other\n  table: contracts", "MP-03", "kobo-2024.xlsx"),
    ],
)
def test_a_mapping_that_is_wrong_says_so(kobo, read, old, new, code, file):
    assert old in MAPPING
    data = read(kobo(MAPPING.replace(old, new, 1)))
    assert (code, file) in set(data.findings[["code", "file"]].itertuples(index=False, name=None))
    if code != "MP-03":
        told = data.findings.query("code == @code and file == @file")["message_en"].item()
        assert "Did you mean" in told
        assert any(name in told for name in ("verdict”?", "today”?", "kobo-2024.xlsx”?"))


def test_the_sheet_of_a_next_edition_names_units_and_promises_again_and_nothing_is_told(kobo, read):
    rows = [row if at == 0 else [*row[:4], "yes_partly", "2023-05-01", *row[6:]] for at, row in enumerate(KOBO[:3])]
    next_edition = MAPPING.replace("kobo-*", "kobo-2024").replace("monitoring_year: 1", "monitoring_year: 2")
    folder = kobo(MAPPING.replace("kobo-*", "kobo-2023") + next_edition, rows)
    book = Workbook()
    for row in KOBO[:3]:
        book.active.append(row)
    book.save(folder / "kobo-2023.xlsx")
    data = read(folder)
    assert data.findings["message_en"].tolist() == []
    assert data.assessments.groupby("monitoring_year").size().tolist() == [2, 2]
    assert len(data.priorities) == 2


def test_one_column_may_serve_two_fields(kobo, read):
    data = read(kobo(MAPPING.replace("title_sq: group/title", "title_sq: group/number")))
    assert data.priorities[["number", "title_sq"]].values.tolist() == [[1, "1"], [2, "2"], [1, "1"]]


def entry(text):
    """The mapping with more keys in the entry of verdicts."""
    return MAPPING.replace("  terms:\n", f"{text}\n  terms:\n", 1)


def with_cells(heading, *cells):
    """The export with other cells in a column."""
    at = KOBO[0].index(heading)
    return [KOBO[0], *([*row[:at], cell, *row[at + 1 :]] for row, cell in zip(KOBO[1:], cells, strict=True))]


@pytest.mark.parametrize(
    ("order", "typed", "days"),
    [
        ("d/m/y", ("3/4/2021", "13/4/2021", "3.4.2021"), ["2021-04-03", "2021-04-13", "2021-04-03"]),
        ("m/d/y", ("3/4/2021", "3-4-2021", "12/30/2021"), ["2021-03-04", "2021-03-04", "2021-12-30"]),
        ("y/m/d", ("2021/3/4", "2021-03-04", "2021/12/30"), ["2021-03-04", "2021-03-04", "2021-12-30"]),
    ],
)
def test_the_order_of_a_files_dates_is_declared_once_and_told_nowhere(kobo, read, order, typed, days):
    mapping = entry(f"  dates: {order}").replace("yes_partly:", "huh: partially, yes_partly:")
    data = read(kobo(mapping, with_cells("today", *typed)))
    read_so = dict(
        zip(data.assessments["priority"], data.assessments["period_start"].dt.strftime("%Y-%m-%d"), strict=True)
    )
    assert [read_so[key] for key in ("lumas/2019-2023/1", "gurre/2019-2023/1", "gurre/2019-2023/2")] == days
    assert data.findings.empty


def test_a_date_that_is_none_in_the_declared_order_is_told_and_not_turned_round(kobo, read):
    data = read(kobo(entry("  dates: d/m/y"), with_cells("today", "4/13/2021", "3/4/2021", "3/4/2021")))
    assert data.findings.query("cell == 'F2'")["code"].tolist() == ["DT-04"]
    assert data.assessments["period_start"].isna().sum() == 1


def test_a_blank_may_be_a_word_of_its_own(kobo, read):
    mapping = MAPPING.replace("{yes_fully", '{"": not_addressed, huh: fully, yes_fully')
    data = read(kobo(mapping, with_cells("verdict", None, "yes_partly", "huh")))
    assert data.assessments[["priority", "status"]].values.tolist() == [
        ["gurre/2019-2023/1", "partially"],
        ["gurre/2019-2023/2", "fully"],
        ["lumas/2019-2023/1", "not_addressed"],
    ]
    assert data.findings.empty


@pytest.mark.parametrize("cells", [(80, "79.9 %", 0), ("100", "40%", "39,9")])
def test_percentages_are_verdicts_by_their_bounds(kobo, read, cells):
    mapping = entry("  bounds: {status: {0: not_addressed, 40: partially, 80: fully}}")
    data = read(kobo(mapping, with_cells("verdict", *cells)))
    status = data.assessments.set_index("priority")["status"]
    keys = ["lumas/2019-2023/1", "gurre/2019-2023/1", "gurre/2019-2023/2"]
    assert status.loc[keys].tolist() == ["fully", "partially", "not_addressed"]


def test_a_bare_number_up_to_one_is_no_verdict_on_a_scale_of_a_hundred(kobo, read):
    mapping = entry("  bounds: {status: {0: not_addressed, 40: partially, 80: fully}}")
    data = read(kobo(mapping, with_cells("verdict", 0.85, 1, "1%")))
    assert data.assessments["status"].tolist() == ["not_addressed"]
    told = data.findings.query("code == 'NU-05'")
    assert told["cell"].tolist() == ["E2", "E3"]
    assert "85%" in told["message_sq"].iloc[0]
    scale = entry("  bounds: {status: {0: not_addressed, 1: partially, 2: fully}}")
    assert read(kobo(scale, with_cells("verdict", 0.85, 1, 2)))["assessments"]["status"].nunique() == 3


def test_a_word_of_a_mapping_is_none_in_a_cell_that_is_told_for_what_it_is(kobo, read):
    mapping = MAPPING.replace("yes_partly: partially", 'yes_partly: partially, "": not_addressed')
    folder = kobo(mapping, [*with_cells("verdict", "yes_fully", "yes_partly", "=A1"), *KOBO[2:]])
    book = load_workbook(folder / "kobo-2024.xlsx")
    sheet = book.active
    sheet["E2"].font, sheet["E3"].number_format = Font(strike=True), '"no "@'
    sheet["E5"].value = sheet["E6"].value = None
    sheet["B5"].value, sheet["C5"].value, sheet["C6"].value = "Lumas", 3, 3
    sheet.merge_cells("E4:E5")
    sheet["E6"].fill = PatternFill("solid", fgColor="FF00B050")
    book.save(folder / "kobo-2024.xlsx")
    data = read(folder)
    assert data.assessments.empty
    told = data.findings.query("sheet == 'Sheet' and severity == 'rejected'")[["code", "cell"]].values.tolist()
    assert told == [["CE-06", "E2"], ["CE-09", "E3"], ["CE-02", "E4"], ["ME-02", "E5"], ["CE-05", "E6"]]


def test_below_the_lowest_bound_or_without_a_number_nothing_is_guessed(kobo, read):
    mapping = entry("  bounds: {status: {40: partially, 80: fully}}")
    data = read(kobo(mapping, with_cells("verdict", 12, "about half", 90)))
    assert data.assessments["status"].tolist() == ["fully"]
    assert sorted(data.findings.query("severity == 'rejected'")["cell"]) == ["E2", "E3"]


def test_several_links_in_a_cell_are_rows_of_their_own_and_several_groups_stay_together(kobo, read):
    rows = [[*row, link, who] for row, link, who in zip(
        KOBO,
        ("links", "https://a.example/1 | https://a.example/2", "https://a.example/3", "https://a.example/4 | "),
        ("who", "young|old", "old", None),
        strict=True,
    )]  # fmt: skip
    mapping = MAPPING.replace("title_sq: group/title}", "title_sq: group/title, beneficiaries: who}")
    mapping = mapping.replace(
        "- file: kobo-*.xlsx\n  table: contracts",
        """- file: kobo-*.xlsx
  table: evidence
  columns: {municipality: _bashkia, label: group/number, url: links}
  constants: {cycle: 2019-2023, kind: document}
  split: {url: "|"}
- file: kobo-*.xlsx
  table: contracts""",
    ).replace("beneficiaries: who}", 'beneficiaries: who}\n  split: {beneficiaries: "|"}')
    data = read(kobo(mapping, rows))
    assert sorted(data.evidence["url"].str[-1]) == ["1", "2", "3", "4"]
    assert data.priorities["beneficiaries"].dropna().tolist() == ["old", "young; old"]
    line = data.balance.query("table == 'evidence'").iloc[0]
    assert line["read"] == line["counted"] + line["rejected"] + line["blank"] == 4


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ('  split: {reason: "|"}', "DC-05"),  # a field of no column
        ("  bounds: {status: {0: nothing_at_all}}", "DC-05"),
        ("  bounds: {status: {low: fully}}", "DC-03"),
        ("  dates: d.m.y", "DC-05"),
        ("  numbers: as usual", "DC-05"),
        ("  ranges: {status: {0: fully}}", "DC-02"),
    ],
)
def test_what_a_mapping_cannot_mean_by_its_cells_is_told_at_its_line(kobo, read, key, said):
    data = read(kobo(entry(key)))
    told = data.findings.query("code == @said")
    assert told["file"].tolist() == ["mapping.yml:6"]
    assert data.assessments.empty


def test_a_blank_cell_in_a_column_of_one_year_is_no_verdict(kobo, read):
    rows = [KOBO[0], KOBO[1], [*KOBO[2][:4], None, *KOBO[2][5:]]]
    data = read(kobo(rows=rows))
    assert data.assessments["status"].tolist() == ["fully"]
    assert "CE-03" not in set(data.findings["code"])


def test_an_entry_for_another_file_of_the_folder_is_used_when_one_is_read_alone(kobo, model):
    folder = kobo()
    data = read_files([folder / "network.xlsx"], model, folder=folder)
    assert "MP-07" not in set(data.findings["code"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "table: assessments",
            "table: assesments",
            "mapping.yml:3 › #1.table: “assesments” nuk njihet. Mos është “ass",
        ),
        (
            "status: verdict",
            "statu: verdict",
            "mapping.yml:4 › #1.columns.statu: “statu” nuk njihet. Mos është “status”",
        ),
        ("  columns: {municipality: _bashkia}", "  column: {municipality: _bashkia}", "#3.column: Çelësi “column” nuk"),
        ("yes_partly: partially", "yes_partly: parcial", "#1.terms.status.yes_partly: “parcial” nuk njihet."),
        ("yes_fully: fully", "yes: fully", "terms.status.True: Këtu pritet: tekst, në thonjëza; u gjet: “true” (true"),
    ],
)
def test_a_mapping_that_cannot_be_meant_so_is_told_at_its_line_and_its_file_is_not_read(kobo, read, old, new, said):
    assert old in MAPPING
    data = read(kobo(MAPPING.replace(old, new, 1)))
    lines = [f"{each.file} › {each.sheet}: {each.message_sq}" for each in data.findings.itertuples()]
    assert any(said in line for line in lines), lines
    refused = data.findings.query("severity == 'refused'")
    assert refused[["code", "file"]].to_numpy().tolist() == [["MP-05", "kobo-2024.xlsx"]]
    assert data.assessments.empty
    assert data.contracts.empty
    assert not data.municipalities.empty


def test_a_wrong_entry_costs_only_the_files_it_is_for(kobo, read):
    folder = kobo(MAPPING + "- {file: o*.csv, table: assesments}\n")
    (folder / "other.csv").write_text("Bashkia,Periudha\nLumas,2019-2023\n", encoding="utf-8")
    data = read(folder)
    refused = data.findings.query("severity == 'refused'")
    assert refused[["code", "file"]].to_numpy().tolist() == [["MP-05", "other.csv"]]
    assert "mapping.yml:16" in refused["message_en"].item()
    assert data.assessments["status"].tolist() == ["partially", "fully"]


def test_a_wrong_entry_is_for_its_file_however_its_letters_are_composed(kobo, read):
    folder = kobo(MAPPING + "- {file: vlerësimi.csv, table: assesments}\n")
    (folder / "vlere\u0308simi.csv").write_text("Bashkia,Periudha\nLumas,2019-2023\n", encoding="utf-8")
    refused = read(folder).findings.query("severity == 'refused'")
    assert refused["code"].tolist() == ["MP-05"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- file: kobo-*.xlsx\n  table: a", "- table: a", "mapping.yml:2 › #1: Mungon “file”"),
        ("- file", "{- file", "mapping.yml:2: Nuk lexohet"),
        (MAPPING, "file: a.csv\ntable: priorities\n", "Këtu pritet: listë"),
    ],
)
def test_where_nobody_knows_which_files_are_meant_nothing_is_read(kobo, read, old, new, said):
    assert old in MAPPING
    with pytest.raises(WrongDeclaration) as wrong:
        read(kobo(MAPPING.replace(old, new, 1)))
    assert said in str(wrong.value)


def test_a_heading_and_a_word_of_the_file_may_be_numbers(kobo, read):
    numbers = {"verdict": 2024, "yes_fully": 1, "yes_partly": 2}
    rows = [[numbers.get(cell, cell) for cell in row] for row in KOBO]
    mapping = MAPPING.replace("status: verdict", "status: 2024").replace("yes_fully", "1").replace("yes_partly", "2")
    assert read(kobo(mapping, rows)).assessments["status"].tolist() == ["partially", "fully"]


def test_a_file_no_entry_is_for_is_read_by_its_own_sheets(kobo, workbook, contract, read):
    kobo()
    data = read(workbook(contract("Ndriçim"), name="lumas.xlsx"))
    assert "Ndriçim" in set(data.priorities["title_sq"]) or "KE-02" in set(data.findings["code"])


def test_the_mapping_the_documents_show_is_read_as_they_say(kobo, read, root):
    text = (root / "docs" / "inputs.md").read_text(encoding="utf-8")
    shown = text.split("```yaml\n")[1].split("```")[0]
    headings = [name.replace("group/", "group_priority/") for name in KOBO[0]]
    data = read(kobo(shown, [headings, *KOBO[1:]]))
    assert data.assessments["status"].tolist() == ["partially", "fully"]
    assert len(data.priorities) == 3
    assert set(data.findings["code"]) == {"ST-01"}


FIGURES = """
- file: figures.csv
  table: published_figures
  columns: {figure_period: Kur, value: Sa, source: Ku}
  constants: {metric: focus_groups, unit: count}
  numbers: "STYLE"
"""


@pytest.mark.parametrize(
    ("style", "typed", "read_as"),
    [
        ("1.234,5", ["1.234,5", "1.234", "12,5", "7"], [1234.5, 1234, 12.5, 7]),
        ("1,234.5", ["1,234.5", "1,234", "12.5", "7"], [1234.5, 1234, 12.5, 7]),
        ("1 234,5", ["1 234,5", "1\u00a0234", "12,5", "7"], [1234.5, 1234, 12.5, 7]),
    ],
)
def test_numbers_are_read_in_the_style_of_their_file(kobo, read, style, typed, read_as):
    folder = kobo(FIGURES.replace("STYLE", style))
    lines = ["Kur;Sa;Ku", *(f"Viti {n};{text};https://a.example" for n, text in enumerate(typed, start=1))]
    (folder / "figures.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    data = read(folder)
    assert data.published_figures.sort_values("figure_period")["value"].tolist() == read_as
    told = data.findings[data.findings["file"] == "figures.csv"]
    assert set(told["code"]) <= {"CH-02"}  # what is declared is no repair


@pytest.mark.parametrize(("style", "typed"), [("1.234,5", "12.5"), ("1,234.5", "12,5"), ("1.234,5", "1.2.3")])
def test_a_number_in_another_style_than_its_file_has_is_told_and_no_other_number(kobo, read, style, typed):
    folder = kobo(FIGURES.replace("STYLE", style))
    (folder / "figures.csv").write_text(f"Kur;Sa;Ku\nViti 1;{typed};https://a.example\n", encoding="utf-8")
    data = read(folder)
    assert data.published_figures.empty
    (told,) = data.findings.query("file == 'figures.csv' and severity == 'rejected'").to_dict("records")
    assert (told["cell"], told["value"]) == ("B2", typed)


SIGNS = """
- file: kobo-*.xlsx
  table: assessments
  columns: {{municipality: _bashkia, label: group/number, status: verdict}}
  constants: {{cycle: 2019-2023, monitoring_year: 1}}
  terms:
    status: {terms}
"""


def verdicts_of(data):
    return dict(zip(data.assessments["priority"].str[-1], data.assessments["status"], strict=True))


def signs_in(kobo, terms, said):
    rows = [KOBO[0], *(["", "Lumas", at, f"Vepra {at}", text, "", ""] for at, text in enumerate(said, 1))]
    contract_and_titles = MAPPING.partition("status: {yes_fully: fully, yes_partly: partially}\n")[2]
    return kobo(SIGNS.format(terms=terms) + contract_and_titles, rows)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ('{"+": fully, "+/-": partially, "-": not_addressed}', ("+", "+/-", "-")),
        ("{A+: fully, A: partially, A-: not_addressed}", ("A+", "a", "A-")),
        ('{">50": fully, "50": partially, "<50": not_addressed}', (">50", 50, "<50")),
        ("{yes_fully: fully, Yes partly.: partially, Jo: not_addressed}", ("Yes Fully", "yes_partly", "JO!")),
    ],
)
def test_words_of_a_file_that_differ_in_a_sign_mean_what_is_said_of_each(kobo, read, terms, said):
    verdicts = verdicts_of(read(signs_in(kobo, terms, said)))
    assert verdicts == {"1": "fully", "2": "partially", "3": "not_addressed"}


def test_a_blank_cell_and_a_doubted_word_are_no_word_of_the_file(kobo, read):
    data = read(signs_in(kobo, '{"+": fully, Done: partially}', ("+", "", "Done?", "~Done", "*")))
    assert verdicts_of(data) == {"1": "fully"}
    assert {"E4", "E5", "E6"} <= set(data.findings["cell"])


def test_a_word_in_two_spellings_that_means_two_things_is_told_at_its_line(kobo, read):
    data = read(signs_in(kobo, "{Done: fully, DONE: partially}", ("done",)))
    assert "DC-13" in data.findings["code"].tolist()
    assert data.assessments.empty
