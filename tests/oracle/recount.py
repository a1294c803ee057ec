"""Every quantity of docs/claims.md counted again from the raw rows, by what docs/method.md says, in other code.

Nothing of the package is imported. A method of :class:`Oracle` has the name of a quantity; it is given the rows of a
claim and returns the value.
"""

from collections import Counter, defaultdict
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, median
from unicodedata import normalize

from oracle.audit import Audit
from oracle.grid import Grid
from oracle.raw import (
    ADDRESSED,
    LIMITS,
    METRICS,
    SCALE,
    SPEAKERS,
    STAGES,
    STATUSES,
    THEMES,
    TYPES,
    Raw,
    cycle_of,
    label_of,
    months,
    only_years,
    span_of,
)
from oracle.timing import NEVER, Timing

GROUPS = {"theme": "Tema", "pillar": "Shtylla", "competence": "Kompetenca", "beneficiaries": "Përfituesit"}


def listed(value) -> list:
    return [] if value is None else list(value) if isinstance(value, list) else [value]


def number(value) -> float | None:
    return None if value is None or value == "" else float(value)


class Contract:
    """A contract with its priorities, and what was said of each in each of its monitoring years."""

    def __init__(self, raw: Raw, place: str, cycle: str) -> None:
        self.place, self.cycle = place, cycle
        self.row = next((r for r in raw["contracts"] if (r["place"], r["cycle"]) == (place, cycle)), {})
        self.declared = number(self.row.get("Prioritete gjithsej"))

        def own(sheet):
            return [row for row in raw[sheet] if (row["place"], row["cycle"]) == (place, cycle)]

        self.priorities = {label_of(row["Nr."]) or row["Prioriteti"]: row for row in own("priorities")}
        titles = {row["Prioriteti"]: key for key, row in self.priorities.items()}
        self.reports = own("reports")
        # The member organisation's verdict is the one of record; of others the first by name.
        keepers = raw.keepers.get(place, set())
        said, self.aside = defaultdict(list), Counter()  # what was said, and rows that could not be read
        self.periods, self.vague = {}, set()
        for row in own("assessments"):
            key, monitor = label_of(row["Prioriteti"]), row.get("Vlerësuesi")
            key = key if key in self.priorities else titles.get(key, key)
            other = bool(monitor) and monitor not in keepers
            doubtful = row.get("Për t'u konfirmuar") == "po"
            year, status = int(row["Viti i monitorimit"]), STATUSES.get(row["Statusi"])
            if status:
                said[key, year].append((other, monitor or "~", status, doubtful))
            else:
                self.aside[key, year] += 1
        self.said = {key: sorted(each, key=lambda one: one[:2]) for key, each in said.items()}
        self.years = sorted(
            {year for _, year in [*self.said, *self.aside]} | {int(row["Viti i monitorimit"]) for row in self.reports}
        )
        for row in [*own("assessments"), *self.reports]:
            period, year = span_of(row.get("Periudha")), int(row["Viti i monitorimit"])
            if period and (year not in self.periods or period < self.periods[year]):
                self.periods[year] = period
                self.vague = self.vague - {year} | ({year} if only_years(row["Periudha"]) else set())
        # What was split, merged or replaced is in the contract no longer, once what came of it is.
        self.followed_from = {}
        for key, row in self.priorities.items():
            for part in label_of(row.get("Vjen nga")).split(";"):
                origin = titles.get(part.strip(), part.strip())
                if origin in self.priorities:
                    self.followed_from[origin] = min(self.since(key), self.followed_from.get(origin, 99))
        self.evidence = [titles.get(label_of(r["Prioriteti"]), label_of(r["Prioriteti"])) for r in own("evidence")]
        self.evidence = [key for key in self.evidence if key in self.priorities]

    def since(self, key: str) -> int:
        return int(self.priorities[key].get("Në kontratë që nga viti") or 1)

    def status(self, key: str, year: int) -> str | None:
        """The status of a priority in a year: None where nothing is on file. Taken out stays out until judged again."""
        if year < self.since(key):
            return "not in the contract"
        if (key, year) in self.said:
            return self.said[key, year][0][2]
        if year >= self.followed_from.get(key, 99):
            return "not in the contract"
        before = [self.said[key, past][0][2] for past in self.years if past < year and (key, past) in self.said]
        return "withdrawn" if before and before[-1] == "withdrawn" else None

    def standing(self, year: int) -> dict[str, str | None]:
        """The priorities in the contract in a year, those taken out left out, with their statuses."""
        every = {key: self.status(key, year) for key in self.priorities}
        return {key: status for key, status in every.items() if status not in ("withdrawn", "not in the contract")}

    def judged(self, year: int) -> dict[str, str]:
        return {key: status for key, status in self.standing(year).items() if status in SCALE}

    @property
    def judged_years(self) -> list[int]:
        return [year for year in self.years if self.judged(year)]

    @property
    def last(self) -> int | None:
        return self.judged_years[-1] if self.judged_years else None

    def known(self, year: int) -> float:
        """How many priorities it is known to have that year."""
        standing = len(self.standing(year))
        elsewhere = len(self.priorities) - standing  # taken out, followed by others, or not in it yet
        return standing if self.declared is None else max(standing, self.declared - elsewhere)

    def gone(self, year: int) -> int:
        """How many were taken out of it by then."""
        return sum(self.status(key, year) == "withdrawn" for key in self.priorities)

    def coverage(self, year: int) -> float:
        return len(self.judged(year)) / self.known(year) if self.known(year) and self.declared is not None else 0

    def observed(self, year: int) -> int | None:
        """Months from the start of monitoring, else the signing, to the end of the period."""
        typed = [self.row.get(name) for name in ("Monitorohet që nga", "Data e nënshkrimit")]
        start = next((span for value in typed if not only_years(value) and (span := span_of(value))), None)
        end = None if year in self.vague else self.periods.get(year)
        return months(start.first, end.last) if start and end else None

    def change(self, key: str, first: int, second: int) -> str | None:
        """What became of a priority between two years."""
        out = ("withdrawn", "not in the contract")
        before, after = self.status(key, first), self.status(key, second)
        was, stays = before not in out, after not in out
        if was and stays:
            if before in SCALE and after in SCALE:
                step = SCALE.index(before) - SCALE.index(after)
                return "improved" if step > 0 else "regressed" if step < 0 else "same"
            return "not_judged"
        if was or stays:
            return self.links(first, second).get(key, "withdrawn" if was else "new")
        return None

    def links(self, first: int, second: int) -> dict[str, str]:
        """Split, merged, replaced: on both sides of what the workbook declares, between two years."""
        titles = {row["Prioriteti"]: key for key, row in self.priorities.items()}
        origins = {}
        for key, row in self.priorities.items():
            named = row.get("Vjen nga")
            if named not in (None, "") and first < self.since(key) <= second:
                parts = [part.strip() for part in label_of(named).split(";")]
                found = [titles.get(part, part) for part in parts]
                origins[key] = [part for part in found if part in self.priorities]
        followers = Counter(part for parts in origins.values() for part in parts)
        links = {}
        for key, parts in origins.items():
            if parts:
                kind = "merged" if len(parts) > 1 else "split" if followers[parts[0]] > 1 else "replaced"
                links |= dict.fromkeys([key, *parts], kind)
        return links

    def changes(self, first: int, second: int) -> dict[str, str]:
        found = {key: self.change(key, first, second) for key in self.priorities}
        return {key: change for key, change in found.items() if change}


