"""The command line: what it says, what it writes, and with which number it ends."""

import json
import re
import shutil
import subprocess
import sys

import nbformat
import openpyxl
import pytest
from click.testing import CliRunner

from pop_analysis.cli import main
from pop_analysis.cli.making import _show_results
from pop_analysis.runner.job import Result
from pop_analysis.synthetic import make_example

HEAVY = ("pandas", "numpy", "plotly", "papermill", "nbconvert", "pyarrow", "openpyxl", "jinja2", "yaml")


@pytest.fixture(scope="session")
def workbooks(made_once):
    return made_once("example-of-2", lambda folder: make_example(folder, municipalities=2, years=1))


@pytest.fixture
def project(workbooks, root, tmp_path, monkeypatch):
    shutil.copytree(workbooks, tmp_path / "data" / "raw")
    (tmp_path / "notebooks").mkdir()
    for name, first in (
        ("municipality", 'municipality: str = ""'),
        ("network", ""),
        ("annual_review", "calendar_year: int = 0"),
    ):
        source = f'{first}\ncycle: str = ""\nlanguage: str = "sq"'
        cells = [
            nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell("language"),
        ]
        metadata = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4).metadata
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
        nbformat.write(notebook, tmp_path / "notebooks" / f"{name}.ipynb")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, [str(each) for each in arguments])


def spoil(path, sheet="Vlerësimet", cell="F2", value="Adresuar P"):
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def test_help_comes_without_importing_anything_heavy():
    code = f"import sys, pop_analysis.cli, pop_analysis.commands; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_itself_reads_nothing_but_what_a_network_is_called():
    asked = "from pop_analysis.cli import main; main(['template', '--help'], standalone_mode=False)"
    code = f"import sys; {asked}; print([m for m in {HEAVY} if m in sys.modules and m != 'yaml'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


