"""From a laid-out sheet to rows: each read, and then counted, rejected with a finding, or blank."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from pop_analysis.model import Field, Model, Table, tidy
from pop_analysis.model.text import spelling
from pop_analysis.reading.conversion.convert import Context, Unread, convert, read_label, several_labels
from pop_analysis.reading.conversion.meanings import verdict_and_reason
from pop_analysis.reading.conversion.years import read_cycle
from pop_analysis.reading.findings import Findings
from pop_analysis.reading.layout.as_meant import parts_of
from pop_analysis.reading.layout.example_mark import is_marked
from pop_analysis.reading.layout.laid_right import in_words
from pop_analysis.reading.layout.lay_out import FREE_TEXT, Layout
from pop_analysis.reading.layout.merged import Merged, spread
from pop_analysis.reading.layout.unread import BETWEEN
from pop_analysis.reading.parsing.cells import Cell, Sheet, address, shown, written
from pop_analysis.reading.parsing.text_file import Halved
from pop_analysis.reading.personal import personal

# Names of colours by their hue in degrees, and how little of it, or how light, is none.
HUES = ((16, "red"), (48, "orange"), (70, "yellow"), (170, "green"), (260, "blue"), (330, "purple"), (361, "red"))
PALE, LIGHT = 0.12, 0.97
UNLIKE = ("ST-01", "NU-01", "PR-01", "CY-01", "DT-04")  # what stands in a cell is nothing like what belongs there
SAID_AGAIN = (
    "municipalities",
    "contracts",
    "priorities",
    "campaigns",
)  # in every row of a flat sheet
HIDDEN = 1  # columns of the example that a sheet may not show, and its row is the example all the same


def marked_field(table: Table) -> str | None:
    """The field in whose cell the example row of a template is marked: the first one that has an example."""
    return next((name for name, field in table.fields.items() if field.offered and field.example), None)


@dataclass(slots=True)
class Row:
    """One row of a table with its place.

    ``values`` are the columns it fills; ``columns`` says in which column of the sheet each field stands, ``texts``
    what a person sees there; ``blanked`` are the fields whose cells could not be read and were left empty.
    """

    table: str
    values: dict[str, Any]
    file: str
    sheet: str
    number: int
    columns: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    blanked: frozenset[str] = frozenset()
    rejected: bool = False
    flat: bool = False
    aside: bool = False  # its whole file is not counted: nothing more is said of it
    is_beside: bool = False  # it gives way to one of a sheet of its own
    may_repeat: bool = False  # its sheet says it again by its nature, in every row about it
    is_repeat: bool = False  # it only says again what a row that counts says
    said_at: Mapping[str, str] = field(default_factory=dict)  # field → the cell that says it for many rows
    is_change: bool = False  # its verdict holds from its day until the next one of the same priority
    is_carried: bool = False  # the same row, for a later year in which its verdict still held
    unfilled: bool = False  # the place of a verdict nobody has entered
    titled: str = ""  # the title that stands beside the number of its priority
    misplaced: str = ""  # the kind of the field in whose cell stands what belongs to another one
    owners: frozenset[str] = frozenset()  # the units that a row of a flat sheet names, where they are several
    is_like_example: bool = False  # it says what the template's example says, and may be nobody's

    def place(self, field: str = "") -> str:
        """The address of a field's cell; of the first one when the field has none."""
        if field in self.said_at:
            return self.said_at[field]
        return address(self.number, self.columns.get(field) or next(iter(self.columns.values()), 1))

    def typed(self, field: str) -> str:
        """What a person typed there, as they see it."""
        return self.texts.get(field, "")

    def note(self, findings: Findings, code: str, at: str = "", value: Any = "", **words: Any) -> None:
        """Say something at the cell of the field ``at``, or at the first cell."""
        findings.add(code, self.file, self.sheet, self.place(at), value or self.typed(at), **words)

    def reject(self, findings: Findings, code: str, at: str = "", value: Any = "", **words: Any) -> None:
        """Put the row aside, with a finding at the cell of the field ``at``, or at the first cell."""
        self.rejected = True
        self.note(findings, code, at, value, **words)

    def fault(self, findings: Findings, code: str, at: str, value: Any = "", **words: Any) -> None:
        """Tell of a cell that cannot be read, of the field ``at``: it costs its row only where that hangs on it.

        Any other cell is left empty, or counts as the field declares, and the row counts without it.
        """
        field = findings.model.tables[self.table].fields.get(at)
        if field is None or field.costs_row:  # a flat sheet names the municipality in every row
            self.reject(findings, code, at, value, **words)
        else:
            self.blank(findings, at)
            self.note(findings, code, at, value, severity="blanked", **words)
            if field.unread:
                self.values[at] = field.unread
                read = findings.model.terms(field.terms)[field.unread].label
                self.note(findings, "CH-04", at, value, field=field.header, read=read)

    def blank(self, findings: Findings, *fields: str) -> None:
        """Leave cells empty that could not be read, with the parts they are made of."""
        declared = findings.model.tables[self.table].fields
        self.blanked |= {*fields}
        for each in fields:
            for column, _ in declared[each].columns:
                self.values.pop(column, None)


