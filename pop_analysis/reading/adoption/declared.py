"""What a network would declare for a foreign sheet: a text for each file, every guess marked to be looked at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pop_analysis.locale import sentence
from pop_analysis.model.text import slug
from pop_analysis.model.waiting import waiting
from pop_analysis.reading.adoption.columns import Column, ForeignSheet, level_of
from pop_analysis.reading.conversion.dates import Ambiguous, read_span
from pop_analysis.reading.parsing.cells import shown

SHOWN = 40  # letters of a value that is shown as an example
# From best to worst; the last for what lies below “nothing done”.
COLOURS = ("#0B3C5D", "#2E6DA4", "#74B3E8", "#BFD9EC", "#F2C14E", "#C8782B", "#9A3412", "#5B2A86")
ADDRESSED = ("best", "partly")
RANK = {"best": 0, "partly": 1, None: 1, "in_progress": 2, "nothing": 3, "negative": 4, "superseded": 5}
# Table → the fields a foreign sheet may fill.
TABLES = {
    "contracts": ("municipality", "cycle"),
    "priorities": ("municipality", "cycle", "label", "title_sq", "theme"),
    "assessments": ("municipality", "cycle", "label", "monitoring_year", "status", "period", "reason", "source"),
}


@dataclass(frozen=True)
class Declaration:
    """The files of a network that begins with ``sheet``, which stands in ``file`` and is written in ``language``."""

    sheet: ForeignSheet
    file: str
    language: str
    today: date

    def files(self) -> dict[str, str]:
        """Give the files of ``model/`` and ``mapping.yml``, by their path in the folder."""
        made = {"model/network.yml": self._network(), "model/statuses.yml": self._levels()}
        if "theme" in self.sheet.columns:
            made["model/vocabularies.yml"] = self._themes(self.sheet.columns["theme"])
        made["mapping.yml"] = self._mapping()
        return {name: "".join(f"{line}\n" for line in lines) for name, lines in made.items()}

    @property
    def _name(self) -> str:
        return Path(self.file).stem.replace("_", " ").replace("-", " ").strip() or self.file

    def _says(self, why: str, **words: Any) -> str:
        return sentence(f"adopt.{why}", self.language, **words)

    def _guess(self, text: str, why: str, **words: Any) -> str:
        """A line somebody has to look at, until its mark is taken away."""
        return f"{text}  # {sentence('workbook.to_check', self.language)}: {self._says(why, **words)}"

    def _network(self) -> Iterable[str]:
        yield self._guess(f"short_name: {_flow(self._name)}", "name")
        yield self._guess(f"name: {_flow({self.language: self._name})}", "name")
        yield f"languages: [{_flow(self.language)}]"

    def _levels(self) -> Iterable[str]:
        """A line a verdict: best first as far as its words say it, otherwise as they appear in the sheet."""
        counts = sum((each.texts for each in self.sheet.verdicts), Counter[str]())
        ordered = sorted(counts, key=lambda each: RANK[level_of(each)])
        judged = [each for each in ordered if level_of(each) != "superseded"]
        ids = _ids(ordered)
        yield f"# {self._says('levels')}"
        for label in ordered:
            said = level_of(label)
            own: dict[str, Any] = {"label": {self.language: label}}
            if label in judged:
                place = judged.index(label) * (len(COLOURS) - 1) / max(1, len(judged) - 1)
                own |= {"colour": COLOURS[round(place)], "addressed": said in ADDRESSED}
                own |= {each: True for each in ("negative", "in_progress") if said == each}
            else:
                own |= {"judged": False, "superseded": True}
            yield self._guess(f"{ids[label]}: {_flow(own)}", "level" if said else "level_unknown", n=counts[label])

    def _themes(self, column: Column) -> Iterable[str]:
        yield self._guess("themes:", "themes", heading=column.heading)
        for label, own in _ids(column.texts).items():
            yield f"  {own}: {_flow({'label': {self.language: label}})}"

    def _mapping(self) -> Iterable[str]:
        """The entries: contracts, priorities and verdicts, one a year where every year has a column of its own."""
        constants: dict[str, tuple[Any, str]] = {}
        if "municipality" not in self.sheet.columns:
            constants["municipality"] = (self._name, "unit")
        if "cycle" not in self.sheet.columns:
            first, last, why = _plan(self.sheet, self.today)
            constants["cycle"] = (f"{first}-{last}", why)
        yield from self._entry("contracts", {}, constants)
        yield from self._entry("priorities", {}, constants)
        for year, column in self.sheet.years.items():
            yield from self._entry("assessments", {"status": column}, constants | {"monitoring_year": (year, "year")})
        if not self.sheet.years:
            dates = self.sheet.columns.get("period")
            has_year = "monitoring_year" in self.sheet.columns
            is_history = not has_year and dates is not None and len(dates.filled) == len(dates.cells)
            own = {} if has_year or is_history else {"monitoring_year": (1, "no_year")}
            yield from self._entry("assessments", {}, constants | own)
            if is_history:
                yield self._guess("  history: true", "history")
        for column in self.sheet.unused:
            yield f"# {self._says('unused', heading=column.heading, example=_example(column))}"

    def _entry(self, table: str, more: Mapping[str, Column], constants: Mapping[str, tuple[Any, str]]) -> Iterable[str]:
        """One entry; a column and a constant that stand in several are looked at in the first."""
        columns = {name: each for name, each in {**self.sheet.columns, **more}.items() if name in TABLES[table]}
        known = [name for before in list(TABLES)[: list(TABLES).index(table)] for name in TABLES[before]]
        if table == "assessments" and "label" not in columns:
            columns["label"] = self.sheet.columns["title_sq"]
        yield f"- file: {_flow(self.file)}"
        yield f"  sheet: {_flow(self.sheet.name)}"
        yield f"  table: {table}"
        yield from ["  columns:"] * bool(columns)
        for name in sorted(columns, key=TABLES[table].index):
            line = f"    {name}: {_flow(columns[name].heading)}"
            empty = len(columns[name].cells) - len(columns[name].filled)
            why = "column_blank" if name == "status" and empty else "column"
            is_known = name in known
            yield line if is_known else self._guess(line, why, example=_example(columns[name]), n=empty)
        own = {name: each for name, each in constants.items() if name in TABLES[table]}
        yield from ["  constants:"] * bool(own)
        for name, (value, why) in own.items():
            line = f"    {name}: {_flow(value)}"
            yield line if name in known else self._guess(line, why)


def _flow(value: Any) -> str:
    """A value as YAML writes it within a line; what reads like a mark in it is written so that it is none."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6)
    if any(waiting(text)):
        return json.dumps(value, ensure_ascii=False).replace("#", r"\u0023")
    return text.removesuffix("...\n").strip()


