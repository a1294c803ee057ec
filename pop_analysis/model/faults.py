"""What is wrong with a declaration: each fault with file, line, key, what stands there and what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import inspect

from pop_analysis.model.kinds import KINDS
from pop_analysis.model.marked import Marked, Unreadable, marked
from pop_analysis.model.marked import Path as Place
from pop_analysis.model.own import own_declaration
from pop_analysis.model.waiting import waiting

SEVERITY = "refused"
WHAT_COUNTS = {"DC-15"}  # faults that change what is computed of verdicts, and nothing of how they are read
FAR = 0.6  # how like a known name one must be to be suggested
MOST_NAMED = 30  # known names a message lists


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file of the declaration, said in every language the program speaks."""

    code: str
    file: str
    line: int
    key: str
    value: str
    message: Mapping[str, str]

    @property
    def place(self) -> str:
        """``file:line``, as editors and terminals know it."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def said(self, language: str) -> str:
        """The fault as one line."""
        return f"{self.place}{f' › {self.key}' if self.key else ''}: {self.message[language]} [{self.code}]"


@dataclass(frozen=True)
class Aside:
    """An entry that is not used, as it is written, and what is wrong with it: it costs nothing but itself."""

    entry: Any
    faults: tuple[Fault, ...]

    @property
    def place(self) -> str:
        """Where it is to be mended: ``file:line``."""
        return self.faults[0].place

    def said(self, key: str) -> str:
        """What the entry says under ``key``; nothing where it says no text."""
        text = self.entry.get(key) if isinstance(self.entry, dict) else None
        return text.strip() if isinstance(text, str) else ""


class WrongDeclaration(ValueError):
    """What a network declares cannot be used: ``faults`` are all there are, ``languages`` those it asked for.

    The text of the error is one line a fault, in the first of the languages. ``model`` is there where workbooks can be
    read as they are meant all the same: where all that is wrong is what a verdict counts as.
    """

    def __init__(self, faults: Iterable[Fault], languages: Iterable[str] = (), model: Any = None) -> None:
        self.faults, self.languages = tuple(faults), tuple(languages) or spoken_by_the_program()
        self.model = model
        super().__init__(self.faults, self.languages, model)

    def __str__(self) -> str:
        return "\n".join(fault.said(self.languages[0]) for fault in self.faults)


def spoken_by_the_program() -> tuple[str, ...]:
    """The languages the program itself has words for."""
    return tuple(own_declaration()["words"])


class Faults:
    """Files of a declaration as they are read, and what is wrong with them."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.aside: list[Aside] = []
        self.languages: tuple[str, ...] = ()  # those the network asks for, once they are known
        self._lines: dict[str, dict[Place, int]] = {}

    def read(self, path: Path, file: str) -> Any:
        """Give what a file declares; nothing for one that is not there or cannot be read."""
        if not path.is_file():
            return None
        try:
            text = path.read_text(encoding="utf-8-sig")
            read = marked(text)
        except Unreadable as error:
            self._lines[file] = {(): error.line}
            self.add("DC-01", file, found=error.why)
            return None
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, UnicodeDecodeError):
                line = error.object[: error.start].count(b"\n") + 1
                self.add("DC-01", file, found="UTF-8", line=line)
            else:
                self.add("DC-01", file, found=error.strerror)
            return None
        for line, what in waiting(text):
            self.add("DC-30", file, line=line, found=what)
        return self.take(read, file)

    def entries(self, path: Path, file: str, kind: Any, look: Callable[[int, Any], None]) -> list[Any]:
        """Give the entries of a file that are what ``kind``, a list, asks for; a wrong one is put ``aside``, alone.

        ``look`` notes what else is wrong with an entry. A file that holds no list is a fault like any other.
        """
        read = self.read(path, file)
        if read is not None:
            self.check(read, kind, file)
        right = []
        for number, entry in enumerate(read if isinstance(read, list) else ()):
            look(number, entry)
            key = f"{_step(number)}."
            wrong = tuple(each for each in self.found if each.file == file and f"{each.key}.".startswith(key))
            if wrong:
                self.found = [each for each in self.found if each not in wrong]
                self.aside.append(Aside(entry, tuple(sorted(wrong, key=lambda each: each.line))))
            else:
                right.append(entry)
        return right

    def take(self, read: Marked, file: str) -> Any:
        """Give what was read, after noting where each key of it stands."""
        self._lines[file] = read.lines
        for place, line, first in read.twice:
            self.add("DC-13", file, place, place[-1], line=line, other=first)
        return read.value

    def add(
        self, code: str, file: str, place: Place = (), value: Any = "", line: int | None = None, **words: Any
    ) -> None:
        """Note a fault at ``place``; each of ``words`` is a text, or a mapping language → text."""
        lines = self._lines.get(file, {})
        above = (lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines)
        known = {"value": _short(value)} | words
        message = {
            language: text.format(**{name: _in(word, language) for name, word in known.items()})
            for language, text in own_declaration()["findings"][code].items()
            if language != "severity"
        }
        at = line if line is not None else next(above, 0)
        fault = Fault(code, file, at, ".".join(_step(step) for step in place), _short(value), message)
        if fault not in self.found:
            self.found.append(fault)

    def line(self, file: str, place: Place) -> int:
        """The line of a file on which a key stands; 0 where that is not known."""
        return self._lines.get(file, {}).get(place, 0)

    def unknown(self, file: str, place: Place, value: Any, known: Iterable[str], code: str = "DC-05") -> None:
        """Note a name that is not known, with the nearest that is."""
        known = sorted(map(str, known)) if isinstance(known, (set, frozenset)) else [str(each) for each in known]
        near = difflib.get_close_matches(str(value).lower(), known, n=1, cutoff=FAR)
        named = known if len(known) <= MOST_NAMED else [*(near or known[:MOST_NAMED]), "…"]
        nearest = phrase("nearest", read=near[0]) if near else ""
        self.add(code, file, place, value, nearest=nearest, choices=", ".join(named) or "–")

    def wanted(self, file: str, place: Place, value: Any, wanted: str) -> None:
        """Note that something else stands at ``place`` than what is wanted there."""
        found = {
            language: f"“{_short(value)}” ({text})" if _short(value) else text
            for language, text in phrase(_what_it_is(value)).items()
        }
        self.add("DC-03", file, place, value, found=found, expected=phrase(wanted))

    def check(self, value: Any, kind: Any, file: str) -> None:
        """Look whether ``value`` is what ``kind``, a type of :mod:`~pop_analysis.model.keys`, asks for."""
        self._check(value, _type_of(kind, tuple(KINDS)), file, (), {})

    @property
    def is_readable(self) -> bool:
        """Whether what is wrong, if anything, changes nothing of how a cell is read."""
        return all(fault.code in WHAT_COUNTS for fault in self.found)

    def raise_any(self, model: Any) -> None:
        """Raise :class:`WrongDeclaration` if more than single entries is wrong: all there is, by file and line."""
        if self.found:
            spoken = [each for each in self.languages if each in spoken_by_the_program()]
            every = [*self.found, *(fault for each in self.aside for fault in each.faults)]
            ordered = sorted(every, key=lambda each: (each.file, each.line))
            raise WrongDeclaration(
                ordered, spoken or (["en"] if self.languages else []), model if self.is_readable else None
            )

    def _check(self, value: Any, kind: Any, file: str, place: Place, about: Mapping[str, Any]) -> None:
        if isinstance(kind, inspect.Metadata):
            about = {**about, **(kind.extra or {}), **(kind.extra_json_schema or {})}
            self._check(value, kind.type, file, place, about)
        elif isinstance(kind, inspect.UnionType):
            fitting = [each for each in kind.types if _fits(value, _bare(each))]
            if fitting:
                self._check(value, fitting[0], file, place, about)
            else:
                self.wanted(file, place, value, _named(kind.types))
        elif isinstance(kind, inspect.AnyType):
            if about.get("scalar") and isinstance(value, (dict, list)):
                self.wanted(file, place, value, "one_value")
        elif not _fits(value, kind):
            self.wanted(file, place, value, _named([kind]))
        elif isinstance(kind, inspect.StructType):
            self._check_keys(value, kind, file, place)
        elif isinstance(kind, inspect.DictType):
            for key, each in value.items():
                self._check(key, kind.key_type, file, (*place, as_key(key)), {})
                self._check(each, kind.value_type, file, (*place, as_key(key)), {})
        elif isinstance(kind, inspect.ListType):
            if kind.min_length and len(value) < kind.min_length:
                self.wanted(file, place, None, "a_list")
            for number, each in enumerate(value):
                self._check(each, kind.item_type, file, (*place, number), {})
        elif isinstance(kind, inspect.StrType):
            self._check_text(value, kind, file, place, about)
        elif isinstance(kind, (inspect.IntType, inspect.FloatType)):
            low, high = kind.ge, kind.le
            if (low is not None and value < low) or (high is not None and value > high):
                self.add("DC-18", file, place, value, minimum=low, maximum=high)

    def _check_keys(self, value: Mapping[Any, Any], kind: inspect.StructType, file: str, place: Place) -> None:
        known = {each.encode_name: each for each in kind.fields}
        for key, each in value.items():
            if key in known:
                self._check(each, known[key].type, file, (*place, key), {})
            elif not isinstance(key, str):
                self.wanted(file, (*place, key), key, "a_text")
            else:
                self.unknown(file, (*place, key), key, known, "DC-02")
        for name, each in known.items():
            if each.required and name not in value:
                self.add("DC-04", file, place, name)

    def _check_text(self, value: str, kind: inspect.StrType, file: str, place: Place, about: Mapping[str, Any]) -> None:
        if "enum" in about and value not in about["enum"]:
            self.unknown(file, place, value, about["enum"])
        elif kind.pattern and not re.search(kind.pattern, value):
            self.add(about.get("fault", "DC-07"), file, place, value)
        elif kind.min_length and not (value.strip() or ("\n" in value and about.get("line_end"))):
            self.wanted(file, place, None, "a_text")