COMMANDS = ["report", "validate", "compare", "process", "template", "coding", "reply", "example", "doctor"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    listed = run("--help").output
    assert command in listed
    assert "..." not in listed.split("Commands:")[1]  # no sentence is cut short
    assert run(command, "--help").exit_code == 0


def test_a_report_ends_with_0_when_all_were_made(project):
    done = run("report", "--municipality", "lumebardhe", "--language", "sq", "--jobs", 1)
    assert done.exit_code == 0, done.output
    assert "municipality-lumebardhe-sq  made" in done.output
    assert "reports/index.html" in done.output
    assert (project / "reports" / "municipality-lumebardhe-sq.html").is_file()


def test_a_report_ends_with_1_when_one_failed_and_says_what_to_do(project):
    notebook = project / "notebooks" / "network.ipynb"
    notebook.write_text(notebook.read_text().replace('"language"', '"langauge"'))
    done = run("report", "--notebook", "network", "--language", "sq", "--jobs", 1)
    assert done.exit_code == 1
    assert "NameError" in done.output
    assert "(code cell 2)" in done.output
    assert "network-sq.failed.ipynb" in done.output


def test_a_report_ends_with_1_when_a_workbook_was_refused_and_makes_the_others(project):
    (project / "data" / "raw" / "letter.xlsx").write_bytes(b"%PDF-1.4")
    done = run("report", "--municipality", "lumebardhe", "--language", "en", "--jobs", 1)
    assert done.exit_code == 1
    assert "letter.xlsx: " in done.output
    assert "made" in done.output


def test_a_folder_without_a_municipality_says_so_and_leaves_what_is_there(project, tmp_path):
    (tmp_path / "empty").mkdir()
    for name, kind in (("a.xlsx", ["--municipality", "Lumas"]), ("network.xlsx", ["--kind", "network"])):
        run("template", str(tmp_path / "empty" / name), *kind)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_text("before", encoding="utf-8")
    (tmp_path / "pages" / ".in-use").touch()  # an earlier run was here
    result = run("report", "--data", str(tmp_path / "empty"), "--out", str(tmp_path / "pages"))
    assert result.exit_code == 1
    assert "no municipality and no contract is on file" in result.stderr
    assert "pop-analysis validate" in result.stderr
    assert (tmp_path / "pages" / "index.html").read_text(encoding="utf-8") == "before"


def test_pages_never_go_among_files_that_are_somebody_elses(project):
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("my own site", encoding="utf-8")
    result = run("report", "--out", "site", "--language", "sq")
    assert result.exit_code == 2
    assert "index.html" in result.stderr
    assert (project / "site" / "index.html").read_text(encoding="utf-8") == "my own site"
    assert {path.name for path in (project / "site").iterdir()} == {"index.html"}


def test_a_municipality_that_is_in_no_register_has_its_page(project, tmp_path):
    (tmp_path / "alone").mkdir()
    shutil.copy(project / "data" / "raw" / "lumebardhe.xlsx", tmp_path / "alone")
    result = run("report", "--data", str(tmp_path / "alone"), "--out", str(tmp_path / "pages"), "--language", "en")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "pages" / "municipality-lumebardhe-en.html").is_file()
    assert (tmp_path / "pages" / "network-en.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["report", "--municipality", "lumebardh"], "Did you mean “lumebardhe”?"),
        (["report", "--notebook", "netwrk"], "Known: network, annual_review, municipality"),
        (["report", "--language", "de"], "Known: sq, en"),
        (["report", "--jobs", "0"], "--jobs"),
        (["report", "--data", "nowhere"], "no workbook in nowhere"),
        (["report", "--processed", "notebooks"], "holds other files"),
        (["validate", "gone.xlsx"], "does not exist"),
        (["validate", "--language", "de"], "Known: sq, en"),
        (["validate", "--xlsx", "copy.txt"], ".xlsx"),
        (["compare"], "data/processed"),
        (["compare", "gone", "data/raw"], "does not exist"),
        (["compare", "data/raw", "data/raw", "--municipality", "lumebardh"], "lumebardhe"),
        (["compare", "data/raw", "data/raw", "--language", "de"], "Known: sq, en"),
        (["template", "data/raw/network.xlsx"], "there already"),
        (["example", "data/raw", "--years", "99"], "years"),
        (["reprot"], "No such command"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_right(project, arguments, message):
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.output.split())
    assert "Traceback" not in done.output
    assert not (project / "reports").exists()


def test_validate_ends_with_0_when_nothing_was_rejected(project):
    done = run("validate")
    assert done.exit_code == 0
    first, verdicts = done.output.splitlines()
    assert first == "Në rregull: asgjë për t'u ndrequr."
    assert re.fullmatch(r"Vlerësime të numëruara: ([1-9]\d*) nga \1", verdicts)


def test_a_row_that_says_it_is_not_known_is_no_verdict_among_those_counted(project):
    spoil(project / "data" / "raw" / "lumebardhe.xlsx", value="nuk dihet")
    lines = run("validate", "data/raw/lumebardhe.xlsx", "--language", "en").stdout.splitlines()
    assert "7 of 7 verdicts are counted" in lines


def test_what_is_so_of_many_cells_is_said_once_with_its_cells(project):
    for cell in ("E2", "E3", "E4", "E6"):
        spoil(project / "data" / "raw" / "lumebardhe.xlsx", cell=cell, value="pranvera 2025")
    lines = run("validate", "data/raw/lumebardhe.xlsx", "--language", "en").stdout.splitlines()
    assert lines[0] == "Cells left empty, whole or in part: 1 (their rows are counted)"
    assert lines[1].startswith("  lumebardhe.xlsx › Vlerësimet!E2:E4, E6: “pranvera 2025” ")
    assert "8 of 8 verdicts are counted" in lines


def test_validate_puts_what_is_to_be_mended_before_the_notes_and_says_how_to_see_it_in_the_cells(project):
    spoil(project / "data" / "raw" / "lumebardhe.xlsx")
    spoil(project / "data" / "raw" / "lumebardhe.xlsx", "Prioritetet", "E2", "Transport")
    lines = run("validate", "data/raw/lumebardhe.xlsx", "--language", "en").stdout.splitlines()
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == [
        "To mend",
        "Notes",
        "To mend",
        "Names of municipalities from",
        "7 of 8 verdicts are counted",
        "A copy with these cells marked",
    ]
    assert [line[-7:] for line in lines if line.startswith(" ")] == ["[ST-03]", "[CH-02]"]
    assert lines[-1].endswith("pop-analysis validate data/raw/lumebardhe.xlsx --language en --xlsx findings.xlsx")
    assert run(*lines[-1].split(": pop-analysis ")[1].split()).exit_code == 1
    assert openpyxl.load_workbook("findings.xlsx")["Findings"]["G2"].value == "ST-03"


def test_validate_ends_with_1_and_names_file_sheet_and_cell_in_the_language_asked_for(project):
    spoil(project / "data" / "raw" / "lumebardhe.xlsx")
    done = run("validate", "data/raw/lumebardhe.xlsx", "--language", "en")
    assert done.exit_code == 1
    assert "lumebardhe.xlsx › Vlerësimet!F2: " in done.output
    assert "was not guessed" in done.output
    assert "[ST-03]" in done.output
    assert "nuk u hamendësua" in run("validate").output


def test_validate_gives_json_to_the_screen_or_a_file(project):
    spoil(project / "data" / "raw" / "lumebardhe.xlsx")
    done = run("validate", "--json", "-")
    assert done.exit_code == 1
    [finding] = json.loads(done.stdout)
    assert list(finding) == ["code", "severity", "file", "sheet", "cell", "value", "message_sq", "message_en"]
    assert (finding["severity"], finding["cell"]) == ("rejected", "F2")
    run("validate", "--json", "found.json")
    assert json.loads((project / "found.json").read_text(encoding="utf-8")) == [finding]


def test_validate_writes_a_marked_copy_but_never_over_a_workbook(project):
    path = project / "data" / "raw" / "lumebardhe.xlsx"
    spoil(path)
    before = path.read_bytes()
    done = run("validate", path, "--xlsx", "marked.xlsx")
    assert done.exit_code == 1
    assert openpyxl.load_workbook("marked.xlsx")["Vlerësimet"]["F2"].comment is not None
    for asked in (path, "data/raw"):
        refused = run("validate", asked, "--xlsx", path)
        assert refused.exit_code == 2
        assert path.read_bytes() == before


def test_compare_ends_as_diff_does_and_tells_in_the_language_asked_for(project):
    raw = project / "data" / "raw"
    before = shutil.copytree(raw, project / "before")
    same = run("compare", before, raw)
    assert (same.exit_code, same.output) == (0, "Asgjë nuk ka ndryshuar.\n")
    spoil(raw / "lumebardhe.xlsx", cell="G2", value="Arsye e re.")
    done = run("compare", before)
    assert done.exit_code == 1
    assert "Arsye e re.  [lumebardhe.xlsx › Vlerësimet, rreshti 2]" in done.output
    assert done.output.endswith("Gjithsej 1 ndryshim: 1 tekst.\n")
    assert run("compare", before, raw, "--language", "en").output.endswith("1 change in all: 1 text.\n")
    spoil(raw / "lumebardhe.xlsx")
    assert "rows put aside: 1" in run("compare", before, raw, "--language", "en").stderr


def test_compare_writes_json_and_a_workbook_and_no_data_file_is_written_over(project):
    raw = project / "data" / "raw"
    before = shutil.copytree(raw, project / "before")
    spoil(raw / "lumebardhe.xlsx", cell="G2", value="+SUM(1)")
    done = run("compare", before, raw, "--json", "-")
    assert done.exit_code == 1
    assert [row["new"] for row in json.loads(done.stdout)["revisions"]] == ["+SUM(1)"]
    assert run("compare", before, raw, "--xlsx", "changes.xlsx", "--municipality", "lumebardhe").exit_code == 1
    assert openpyxl.load_workbook("changes.xlsx")["Ndryshimet"]["H2"].data_type == "s"
    refused = run("compare", before, raw, "--xlsx", raw / "lumebardhe.xlsx")
    assert refused.exit_code == 2
    assert "there already" in refused.output


def test_process_writes_the_tables_and_counts_them(project):
    done = run("process")
    assert done.exit_code == 0
    assert "priorities" in done.output
    assert (project / "data" / "processed" / "datapackage.json").is_file()


def test_template_and_example_write_workbooks(project):
    done = run("template", "new.xlsx", "--municipality", "Lumëbardhë", "--language", "en")
    assert done.exit_code == 0
    assert done.output.startswith("new.xlsx is written. Fill it in, then: pop-analysis validate new.xlsx\n")
    assert openpyxl.load_workbook("new.xlsx")["About the file"]["B2"].value == "Lumëbardhë"
    done = run("example", "trial", "--municipalities", 1, "--years", 1, "--seed", 7)
    assert done.exit_code == 0
    assert "Next: pop-analysis report --data trial\n" in done.output
    assert run("example", "data/raw", "--municipalities", 1).output.count("Next: pop-analysis report\n")
    assert sorted(path.name for path in (project / "trial").glob("*.xlsx")) == ["lumebardhe.xlsx", "network.xlsx"]


def test_a_reply_goes_out_comes_back_and_is_told(project):
    assert run("reply", "export", "lumebardhe", "out.xlsx", "--language", "en", "--monitoring-year", 1).exit_code == 0
    assert run("reply", "export", "lumebardhe", "out.xlsx").exit_code == 2
    assert "holds no reply yet" in run("reply", "import", "out.xlsx").output
    spoil("out.xlsx", "Replies", "H2", "Two more streets were lit.")
    done = run("reply", "import", "out.xlsx")
    assert done.exit_code == 0, done.output
    name = "data/raw/reply-lumebardhe-2019-2023-year-1.xlsx"
    assert done.output == f"Përgjigje: 1 ({name}). Asnjë vlerësim nuk ndryshoi.\n"
    assert run("validate").exit_code == 0
    spoil("out.xlsx", "Replies", "H3", "And one more.")
    refused = run("reply", "import", "out.xlsx")
    assert (refused.exit_code, "--replace" in refused.output) == (2, True)
    assert "në vend të 1" in run("reply", "import", "out.xlsx", "--replace").output


def test_a_reply_that_must_be_mended_ends_with_1_and_names_the_cell(project):
    run("reply", "export", "lumebardhe", "out.xlsx")
    spoil("out.xlsx", "Përgjigjet", "H2", "Dy rrugë të tjera.")
    spoil("out.xlsx", "Përgjigjet", "D2", 3)
    before = sorted((project / "data" / "raw").iterdir())
    done = run("reply", "import", "out.xlsx", "--language", "en")
    assert done.exit_code == 1
    assert "out.xlsx › Përgjigjet!D2: No verdict on priority" in done.output
    assert "Nothing was put in place" in done.output
    assert sorted((project / "data" / "raw").iterdir()) == before


def test_doctor_ends_with_0_where_everything_needed_is_there(project):
    done = run("doctor")
    assert done.exit_code == 0, done.output
    assert "✓ Jupyter kernel python3" in done.output


@pytest.mark.parametrize("language", ["sq", "en"])
def test_what_was_not_read_never_ends_well_and_is_not_said_to_be_counted(project, language):
    path = project / "data" / "raw" / "lumebardhe.xlsx"
    book = openpyxl.load_workbook(path)
    book["Vlerësimet"].title = "Tabela ime"
    book.save(path)
    done = run("validate", path, "--language", language)
    assert done.exit_code == 1
    assert "[SH-08]" in done.output
    assert not any(said in done.output for said in ("All is well", "Në rregull", "rows are counted", "tyre numërohen"))


def test_what_is_to_be_done_about_many_failures_alike_is_said_once(capsys):
    failures = [
        Result(name, "failed", 0.1, "ImportError: broken", "library", {"limit": 1}) for name in ("one", "two", "three")
    ]
    _show_results(failures, "index.html", quiet=False)
    said = capsys.readouterr().out
    assert said.count("ImportError: broken") == 3
    assert said.count("→") == 2  # once in each language
