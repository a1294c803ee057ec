"""How the invented priorities fared: verdicts year by year, their reasons, reports and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from pop_analysis.model import Status
from pop_analysis.synthetic.contracts import Priority, report_address
from pop_analysis.synthetic.cycles import Cycle, MonitoredYear, between, next_month, typed
from pop_analysis.synthetic.labels import Labels, Row, wording
from pop_analysis.synthetic.names import Place

SECOND_MONITOR = "Monitor i dytë"
OMITTED, UNVERIFIABLE, WITHDRAWN = 0.05, 0.03, 0.015
REGRESSES, AGREES = 0.09, 0.82
# Where the next step up is the municipality's own to take, it comes more often.
IMPROVES = {"own": 0.32, "shared": 0.24, "central": 0.14}
# The last step, to everything done, is harder than the ones before it.
LAST_STEP = 0.65
EVIDENCE_COUNTS = (14, 28, 30, 18, 10)
EVIDENCE_PRECISION = (80, 12, 4, 4)
ARCHIVED = 0.35
ASKED_CITIZENS = 0.5


@dataclass(frozen=True)
class Coverage:
    """What makes one municipality's file different from the others.

    ``double_coded`` are numbers of monitoring years, ``only_reported`` is one; ``early_start`` moves all its first
    verdicts up or down the scale; ``one_withdrawn`` takes its last priority out of the contract, and leaves the
    verdicts on its first to be confirmed; ``first_complete`` leaves no gap in the first year.
    """

    double_coded: frozenset[int] = frozenset()
    only_reported: int | None = None
    early_start: float = 0.0
    one_withdrawn: bool = False
    first_complete: bool = False


@dataclass
class Course:
    """Where one priority stands: its place on the scale (0 best), how much of its work there is and is done."""

    level: int
    whole: int
    done: int


def assessment_rows(
    place: Place, cycle: Cycle, priorities: Sequence[Priority], coverage: Coverage, labels: Labels, rng: Random
) -> Iterator[Row]:
    """Rows of the table ``assessments`` of one contract, by year and then by priority."""
    scale = labels.model.scale
    courses: dict[Priority, Course] = {}
    gone: dict[Priority, str] = {}
    for year in cycle.years:
        double = year.number in coverage.double_coded
        for priority in priorities:
            if year.number < (priority.since_year or 1):
                continue
            last = courses.get(priority)
            course = courses[priority] = _next(priority, last, len(scale), coverage, rng)
            if year.number == coverage.only_reported:
                continue
            row: Row = {
                "cycle": cycle.name,
                "label": priority.reference,
                "monitoring_year": year.number,
                "period": year.period,
                "source": report_address(place, cycle, year.number),
            }
            if priority.until and year.number >= priority.until:
                yield from _stands_apart(row, labels, priority.gone, left_out=True)
                continue
            fate = "withdrawn" if priority in gone else _fate(year.number, priority is priorities[-1], coverage, rng)
            if fate == "withdrawn":
                gone.setdefault(priority, _pick(fate, rng))
                yield from _stands_apart(row, labels, gone[priority], left_out=True)
            elif fate == "unverifiable":
                yield from _stands_apart(row, labels, _pick(fate, rng), left_out=False)
            elif fate == "judged":
                reason = _reason(priority, course, last, len(scale), rng)
                row |= {"status": labels.status(scale[course.level]), "reason": reason}
                if coverage.one_withdrawn and priority is priorities[0]:
                    row |= {"to_confirm": labels.of("yes_no", "yes"), "note": wording("verdicts")["to_confirm"]}
                yield row | {"monitor": place.organisation if double else None}
                if double:
                    yield _second(row, course.level, scale, labels, rng)


def report_rows(place: Place, cycle: Cycle, coverage: Coverage, rng: Random) -> list[Row]:
    """Rows of the table ``reports``: one a monitored year, also where no verdicts are on file."""
    return [
        {
            "cycle": cycle.name,
            "monitoring_year": year.number,
            "period": year.period,
            "presented_on": typed(presented(year, rng), rng, (70, 30, 0, 0)),
            "url": report_address(place, cycle, year.number) + ".pdf",
            "source": f"{place.site}/raportet",
            "note": wording("verdicts")["only_reported"] if year.number == coverage.only_reported else None,
        }
        for year in cycle.years
    ]


def evidence_rows(place: Place, priorities: Sequence[Priority], labels: Labels, rng: Random) -> list[Row]:
    """Rows of the table ``evidence``: none to four for each priority of the monitored contracts."""
    notes = wording("verdicts")["evidence"]
    rows: list[Row] = []
    for priority in priorities:
        if not priority.cycle.years:
            continue
        for _ in range(rng.choices(range(5), EVIDENCE_COUNTS)[0]):
            kind = rng.choice(list(notes))
            number = len(rows) + 1
            rows.append(
                {
                    "cycle": priority.cycle.name,
                    "label": priority.reference,
                    "date": typed(priority.cycle.day(rng), rng, EVIDENCE_PRECISION),
                    "kind": labels.of("evidence_kinds", kind),
                    "url": f"{place.site}/prova/{number}",
                    "archived_url": f"{place.site}/arkiv/{number}" if rng.random() < ARCHIVED else None,
                    "note": rng.choice(notes[kind]),
                }
            )
    return rows


def citizens_rows(place: Place, priorities: Sequence[Priority], rng: Random) -> list[Row]:
    """Rows of the table ``citizens_scores``: what citizens thought of some priorities, on a scale of five."""
    rows: list[Row] = []
    for priority in priorities:
        for year in priority.cycle.years:
            there = (priority.since_year or 1) <= year.number < (priority.until or year.number + 1)
            if not there or rng.random() > ASKED_CITIZENS:
                continue
            rows.append(
                {
                    "cycle": priority.cycle.name,
                    "label": priority.reference,
                    "monitoring_year": year.number,
                    "score": round(rng.uniform(1.6, 4.7), 1),
                    "score_top": 5,
                    "respondents": rng.choices((rng.randint(6, 9), rng.randint(12, 48)), (15, 85))[0],
                    "source": f"{place.site}/qytetaret-{priority.cycle.key}-{year.number}",
                }
            )
    return rows


def presented(year: MonitoredYear, rng: Random) -> date:
    """A day one to four months after the monitored year."""
    first = next_month(year.end)
    return between(first, next_month(next_month(next_month(first))), rng)


def _fate(year: int, is_last: bool, coverage: Coverage, rng: Random) -> str:
    """What becomes of a priority in one year; one that is omitted has no row, which is not a verdict."""
    if coverage.one_withdrawn and year == 2 and is_last:
        return "withdrawn"
    if year in coverage.double_coded or (coverage.first_complete and year == 1):
        return "judged"
    leaves = WITHDRAWN if year > 1 else 0.0
    weights = (leaves, UNVERIFIABLE, OMITTED, 1 - leaves - UNVERIFIABLE - OMITTED)
    return rng.choices(("withdrawn", "unverifiable", "omitted", "judged"), weights)[0]


def _next(priority: Priority, last: Course | None, levels: int, coverage: Coverage, rng: Random) -> Course:
    """The course of a priority one year on, or at its first verdict."""
    worst = levels - 1
    if last is None:
        easy = coverage.early_start + (0.08 if priority.promise.competence == "own" else -0.06)
        chance = rng.random()
        level = 0 if chance < 0.17 + easy else worst if chance > 0.74 + easy else rng.randint(1, max(worst - 1, 1))
        course = Course(min(level, worst), rng.randint(4, 12), 0)
    else:
        chance = rng.random()
        up = chance < IMPROVES.get(priority.promise.competence, 0.3) * (LAST_STEP if last.level == 1 else 1)
        level = last.level - 1 if up else last.level + 1 if chance > 1 - REGRESSES else last.level
        course = Course(min(max(level, 0), worst), last.whole, last.done)
    course.done = _done(course, worst, rng)
    return course


def _done(course: Course, worst: int, rng: Random) -> int:
    if course.level == 0:
        return course.whole
    if course.level == worst:
        return 0
    least = course.done if 2 <= course.done < course.whole else 2
    return rng.randint(least, course.whole - 1)


def _reason(priority: Priority, course: Course, last: Course | None, levels: int, rng: Random) -> str:
    part = "full" if course.level == 0 else "none" if course.level == levels - 1 else "part"
    when = "first"
    if last is not None and last.level <= course.level:
        when = "again" if last.level == course.level else "fallen"
    sentence = rng.choice(wording("verdicts")[part][when])
    filled: str = sentence.format(
        done=priority.promise.done, things=priority.promise.things, part=course.done, whole=course.whole
    )
    return filled


def _second(row: Row, level: int, scale: Sequence[Status], labels: Labels, rng: Random) -> Row:
    """The verdict of a second monitor on the same priority and year: mostly the same, else the one beside it."""
    if rng.random() > AGREES:
        beside = [each for each in (level - 1, level + 1) if 0 <= each < len(scale)]
        level = rng.choice(beside)
    return {
        **row,
        "monitor": SECOND_MONITOR,
        "status": labels.status(scale[level]),
        "reason": None,
        "note": wording("verdicts")["second_monitor"],
    }


def _stands_apart(row: Row, labels: Labels, reason: str, left_out: bool) -> Iterator[Row]:
    """A row whose status is no verdict but ``reason`` says why; nothing when the model has no such status."""
    apart = (each for each in labels.model.statuses.values() if not each.judged and not each.extra.get("missing"))
    for status in apart:
        if bool(status.extra.get("left_out")) == left_out:
            yield row | {"status": labels.status(status), "reason": reason}
            return


def _pick(name: str, rng: Random) -> str:
    sentence: str = rng.choice(wording("verdicts")[name])
    return sentence
