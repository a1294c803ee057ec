"""The descriptor of ``data/processed``: a Data Package (version 2) derived from the model and checked on the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from pop_analysis.locale import in_nouns
from pop_analysis.model import Field, Model, Table, slug
from pop_analysis.model.keys import SEVERITIES
from pop_analysis.reading.dataset import BALANCE, PROVENANCE, PUT_ASIDE, SHEET_COLUMNS, Dataset, VersionStamp
from pop_analysis.storage.version_stamps import stamps_of

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAMED = "-processed"  # how the name of every package of ours ends
TYPES = {"str": "string", "Int64": "integer", "int64": "integer", "float64": "number", "datetime64[s]": "date"}
PRECISIONS = ("day", "month", "year", "range")
LANGUAGE = "en"
# Columns nobody typed, or that stand for more than the cell they came from; the marks are the network's nouns.
OWN = {
    "municipality": ("<Unit>", "Code of the <unit>; blank for the network itself"),
    "contract": ("<Contract>", "Key: <unit> / years of the <contract>"),
    "priority": ("Priority", "Key: <contract> / number, .sub for a point of it, or the title's short form"),
    "campaign": ("Campaign", "Key: <unit> / the title's short form"),
    "number": ("No.", "The priority's number in its <contract>; blank if not known"),
    "sub_number": ("Point", "The point within the priority; blank if the priority has none"),
}
ENDS = {
    "_start": ("first day", "First day of the time that is meant"),
    "_end": ("last day", "Last day of the time that is meant"),
    "_precision": ("precision", "How exactly it is known: day, month, year, or a range"),
}
# key column -> the table whose rows it names
KEYS = {"municipality": "municipalities", "contract": "contracts", "priority": "priorities", "campaign": "campaigns"}
FINDING_COLUMNS = {
    "code": "Code of the finding",
    "severity": "note: nothing to do or worth a look; blanked: the cell is left empty, whole or in part, the row counts"
    "; rejected: the row is not counted; refused: nor is the file",
    "file": "Workbook",
    "sheet": "Sheet",
    "cell": "Cell",
    "value": "What stood there",
}
BALANCE_COLUMNS = {
    "file": "Workbook",
    "sheet": "Sheet",
    "table": "Table the sheet is",
    "read": "Rows below the headings: counted + rejected + blank",
    "counted": "Rows in the table",
    "rejected": "Rows put aside, each with a finding",
    "blank": "Rows with nothing in them",
}
PROVENANCE_COLUMNS = {
    "table": "Table",
    "key": "The values of the columns that tell the table's rows apart, with “ · ” between them",
    "file": "Workbook",
    "sheet": "Sheet",
    "sheet_row": "Row on the sheet",
    "layout": "1; 2, 3 … where the sheet fills the table several times, as with years in columns",
}
PUT_ASIDE_COLUMNS = {
    "municipality": "Code of the <unit> the row is about, as far as it could be read; so are the next three",
    "contract": "Key of the <contract>",
    "priority": "Key of the priority",
    "monitoring_year": "Year of monitoring",
    "table": "Table",
    "file": "Workbook",
    "sheet": "Sheet",
    "sheet_row": "Row on the sheet",
}
SHEET_COLUMN_COLUMNS = {
    "file": "Workbook",
    "sheet": "Sheet",
    "table": "Table the sheet is",
    "layout": "As in provenance",
    "field": "Field of the table",
    "column": "Column on the sheet, a letter",
}


def describe(data: Dataset) -> dict[str, Any]:
    """Return the descriptor of ``data``, as plain content for JSON.

    Types, titles, closed lists and limits come from the model. That a column is always filled, a key unique and a
    reference answered is said only where it is so in these data: what is declared of a workbook of municipalities
    need not hold for a row that somebody wrote into another one.

    >>> from pop_analysis.model import load_model
    >>> package = describe(Dataset({}, load_model()))
    >>> [field["name"] for field in package["resources"][0]["schema"]["fields"]]
    ['kind', 'municipality', 'kept_by', 'synthetic', 'note']
    """
    model = data.model
    network = model.declared["network"]
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": f"{slug(model.short_name)}{NAMED}",
        "title": f"{_label(model.name)}: {_in_its_words('<full_contracts>', model)}, verdicts and activities",
        "description": "Tidy tables read from the network's workbooks. Each stands beside its CSV as Parquet too.",
        **_stated(data, data.stamp),
        "homepage": model.website,
        "keywords": [_in_its_words("<full_contracts>", model), "pledge tracking", _in_its_words("<units>", model)],
        "licenses": network.get("licenses"),
        "sources": [{"title": file} for file in sorted(data.balance["file"].unique())]
        or [{"title": _label(model.name)}],
        "synthetic": data.synthetic,
        "stamps": {municipality: _stated(data, each) for municipality, each in stamps_of(data).items()},
        "resources": [_table(data, table) for table in model.tables.values()] + _about_reading(model),
    }
    return {key: value for key, value in package.items() if value not in (None, "", {})}


def _stated(data: Dataset, about: VersionStamp) -> dict[str, Any]:
    """A version, and the day it was first written; of an edition, under which name it was published, and when.

    With it who approved which version: the page of each municipality says so, and is made anew.
    """
    created = {"created": f"{about.processed_on}T00:00:00Z"} if about.processed_on else {}
    edition = {"edition": about.edition, "published": about.published.isoformat()} if about.published else {}
    stated: dict[str, Any] = {"version": about.version, **created, **edition}
    if data.approvals is not None:
        approvals = [{"version": each.version, "who": each.who, "date": f"{each.date}"} for each in data.approvals]
        stated |= {"draft": data.draft, "approvals": approvals}
    return stated


def _label(labels: Mapping[str, str]) -> str:
    return labels.get(LANGUAGE) or next(iter(labels.values()))


def _in_its_words(text: str, model: Model) -> str:
    return in_nouns(text, LANGUAGE, model.nouns)


def _resource(name: str, title: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    kind = {"type": "table", "path": f"{name}.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {"name": name.replace("_", "-"), "title": title, "description": description, **kind, "schema": schema}


def _table(data: Dataset, table: Table) -> dict[str, Any]:
    frame = data[table.id]
    fields = [_field(data.model, table, column, dtype, frame[column]) for column, dtype in table.columns.items()]
    schema: dict[str, Any] = {"fields": fields}
    if _is_key(frame, table.unique):
        schema["primaryKey"] = list(table.unique)
    if references := list(_references(data, table)):
        schema["foreignKeys"] = references
    return _resource(table.id, _label(table.title), _label(table.about), schema)


def _field(model: Model, table: Table, column: str, dtype: str, values: pd.Series) -> dict[str, Any]:
    field = table.field_of(column)
    title, about = (_in_its_words(text, model) for text in _title(field, column))
    limits = _limits(model, field, column) if field else {}
    if field and field.required and not values.isna().any():
        limits = {"required": True, **limits}
    described = {"name": column, "type": TYPES[dtype], "title": title, "description": about}
    return described | ({"constraints": limits} if limits else {})


def _title(field: Field | None, column: str) -> tuple[str, str]:
    if field is None or (column in OWN and column != field.id):
        return OWN.get(column, (column, ""))
    title, about = _label(field.header), _label(field.about)
    for end, (word, sense) in ENDS.items():
        if column == field.id + end:
            return f"{title}: {word}", f"{sense}. {about}"
    return title, about


def _limits(model: Model, field: Field, column: str) -> dict[str, Any]:
    """What the reader lets through, as constraints."""
    if column.endswith("_precision"):
        return {"enum": list(PRECISIONS)}
    if field.terms:
        return {"enum": list(model.terms(field.terms))}
    if field.kind == "year":
        return {"minimum": model.first_year, "maximum": model.last_year}
    limits = {"minimum": field.minimum, "maximum": field.maximum}
    return {name: int(limit) if field.of_kind.whole else limit for name, limit in limits.items() if limit is not None}


def _is_key(frame: pd.DataFrame, columns: Iterable[str]) -> bool:
    columns = list(columns)
    return not frame.duplicated(columns).any() and not frame[columns].isna().any(axis=None)


def _references(data: Dataset, table: Table) -> Iterable[dict[str, Any]]:
    """The references that are answered: every key of the column has its row."""
    for column, other in KEYS.items():
        if column not in table.columns or other == table.id or other not in data.tables:
            continue
        named = data[table.id][column].dropna()
        if len(data[other]) and named.isin(data[other][column]).all():
            yield {"fields": [column], "reference": {"resource": other.replace("_", "-"), "fields": [column]}}


def _about_reading(model: Model) -> list[dict[str, Any]]:
    messages = {f"message_{language}": f"The message ({language})" for language in model.languages}
    findings = dict.fromkeys([*FINDING_COLUMNS, *messages], "str")
    found = _plain(findings, FINDING_COLUMNS | messages, {"code": list(model.findings), "severity": list(SEVERITIES)})
    aside = {name: _in_its_words(text, model) for name, text in PUT_ASIDE_COLUMNS.items()}
    places = _plain(SHEET_COLUMNS, SHEET_COLUMN_COLUMNS)
    return [
        _resource("findings", "Findings", "What reading found, each at its cell", found),
        _resource("balance", "Balance", "Rows read, counted, rejected and blank", _plain(BALANCE, BALANCE_COLUMNS)),
        _resource("provenance", "Provenance", "Where every row stood", _plain(PROVENANCE, PROVENANCE_COLUMNS)),
        _resource("put_aside", "Rows put aside", "What rows not counted are about", _plain(PUT_ASIDE, aside)),
        _resource("sheet_columns", "Columns of sheets", "In which column of a sheet each field stood", places),
    ]


def _plain(
    columns: Mapping[str, str], about: Mapping[str, str], lists: Mapping[str, list[str]] | None = None
) -> dict[str, Any]:
    lists = lists or {}
    fields = []
    for name, dtype in columns.items():
        field: dict[str, Any] = {"name": name, "type": TYPES[dtype], "title": name, "description": about[name]}
        fields.append(field | ({"constraints": {"enum": lists[name]}} if name in lists else {}))
    return {"fields": fields}
