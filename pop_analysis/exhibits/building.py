"""How every exhibit ends: headline, subtitle, text alternative, note and sources, by its key in the locale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pop_analysis.blocks.blocks import Exhibit, Listing
from pop_analysis.blocks.parts import Source, Table, link_of
from pop_analysis.exhibits.rows import Copies, copies_of
from pop_analysis.exhibits.wording import marked, other_language
from pop_analysis.locale import Words
from pop_analysis.model.addresses import links_of
from pop_analysis.reading import Dataset

# More sources than this are counted below a chart; each stands in the tables.
MAX_SOURCES_NAMED = 3
# A chart that would be taller is read as a table: it could not be seen at once, nor be printed in one piece.
MAX_DRAWN_PX = 2400
Sentence = str | Mapping[str, Any]
"""A whole text, or the values that fill the one the key has."""


def exhibit(
    data: Dataset,
    words: Words,
    key: str,
    figure: dict[str, Any],
    table: Table,
    *,
    name: str,
    headline: Sentence,
    subtitle: Sentence,
    note: Sentence = "",
    sources: Iterable[Any] = (),
    alt: str = "",
) -> Exhibit | Listing:
    """Make an exhibit of a chart; one that has no room for its rows becomes its table, under the same name.

    Parameters
    ----------
    key
        Its part of ``locale/<language>.yml``, with ``headline``, ``subtitle``, ``note`` and ``alt``.
    figure, table
        The chart in the house layout, and exactly what is plotted.
    name
        Its name on the page, in files and links.
    headline, subtitle, note
        The values that fill the texts of the key; or a text in place of it. A note may need none.
    sources
        Where it is from; addresses become links.
    alt
        A text alternative in place of that of the key.
    """
    around = surroundings(data, words, key, headline, subtitle, note, sources)
    if figure["layout"]["height"] > MAX_DRAWN_PX:
        said = {"caption": around["headline"], "note": around["note"], "sources": around["sources"]}
        return Listing(id=name, table=table, place="fold", **said)
    return Exhibit(
        id=name,
        figure=figure,
        height=figure["layout"]["height"],
        table=table,
        table_label=words("page.table"),
        alt=alt or words(f"{key}.alt", headline=around["headline"]),
        **around,
    )


def surroundings(
    data: Dataset,
    words: Words,
    key: str,
    headline: Sentence,
    subtitle: Sentence,
    note: Sentence = "",
    sources: Iterable[Any] = (),
) -> dict[str, Any]:
    """Fill the texts around a chart or a laboratory; the subtitle says that data are invented, wherever they are."""
    shown = _filled(words, f"{key}.subtitle", subtitle)
    return {
        "headline": _filled(words, f"{key}.headline", headline),
        "subtitle": marked(data, words, shown),
        "note": _filled(words, f"{key}.note", note or {}) if key else note,
        "sources": sources_of(words, sources, copies_of(data)),
    }


def _filled(words: Words, key: str, sentence: Sentence) -> str:
    if isinstance(sentence, str):
        return sentence
    part, _, name = key.partition(".")
    if len(words.model.addressed) == 1 and f"{name}_best" in words.part(part):
        key = f"{key}_best"  # "at least" the best would say the same again
    return words(key, **sentence)


def sources_of(words: Words, sources: Iterable[Any], copies: Copies) -> list[Source]:
    """Sources as links where they are addresses, each once with its archived copy, in order; many as a count."""
    typed = (text for text in sources if isinstance(text, str) and text)
    texts = dict.fromkeys(each for text in typed for each in links_of(text) or [text])
    if len(texts) > MAX_SOURCES_NAMED:
        return [Source(words("source.many", n=len(texts)))]
    other = other_language(words)
    led = [(each, link_of(each)) for each in texts]
    named = [
        source
        for each, url in led
        for source in (
            Source(url or each, url, language=None if url else other),
            *(Source(copy, copy) for copy in [copies.get(url or "")] if copy),
        )
    ]
    return named or [Source(words("source.workbooks"))]
