"""Anybody's notebook: a table of parameters in, one page a row out."""

import csv
import logging
import os
import re
from pathlib import Path

import nbformat
import pytest

from pop_analysis.commands import WrongUse, load
from pop_analysis.commands.report_any import plan_of, report_any
from pop_analysis.commands.watching import LogFile
from pop_analysis.runner.limits import Limits

TAKES = 'place: str = "x"\nyear: int = 2020\nshare: float = 0.5\nyes: bool = True\nparts: list = []'


@pytest.fixture
def notebook(tmp_path):
    cells = [
        nbformat.v4.new_code_cell(TAKES, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_markdown_cell("# Somebody’s"),
        nbformat.v4.new_code_cell("print(repr(place), year, share, yes, parts)"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "Mine here.ipynb")
    return tmp_path / "Mine here.ipynb"


@pytest.fixture
def table(tmp_path):
    def write(text, encoding="utf-8"):
        (tmp_path / "plan.csv").write_text(text, encoding=encoding)
        return tmp_path / "plan.csv"

    return write


def test_one_row_is_one_page_and_one_column_one_parameter(notebook, table, tmp_path):
    plan = table('place;year;parts;yes\n007;2021;"[1, 2]";po\nB;;;jo\n', "utf-8-sig")  # as Excel saves it here
    folder, results = report_any(notebook, plan, out=tmp_path / "out", jobs=2)
    assert [(result.name, result.status) for result in results] == [("007-2021-1-2-po", "made"), ("b-jo", "made")]
    one, other = ((folder / f"{result.name}.html").read_text(encoding="utf-8") for result in results)
    assert "&#39;007&#39; 2021 0.5 True [1, 2]" in one
    assert "&#39;B&#39; 2020 0.5 False []" in other
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="007-2021-1-2-po.html"' in index
    assert "007-2021-1-2-po made" in (folder / "report.log").read_text(encoding="utf-8")


def test_without_a_plan_it_is_run_once_with_its_own_values(notebook):
    [report] = plan_of(notebook, None)
    assert (report.name, dict(report.parameters)) == ("mine-here", {})


def test_name_title_and_language_are_of_the_page_where_they_are_no_parameters(notebook, table):
    [report] = plan_of(notebook, table("name,title,language,place\nfirst,The first,sq,A\n"))
    assert (report.name, report.title, report.language) == ("first", "The first", "sq")
    assert dict(report.parameters) == {"place": "A"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("place,year\nA,20x1\n", "plan.csv:2, year: the parameter is to be int, not “20x1”"),
        ("place,yes\nA,perhaps\n", "plan.csv:2, yes: .*bool"),
        ("place,parts\nA,1\n", "plan.csv:2, parts: .*list"),
        ("plaice\nA\n", r"no parameter “plaice”\. Did you mean “place”\? Its parameters are: place, year, share, yes"),
        ("place\nA,B\n", "plan.csv:2: more cells than there are columns"),
        ("place\n\n", "no rows"),
        ("place\nA\nA\n", "column “name”"),
        ("name,place\nindex,A\n", "plan.csv:2: no report may be called"),
    ],
)
def test_a_plan_nobody_can_carry_out_is_refused_at_its_cell_before_anything_runs(notebook, table, text, message):
    with pytest.raises(WrongUse, match=message):
        plan_of(notebook, table(text))


KINDS = """from datetime import date, datetime
from typing import Dict, List, Literal, Optional, Union
import pandas as pd
years: List[int] = []
named: dict[str, float] = {}
limit: Optional[int] = 3
kind: Literal["a", "b", 3] = "a"
day: date = date(2020, 1, 1)
at: datetime = datetime(2020, 1, 1)
days: "list[date] | None" = None
either: Union[int, list[str]] = 0
frame: pd.DataFrame = None
note = ""
"""


@pytest.fixture
def typed(tmp_path):
    shown = "print(*(repr(each) for each in (years, named, limit, kind, day, at, days, either, note)), sep='\\n')"
    cells = [
        nbformat.v4.new_code_cell(KINDS, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(shown),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "typed.ipynb")
    return tmp_path / "typed.ipynb"


def test_every_value_arrives_as_the_annotation_says(typed, tmp_path):
    row = {
        "name": "one",
        "years": "[2023, 2024]",
        "named": '{"a": 1}',
        "limit": "None",
        "kind": "3",
        "day": "2024-12-31",
        "at": "2024-12-31 18:30",
        "days": '["2024-12-31"]',
        "either": '["x"]',
        "note": "Rruga A\nDeja\u2028B",
    }
    with (tmp_path / "plan.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)
    folder, results = report_any(typed, tmp_path / "plan.csv", out=tmp_path / "out")
    assert [result.status for result in results] == ["made"]
    cells = nbformat.read(folder / "notebooks" / "one.ipynb", as_version=4).cells
    assert cells[-1].outputs[0].text.splitlines() == [
        "[2023, 2024]",
        "{'a': 1.0}",
        "None",
        "3",
        "datetime.date(2024, 12, 31)",
        "datetime.datetime(2024, 12, 31, 18, 30)",
        "[datetime.date(2024, 12, 31)]",
        "['x']",
        repr(row["note"]),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("years", "2023", r"JSON \(\[2023, 2024\]\), not “2023”"),
        ("years", '"[""x""]"', "List"),
        ("named", '"{""a"": ""b""}"', "dict"),
        ("limit", "many", "Optional"),
        ("kind", "c", "Literal"),
        ("day", "31.12.2024", "written as in 2024-12-31, not “31.12.2024”"),
        ("days", "[1]", "JSON"),
        ("frame", "x", "“frame” is said to be pd.DataFrame, and no value of that kind"),
    ],
)
def test_a_cell_that_is_not_of_the_annotated_kind_is_refused_and_shown_how_it_is_written(
    typed, table, column, cell, message
):
    with pytest.raises(ValueError, match=message):
        plan_of(typed, table(f"{column},note\n{cell},\n"))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("place,year\nKukës,2021\n", "utf-8"),
        ("place;year\r\nKukës;2021\r\n", "cp1250"),
        ("sep=;\r\nplace;year\r\nKukës;2021\r\n", "utf-8-sig"),
        ("place\tyear\nKukës\t2021\n", "utf-16"),
        ('"place","year"\n"Kukës","2021"\n,\n', "utf-8"),
    ],
)
def test_a_table_is_read_as_any_program_writes_it(notebook, table, text, encoding):
    [report] = plan_of(notebook, table(text, encoding))
    assert dict(report.parameters) == {"place": "Kukës", "year": 2021}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("place,year,place\nA,2021,B\n", "two columns “place”"),
        ('place,year\n"A,2021\n', "plan.csv:2: a quotation mark is not closed"),
        ('place,year\nA,2021\n"B\nC",2x\n', "plan.csv:3, year"),
        ('share\n"0,5"\n', "with a point and not with a comma"),
    ],
)
def test_what_is_wrong_in_the_table_is_named_with_its_line(notebook, table, text, message):
    with pytest.raises(WrongUse, match=message):
        plan_of(notebook, table(text))


