"""From a raw cell to values: one explicit function a kind of field.

A converter gets the cell, the field and the context; it gives the columns it fills. What it repaired it notes;
what it cannot read it raises as :class:`Unread`. Closed tables decide; a near match is only suggested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from babel.numbers import format_decimal
from rapidfuzz import process

from pop_analysis.model import Field, Model, fold, tidy
from pop_analysis.model.addresses import opened_as
from pop_analysis.model.kinds import KINDS
from pop_analysis.model.text import DASHES, foreign_letters, invisible_signs, repaired, spelling
from pop_analysis.reading.conversion import dates, meanings, numbers
from pop_analysis.reading.conversion.formats import shown_instead
from pop_analysis.reading.conversion.register import Register
from pop_analysis.reading.conversion.years import ROMAN, Year, read_year
from pop_analysis.reading.parsing.cells import DIGITS, Cell, Contested, shown, written
from pop_analysis.reading.parsing.text_file import Halved, Unclosed, Undecided

Values = dict[str, Any]
NEAR, AS_NEAR = 70, 3
LONGEST = 32_767  # what a cell of Excel holds
LOST = "\ufffd"  # what stands where a letter was that could not be kept
TEXTS = ("text", "campaign_title", "source", "url")  # a person's own words; in names the same is nothing to tell
attributes_of = attrgetter(*(each.name for each in fields(Cell)))
SAID_AGAIN = (str, int, float, datetime)  # what a cell holds; of no other values is kept what was made of them
KEPT = 50_000
UNDATED = ("label", "priority", "integer", "ordinal", "decimal", "amount")  # Excel makes 1 May of 1.5
ROMAN_NUMBERS = ROMAN | {f"x{ones}": 10 + number for ones, number in ROMAN.items()}
NO_YEAR = re.compile(r"[?%]|^\s*[-\u2010-\u2015\u2212]")  # a doubt, a share, a number below nothing
DOUBT = re.compile(r"[?\u2248\u2260~]")  # “4?” may be another priority
DIGIT = re.compile(r"\d")
SHORT = re.compile(r"^\d{1,3}$", re.ASCII)
POINTED = re.compile(r"^(\d{1,3})\.(\d{1,2})$")
LETTERED = r"(?:p(?:r(?:i\w{3,})?)?\.?\s*)?"  # P3, Pr. 3, Prioriteti 3
TITLED = re.compile(rf"^{LETTERED}(\d{{1,3}})\s*[-:.)]\s*[^\W\d]", re.IGNORECASE)
NUMBERED = re.compile(rf"^{LETTERED}(\d{{1,3}})\s*[-–—:.)]\s+([^\W\d].*)", re.DOTALL | re.IGNORECASE)
SEVERAL = re.compile(r",?\s+(?:dhe|edhe|e|and)\s+|,\s+|\s*[;&]\s*", re.IGNORECASE)
PRIORITY_WORD = re.compile(r"^(?:p|pr|pri\w{3,})$")
LETTER_AND_NUMBER = re.compile(r"^pr?(?=\d{1,3}$)")
NUMBER_WORDS = ("nr", "no", "numri", "number")
POINT_WORDS = ("pika", "pike", "point")
CYCLE = re.compile(r"^\D*(\d{4})\s*[-/]\s*(\d{4}|\d{2})$")
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
EITHER = re.compile(r"\b(apo|ose|or)\b", re.IGNORECASE)
WEB = re.compile(r"^https?://", re.IGNORECASE)  # an e-mail address behind a name is nobody's to publish
CODE = re.compile(r"<[a-z!/?]|^=|^[+@-]\s*[a-z]+[(|]", re.IGNORECASE)
# What a formula says of another file: [2]Fleta!A1, 'file:///…'#$Fleta.A1
NOTHING = re.compile(r"^[-\u2010-\u2015\u2212_]+$")  # a line in an empty cell
ELSEWHERE = re.compile(r"\[[^\[\]]*(\d+|\.xls\w?|\.ods)\][^!]*!|file:[^\s#]+")
HYPERLINK = re.compile(r'^=?HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
APART = re.compile(r"[/|()\n]")
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Unread(Exception):
    """A cell that could not be read: a finding's code and the words of its message."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code, words)
        self.code, self.words = code, words


