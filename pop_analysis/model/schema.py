"""The declaration of a network: its tables, statuses, closed lists and findings, read from YAML.

Everything that depends on a field, a status or a theme is derived from here: the reader, the template
workbook, the data dictionary, the descriptor of the processed data, legends and translations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from pop_analysis.choices import WrongUse, in_short, language_in, not_known
from pop_analysis.model.defaults import INSTEAD, complete, in_every_language, joined_words, only_theirs
from pop_analysis.model.faults import Faults
from pop_analysis.model.kinds import KINDS, Columns, Kind
from pop_analysis.model.own import PARTS, own_declaration
from pop_analysis.model.phrases import (
    currency_marks,
    in_language,
    nouns_of,
    phrases,
    spoken,
    with_capitals,
    with_counts,
)
from pop_analysis.model.text import fold, spelling

Labels = Mapping[str, str]
MODEL_FOLDER = "model"  # with the workbooks of a network: its own declaration
OF_NUMBERS = re.compile(r"\s-\s(?:table|tabela|tabelle|tableau|tabella|tabla)\s\d+$", re.IGNORECASE)


def without_table_name(sheet: str) -> str:
    """The name of a sheet without that of its table, which Apple Numbers puts behind it."""
    return OF_NUMBERS.sub("", sheet)


# The languages the two columns of a name or a title are called after.
OF_FIRST, OF_SECOND = "sq", "en"


@dataclass(frozen=True)
class Term:
    """One entry of a closed list, with its labels and every other way it is written."""

    id: str
    label: Labels
    written: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def spellings(self) -> Iterator[str]:
        yield self.id.replace("-", " ").replace("_", " ")
        yield from self.label.values()
        yield from self.extra.get("plural", {}).values()
        yield from self.extra.get("short", {}).values()
        yield from self.written


@dataclass(frozen=True)
class Status(Term):
    """A verdict, or the reason why there is none."""

    @property
    def judged(self) -> bool:
        """Whether it is a verdict on the scale."""
        return bool(self.extra["judged"])

    @property
    def addressed(self) -> bool:
        """Whether it counts as addressed."""
        return bool(self.extra["addressed"])

    @property
    def negative(self) -> bool:
        """Whether it lies below "nothing done": broken, abandoned."""
        return bool(self.extra.get("negative"))

    @property
    def in_progress(self) -> bool:
        """Whether work goes on, so that it is not the last verdict."""
        return bool(self.extra.get("in_progress"))

    @property
    def superseded(self) -> bool:
        """Whether another promise has taken the place of this one."""
        return bool(self.extra.get("superseded"))

    @property
    def colour(self) -> str:
        return str(self.extra["colour"])

    @property
    def ink(self) -> str:
        """The colour of letters that stand on :attr:`colour`."""
        return str(self.extra["ink"])

    def about(self, language: str) -> str:
        """What it means, for those who give it; "" when the network's declaration does not say."""
        about = self.extra.get("about", {})
        return str(about.get(language) or about.get("en", ""))

    def short(self, language: str) -> str:
        return str(self.extra["short"][language])

    def letter(self, language: str) -> str:
        return str(self.extra["letter"][language])

    def worth(self, partial: float) -> float:
        """What one priority counts for in an index when a partial one counts for ``partial``.

        Declared as a number, as ``w``, or as two numbers: what it counts for at ``w`` = 0 and at ``w`` = 1.
        """
        worth = self.extra["worth"]
        if isinstance(worth, list):
            low, high = worth
            return float(low) + (float(high) - float(low)) * partial
        return partial if worth == "w" else float(worth)


