"""What of a cell its author wants to be seen, as tags, JupyterLab's own marks and the command line say it.

``remove-cell``, ``remove-input`` and ``remove-output`` are the tags of Jupyter Book and nbconvert: what they name is
not on the page. ``hide-…``, and what was folded in JupyterLab, is on it, folded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Wish = Literal["shown", "folded", "removed"]


@dataclass(frozen=True)
class Wishes:
    """How the two parts of a cell stand on a page. The source of a code cell stands folded at the end at most."""

    source: Wish = "shown"
    outputs: Wish = "shown"


def wishes_for(cell: Mapping[str, Any], filters: Mapping[str, bool] | None = None) -> Wishes:
    """Return what is to become of a cell.

    Parameters
    ----------
    cell
        A cell of a notebook.
    filters
        nbconvert's ``global_content_filter``: ``include_code``, ``include_input``, ``include_output``,
        ``include_markdown``, ``include_raw``; what is not said is included.

    >>> wishes_for({"cell_type": "code", "metadata": {"tags": ["hide_output"]}})
    Wishes(source='shown', outputs='folded')
    """
    kind, metadata = cell["cell_type"], cell.get("metadata", {})
    filters = filters or {}
    tags = {tag.replace("_", "-").lower() for tag in metadata.get("tags", []) if isinstance(tag, str)}
    jupyter = metadata.get("jupyter")
    jupyter = jupyter if isinstance(jupyter, Mapping) else {}
    if "remove-cell" in tags or not filters.get(f"include_{kind}", True):
        return Wishes("removed", "removed")
    transient = metadata.get("transient")  # what nbconvert's TagRemovePreprocessor says of the source
    without = (isinstance(transient, Mapping) and transient.get("remove_source")) or "remove-input" in tags
    return Wishes(
        source=_wish(
            removed=bool(without) or (kind == "code" and not filters.get("include_input", True)),
            folded=bool(tags & {"hide-cell", "hide-input"}) or jupyter.get("source_hidden") is True,
        ),
        outputs=_wish(
            removed="remove-output" in tags or not filters.get("include_output", True),
            folded=bool(tags & {"hide-cell", "hide-output"})
            or jupyter.get("outputs_hidden") is True
            or metadata.get("collapsed") is True,
        ),
    )


def _wish(*, removed: bool, folded: bool) -> Wish:
    return "removed" if removed else "folded" if folded else "shown"


def was_run(cells: list[Mapping[str, Any]]) -> bool:
    """Whether any cell of code was run; a notebook without code needs no run.

    >>> was_run([{"cell_type": "code", "source": "1 + 1", "outputs": [], "execution_count": None}])
    False
    """
    code = [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
    return not code or any(cell.get("execution_count") or cell.get("outputs") for cell in code)