@dataclass(slots=True)
class Balance:
    """Rows of one table on one sheet: read = counted + rejected + blank.

    ``examples`` are the marked cells of the template's example rows, which count as blank.
    """

    file: str
    sheet: str
    table: str
    read: int
    blank: int
    examples: tuple[str, ...] = ()


def read_rows(layout: Layout, file: str, context: Context, findings: Findings) -> tuple[list[Row], Balance]:
    """Read every row below the headings, in order; all findings of a row, none hidden by another."""
    sheet, rows, blank, derived = layout.sheet, [], 0, 0
    last = sheet.last_row()
    merged = spread(layout, file, findings) if sheet.merged else {}
    columns = {each.id: number for number, each in layout.fields}
    example, left_as_made = _Example(layout), []
    for number in range(layout.header_row + 1, last + 1):
        cells = {column: cell for column, cell in sheet.rows.get(number, {}).items() if column in layout.columns}
        marked = example.is_marked(cells)
        own = example.unmarked(cells) if marked else cells
        verdicts = layout.own & cells.keys() or any(
            (number, at) in merged or _colour(sheet, number, at) for at in layout.own
        )
        filled = cells or (layout.says_all_once and number in sheet.rows)
        if not filled or number in layout.skipped or (layout.own and not verdicts):
            blank += 1
            continue
        if marked and example.says_no_more(own):
            blank += 1
            left_as_made.append(address(number, example.column))
            continue
        several = several_labels(own[layout.priority]) if layout.priority in own else []
        labels = {layout.priority: several} if several else {}
        parted = labels | _split(own, layout.split) if labels or layout.split else {}
        each_row = list(_apart(own, parted)) if parted else [own]
        made = []
        for of_row in each_row:
            row = Row(layout.table.id, {}, file, sheet.name, number, columns, flat=layout.flat, said_at=layout.said_at)
            row.may_repeat = layout.is_beside or (layout.is_mapped and layout.table.id in SAID_AGAIN)
            row.is_beside, row.is_change = layout.is_beside, layout.is_history
            if layout.title in sheet.rows.get(number, {}):
                row.titled = shown(sheet.rows[number][layout.title])
            _read_row(row, layout, of_row, merged, context, findings)
            if number in layout.overfull:
                _leave_out_parted_texts(row, layout, of_row, findings)
            if marked:
                row.reject(findings, "EX-02", example.field, value=cells[example.column].value)
            elif example.is_all_said(own):  # it counts: only the mark says that a row is nobody's
                _leave_open(row, layout.table, findings)
            made.append(row)
        rows += _of_all_owners(made)
        derived += len(each_row) - 1
        if several:
            field = layout.columns[layout.priority].id
            rows[-1].note(findings, "PR-06", field, shown(own[layout.priority]), read=", ".join(several))
    numbers = {row.number for row in rows}
    for at, column in sorted(sheet.comments):
        if at in numbers and column in layout.columns:
            findings.add("CM-01", file, sheet.name, address(at, column))
    for at, column in sorted(sheet.unseen):
        if at in numbers and column in layout.columns and column in sheet.rows[at]:
            findings.add("HI-04", file, sheet.name, address(at, column), sheet.rows[at][column].value)
    if hidden := [row.number for row in rows if row.number in sheet.hidden_rows]:
        findings.add("HI-01", file, sheet.name, address(hidden[0], 1), count=len(hidden))
    return rows, Balance(
        file, sheet.name, layout.table.id, max(0, last - layout.header_row) + derived, blank, tuple(left_as_made)
    )


