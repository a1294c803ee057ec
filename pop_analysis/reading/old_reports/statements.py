"""What the passages of a report say of numbered priorities: title, verdict, reason, each with its passage.

A verdict is read only where the closed table has its words, and stands beside what it is about; where something
denies, doubts or adds to them, or two passages differ, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pop_analysis.model import Model, Table, fold, tidy
from pop_analysis.model.text import DASHES, repaired, spelling
from pop_analysis.reading.conversion.convert import read_numbered
from pop_analysis.reading.conversion.dates import read_span
from pop_analysis.reading.conversion.meanings import denies, may_reverse, signs_beside
from pop_analysis.reading.conversion.register import Register
from pop_analysis.reading.conversion.years import read_year
from pop_analysis.reading.layout.unread import says_verdict
from pop_analysis.reading.old_reports.passages import Passage

NUMBER = r"\d{1,3}(?:\.\d{1,2})?(?!\d|[.,]\d|\s*%)"
HEADING = re.compile(
    rf"^\s*(?:\W\s*)?(?:prioriteti|priority)\s+(?:nr\.?|no\.?|numër)?\s*({NUMBER})\s*[:.)\-–—]?\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
LISTED = re.compile(rf"^\s*({NUMBER})\s*[.)]\s+([^\W\d].*)$", re.DOTALL)
AND = r"(?:,|;|dhe|edhe|and|&)"
SEVERAL = re.compile(
    rf"\b(?:prioritet\w*|priorit(?:y|ies))\s+(?:nr\.?|no\.?|me\s+num\w+)?\s*({NUMBER}(?:\s*{AND}\s*{NUMBER})*)",
    re.IGNORECASE,
)
STATUS = re.compile(
    r"^\s*(?:statusi|vlerësimi|vleresimi|adresimi|status|verdict)\s*[:–—-]\s*(.+)$", re.IGNORECASE | re.DOTALL
)
IN_BRACKETS = re.compile(r"\(([^()]*)\)?")
AFTER_DASH = re.compile(r"\s+[-–—]\s+|\s*[:–—]\s+")
OF_CONTRACT = "prioritet i kontrates sociale"  # a heading of the newsletter, between a place and a title
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\da-zëç])")
UNFINISHED = re.compile(r"\s[a-zëç]+,?\s*$")  # a sentence a page or a column cut in two
# Before a priority: what is said of the others is not said of it.
EXCEPTED = re.compile(
    r"\b(pervec|vec|perjashtim te|ndryshe nga|ne vend te|krahasim me|except|but|apart from|other than|excluding|unlike|"
    r"instead of|compared (with|to))( (te|for|the|per|nga|ne))?$"
)
DATE = re.compile(r"\b(\d{1,2}\s*\.\s*\d{1,2}\s*\.\s*\d{4}|(?:\d{1,2}\s+)?[^\W\d_]{3,9}\s+(?:19|20)\d{2})\b")
MONTHS = re.compile(r"\b([^\W\d_]{3,9}\s+(?:19|20)\d{2}\s*[-–—]\s*[^\W\d_]{3,9}\s+(?:19|20)\d{2})\b")
GOES_ON = frozenset(
    ["u", "nuk", "eshte", "jane", "dhe", "edhe", "ka", "kane", "is", "was", "are", "were", "has", "have", "and", "not"]
)
MOST_BELOW = 4  # paragraphs below a priority that are its reason
YEAR_NAMED = re.compile(
    r"\bvit\w*\s+(?:[eitës]{1,2}\s+)?(?:[^\W\d]+|\d)\b|\b(?:first|second|third|fourth)\s+(?:monitoring\s+)?year",
    re.IGNORECASE,
)
HEADING_WORDS = 7  # a line of at most so many may be the heading of a part
PLACE_WORDS = 5  # a line of at most so many may be the name of a place
SHORTEST = 3  # letters; a shorter word is no part of a verdict


@dataclass
class Found:
    """What a report says of one priority: ``statuses`` are those its passages name, each with its place.

    ``reasons`` are the words that stand below it; ``links`` and ``dates`` those of its passages.
    """

    number: str
    titles: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The one title it has; nothing where passages differ."""
        return self.titles[0] if len({fold(each) for each in self.titles}) == 1 else ""

    @property
    def status(self) -> str:
        """The one verdict its passages name; nothing where they differ, or one of them says something else."""
        named = set(self.statuses)
        return named.pop() if len(named) == 1 and "" not in named else ""


@dataclass
class Statements:
    """What a report says of one municipality's priorities; ``others`` are passages of other places, left aside."""

    found: dict[str, Found] = field(default_factory=dict)
    others: int = 0
    periods: list[str] = field(default_factory=list)

    def of(self, number: str, title: str = "") -> Found:
        return self.found.setdefault(number or f"? {fold(title)}", Found(number))


