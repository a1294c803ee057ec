"""Text with separators is read as one sheet, in whatever code the programs of the region write it."""

import pytest

from pop_analysis.reading.inspection.letters import decoded
from pop_analysis.reading.parsing.text_file import read_text_file

HEADINGS = ("Bashkia", "Kontrata", "Prioriteti", "Viti i monitorimit", "Statusi", "Arsyeja")
ROW = ("Lumas", "2019–2023", "1", "1", "adresuar pjesërisht", "Çështje e hapur; pritet këshilli")


@pytest.fixture
def csv_file(workbook, contract):
    """A folder with the workbook of Lumas and a text file of assessments beside it."""

    def write(content, name="vleresimet.csv"):
        folder = workbook(contract())
        (folder / name).write_bytes(content)
        return folder

    return write


def text(separator=";", headings=HEADINGS, rows=(ROW,), quote='"'):
    lines = [separator.join(f"{quote}{cell}{quote}" for cell in line) for line in (headings, *rows)]
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1250", "cp1252"])
def test_a_text_file_is_read_in_any_code_and_with_any_separator(csv_file, read, code, separator):
    data = read(csv_file(text(separator).encode(code)))
    assert data.findings.empty
    assert data.assessments[["priority", "monitoring_year", "status", "reason"]].values.tolist() == [
        ["lumas/2019-2023/1", 1, "partially", "Çështje e hapur; pritet këshilli"]
    ]
    assert data.provenance.query("table == 'assessments'")[["file", "sheet_row"]].values.tolist() == [
        ["vleresimet.csv", 2]
    ]


@pytest.mark.parametrize("separator", [";", ","])
def test_a_text_file_whose_lines_were_put_in_quotation_marks_as_a_whole_is_read(csv_file, read, separator):
    lines = text(separator, quote="").replace("; ", " ").splitlines()
    lines = [*lines, separator.join(("Lumas", "2019–2023", "2", "1", '""nuk është adresuar""', ""))]
    data = read(csv_file("\r\n".join(f'"{line}"' for line in lines).encode()))
    assert data.assessments["status"].tolist() == ["partially", "not_addressed"]
    assert data.provenance.query("table == 'assessments'")["sheet_row"].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("cp1252", "Ministère de l’Intérieur, fenêtres à côté"),
        ("cp1252", "Città è più di così, però"),
        ("cp1252", "Ação de São José"),
        ("cp1252", "Größe"),
        ("cp1252", "école"),
        ("cp1250", "Čišćenje odvodnje, šetnica"),
        ("cp1250", "Żółw źle śpi, ąę"),
        ("cp1250", "Růže kvete, řeka, ještě"),
    ],
)
def test_a_text_in_another_language_is_read_in_the_code_whose_letters_are_its_own(code, written):
    assert decoded(written.encode(code)) == ([written], "")


@pytest.mark.parametrize("code", ["cp1250", "cp1252", "mac_roman", "cp850", "cp852"])
@pytest.mark.parametrize(
    "written",
    ["Größe", "Straße", "für", "Übergang", "Öl und Wärme", "señal", "construcción", "pasó", "šetnica", "županija",
     "riješeno", "općina", "école", "coûte", "réalisé", "Éclairage", "più", "è così", "ação", "město", "väg", "ç",
     "Çdo", "5 € – “po”…"],
)  # fmt: skip
def test_a_short_text_in_any_language_is_read_right_or_told_and_never_wrong_in_silence(code, written):
    try:
        content = written.encode(code)
    except UnicodeEncodeError:
        pytest.skip("no letters of this code")
    readings, name = decoded(content)
    assert readings in ([], [written]) or len(readings) > 1 or name != ""


def test_letters_that_may_be_two_are_not_guessed(csv_file, read, found):
    doubtful = (*ROW[:-1], "Rruga e Qiri\xe6it")  # ć in one code, æ in the other
    data = read(csv_file(text(rows=(ROW, (*doubtful[:2], "2", *doubtful[3:]))).encode("latin-1", "replace")))
    assert ("TX-05", "vleresimet", "F3") in found(data)
    message = data.findings.query("code == 'TX-05'")["message_sq"].iloc[0]
    assert "Rruga e Qirićit / Rruga e Qiriæit" in message
    assert data.balance.set_index("file").loc["vleresimet.csv", ["read", "counted", "rejected"]].tolist() == [2, 0, 2]


