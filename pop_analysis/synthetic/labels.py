"""What the generator types comes from the model's labels, so that another network's lists work as well."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any
from zlib import crc32

import yaml

from pop_analysis.model import Model, Status

Row = dict[str, Any]
Rows = dict[str, list[Row]]


class Labels:
    """Labels of a model in the language its workbooks are kept in."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.language = model.languages[0]

    def of(self, list_name: str, term: str) -> str | None:
        """The label of ``term``. A list that does not know the term gives one of its own, always the same."""
        terms = self.model.lists.get(list_name)
        if not terms:
            return None
        if term not in terms:
            term = sorted(terms)[crc32(term.encode()) % len(terms)]
        label: str = terms[term].label[self.language]
        return label

    def status(self, status: Status) -> str:
        return status.label[self.language]


@cache
def wording(name: str) -> Any:
    """The content of one of the YAML files beside this module."""
    text = (files("pop_analysis.synthetic") / f"{name}.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 — both are safe loaders
