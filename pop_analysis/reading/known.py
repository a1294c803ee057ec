"""What the data know: a municipality, a contract, its years, a term of a list, in every form a workbook may use."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd

from pop_analysis.choices import WrongUse, in_short
from pop_analysis.model import Model
from pop_analysis.model.text import spelling
from pop_analysis.reading.conversion.register import Register
from pop_analysis.reading.tables.source import Source

DASHES = re.compile(r"\s*[-‐‑‒–—―−/]\s*")
WHOLE_NUMBER = re.compile(r"\s*([0-9]{1,9})(?:\.0*)?\s*")
YEARS_OF_CONTRACT = re.compile(r"\d{4}-\d{4}$")


def register_of(source: Source) -> Register:
    """All municipalities of these frames, also of a part of them; those that only have a contract by their code."""
    if Register not in source.cache:
        rows = source["municipalities"].to_dict("records")
        known = {row["municipality"] for row in rows}
        contracts = dict.fromkeys(source["contracts"]["municipality"].dropna())
        rows += [{"municipality": code, "name_sq": code} for code in contracts if code not in known]
        source.cache[Register] = Register(rows)
    register: Register = source.cache[Register]
    return register


def years_of_contract(value: Any) -> str:
    """The years, with the dash of the data; of a key, fier/2019-2023, its years.

    >>> years_of_contract("2019 – 2023")
    '2019-2023'
    """
    text = DASHES.sub("-", str(value).strip())
    return text[-9:] if YEARS_OF_CONTRACT.search(text) else text


def key_of_contract(source: Source, value: Any) -> str:
    """The key of a contract that is said by municipality and years; what says no such thing as it is."""
    text = DASHES.sub("-", str(value).strip())
    years = YEARS_OF_CONTRACT.search(text)
    found = None if years is None else register_of(source).find(text[: years.start()].strip(" -,"))
    return f"{found}/{years[0]}" if years and found else str(value).strip()


def day_of(value: Any) -> date:
    """The day; raises ``WrongUse`` for what is none.

    >>> day_of("2021-12-31").year
    2021
    """
    try:
        return date.fromisoformat(str(value)[:10] if isinstance(value, date) else str(value))  # a Timestamp too
    except ValueError as error:
        raise WrongUse(f"a day is written as in 2021-12-31, not {in_short(value)}.") from error


def known_values(source: Source, model: Model, column: str) -> dict[str, Any]:
    """What stands in a column of texts or whole numbers, or may, as it is written → as it is held."""
    if (known := source.cache.get(("known", column))) is None:
        holding = [source[name][column].dropna() for name in source.names if column in source[name]]
        plain = [each for each in holding if not pd.api.types.is_datetime64_any_dtype(each)]
        known = {written(value): value for each in plain for value in each.unique()}
        for terms in _lists(model, column):
            known |= {term: term for term in model.terms(terms)}
        source.cache["known", column] = known
    return known


def as_held(source: Source, model: Model, column: str, value: Any) -> Any | None:
    """Return one value as the column holds it, in whatever form it is given: 1 for "1"; None for what is not known."""
    known, text = known_values(source, model, column), written(value)
    if text in known or not pd.api.types.is_scalar(value):
        return known.get(text)
    if column == "municipality":
        text = register_of(source).find(text) or ""
    elif column == "contract":
        text = key_of_contract(source, text)
    elif column == "cycle":
        text = years_of_contract(text)
    elif (number := whole_number(text)) is not None and not isinstance(known.get(str(number), ""), str):
        text = str(number)
    else:
        spelt = (model.spellings[terms].get(spelling(text)) for terms in _lists(model, column))
        text = next(filter(None, spelt), "")
    return known.get(text)


def whole_number(text: str) -> int | None:
    """The number of a text that says a whole one, also as a table that went through a file says it.

    >>> whole_number(" 1.0"), whole_number("01"), whole_number("1.5")
    (1, 1, None)
    """
    return int(found[1]) if (found := WHOLE_NUMBER.fullmatch(text)) else None


def written(value: Any) -> str:
    """A value as it is written, a whole number without decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _lists(model: Model, column: str) -> set[str]:
    """The closed lists whose terms stand in a column of this name."""
    fields = (table.field_of(column) for table in model.tables.values() if column in table.columns)
    return {field.terms for field in fields if field is not None and field.terms}
