"""Invented networks with the edges of the data drawn into them, in the raw workbooks themselves."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl
import pytest
from oracle.raw import cycle_of, label_of
from plain import plain_workbook

from pop_analysis.model import Model
from pop_analysis.synthetic import make_example
from pop_analysis.synthetic import network as synthetic
from pop_analysis.workbooks.template import Rows, tables_of

FULLY, PARTIALLY, NOT = "adresuar plotësisht", "adresuar pjesërisht", "nuk është adresuar"


class Book:
    """The workbook of a municipality as rows by sheet and heading, to be changed and written back."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, openpyxl.load_workbook(path)
        self.headings = {sheet.title: [cell.value for cell in sheet[1]] for sheet in self.book}
        self.rows = {
            sheet.title: [dict(zip(self.headings[sheet.title], row, strict=True)) for row in sheet.values][1:]
            for sheet in self.book
            if sheet.title != "_"
        }

    def __getitem__(self, sheet: str) -> list[dict]:
        return self.rows[sheet]

    def keep(self, sheet: str, wanted: Callable[[dict], bool]) -> None:
        self.rows[sheet] = [row for row in self.rows[sheet] if wanted(row)]

    def save(self) -> None:
        """Write it back; what hung on a priority or a contract that is gone is gone, or says nothing of it."""
        contracts = {row["Kontrata"] for row in self["Kontratat"]}
        for sheet in ("Prioritetet", "Vlerësimet", "Raportet", "Provat", "Nota e qytetarëve"):
            self.keep(sheet, lambda row: row["Kontrata"] in contracts)
        known = {(row["Kontrata"], label_of(row["Nr."]) or row["Prioriteti"]) for row in self["Prioritetet"]}
        known |= {(row["Kontrata"], row["Prioriteti"]) for row in self["Prioritetet"]}
        for sheet in ("Vlerësimet", "Provat", "Nota e qytetarëve"):
            self.keep(sheet, lambda row: (row["Kontrata"], label_of(row["Prioriteti"])) in known)
        for sheet in ("Aktivitetet", "Fushatat", "Deklaratat"):
            for row in self[sheet]:
                if (row["Kontrata"], label_of(row["Prioriteti"])) not in known:
                    row["Prioriteti"] = None
                if row["Kontrata"] not in contracts:
                    row["Kontrata"] = None
        for sheet, rows in self.rows.items():
            written = self.book[sheet]
            written.delete_rows(2, written.max_row)
            for at, row in enumerate(rows, start=2):
                for column, heading in enumerate(self.headings[sheet], start=1):
                    written.cell(at, column, row[heading])
        self.book.save(self.path)


def every_status(status: str) -> Callable[[Book, Random], None]:
    def draw(book: Book, rng: Random) -> None:
        for row in book["Vlerësimet"]:
            row["Statusi"] = status

    return draw


def all_missing(book: Book, rng: Random) -> None:
    book.keep("Vlerësimet", lambda row: False)


def some_missing(book: Book, rng: Random) -> None:
    book.keep("Vlerësimet", lambda row: rng.random() < 0.6)


def one_priority(book: Book, rng: Random) -> None:
    first = {row["Kontrata"]: row for row in reversed(book["Prioritetet"])}
    book.rows["Prioritetet"] = list(first.values())
    for row in book["Kontratat"]:
        row["Prioritete gjithsej"] = 1
    for row in book["Prioritetet"]:
        row["Vjen nga"] = row["Në kontratë që nga viti"] = None


def _years(book: Book, cycle: str) -> list[int]:
    return sorted({row["Viti i monitorimit"] for row in book["Vlerësimet"] if row["Kontrata"] == cycle})


def _whole(book: Book, cycle: str) -> list[dict]:
    """Priorities of a contract that were there from its first year, and say nothing of where they come from."""
    own = [row for row in book["Prioritetet"] if row["Kontrata"] == cycle and row["Nr."] is not None]
    return [row for row in own if row["Vjen nga"] is None and row["Në kontratë që nga viti"] is None]


def added_later(book: Book, rng: Random) -> None:
    for cycle in {row["Kontrata"] for row in book["Vlerësimet"]}:
        year = rng.choice([2, _years(book, cycle)[-1]])
        late = {label_of(row["Nr."]) for row in _whole(book, cycle)[:2]}
        for row in _whole(book, cycle)[:2]:
            row["Në kontratë që nga viti"] = year
        book.keep(
            "Vlerësimet",
            lambda row, late=late, year=year, cycle=cycle: (
                row["Kontrata"] != cycle or label_of(row["Prioriteti"]) not in late or row["Viti i monitorimit"] >= year
            ),
        )


