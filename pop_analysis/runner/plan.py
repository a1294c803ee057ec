"""A plan: which reports are to be made, from which notebooks, with which parameters. It knows no domain.

>>> from pathlib import Path
>>> plan = Plan([Report("fier-sq", Path("place.ipynb"), {"place": "fier"}, language="sq", title="Fier")])
>>> plan.reports[0].file
'fier-sq.html'
"""

from __future__ import annotations

import keyword
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pop_analysis.locale import in_every_language

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
TAKEN = re.compile(r"index(-[a-z-]+)?")  # the index is a page of its own, one for each language
LONGEST = 120


class PlanError(ValueError):
    """A plan that cannot be carried out as it stands."""


@dataclass(frozen=True)
class Report:
    """One report: what is run, with what, and where it stands on the index.

    Attributes
    ----------
    name
        Becomes the file ``<name>.html``: a–z, 0–9 and hyphens. Pages that are the same in two languages share it
        but for the ending ``-<language>``.
    notebook
        Any notebook with a cell tagged ``parameters``.
    parameters
        Plain values only (str, int, float, bool, None, date, datetime, lists and dicts of them): they become code in
        the notebook.
    language, title, group
        For the index; ``group`` is a key of the site words' ``groups``.
    card
        What the index shows of the report: ``squares`` (colour, ink, letter, label each), ``text`` and ``detail``
        (one text a language), ``point`` (latitude, longitude), ``part`` of the country (a text, or one a language),
        ``brief`` for a line instead of a card. All of it may be left out.
    cwd
        The folder the notebook runs in; None: that of the notebook, as in JupyterLab.
    slice
        The part of the data it is made of, as ``stamps`` in ``datapackage.json`` names it; all of them by default.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Any]
    language: str
    title: str
    group: str = ""
    card: Mapping[str, Any] | None = None
    slice: str = ""
    cwd: Path | None = None

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or len(self.name) > LONGEST:
            raise _wrong("name", name=self.name)
        if TAKEN.fullmatch(self.name):
            raise _wrong("taken", name=self.name)
        for name, value in self.parameters.items():
            if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
                raise _wrong("parameter", report=self.name, name=name)
            _refuse_what_is_not_plain(value, f"{self.name}, {name}")

    @property
    def file(self) -> str:
        return f"{self.name}.html"

    @property
    def subject(self) -> str:
        """The name without its language: the same for the same page in another language."""
        return self.name.removesuffix(f"-{self.language}")


@dataclass(frozen=True)
class Plan:
    """Reports in their order, and the texts of the index page: language → key → text (see ``site.WORDS``).

    ``project`` says whose reports these are: what an earlier plan of the same project had and this has not is no
    longer there. ``moved`` are names that reports had before, old → new.
    """

    reports: tuple[Report, ...]
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    project: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)

    def __init__(
        self,
        reports: Iterable[Report],
        words: Mapping[str, Mapping[str, Any]] | None = None,
        project: str = "",
        moved: Mapping[str, str] | None = None,
    ) -> None:
        object.__setattr__(self, "project", project)
        object.__setattr__(self, "moved", moved or {})
        object.__setattr__(self, "reports", tuple(reports))
        object.__setattr__(self, "words", words or {})
        twice = [name for name, count in Counter(report.name for report in self.reports).items() if count > 1]
        if twice:
            raise _wrong("twice", names=", ".join(twice))

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)


def _wrong(key: str, **values: Any) -> PlanError:
    return PlanError(in_every_language(f"wrong_use.plan.{key}", **values))


def _refuse_what_is_not_plain(value: Any, place: str) -> None:
    """Papermill writes values as code: of a tuple, or an object, it writes whatever its text says."""
    kind = type(value)
    if kind is list:
        for each in value:
            _refuse_what_is_not_plain(each, place)
    elif kind is dict:
        for key, each in value.items():
            if type(key) is not str:
                raise _wrong("key", place=place, given=repr(key))
            _refuse_what_is_not_plain(each, place)
    elif kind not in (str, int, float, bool, type(None), date, datetime):
        raise _wrong("plain", place=place, given=kind.__name__)
    elif kind is float and not math.isfinite(value):
        raise _wrong("finite", place=place, given=value)