class Kept(NamedTuple):
    """What was made of a cell: its values or why there are none, with the notes; ``field`` is kept with its number."""

    values: Values
    unread: tuple[str, dict[str, Any]] | None
    notes: list[tuple[str, dict[str, Any]]]
    field: Field


@dataclass
class Context:
    """What the converters need to know besides the cell; ``kept`` is what they made of cells that say the same."""

    model: Model
    register: Register
    today: date
    phrase: Callable[..., Mapping[str, str]]
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    kept: dict[tuple[Any, ...], Kept] = field(default_factory=dict, init=False)

    def note(self, code: str, **words: Any) -> None:
        self.notes.append((code, words))

    def nearest(self, text: str, choices: Mapping[str, Any]) -> Any:
        """The phrase suggesting the choice nearest to ``text``; its value may have one label a language.

        Nothing where another one is as near.
        """
        near = process.extract(fold(text), list(choices), score_cutoff=NEAR, limit=None)
        best = [choices[each] for each, score, _ in near if score > near[0][1] - AS_NEAR]
        return self.phrase("nearest", read=best[0]) if best and all(each == best[0] for each in best) else ""


def convert(cell: Cell, field: Field, context: Context) -> Values:
    """Give the columns ``cell`` fills; ``context.notes`` are what is to be told of it. Raises :class:`Unread`.

    Years, verdicts, names and days are said again and again, and mean the same each time.
    """
    context.notes.clear()
    if field.kind in TEXTS or type(cell.value) not in SAID_AGAIN:
        return _converted(cell, field, context)
    key = (id(field), type(cell.value), *attributes_of(cell))
    if key not in context.kept:
        if len(context.kept) > KEPT:
            context.kept.clear()
        context.kept[key] = _to_keep(cell, field, context)
    kept = context.kept[key]
    context.notes[:] = kept.notes
    if kept.unread is not None:
        raise Unread(kept.unread[0], **kept.unread[1])
    return kept.values


def reads_as(value: Any, field: Field, model: Model) -> bool:
    """Whether a value that stands in no cell is what ``field``, of numbers or of days, takes."""
    try:
        CONVERTERS[field.kind](Cell(value), field, Context(model, Register(), date.max, lambda *_, **__: {}))
    except (Unread, ValueError):
        return False
    return True


def _to_keep(cell: Cell, field: Field, context: Context) -> Kept:
    values, told = Values(), None
    try:
        values = _converted(cell, field, context)
    except Unread as unread:
        told = unread.code, unread.words
    return Kept(values, told, [*context.notes], field)


def _converted(cell: Cell, field: Field, context: Context) -> Values:
    if cell.is_error:
        raise Unread("CE-01")
    if cell.value is None and cell.formula is not None:
        raise Unread("CE-02", value=cell.formula)
    if cell.struck and not cell.decided:
        raise Unread("CE-06")
    if cell.number_format != "General" and not cell.decided and (seen := shown_instead(cell)) is not None:
        if seen:
            raise Unread("CE-09", value=written(cell.value), read=seen)
        context.note("HI-04", value=written(cell.value))
    if isinstance(cell.value, str):
        _check_text(cell, field, context)
    elif field.kind in UNDATED and hasattr(cell.value, "hour"):
        raise Unread("NU-10")
    if cell.formula is not None and (link := ELSEWHERE.search(cell.formula)):
        context.note("CE-04", found=link[0])
    return CONVERTERS[field.kind](cell, field, context)


def _check_text(cell: Cell, field: Field, context: Context) -> None:
    text = cell.value
    if isinstance(text, Contested):
        raise Unread("CE-10", value=str(text), read=text.other, place=text.place)
    if isinstance(text, Unclosed):
        raise Unread("TX-07")
    if isinstance(text, Halved):
        raise Unread("TX-08")
    if isinstance(text, Undecided):
        raise Unread("TX-05", choices=f"{tidy(text)} / {tidy(text.other)}")
    if len(text) > LONGEST and (length := len(shown(cell))) > LONGEST:
        raise Unread("TX-03", found=length, limit=LONGEST)
    if LOST in text:
        raise Unread("TX-06")
    if field.kind in TEXTS and (signs := invisible_signs(text)):
        context.note("TX-02", found=signs)


