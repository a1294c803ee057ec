"""What people give to a function, resolved to what the data call it, or told with what is known and the nearest.

A municipality may be given in every form a workbook may use, a contract by its years with any dash or by its key, one
value where several are wanted. What the data do not know is never taken for something of which nothing is on file.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import wraps
from math import isfinite
from numbers import Real
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from pop_analysis.choices import WrongUse, bound_call, in_one_line, in_short, not_known
from pop_analysis.documented import documented
from pop_analysis.locale import in_nouns, options
from pop_analysis.model import Model
from pop_analysis.model.cycles import UNDATED, years_of
from pop_analysis.model.text import spelling
from pop_analysis.reading.dataset import Dataset
from pop_analysis.reading.dtypes import VERDICTS, given_out, taken_in
from pop_analysis.reading.known import (
    DASHES,
    YEARS_OF_CONTRACT,
    day_of,
    key_of_contract,
    register_of,
    whole_number,
    years_of_contract,
)
from pop_analysis.reading.no_rows import with_reason

P = ParamSpec("P")
R = TypeVar("R")
YES_OR_NO = (bool, np.bool_)
ANY_YEAR, MOST_YEARS = range(1990, 2100), 20  # where no year at all is on file


def at_the_edge(value: Any) -> Any:
    """Return a function of a data set, or of what a measure gave, :func:`checked`; anything else as it is.

    Whoever calls from outside goes through here; inside, the data's own names are passed on.

    >>> def share(data: Dataset, municipality: str) -> str:
    ...     return municipality
    >>> at_the_edge(share)(data, "Bashkia Fier"), at_the_edge("no function")
    ('fier', 'no function')
    """
    if not inspect.isfunction(value):
        return value
    takes = inspect.signature(value).parameters.values()
    if any(_kind_of(each) or each.name in OF_MEASURES or _annotated(each) in TAKEN for each in takes):
        return checked(value)
    value.__doc__ = documented(value)
    return value


def _kind_of(parameter: inspect.Parameter) -> type | None:
    """Which kind of thing an argument must be, by its annotation: a data set, a model; else None."""
    return next((kind for kind in (Dataset, Model) if _annotated(parameter) == kind.__name__), None)


def _annotated(parameter: inspect.Parameter) -> str:
    """What an argument is said to be, whether or not it may be missing."""
    return str(getattr(parameter.annotation, "__name__", parameter.annotation)).removesuffix(" | None")


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function of a data set be called with what people give; see :func:`resolved` for what that may be.

    >>> @checked
    ... def asked(data, municipality, cycles=None, *, monitoring_year=None):
    ...     return municipality, cycles, monitoring_year
    >>> asked(data, "Bashkia Fier", "2019–2023", monitoring_year="1")
    ('fier', ['2019-2023'], 1)
    >>> asked(data, "fierr")
    Traceback (most recent call last):
    pop_analysis.choices.WrongUse: unknown municipality “fierr”. Did you mean “fier”? Known: durres, elbasan, fier, ...
    """
    signature = inspect.signature(function)
    needed = {name for name, each in signature.parameters.items() if each.default is each.empty}
    takes = [name for name in signature.parameters if name in RESOLVED]
    others = [name for name, each in signature.parameters.items() if name not in RESOLVED and _annotated(each) in TAKEN]
    kinds = {name: kind for name, each in signature.parameters.items() if (kind := _kind_of(each))}
    may_be_none = {name for name in kinds if str(signature.parameters[name].annotation).endswith("None")}

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        bound = bound_call(function, signature, _data_first(args) if "data" in kinds else args, kwargs)
        given = bound.arguments
        for name, kind in kinds.items():
            if not isinstance(given[name], kind) and not (given[name] is None and name in may_be_none):
                raise WrongUse(f"{function.__name__} is asked of {A_KIND[kind]}, not of {in_short(given[name])}.")
        for name in takes:
            given[name] = _resolved(given.get("data"), name, given[name], signature.parameters[name])
        if {"start", "end"} <= set(takes) and given["start"] > given["end"]:  # ISO days sort as texts
            raise WrongUse(f"start is a day before end, or the same; got {given['start']} and {given['end']}.")
        for name in others:
            if given[name] is None and name not in needed:
                given[name] = signature.parameters[name].default
            else:
                given[name] = _taken(function.__name__, name, given[name], _annotated(signature.parameters[name]))
        model = next((given[name].model for name, kind in kinds.items() if kind is Dataset and given[name]), None)
        found: R = given_out(function(*bound.args, **bound.kwargs), model)
        if model is not None and isinstance(found, pd.DataFrame):
            with_reason(found, function.__name__, model)
        return found

    call.__doc__ = documented(function)
    return call