@dataclass(frozen=True)
class Field:
    """One column of a sheet."""

    id: str
    kind: str
    header: Labels
    about: Labels
    required: bool = False
    key: bool = False
    list: str | None = None
    written: tuple[str, ...] = ()
    example: Mapping[str, Any] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    contact: bool = False  # meant for a public address: telephone and e-mail stand there on purpose
    may_be_future: bool = False
    percent_where: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    at_most: str | None = None
    unread: str | None = None  # the term that counts where a cell cannot be read: a doubt is never left out
    explained_in: str = ""  # another column, for what a cell says behind its value
    shown: bool = False  # written for whoever opens the workbook, who may not change it
    width: int | None = None
    offered: bool = True  # stands in new workbooks; a column that is not is read where it stands all the same
    decimals: int = 0  # places behind the sign of an amount

    @property
    def of_kind(self) -> Kind:
        """What is so of every field of its kind."""
        return KINDS[self.kind]

    @property
    def number_format(self) -> str:
        """How a workbook shows what stands in it."""
        return self.of_kind.format + ("." + "0" * self.decimals if self.decimals else "")

    @property
    def columns(self) -> Columns:
        """The columns it fills in a frame, with their dtypes."""
        return self.of_kind.columns(self.id)

    @property
    def costs_row(self) -> bool:
        """Whether a cell of it that cannot be read costs the row. Any other is left empty, and the row counts."""
        return self.required or self.key or self.shown

    @property
    def terms(self) -> str:
        """The list whose terms its values are, ``statuses`` among them; "" for any other field."""
        return self.of_kind.terms or self.list or ""


@dataclass(frozen=True)
class Table:
    """One table: a sheet of the workbooks and a frame of the data set."""

    id: str
    title: Labels
    sheet: Labels
    about: Labels
    workbooks: tuple[str, ...]
    unique: tuple[str, ...]
    fields: Mapping[str, Field]
    written: tuple[str, ...] = ()
    compared: bool = False
    part: str = ""  # of the pages, which it fills

    @cached_property
    def columns(self) -> dict[str, str]:
        """Column name → dtype of the frame; ``municipality`` comes first wherever rows belong to one."""
        of_one = set(self.workbooks) - {"network"} and self.id != "workbook"  # every other workbook is of one
        columns = {"municipality": "str"} if of_one else {}
        for each in self.fields.values():
            columns.update(each.columns)
        return columns

    @cached_property
    def headings(self) -> dict[str, Field]:
        """Heading (folded), in every way it is written → field; a heading as it stands today before any other."""
        written = {fold(name): f for f in self.fields.values() for name in (*f.written, f.id)}
        return written | {fold(name): f for f in self.fields.values() for name in f.header.values()}

    @cached_property
    def year_field(self) -> Field | None:
        """The field that says the monitoring year, where rows are told apart by it."""
        return next((f for f in self.fields.values() if f.kind == "ordinal" and f.id in self.unique), None)

    @cached_property
    def verdict_field(self) -> Field | None:
        """The field that holds the verdict of a year: what stands below a heading that is nothing but a year."""
        statuses = (each for each in self.fields.values() if each.kind == "status")
        return next(statuses, None) if self.year_field else None

    @cached_property
    def doubt_field(self) -> Field | None:
        """The field by which a row waits to be confirmed, if there is one."""
        return next((each for each in self.fields.values() if each.unread), None)

    def field_of(self, column: str) -> Field | None:
        """The field that fills ``column``, if a person typed it."""
        return next((f for f in self.fields.values() if column in dict(f.columns)), None)


@dataclass(frozen=True)
class Currency:
    """What amounts are in: its code, its sign in each language, and how an amount is written with it."""

    code: str
    sign: Labels
    before: bool = False
    decimals: int = 0
    numbers: str = ""
    written: tuple[str, ...] = ()
    most: float | None = None
    old: bool = False  # people still count in an old one, ten of which are one new

    def spellings(self) -> Iterator[str]:
        """Every way it is written beside an amount."""
        yield self.code
        yield from self.sign.values()
        yield from self.written


@dataclass(frozen=True)
class FindingKind:
    """One thing reading can find."""

    code: str
    severity: str
    message: Labels


