"""From a network's spreadsheets of social contracts to analyses and pages people trust.

>>> import pop_analysis as pop
>>> data = pop.load("data/raw")
>>> data.municipalities["name_sq"].head(3).tolist()
['Durrës', 'Elbasan', 'Fier']
"""

import sys

if sys.argv[:1] == ["-m"] and any(word.removeprefix("-m").split(".")[0] == __name__ for word in sys.orig_argv):
    # `python -m pop_analysis.cli` looks first in the folder one stands in: a typing.py beside workbooks would be run.
    del sys.path[: not sys.flags.safe_path]
from importlib import import_module
from inspect import isfunction
from typing import Any

import lazy_loader

from pop_analysis.choices import not_known
from pop_analysis.documented import documented

__version__ = "0.1.0"

OF_DATA = tuple(f"{__name__}.{part}" for part in ("measures.", "exhibits.", "commands.explore"))
# What there is stands in __init__.pyi, and is loaded on first use: the command line starts without pandas and plotly.
_given, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    try:
        given = _given(name)
    except AttributeError as error:
        raise AttributeError(not_known("name of pop_analysis", name, __all__), name=name) from error
    if getattr(given, "__module__", "").startswith(OF_DATA):
        # what is asked for is checked where it comes in
        given = import_module(f"{__name__}.reading.arguments").at_the_edge(given)
    elif isfunction(given):
        given.__doc__ = documented(given)
    globals()[name] = given
    return given
