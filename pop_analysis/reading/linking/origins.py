"""Which priority another one comes from, as a person declares it: carried on, split or merged. Never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pop_analysis.model import fold
from pop_analysis.model.text import DASHES
from pop_analysis.reading.conversion.convert import read_label
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.parsing.cells import Cell
from pop_analysis.reading.rows import Row

OF_CONTRACT = re.compile(r"^(\d{4})\s*-\s*(\d{4})\s*[:/]\s*(.+)$")
# Priority key → its titles: what a declared origin is looked up in.
Known = Mapping[str, Iterable[str]]


def named_origins(text: str, contract: str, known: Known) -> list[tuple[str, str | None]]:
    """Give each origin ``text`` names, as written, with the key of the priority it is, or None.

    ``contract`` is the contract of the priority that comes from there: "4" is its own priority 4, and
    "2019–2023: 4" that of an earlier contract of the same municipality. A title does as well as a number.

    Examples
    --------
    >>> named_origins("4; 2015–2019: 2", "lumas/2019-2023", {"lumas/2019-2023/4": ["Ujë"]})
    [('4', 'lumas/2019-2023/4'), ('2015–2019: 2', None)]
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return [(part, _key(part, contract, known)) for part in parts]


def _key(part: str, contract: str, known: Known) -> str | None:
    if match := OF_CONTRACT.match(DASHES.sub("-", part)):
        place, wanted = contract.split("/")[0], match[3]
        contract = f"{place}/{match[1]}-{match[2]}"
    else:
        wanted = part
    if label := read_label(Cell(wanted)):
        number, sub = label
        key = f"{contract}/{number}.{sub}" if sub else f"{contract}/{number}"
        return key if key in known else None
    wanted = fold(wanted)
    titled = [
        key
        for key, titles in known.items()
        if key.startswith(f"{contract}/") and wanted in {fold(title) for title in titles}
    ]
    return titled[0] if len(titled) == 1 else None  # of several with one title none is guessed


def check_origins(rows: Iterable[Row], findings: Findings) -> None:
    """Say which declared origins are no priority on file; the row itself counts all the same."""
    counted = [row for row in rows if not row.rejected and "priority" in row.values]
    known = {
        row.values["priority"]: [t for t in (row.values["title_sq"], row.values.get("title_en")) if t]
        for row in counted
    }
    for row in counted:
        if not (text := row.values.get("comes_from")):
            continue
        for part, key in named_origins(text, row.values["contract"], known):
            if key is None or key == row.values["priority"]:
                row.note(findings, "RF-08", "comes_from", part)