class Model:
    """Everything declared about a network.

    ``declared`` is the plain content of the YAML files by name; it is all there is, so that a model can be
    written beside the processed data and read back. ``later`` names the fields (by table) that the program which wrote
    the data did not know yet: nothing stands in them.

    Examples
    --------
    >>> data.model.languages
    ('sq', 'en')
    """

    def __init__(self, declared: Mapping[str, Any], later: Mapping[str, Collection[str]] | None = None) -> None:
        self.declared = declared
        self.later = later or {}
        network = declared["network"]
        self.languages: tuple[str, ...] = tuple(network["languages"])
        self.name: Labels = network["name"]
        self.short_name: str = network["short_name"]
        self.judge: Labels = network.get("judge") or {}
        self.website: str = network.get("website", "")
        self.pages: str = network.get("pages", "")
        self.moved: Mapping[str, str] = network.get("moved", {})
        self.reply_until = date.fromisoformat(network["reply_until"]) if network.get("reply_until") else None
        self.channels: list[Mapping[str, Any]] = network.get("channels", [])
        self.donors: list[Mapping[str, Any]] = network.get("donors", [])
        self.without: frozenset[str] = frozenset(network.get("without", ()))
        self.currency = _currency(network.get("currency") or {}, self.languages)
        self.outline: list[list[float]] = network.get("outline", [])
        self.has_years: bool = network.get("years", True)
        self.method_version: str = network["method_version"]
        self.first_year: int = network["first_year"]
        self.last_year: int = network["last_year"]
        self.statuses: dict[str, Status] = {key: _status(key, value) for key, value in declared["statuses"].items()}
        self.lists = {
            name: {key: _term(key, value) for key, value in terms.items()}
            for name, terms in declared["vocabularies"].items()
        }
        self.words: dict[str, dict[str, Any]] = declared["words"]
        named = {each: self.words.get(each, {}).get("language", each) for each in self.languages}
        self.tables = {key: _table(key, value, named) for key, value in declared["tables"].items()}
        if self.currency and self.currency.decimals:
            self.tables = {key: _with_decimals(table, self.currency.decimals) for key, table in self.tables.items()}
        if not self.has_years:
            self.tables = {key: _without_years(table) for key, table in self.tables.items()}
        self.findings = {
            code: FindingKind(code, each["severity"], {lang: each[lang] for lang in self.languages if lang in each})
            for code, each in declared["findings"].items()
            if code != "phrases"
        }
        self.phrases: dict[str, Labels] = declared["findings"]["phrases"]

    def __repr__(self) -> str:
        verdicts = ", ".join(self.levels)
        return f"Model({self.short_name}; languages: {', '.join(self.languages)}; verdicts, best first: {verdicts})"

    def _repr_html_(self) -> str:
        """What JupyterLab shows: whose declaration it is, its verdicts with their colours, and what else it holds."""
        language = "en" if "en" in self.languages else self.languages[0]
        verdicts = "".join(
            f'<span style="background:{escape(each.colour)};color:{escape(each.ink)};padding:2px 6px;margin-right:4px">'
            f"{escape(each.label[language])}</span>"
            for each in self.scale
        )
        parts = (("tables", self.tables), ("lists", self.lists), ("findings", self.findings))
        held = ", ".join(f"{len(each)} {part} (<code>.{part}</code>)" for part, each in parts)
        name = escape(self.name.get(language) or self.short_name)
        return f"<p><strong>{name}</strong> ({', '.join(self.languages)})</p><p>{verdicts}</p><p>{held}</p>"

    @property
    def nouns(self) -> dict[str, dict[str, str]]:
        """What the network calls its units and their promises: language → mark → noun.

        >>> data.model.nouns["en"]["contracts"]
        'contracts'
        """
        return {language: words["nouns"] for language, words in self.words.items()}

    @property
    def template(self) -> Mapping[str, Any]:
        """What a template workbook says beside its tables: instructions, warnings, words of the printed page."""
        template: Mapping[str, Any] = self.declared["template"]
        return template

    @property
    def instruction_sheets(self) -> tuple[str, ...]:
        """The names a sheet of instructions has: it is no table, and reading leaves it alone."""
        return (*self.template["sheet"].values(), *self.template["written"])

    @cached_property
    def scale(self) -> tuple[Status, ...]:
        """The verdicts, best first."""
        return tuple(status for status in self.statuses.values() if status.judged)

    @property
    def levels(self) -> list[str]:
        """The codes of the verdicts of the scale, best first."""
        return [status.id for status in self.scale]

    @property
    def best(self) -> Status:
        """The verdict at the upper end of the scale."""
        return self.scale[0]

    @property
    def addressed(self) -> list[str]:
        """The verdicts that count as addressed, best first."""
        return [status.id for status in self.scale if status.addressed]

    @property
    def missing(self) -> str:
        """The status of a priority no verdict is on file for."""
        return next(key for key, status in self.statuses.items() if status.extra.get("missing"))

    @property
    def left_out(self) -> frozenset[str]:
        """Statuses that take a priority out of the contract, and so out of every count."""
        return frozenset(
            key for key, status in self.statuses.items() if status.extra.get("left_out") or status.superseded
        )

    def terms(self, list_name: str) -> Mapping[str, Term]:
        """The terms of a closed list; ``statuses`` is one of them. Raises ``WrongUse`` for a list there is not."""
        if list_name == "statuses":
            return self.statuses
        if not isinstance(list_name, str) or list_name not in self.lists:
            raise WrongUse(not_known("list", list_name, ["statuses", *self.lists]))
        return self.lists[list_name]

    def label(self, list_name: str, term: str | None, language: str) -> str:
        """The label of a term; the term itself when the list does not know it, and "" for nothing.

        Raises ``WrongUse`` for a list or a language there is not.
        """
        known = self.terms(list_name)
        spoken = language if language in self.languages else language_in(language, self.languages)
        if spoken is None:
            raise WrongUse(not_known("language", language, self.languages))
        if term is None or term != term:
            return ""
        return known[term].label[spoken] if term in known else str(term)

    @cached_property
    def spellings(self) -> dict[str, dict[str, str]]:
        """List name → spelling (folded) → term. ``statuses`` is one of the lists."""
        lists: dict[str, Mapping[str, Term]] = {**self.lists, "statuses": self.statuses}
        return {
            name: {spelling(s): t.id for t in terms.values() for s in t.spellings()} for name, terms in lists.items()
        }

    @cached_property
    def sheets(self) -> dict[str, Table]:
        """Name of a sheet (folded), in every way it is written → table; a name of today before any other."""
        written = {fold(name): t for t in self.tables.values() for name in t.written}
        return written | {fold(name): t for t in self.tables.values() for name in t.sheet.values()}

    def table_called(self, sheet: str) -> Table | None:
        """The table of a sheet of this name, also where Apple Numbers put the name of its table behind it.

        >>> load_model().table_called("Vlerësimet - Table 1").id
        'assessments'
        """
        return self.sheets.get(fold(sheet)) or self.sheets.get(fold(without_table_name(sheet)))

    def outline_around(self, points: Sequence[Sequence[float]]) -> list[list[float]]:
        """The outline of the country, where all ``points`` (latitude, longitude) lie within its frame; else nothing."""
        frame = [(min(edge), max(edge)) for edge in zip(*self.outline, strict=True)]
        within = (low <= at <= high for point in points for at, (low, high) in zip(point, frame, strict=True))
        return self.outline if frame and all(within) else []

    @cached_property
    def kept(self) -> dict[str, Any]:
        """Everything declared, as it is kept beside the data: in the languages of the network, and in no other."""
        return only_theirs(self.declared, self.languages, _own_model().declared)

    def to_json(self) -> str:
        return json.dumps(self.kept, ensure_ascii=False, indent=1)