@pytest.mark.parametrize("lacking", [0, 1, 3])
def test_a_text_file_that_lacks_one_column_of_a_table_says_which(csv_file, read, lacking):
    headings, row = ([*line[:lacking], *line[lacking + 1 :]] for line in (HEADINGS, ROW))
    data = read(csv_file(text(headings=headings, rows=[row]).encode()))
    assert data.assessments.empty
    [told] = data.findings.query("file == 'vleresimet.csv'").to_dict("records")
    assert (told["code"], told["severity"]) == ("FI-35", "refused")
    assert "“Vlerësimet”" in told["message_sq"]
    assert f"“{HEADINGS[lacking]}”" in told["message_sq"]


def test_a_row_of_a_text_file_says_whose_it_is(csv_file, read, found):
    data = read(csv_file(text(rows=(("", *ROW[1:]), ("Lummas", *ROW[1:]))).encode()))
    assert found(data) == {("CE-03", "vleresimet", "A2"), ("MU-01", "vleresimet", "A3")}
    assert data.assessments.empty


def test_a_text_file_no_table_has_the_headings_of_is_refused_with_what_to_do(csv_file, read):
    data = read(csv_file(b"emri;mosha\nA;3\n", "lista.csv"))
    finding = data.findings.iloc[0]
    assert (finding["code"], finding["file"]) == ("FI-18", "lista.csv")
    assert "mapping.yml" in finding["message_sq"]
    assert len(data.priorities) == 2


def test_numbers_of_a_text_file_are_no_news(csv_file, read):
    headings = ("Bashkia", "Lloji", "Titulli", "Data", "Pjesëmarrës", "Gra", "Burra")
    row = ("Lumas", "forum publik", "Forum", "17.4.2021", "29", "14", "15")
    data = read(csv_file(text(",", headings, (row,)).encode(), "aktivitete.csv"))
    assert set(data.findings["code"]) <= {"HD-05"}
    assert data.activities[["participants", "women", "men"]].values.tolist() == [[29, 14, 15]]


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 100, b"%PDF-1.4 " + b"x;y\n" * 10])
def test_what_only_ends_like_a_text_file_is_refused(csv_file, read, content):
    assert read(csv_file(content)).findings["code"].tolist() == ["FI-01"]


@pytest.mark.parametrize("code", ["mac_roman", "cp852", "cp437", "utf-16-le", "utf-16-be"])
def test_a_code_nobody_names_is_known_by_the_albanian_that_comes_out(csv_file, read, code):
    content = text(rows=((*ROW[:1], "2019-2023", *ROW[2:-1], "Këshilli vendosi çdo gjë për shkollën"),)).encode(code)
    data = read(csv_file(content))
    assert data.findings["code"].tolist() == ["FI-27"]
    assert data.assessments["reason"].tolist() == ["Këshilli vendosi çdo gjë për shkollën"]


