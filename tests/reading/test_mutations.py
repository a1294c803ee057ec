"""Good workbooks, changed at random: nothing raises, nothing vanishes, nothing spills over to other files."""

import random
import re
import shutil
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from pop_analysis.model import fold
from pop_analysis.model.text import spelling
from pop_analysis.reading import Dataset, read_files
from pop_analysis.reading.folder import workbooks_in
from pop_analysis.reading.inspection.gate import inspect_file
from pop_analysis.reading.layout.lay_out import LISTS_SHEET
from pop_analysis.reading.parsing import processes
from pop_analysis.reading.parsing.parsers import read_cells
from pop_analysis.reading.tables.row_keys import row_keys
from pop_analysis.synthetic import make_example

pytestmark = [pytest.mark.forked, pytest.mark.no_cover]

TODAY = date(2025, 6, 1)
ODD = (
    None, "", " ", 0, -1, 1.5, 1e308, -0.0, True, datetime(2021, 4, 17), datetime(9999, 12, 31), "1.500", "03/04/2021",
    "=1/0", "=A1", "#REF!", "<script>", "\u202e", "ё", "x" * 32_000, "{0}", "{value}", "%s", "9" * 5000, "²", "١٢",
    "prioriteti 99999999999999999999, pika 5", "Viti " + "9" * 400, "1e999", "nan", "inf", "0.0", "-", "–", "?", "\t",
    "adresuar plotësisht", "Adresuar P", "2019-2023", "=HYPERLINK(1)", "a\nb", "_x0000_", "_xD800_", "javascript:x",
    "1 000 000 000 000 000 000 000 lekë", "50%", "31.2.2021", "Kukës + Fier", 10**400, "\ufffe", "𝟏𝟐",
)  # fmt: skip


def any_sheet(book, chance):
    return chance.choice(book.worksheets)


def cell_replaced(book, chance):
    sheet = any_sheet(book, chance)
    where = sheet.cell(chance.randint(1, max(2, min(sheet.max_row, 40))), chance.randint(1, max(1, sheet.max_column)))
    value = chance.choice(ODD)
    if not hasattr(where, "column_letter") or type(where).__name__ == "MergedCell":
        return
    where.value = value
    if chance.random() < 0.3:
        where.number_format = chance.choice(("0%", "dd.mm.yyyy", "#,##0 [$€-2]", "@", "[h]:mm"))


def switched(book, chance):
    """Numbers become texts and the other way round."""
    sheet = any_sheet(book, chance)
    column = chance.randint(1, max(1, sheet.max_column))
    for row in range(2, min(sheet.max_row, 30) + 1):
        value = sheet.cell(row, column).value
        if isinstance(value, int | float):
            sheet.cell(row, column).value = str(value)
        elif isinstance(value, str) and value.strip().isdigit():
            sheet.cell(row, column).value = int(value)


def rows_changed(book, chance):
    sheet = any_sheet(book, chance)
    row = chance.randint(1, max(1, min(sheet.max_row, 40)))
    chance.choice(
        (
            lambda: sheet.delete_rows(row, chance.randint(1, 3)),
            lambda: sheet.insert_rows(row, chance.randint(1, 20)),
            lambda: sheet.append([cell.value for cell in sheet[row]]),
            lambda: sheet.cell(1_000_000, 1, chance.choice((" ", "x"))),
        )
    )()


def columns_changed(book, chance):
    sheet = any_sheet(book, chance)
    column = chance.randint(1, max(1, sheet.max_column))
    chance.choice(
        (lambda: sheet.delete_cols(column), lambda: sheet.insert_cols(column), lambda: swapped(sheet, column))
    )()


def swapped(sheet, column):
    for row in range(1, min(sheet.max_row, 50) + 1):
        one, other = sheet.cell(row, column), sheet.cell(row, column + 1)
        if "MergedCell" not in (type(one).__name__, type(other).__name__):
            one.value, other.value = other.value, one.value


def sheets_changed(book, chance):
    sheet = any_sheet(book, chance)
    what = chance.random()
    if what < 0.3:
        sheet.title = chance.choice(("Fleta1", "Statuset", "PRIORITETET ", "Hyrje", "a" * 31, "Ё", "_"))
    elif what < 0.5 and len(book.worksheets) > 1:
        book.remove(sheet)
    elif what < 0.8:
        book.copy_worksheet(sheet).title = chance.choice(("Kopje", "Statuset", f"{sheet.title[:28]} 2"))
    else:
        sheet.sheet_state = chance.choice(("hidden", "veryHidden"))


