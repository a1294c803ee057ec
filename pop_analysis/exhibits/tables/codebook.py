"""The code book: what every column of the tables and every value of a closed list means, from the declaration."""

from __future__ import annotations

from pop_analysis.blocks.parts import Entry, Table
from pop_analysis.locale import Words


def codebook(words: Words) -> Table:
    """Make the code book in the language of ``words``: where (table or list), name, label, what it means.

    >>> from pop_analysis.model import load_model
    >>> codebook(Words(load_model(), "en")).rows[0][1].text
    'kind'
    """
    language, model = words.language, words.model
    rows: list[list[Entry | str]] = []
    for table in model.tables.values():
        rows += [
            [table.title[language], field.id, field.header[language], field.about[language]]
            for field in table.fields.values()
        ]
    for status in model.statuses.values():
        meaning = "addressed" if status.addressed else "not_addressed" if status.judged else "no_verdict"
        rows.append([words("codebook.statuses"), status.id, status.label[language], words(f"codebook.{meaning}")])
    for name, terms in model.lists.items():
        rows += [[words("codebook.list", name=name), term.id, term.label[language], ""] for term in terms.values()]
    columns = [(key, words(f"codebook.{key}")) for key in ("where", "name", "label", "meaning")]
    return Table.of(columns, rows)