def _term(key: str, value: Mapping[str, Any], kind: type[Term] = Term) -> Any:
    extra = {name: each for name, each in value.items() if name not in ("label", "written")}
    return kind(key, value["label"], tuple(str(s) for s in value.get("written", ())), extra)


def _status(key: str, value: Mapping[str, Any]) -> Status:
    status: Status = _term(key, value, Status)
    return status


def _currency(value: Mapping[str, Any], languages: Collection[str]) -> Currency | None:
    """What a network says of its currency; None where it names none."""
    if not value:
        return None
    sign = {each: in_language(value.get("sign"), each) or value["code"] for each in languages}
    said = {key: each for key, each in value.items() if key not in ("sign", "name", "heading", "written")}
    return Currency(**said, sign=sign, written=tuple(value.get("written", ())))


def _table(key: str, value: Mapping[str, Any], languages: Mapping[str, str]) -> Table:
    fields = {name: _field(name, each, languages) for name, each in value["fields"].items()}
    if len(languages) > 1 and OF_SECOND not in languages:
        fields |= _in_the_second(fields, value["fields"], languages)
    return Table(
        id=key,
        title=value["title"],
        sheet=value["sheet"],
        about=value["about"],
        workbooks=tuple(value["in"]),
        unique=tuple(value["unique"]),
        fields=fields,
        written=tuple(value.get("written", ())),
        compared=bool(value.get("compared")),
        part=value.get("part", ""),
    )


