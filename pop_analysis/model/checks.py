"""What a declaration must be beyond its keys: known lists and columns, roles, languages, words to be filled in."""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError

from pop_analysis.model.addresses import opened_as
from pop_analysis.model.faults import Faults, phrase, texts_of
from pop_analysis.model.keys import FILES, PLURALS, SEVERITIES
from pop_analysis.model.kinds import KINDS
from pop_analysis.model.marked import Path as Place
from pop_analysis.model.own import PARTS, own_declaration
from pop_analysis.model.phrases import CURRENCY, FILLED_IN, IN_ADDRESS, MARK, noun_marks
from pop_analysis.model.text import fold

MANY = 3  # with more levels than these nobody can know which count as addressed
# Lists whose terms the program itself speaks of: a network may name them otherwise, and leave none out.
NEEDED = ("yes_no", "workbook_kinds", "units", "answer_sides", "directions", "speakers")
OPTIONAL_KINDS = ("reply", "coding_sheet")  # kinds of workbook a network may do without
# Names of columns that stand beside those of the statuses (measures/fulfilment.py): no status can be called so.
TAKEN = frozenset(
    {
        "municipality", "contract", "cycle", "monitoring_year", "addressed", "assessed", "unassessed", "total",
        "withdrawn", "period_start", "period_end", "coverage", "share_top", "share_addressed", "top_low", "top_high",
        "addressed_low", "addressed_high", "one_assessment", "headline", "theme", "number", "status",
    }
)  # fmt: skip
GLOBE = (90, 180)  # the highest latitude and longitude
OPTIONAL = ("replies", "shown_evidence")  # tables a network may do without
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_SHEET, NOT_IN_SHEET = 31, frozenset("[]:*?/\\")  # Excel's


def mapping(value: Any) -> Mapping[Any, Any]:
    """The keys there are; none where something else stands, which has been told already."""
    return value if isinstance(value, Mapping) else {}


def each_of(value: Any) -> Iterator[Any]:
    """The entries there are; none where something else stands."""
    yield from value if isinstance(value, (list, tuple)) else ()


