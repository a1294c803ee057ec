"""What is otherwise in the method of two data sets: its version, statuses, closed lists, tables."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from pop_analysis.model import Model

METHOD_COLUMNS = ("part", "item", "property", "old", "new")
ROLES = ("judged", "addressed", "negative", "in_progress", "superseded", "missing", "left_out")


def method_revisions(old: Model, new: Model) -> pd.DataFrame:
    """Say what is otherwise in the method: its version, what statuses count for, closed lists, tables and keys.

    Labels, colours and spellings are no method.

    Returns
    -------
    DataFrame
        ``part`` (``method``, ``status``, ``list``, ``table``, ``field``), ``item``, ``property``, ``old``, ``new``;
        all text, missing where there is none. Empty when both were made in the same way.

    Examples
    --------
    >>> from pop_analysis.model import load_model
    >>> len(method_revisions(load_model(), load_model()))
    0
    """
    both = old.statuses.keys() & new.statuses.keys()
    before, after = _method(old, both), _method(new, both)
    rows = [
        (*key, before.get(key), after.get(key))
        for key in dict.fromkeys([*after, *before])
        if before.get(key) != after.get(key)
    ]
    return pd.DataFrame(rows, columns=list(METHOD_COLUMNS)).astype(dict.fromkeys(METHOD_COLUMNS, "str"))


def _method(model: Model, statuses: Collection[str]) -> dict[tuple[str, str, str], str]:
    """What is said, by part, item and property; of ``statuses`` also the roles they do not have."""
    said = {
        ("method", "", "version"): model.method_version,
        ("status", "", "order"): ", ".join(model.levels),
    }
    for status in model.statuses.values():
        roles = {name: bool(status.extra.get(name)) for name in ROLES}
        said |= {
            ("status", status.id, name): str(role) for name, role in roles.items() if role or status.id in statuses
        }
        if "worth" in status.extra:
            said["status", status.id, "worth"] = str(status.extra["worth"])
    for name, terms in model.lists.items():
        said |= {("list", name, term): term for term in terms}
    for name, table in model.tables.items():
        known = [field for field in table.fields.values() if field.id not in model.later.get(name, ())]
        said |= {("table", name, "unique"): ", ".join(table.unique)} if known else {}
        said |= {("field", f"{name}.{field.id}", "kind"): field.kind for field in known}
    return said
