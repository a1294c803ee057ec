"""What the invented organisations did: forums, focus groups, meetings, sessions, trainings, videos; and who spoke."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from pop_analysis.synthetic.contracts import Priority, contract_address, report_address
from pop_analysis.synthetic.cycles import Cycle, MonitoredYear, between, typed
from pop_analysis.synthetic.labels import Labels, Row, wording
from pop_analysis.synthetic.names import Place

# How many of each type one municipality has in a year of monitoring, and how many people come.
A_YEAR = {
    "focus_group": (3, 5),
    "municipality_meeting": (4, 7),
    "council_session": (6, 10),
    "training": (0, 1),
    "video": (0, 1),
}
PEOPLE = {
    "public_forum": (40, 120),
    "focus_group": (12, 30),
    "municipality_meeting": (4, 14),
    "training": (10, 26),
    "report_publication": (20, 60),
    "conference": (45, 130),
}
# Who says that something is planned, and who says everything else.
PLANNERS, SPEAKERS = ("officials",), ("citizens", "citizens", "citizens", "youth", "first_time_voters", "network")
STATEMENTS_A_YEAR = (2, 4)
NAMES_A_PRIORITY, HAS_LINK = 0.25, 0.6


def activity_rows(
    place: Place, cycles: Sequence[Cycle], priorities: Sequence[Priority], labels: Labels, rng: Random
) -> list[Row]:
    """Rows of the table ``activities`` of one municipality."""
    rows: list[Row] = []
    for cycle in cycles:
        own = [priority for priority in priorities if priority.cycle is cycle]
        rows += _before_signing(place, cycle, labels, rng)
        for year in cycle.years:
            rows += [
                _in_year(kind, year, own, labels, rng)
                for kind, (least, most) in A_YEAR.items()
                for _ in range(rng.randint(least, most))
            ]
    for number, row in enumerate(rows, start=1):
        row["municipality"] = place.name
        if row["type"] == labels.of("activity_types", "video") or rng.random() < HAS_LINK:
            row["url"] = f"{place.site}/lajme/{number}"
        row.setdefault("source", f"{place.site}/lajme")
    rows += [row for cycle in cycles for row in _signed(place, cycle, labels)]
    return _distinct(rows)


def report_presentation(place: Place, cycle: Cycle, report: Row, labels: Labels, rng: Random) -> Row:
    """The activity at which ``report`` was presented, on the day its row states."""
    year = report["monitoring_year"]
    return {
        "type": labels.of("activity_types", "report_publication"),
        "municipality": place.name,
        "date": report["presented_on"],
        **_titled("report_publication", year=year, cycle=cycle.name),
        **people("report_publication", rng),
        "source": report_address(place, cycle, year),
    }


def statement_rows(place: Place, priorities: Sequence[Priority], labels: Labels, rng: Random) -> list[Row]:
    """Rows of the table ``statements``; no sentence comes twice in a municipality."""
    years = [(priority.cycle, year) for priority in priorities for year in priority.cycle.years]
    sentences = rng.sample(wording("fieldwork")["statements"], len(wording("fieldwork")["statements"]))
    rows: list[Row] = []
    for cycle, year in dict.fromkeys(years):
        for _ in range(min(rng.randint(*STATEMENTS_A_YEAR), len(sentences))):
            sentence = sentences.pop()
            named = next((p for p in priorities if p.cycle is cycle and p.promise.theme == sentence["theme"]), None)
            speaker = rng.choice(PLANNERS if sentence["direction"] == "planned" else SPEAKERS)
            rows.append(
                {
                    "cycle": cycle.name,
                    "date": typed(year.day(rng), rng, (60, 20, 12, 8)),
                    "speaker": labels.of("speakers", speaker),
                    "statement_sq": sentence["sq"],
                    "statement_en": sentence["en"],
                    "theme": labels.of("themes", sentence["theme"]),
                    "direction": labels.of("directions", sentence["direction"]),
                    "label": named.reference if named and rng.random() < NAMES_A_PRIORITY else None,
                    "source": f"{place.site}/thenie/{len(rows) + 1}",
                }
            )
    return rows


def people(kind: str, rng: Random) -> dict[str, int]:
    """Participants of one activity: all three counts, or the total alone, or total and women, or nothing."""
    if kind not in PEOPLE:
        return {}
    total = rng.randint(*PEOPLE[kind])
    women = round(total * rng.uniform(0.3, 0.7))
    known = rng.choices(("all", "women", "total", "none"), (50, 10, 22, 18))[0]
    counts = {"participants": total, "women": women, "men": total - women}
    columns = {"all": list(counts), "women": ["participants", "women"], "total": ["participants"], "none": []}[known]
    return {column: counts[column] for column in columns}


def _before_signing(place: Place, cycle: Cycle, labels: Labels, rng: Random) -> list[Row]:
    """The focus groups that listed the needs, and the forum with the candidates on the day of signing."""
    source = {"source": contract_address(place, cycle)}
    first, last = cycle.signed_on - timedelta(days=110), cycle.signed_on - timedelta(days=21)
    groups = rng.sample(wording("fieldwork")["groups"], rng.randint(2, 3))
    rows = [
        {
            "type": labels.of("activity_types", "focus_group"),
            "date": typed(between(first, last, rng), rng),
            **_titled("preparation", group_sq=group_sq, group_en=group_en, cycle=cycle.name),
            **people("focus_group", rng),
            **source,
        }
        for group_sq, group_en in groups
    ]
    forum = {
        "type": labels.of("activity_types", "public_forum"),
        "date": cycle.signed_on,
        **_titled("public_forum", cycle=cycle.name),
        **people("public_forum", rng),
        **source,
    }
    return [*rows, forum]


def _signed(place: Place, cycle: Cycle, labels: Labels) -> list[Row]:
    """The signing of a contract, and its presentation two weeks later: neither is a forum."""
    days = {"contract_signing": cycle.signed_on, "contract_presentation": cycle.signed_on + timedelta(days=14)}
    return [
        {
            "type": labels.of("activity_types", kind),
            "municipality": place.name,
            "date": day,
            **_titled(kind, cycle=cycle.name),
            "source": contract_address(place, cycle),
        }
        for kind, day in days.items()
    ]


def _in_year(kind: str, year: MonitoredYear, priorities: Sequence[Priority], labels: Labels, rng: Random) -> Row:
    texts = wording("fieldwork")
    row: Row = {"type": labels.of("activity_types", kind), "date": typed(year.day(rng), rng), **people(kind, rng)}
    if kind in ("training", "video"):
        return row | dict(zip(("title_sq", "title_en"), rng.choice(texts[kind]), strict=True))
    group_sq, group_en = rng.choice(texts["groups"])
    office_sq, office_en = rng.choice(texts["offices"])
    subject_sq, subject_en = rng.choice(texts["subjects"])
    row |= _titled(
        kind,
        group_sq=group_sq, group_en=group_en, unit=rng.randint(1, 9),
        office_sq=office_sq, office_en=office_en,
        subject_sq=subject_sq, subject_en=subject_en,
    )  # fmt: skip
    if kind == "municipality_meeting" and rng.random() < 0.7:
        priority = rng.choice(priorities)
        about = _titled("about_priority", title_sq=priority.promise.sq, title_en=priority.promise.en)
        row |= {title: row[title] + about[title] for title in about}
        row |= {"cycle": priority.cycle.name, "label": priority.reference}
    return row


def _titled(name: str, **words: Any) -> dict[str, str]:
    in_albanian, in_english = wording("fieldwork")[name]
    return {"title_sq": in_albanian.format(**words), "title_en": in_english.format(**words)}


def _distinct(rows: list[Row]) -> list[Row]:
    """``rows`` by date, those without an exact day last, and none that nothing tells apart from an earlier one."""
    kept: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        kept.setdefault(tuple(row.get(key) for key in ("type", "date", "title_sq", "url")), row)
    return sorted(kept.values(), key=lambda row: row["date"] if isinstance(row["date"], date) else date.max)
