"""Nothing in a figure of anybody's is fetched, and what needs no host stays."""

import pytest

from pop_analysis.pages.elements import figure_element
from pop_analysis.pages.figures import carried

HOST = "https://evil.example/x"
PIXEL = "data:image/png;base64,iVBORw0KGgo="


@pytest.mark.parametrize(
    "figure",
    [
        {"layout": {"images": [{"source": HOST}]}},
        {"layout": {"images": [{"source": "//evil.example/x"}]}},
        {"layout": {"template": {"layout": {"images": [{"source": HOST}]}}}},
        {"layout": {"template": {"data": {"image": [{"source": HOST}]}}}},
        {"layout": {"mapbox": {"style": HOST}}},
        {"layout": {"map": {"style": {"sources": {"a": {"url": HOST, "tiles": [HOST]}}}}}},
        {"layout": {"map2": {"layers": [{"sourcetype": "raster", "source": [HOST]}]}}},
        {"layout": {"map": {"layers": [{"source": HOST}]}}},
        {"layout": {"updatemenus": [{"buttons": [{"args": [{"images[0].source": HOST}]}]}]}},
        {"layout": {"updatemenus": [{"buttons": [{"args": ["images[0].source", HOST]}]}]}},
        {"layout": {"sliders": [{"steps": [{"args": [{"map.style": "https://evil.example/style"}]}]}]}},
        {"layout": {"meta": {"views": [{"layout": {"images": [{"source": HOST}]}}]}}},
        {"data": [{"type": "image", "source": HOST}]},
        {"data": [{"type": "choropleth", "geojson": HOST, "locations": ["a"]}]},
        {"frames": [{"layout": {"images": [{"source": HOST}]}, "data": [{"type": "image", "source": HOST}]}]},
    ],
)
def test_whatever_would_be_fetched_is_taken_out(figure):
    assert "evil.example" not in figure_element(figure)["figure"]


def test_a_map_has_no_ground_that_would_be_fetched_and_keeps_what_is_drawn_on_it():
    figure = carried({"data": [{"type": "scattermap", "lat": [41], "lon": [20]}], "layout": {}})
    assert figure["layout"]["map"]["style"] == "white-bg"
    assert figure["data"][0]["lat"] == [41]


def test_what_travels_in_the_figure_stays():
    figure = {
        "data": [{"type": "image", "source": PIXEL}, {"type": "sankey", "link": {"source": [0], "target": [1]}}],
        "layout": {"images": [{"source": PIXEL}], "font": {"style": "italic"}, "xaxis": {"title": {"text": "a < b"}}},
        "frames": [{"name": "1", "data": [{"y": [1, None]}]}],
    }
    assert carried(figure) == figure


def test_a_link_in_a_text_leads_where_it_reads_or_is_none():
    text = (
        '<a href="https://a.al@evil.example/">a</a> <A HREF=https://b.al target=_top popup=1>b</A> <a onclick=x>c</a>'
    )
    figure = carried({"data": [{"hovertext": [text], "text": text}], "layout": {"title": text}})
    said = '<a>a</a> <a href="https://b.al">b</A> <a>c</a>'
    assert figure["data"][0] == {"hovertext": [said], "text": said}
    assert figure["layout"]["title"] == said
