"""At a terminal a network is spoken to in its own languages, and what it is without is asked of nobody."""

import re
import shutil

import openpyxl
import pytest
from click.testing import CliRunner

import pop_analysis as pop
from pop_analysis.cli import main
from pop_analysis.locale import in_every_language
from pop_analysis.reading import read_folder

STATUSES = """
done: {label: {code: done}, colour: "#1B7F5C", addressed: true}
begun: {label: {code: begun}, colour: "#F2C14E", addressed: false}
none_yet: {label: {code: none yet}, colour: "#9C9C9C", addressed: false}
dropped: {label: {code: dropped}, colour: "#5B2A86", addressed: false}
"""
MAPPING = """
- file: sheet.csv
  table: municipalities
  columns: {municipality: Who, name_sq: Who}
  split: {municipality: "|"}
- file: sheet.csv
  table: contracts
  columns: {municipality: Who}
  constants: {cycle: 2023-2025}
  split: {municipality: "|"}
- file: sheet.csv
  table: priorities
  columns: {municipality: Who, label: "No", title_sq: What}
  constants: {cycle: 2023-2025}
  split: {municipality: "|"}
- file: sheet.csv
  table: assessments
  columns: {municipality: Who, label: "No", status: State}
  constants: {cycle: 2023-2025, monitoring_year: 1}
  split: {municipality: "|"}
"""
SHEET = "Who,No,What,State\nHomes,1,Build,done\nHomes,2,Repair,begun\nHomes | Roads,3,Plan,done\n"
ALBANIAN = re.compile(r"[ëË]|\b(nga|gati|nuk|gjuha|vendoseni|Raporte|Shënime)\b")
# What there is in the languages of a network; the same in every one of them.
WITHOUT = "without: [done, survey, published, disagreements]\n"


def network(folder, *languages, more=""):
    (folder / "model" / "locale").mkdir(parents=True)
    network = f"short_name: Beacon\nname: Beacon of pledges\nlanguages: [{', '.join(languages)}]\n{more}"
    (folder / "model" / "network.yml").write_text(network, encoding="utf-8")
    said = re.sub(r"\{code: ([^}]+)\}", r'"\1"', STATUSES)
    (folder / "model" / "statuses.yml").write_text(said, encoding="utf-8")
    for each in {*languages} - {"en", "sq"}:
        (folder / "model" / "locale" / f"{each}.yml").write_text(f"language: {each}\n", encoding="utf-8")
    (folder / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    (folder / "sheet.csv").write_text(SHEET, encoding="utf-8")
    return folder


def run(*command):
    done = CliRunner().invoke(main, [str(each) for each in command])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


COMMANDS = {
    "validate": ["validate", "{data}"],
    "empty workbook": ["template", "{out}/a.xlsx", "--data", "{data}", "--municipality", "Homes"],
    "no such unit": ["template", "{out}/b.xlsx", "--data", "{data}", "--municipality", "Nowhere"],
    "no such year": ["reply", "export", "Homes", "{out}/c.xlsx", "--data", "{data}", "--monitoring-year", "7"],
    "no such language": ["report", "--data", "{data}", "--out", "{out}/p", "--language", "qu"],
    "no such notebook": ["report", "--data", "{data}", "--out", "{out}/p", "--notebook", "networks"],
    "an option in one word": ["template", "{out}/d.xlsx", "--data={data}", "--municipality=Homes"],
    "tables": ["process", "--data", "{data}", "--processed", "{out}/t"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("languages", [("en",), ("fr", "nl"), ("de",)], ids="-".join)
def test_no_line_of_a_command_is_albanian_where_the_network_is_not(tmp_path, languages, command):
    data = network(tmp_path / "raw", *languages)
    told = run(*(each.format(data=data, out=tmp_path) for each in command))
    assert told
    assert not ALBANIAN.search(told), told


def test_a_network_with_albanian_is_told_in_albanian_too_and_so_is_everybody_after_it(tmp_path):
    data = network(tmp_path / "raw", "sq", "en")
    assert ALBANIAN.search(run("template", tmp_path / "a.xlsx", "--data", data))
    run("template", tmp_path / "b.xlsx", "--data", network(tmp_path / "other", "en"))
    assert ALBANIAN.search(in_every_language("commandline.stopped"))


def test_a_language_the_network_has_not_is_refused_with_those_it_has(tmp_path):
    data = network(tmp_path / "raw", "fr", "nl")
    for command in (["validate", data], ["template", tmp_path / "a.xlsx", "--data", data]):
        told = run(*command, "--language", "en")
        assert "this network has no pages in “en”. Its languages are: fr, nl" in told
        assert "Did you mean" not in told
    assert "Did you mean “fr”?" in run("validate", data, "--language", "fra")


def test_a_unit_that_no_sheet_names_gets_no_workbook(tmp_path):
    data = network(tmp_path / "raw", "en")
    told = run("template", tmp_path / "a.xlsx", "--data", data, "--municipality", "Road")
    assert "Did you mean “Roads”?" in told
    assert "into sheet.csv first" in " ".join(told.split())
    assert not (tmp_path / "a.xlsx").exists()


def test_verdicts_that_are_of_several_units_are_told_apart_from_the_rows(tmp_path):
    told = run("validate", network(tmp_path / "raw", "en"))
    assert "4 of 4 verdicts are counted\n1 of them is there once more" in told
    assert "KE-03" not in told  # a sheet of promises names its units in every row


@pytest.mark.parametrize("kind", ["municipality", "network"])
def test_sheets_that_can_never_be_filled_are_not_in_new_workbooks_and_are_read_where_they_stand(tmp_path, kind):
    full, bare = network(tmp_path / "full", "en"), network(tmp_path / "bare", "en", more=WITHOUT)
    books = {}
    for data in (full, bare):
        run("template", path := tmp_path / f"{data.name}.xlsx", "--data", data, "--kind", kind)
        books[data.name] = openpyxl.load_workbook(path)
    gone = {*books["full"].sheetnames} - {*books["bare"].sheetnames}
    assert (
        gone
        == {
            "municipality": {"Activities", "Campaigns", "Campaign stages", "Statements"},
            "network": {"Activities", "Survey", "Published figures", "Contradictions"},
        }[kind]
    )
    guide = {str(cell.value) for row in books["bare"].worksheets[0].iter_rows() for cell in row}
    assert not gone & guide
    found = []
    for data in (full, bare):
        shutil.copy(tmp_path / "full.xlsx", data / "old.xlsx")
        found.append(read_folder(data).findings)
    assert found[0].equals(found[1])  # nothing is said of a sheet that is there


@pytest.mark.parametrize("languages", [("fr", "nl"), ("en",)])
def test_no_heading_of_a_frame_in_words_is_called_after_a_language_the_network_has_not(tmp_path, languages):
    data = read_folder(network(tmp_path / "raw", *languages))
    said = pop.labelled(data, pop.panel(data), language=languages[0])
    assert not [heading for heading in said.columns if "Albanian" in heading]
    assert {"Priority", "Title"} <= {*said.columns}