def _without_years(table: Table) -> Table:
    """A table that asks for no years: where they are said all the same they are read."""
    asked = [each for each in table.fields.values() if each.kind == "cycle" or each is table.year_field]
    unasked = {each.id: replace(each, required=False, key=True, offered=False) for each in asked}
    return replace(table, fields={**table.fields, **unasked})


def _with_decimals(table: Table, decimals: int) -> Table:
    """A table whose amounts have so many places behind the sign."""
    amounts = {each.id: replace(each, decimals=decimals) for each in table.fields.values() if each.kind == "amount"}
    return replace(table, fields={**table.fields, **amounts})


def _in_the_second(
    fields: Mapping[str, Field], declared: Mapping[str, Any], languages: Mapping[str, str]
) -> dict[str, Field]:
    """The columns for English of a network that has another second language, called after that one.

    Each stands behind the one for the first language.
    """
    first = OF_FIRST if OF_FIRST in languages else next(iter(languages))
    second = next(named for language, named in languages.items() if language != first)
    made = {}
    for before, name in pairwise(fields):
        if name.endswith(f"_{OF_SECOND}"):
            texts, own = declared[before] | declared[before].get("alone", {}), fields[name]
            said = {each: f"{text} ({second})" for each, text in texts["header"].items()}
            made[name] = replace(own, header=said, about=texts["about"], written=(*own.written, *own.header.values()))
    return made


def _field(name: str, value: Mapping[str, Any], languages: Mapping[str, str]) -> Field:
    """A field as declared; where a network has one language or no Albanian, with what is otherwise ``alone``."""
    declared = {key: each for key, each in value.items() if key != "alone"}
    written = list(declared.pop("written", ()))
    alone = len(languages) == 1 or (OF_FIRST not in languages and "header" in value.get("alone", {}))
    if alone and "alone" in value:
        written += declared["header"].values()  # workbooks made before are still read
        declared |= value["alone"]
    return Field(id=name, written=tuple(written), **declared)


def load_model(folder: Path | str | None = None) -> Model:
    """Load the declaration of a network.

    Parameters
    ----------
    folder
        A folder with any of ``network.yml``, ``statuses.yml``, ``speech.yml``, ``vocabularies.yml``,
        ``tables.yml``, ``findings.yml``, ``template.yml``, and ``locale/<language>.yml``. What is not there is POP's
        own, but never the words for its verdicts beside other verdicts.

    Raises
    ------
    WrongDeclaration
        With every fault of every file there: file, line, key, what stands there and what to do.
    WrongUse
        When there is no such folder.

    Examples
    --------
    >>> [status.id for status in load_model().scale]
    ['fully', 'partially', 'not_addressed']
    """
    if folder is None:
        return _own_model()
    if not isinstance(folder, str | Path) or not Path(folder).is_dir():
        raise WrongUse(f"a model is loaded of the folder of a network's declaration; {in_short(folder)} is none.")
    faults = Faults()
    model = read_model(Path(folder), faults)
    faults.raise_any(model)
    return model


def read_model(folder: Path, faults: Faults) -> Model:
    """Load the declaration of a network; what is wrong with it goes to ``faults``.

    Where that changes how workbooks would be read, POP's own is given.
    """
    from pop_analysis.model.checks import Declared, check_names

    parts = {part: faults.read(folder / f"{part}.yml", f"{folder.name}/{part}.yml") for part in PARTS}
    for part in (each for each in PARTS if parts[each] in (None, {}) and (folder / f"{each}.yml").is_file()):
        if not any(fault.file == f"{folder.name}/{part}.yml" for fault in faults.found):
            faults.wanted(f"{folder.name}/{part}.yml", (), None, "keys_with_values")  # else POP's would stand for it
    words = {}
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder).as_posix()
        if path.parent.name == "locale" and path.suffix == ".yml":
            words[path.stem] = faults.read(path, f"{folder.name}/{name}")
        elif path.stem not in PARTS or name != f"{path.stem}.yml":
            faults.unknown(f"{folder.name}/{name}", (), name, [f"{part}.yml" for part in PARTS], "DC-17")
    declared = Declared(parts, words, folder.name, faults)
    declared.check()
    faults.languages = declared.languages
    if not faults.is_readable:
        return _own_model()
    made = _spoken(complete(own_declaration(), parts | {"words": words}))
    model = Model(made if parts["tables"] else {**made, "tables": _found_as_pops(made["tables"])})
    check_names(model.tables, f"{folder.name}/network.yml", faults)
    return model


