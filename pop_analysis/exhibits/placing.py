"""Where blocks stand on a page: openly, in a fold, only in the workbook; nowhere, if they show nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from pop_analysis.blocks.blocks import Block, Blocks, Passage, Place, Stories, Tabled

Shown = Block | Iterable[Block]


def if_any(*blocks: Shown) -> Blocks:
    """Return the blocks that show something; a notice why there is nothing is left out.

    What is missing stands once on a page, in its list of what is not known.

    Examples
    --------
    >>> len(pop.exhibits.if_any(pop.exhibits.Passage(["Nothing is on file."], "notice")))
    0
    """
    return Blocks(_that_show_something(blocks))


def folded(*blocks: Shown) -> Blocks:
    """Return the blocks that show something, each for a fold under its headline; on paper folds are open.

    Examples
    --------
    >>> pop.exhibits.folded(pop.exhibits.members_table(data))[0].place
    'fold'
    """
    return _placed(blocks, "fold")


def in_workbook(*blocks: Shown) -> Blocks:
    """Return the blocks with a table, for the page's workbook alone.

    Examples
    --------
    >>> pop.exhibits.in_workbook(pop.exhibits.members_table(data))[0].place
    'workbook'
    """
    return Blocks(block for block in _placed(blocks, "workbook") if isinstance(block, Tabled))


def _placed(blocks: Iterable[Shown], place: Place) -> Blocks:
    return Blocks(
        replace(block, place=place) if isinstance(block, Tabled | Stories) else block
        for block in _that_show_something(blocks)
    )


def _that_show_something(blocks: Iterable[Shown]) -> Iterator[Block]:
    each = (block for shown in blocks for block in ([shown] if isinstance(shown, Block) else shown))
    return (block for block in each if not (isinstance(block, Passage) and block.is_notice))