def _next_to(book: Book, cycle: str, origins: list[dict], made: int, year: int) -> None:
    """From ``year`` on, ``made`` new priorities stand in place of ``origins``."""
    gone = {label_of(row["Nr."]) for row in origins}
    book.keep("Vlerësimet", lambda row: row["Vlerësuesi"] is None or label_of(row["Prioriteti"]) not in gone)
    verdicts = [row for row in book["Vlerësimet"] if row["Kontrata"] == cycle and row["Viti i monitorimit"] == year]
    for row in verdicts:
        if label_of(row["Prioriteti"]) in gone:
            row["Statusi"], row["Vlerësuesi"] = "hequr nga kontrata", None
    book.keep(
        "Vlerësimet",
        lambda row: (
            row["Kontrata"] != cycle
            or label_of(row["Prioriteti"]) not in gone
            or row["Viti i monitorimit"] < year
            or row["Statusi"] == "hequr nga kontrata"
        ),
    )
    for n in range(made):
        label = 70 + n
        book["Prioritetet"].append(
            dict.fromkeys(book.headings["Prioritetet"])
            | {"Kontrata": cycle, "Nr.": label, "Prioriteti": f"Prioritet i ri {label}", "Tema": origins[0]["Tema"]}
            | {"Në kontratë që nga viti": year, "Vjen nga": "; ".join(sorted(gone))}
        )
        if verdicts:
            book["Vlerësimet"].append(verdicts[0] | {"Prioriteti": label, "Statusi": PARTIALLY, "Vlerësuesi": None})


def merged(book: Book, rng: Random) -> None:
    for cycle in {row["Kontrata"] for row in book["Vlerësimet"]}:
        if len(_whole(book, cycle)) > 2 and len(_years(book, cycle)) > 1:
            _next_to(book, cycle, _whole(book, cycle)[:2], 1, _years(book, cycle)[-1])


def split(book: Book, rng: Random) -> None:
    for cycle in {row["Kontrata"] for row in book["Vlerësimet"]}:
        if len(_whole(book, cycle)) > 1 and len(_years(book, cycle)) > 1:
            _next_to(book, cycle, _whole(book, cycle)[:1], 2, _years(book, cycle)[-1])


def gap_of_a_year(book: Book, rng: Random) -> None:
    for sheet in ("Vlerësimet", "Raportet", "Nota e qytetarëve"):
        book.keep(sheet, lambda row: row["Viti i monitorimit"] != 2)


def overlapping(book: Book, rng: Random) -> None:
    """A second contract that runs in the same term, judged in its first year."""
    cycles = {cycle_of(row["Kontrata"]) for row in book["Kontratat"]}
    if "2021-2023" in cycles or "2019-2023" not in cycles:
        return
    first = next(row for row in book["Kontratat"] if cycle_of(row["Kontrata"]) == "2019-2023")
    if first["Kontrata"] not in {row["Kontrata"] for row in book["Prioritetet"]}:
        return
    own = [row for row in book["Prioritetet"] if row["Kontrata"] == first["Kontrata"] and row["Nr."] is not None][:3]
    new = {"Kontrata": "2021–2023"}
    dates = {"Data e nënshkrimit": "mars 2021", "Monitorohet që nga": "prill 2021", "Prioritete gjithsej": len(own)}
    book["Kontratat"].append(first | new | dates)
    for place, row in enumerate(own):
        fresh = {"Prioriteti": f"Premtim i dytë {place}", "Prioriteti në anglisht": None}
        book["Prioritetet"].append(row | new | fresh | {"Vjen nga": None, "Në kontratë që nga viti": None})
        judged = dict.fromkeys(book.headings["Vlerësimet"]) | new | {"Viti i monitorimit": 1}
        period = {"Periudha": "prill 2021 – mars 2022", "Statusi": rng.choice([FULLY, PARTIALLY, NOT])}
        book["Vlerësimet"].append(judged | {"Prioriteti": row["Nr."]} | period)


def new_contract_judged_once(book: Book, rng: Random) -> None:
    judged_already = {row["Kontrata"] for row in book["Vlerësimet"]}
    for row in book["Prioritetet"]:
        if cycle_of(row["Kontrata"]) == "2023-2027" and row["Kontrata"] not in judged_already:
            judged = dict.fromkeys(book.headings["Vlerësimet"]) | {"Kontrata": row["Kontrata"], "Viti i monitorimit": 1}
            period = {"Periudha": "janar 2024 – dhjetor 2024", "Statusi": rng.choice([FULLY, PARTIALLY, NOT])}
            label = row["Nr."] if row["Nr."] is not None else row["Prioriteti"]
            book["Vlerësimet"].append(judged | {"Prioriteti": label} | period)


