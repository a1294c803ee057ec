"""What may be asked for: a name that is known is given back, any other is told with the nearest there is."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
O = TypeVar("O")  # noqa: E741 — of options
R = TypeVar("R")


class WrongUse(ValueError):
    """Something was asked for that does not exist, or may not be done; the message says what does."""


class WrongCall(WrongUse, TypeError):
    """A function was called with what it does not take, or without what it needs."""


MOST_SHOWN = 60  # letters of a value that is told
MOST_NAMED = 80  # names of a list that is told
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


def in_one_line(value: Any) -> str:
    r"""Return any value as a short text on one line.

    >>> in_one_line(["a", "b"]), in_one_line("of two\nlines")
    ("['a', 'b']", 'of two lines')
    """
    text = " ".join(str(value).split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def not_known(kind: str, name: Any, known: Iterable[str]) -> str:
    """Return that there is no ``name``, which is the nearest, and which there are.

    >>> not_known("language", "se", ["sq", "en"])
    'unknown language “se”. Did you mean “sq”? Known: sq, en.'
    >>> not_known("calendar year", 1999, ["2015", "2016", "2019"])
    'unknown calendar year “1999”. Did you mean “2015”? Known: 2015, 2016, 2019.'
    """
    known, name, is_a_name = list(known), in_one_line(name), name is not None and not isinstance(name, bool)
    if known and all(each.isdecimal() for each in known):  # of numbers the nearest is no matter of letters
        near = sorted(known, key=lambda each: abs(int(each) - int(name)))[:1] if WHOLE_NUMBER.fullmatch(name) else []
    else:
        near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    hint = f" Did you mean “{near[0]}”?" if near and is_a_name else ""
    more = f" … {len(known)} in all" if len(known) > MOST_NAMED else ""
    return f"unknown {kind} “{name}”.{hint} Known: {', '.join(known[:MOST_NAMED]) or 'none'}{more}."


def among(kind: str, asked: Any, known: Iterable[str], *, some: bool = True) -> list[str]:
    """Return what is asked for, one or several, each once, as a list.

    Raises :class:`WrongUse` for a name that is not known, and where there must be ``some`` and there is none.

    >>> among("column", "theme", ["theme", "pillar"])
    ['theme']
    >>> among("column", ["themes"], ["theme", "pillar"])
    Traceback (most recent call last):
    pop_analysis.choices.WrongUse: unknown column “themes”. Did you mean “theme”? Known: theme, pillar.
    """
    known = list(known)
    names = list(asked) if isinstance(asked, Iterable) and not isinstance(asked, str) else [asked]
    found = [found_in(name, known) for name in names]
    if None in found:
        raise WrongUse(not_known(kind, names[found.index(None)], known))
    if some and not names:
        raise WrongUse(f"no {kind} is named. Known: {', '.join(known)}.")
    return [name for name in dict.fromkeys(found) if name is not None]


def found_in(asked: Any, known: Iterable[str]) -> str | None:
    """Return the one name that is asked for, in capitals or not, with or without its underscores; None for no one.

    >>> found_in("BibTeX", ["text", "bibtex"]), found_in("Calendar year", ["calendar_year"]), found_in("x", ["text"])
    ('bibtex', 'calendar_year', None)
    """
    known = list(known)
    if not isinstance(asked, str) or asked in known:
        return asked if isinstance(asked, str) else None
    like = [name for name in known if _folded(name) == _folded(asked)]
    return like[0] if len(like) == 1 else None


def _folded(name: Any) -> str:
    return re.sub(r"[\s_-]+", "_", str(name).strip()).casefold()


def language_in(asked: Any, known: Iterable[str]) -> str | None:
    """Return which of the ``known`` languages is meant: by its code, with a country, or by its name; None for none.

    >>> [language_in(each, ["sq", "en"]) for each in ("EN", "en-GB", "sq_AL", "english", "shqip", "anglisht", "it")]
    ['en', 'en', 'sq', 'en', 'sq', 'en', None]
    """
    known = list(known)
    if (found := found_in(asked, known)) or not isinstance(asked, str):
        return found
    from babel import Locale, UnknownLocaleError

    text = asked.strip().casefold()
    for code in known:
        try:
            own = Locale.parse(code)
            named = {own.get_display_name(each) for each in (code, "en", *known)}
        except (UnknownLocaleError, ValueError):
            continue
        of_a_country = re.fullmatch(rf"{re.escape(code)}[-_]([a-z]{{2}})", text, re.IGNORECASE)
        if text in {str(name).casefold() for name in named} or (
            of_a_country and of_a_country[1].upper() in own.territories
        ):
            return code
    return None


def in_short(value: Any) -> str:
    """Return of what kind a value is, and the value as far as it fits.

    >>> in_short([1])
    'list ([1])'
    """
    return f"{type(value).__name__} ({in_one_line(value)})"


def bound_call(
    function: Callable[..., Any], signature: inspect.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> inspect.BoundArguments:
    """Return what is given for which parameter of a function, defaults among it.

    Raises :class:`WrongCall` for what does not fit, with what would.

    >>> def asked(data, *, by="theme"):
    ...     pass
    >>> bound_call(asked, inspect.signature(asked), (1,), {"bye": 2})
    Traceback (most recent call last):
    pop_analysis.choices.WrongCall: unknown parameter of asked “bye”. Did you mean “by”? Known: data, by.
    """
    names = list(signature.parameters)
    about = f"{function.__name__}{str(signature).rpartition(' -> ')[0] or signature}".replace("'", "")
    by_place = [name for name, each in signature.parameters.items() if each.kind is each.POSITIONAL_OR_KEYWORD]
    if len(args) > len(by_place):
        more, by_name = in_short(args[len(by_place)]), ", ".join(name for name in names if name not in by_place)
        raise WrongCall(f"{more} is one too many by its place. Give it by its name: {by_name or 'none'}. {about}")
    for name in kwargs:
        if name not in names:
            raise WrongCall(not_known(f"parameter of {function.__name__}", name, names))
        if name in by_place[: len(args)]:
            raise WrongCall(f"“{name}” is given twice. {about}")
    known = {*by_place[: len(args)], *kwargs}
    missing = [name for name, each in signature.parameters.items() if each.default is each.empty and name not in known]
    if missing:
        raise WrongCall(f"{function.__name__} also needs {', '.join(missing)}. {about}")
    bound = signature.bind(*args, **kwargs)
    bound.apply_defaults()
    return bound


def takes_options(options: Callable[P, O]) -> Callable[[Callable[[O], R]], Callable[P, R]]:
    """Let a function of one ``options`` object be called with what that is made of.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Options:
    ...     name: str
    ...     times: int = 1
    >>> @takes_options(Options)
    ... def said(options):
    ...     return options.name * options.times
    >>> said("x", times=3), str(inspect.signature(said))
    ('xxx', "(name: 'str', times: 'int' = 1)")
    """

    def decorate(function: Callable[[O], R]) -> Callable[P, R]:
        own = inspect.signature(options)

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            bound_call(function, own, args, kwargs)
            return function(options(*args, **kwargs))

        call.__signature__ = own.replace(return_annotation=inspect.signature(function).return_annotation)  # type: ignore[attr-defined]
        return call

    return decorate
