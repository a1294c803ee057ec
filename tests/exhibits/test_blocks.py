"""The contract between exhibits and pages: what one writes the other reads, and what a stranger wrote is refused."""

import json

import pytest
from msgspec.structs import replace

from pop_analysis.blocks.blocks import BlockError, Exhibit, Listing, PageHead, Passage, notice, read_block
from pop_analysis.blocks.parts import Claim, Entry, Span, Table
from pop_analysis.exhibits.building import MAX_DRAWN_PX, exhibit
from pop_analysis.locale import Words
from pop_analysis.pages.outputs import elements_of

CLAIM = Claim("unit.judged", "assessed", {"contract": "lumas/2019-2023"}, 5)
TABLE = Table.of([("n", "n")], [[Entry("5", 5)]], numeric={"n"})
LISTING = Listing(id="all", caption="5 judged", table=TABLE)
BLOCKS = (
    LISTING,
    Exhibit(id="a", headline="5 judged.", alt="Bars. 5 judged.", height=300, table=TABLE),
    Passage([[Span("5", strong=True), Span(" judged", "https://example.org")]], "list"),
    PageHead(language="sq", title="Lumas", words={"table": "Tabela"}, codebook=TABLE),
)


def as_kept(block):
    """The block as a notebook's file gives it back."""
    return json.loads(json.dumps(block.to_json(), allow_nan=False))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_a_page_reads_what_an_exhibit_wrote(block):
    assert as_kept(read_block(as_kept(block))) == as_kept(block)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_claims_are_kept_and_none_leave_no_trace(block):
    assert "claims" not in json.dumps(as_kept(block))
    assert read_block(as_kept(replace(block, claims=(CLAIM,)))).claims == (CLAIM,)


def test_the_number_in_a_cell_and_in_a_span_has_its_claim():
    claimed = Table.of([("n", "n")], [[Entry("5", 5, claims=(CLAIM,))]])
    assert read_block(as_kept(replace(LISTING, table=claimed))).table.rows[0][0].claims == (CLAIM,)
    assert read_block(as_kept(Passage([[Span("5", claims=(CLAIM,))]]))).lines[0][0].claims == (CLAIM,)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"caption": " "}, "caption"),
        ({"caption": None}, "caption"),
        ({"table": None}, "table"),
        ({"table": {"columns": [], "rows": [[{"text": "x"}]]}}, "rows are not as long"),
        ({"table": {"columns": "n", "rows": []}}, "columns"),
        ({"sources": ["report"]}, "sources"),
        ({"note": {"text": "x"}}, "note"),
    ],
)
def test_a_wrong_block_is_refused_naming_what_is_wrong(change, named):
    content = as_kept(LISTING) | change
    with pytest.raises(BlockError, match=rf"block 'table'.*{named}"):
        read_block(content)
    output = {"output_type": "display_data", "data": {"application/vnd.pop-analysis.block+json": content}}
    assert [element["kind"] for element in elements_of(output)] == ["failure"]


@pytest.mark.parametrize("content", [{}, {"kind": "hologram"}, {"kind": None}, {"kind": ["table"]}])
def test_a_kind_that_nobody_knows_is_no_block(content):
    assert read_block(content) is None


def test_what_a_later_version_adds_is_passed_over():
    assert as_kept(read_block(as_kept(LISTING) | {"weight": 7})) == as_kept(LISTING)


def test_every_block_the_library_makes_is_read_back_whole(shown):
    for name, block in shown.blocks.items():
        assert as_kept(read_block(as_kept(block))) == as_kept(block), name


def test_a_notice_is_a_passage_in_its_own_style():
    assert as_kept(notice("Nothing is on file."))["style"] == "notice"


def test_a_chart_past_its_room_is_its_table_under_the_same_name(data):
    words = Words(data.model, "en")
    for height, kind in ((MAX_DRAWN_PX, Exhibit), (MAX_DRAWN_PX + 1, Listing)):
        figure = {"data": [], "layout": {"height": height}}
        made = exhibit(data, words, "", figure, TABLE, name="tall", headline="5.", subtitle="n", note="x", alt="Bars.")
        assert isinstance(made, kind)
        assert (made.id, made.frame.shape) == ("tall", (1, 1))
