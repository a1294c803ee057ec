"""Charts can be read whatever the size of the network: nothing on each other, nothing cut off, nothing hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from pop_analysis.pages.page import render_page
from pop_analysis.runner.job import Result
from pop_analysis.runner.plan import Plan, Report
from pop_analysis.site.index import write_index

pytestmark = pytest.mark.browser
JUDGE = (Path(__file__).parent / "readable.js").read_text(encoding="utf-8")
PAGES = ("network", "evidence", "annual-review-2023", "index")
QUICK = {(12, "sq"), (61, "en")}
SIZES = [
    pytest.param(many, language, marks=[] if (many, language) in QUICK else pytest.mark.slow)
    for many in (12, 24, 61, 150)
    for language in ("sq", "en")
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("many", "language"), SIZES)
def test_no_text_lies_on_another_nothing_is_cut_off_and_no_mark_is_hidden(network_of, open_page, many, language, width):
    charts = 0
    for name in PAGES:
        path = network_of(many, language) / (f"{name}-{language}.html" if name != "index" else "index.html")
        opened = open_page(path, width=width)
        opened.open_folds()
        assert opened.page.evaluate(JUDGE) == [], name
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        charts += opened.count("figure[data-drawn=true]")
    assert charts > 8


def test_no_chart_but_a_table_of_tiles_is_wider_than_a_telephone(reports, network_of, invented, open_page):
    """What scrolls hides what is right of it; a heat map has a column for each municipality, and scrolls."""
    made = network_of(12, "sq")
    pages = [made / f"{name}-sq.html" for name in PAGES if name != "index"]
    names = "network", "evidence", "annual-review-2021", "municipality-fier"
    for path in (*pages, *list(invented.values())[:2], *reports.of(*names)):
        opened = open_page(path, width=360)
        opened.open_folds()
        wide = (
            "all => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.closest('figure').id)"
        )
        assert [
            each for each in opened.page.locator(".chart-card").evaluate_all(wide) if not each.endswith("-heat")
        ] == [], path.name


@pytest.mark.parametrize("width", [360, 1280])
def test_the_charts_of_the_real_data_can_be_read(reports, open_page, width):
    names = "network", "evidence", "annual-review-2021", "municipality-fier", "municipality-vlore"
    for path in (*reports.of(*names), reports.out / "index.html"):
        opened = open_page(path, width=width)
        opened.open_folds()
        assert opened.page.evaluate(JUDGE) == [], path.name


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("many", [19, 61, 150])
def test_the_map_of_the_index_can_be_read(open_page, tmp_path, many, width):
    points = [(41.6 - n * 17 % many / many * 2, 19.4 + n * 31 % many / many * 1.4) for n in range(many)]
    square = {"colour": "#0B3C5D", "ink": "#FFFFFF", "letter": "F", "label": "fully"}
    reports = [
        Report(
            f"place-{n}-en",
            Path("a.ipynb"),
            {},
            "en",
            f"Invented place {n}",
            card={"point": at, "squares": [square] * 7},
        )
        for n, at in enumerate(points)
    ]
    write_index(Plan(reports), [Result(each.name, "made", sha256="a") for each in reports], tmp_path)
    opened = open_page(tmp_path / "index.html", width=width)
    assert opened.count(".map circle") == many
    assert opened.count(".map a text") > 0
    assert opened.page.evaluate(JUDGE) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


BAD = {
    "on each other": {"annotations": [{"x": x, "y": 0, "text": "a long name", "showarrow": False} for x in (0, 0.05)]},
    "cut off": {"annotations": [{"x": 1, "y": 0, "text": "a very long name", "showarrow": False, "xanchor": "left"}]},
    "hidden": {
        "shapes": [
            {"type": "circle", "fillcolor": "#333333", "x0": -half, "x1": half, "y0": -half, "y1": half}
            for half in (0.3, 0.5)
        ]
    },
    "wider than its bar": {},
    "covered": {"shapes": [{"type": "rect", "fillcolor": "#333333", "x0": 0, "x1": 1, "y0": -0.5, "y1": 0.5}]},
}


@pytest.mark.parametrize("fault", BAD)
def test_what_cannot_be_read_is_found(open_page, tmp_path, fault):
    bars = {"type": "bar", "orientation": "h", "x": [0.1], "y": [0], "text": "far too long", "textposition": "inside"}
    bars |= {"constraintext": "none", "textangle": 0} if fault == "wider than its bar" else {"text": "", "x": [1]}
    if fault == "covered":
        bars |= {"text": "a", "textangle": 0}
    margin = {"l": 8, "r": 8, "t": 8, "b": 30}
    layout = {"height": 300, "margin": margin, "xaxis": {"range": [-1, 1]}, "yaxis": {"range": [-1, 1]}} | BAD[fault]
    figure = {"application/vnd.plotly.v1+json": {"data": [bars], "layout": layout}}
    output = {"output_type": "display_data", "metadata": {}, "data": figure}
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]}
    (tmp_path / "bad.html").write_text(render_page({"cells": [cell]}), encoding="utf-8")
    found = open_page(tmp_path / "bad.html").page.evaluate(JUDGE)
    assert fault in {kind for kind, _, _ in found}