@pytest.mark.parametrize("wrong", ["cp1252", "cp1250", "latin-1", "mac_roman", "cp852"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_letters_that_were_saved_twice_are_read_as_they_were(csv_file, read, wrong, mark):
    row = ("Gurrë", "2019-2023", *ROW[2:-1], "Këshilli vendosi çdo gjë për shkollën")
    twice = text(rows=(row,)).encode().decode(wrong, "ignore")
    data = read(csv_file((mark + twice).encode()))
    assert "FI-27" in set(data.findings["code"])
    assert "Këshilli vendosi çdo gjë për shkollën" not in data.findings.to_json()
    assert data.provenance.query("file == 'vleresimet.csv'").empty  # the contract of Gurrë is not on file
    assert "MU-01" not in set(data.findings["code"])


def test_letters_no_code_makes_albanian_are_refused_with_what_to_do(csv_file, read):
    spoiled = text(rows=((*ROW[:-1], "Rruga"),)).encode("cp1252") + bytes([0x81, 0x9D, 0xB7, 0xC2, 0xDB]) * 9
    finding = read(csv_file(spoiled)).findings.iloc[0]
    assert "CSV UTF-8" in finding["message_sq"]


QUOTED = "Lumas;2019-2023;{};1;pjesërisht;{}"


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_quotation_mark_nobody_closes_takes_its_own_line_and_no_other(csv_file, read, at):
    lines = [";".join(HEADINGS), QUOTED.format(1, "a"), QUOTED.format(2, "b"), QUOTED.format(9, "c")]
    lines[at + 1] = lines[at + 1][:-1] + '"Këshilli tha: vendosëm'
    data = read(csv_file("\n".join(lines).encode()))
    told = data.findings.query("code == 'TX-07'")
    assert told[["severity", "cell"]].values.tolist() == [["blanked", f"F{at + 2}"]]
    assert sorted(data.assessments["priority"]) == ["lumas/2019-2023/1", "lumas/2019-2023/2"]
    assert data.balance.query("file == 'vleresimet.csv'")["read"].tolist() == [3]


def test_a_text_of_several_lines_and_a_stray_quotation_mark_are_read_as_they_are(csv_file, read):
    lines = [";".join(HEADINGS), QUOTED.format(1, '"Dy rreshta;\nme pikëpresje"'), QUOTED.format(2, 'tub 5" i ri')]
    data = read(csv_file("\n".join(lines).encode()))
    assert data.findings.query("severity != 'note'").empty
    assert data.assessments["reason"].tolist() == ["Dy rreshta; me pikëpresje", 'tub 5" i ri']


def test_a_text_of_several_lines_is_one_cell_where_a_table_has_two_columns_only(tmp_path):
    path = tmp_path / "promises.csv"
    path.write_text('Promise,Status\n"Mend the road\nto the mill, both lanes",Kept\n"Open, at last",Broken\n', "utf-8")
    rows = read_text_file(path)[0].rows
    assert [[cell.value for cell in row.values()] for row in rows.values()] == [
        ["Promise", "Status"],
        ["Mend the road\nto the mill, both lanes", "Kept"],
        ["Open, at last", "Broken"],
    ]


@pytest.mark.parametrize(("separator", "reason"), [(";", "Nuk u bë; sepse mungoi"), (",", "Nuk u bë, sepse mungoi")])
@pytest.mark.parametrize("years", [(2, 3), (2,)])
def test_half_of_a_text_that_a_separator_parted_is_not_read(csv_file, read, separator, reason, years):
    whole = [("Lumas", "2019–2023", "1", str(year), "adresuar pjesërisht", "U shtrua rruga") for year in years]
    parted = [*ROW[:5], reason]
    data = read(csv_file(text(separator, rows=[parted, *whole], quote="").encode()))
    assert data.assessments["status"].tolist() == ["partially"] * (1 + len(years))
    assert data.assessments["reason"].fillna("").tolist() == ["", *["U shtrua rruga"] * len(years)]
    told = data.findings.query("severity != 'note'")
    assert told[["code", "cell"]].values.tolist() == [["TX-08", "F2"]]


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize(
    "rest",
    [("adresuar plotësisht", " përveç fshatrave", "U shtrua"), ("adresuar plotësisht", " jo", ""),
     ("adresuar plotësisht", "jo", "U shtrua")],
)  # fmt: skip
def test_half_of_a_verdict_that_a_separator_parted_is_never_counted(csv_file, read, separator, rest):
    whole = [("Lumas", "2019–2023", "1", str(year), "adresuar pjesërisht", "") for year in (2, 3)]
    data = read(csv_file(text(separator, rows=[[*ROW[:4], *rest], *whole], quote="").encode()))
    assert data.assessments["monitoring_year"].tolist() == [2, 3]
    assert "E2" in set(data.findings.query("code == 'TX-08'")["cell"])


def test_a_verdict_in_a_quotation_nobody_closes_is_told(csv_file, read):
    lines = [";".join(HEADINGS), 'Lumas;2019–2023;1;1;"adresuar pjesërisht – mungon;x', f"{';'.join(ROW[:5])};"]
    data = read(csv_file("\n".join([*lines[:2], lines[2].replace(";1;1;", ";1;2;")]).encode()))
    assert data.assessments["monitoring_year"].tolist() == [2]
    assert data.findings.query("code == 'TX-07'")["cell"].tolist() == ["E2"]


def test_a_column_without_a_heading_costs_no_text(csv_file, read):
    data = read(csv_file(text(rows=[(*ROW, "e re"), (*ROW[:3], "2", *ROW[4:], "e vjetër")]).encode()))
    assert data.assessments["reason"].tolist() == [ROW[5]] * 2
    assert "TX-08" not in set(data.findings["code"])
