"""The sensitivity grid counted again: every statement in every way of counting, the ways written out one by one."""

from collections import defaultdict
from itertools import pairwise, product
from statistics import fmean

from oracle.raw import ADDRESSED, LIMITS, SCALE, THEMES

WORTHS = (0, 0.25, 0.5, 0.75, 1)
WAYS = (WORTHS, ("priority", "theme"), ("left_out", "worst", "best"), ("pooled", "mean"))
ERROR = 1e-9
PAIRS_SHOWN = 20


class Grid:
    """The quantities of the sensitivity grid, for contracts with :meth:`chosen` and :meth:`_compared`."""

    def grid(self, **rows):
        """By statement ("half", a theme, or two places) and way of counting: the two indices compared."""
        key = str(rows)
        if key not in self.grids:
            self.grids[key] = dict(self._statements(**rows))
        return self.grids[key]

    def _statements(self, **rows):
        verdicts = [
            (each.place, THEMES.get(each.priorities[key].get("Tema"), ""), status)
            for each, year in self.chosen(**rows)
            for key, status in each.standing(year).items()
        ]
        ways = list(product(*WAYS))
        if verdicts:
            yield "half", {way: (whole(verdicts, way), 0.5) for way in ways}
        judged = [(theme, status) for _, theme, status in verdicts if status in SCALE]
        for first, second in self._neighbours(**rows):
            own = [[verdict for verdict in verdicts if verdict[0] == place] for place in (first, second)]
            yield (first, second), {way: tuple(whole(each, (*way[:3], "pooled")) for each in own) for way in ways}
        for theme in sorted({theme for theme, _ in judged} - {""}):
            statuses = [status for each, status in judged if each == theme]
            everything = [status for _, status in judged]
            below = any(
                len(statuses) * sum(s in level for s in everything) / len(everything)
                - sum(s in level for s in statuses)
                >= 2 - ERROR
                for level in (SCALE[:1], ADDRESSED)
            )
            if len(statuses) >= LIMITS["theme"] and below:
                own = [verdict for verdict in verdicts if verdict[1] == theme]
                yield theme, {way: (whole(verdicts, way), whole(own, way)) for way in ways}

    def _neighbours(self, **rows):
        """Those that follow each other by their shares, of which an index may say which is larger."""
        last, sides = self._beside(**rows)
        may = [
            place for place, (each, year) in last.items() if sides[place] and each.coverage(year) >= LIMITS["coverage"]
        ]
        levels = {place: self._levels(*last[place]) for place in may}
        may.sort(key=lambda place: (sides[place], *(-x for x in _shares(levels[place])), place))
        said = {frozenset((one, other)): how for one, other, how, _ in self._compared(**rows)}
        enough = {place for place in may if sum(levels[place]) >= LIMITS["order"]}
        return [
            pair for pair in pairwise(may) if said[frozenset(pair)] in ("ahead", "crossed") and enough.issuperset(pair)
        ][:PAIRS_SHOWN]

    def tried(self, statement, worth=None, **rows):
        """In how many ways that differ it was tried, and in how many it holds; of one worth, or of all."""
        ways = self.grid(**rows)[statement]
        value = {way: tuple(round(side, 9) for side in sides) for way, sides in ways.items()}
        matters = [
            any(value[way] != value[(*way[:at], other, *way[at + 1 :])] for way in ways for other in WAYS[at])
            for at in range(len(WAYS))
        ]
        matters[0] |= worth is not None
        apart = {
            tuple(choice if counts else None for choice, counts in zip(way, matters, strict=True)): holds(
                statement, *sides
            )
            for way, sides in ways.items()
            if worth in (None, way[0])
        }
        return len(apart), sum(apart.values())

    def statements_tried(self, **rows):
        return len(self.grid(**rows))

    def statements_holding(self, result, **rows):
        def found(tried, held):
            return "none" if not held else "all" if held == tried else "some"

        return sum(found(*self.tried(each, **rows)) == result for each in self.grid(**rows))

    def statements_always(self, **rows):
        usual = ("priority", "left_out", "pooled")
        return sum(
            all(holds(statement, *sides) for way, sides in ways.items() if way[1:] == usual)
            for statement, ways in self.grid(**rows).items()
        )

    def ways_of_counting(self, **rows):
        return max(self.tried(each, **rows)[0] for each in self.grid(**rows))


def holds(statement, left, right):
    return left >= right - ERROR if statement == "half" else left > right + ERROR


def whole(verdicts, way):
    """The index of (place, theme, status) in one way of counting."""
    worth, weighting, missing, aggregate = way
    worths = dict(zip(SCALE, (1, worth, 0), strict=True))
    without = {"left_out": None, "worst": 0, "best": 1}[missing]
    cells = defaultdict(list)
    for place, theme, status in verdicts:
        value = worths.get(status, without)
        if value is not None:
            cells[place, theme].append(value)
    if aggregate == "mean":
        # Each municipality by itself first, in it every priority or every theme the same; then their mean.
        places = {place: [values for (at, _), values in cells.items() if at == place] for place, _ in cells}
        return fmean(_one(own, weighting) for own in places.values())
    themes = defaultdict(list)
    for (_, theme), values in cells.items():
        themes[theme] += values
    return _one(list(themes.values()), weighting)


def _one(groups, weighting):
    if weighting == "theme":
        return fmean(fmean(values) for values in groups)
    return fmean(value for values in groups for value in values)


def _shares(levels):
    return levels[0] / sum(levels), (levels[0] + levels[1]) / sum(levels)