class Declared:
    """What a network wrote, each part with the file it stands in; what it did not write is POP's."""

    def __init__(self, parts: Mapping[str, Any], words: Mapping[str, Any], folder: str, faults: Faults) -> None:
        self.parts, self.words, self.folder, self.faults = parts, words, folder, faults
        self.own = own_declaration()
        network = parts.get("network")
        said = mapping(network).get("languages", self.own["network"]["languages"])
        given = [said] if isinstance(said, str) else each_of(said)  # a text is told, and meant as the one there is
        self.given = [each for each in given if isinstance(each, str)]
        unread = not isinstance(network, Mapping) and (
            network is not None or any(fault.file == self.file("network") for fault in faults.found)
        )
        meant = [] if unread else [each for each in self.given if is_language(each)]
        # Where nobody knows which languages are meant, those its texts have are asked for.
        self.languages = tuple(dict.fromkeys(meant or self._of_texts()))
        self.lists = self.own["vocabularies"] | dict(mapping(parts.get("vocabularies")))

    def file(self, part: str) -> str:
        return f"{self.folder}/{part}.yml"

    def add(self, code: str, part: str, place: Place = (), value: Any = "", **words: Any) -> None:
        self.faults.add(code, self.file(part), place, value, **words)

    def unknown(self, part: str, place: Place, value: Any, known: Iterable[str], code: str = "DC-05") -> None:
        self.faults.unknown(self.file(part), place, value, known, code)

    def role(self, place: Place, value: Any, why: str) -> None:
        self.add("DC-16", "statuses", place, value, found=phrase(why))

    def check(self) -> None:
        """Note everything that is wrong, of all parts."""
        for part in PARTS:
            if self.parts.get(part) is not None:
                self.faults.check(self.parts[part], FILES[part][0], self.file(part))
        self._check_languages()
        self._check_outline()
        self._check_texts()
        self._check_statuses()
        self._check_lists()
        tables = self._tables()
        for name, table in tables.items():
            self._check_table(name, mapping(table))
        for name in (each for each in self.own["tables"] if tables and each not in {*tables, *OPTIONAL}):
            self.add("DC-04", "tables", (), name)
        self._check_speech()
        for language, texts in self.words.items():
            self._check_words(language, texts)
        self._check_messages()

    def _check_outline(self) -> None:
        """Each point lies on the globe: its latitude, then its longitude."""
        for number, point in enumerate(each_of(mapping(self.parts.get("network")).get("outline"))):
            for place, (value, limit) in enumerate(zip(each_of(point), GLOBE, strict=False)):
                if isinstance(value, (int, float)) and not -limit <= value <= limit:
                    self.add("DC-18", "network", ("outline", number, place), value, minimum=-limit, maximum=limit)

    def _of_texts(self) -> list[str]:
        """The languages every text of the network has; English, where there are none."""
        texts = [each for part in PARTS for each in texts_of(self.parts.get(part), FILES[part][0])]
        known = [[*text] for _, text, which in texts if which == "all" and isinstance(text, Mapping)]
        of_all = [each for each in known[0] if all(each in every for every in known)] if known else []
        return [each for each in of_all if isinstance(each, str) and is_language(each)] or ["en"]

    # --- languages ------------------------------------------------------------------------------------------------

    def _check_languages(self) -> None:
        for number, language in enumerate(self.given or self.languages):
            place = ("languages", number)
            if language in self.given[:number]:
                self.add("DC-14", "network", place, language, choices=language)
            elif not is_language(language):
                self.add("DC-31", "network", place, language)
            elif language not in self.own["words"] and language not in self.words:
                self.add("DC-12", "network", place, language)
        for language in sorted(self.words.keys() - {*self.languages, *self.own["words"]}):
            self.unknown(f"locale/{language}", (), language, self.languages)
        self._check_nouns()
        network = mapping(self.parts.get("network"))
        self._check_pages(network)
        first, last = network.get("first_year"), network.get("last_year")
        if isinstance(first, int) and isinstance(last, int) and first > last:
            self.add("DC-18", "network", ("last_year",), last, minimum=first, maximum="–")

    def _check_pages(self, network: Mapping[Any, Any]) -> None:
        """An address that is printed leads where it reads, and a day that is printed is one of the calendar."""
        pages, until = network.get("pages"), network.get("reply_until")
        if pages and isinstance(pages, str):
            opened = opened_as(pages) if pages.lower().startswith("http") and not {"?", "#"} & {*pages} else None
            if opened != pages or not pages.endswith("/"):
                self.add("DC-24", "network", ("pages",), pages)
        if isinstance(until, str) and DAY.fullmatch(until):
            try:
                date.fromisoformat(until)
            except ValueError:
                self.add("DC-25", "network", ("reply_until",), until)
        for old, new in mapping(network.get("moved")).items():
            if new in mapping(network.get("moved")):
                self.add("DC-14", "network", ("moved", old), new, choices=f"{old}, {new}")

    def _check_texts(self) -> None:
        """Each text has all languages of the network, and no other; labels may stand in a language's own file."""
        known = {*self.languages, *self.own["words"]}
        for part in PARTS:
            for place, text, which in texts_of(self.parts.get(part), FILES[part][0]):
                for language, each in text.items() if isinstance(text, Mapping) else [(self.languages[0], text)]:
                    self._check_marks(part, place, each, language)
                if not isinstance(text, Mapping):
                    continue
                for language in text:
                    if isinstance(language, str) and language not in known:
                        self.unknown(part, (*place, language), language, known)
                there = {language for language in self.languages if str(text.get(language) or "").strip()}
                wanted = [each for each in self.languages if not self._labelled(part, place, each)]
                if which == "all" and (absent := [each for each in wanted if each not in there]):
                    self.add("DC-11", part, place, ", ".join(absent))

    def _labelled(self, part: str, place: Place, language: str) -> bool:
        """Whether the language's own file has the label of a status or a term."""
        named = mapping(mapping(self.words.get(language)).get("labels"))
        if part == "statuses":
            return place[-1] == "label" and place[0] in mapping(named.get("statuses"))
        return part == "vocabularies" and place[-1] == "label" and place[1] in mapping(named.get(place[0]))

    def _check_marks(self, part: str, place: Place, text: Any, language: Hashable) -> None:
        for name in MARK.findall(text) if isinstance(text, str) else ():
            known = [*self._speech(), *self._nouns(language), *CURRENCY]
            if name.lower().removesuffix(IN_ADDRESS) not in known:
                self.unknown(part, place, f"<{name}>", [f"<{mark}>" for mark in known], "DC-08")

    def _nouns(self, language: Hashable) -> dict[str, str]:
        """The nouns a sentence of the language may name, as a network says them that names none."""
        theirs = mapping(mapping(self.words.get(str(language))).get("nouns"))
        named = dict.fromkeys(self.own["network"]["nouns"].get(language, ()), "")
        return {**named, **self.own["words"].get(language, self.own["words"]["en"])["nouns"], **theirs}

    def _check_nouns(self) -> None:
        """A noun that is named is named in every form the sentences of its language need."""
        for language, said in mapping(mapping(self.parts.get("network")).get("nouns")).items():
            if language not in self.languages:
                self.unknown("network", ("nouns", language), language, self.languages)
                continue
            general = self._nouns(language)
            for mark in (each for each in mapping(said) if each not in noun_marks()):
                self.unknown("network", ("nouns", language, mark), mark, general, "DC-02")
            for noun in ("unit", "contract", "judge"):
                needed = [each for each, word in general.items() if word and noun in each]
                absent = [each for each in needed if each not in mapping(said)]
                for mark in absent if len(absent) < len(needed) else ():
                    self.add("DC-04", "network", ("nouns", language), mark)

    def _speech(self) -> list[str]:
        return [name for name in self.own["words"]["en"]["speech"] if name not in ("quote", "or", "counted")]

    # --- statuses and lists ---------------------------------------------------------------------------------------

    def _check_statuses(self) -> None:
        statuses = {key: mapping(each) for key, each in mapping(self.parts.get("statuses")).items()}
        if not statuses:
            return
        judged = [key for key, each in statuses.items() if each.get("judged", True) is not False]
        if len(judged) < 2:
            self.role((), "", "too_few_levels")
        for key in TAKEN.intersection(judged):
            self.add("DC-07", "statuses", (key,), key)
        for key, each in statuses.items():
            self._check_status(key, each, judged)
        missing = [key for key, each in statuses.items() if each.get("missing") is True]
        for key in missing[1:]:
            self.role((key, "missing"), key, "several_missing")
        own = next(key for key, each in self.own["statuses"].items() if each.get("missing"))
        if not missing and own in judged:
            self.role((own,), own, "missing_is_judged")
        short = next((at for at, key in enumerate(judged) if statuses[key].get("addressed") is False), len(judged))
        for key in (each for each in judged[short:] if statuses[each].get("addressed") is True):
            self.role((key, "addressed"), key, "addressed_is_first")
        negative = [key for key in judged if statuses[key].get("negative") is True]
        if negative != judged[len(judged) - len(negative) :]:
            self.role((negative[0], "negative"), negative[0], "negative_is_last")
        self._check_spellings("statuses", (), statuses, "letter")

    def _check_status(self, key: Hashable, status: Mapping[Any, Any], judged: Sequence[Hashable]) -> None:
        said = {name for name in ("negative", "in_progress", "superseded", "missing", "left_out", "addressed")
                if status.get(name) is True}  # fmt: skip
        if key in judged:
            if len(judged) > MANY and "addressed" not in status:
                self.add("DC-15", "statuses", (key,), key)
            if key == judged[0] and (status.get("addressed") is False or said & {"negative", "in_progress"}):
                self.role((key,), key, "best_is_best")
            if said >= {"negative", "addressed"} or said >= {"negative", "in_progress"}:
                self.role((key, "negative"), key, "negative_is_below")
            for name in sorted(said & {"superseded", "missing", "left_out"}):
                self.role((key, name), key, "stands_apart")
            if "colour" not in status:
                self.add("DC-04", "statuses", (key,), "colour")
        elif status:
            for name in sorted(said & {"negative", "addressed"}):
                self.role((key, name), key, "is_judged")
            if "missing" in said and said & {"superseded", "left_out"}:
                self.role((key, "missing"), key, "missing_is_counted")
        for language, forms in mapping(status.get("counted")).items():
            for form, text in mapping(forms).items():
                self._check_filled_in("statuses", (key, "counted", language, form), text, frozenset({"n"}))
        worth = status.get("worth")
        numbers = [each for each in (worth if isinstance(worth, list) else [worth]) if isinstance(each, (int, float))]
        if any(not -1 <= each <= 1 for each in numbers) or (isinstance(worth, list) and len(worth) != 2):
            self.add("DC-18", "statuses", (key, "worth"), ", ".join(map(str, each_of(worth))), minimum=-1, maximum=1)

    def _check_lists(self) -> None:
        fields = [each for table in self._tables().values() for each in mapping(mapping(table).get("fields")).values()]
        known = [*self.own["vocabularies"], *(mapping(each).get("list") for each in fields)]
        for name, terms in mapping(self.parts.get("vocabularies")).items():
            if name not in known:
                self.unknown("vocabularies", (name,), name, self.own["vocabularies"], "DC-02")
            self._check_spellings("vocabularies", (name,), {key: mapping(each) for key, each in mapping(terms).items()})
            needed = self.own["vocabularies"][name] if name in NEEDED else {}
            for absent in (each for each in needed if each not in {*mapping(terms), *OPTIONAL_KINDS}):
                self.add("DC-04", "vocabularies", (name,), absent)
            for key, term in mapping(terms).items():
                families = mapping(self.lists.get("evidence_families"))
                if (family := mapping(term).get("family")) and family not in families:
                    self.unknown("vocabularies", (name, key, "family"), family, families)

    def _check_spellings(self, part: str, place: Place, terms: Mapping[Any, Mapping[Any, Any]], *one_each: str) -> None:
        """No way of writing belongs to two terms, and no letter of a language stands for two."""
        meant: dict[str, dict[str, None]] = defaultdict(dict)
        for key, term in terms.items():
            said = [key, *_forms(term.get("label")), *_forms(term.get("short")), *each_of(term.get("written"))]
            for spelling in (fold(each) for each in said if isinstance(each, str)):
                meant[spelling][str(key)] = None
            for name in one_each:
                for language, text in mapping(term.get(name)).items():
                    meant[f"{name} {language} “{text}”"][str(key)] = None
        for spelling, keys in meant.items():
            if spelling and len(keys) > 1:
                self.add("DC-14", part, (*place, list(keys)[-1]), spelling, choices=", ".join(keys))

    def _tables(self) -> Mapping[Any, Any]:
        return mapping(self.parts.get("tables"))

    # --- tables ---------------------------------------------------------------------------------------------------

    def _check_table(self, name: Hashable, table: Mapping[Any, Any]) -> None:
        fields = {key: mapping(each) for key, each in mapping(table.get("fields")).items()}
        columns = ["municipality"] if {*each_of(table.get("in"))} - {"network"} and name != "workbook" else []
        for key, each in fields.items():
            kind = KINDS.get(str(each.get("kind")), KINDS["text"])
            columns += [column for column, _ in kind.columns(str(key))]
        for part, known in (("unique", columns), ("in", mapping(self.lists.get("workbook_kinds")))):
            for number, each in enumerate(each_of(table.get(part))):
                if each not in known:
                    self.unknown("tables", (name, part, number), each, known)
        for language, sheet in mapping(table.get("sheet")).items():
            if isinstance(sheet, str) and (len(sheet) > LONGEST_SHEET or NOT_IN_SHEET & set(sheet)):
                self.add("DC-18", "tables", (name, "sheet", language), sheet, minimum=1, maximum=LONGEST_SHEET)
        headings: dict[str, dict[str, None]] = defaultdict(dict)
        for key, each in fields.items():
            self._check_field((name, "fields", key), each, columns)
            for heading in (*_forms(each.get("header")), key, *each_of(each.get("written"))):
                if not MARK.search(str(heading)):  # what it says is looked at when it is known (check_names)
                    headings[fold(str(heading))][str(key)] = None
        for heading, keys in headings.items():
            if len(keys) > 1:
                place = (name, "fields", list(keys)[-1])
                self.add("DC-14", "tables", place, heading, choices=", ".join(keys))
        own = mapping(mapping(self.own["tables"].get(name)).get("fields"))
        for key in (each for each in own if fields and each not in fields):
            self.add("DC-04", "tables", (name, "fields"), key)

    def _check_field(self, place: Place, field: Mapping[Any, Any], columns: Sequence[str]) -> None:
        if field.get("kind") == "choice" and "list" not in field:
            self.add("DC-04", "tables", place, "list")
        elif "list" in field and field.get("kind") != "choice":
            self.add("DC-20", "tables", (*place, "list"), field["list"])
        elif "list" in field and field["list"] not in self.lists:
            self.unknown("tables", (*place, "list"), field["list"], self.lists)
        terms = mapping(self.lists.get(field.get("list")))
        if (term := field.get("unread")) and term not in terms:
            self.unknown("tables", (*place, "unread"), term, terms)
        for key in ("at_most", "explained_in"):
            if (other := field.get(key)) and other not in columns:
                self.unknown("tables", (*place, key), other, columns)
        for column in (each for each in mapping(field.get("percent_where")) if each not in columns):
            self.unknown("tables", (*place, "percent_where", column), column, columns)
        low, high = field.get("minimum"), field.get("maximum")
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
            self.add("DC-18", "tables", (*place, "maximum"), high, minimum=low, maximum="–")

    # --- sentences ------------------------------------------------------------------------------------------------

    def _check_speech(self) -> None:
        for language, said in mapping(self.parts.get("speech")).items():
            if language not in self.languages:
                self.unknown("speech", (language,), language, self.languages)
            for name, text in mapping(said).items():
                if name not in self._speech():
                    self.unknown("speech", (language, name), name, self._speech(), "DC-02")
                self._check_filled_in("speech", (language, name), text, frozenset())

    def _check_words(self, language: str, texts: Any) -> None:
        part = f"locale/{language}"
        if texts is None:
            return
        if not isinstance(texts, Mapping):
            self.faults.wanted(self.file(part), (), texts, "keys_with_values")
            return
        apart = ("labels", "nouns")
        self._check_sentences(part, (), {key: each for key, each in texts.items() if key not in apart}, language)
        for mark, noun in mapping(texts.get("nouns")).items():
            if mark not in noun_marks():
                self.unknown(part, ("nouns", mark), mark, noun_marks(), "DC-02")
            elif not isinstance(noun, str):
                self.faults.wanted(self.file(part), ("nouns", mark), noun, "a_text")
        lists = {"statuses": self._statuses(), **self.lists}
        labels = texts.get("labels")
        if labels is not None and not isinstance(labels, Mapping):
            self.faults.wanted(self.file(part), ("labels",), labels, "keys_with_values")
        for name, terms in mapping(labels).items():
            if name not in lists:
                self.unknown(part, ("labels", name), name, lists)
                continue
            for term, label in mapping(terms).items():
                if term not in mapping(lists[name]):
                    self.unknown(part, ("labels", name, term), term, mapping(lists[name]))
                elif not isinstance(label, str):
                    self.faults.wanted(self.file(part), ("labels", name, term), label, "a_text")

    def _statuses(self) -> Mapping[Any, Any]:
        theirs = mapping(self.parts.get("statuses"))
        return {**self.own["statuses"], **theirs} if theirs else self.own["statuses"]

    def _check_sentences(self, part: str, place: Place, texts: Mapping[Any, Any], language: str) -> None:
        """Sentences have the keys of the English ones, the same words to fill in, and the forms of their language."""
        english = self.own["words"]["en"]
        for step in place:
            english = english[step]
        for key, text in texts.items():
            here = (*place, key)
            if key not in english:
                self.unknown(part, here, key, english, "DC-02")
            elif not isinstance(english[key], Mapping) or set(english[key]) <= set(PLURALS):
                self._check_sentence(part, here, text, english[key], language)
            elif isinstance(text, Mapping):
                self._check_sentences(part, here, text, language)
            else:
                self.faults.wanted(self.file(part), here, text, "keys_with_values")

    def _check_sentence(self, part: str, place: Place, text: Any, english: Any, language: str) -> None:
        known = frozenset(FILLED_IN) if place[0] == "speech" and place[-1] not in ("quote", "or", "counted") else None
        if known is None:
            known = frozenset(name for each in _forms(english) for name in filled_in(each) or ())
        if isinstance(english, Mapping):
            known |= {"n"}
            needed = forms_of(language)
            given = mapping(text)
            if not isinstance(text, Mapping) and len(needed) > 1:
                self.faults.wanted(self.file(part), place, text, "forms")
            elif given and (absent := [form for form in needed if form not in given]):
                self.add("DC-10", part, place, ", ".join(absent))
            for form in (each for each in given if each not in PLURALS):
                self.unknown(part, (*place, form), form, PLURALS, "DC-02")
        elif not isinstance(text, str):
            self.faults.wanted(self.file(part), place, text, "a_text")
        for form, each in text.items() if isinstance(text, Mapping) else [(None, text)]:
            here = place if form is None else (*place, form)
            if isinstance(each, str):
                self._check_filled_in(part, here, each, known)
                self._check_marks(part, here, each, language)
            elif form is not None:
                self.faults.wanted(self.file(part), here, each, "a_text")

    def _check_filled_in(self, part: str, place: Place, text: Any, known: frozenset[str]) -> None:
        if not isinstance(text, str):
            return
        if (names := filled_in(text)) is None:
            self.add("DC-09", part, place, text)
            return
        for name in sorted(names - known):
            self.unknown(part, place, f"{{{name}}}", [f"{{{each}}}" for each in sorted(known)], "DC-08")

    def _check_messages(self) -> None:
        """Messages of findings, and texts of the template, fill in no word that POP's own do not."""
        for code, theirs in mapping(self.parts.get("findings")).items():
            own = self.own["findings"].get(code)
            if own is None:
                self.unknown("findings", (code,), code, self.own["findings"], "DC-02")
                continue
            pairs: list[tuple[Place, Any, Mapping[str, str]]] = []
            if code == "phrases":
                for name, each in mapping(theirs).items():
                    if name in own:
                        pairs.append(((code, name), each, own[name]))
                    else:
                        self.unknown("findings", (code, name), name, own, "DC-02")
            elif (severity := mapping(theirs).get("severity")) not in SEVERITIES:
                self.unknown("findings", (code, "severity"), severity, SEVERITIES)
            else:
                pairs.append(((code,), {key: each for key, each in theirs.items() if key != "severity"}, own))
            for place, texts, known in pairs:
                words = frozenset(name for each in known.values() for name in filled_in(each) or ())
                for language, text in mapping(texts).items():
                    self._check_filled_in("findings", (*place, language), text, words)
        own_texts = texts_of(self.own["template"], FILES["template"][0])
        every = frozenset(name for _, text, _ in own_texts for each in _forms(text) for name in filled_in(each) or ())
        for place, text, _ in texts_of(self.parts.get("template"), FILES["template"][0]):
            for each in _forms(text):
                self._check_filled_in("template", place, each, every)