def _data_first(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The data set before all others: so ``frame.pipe(pop.labelled, data)`` is the same call."""
    first = next((each for each in args[1:] if isinstance(each, Dataset)), None)
    if first is None or isinstance(args[0], Dataset):
        return args
    return first, *(each for each in args if each is not first)


def resolved(data: Dataset | None, parameter: str, value: Any) -> Any:
    """Return ``value`` as the data call it; raises :class:`~pop_analysis.choices.WrongUse` for what they do not know.

    ``parameter`` is the name of an argument: ``municipality``, ``cycle``, ``cycles``, ``contract``,
    ``monitoring_year``, ``years``, ``calendar_year``, ``until``, ``start``, ``end``, ``language``, ``section``,
    ``speaker``, ``kinds``; or of a frame that a measure gave: ``assessments``, ``changes``, ``times``, ``grid``.
    None, and an empty text, stay what they are: the default. Only of a language None is that of ``pop.options``.

    >>> resolved(data, "contract", "Fier 2019–2023"), resolved(data, "years", ["1", 2])
    ('fier/2019-2023', (1, 2))
    """
    if parameter != "language" and _blank(parameter, value):
        return value
    return RESOLVED[parameter](data, value)


def _resolved(data: Dataset | None, name: str, value: Any, parameter: inspect.Parameter) -> Any:
    """What is given for an argument; nothing, where there is a default, is the default, and where none is, is told."""
    if not _blank(name, value) or name == "language":
        return resolved(data, name, value)
    if parameter.default is not parameter.empty:
        return parameter.default
    if name == "cycle" and value is not None:  # a page of a municipality without a contract has none
        return ""
    return RESOLVED[name](data, value)


def _blank(name: str, value: Any) -> bool:
    """Whether nothing is given; an empty text in the place of a frame is something else than a frame."""
    return value is None or (isinstance(value, str) and not value.strip() and name not in OF_MEASURES)


def _taken(function: str, name: str, value: Any, kind: str) -> Any:
    """What is given for an argument that is a number, a text, yes or no, or several of them, by its annotation."""
    try:
        found = TAKEN[kind][1](value)
    except (TypeError, ValueError):
        found = None
    if found is None:
        raise WrongUse(f"{name} of {function} is {TAKEN[kind][0]}, not {in_short(value)}.")
    return found


def _whole(value: Any) -> int | None:
    """A whole number, also as frames give it where others are missing: 2.0."""
    number = _finite(value)
    return None if number is None or number != int(number) else int(number)


def _finite(value: Any) -> Any:
    """The number itself: how many decimals it shows may matter."""
    number = isinstance(value, Real | Decimal) and isfinite(value)
    return value if number and type(value) not in YES_OR_NO else None


def _numbers(value: Any) -> list[Any] | None:
    found = [_finite(each) for each in _several(value)]
    return None if None in found or not found else found


def _texts(value: Any) -> list[str] | None:
    texts = [each for each in _several(value) if isinstance(each, str)]
    return texts if len(texts) == len(_several(value)) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _column(value: Any) -> pd.Series | None:
    return value.astype("Float64") if isinstance(value, pd.Series) else None


def _municipality(data: Dataset, value: Any) -> str:
    register = register_of(data.source)
    found = register.find(str(value)) if register.known else str(value)  # of nothing at all, everything is absent
    if found is None:
        raise WrongUse(not_known(_called("<unit>", data), value, sorted(register.names)))
    return found


def _called(mark: str, data: Dataset) -> str:
    return in_nouns(mark, "en", data.model.nouns)


def _cycle(data: Dataset, value: Any) -> str:
    found = years_of_contract(value)
    if (known := _cycles(data)) and found not in known:
        raise WrongUse(not_known(_called("<contract>", data), value, known))
    return found


def _cycles(data: Dataset) -> list[str]:
    """Those of contracts, reports and published figures, sorted; found once."""
    cache = data.source.cache
    if _cycles not in cache:
        tables = (data["contracts"], data["reports"], data["published_figures"])
        cache[_cycles] = sorted({str(each) for table in tables if "cycle" in table for each in table["cycle"].dropna()})
    known: list[str] = cache[_cycles]
    return known


def _each_cycle(data: Dataset, value: Any) -> list[str]:
    """Those that run together; in a part of the data some may have nobody. One at least is known."""
    known, asked = _cycles(data), [years_of_contract(each) for each in _several(value)]
    if not asked and len(data["contracts"]):
        raise WrongUse(f"no {_called('<contract>', data)} is named. Known: {', '.join(known)}.")
    named = [each for each in asked if each]  # a page of a municipality without a contract has none
    wrong = [each for each in named if each not in known and not YEARS_OF_CONTRACT.fullmatch(each)]
    if known and named and (wrong or not set(named) & set(known)):
        raise WrongUse(not_known(_called("<contract>", data), (wrong or named)[0], known))
    return asked


def _contract(data: Dataset, value: Any) -> str:
    key = key_of_contract(data.source, value)
    if key not in (known := sorted(map(str, data["contracts"]["contract"].dropna()))):
        raise WrongUse(not_known(_called("<contract>", data), value, known))
    return key


def _monitoring_year(data: Dataset, value: Any) -> int:
    tables = (data["assessments"], data["reports"], data["published_figures"])
    held = [table["monitoring_year"].dropna() for table in tables if "monitoring_year" in table]
    known = range(1, 1 + max((int(each.max()) for each in held if len(each)), default=MOST_YEARS))
    return _number("monitoring year", value, known)


def _pair(data: Dataset, value: Any) -> tuple[int, int]:
    asked = DASHES.split(value.strip()) if isinstance(value, str) else _several(value)
    years = tuple(_monitoring_year(data, each) for each in asked)
    if len(years) != 2:
        raise WrongUse(f"two monitoring years are wanted, the earlier first: (1, 2), not {in_short(value)}.")
    if years[0] == years[1]:
        raise WrongUse(f"two different monitoring years are wanted; got {years[0]} twice.")
    if years[0] > years[1]:
        raise WrongUse(f"the earlier monitoring year stands first: ({years[1]}, {years[0]}), not {years}.")
    return years[0], years[1]


def _calendar_year(data: Dataset, value: Any) -> int:
    cycles = [year for cycle in _cycles(data) if cycle != UNDATED for year in years_of(cycle)]
    dates = pd.concat([data[name]["date"] for name in ("activities", "campaign_stages") if "date" in data[name]])
    years = [*cycles, *dates.dropna().dt.year.astype(int)]
    day = isinstance(value, date | np.datetime64 | pd.Period) and not pd.isna(value)
    asked = pd.Timestamp(str(value)).year if day else value
    return _number("calendar year", asked, range(min(years), 1 + max(years)) if years else ANY_YEAR)


def _number(kind: str, value: Any, known: range) -> int:
    number = whole_number(value) if isinstance(value, str) else _whole(value)
    if number is None or number not in known:
        raise WrongUse(not_known(kind, value, list(map(str, known))))
    return number


def _language(data: Dataset, value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise WrongUse(not_known("language", value, data.model.languages))
    return options.spoken(data.model.languages, value)


def _moment(data: Dataset, value: Any) -> tuple[str, int]:
    both = _several(value)
    if len(both) != 2:
        raise WrongUse(
            f"a contract and its monitoring year are wanted, as (“fier/2019-2023”, 1), not {in_short(value)}."
        )
    return _contract(data, both[0]), _number("monitoring year", both[1], range(1, 1 + MOST_YEARS))


def _rows_of(name: str, call: str, *columns: str) -> Callable[[Dataset | None, Any], pd.DataFrame]:
    """Rows of what a measure gave: a part of them, repeated and numbered anew as you like."""

    def look(data: Dataset | None, value: Any) -> pd.DataFrame:
        if not isinstance(value, pd.DataFrame):
            raise WrongUse(f"{name} are rows of {call}, not {in_short(value)}.")
        if missing := [column for column in columns if column not in value]:
            raise WrongUse(f"{name} are rows of {call}; this frame is without {', '.join(missing)}.")
        if twice := list(map(str, value.columns[value.columns.duplicated()])):
            raise WrongUse(f"{name} are rows of {call}; in this frame a column stands twice: {', '.join(twice)}.")
        try:
            rows = taken_in(value)
        except (TypeError, ValueError) as error:
            raise WrongUse(
                f"{name} are rows of {call}; a year or a day in this frame is none: {in_one_line(error)}."
            ) from error
        if data is not None and (foreign := _not_of_these(data, rows)):
            raise WrongUse(f"{name} are rows of {call}, of the same data; {foreign}.")
        return rows

    return look


def _not_of_these(data: Dataset, rows: pd.DataFrame) -> str:
    """What in rows of a measure these data do not know: counted on, it would pass for something without a verdict."""
    priorities = data["priorities"].drop_duplicates("priority").set_index("priority")
    contracts = rows["priority"].map(priorities["contract"])
    for at in rows.index[contracts.isna() | (contracts != rows["contract"])]:
        return f"of “{rows.at[at, 'contract']}” they know no priority “{rows.at[at, 'priority']}”"
    for column in (each for each in VERDICTS if each in rows):
        for status in rows[column].drop_duplicates():
            if status not in data.model.statuses and not (column != "status" and pd.isna(status)):
                return not_known("status", status, data.model.statuses).rstrip(".")
    return ""


def _listed(kind: str, name: str) -> Callable[[Dataset, Any], str]:
    """Of a closed list: its key, or any other way a workbook may write it."""

    def find(data: Dataset, value: Any) -> str:
        if (found := data.model.spellings[name].get(spelling(str(value)))) is None:
            raise WrongUse(not_known(kind, value, list(data.model.lists[name])))
        return found

    return find


def _kinds(data: Dataset, value: Any) -> list[str]:
    asked = _several(value)
    if not asked:
        raise WrongUse(f"no kind of activity is named. Known: {', '.join(data.model.lists['activity_types'])}.")
    return [_listed("kind of activity", "activity_types")(data, each) for each in asked]


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


OF_MEASURES = ("assessments", "changes", "times", "grid")
TAKEN: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "bool": ("True or False", lambda value: bool(value) if type(value) in YES_OR_NO else None),
    "int": ("a whole number", _whole),
    "float": ("a number", _finite),
    "str": ("a text", _text),
    "list[float]": ("one or several numbers", _numbers),
    "Sequence[float]": ("one or several numbers", _numbers),
    "Iterable[str]": ("one or several texts", _texts),
    "pd.Series": ("a column of numbers", _column),
    "pd.DataFrame": ("a frame", lambda value: value if isinstance(value, pd.DataFrame) else None),
}
A_KIND = {Dataset: "a data set (pop.load())", Model: "a model (data.model, pop.load_model())"}
RESOLVED: dict[str, Callable[[Any, Any], Any]] = {
    "municipality": _municipality,
    "cycle": _cycle,
    "cycles": _each_cycle,
    "contract": _contract,
    "monitoring_year": _monitoring_year,
    "years": _pair,
    "calendar_year": _calendar_year,
    "until": _calendar_year,
    "start": lambda _, value: day_of(value).isoformat(),
    "end": lambda _, value: day_of(value).isoformat(),
    "language": _language,
    "section": _listed("section", "review_sections"),
    "speaker": _listed("speaker", "speakers"),
    "kinds": _kinds,
    "earlier": _moment,
    "later": _moment,
    "assessments": _rows_of(
        "assessments", "pop.panel(data)",
        "municipality", "contract", "cycle", "priority", "monitoring_year", "status", "state", "period_start",
    ),
    "changes": _rows_of(
        "changes", "pop.transitions(data)",
        "municipality", "contract", "priority", "year_from", "status_from", "status_to", "change",
    ),
    "times": _rows_of(
        "times", "pop.timeliness(data)",
        "priority", "addressed_after", "addressed_by", "top_after", "top_by", "withdrawn_by",
    ),
    "grid": _rows_of(
        "grid", "pop.sensitivity(data)",
        "kind", "subject", "other", "n", "neighbours", "partial", "weighting", "missing", "aggregate", "left", "right",
        "holds",
    ),
}  # fmt: skip