def phrase(name: str, **words: str) -> dict[str, str]:
    """A part of a message in every language."""
    return {language: text.format(**words) for language, text in own_declaration()["findings"]["phrases"][name].items()}


@cache
def _type_of(kind: Any, kinds_of_fields: tuple[str, ...]) -> inspect.Type:
    """What msgspec says of a type; once, for it takes as long as reading a workbook."""
    return inspect.type_info(kind)


def texts_of(value: Any, kind: Any, place: Place = ()) -> Iterator[tuple[Place, Any, str]]:
    """Give every text of ``value`` that has one form a language: where it stands, and whether it must have ``all``."""
    kind = _type_of(kind, tuple(KINDS)) if not isinstance(kind, inspect.Type) else kind
    extra: Mapping[str, Any] = {}
    if isinstance(kind, inspect.Metadata):
        extra, kind = kind.extra or {}, _bare(kind)
    if "languages" in extra:
        yield place, value, extra["languages"]
    elif isinstance(kind, inspect.UnionType):
        for each in kind.types:
            if _fits(value, _bare(each)):
                yield from texts_of(value, each, place)
    elif isinstance(kind, inspect.StructType) and isinstance(value, dict):
        known = {each.encode_name: each.type for each in kind.fields}
        for key in value.keys() & known.keys():
            yield from texts_of(value[key], known[key], (*place, key))
    elif isinstance(kind, inspect.DictType) and isinstance(value, dict):
        for key, each in value.items():
            yield from texts_of(each, kind.value_type, (*place, key))
    elif isinstance(kind, inspect.ListType) and isinstance(value, list):
        for number, each in enumerate(value):
            yield from texts_of(each, kind.item_type, (*place, number))


