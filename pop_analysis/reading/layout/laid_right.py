"""A sheet that is not read, laid out right: its own first rows under the headings of the template, as an example.

Nothing of it is read: what the sheet does not say for sure is left empty, for the person who keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from pop_analysis.model import Field, Model, Table, fold
from pop_analysis.model.text import spelling
from pop_analysis.reading.conversion.convert import read_label, several_labels
from pop_analysis.reading.conversion.meanings import says_otherwise
from pop_analysis.reading.conversion.years import read_cycle, read_year
from pop_analysis.reading.layout.headings import field_of
from pop_analysis.reading.layout.unread import BETWEEN, is_verdict, says_verdict, verdict_words
from pop_analysis.reading.parsing.cells import Cell, Sheet, shown
from pop_analysis.reading.personal import masked

FIRST = 2
MANY = 12  # verdicts that are looked at for the first rows
LONGEST = 40  # letters of a value in a message
UNKNOWN = "…"
LIKE = "like"  # the place in a message for what is laid out right
Right = Mapping[str, str]


def lays_out(code: str, model: Model) -> bool:
    """Whether a finding is of those that show how a sheet should be laid out."""
    return any(f"{{{LIKE}}}" in message for message in model.findings[code].message.values())


def laid_right(sheet: Sheet, table: Table, model: Model) -> list[Right]:
    """Give the first rows of a sheet as they should stand: each required field → what the sheet says of it, or "".

    A verdict makes a row, wherever it stands: years may stand above it or beside it, and so may priorities.
    """
    if table.verdict_field and (ticked := list(islice(_ticked(sheet, table, model), FIRST))):
        return ticked
    found = _by_verdict(sheet, table, model) if table.verdict_field else iter(())
    rows = _without_two_verdicts(list(islice(found, MANY)), table)[:FIRST]
    return rows or list(islice(_below_headings(sheet, table), FIRST))


def _without_two_verdicts(rows: list[Right], table: Table) -> list[Right]:
    """The rows, one for each priority and year: of two verdicts, a draft and the last one, none is shown as the one."""
    made: dict[tuple[str, ...], Right] = {}
    verdict, year = (each.id if each else "" for each in (table.verdict_field, table.year_field))
    for at, row in enumerate(rows):
        key = (*(text for name, text in row.items() if name != verdict), "" if row.get(year) else str(at))
        two = key in made and fold(made[key][verdict]) != fold(row[verdict])
        made[key] = {**row, verdict: ""} if two else made.get(key, row)
    return list(made.values())


def under_headings(
    rows: Iterable[Mapping[int, Cell]], columns: Mapping[str, int], once: Mapping[str, Cell], table: Table
) -> list[Right]:
    """Give the first rows as they are read: of each required field what is said ``once``, or stands in its column."""
    cells = ({**once, **{name: own[at] for name, at in columns.items() if at in own}} for own in rows)
    said = ({each.id: shown(own.get(each.id, Cell(None))) for each in _needed(table)} for own in cells)
    return list(islice(said, FIRST))


def headings_of(table: Table, language: str) -> list[str]:
    """The headings under which such rows stand."""
    return [each.header[language] for each in _needed(table)]


def in_words(rows: list[Right], table: Table, model: Model) -> dict[str, str]:
    """What a message shows of rows that are laid out right; a part of it for each language."""
    lines = [" | ".join(_cut(value) or UNKNOWN for value in row.values()) for row in rows]
    phrase = model.phrases["like_this"]
    return {
        language: phrase[language].format(headings=" | ".join(headings_of(table, language)), read="; ".join(lines))
        if lines
        else ""
        for language in model.languages
    }


def _needed(table: Table) -> list[Field]:
    return [each for each in table.fields.values() if each.required]


def _cut(text: str) -> str:
    text = masked(text)  # whole: of half an address nobody sees that it is one
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}{UNKNOWN}"


def _by_verdict(sheet: Sheet, table: Table, model: Model) -> Iterator[Right]:
    words, verdict = verdict_words(model), table.verdict_field.id if table.verdict_field else ""
    for row, cells in sheet.rows.items():
        for column, cell in sorted(cells.items()):
            if isinstance(cell.value, str) and says_verdict(cell.value, words):
                above = (shown(sheet.rows[at][column]) for at in sheet.rows if at < row and column in sheet.rows[at])
                heads = [text for text in above if nearly(text, table) is table.verdict_field]
                no_verdict = any(says_otherwise(text, model) for text in heads)  # an expected one, or the mayor's own
                for made in _around(sheet, row, column, table, words):
                    yield {**made, verdict: ""} if no_verdict else made


def _ticked(sheet: Sheet, table: Table, model: Model) -> Iterator[Right]:
    """The rows below verdicts that stand side by side as headings, each with one of them ticked."""
    words = verdict_words(model)
    for top, cells in sheet.rows.items():
        heads = {at: shown(each) for at, each in cells.items() if spelling(shown(each)) in words}
        columns = {field.id: at for at, cell in cells.items() if (field := nearly(cell.value, table))}
        for own in (sheet.rows[row] for row in sheet.rows if row > top and len(heads) > 1 and columns):
            marks = [at for at in heads if at in own and not own[at].is_blank]
            if len(marks) == 1 and not says_verdict(shown(own[marks[0]]), words):
                said = {each.id: shown(own.get(columns.get(each.id, 0), Cell(None))) for each in _needed(table)}
                yield said | {each.id: heads[marks[0]] for each in [table.verdict_field] if each}


def _around(sheet: Sheet, row: int, column: int, table: Table, words: frozenset[str]) -> Iterator[Right]:
    """The rows of one verdict: one for each priority that its cell names before it, else the one it stands at."""
    place = _Place(sheet, row, column, table, words)
    inside, verdict = _parted(shown(sheet.rows[row][column]), words)
    for label in several_labels(Cell(inside)) or [inside]:
        yield {each.id: place.says(each, label, verdict) for each in _needed(table)}


def _parted(text: str, words: frozenset[str]) -> tuple[str, str]:
    """What stands in a cell before its verdict, and the verdict: “1 dhe 2: adresuar” is of two priorities."""
    parts = [part.strip() for part in BETWEEN.split(text) if part.strip()]
    verdicts = [at for at, part in enumerate(parts) if is_verdict(part, words)]
    if is_verdict(text, words) or not verdicts:  # “adresuar (plotësisht)” is one verdict, not the one it begins with
        return "", text
    at = verdicts[0]
    return (parts[at - 1] if at else ""), parts[at]


def _is_number(text: str) -> bool:
    return read_label(Cell(text)) is not None


def _is_year(text: str) -> bool:
    """Whether a text is nothing but a monitoring year, said as one: “Viti 2”."""
    said = read_year(text)
    return said is not None and said.sure and not said.rest


class _Place:
    """A verdict on a sheet, with the cells to its left and those above it: what they say of it."""

    def __init__(self, sheet: Sheet, row: int, column: int, table: Table, words: frozenset[str]) -> None:
        self.sheet, self.row, self.table, self.words = sheet, row, table, words
        self.headings: dict[int, tuple[int, Field] | None] = {}  # of each column, the topmost above the verdict
        self.left = [(row, at) for at in sorted(sheet.rows[row]) if at < column]
        self.above = [(at, column) for at in sorted(sheet.rows) if at < row and column in sheet.rows[at]]
        self.lines = [(at, min(sheet.rows[at])) for at in sheet.rows if at < row and len(sheet.rows[at]) == 1]
        near = [*reversed(self.left), *reversed(self.above), *reversed(self.lines)]
        self.year = next((each for each in near if self._year(each)), None)

    def says(self, field: Field, inside: str, verdict: str) -> str:
        """What is known of a field; ``inside`` is what the cell says before its ``verdict``."""
        if field is self.table.verdict_field:
            return verdict
        if field is self.table.year_field:
            return str(self._year(self.year)) if self.year else ""
        if field.kind == "priority":
            return inside or self._priority()
        places = [*self.left, *self.above, *self.lines]
        return next((text for each in places if (text := _typed(self._cell(each), field, self._heads(each)))), "")

    def _cell(self, place: tuple[int, int]) -> Cell:
        return self.sheet.rows[place[0]][place[1]]

    def _heads(self, place: tuple[int, int]) -> Field | None:
        """The field of the heading above a place, also where the heading says more than its name."""
        row, column = place
        if column not in self.headings:
            above = ((at, cells[column]) for at, cells in self.sheet.rows.items() if at < self.row and column in cells)
            known = ((at, field) for at, cell in above if (field := nearly(cell.value, self.table)))
            self.headings[column] = next(known, None)
        heading = self.headings[column]
        return heading[1] if heading and heading[0] < row else None

    def _year(self, place: tuple[int, int]) -> int:
        """The monitoring year a cell says; 0 where it says none for sure."""
        cell = self._cell(place)
        said = read_year(cell.value)
        of_years = self._heads(place) is self.table.year_field
        is_sure = said is not None and not said.rest and (of_years or (said.sure and isinstance(cell.value, str)))
        return said.year.number if said and is_sure else 0

    def _priority(self) -> str:
        """The number or the title beside a verdict; above it where its year stands beside it."""
        return self._named(self.left) or (self._named(self.above) if self.year in self.left else "")

    def _named(self, places: list[tuple[int, int]]) -> str:
        """The priority that one of these cells names, by its number rather than by its title."""
        free = [each for each in places if each != self.year and self._heads(each) in (None, self._label())]
        cells = [self._cell(each) for each in free]
        own = [
            cell for cell in cells if not says_verdict(shown(cell), self.words) and not nearly(cell.value, self.table)
        ]
        numbers = [shown(cell) for cell in own if read_label(cell)]
        return next(iter([*numbers, *(shown(cell) for cell in own if isinstance(cell.value, str))]), "")

    def _label(self) -> Field | None:
        return next((each for each in self.table.fields.values() if each.kind == "priority"), None)


def nearly(value: object, table: Table) -> Field | None:
    """The field of a heading, also of one that says more: “Nr. i prioritetit (sipas kontratës)”. A value is none."""
    if found := field_of(value, table):
        return found
    if not isinstance(value, str) or _is_number(value) or read_cycle(value) or _is_year(value):
        return None
    said = f" {fold(value)} "
    known = [name for name in table.headings if len(name) > 1 and f" {name} " in said]
    return table.headings[max(known, key=len)] if known else None


def _typed(cell: Cell, field: Field, heading: Field | None) -> str:
    """What a cell says of a field: below a heading of it, or where nothing else can be meant."""
    if field.kind == "cycle":
        years = read_cycle(cell.value)
        return shown(cell) if years and (heading is field or years[0] < years[1] - 1) else ""
    return shown(cell) if heading is field else ""


def _below_headings(sheet: Sheet, table: Table) -> Iterator[Right]:
    """The rows below the headings that are known, or nearly; none where there is no such heading."""
    for top, cells in sheet.rows.items():
        columns = {field.id: at for at, cell in cells.items() if (field := nearly(cell.value, table))}
        if columns:
            yield from under_headings((own for row, own in sheet.rows.items() if row > top), columns, {}, table)
            return
