"""How the invented contracts change: carried into the next one, split, merged or enlarged while they run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from pop_analysis.synthetic.contracts import Priority, Promise, catalogue
from pop_analysis.synthetic.labels import wording

# Priorities change in this monitoring year of the contracts that change at all.
CHANGED_IN = 3


def carried_on(before: Sequence[Priority], most: int, rng: Random) -> list[tuple[Promise, str | None]]:
    """Choose what the next contract carries over, and what its file says of it.

    In turn: with the same title; with another title and a declared origin; with another title and nothing declared,
    so that a reader can only be asked.
    """
    free = [each for each in before if each.until is None]
    chosen = rng.sample(free, min(len(free), most))
    second_sq, second_en = wording("verdicts")["second_phase"]
    carried: list[tuple[Promise, str | None]] = []
    for number, priority in enumerate(chosen):
        promise, origin = priority.promise, f"{priority.cycle.name}: {priority.reference}"
        renamed = replace(promise, sq=f"{promise.sq}: {second_sq}", en=f"{promise.en}: {second_en}", points=())
        carried.append([(promise, None), (renamed, origin), (renamed, None)][number % 3])
    return carried


def with_origins(priorities: Sequence[Priority], carried: Sequence[tuple[Promise, str | None]]) -> list[Priority]:
    """The drawn priorities, with the origin their file declares."""
    origins = {promise.sq: origin for promise, origin in carried}
    return [replace(each, comes_from=origins.get(each.promise.sq)) for each in priorities]


def split_one(priorities: Sequence[Priority]) -> list[Priority]:
    """The priorities, the first of them split in two in the third year: two points of the catalogue take its place."""
    held = {title for each in priorities for title in (each.promise.sq, *(p.sq for p in each.promise.points))}
    points = next((p.points[:2] for p in catalogue() if p.points and not held & {q.sq for q in p.points}), ())
    first = next((each for each in priorities if isinstance(each.label, int)), None)
    if first is None or len(points) < 2:
        return list(priorities)
    gone = replace(first, until=CHANGED_IN, gone=wording("verdicts")["split"])
    new = [
        Priority(first.cycle, f"{first.label}.{n}", point, since_year=CHANGED_IN, comes_from=str(first.label))
        for n, point in enumerate(points, start=1)
    ]
    return [gone if each is first else each for each in priorities] + new


def merge_two_and_add_one(priorities: Sequence[Priority]) -> list[Priority]:
    """The priorities, the first two numbered ones merged into one in the third year, and one more agreed on."""
    pair = [each for each in priorities if isinstance(each.label, int)][:2]
    held = {each.promise.sq for each in priorities}
    fresh = [promise for promise in catalogue() if not promise.points and promise.sq not in held][:2]
    if len(pair) < 2 or len(fresh) < 2:
        return list(priorities)
    last = max(int(str(each.label).split(".")[0]) for each in priorities)
    gone = [replace(each, until=CHANGED_IN, gone=wording("verdicts")["merged"]) for each in pair]
    origins = "; ".join(str(each.label) for each in pair)
    merged = Priority(pair[0].cycle, last + 1, fresh[0], since_year=CHANGED_IN, comes_from=origins)
    added = Priority(pair[0].cycle, last + 2, fresh[1], since_year=CHANGED_IN)
    kept = [gone[pair.index(each)] if each in pair else each for each in priorities]
    return [*kept, merged, added]
