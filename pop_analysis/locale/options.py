"""What holds for every call that is not told otherwise: ``pop.options``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pop_analysis.choices import WrongUse, language_in, not_known
from pop_analysis.locale.sentences import SPOKEN


class Options:
    """Set once, for the calls of this process; pages, whose notebooks say their language, are the same with any.

    Attributes
    ----------
    language : str or None
        The language of exhibits, of frames in words and of refusals; None, as it is at first: the first language of
        the network.

    Raises
    ------
    WrongUse
        For an option that is not known, and for a language that neither the program speaks nor a network whose data
        were loaded.

    Examples
    --------
    >>> pop.options.language = "en"
    >>> pop.exhibits.unit_chart(data, "fier", "2019-2023").alt.split(".")[0]
    'Chart of squares, one for each priority'
    >>> pop.options.language = None
    >>> pop.options.language = "eng"
    Traceback (most recent call last):
    pop_analysis.choices.WrongUse: unknown language “eng”. Did you mean “en”? Known: ...
    """

    language: str | None

    def __init__(self) -> None:
        self.__dict__.update(language=None, _spoken=set(SPOKEN))

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "language":
            raise WrongUse(not_known("option", name, ["language"]))
        known = sorted(self.__dict__["_spoken"])
        if value is not None and language_in(value, known) is None:
            raise WrongUse(not_known("language", value, known))
        self.__dict__["language"] = None if value is None else language_in(value, known)

    def __delattr__(self, name: str) -> None:
        setattr(self, name, None)

    def __repr__(self) -> str:
        return f"Options(language={self.language!r})"

    def meet(self, languages: Iterable[str]) -> None:
        """Take note of the languages a network speaks."""
        self.__dict__["_spoken"].update(languages)

    def spoken(self, languages: Iterable[str], language: str | None = None) -> str:
        """Choose among the languages of a network: ``language``, else the one that was set, else the first."""
        known = list(languages)
        asked = language or self.language or known[0]
        if (found := language_in(asked, known)) is None:
            raise WrongUse(not_known("language", str(asked), known))
        return found


options = Options()