def test_it_runs_in_its_own_folder_and_in_another_when_that_is_asked(tmp_path):
    cells = [nbformat.v4.new_code_cell("import os\nprint(os.path.basename(os.getcwd()))")]
    for name in ("own", "other"):
        (tmp_path / name).mkdir()
    notebook = tmp_path / "own" / "where.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    for cwd, expected in ((None, "own"), (tmp_path / "other", "other")):
        folder, _ = report_any(notebook, out=tmp_path / "out", force=True, cwd=cwd)
        [cell] = nbformat.read(folder / "notebooks" / "where.ipynb", as_version=4).cells[-1:]
        assert cell.outputs[0].text.strip() == expected


def test_the_index_leads_to_a_page_of_every_row_in_whichever_language(tmp_path):
    cells = [nbformat.v4.new_code_cell('place = "x"\nlanguage = "en"', metadata={"tags": ["parameters"]})]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "mine.ipynb")
    (tmp_path / "plan.csv").write_text("place,language\na,en\na,sq\nb,fr\n")
    folder, results = report_any(tmp_path / "mine.ipynb", tmp_path / "plan.csv", out=tmp_path / "out")
    led = {found for index in folder.glob("index*.html") for found in re.findall(r'href="([^"]+)"', index.read_text())}
    assert {f"{result.name}.html" for result in results} == {"a-en.html", "a-sq.html", "b-fr.html"}
    assert led >= {"a-en.html", "a-sq.html", "b-fr.html", "index-sq.html"}


def test_load_in_it_finds_the_data_it_finds_in_jupyterlab_and_those_that_are_named(project):
    said = "import pop_analysis as pop\nof = set(pop.load(municipality=place).contracts.municipality)"
    cells = [
        nbformat.v4.new_code_cell('place: str = "lumebardhe"', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(f"{said}\nprint('rows:', len(pop.load().priorities), of)"),
    ]
    (project / "own").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells), project / "own" / "mine.ipynb")
    rows = len(load("data/raw").priorities)
    assert rows
    for data in (None, "data/raw"):
        folder, [result] = report_any("own/mine.ipynb", data=data, out=project / f"pages-of-{data}".replace("/", "-"))
        assert result.status == "made", result.error
        page = (folder / f"{result.name}.html").read_text(encoding="utf-8")
        assert f"rows: {rows} {{&#39;lumebardhe&#39;}}" in page


