"""What the annotation of a notebook's parameter lets through, and what a cell of a table becomes by it.

Annotations are read and never run: ``str``, ``int``, ``float``, ``bool``, ``date``, ``datetime``, ``None``, ``Any``,
lists and dicts of them, ``Literal``, ``Optional`` and unions, by their names in Python or in ``typing``.
"""

from __future__ import annotations

import ast
import json
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Literal

import msgspec

YES, NO = frozenset({"true", "yes", "po", "1"}), frozenset({"false", "no", "jo", "0"})
PLAIN: dict[str, Any] = {
    **{kind.__name__: kind for kind in (str, int, float, bool, list, dict, date, datetime)},
    "None": type(None),
    "Any": Any,
    "object": Any,
    "List": list,
    "Dict": dict,
    "Sequence": list,
    "Mapping": dict,
}
DATES = (date, datetime)
NOT_SAID: tuple[Any, ...] = ()


def alternatives(annotation: ast.expr) -> tuple[Any, ...]:
    """Return the types an annotation lets through, each apart; none where it says something that is not known here.

    >>> alternatives(ast.parse("Optional[List[int]]", mode="eval").body)
    (list[int], <class 'NoneType'>)
    >>> alternatives(ast.parse("pd.DataFrame", mode="eval").body)
    ()
    """
    match annotation:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in PLAIN:
            return (PLAIN[name],)
        case ast.Constant(value=None):
            return (type(None),)
        case ast.Constant(value=str(text)):
            return alternatives(ast.parse(text, mode="eval").body)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _all_of([left, right])
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner):
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            return _subscripted(name, parts)
    return NOT_SAID


def _subscripted(name: str, parts: list[ast.expr]) -> tuple[Any, ...]:
    match name:
        case "Optional" | "Union":
            return _all_of([*parts, *([ast.Constant(None)] if name == "Optional" else [])])
        case "Annotated" | "Final":
            return alternatives(parts[0])
        case "Literal":
            values = tuple(each.value for each in parts if isinstance(each, ast.Constant))
            return (Literal[values],) if len(values) == len(parts) else NOT_SAID
        case "list" | "List" | "Sequence" | "dict" | "Dict" | "Mapping":
            inner = [reduce(or_, found) for part in parts if (found := alternatives(part))]
            whole = PLAIN[name]
            return (whole[*inner],) if len(inner) == len(parts) == (1 if whole is list else 2) else NOT_SAID
    return NOT_SAID


def _all_of(parts: list[ast.expr]) -> tuple[Any, ...]:
    found = [alternatives(part) for part in parts]
    return tuple(kind for each in found for kind in each) if all(found) else NOT_SAID


def fits(value: Any, types: tuple[Any, ...]) -> bool:
    """Say whether a value may stand where these types are wanted. A whole number may for a number; a bool is none.

    >>> fits(1, (float,)), fits(True, (int,)), fits("2024-01-01", (date,)), fits([1, "a"], (list[int],))
    (True, False, False, False)
    """
    return any(_is(value, kind) for kind in types)


def _is(value: Any, kind: Any) -> bool:
    if kind is date:
        return type(value) is date
    try:
        msgspec.convert(value, kind, builtin_types=DATES)
    except (msgspec.ValidationError, TypeError):  # TypeError: a union msgspec does not know, of a list and a list
        return False
    return True


def from_text(text: str, types: tuple[Any, ...]) -> Any:
    """Return what the text of a cell says, as one of these types; raises ``ValueError`` where it is none of them.

    A text stays as it is wherever one is wanted: 007 is 007. Lists and dicts are written as JSON, days as in
    2024-12-31.

    >>> from_text("[2023, 2024]", (list[int],)), from_text("po", (bool,)), from_text("2024-12-31", (date,))
    ([2023, 2024], True, datetime.date(2024, 12, 31))
    >>> from_text("0,5", (float,))
    Traceback (most recent call last):
    ValueError: 0,5
    """
    if not types or str in types or Any in types:
        return text
    for kind in types:
        try:
            return _read(text.strip(), kind)
        except (ValueError, KeyError, TypeError, msgspec.MsgspecError):
            """It may be another of them."""
    raise ValueError(text)


def _read(text: str, kind: Any) -> Any:
    if kind is bool:
        if text.lower() not in YES | NO:
            raise ValueError(text)
        return text.lower() in YES
    if kind in (int, float):
        return msgspec.convert(text, kind, strict=False)
    if kind in DATES:
        return kind.fromisoformat(text)
    if getattr(kind, "__origin__", None) is Literal:
        return {str(value): value for value in kind.__args__}[text]
    return msgspec.convert(json.loads({"None": "null"}.get(text, text)), kind)


def days_as_texts(value: Any) -> Any:
    """Return a plain value as JSON has it: its days as texts.

    >>> days_as_texts([date(2024, 12, 31), 1])
    ['2024-12-31', 1]
    """
    if isinstance(value, list):
        return [days_as_texts(each) for each in value]
    if isinstance(value, dict):
        return {key: days_as_texts(each) for key, each in value.items()}
    return value.isoformat() if isinstance(value, DATES) else value


def days_as_code(value: Any) -> str:
    """Return a plain value as Python writes it, its days as days; no name has to be imported for it.

    >>> eval(days_as_code({"from": date(2024, 12, 31)}))
    {'from': datetime.date(2024, 12, 31)}
    """
    if isinstance(value, list):
        return f"[{', '.join(map(days_as_code, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {days_as_code(each)}" for key, each in value.items()) + "}"
    if isinstance(value, DATES):
        return f"__import__('datetime').{type(value).__name__}.fromisoformat({value.isoformat()!r})"
    return repr(value)
