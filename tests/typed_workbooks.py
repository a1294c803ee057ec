"""Workbooks as people type them: a seeded model of layouts, of ways to write a thing, and of slips.

What is *sound* can be understood by whoever reads the row: another word of the closed table, other accents, a year in
words, one contract for all rows. A *slip* cannot: a verdict that is doubted, cut off, or two; a row without its year; a
cell merged over two verdicts. A sound verdict is to be counted as what it says; a slip is to be told, never read.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

FIRST = 2019
STATUSES = ("fully", "partially", "not_addressed")
LABELS = {"fully": "adresuar plotësisht", "partially": "adresuar pjesërisht", "not_addressed": "nuk është adresuar"}
# Ways of writing a verdict that are in the closed table, but for case, accents, signs and letters that look alike.
SYNONYMS = {
    "fully": ("plotësisht", "u adresua plotësisht", "janë adresuar plotësisht", "i përmbushur", "fully addressed"),
    "partially": ("pjesërisht", "pjesërisht adresuar", "u adresua pjesërisht", "partially addressed", "partly"),
    "not_addressed": ("nuk u adresua", "i paadresuar", "nuk janë adresuar akoma", "i papërmbushur", "unaddressed"),
}
# Ways nobody can be sure of: doubted, denied, cut off, two at once, another scale.
UNSURE = ("adresuar plotësisht?", "jo plotësisht", "nuk është adresuar plotësisht", "Adresuar P", "në proces", "x",
          "50%", "pjesërisht/plotësisht", "ndoshta pjesërisht", "P", "adresuar pjesrsht")  # fmt: skip
TITLES = ("Ujë i pijshëm në fshatra", "Kopsht fëmijësh", "Ndriçim rrugor", "Treg fshati", "Rrugë e re", "Qendër rinore",
          "Kanalizime", "Park lojërash", "Linjë autobusi", "Bibliotekë")  # fmt: skip
ENGLISH = {"cycle": "Contract", "label": "Priority", "year": "Monitoring year", "period": "Period"}
ENGLISH |= {"status": "Status", "reason": "Reason"}
ROMAN = ("I", "II", "III", "IV")
WORDS = ("i parë", "i dytë", "i tretë", "i katërt")


@dataclass(frozen=True)
class Verdict:
    """One verdict as it was typed: where, on which priority and year, what it says, and whether that is sound."""

    sheet: str
    row: int
    column: int
    priority: str
    year: int
    status: str
    sound: bool


@dataclass
class Typed:
    """A workbook, what was typed into it, and the names of the slips that were made."""

    book: Workbook
    verdicts: list[Verdict] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)


def typed_workbook(seed: int, municipality: str) -> Typed:
    """The workbook of one person: a layout of their own, ways of their own, and some slips."""
    return _Person(random.Random(seed), municipality).fill_in()


class _Person:
    def __init__(self, chance: random.Random, municipality: str) -> None:
        self.chance, self.municipality = chance, municipality
        self.last = chance.choice((2021, 2022, 2023))
        self.count, self.years = chance.randint(4, 10), chance.randint(1, min(4, self.last - FIRST))
        self.made = Typed(Workbook())
        self.careless = chance.random() * 0.12  # how often a slip happens
        self.way_of_cycle = self._one(self._cycle_long, self._cycle_dash, self._cycle_short)
        self.way_of_year = self._one(
            str, lambda n: n, lambda n: f"Viti {ROMAN[n - 1]}", lambda n: f"viti {WORDS[n - 1]}", lambda n: f"Viti {n}"
        )
        self.way_of_label = self._one(str, lambda n: n, lambda n: f"Prioriteti {n}", lambda n: f"Nr. {n}")

    def _one(self, *ways: Any) -> Any:
        """The first way is the commonest."""
        return ways[0] if self.chance.random() < 0.5 else self.chance.choice(ways)

    def _cycle_long(self) -> str:
        return f"{FIRST}–{self.last}"

    def _cycle_dash(self) -> str:
        return f"{FIRST}-{self.last}"

    def _cycle_short(self) -> str:
        return f"{FIRST}-{self.last % 100}"

    # --- the sheets -----------------------------------------------------------------------------------------------

    def fill_in(self) -> Typed:
        about = self.made.book.active
        about.title = self._one("Rreth skedarit", "Skedari")
        about.append(["Lloji i skedarit", "Bashkia"])
        about.append(["bashki", self.municipality])
        usual = (self._long, self._long, self._wide)
        layout = self.chance.choice((*usual, *usual, self._by_sheet, self._short))
        if layout != self._short:
            self._contracts()
            self._priorities()
        layout()
        return self.made

    def _contracts(self) -> None:
        sheet = self.made.book.create_sheet(self._one("Kontratat", "Kontrata Sociale", "Kontrata"))
        sheet.append(["Kontrata", "Data e nënshkrimit", "Shënim"])
        signed = self._one("25.6.2019", "qershor 2019", datetime(2019, 6, 25), 2019)
        if self._slips("optional day"):
            signed = self.chance.choice(("3/4/2019", "25 qershor", "?"))
        sheet.append([self.way_of_cycle(), signed, None])

    def _priorities(self) -> None:
        sheet = self.made.book.create_sheet(self._one("Prioritetet", "Prioritete"))
        sheet.append(["Kontrata", "Nr.", "Prioriteti", "Tema"])
        for number in range(1, self.count + 1):
            theme = self.chance.choice((None, "Infrastrukturë", "Arsim"))
            if self._slips("optional theme"):
                theme = "Bujqësia jonë"
            sheet.append([self.way_of_cycle(), self._label(number), self._title(number), theme])

    def _title(self, number: int) -> str:
        title = TITLES[number - 1]
        return title.replace("ë", "ё") if self.chance.random() < 0.1 else title

    def _label(self, number: int) -> Any:
        return self.way_of_label(number)

    def _long(self) -> None:
        """One row a verdict, as the template has it, in an order of one's own."""
        sheet = self.made.book.create_sheet(self._one("Vlerësimet", "Vlerësimi", "Monitorimi"))
        columns = ["cycle", "label", "year", "period", "status", "reason"]
        if self.chance.random() < 0.3:
            self.chance.shuffle(columns)
        heads = {"cycle": "Kontrata", "label": "Prioriteti", "year": self._one("Viti i monitorimit", "Viti")}
        heads |= {"period": "Periudha", "status": self._one("Statusi", "Vlerësimi"), "reason": "Arsyeja"}
        self._lines_above(sheet)
        sheet.append([heads[each] for each in columns])
        if columns[0] == "cycle" and columns[4] == "status" and self.chance.random() < 0.2:  # the same in English
            sheet.append([ENGLISH[each] for each in columns])
        once = self.chance.random() < 0.3  # the contract only in the first row, or merged over all of them
        merged, first = once and self.chance.random() < 0.5, sheet.max_row + 1
        rows = [(number, year) for year in range(1, self.years + 1) for number in range(1, self.count + 1)]
        for at, (number, year) in enumerate(rows):
            line = {"cycle": self.way_of_cycle() if not once or at == 0 else None, "label": self._label(number)}
            line |= {"year": self.way_of_year(year), "reason": self.chance.choice((None, "U shtruan 2 km."))}
            line["period"] = self.chance.choice((None, None, f"gusht {FIRST + year - 1} – gusht {FIRST + year}"))
            if self._slips("optional period"):
                line["period"] = f"viti {FIRST + year}"
            self._row(sheet, columns, line, number, year)
            if self.chance.random() < 0.03 and not merged:
                sheet.append([None])
            if self.chance.random() < 0.02 and not merged:  # the headings once more, as on a new page
                sheet.append([heads[each] for each in columns])
        if merged:
            at = columns.index("cycle") + 1
            sheet.merge_cells(None, first, at, sheet.max_row, at)
        elif self.chance.random() < self.careless:
            self._merge_verdicts(sheet, columns.index("status") + 1)
        if self.chance.random() < 0.2:
            sheet.append(["Gjithsej", None, None, None, f"{len(rows)} nga {len(rows)}"])

    def _merge_verdicts(self, sheet: Worksheet, at: int) -> None:
        """One cell over the verdicts of two rows: of the second nobody knows whether it is meant."""
        pairs = zip(self.made.verdicts, self.made.verdicts[1:], strict=False)
        for number, (one, other) in enumerate(pairs, start=1):
            if one.sound and other.sound and (one.sheet, other.row) == (sheet.title, one.row + 1) and one.column == at:
                sheet.cell(other.row, at).value = None
                sheet.merge_cells(None, one.row, at, other.row, at)
                self.made.verdicts[number] = replace(other, sound=False)
                self.made.slips.append("merged")
                return

    def _row(self, sheet: Worksheet, columns: list[str], line: dict[str, Any], number: int, year: int) -> None:
        status, text, sound = self._verdict()
        slip = self._slip_of_row()
        if slip == "half" and line["cycle"] is not None:  # the contract that is said once is not missing
            line[self.chance.choice([each for each in ("year", "label") if each in columns])] = None
            sound = False
        elif slip == "moved" and columns[-1] != "status":
            columns = ["", *columns]  # the whole row one cell to the right
            sound = False
        row = sheet.max_row + 1
        line["status"] = text
        for column, name in enumerate(columns, start=1):
            if name and line[name] is not None:
                sheet.cell(row, column).value = line[name]
        at = columns.index("status") + 1
        if slip == "struck":
            sheet.cell(row, at).font = Font(strike=True)
            sound = False
        self._note(sheet, row, at, number, year, status, sound)
        if slip == "doubled":
            again = sheet.max_row + 1
            other = self.chance.random() < 0.5
            for column in range(1, len(columns) + 1):
                sheet.cell(again, column).value = sheet.cell(row, column).value
            if other and sound:
                status = self.chance.choice([each for each in STATUSES if each != status])
                sheet.cell(again, at).value = LABELS[status]
                self.made.verdicts[-1] = replace(self.made.verdicts[-1], sound=False)
                self._note(sheet, again, at, number, year, status, False)
            self.made.slips.append("doubled")
        elif slip:
            self.made.slips.append(slip)

    def _slip_of_row(self) -> str:
        happens = self.chance.random() < self.careless / 3
        return self.chance.choice(("half", "moved", "doubled", "struck")) if happens else ""

    def _wide(self) -> None:
        """A row a priority, a column a year."""
        sheet = self.made.book.create_sheet(self._one("Vlerësimet", "Monitorimi"))
        self._lines_above(sheet)
        self._columns_of_years(sheet, ["Kontrata", "Prioriteti"], lambda n: [self.way_of_cycle(), self._label(n)])

    def _columns_of_years(self, sheet: Worksheet, heads: list[str], named: Callable[[int], list[Any]]) -> None:
        year = self._one(lambda n: f"Viti {ROMAN[n - 1]}", lambda n: f"Viti {n}", lambda n: f"Viti {WORDS[n - 1]}")
        if self.chance.random() < 0.25:  # “Statusi” merged over the years
            sheet.append([*heads, "Statusi"])
            sheet.append([None] * len(heads) + [year(n) for n in range(1, self.years + 1)])
            top = sheet.max_row - 1
            if self.years > 1:
                sheet.merge_cells(None, top, len(heads) + 1, top, len(heads) + self.years)
        else:
            sheet.append([*heads, *(year(n) for n in range(1, self.years + 1))])
        for number in range(1, self.count + 1):
            row = sheet.max_row + 1
            for column, value in enumerate(named(number), start=1):
                sheet.cell(row, column).value = value
            for each in range(1, self.years + 1):
                if self.chance.random() < 0.1:
                    continue  # no verdict that year
                status, text, sound = self._verdict()
                sheet.cell(row, len(heads) + each).value = text
                if text is not None:
                    self._note(sheet, row, len(heads) + each, number, each, status, sound)
        if self.chance.random() < 0.2:
            sheet.append(["Gjithsej", *[None] * (len(heads) - 1), f"{self.count} nga {self.count}"])

    def _by_sheet(self) -> None:
        """A sheet a year."""
        for year in range(1, self.years + 1):
            sheet = self.made.book.create_sheet(f"Vlerësimet {year}")
            sheet.append(["Kontrata", "Prioriteti", "Statusi", "Arsyeja"])
            for number in range(1, self.count + 1):
                line = {"cycle": self.way_of_cycle(), "label": self._label(number), "reason": None, "year": year}
                self._row(sheet, ["cycle", "label", "status", "reason"], line, number, year)

    def _short(self) -> None:
        """Contract, priorities and verdicts on one sheet."""
        sheet = self.made.book.create_sheet("Vlerësimet")
        sheet.append([self._one("Kontrata", "Kontrata Sociale"), self.way_of_cycle()])
        sheet.append([None])
        self._columns_of_years(sheet, ["Nr.", "Prioriteti"], lambda n: [n, self._title(n)])

    def _lines_above(self, sheet: Worksheet) -> None:
        if self.chance.random() < 0.2:
            sheet.append([f"Organizata “Shembull”, {self.municipality}"])

    # --- one verdict ----------------------------------------------------------------------------------------------

    def _slips(self, name: str) -> bool:
        made = self.chance.random() < self.careless
        if made:
            self.made.slips.append(name)
        return made

    def _verdict(self) -> tuple[str, Any, bool]:
        """What it says, as it is typed, and whether that can be understood."""
        status = self.chance.choice(STATUSES)
        if self._slips("unsure verdict"):
            return status, self.chance.choice(UNSURE), False
        text = LABELS[status] if self.chance.random() < 0.7 else self.chance.choice(SYNONYMS[status])
        for chance, other in (
            (0.10, str.upper), (0.05, str.title), (0.10, lambda t: t.replace("ë", "e")), (0.04, lambda t: f"({t})"),
            (0.04, lambda t: f" {t}  "), (0.04, lambda t: t.replace("ë", "ё")), (0.03, lambda t: f"{t}."),
            (0.03, lambda t: t.replace(" ", "\u00a0")), (0.03, lambda t: unicodedata.normalize("NFD", t)),
        ):  # fmt: skip
            if self.chance.random() < chance:
                text = other(text)
        return status, text, True

    def _note(self, sheet: Worksheet, row: int, at: int, number: int, year: int, status: str, sound: bool) -> None:
        self.made.verdicts.append(Verdict(sheet.title, row, at, str(number), year, status, sound))
