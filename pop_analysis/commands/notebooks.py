"""Notebooks that pages of a network are made of: what each says of itself, in its own metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import msgspec

from pop_analysis.commands.asked import wrong_use
from pop_analysis.model.phrases import noun_marks, with_capitals

METADATA = "pop_analysis"


class NotebookFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a notebook says under ``metadata.pop_analysis``.

    Attributes
    ----------
    per
        What there is one page of, in each language: the ``network``, each reviewed ``calendar_year``, each
        ``municipality``. All but the network come as a parameter of that name.
    order
        Where it stands on the index, before those with a higher number.
    title, text
        Language → what the index calls it, and says of it; ``{calendar_year}``, ``{municipality}`` and the network's
        nouns (``{units}``) are filled in. A page of a municipality without a text shows the squares of that
        municipality.
    parameters
        Others its pages are made with.
    """

    per: Literal["network", "calendar_year", "municipality"]
    order: int = 100
    title: dict[str, str] = {}
    text: dict[str, str] = {}
    parameters: dict[str, Any] = {}


def network_notebooks(folder: Path) -> dict[Path, NotebookFacts]:
    """Return the notebooks of a folder that say what they are of, in their order; others make no page of a network.

    Raises :class:`WrongUse` when one says it wrongly, or none does.
    """
    found = {path: facts for path in sorted(folder.glob("*.ipynb")) if (facts := _facts(path))}
    if not found:
        raise wrong_use("notebook.none_of_network", folder=folder, entry=METADATA)
    return dict(sorted(found.items(), key=lambda item: item[1].order))


def _facts(path: Path) -> NotebookFacts | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))["metadata"].get(METADATA)
        if said is None:
            return None
        facts = msgspec.convert(said, NotebookFacts)
        for text in (*facts.title.values(), *facts.text.values()):
            text.format(calendar_year="", municipality="", **with_capitals(dict.fromkeys(noun_marks(), "-")))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise wrong_use("notebook.metadata", notebook=path.name, entry=METADATA, error=error) from error
    return facts
