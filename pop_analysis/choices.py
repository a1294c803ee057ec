"""What may be asked for: a name that is known is given back, any other is told with the nearest there is."""

from __future__ import annotations

import difflib
import inspect
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
    """
    known, name = list(known), in_one_line(name)
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    more = f" … {len(known)} in all" if len(known) > MOST_NAMED else ""
    return f"unknown {kind} “{name}”.{hint} Known: {', '.join(known[:MOST_NAMED]) or 'none'}{more}."


def among(kind: str, asked: Any, known: Iterable[str], *, some: bool = True) -> list[str]:
    """Return what is asked for, one or several, as a list.

    Raises :class:`WrongUse` for a name that is not known, and where there must be ``some`` and there is none.

    >>> among("column", "theme", ["theme", "pillar"])
    ['theme']
    >>> among("column", ["themes"], ["theme", "pillar"])
    Traceback (most recent call last):
    pop_analysis.choices.WrongUse: unknown column “themes”. Did you mean “theme”? Known: theme, pillar.
    """
    known = list(known)
    names = list(asked) if isinstance(asked, Iterable) and not isinstance(asked, str) else [asked]
    if unknown := [name for name in names if not isinstance(name, str) or name not in known]:
        raise WrongUse(not_known(kind, unknown[0], known))
    if some and not names:
        raise WrongUse(f"no {kind} is named. Known: {', '.join(known)}.")
    return names


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
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            return function(options(*args, **kwargs))

        own = inspect.signature(options)
        call.__signature__ = own.replace(return_annotation=inspect.signature(function).return_annotation)  # type: ignore[attr-defined]
        return call

    return decorate