def _found_as_pops(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables whose sheets and headings are found under POP's names too: workbooks may have been made with those."""
    found = {}
    for name, own in _own_model().declared["tables"].items():
        fields = {
            key: {**each, "written": [*each.get("written", ()), *own["fields"][key]["header"].values()]}
            for key, each in tables[name]["fields"].items()
        }
        written = [*tables[name].get("written", ()), *own["sheet"].values()]
        found[name] = {**tables[name], "written": written, "fields": fields}
    return found


def kept_model(text: str) -> Model:
    """Return the model that was written beside processed data.

    What today's program knows, and the one that wrote them did not yet, is there too: sentences, which speak of the
    verdicts, units and promises of their network, tables and fields, and closed lists.
    """
    kept, own = json.loads(text), own_declaration()
    languages, then = tuple(kept["network"]["languages"]), kept["tables"]
    later = {
        name: table["fields"].keys() - then.get(name, {"fields": {}})["fields"] for name, table in own["tables"].items()
    }
    later = {name: fields for name, fields in later.items() if fields}
    new = {
        "tables": {name: _only(own["tables"][name], fields) for name, fields in later.items()},
        "vocabularies": {
            name: terms for name, terms in own["vocabularies"].items() if name not in kept["vocabularies"]
        },
    }
    new = in_every_language(new, languages, {*own["words"], *languages})
    words = {"words": {code: own["words"].get(code, own["words"][INSTEAD]) for code in kept["words"]}}
    today = _spoken(
        {"network": _with_nouns(kept, own), "statuses": kept["statuses"], "speech": kept["speech"]} | new | words
    )
    words = {code: joined_words(each, kept["words"][code]) for code, each in today["words"].items()}
    tables = {**then, **{name: _with_fields(then.get(name, table), table) for name, table in today["tables"].items()}}
    vocabularies = today["vocabularies"] | kept["vocabularies"]
    network = {"currency": own["network"]["currency"], **kept["network"]}
    return Model({**kept, "network": network, "tables": tables, "vocabularies": vocabularies, "words": words}, later)


def _with_nouns(kept: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A network as it was kept.

    Before there were nouns, every sentence spoke of municipalities and their contracts; before there was a currency,
    every amount was in lek.
    """
    named = any("nouns" in words for words in kept["words"].values())
    before = ("currency",) if named else ("currency", "nouns")
    return {**{each: own["network"][each] for each in before}, **kept["network"]}


def _only(table: Mapping[str, Any], fields: Collection[str]) -> dict[str, Any]:
    return {**table, "fields": {name: each for name, each in table["fields"].items() if name in fields}}


def _with_fields(table: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {**table, "fields": {**table["fields"], **other["fields"]}}


@cache
def _own_model() -> Model:
    return Model(_spoken(own_declaration()))


def _spoken(declared: Mapping[str, Any]) -> dict[str, Any]:
    """A declaration whose texts speak of the network's own verdicts."""
    languages = tuple(declared["network"]["languages"])
    patterns = {each: declared["words"][each]["speech"] for each in languages}
    declared = {**declared, "statuses": with_counts(declared["statuses"], patterns)}
    nouns = {each: nouns_of(declared["network"], words["nouns"], each) for each, words in declared["words"].items()}
    verdicts = {each: spoken(phrases(declared, patterns[each], each), nouns, each) for each in languages}
    money = {
        each: currency_marks(declared["network"], words["currency"], each) for each, words in declared["words"].items()
    }
    said = {each: named | money[each] | verdicts.get(each, verdicts[languages[0]]) for each, named in nouns.items()}
    parts = {part: each for part, each in declared.items() if part not in ("network", "speech", "words")}
    words = {
        each: spoken(declared["words"][each], said, each) | {"nouns": with_capitals(nouns[each])} for each in languages
    }
    return {**declared, **{part: spoken(each, said, languages[0]) for part, each in parts.items()}, "words": words}
