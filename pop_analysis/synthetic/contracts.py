"""What the invented contracts promise: their priorities, drawn from a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from pop_analysis.synthetic.cycles import Cycle, month
from pop_analysis.synthetic.labels import Labels, Row, wording
from pop_analysis.synthetic.names import Place


@dataclass(frozen=True)
class Promise:
    """One entry of the catalogue, or one point of an entry.

    ``done`` and ``things`` make the sentence "U ndriçuan 4 nga 9 rrugë."; ``campaign`` is the name of an advocacy
    campaign for it, in both languages.
    """

    sq: str
    en: str
    theme: str
    competence: str
    beneficiaries: tuple[str, ...]
    done: str
    things: str
    points: tuple[Promise, ...] = ()
    campaign: tuple[str, str] | None = None


@dataclass(frozen=True)
class Priority:
    """A promise with its place in a contract; ``label`` is None where the contract gives no numbers.

    ``since_year`` is the monitoring year in which it came into the contract, when not with the signing; ``until`` the
    one in which it left it for others, ``gone`` being what the file says of that; ``comes_from`` what it carries on.
    """

    cycle: Cycle
    label: int | str | None
    promise: Promise
    since_year: int | None = None
    comes_from: str | None = None
    until: int | None = None
    gone: str = ""

    @property
    def reference(self) -> int | str:
        """How other sheets name it: by its number, or by its title when it has none."""
        return self.promise.sq if self.label is None else self.label


@cache
def catalogue() -> tuple[Promise, ...]:
    """Every promise there is to draw from."""
    promises = []
    for entry in wording("priorities")["priorities"]:
        shared = {key: entry[key] for key in ("theme", "competence")} | {"beneficiaries": tuple(entry["for"])}
        points = tuple(Promise(**point, **shared) for point in entry.get("points", ()))
        own = {key: entry[key] for key in ("sq", "en", "done", "things")}
        campaign = tuple(entry["campaign"]) if "campaign" in entry else None
        promises.append(Promise(**own, **shared, points=points, campaign=campaign))
    return tuple(promises)


def draw(
    cycle: Cycle,
    size: int,
    rng: Random,
    carried: Sequence[Promise] = (),
    with_points: bool = False,
    numbered: bool = True,
    taken: Iterable[str] = (),
) -> list[Priority]:
    """Draw ``size`` priorities; ``carried`` ones come from an earlier contract, ``taken`` titles are not drawn again.

    ``with_points`` splits one of them into its points, each counted as a priority of its own.
    """
    taken = {promise.sq for promise in carried} | set(taken)
    fresh = [p for p in catalogue() if not taken & {p.sq, *(point.sq for point in p.points)}]
    pointed = [p for p in fresh if p.points]
    split = rng.choice(pointed) if with_points and pointed else None
    room = max(size - len(carried) - (len(split.points) if split else 0), 0)
    promises = [*carried, *rng.sample([p for p in fresh if p is not split], room), *filter(None, [split])]
    rng.shuffle(promises)
    priorities = []
    for number, promise in enumerate(promises, start=1):
        if promise is split:
            priorities += [Priority(cycle, f"{number}.{n}", point) for n, point in enumerate(promise.points, start=1)]
        else:
            priorities.append(Priority(cycle, number if numbered else None, promise))
    return priorities


def priority_rows(place: Place, priorities: Sequence[Priority], labels: Labels, rng: Random) -> list[Row]:
    """Rows of the table ``priorities``."""
    pillars = wording("priorities")["pillars"]
    return [
        {
            "cycle": each.cycle.name,
            "label": each.label,
            "title_sq": each.promise.sq,
            "title_en": each.promise.en,
            "theme": labels.of("themes", each.promise.theme),
            "pillar": labels.of("pillars", pillars[each.promise.theme]),
            "beneficiaries": "; ".join(each.promise.beneficiaries),
            "competence": labels.of("competences", each.promise.competence),
            "promises": rng.choices((1, 2, 3, 4), (50, 30, 14, 6))[0],
            "since_year": each.since_year,
            "comes_from": each.comes_from,
            "source": contract_address(place, each.cycle),
        }
        for each in priorities
    ]


def contract_row(place: Place, cycle: Cycle, total: int | None, typed_signing: object, note: str | None) -> Row:
    """One row of the table ``contracts``."""
    return {
        "cycle": cycle.name,
        "signed_on": typed_signing,
        "signatories": "kryetari i bashkisë dhe kryetari i Këshillit Bashkiak",
        "observed_from": month(cycle.observed_from),
        "priorities_total": total,
        "url": f"{contract_address(place, cycle)}.pdf",
        "source": contract_address(place, cycle),
        "note": note,
    }


def contract_address(place: Place, cycle: Cycle) -> str:
    """Where the text of the contract would stand."""
    return f"{place.site}/kontrata-{cycle.key}"


def report_address(place: Place, cycle: Cycle, year: int) -> str:
    """Where the report on a monitoring year would stand."""
    return f"{place.site}/raporti-{cycle.key}-{year}"
