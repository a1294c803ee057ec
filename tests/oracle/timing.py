"""How long it took, estimated again: the looks from the raw rows, and Turnbull's shares by plain rounds of counting."""

from collections import Counter
from itertools import pairwise
from statistics import median

from oracle.raw import ADDRESSED, LIMITS, SCALE, months, only_years, span_of

DATES = {"signed_on": "Data e nënshkrimit", "observed_from": "Monitorohet që nga"}
AIMS = {"addressed": ADDRESSED, "top": SCALE[:1]}
WATCHED = 10
NEVER = float("inf")


class Timing:
    """The quantities of timeliness, for contracts with :meth:`of`."""

    def _months_of(self, each, origin):
        """By monitoring year the months from the origin to its end: only of what is known to the month."""
        typed = each.row.get(DATES[origin])
        start = None if only_years(typed) else span_of(typed)
        ends = {year: months(start and start.first, end.last) for year, end in each.periods.items()}
        return {year: n for year, n in ends.items() if n and n > 0 and year not in each.vague}

    def _looks(self, origin, **rows):
        """By contract the months at which some priority was judged."""
        return {
            each: sorted({n for year, n in self._months_of(each, origin).items() if year in self._years_judged(each)})
            for each in self.of(**rows)
        }

    def _years_judged(self, each):
        return {year for year in each.years for key in each.priorities if each.status(key, year) in SCALE}

    def _shared(self, **rows):
        """The contracts of which a share may stand: of their last year with a verdict."""
        return [each for each in self.of(**rows) if each.last and each.coverage(each.last) >= LIMITS["coverage"]]

    def _timed(self, origin, **rows):
        """Of each priority that is on the axis: until when it was watched, when taken out, and both steps."""
        found = {}
        for each in self._shared(**rows):
            at = self._months_of(each, origin)
            for key in each.priorities:
                if each.since(key) > 1:
                    continue
                past = {year: each.status(key, year) for year in each.years}
                judged = [year for year in past if past[year] in SCALE]
                looks = [(year, at[year]) for year in judged if year in at]
                last = max(judged, default=0)
                out = [at[y] for y in past if past[y] == "withdrawn" and y > last and y in at]
                if looks or out:
                    steps = {aim: _step(past, looks, wanted) for aim, wanted in AIMS.items()}
                    watched = max((n for _, n in looks), default=0)
                    found[each, key] = (watched, min(out, default=NEVER), steps)
        return found

    def _masses(self, aim, origin, **rows):
        """The stretches of months in which any got there, each with its estimated share."""
        key = (aim, origin, str(rows))
        if key not in self.estimated:
            steps = [(*steps[aim], out) for _, out, steps in self._timed(origin, **rows).values()]
            self.estimated[key] = turnbull(steps)
        return self.estimated[key]

    def priorities_timed(self, origin, **rows):
        return len(self._timed(origin, **rows))

    def priorities_timed_withdrawn(self, origin, **rows):
        return sum(out < NEVER for _, out, _ in self._timed(origin, **rows).values())

    def priorities_not_timed(self, because, origin, **rows):
        timed = self._timed(origin, **rows)
        others = [
            "later" if each.since(key) > 1 else "unknown"
            for each in self._shared(**rows)
            for key in each.priorities
            if (each, key) not in timed and any(each.status(key, year) in SCALE for year in each.years)
        ]
        return others.count(because)

    def month_spoken_of(self, origin, **rows):
        watched = sorted((each for each, *_ in self._timed(origin, **rows).values()), reverse=True)[WATCHED - 1]
        return watched // 12 * 12 if watched >= 24 else watched

    def watched(self, month, origin, **rows):
        return sum(each >= month for each, *_ in self._timed(origin, **rows).values())

    def share_reached(self, which, months, aim, origin, **rows):
        masses = self._masses(aim, origin, **rows)
        return sum(
            mass for (after, by), mass in masses.items() if (by <= months if which == "least" else after < months)
        )

    def gap_between_looks(self, which, origin, **rows):
        timed = {each for each, _ in self._timed(origin, **rows)}
        looks = [[0, *found] for each, found in self._looks(origin, **rows).items() if each in timed]
        gaps = [after - before for found in looks for before, after in pairwise(found)]
        return {"least": min, "middle": median, "most": max}[which](gaps)


def _step(past, looks, wanted):
    there = min((year for year, status in past.items() if status in wanted), default=NEVER)
    after = max((n for year, n in looks if year < there), default=0)
    by = min((n for year, n in looks if year >= there), default=NEVER)
    return (0 if after >= by else after), by


def turnbull(steps):
    """The most likely shares of (after, by] stretches, of what was reached after the one and by the other look.

    ``steps`` are (after, by, taken out by); what goes on may still get there, be taken out, or neither.
    """
    lefts = {after for after, _, _ in steps}
    ends = {
        "there": {by for _, by, _ in steps if by < NEVER},
        "out": {out for _, by, out in steps if by == NEVER and out < NEVER},
    }
    cells = [
        (kind, left, right)
        for kind, rights in ends.items()
        for left in lefts
        for right in rights
        if left < right and not any(left < other < right for other in lefts | rights)
    ]
    seen = Counter()
    for after, by, out in steps:
        goes_on = by == out == NEVER
        kind, end = ("there", by) if by < NEVER else ("out", out)
        fits = [cell for cell in cells if after <= cell[1] and (goes_on or (cell[0] == kind and cell[2] <= end))]
        seen[tuple(fits), goes_on] += 1
    beyond = any(not fits for fits, _ in seen)
    found, seen = seen, Counter()  # the same stretches may be open to those that go on and to those that got there
    for (fits, goes_on), n in found.items():
        seen[(*fits, *(["never"] if goes_on and beyond else []))] += n
    used = {cell for fits in seen for cell in fits}
    share = dict.fromkeys(used, 1 / len(used)) if used else {}
    for _ in range(5000):
        new = Counter()
        for fits, n in seen.items():
            whole = sum(share[cell] for cell in fits)
            for cell in fits:
                new[cell] += n * share[cell] / whole / len(steps)
        moved = max((abs(new[cell] - share[cell]) for cell in share), default=0)
        share = dict(new)
        if moved < 1e-9:
            break
    return {(cell[1], cell[2]): mass for cell, mass in share.items() if cell[0] == "there"}
