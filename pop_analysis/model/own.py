"""POP's own declaration and sentences, as they are written."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from pop_analysis.model.marked import parse

PARTS = ("network", "statuses", "speech", "vocabularies", "tables", "findings", "template")


@cache
def own_declaration() -> dict[str, Any]:
    """POP's declaration as it is written, with the marks :mod:`~pop_analysis.model.phrases` replaces."""
    declaration, locale = files("pop_analysis.model") / "declaration", files("pop_analysis.locale")
    declared = {part: parse((declaration / f"{part}.yml").read_text(encoding="utf-8")) for part in PARTS}
    texts = {name: (locale / f"{name}.yml").read_text(encoding="utf-8") for name in declared["network"]["languages"]}
    return declared | {"words": {name: parse(text) for name, text in texts.items()}}
