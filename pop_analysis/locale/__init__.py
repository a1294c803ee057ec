"""Sentences, numbers, dates and order of names in the languages of a network."""

from pop_analysis.locale.words import Words

__all__ = ["Words"]
