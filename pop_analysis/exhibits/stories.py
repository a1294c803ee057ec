"""The priorities of a contract one by one, each with all that is known of it in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal

import pandas as pd
from msgspec.structs import replace

from pop_analysis.blocks.blocks import Block, Blocks, Chapter, Step, Stories, Story, Told, notice
from pop_analysis.blocks.parts import Entry, Mark, Span
from pop_analysis.exhibits.placing import folded
from pop_analysis.exhibits.quantities import Scope
from pop_analysis.exhibits.revision_wording import in_words
from pop_analysis.exhibits.rows import copies_of, led_to, when, with_copies
from pop_analysis.exhibits.tables.agreement_table import score_phrase
from pop_analysis.exhibits.tables.contract_succession_table import contract_succession_table
from pop_analysis.exhibits.tables.replies_table import given
from pop_analysis.exhibits.wording import (
    cycles_phrase,
    in_language,
    is_doubtful,
    place_name,
    priority_label,
    shared_with,
    text,
    typed,
    verdict_entry,
)
from pop_analysis.locale import Words
from pop_analysis.locale.said import joined, marked_as, named
from pop_analysis.measures import (
    campaign_ladder,
    citizens_beside_assessments,
    contract_succession,
    double_assessments,
    in_contract,
    panel,
    transitions,
)
from pop_analysis.measures.editions.revisions import revisions
from pop_analysis.model.addresses import links_of
from pop_analysis.model.text import slug
from pop_analysis.reading import Dataset
from pop_analysis.reading.archived import own_copy
from pop_analysis.reading.tables.frames import each_row, in_order

LONGEST = 60  # letters of an address on a page
MOVED = ("improved", "regressed")  # what the answer to “What changed?” counts
Row = dict[str, Any]
Move = Literal["", "up", "down"]
OfPriority = Mapping[str, Sequence[Row]]


def priority_stories(
    data: Dataset, municipality: str, cycle: str, *, language: str | None = None, old: Dataset | None = None
) -> Block:
    """Tell of each priority of a contract all that is known, in one place.

    Its verdict of every year with its reason and source, the evidence, campaigns, what citizens and the municipality
    say, a second monitor's verdict, what became of it in another contract, and what is otherwise than in an ``old``
    edition of the data (``pop.published()``). What does not exist has no line.

    Examples
    --------
    >>> stories = pop.exhibits.priority_stories(data, "fier", "2019-2023", language="en")
    >>> stories.stories[0].now, [chapter.label for chapter in stories.stories[-1].chapters]
    ('partially addressed', ['Source', 'Source of the priority', 'Evidence'])
    """
    words = Words(data.model, language)
    own = data.where(municipality=municipality, cycle=cycle)
    years: dict[str, list[Row]] = {}
    for row in each_row(panel(own)):
        years.setdefault(row["priority"], []).append(row)
    place = place_name(data, words, municipality)
    if not years:
        return notice(words("listing.no_priorities", place=place, cycle=cycles_phrase(words, [cycle])))
    told = _Known(data, own, words, municipality, old)
    n = Scope(municipality=municipality, cycle=cycle)("priorities_on_file", len(own["priorities"]))
    caption = words("listing.priorities", n=n, place=place, cycle=cycles_phrase(words, [cycle]))
    last = last_judged_year(data, own)
    return Stories(
        id=f"priorities-{cycle}",
        caption=caption,
        note=words("story.note"),
        stories=[told.story(rows, last) for rows in years.values()],
        changed=told.years_compared,
    )


def other_contracts(data: Dataset, municipality: str, cycle: str, *, language: str | None = None) -> Blocks:
    """Return what is to be said of a municipality's contracts other than ``cycle``: their last state never vanishes.

    The priorities of each, and what became of them from one contract to the next; nothing where there is no other.

    Examples
    --------
    >>> len(pop.exhibits.other_contracts(data, "kukes", "2019-2023"))
    0
    """
    others = sorted(set(data.where(municipality=municipality)["contracts"]["cycle"]) - {cycle}, reverse=True)
    stories = (priority_stories(data, municipality, other, language=language) for other in others)
    return folded(*stories, contract_succession_table(data, municipality, language=language)) if others else Blocks()


def story_id(priority: str) -> str:
    """Return the lasting address of a priority on its municipality's page.

    >>> story_id("elbasan/2023-2027/1.5")
    'p-2023-2027-1-5'
    """
    _, cycle, number = priority.split("/", 2)
    name = slug(f"p-{cycle}-{number}")
    # A page cuts a long name, and would number two that begin alike in their order, which another edition may change.
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 9]}-{sha256(name.encode()).hexdigest()[:8]}"


def mark_of(words: Words, status: str) -> Mark:
    """Return the sign of a verdict: its disc is as full as the verdict stands high on the scale."""
    declared, scale = words.model.statuses[status], words.model.levels
    fill = 1 - scale.index(status) / max(len(scale) - 1, 1) if status in scale else None
    return Mark(declared.label[words.language], fill, declared.colour, declared.ink)


def last_judged_year(data: Dataset, own: Dataset) -> int | None:
    """Return the last monitoring year of a contract with a verdict; None for none."""
    rows = panel(own)
    judged = rows.loc[rows["status"].isin(data.model.levels), "monitoring_year"]
    return int(judged.max()) if len(judged) else None


def shown_verdicts(data: Dataset, own: Dataset) -> list[Row]:
    """Return the row of each priority that was in the contract in its last year with a verdict."""
    rows = panel(own)
    return each_row(in_contract(data, rows[rows["monitoring_year"] == last_judged_year(data, own)]))


class _Known:
    """What is told of the priorities of one contract: looked up once for all of them."""

    def __init__(
        self, data: Dataset, own: Dataset, words: Words, municipality: str, old: Dataset | None = None
    ) -> None:
        self.words, self.data = words, data
        # A contract without years has some to be told apart only where its verdicts are of several.
        self.tells_years = data.model.has_years or own["assessments"]["monitoring_year"].nunique() > 1
        self.since = (old.stamp.published or old.processed_on) if old else None
        self.changes = _by_priority(_changes(data, old, words, municipality)) if old else {}
        place = data.where(municipality=municipality)
        self.evidence = _by_priority(each_row(own["evidence"]))
        self.ladder = _by_priority(each_row(campaign_ladder(place)))
        self.campaigns = {row["campaign"]: row for row in each_row(place["campaigns"])}
        self.scores = _by_priority(each_row(citizens_beside_assessments(own)))
        self.statements = _by_priority(each_row(place["statements"]))
        self.replies = _by_priority(each_row(given(own)))
        self.second = _by_priority(each_row(double_assessments(own)))
        succession = each_row(contract_succession(data, municipality))
        self.later = _by_priority(succession, "priority_from")
        self.earlier = _by_priority(succession, "priority_to")
        compared = each_row(transitions(own))
        self.moved = {row["priority"] for row in compared if row["change"] in MOVED}
        self.years_compared = (
            words("story.changed", first=int(compared[0]["year_from"]), second=int(compared[0]["year_to"]))
            if self.moved
            else ""
        )
        self.promised = {row["priority"]: row["source"] for row in each_row(own["priorities"])}
        self.copies = copies_of(data)
        self.titles = {row["priority"]: in_language(words, row, "title") for row in each_row(place["priorities"])}

    def story(self, rows: Sequence[Row], last: int | None) -> Story:
        words, levels = self.words, self.words.model.levels
        monitored = [row for row in rows if not pd.isna(row["monitoring_year"])]
        judged = [row for row in monitored if row["status"] in levels]
        # What a reader sees first is the contract's last year with a verdict, whatever this priority has then.
        now = next((row for row in monitored if row["monitoring_year"] == last), rows[-1])
        path = _path(monitored, now, words) if judged else []
        return Story(
            id=story_id(now["priority"]),
            number=named(priority_label(now)),
            title=in_language(words, now, "title"),
            group=words.label("themes", now["theme"]),
            now=verdict_entry(words, now).text,
            status=now["status"],
            changed=now["priority"] in self.moved,
            path=path,
            chapters=[self._with_copies(chapter) for chapter in self._chapters(now, monitored) if chapter.lines],
            about=[Span(said, language=other) for said, other in self._about(now) if said],
        )

    def _with_copies(self, chapter: Chapter) -> Chapter:
        lines = [replace(line, spans=with_copies(line.spans, self.words, self.copies)) for line in chapter.lines]
        return replace(chapter, lines=lines) if self.copies else chapter

    def _about(self, row: Row) -> Iterator[tuple[str, Any]]:
        words = self.words
        if text(row["beneficiaries"]):
            group = typed(words, row["beneficiaries"])
            yield named(group.text), group.language
        if text(row["competence"]):
            yield words.label("competences", row["competence"]), None
        if names := shared_with(self.data, words, [row["shared"]], row["municipality"]) if text(row["shared"]) else "":
            yield words("story.shared", names=names), None

    def _source(self, row: Row) -> Iterator[Told]:
        """The source of a verdict, with the months it is about; a report, where the network has any."""
        if not text(row["source"]):
            return
        words, urls = self.words, links_of(row["source"])
        months = words.period(row["period_start"], row["period_end"], row["period_precision"])
        year = marked_as("date", _monitoring_year(row, words).lower()) if self.tells_years else ""
        about = joined(", ", [words("column.report" if len(self.data["reports"]) else "column.source"), year, months])
        if len(urls) > 1:
            links = [piece for url in urls for piece in (Span(" · "), Span(named(url), url))]
            yield Told([Span(about), *links])
        elif urls:
            yield Told([Span(about, urls[0])])
        else:
            yield Told([*_spans(typed(words, row["source"])), Span(joined("", [" · ", months]))])

    def _promised(self, priority: str) -> Iterator[Told]:
        """Where the text of a priority was taken from."""
        source = self.promised[priority]
        if urls := links_of(source):
            yield from (Told([Span(named(url), url)]) for url in urls)
        elif text(source):
            yield Told(list(_spans(typed(self.words, source))))

    def _chapters(self, now: Row, rows: Sequence[Row]) -> Iterator[Chapter]:
        words, key = self.words, now["priority"]
        why = list(_reasons(now, words))
        yield Chapter(words("story.why" if text(now["reason"]) else "column.source"), [*why, *self._source(now)])
        yield Chapter(words("column.promise_source"), list(self._promised(key)))
        before = [row for row in rows[::-1] if row is not now and row["status"] != words.model.missing]
        when = _years_of(rows, words)
        yield Chapter(words("story.before"), [_year(row, when[row["monitoring_year"]], words) for row in before])
        yield Chapter(words("column.other_verdict"), [self._other(row) for row in self.second.get(key, ())])
        evidence = in_order(list(self.evidence.get(key, ())), ["date"])
        yield Chapter(words("column.evidence"), [self._piece(row) for row in evidence])
        for campaign in dict.fromkeys(row["campaign"] for row in self.ladder.get(key, ())):
            steps = [row for row in self.ladder[key] if row["campaign"] == campaign and row["state"] != "not_stated"]
            yield Chapter(words("column.campaign"), [self._campaign(campaign), *map(self._step, steps)])
        yield Chapter(words("column.citizens"), [self._score(row) for row in self.scores.get(key, ())])
        yield Chapter(words("story.said"), [self._statement(row) for row in self.statements.get(key, ())])
        yield Chapter(words("column.reply"), [self._reply(row, rows) for row in self.replies.get(key, ())])
        for links, side in ((self.earlier, "from"), (self.later, "to")):
            for row in links.get(key, ()):
                if text(row[f"priority_{side}"]) and row["fate"] == "carried_over":
                    other = row[f"priority_{side}"]
                    cycle = cycles_phrase(words, [other.split("/")[1]])
                    line = Told([_span(self.titles[other], f"#{story_id(other)}")])
                    yield Chapter(words(f"story.carried_{side}", cycle=cycle), [line])

        since = words("story.new", when=words.date(self.since)) if self.since else words("story.new_undated")
        yield Chapter(since, list(_new(self.changes.get(key, ()), words)))

    def _other(self, row: Row) -> Told:
        said = self.words.label("statuses", row["other_status"])
        spans = [Span(said), *_after(typed(self.words, row["other_reason"]))]
        return Told(spans, _monitoring_year(row, self.words), mark_of(self.words, row["other_status"]))

    def _piece(self, row: Row) -> Told:
        words = self.words
        kind = Span(words.label("evidence_kinds", row["kind"]))
        spans = [*led_to(kind, row, words, "url", "archived_url"), *_after(typed(words, row["note"]))]
        return Told(
            with_copies(spans, words, {address: own_copy(row, address) for address in links_of(row["url"])}),
            _day(row, words),
        )

    def _campaign(self, campaign: str) -> Told:
        row = self.campaigns[campaign]
        title = _span(in_language(self.words, row, "title"))
        return Told(led_to(title, row, self.words, "source"))

    def _step(self, row: Row) -> Told:
        words = self.words
        amount = marked_as("name", words.amount(row["amount_all"]))
        expected = words("ladder.expected") if row["state"] == "expected" else ""
        stage = words.label("campaign_stages", row["stage"])
        return Told([Span(joined(" · ", [stage, expected, amount]))], _day(row, words))

    def _score(self, row: Row) -> Told:
        said = Span(marked_as("name", score_phrase(row, self.words)))
        return Told(led_to(said, row, self.words, "source"), _monitoring_year(row, self.words))

    def _statement(self, row: Row) -> Told:
        words = self.words
        said, speaker = in_language(words, row, "statement"), Span(words.label("speakers", row["speaker"]))
        quoted = Span(f"“{said.text}” ", language=said.language)
        return Told([quoted, *led_to(speaker, row, words, "source")], _day(row, words))

    def _reply(self, row: Row, rows: Sequence[Row]) -> Told:
        words = self.words
        verdict = next((each["status"] for each in rows if each["monitoring_year"] == row["monitoring_year"]), None)
        earlier = text(row["status_shown"]) and row["status_shown"] != verdict
        spans = list(_spans(typed(words, row["reply"])))
        if earlier:
            about = words("story.replied_to", status=words.label("statuses", row["status_shown"]))
            spans = [Span(joined("", [about, " "])), *spans]
        by = typed(words, row["replied_by"])
        return Told([*spans, *_after(by, " – ")], when(row, words, "replied_on"))


def _changes(data: Dataset, old: Dataset, words: Words, municipality: str) -> list[Row]:
    """What is otherwise than in an earlier edition, each change with how it is said."""
    found = revisions(old, data)
    found = found[found["municipality"] == municipality]
    said = each_row(in_words(found, old, data, words.language))
    return [change | {"said": row} for change, row in zip(each_row(found), said, strict=True)]


def _new(changes: Sequence[Row], words: Words) -> Iterator[Told]:
    """Verdicts with the one of before; of the rest, what has changed of it. Of a new priority, that it is new."""
    if any(change["table"] == "priorities" and change["change"] == "appeared" for change in changes):
        yield Told([Span(words("story.new_priority"))])
        return
    verdicts = [change for change in changes if change["kind"] == "verdict"]
    for change in verdicts:
        said = change["said"]
        step = joined(
            " → ", [named(said["old"]) or words("compare.appeared"), named(said["new"]) or words("compare.gone")]
        )
        corrected = words("compare.corrected") if change["corrected"] else ""
        yield Told([Span(joined(" · ", [step, corrected]))], _monitoring_year(change, words))
    others = dict.fromkeys(
        joined(": ", [change["said"]["table"], change["said"]["column"]])
        for change in changes
        if change not in verdicts
    )
    if others:
        yield Told([Span(words("story.new_also", what=words.listed(map(named, others))))])


def _path(rows: Sequence[Row], now: Row, words: Words) -> list[Step]:
    """The verdict of each year, and where it is better or worse than the last verdict before it."""
    scale, steps, before = words.model.levels, [], None
    when = _years_of(rows, words)
    for row in rows:
        rank = scale.index(row["status"]) if row["status"] in scale else None
        move: Move = "" if rank is None or before is None or rank == before else "up" if rank < before else "down"
        steps.append(Step(when[row["monitoring_year"]], mark_of(words, row["status"]), move, row is now))
        before = before if rank is None else rank
    return steps


def _years_of(rows: Sequence[Row], words: Words) -> dict[Any, str]:
    """The calendar year each monitoring year ended in; their numbers where that is not on file of all."""
    if any(pd.isna(row["period_end"]) for row in rows):
        return {row["monitoring_year"]: _monitoring_year(row, words) for row in rows}
    return {row["monitoring_year"]: marked_as("date", str(row["period_end"].year)) for row in rows}


def _monitoring_year(row: Row, words: Words) -> str:
    return marked_as("date", words("strip.year", year=int(row["monitoring_year"])))


def _reasons(row: Row, words: Words) -> Iterator[Told]:
    for value in (row["reason"], row["note"]):
        if text(value):
            yield Told(list(_spans(typed(words, value))))


def _day(row: Row, words: Words) -> str:
    """When something happened: said also where nobody knows, so that the lines stand below each other."""
    return when(row, words) or words("undated")


def _year(row: Row, when: str, words: Words) -> Told:
    said = verdict_entry(words, row).text
    value = text(row["reason"]) or (row["note"] if is_doubtful(row) else "")
    return Told([Span(said), *_after(typed(words, value))], when, mark_of(words, row["status"]))


def _spans(entry: Entry) -> Iterator[Span]:
    if entry.text:
        yield Span(named(entry.text), language=entry.language)


def _after(entry: Entry, between: str = ": ") -> Iterator[Span]:
    """A text after another one; nothing where it is empty."""
    if entry.text:
        yield Span(between)
        yield from _spans(entry)


def _span(entry: Entry, url: str | None = None) -> Span:
    return Span(named(entry.text), url, language=entry.language)


def _by_priority(rows: Iterable[Row], name: str = "priority") -> OfPriority:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if text(row[name]):
            found.setdefault(row[name], []).append(row)
    return found
