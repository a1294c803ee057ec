"""Where the program, and the processes it starts, look for modules: never in the folder one stands in.

A ``struct.py`` or a ``pandas.py`` beside the workbooks would be run instead of the library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

SAFE_PATH, GIVEN_PATH = "PYTHONSAFEPATH", "PYTHONPATH"
# Any text tells Python to leave the current folder out; by this one we know that it was us who told it.
OURS = "pop-analysis"
LIBRARY = str(Path(os.__file__).parent)
PROGRAM = str(Path(__file__).parents[2])


def import_path() -> list[str]:
    """Return ``sys.path`` without what Python puts there: the current folder, and that of the script it runs."""
    script = getattr(sys.modules["__main__"], "__file__", None)
    unwanted = {Path.cwd(), *([Path(script).resolve().parent] if script else [])}
    begins = sys.path.index(LIBRARY) if LIBRARY in sys.path else 0
    kept = [*_without(unwanted, sys.path[:begins]), *filter(None, sys.path[begins:])]
    return list(dict.fromkeys([*kept, PROGRAM]))  # last: in a checkout one stands in the very folder of the program


@contextmanager
def nobody_elses_code() -> Iterator[None]:
    """Start processes that run the program alone.

    Neither the caller's script again, which may call us without asking where it runs, nor what lies in the current
    folder: a process that has just begun looks there first, unless its environment says not to.
    """
    main, path = sys.modules["__main__"], sys.path[:]
    sys.path[:] = import_path()
    sys.modules["__main__"] = ModuleType("__main__")
    given = filter(None, os.environ.get(GIVEN_PATH, "").split(os.pathsep))
    clean = os.pathsep.join(_without({Path.cwd()}, given))
    try:
        with environment({SAFE_PATH: os.environ.get(SAFE_PATH) or OURS, **({GIVEN_PATH: clean} if clean else {})}):
            yield
    finally:
        sys.path[:] = path
        sys.modules["__main__"] = main


def forget_it() -> None:
    """Let what this process starts be started as ever: a script of a notebook's own finds the modules beside it."""
    if os.environ.get(SAFE_PATH) == OURS:
        del os.environ[SAFE_PATH]


def look_beside(folder: str) -> None:
    """Let a notebook find the modules beside it, after Python's own and the installed ones.

    JupyterLab looks there first. But a kernel that is forked has imported libraries before it knows the folder: so
    that a ``pandas.py`` beside a notebook is not run in one kind of kernel and passed over in the other.
    """
    forget_it()
    sys.path.append(folder)


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables, which processes started now inherit, for as long as it takes."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _without(folders: set[Path], entries: Iterable[str]) -> list[str]:
    return [entry for entry in entries if Path(entry).resolve() not in folders]