def check_names(tables: Mapping[str, Any], file: str, faults: Faults) -> None:
    """Look whether the network's nouns make one name of two sheets, or one heading of two columns, of these tables."""
    place = tables["workbook"].fields["municipality"]
    sheets = [(name, each.sheet) for name, each in tables.items()]
    headings = [
        [(place.id, place.header)] * ("municipality" in each.columns and place.id not in each.fields)
        + [(field.id, field.header) for field in each.fields.values()]
        for each in tables.values()
    ]
    for named in (sheets, *headings):
        meant: dict[str, dict[str, None]] = defaultdict(dict)
        for name, labels in named:
            for label in labels.values():
                meant[fold(label)][name] = None
        for label, names in meant.items():
            if len(names) > 1:
                faults.add("DC-14", file, ("nouns",), label, choices=", ".join(names))
    for _, labels in sheets:
        for label in labels.values():
            if len(label) > LONGEST_SHEET or NOT_IN_SHEET & set(label):
                faults.add("DC-18", file, ("nouns",), label, minimum=1, maximum=LONGEST_SHEET)


def _forms(text: Any) -> Iterator[Any]:
    yield from text.values() if isinstance(text, Mapping) else [] if text is None else [text]


def filled_in(text: str) -> frozenset[str] | None:
    """The words in braces of a text; None where the braces are not in pairs.

    >>> sorted(filled_in("{count} of {n}"))
    ['count', 'n']
    """
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def is_language(code: str) -> bool:
    """Whether numbers and dates can be written in a language."""
    try:
        return Locale.parse(code) is not None
    except (ValueError, UnknownLocaleError):
        return False


def forms_of(language: str) -> list[str]:
    """The plural forms the numbers of a language take: one and other in English, one, few and many in Polish."""
    if not is_language(language):
        return ["other"]
    rule = Locale.parse(language).plural_form
    return sorted({str(rule(n)) for n in range(1, 200)} | {"other"}, key=PLURALS.index)
