"""An exhibit of one's own has everything an exhibit of the house has, and is held to the same rules."""

import pandas as pd
import plotly.express as px
import pytest

from pop_analysis.exhibits import own_exhibit
from pop_analysis.measures import Refusal

FRAME = pd.DataFrame({"theme": ["<b>ujë</b>", "arsim"], "share": [0.25, None], "n": [1200, 8]})


def test_a_figure_of_ones_own_comes_with_its_finding_its_table_and_the_look_of_the_house(data, example):
    chart = px.bar(FRAME, x="share", y="theme", title="mine")
    made = own_exhibit(data, chart, FRAME, "Ujë prin.", "n = 1 208", sources=["https://example.org/a"], name="x")
    assert (made.id, made.headline, made.subtitle) == ("x", "Ujë prin.", "n = 1 208")
    assert made.sources[0].url == "https://example.org/a"
    assert {column.id for column in made.table.columns if column.align == "right"} == {"share", "n"}
    assert [[cell.text for cell in row] for row in made.table.rows] == [
        ["<b>ujë</b>", "0,25", "1\N{NO-BREAK SPACE}200"],
        ["arsim", "", "8"],
    ]
    assert made.figure["data"][0]["y"] == ["&lt;b&gt;ujë&lt;/b&gt;", "arsim"]
    assert "<br>" in made.figure["data"][0]["hovertemplate"]
    layout = made.figure["layout"]
    assert "template" not in layout
    assert (layout["height"], layout["paper_bgcolor"], layout["yaxis"]["automargin"]) == (420, "#FFFFFF", True)
    assert "të dhëna të shpikura" in own_exhibit(example, chart, FRAME, "Ujë prin.", "n").subtitle


def test_a_chart_that_misleads_is_refused_here_too(data):
    with pytest.raises(Refusal):
        own_exhibit(data, px.pie(FRAME, names="theme", values="n"), FRAME, "Ujë prin.", "n = 2")
