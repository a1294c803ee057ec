"""Published figures held against the workbooks again: which agree, differ, are explained, or can be no share at all."""

from collections import Counter
from fractions import Fraction

from oracle.raw import METRICS, SCALE, span_of

SHARES = {
    "share_fully": SCALE[:1],
    "share_addressed": SCALE[:2],
    "share_partially": SCALE[1:2],
    "share_not": SCALE[2:],
}
ACTIVITIES = {
    "focus_groups": "fokus grup",
    "public_forums": "forum publik",
    "municipality_meetings": "takim me bashkinë",
    "council_sessions_monitored": "mbledhje e Këshillit Bashkiak",
    "videos_with_municipal_leaders": "video",
}
EXACT, MORE, PLANNED = "saktësisht", "mbi", "planifikuar"


class Audit:
    """The results of the audit of published figures, for contracts with :meth:`of`."""

    def audited(self, result=None, **rows):
        figures = self._figures(**rows)
        return len(figures) if result is None else Counter(map(self._result, figures))[result]

    def _result(self, figure):
        share = self._is_share(figure)
        exact = figure.get("Saktësia") in (None, EXACT)
        value, n, told, whole, on_file = self._computed(figure)
        found = self._stands(figure, value, n, told, whole)
        total = self._published_total(figure) if share else None
        percent = Fraction(str(figure["Vlera"]))
        if total and exact and found != "agrees":
            judged = n or 1
            some = range(min(judged, total), max(judged, total, on_file) + 1)
            if not any(fits(percent, count, of) for of in some for count in range(of + 1)):
                return "impossible"
        if total and value is None and any(half_up(percent, count, total) for count in range(total + 1)):
            return "possible"
        if found == "differs" and total and told != total:
            return "partly_on_file" if total > told else "more_on_file"
        said_why = figure.get("Shënim") is not None or figure.get("Saktësia") in ("rreth", PLANNED)
        return "explained" if found == "differs" and said_why else found

    def _is_share(self, figure):
        return figure["Njësia"] == "përqindje" and METRICS.get(figure["Treguesi"]) in SHARES

    def beside_published(self, figure):
        """The result of a figure, and what it is set beside: a share out of what it agrees with."""
        value, n, told, _, _ = self._computed(figure)
        result, published = self._result(figure), Fraction(str(figure["Vlera"]))
        if result == "agrees" and figure["Njësia"] == "përqindje":
            count = value * n / 100
            value = next((Fraction(100 * count, of) for of in (n, told) if fits(published, count, of)), value)
        total = self._published_total(figure) if self._is_share(figure) else None
        counts = [count for count in range((total or -1) + 1) if half_up(published, count, total)]
        return {
            "possible": (*counts, total) if counts else (),
            "result": result,
            "computed": None if value is None else float(value),
            "difference": None if value is None else float(published - value),
        }

    def _stands(self, figure, value, n, told, whole):
        if value is None:
            return "not_computable"
        published, more = Fraction(str(figure["Vlera"])), figure.get("Saktësia") == MORE
        if figure["Njësia"] == "përqindje":
            if not whole:
                return "partly_on_file"
            count = value * n / 100
            if any(fits(published, count, of) for of in (n, told)) or (more and value > published):
                return "agrees"
            return "differs" if told == n else "partly_on_file"
        if published == value or (more and value > published):
            return "agrees"
        return "differs" if whole else "more_on_file" if value > published else "partly_on_file"

    def _published_total(self, figure):
        same = ["place", "cycle"] + ([] if figure["place"] else ["Viti i monitorimit"])
        for row in self.raw["figures"]:
            total = METRICS.get(row["Treguesi"]) == "priorities_total" and row.get("Saktësia") in (None, EXACT)
            if total and all(row.get(name) == figure.get(name) for name in same):
                return int(row["Vlera"])
        return None

    def _computed(self, figure):
        """What the workbooks give: the value, of how many, of how many they say anything, whether of all, how many."""
        metric, place, cycle = METRICS.get(figure["Treguesi"]), figure["place"], figure["cycle"]
        year, calendar = figure.get("Viti i monitorimit"), figure.get("Viti kalendarik")
        own = self.of(place, cycle) if cycle else []
        value, whole = None, True
        if metric == "priorities_total":
            rows = [row for each in own for key, row in each.priorities.items() if not year or each.since(key) <= year]
            whole = bool(own) and all(
                each.declared is not None and len(each.priorities) >= each.declared for each in own
            )
            value = len(rows) or None
        elif metric == "municipalities_total" and cycle:
            value = len({each.place for each in own})
        elif metric in SHARES and cycle and year:
            return self._share(SHARES[metric], own, place, year)
        elif metric in ACTIVITIES and calendar and figure.get("Saktësia") != PLANNED:
            kinds = [row["Lloji"] for row, _ in self._rows("activities", calendar_year=calendar)]
            value, whole = (None if place else kinds.count(ACTIVITIES[metric]) or None), False
        elif metric == "monitoring_reports" and calendar:
            ends = [span_of(row.get("Periudha")) for each in self.of() for row in each.reports]
            value, whole = sum(bool(end) and end.last.year == calendar for end in ends), False
        elif metric == "social_contracts" and calendar:
            value = sum(int(each.cycle[:4]) <= calendar <= int(each.cycle[-4:]) for each in self.of())
            whole = False
        return value, None, 0, whole, 0

    def _share(self, wanted, own, place, year):
        seen = [each for each in own if year in each.years]
        statuses = [status for each in seen for status in each.judged(year).values()]
        if not statuses:
            return None, None, 0, False, 0
        keys = [(each, key) for each in seen for key in each.priorities if each.since(key) <= year]
        told = sum((key, year) in each.said for each, key in keys)
        declared = [each.declared for each in seen]
        whole = (bool(place) or len(seen) == len(own)) and None not in declared and told >= sum(declared)
        share = Fraction(100 * sum(status in wanted for status in statuses), len(statuses))
        return share, len(statuses), told, whole, len(keys)


def places(percent: Fraction) -> int:
    return next(n for n in range(9) if (percent * 10**n).denominator == 1)


def fits(percent, count, of) -> bool:
    """Whether a percentage is that of a count, half up, half even, cut, or a step up or down to a sum of 100."""
    return bool(of) and abs(Fraction(100 * count, of) - percent) < Fraction(1, 10 ** places(percent))


def half_up(percent, count, of) -> bool:
    step = Fraction(1, 10 ** places(percent))
    return percent - step / 2 <= Fraction(100 * count, of) < percent + step / 2
