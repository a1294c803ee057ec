"""The mark of a guess in a declaration: while one stands, nothing is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pop_analysis.model.own import own_declaration


@cache
def _mark() -> re.Pattern[str]:
    words = [each["workbook"]["to_check"] for each in own_declaration()["words"].values()]
    return re.compile(rf"\s*#\s*(?:{'|'.join(map(re.escape, words))})\s*:\s*(.*)$", re.IGNORECASE | re.MULTILINE)


def waiting(text: str) -> Iterator[tuple[int, str]]:
    r"""Give every guess of a file that nobody has looked at: its line, and what stands there to be decided.

    >>> list(waiting("languages: [en]\nname: Beacon  # to check: is this the name?\n"))
    [(2, 'name: Beacon — is this the name?')]
    """
    if "#" in text:
        for number, line in enumerate(text.splitlines(), start=1):
            if found := _mark().search(line):
                yield number, f"{line[: found.start()].strip()} — {found[1]}"


def without_marks(text: str) -> str:
    """Give the file as it would be if every guess were right."""
    return _mark().sub("", text)
