"""What a network would declare for a foreign sheet: a text for each file, every guess marked to be looked at."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.localedata import locale_identifiers

from pop_analysis.locale import SPOKEN, sentence
from pop_analysis.model import fold
from pop_analysis.model.addresses import opened_as
from pop_analysis.model.text import slug
from pop_analysis.model.waiting import waiting
from pop_analysis.reading.adoption.columns import (
    AS_DATES,
    MOST_LEVELS,
    PERCENT,
    Column,
    ForeignSheet,
    as_a_day,
    cues,
    is_percent,
    level_of,
)
from pop_analysis.reading.conversion.dates import HOUR, Ambiguous, read_span
from pop_analysis.reading.conversion.years import read_year
from pop_analysis.reading.layout.as_meant import share_of
from pop_analysis.reading.parsing.cells import shown

FIRST, MONTHS = 1000, 12  # a year of a calendar is more than this
SHOWN = 40  # letters of a value that is shown as an example
# From best to worst; the last for what lies below “nothing done”.
COLOURS = ("#0B3C5D", "#2E6DA4", "#74B3E8", "#BFD9EC", "#F2C14E", "#C8782B", "#9A3412", "#5B2A86")
ADDRESSED = ("best", "partly")
RANK = {"best": 0, "partly": 1, None: 1.5, "in_progress": 2, "nothing": 3, "negative": 4, "superseded": 5, "missing": 6}
APART = ("superseded", "missing")  # no verdicts
# Percentages as verdicts, best first: the lowest share of each, and what it says.
BANDS = {"all": (1.0, "best"), "half": (0.5, "partly"), "some": (0.01, None), "none": (0.0, "nothing")}
EMPTY_FOR_NOW = ("done", "survey", "monitors", "where")  # parts of pages no sheet of promises fills
BETWEEN = ("|", ";", " / ", " & ", ",", " and ", " dhe ")  # several values in a cell
OF_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d{4}")
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
        if self.language not in SPOKEN:
            named = Locale(self.language).get_display_name() if self.language in locale_identifiers() else self.language
            made[f"model/locale/{self.language}.yml"] = [self._guess(f"language: {_flow(named)}", "language")]
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
        yield self._guess(f"without: [{', '.join(EMPTY_FOR_NOW)}]", "without")
        if forms := dict(self._nouns()):
            yield "nouns:"
            yield f"  {_flow(self.language)}:"
            for (noun, why, example), said in forms.items():
                yield self._guess(f"    {noun}: {_flow(said[noun])}", why, example=example)
                yield from (f"    {name}: {_flow(form)}" for name, form in said.items() if name != noun)

    def _nouns(self) -> Iterator[tuple[tuple[str, str, str], dict[str, str]]]:
        """What a unit and what was promised are called, in the forms of the language, and where that was found."""
        columns = self.sheet.columns
        unit, cycle = columns.get("municipality"), columns.get("cycle")
        places = [unit.heading, *unit.texts] if unit else []
        yield from self._noun("unit", places, _example(unit) if unit else self._name)
        yield from self._noun("contract", [cycle.heading] if cycle else [self._name], self._name)

    def _noun(
        self, noun: str, places: Sequence[str], example: str
    ) -> Iterator[tuple[tuple[str, str, str], dict[str, str]]]:
        known = cues()["nouns"].get(self.language, cues()["nouns"]["en"]).get(noun, {})
        words = [word for place in places for word in re.findall(r"\w+", fold(place))]
        found = next((one for word in words for one, several in known.items() if word in (one, several)), None)
        if self.language == "sq":
            if found:
                forms = {name: known[found] + end for name, end in cues()["endings"].items()}
                yield (noun, "noun", example), forms
            return
        one = found or {"unit": "place", "contract": "plan"}[noun]
        article = "an" if one[0] in "aeiou" else "a"
        forms = {noun: one, f"{noun}s": known.get(one, f"{one}s"), f"a_{noun}": f"{article} {one}"}
        yield (noun, "noun" if found else "noun_unknown", example), forms

    def _levels(self) -> Iterable[str]:
        """A line a verdict: best first as far as its words say it, otherwise as they appear in the sheet."""
        if self._highest:
            for place, (name, (share, counts_as)) in enumerate(BANDS.items()):
                text = _flow(
                    {
                        "label": {self.language: self._says(f"band_label.{name}")},
                        **_looks(counts_as, place / (len(BANDS) - 1)),
                    }
                )
                yield self._guess(f"{name}: {text}", "band", lowest=_rounded(share * self._highest))
            return
        counts = sum((each.texts for each in self.sheet.verdicts), Counter[str]())
        ordered = sorted(counts, key=lambda each: (RANK[level_of(each)], *_by_number(each)))
        judged = [each for each in ordered if level_of(each) not in APART]
        ids = _ids(ordered)
        yield f"# {self._says('levels')}"
        apart = dict.fromkeys(APART, False)
        for label in ordered:
            said = level_of(label)
            own: dict[str, Any] = {"label": {self.language: label}}
            if label in judged:
                is_first = label == judged[0]  # the best counts as addressed, whatever it is called
                own |= _looks("best" if is_first else said, judged.index(label) / max(1, len(judged) - 1))
            else:
                own["judged"] = False
                own |= {said: True} if said == "superseded" or (said and not apart[said]) else {}
                apart[str(said)] = True
            yield self._guess(f"{ids[label]}: {_flow(own)}", "level" if said else "level_unknown", n=counts[label])

    @property
    def _highest(self) -> float:
        """What all is, where verdicts are numbers that have to be put into bands: 100 of percentages; else 0."""
        verdicts = [each for each in self.sheet.verdicts if each.filled]
        texts = {text for each in verdicts for text in each.texts}
        shares = [share for text in texts if (share := share_of(text)) is not None]
        scores = len(texts) <= MOST_LEVELS and all(text.isdigit() for text in texts)  # each is a level of its own
        if scores or not shares or not all(each.are(is_percent) for each in verdicts):
            return 0
        return 1 if max(shares) <= 1 and all(text.replace(".", "", 1).isdigit() for text in texts) else PERCENT

    def _themes(self, column: Column) -> Iterable[str]:
        yield self._guess("themes:", "themes", heading=column.heading)
        for label, own in _ids(column.texts).items():
            yield f"  {own}: {_flow({'label': {self.language: label}})}"

    def _mapping(self) -> Iterable[str]:
        """The entries: contracts, priorities and verdicts, one a year where every year has a column of its own."""
        of_file: Constants = {}
        said_by_sheets = {name for own in self.sheet.sheets.values() for name in own}
        if "municipality" not in {*self.sheet.columns, *said_by_sheets}:
            of_file["municipality"] = (self._name, "unit")
        if "cycle" not in self.sheet.columns:
            first, last, why = _plan(self.sheet, self.today)
            of_file["cycle"] = (f"{first}-{last}" if first != last else first, why)
        for sheet, own in self.sheet.sheets.items():
            said: Constants = {name: (value, "sheet") for name, value in own.items()}
            constants = of_file | said | (self._of_year(said["monitoring_year"]) if "monitoring_year" in said else {})
            for table in ("contracts", "priorities"):
                yield from self._entry(sheet, table, {}, constants)
            yield from self._verdicts(sheet, constants)
        for column in self.sheet.unused:
            yield f"# {self._says('unused', heading=column.heading, example=_example(column))}"
        for name in self.sheet.others:
            yield f"# {self._says('unused_sheet', sheet=name)}"

    def _verdicts(self, sheet: str, constants: Constants) -> Iterator[str]:
        for year, columns in self.sheet.years.items():
            yield from self._entry(sheet, "assessments", columns, constants | self._of_year((year, "year")))
        if not self.sheet.years:
            dates = self.sheet.columns.get("period")
            has_year = "monitoring_year" in {*self.sheet.columns, *constants}
            is_history = not has_year and dates is not None and len(dates.filled) == len(dates.cells)
            own: Constants = {} if has_year or is_history else {"monitoring_year": (1, "no_year")}
            yield from self._entry(sheet, "assessments", {}, constants | own)
            if is_history:
                yield self._guess("  history: true", "history")

    def _of_year(self, said: tuple[int, str]) -> Constants:
        """The year of monitoring: a calendar year where one follows the other, else the first, the second … with it."""
        of_sheets = [own["monitoring_year"] for own in self.sheet.sheets.values() if "monitoring_year" in own]
        years = sorted({*self.sheet.years, *of_sheets})
        year, why = said
        if years[-1] - years[0] < len(years):
            return {"monitoring_year": said}
        return {"monitoring_year": (years.index(year) + 1, why), "period": (year, why)}

    def _entry(self, sheet: str, table: str, more: Mapping[str, Column], constants: Constants) -> Iterator[str]:
        """One entry; a column and a constant that stand in several are looked at in the first."""
        columns = {name: each for name, each in {**self.sheet.columns, **more}.items() if name in TABLES[table]}
        known = [name for before in list(TABLES)[: list(TABLES).index(table)] for name in TABLES[before]]
        if sheet != next(iter(self.sheet.sheets)):
            known = [*TABLES["priorities"], *TABLES["assessments"]]
        if table == "assessments" and "label" not in columns:
            columns["label"] = self.sheet.columns["title_sq"]
        yield f"- file: {_flow(self.file)}"
        yield f"  sheet: {_flow(sheet)}"
        yield f"  table: {table}"
        yield from ["  columns:"] * bool(columns)
        for name in sorted(columns, key=TABLES[table].index):
            line = f"    {name}: {_flow(columns[name].heading)}"
            empty = len(columns[name].cells) - len(columns[name].filled)
            why = f"column_blank_{name}" if name in ("status", "municipality") and empty else "column"
            is_known = name in known and name not in more
            yield line if is_known else self._guess(line, why, example=_example(columns[name]), n=empty)
        own = {name: each for name, each in constants.items() if name in TABLES[table] and name not in columns}
        yield from ["  constants:"] * bool(own)
        for name, (value, why) in own.items():
            line = f"    {name}: {_flow(value)}"
            is_known = name in known and name not in self.sheet.sheets[sheet]
            yield line if is_known else self._guess(line, why)
        yield from self._as_written(columns, known)

    def _as_written(self, columns: Mapping[str, Column], known: Sequence[str]) -> Iterator[str]:
        """How the cells of an entry are meant: several units in one, the order of dates, percentages as verdicts."""
        between = {}
        if "municipality" in columns and (found := _separator(columns["municipality"])):
            between["municipality"] = found
        if "source" in columns and (found := _between_links(columns["source"])):
            between["source"] = found
        if between:
            line, new = f"  split: {_flow(between)}", next((name for name in between if name not in known), None)
            several = (text for text in columns[new].texts if between[new].strip() in text) if new else iter(())
            yield self._guess(line, "split", example=_short(next(several, ""))) if new else line
        if "monitoring_year" in columns and (numbers := _editions(columns["monitoring_year"])):
            yield self._guess(f"  terms: {_flow({'monitoring_year': numbers})}", "editions")
        if "period" in columns and (order := _order(columns["period"])):
            yield self._guess(f"  dates: {order[0]}", *order[1:2], example=order[2])
        if "status" in columns and self._highest:
            bounds = {_rounded(share * self._highest): name for name, (share, _) in reversed(BANDS.items())}
            yield f"  bounds: {_flow({'status': bounds})}"


Constants = dict[str, tuple[Any, str]]


def _looks(said: str | None, place: float) -> dict[str, Any]:
    """The colour of a verdict at its place from best (0) to worst (1), and what it counts as."""
    own = {"colour": COLOURS[round(place * (len(COLOURS) - 1))], "addressed": said in ADDRESSED}
    return own | {each: True for each in ("negative", "in_progress") if said == each}


def _by_number(text: str) -> tuple[float]:
    """Where a verdict that is a number stands: the highest is taken for the best."""
    number = share_of(text)
    return (-number if number is not None else 0,)


def _rounded(number: float) -> float:
    return int(number) if number == int(number) else number


def _separator(column: Column) -> str | None:
    """What stands between several units in a cell: what parts cells into units that stand elsewhere too."""
    for between in BETWEEN:
        parts = Counter(part.strip() for text in column.texts for part in text.split(between))
        split = [part.strip() for text in column.texts if between in text for part in text.split(between)]
        if split and sum(parts[part] > 1 for part in split) * 2 >= len(split):
            return between.strip() if between in ("|", ";", ",") else between
    return None


def _between_links(column: Column) -> str | None:
    """What stands between several addresses in a cell; it may be the end of a line."""
    typed = [str(cell.value) for cell in column.filled]
    for between in ("\n", *BETWEEN):
        if any(len(parts := text.split(between)) > 1 and all(map(opened_as, map(str.strip, parts))) for text in typed):
            return between.strip(" ")
    return None


def _order(column: Column) -> tuple[str, str, str] | None:
    """The order of day and month in dates of numbers, why, and an example; None where there are none."""
    found = {text: parts for text in column.texts if (parts := OF_NUMBERS.fullmatch(HOUR.sub("", text)))}
    if not found:
        return None
    day_first = [text for text, parts in found.items() if int(parts[1]) > MONTHS]
    month_first = [text for text, parts in found.items() if int(parts[2]) > MONTHS]
    if day_first and month_first:
        return "d/m/y", "dates_both", f"{day_first[0]}, {month_first[0]}"
    if month_first:
        return "m/d/y", "dates", month_first[0]
    return "d/m/y", "dates" if day_first else "dates_unknown", (day_first or list(found))[0]


def _editions(column: Column) -> dict[str, str]:
    """Calendar years that do not follow one another → the first, the second …; nothing where they do."""
    said = {text: year for text in column.texts if (year := read_year(text)) and not year.year.number}
    years = sorted({each.year.first for each in said.values()})
    if not years or years[-1] - years[0] < len(years):
        return {}
    return {text: str(years.index(year.year.first) + 1) for text, year in said.items()}


def _flow(value: Any) -> str:
    """A value as YAML writes it within a line; what reads like a mark in it is written so that it is none."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6)
    plain = text.removesuffix("...\n").strip()
    if any(waiting(text)) or "\n" in plain:  # YAML would write what ends a line as an empty one
        return json.dumps(value, ensure_ascii=False).replace("#", r"\u0023")
    return plain


