"""Every key explained, for a reader (``docs/declaration.md``) and for an editor (JSON Schema)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from pop_analysis.model.keys import FILES, PLURALS
from pop_analysis.model.own import PARTS, own_declaration
from pop_analysis.model.phrases import noun_marks

SCHEMAS = Path(__file__).parent / "declaration" / "schema"
SENTENCES = "locale"
# The fault of a text that is not of its form → what that form is called.
FORMS = {
    "DC-06": "a colour", "DC-07": "a name: a–z, 0–9, _ or -", "DC-19": "a cell", "DC-22": "a version", "DC-25": "a day",
    "DC-31": "a code: en, fr, es", "DC-32": "a code: EUR",
}  # fmt: skip
ABOUT = """\
Everything a network is stands in YAML beside its workbooks: in `model/` who it is, its scale, its lists, its sheets
and its words, in `mapping.yml` and `corrections.yml` how workbooks are read, in `approval.yml` which edition may be
published. Any of it may be left out; then it is POP's. [Another network](another-network.md) shows how it goes.

All of it is checked before a workbook is read. What is wrong (DC-01 to DC-32 of the [findings](findings.md)) is told by
`pop-analysis validate` with file, line and key, all of it at once; no other command makes anything of such
data. Where verdicts only do not say what they count as (DC-15), `validate` checks the workbooks too. One wrong
entry of `mapping.yml`, `corrections.yml` or `approval.yml` costs only the files, the cell, or the edition it is for; a
finding there says so, and the rest is made.

`pop_analysis/model/declaration/schema/` holds a JSON Schema of each file. An editor offers and explains the keys where
a file begins with a line that leads to it, as POP's own files do:
`# yaml-language-server: $schema=schema/statuses.json`.
"""
LOCALE = """\
## `model/locale/<language>.yml`

The sentences of a language, under the keys of `pop_analysis/locale/en.yml`: those that are to be said otherwise, or all
of a new language. What is not there is said in English. A sentence fills in no word in braces that the English one does
not; one with plural forms has all forms of its language (`one` and `other`; in Polish also `few` and `many`); `<best>`,
`<counting>` and the like stand for phrases of `speech.yml`, `<unit>`, `<contract>` and the like for `nouns` of
`network.yml`, and `nouns` here for those of a network that says none. `labels` holds the labels of statuses and lists
in the language: `labels: {themes: {water: Acqua}}`.
"""


def keys_explained() -> str:
    """Give every key of every file as Markdown.

    >>> keys_explained().startswith("# What a network declares")
    True
    """
    parts = ["# What a network declares\n", ABOUT]
    for name, (kind, about) in FILES.items():
        file = f"model/{name}.yml" if name in PARTS else f"{name}.yml"
        parts.append(f"## `{file}`\n\n{about}\n")
        for title, struct in _structs(inspect.type_info(kind), []):
            parts += [f"{title}\n", *_rows(struct), ""]
        if name == PARTS[-1]:
            parts.append(LOCALE)
    return "\n".join(parts).rstrip() + "\n"


def _rows(struct: inspect.StructType) -> Iterator[str]:
    yield "| key | what stands there | must | what it is |"
    yield "| --- | --- | --- | --- |"
    for field in struct.fields:
        about = (field.type.extra_json_schema or {}) if isinstance(field.type, inspect.Metadata) else {}
        cells = (f"`{field.encode_name}`", named(field.type), "yes" if field.required else "", about["description"])
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _structs(kind: Any, seen: list[type]) -> Iterator[tuple[str, inspect.StructType]]:
    """Every group of keys below ``kind``, each once, from the outside in."""
    if isinstance(kind, inspect.StructType):
        if kind.cls in seen:
            return
        seen.append(kind.cls)
        yield (f"**{kind.cls.__name__}.** {kind.cls.__doc__}", kind)
        for field in kind.fields:
            yield from _structs(field.type, seen)
    for inside in ("type", "item_type", "value_type"):
        if (each := getattr(kind, inside, None)) is not None:
            yield from _structs(each, seen)
    for each in getattr(kind, "types", ()):
        yield from _structs(each, seen)


def named(kind: Any) -> str:
    """What a type is called.

    >>> from pop_analysis.model.keys import Colour, Text
    >>> named(inspect.type_info(Colour)), named(inspect.type_info(Text))
    ('a colour', 'a text, or one for each language')
    """
    if isinstance(kind, inspect.Metadata):
        extra, schema = kind.extra or {}, kind.extra_json_schema or {}
        if "enum" in schema:
            return "one of: " + ", ".join(f"`{each}`" for each in schema["enum"])
        if "languages" in extra:
            several = isinstance(kind.type, inspect.UnionType)
            return "a text, or one for each language" if several else "a text for each language"
        if "fault" in extra:
            return FORMS[extra["fault"]]
        return named(kind.type)
    if isinstance(kind, inspect.UnionType):
        return ", or ".join(named(each) for each in kind.types if type(each).__name__ != "UnsetType")
    if isinstance(kind, inspect.StructType):
        return f"keys: {kind.cls.__name__}"
    if isinstance(kind, inspect.DictType):
        return f"names, each with {named(kind.value_type)}"
    if isinstance(kind, inspect.ListType):
        return f"a list, each {named(kind.item_type)}"
    plain: dict[Any, str] = {
        inspect.StrType: "a text", inspect.BoolType: "`true` or `false`", inspect.IntType: "a whole number",
        inspect.FloatType: "a number", inspect.AnyType: "a value", inspect.NoneType: "nothing",
        inspect.DateType: "a date",
    }  # fmt: skip
    return plain[type(kind)]


def schemas() -> dict[str, str]:
    """Give the JSON Schema of every file, by its name: ``statuses``, …, and ``locale`` for the sentences."""
    made = {name: {"description": about} | msgspec.json.schema(kind) for name, (kind, about) in FILES.items()}
    made[SENTENCES] = _sentences(own_declaration()["words"]["en"])
    made[SENTENCES]["properties"]["labels"] = {
        "description": "The labels of statuses and lists in this language: list, term, label.",
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    made[SENTENCES]["properties"]["nouns"] = {
        "description": "What a unit and its contract are called where a network does not say so: the marks of nouns.",
        "type": "object",
        "properties": {mark: {"type": "string"} for mark in noun_marks()},
        "additionalProperties": False,
    }
    return {name: json.dumps(_without_blanks(each), ensure_ascii=False, indent=1) + "\n" for name, each in made.items()}


def _sentences(english: Any) -> dict[str, Any]:
    if not isinstance(english, Mapping):
        return {"type": "string", "description": f"English: {english}"}
    keys = PLURALS if set(english) <= set(PLURALS) else english
    known = {key: _sentences(english[key]) if key in english else {"type": "string"} for key in keys}
    return {"type": "object", "properties": known, "additionalProperties": False}


def _without_blanks(schema: Any) -> Any:
    """A schema without the defaults that say only that a key may be left out."""
    if isinstance(schema, list):
        return [_without_blanks(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    blank = {"default"} if not isinstance(schema.get("default"), bool) else set()
    return {key: _without_blanks(each) for key, each in schema.items() if key not in blank}


def write_schemas(folder: Path = SCHEMAS) -> Iterator[Path]:
    """Write every schema into ``folder``, one file each."""
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        path = folder / f"{name}.json"
        path.write_text(text, encoding="utf-8")
        yield path