def _text(cell: Cell, field: Field, context: Context) -> Values:
    text = shown(cell)
    if letters := foreign_letters(text):
        text = repaired(text)
        context.note("TX-01", found=_named(letters, context), read=text)
    if CODE.search(text):
        context.note("TX-04")
    return {field.id: text}


def _named(letters: Mapping[str, str], context: Context) -> dict[str, str]:
    """Foreign letters with the alphabet they are of, which nobody sees by looking at them."""
    phrases = [context.phrase(f"{script}_letter", read=letter) for letter, script in letters.items()]
    return {language: ", ".join(each[language] for each in phrases) for language in context.model.languages}


def _slug(cell: Cell, field: Field, context: Context) -> Values:
    text = shown(cell)
    if not SLUG.match(text):
        raise Unread("CH-01", field=field.header, nearest="", choices="a–z, 0–9, -")
    return {field.id: text}


def _number(cell: Cell, field: Field, context: Context) -> float:
    if field.kind != "decimal" and (_is_percent(cell) or str(cell.value).rstrip().endswith("%")):
        raise Unread("NU-01")  # 14 % of the people are not 14 people
    number = _read(numbers.read_number, cell, context, "NU-01")
    if _is_percent(cell):
        number = round(100 * number, 10)  # the cell shows 74.5% and holds 0.745
    elif isinstance(cell.value, str) and not (cell.untyped and numbers.is_bare(cell.value)):
        context.note("NU-03", read=f"{number:g}")
    return number


def _read(read: Callable[[Any], float], cell: Cell, context: Context, otherwise: str) -> float:
    """What ``read`` makes of the cell; ``otherwise`` is the finding where it makes nothing of it."""
    try:
        return read(cell.value)
    except numbers.TwoReadings as error:
        raise Unread("NU-04", choices=_written(error.choices, context)) from error
    except ValueError as error:
        raise Unread(otherwise) from error


def _written(choices: Iterable[float], context: Context) -> dict[str, str]:
    """Numbers as each language writes them: one and a half is 1,5 in Albanian and 1.5 in English."""
    return {
        language: " / ".join(format_decimal(each, locale=language, group_separator=False) for each in choices)
        for language in context.model.languages
    }


def _is_percent(cell: Cell) -> bool:
    """Whether the cell shows a number as a share of a hundred."""
    return "%" in cell.number_format and not isinstance(cell.value, str)


def _within(number: float, field: Field) -> float:
    low = float("-inf") if field.minimum is None else field.minimum
    high = float("inf") if field.maximum is None else field.maximum
    if not low <= number <= high:
        raise Unread("NU-02", minimum=f"{low:g}", maximum=f"{high:g}")
    return number


def _decimal(cell: Cell, field: Field, context: Context) -> Values:
    return {field.id: _within(_number(cell, field, context), field)}


def _integer(cell: Cell, field: Field, context: Context) -> Values:
    if field.parts and (parts := numbers.read_parts(cell.value, field.parts)):
        total = int(_within(sum(parts.values()), field))
        context.note("NU-03", read=f"{total} = {' + '.join(map(str, parts.values()))}")
        return {field.id: total} | parts
    return {field.id: int(_within(_whole(_number(cell, field, context)), field))}


def _whole(number: float) -> float:
    """A whole number, as a spreadsheet program shows it: what lies beyond the last digit of a sum is none."""
    shown_number = float(f"{number:.{DIGITS}g}")
    if not shown_number.is_integer():
        raise Unread("NU-11", value=written(number))
    return shown_number


def _ordinal(cell: Cell, field: Field, context: Context) -> Values:
    """A monitoring year: 2, "Viti II-të", "viti i dytë", "year 2"; a calendar year waits for its contract."""
    if not isinstance(cell.value, str):
        is_calendar = cell.value in dates.YEARS
        return {field.id: Year(0, cell.value, cell.value)} if is_calendar else _integer(cell, field, context)
    if NO_YEAR.search(cell.value):
        raise Unread("NU-01")
    said = read_year(cell.value)
    if said is None and numbers.is_bare(cell.value):
        return _integer(cell, field, context)
    year = said.year if said and not said.rest else _dated(cell, context)
    if not year.number:
        return {field.id: year}
    context.note("NU-03", read=str(year.number))
    return {field.id: int(_within(year.number, field))}