def _of_all_owners(rows: list[Row]) -> list[Row]:
    """The rows that were made of one, each with the municipalities that it names together."""
    owners = frozenset(row.values["municipality"] for row in rows if "municipality" in row.values)
    if len(owners) > 1:
        for row in rows:
            row.owners = owners
    return rows


def _leave_out_parted_texts(row: Row, layout: Layout, cells: Mapping[int, Cell], findings: Findings) -> None:
    """Leave out the texts of a line in which a separator parted one of them: half a reason may say the opposite.

    A verdict may be half a text too, unless a space behind the separator says that another one was parted.
    """
    is_seen = any(isinstance(cell.value, Halved) for cell in cells.values())
    for column, each in layout.columns.items():
        is_text = each.kind in FREE_TEXT and each.kind != "priority"
        if (
            (is_text or (each.kind == "status" and not is_seen))
            and row.typed(each.id)
            and not (column in cells and isinstance(cells[column].value, Halved))
        ):
            row.fault(findings, "TX-08", each.id)


def _leave_open(row: Row, table: Table, findings: Findings) -> None:
    """Let a row that may be the template's example count by what it must say; as a verdict, to be confirmed."""
    row.is_like_example = True
    row.blank(findings, *(name for name in row.columns if name in table.fields and not table.fields[name].costs_row))
    if doubt := table.doubt_field:
        row.values[doubt.id] = doubt.unread


def _split(cells: Mapping[int, Cell], split: Mapping[int, str]) -> dict[int, list[str]]:
    """The values of each cell that holds several, as its mapping says what stands between them."""
    parted = {column: parts_of(cells[column], split[column]) for column in split.keys() & cells}
    return {column: values for column, parts in parted.items() if (values := [part for part in parts if part])}


def _apart(cells: Mapping[int, Cell], several: Mapping[int, list[str]]) -> Iterator[Mapping[int, Cell]]:
    """The cells of a row, once for each combination of the values of those that hold several."""
    for values in product(*several.values()):
        yield {
            **cells,
            **{column: replace(cells[column], value=each) for column, each in zip(several, values, strict=True)},
        }


class _Example:
    """The example row of a template. A mark in its cell makes it one; what it says is asked about without it."""

    def __init__(self, layout: Layout) -> None:
        self.field = marked_field(layout.table) or ""
        self.column = next((column for column, each in layout.columns.items() if each.id == self.field), 0)
        self.ids = {column: each.id for column, each in layout.columns.items()}
        fields = [each for each in layout.table.fields.values() if each.offered]
        languages = dict.fromkeys(language for each in fields for language in each.example)
        self.made = [{f.id: written(f.example[each]) for f in fields if each in f.example} for each in languages]
        self.there = set(self.ids.values())
        self.sizes = {len(made.keys() & self.there) for made in self.made}

    def is_marked(self, cells: Mapping[int, Cell]) -> bool:
        """Whether the row says of itself that it is an example."""
        return self.column in cells and is_marked(cells[self.column].value)

    def unmarked(self, cells: Mapping[int, Cell]) -> Mapping[int, Cell]:
        """The cells without the mark, as they were meant."""
        cell = cells[self.column]
        meant = replace(cell, value=cell.value.partition(":")[2].strip())
        return {column: each for column, each in {**cells, self.column: meant}.items() if not each.is_blank}

    def says_no_more(self, cells: Mapping[int, Cell]) -> bool:
        """Whether a row says nothing but what the example says."""
        columns = list(cells)[::-1]  # what tells rows apart stands behind what they are about
        return any(
            all(written(cells[each].value) == made.get(self.ids[each]) for each in columns) for made in self.made
        )

    def is_all_said(self, cells: Mapping[int, Cell]) -> bool:
        """Whether a row says no more and no less than the example, as far as the sheet has its columns.

        Some of its columns are too few to tell: “2019–2023 | 1 | 1 | adresuar pjesërisht” may be anybody's, and a
        contract may have been signed on the day of the example.
        """
        if len(cells) not in self.sizes:
            return False
        filled, there = {self.ids[column] for column in cells}, self.there
        whole = any(filled == made.keys() & there and len(made.keys() - there) <= HIDDEN for made in self.made)
        return whole and self.says_no_more(cells)


