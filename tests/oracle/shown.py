"""Every sentence a block shows, with the claims in it."""

from collections.abc import Iterator

import msgspec

from pop_analysis.blocks.blocks import (
    Answer,
    Block,
    Chapter,
    Exhibit,
    Fact,
    Laboratory,
    Listing,
    PageHead,
    Passage,
    Squares,
    Statement,
    Stories,
    Story,
    Told,
)
from pop_analysis.blocks.parts import Claim, Span
from pop_analysis.locale.said import claims_of

# What is shown of each block and part beside its table; sources are typed by the organisations, and no sentences.
SENTENCES = {
    PageHead: ("title", "lead"),
    Fact: ("label", "value", "note"),
    Answer: ("question", "answer"),
    Squares: ("label", "count"),
    Stories: ("caption", "note"),
    Story: ("number", "group", "now"),
    Chapter: ("label",),
    Told: ("when",),
    Exhibit: ("headline", "subtitle", "note", "alt"),
    Laboratory: ("headline", "subtitle", "note", "label"),
    Listing: ("caption", "note"),
    Passage: (),
    Span: ("text",),
    Statement: ("text",),
}
PARTS = {
    PageHead: ("facts", "byline", "strip", "answers", "lines", "documents"),
    Laboratory: ("statements",),
    Passage: ("lines",),
    Stories: ("stories",),
    Story: ("chapters", "about"),
    Chapter: ("lines",),
    Told: ("spans",),
}


def sentences(block: Block | msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Where each sentence stands, and the sentence."""
    kind = type(block)
    for field in SENTENCES.get(kind, ()):
        if text := getattr(block, field):
            yield f"{getattr(block, 'id', '') or kind.__name__}.{field}", text
    for field in PARTS.get(kind, ()):
        for part in getattr(block, field):
            for each in part if isinstance(part, list | tuple) else [part]:
                yield from sentences(each)
    if isinstance(block, Exhibit | Laboratory | Listing):
        for row in block.table.rows:
            yield from ((f"{block.id}.cell", cell.text) for cell in row if cell.claims)


def claims(block: Block) -> Iterator[tuple[str, Claim]]:
    """Where each claim stands, and the claim."""
    for where, text in sentences(block):
        for claim in claims_of(text):
            yield where, claim