class Oracle(Timing, Grid, Audit):
    """Counts again."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        keys = dict.fromkeys((row["place"], row["cycle"]) for row in raw["contracts"])
        self.contracts_ = [Contract(raw, place, cycle) for place, cycle in keys]
        self.estimated, self.grids = {}, {}

    def of(self, municipality=None, cycle=None, **_) -> list[Contract]:
        cycles = listed(cycle)
        return [
            each
            for each in self.contracts_
            if municipality in (None, each.place) and (not cycles or each.cycle in cycles)
        ]

    def chosen(self, monitoring_year=None, **rows) -> list[tuple[Contract, int]]:
        """Contracts with the year that is meant: the one named, or the last with a verdict.

        Of several contracts of a place that run in one term the last with a verdict stands for the place.
        """
        if monitoring_year != "last":
            return [(each, monitoring_year) for each in self.of(**rows) if monitoring_year in each.judged_years]
        judged = sorted((each for each in self.of(**rows) if each.last), key=lambda each: each.cycle)
        return [(each, each.last) for each in {each.place: each for each in judged}.values()]

    def statuses(self, theme=None, promises=None, **rows) -> list[str]:
        def wanted(row):
            stated = number(row.get("Premtime të veçanta"))
            kinds = ("not_stated",) if stated is None else ("stated", "one" if stated == 1 else "several")
            return theme in (None, THEMES.get(row.get("Tema"))) and (promises is None or promises in kinds)

        return [
            status
            for each, year in self.chosen(**rows)
            if promises is None or each.coverage(year) >= LIMITS["coverage"]
            for key, status in each.judged(year).items()
            if wanted(each.priorities[key])
        ]

    # counts and shares

    def limit(self, limit):
        return LIMITS[limit]

    def assessed(self, status=None, **rows):
        return len(self.statuses(**rows))

    def verdicts(self, status, **rows):
        return sum(each in (ADDRESSED if status == "addressed" else listed(status)) for each in self.statuses(**rows))

    def share(self, part, whole, **rows):
        return getattr(self, part)(**rows) / getattr(self, whole)(**rows)

    def one_verdict(self, **rows):
        return 1 / self.assessed(**rows)

    def priorities(self, monitoring_year, **rows):
        return sum(len(each.standing(monitoring_year)) for each in self.of(**rows))

    def priorities_on_file(self, **rows):
        return sum(len(each.priorities) for each in self.of(**rows))

    def priorities_shared(self, **rows):
        marks = (row.get("Premtim i përbashkët") for each in self.of(**rows) for row in each.priorities.values())
        return len({mark for mark in marks if mark})

    def priorities_declared(self, **rows):
        return sum(each.declared for each in self.of(**rows))

    def priorities_missing(self, **rows):
        return self.priorities_declared(**rows) - self.priorities_on_file(**rows)

    # why there is no verdict

    def known(self, **rows):
        return sum(each.known(year) for each, year in self.chosen(**rows))

    def priorities_ever(self, monitoring_year, **rows):
        return sum(each.known(monitoring_year) + each.gone(monitoring_year) for each in self.of(**rows))

    def without_verdict(self, why, monitoring_year, **rows):
        states = Counter()
        for each in self.of(**rows):
            states["withdrawn"] += each.gone(monitoring_year)
            standing = each.standing(monitoring_year)
            unverifiable = list(standing.values()).count("unverifiable")
            states["not_verifiable"] += unverifiable
            public = monitoring_year in self._years_published(each)
            missing = each.known(monitoring_year) - unverifiable - len(each.judged(monitoring_year))
            aside = [key for key, year in each.aside if year == monitoring_year and standing.get(key, 0) is None]
            states["put_aside"] += sum(n for (_, year), n in each.aside.items() if year == monitoring_year)
            missing -= len(aside)
            states["published_only" if public else "never_entered"] += missing
        return states[why]

    def to_confirm(self, monitoring_year=None, **rows):
        doubtful = {
            (each, key, year)
            for each in self.of(**rows)
            for (key, year), said in each.said.items()
            if monitoring_year in (None, year) and said[0][3] and key in each.standing(year)
        }
        return len(doubtful)

    # how much is on file

    def places(self):
        register = [row["Kodi"] for row in self.raw["register"]]
        return dict.fromkeys([*register, *(each.place for each in self.contracts_)])

    def municipalities(self):
        return len(self.places())

    def municipalities_judged(self, **rows):
        return len({each.place for each, _ in self.chosen(**rows)})

    def municipalities_with_contract(self, **rows):
        return len({each.place for each in self.of(**rows)})

    def municipalities_joined(self, calendar_year):
        return sum(row.get("Në rrjet që nga") == calendar_year for row in self.raw["register"])

    def _on_map(self):
        return [row["Kodi"] for row in self.raw["register"] if number(row.get("Gjerësia gjeografike")) is not None]

    def municipalities_on_map(self):
        return len(self._on_map())

    def municipalities_on_map_judged(self):
        return len({each.place for each in self.contracts_ if each.last} & set(self._on_map()))

    def members(self):
        return len(self.raw["members"])

    def contracts(self, calendar_year=None, **rows):
        found = self.of(**rows)
        return sum(calendar_year is None or int(c.cycle[:4]) <= calendar_year <= int(c.cycle[-4:]) for c in found)

    def reports(self, calendar_year=None, **rows):
        ends = [span_of(row.get("Periudha")) for each in self.of(**rows) for row in each.reports]
        return sum(calendar_year is None or bool(end and end.last.year == calendar_year) for end in ends)

    def years_monitored(self, **rows):
        return sum(len([y for y in c.years if any(c.since(key) <= y for key in c.priorities)]) for c in self.of(**rows))

    def years_judged(self, **rows):
        return sum(len(each.judged_years) for each in self.of(**rows))

    def _shares_published(self, each):
        return {
            int(row["Viti i monitorimit"])
            for row in self.raw["figures"]
            if (row["place"], row["cycle"]) == (each.place, each.cycle)
            and METRICS.get(row["Treguesi"], "").startswith("share_")
            and row.get("Viti i monitorimit")
        }

    def _years_published(self, each):
        return {int(row["Viti i monitorimit"]) for row in each.reports} | self._shares_published(each)

    def years_on_file(self, **rows):
        total = 0
        for each in self.of(**rows):
            total += len(self._shares_published(each) | set(each.years))
        return total

    def years_ended(self, start, end):
        return sum(
            bool((period := each.periods.get(year)) and start <= str(period.last) <= end)
            for each in self.contracts_
            for year in each.judged_years
        )

    def priorities_with_evidence(self, **rows):
        return sum(len(set(each.evidence)) for each in self.of(**rows))

    def pieces_of_evidence(self, **rows):
        return sum(len(each.evidence) for each in self.of(**rows))

    def _rows(self, sheet, municipality=None, calendar_year=None):
        for row in self.raw[sheet]:
            day = span_of(row.get("Data"))
            if municipality in (None, row["place"]) and calendar_year in (None, day.first.year if day else ""):
                yield row, day

    def activities(self, type=None, dated=None, until=None, start=None, end=None, by=(), month=None, **rows):  # noqa: A002
        place, year = rows.get("municipality"), rows.get("calendar_year")
        found = list(self._rows("activities", place, year if not by else None))
        if by == ["municipality"] and place is None:
            found = [(row, day) for row, day in found if row["place"] is None]
        if type is not None:
            found = [(row, day) for row, day in found if TYPES[row["Lloji"]] in listed(type)]
        if dated is not None:
            found = [(row, day) for row, day in found if bool(day) is (dated == "yes")]
        if until is not None:
            found = [(row, day) for row, day in found if not day or day.first.year <= until]
        if start is not None:
            found = [(row, day) for row, day in found if day and start <= str(day.first) and str(day.last) <= end]
        if "calendar_year" in by:
            found = [(row, day) for row, day in found if (day.first.year if day else None) == year]
        if "month" in by:
            found = [(row, day) for row, day in found if (day.month if day else None) == month]
        self.found = [row for row, _ in found]
        return len(found)

    def with_participants(self, **rows):
        self.activities(**rows)
        return sum(number(row.get("Pjesëmarrës")) is not None for row in self.found)

    def with_sex(self, **rows):
        self.activities(**rows)
        return sum(None not in (number(r.get("Gra dhe vajza")), number(r.get("Burra dhe djem"))) for r in self.found)

    def statements(self, speaker=None, **rows):
        said = [SPEAKERS.get(row["Kush"], "network") for row, _ in self._rows("statements", **rows)]
        return sum(speaker in (None, each) for each in said)

    def contradictions(self, **rows):
        return len(list(self._rows("contradictions", **rows)))

    def citizens_scores(self, municipality=None, cycle=None):
        return sum(municipality in (None, row["place"]) and row["cycle"] in listed(cycle) for row in self.raw["scores"])

    # campaigns

    def _campaigns(self, municipality=None, calendar_year=None):
        reached = defaultdict(set)
        in_year = set()
        for row, day in self._rows("stages"):
            if row.get("Pritet") != "po":
                key = row["place"], row["Fushata"]
                reached[key].add(row["Hapi"])
                in_year |= {key} if day and day.first.year == calendar_year else set()
        every = [(row["place"], row["Fushata"]) for row in self.raw["campaigns"]]
        return {
            key: reached[key]
            for key in every
            if municipality in (None, key[0]) and (calendar_year is None or key in in_year)
        }

    def campaigns(self, **rows):
        return len(self._campaigns(**rows))

    def campaigns_at_stage(self, stage, **rows):
        return sum(STAGES[stage] in stages for stages in self._campaigns(**rows).values())

    def stages_reached(self, start, end):
        return sum(
            bool(day) and row.get("Pritet") != "po" and start <= str(day.first) and str(day.last) <= end
            for row, day in self._rows("stages")
        )

    # what was published

    def published(self, metric, calendar_year=None, cycle=None, monitoring_year=None, municipality=None):
        for row in self.raw["figures"]:
            same = row["place"] == municipality and METRICS.get(row["Treguesi"]) == metric
            same &= calendar_year in (None, row.get("Viti kalendarik"))
            same &= cycle is None or row["cycle"] in listed(cycle)
            if same and monitoring_year in (None, row.get("Viti i monitorimit")):
                return row["Vlera"] / 100 if row["Njësia"] == "përqindje" else row["Vlera"]
        return None

    def network_figures(self, calendar_year):
        return sum(row["place"] is None and row.get("Viti kalendarik") == calendar_year for row in self.raw["figures"])

    def _figures(self, municipality=None, calendar_year=None):
        return [
            row
            for row in self.raw["figures"]
            if municipality in (None, row["place"]) and calendar_year in (None, row.get("Viti kalendarik"))
        ]

    def audited_percentages(self, **rows):
        shown = {
            (row["place"], row["Periudha"], row["Treguesi"], row["Vlera"])
            for row in self._figures(**rows)
            if row["Njësia"] == "përqindje"
        }
        return len(shown)

    # the survey

    def _questions(self):
        questions = defaultdict(list)
        for row in self.raw["survey"]:
            questions[row["Pyetja"]].append(row)
        return list(questions.values())

    def questions(self):
        return len(self._questions())

    def _two_sided(self):
        return [q for q in self._questions() if any(row.get("Ana") in ("në favor", "kundër") for row in q)]

    def questions_two_sided(self):
        return len(self._two_sided())

    def questions_favourable(self):
        sums = [(sum(r["Numri"] for r in q if r.get("Ana") == "në favor"), q[0]["Gjithsej"]) for q in self._two_sided()]
        return sum(2 * count > n for count, n in sums)

    def people_asked(self, which):
        asked = [row["Gjithsej"] for row in self.raw["survey"]]
        return min(asked) if which == "least" else max(asked)

    # two monitors

    def _pairs(self, municipality=None):
        for each in self.of(municipality):
            for key, said in each.said.items():
                said = [one for one in said if one[2] in SCALE]
                others = [one for one in said[1:] if one[0]]
                if said and others:
                    yield each.place, (each.place, each.cycle, key[0]), said[0][2], others[0][2]

    def judged_twice(self):
        return len(list(self._pairs()))

    def priorities_judged_twice(self):
        return len({priority for _, priority, _, _ in self._pairs()})

    def municipalities_judged_twice(self):
        return len({place for place, *_ in self._pairs()})

    def judged_the_same(self):
        return sum(one == other for *_, one, other in self._pairs())

    def judged_differently(self, **rows):
        return sum(one != other for *_, one, other in self._pairs(**rows))

    def alpha(self):
        pairs = [(SCALE.index(one), SCALE.index(other)) for *_, one, other in self._pairs()]
        used = Counter(each for pair in pairs for each in pair)
        total = sum(used.values())

        def apart(a, b):
            low, high = min(a, b), max(a, b)
            return (sum(used[each] for each in range(low, high + 1)) - (used[a] + used[b]) / 2) ** 2 if a != b else 0

        seen = sum(apart(a, b) for a, b in pairs) * 2 / total
        by_chance = sum(used[a] * used[b] * apart(a, b) for a in used for b in used) / (total * (total - 1))
        return 1 - seen / by_chance

    # from year to year

    def changes(self, monitoring_year, **rows):
        first, second = monitoring_year
        for each in self.of(**rows):
            if {first, second} <= set(each.judged_years):
                for key, change in each.changes(first, second).items():
                    yield each, key, change

    def changed(self, change, **rows):
        return sum(found == change for *_, found in self.changes(**rows))

    def _twice(self, **rows):
        return [found for found in self.changes(**rows) if found[2] in ("improved", "same", "regressed")]

    def judged_in_both(self, **rows):
        return len(self._twice(**rows))

    def municipalities_judged_in_both(self, **rows):
        return len({each.place for each, *_ in self._twice(**rows)})

    def sign_test(self, **rows):
        """Of all ways to turn municipalities round, those at least as uneven; all ways written out."""
        net = Counter()
        for each, _, change in self._twice(**rows):
            net[each.place] += {"improved": 1, "regressed": -1}.get(change, 0)
        sums = [0]
        for step in net.values():
            sums = [total + turn * step for total in sums for turn in (1, -1)]
        return sum(abs(total) >= abs(sum(net.values())) for total in sums) / len(sums)

    def went_back(self, **rows):
        falls = 0
        for each in self.of(**rows):
            for key in each.priorities:
                path = [s for y in each.years if (s := each.status(key, y)) in SCALE]
                falls += sum(SCALE.index(b) > SCALE.index(a) for a, b in pairwise(path))
        return falls

    def all_that_went_back(self, **rows):
        falls = 0
        for each in self.of(**rows):
            for first, second in pairwise(each.judged_years):  # also over a gap
                falls += sum(change == "regressed" for change in each.changes(first, second).values())
        return falls

    def bridged(self, **rows):
        return len(list(self.changes(**rows)))

    def bridge(self, step, monitoring_year, **rows):
        first, second = monitoring_year
        contract = ("new", "split", "merged", "replaced", "withdrawn")
        total = Counter()
        for each, key, change in self.changes(monitoring_year, **rows):
            before, after = (each.status(key, year) in ADDRESSED for year in (first, second))
            total["from"] += before
            total["to"] += after
            if change in contract:
                total["added"] += after
                total["taken_out"] -= before
            elif change == "not_judged":
                total["judged_now"] += after
                total["no_longer_judged"] -= before
            else:
                total["rose"] += after and not before
                total["fell"] -= before and not after
        return total[step]

    def months_observed(self, which, monitoring_year, **rows):
        return self._months(
            which, {each for each, *_ in self._twice(monitoring_year=monitoring_year, **rows)}, monitoring_year
        )

    def _months(self, which, contracts, years):
        known = [observed for each in contracts if (observed := each.observed(years[-1])) is not None]
        return min(known) if which == "least" else max(known)

    # the same priorities, watched equally long, in two years

    def _slope(self, cycle, monitoring_year):
        """The largest group that may stand on one axis, of equals the one watched the shortest."""
        first, second = monitoring_year
        alike = defaultdict(list)
        for each in self.of(cycle=cycle):
            if not {first, second} <= set(each.judged_years):
                continue
            changes = Counter(each.changes(first, second).values())
            twice = changes["improved"] + changes["same"] + changes["regressed"]
            came_or_went = sum(changes[kind] for kind in ("new", "split", "merged", "replaced", "withdrawn"))
            beyond = max(each.declared - len(each.priorities), 0) if each.declared is not None else NEVER
            if not came_or_went and twice >= LIMITS["coverage"] * (sum(changes.values()) + beyond):
                alike[each] = [each.observed(first), each.observed(second)]
        known = [each for each, observed in alike.items() if None not in observed]
        groups = defaultdict(list)
        sides = [panels({each: alike[each][side] for each in known}) for side in (0, 1)]
        for each in known:
            groups[sides[0][each], sides[1][each]].append(each)
        return max((groups[key] for key in sorted(groups)), key=len, default=[])

    def slope_months(self, which, monitoring_year, **rows):
        return self._months(which, self._slope(monitoring_year=monitoring_year, **rows), monitoring_year)

    def slope_municipalities(self, **rows):
        return len(self._slope(**rows))

    def _both(self, each, years):
        return [key for key in each.judged(years[0]) if key in each.judged(years[1])]

    def slope_priorities(self, **rows):
        return sum(len(self._both(each, rows["monitoring_year"])) for each in self._slope(**rows))

    def slope_points(self, **rows):
        return 1 / min(len(self._both(each, rows["monitoring_year"])) for each in self._slope(**rows))

    def slope_moved(self, part, way, **rows):
        wanted = ADDRESSED if part == "addressed" else SCALE[:1]
        moves = []
        for each in self._slope(**rows):
            keys, years = self._both(each, rows["monitoring_year"]), rows["monitoring_year"]
            before, after = (sum(each.status(key, year) in wanted for key in keys) for year in years)
            moves.append("up" if after > before else "down" if after < before else "level")
        return moves.count(way)

    # from contract to contract

    def followed(self, fate, municipality=None):
        return self._fates(municipality)[fate]

    def _fates(self, municipality):
        fates = Counter()
        for place in self.places():
            own = sorted(self.of(place), key=lambda each: each.cycle) if municipality in (None, place) else []
            for earlier, later in pairwise(own):
                if earlier.priorities and later.priorities:
                    fates += self._between(earlier, later)
        return fates

    def _between(self, earlier, later):
        whole = {each: each.declared is not None and len(each.priorities) >= each.declared for each in (earlier, later)}
        titles = {fold(row["Prioriteti"]): key for key, row in earlier.priorities.items()}
        carried, taken = set(), set()
        for key, row in later.priorities.items():
            named = row.get("Vjen nga")
            if named not in (None, ""):
                parts = [part.strip() for part in label_of(named).split(";")]
                found = {origin for part in parts if (origin := self._named(part, earlier)) is not None}
                carried |= found
                taken |= {key} if found else set()
        for key, row in later.priorities.items():
            same = titles.get(fold(row["Prioriteti"]))
            if same and same not in carried and row.get("Vjen nga") in (None, ""):
                carried.add(same)
                taken.add(key)
        fates = Counter()
        for key in earlier.priorities:
            past = [s for y in earlier.years if (s := earlier.status(key, y)) in (*SCALE, "withdrawn")]
            last = past[-1] if past else None
            if key in carried:
                fates["carried_over"] += 1
            elif last in ("withdrawn", "fully"):
                fates["withdrawn" if last == "withdrawn" else "met"] += 1
            elif not whole[later]:
                fates["open"] += 1
            else:
                fates["unknown" if last is None else "unmet"] += 1
        fates["new" if whole[earlier] else "open"] += len(set(later.priorities) - taken)
        return fates

    def _named(self, part, earlier):
        """The priority of the earlier contract a cell names, “2019–2023: 4”; one without years is of its own."""
        cycle, _, rest = part.partition(": ")
        titles = {fold(row["Prioriteti"]): key for key, row in earlier.priorities.items()}
        if cycle_of(cycle) != earlier.cycle:
            return None
        return rest if rest in earlier.priorities else titles.get(fold(rest))

    # side by side

    def _beside(self, cycle=None, monitoring_year="last", **_):
        """Of each municipality its last contract of these with a verdict, in panels of equal exposure."""
        last = {}
        for each, year in sorted(self.chosen(cycle=cycle, monitoring_year=monitoring_year), key=lambda p: p[0].cycle):
            last[each.place] = (each, year)
        sides = {}
        for year in {year for _, year in last.values()}:
            observed = {each.place: each.observed(year) for each, of in last.values() if of == year}
            sides |= {place: panel and (year, panel) for place, panel in panels(observed).items()}
        return last, sides

    def _levels(self, each, year):
        judged = Counter(each.judged(year).values())
        return [judged[status] for status in SCALE]

    def _compared(self, **rows):
        """Every pair, with how the first of the two (by its shares) stands to the second."""
        last, side = self._beside(**rows)
        for i, one in enumerate(sorted(last)):
            for other in sorted(last)[i + 1 :]:
                pair = [(place, self._levels(*last[place])) for place in (one, other)]
                pair.sort(key=by_shares)
                if (
                    side[one] is None
                    or side[one] != side[other]
                    or any(each.coverage(year) < 0.8 for each, year in (last[one], last[other]))
                ):
                    yield one, other, "not_compared", pair
                else:
                    yield one, other, relation(pair[0][1], pair[1][1]), pair

    def pairs(self, **rows):
        return sum(found != "not_compared" for _, _, found, _ in self._compared(**rows))

    def pairs_ahead(self, **rows):
        return sum(found == "ahead" for _, _, found, _ in self._compared(**rows))

    def pairs_apart(self, because, **rows):
        return sum(found == because for _, _, found, _ in self._compared(**rows))

    def pairs_sure(self, **rows):
        sure = 0
        for _, _, found, ((_, a), (_, b)) in self._compared(**rows):
            if found != "not_compared":
                low, high = newcombe(a[0] + a[1], sum(a), b[0] + b[1], sum(b))
                sure += low > 0 or high < 0
        return sure

    # one beside comparable others

    def _others(self, municipality, cycle, monitoring_year):
        """The comparable others, each with its contract and year, and the municipality's own."""
        last, _ = self._beside(cycle=self._term(cycle), monitoring_year="last")
        own, year = last[municipality]
        for place, (each, of) in last.items():
            near = (
                None not in (each.observed(of), own.observed(year)) and abs(each.observed(of) - own.observed(year)) <= 3
            )
            if place != municipality and of == year and near and each.coverage(of) >= 0.8:
                yield each, of

    def _term(self, cycle):
        return sorted({each.cycle for each in self.contracts_ if each.cycle[-4:] == listed(cycle)[0][-4:]})

    def _shares(self, theme=None, **rows):
        for each, year in self._others(**rows):
            judged = [
                status
                for key, status in each.judged(year).items()
                if theme is None or THEMES.get(each.priorities[key].get("Tema")) == theme
            ]
            if len(judged) >= LIMITS["each_of_others"]:
                yield sum(status in ADDRESSED for status in judged), len(judged)

    def comparable_others(self, **rows):
        return len(list(self._shares(**rows)))

    def others_low(self, **rows):
        return min(count / n for count, n in self._shares(**rows))

    def others_high(self, **rows):
        return max(count / n for count, n in self._shares(**rows))

    def others_median(self, **rows):
        return median(count / n for count, n in self._shares(**rows))

    def _middle(self, which, **rows):
        found = sorted(self._shares(**rows), key=lambda pair: (pair[0] / pair[1], pair[1], pair[0]))
        return found[(len(found) - 1) // 2 if which == "low" else len(found) // 2]

    def middle_addressed(self, **rows):
        return self._middle(**rows)[0]

    def middle_assessed(self, **rows):
        return self._middle(**rows)[1]

    def beside(self, municipality, cycle, monitoring_year):
        return len(self._standing(municipality, cycle, monitoring_year))

    def _standing(self, municipality, cycle, monitoring_year):
        """How it stands to each comparable other, whatever groups the two stand in among all."""
        own = self._levels(*self._beside(cycle=self._term(cycle), monitoring_year="last")[0][municipality])
        found = {}
        for each, year in self._others(municipality, cycle, monitoring_year):
            pair = sorted([(municipality, own), (each.place, self._levels(each, year))], key=by_shares)
            how = relation(pair[0][1], pair[1][1])
            found[each.place] = "behind" if how == "ahead" and pair[0][0] == each.place else how
        return found

    def beside_ahead(self, **rows):
        return list(self._standing(**rows).values()).count("ahead")

    def beside_behind(self, **rows):
        return list(self._standing(**rows).values()).count("behind")

    def beside_apart(self, because, **rows):
        return list(self._standing(**rows).values()).count(because)

    # what reading made of the rows

    def sheet_rows(self, state, municipality=None):
        """Put aside are rows with a status that is none; every other row counts."""
        read = sum(n for place, n in self.raw.rows if municipality in (None, place))
        aside = sum(sum(each.aside.values()) for each in self.of(municipality))
        return {"read": read, "counted": read - aside, "rejected": aside}.get(state, 0)

    # groups

    def _groups(self, by, **rows):
        groups = defaultdict(list)
        for each, year in self.chosen(**rows):
            for key, status in each.judged(year).items():
                typed = each.priorities[key].get(GROUPS[by])
                names = str(typed).split(";") if by == "beneficiaries" else [str(typed)]
                for name in names if typed else []:
                    groups[name.strip()].append(status)
        return {name: statuses for name, statuses in groups.items() if name}

    def assessed_in_groups(self, by, **rows):
        return sum(
            bool(each.priorities[key].get(GROUPS[by]))
            for each, year in self.chosen(**rows)
            for key in each.judged(year)
        )

    def groups_behind(self, by, **rows):
        """Of five judged or more, under half addressed, by two verdicts or more."""
        sums = [(sum(s in ADDRESSED for s in each), len(each)) for each in self._groups(by, **rows).values()]
        return sum(n >= LIMITS["theme"] and n / 2 - count >= 2 for count, n in sums)


def panels(observed: dict) -> dict:
    """Number those observed equally long, to three months, from the shortest on; None where it is not known."""
    numbers, first, panel = {}, None, 0
    for who, months_ in sorted(observed.items(), key=lambda item: (item[1] is None, item[1])):
        if months_ is not None and (first is None or months_ - first > 3):
            panel, first = panel + 1, months_
        numbers[who] = None if months_ is None else panel
    return numbers


def by_shares(placed: tuple) -> tuple[float, float]:
    """Orders places by their shares, the largest first."""
    _, counts = placed
    return -counts[0] / sum(counts), -(counts[0] + counts[1]) / sum(counts)


def fold(text: str) -> str:
    """A title without capitals, marks and doubled spaces."""
    plain = normalize("NFKD", str(text)).casefold()
    return " ".join("".join(sign for sign in plain if sign.isalnum() or sign.isspace()).split())


def relation(one, other) -> str:
    """How the first stands to the second, by whole numbers at both levels of the scale."""
    if levels(one, other) == (0, 0):
        return "equal"
    if min(levels(one, other)) < 0:
        return "crossed"
    if min(sum(one), sum(other)) < LIMITS["order"]:
        return "few"
    for level in (0, 1):
        worse, better = list(one), list(other)
        worse[level], worse[level + 1] = worse[level] - 1, worse[level + 1] + 1
        better[level], better[level + 1] = better[level] + 1, better[level + 1] - 1
        for a, b in ((worse, other), (one, better)):
            possible = min(a) >= 0 and min(b) >= 0
            if possible and (min(levels(a, b)) < 0 or max(levels(a, b)) == 0):
                return "one_verdict"
    return "ahead"


def levels(one, other) -> tuple[int, int]:
    first = one[0] * sum(other) - other[0] * sum(one)
    return first, (one[0] + one[1]) * sum(other) - (other[0] + other[1]) * sum(one)


def wilson(count, n) -> tuple[float, float]:
    z = NormalDist().inv_cdf(0.975)
    share, scale = count / n, 1 + z * z / n
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (share + z * z / (2 * n) - half) / scale, (share + z * z / (2 * n) + half) / scale


def newcombe(a, n, b, m) -> tuple[float, float]:
    (l1, u1), (l2, u2), d = wilson(a, n), wilson(b, m), a / n - b / m
    low = d - sqrt((a / n - l1) ** 2 + (u2 - b / m) ** 2)
    return low, d + sqrt((u1 - a / n) ** 2 + (b / m - l2) ** 2)
