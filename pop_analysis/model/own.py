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
    declaration = files("pop_analysis.model") / "declaration"
    declared = {part: parse((declaration / f"{part}.yml").read_text(encoding="utf-8")) for part in PARTS}
    return declared | {"words": {language: own_words(language) for language in declared["network"]["languages"]}}


@cache
def own_words(language: str) -> dict[str, Any]:
    """The sentences of the program in a language, as they are written."""
    words: dict[str, Any] = parse((files("pop_analysis.locale") / f"{language}.yml").read_text(encoding="utf-8"))
    return words
