"""What the invented network "published": figures that agree with its files, figures that do not, one impossible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from pop_analysis.synthetic.cycles import year_of
from pop_analysis.synthetic.labels import Labels, Row, Rows, wording
from pop_analysis.synthetic.names import Place
from pop_analysis.synthetic.verdicts import SECOND_MONITOR

REVIEWS = "https://example.org/rrjeti/analiza"
MAIN_CYCLE, JOINERS_CYCLE = "2019–2023", "2021–2023"
# Metric of the yearly review and the type of activity it counts.
COUNTED = {
    "focus_groups": "focus_group",
    "public_forums": "public_forum",
    "municipality_meetings": "municipality_meeting",
    "council_sessions_monitored": "council_session",
    "videos_with_municipal_leaders": "video",
}


@dataclass
class Tally:
    """Counts kept while the workbooks are made, so that the rows themselves need not be kept.

    ``verdicts`` has one counter of statuses for each (municipality or None, cycle, monitoring year); ``priorities``
    the number on file for each (municipality or None, cycle); ``signed`` the contracts for each cycle; ``held`` the
    activities for each (type, calendar year); ``met``, ``reports`` and ``campaigns`` the participants, reports and
    campaigns that took a step, for each calendar year.
    """

    labels: Labels
    verdicts: dict[tuple[str | None, str, int], Counter[str]] = field(default_factory=dict)
    priorities: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    signed: Counter[str] = field(default_factory=Counter)
    held: Counter[tuple[str | None, int | None]] = field(default_factory=Counter)
    met: Counter[int | None] = field(default_factory=Counter)
    reports: Counter[int | None] = field(default_factory=Counter)
    campaigns: Counter[int | None] = field(default_factory=Counter)

    def add(self, here: Place, rows: Rows) -> None:
        """Count the rows of one municipality."""
        for row in rows.get("assessments", ()):
            if row.get("monitor") != SECOND_MONITOR:
                for scope in (None, here.name):
                    key = (scope, row["cycle"], row["monitoring_year"])
                    self.verdicts.setdefault(key, Counter())[row["status"]] += 1
        for row in rows.get("priorities", ()):
            if row.get("since_year"):
                continue  # what is published counts what was signed
            self.priorities.update([(None, row["cycle"]), (here.name, row["cycle"])])
        self.signed.update(row["cycle"] for row in rows["contracts"])
        for row in rows.get("activities", ()):
            self.held[row["type"], year_of(row["date"])] += 1
            self.met[year_of(row["date"])] += row.get("participants", 0)
        self.reports.update(year_of(row["period"]) for row in rows.get("reports", ()))  # the year its period ends
        steps = [row for row in rows.get("campaign_stages", ()) if not row.get("expected")]
        self.campaigns.update(year for _, year in {(row["campaign_title"], year_of(row["date"])) for row in steps})

    def share(self, scope: str | None, cycle: str, year: int, parts: slice) -> float | None:
        """Per cent of the judged priorities that have one of the statuses ``parts`` of the scale, best first."""
        scale = [self.labels.status(status) for status in self.labels.model.scale]
        counts = self.verdicts.get((scope, cycle, year), Counter())
        judged = sum(counts[status] for status in scale)
        return 100 * sum(counts[status] for status in scale[parts]) / judged if judged else None

    def judged(self, scope: str | None, cycle: str, year: int) -> int:
        """How many priorities have a verdict."""
        counts = self.verdicts.get((scope, cycle, year), Counter())
        return sum(counts[self.labels.status(status)] for status in self.labels.model.scale)


def published_rows(tally: Tally, labels: Labels, rng: Random) -> list[Row]:
    """Rows of the table ``published_figures``, from what was counted."""
    rows = [*_first_year(tally), *_later_years(tally), *_municipal(tally), *_reviews(tally, rng)]
    return [_typed(row, labels) for row in rows if row["metric"] in labels.model.lists.get("metrics", {})]


def impossible_percentage(near: float, *totals: int) -> int:
    """The whole percentage nearest to ``near`` that no count out of any of ``totals`` gives.

    >>> impossible_percentage(42, 6)
    42
    >>> impossible_percentage(50, 6, 7)
    49
    """
    possible = {
        rounded for n in totals for count in range(n + 1) for rounded in (100 * count // n, -(-100 * count // n))
    }
    return min((p for p in range(1, 100) if p not in possible), key=lambda p: (abs(p - near), p))


def _first_year(tally: Tally) -> Iterator[Row]:
    """Year 1 of the network: everything agrees with the files."""
    about = _period("viti 1 (2019–2020)", "year 1 (2019–2020)") | {"cycle": MAIN_CYCLE, "monitoring_year": 1}
    about |= {"calendar_year": 2020, "source": f"{REVIEWS}-2020"}
    yield about | {
        "metric": "priorities_total",
        "value": tally.priorities[None, MAIN_CYCLE],
        "unit": "count",
        "qualifier": "exact",
    }
    yield about | {
        "metric": "municipalities_total",
        "value": tally.signed[MAIN_CYCLE],
        "unit": "count",
        "qualifier": "exact",
    }
    for metric, parts in (("share_fully", slice(1)), ("share_partially", slice(1, -1)), ("share_not", slice(-1, None))):
        share = tally.share(None, MAIN_CYCLE, 1, parts)
        if share is not None:
            yield about | {"metric": metric, "value": round(share), "unit": "percent", "qualifier": "exact"}


def _later_years(tally: Tally) -> Iterator[Row]:
    """Later years of the network: a share that is too high, and a mean of yearly shares for the whole contract."""
    shares = [tally.share(None, MAIN_CYCLE, year, slice(-1)) for year in range(1, 5)]
    known = [share for share in shares if share is not None]
    if len(known) < 2:
        return
    row = {"cycle": MAIN_CYCLE, "metric": "share_addressed", "unit": "percent", "qualifier": "exact"}
    second = _period("viti 2 (shtator 2020 – shtator 2021)", "year 2 (September 2020 – September 2021)")
    second |= {"monitoring_year": 2, "calendar_year": 2021}
    yield row | second | {"value": min(round(known[1] + 6.5, 1), 99.5), "source": f"{REVIEWS}-2021"}
    whole = _period("2019–2023 (gjithë kontrata)", "2019–2023 (the whole contract)")
    whole |= {"value": round(sum(known) / len(known), 1)}
    yield row | whole | {"source": "https://example.org/rrjeti/rreth", "note": "Mesatare e përqindjeve të viteve."}


def _municipal(tally: Tally) -> Iterator[Row]:
    """Municipalities in their first year: shares and a total that agree, one share too high, one impossible."""
    scopes = [
        (scope, cycle)
        for scope, cycle, year in tally.verdicts
        if scope and year == 1 and cycle in (MAIN_CYCLE, JOINERS_CYCLE) and tally.judged(scope, cycle, 1) > 1
    ]
    smallest = min(scopes, key=lambda each: tally.judged(each[0], each[1], 1), default=None)
    agreeing = [each for each in scopes if each != smallest]
    for number, (scope, cycle) in enumerate([*agreeing[:4], *filter(None, [smallest])]):
        share = tally.share(scope, cycle, 1, slice(-1)) or 0.0
        about = _period("viti 1", "year 1") | {"municipality": scope, "cycle": cycle, "monitoring_year": 1}
        about["source"] = f"https://example.org/rrjeti/raportet/{number + 1}"
        figure = about | {"metric": "share_addressed", "unit": "percent", "qualifier": "exact"}
        if (scope, cycle) == smallest:
            total, judged = tally.priorities[scope, cycle], tally.judged(scope, cycle, 1)
            yield figure | {"value": impossible_percentage(min(max(share, 20), 80), *range(judged, total + 1))}
            yield about | {"metric": "priorities_total", "value": total, "unit": "count", "qualifier": "exact"}
        elif number % 2 == 0:
            yield figure | {"value": round(share)}
        elif number == 1:
            yield about | {
                "metric": "priorities_total",
                "value": tally.priorities[scope, cycle],
                "unit": "count",
                "qualifier": "exact",
            }
        else:
            yield figure | {"value": round(share + 12 if share < 80 else share - 12)}


def _reviews(tally: Tally, rng: Random) -> Iterator[Row]:
    """The yearly reviews: some counts agree with the files, some are rounded, some are larger."""
    sessions = tally.labels.of("activity_types", COUNTED["council_sessions_monitored"])
    years = sorted(year for kind, year in tally.held if kind == sessions and year and tally.reports[year])
    for year in years:
        about: Row = _period(f"janar – dhjetor {year}", f"January – December {year}")
        about |= {"calendar_year": year, "unit": "count", "source": f"{REVIEWS}-{year}"}
        for number, (metric, kind) in enumerate(COUNTED.items()):
            held = tally.held[tally.labels.of("activity_types", kind), year]
            if held:
                yield about | {"metric": metric, **_said(held, number, rng)}
        yield about | {"metric": "monitoring_reports", "value": tally.reports[year], "qualifier": "exact"}
        yield about | {"metric": "citizens_met", "value": tally.met[year] // 100 * 100, "qualifier": "more_than"}
        yield about | {"metric": "advocacy_campaigns", "value": tally.campaigns[year], "qualifier": "exact"}
        if year == (2021 if 2021 in years else years[-1]):
            contracts = tally.signed[MAIN_CYCLE] + tally.signed[JOINERS_CYCLE]
            yield about | {"metric": "social_contracts", "value": contracts, "qualifier": "exact"}
            yield from (about | announced for announced in wording("network")["announced"])


def _said(held: int, number: int, rng: Random) -> Mapping[str, object]:
    """How a review states a count: exactly, rounded down ("mbi"), with more or less than is on file, or larger."""
    if number in (0, 1):
        return {"value": held, "qualifier": "exact"}
    if number == 3 and held > 10:
        return {"value": held // 10 * 10, "qualifier": "more_than"}
    if number == 2:
        return {"value": max(held + rng.choice((-4, -3, 4, 5, 6, 7, 8)), 1), "qualifier": "exact"}
    return {"value": held + rng.randint(3, 9), "qualifier": "about"}


def _period(in_albanian: str, in_english: str) -> Row:
    return {"figure_period": in_albanian, "figure_period_en": in_english}


def _typed(row: Row, labels: Labels) -> Row:
    """The row with the model's labels in place of terms."""
    qualifier = row.get("qualifier")
    return row | {
        "metric": labels.of("metrics", row["metric"]),
        "unit": labels.of("units", row["unit"]),
        "qualifier": labels.of("qualifiers", qualifier) if qualifier else None,
    }