def _bare(kind: Any) -> Any:
    return _bare(kind.type) if isinstance(kind, inspect.Metadata) else kind


# What stands in YAML → the phrase that says what it is.
SHAPES: dict[Any, tuple[str, tuple[type, ...]]] = {
    inspect.StructType: ("keys_with_values", (dict,)),
    inspect.DictType: ("keys_with_values", (dict,)),
    inspect.ListType: ("a_list", (list,)),
    inspect.StrType: ("a_text", (str,)),
    inspect.BoolType: ("true_or_false", (bool,)),
    inspect.IntType: ("a_whole_number", (int,)),
    inspect.FloatType: ("a_number", (int, float)),
    inspect.NoneType: ("nothing", (type(None),)),
    inspect.DateType: ("a_date", (date,)),
}


def _fits(value: Any, kind: Any) -> bool:
    """Whether ``value`` has the shape of ``kind``: yes and no are no numbers, a day with an hour is no day."""
    _, types = SHAPES.get(type(kind), ("", ()))
    return isinstance(value, types) and (type(value) in types or not isinstance(value, bool | datetime))


def _named(kinds: Iterable[Any]) -> str:
    """The phrase for what is wanted; of several shapes the first that is no mapping by language."""
    return next(SHAPES[type(_bare(each))][0] for each in kinds if type(_bare(each)) in SHAPES)


def _what_it_is(value: Any) -> str:
    names = {bool: "is_true_or_false", int: "is_number", float: "is_number", str: "is_text", dict: "is_keys"}
    names |= {list: "is_list", date: "is_date", type(None): "is_nothing"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "is_text")


class _Key(int):
    """A number that is a key, as the limits of a mapping are, and no place in a list."""


def as_key(key: Any) -> Any:
    """A key as a step of a place: ``50`` is told as 50, not as the fifty-first entry of a list."""
    return _Key(key) if type(key) is int else key


def _step(step: Any) -> str:
    return f"#{step + 1}" if type(step) is int else str(step)


def _short(value: Any) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _in(word: Any, language: str) -> str:
    return str(word.get(language, "")) if isinstance(word, Mapping) else str(word)
