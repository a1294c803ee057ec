"""The mark of a template's example row: by it, and never by its values, a row is known as one."""

from __future__ import annotations

from typing import Any

from pop_analysis.locale import SPOKEN, sentence
from pop_analysis.model import fold

# One cell of an example row begins with it. It stays when another program saves the file or sorts the rows, and goes
# when somebody writes over the cell or deletes the row.
EXAMPLE_WORDS = frozenset(fold(sentence("workbook.example", language)) for language in SPOKEN)


def is_marked(value: Any) -> bool:
    """Whether a cell says of its row that it is an example.

    >>> is_marked("shembull: 2019–2023"), is_marked("2019–2023")
    (True, False)
    """
    word, colon, _ = value.partition(":") if isinstance(value, str) else ("", "", "")
    return bool(colon) and fold(word) in EXAMPLE_WORDS