def _ids(labels: Iterable[str]) -> dict[str, str]:
    """An id for each label, no two alike."""
    ids: dict[str, str] = {}
    for label in labels:
        own = slug(label) or "level"
        free = (f"{own}-{number}" for number in range(2, len(ids) + 3))
        ids[label] = own if own not in ids.values() else next(each for each in free if each not in ids.values())
    return ids


def _example(column: Column) -> str:
    texts = [text if len(text) <= SHOWN else f"{text[:SHOWN]}…" for text in list(column.texts)[:2]]
    return ", ".join(f"“{text}”" for text in texts) or "–"


def _plan(sheet: ForeignSheet, today: date) -> tuple[int, int, str]:
    """The years of a plan no column says: those of its dates, or of today, and why."""
    years = [year for year in sheet.years if year > 1000]
    for name in ("monitoring_year", "period"):
        if name in sheet.columns and not years:
            years = [year for cell in sheet.columns[name].filled for year in _years_of(cell.value, shown(cell))]
    return (min(years), max(years), "plan_of_dates") if years else (today.year, today.year, "plan_unknown")


def _years_of(value: Any, text: str) -> Sequence[int]:
    for read in (value, text):
        try:
            span = read_span(read)
        except Ambiguous:
            return [int(text[-4:])] if text[-4:].isdigit() else []
        except ValueError:
            continue
        return [span.start.year, span.end.year]
    return []
