"""A researcher's JupyterLab, the real one: notebooks run in it, show their charts, and export the page of the batch."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from documents import FENCE

import pop_analysis as pop

pytestmark = [pytest.mark.browser]
ROOT = Path(__file__).parents[2]
ROOM = {"width": 1400, "height": 900}
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


@pytest.fixture(scope="module")
def lab(reports, tmp_path_factory):
    """A JupyterLab on a copy of the notebooks, with the data the batch has read: its address and its folder."""
    place = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", place / "notebooks")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--IdentityProvider.token="]
    own = {f"JUPYTER{name}": str(place / name) for name in ("_CONFIG_DIR", "_DATA_DIR", "LAB_WORKSPACES_DIR")}
    with (place / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, f"--ServerApp.port={port}", f"--ServerApp.root_dir={place}"],
            env=os.environ | own | {"POP_ANALYSIS_PROCESSED": str(reports.processed)},
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
            break
        except OSError:
            assert server.poll() is None, (place / "log").read_text()
            time.sleep(0.2)
    yield address, place
    server.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(10)
    server.kill()


@pytest.fixture
def opened(lab, browser):
    """Open a notebook in JupyterLab, run all its cells by its menu, and save it when they have run."""
    contexts = []
    address, place = lab

    def open_(name):
        contexts.append(browser.new_context(viewport=ROOM, accept_downloads=True))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{address}/lab/tree/notebooks/{name}?reset")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        choose(page, "Run", "Run All Cells")
        # Cells out of sight are not in the browser's page: the file says which have run. One that fails stops the rest.
        for _ in range(120):
            page.wait_for_timeout(500)
            page.keyboard.press("Control+s")
            with contextlib.suppress(json.JSONDecodeError):  # it is being written
                cells = json.loads((place / "notebooks" / name).read_text(encoding="utf-8"))["cells"]
                if all(cell.get("execution_count", 1) for cell in cells):
                    return page
        raise AssertionError("the cells did not all run")

    yield open_
    for context in contexts:
        context.close()


def choose(page, menu, *names):
    """Choose an entry of a menu; one that is still grey becomes ready when its notebook is."""
    page.locator(".lm-MenuBar-itemLabel").get_by_text(menu, exact=True).click()
    for name in names:
        page.locator(".lm-Menu-item:not(.lm-mod-disabled) .lm-Menu-itemLabel").get_by_text(name, exact=True).click()


@pytest.mark.slow  # the next one runs a notebook and looks at its chart too; tests/test_notebooks.py runs this one
def test_the_walk_through_the_data_runs_and_shows_its_chart(opened):
    page = opened("explore.ipynb")
    chart = page.locator(".js-plotly-plot")
    chart.last.scroll_into_view_if_needed()
    assert chart.count() == 1
    assert chart.locator("svg.main-svg").first.bounding_box()["width"] > 300
    page.get_by_text("pop.load(").first.scroll_into_view_if_needed()
    loading = page.locator(".jp-CodeCell").filter(has_text="pop.load(").first
    assert (
        loading.locator(".jp-OutputArea-output").count() == 1
    )  # the data set; what load leaves for the page is not seen


def test_what_is_chosen_by_hand_is_shown_in_both_themes_and_nothing_is_cut_off(opened, lab):
    pytest.importorskip("itables.widget", reason="the extra lab is not installed")
    code = 'import pop_analysis as pop\npop.explore(pop.load(), "fier", language="en")'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata={"kernelspec": KERNEL})
    nbformat.write(notebook, lab[1] / "notebooks" / "by-hand.ipynb")
    page = opened("by-hand.ipynb")
    page.get_by_text("Fier: of 5 priorities judged").wait_for()
    page.locator(".widget-dropdown select").first.select_option(label="Durrës")
    page.get_by_text("Durrës: of 7 priorities judged").wait_for()
    page.locator(".js-plotly-plot .textpoint text").first.wait_for()
    chart = page.locator(".js-plotly-plot").bounding_box()
    heading = page.locator(".js-plotly-plot .textpoint text").first.bounding_box()
    assert chart["y"] <= heading["y"]
    rows = page.locator("table.dataTable tbody tr")
    rows.nth(6).wait_for()
    room, table = (page.locator(each).first.bounding_box() for each in (".jp-OutputArea-output", "table.dataTable"))
    assert table["x"] + table["width"] <= room["x"] + room["width"] + 1
    page.locator(".dt-search input").fill("youth")
    page.wait_for_timeout(500)
    assert 0 < rows.count() < 7
    page.get_by_text("At 50%, statements that hold").wait_for()
    page.get_by_role("slider").first.focus()
    page.keyboard.press("End")
    page.get_by_text("At 100%, statements that hold").wait_for()
    choose(page, "Settings", "Theme", "JupyterLab Dark")
    page.locator('body[data-jp-theme-light="false"]').wait_for(state="attached")
    page.locator(".pop-explore .js-plotly-plot .main-svg").first.wait_for()
    look = "each => getComputedStyle(each).filter"
    assert "invert" in page.locator(".pop-explore .js-plotly-plot .main-svg").first.evaluate(look)


def test_every_exhibit_is_dark_in_the_dark_theme_and_no_chart_of_anybody_else_is_changed(opened, lab):
    codes = [
        "import pop_analysis as pop\ndata = pop.load()",
        'pop.exhibits.unit_chart(data, "fier", "2019-2023", language="en")',
        "import plotly.express as px\npx.scatter(data.contracts, x='municipality', y='cycle')",
    ]
    cells = [nbformat.v4.new_code_cell(code) for code in codes]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(notebook, lab[1] / "notebooks" / "dark.ipynb")
    page = opened("dark.ipynb")
    charts = page.locator(".js-plotly-plot")
    charts.nth(1).wait_for()
    look = "each => getComputedStyle(each.querySelector('.main-svg')).filter"
    for theme, light in (("JupyterLab Dark", "false"), ("JupyterLab Light", "true")):
        choose(page, "Settings", "Theme", theme)
        page.locator(f'body[data-jp-theme-light="{light}"]').wait_for(state="attached")
        page.wait_for_timeout(1000)
        own, other = (charts.nth(n).evaluate(look) for n in (0, 1))
        assert ("invert" in own) == (light == "false")
        assert other == "none"


def test_the_question_of_the_tutorial_is_answered_in_jupyterlab_and_tab_lists_what_there_is(opened, lab):
    tutorial = (ROOT / "docs" / "tutorials" / "researcher.md").read_text(encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(code) for kind, code in FENCE.findall(tutorial) if kind == "python"]
    cells.append(nbformat.v4.new_code_cell("pop.rank(data)", metadata={"tags": ["raises-exception"]}))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(notebook, lab[1] / "notebooks" / "question.ipynb")
    page = opened("question.ipynb")
    page.locator(".js-plotly-plot svg.main-svg").first.wait_for()
    refused = page.locator(
        ".jp-OutputArea-output[data-mime-type*=stderr], .jp-OutputArea-output[data-mime-type*=error]"
    )
    refused.get_by_text("No rank is given").wait_for()
    assert "Traceback" not in refused.last.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.type("pop.")
    for _ in range(6):  # the first time it may be asked before it has looked through everything
        page.keyboard.press("Tab")
        page.wait_for_timeout(2500)
        if page.locator(".jp-Completer-item").count():
            break
    offered = page.locator(".jp-Completer-item .jp-Completer-match").all_inner_texts()
    assert sorted(offered) == sorted(pop.__all__)


def test_the_page_exported_by_its_menu_is_the_page_of_the_batch(opened, reports):
    page = opened("municipality.ipynb")
    with page.context.expect_event("request", lambda asked: "/nbconvert/POP_report/" in asked.url) as exported:
        choose(page, "File", "Save and Export Notebook As", "POP_report")
    answer = page.request.get(exported.value.url, headers={"referer": page.url})  # as the tab that opens asks
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''municipality.html"
    batch = (reports.out / "municipality-fier-sq.html").read_text(encoding="utf-8")
    for ours, theirs in zip(pieces(answer.text()), pieces(batch), strict=True):
        assert ours == theirs


def pieces(page):
    """A page's pieces, figures as what they say: on its way through JupyterLab 1.0 becomes 1.

    The listing of its code begins with the parameters it was made with: the batch's own, or the notebook's.
    """
    page, listed = re.subn(r"<pre[^>]*><code>(# Parameters\n|municipality: str).*?</pre>\n?", "", page, flags=re.DOTALL)
    assert listed == 1
    for piece in re.split(r'(<script type="application/json"[^>]*>.*?</script>)', page, flags=re.DOTALL):
        figure = re.fullmatch(r"<script[^>]*>(.*)</script>", piece, flags=re.DOTALL)
        yield json.loads(figure[1]) if figure else piece
