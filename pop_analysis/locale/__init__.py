"""Sentences, numbers, dates and order of names in the languages of a network."""

from typing import TYPE_CHECKING

import lazy_loader

from pop_analysis.locale.options import options
from pop_analysis.locale.sentences import (
    SPOKEN,
    Nouns,
    in_every_language,
    in_nouns,
    languages_meant,
    sentence,
    sentences,
    speaking,
)

if TYPE_CHECKING:
    from pop_analysis.locale.words import Words as Words

# Words brings pandas and Babel; a command that only says something needs neither.
__getattr__, _, _ = lazy_loader.attach(__name__, submod_attrs={"words": ["Words"]})
__all__ = [
    "SPOKEN", "Nouns", "Words", "in_every_language", "in_nouns", "languages_meant", "options", "sentence",
    "sentences", "speaking",
]  # fmt: skip
