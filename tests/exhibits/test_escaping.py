"""Text of a spreadsheet is text: it never becomes a tag, a link or a formula of a chart or a page."""

import re
from html.parser import HTMLParser

import plotly.graph_objects as go
import pytest
from msgspec import to_builtins

from pop_analysis.blocks.blocks import Listing, Passage
from pop_analysis.blocks.parts import MAX_LETTERS, Entry, Span, Table, link_of
from pop_analysis.exhibits import Exhibit
from pop_analysis.exhibits.charts.house_style import safe
from pop_analysis.model import Model, load_model
from pop_analysis.reading import Dataset

HOSTILE = '<b>x</b><a href="javascript:1">'

OF_THIS_RUN = r"(network|evidence)-(sq|en)\.html$"  # pages the program makes beside it


class Tags(HTMLParser):
    """The tags a browser would make of a text, and where its links lead."""

    def __init__(self, text):
        super().__init__()
        self.names, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.links += [value for name, value in attrs if name == "href"]


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_of(each)


def test_no_text_of_a_spreadsheet_is_a_tag_in_a_chart(hostile):
    charts = {name: block for name, block in hostile.blocks.items() if isinstance(block, Exhibit)}
    assert len(charts) >= 10
    seen = 0
    for name, block in charts.items():
        go.Figure(block.figure)
        for text in texts_of(block.figure):
            seen += "&lt;b&gt;x" in text
            assert set(Tags(text).names) <= {"b", "i", "br", "extra"}, (name, text)
            assert "<b>x" not in text, (name, text)
    assert seen >= 10


def test_no_text_of_a_spreadsheet_is_a_tag_in_jupyterlab(hostile):
    allowed = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "ul", "li", "strong", "h1", "h4", "a"}
    for name, block in hostile.blocks.items():
        tags = Tags(block.to_html())
        assert set(tags.names) <= allowed | {"details", "summary"}, name
        assert all(re.match(rf"https?://|#p-|{OF_THIS_RUN}", link) for link in tags.links), name


def test_no_script_is_an_address(hostile):
    def addresses(value):
        if isinstance(value, dict):
            if value.get("url"):
                yield value["url"]
            for each in value.values():
                yield from addresses(each)
        elif isinstance(value, list):
            for each in value:
                yield from addresses(each)

    declared = {each["url"] for each in load_model().channels}  # where the network itself is written to
    for name, block in hostile.blocks.items():
        others = [each for each in addresses(block.to_json()) if each not in declared]
        assert [each for each in others if not re.match(OF_THIS_RUN, each)] == [], name


def test_in_a_block_the_text_stands_as_it_was_typed(hostile):
    listing = hostile.blocks["priorities of lumas"].to_json()
    assert listing["table"]["rows"][0][1]["text"] == f"{HOSTILE}1"


@pytest.mark.parametrize("address", ["http://a.b", "https://a.b/c?d=e", "mailto:a@b.al", "HTTPS://A.B"])
def test_an_address_a_reader_may_open_is_a_link(address):
    assert link_of(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:1", " javascript:1", "JaVaScRiPt:1", "data:text/html,x", "vbscript:1", "//a.b", "file:///x", "a.b",
        "", None, "https://a b", "https://a\nb",
    ],
)  # fmt: skip
def test_nothing_else_is(address):
    assert link_of(address) is None


def test_a_long_text_is_shown_in_part():
    long = "x" * 5000
    table = Table.of([("a", "A")], [[long]])
    for block in (Listing(id="id", caption="caption", table=table), Passage([long]), Passage([[Span(long)]])):
        assert max(len(text) for text in texts_of(block.to_json())) == MAX_LETTERS


def test_text_of_a_chart_is_broken_without_breaking_its_letters():
    assert safe("a & b < c") == "a &amp; b &lt; c"
    assert safe("një dy tri katër", 8) == "një dy<br>tri<br>katër"
    assert "<br>" not in safe("x" * 5, 10)
    assert safe("<b>" * 4, 3).replace("<br>", "") == "&lt;b&gt;" * 4


def test_a_number_behind_a_cell_is_plain_json(data):
    entry = Entry("1", data.assessments["monitoring_year"].iloc[0])
    assert type(to_builtins(entry)["value"]) is int
    assert "value" not in to_builtins(Entry("", data.contracts["priorities_total"].iloc[0]))


def test_no_word_of_a_networks_own_is_a_tag_in_a_chart(data, everything_of):
    """Labels of verdicts and lists, and all sentences, are a network's to choose, as what stands in its workbooks."""

    def hostile(value, path=()):
        if isinstance(value, dict):
            return {key: hostile(each, (*path, key)) for key, each in value.items()}
        if isinstance(value, list):
            return [hostile(each, path) for each in value]
        in_label = "words" in path or {"label", "short", "letter", "plural"} & set(map(str, path))
        return f"{value}<i id=x>" if isinstance(value, str) and in_label else value

    parts = ("statuses", "vocabularies", "words")
    declared = {name: hostile(part, (name,)) if name in parts else part for name, part in data.model.declared.items()}
    own = Dataset(data.tables, Model(declared), data.findings)
    for name, block in everything_of(own, "en", ["vlore", "fier"]).items():
        if isinstance(block, Exhibit):
            # The script of the page puts the names of views in as text, and takes numbers apart by two signs.
            drawn = block.figure | {"layout": block.figure["layout"] | {"separators": "", "meta": {}}}
            assert not [text for text in texts_of(drawn) if "<i id=x>" in text], name