def merged_or_hidden(book, chance):
    sheet = any_sheet(book, chance)
    row, column = chance.randint(1, 10), chance.randint(1, 8)
    if chance.random() < 0.4:
        sheet.merge_cells(None, row, column, row + chance.randint(0, 4), column + chance.randint(0, 2))
    elif chance.random() < 0.5:
        sheet.row_dimensions[row].hidden = True
    else:
        sheet.column_dimensions["ABCDEFGH"[column - 1]].hidden = True


# Findings on a sheet as a whole, which hold only where none of its rows, or of those of a table, is counted.
OF_THE_SHEET = ("SH-03", "SH-04", "SH-05", "SH-08", "SH-09", "SH-10", "HD-02", "HD-03", "HI-03")
# Findings on a column as a whole, or on what stands above the headings; HD-02 names two columns.
OF_A_COLUMN = ("HD-02", "HD-07", "HD-08", "HD-09", "HD-13", "HI-03")
# Notes that say of a row or a column that it says again what counts, or is hidden and may be.
PASSED_OVER = ("KE-01", "KE-03", "KE-05", "HI-02")
CHANGES = (cell_replaced, cell_replaced, cell_replaced, switched, rows_changed, columns_changed, sheets_changed,
           merged_or_hidden)  # fmt: skip


def mutated_book(content: bytes, chance: random.Random) -> bytes:
    """The workbook after up to six changes that a person, or another program, could make."""
    book = load_workbook(BytesIO(content))
    for _ in range(chance.randint(1, 6)):
        try:
            chance.choice(CHANGES)(book, chance)
        except (ValueError, IndexError, AttributeError, TypeError):
            continue  # openpyxl itself refuses this one
    if all(sheet.sheet_state != "visible" for sheet in book.worksheets):
        book.worksheets[0].sheet_state = "visible"
    made = BytesIO()
    try:
        book.save(made)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return content
    return made.getvalue()


def mutated_bytes(content: bytes, chance: random.Random) -> bytes:
    """The bytes after a few of them were changed, taken out or said twice."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(max(1, len(made)))
        what = chance.random()
        if what < 0.5:
            made[place] ^= 1 << chance.randrange(8)
        elif what < 0.75:
            del made[place : place + chance.randint(1, 40)]
        else:
            made[place:place] = made[place : place + chance.randint(1, 40)]
    return bytes(made)


def mutated_part(content: bytes, chance: random.Random) -> bytes:
    """One part of the archive changed byte by byte, in a sound archive."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        victim = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
            for name in names:
                part = archive.read(name)
                out.writestr(name, mutated_bytes(part, chance) if name == victim else part)
    return made.getvalue()


CSV = (
    "Bashkia;Kontrata;Nr.;Prioriteti;Tema\nLumas;2019-2023;{n};Ujë, “i pijshëm”;Ujë dhe kanalizime\n"
    'Lumas;2019-2023;{m};"Shkolla; rruga";Arsim\n'
)


@pytest.fixture(scope="module")
def good(tmp_path_factory, workbook_in) -> Path:
    """An invented network, with a file as text beside it."""
    folder = tmp_path_factory.mktemp("good")
    make_example(folder, municipalities=2, years=1)
    (folder / "zz.csv").write_text(CSV.replace("{n}", "71").replace("{m}", "72"), encoding="utf-8")
    return folder


def change_one(good: Path, folder: Path, chance: random.Random) -> Path:
    """Copy the good files, with one of them changed; give that one."""
    for path in workbooks_in(good):
        shutil.copy(path, folder / path.name)
    victim = chance.choice(workbooks_in(folder))
    content = victim.read_bytes()
    if victim.suffix == ".xlsx":
        way = chance.choice((mutated_book, mutated_book, mutated_book, mutated_part, mutated_bytes))
    else:
        way = mutated_bytes
    victim.write_bytes(way(content, chance))
    return victim


def places_of(path: Path) -> dict[str, tuple[int, int]]:
    """The sheets of a file, with the last row and column of each."""
    sheets = {sheet.name: sheet for sheet in read_cells(path, inspect_file(path))}
    return {
        name: (sheet.last_row(), max((max(r) for r in sheet.rows.values()), default=1))
        for name, sheet in sheets.items()
    }


