"""What is asked for and not given, because the figure would mislead: a refusal that says why, and what to ask instead.

The words stand with all others in ``locale/*.yml``, under ``refused``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from pop_analysis.locale import Words, options
from pop_analysis.model import Model
from pop_analysis.reading import Dataset


class Refusal(ValueError):
    """A figure that is not given; its text explains it in the language of ``pop.options``, else in all of the network.

    Attributes
    ----------
    reason
        The name of the rule, the key of its words: ``rank_tied``, ``index_without_w`` …
    values
        What the words are filled with; a value may be given for each language.

    Examples
    --------
    >>> from pop_analysis.model import load_model
    >>> Refusal(load_model(), "trend", years=2).explain("en").split(":")[0]
    'No trend line through 2 points'
    """

    def __init__(self, model: Model, reason: str, **values: Any) -> None:
        self.model, self.reason, self.values = model, reason, values
        super().__init__(reason)

    def explain(self, language: str | None = None) -> str:
        """Why not, and what to ask instead, in ``language``; by default in that of ``pop.options``."""
        language = options.spoken(self.model.languages, language)
        own = {key: value[language] if isinstance(value, Mapping) else value for key, value in self.values.items()}
        return Words(self.model, language)(f"refused.{self.reason}", **own)

    def __str__(self) -> str:
        languages = self.model.languages if options.language is None else [options.language]
        return "\n".join(self.explain(language) for language in languages)

    def __repr__(self) -> str:
        return f"Refusal: {self}"

    def _render_traceback_(self) -> list[str]:
        """What JupyterLab shows when nobody catches it: why, and no lines of code. Nothing went wrong."""
        return repr(self).splitlines()


def effect_of_activities(data: Dataset) -> NoReturn:
    """Refuse to say how far activities or campaigns caused verdicts: always, with the reason.

    Who campaigns for what is no accident, more is recorded where more happens, and nobody watched the same priorities
    without a campaign. What can be said is what happened after it: :func:`~pop_analysis.campaign_ladder`.

    Raises
    ------
    Refusal
        Always.

    Examples
    --------
    >>> import pop_analysis as pop
    >>> pop.effect_of_activities(pop.load("data/raw"))
    Traceback (most recent call last):
    pop_analysis.measures.refusals.Refusal: ...
    """
    raise Refusal(data.model, "effect_of_activities")