def statements_of(
    passages: Iterable[Passage], municipality: str, monitoring_year: int, register: Register, model: Model
) -> Statements:
    """Find what ``passages`` say of the priorities of ``municipality`` (its code) in a monitoring year."""
    return _Reading(municipality, monitoring_year, register, model).read(list(passages))


class _Reading:
    def __init__(self, municipality: str, monitoring_year: int, register: Register, model: Model) -> None:
        self.municipality, self.register, self.model = municipality, register, model
        self.monitoring_year, self.year = monitoring_year, monitoring_year  # of the report, and of its part
        self.made = Statements()
        self.place: set[str] = set()  # the municipalities the passages are of, where a line named them
        self.current: Found | None = None
        self.is_alone = False  # whether only the next paragraph is about the priority before it
        self.before = ""
        self.columns: dict[int, dict[str, int]] = {}  # table → field → column
        self.words = {spelling(each) for status in model.statuses.values() for each in status.spellings()}
        self.longest = max(len(each.split()) for each in self.words)
        scale = {spelling(each) for status in model.scale for each in status.spellings()}
        self.parts = {word for each in scale for word in each.split() if len(word) > SHORTEST} - GOES_ON

    def read(self, passages: Sequence[Passage]) -> Statements:
        for passage, after in pairwise([*passages, None]):
            if passage is not None:
                self._passage(passage, after)
                self.before = passage.text
        return self.made

    def _passage(self, passage: Passage, after: Passage | None) -> None:
        if passage.cells:
            self._row(passage)
            return
        passage = self._without_place(passage)
        if not passage.text:
            return
        if named := self._year_of_part(passage.text):
            self.year, self.current = named, None
            return
        if self._is_of_others():
            self.made.others += self._speaks(passage.text)
            self.current = None
            return
        self.made.periods += [each for each in MONTHS.findall(passage.text) if _is_date(each)]
        if not self._heading(passage) and not self._listed(passage, after) and not self._of_contract(passage):
            self._below(passage)
        self._several(passage)

    # --- whose it is ----------------------------------------------------------------------------------------------

    def _without_place(self, passage: Passage) -> Passage:
        """The passage without a first line that only names places; from then on all is of these."""
        first, *rest = passage.lines
        own = self._places(first)
        if own:
            self.place, self.current = own, None
            return Passage(passage.file, passage.unit, passage.number, tuple(rest), (), passage.links)
        named, colon, _ = passage.text.partition(":")
        if colon and (of := self._places(named)) and self.municipality not in of:
            self.place = of
        return passage

    def _is_of_others(self) -> bool:
        """Whether the part is of other municipalities, or of another year."""
        elsewhere = bool(self.place) and self.municipality not in self.place
        return elsewhere or self.year != self.monitoring_year

    def _year_of_part(self, text: str) -> int:
        """The monitoring year a line of its own names, as the heading of a part; 0 for none."""
        said = read_year(text) if len(text.split()) <= HEADING_WORDS and not self._speaks(text) else None
        return said.year.number if said and said.sure and text[:1].isupper() else 0

    def _places(self, text: str) -> set[str]:
        if len(text.split()) > PLACE_WORDS or re.search(r"\d", text):
            return set()
        found = self.register.find(text)
        return {found} if found else set(self.register.find_several(text))

    def _speaks(self, text: str) -> bool:
        return bool(HEADING.match(text) or SEVERAL.search(text))

    # --- the shapes reports have ----------------------------------------------------------------------------------

    def _heading(self, passage: Passage) -> bool:
        """“Prioriteti 1: Title (Adresuar Pjesërisht)”."""
        match = HEADING.match(passage.text)
        if match is None or self._is_sentence_about(match[2]):
            return False
        self._begin(match[1], match[2], passage)
        return True

    def _is_sentence_about(self, rest: str) -> bool:
        """Whether “Prioriteti 3 …” goes on as a sentence about it, and is no heading."""
        first = fold(rest).split()[:1]
        return bool(first) and (first[0] in GOES_ON or (first[0].isdigit() and not rest[:1].isdigit()))

    def _listed(self, passage: Passage, after: Passage | None) -> bool:
        """“1. Title (Adresuar Plotësisht)”, or with the verdict on the next line."""
        match = LISTED.match(passage.text)
        if match is None:
            return False
        _, said = self._apart(match[2])
        next_line = after is not None and not after.cells and self._is_verdict(after.text)
        if not said and not next_line:
            return False
        self._begin(match[1], match[2], passage)
        return True

    def _begin(self, number: str, rest: str, passage: Passage) -> None:
        lines = [tidy(each) for each in passage.lines]
        text = rest
        found = self.made.of(number)
        status_line = next((each for each in lines[1:] if STATUS.match(each) or self._is_verdict(each)), None)
        if status_line:
            text = rest.split(status_line)[0]
        title, said = self._apart(text)
        below = tidy(text).split(said, 1)[-1].lstrip(") .:–—-") if said else ""
        if title:
            found.titles.append(title)
        self._say(found, said)
        if status_line:
            self._say(found, self._status_of(status_line))
            below = rest.split(status_line, 1)[1].strip()
        if below:
            found.reasons.append(tidy(below))
        self._keep(found, passage)
        self.current = found

    def _of_contract(self, passage: Passage) -> bool:
        """“Place / Prioritet i Kontratës Sociale / Title. What happened.”: a priority without a number."""
        if fold(passage.lines[0]) != OF_CONTRACT or len(passage.lines) < 2 or not self.place:
            return False
        title, *rest = SENTENCE.split(" ".join(passage.lines[1:]), maxsplit=1)
        found = self.made.of("", title)
        found.titles.append(title.strip(" ."))
        found.reasons += [tidy(each) for each in rest]
        self._keep(found, passage)
        self.current = found if not rest else None  # what happened may stand in the paragraph below
        self.is_alone = not rest
        return True

    def _below(self, passage: Passage) -> None:
        """What stands below a priority: its verdict on a line of its own, or the reason."""
        if self.current is None:
            return
        if passage.text.isupper() or len(self.current.reasons) >= MOST_BELOW:
            self.current = None  # another part begins, or what follows is no longer about it
            return
        match = STATUS.match(passage.text)
        if match or self._is_verdict(passage.text):
            self._say(self.current, self._status_of(passage.text))
        elif not SEVERAL.search(passage.text):
            self.current.reasons.append(passage.text)
        else:
            return
        self._keep(self.current, passage)
        if self.is_alone:
            self.current, self.is_alone = None, False

    def _several(self, passage: Passage) -> None:
        """“prioritetet 2, 8 dhe 9 u adresuan plotësisht”: a verdict for each of them, where the clause has just one."""
        if HEADING.match(passage.text) and self.current and self.current.passages[-1:] == [passage]:
            return
        for at, sentence in enumerate(SENTENCE.split(passage.text)):
            is_torn = at == 0 and sentence[:1].islower() and UNFINISHED.search(self.before)
            is_unclear = is_torn or self._is_of_another_year(sentence) or self._is_claimed(sentence)
            lists = list(SEVERAL.finditer(sentence))
            ends = [*(each.start() for each in lists[1:]), len(sentence)]
            for each, end in zip(lists, ends, strict=False):
                clause = sentence[each.end() : end]
                if len(lists) == 1:
                    clause = f"{sentence[: each.start()]} | {clause}"
                said = self._in_prose(clause)
                if said is None:
                    continue
                is_excepted = EXCEPTED.search(fold(sentence[: each.start()])) is not None
                for number in re.findall(NUMBER, each[1]):
                    found = self.made.of(number)
                    found.statuses.append("" if is_unclear or is_excepted else said)
                    found.said.append(tidy(sentence))
                    self._keep(found, passage)

    def _is_of_another_year(self, sentence: str) -> bool:
        """Whether a sentence names a monitoring year that is not the report's."""
        said = (read_year(each[0]) for each in YEAR_NAMED.finditer(sentence))
        return any(each.year.number not in (0, self.monitoring_year) for each in said if each)

    def _is_claimed(self, sentence: str) -> bool:
        """Whether a sentence gives what the municipality says of itself."""
        folded, known = f" {fold(sentence)} ", self.model.spellings.get("meanings", {})
        return any(f" {words} " in folded for words, meaning in known.items() if meaning == "claimed")

    # --- tables ---------------------------------------------------------------------------------------------------

    def _row(self, passage: Passage) -> None:
        if self._is_of_others():
            return
        columns = self.columns.get(passage.table)
        headings = _headings(passage.cells, self.model)
        if columns is None or len(headings) > 1:
            self.columns[passage.table] = headings if {"title", "status"} <= headings.keys() else {}
            return
        if not columns:
            return
        cells = {name: passage.cells[at] for name, at in columns.items() if at < len(passage.cells)}
        title, number = cells.get("title", ""), cells.get("number", "").strip(" .)")
        if not number and re.fullmatch(NUMBER, title.strip(" .)")):
            number, title = title.strip(" .)"), ""
        numbered = read_numbered(title)
        heading = HEADING.match(title)
        if not re.fullmatch(NUMBER, number):
            number = ""
        if heading:
            number, title = number or heading[1], heading[2]
        elif numbered:
            number, title = number or str(numbered[0]), numbered[1]
        if not number and not title:
            return
        found = self.made.of(number, title)
        if title:
            found.titles.append(title)
        self._say(found, cells.get("status", ""))
        if cells.get("reason"):
            found.reasons.append(cells["reason"])
        self._keep(found, passage)
        self.current = None

    # --- verdicts -------------------------------------------------------------------------------------------------

    def _apart(self, text: str) -> tuple[str, str]:
        """A title and the verdict behind it, in brackets or after a dash; all of it where there is none."""
        for match in IN_BRACKETS.finditer(text):
            if self._is_like_verdict(match[1]):
                return tidy(text[: match.start()]).strip(" –—-:."), tidy(match[1])
        *before, last = AFTER_DASH.split(text)
        if before and self._is_like_verdict(last):
            return tidy(text[: text.rindex(last)]).strip(" –—-:."), tidy(last)
        return tidy(text).strip(" –—-:"), ""

    def _is_verdict(self, text: str) -> bool:
        return spelling(text.strip(" ().")) in self.words

    def _is_like_verdict(self, text: str) -> bool:
        """Whether a short text is a verdict, or begins like one: also one that is cut off, or denied."""
        words = fold(text).split()
        if not 0 < len(words) <= self.longest + 2:
            return False
        cut = len(words[-1]) >= SHORTEST and any(each.startswith(words[-1]) for each in self.parts)
        return cut or not self.parts.isdisjoint(words) or says_verdict(text, frozenset(self.words))

    def _status_of(self, text: str) -> str:
        match = STATUS.match(text)
        return tidy((match[1] if match else text).strip(" ()."))

    def _say(self, found: Found, said: str) -> None:
        """Note a verdict where the closed table has its words; else that something else stands there."""
        if not said:
            return
        found.said.append(said)
        known = "" if signs_beside(said) else self.model.spellings["statuses"].get(spelling(said), "")
        found.statuses.append(known)

    def _in_prose(self, clause: str) -> str | None:
        """The one verdict of a clause; "" where words of verdicts stand in it otherwise, None where there are none."""
        tokens = fold(DASHES.sub("-", repaired(clause)).replace("|", " xx ")).split()
        found, rest, at = [], list[str](), 0
        while at < len(tokens):
            size = next((n for n in range(self.longest, 1, -1) if " ".join(tokens[at : at + n]) in self.words), 0)
            if size:
                found.append(self.model.spellings["statuses"][" ".join(tokens[at : at + size])])
                at += size
            else:
                rest.append(tokens[at])
                at += 1
        others = [each for each in rest if each in self.parts]
        if not found:
            return "" if others else None
        unclear = others or len(set(found)) > 1 or denies(" ".join(rest), self.model) or "?" in clause
        return "" if unclear or _doubts(" ".join(rest), self.model) else found[0]

    def _keep(self, found: Found, passage: Passage) -> None:
        if passage not in found.passages:
            found.passages.append(passage)
            found.links += [each for each in passage.links if each not in found.links]
            found.dates += [each for each in DATE.findall(passage.text) if each not in found.dates and _is_date(each)]