def _read_row(
    row: Row, layout: Layout, cells: Mapping[int, Cell], merged: Merged, context: Context, findings: Findings
) -> None:
    public = {column: cells[column] for column in layout.free_text & cells.keys()}
    cells = {**cells, **{c: _without_personal(row, layout.columns[c].id, each, findings) for c, each in public.items()}}
    # the program itself names a place by its code, where a register says what it is called
    said = (each for each in layout.constants if each[0].kind != "municipality" or not context.register.known)
    row.texts = {each.id: shown(cell) for each, cell in said if layout.flat} | {
        each.id: _seen(each, cells[column]) for column, each in layout.fields if column in cells
    }
    if layout.explained:
        cells = _with_reason(row, layout, cells, layout.explained, context, findings)
    for column, each in layout.fields:
        if column in cells:
            _read_cell(row, each, cells[column], layout, context, findings)
        elif each.required and (anchor := merged.get((row.number, column))):
            row.reject(findings, "ME-02", each.id, value=anchor, field=each.header)
        elif each.kind == "status" and (colour := _colour(layout.sheet, row.number, column)):
            row.fault(findings, "CE-05", each.id, field=each.header, found=findings.phrase(colour))
        elif not layout.meant.says_nothing and layout.meant.cell(each, Cell(None)):
            _read_cell(row, each, Cell(None), layout, context, findings)
        elif layout.is_history and each.kind == "status":
            row.rejected = row.is_repeat = True  # it says nothing but until when the one before it stood
            row.note(findings, "HY-07", each.id)
        elif each.required:
            _say_empty(row, each, column, layout, findings)
    for each, cell in layout.constants:
        if cell.is_blank and each.id in layout.said_at:
            row.reject(findings, "CE-03", each.id, field=each.header)
        else:
            _read_cell(row, each, cell, layout, context, findings)
    if row.misplaced == "priority":
        row.values.pop("wanted_priority", None)  # a verdict is looked for among no titles
    _look_for_verdicts(row, layout, context.model, findings)
    if layout.compared:
        _check_share(row, layout, cells, findings)
        _check_parts(row, layout, findings)
        _check_at_most(row, layout, cells, findings)


def _say_empty(row: Row, field: Field, column: int, layout: Layout, findings: Findings) -> None:
    """Tell of an empty cell without which the row cannot count, and what is to be done about it."""
    if (row.number, column) in layout.sheet.emptied:
        row.reject(findings, "CO-09", field.id, field=field.header)
    elif other := _misplaced(row, field, layout, findings.model):
        _say_misplaced(row, other, findings)
    elif field.kind == "priority" and row.titled:
        row.values["wanted_priority"] = row.titled
        row.texts = {**row.texts, field.id: row.titled}
        row.note(findings, "PR-10", field.id, field=field.header)
    elif field.kind in ("label", "priority"):
        like = in_words(layout.unnumbered, layout.table, findings.model)
        row.reject(findings, "CE-07", field.id, field=field.header, read=like)
    else:
        row.unfilled = row.unfilled or field.kind == "status"
        row.reject(findings, "CE-03", field.id, field=field.header)


