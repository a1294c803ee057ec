"""Whether a notebook takes the parameters it is to be run with: asked before anything runs.

papermill only logs a warning for a name the notebook does not know, and goes on with the default: another
municipality's report under this one's name.
"""

from __future__ import annotations

import ast
import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pop_analysis.locale import in_every_language
from pop_analysis.runner.annotations import NOT_SAID, alternatives, fits

TAG = "parameters"
# What a default says of a parameter without an annotation.
OF_DEFAULTS = (str, int, float, bool, list, dict)


class ParameterError(ValueError):
    """Parameters that a notebook does not take, or a notebook that does not say which it takes."""


@dataclass(frozen=True)
class Wanted:
    """One parameter of a notebook: its name, how its kind is written there, and the types that will do.

    Without types nothing is said of it; or, where a ``kind`` is written, nothing that can be given from outside.
    """

    name: str
    kind: str = ""
    types: tuple[Any, ...] = NOT_SAID

    def check(self, notebook: str) -> None:
        """Raise :class:`ParameterError` when no value for it can come from outside the notebook."""
        if self.kind and not self.types:
            raise _wrong("unknown_kind", notebook=notebook, name=self.name, wanted=self.kind)


def check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Raise :class:`ParameterError` when ``notebook`` does not take these ``parameters``.

    The cell tagged ``parameters`` says which it takes: ``municipality: str = "fier"``. Without an annotation the
    default says what kind is wanted.
    """
    known = wanted_parameters(notebook)
    for name, value in parameters.items():
        if name not in known:
            raise ParameterError(not_taken(notebook.name, name, known))
        wanted = known[name]
        wanted.check(notebook.name)
        if wanted.types and not fits(value, wanted.types):
            given = f"{type(value).__name__} ({value!r})"
            raise _wrong("kind", notebook=notebook.name, name=name, wanted=wanted.kind, given=given)


def not_taken(notebook: str, name: str, known: Iterable[str]) -> str:
    """Say, in every language, that a notebook has no parameter ``name``, which is the nearest, and which it has."""
    known = list(known)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    named = {"notebook": notebook, "name": name, "near": "".join(near), "known": ", ".join(known) or "–"}
    return in_every_language(f"wrong_use.notebook.{'parameter_near' if near else 'parameter'}", **named)


def _wrong(key: str, **values: Any) -> ParameterError:
    return ParameterError(in_every_language(f"wrong_use.notebook.{key}", **values))


def wanted_parameters(notebook: Path) -> dict[str, Wanted]:
    """Return the parameters a notebook takes, by name, in the order of its ``parameters`` cell."""
    try:
        text = notebook.read_text(encoding="utf-8")
    except OSError as error:
        raise _wrong("missing", notebook=notebook.name, folder=notebook.absolute().parent.name) from error
    return _wanted(text, notebook.name)


@lru_cache(maxsize=64)
def _wanted(text: str, name: str) -> dict[str, Wanted]:
    try:
        cells = json.loads(text)["cells"]
        cell = next((each for each in cells if TAG in each.get("metadata", {}).get("tags", [])), None)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _wrong("unreadable", notebook=name) from error
    if (language := _language(json.loads(text))).casefold() not in ("", "python"):
        raise _wrong("other_language", notebook=name, language=language)
    if cell is None:
        return {}
    try:
        statements = ast.parse("".join(cell["source"])).body
    except SyntaxError as error:
        raise _wrong("statements", notebook=name, tag=TAG) from error
    return {wanted.name: wanted for statement in statements if (wanted := _assigned(statement))}


def _language(notebook: Any) -> str:
    """The language a notebook says it is written in; "" where it does not say."""
    about = notebook.get("metadata", {})
    said = (about.get("kernelspec", {}).get("language"), about.get("language_info", {}).get("name"))
    return next((str(each) for each in said if each), "")


def _assigned(statement: ast.stmt) -> Wanted | None:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        try:
            types = alternatives(statement.annotation)
        except SyntaxError:  # of an annotation in quotation marks
            types = NOT_SAID
        return Wanted(statement.target.id, ast.unparse(statement.annotation).strip("'\""), types)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        try:
            kind: Any = type(ast.literal_eval(statement.value))
        except ValueError:
            kind = None
        said = kind in OF_DEFAULTS  # a default of None says nothing about what is wanted
        return Wanted(statement.targets[0].id, kind.__name__ if said else "", (kind,) if said else NOT_SAID)
    return None
