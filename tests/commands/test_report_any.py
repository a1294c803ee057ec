"""Anybody's notebook: a table of parameters in, one page a row out."""

import nbformat
import pytest

from pop_analysis.commands import WrongUse
from pop_analysis.commands.report_any import plan_of, report_any

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
        ("place,year\nA,20x1\n", "line 2, year: the parameter is to be int, not “20x1”"),
        ("place,yes\nA,perhaps\n", "line 2, yes: .*bool"),
        ("place,parts\nA,1\n", "line 2, parts: .*list"),
        ("plaice\nA\n", "no parameter “plaice”. Its parameters are: place, year, share, yes, parts"),
        ("place\nA,B\n", "line 2: more cells than there are columns"),
        ("place\n\n", "no rows"),
        ("place\nA\nA\n", "column “name”"),
        ("name,place\nindex,A\n", "line 2: no report may be called"),
    ],
)
def test_a_plan_nobody_can_carry_out_is_refused_at_its_cell_before_anything_runs(notebook, table, text, message):
    with pytest.raises(WrongUse, match=message):
        plan_of(notebook, table(text))


def test_pages_are_kept_only_when_it_is_known_what_the_notebook_reads(notebook, tmp_path):
    def statuses(**options):
        return [result.status for result in report_any(notebook, out=tmp_path / "out", **options)[1]]

    (tmp_path / "data").mkdir()
    assert statuses() == statuses() == ["made"]
    assert statuses(data=tmp_path / "data") == ["made"]
    assert statuses(data=tmp_path / "data") == ["kept"]