def _misplaced(row: Row, field: Field, layout: Layout, model: Model) -> tuple[Field, Field] | None:
    """A field and another one, in whose cell stands what belongs to it: a verdict, a contract, a number of a priority.

    Asked where the cell of ``field``, one of the two, is empty or cannot be read.
    """
    status, fields = layout.table.verdict_field, [each for _, each in layout.fields]

    def says(each: Field) -> bool:
        return model.spellings["statuses"].get(spelling(row.typed(each.id))) in model.levels

    if status in fields and (field is status or says(field)) and not says(status):
        other = next((each for each in fields if says(each)), None)
        return (status, other) if other else None
    if field.kind == "label":
        titles = (each for each in fields if each.required and each.kind == "text")
        other = next((each for each in titles if read_label(Cell(row.typed(each.id)))), None)
        return (field, other) if other else None
    if field.kind == "cycle":
        numbers = (each for each in fields if each.kind in ("priority", "label"))
        other = next((each for each in numbers if read_cycle(row.typed(each.id))), None)
        return (field, other) if other and read_label(Cell(row.typed(field.id))) else None
    return None


def _say_misplaced(row: Row, misplaced: tuple[Field, Field], findings: Findings) -> None:
    field, other = misplaced
    row.misplaced = other.kind
    row.reject(findings, "CE-08", other.id, row.typed(other.id), field=field.header, other=other.header)


def _look_for_verdicts(row: Row, layout: Layout, model: Model, findings: Findings) -> None:
    """A text that is another verdict than the row's is left out; one among the priorities, in no count, is told."""
    known, status = model.spellings["statuses"], layout.table.verdict_field
    if status is None and layout.table.id != "priorities":
        return
    own = str(row.values.get(status.id, "")) if status else ""
    for each in layout.columns.values():
        if each.kind != "text" or not (text := row.values.get(each.id)):
            continue
        parts = [text] if status else BETWEEN.split(text)
        said = {verdict for part in parts if (verdict := known.get(spelling(part))) in model.levels}
        if own in model.levels and said - {own}:
            found = model.statuses[own].label
            row.fault(
                findings, "ST-07", each.id, read=model.statuses[next(iter(said))].label, found=found, field=each.header
            )
        elif said and status is None:
            row.note(findings, "ST-08", each.id, field=each.header, sheet_name=model.tables["assessments"].sheet)


def _with_reason(
    row: Row,
    layout: Layout,
    cells: Mapping[int, Cell],
    explained: tuple[int, Field, Field],
    context: Context,
    findings: Findings,
) -> Mapping[int, Cell]:
    """The cells with the reason that a cell says behind its status at its own place, before what stands there."""
    column, status, reason = explained
    cell = cells.get(column)
    if cell is None or type(cell.value) is not str or layout.meant.cell(status, cell):
        return cells  # what a copy contests, or a line of a file leaves in doubt, is not read in parts either
    parted = verdict_and_reason(text := shown(cell), context.model)
    if parted is None:
        return cells
    label = context.model.statuses[parted[0]].label
    row.note(findings, "ST-06", status.id, text, read=label)
    said = _without_personal(row, status.id, Cell(parted[1]), findings)
    known = {column: replace(cell, value=next(iter(label.values())))}
    place = next((at for at, each in layout.columns.items() if each is reason), 0)
    if place:
        own = cells.get(place)
        more = [written(own.value)] if own and not own.is_blank else []
        known[place] = replace(own or cell, value="; ".join([said.value, *more]))
    else:
        row.said_at = {**row.said_at, reason.id: row.place(status.id)}
        _read_cell(row, reason, said, layout, context, findings)
    return {**cells, **known}


