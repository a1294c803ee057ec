"""What help says of every public function: all sections of numpydoc, in its form (``make check``)."""

from __future__ import annotations

import inspect
import sys

from numpydoc.validate import validate

import pop_analysis as pop
from pop_analysis import exhibits

# numpydoc's rules that are not ours: a summary may have several lines, and see-also needs no sentence of its own.
NOT_OURS = {"ES01", "GL01", "GL02", "GL03", "GL09", "PR05", "PR08", "PR09", "RT02", "RT04", "RT05", "SA02", "SA03"}
NOT_OURS |= {"SA04", "SS02", "SS03", "SS05", "SS06"}


def functions() -> list[str]:
    """The full names of all functions that are given to others."""
    named = [f"pop_analysis.{name}" for name in pop.__all__ if inspect.isfunction(getattr(pop, name))]
    own = (
        name
        for name, each in vars(exhibits).items()
        if inspect.isfunction(each) and name not in {"at_the_edge", "__getattr__"}
    )
    return [*named, *(f"pop_analysis.exhibits.{name}" for name in own)]


def faults() -> list[str]:
    """What is missing or in another form: one line each."""
    found = ((name, *fault) for name in functions() for fault in validate(name)["errors"])
    return [f"{name}: {code} {about}" for name, code, about in found if code not in NOT_OURS]


if __name__ == "__main__":
    print(*faults(), sep="\n", end="")
    sys.exit(bool(faults()))