def _dated(cell: Cell, context: Context) -> Year:
    """The calendar year of a day, a month or a period: “shtator 2020 – shtator 2021”."""
    try:
        span = dates.read_span(cell.value, context.model.languages, cell.epoch)
    except ValueError as error:
        raise Unread("NU-01") from error
    return Year(0, span.start.year, span.end.year)


def _year(cell: Cell, field: Field, context: Context) -> Values:
    number = _whole(_number(cell, field, context))
    first, last = context.model.first_year, context.model.last_year
    if not first <= number <= last:
        raise Unread("NU-02", minimum=first, maximum=last)
    return {field.id: int(number)}


def _amount(cell: Cell, field: Field, context: Context) -> Values:
    currency = context.model.currency
    if numbers.names_other_currency(f"{cell.value} {cell.number_format}", currency):
        raise Unread("AM-02", found=context.phrase("other_currency"))
    if _is_percent(cell):
        raise Unread("AM-01")
    amount = _read(partial(numbers.read_amount, currency=currency), cell, context, "AM-01")
    if amount < 0:
        raise Unread("AM-01")
    shown = f"{amount:,.{field.decimals}f}".replace(",", " ")
    most = field.maximum if field.maximum is not None or currency is None else currency.most
    if most is not None and amount > most:
        raise Unread("AM-05", read=shown, maximum=f"{most:,.0f}".replace(",", " "))
    if isinstance(cell.value, str) and numbers.is_old_lek(cell.value, currency):
        context.note("AM-04", read=shown)
    elif isinstance(cell.value, str) and not (cell.untyped and numbers.is_bare(cell.value)):
        context.note("NU-03", read=shown)
    return {field.id: amount}


def _span(cell: Cell, field: Field, context: Context, unreadable: str) -> dates.Span:
    try:
        span = dates.read_span(cell.value, context.model.languages, cell.epoch)
    except dates.Ambiguous as error:
        raise Unread("DT-02", choices=", ".join(error.choices)) from error
    except ValueError as error:
        raise Unread(unreadable) from error
    if hasattr(cell.value, "year"):
        span = dates.as_shown(span, cell.number_format)
    if span.end < span.start:
        raise Unread("DT-05")
    if span.start.year < context.model.first_year - 5:
        raise Unread("DT-03", found=context.phrase("too_early"))
    if (span.start > context.today and not field.may_be_future) or span.end.year > context.model.last_year:
        raise Unread("DT-03", found=context.phrase("future"))
    if dates.is_serial(cell.value):
        context.note("NU-03", read=f"{span.start:%d.%m.%Y}")
    return span


def _date(cell: Cell, field: Field, context: Context) -> Values:
    span = _span(cell, field, context, "DT-01")
    return {field.id: span.start, f"{field.id}_end": span.end, f"{field.id}_precision": span.precision}


def _period(cell: Cell, field: Field, context: Context) -> Values:
    span = _span(cell, field, context, "DT-04")
    return {f"{field.id}_start": span.start, f"{field.id}_end": span.end, f"{field.id}_precision": span.precision}


def _cycle(cell: Cell, field: Field, context: Context) -> Values:
    text = DASHES.sub("-", shown(cell))
    match = CYCLE.search(text)
    years = [int(text)] if re.fullmatch(r"\d{4}", text) else []
    if match:  # “2019-23” is written short
        years = [int(match[1]), int(match[1][: 4 - len(match[2])] + match[2])]
    if (
        not years
        or years != sorted(years)
        or not all(context.model.first_year <= y <= context.model.last_year for y in years)
    ):
        raise Unread("CY-01")
    if match and len(match[2]) < 4:
        context.note("NU-03", read="–".join(map(str, years)))
    return {field.id: "-".join(map(str, years))}


def _label(cell: Cell, field: Field, context: Context) -> Values:
    """The number of a priority in its own table: 4, "Prioritet 5 :", "1.5", "prioriteti 1, pika 5"."""
    numbers_ = read_label(cell)
    if numbers_ is None:
        raise Unread("PR-01")
    number, sub = numbers_
    if shown(cell) != written(cell.value) or not re.fullmatch(r"\d+(\.\d+)?", shown(cell)):
        context.note("PR-02", read=f"{number}.{sub}" if sub else f"{number}")
    return {"number": number, "sub_number": sub}