def _colour(sheet: Sheet, row: int, column: int) -> str:
    """The phrase for the colour of an empty cell; "" for one that has none, or is only light or grey."""
    found = sheet.colours.get((row, column))
    if not found:
        return "" if found is None else "colour"
    try:
        hue, light, saturation = colorsys.rgb_to_hls(*(int(found[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    except ValueError:
        return "colour"
    named = next(name for most, name in HUES if hue * 360 < most)
    return named if saturation > PALE and light < LIGHT else ""


def _read_cell(row: Row, field: Field, cell: Cell, layout: Layout, context: Context, findings: Findings) -> None:
    own = None if layout.meant.says_nothing else layout.meant.cell(field, cell)
    try:
        row.values.update(convert(own or cell, field, context))
    except Unread as unread:
        may_be = unread.code in UNLIKE and not unread.words.get("nearest")
        if may_be and (misplaced := _misplaced(row, field, layout, context.model)):
            _say_misplaced(row, misplaced, findings)
            return
        value = _shown(row, field, cell)
        if field.id in layout.meant.bounds and (shares := layout.meant.may_be(field, cell)):
            row.fault(findings, "NU-05", field.id, value, choices=shares)
        else:
            row.fault(findings, unread.code, field.id, **{"value": value, **unread.words})
    for code, words in context.notes if own is None else ():
        row.note(findings, code, field.id, **{"value": _shown(row, field, cell), **words})


def _seen(field: Field, cell: Cell) -> str:
    """What a person sees in a cell; of a grey one, which is compared with what was sent, what it holds."""
    return written(cell.value) if field.shown else shown(cell)


def _without_personal(row: Row, field: str, cell: Cell, findings: Findings) -> Cell:
    """The cell without what may tell of a private person, each kind of it with its finding."""
    if cell.decided or not isinstance(cell.value, str | int):
        return cell
    found = personal(tidy(str(cell.value)))
    for code, text in found.items():
        row.note(findings, code, field, value=text)
        cell = replace(cell, value=text)
    return cell


def _shown(row: Row, field: Field, cell: Cell) -> str:
    """What a person sees in the cell; a value a mapping gives stands in none."""
    return row.typed(field.id) or shown(cell)


def _check_share(row: Row, layout: Layout, cells: Mapping[int, Cell], findings: Findings) -> None:
    """A share says in one way what it is: 0.8 may be 0.8 % or 80 %, and 80 % is no count."""
    for column, each in layout.compared:
        if not each.percent_where or column not in cells or each.id not in row.values:
            continue
        cell, value = cells[column], row.values[each.id]
        says_percent = all(row.values.get(name) == term for name, term in each.percent_where.items())
        has_sign = "%" in cell.number_format or "%" in str(cell.value)
        if has_sign and not says_percent and all(name in row.values for name in each.percent_where):
            row.fault(findings, "NU-06", each.id, read=f"{value:g}%")
        elif says_percent and not has_sign and 0 < value < 1:
            row.fault(findings, "NU-05", each.id, choices=f"{value:g}%, {100 * value:g}%")
        elif says_percent and not 0 <= value <= 100:
            row.fault(findings, "NU-02", each.id, minimum="0", maximum="100")


def _check_parts(row: Row, layout: Layout, findings: Findings) -> None:
    """Parts are not more than the whole; a part counted twice says the same twice."""
    for _, each in layout.compared:
        whole = row.values.get(each.id)
        known = [row.values[part] for part in each.parts if row.values.get(part) is not None]
        if known and whole is not None and sum(known) > whole:
            row.fault(findings, "NU-07", each.id, whole, read=" + ".join(map(str, known)))
            row.blank(findings, *each.parts)  # nobody knows which of them is wrong


def _check_at_most(row: Row, layout: Layout, cells: Mapping[int, Cell], findings: Findings) -> None:
    """A score is not above the top of its scale: 80 of 5 may be 80 per cent, or another scale.

    80 % of at most 1 is 0.8; of any other scale than 1 and 100 nobody knows what a percentage says.
    """
    for column, each in layout.compared:
        value, most = row.values.get(each.id), row.values.get(each.at_most or "")
        if value is None or most is None:
            continue
        field = layout.table.fields[str(each.at_most)]
        is_percent = column in cells and shown(cells[column]).endswith("%")
        if is_percent and most == 1:
            value = row.values[each.id] = value / 100
        if is_percent and most not in (1, 100):
            row.fault(findings, "NU-12", each.id, field=field.header, read=f"{most:g}")
        elif value > most:
            row.fault(findings, "NU-09", each.id, field=field.header, read=f"{most:g}")