def lost_verdicts(data: Dataset, path: Path) -> list[str]:
    """The cells of a file that say a verdict and are neither counted as that verdict, nor told.

    They are looked for in the raw cells, without the layouts of the reader. What stands in a column that is read, of a
    row that counts, is counted; what is told is told at the cell, its row, its column, its sheet or its file.
    """
    model, findings = data.model, data.findings[data.findings["file"] == path.name]
    if (findings["severity"] == "refused").any():
        return []
    known = {spelling(text): key for key in model.levels for text in model.statuses[key].label.values()}
    rows = data.provenance[data.provenance["file"] == path.name]
    columns = data.sheet_columns[data.sheet_columns["file"] == path.name]
    places = rows.merge(columns, on=["file", "sheet", "table", "layout"])
    counted = set(zip(places["sheet"], places["sheet_row"], places["column"], strict=True))
    statuses = places[(places["table"] == "assessments") & (places["field"] == "status")]
    at = zip(statuses["sheet"], statuses["sheet_row"], statuses["column"], strict=True)
    read = dict(zip(at, statuses["key"], strict=True))
    keys = row_keys(data.assessments, model.tables["assessments"].unique)
    given = dict(zip(keys, data.assessments["status"], strict=True))
    ours = {fold(name) for name in model.instruction_sheets}
    lost = []
    for sheet in read_cells(path, inspect_file(path)):
        if fold(sheet.name) in ours or sheet.name == LISTS_SHEET:
            continue
        told = findings[(findings["sheet"] == sheet.name) | (findings["code"] == "EX-01")]
        some = {row for name, row, _ in read if name == sheet.name}  # rows of which a verdict is counted
        for number, cells in sheet.rows.items():
            for column, cell in cells.items():
                said = known.get(spelling(cell.value)) if isinstance(cell.value, str) else None
                place = (sheet.name, number, get_column_letter(column))
                if said is None or (place in counted and place not in read):
                    continue
                if place in read and given[read[place]] == said:
                    continue
                if place in read or not is_told(told, place, some):
                    lost.append(f"{path.name} › {sheet.name}!{place[2]}{number}: {cell.value}")
    return lost


def is_told(told: pd.DataFrame, place: tuple[str, int, str], some: set[int]) -> bool:
    """Whether a cell that is not counted is told: itself, or its row, its column or its sheet as one put aside.

    ``some`` are the rows of the sheet of which a verdict is counted: then no finding speaks of the sheet as a whole.
    """
    sheet, number, letter = place
    for each in told.itertuples():
        at, row = each.cell.rstrip("0123456789"), each.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        is_aside, passed = each.severity in ("rejected", "refused"), each.code in PASSED_OVER
        if each.code == "EX-01" and re.search(rf"\b{re.escape(sheet)}![A-Z]+{number}\b", each.message_en):
            return True
        if each.code == "HD-14" and re.search(rf"\b{number}\b", each.message_en.partition("(")[2]):
            return True
        if each.code == "SH-13" or (each.code in OF_THE_SHEET and not some):
            return True
        if each.cell == f"{letter}{number}" and (each.severity != "note" or passed or each.code == "HD-01"):
            return True
        if row == str(number) and (is_aside or passed):
            return True
        other = each.code == "HD-02" and re.search(rf"also {letter}\d+\)", each.message_en)
        if (at == letter or other) and each.code in (*OF_A_COLUMN, "HI-02"):
            return True
        if each.code in ("KE-03", "KE-05") and number in rows_named(each.message_en):
            return True
    return False


def rows_named(message: str) -> set[int]:
    """The rows that repeat what is counted, as they are said once for the sheet: “(rows: 3; 4–5, 9)”."""
    named = re.search(r": \d+; (?:rows )?([\d–, ]+)", message)
    spans = [each.split("–") for each in named[1].split(", ")] if named else []
    return {number for span in spans for number in range(int(span[0]), int(span[-1]) + 1)}