def read_label(cell: Cell) -> tuple[int, int | None] | None:
    """Number and sub-number a cell names, or None when it names none, or several."""
    text = DASHES.sub("-", shown(cell))
    if text.startswith("-") or DOUBT.search(text):
        return None
    if match := POINTED.match(text):
        return int(match[1]), int(match[2])
    if match := TITLED.match(text):
        return int(match[1]), None
    words = [] if "-" in text else LETTER_AND_NUMBER.sub("", fold(text)).split()
    if words and PRIORITY_WORD.match(words[0]):
        words = words[1:]
    words = [word for word in words if word not in NUMBER_WORDS]
    if len(words) == 3 and words[1] in POINT_WORDS and SHORT.match(words[0]) and SHORT.match(words[2]):
        return int(words[0]), int(words[2])
    if len(words) == 1 and words[0] in ROMAN_NUMBERS:
        return ROMAN_NUMBERS[words[0]], None
    return (int(words[0]), None) if len(words) == 1 and SHORT.match(words[0]) else None


def title_behind_number(text: str) -> str:
    """The title behind the number of a priority, "" where there is none.

    >>> title_behind_number("Prioriteti 3: Treg fshati"), title_behind_number("3")
    ('Treg fshati', '')
    """
    match = TITLED.match(DASHES.sub("-", text))
    return text[match.end() - 1 :] if match else ""


def several_labels(cell: Cell) -> list[str]:
    """The numbers of the priorities a cell names, where it names several and nothing else; “2,3” may be 2.3.

    >>> several_labels(Cell("Prioritetet 2, 8 dhe 9")), several_labels(Cell("Ujë dhe dritë"))
    (['2', '8', '9'], [])
    """
    parts = SEVERAL.split(shown(cell)) if isinstance(cell.value, str) and len(cell.value) > 2 else []
    labels = [label for part in parts if (label := read_label(Cell(part)))]
    return (
        [f"{number}.{sub}" if sub else f"{number}" for number, sub in labels] if len(labels) == len(parts) > 1 else []
    )


def is_title(cell: Cell) -> bool:
    """Whether a cell that names a priority has its title, with or without a number before it."""
    return read_label(cell) is None or TITLED.match(DASHES.sub("-", shown(cell))) is not None


def read_numbered(title: str) -> tuple[int, str] | None:
    """The number that stands before a title, and the title without it; None where none does.

    >>> read_numbered("2. Kopsht në lagjen e re")
    (2, 'Kopsht në lagjen e re')
    >>> read_numbered("24-orë ujë")
    """
    match = NUMBERED.match(title)
    return (int(match[1]), match[2]) if match else None


def _priority(cell: Cell, field: Field, context: Context) -> Values:
    """A reference to a priority: its number, or its title when it has none. Resolved once all tables are read."""
    label, text = read_label(cell), shown(cell)
    if label is None and DOUBT.search(text) and read_label(Cell(DOUBT.sub("", text))):
        raise Unread("PR-01")
    if label and not DIGIT.search(text):  # “V” may be a tick
        context.note("PR-02", read=str(label[0]))
    return {"wanted_priority": label or text}


def _municipality(cell: Cell, field: Field, context: Context) -> Values:
    text = shown(cell)
    register = context.register
    if not register.known:
        return {"municipality": register.take(text)}
    code = register.find(text)
    if code is None:
        if len(register.find_several(text)) > 1:
            raise Unread("MU-04")
        raise Unread("MU-01", nearest=context.nearest(text, register.suggestions()))
    if letters := foreign_letters(text):
        context.note("TX-01", found=_named(letters, context), read=register.names[code])
    elif not register.is_name(text, code):
        context.note("MU-02", read=register.names[code])
    return {"municipality": code}


def _choice(cell: Cell, field: Field, context: Context) -> Values:
    return {field.id: _from_list(cell, context, ("CH-01", "CH-02", "CH-03"), field)}


