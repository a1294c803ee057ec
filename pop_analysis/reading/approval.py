"""Who has approved which version of the data, as ``approval.yml`` beside the workbooks says::

    - version: "3f2a9c01d7be"
      who: Ana Lika, coordinator
      date: 2026-12-01

Where there is such a file, an edition nobody has approved is a draft, and so is one whose data have changed since.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pop_analysis.model import Faults
from pop_analysis.model.keys import FILES

FILE = "approval.yml"


class Approval(NamedTuple):
    """Who approved a version of the data, and when."""

    version: str
    who: str
    date: date


def read_approvals(folder: Path, faults: Faults, today: date) -> tuple[Approval, ...] | None:
    """Read ``approval.yml`` of a folder, by date; None where there is none. ``faults`` puts a wrong entry aside."""
    if not (folder / FILE).is_file():
        return None

    def look(number: int, entry: Any) -> None:
        given = entry.get("date") if isinstance(entry, dict) else None
        if type(given) is date and given > today:
            faults.add("DC-23", FILE, (number, "date"), given)

    entries = faults.entries(folder / FILE, FILE, FILES["approval"][0], look)
    return tuple(sorted((Approval(**entry) for entry in entries), key=lambda each: each.date))
