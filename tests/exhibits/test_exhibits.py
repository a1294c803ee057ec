"""What every exhibit keeps: a headline, n and period, a text alternative, a table, and a figure plotly accepts."""

import html
import json
import re
from collections import Counter
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from pop_analysis import exhibits
from pop_analysis.blocks.blocks import BLOCK, CONFIG, PLOTLY, Block, Listing, Passage
from pop_analysis.blocks.parts import MOST_ROWS
from pop_analysis.blocks.still import still

IDS = {
    "unit-chart", "stacked-bars", "range-bars", "status-strip", "theme-heat", "dot-map", "coverage-map",
    "campaign-ladder", "timeline", "published-audit", "evidence-bars", "dot-plot", "sensitivity-grid",
    "beneficiaries-heat",
}  # fmt: skip
SHAPES = {"rect": "rect", "circle": "ellipse", "path": "path"}  # of plotly → of SVG
# What needs verdicts of two years, or many with a known signing: the public data have neither yet.
OF_CHANGE = {"slope-chart", "transition-flow", "bridge", "cumulative-steps"}
# What the real data do not hold yet: a survey by question, pillars and competences, four comparable municipalities.
NOT_YET = {"survey-bars", "benchmark-strip", "pillar-heat", "competence-heat"}
# Superlatives and ranks, in both languages: POP does not rank municipalities.
RANKS = re.compile(
    r"\b(best|worst|first place|last place|leads?|leader|winner|rank\w*|top of|highest|lowest|better than|worse than"
    r"|më i mir[eë]\w*|më e mir[eë]\w*|më të mir[eë]\w*|më i keq\w*|më e keq\w*|më të këq\w*|kryeso\w*|kampion\w*"
    r"|fitues\w*|rendit\w*|vendi i (parë|fundit)|më i lart\w*|më i ul[eë]t\w*)\b",
    re.IGNORECASE,
)