def rows_told(said: pd.DataFrame, line, path: Path) -> int:
    """How many rows of a table may be put aside by what is said: each at its row, or as many as a column holds."""
    here = said[(said["file"] == line.file) & (said["sheet"] == line.sheet)]
    if line.counted == 0 and here["code"].isin(OF_THE_SHEET).any():
        return line.rejected
    columns = here[here["code"].isin(OF_A_COLUMN)]
    rows = here["cell"].str.extract(r"(\d+)$")[0].nunique()
    repeats = (
        here.loc[here["code"].isin(["KE-03", "KE-05"]), "message_en"].str.extract(r": (\d+);")[0].astype(int).sum()
    )
    if columns.empty:
        return rows + repeats
    cells = next(sheet.rows for sheet in read_cells(path, inspect_file(path)) if sheet.name == line.sheet)
    filled = 0
    for each in columns.itertuples():
        letter, number = re.fullmatch(r"([A-Z]+)(\d+)", each.cell).groups()
        if each.code == "HD-08":
            filled += sum(len(own) for row, own in cells.items() if row < int(each.value))
        else:
            at = column_index_from_string(letter)
            filled += sum(at in own for row, own in cells.items() if row > int(number))
    return rows + repeats + filled


def check(good: Path, folder: Path, seed: int, sound: dict[str, pd.DataFrame]) -> None:
    chance = random.Random(seed)
    victim = change_one(good, folder, chance)
    paths = workbooks_in(folder)
    data = read_files(paths, today=TODAY)
    balance, findings = data.balance, data.findings
    # Nothing vanishes.
    assert (balance["read"] == balance["counted"] + balance["rejected"] + balance["blank"]).all()
    assert (balance[["read", "counted", "rejected", "blank"]] >= 0).all(axis=None)
    assert balance["counted"].sum() == len(data.provenance) == sum(len(frame) for frame in data.tables.values())
    # Every row put aside is said: at its row, or its column, sheet or file is said as a whole.
    severe = findings["severity"].isin(["rejected", "refused"])
    said = findings[severe | findings["code"].isin(["KE-01", "KE-03", "KE-05"])]
    refused = set(findings.loc[findings["severity"] == "refused", "file"])
    for line in balance[balance["rejected"] > 0].itertuples():
        if line.file not in refused:
            assert rows_told(said, line, folder / line.file) >= line.rejected, f"seed {seed}: {line}"
    # Every verdict that stands in the file is counted where it stands, as it stands, or told.
    assert lost_verdicts(data, victim) == [], f"seed {seed}"
    # Findings stand at cells and sheets there are, and say something.
    assert findings[["message_sq", "message_en"]].apply(lambda column: column.str.len() > 10).all(axis=None)
    assert not findings[["message_sq", "message_en"]].apply(lambda column: column.str.contains("\n")).any(axis=None)
    assert not (findings["code"] == "FI-17").any(), f"seed {seed}: {findings[findings['code'] == 'FI-17']}"
    own = findings[(findings["file"] == victim.name) & (findings["sheet"] != "")]
    if len(own):
        places = places_of(victim)
        for line in own.itertuples():
            assert line.sheet in places, f"seed {seed}: {line.sheet}"
            row = int("".join(filter(str.isdigit, line.cell)) or 1)
            assert row <= max(1, places[line.sheet][0]) or line.code == "SH-06", f"seed {seed}: {line}"
    # The other files are read as ever (but for the register, which says who is who).
    if victim.name != "network.xlsx" and "FI-19" not in set(findings["code"]):
        others = data.provenance[data.provenance["file"] != victim.name]
        kept = others.groupby("file").size().to_dict()
        assert kept == {file: rows for file, rows in sound.items() if file != victim.name}, f"seed {seed}"
    # The order of the files does not matter.
    if seed % 5:
        return
    turned = read_files(paths[::-1], today=TODAY)
    assert turned.version == data.version
    pd.testing.assert_frame_equal(turned.findings, findings)
    pd.testing.assert_frame_equal(turned.balance, balance)


@pytest.fixture(scope="module")
def sound(good):
    data = read_files(workbooks_in(good), today=TODAY)
    return data.provenance.groupby("file").size().to_dict()


def check_many(good, sound, place, seeds):
    for seed in seeds:
        folder = place / str(seed)
        folder.mkdir()
        check(good, folder, seed, sound)
        shutil.rmtree(folder)


def test_some_random_mutations_keep_every_promise(good, sound, tmp_path):
    check_many(good, sound, tmp_path, range(15))


@pytest.mark.slow
@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_random_mutations_keep_every_promise(good, sound, tmp_path, hundred, monkeypatch):
    """Read here: a pool of processes for every file would take most of the time."""
    monkeypatch.setattr(processes, "SIDE_BY_SIDE", False)
    check_many(good, sound, tmp_path, range(1000 + 100 * hundred, 1100 + 100 * hundred))
