"""What stands in data/processed is what was read, for people and for programs, and never half of it."""

import hashlib
import json
from datetime import date

import pandas as pd
import pytest
from frictionless import validate

from pop_analysis.exhibits.citing import cite
from pop_analysis.model import load_model
from pop_analysis.reading import Dataset, read_folder
from pop_analysis.reading.tables.frames import frame_of
from pop_analysis.storage import processed
from pop_analysis.storage.processed import (
    is_processed,
    of_municipality,
    read_processed,
    stamps_in,
    write_processed,
)
from pop_analysis.storage.version_stamps import dated
from pop_analysis.synthetic import make_example


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    make_example(folder, municipalities=3, years=2)
    (folder / "letter.xlsx").write_bytes(b"%PDF-1.4 a letter")
    return dated(read_folder(folder), None, date(2025, 6, 1))


@pytest.fixture(scope="module")
def folder(data, tmp_path_factory):
    place = tmp_path_factory.mktemp("data") / "processed"
    write_processed(data, place)
    return place


def hashes(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def holding(**columns):
    model = load_model()
    return Dataset({"members": frame_of(model.tables["members"], [columns])}, model)


def test_what_is_read_back_is_what_was_written_to_the_dtype(data, folder):
    back = read_processed(folder)
    assert sum(map(len, data.tables.values())) > 100
    for name, frame in data.tables.items():
        pd.testing.assert_frame_equal(back[name], frame)
        assert {column: str(dtype) for column, dtype in back[name].dtypes.items()} == data.model.tables[name].columns
    for name in ("findings", "balance", "provenance"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(data, name))
    assert back.version == data.version
    assert back.model.declared == data.model.declared


def test_the_same_data_give_the_same_bytes(data, folder, tmp_path):
    write_processed(data, tmp_path / "again")
    assert hashes(tmp_path / "again") == hashes(folder)


def test_one_municipality_is_read_with_the_rows_of_the_network_and_nobody_elses(data, folder):
    chosen = data["municipalities"]["municipality"].iloc[0]
    one = read_processed(folder, chosen)
    assert set(one["priorities"]["municipality"]) == {chosen}
    assert set(one["activities"]["municipality"].dropna()) == {chosen}
    assert one["activities"]["municipality"].isna().any()
    assert len(one["survey"]) == len(data["survey"])
    filtered = of_municipality(data, chosen)
    for name, frame in filtered.tables.items():
        pd.testing.assert_frame_equal(one[name], frame)


def test_the_descriptor_is_valid_and_so_are_the_tables_it_describes(folder):
    report = validate(str(folder / "datapackage.json"))
    assert report.flatten(["type", "rowNumber", "fieldName", "message"]) == []
    assert report.valid


def test_the_descriptor_says_of_each_column_what_the_model_declares(data, folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["version"] == data.version
    assert {"title": "network.xlsx"} in package["sources"]
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    assert schemas.keys() >= {"priorities", "campaign-stages", "findings", "balance", "provenance"}
    assessments = {field["name"]: field for field in schemas["assessments"]["fields"]}
    assert assessments["status"]["constraints"] == {"required": True, "enum": list(data.model.statuses)}
    assert assessments["period_start"]["type"] == "date"
    assert assessments["monitoring_year"]["constraints"] == {"required": True, "minimum": 1, "maximum": 10}
    assert all(field["description"] for schema in schemas.values() for field in schema["fields"])
    assert schemas["priorities"]["primaryKey"] == ["priority"]
    assert {"fields": ["priority"], "reference": {"resource": "priorities", "fields": ["priority"]}} in schemas[
        "assessments"
    ]["foreignKeys"]


def test_a_reference_that_is_not_answered_is_not_promised(tmp_path):
    write_processed(holding(organisation="Qendra", municipality="askund"), tmp_path / "processed")
    package = json.loads((tmp_path / "processed" / "datapackage.json").read_text(encoding="utf-8"))
    members = next(resource for resource in package["resources"] if resource["name"] == "members")
    assert "foreignKeys" not in members["schema"]
    assert validate(str(tmp_path / "processed" / "datapackage.json")).valid


def test_excel_reads_the_csv_as_utf8_with_plain_dates(folder):
    raw = (folder / "contracts.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(folder / "contracts.csv", encoding="utf-8-sig", dtype="str")
    assert table["signed_on"].dropna().str.fullmatch(r"\d{4}-\d\d-\d\d").all()


@pytest.mark.parametrize("text", ["=1+1", "+355 4", "-x", "@sum", "\tx", "\rx"])
def test_no_formula_leaves_in_a_csv(text, tmp_path):
    write_processed(holding(organisation=text, municipality="fier"), tmp_path / "processed")
    written = (tmp_path / "processed" / "members.csv").read_text(encoding="utf-8-sig")
    assert f"'{text}".replace("\r", "\n") in written.replace("\r", "\n")
    assert read_processed(tmp_path / "processed")["members"]["organisation"].tolist() == [text]


def test_a_folder_with_something_else_in_it_is_left_alone(data, tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(FileExistsError, match="other files"):
        write_processed(data, tmp_path)
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


def test_what_lies_among_earlier_tables_and_is_not_ours_is_named_and_nothing_is_touched(data, tmp_path):
    place = tmp_path / "processed"
    write_processed(data, place)
    (place / "my-notes.docx").write_text("years of work")
    (place / "members").mkdir()
    before = sorted(path.name for path in place.iterdir())
    with pytest.raises(FileExistsError, match=r"members, my-notes\.docx"):
        write_processed(data, place)
    assert sorted(path.name for path in place.iterdir()) == before
    assert (place / "my-notes.docx").read_text() == "years of work"


def test_a_file_that_comes_while_the_tables_are_written_is_not_lost(data, tmp_path, monkeypatch):
    place = tmp_path / "processed"
    write_processed(data, place)
    monkeypatch.setattr(processed, "_write_all", lambda *_: (place / "late.xlsx").write_text("mine"))
    with pytest.raises(FileExistsError, match=r"late\.xlsx"):
        write_processed(data, place)
    assert (place / "late.xlsx").read_text() == "mine"


@pytest.mark.parametrize(
    "descriptor", ["", "[]", "{}", '{"resources": [{"path": "only-copy.csv"}]}', '{"resources": 3}']
)
def test_files_of_our_names_make_no_folder_ours(data, tmp_path, descriptor):
    for name, text in {"datapackage.json": descriptor, "model.json": "{}", "only-copy.csv": "mine"}.items():
        (tmp_path / name).write_text(text)
    assert not is_processed(tmp_path)
    assert stamps_in(tmp_path) is None
    with pytest.raises(FileExistsError, match=r"only-copy\.csv"):
        write_processed(data, tmp_path)
    assert (tmp_path / "only-copy.csv").read_text() == "mine"


def test_what_a_folder_says_of_itself_stays_and_what_systems_leave_hinders_nobody(data, tmp_path):
    write_processed(data, tmp_path / "processed")
    for name in ("README.md", ".gitignore", ".DS_Store", ".~lock.members.csv#"):
        (tmp_path / "processed" / name).write_text(name)
    write_processed(data, tmp_path / "processed")
    names = {path.name for path in (tmp_path / "processed").iterdir()}
    assert names >= {"README.md", ".gitignore", "members.csv"}
    assert not names & {".DS_Store", ".~lock.members.csv#"}


def test_when_writing_fails_the_old_data_stay_whole(data, tmp_path):
    place = tmp_path / "processed"
    write_processed(data, place)
    before = hashes(place)
    broken = Dataset(data.tables, data.model, data.findings.drop(columns="code"))
    with pytest.raises(KeyError):
        write_processed(broken, place)
    assert hashes(place) == before
    assert [path.name for path in tmp_path.iterdir()] == ["processed"]


def test_a_folder_without_data_says_how_to_make_them(tmp_path):
    with pytest.raises(FileNotFoundError, match="pop-analysis process"):
        read_processed(tmp_path)


def test_tables_of_an_earlier_program_are_read_and_spoken_of_in_what_it_did_not_say_yet(data, tmp_path):
    write_processed(data, tmp_path / "processed")
    kept = tmp_path / "processed" / "model.json"
    earlier = json.loads(kept.read_text(encoding="utf-8"))
    for language in ("sq", "en"):
        del earlier["words"][language]["cite"]
        earlier["words"][language]["network"] = f"its own word in {language}"
    kept.write_text(json.dumps(earlier), encoding="utf-8")
    back = read_processed(tmp_path / "processed")
    assert cite(back, language="en") == cite(data, language="en")
    assert back.model.words["sq"]["network"] == "its own word in sq"
    assert back.model.levels == data.model.levels


def test_no_text_is_a_formula_to_a_spreadsheet_whatever_separates_its_cells(dataset, tmp_path):
    typed = {"=1+1": "'=1+1", "a;=1+1": "a;'=1+1", "a;  @SUM(1)": "a;  '@SUM(1)", "a-b; c": "a-b; c"}
    rows = [{"municipality": "lumas", "name_sq": "Lumas", "name_en": text} for text in typed]
    write_processed(dataset(municipalities=rows), tmp_path / "processed")
    written = (tmp_path / "processed" / "municipalities.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",")[2].strip('"') for line in written.splitlines()[1:]] == list(typed.values())