def strings_of(value):
    """Every text anywhere in a figure or block."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from strings_of(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings_of(each)


def sentence_of(block):
    """What a block says as its headline."""
    if isinstance(block, exhibits.Exhibit):
        return block.headline
    return block.caption if isinstance(block, Listing) else repr(block)


def test_every_function_gives_an_exhibit_or_an_explanation(shown):
    for name, block in shown.blocks.items():
        assert isinstance(block, Block), name
        assert sentence_of(block).strip(), name


def test_every_kind_of_exhibit_is_drawn_from_either_data_set(shown):
    wanted = IDS | OF_CHANGE | NOT_YET if shown.synthetic else IDS
    assert {block.id for block in shown.exhibits.values()} == wanted


def test_where_nothing_can_have_changed_an_explanation_stands_in_place_of_the_chart(data):
    term = exhibits.moving_term(data)
    for draw in (
        exhibits.slope_chart,
        exhibits.transition_flow_chart,
        exhibits.bridge_chart,
        exhibits.cumulative_steps_chart,
    ):
        notice = draw(data, term, language="en")
        assert isinstance(notice, Passage)
        assert notice.style == "notice"


def test_where_there_is_nothing_to_draw_a_notice_says_so(shown):
    for name, block in shown.blocks.items():
        if name.split(" of ")[0] in ("unit chart", "status strip", "ladder", "timeline", "coverage map"):
            assert isinstance(block, exhibits.Exhibit) or (isinstance(block, Passage) and block.style == "notice"), name


def test_a_municipality_without_verdicts_gets_no_chart_of_them(data, example):
    for each in (data, example):
        bare = set(each.municipalities["municipality"]) - set(each.assessments["municipality"])
        assert bare
        for place in bare:
            notice = exhibits.unit_chart(each, place, exhibits.chosen_cycle(each, place), language="en")
            assert isinstance(notice, Passage)
            assert "does not mean “not addressed”" in repr(notice)


def test_plotly_accepts_every_figure(shown):
    for name, block in shown.exhibits.items():
        figure = go.Figure(block.figure)
        assert len(figure.data) == len(block.figure["data"]), name


def test_every_exhibit_has_its_headline_its_subtitle_its_alternative_and_its_note(shown):
    for name, block in shown.exhibits.items():
        assert block.headline.strip().endswith("."), name
        assert block.subtitle.strip(), name
        assert block.note.strip(), name
        assert block.headline in block.alt, name
        assert len(block.alt) > len(block.headline) + 10, name
        assert len(block.table.rows) > 0, name
        assert block.sources, name


def test_every_chart_has_a_still_without_a_script_with_its_headline_and_table(shown):
    for name, block in shown.exhibits.items():
        still = block.still()
        assert html.escape(block.headline) in still, name
        assert still.count("<tr") == 1 + min(MOST_ROWS, len(block.table.rows)), name
        assert not re.search(r"<script|<iframe|https?://[^<>]*\.js|on\w+=", still), name


def test_a_still_has_a_mark_for_each_mark_of_the_figure_and_says_each_text(shown):
    for name, block in shown.exhibits.items():
        assert "<svg" in block.still(), name
        svg = ElementTree.fromstring(still(block.figure))
        texts = {part.text for part in svg.iter("{http://www.w3.org/2000/svg}tspan")}
        traces = block.figure["data"]
        for trace in traces:
            marked = [text for text in trace.get("text") or () if text and "markers" in trace.get("mode", "")]
            assert {re.sub(r"<[^<>]*>", "", text) for text in marked} <= texts, name
            if trace.get("showlegend", block.figure["layout"].get("showlegend")) and trace.get("name"):
                assert re.sub(r"<br>", " ", trace["name"]) in texts, name
        bars = sum(value is not None for trace in traces if trace.get("type") == "bar" for value in trace["x"])
        kinds = Counter(SHAPES.get(shape["type"]) for shape in block.figure["layout"].get("shapes") or ())
        for element in SHAPES.values():
            more = bars + 1 if element == "rect" else 0  # and the paper
            assert len(svg.findall(f"{{http://www.w3.org/2000/svg}}{element}")) == kinds[element] + more, name


def test_a_bar_is_as_long_as_its_share_and_begins_where_the_one_before_ends():
    axes = {"xaxis": {"range": [0, 1], "visible": False}, "yaxis": {"range": [1, -1], "visible": False}}
    bars = [{"type": "bar", "orientation": "h", "x": [share], "y": [0], "width": 1} for share in (0.25, 0.5)]
    layout = {"height": 100, "barmode": "stack", "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, **axes}
    svg = ElementTree.fromstring(still({"data": bars, "layout": layout}))
    _, one, other = svg.findall("{http://www.w3.org/2000/svg}rect")
    assert [float(one.get(key)) for key in ("x", "width")] == [0, 760 / 4]
    assert [float(other.get(key)) for key in ("x", "width")] == [760 / 4, 760 / 2]
    assert [float(one.get(key)) for key in ("y", "height")] == [25, 50]


def test_a_day_stands_where_it_lies_between_two_others_and_a_bar_of_days_is_as_long_as_they_are():
    axes = {
        "xaxis": {"type": "date", "range": ["2024-01-01", "2024-01-11"], "tickvals": [], "ticktext": []},
        "yaxis": {"range": [1, -1], "visible": False},
    }
    day = 24 * 60 * 60 * 1000
    bar = {"type": "bar", "orientation": "h", "x": [5 * day], "y": [0], "base": ["2024-01-02"], "width": 1}
    mark = {"mode": "markers", "x": ["2024-01-06"], "y": [0], "marker": {"symbol": "circle"}}
    layout = {"height": 100, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, **axes}
    svg = ElementTree.fromstring(still({"data": [bar, mark], "layout": layout}))
    _, drawn = svg.findall("{http://www.w3.org/2000/svg}rect")
    assert [float(drawn.get(key)) for key in ("x", "width")] == [76, 380]
    assert float(svg.find("{http://www.w3.org/2000/svg}circle").get("cx")) == 380


def test_a_kilometre_is_the_same_to_the_north_and_to_the_east():
    places = {"mode": "markers", "x": [10, 11, 10], "y": [40, 40, 41]}
    layout = {
        "height": 560,
        "xaxis": {"visible": False, "range": [9, 12]},
        "yaxis": {"visible": False, "range": [39, 42], "scaleanchor": "x", "scaleratio": 1.25},
    }
    svg = ElementTree.fromstring(still({"data": [places], "layout": layout}))
    at = [tuple(float(dot.get(key)) for key in ("cx", "cy")) for dot in svg.iter("{http://www.w3.org/2000/svg}circle")]
    east, north = at[1][0] - at[0][0], at[0][1] - at[2][1]
    assert north / east == pytest.approx(1.25, abs=0.01)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "pie", "values": [1]},
        {"type": "bar", "x": [1], "y": [1]},
        {"type": "bar", "x": ["a"], "y": [1], "orientation": "h"},
        {"mode": "markers", "x": ["2021-01-01"], "y": [1]},
        {"mode": "markers", "x": [1], "y": [1], "marker": {"symbol": "star"}},
    ],
)
def test_a_figure_with_anything_unknown_gets_no_drawing(wrong):
    axes = {name: {"range": [0, 1], "visible": False} for name in ("xaxis", "yaxis")}
    good = {"mode": "markers", "x": [1], "y": [1]}
    assert still({"data": [good], "layout": {"height": 100, **axes}})
    assert still({"data": [good, wrong], "layout": {"height": 100, **axes}}) == ""


@pytest.mark.parametrize("kind", ["html", "slides"])
def test_a_chart_survives_an_export_that_draws_none(data, kind):
    InteractiveShell.instance()
    block = exhibits.unit_chart(data, "fier", "2019-2023")
    with capture_output() as captured:
        block._ipython_display_()
    chart = next(output.data for output in captured.outputs if PLOTLY in output.data)
    cell = new_code_cell("chart", outputs=[new_output("display_data", data=chart)])
    exported, _ = get_exporter(kind)().from_notebook_node(new_notebook(cells=[cell]))
    assert html.escape(block.headline) in exported
    assert exported.count("<rect") == still(block.figure).count("<rect") > 1
    assert html.escape(block.table.rows[0][1].text) in exported


def test_every_subtitle_says_how_many(shown):
    for name, block in shown.exhibits.items():
        assert re.search(r"\d", block.subtitle), name


def test_no_sentence_is_left_with_a_gap(shown):
    for name, block in shown.blocks.items():
        for text in strings_of(block.to_json()):
            assert not re.search(r"\{[a-z_]*\}", text), (name, text)
            assert not re.search(r"\b(nan|NaT|None)\b|<NA>", text), (name, text)


def test_no_headline_names_a_best_or_a_worst(shown):
    for name, block in shown.blocks.items():
        assert not RANKS.search(sentence_of(block)), (name, sentence_of(block))


def test_invented_data_say_so_in_every_exhibit_and_real_data_never(shown):
    mark = {"sq": "të dhëna të shpikura", "en": "invented data"}[shown.language]
    for name, block in shown.exhibits.items():
        assert (mark in block.subtitle) == shown.synthetic, name
    for name, block in shown.blocks.items():
        if isinstance(block, exhibits.heads.PageHead):
            said = block.to_json()["synthetic"]
            assert (said is not None and mark in said.lower()) == shown.synthetic, name


def test_blocks_are_json_without_nan(shown):
    for name, block in shown.blocks.items():
        for part in (block.to_json(), getattr(block, "figure", {})):
            assert json.loads(json.dumps(part, allow_nan=False)) is not None, name


def test_the_same_data_give_the_same_block(data):
    for draw in (exhibits.map_chart, exhibits.coverage_chart, exhibits.timeline_chart, exhibits.published_audit_chart):
        one, other = draw(data), draw(data)
        assert json.dumps(one.figure) == json.dumps(other.figure)
        assert one.to_json() == other.to_json()


def test_the_block_holds_what_the_page_needs(shown):
    keys = {"kind", "id", "headline", "subtitle", "note", "sources", "alt", "height", "table", "claims"}
    for name, block in shown.exhibits.items():
        content = block.to_json()
        assert (set(content) | {"claims"}, content["kind"]) == (keys, "exhibit"), name
        assert content["height"] == block.figure["layout"]["height"] > 0, name
        width = len(content["table"]["columns"])
        assert all(len(row) == width for row in content["table"]["rows"]), name
        assert all({"text", "url"} == set(source) - {"language"} for source in content["sources"]), name


def test_no_address_but_such_as_a_reader_may_open(shown):
    def addresses(value):
        if isinstance(value, dict):
            if "url" in value:
                yield value["url"]
            for each in value.values():
                yield from addresses(each)
        elif isinstance(value, list):
            for each in value:
                yield from addresses(each)

    for name, block in shown.blocks.items():
        for url in addresses(block.to_json()):
            assert url is None or re.match(
                r"(https?://|mailto:)\S+$|#[a-z0-9-]+$|(network|evidence)-(sq|en)\.html$", url
            ), (name, url)


def test_shares_are_never_drawn_on_a_cut_axis(shown):
    for name, block in shown.exhibits.items():
        if block.id in ("stacked-bars", "range-bars", "published-audit", "dot-plot", "benchmark-strip"):
            axis = block.figure["layout"]["xaxis"]
            assert axis["range"] == [0, 1], name
            assert axis["tickvals"][0] == 0, name
            assert axis["tickvals"][-1] == 1, name


def test_no_chart_is_a_pie_a_gauge_or_has_two_axes(shown):
    for name, block in shown.exhibits.items():
        kinds = {trace["type"] for trace in block.figure["data"]}
        assert kinds <= {"scatter", "bar"}, name
        assert not {"xaxis2", "yaxis2"} & set(block.figure["layout"]), name


def test_statuses_stand_in_their_order_everywhere(shown):
    order = [status.label[shown.language] for status in shown.data.model.statuses.values()]
    for name, block in shown.exhibits.items():
        if block.id in ("stacked-bars", "status-strip"):
            names = [trace["name"] for trace in block.figure["data"]]
            assert names == sorted(names, key=order.index), name


def test_under_ten_priorities_no_percentage_stands_without_its_count(shown):
    for name, block in shown.exhibits.items():
        if block.id == "unit-chart":
            assert "%" not in block.headline, name
        if block.id in ("stacked-bars", "range-bars"):
            for share in re.findall(r"[\d,.]+\s?%", block.headline):
                assert re.search(rf"\d+ (nga|of) \d+ \({re.escape(share)}\)", block.headline), (name, share)


def test_under_80_per_cent_coverage_no_share_stands_as_a_headline(judged):
    # docs/method.md, 1: counts only. 12 judged of 20.
    data = judged({"lumas": {1: "FFFFPPPPNNNN" + "-" * 8}})
    for draw in (exhibits.stacked_bar_chart, exhibits.range_bar_chart):
        assert "%" not in draw(data, ["2019-2023"], language="en").headline


def test_a_verdict_that_fell_is_marked_and_counted(judged):
    strip = exhibits.status_strip_chart(
        judged({"lumas": {1: "FPPN-", 2: "NNPF-"}}), "lumas", "2019-2023", language="en"
    )
    marked = [text for trace in strip.figure["data"] for text in trace["text"] if "▼" in text]
    assert len(marked) == 2
    assert "2 priorities went back" in strip.headline


def test_a_verdict_that_is_missing_in_between_does_not_hide_a_fall(judged):
    strip = exhibits.status_strip_chart(
        judged({"lumas": {1: "FP", 2: "-P", 3: "NP"}}), "lumas", "2019-2023", language="en"
    )
    assert "1 priority went back" in strip.headline


def test_municipalities_observed_for_different_times_stand_in_panels_of_their_own(judged, day):
    def year(place, start, end):
        own = {"municipality": place, "contract": f"{place}/2019-2023", "cycle": "2019-2023", "monitoring_year": 1}
        return own | {"period_start": day(start), "period_end": day(end), "period_precision": "range"}

    reports = [year("lumas", "2020-09-01", "2021-09-30"), year("gurre", "2021-08-01", "2021-12-31")]
    data = judged({"lumas": {1: "FPN"}, "gurre": {1: "FPN"}}, reports=reports)
    since = {"lumas": day("2020-09-01"), "gurre": day("2021-08-01")}
    contracts = data.contracts.assign(observed_from=data.contracts["municipality"].map(since))
    data = data.with_tables({"contracts": contracts})
    # Periods of verdicts come from the reports here: the letters carry none.
    bars = exhibits.stacked_bar_chart(data, ["2019-2023"], language="en")
    headings = [each["text"] for each in bars.figure["layout"]["annotations"] if each["text"].startswith("<i>")]
    assert len(headings) == 2


def test_in_jupyterlab_an_exhibit_is_shown_with_its_heading_and_table(data):
    InteractiveShell.instance()
    with capture_output() as captured:
        exhibits.unit_chart(data, "fier", "2019-2023")._ipython_display_()
    bundles = [output.data for output in captured.outputs]
    assert [bundle[BLOCK]["kind"] for bundle in bundles] == ["echo", "exhibit", "echo"]
    assert bundles[1][PLOTLY]["config"] == CONFIG
    assert CONFIG["showSendToCloud"] is False
    assert "<h4>" in bundles[0]["text/html"]
    assert "<table>" in bundles[2]["text/html"]


def test_a_table_is_a_frame_with_numbers_as_numbers(data):
    frame = exhibits.stacked_bar_chart(data, ["2019-2023"], language="en").frame
    assert frame.set_index("Municipality").loc["Fier", ["Judged", "fully or partially"]].tolist() == [5, 0.6]