def _status(cell: Cell, field: Field, context: Context) -> Values:
    text, model = shown(cell), context.model
    if spelling(text) not in model.spellings["statuses"]:
        if meanings.says_unknown(text, model) or NOTHING.match(text):
            context.note("ST-05", read=model.statuses[model.missing].label)
            return {field.id: model.missing}
        labels = {key: status.label for key, status in model.statuses.items()}
        begun = fold(text)
        fits = [
            key
            for key, label in labels.items()  # “P” may be the letter of any verdict
            if len(begun) >= meanings.SHORTEST and any(fold(x).startswith(begun) for x in label.values())
        ]
        named = fits if len(fits) > 1 else meanings.named_verdicts(text, model)
        if len(named) > 1 or (EITHER.search(text) and not meanings.denies(text, model)):
            named = named if len(named) > 1 else model.addressed
            raise Unread("ST-03", choices=_listed(model, [labels[key] for key in named]))
    return {field.id: _from_list(cell, context, ("ST-01", "ST-02", "ST-04"), field)}


def _from_list(cell: Cell, context: Context, codes: tuple[str, str, str], field: Field) -> str:
    text, spellings = shown(cell), context.model.spellings[field.terms]
    terms = context.model.terms(field.terms)
    found, signs = spellings.get(spelling(text)), meanings.signs_beside(text)
    if found is None and (article := meanings.ARTICLE.match(text)):  # “i adresuar”, “e adresuar”
        found = spellings.get(spelling(text[article.end() :]))
    if found is None and len(parts := [part for part in APART.split(text) if part.strip()]) > 1:
        said = {spellings.get(spelling(part)) for part in parts}  # the same in two languages
        found = said.pop() if len(said) == 1 else None
    if found and text.casefold() in {label.casefold() for label in terms[found].label.values()}:
        return found  # what the network itself calls it, whatever signs stand in that
    if found is None or signs:
        choices = _listed(context.model, [term.label for term in terms.values()])
    if signs:
        raise Unread(codes[2], field=field.header, found=signs, choices=choices)
    if found is None:
        near = {
            each: terms[term].label
            for each, term in spellings.items()
            if term != context.model.missing and not meanings.denies(each, context.model)  # no text is made a denial
        }
        model = context.model
        other = meanings.may_reverse(text, model) or meanings.says_otherwise(text, model) or meanings.says_a_part(text)
        nearest = "" if other else context.nearest(text, near)
        raise Unread(codes[0], field=field.header, nearest=nearest, choices=choices)
    context.note(codes[1], read=terms[found].label)
    return found


def _listed(model: Model, labels: list[Mapping[str, str]]) -> dict[str, str]:
    return {language: ", ".join(label[language] for label in labels) for language in model.languages}


def _url(cell: Cell, field: Field, context: Context) -> Values:
    text = _link_of(cell, context)
    if not opened_as(text):
        context.note("UR-01")
    return {field.id: text}


def _link_of(cell: Cell, context: Context) -> str:
    """The address a cell shows, or else the one that stands behind what it shows."""
    text = shown(cell)
    if opened_as(text):
        return text
    formula = HYPERLINK.match(cell.formula or "")
    address = tidy(formula[1] if formula else cell.link)
    if not (WEB.match(address) and opened_as(address)):
        return text
    context.note("UR-02")
    return address


def _source(cell: Cell, field: Field, context: Context) -> Values:
    text = _link_of(cell, context)
    if SCHEME.match(text) and " " not in text and not opened_as(text):
        context.note("UR-01")
    elif CODE.search(text):
        context.note("TX-04")
    return {field.id: text}


def _campaign_title(cell: Cell, field: Field, context: Context) -> Values:
    title = _text(cell, field, context)[field.id]
    return {"title_sq": title, "wanted_campaign": title}


def _campaign(cell: Cell, field: Field, context: Context) -> Values:
    return {"wanted_campaign": shown(cell)}


CONVERTERS: dict[str, Callable[[Cell, Field, Context], Values]] = {
    "text": _text,
    "slug": _slug,
    "integer": _integer,
    "ordinal": _ordinal,
    "decimal": _decimal,
    "year": _year,
    "amount": _amount,
    "date": _date,
    "period": _period,
    "cycle": _cycle,
    "label": _label,
    "priority": _priority,
    "municipality": _municipality,
    "choice": _choice,
    "status": _status,
    "url": _url,
    "source": _source,
    "campaign_title": _campaign_title,
    "campaign": _campaign,
}
if without := KINDS.keys() - CONVERTERS.keys():
    raise NotImplementedError(f"no converter reads cells of the kinds: {', '.join(sorted(without))}")