def ties(book: Book, rng: Random) -> None:
    """Verdicts in turn, the same in every municipality that has as many priorities."""
    for place, row in enumerate(book["Vlerësimet"]):
        row["Statusi"] = (FULLY, PARTIALLY, NOT, PARTIALLY)[place % 4]


def half_stated_sex(book: Book, rng: Random) -> None:
    for place, row in enumerate(book["Aktivitetet"]):
        if place % 2:
            row["Burra dhe djem"] = None
        elif place % 3 == 0:
            row["Gra dhe vajza"] = row["Burra dhe djem"] = row["Pjesëmarrës"] = None


def no_contract(book: Book, rng: Random) -> None:
    book.keep("Kontratat", lambda row: False)


def no_months(book: Book, rng: Random) -> None:
    for sheet in ("Vlerësimet", "Raportet"):
        for row in book[sheet]:
            row["Periudha"] = None


def undeclared(book: Book, rng: Random) -> None:
    for row in book["Kontratat"]:
        row["Prioritete gjithsej"] = None


def only_years_known(book: Book, rng: Random) -> None:
    """Dates without months, of the contracts or of what was monitored."""
    for row in book["Kontratat"]:
        for name in ("Data e nënshkrimit", "Monitorohet që nga"):
            row[name] = cycle_of(row["Kontrata"])[:4] if rng.random() < 0.7 else row[name]
    whole = {(row["Kontrata"], row["Viti i monitorimit"]) for row in book["Vlerësimet"] if rng.random() < 0.02}
    for sheet in ("Vlerësimet", "Raportet"):
        for row in book[sheet]:
            if (row["Kontrata"], row["Viti i monitorimit"]) in whole:
                row["Periudha"] = str(int(cycle_of(row["Kontrata"])[:4]) + row["Viti i monitorimit"])


def status_mistyped(book: Book, rng: Random) -> None:
    for row in book["Vlerësimet"]:
        row["Statusi"] = rng.choice(["krejt ndryshe", row["Statusi"], row["Statusi"]])


def one_of_everything(book: Book, rng: Random) -> None:
    """One priority, judged once, one report, one activity, one person: nothing has a plural."""
    one_priority(book, rng)
    for sheet in ("Kontratat", "Vlerësimet", "Raportet", "Provat", "Nota e qytetarëve", "Aktivitetet", "Deklaratat"):
        book.rows[sheet] = book.rows[sheet][:1]
    for row in book["Aktivitetet"]:
        row["Pjesëmarrës"], row["Gra dhe vajza"], row["Burra dhe djem"] = 1, 1, 0
    campaigns = [row["Fushata"] for row in book["Fushatat"][:1]]
    book.rows["Fushatat"] = book["Fushatat"][:1]
    book.rows["Hapat e fushatave"] = [row for row in book["Hapat e fushatave"] if row["Fushata"] in campaigns][:1]


EDGES: dict[str, Callable[[Book, Random], None]] = {
    "all missing": all_missing,
    "some missing": some_missing,
    "one priority": one_priority,
    "all withdrawn": every_status("hequr nga kontrata"),
    "all unverifiable": every_status("i paverifikueshëm"),
    "everything fully": every_status(FULLY),
    "merged": merged,
    "split": split,
    "added later": added_later,
    "gap of a year": gap_of_a_year,
    "overlapping contracts": overlapping,
    "new contract judged once": new_contract_judged_once,
    "ties": ties,
    "half-stated sex": half_stated_sex,
    "no contract": no_contract,
    "no months": no_months,
    "priorities not declared": undeclared,
    "only years known": only_years_known,
    "status mistyped": status_mistyped,
    "one of everything": one_of_everything,
}


def _plain(model: Model, rows: Rows, kind: str) -> openpyxl.Workbook:
    return plain_workbook(model, {name: rows.get(name, ()) for name in tables_of(model, kind)})


def network(folder: Path, number: int) -> str:
    """Write the invented network of this number; returns which edges were drawn into it."""
    rng = Random(number)
    places, names = rng.choice([1, 2, 2, 3]), list(EDGES)
    with pytest.MonkeyPatch.context() as patch:  # what a template has for whoever fills it in takes most of the time
        patch.setattr(synthetic, "filled_workbook", _plain)
        paths = make_example(folder, municipalities=places, years=rng.choice([1, 2, 3]), seed=number)
    drawn = [names[number % len(names)], *rng.sample(names, rng.choice([0, 0, 1]))]
    everywhere = rng.random() < 0.5
    for path in paths[1:] if everywhere else paths[1:2]:
        book = Book(path)
        for name in drawn:
            EDGES[name](book, rng)
        book.save()
    return f"network {number}: {places} municipalities, {' + '.join(drawn)}{' everywhere' if everywhere else ''}"