def test_a_notebook_that_takes_nothing_has_its_own_cells_and_their_numbers(tmp_path):
    cells = [nbformat.v4.new_code_cell("40 + 2"), nbformat.v4.new_code_cell("_1, In[1]")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "own.ipynb")
    pages, _ = report_any(tmp_path / "own.ipynb", out=tmp_path / "pages")
    [_, second] = nbformat.read(pages / "notebooks" / "own.ipynb", as_version=4).cells
    assert (second.execution_count, second.outputs[0].data["text/plain"]) == (2, "(42, '40 + 2')")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here is always full")
def test_a_log_on_a_full_disk_writes_no_traceback(capsys):
    log = LogFile("/dev/full", "w", encoding="utf-8")
    log.handle(logging.makeLogRecord({"msg": "a report is made"}))
    log.close()
    assert capsys.readouterr() == ("", "")


def test_nobody_limits_a_notebooks_threads_but_who_says_so(tmp_path):
    source = "import os, pyarrow\nprint(os.environ.get('OMP_NUM_THREADS'), pyarrow.cpu_count())"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), tmp_path / "n.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OMP_NUM_THREADS", raising=False)
        for threads, expected in ((None, f"None {os.cpu_count()}"), (3, "3 3")):
            folder, _ = report_any(
                tmp_path / "n.ipynb", out=tmp_path / "out", force=True, limits=Limits(threads=threads)
            )
            [cell] = nbformat.read(folder / "notebooks" / "n.ipynb", as_version=4).cells[-1:]
            assert cell.outputs[0].text.strip() == expected


def test_pages_are_kept_only_when_it_is_known_what_the_notebook_reads(notebook, tmp_path):
    def statuses(**options):
        return [result.status for result in report_any(notebook, out=tmp_path / "out", **options)[1]]

    (tmp_path / "data").mkdir()
    assert statuses() == statuses() == ["made"]
    assert statuses(data=tmp_path / "data") == ["made"]
    assert statuses(data=tmp_path / "data") == ["kept"]


def test_a_page_is_made_again_when_a_module_beside_its_notebook_changes(notebook, tmp_path):
    cells = [nbformat.v4.new_code_cell("import first\nfrom package import part\nfirst.said")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "own.ipynb")
    (tmp_path / "data").mkdir()
    (tmp_path / "package").mkdir()
    files = {"first.py": "from second import said", "second.py": "said = 1", "other.py": "", "package/__init__.py": ""}
    for name, text in {**files, "package/part.py": ""}.items():
        (tmp_path / name).write_text(text)

    def status():
        return report_any(tmp_path / "own.ipynb", data=tmp_path / "data", out=tmp_path / "out")[1][0].status

    assert status() == "made"
    (tmp_path / "other.py").write_text("nobody_imports_it = 1")
    assert status() == "kept"
    for name in ("second.py", "package/part.py"):
        (tmp_path / name).write_text("said = 2")
        assert status() == "made"
        assert status() == "kept"


def test_what_lies_beside_a_notebook_or_among_its_data_is_not_read_by_the_program(notebook, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    for folder in (tmp_path, data):
        with (folder / "large.bin").open("wb") as file:
            file.truncate(1 << 42)  # 4 TB of nothing: who reads it does not come to an end
        os.mkfifo(folder / "pipe")
        (folder / "round").symlink_to(folder, target_is_directory=True)
        (folder / "nowhere").symlink_to(folder / "missing")
    for options in ({}, {"data": data}):
        assert report_any(notebook, out=tmp_path / "out", **options)[1][0].status == "made"
    assert report_any(notebook, out=tmp_path / "out", data=data)[1][0].status == "kept"
    (data / "new.csv").write_text("1")
    assert report_any(notebook, out=tmp_path / "out", data=data)[1][0].status == "made"


def test_a_page_whose_row_is_gone_leaves_a_page_that_says_so_until_the_row_comes_back(notebook, table, tmp_path):
    both = "name,title,language,place\nfirst,The first,sq,A\nother,The other,en,B\n"
    folder, _ = report_any(notebook, table(both), out=tmp_path / "out")
    made = (folder / "first.html").read_text(encoding="utf-8")
    report_any(notebook, table(both.replace("first,The first,sq,A\n", "")), out=tmp_path / "out")
    stub = (folder / "first.html").read_text(encoding="utf-8")
    assert '<html lang="sq">' in stub
    assert 'href="withdrawn/first.html"' in stub
    report_any(notebook, table(both), out=tmp_path / "out")
    assert (folder / "first.html").read_text(encoding="utf-8") == made
