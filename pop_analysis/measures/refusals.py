"""What is not computed, and why: an explanation in place of a figure that would mislead."""

from __future__ import annotations

from typing import Any

from pop_analysis.model import Model
from pop_analysis.reading import Dataset


class Unfounded(ValueError):
    """A figure the data cannot carry. Its text says why, and what to look at instead.

    ``reason`` is the key of the explanation under ``refused`` in ``locale/*.yml``; ``values`` fill it in.
    """

    def __init__(self, model: Model, reason: str, **values: Any) -> None:
        self.reason, self.values = reason, values
        words = model.words.get("en") or model.words[model.languages[0]]
        super().__init__(words["refused"][reason].format(**values))


def effect_of_activities(data: Dataset) -> None:
    """Refuse to say how far activities or campaigns caused verdicts: always, with the reason.

    Who campaigns for what is no accident, and nobody watched the same priorities without a campaign. What can be
    said is what happened after it: :func:`~pop_analysis.campaign_ladder`.

    Raises
    ------
    Unfounded
        Always.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.effect_of_activities(pop.load("data/raw"))
    Traceback (most recent call last):
    pop_analysis.measures.refusals.Unfounded: ...
    """
    raise Unfounded(data.model, "effect")