def _doubts(text: str, model: Model) -> bool:
    """Whether a word doubts what stands beside it, expects or promises it; a single short word is no doubt here."""
    known = model.spellings.get("meanings", {})
    expected = any(known.get(word) == "expected" for word in text.split())
    return expected or (len(text.replace(" ", "")) > SHORTEST and may_reverse(text, model))


def _headings(cells: Sequence[str], model: Model) -> dict[str, int]:
    """Which column of a table is what, by the headings of the workbooks."""
    tables = (model.tables["priorities"], model.tables["assessments"])
    names = {"number": ("label",), "title": ("title_sq",), "status": ("status",), "reason": ("reason",)}
    found: dict[str, int] = {}
    titles = [at for at, text in enumerate(cells) if any(_heads(text, table, names["title"]) for table in tables)]
    if len(titles) > 1 and not any(_heads(text, table, names["number"]) for text in cells for table in tables):
        found["number"] = titles[0]  # “Prioriteti | Përshkrimi”: the first is its number
    for at, text in enumerate(cells):
        if at == found.get("number"):
            continue
        for name, fields in names.items():
            if name not in found and any(_heads(text, table, fields) for table in tables):
                found[name] = at
                break
    return found


def _heads(text: str, table: Table, fields: Iterable[str]) -> bool:
    known = table.headings.get(fold(text))
    return known is not None and known.id in fields and (known.kind != "priority")


def _is_date(text: str) -> bool:
    try:
        read_span(text)
    except ValueError:
        return False
    return True


def each_in_order(made: Statements) -> Iterator[Found]:
    """The priorities by their number, those without one last."""

    def order(found: Found) -> tuple[bool, list[int]]:
        return not found.number, [int(part) for part in found.number.split(".") if part]

    yield from sorted(made.found.values(), key=order)
