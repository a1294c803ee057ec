"""Documents made from the declaration: the data dictionary, the list of findings, the keys and their schema.

``python -m pop_analysis.model.documentation docs`` writes them all; a test keeps them equal to the declaration.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from pop_analysis.model.explained import keys_explained, write_schemas
from pop_analysis.model.kinds import KINDS
from pop_analysis.model.schema import Field, Model, Table, load_model

MADE = "<!-- Made from the declaration: `make docs`. Do not edit. -->\n"


def data_dictionary(model: Model) -> str:
    """Give the data dictionary as Markdown: every table, column, kind of value and closed list.

    >>> data_dictionary(load_model()).startswith("# Data dictionary")
    True
    """
    parts = ["# Data dictionary", MADE, _kinds()]
    parts += [_table(table, model) for table in model.tables.values()]
    parts += ["## Closed lists\n", _statuses(model)]
    parts += [_list(name, model) for name in model.lists]
    return "\n".join(parts)


def findings_list(model: Model) -> str:
    """Give the list of all findings as Markdown, with their messages in every language."""
    lines = ["# What reading can find", MADE]
    lines += [
        "| code | severity | " + " | ".join(model.languages) + " |",
        "| --- | --- |" + " --- |" * len(model.languages),
    ]
    for kind in model.findings.values():
        lines += [_row(kind.code, kind.severity, *(kind.message[language] for language in model.languages))]
    explained = (
        "note: read, nothing lost · blanked: the cell is left empty, whole or in part, its row counts · rejected: "
        "this row is not counted until mended (where the cell may be empty and is no key: blanked) · refused: the file "
        "is not read"
    )
    return "\n".join([*lines[:2], explained, "", *lines[2:]]) + "\n"


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _kinds() -> str:
    rows = [_row(f"`{kind.id}`", kind.about) for kind in KINDS.values()]
    return "\n".join(["## How a cell is read\n", "| kind | what it is |", "| --- | --- |", *rows, ""])


def _table(table: Table, model: Model) -> str:
    english = model.languages[-1]
    head = f"## {table.title[english]} (`{table.id}`)\n"
    names = ", ".join(f"“{table.sheet[language]}”" for language in model.languages)
    where = f"{table.about[english]} Sheet {names}, in the workbook of: {', '.join(table.workbooks)}."
    lines = ["| columns | heading | kind | required | what |", "| --- | --- | --- | --- | --- |"]
    lines += [_field(field, model) for field in table.fields.values()]
    return "\n".join([head, where, "", *lines, ""])


def _field(field: Field, model: Model) -> str:
    columns = ", ".join(f"`{name}` ({dtype})" for name, dtype in field.columns)
    headings = " / ".join(dict.fromkeys(field.header[language] for language in model.languages))
    kind = f"{field.kind}: {field.list}" if field.list else field.kind
    needed = "yes" if field.required else "key" if field.key else ""
    return _row(columns, headings, kind, needed, field.about[model.languages[-1]])


def _statuses(model: Model) -> str:
    lines = ["### statuses\n", "| id | labels | letters | addressed | colour | what |", "| --- " * 6 + "|"]
    for status in model.statuses.values():
        labels = " / ".join(status.label[language] for language in model.languages)
        letters = " / ".join(status.letter(language) for language in model.languages)
        addressed, about = "yes" if status.addressed else "", status.about(model.languages[-1])
        lines.append(_row(f"`{status.id}`", labels, letters, addressed, status.colour, about))
    return "\n".join([*lines, ""])


def _list(name: str, model: Model) -> str:
    lines = [f"### {name}\n", "| id | labels |", "| --- | --- |"]
    for term in model.lists[name].values():
        labels = dict.fromkeys(term.label[language] for language in model.languages)
        lines += [_row(f"`{term.id}`", " / ".join(labels))]
    return "\n".join([*lines, ""])


def write(folder: Path, model: Model | None = None) -> Iterable[Path]:
    """Write the documents into ``folder``."""
    for name, text in documents(model or load_model()).items():
        (folder / name).write_text(text, encoding="utf-8")
        yield folder / name


def documents(model: Model) -> dict[str, str]:
    """Give the text of every document, by its name."""
    head, keys = keys_explained().split("\n", 1)
    return {
        "data-dictionary.md": data_dictionary(model),
        "findings.md": findings_list(model),
        "declaration.md": f"{head}\n\n{MADE}{keys}",
    }


if __name__ == "__main__":
    for made in (*write(Path(sys.argv[1])), *write_schemas()):
        print(made)