def _ids(labels: Iterable[str]) -> dict[str, str]:
    """An id for each label, no two alike."""
    ids: dict[str, str] = {}
    for label in labels:
        own = slug(label) or "level"
        own = f"level-{own}" if own.isdigit() else own
        free = (f"{own}-{number}" for number in range(2, len(ids) + 3))
        ids[label] = own if own not in ids.values() else next(each for each in free if each not in ids.values())
    return ids


def _example(column: Column) -> str:
    return ", ".join(f"“{_short(text)}”" for text in list(column.texts)[:2]) or "–"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _plan(sheet: ForeignSheet, today: date) -> tuple[int, int, str]:
    """The years of a plan no column says: those of its dates, or of today, and why."""
    said = [own["monitoring_year"] for own in sheet.sheets.values() if "monitoring_year" in own]
    years = [year for year in (*sheet.years, *said) if year > FIRST]
    for name in ("monitoring_year", "period"):
        if name in sheet.columns and not years:
            years = [year for cell in sheet.columns[name].filled for year in _years_of(cell.value, shown(cell))]
    return (min(years), max(years), "plan_of_dates") if years else (today.year, today.year, "plan_unknown")


def _years_of(value: Any, text: str) -> Sequence[int]:
    for read in (value, text):
        try:
            span = read_span(as_a_day(read), AS_DATES)
        except Ambiguous:
            return [int(text[-4:])] if text[-4:].isdigit() else []
        except ValueError:
            continue
        return [span.start.year, span.end.year]
    return []
